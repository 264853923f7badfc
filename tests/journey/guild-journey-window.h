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
/* What the sidebar says there; waits until it says a number. */
gint64 guild_journey_get_count (GuildJourney *self, guint n, const char *title);
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
/* Types TEXT into the empty search; "" empties it. */
void guild_journey_search       (GuildJourney *self, const char *text);
/* Waits until the window of that title has the keyboard. */
void guild_journey_await_window (GuildJourney *self, const char *title);
/* Moves by Tab until the control has the keyboard. Not for the rows of a form that are entries:
 * assistive technology is not told that they have it. */
void guild_journey_focus       (GuildJourney *self, const char *role, const char *name);
/* Types TEXT where the keyboard is, and waits until the entry NAME holds it. */
void guild_journey_type        (GuildJourney *self, const char *name, const char *text);
/* Types TEXT over what the entry NAME of a form holds. */
void guild_journey_fill        (GuildJourney *self, const char *name, const char *text);
/* Chooses ITEM of the combo of that name, which Tab leads to, by its keys. */
void guild_journey_pick        (GuildJourney *self, const char *combo, const char *item);
/* The same where the item may stand above the one that is chosen. */
void guild_journey_pick_from_top (GuildJourney *self, const char *combo, const char *item);
/* Answers the question where to save. */
void guild_journey_save_as     (GuildJourney *self, const char *path);
/* Answers the question which file, whose button is called ACCEPT. What follows is to be waited for
 * at the sandbox first: GTK 4.8 ends when it is asked about its own window while that goes. */
void guild_journey_open_file   (GuildJourney *self, const char *accept, const char *path);
/* Opens the menu of BUTTON and chooses its item; a submenu's item after a "/". */
void guild_journey_choose      (GuildJourney *self, const char *button, const char *item);
/* Opens the menu of BUTTON and chooses its first item: newer GTK tells no names of them. */
void guild_journey_choose_first (GuildJourney *self, const char *button);
/* Selects all that the list shows, by keyboard from the search. */
void guild_journey_select_all  (GuildJourney *self, guint count);
/* Waits until a label that fits PATTERN is on screen. */
void guild_journey_await_label (GuildJourney *self, const char *pattern);
/* Adds “Name contains TEXT” in the filter panel and closes it. */
void guild_journey_filter_by_name (GuildJourney *self, const char *text);

G_END_DECLS
