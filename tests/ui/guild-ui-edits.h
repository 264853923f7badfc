/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-tag-row.h"
#include "ui/guild-ui-dialogs.h"

G_BEGIN_DECLS

/* What tests of editing Codat's companies, their tags and groups share. */

/* Beside the look: enough companies for families. */
#define GUILD_UI_EDITS_MANY (1 << 8)

/* LOOK is a GuildTestUiLook. */
void         guild_ui_edits_set_up      (GuildUiFixture *fixture, gconstpointer look);
void         guild_ui_edits_tear_down   (GuildUiFixture *fixture, gconstpointer look);
/* The dialog of TYPE that ACTION ("win.tags") of the window opens, drawn. */
GtkWidget   *guild_ui_edits_open        (GuildUiFixture *fixture, const char *action, GType type);
/* The entry row TITLE below DIALOG. */
GtkEditable *guild_ui_edits_get_row     (GtkWidget *dialog, const char *title);
/* Row INDEX from the top: those that are given come before those that are removed. */
GuildTagRow *guild_ui_edits_get_tag_row (GtkWidget *dialog, guint index);
/* Asks the service itself about the company ID; (transfer full): its answer. */
JsonNode    *guild_ui_edits_call        (GuildUiFixture *fixture, const char *method,
                                         const char *id, const char *body);
/* MEMBER of the company as the service has it, tags in words; (transfer full). */
char        *guild_ui_edits_read        (GuildUiFixture *fixture, const char *id,
                                         const char *member);
void         guild_ui_edits_assert      (GuildUiFixture *fixture, const char *id,
                                         const char *member, const char *expected);
/* Waits until the journal has N changes, all settled. */
void         guild_ui_edits_await       (GuildUiFixture *fixture, guint n);

G_END_DECLS
