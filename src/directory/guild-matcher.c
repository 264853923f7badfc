/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-matcher.h"

#include "company/guild-text.h"
#include "directory/guild-attention.h"
#include "directory/guild-column-scan.h"
#include <string.h>

typedef struct
{
  guint      field; /* G_MAXUINT: this service has no such field */
  GuildMatch match;
  GStrv      wanted; /* (owned) (nullable): folded */
  GStrv      letters; /* (owned) (nullable): folded in case alone, for a GUILD_FIELD_LETTERS */
  gboolean   ascii;  /* so is all that is wanted */
  gint64     from;
  gint64     to;
  gboolean   list;
  gboolean   any;
  gboolean   attention;
} Clause;

struct _GuildMatcher
{
  const GuildFieldTable *table;
  GStrv          text;       /* (owned): the words of the search, folded */
  GArray        *words;      /* (owned): GuildWord, of those that are not empty */
  GArray        *clauses;    /* (owned): Clause */
  GArray        *searchable; /* (owned): guint */
  gboolean       asks_any;
  gboolean       asks_attention;
  GuildAttention attention;
};

static void
clause_clear (gpointer data)
{
  Clause *clause = data;
  g_clear_pointer (&clause->wanted, g_strfreev);
  g_clear_pointer (&clause->letters, g_strfreev);
}

/* (transfer full): what a condition wants, any of it. */
static GStrv
split_wanted (const GuildCondition *condition, const char *folded)
{
  gboolean alternatives =
    condition->match == GUILD_MATCH_EQUALS || condition->match == GUILD_MATCH_NOT_EQUALS;
  g_auto(GStrv) split = alternatives ? g_strsplit (folded, GUILD_LIST_SEP, -1) : NULL;
  const char * const one[] = { folded, NULL };

  return split != NULL && *split != NULL ? g_steal_pointer (&split) : g_strdupv ((char **) one);
}

static void
add_clause (GuildMatcher *self, const GuildCondition *condition)
{
  Clause clause = { .match = condition->match, .any = condition->any, .from = condition->from,
                    .to = condition->to };

  clause.field = guild_field_table_index (self->table, condition->field);
  clause.attention = clause.field == G_MAXUINT && condition->match == GUILD_MATCH_SET &&
                     strcmp (condition->field, GUILD_FIELD_ATTENTION) == 0;
  if (clause.field != G_MAXUINT)
    {
      GuildFieldKind kind = self->table->fields[clause.field].kind;
      clause.list = kind == GUILD_FIELD_TAGS || kind == GUILD_FIELD_CONNECTIONS;
    }
  if (condition->match <= GUILD_MATCH_NOT_EQUALS)
    {
      g_autofree char *folded = guild_text_fold (condition->value);

      clause.wanted = split_wanted (condition, folded);
    }
  if (clause.wanted != NULL && clause.field != G_MAXUINT &&
      (self->table->fields[clause.field].flags & GUILD_FIELD_LETTERS) != 0)
    {
      g_autofree char *folded = guild_text_fold_case (condition->value);

      clause.letters = split_wanted (condition, folded);
      clause.ascii = g_str_is_ascii (folded);
    }
  self->asks_any |= clause.any;
  self->asks_attention |= clause.attention;
  g_array_append_val (self->clauses, clause);
}

GuildMatcher *
guild_matcher_new (const GuildFieldTable *table, GuildQuery *query, GuildFailures *failures,
                   gint64 now)
{
  GuildMatcher *self = g_new0 (GuildMatcher, 1);
  g_autofree char *text = guild_text_fold (guild_query_get_text (query));

  self->table = table;
  self->text = g_strsplit (text, " ", -1);
  self->words = g_array_new (FALSE, FALSE, sizeof (GuildWord));
  self->searchable = g_array_new (FALSE, FALSE, sizeof (guint));
  self->clauses = g_array_new (FALSE, FALSE, sizeof (Clause));
  g_array_set_clear_func (self->clauses, clause_clear);
  guild_attention_init (&self->attention, table, failures, now);
  for (guint i = 0; self->text[i] != NULL; i++)
    {
      GuildWord word;

      if (*self->text[i] == '\0')
        continue;
      guild_word_init (&word, self->text[i]);
      g_array_append_val (self->words, word);
    }
  for (guint i = 0; i < table->n_fields; i++)
    if ((table->fields[i].flags & GUILD_FIELD_SEARCHABLE) != 0)
      g_array_append_val (self->searchable, i);
  for (guint i = 0; i < guild_query_get_n_conditions (query); i++)
    add_clause (self, guild_query_get_condition (query, i));
  return self;
}

