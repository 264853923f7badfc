/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-query.h"

G_BEGIN_DECLS

/* The meaning of a directory said a second time, slowly and plainly, from guild-query.h,
 * guild-text.h, guild-order.h and guild-directory.h, without their code: what the real one must
 * answer to the same questions. */

/* One value of a company. */
typedef struct
{
  GPtrArray *items;   /* (owned) (element-type utf8): as written; one, or those of a list */
  gint64     number;  /* GUILD_NUMBER_UNSET: none */
  GPtrArray *folded;  /* (owned) (nullable): items as a search compares them, once asked for */
  char      *sorting; /* (owned) (nullable): all items without case, once asked for */
} NaiveCell;

typedef struct
{
  char       *id;        /* (owned) */
  char       *json;      /* (owned): what the service says of it */
  GHashTable *cells;     /* (owned): field id → NaiveCell; none where the cell is unset */
  gboolean    hidden;    /* its deletion waits for the undo toast */
  gboolean    deleted;   /* gone at the service, and listed */
  guint32     seed;      /* what it was made of */
  gboolean    attention; /* needs it now */
  gboolean    answers;   /* the query that was asked last */
} NaiveCompany;

NaiveCompany *naive_company_new        (const char *id);
void          naive_company_free       (NaiveCompany *self);
/* An empty or NULL TEXT is unset. */
void          naive_company_set        (NaiveCompany *self, const char *field, const char *text,
                                        gint64 number);
/* Adds an item to a list; an empty one is no item. */
void          naive_company_add        (NaiveCompany *self, const char *field, const char *item);

/* The form in which a search compares; (transfer full). */
char         *naive_fold               (const char *text);
gboolean      naive_matches            (NaiveCompany *self, const GuildFieldTable *table,
                                        GuildQuery *query);
/* The order of two companies under the sort keys of QUERY; never 0 for two. */
int           naive_compare            (NaiveCompany *a, NaiveCompany *b,
                                        const GuildFieldTable *table, GuildQuery *query);

G_END_DECLS
