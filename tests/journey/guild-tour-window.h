/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journey/guild-tour.h"

G_BEGIN_DECLS

/* What a person does in the main window, and sees there. */

/* The view TITLE of the N-th workspace in the sidebar. */
void guild_tour_open_view    (GuildTour *self, guint n, const char *title);
/* Waits until the sidebar says COUNT there. */
void guild_tour_await_count  (GuildTour *self, guint n, const char *title, gint64 count);
/* Waits until the list says that it shows COUNT companies. */
void guild_tour_await_shown  (GuildTour *self, gint64 count);
/* Waits until a company of this name is among the first rows. */
void guild_tour_await_row    (GuildTour *self, const char *name);
/* Waits until there is none. */
void guild_tour_await_no_row (GuildTour *self, const char *name);
/* Opens that row's company in the pane. */
void guild_tour_open_row     (GuildTour *self, const char *name);
/* Waits until the row of the company NAME says STATUS. */
void guild_tour_await_status (GuildTour *self, const char *name, const char *status);
/* Types TEXT into the empty search. */
void guild_tour_search       (GuildTour *self, const char *text);
/* Adds “Name contains TEXT” in the filter panel and closes it. */
void guild_tour_filter_by_name (GuildTour *self, const char *text);

G_END_DECLS
