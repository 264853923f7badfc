/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-store-private.h"

#include "directory/guild-loading.h"
#include "directory/guild-sighting.h"

/* Companies that one thread reads from the cache, a sixth of a second: while the window is being
 * made, another thread would only be in its way. */
#define N_ALONE (32 * GUILD_SEGMENT_ROWS)

void
guild_store_add_page (GuildStore *self, guint64 serial)
{
  g_array_append_val (self->pages, serial);
}

static GPtrArray *
sightings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) guild_sighting_free);
}

GuildStore *
guild_store_new (const char *path, const GuildFieldTable *table)
{
  GuildStore *self = g_new0 (GuildStore, 1);

  self->table = table;
  self->cache = guild_cache_open (path, table);
  self->snapshot = guild_snapshot_new (table);
  g_autofree char *failing = guild_cache_dup_note (self->cache, "failing");
  self->failures = guild_failures_new (failing);
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->applied = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seen = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->pages = g_array_new (FALSE, FALSE, sizeof (guint64));
  guild_store_add_page (self, 0);
  self->places = g_array_new (FALSE, FALSE, sizeof (guint));
  self->sightings = sightings_new ();
  for (guint i = 0; i < table->n_fields; i++)
    self->connected |= table->fields[i].kind == GUILD_FIELD_CONNECTIONS;
  return self;
}

void
guild_store_free (GuildStore *self)
{
  guild_cache_close (self->cache);
  guild_snapshot_unref (self->snapshot);
  g_hash_table_unref (self->hidden);
  guild_failures_unref (self->failures);
  g_hash_table_unref (self->applied);
  g_hash_table_unref (self->removed);
  g_array_unref (self->seen);
  g_array_unref (self->pages);
  g_array_unref (self->places);
  g_ptr_array_unref (self->sightings);
  g_free (self);
}

GuildCache *
guild_store_get_cache (GuildStore *self)
{
  return self->cache;
}

GuildSnapshot *
guild_store_get_snapshot (GuildStore *self)
{
  return self->snapshot;
}

static void
set_snapshot (GuildStore *self, GuildSnapshot *snapshot)
{
  guild_snapshot_unref (self->snapshot);
  self->snapshot = snapshot;
  self->snapshot->failures = guild_failures_ref (self->failures);
}

static void
commit_edit (GuildStore *self, GuildEdit *edit)
{
  if (!guild_edit_is_empty (edit))
    set_snapshot (self, guild_edit_commit (edit));
}

typedef struct
{
  GuildStore            *store;    /* (borrowed) */
  GuildLoading          *segments; /* (borrowed) */
  GuildStoreProgressFunc progress;
  gpointer               data;
} Loading;

static gboolean
load_segment_cb (GuildSegment *segment, gpointer data)
{
  Loading *self = data;

  set_snapshot (self->store, guild_snapshot_append (self->store->snapshot, segment));
  return self->progress (self->store, self->data);
}

static gboolean
load_row_cb (guint place, const char *id, gboolean deleted, const GuildCell *cells,
             const guint8 *packed, gsize size, gpointer data)
{
  Loading *self = data;

  g_array_append_val (self->store->places, place);
  self->store->last_place = place;
  return guild_loading_add (self->segments, id, deleted ? GUILD_ROW_DELETED : GUILD_ROW_NONE,
                            cells, packed, size);
}

void
guild_store_load (GuildStore *self, GuildStoreProgressFunc progress, gpointer data)
{
  Loading loading = { self, NULL, progress, data };
  g_autoptr(GuildLoading) segments =
    guild_loading_new (self->table, self->snapshot->index, ++self->stamp, N_ALONE,
                       load_segment_cb, &loading);

  loading.segments = segments;
  guild_index_reserve (self->snapshot->index, guild_cache_guess_n_rows (self->cache));
  if (guild_cache_load (self->cache, load_row_cb, &loading))
    {
      guild_loading_end (segments);
      return;
    }
  g_clear_pointer (&segments, guild_loading_free);
  g_array_set_size (self->places, 0);
  self->last_place = 0;
  set_snapshot (self, guild_snapshot_new (self->table));
  progress (self, data);
}

static GuildRowFlags
batch_flags (GuildStore *self, GuildBatch *batch, guint row)
{
  GuildRowFlags flags = GUILD_ROW_NONE;

  if (guild_batch_is_deleted (batch, row))
    flags |= GUILD_ROW_DELETED;
  if (g_hash_table_contains (self->hidden, guild_batch_get_id (batch, row)))
    flags |= GUILD_ROW_HIDDEN;
  return flags;
}

