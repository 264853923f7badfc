/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-field.h"
#include "service/guild-transport.h"
#include "ui/guild-error.h"

/* How fresh the data is: asked once, and again while the service fetches something. Each question
 * is one of the day's requests, so it is asked less and less often. */

#define FIRST_SECONDS 2
#define MAX_SECONDS 60
#define LOW_SECONDS 600 /* few requests are left for today */

static void ask (GuildRecordsWindow *self);

static gboolean
poll_cb (gpointer data)
{
  GuildRecordsWindow *self = data;

  self->poll = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_running (GPtrArray *statuses)
{
  for (guint i = 0; statuses != NULL && i < statuses->len; i++)
    if (guild_sync_status_is_running (((GuildDataStatus *) statuses->pdata[i])->status))
      return TRUE;
  return FALSE;
}

static guint
find_delay (GuildRecordsWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  const GuildQuota *quota = service != NULL
    ? guild_transport_get_quota (guild_service_get_transport (service)) : NULL;
  gint64 now = g_get_real_time ();

  if (quota == NULL || !guild_quota_is_low (quota))
    return CLAMP (self->delay * 2, FIRST_SECONDS, MAX_SECONDS);
  if (quota->remaining > 0 || quota->reset_at == GUILD_NUMBER_UNSET)
    return LOW_SECONDS;
  return (guint) CLAMP ((quota->reset_at - now) / G_USEC_PER_SEC, LOW_SECONDS, 24 * 60 * 60);
}

static void
wait (GuildRecordsWindow *self)
{
  g_clear_handle_id (&self->poll, g_source_remove);
  if (!is_running (self->statuses))
    return;
  self->delay = find_delay (self);
  self->poll = g_timeout_add_seconds (self->delay, poll_cb, self);
}

/* What passes is waited for, and told once. */
static void
fail (GuildRecordsWindow *self, const GError *error)
{
  gboolean gone = g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND);
  gboolean told = self->lost;

  self->lost = TRUE;
  guild_records_update_actions (self);
  if (self->statuses == NULL || gone)
    guild_records_show_error (self, error);
  else
    {
      if (!told)
        guild_error_show (GTK_WINDOW (self), error, _("How fresh the data is was not read"));
      wait (self);
    }
}

static void
statuses_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildRecordsWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) statuses =
    guild_codat_read_data_status_finish (GUILD_CODAT (source), result, &error);
  GCancellable *of = g_task_get_cancellable (G_TASK (result));

  if (of != self->looking || g_cancellable_is_cancelled (of))
    return;
  self->queueing = FALSE;
  if (statuses == NULL)
    {
      fail (self, error);
      return;
    }
  self->lost = FALSE;
  guild_records_take_statuses (self, statuses);
  wait (self);
}

static void
ask (GuildRecordsWindow *self)
{
  GuildCodat *codat = guild_records_get_codat (self);

  guild_records_stop_looking (self);
  if (codat == NULL)
    {
      self->queueing = FALSE;
      guild_records_update_actions (self);
      if (self->place == NULL)
        guild_records_read (self); /* which says why not */
      return;
    }
  self->looking = g_cancellable_new ();
  guild_codat_read_data_status_async (codat, guild_company_get_id (self->company), self->looking,
                                      statuses_cb, g_object_ref (self));
}

void
guild_records_look (GuildRecordsWindow *self)
{
  self->delay = 0;
  ask (self);
}

void
guild_records_stop_looking (GuildRecordsWindow *self)
{
  g_clear_handle_id (&self->poll, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
queued_cb (gboolean queued, gpointer data)
{
  g_autoptr(GuildRecordsWindow) self = data;

  if (!g_cancellable_is_cancelled (self->cancellable))
    guild_records_look (self);
}

void
guild_records_queue (GuildRecordsWindow *self, const char *key)
{
  /* What was asked before says nothing about what is queued now. */
  guild_records_stop_looking (self);
  self->queueing = TRUE;
  guild_records_update_actions (self);
  guild_records_refresh (GTK_WINDOW (self), self->desk, self->directory, self->company, key,
                         key != NULL ? guild_records_get_refreshed (self) : NULL, queued_cb,
                         g_object_ref (self));
}
