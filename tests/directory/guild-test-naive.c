/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-naive.h"

#include "directory/guild-directory.h"
#include <string.h>

static void
naive_cell_free (gpointer data)
{
  NaiveCell *self = data;

  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->folded, g_ptr_array_unref);
  g_free (self->sorting);
  g_free (self);
}

NaiveCompany *
naive_company_new (const char *id)
{
  NaiveCompany *self = g_new0 (NaiveCompany, 1);

  self->id = g_strdup (id);
  self->cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, naive_cell_free);
  naive_company_set (self, "id", id, GUILD_NUMBER_UNSET);
  return self;
}

void
naive_company_free (NaiveCompany *self)
{
  g_free (self->id);
  g_free (self->json);
  g_hash_table_unref (self->cells);
  g_free (self);
}

static NaiveCell *
add_cell (NaiveCompany *self, const char *field)
{
  NaiveCell *cell = g_new0 (NaiveCell, 1);

  cell->items = g_ptr_array_new_with_free_func (g_free);
  cell->number = GUILD_NUMBER_UNSET;
  g_hash_table_replace (self->cells, g_strdup (field), cell);
  return cell;
}

/* What separates the items of a list is no part of one. */
static char *
clean (const char *text)
{
  return g_strdelimit (g_strdup (text), GUILD_LIST_SEP, ' ');
}

void
naive_company_set (NaiveCompany *self, const char *field, const char *text, gint64 number)
{
  if (text == NULL || *text == '\0')
    return;
  NaiveCell *cell = add_cell (self, field);
  g_ptr_array_add (cell->items, clean (text));
  cell->number = number;
}

void
naive_company_add (NaiveCompany *self, const char *field, const char *item)
{
  NaiveCell *cell = g_hash_table_lookup (self->cells, field);

  if (*item == '\0')
    return;
  if (cell == NULL)
    cell = add_cell (self, field);
  g_ptr_array_add (cell->items, clean (item));
}

/* ---- comparing texts ---- */

static const struct { const char *letter, *spelled; } spellings[] = {
  { "ß", "ss" }, { "æ", "ae" }, { "œ", "oe" }, { "þ", "th" }, { "ð", "d" }, { "đ", "d" },
  { "ø", "o" }, { "ł", "l" }, { "ħ", "h" }, { "ŋ", "n" }, { "ŧ", "t" }, { "ı", "i" },
  { "‘", "'" }, { "’", "'" }, { "‐", "-" }, { "–", "-" }, { "—", "-" },
};

/* (transfer full): decomposed, without marks and what is invisible; white space of any kind is one
 * of a kind. */
static char *
strip_marks (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  GString *bare = g_string_new (NULL);

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);

      if ((c < 0x20 && c != '\x1f') || c == 0x7f || g_unichar_isspace (c))
        g_string_append_c (bare, ' ');
      else if (type != G_UNICODE_NON_SPACING_MARK && type != G_UNICODE_ENCLOSING_MARK &&
               type != G_UNICODE_FORMAT)
        g_string_append_unichar (bare, c);
    }
  return g_string_free (bare, FALSE);
}

char *
naive_fold (const char *text)
{
  g_autofree char *bare = strip_marks (text);
  g_autofree char *lower = g_utf8_casefold (bare, -1);
  g_autoptr(GString) spelled = g_string_new (lower);

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    g_string_replace (spelled, spellings[i].letter, spellings[i].spelled, 0);
  g_auto(GStrv) words = g_strsplit (spelled->str, " ", -1);
  g_string_truncate (spelled, 0);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (spelled, "%s%s", spelled->len > 0 ? " " : "", words[i]);
  return g_string_free (g_steal_pointer (&spelled), FALSE);
}

/* (transfer none) */
static GPtrArray *
get_folded (NaiveCell *self)
{
  if (self->folded != NULL)
    return self->folded;
  self->folded = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (self->folded, naive_fold (self->items->pdata[i]));
  return self->folded;
}

static gboolean
text_matches (const char *text, GuildMatch match, const char *wanted)
{
  switch (match)
    {
    case GUILD_MATCH_CONTAINS: return strstr (text, wanted) != NULL;
    case GUILD_MATCH_STARTS: return g_str_has_prefix (text, wanted);
    case GUILD_MATCH_ENDS: return g_str_has_suffix (text, wanted);
    case GUILD_MATCH_EQUALS:
    case GUILD_MATCH_NOT_EQUALS: return g_str_equal (text, wanted);
    case GUILD_MATCH_BETWEEN:
    case GUILD_MATCH_SET:
    case GUILD_MATCH_UNSET:
    default: g_assert_not_reached ();
    }
}

/* ---- a query ---- */

/* Whether any item of CELL (nullable) is what any alternative of CONDITION says. */
static gboolean
any_matches (NaiveCell *cell, const GuildField *field, const GuildCondition *condition)
{
  gboolean letters = field != NULL && (field->flags & GUILD_FIELD_LETTERS) != 0;
  gboolean several =
    condition->match == GUILD_MATCH_EQUALS || condition->match == GUILD_MATCH_NOT_EQUALS;
  g_auto(GStrv) wanted = g_strsplit (condition->value, GUILD_LIST_SEP, several ? -1 : 1);
  const char *empty = "";
  gboolean found = FALSE;

  /* an unset cell is one empty text; so is an empty value one alternative */
  for (guint i = 0; i == 0 || (wanted[0] != NULL && wanted[i] != NULL); i++)
    {
      const char *one = wanted[0] != NULL ? wanted[i] : empty;
      g_autofree char *folded = letters ? g_utf8_casefold (one, -1) : naive_fold (one);

      if (cell == NULL)
        found |= text_matches (empty, condition->match, folded);
      for (guint j = 0; cell != NULL && j < cell->items->len; j++)
        {
          g_autofree char *lower = letters ? g_utf8_casefold (cell->items->pdata[j], -1) : NULL;
          found |= text_matches (letters ? lower : get_folded (cell)->pdata[j], condition->match,
                                 folded);
        }
    }
  return found;
}

