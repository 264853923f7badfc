/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-tallies.h"

#include <string.h>

#include "company/guild-text.h"
#include "directory/guild-hash.h"

#define FIRST_SLOTS 64

/* Texts end at the next separator or NUL. */
typedef struct
{
  const char *folded; /* (borrowed) (nullable): the slot is free */
  const char *title;  /* (borrowed) */
  guint32     hash;
  guint       count;
} Slot;

/* An item stands where its hash says, or in the next slots, round to the first. */
struct _GuildTallies
{
  Slot *slots;   /* (owned) */
  guint n_slots; /* a power of two */
  guint n;
};

static guint
get_length (const char *item)
{
  return (guint) (strchrnul (item, *GUILD_LIST_SEP) - item);
}

/* (nullable): the item after ITEM. */
static const char *
get_next (const char *item)
{
  const char *end = item + get_length (item);
  return *end != '\0' ? end + 1 : NULL;
}

static gboolean
is_item (const char *item, const char *text, guint length)
{
  return strncmp (item, text, length) == 0 &&
         (item[length] == '\0' || item[length] == *GUILD_LIST_SEP);
}

static int
compare_titles (const char *a, guint a_length, const char *b, guint b_length)
{
  int order = memcmp (a, b, MIN (a_length, b_length));
  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

/* The slot of the item, or the free one where it belongs. */
static Slot *
find (GuildTallies *self, const char *folded, guint length, guint32 hash)
{
  guint i = hash & (self->n_slots - 1);

  while (self->slots[i].folded != NULL &&
         !(self->slots[i].hash == hash && is_item (self->slots[i].folded, folded, length)))
    i = (i + 1) & (self->n_slots - 1);
  return &self->slots[i];
}

static void
grow (GuildTallies *self)
{
  g_autofree Slot *old = self->slots;
  guint n_old = self->n_slots;

  self->n_slots *= 2;
  self->slots = g_new0 (Slot, self->n_slots);
  for (guint i = 0; i < n_old; i++)
    {
      if (old[i].folded == NULL)
        continue;
      guint at = old[i].hash & (self->n_slots - 1);
      while (self->slots[at].folded != NULL)
        at = (at + 1) & (self->n_slots - 1);
      self->slots[at] = old[i];
    }
}

static void
add (GuildTallies *self, const char *folded, const char *title, guint count)
{
  guint length = get_length (folded);
  guint32 hash = (guint32) guild_hash_bytes (folded, length);
  Slot *slot = find (self, folded, length, hash);

  if (slot->folded == NULL)
    {
      *slot = (Slot) { folded, title, hash, count };
      if (++self->n * 4 > self->n_slots * 3)
        grow (self);
      return;
    }
  slot->count += count;
  if (slot->title != title &&
      compare_titles (title, get_length (title), slot->title, get_length (slot->title)) < 0)
    slot->title = title;
}

/* COUNT companies say what stands at PLACE. */
static void
add_place (GuildTallies *self, const GuildTextColumn *column, guint place, guint count)
{
  const char *folded = guild_texts_get (&column->folded, place);
  const char *title = guild_texts_get (&column->texts, place);

  /* Folding changes no separator. */
  if (title == NULL || *title == '\0')
    return;
  for (; folded != NULL && title != NULL; folded = get_next (folded), title = get_next (title))
    add (self, folded, title, count);
}

static void
add_segment (GuildTallies *self, GuildSegment *segment, guint field)
{
  const GuildTextColumn *column = &segment->texts[field];
  g_autofree guint *counts = g_new0 (guint, MAX (column->texts.n_texts, 1));

  for (guint row = 0; row < segment->n_rows; row++)
    if (segment->flags[row] == GUILD_ROW_NONE)
      counts[guild_text_column_get_place (column, row)]++;
  for (guint place = 0; place < column->texts.n_texts; place++)
    if (counts[place] > 0)
      add_place (self, column, place, counts[place]);
}

GuildTallies *
guild_tallies_new (GuildSnapshot *snapshot, guint field, GCancellable *cancellable)
{
  GuildTallies *self = g_new0 (GuildTallies, 1);

  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (Slot, self->n_slots);
  for (guint i = 0; i < snapshot->segments->len && !g_cancellable_is_cancelled (cancellable); i++)
    add_segment (self, snapshot->segments->pdata[i], field);
  return self;
}

void
guild_tallies_free (GuildTallies *self)
{
  g_free (self->slots);
  g_free (self);
}

guint
guild_tallies_count (GuildTallies *self, const char *item)
{
  g_autofree char *folded = guild_text_fold (item);
  guint length = get_length (folded);

  return find (self, folded, length, (guint32) guild_hash_bytes (folded, length))->count;
}

static gboolean
is_before (const GuildTally *a, const GuildTally *b)
{
  if (a->count != b->count)
    return a->count > b->count;
  return compare_titles (a->title, a->length, b->title, b->length) < 0;
}

guint
guild_tallies_get_first (GuildTallies *self, GuildTally *first, guint n)
{
  guint least = self->n > n ? 2 : 1;
  guint n_first = 0;

  for (guint i = 0; i < self->n_slots; i++)
    {
      const Slot *slot = &self->slots[i];
      if (slot->folded == NULL || slot->count < least)
        continue;
      GuildTally tally = { slot->title, get_length (slot->title), slot->count };
      guint place = n_first;
      for (; place > 0 && is_before (&tally, &first[place - 1]); place--)
        if (place < n)
          first[place] = first[place - 1];
      if (place < n)
        first[place] = tally;
      n_first = MIN (n_first + 1, n);
    }
  return n_first;
}
