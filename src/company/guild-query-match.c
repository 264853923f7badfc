/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-query.h"

#include <string.h>

#include "company/guild-text.h"

/* An unset cell, and a field that this service has not, compare as one empty text. */
static const GuildCell unset_cell = { NULL, GUILD_NUMBER_UNSET };

static gboolean
is_list (const GuildField *field)
{
  return field != NULL && (field->kind == GUILD_FIELD_TAGS
                           || field->kind == GUILD_FIELD_CONNECTIONS);
}

/* ITEM and WANTED are folded. */
static gboolean
item_matches (const char *item,
              GuildMatch  match,
              const char *wanted)
{
  switch (match)
    {
    case GUILD_MATCH_CONTAINS:
      return strstr (item, wanted) != NULL;
    case GUILD_MATCH_STARTS:
      return g_str_has_prefix (item, wanted);
    case GUILD_MATCH_ENDS:
      return g_str_has_suffix (item, wanted);
    case GUILD_MATCH_EQUALS:
    case GUILD_MATCH_NOT_EQUALS:
      return strcmp (item, wanted) == 0;
    case GUILD_MATCH_BETWEEN:
    case GUILD_MATCH_SET:
    case GUILD_MATCH_UNSET:
    default:
      return FALSE;
    }
}

/* Whether any item of the cell matches any of the wanted texts. */
static gboolean
text_matches (const GuildField *field,
              const GuildCell  *cell,
              GuildMatch        match,
              const char       *value)
{
  gboolean letters = field != NULL && (field->flags & GUILD_FIELD_LETTERS) != 0;
  g_autofree char *text = letters ? guild_text_fold_case (cell->text) : guild_text_fold (cell->text);
  g_autofree char *folded = letters ? guild_text_fold_case (value) : guild_text_fold (value);
  gboolean alternatives = match == GUILD_MATCH_EQUALS || match == GUILD_MATCH_NOT_EQUALS;
  g_auto (GStrv) items = g_strsplit (text, GUILD_LIST_SEP, is_list (field) ? -1 : 1);
  g_auto (GStrv) wanted = g_strsplit (folded, GUILD_LIST_SEP, alternatives ? -1 : 1);
  const char * const none[] = { "", NULL };
  const char * const *item = *items != NULL ? (const char * const *) items : none;
  const char * const *first = *wanted != NULL ? (const char * const *) wanted : none;

  for (; *item != NULL; item++)
    {
      for (const char * const *want = first; *want != NULL; want++)
        {
          if (item_matches (*item, match, *want))
            return TRUE;
        }
    }

  return FALSE;
}

static gboolean
condition_matches (const GuildCondition *condition,
                   GuildBatch           *batch,
                   guint                 row)
{
  const GuildFieldTable *table = guild_batch_get_table (batch);
  guint index = guild_field_table_index (table, condition->field);
  const GuildField *field = index == G_MAXUINT ? NULL : &table->fields[index];
  const GuildCell *cell = field == NULL ? &unset_cell : guild_batch_get_cell (batch, row, index);

  switch (condition->match)
    {
    case GUILD_MATCH_SET:
      return cell->text != NULL;
    case GUILD_MATCH_UNSET:
      return cell->text == NULL;
    case GUILD_MATCH_BETWEEN:
      return field != NULL
             && (field->kind == GUILD_FIELD_NUMBER || field->kind == GUILD_FIELD_TIME)
             && cell->number != GUILD_NUMBER_UNSET
             && (condition->from == GUILD_NUMBER_UNSET || cell->number >= condition->from)
             && (condition->to == GUILD_NUMBER_UNSET || cell->number <= condition->to);
    case GUILD_MATCH_NOT_EQUALS:
      return !text_matches (field, cell, condition->match, condition->value);
    case GUILD_MATCH_CONTAINS:
    case GUILD_MATCH_STARTS:
    case GUILD_MATCH_ENDS:
    case GUILD_MATCH_EQUALS:
    default:
      return text_matches (field, cell, condition->match, condition->value);
    }
}

static gboolean
word_occurs (const char *word,
             GuildBatch *batch,
             guint       row)
{
  const GuildFieldTable *table = guild_batch_get_table (batch);

  for (guint i = 0; i < table->n_fields; i++)
    {
      g_autofree char *text = NULL;

      if ((table->fields[i].flags & GUILD_FIELD_SEARCHABLE) == 0)
        continue;
      text = guild_text_fold (guild_batch_get_cell (batch, row, i)->text);
      if (strstr (text, word) != NULL)
        return TRUE;
    }

  return FALSE;
}

gboolean
guild_query_matches (GuildQuery *self,
                     GuildBatch *batch,
                     guint       row)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  gboolean asked_any = FALSE;
  gboolean found_any = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (batch != NULL, FALSE);
  g_return_val_if_fail (row < guild_batch_get_length (batch), FALSE);

  for (guint i = 0; i < guild_query_get_n_conditions (self); i++)
    {
      const GuildCondition *condition = guild_query_get_condition (self, i);
      gboolean holds = condition_matches (condition, batch, row);

      if (condition->any)
        {
          asked_any = TRUE;
          found_any = found_any || holds;
        }
      else if (!holds)
        {
          return FALSE;
        }
    }
  if (asked_any && !found_any)
    return FALSE;

  text = guild_text_fold (guild_query_get_text (self));
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0' && !word_occurs (words[i], batch, row))
        return FALSE;
    }

  return TRUE;
}
