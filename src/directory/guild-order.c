/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-order.h"

#include "directory/guild-attention.h"
#include "directory/guild-directory.h"
#include <gio/gio.h>
#include <string.h>

/* A row's place as one string of bytes that memcmp() orders: a mark (0 set, 1 unset) and the value
 * for each sort key, then name, then id. */
typedef struct
{
  guint   field;
  guint8  flip;   /* 0xff turns the order of the value round */
  gboolean number;
  gboolean attention; /* no field: since when it needs attention */
} Part;

typedef struct
{
  guint64 prefix; /* the first bytes, so that most comparisons touch no other memory */
  gsize   offset;
  guint32 length;
  guint32 row;
} Entry;

typedef struct
{
  GuildSnapshot *snapshot; /* (borrowed) */
  GArray        *parts;    /* (owned): Part */
  GuildAttention attention;
} Sorter;

static gboolean
sorts_by_number (const GuildField *field)
{
  if (field->kind == GUILD_FIELD_CHOICE)
    return field->remote_sort == NULL;
  return field->kind == GUILD_FIELD_NUMBER || field->kind == GUILD_FIELD_TIME;
}

static void
sorter_init (Sorter *self, GuildSnapshot *snapshot, GuildQuery *query)
{
  const GuildFieldTable *table = snapshot->table;

  self->snapshot = snapshot;
  guild_attention_init (&self->attention, table, snapshot->failures, 0);
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  for (guint i = 0; i < guild_query_get_n_sort_keys (query); i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (query, i);
      Part part = { .field = guild_field_table_index (table, key->field),
                    .flip = key->descending ? 0xff : 0 };
      part.attention = part.field == G_MAXUINT && self->attention.possible &&
                       strcmp (key->field, GUILD_FIELD_ATTENTION) == 0;
      if (part.field == G_MAXUINT && !part.attention)
        continue;
      part.number = part.attention || sorts_by_number (&table->fields[part.field]);
      g_array_append_val (self->parts, part);
    }
  Part name = { .field = table->name_field };
  g_array_append_val (self->parts, name);
}

static void
append_number (GByteArray *into, gint64 number, guint8 flip)
{
  guint8 bytes[9] = { 0 };
  guint64 ordered = (guint64) number ^ (G_GUINT64_CONSTANT (1) << 63);

  for (guint i = 0; i < 8; i++)
    bytes[i + 1] = ((ordered >> (56 - 8 * i)) & 0xff) ^ flip;
  g_byte_array_append (into, bytes, sizeof bytes);
}

static void
append_text (GByteArray *into, const char *text, guint8 flip)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *key = g_utf8_collate_key (folded, -1);
  gsize length = strlen (key) + 1;
  guint start = into->len + 1;

  g_byte_array_set_size (into, start + length);
  into->data[start - 1] = 0;
  for (gsize i = 0; i < length; i++)
    into->data[start + i] = (guint8) key[i] ^ flip;
}

static void
append_attention (const Sorter *self, GuildSegment *segment, guint place, guint8 flip,
                  GByteArray *into)
{
  static const guint8 unset = 1;
  gint64 begin = guild_attention_get_begin (&self->attention, segment, place);

  if (begin != GUILD_NUMBER_UNSET)
    append_number (into, begin, flip);
  else
    g_byte_array_append (into, &unset, 1);
}

static void
append_row (const Sorter *self, guint row, GByteArray *into)
{
  static const guint8 unset = 1;
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self->snapshot, row, &place);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      if (part->attention)
        {
          append_attention (self, segment, place, part->flip, into);
          continue;
        }
      const char *text = guild_segment_get_text (segment, place, part->field);
      gint64 number =
        part->number ? guild_segment_get_number (segment, place, part->field) : GUILD_NUMBER_UNSET;

      /* A choice that this program does not know has no place among the others. */
      if (number == -1 && self->snapshot->table->fields[part->field].kind == GUILD_FIELD_CHOICE)
        number = G_MAXINT64;
      if (part->number && number != GUILD_NUMBER_UNSET)
        append_number (into, number, part->flip);
      else if (!part->number && text != NULL)
        append_text (into, text, part->flip);
      else
        g_byte_array_append (into, &unset, 1);
    }
  const char *id = guild_segment_get_id (segment, place);
  g_byte_array_append (into, (const guint8 *) id, strlen (id) + 1);
}

static guint64
prefix_of (const guint8 *data, gsize length)
{
  guint64 prefix = 0;

  for (guint i = 0; i < 8; i++)
    prefix = prefix << 8 | (i < length ? data[i] : 0);
  return prefix;
}

static int
compare_keys (const guint8 *a, gsize a_length, const guint8 *b, gsize b_length)
{
  int order = memcmp (a, b, MIN (a_length, b_length));
  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer data)
{
  const Entry *x = a, *y = b;
  const guint8 *keys = ((GByteArray *) data)->data;

  if (x->prefix != y->prefix)
    return x->prefix < y->prefix ? -1 : 1;
  return compare_keys (keys + x->offset, x->length, keys + y->offset, y->length);
}

/* Sorts ROWS and leaves their keys in KEYS and ENTRIES; FALSE when cancelled. */
static gboolean
sort_rows (const Sorter *self, const GArray *rows, GByteArray *keys, GArray *entries,
           GCancellable *cancellable)
{
  g_array_set_size (entries, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);

      if (i % GUILD_SEGMENT_ROWS == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      entry->row = g_array_index (rows, guint32, i);
      entry->offset = keys->len;
      append_row (self, entry->row, keys);
      entry->length = keys->len - entry->offset;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);
      entry->prefix = prefix_of (keys->data + entry->offset, entry->length);
    }
  g_array_sort_with_data (entries, compare_entries, keys);
  return !g_cancellable_is_cancelled (cancellable);
}

