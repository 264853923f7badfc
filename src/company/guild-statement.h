/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-value.h"

G_BEGIN_DECLS

/* A financial report over several periods (codat.md §9): lines × periods, oldest period first. */
typedef struct
{
  char      *currency; /* (owned) (nullable) */
  GPtrArray *periods;  /* (owned) (element-type utf8): last day, "2024-03-31" */
  GPtrArray *lines;    /* (owned) (element-type GuildStatementLine) */
  GuildValue *root;    /* (owned): as it came */
} GuildStatement;

#define GUILD_TYPE_STATEMENT_LINE (guild_statement_line_get_type ())
G_DECLARE_FINAL_TYPE (GuildStatementLine, guild_statement_line, GUILD, STATEMENT_LINE, GObject)

const char *guild_statement_line_get_title (GuildStatementLine *self);
guint       guild_statement_line_get_depth (GuildStatementLine *self); /* 0: a heading or a sum */
/* Whether it stands for others: has lines below it, or is a sum of the report. */
gboolean    guild_statement_line_get_total (GuildStatementLine *self);
/* (nullable): the number as it came; NULL where this period has no such line. */
const char *guild_statement_line_get_value (GuildStatementLine *self, guint period);

/* NULL and G_IO_ERROR_INVALID_DATA when ROOT has no list of reports. Any thread. (transfer full) */
GuildStatement *guild_statement_new  (GuildValue *root, GError **error);
void            guild_statement_free (GuildStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildStatement, guild_statement_free)

G_END_DECLS
