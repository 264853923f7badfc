/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-ui-fixture.h"

G_BEGIN_DECLS

/* Rows of the table, as a hand meets them. */

/* A window with Codat's companies, where time stands still; DATA: a GuildTestUiLook. */
void       guild_ui_rows_set_up               (GuildUiFixture *fixture, gconstpointer data);
void       guild_ui_rows_tear_down            (GuildUiFixture *fixture, gconstpointer data);
/* (out): the middle of WIDGET on the screen. */
void       guild_ui_rows_locate_widget        (GuildUiFixture *fixture, GtkWidget *widget, int *x,
                                               int *y);
/* (transfer full): the id of the company in row POSITION, and where its name is on the screen. */
char      *guild_ui_rows_locate               (GuildUiFixture *fixture, guint position, int *x,
                                               int *y);
guint      guild_ui_rows_count_selected       (GuildUiFixture *fixture);
void       guild_ui_rows_assert_only_selected (GuildUiFixture *fixture, const char *id);
/* Any window of that type; when it is closed the fixture's has the keyboard again. */
GtkWidget *guild_ui_rows_await_window         (GType type);
void       guild_ui_rows_close_window         (GuildUiFixture *fixture, GtkWidget *window);
/* The menu of a row. */
gboolean   guild_ui_menu_is_open              (GuildUiFixture *fixture);
gboolean   guild_ui_menu_has                  (GuildUiFixture *fixture, const char *label);

G_END_DECLS
