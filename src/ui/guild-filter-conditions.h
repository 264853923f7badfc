/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* What the filter panel reads and shows of conditions. */

/* A number or a time; FALSE when TEXT is neither. Empty leaves that end open (GUILD_NUMBER_UNSET).
 * A day or a time without a zone is the reader's; the END of a day, a minute or a second is its
 * last microsecond. */
gboolean guild_filter_read_bound        (const GuildField *field, const char *text, gboolean end,
                                         gint64 *value);
/* A condition in words for people, who know groups by their names and not by their ids; (transfer
 * full). */
char    *guild_filter_describe_condition (GuildQuery *query, guint index,
                                          GuildDirectory *directory);
/* Fills LIST with a row for each condition of QUERY, those joined with "or" last under a heading of
 * their own. REMOVE is called with a condition's index. DIRECTORY NULL: no rows. */
typedef void (*GuildFilterRemoveFunc) (guint index, gpointer data);
void     guild_filter_show_conditions    (GtkListBox *list, GuildQuery *query,
                                          GuildDirectory *directory, GuildFilterRemoveFunc remove,
                                          gpointer data);

G_END_DECLS
