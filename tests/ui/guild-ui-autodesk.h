/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-ui-dialogs.h"

G_BEGIN_DECLS

/* What tests of an Autodesk account in the window share. */

/* The account's companies on show, N_COMPANIES of them and all active, nothing syncing. */
void        guild_ui_open_autodesk      (GuildUiFixture *fixture, guint n_companies, int width,
                                         int height);
/* From the next look on the account on show is one that was signed in to by browser. */
void        guild_ui_sign_in_autodesk   (GuildUiFixture *fixture);
/* (transfer full): the path of a company in the old family, or of all. */
char       *guild_ui_company_path       (GuildUiFixture *fixture, const char *id);
/* (transfer full): the company as the old family has it. */
JsonObject *guild_ui_read_company       (GuildUiFixture *fixture, const char *id);
/* "" and NULL are one. */
void        guild_ui_assert_member      (GuildUiFixture *fixture, const char *id,
                                         const char *member, const char *expected);
/* Somebody else's doing. */
void        guild_ui_patch_company      (GuildUiFixture *fixture, const char *id, const char *body);

G_END_DECLS