gboolean
guild_store_is_present (GuildStore *self, guint row)
{
  return row < self->snapshot->n_rows &&
         (guild_snapshot_get_flags (self->snapshot, row) & GUILD_ROW_GONE) == 0;
}

/* Of a row that is known. */
static guint
get_place (GuildStore *self, guint row)
{
  return g_array_index (self->places, guint, row);
}

/* (transfer full) (nullable): what is kept of the company ID, which has ROW. */
static char *
dup_json (GuildStore *self, guint row, const char *id)
{
  return guild_store_is_present (self, row)
           ? guild_cache_dup_json (self->cache, get_place (self, row), id) : NULL;
}

char *
guild_store_dup_json (GuildStore *self, const char *id)
{
  return dup_json (self, guild_snapshot_find (self->snapshot, id), id);
}

gboolean
guild_store_differs (GuildStore *self, GuildBatch *batch, guint row, guint known)
{
  return !guild_store_is_present (self, known) ||
         !guild_cache_has_json (self->cache, get_place (self, known),
                                guild_batch_get_id (batch, row),
                                guild_batch_get_json (batch, row));
}

/* Writes ROWS of BATCH; a file that cannot take them has become memory by the second attempt. */
static void
write_rows (GuildStore *self, GuildBatch *batch, const GArray *rows, const guint *known)
{
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      guild_cache_begin (self->cache);
      for (guint i = 0; i < rows->len; i++)
        {
          guint row = g_array_index (rows, guint, i);
          if (!guild_cache_put (self->cache, get_place (self, known[row]), batch, row))
            break;
        }
      if (guild_cache_commit (self->cache))
        return;
    }
}

/* What ROWS of BATCH, not yet written, tell of connections that were known otherwise. A company
 * that is new here, or came back, tells nothing: nobody saw it before. */
static void
note_sightings (GuildStore *self, GuildBatch *batch, const GArray *rows, const guint *known)
{
  gint64 now = g_get_real_time ();
  gint64 since = guild_cache_get_last_sync (self->cache);

  for (guint i = 0; self->connected && i < rows->len; i++)
    {
      guint row = g_array_index (rows, guint, i);
      g_autofree char *json = dup_json (self, known[row], guild_batch_get_id (batch, row));

      if (json == NULL || !guild_sighting_is_likely (json, guild_batch_get_json (batch, row)))
        continue;
      g_autoptr(GuildCompany) before = guild_company_new_from_json (self->table, json, NULL);
      g_autoptr(GuildCompany) after =
        guild_company_new_from_json (self->table, guild_batch_get_json (batch, row), NULL);
      if (before != NULL && after != NULL)
        guild_sighting_compare (before, after, now, since, self->sightings);
    }
}

GPtrArray *
guild_store_take_sightings (GuildStore *self)
{
  if (self->sightings->len == 0)
    return NULL;
  GPtrArray *sightings = g_steal_pointer (&self->sightings);
  self->sightings = sightings_new ();
  return sightings;
}

void
guild_store_put_rows (GuildStore *self, GuildBatch *batch, const GArray *rows, guint *known)
{
  if (rows->len == 0)
    return;
  note_sightings (self, batch, rows, known);

  g_autoptr(GuildEdit) edit = guild_edit_new (self->snapshot, ++self->stamp);
  for (guint i = 0; i < rows->len; i++)
    {
      guint row = g_array_index (rows, guint, i);

      known[row] = guild_edit_put (edit, batch, row, known[row], batch_flags (self, batch, row));
      for (; self->places->len <= known[row]; g_array_append_val (self->places, self->last_place))
        self->last_place++;
    }
  write_rows (self, batch, rows, known);
  commit_edit (self, edit);
}

void
guild_store_remove_rows (GuildStore *self, const GArray *rows)
{
  if (rows->len == 0)
    return;
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      GuildScratch scratch;

      guild_cache_begin (self->cache);
      for (guint i = 0; i < rows->len; i++)
        {
          guint row = g_array_index (rows, guint, i);
          if (!guild_cache_remove (self->cache, get_place (self, row),
                                   guild_snapshot_get_id (self->snapshot, row, &scratch)))
            break;
        }
      if (guild_cache_commit (self->cache))
        break;
    }

  g_autoptr(GuildEdit) edit = guild_edit_new (self->snapshot, ++self->stamp);
  for (guint i = 0; i < rows->len; i++)
    guild_edit_set_flags (edit, g_array_index (rows, guint, i), GUILD_ROW_GONE);
  commit_edit (self, edit);
}