/* (transfer full): the living rows of NOW that are not the same in FROM. CHANGED (n_rows bytes)
 * marks them, and those that are gone. */
static GArray *
list_changes (GuildSnapshot *now, GuildSnapshot *from, guint8 *changed)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < now->segments->len; i++)
    {
      GuildSegment *segment = now->segments->pdata[i];
      GuildSegment *old = i < from->segments->len ? from->segments->pdata[i] : NULL;

      if (segment == old)
        continue;
      for (guint place = 0; place < segment->n_rows; place++)
        {
          guint32 row = i * GUILD_SEGMENT_ROWS + place;
          if (old != NULL && place < old->n_rows && old->stamps[place] == segment->stamps[place])
            continue;
          changed[row] = TRUE;
          if ((segment->flags[place] & GUILD_ROW_GONE) == 0)
            g_array_append_val (rows, row);
        }
    }
  return rows;
}

/* Where ENTRY belongs in ROWS, whose keys are made as the search meets them. */
static guint
find_place (const Sorter *self, const guint32 *rows, guint low, guint high, const guint8 *key,
            gsize length, GByteArray *scratch)
{
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      g_byte_array_set_size (scratch, 0);
      append_row (self, rows[middle], scratch);
      if (compare_keys (scratch->data, scratch->len, key, length) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
merge (const Sorter *self, GuildOrder *from, const GArray *changes, const guint8 *changed,
       guint32 *rows, guint *n_sorted, GCancellable *cancellable)
{
  g_autoptr(GByteArray) keys = g_byte_array_new ();
  g_autoptr(GByteArray) scratch = g_byte_array_new ();
  g_autoptr(GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autofree guint32 *kept = g_new (guint32, MAX (from->n_rows, 1));
  guint n_kept = 0, at = 0, n_rows = 0;

  if (!sort_rows (self, changes, keys, entries, cancellable))
    return FALSE;
  for (guint i = 0; i < from->n_rows; i++)
    if (!changed[from->rows[i]])
      kept[n_kept++] = from->rows[i];
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      guint place = find_place (self, kept, at, n_kept, keys->data + entry->offset, entry->length,
                                scratch);
      memcpy (rows + n_rows, kept + at, (place - at) * sizeof *rows);
      n_rows += place - at;
      rows[n_rows++] = entry->row;
      at = place;
      if (i % 256 == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
    }
  memcpy (rows + n_rows, kept + at, (n_kept - at) * sizeof *rows);
  *n_sorted = n_rows + n_kept - at;
  return TRUE;
}

static gboolean
sort_all (const Sorter *self, guint32 *rows, guint *n_sorted, GCancellable *cancellable)
{
  guint n_rows = self->snapshot->n_rows;
  g_autoptr(GByteArray) keys = g_byte_array_new ();
  g_autoptr(GArray) all = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n_rows);
  g_autoptr(GArray) entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), n_rows);

  for (guint32 row = 0; row < n_rows; row++)
    if ((guild_snapshot_get_flags (self->snapshot, row) & GUILD_ROW_GONE) == 0)
      g_array_append_val (all, row);
  if (!sort_rows (self, all, keys, entries, cancellable))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    rows[i] = g_array_index (entries, Entry, i).row;
  *n_sorted = entries->len;
  return TRUE;
}

char *
guild_order_key (GuildQuery *query)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < guild_query_get_n_sort_keys (query); i++)
    {
      const GuildSortKey *sort = guild_query_get_sort_key (query, i);
      g_string_append_printf (key, "%c%s\n", sort->descending ? '-' : '+', sort->field);
    }
  return g_string_free (key, FALSE);
}

GuildOrder *
guild_order_new (GuildSnapshot *snapshot, GuildQuery *query, GuildOrder *from,
                 GCancellable *cancellable)
{
  g_autofree guint32 *rows = g_new (guint32, MAX (snapshot->n_rows, 1));
  Sorter sorter;
  gboolean done = FALSE, few = FALSE;
  guint n_sorted = 0;

  sorter_init (&sorter, snapshot, query);
  if (from != NULL)
    {
      g_autofree guint8 *changed = g_new0 (guint8, MAX (snapshot->n_rows, 1));
      g_autoptr(GArray) changes = list_changes (snapshot, from->snapshot, changed);

      few = changes->len < snapshot->n_rows / 8;
      if (few)
        done = merge (&sorter, from, changes, changed, rows, &n_sorted,
                      cancellable);
    }
  if (!few)
    done = sort_all (&sorter, rows, &n_sorted, cancellable);
  g_array_unref (sorter.parts);
  if (!done)
    return NULL;

  GuildOrder *self = g_new0 (GuildOrder, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->key = guild_order_key (query);
  self->snapshot = guild_snapshot_ref (snapshot);
  self->rows = g_steal_pointer (&rows);
  self->n_rows = n_sorted;
  self->ranks = g_new (guint32, MAX (snapshot->n_rows, 1));
  for (guint i = 0; i < n_sorted; i++)
    self->ranks[self->rows[i]] = i;
  return self;
}

GuildOrder *
guild_order_ref (GuildOrder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_order_unref (GuildOrder *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  guild_snapshot_unref (self->snapshot);
  g_free (self->key);
  g_free (self->rows);
  g_free (self->ranks);
  g_free (self);
}
