/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test-input.h"
#include "support/guild-test.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Helpers for tests that hold real widgets in their own process; main thread only. They run
 * below with-display.sh (`meson test` does that). For keys see guild-test-input.h. */

typedef enum
{
  GUILD_TEST_UI_PLAIN = 0,
  GUILD_TEST_UI_DARK = 1 << 0,
  GUILD_TEST_UI_RTL = 1 << 1,
} GuildTestUiLook;

/* In place of g_test_init(): that, then libadwaita, without animations. */
void        guild_test_ui_init     (int *argc, char ***argv);
/* For windows that are made afterwards; dark reaches those that are there, too. High contrast is a
 * test of its own in meson.build, with ADW_DEBUG_HIGH_CONTRAST=1 in its environment. */
void        guild_test_ui_set_look (GuildTestUiLook look);

/* Shows WINDOW, waits until it is drawn, and gives it the keyboard (no window manager runs). */
void        guild_test_ui_present  (GtkWindow *window);
/* Waits until NATIVE (a window or popover) has been laid out and drawn as it is now. */
void        guild_test_ui_settle   (GtkWidget *native);
/* What NATIVE shows; (transfer full). Popovers and dialogs are natives of their own and are not in
 * their window's picture. */
GdkTexture *guild_test_ui_shoot    (GtkWidget *native);
/* Waits until NATIVE shows ui/references/NAME[-dark][-contrast][-rtl].png, twice running: what is
 * still on its way from a service is awaited, and what only flickers by is no match. If it does
 * not come in time, because more than 0.05 % of the pixels differ by more than 2 levels, the test
 * fails (and goes on) and three pictures of the last that was seen lie in
 * $G_TEST_BUILDDIR/screenshots: NAME.got.png, .want.png, .diff.png.
 * GUILDHALL_UPDATE_REFERENCES=1 writes the references instead, as it is at once. Those in
 * ui/references are of GTK 4.8; a newer GTK has ui/references-4.18 for itself, and without it the
 * test case is skipped. */
void        guild_test_ui_compare  (GtkWidget *native, const char *name);

/* Fails the test for each button, entry, switch, check or table that can be seen and reached below
 * ROOT and has no accessible name. A tooltip, a placeholder or an icon is none. */
void        guild_test_ui_check_names (GtkWidget *root);
/* The visible widget below ROOT that is a TYPE and, unless LABEL is NULL, bears this accessible
 * label or visible text; (transfer none) (nullable). */
GtkWidget  *guild_test_ui_find     (GtkWidget *root, GType type, const char *label);
/* The same; waits for it, and fails the test when it does not come. */
GtkWidget  *guild_test_ui_await    (GtkWidget *root, GType type, const char *label);

G_END_DECLS
