/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-field.h"
#include "company/guild-batch.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_MATCH_CONTAINS,
  GUILD_MATCH_STARTS,
  GUILD_MATCH_ENDS,
  GUILD_MATCH_EQUALS,     /* text, choice, a whole list item */
  GUILD_MATCH_NOT_EQUALS,
  GUILD_MATCH_BETWEEN,    /* time or number, both ends inclusive, either may be open */
  GUILD_MATCH_SET,
  GUILD_MATCH_UNSET,
} GuildMatch;

typedef struct
{
  char      *field; /* (owned): field id */
  GuildMatch match;
  char      *value; /* (owned) (nullable): for the text matches; a list of GUILD_LIST_SEP-joined
                     * alternatives means "any of these" for EQUALS and "none of these" for
                     * NOT_EQUALS */
  gint64     from;  /* BETWEEN; GUILD_NUMBER_UNSET = open */
  gint64     to;    /* BETWEEN; GUILD_NUMBER_UNSET = open */
  gboolean   any;   /* joined with OR to the other conditions that say so (acc.md §4.4) */
} GuildCondition;

typedef struct
{
  char    *field; /* (owned) */
  gboolean descending;
} GuildSortKey;

/* What is asked of a directory or of a service: text (every word of it occurs in at least one
 * searchable field) AND (all plain conditions) AND (at least one
 * of the conditions marked `any`), in an order. Immutable once built; built with the functions
 * that return a new query. Reference counting is atomic. */
typedef struct _GuildQuery GuildQuery;
#define GUILD_TYPE_QUERY (guild_query_get_type ())
GType                 guild_query_get_type         (void);

GuildQuery           *guild_query_new              (void); /* everything, service's order */
GuildQuery           *guild_query_ref              (GuildQuery *self);
void                  guild_query_unref            (GuildQuery *self);
gboolean              guild_query_equal            (GuildQuery *a, GuildQuery *b);
/* Those that begin with "with" and its like: (transfer full), SELF stays as it is. TEXT NULL =
 * none. */
GuildQuery           *guild_query_with_text        (GuildQuery *self, const char *text);
GuildQuery           *guild_query_with_condition   (GuildQuery *self, const GuildCondition *add);
GuildQuery           *guild_query_without_condition (GuildQuery *self, guint index);
/* Replaces all sort keys; FIELD NULL = none. */
GuildQuery           *guild_query_with_sort        (GuildQuery *self, const char *field,
                                                    gboolean descending);
/* Appends a key that breaks the ties of the ones before. */
GuildQuery           *guild_query_then_by          (GuildQuery *self, const char *field,
                                                    gboolean descending);
/* Asks for these fields (NULL-terminated ids; NULL: all) where a service lets one choose: rows then
 * know nothing of the rest. Changes no answer, and is not kept in a saved view. */
GuildQuery           *guild_query_with_fields      (GuildQuery *self, const char * const *fields);
const char * const   *guild_query_get_fields       (GuildQuery *self); /* (nullable) */
const char           *guild_query_get_text         (GuildQuery *self); /* "" when none */
guint                 guild_query_get_n_conditions (GuildQuery *self);
const GuildCondition *guild_query_get_condition    (GuildQuery *self, guint index);
guint                 guild_query_get_n_sort_keys  (GuildQuery *self);
const GuildSortKey   *guild_query_get_sort_key     (GuildQuery *self, guint index);
gboolean              guild_query_is_filtered      (GuildQuery *self); /* words or conditions */
/* One condition in words, for a chip: "Trade contains Plumb"; (transfer full). */
char                 *guild_query_describe_condition (GuildQuery *self, guint index,
                                                      const GuildFieldTable *table);
/* (transfer full): compact JSON with a version, for saved views. */
char                 *guild_query_to_json          (GuildQuery *self);
/* (transfer full): what guild_query_to_json() wrote. NULL and G_IO_ERROR_NOT_SUPPORTED for a newer
 * version's, G_IO_ERROR_INVALID_DATA for anything else. Fields are not checked against a table. */
GuildQuery           *guild_query_from_json        (const char *json, GError **error);
/* The plain, slow meaning of a query: the reference that the directory's engine is tested against.
 * Comparison folds case and accents with guild_text_fold(), a condition on a GUILD_FIELD_LETTERS
 * case alone. Lists match by any one item; NOT_EQUALS
 * when no item equals. An unset cell, and a field that the table has not, is one empty text.
 * BETWEEN holds only for a NUMBER or TIME whose number is known. */
gboolean              guild_query_matches          (GuildQuery *self, GuildBatch *batch, guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildQuery, guild_query_unref)

G_END_DECLS
