/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-keys.h"

#include "directory/guild-halves.h"
#include <string.h>

/* Keys of the second of two: the highest bit of where their words are. */
#define IN_SECOND (1u << 31)
/* Up to so many are sorted one by one. */
#define N_FEW     32
/* Fewer are not worth another thread. */
#define N_MANY    8192
#define N_SAMPLES 255

/* Some of the keys, for a thread. */
typedef struct
{
  const guint64 *words[2];    /* (borrowed) */
  GuildKey      *keys;        /* (borrowed) */
  GuildKey      *spare;       /* (borrowed): as many */
  guint          n_keys;
  GCancellable  *cancellable; /* (borrowed) (nullable) */
} Range;

void
guild_keys_init (GuildKeys *self, guint n_expected)
{
  /* Numbers share this end: see guild_keys_add_number(). */
  static const guint64 nothing[2];

  self->keys = g_array_sized_new (FALSE, FALSE, sizeof (GuildKey), n_expected);
  self->words = g_array_sized_new (FALSE, FALSE, sizeof (guint64), n_expected * 3 + 2);
  g_array_append_vals (self->words, nothing, G_N_ELEMENTS (nothing));
}

void
guild_keys_clear (GuildKeys *self)
{
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->words, g_array_unref);
}

static guint64
read_word (const char *text, gsize length)
{
  guint64 word = 0;

  memcpy (&word, text, MIN (length, sizeof word));
  return GUINT64_FROM_BE (word);
}

void
guild_keys_add_text (GuildKeys *self, const char *text, guint32 item)
{
  gsize length = strlen (text);
  guint n_before = self->words->len, n_words = length / 8;
  GuildKey key = { read_word (text, length), n_before - 1, item };

  g_array_set_size (self->words, n_before + n_words);
  guint64 *words = &g_array_index (self->words, guint64, n_before);
  for (guint i = 0; i < n_words; i++)
    words[i] = read_word (text + 8 * (i + 1), length - 8 * (i + 1));
  g_array_append_val (self->keys, key);
}

void
guild_keys_add_number (GuildKeys *self, gint64 number, guint32 item)
{
  GuildKey key = { (guint64) number ^ (G_GUINT64_CONSTANT (1) << 63), 0, item };
  g_array_append_val (self->keys, key);
}

/* The word at DEPTH (1 or more) of a key whose word before does not end it. */
static guint64
get_word (const Range *self, const GuildKey *key, guint depth)
{
  return self->words[key->at / IN_SECOND][(key->at & ~IN_SECOND) + depth];
}

static gboolean
ends_in (guint64 word)
{
  return (word & 0xff) == 0;
}

/* PREFIXES are the words at DEPTH. */
static int
compare (const Range *self, const GuildKey *a, const GuildKey *b, guint depth)
{
  guint64 x = a->prefix, y = b->prefix;

  while (x == y && !ends_in (x))
    {
      depth++;
      x = get_word (self, a, depth);
      y = get_word (self, b, depth);
    }
  return (x > y) - (x < y);
}

/* The first of KEYS differs from what is before, whatever that is. */
static void
sort_few (const Range *self, GuildKey *keys, guint n_keys, guint depth)
{
  gboolean differs[N_FEW] = { TRUE };

  for (guint i = 1; i < n_keys; i++)
    {
      GuildKey key = keys[i];
      guint at = i;

      for (; at > 0 && compare (self, &key, &keys[at - 1], depth) < 0; at--)
        keys[at] = keys[at - 1];
      keys[at] = key;
    }
  for (guint i = 1; i < n_keys; i++)
    differs[i] = compare (self, &keys[i - 1], &keys[i], depth) != 0;
  for (guint i = 0; i < n_keys; i++)
    keys[i].prefix = differs[i];
}

/* Byte by byte from the last, leaving out bytes in which all are the same. */
static void
sort_by_prefix (GuildKey *keys, GuildKey *spare, guint n_keys)
{
  guint32 counts[8][256] = { 0 };
  GuildKey *from = keys, *to = spare;

  for (guint i = 0; i < n_keys; i++)
    for (guint byte = 0; byte < 8; byte++)
      counts[byte][keys[i].prefix >> (8 * byte) & 0xff]++;
  for (guint byte = 0; byte < 8; byte++)
    {
      guint32 *places = counts[byte], place = 0;

      if (places[keys[0].prefix >> (8 * byte) & 0xff] == n_keys)
        continue;
      for (guint i = 0; i < 256; i++)
        {
          guint32 count = places[i];
          places[i] = place;
          place += count;
        }
      for (guint i = 0; i < n_keys; i++)
        to[places[from[i].prefix >> (8 * byte) & 0xff]++] = from[i];
      GuildKey *last = from;
      from = to;
      to = last;
    }
  if (from != keys)
    memcpy (keys, from, n_keys * sizeof *keys);
}

static void sort_range (const Range *self, GuildKey *keys, guint n_keys, guint depth);

