/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-ui-fixture.h"

G_BEGIN_DECLS

/* What tests of dialogs share. */

/* (nullable): a window of TYPE that is on the screen. */
GtkWindow *guild_ui_find_window     (GType type);
/* Waits for one. */
GtkWindow *guild_ui_await_window    (GType type);
/* Waits for one, and gives it the keyboard. */
GtkWindow *guild_ui_await_dialog    (GType type);
/* Whether one is on the screen. */
gboolean   guild_ui_has_dialog      (GType type);
/* Waits for the button with LABEL below ROOT and presses it. */
void       guild_ui_press_button    (gpointer root, const char *label);
/* Whether there is a question on the screen with the answer LABEL. */
gboolean   guild_ui_is_asked        (const char *label);
/* Gives the answer LABEL to the question on the screen, and waits until that is gone. */
void       guild_ui_answer          (const char *label);
/* Types TEXT over what the entry row TITLE holds, once that takes any. */
void       guild_ui_fill            (gpointer root, const char *title, const char *text);
/* Whether a label on the screen below ROOT has PART in its text; waits until one has. */
gboolean   guild_ui_has_words       (gpointer root, const char *part);
void       guild_ui_await_words     (gpointer root, const char *part);
/* Logos of platforms that have come, of those below ROOT that are on the screen. */
guint      guild_ui_count_logos     (GtkWidget *root);

/* A fault of the sandbox (its grammar: src/sandbox/guild-sandbox-faults.c), and none any more. */
void       guild_ui_fault           (GuildUiFixture *fixture, const char *spec);
void       guild_ui_clear_faults    (GuildUiFixture *fixture);
/* A switch of the sandbox as JSON: {"plan":"expired"}. */
void       guild_ui_switch          (GuildUiFixture *fixture, const char *json);
/* Brings the sandbox's clock to this computer's: what was sent is looked up by its time. */
void       guild_ui_set_clock       (GuildUiFixture *fixture);
/* Secrets go to a file of this test in place of a keyring; before anything else uses one. */
void       guild_ui_use_secret_file (void);
/* Waits until HOLDS of DATA while keys are written to that file: the library that does it loses
 * memory then, and display/lsan.supp knows this function by its name. */
void       guild_ui_await_stored    (gboolean (*holds) (gpointer data), gpointer data);
/* For it: the GAsyncResult pointer at DATA is set; no dialog of the type DATA is on the screen. */
gboolean   guild_ui_has_result      (gpointer slot);
gboolean   guild_ui_is_closed       (gpointer type);
/* How often the sandbox was asked "POST /companies", and how many companies NAME it holds. */
guint      guild_ui_count_requests  (GuildUiFixture *fixture, const char *request);
guint      guild_ui_count_companies (GuildUiFixture *fixture, const char *name);

/* Codat's companies on show, nothing syncing. */
void       guild_ui_open_codat      (GuildUiFixture *fixture, int width, int height);
/* Opens the company in row POSITION of the list; its id, (transfer full). */
char      *guild_ui_open_row        (GuildUiFixture *fixture, guint position);

G_END_DECLS
