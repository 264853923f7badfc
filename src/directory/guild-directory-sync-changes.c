/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-sync-private.h"

#include <glib/gi18n-lib.h>

/* What changed since the newest change that is known here. Each request begins at the last change
 * of the one before: a company that changes while the list is read moves to its end, and page
 * numbers would let another slip through. */

typedef struct
{
  GuildSync *sync;   /* (borrowed) */
  guint      field;  /* of the table: when a company changed */
  gint64     since;  /* GUILD_NUMBER_UNSET: nothing is known yet */
  gint64     newest; /* of the last answer */
  guint      page;   /* of companies that changed at the same moment */
  guint      n_seen;
  guint64    serial; /* when it was asked for */
  GuildPage *answer; /* (owned) (nullable) */
} Reading;

static void ask (Reading *self);

/* The field by which the service can be asked for what changed; G_MAXUINT when there is none. */
static guint
find_field (const GuildFieldTable *table)
{
  for (guint i = 0; i < table->n_fields; i++)
    if (table->fields[i].kind == GUILD_FIELD_TIME && table->fields[i].remote_filter != NULL)
      return i;
  return G_MAXUINT;
}

gboolean
guild_sync_can_read_changes (GuildDirectory *directory)
{
  return (guild_service_get_flags (directory->service) & GUILD_SERVICE_HAS_CHANGED_SINCE) != 0 &&
         directory->last_sync != GUILD_NUMBER_UNSET &&
         find_field (directory->table) != G_MAXUINT;
}

static void
reading_free (Reading *self)
{
  g_clear_pointer (&self->answer, guild_page_free);
  g_free (self);
}

/* Takes SELF. */
static void
end (Reading *self)
{
  GuildSync *sync = self->sync;

  reading_free (self);
  sync->ending = TRUE;
  guild_sync_end_pages (sync);
}

static void
fail_closed (Reading *self)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED,
                                                 _("The list of companies was closed."));
  guild_sync_stop (self->sync, error);
  end (self);
}

static void
store_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Reading *self = data;
  GuildBatch *batch = self->answer->batch;

  guild_store_apply_page (store, batch, self->serial);
  self->n_seen = guild_store_get_n_seen (store);
  self->newest = GUILD_NUMBER_UNSET;
  for (guint i = 0; i < guild_batch_get_length (batch); i++)
    self->newest = MAX (self->newest, guild_batch_get_cell (batch, i, self->field)->number);
}

static void
store_done (gpointer data)
{
  Reading *self = data;
  GuildDirectory *directory = self->sync->directory;

  directory->n_synced = self->n_seen;
  guild_directory_notify (directory, GUILD_DIRECTORY_PROP_N_SYNCED);
  if (!self->answer->more || self->sync->error != NULL)
    {
      end (self);
      return;
    }
  if (self->newest > self->since)
    {
      self->since = self->newest;
      self->page = 0;
    }
  else
    self->page++;
  g_clear_pointer (&self->answer, guild_page_free);
  ask (self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *self = data;
  g_autoptr(GError) error = NULL;

  self->answer = guild_service_list_page_finish (GUILD_SERVICE (source), result, &error);
  if (self->answer == NULL)
    {
      guild_sync_stop (self->sync, error);
      end (self);
    }
  else if (!guild_worker_push (self->sync->directory->worker, store_run, store_done, self))
    fail_closed (self);
}

static void
ask (Reading *self)
{
  GuildSync *sync = self->sync;
  const char *field = sync->directory->table->fields[self->field].id;
  const GuildCondition since = { (char *) field, GUILD_MATCH_BETWEEN, NULL, self->since,
                                 GUILD_NUMBER_UNSET, FALSE };
  g_autoptr(GuildQuery) everything = guild_query_new ();
  g_autoptr(GuildQuery) changed = guild_query_with_condition (everything, &since);
  g_autoptr(GuildQuery) query = guild_query_with_sort (changed, field, FALSE);

  self->serial = ++sync->directory->serial;
  guild_service_list_page_async (sync->service, self->page,
                                 MAX (guild_service_get_page_size (sync->service), 1), query,
                                 sync->cancellable, listed_cb, self);
}

static void
begin_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Reading *self = data;
  GuildSnapshot *snapshot = guild_store_get_snapshot (store);

  for (guint i = 0; i < snapshot->segments->len; i++)
    {
      GuildSegment *segment = snapshot->segments->pdata[i];
      for (guint row = 0; row < segment->n_rows; row++)
        if ((segment->flags[row] & GUILD_ROW_GONE) == 0)
          self->since = MAX (self->since, guild_segment_get_number (segment, row, self->field));
    }
  guild_store_begin_run (store, self->sync->begun);
}

static void
begin_done (gpointer data)
{
  Reading *self = data;
  GuildSync *sync = self->sync;

  if (sync->error != NULL)
    end (self);
  else if (self->since != GUILD_NUMBER_UNSET)
    ask (self);
  else
    {
      /* Nothing is known to begin with. */
      reading_free (self);
      sync->total_moved = FALSE;
      g_clear_pointer (&sync->arrived, g_hash_table_unref);
      if (!guild_sync_begin_pages (sync))
        {
          sync->ending = TRUE;
          guild_sync_end_pages (sync);
        }
    }
}

gboolean
guild_sync_begin_changes (GuildSync *self)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->sync = self;
  reading->field = find_field (self->directory->table);
  reading->since = GUILD_NUMBER_UNSET;
  self->arrived = g_hash_table_new (NULL, NULL);
  self->total = -1;
  self->total_moved = TRUE; /* what did not change was not seen, and is not gone */
  if (guild_worker_push (self->directory->worker, begin_run, begin_done, reading))
    return TRUE;
  reading_free (reading);
  return FALSE;
}
