/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-query.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"

/* (transfer full): one value as a person knows it: "linked" → “Linked”. */
static char *
value_words (const GuildField *field,
             const char       *value)
{
  int index = field != NULL ? guild_field_choice_index (field, value) : -1;

  return g_strdup (index < 0 ? value : _(field->choices[index].title));
}

/* (transfer full): all alternatives of a value. */
static char *
values_words (const GuildField *field,
              const char       *value)
{
  g_auto (GStrv) values = g_strsplit (value != NULL ? value : "", GUILD_LIST_SEP, -1);
  GString *words = g_string_new (NULL);

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *word = value_words (field, values[i]);

      /* Translators: between alternatives, "Status is Linked or Pending" */
      if (i > 0)
        g_string_append (words, _(" or "));
      g_string_append (words, word);
    }

  return g_string_free (words, FALSE);
}

/* (transfer full): one end of a range; days and minutes as the reader's clock shows them. */
static char *
bound_words (const GuildField *field,
             gint64            bound)
{
  if (field != NULL && field->kind == GUILD_FIELD_TIME)
    return guild_format_date (bound, GUILD_NUMBER_UNSET);
  return guild_format_number (bound);
}

static char *
range_words (const GuildField     *field,
             const char           *title,
             const GuildCondition *condition)
{
  gboolean time = field != NULL && field->kind == GUILD_FIELD_TIME;
  g_autofree char *from = bound_words (field, condition->from);
  g_autofree char *to = bound_words (field, condition->to);

  if (condition->from == GUILD_NUMBER_UNSET && condition->to == GUILD_NUMBER_UNSET)
    return g_strdup_printf (_("%s is known"), title);
  if (condition->to == GUILD_NUMBER_UNSET)
    /* Translators: first a field, then a day: "Created since 1 Jan 2025" */
    return time ? g_strdup_printf (_("%s since %s"), title, from)
                /* Translators: first a field, then a number: "Projects at least 3" */
                : g_strdup_printf (_("%s at least %s"), title, from);
  if (condition->from == GUILD_NUMBER_UNSET)
    /* Translators: first a field, then a day: "Created until 1 Jan 2025" */
    return time ? g_strdup_printf (_("%s until %s"), title, to)
                /* Translators: first a field, then a number: "Projects at most 3" */
                : g_strdup_printf (_("%s at most %s"), title, to);
  /* Translators: a field and two days or numbers, both included */
  return g_strdup_printf (_("%s from %s to %s"), title, from, to);
}

char *
guild_query_describe_condition (GuildQuery            *self,
                                guint                  index,
                                const GuildFieldTable *table)
{
  const GuildCondition *condition;
  const GuildField *field;
  const char *title;
  g_autofree char *value = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < guild_query_get_n_conditions (self), NULL);
  g_return_val_if_fail (table != NULL, NULL);

  condition = guild_query_get_condition (self, index);
  field = guild_field_table_find (table, condition->field);
  title = field != NULL ? _(field->title) : condition->field;
  value = values_words (field, condition->value);

  /* Translators: in all of these the first %s is a field's title, the second what it is compared
   * with: "Trade contains Plumb" */
  switch (condition->match)
    {
    case GUILD_MATCH_CONTAINS:
      return g_strdup_printf (_("%s contains %s"), title, value);
    case GUILD_MATCH_STARTS:
      return g_strdup_printf (_("%s starts with %s"), title, value);
    case GUILD_MATCH_ENDS:
      return g_strdup_printf (_("%s ends with %s"), title, value);
    case GUILD_MATCH_EQUALS:
      return g_strdup_printf (_("%s is %s"), title, value);
    case GUILD_MATCH_NOT_EQUALS:
      return g_strdup_printf (_("%s is not %s"), title, value);
    case GUILD_MATCH_SET:
      return g_strdup_printf (_("%s is set"), title);
    case GUILD_MATCH_UNSET:
      return g_strdup_printf (_("%s is not set"), title);
    case GUILD_MATCH_BETWEEN:
    default:
      return range_words (field, title, condition);
    }
}
