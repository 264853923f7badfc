/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-sync-private.h"

#include <glib/gi18n-lib.h>

/* Pages asked for but not yet stored: hides the round trip, bounds the memory. */
#define N_IN_FLIGHT 3
/* Where nothing is known yet, so many rows come first, alone: they are to appear soon. The pages
 * that follow are as large as the service serves them, because it counts every request. */
#define FIRST_ROWS  200
/* Where a page is too much to take, smaller ones are asked for, down to this. */
#define LEAST_PAGE  100
/* Pages without a new company after which the rest is not asked for. */
#define MAX_BARREN  3
/* A list that moves is read from its beginning so many times more. */
#define MOST_AGAIN  2

typedef struct
{
  GuildSync *sync;   /* (borrowed) */
  guint      page;
  guint      page_size; /* asked for */
  guint      round;
  gboolean   early;  /* not a page of the run: it only shows its rows already */
  guint64    serial; /* when it was asked for */
  GuildPage *answer; /* (owned) (nullable) */
  guint      n_seen; /* after it was stored; of an early one, its own rows */
} Arrival;

static void go_on (GuildSync *self);

static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;
  g_clear_pointer (&arrival->answer, guild_page_free);
  g_free (arrival);
}

/* A service may serve less than it is asked for, and then counts its pages by that. */
static guint
get_served (const GuildPage *page, guint page_size)
{
  return page->size > 0 ? page->size : page_size;
}

/* Without a total nobody could tell later whether the list is still the same. */
static void
set_bookmark (GuildStore *store, Arrival *arrival)
{
  const GuildPage *answer = arrival->answer;
  const GuildBookmark bookmark = { arrival->page + 1, arrival->page_size,
                                   get_served (answer, arrival->page_size), answer->total,
                                   g_get_real_time () };

  if (answer->total >= 0 && answer->more)
    guild_store_set_bookmark (store, &bookmark);
}

static void
store_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Arrival *arrival = data;

  if (arrival->early)
    guild_store_apply (store, arrival->answer->batch, arrival->serial, arrival->serial);
  else
    {
      guild_store_apply_page (store, arrival->answer->batch, arrival->serial);
      set_bookmark (store, arrival);
    }
  arrival->n_seen = arrival->early ? guild_batch_get_length (arrival->answer->batch)
                                   : guild_store_get_n_seen (store);
  /* Here: to free thousands of companies takes milliseconds. */
  g_clear_pointer (&arrival->answer, guild_page_free);
}

static void
tell_n_synced (GuildSync *self, guint n_synced)
{
  self->directory->n_synced = n_synced;
  guild_directory_notify (self->directory, GUILD_DIRECTORY_PROP_N_SYNCED);
}

static void
store_done (gpointer data)
{
  Arrival *arrival = data;
  GuildSync *self = arrival->sync;
  GuildDirectory *directory = self->directory;

  self->n_working--;
  if (arrival->early)
    tell_n_synced (self, arrival->n_seen);
  if (arrival->early || arrival->round != self->round)
    {
      arrival_free (arrival);
      go_on (self);
      return;
    }
  self->n_stored++;
  self->n_barren = arrival->n_seen > self->n_seen ? 0 : self->n_barren + 1;
  self->n_seen = arrival->n_seen;
  /* A service that serves the same page for ever. */
  if (self->n_barren >= MAX_BARREN && !self->ended)
    {
      self->ended = self->total_moved = TRUE;
      self->n_known = self->next_request;
    }
  tell_n_synced (self, self->n_seen);
  if (self->total > 0)
    {
      directory->progress = MIN (1.0, (double) self->n_seen / self->total);
      guild_directory_notify (directory, GUILD_DIRECTORY_PROP_PROGRESS);
    }
  arrival_free (arrival);
  go_on (self);
}

static void
closed_while_running (GuildSync *self)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED,
                                                 _("The list of companies was closed."));
  guild_sync_stop (self, error);
}

static gboolean
push (GuildSync *self, GuildJobFunc run, GuildDoneFunc done, gpointer data)
{
  if (guild_worker_push (self->directory->worker, run, done, data))
    {
      self->n_working++;
      return TRUE;
    }
  closed_while_running (self);
  return FALSE;
}

/* Takes ARRIVAL. */
static gboolean
store_page (GuildSync *self, Arrival *arrival)
{
  if (push (self, store_run, store_done, arrival))
    return TRUE;
  arrival_free (arrival);
  return FALSE;
}

static void
store_in_order (GuildSync *self)
{
  gpointer value;

  while (g_hash_table_steal_extended (self->arrived, GUINT_TO_POINTER (self->next_store), NULL,
                                      &value))
    {
      if (!store_page (self, value))
        return;
      self->next_store++;
    }
}

static void
begin_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  GuildSync *self = data;
  guild_store_begin_run (store, self->begun);
}

static void
begin_done (gpointer data)
{
  GuildSync *self = data;

  self->n_working--;
  go_on (self);
}

/* From the first row on with other pages: page numbers of two sizes do not fit together, and rows
 * would fall between them. What is stored stays, and is seen again. */
static void
begin_over (GuildSync *self, guint page_size)
{
  self->page_size = page_size;
  self->round++;
  self->first_rows = self->resumed = FALSE;
  self->next_request = self->next_store = self->n_stored = 0;
  self->n_known = 1;
  self->ended = self->total_moved = FALSE;
  self->total = -1;
  self->n_seen = self->n_barren = 0;
  g_hash_table_remove_all (self->arrived);
  push (self, begin_run, begin_done, self);
}