/* Whether KEYS, the same up to DEPTH, go on; their prefixes are then the words that follow. */
static gboolean
go_deeper (const Range *self, GuildKey *keys, guint n_keys, guint depth)
{
  gboolean ends = ends_in (keys[0].prefix);

  for (guint i = 0; i < n_keys; i++)
    keys[i].prefix = ends ? i == 0 : get_word (self, &keys[i], depth + 1);
  return !ends;
}

/* KEYS are sorted by the words at DEPTH. */
static void
sort_runs (const Range *self, GuildKey *keys, guint n_keys, guint depth)
{
  for (guint begin = 0, end; begin < n_keys; begin = end)
    {
      for (end = begin + 1; end < n_keys && keys[end].prefix == keys[begin].prefix;)
        end++;
      if (end - begin == 1)
        keys[begin].prefix = TRUE;
      else if (go_deeper (self, keys + begin, end - begin, depth))
        sort_range (self, keys + begin, end - begin, depth + 1);
    }
}

/* The prefixes of KEYS are the words at DEPTH. */
static void
sort_range (const Range *self, GuildKey *keys, guint n_keys, guint depth)
{
  while (n_keys > N_FEW && !g_cancellable_is_cancelled (self->cancellable))
    {
      sort_by_prefix (keys, self->spare + (keys - self->keys), n_keys);
      if (keys[0].prefix != keys[n_keys - 1].prefix)
        {
          sort_runs (self, keys, n_keys, depth);
          return;
        }
      /* Not by recursion: long texts may be the same to their end. */
      if (!go_deeper (self, keys, n_keys, depth))
        return;
      depth++;
    }
  if (n_keys <= N_FEW)
    sort_few (self, keys, n_keys, depth);
}

static gpointer
sort_thread (gpointer data)
{
  Range *self = data;

  if (self->n_keys > 0)
    sort_range (self, self->keys, self->n_keys, 0);
  return NULL;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;
  return (x > y) - (x < y);
}

/* A prefix with about half of KEYS below it. */
static guint64
find_middle (const GArray *keys)
{
  guint64 samples[N_SAMPLES];

  for (guint i = 0; i < N_SAMPLES; i++)
    samples[i] =
      g_array_index (keys, GuildKey, (guint64) i * (keys->len - 1) / (N_SAMPLES - 1)).prefix;
  qsort (samples, N_SAMPLES, sizeof *samples, compare_words);
  return samples[N_SAMPLES / 2];
}

/* (transfer full): KEYS with those below MIDDLE, N_LOW, before the others. */
static GArray *
divide (GArray *keys, guint64 middle, guint *n_low)
{
  GArray *divided = g_array_sized_new (FALSE, FALSE, sizeof (GuildKey), keys->len);
  guint low = 0, high = 0;

  for (guint i = 0; i < keys->len; i++)
    high += g_array_index (keys, GuildKey, i).prefix < middle;
  *n_low = high;
  g_array_set_size (divided, keys->len);
  for (guint i = 0; i < keys->len; i++)
    {
      const GuildKey *key = &g_array_index (keys, GuildKey, i);
      g_array_index (divided, GuildKey, key->prefix < middle ? low++ : high++) = *key;
    }
  return divided;
}

/* Both threads sort what is on their side of one prefix, so that nothing has to be merged. */
static GArray *
sort_on_two (Range *all, GArray *keys)
{
  guint n_low;
  GArray *divided = divide (keys, find_middle (keys), &n_low);
  Range low = *all, high = *all;

  low.keys = (GuildKey *) divided->data;
  high.keys = low.keys + n_low;
  low.spare = (GuildKey *) keys->data;
  high.spare = low.spare + n_low;
  low.n_keys = n_low;
  high.n_keys = keys->len - n_low;
  guild_halves_run (sort_thread, &low, &high);
  return divided;
}

GArray *
guild_keys_sort (GuildKeys *a, GuildKeys *b, GCancellable *cancellable)
{
  g_autoptr(GArray) keys = g_array_ref (a->keys);
  guint n_first = keys->len;
  Range all = { .words = { (const guint64 *) a->words->data,
                           b != NULL ? (const guint64 *) b->words->data : NULL },
                .cancellable = cancellable };

  if (b != NULL)
    g_array_append_vals (keys, b->keys->data, b->keys->len);
  for (guint i = n_first; i < keys->len; i++)
    g_array_index (keys, GuildKey, i).at |= IN_SECOND;
  if (keys->len > N_MANY)
    {
      GArray *sorted = sort_on_two (&all, keys);
      g_array_unref (keys);
      keys = sorted;
    }
  else
    {
      g_autofree GuildKey *spare = g_new (GuildKey, MAX (keys->len, 1));
      all.keys = (GuildKey *) keys->data;
      all.spare = spare;
      all.n_keys = keys->len;
      sort_thread (&all);
    }
  return g_cancellable_is_cancelled (cancellable) ? NULL : g_steal_pointer (&keys);
}
