/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-order.h"

#include "directory/guild-attention.h"
#include "directory/guild-directory.h"
#include <gio/gio.h>
#include <string.h>

/* A row's place as one string of bytes that memcmp() orders: a mark (0 set, 1 unset) and the value
 * for each sort key, then its rank by name, or else name and id. */
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
  gsize   offset; /* into the keys */
  guint32 length;
  guint32 row;
} Entry;

/* Some rows, sorted. */
typedef struct
{
  GByteArray *keys;    /* (owned) */
  GArray     *entries; /* (owned): Entry */
} Run;

typedef struct
{
  GuildSnapshot *snapshot; /* (borrowed) */
  GArray        *parts;    /* (owned): Part */
  const guint32 *by_name;  /* (borrowed) (nullable): rank by row number */
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
sorter_init (Sorter *self, GuildSnapshot *snapshot, GuildQuery *query, GuildOrder *by_name)
{
  const GuildFieldTable *table = snapshot->table;

  self->snapshot = snapshot;
  self->by_name = by_name != NULL ? by_name->ranks : NULL;
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
  if (by_name == NULL)
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
  if (self->by_name != NULL)
    {
      guint32 rank = GUINT32_TO_BE (self->by_name[row]);
      g_byte_array_append (into, (const guint8 *) &rank, sizeof rank);
      return;
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

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->keys, g_byte_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Sorts N_ROWS of ROWS into SELF; FALSE when cancelled. */
static gboolean
run_sort (Run *self, const Sorter *sorter, const guint32 *rows, guint n_rows,
          GCancellable *cancellable)
{
  self->keys = g_byte_array_new ();
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), n_rows);
  g_array_set_size (self->entries, n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (i % GUILD_SEGMENT_ROWS == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      entry->row = rows[i];
      entry->offset = self->keys->len;
      append_row (sorter, entry->row, self->keys);
      entry->length = self->keys->len - entry->offset;
      entry->prefix = prefix_of (self->keys->data + entry->offset, entry->length);
    }
  g_array_sort_with_data (self->entries, compare_entries, self->keys);
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
  g_auto(Run) sorted = { NULL, NULL };
  g_autoptr(GByteArray) scratch = g_byte_array_new ();
  g_autofree guint32 *kept = g_new (guint32, MAX (from->n_rows, 1));
  guint n_kept = 0, at = 0, n_rows = 0;

  if (!run_sort (&sorted, self, (const guint32 *) changes->data, changes->len, cancellable))
    return FALSE;
  for (guint i = 0; i < from->n_rows; i++)
    if (!changed[from->rows[i]])
      kept[n_kept++] = from->rows[i];
  for (guint i = 0; i < sorted.entries->len; i++)
    {
      const Entry *entry = &g_array_index (sorted.entries, Entry, i);
      guint place = find_place (self, kept, at, n_kept, sorted.keys->data + entry->offset,
                                entry->length, scratch);
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

/* One half of all rows, for a thread. */
typedef struct
{
  Run            run;
  const Sorter  *sorter;      /* (borrowed) */
  const guint32 *rows;        /* (borrowed) */
  guint          n_rows;
  GCancellable  *cancellable; /* (borrowed) (nullable) */
  gboolean       done;
} Half;

static gpointer
sort_half (gpointer data)
{
  Half *self = data;

  self->done = run_sort (&self->run, self->sorter, self->rows, self->n_rows, self->cancellable);
  return NULL;
}

static void
join_halves (Half *halves, guint32 *rows)
{
  const Entry *at[2], *end[2];

  for (guint i = 0; i < 2; i++)
    {
      at[i] = (const Entry *) halves[i].run.entries->data;
      end[i] = at[i] + halves[i].run.entries->len;
    }
  while (at[0] < end[0] && at[1] < end[1])
    {
      const guint8 *a = halves[0].run.keys->data + at[0]->offset;
      const guint8 *b = halves[1].run.keys->data + at[1]->offset;
      gboolean second = at[0]->prefix != at[1]->prefix
                        ? at[0]->prefix > at[1]->prefix
                        : compare_keys (a, at[0]->length, b, at[1]->length) > 0;
      *rows++ = (at[second]++)->row;
    }
  for (guint i = 0; i < 2; i++)
    while (at[i] < end[i])
      *rows++ = (at[i]++)->row;
}

static gboolean
sort_all (const Sorter *self, guint32 *rows, guint *n_sorted, GCancellable *cancellable)
{
  guint n_rows = self->snapshot->n_rows, n_all = 0;
  g_autofree guint32 *all = g_new (guint32, MAX (n_rows, 1));
  Half halves[2] = { { .sorter = self, .cancellable = cancellable },
                     { .sorter = self, .cancellable = cancellable } };
  GThread *other = NULL;

  for (guint32 row = 0; row < n_rows; row++)
    if ((guild_snapshot_get_flags (self->snapshot, row) & GUILD_ROW_GONE) == 0)
      all[n_all++] = row;
  halves[0].rows = all;
  halves[0].n_rows = n_all > GUILD_SEGMENT_ROWS ? n_all / 2 : n_all;
  halves[1].rows = all + halves[0].n_rows;
  halves[1].n_rows = n_all - halves[0].n_rows;
  if (halves[1].n_rows > 0)
    other = g_thread_new ("sort", sort_half, &halves[1]);
  else
    sort_half (&halves[1]);
  sort_half (&halves[0]);
  if (other != NULL)
    g_thread_join (other);
  gboolean done = halves[0].done && halves[1].done;
  if (done)
    join_halves (halves, rows);
  *n_sorted = n_all;
  run_clear (&halves[0].run);
  run_clear (&halves[1].run);
  return done;
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
                 GuildOrder *by_name, GCancellable *cancellable)
{
  g_autofree guint32 *rows = g_new (guint32, MAX (snapshot->n_rows, 1));
  Sorter sorter;
  gboolean done = FALSE, few = FALSE;
  guint n_sorted = 0;

  sorter_init (&sorter, snapshot, query, by_name);
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
