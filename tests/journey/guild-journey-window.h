/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journey/guild-journey.h"

G_BEGIN_DECLS

/* What a person does in the main window, and sees there. */

/* The view TITLE of the N-th workspace in the sidebar. */
void guild_journey_open_view    (GuildJourney *self, guint n, const char *title);
/* Waits until the sidebar says COUNT there. */
void guild_journey_await_count  (GuildJourney *self, guint n, const char *title, gint64 count);
/* Waits until the list says that it shows COUNT companies. */
void guild_journey_await_shown  (GuildJourney *self, gint64 count);
/* Waits until a company of this name is among the first rows. */
void guild_journey_await_row    (GuildJourney *self, const char *name);
/* Waits until there is none. */
void guild_journey_await_no_row (GuildJourney *self, const char *name);
/* Opens that row's company in the pane. */
void guild_journey_open_row     (GuildJourney *self, const char *name);
/* Waits until the row of the company NAME says STATUS. */
void guild_journey_await_status (GuildJourney *self, const char *name, const char *status);
/* Types TEXT into the empty search. */
void guild_journey_search       (GuildJourney *self, const char *text);
/* Adds “Name contains TEXT” in the filter panel and closes it. */
void guild_journey_filter_by_name (GuildJourney *self, const char *text);

G_END_DECLS