void
guild_matcher_free (GuildMatcher *self)
{
  g_array_unref (self->words);
  g_strfreev (self->text);
  g_array_unref (self->clauses);
  g_array_unref (self->searchable);
  g_free (self);
}

gboolean
guild_matcher_depends_on_time (GuildMatcher *self)
{
  return self->asks_attention;
}

/* LENGTH bytes at ITEM, without their NUL; WANTED_ALL folded in the same way. */
static gboolean
item_matches (GuildMatch match, char **wanted_all, const char *item, gsize length)
{
  for (guint i = 0; wanted_all[i] != NULL; i++)
    {
      const char *wanted = wanted_all[i];
      gsize size = strlen (wanted);
      gboolean holds;

      switch (match)
        {
        case GUILD_MATCH_CONTAINS:
          holds = memmem (item, length, wanted, size) != NULL;
          break;
        case GUILD_MATCH_STARTS:
          holds = size <= length && memcmp (item, wanted, size) == 0;
          break;
        case GUILD_MATCH_ENDS:
          holds = size <= length && memcmp (item + length - size, wanted, size) == 0;
          break;
        case GUILD_MATCH_EQUALS:
        case GUILD_MATCH_NOT_EQUALS:
          holds = size == length && memcmp (item, wanted, size) == 0;
          break;
        case GUILD_MATCH_BETWEEN:
        case GUILD_MATCH_SET:
        case GUILD_MATCH_UNSET:
        default:
          holds = FALSE;
          break;
        }
      if (holds)
        return TRUE;
    }
  return FALSE;
}

static gboolean
letters_match (const Clause *clause, GuildSegment *segment, guint row)
{
  GuildScratch scratch;
  const char *folded = NULL;
  g_autofree char *own = NULL;

  /* What holds in a text as it is, holds without its accents too: only then is it worth a closer
   * look. Beyond ASCII a letter may fold to several, each in its own way. */
  if (clause->ascii && guild_segment_has_folded (segment, clause->field))
    {
      folded = guild_segment_get_folded (segment, row, clause->field, &scratch);
      folded = folded != NULL ? folded : "";
      if (!item_matches (clause->match, clause->wanted, folded, strlen (folded)))
        return FALSE;
    }
  own = guild_text_fold_case (guild_segment_get_text (segment, row, clause->field, &scratch));
  return item_matches (clause->match, clause->letters, own, strlen (own));
}

static gboolean
text_matches (const Clause *clause, GuildSegment *segment, guint row)
{
  g_autofree char *made = NULL;
  GuildScratch scratch;
  const char *text = NULL;

  if (clause->letters != NULL)
    return letters_match (clause, segment, row);
  if (clause->field != G_MAXUINT)
    {
      if (guild_segment_has_folded (segment, clause->field))
        text = guild_segment_get_folded (segment, row, clause->field, &scratch);
      else
        text = made =
          guild_text_fold (guild_segment_get_text (segment, row, clause->field, &scratch));
    }
  if (text == NULL)
    text = "";
  if (!clause->list)
    return item_matches (clause->match, clause->wanted, text, strlen (text));

  for (const char *item = text;; )
    {
      const char *end = strchrnul (item, *GUILD_LIST_SEP);
      if (item_matches (clause->match, clause->wanted, item, end - item))
        return TRUE;
      if (*end == '\0')
        return FALSE;
      item = end + 1;
    }
}

static gboolean
is_between (const GuildMatcher *self, const Clause *clause, GuildSegment *segment, guint row)
{
  if (clause->field == G_MAXUINT)
    return FALSE;
  GuildFieldKind kind = self->table->fields[clause->field].kind;
  if (kind != GUILD_FIELD_NUMBER && kind != GUILD_FIELD_TIME)
    return FALSE;
  gint64 number = guild_segment_get_number (segment, row, clause->field);
  return number != GUILD_NUMBER_UNSET &&
         (clause->from == GUILD_NUMBER_UNSET || number >= clause->from) &&
         (clause->to == GUILD_NUMBER_UNSET || number <= clause->to);
}

