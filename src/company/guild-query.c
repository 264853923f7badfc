/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-query.h"

#include <string.h>

#include "company/guild-text.h"

struct _GuildQuery
{
  gatomicrefcount refs;
  char           *text;       /* (owned) */
  GArray         *conditions; /* (owned): GuildCondition */
  GArray         *sort_keys;  /* (owned): GuildSortKey */
  char          **fields;     /* (owned) (nullable) */
};

G_DEFINE_BOXED_TYPE (GuildQuery, guild_query, guild_query_ref, guild_query_unref)

static void
clear_condition (gpointer data)
{
  GuildCondition *condition = data;

  g_clear_pointer (&condition->field, g_free);
  g_clear_pointer (&condition->value, g_free);
}

static void
clear_sort_key (gpointer data)
{
  GuildSortKey *key = data;

  g_clear_pointer (&key->field, g_free);
}

GuildQuery *
guild_query_new (void)
{
  GuildQuery *self = g_new0 (GuildQuery, 1);

  g_atomic_ref_count_init (&self->refs);
  self->text = g_strdup ("");
  self->conditions = g_array_new (FALSE, TRUE, sizeof (GuildCondition));
  g_array_set_clear_func (self->conditions, clear_condition);
  self->sort_keys = g_array_new (FALSE, TRUE, sizeof (GuildSortKey));
  g_array_set_clear_func (self->sort_keys, clear_sort_key);

  return self;
}

GuildQuery *
guild_query_ref (GuildQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
guild_query_unref (GuildQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_free (self->text);
  g_array_unref (self->conditions);
  g_array_unref (self->sort_keys);
  g_strfreev (self->fields);
  g_free (self);
}

static void
append_condition (GuildQuery           *self,
                  const GuildCondition *condition)
{
  GuildCondition copy = *condition;

  copy.field = g_strdup (condition->field);
  copy.value = g_strdup (condition->value);
  /* members that a match does not look at must not make two queries differ */
  if (copy.match != GUILD_MATCH_BETWEEN)
    copy.from = copy.to = GUILD_NUMBER_UNSET;
  if (copy.match == GUILD_MATCH_BETWEEN || copy.match == GUILD_MATCH_SET
      || copy.match == GUILD_MATCH_UNSET)
    g_clear_pointer (&copy.value, g_free);
  else if (copy.value == NULL)
    copy.value = g_strdup ("");
  copy.any = !!copy.any;

  g_array_append_val (self->conditions, copy);
}

static void
append_sort_key (GuildQuery *self,
                 const char *field,
                 gboolean    descending)
{
  GuildSortKey key = { g_strdup (field), !!descending };

  g_array_append_val (self->sort_keys, key);
}

static GuildQuery *
copy_query (GuildQuery *self)
{
  GuildQuery *copy = guild_query_new ();

  g_free (copy->text);
  copy->text = g_strdup (self->text);
  copy->fields = g_strdupv (self->fields);
  for (guint i = 0; i < self->conditions->len; i++)
    append_condition (copy, &g_array_index (self->conditions, GuildCondition, i));
  for (guint i = 0; i < self->sort_keys->len; i++)
    {
      const GuildSortKey *key = &g_array_index (self->sort_keys, GuildSortKey, i);

      append_sort_key (copy, key->field, key->descending);
    }

  return copy;
}

static gboolean
fields_equal (char **a,
              char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char * const *) a, (const char * const *) b);
}

gboolean
guild_query_equal (GuildQuery *a,
                   GuildQuery *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || strcmp (a->text, b->text) != 0
      || !fields_equal (a->fields, b->fields)
      || a->conditions->len != b->conditions->len || a->sort_keys->len != b->sort_keys->len)
    return FALSE;

  for (guint i = 0; i < a->conditions->len; i++)
    {
      const GuildCondition *x = &g_array_index (a->conditions, GuildCondition, i);
      const GuildCondition *y = &g_array_index (b->conditions, GuildCondition, i);

      if (strcmp (x->field, y->field) != 0 || x->match != y->match
          || g_strcmp0 (x->value, y->value) != 0
          || x->from != y->from || x->to != y->to || x->any != y->any)
        return FALSE;
    }
  for (guint i = 0; i < a->sort_keys->len; i++)
    {
      const GuildSortKey *x = &g_array_index (a->sort_keys, GuildSortKey, i);
      const GuildSortKey *y = &g_array_index (b->sort_keys, GuildSortKey, i);

      if (strcmp (x->field, y->field) != 0 || x->descending != y->descending)
        return FALSE;
    }

  return TRUE;
}

GuildQuery *
guild_query_with_text (GuildQuery *self,
                       const char *text)
{
  GuildQuery *query;

  g_return_val_if_fail (self != NULL, NULL);

  query = copy_query (self);
  g_free (query->text);
  query->text = text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
  /* typed text is never a list */
  g_strdelimit (query->text, GUILD_LIST_SEP, ' ');

  return query;
}

GuildQuery *
guild_query_with_condition (GuildQuery           *self,
                            const GuildCondition *add)
{
  GuildQuery *query;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (add != NULL && add->field != NULL, NULL);

  query = copy_query (self);
  append_condition (query, add);

  return query;
}

GuildQuery *
guild_query_without_condition (GuildQuery *self,
                               guint       index)
{
  GuildQuery *query;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->conditions->len, NULL);

  query = copy_query (self);
  g_array_remove_index (query->conditions, index);

  return query;
}

GuildQuery *
guild_query_with_sort (GuildQuery *self,
                       const char *field,
                       gboolean    descending)
{
  GuildQuery *query;

  g_return_val_if_fail (self != NULL, NULL);

  query = copy_query (self);
  g_array_set_size (query->sort_keys, 0);
  if (field != NULL)
    append_sort_key (query, field, descending);

  return query;
}

GuildQuery *
guild_query_then_by (GuildQuery *self,
                     const char *field,
                     gboolean    descending)
{
  GuildQuery *query;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  query = copy_query (self);
  append_sort_key (query, field, descending);

  return query;
}

GuildQuery *
guild_query_with_fields (GuildQuery         *self,
                         const char * const *fields)
{
  GuildQuery *query;

  g_return_val_if_fail (self != NULL, NULL);

  query = copy_query (self);
  g_strfreev (query->fields);
  query->fields = g_strdupv ((char **) fields);

  return query;
}

const char * const *
guild_query_get_fields (GuildQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->fields;
}

const char *
guild_query_get_text (GuildQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

guint
guild_query_get_n_conditions (GuildQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->conditions->len;
}

const GuildCondition *
guild_query_get_condition (GuildQuery *self,
                           guint       index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->conditions->len, NULL);

  return &g_array_index (self->conditions, GuildCondition, index);
}

guint
guild_query_get_n_sort_keys (GuildQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sort_keys->len;
}

const GuildSortKey *
guild_query_get_sort_key (GuildQuery *self,
                          guint       index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->sort_keys->len, NULL);

  return &g_array_index (self->sort_keys, GuildSortKey, index);
}

gboolean
guild_query_is_filtered (GuildQuery *self)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->conditions->len > 0)
    return TRUE;
  folded = guild_text_fold (self->text);

  return *folded != '\0';
}
