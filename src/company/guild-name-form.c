/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-name-form.h"

#include "company/guild-text.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_LETTERS 7 /* of a name that may have one wrong */
#define LEAST_WORD    4 /* letters of a word that may have one wrong */
#define MOST_PARTS    4 /* words that a legal form is written in: "sp z o o" */

/* Without spaces; sorted, for bsearch(). */
static const char * const forms[] = {
  "ab", "ag", "aps", "as", "asa", "bv", "bvba", "co", "company", "corp", "corporation", "doo", "eg",
  "eirl", "ek", "ev", "gbr", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "kk", "lc",
  "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh", "nv", "ohg", "oy", "oyj", "pc", "plc", "pte",
  "pty", "pvt", "sa", "sarl", "sas", "sasu", "scs", "se", "sl", "slu", "spa", "spzoo", "srl", "srls",
  "sro", "ug", "zrt",
};

/* What only joins, or stands before. */
static const char * const joints[] = { "and", "et", "the", "und" };

/* What is written where there is no number. */
static const char * const nothings[] = {
  "na", "nil", "none", "null", "pending", "tba", "tbc", "tbd", "unknown",
};

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
is_listed (const char * const *list, gsize n, const char *word)
{
  return bsearch (&word, list, n, sizeof *list, compare) != NULL;
}

/* A point between single letters joins them ("G.m.b.H."), any other parts words; so does all that
 * is neither letter nor digit but an apostrophe. */
static GPtrArray *
split (const char *folded)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) word = g_string_new (NULL);
  guint run = 0; /* letters since a point */

  for (const char *p = folded;; p = g_utf8_next_char (p))
    {
      gunichar c = *p != '\0' ? g_utf8_get_char (p) : 0;

      if (c == '\'')
        continue;
      if (c != 0 && g_unichar_isalnum (c))
        {
          g_string_append_unichar (word, c);
          run++;
          continue;
        }
      if (!(c == '.' && run == 1) && word->len > 0)
        {
          g_ptr_array_add (words, g_strdup (word->str));
          g_string_truncate (word, 0);
        }
      run = 0;
      if (c == 0)
        return words;
    }
}

/* How many of the last words are a legal form; never all of them. */
static guint
count_form (GPtrArray *words)
{
  for (guint n = MIN (MOST_PARTS, words->len - 1); n > 0; n--)
    {
      g_autoptr(GString) joined = g_string_new (NULL);
      gboolean initials = TRUE;

      for (guint i = words->len - n; i < words->len; i++)
        {
          g_string_append (joined, words->pdata[i]);
          initials &= strlen (words->pdata[i]) <= 2;
        }
      if ((n == 1 || initials) && is_listed (forms, G_N_ELEMENTS (forms), joined->str))
        return n;
    }
  return 0;
}

static void
drop_what_says_nothing (GPtrArray *words)
{
  guint n;

  for (guint i = words->len; i > 0 && words->len > 1; i--)
    if (is_listed (joints, G_N_ELEMENTS (joints), words->pdata[i - 1]))
      g_ptr_array_remove_index (words, i - 1);
  while (words->len > 1 && (n = count_form (words)) > 0)
    g_ptr_array_set_size (words, (int) (words->len - n));
}

static char *
join (GPtrArray *words)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append (joined, words->pdata[i]);
  return g_string_free (joined, FALSE);
}

GuildNameForm *
guild_name_form_new (const char *name)
{
  g_autofree char *folded = guild_text_fold (name);
  g_autoptr(GPtrArray) words = split (folded);

  if (words->len == 0)
    return NULL;
  drop_what_says_nothing (words);
  GuildNameForm *self = g_new0 (GuildNameForm, 1);
  self->letters = join (words);
  g_ptr_array_sort (words, compare);
  self->ordered = join (words);
  self->n_letters = (guint) g_utf8_strlen (self->letters, -1);
  g_ptr_array_add (words, NULL);
  self->words = (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
  return self;
}

void
guild_name_form_free (GuildNameForm *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->words);
  g_free (self->letters);
  g_free (self->ordered);
  g_free (self);
}

/* One character more, less, other, or two neighbours changed over: what stands before the first
 * difference is equal, so what stands behind it must be. */