/* Whether something later than AFTER is known about the company. */
gboolean
guild_store_knows_later (GuildStore *self, const char *id, guint64 after)
{
  const guint64 *serial = g_hash_table_lookup (self->applied, id);
  return serial != NULL && *serial > after;
}

/* The same, also of what a page has told. ROW: the company's, or G_MAXUINT. */
static gboolean
knows_later_page (GuildStore *self, const char *id, guint row, guint64 after)
{
  if (guild_store_knows_later (self, id, after))
    return TRUE;
  if (row >= self->seen->len)
    return FALSE;
  return g_array_index (self->pages, guint64, g_array_index (self->seen, guint32, row)) > after;
}

void
guild_store_note_answer (GuildStore *self, const char *id, guint64 serial)
{
  g_hash_table_replace (self->applied, g_strdup (id), g_memdup2 (&serial, sizeof serial));
}

void
guild_store_apply (GuildStore *self, GuildBatch *batch, guint64 serial, guint64 after)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *known = g_new (guint, guild_batch_get_length (batch));

  for (guint i = 0; i < guild_batch_get_length (batch); i++)
    {
      const char *id = guild_batch_get_id (batch, i);

      known[i] = guild_snapshot_find (self->snapshot, id);
      if (knows_later_page (self, id, known[i], after))
        continue;
      if (guild_store_differs (self, batch, i, known[i]))
        g_array_append_val (rows, i);
      guild_store_note_answer (self, id, serial);
      g_hash_table_remove (self->removed, id);
    }
  guild_store_put_rows (self, batch, rows, known);
}

void
guild_store_remove (GuildStore *self, const char *id, guint64 serial, guint64 after)
{
  guint row = guild_snapshot_find (self->snapshot, id);

  if (knows_later_page (self, id, row, after))
    return;
  guild_store_note_answer (self, id, serial);
  if (self->running)
    g_hash_table_add (self->removed, g_strdup (id));
  g_hash_table_remove (self->hidden, id);
  if (!guild_store_is_present (self, row))
    return;
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (rows, row);
  guild_store_remove_rows (self, rows);
}

/* Most companies are well and were before. */
static gboolean
tells_news (GuildStore *self, GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++)
    {
      const GuildFailure *failure = found->pdata[i];
      if (failure->failing || guild_failures_find (self->failures, failure->company_id) != NULL)
        return TRUE;
    }
  return FALSE;
}

void
guild_store_set_note (GuildStore *self, const char *key, const char *text)
{
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      guild_cache_begin (self->cache);
      guild_cache_set_note (self->cache, key, text);
      if (guild_cache_commit (self->cache))
        break;
    }
}

void
guild_store_note_failures (GuildStore *self, GPtrArray *found)
{
  if (!tells_news (self, found))
    return;
  GuildFailures *failures = guild_failures_with (self->failures, found);
  g_autofree char *text = guild_failures_to_text (failures);

  guild_failures_unref (self->failures);
  self->failures = failures;
  guild_store_set_note (self, "failing", text);

  /* The rows are marked as changed, for orders and lists to look at them again. */
  g_autoptr(GuildEdit) edit = guild_edit_new (self->snapshot, ++self->stamp);
  for (guint i = 0; i < found->len; i++)
    {
      guint row =
        guild_snapshot_find (self->snapshot, ((GuildFailure *) found->pdata[i])->company_id);
      if (guild_store_is_present (self, row))
        guild_edit_set_flags (edit, row, guild_snapshot_get_flags (self->snapshot, row));
    }
  commit_edit (self, edit);
}

void
guild_store_set_hidden (GuildStore *self, const char *id, gboolean hidden)
{
  guint row = guild_snapshot_find (self->snapshot, id);

  if (hidden)
    g_hash_table_add (self->hidden, g_strdup (id));
  else
    g_hash_table_remove (self->hidden, id);
  if (row == G_MAXUINT)
    return;
  GuildRowFlags flags = guild_snapshot_get_flags (self->snapshot, row);
  GuildRowFlags wanted = hidden ? flags | GUILD_ROW_HIDDEN : flags & ~GUILD_ROW_HIDDEN;
  if (wanted == flags)
    return;
  g_autoptr(GuildEdit) edit = guild_edit_new (self->snapshot, ++self->stamp);
  guild_edit_set_flags (edit, row, wanted);
  commit_edit (self, edit);
}

void
guild_store_set_groups (GuildStore *self, GPtrArray *groups)
{
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      guild_cache_begin (self->cache);
      guild_cache_set_groups (self->cache, groups);
      if (guild_cache_commit (self->cache))
        break;
    }
}