static gboolean
clause_matches (const GuildMatcher *self, const Clause *clause, GuildSegment *segment, guint row)
{
  GuildScratch scratch;

  if (clause->attention)
    return guild_attention_needs (&self->attention, segment, row);
  switch (clause->match)
    {
    case GUILD_MATCH_SET:
      return clause->field != G_MAXUINT &&
             guild_segment_get_text (segment, row, clause->field, &scratch) != NULL;
    case GUILD_MATCH_UNSET:
      return clause->field == G_MAXUINT ||
             guild_segment_get_text (segment, row, clause->field, &scratch) == NULL;
    case GUILD_MATCH_BETWEEN:
      return is_between (self, clause, segment, row);
    case GUILD_MATCH_NOT_EQUALS:
      return !text_matches (clause, segment, row);
    case GUILD_MATCH_CONTAINS:
    case GUILD_MATCH_STARTS:
    case GUILD_MATCH_ENDS:
    case GUILD_MATCH_EQUALS:
    default:
      return text_matches (clause, segment, row);
    }
}

static gboolean
conditions_match (const GuildMatcher *self, GuildSegment *segment, guint row)
{
  gboolean found_any = !self->asks_any;

  for (guint i = 0; i < self->clauses->len; i++)
    {
      const Clause *clause = &g_array_index (self->clauses, Clause, i);
      if (clause->any && found_any)
        continue;
      gboolean holds = clause_matches (self, clause, segment, row);
      if (clause->any)
        found_any |= holds;
      else if (!holds)
        return FALSE;
    }
  return found_any;
}

static void
scan_conditions (const GuildMatcher *self, GuildSegment *segment, guint64 *bits)
{
  for (guint word = 0; word < GUILD_SEGMENT_WORDS; word++)
    for (guint64 left = bits[word]; left != 0; left &= left - 1)
      {
        guint bit = __builtin_ctzll (left);
        if (!conditions_match (self, segment, word * 64 + bit))
          bits[word] &= ~(G_GUINT64_CONSTANT (1) << bit);
      }
}

static void
scan_word (const GuildMatcher *self, GuildSegment *segment, const GuildWord *word, guint64 *bits)
{
  guint64 found[GUILD_SEGMENT_WORDS] = { 0 };
  guint64 any = 0;

  for (guint i = 0; i < GUILD_SEGMENT_WORDS; i++)
    any |= bits[i];
  if (any == 0)
    return;
  guild_word_find (word, segment, self->searchable, bits, found);
  for (guint i = 0; i < GUILD_SEGMENT_WORDS; i++)
    bits[i] &= found[i];
}

void
guild_matcher_scan (GuildMatcher *self, GuildSegment *segment, guint64 *bits)
{
  for (guint i = 0; i < self->words->len; i++)
    scan_word (self, segment, &g_array_index (self->words, GuildWord, i), bits);
  if (self->clauses->len > 0)
    scan_conditions (self, segment, bits);
}

static gboolean
condition_equal (const GuildCondition *a, const GuildCondition *b)
{
  return a->match == b->match && a->any == b->any && a->from == b->from && a->to == b->to &&
         strcmp (a->field, b->field) == 0 && g_strcmp0 (a->value, b->value) == 0;
}

gboolean
guild_matcher_narrows (GuildQuery *wider, GuildQuery *narrower)
{
  guint n_conditions = guild_query_get_n_conditions (wider);

  /* Every word of the shorter text is the beginning of a word of the longer one. */
  if (!g_str_has_prefix (guild_query_get_text (narrower), guild_query_get_text (wider)) ||
      guild_query_get_n_conditions (narrower) != n_conditions)
    return FALSE;
  g_autofree char *short_text = guild_text_fold (guild_query_get_text (wider));
  g_autofree char *long_text = guild_text_fold (guild_query_get_text (narrower));
  if (!g_str_has_prefix (long_text, short_text))
    return FALSE;
  for (guint i = 0; i < n_conditions; i++)
    if (!condition_equal (guild_query_get_condition (wider, i),
                          guild_query_get_condition (narrower, i)))
      return FALSE;
  return TRUE;
}
