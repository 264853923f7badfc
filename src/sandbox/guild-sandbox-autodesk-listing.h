/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-autodesk.h"

G_BEGIN_DECLS

/* The lists of the new family, acc.md §4: their parameters become SQL. */

typedef enum
{
  GUILD_SANDBOX_FILTER_TEXT,   /* as filterTextMatch says */
  GUILD_SANDBOX_FILTER_VALUES, /* equal to one of a list */
  GUILD_SANDBOX_FILTER_TYPES,  /* the same; those with a hyphen before them are left out */
  GUILD_SANDBOX_FILTER_CHOICES, /* one of a list, each with its own SQL */
  GUILD_SANDBOX_FILTER_CHOICE, /* the same, with one value only */
  GUILD_SANDBOX_FILTER_RANGE,  /* of times, §4.3 */
  GUILD_SANDBOX_FILTER_DAY,    /* YYYY-MM-DD */
} GuildSandboxFilterKind;

typedef struct
{
  const char *value;
  const char *sql;
} GuildSandboxChoice;

/* filter[NAME] of COLUMN. Lists of these, of choices and of sorts end with NULL. */
typedef struct
{
  const char *name;
  GuildSandboxFilterKind kind;
  const char *column;
  const GuildSandboxChoice *choices;
  const char *fallback;  /* value when the filter is not given; NULL: none */
  gboolean    may_be_or; /* orFilters may name it */
} GuildSandboxFilter;

typedef struct
{
  const char *name;
  const char *sql;
} GuildSandboxSort;

typedef struct
{
  const GuildSandboxFilter *filters;
  const GuildSandboxSort   *sorts;  /* the first is the default */
  const char * const       *fields; /* NULL-terminated, at most 64; the id is always there */
  const char               *key;    /* SQL of a whole number that names a row */
  const char               *tie;    /* SQL that orders what is equal */
} GuildSandboxListKind;

/* One row of an answer: KEY is the row's, bits of FIELDS the members wanted. (transfer full) */
typedef JsonObject *(*GuildSandboxRowFunc) (GuildSandbox *self, gint64 key, guint64 fields,
                                            gpointer data);

/* Answers the page of FROM ("table WHERE …", program text) that the request asks for, or refuses a
 * parameter. */
void guild_sandbox_listing_answer (GuildSandbox *self, GuildSandboxExchange *exchange,
                                   const GuildSandboxListKind *kind, const char *from,
                                   GuildSandboxRowFunc write, gpointer data);
/* The parameter "fields" alone; FALSE after a refusal. */
gboolean guild_sandbox_listing_fields (GuildSandboxExchange *exchange,
                                       const char * const *names, guint64 *fields);
/* Milliseconds since 1970 as "2018-01-01T12:45:00.000Z". */
void guild_sandbox_set_time (JsonObject *object, const char *member, gint64 milliseconds);
/* A text column, or null. */
void guild_sandbox_set_text (JsonObject *object, const char *member, sqlite3_stmt *row, int column);

G_END_DECLS