static void
learn_from_page (GuildSync *self, guint number, const GuildPage *page)
{
  if (page->total >= 0)
    {
      self->total_moved |= self->total >= 0 && self->total != page->total;
      self->total = page->total;
    }
  if (!page->more || guild_batch_get_length (page->batch) +
                       guild_batch_get_n_skipped (page->batch) == 0)
    {
      self->ended = TRUE;
      self->n_known = MIN (self->n_known, number + 1);
      return;
    }
  if (self->ended)
    return;
  self->n_known = MAX (self->n_known, number + 2);
  if (page->total >= 0)
    {
      guint size = get_served (page, self->page_size);
      gint64 n_pages = (page->total + size - 1) / size;
      self->n_known = MAX (self->n_known, (guint) MIN (n_pages, G_MAXINT));
    }
}

static void
page_failed (GuildSync *self, guint page, const GError *error)
{
  /* More than is set aside for one answer: rows can be that large. */
  if (self->error == NULL && self->page_size > LEAST_PAGE &&
      g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_TOO_LARGE))
    {
      self->directory->page_size = MAX (self->page_size / 5, LEAST_PAGE);
      begin_over (self, self->directory->page_size);
    }
  /* There may be no such page any more. */
  else if (self->error == NULL && self->resumed &&
           (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_INVALID_REQUEST) ||
            g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND)))
    begin_over (self, self->page_size);
  /* Otherwise a page behind the end that turned out to be none of ours. */
  else if (!self->ended || page < self->n_known)
    guild_sync_stop (self, error);
}

static guint
get_page_size (GuildSync *self)
{
  guint size = MAX (guild_service_get_page_size (self->service), 1);

  return self->directory->page_size > 0 ? MIN (size, self->directory->page_size) : size;
}

/* Whether the list is still the one that the earlier run began to read. */
static gboolean
fits_bookmark (GuildSync *self, const GuildPage *page)
{
  return page->total == self->bookmark.total &&
         get_served (page, self->page_size) == self->bookmark.served;
}

/* Takes ARRIVAL. */
static void
page_came (GuildSync *self, Arrival *arrival)
{
  if (self->ended && arrival->page >= self->n_known)
    {
      arrival_free (arrival);
      return;
    }
  if (self->first_rows && arrival->answer->more)
    {
      arrival->early = TRUE;
      store_page (self, arrival);
      begin_over (self, get_page_size (self));
      return;
    }
  if (self->resumed && !fits_bookmark (self, arrival->answer))
    {
      arrival_free (arrival);
      begin_over (self, self->page_size);
      return;
    }
  learn_from_page (self, arrival->page, arrival->answer);
  g_hash_table_insert (self->arrived, GUINT_TO_POINTER (arrival->page), arrival);
  store_in_order (self);
}

static void
list_page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Arrival *arrival = data;
  GuildSync *self = arrival->sync;
  g_autoptr(GError) error = NULL;

  self->n_requested--;
  arrival->answer = guild_service_list_page_finish (GUILD_SERVICE (source), result, &error);
  if (arrival->answer != NULL && arrival->round == self->round)
    page_came (self, arrival);
  else
    {
      if (arrival->round == self->round)
        page_failed (self, arrival->page, error);
      arrival_free (arrival);
    }
  go_on (self);
}

static void
request_page (GuildSync *self)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->sync = self;
  arrival->page = self->next_request++;
  arrival->page_size = self->page_size;
  arrival->round = self->round;
  arrival->serial = ++self->directory->serial;
  self->n_requested++;
  guild_service_list_page_async (self->service, arrival->page, self->page_size, NULL,
                                 self->cancellable, list_page_cb, arrival);
}

/* Rows moved while they were read, and some slipped through. Where the next run asks only for what
 * changed, they would never come. */
static gboolean
must_read_again (GuildSync *self)
{
  return self->error == NULL && self->n_again < MOST_AGAIN &&
         (guild_service_get_flags (self->service) & GUILD_SERVICE_HAS_CHANGED_SINCE) != 0 &&
         self->total >= 0 && self->n_seen < self->total;
}

static void
go_on (GuildSync *self)
{
  while (self->error == NULL && self->next_request < self->n_known &&
         self->next_request - self->n_stored < N_IN_FLIGHT)
    request_page (self);
  if (self->ending || self->n_requested > 0 || self->n_working > 0 ||
      (self->error == NULL && self->n_stored < self->n_known))
    return;
  if (must_read_again (self))
    {
      self->n_again++;
      begin_over (self, self->page_size);
      return;
    }
  self->ending = TRUE;
  guild_sync_end_pages (self);
}

static void
first_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  GuildSync *self = data;

  self->resumed =
    guild_store_resume_run (store, self->begun, g_get_real_time (), &self->bookmark) &&
    self->bookmark.page_size == self->page_size;
  if (!self->resumed)
    guild_store_begin_run (store, self->begun);
  self->n_seen = guild_store_get_n_seen (store);
}

/* The worker has read the cache file by now: whether anything is on show already is known. */
static void
first_begun (gpointer data)
{
  GuildSync *self = data;

  if (self->resumed)
    {
      self->next_request = self->next_store = self->n_stored = self->bookmark.page;
      self->n_known = self->bookmark.page + 1;
      self->total = self->bookmark.total;
    }
  self->first_rows = !self->resumed && self->page_size > FIRST_ROWS &&
                     guild_directory_get_n_companies (self->directory) == 0;
  if (self->first_rows)
    self->page_size = FIRST_ROWS;
  begin_done (self);
}

gboolean
guild_sync_begin_pages (GuildSync *self)
{
  self->arrived = g_hash_table_new_full (NULL, NULL, NULL, arrival_free);
  self->total = -1;
  self->n_known = 1;
  self->page_size = get_page_size (self);
  return push (self, first_run, first_begun, self);
}
