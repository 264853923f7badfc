/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "company/guild-statement.h"

G_BEGIN_DECLS

/* A financial report: lines × periods, newest first, and the chosen line as a chart above. */
#define GUILD_TYPE_STATEMENT_VIEW (guild_statement_view_get_type ())
G_DECLARE_FINAL_TYPE (GuildStatementView, guild_statement_view, GUILD, STATEMENT_VIEW, GtkWidget)

GtkWidget *guild_statement_view_new  (void);
/* STATEMENT must live as long as it is on show. */
void       guild_statement_view_show (GuildStatementView *self, const char *title,
                                      GuildStatement *statement);

G_END_DECLS