static gboolean
is_one_off (const char *a, const char *b)
{
  while (*a != '\0' && *a == *b)
    a++, b++;
  /* Not in the middle of a character. */
  while ((*a & 0xc0) == 0x80 || (*b & 0xc0) == 0x80)
    a--, b--;
  if (*a == '\0' || *b == '\0')
    {
      const char *longer = *a == '\0' ? b : a;
      return *longer == '\0' || *g_utf8_next_char (longer) == '\0';
    }
  const char *after_a = g_utf8_next_char (a);
  const char *after_b = g_utf8_next_char (b);
  if (strcmp (after_a, after_b) == 0 || strcmp (after_a, b) == 0 || strcmp (a, after_b) == 0)
    return TRUE;
  return *after_a != '\0' && *after_b != '\0' &&
         g_utf8_get_char (a) == g_utf8_get_char (after_b) &&
         g_utf8_get_char (b) == g_utf8_get_char (after_a) &&
         strcmp (g_utf8_next_char (after_a), g_utf8_next_char (after_b)) == 0;
}

static gboolean
have_same_digits (const char *a, const char *b)
{
  for (;;)
    {
      while (*a != '\0' && !g_unichar_isdigit (g_utf8_get_char (a)))
        a = g_utf8_next_char (a);
      while (*b != '\0' && !g_unichar_isdigit (g_utf8_get_char (b)))
        b = g_utf8_next_char (b);
      if (g_utf8_get_char (a) != g_utf8_get_char (b))
        return FALSE;
      if (*a == '\0')
        return TRUE;
      a = g_utf8_next_char (a);
      b = g_utf8_next_char (b);
    }
}

/* Both lists are sorted. */
static gboolean
differ_by_short_word (char **a, char **b)
{
  while (*a != NULL || *b != NULL)
    {
      int order = *a == NULL ? 1 : *b == NULL ? -1 : strcmp (*a, *b);
      if (order < 0 && g_utf8_strlen (*a, -1) < LEAST_WORD)
        return TRUE;
      if (order > 0 && g_utf8_strlen (*b, -1) < LEAST_WORD)
        return TRUE;
      a += order <= 0;
      b += order >= 0;
    }
  return FALSE;
}

gboolean
guild_name_form_is_like (const GuildNameForm *self, const GuildNameForm *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  if (g_str_equal (self->letters, other->letters) || g_str_equal (self->ordered, other->ordered))
    return TRUE;
  return self->n_letters >= LEAST_LETTERS && other->n_letters >= LEAST_LETTERS &&
         g_utf8_get_char (self->letters) == g_utf8_get_char (other->letters) &&
         is_one_off (self->letters, other->letters) &&
         have_same_digits (self->letters, other->letters) &&
         !differ_by_short_word (self->words, other->words);
}

/* FNV-1a of a text in two parts. */
static guint64
hash_parts (const char *begin, gsize n_begin, const char *end)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < n_begin; i++)
    hash = (hash ^ (guchar) begin[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  for (; *end != '\0'; end++)
    hash = (hash ^ (guchar) *end) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

guint
guild_name_form_trace (const GuildNameForm *self, guint64 *traces)
{
  g_return_val_if_fail (self != NULL, 0);
  guint n = 0;

  if (self->n_letters < LEAST_LETTERS)
    return 0;
  traces[n++] = hash_parts (self->letters, 0, self->letters);
  /* What begins otherwise is not alike: the first character stays. */
  for (const char *p = g_utf8_next_char (self->letters); *p != '\0'; p = g_utf8_next_char (p))
    traces[n++] = hash_parts (self->letters, (gsize) (p - self->letters), g_utf8_next_char (p));
  return n;
}

char *
guild_name_form_number (const char *text)
{
  g_autofree char *folded = guild_text_fold (text);
  g_autoptr(GString) number = g_string_new (NULL);
  gboolean all_same = TRUE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (number, g_utf8_get_char (p));
  for (gsize i = 1; i < number->len; i++)
    all_same &= number->str[i] == number->str[0];
  if (number->len == 0 || is_listed (nothings, G_N_ELEMENTS (nothings), number->str) ||
      (all_same && (number->str[0] == '0' || number->str[0] == 'x' || number->len > 3)))
    return NULL;
  return g_string_free (g_steal_pointer (&number), FALSE);
}
