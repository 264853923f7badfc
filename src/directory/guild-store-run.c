/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-store-private.h"

#include <stdio.h>

/* What a run of the sync stores, and what is gone when it has seen everything. */

#define BOOKMARK     "bookmark"
/* Later than that too much may have moved at the service for the rest to fit what came. */
#define BOOKMARK_AGE (15 * G_TIME_SPAN_MINUTE)

/* By the newest page. */
static void
mark_seen (GuildStore *self, guint row)
{
  if (row >= self->seen->len)
    g_array_set_size (self->seen, row + 1);
  guint32 *seen = &g_array_index (self->seen, guint32, row);
  if (*seen < self->first_page)
    self->n_seen++;
  *seen = self->pages->len - 1;
}

void
guild_store_begin_run (GuildStore *self, guint64 serial)
{
  self->running = TRUE;
  self->begun = serial;
  self->first_page = self->pages->len;
  self->n_seen = 0;
  g_hash_table_remove_all (self->removed);
}

void
guild_store_set_bookmark (GuildStore *self, const GuildBookmark *bookmark)
{
  if (guild_cache_get_last_sync (self->cache) != GUILD_NUMBER_UNSET)
    return;
  g_autofree char *text =
    g_strdup_printf ("%u %u %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, bookmark->page,
                     bookmark->page_size, bookmark->served, bookmark->total, bookmark->time);
  guild_store_set_note (self, BOOKMARK, text);
}

/* FALSE: none, or none that is of use. */
static gboolean
read_bookmark (GuildStore *self, gint64 now, GuildBookmark *bookmark)
{
  g_autofree char *text = guild_cache_dup_note (self->cache, BOOKMARK);

  return guild_cache_get_last_sync (self->cache) == GUILD_NUMBER_UNSET && text != NULL &&
         sscanf (text, "%u %u %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &bookmark->page,
                 &bookmark->page_size, &bookmark->served, &bookmark->total, &bookmark->time) == 5 &&
         bookmark->time <= now && now - bookmark->time < BOOKMARK_AGE;
}

gboolean
guild_store_resume_run (GuildStore *self, guint64 serial, gint64 now, GuildBookmark *bookmark)
{
  if (!read_bookmark (self, now, bookmark))
    return FALSE;
  guild_store_begin_run (self, serial);
  guild_store_add_page (self, 0);
  for (guint row = 0; row < self->snapshot->n_rows; row++)
    if (guild_store_is_present (self, row))
      mark_seen (self, row);
  return TRUE;
}

void
guild_store_apply_page (GuildStore *self, GuildBatch *batch, guint64 after)
{
  guint n = guild_batch_get_length (batch);
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GHashTable) in_page = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint *known = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    {
      const char *id = guild_batch_get_id (batch, i);

      known[i] = guild_snapshot_find (self->snapshot, id);
      if (g_hash_table_contains (self->removed, id) || guild_store_knows_later (self, id, after) ||
          !g_hash_table_add (in_page, (gpointer) id))
        continue;
      if (guild_store_differs (self, batch, i, known[i]))
        g_array_append_val (rows, i);
    }
  guild_store_put_rows (self, batch, rows, known);
  guild_store_add_page (self, after);
  for (guint i = 0; i < n; i++)
    if (known[i] != G_MAXUINT)
      mark_seen (self, known[i]);
  self->n_seen += guild_batch_get_n_skipped (batch);
}

guint
guild_store_get_n_seen (GuildStore *self)
{
  return self->n_seen;
}

static void
sweep_unseen (GuildStore *self)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  GuildScratch scratch;

  g_array_set_size (self->seen, MAX (self->seen->len, self->snapshot->n_rows));
  for (guint row = 0; row < self->snapshot->n_rows; row++)
    {
      if (!guild_store_is_present (self, row) ||
          g_array_index (self->seen, guint32, row) >= self->first_page)
        continue;
      const char *id = guild_snapshot_get_id (self->snapshot, row, &scratch);
      if (guild_store_knows_later (self, id, self->begun))
        continue;
      /* What was asked for before the run knows less than it. */
      guild_store_note_answer (self, id, self->begun);
      g_array_append_val (rows, row);
    }
  guild_store_remove_rows (self, rows);
}

void
guild_store_end_run (GuildStore *self, gboolean sweep, GPtrArray *groups, gint64 now)
{
  if (sweep)
    sweep_unseen (self);
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      guild_cache_begin (self->cache);
      if (groups != NULL)
        guild_cache_set_groups (self->cache, groups);
      guild_cache_set_last_sync (self->cache, now);
      guild_cache_set_note (self->cache, BOOKMARK, NULL);
      if (guild_cache_commit (self->cache))
        break;
    }
  guild_store_abandon_run (self);
}

void
guild_store_abandon_run (GuildStore *self)
{
  self->running = FALSE;
  g_hash_table_remove_all (self->removed);
}