static gboolean
holds (NaiveCompany *self, const GuildFieldTable *table, const GuildCondition *condition)
{
  const GuildField *field = guild_field_table_find (table, condition->field);
  NaiveCell *cell = field != NULL ? g_hash_table_lookup (self->cells, field->id) : NULL;

  if (strcmp (condition->field, GUILD_FIELD_ATTENTION) == 0 && condition->match == GUILD_MATCH_SET)
    return self->attention;
  switch (condition->match)
    {
    case GUILD_MATCH_SET:
      return cell != NULL;
    case GUILD_MATCH_UNSET:
      return cell == NULL;
    case GUILD_MATCH_BETWEEN:
      return cell != NULL && cell->number != GUILD_NUMBER_UNSET &&
             (field->kind == GUILD_FIELD_NUMBER || field->kind == GUILD_FIELD_TIME) &&
             (condition->from == GUILD_NUMBER_UNSET || condition->from <= cell->number) &&
             (condition->to == GUILD_NUMBER_UNSET || cell->number <= condition->to);
    case GUILD_MATCH_NOT_EQUALS:
      return !any_matches (cell, field, condition);
    case GUILD_MATCH_CONTAINS:
    case GUILD_MATCH_STARTS:
    case GUILD_MATCH_ENDS:
    case GUILD_MATCH_EQUALS:
    default:
      return any_matches (cell, field, condition);
    }
}

static gboolean
has_word (NaiveCompany *self, const GuildFieldTable *table, const char *word)
{
  for (guint i = 0; i < table->n_fields; i++)
    {
      NaiveCell *cell = g_hash_table_lookup (self->cells, table->fields[i].id);

      if (cell == NULL || (table->fields[i].flags & GUILD_FIELD_SEARCHABLE) == 0)
        continue;
      for (guint j = 0; j < cell->items->len; j++)
        if (strstr (get_folded (cell)->pdata[j], word) != NULL)
          return TRUE;
    }
  return FALSE;
}

gboolean
naive_matches (NaiveCompany *self, const GuildFieldTable *table, GuildQuery *query)
{
  g_autofree char *text = naive_fold (guild_query_get_text (query));
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  gboolean asks_any = FALSE, has_any = FALSE;

  if (self->hidden)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !has_word (self, table, words[i]))
      return FALSE;
  for (guint i = 0; i < guild_query_get_n_conditions (query); i++)
    {
      const GuildCondition *condition = guild_query_get_condition (query, i);
      gboolean here = holds (self, table, condition);

      asks_any |= condition->any;
      has_any |= condition->any && here;
      if (!condition->any && !here)
        return FALSE;
    }
  return has_any || !asks_any;
}

/* ---- the order ---- */

static const char *
get_sorting (NaiveCell *self)
{
  if (self->sorting == NULL)
    {
      g_ptr_array_add (self->items, NULL);
      g_autofree char *all = g_strjoinv (GUILD_LIST_SEP, (char **) self->items->pdata);
      g_ptr_array_set_size (self->items, (int) self->items->len - 1);
      g_autofree char *lower = g_utf8_strdown (all, -1); /* in this language */
      self->sorting = g_utf8_casefold (lower, -1);
    }
  return self->sorting;
}

/* A choice that the table does not know follows those that it does. */
static gint64
get_place (const GuildField *field, const NaiveCell *cell)
{
  if (field->kind != GUILD_FIELD_CHOICE)
    return cell->number;
  for (int i = 0; field->choices[i].value != NULL; i++)
    if (g_str_equal (field->choices[i].value, cell->items->pdata[0]))
      return i;
  return G_MAXINT64;
}

static int
compare_cells (NaiveCompany *a, NaiveCompany *b, const GuildField *field, gboolean descending)
{
  gboolean by_number = field->kind == GUILD_FIELD_NUMBER || field->kind == GUILD_FIELD_TIME;
  gboolean by_choice = field->kind == GUILD_FIELD_CHOICE && field->remote_sort == NULL;
  NaiveCell *x = g_hash_table_lookup (a->cells, field->id);
  NaiveCell *y = g_hash_table_lookup (b->cells, field->id);
  gboolean has_x = x != NULL && (!by_number || x->number != GUILD_NUMBER_UNSET);
  gboolean has_y = y != NULL && (!by_number || y->number != GUILD_NUMBER_UNSET);
  int order;

  /* unset comes last, whichever way the rest goes */
  if (!has_x || !has_y)
    return has_y - has_x;
  if (by_number || by_choice)
    {
      gint64 at_x = get_place (field, x), at_y = get_place (field, y);
      order = (at_x > at_y) - (at_x < at_y);
    }
  else
    order = g_utf8_collate (get_sorting (x), get_sorting (y));
  return descending ? -order : order;
}

int
naive_compare (NaiveCompany *a, NaiveCompany *b, const GuildFieldTable *table, GuildQuery *query)
{
  int order = 0;

  for (guint i = 0; order == 0 && i < guild_query_get_n_sort_keys (query); i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (query, i);
      const GuildField *field = guild_field_table_find (table, key->field);

      if (field != NULL)
        order = compare_cells (a, b, field, key->descending);
    }
  if (order == 0)
    order = compare_cells (a, b, &table->fields[table->name_field], FALSE);
  return order != 0 ? order : strcmp (a->id, b->id);
}
