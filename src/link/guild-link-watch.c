/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-link-flow-private.h"

#include <glib/gi18n-lib.h>

#include "service/guild-problem.h"

#define MAX_POLL_MS 60000

static void ask (GuildLinkFlow *self);

static gboolean
poll_cb (gpointer data)
{
  GuildLinkFlow *self = data;

  self->poll_source = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_poll (GuildLinkFlow *self)
{
  const GuildQuota *quota =
    guild_transport_get_quota (guild_service_get_transport (self->service));
  guint delay = guild_quota_is_low (quota) ? MAX_POLL_MS : self->delay_ms;

  g_clear_handle_id (&self->poll_source, g_source_remove);
  self->poll_source = g_timeout_add (delay, poll_cb, self);
  self->delay_ms = MIN (self->delay_ms * 2, MAX_POLL_MS);
}

/* What the browser said goes only so far as to choose among the ways of not being linked. */
static void
judge_call (GuildLinkFlow *self, GuildCompany *company, const char *service_error)
{
  guint status = self->called_status;
  g_autofree char *rival = guild_link_dup_rival (company, self->connection_id, self->called_id);
  char *message;

  self->called = FALSE;
  if (status < 400)
    {
      guild_link_flow_set_waiting (self);
      return;
    }
  if (status == 403)
    message = g_strdup (_("The customer left without granting access. Nothing was linked."));
  else if (status == 501)
    message = g_strdup (_("The service cannot link the chosen platform. Nothing was linked."));
  else if (rival != NULL)
    message = g_strdup_printf (_("A company can have one accounting connection that is active, and "
                                 "this one has %s. Unlink that first, then try again."), rival);
  else if (service_error != NULL)
    message = g_strdup_printf (_("Access was not granted. The service says: %s"), service_error);
  else
    message = g_strdup (_("Access was not granted, and the service does not say why. Try again."));
  guild_link_flow_end (self, status == 403   ? GUILD_LINK_CANCELLED
                             : status == 501 ? GUILD_LINK_NOT_SUPPORTED
                                             : GUILD_LINK_FAILED, message);
}

static void
judge (GuildLinkFlow *self, GuildCompany *company)
{
  /* 201: the customer found it linked and left it so (codat.md §12.1). */
  gboolean any = self->called_status == 201;
  const char *success_id = self->called_status < 400 ? self->called_id : NULL;
  g_autoptr(GuildConnection) linked = guild_link_memory_find_linked (
    self->memory, company, self->connection_id, success_id, any);

  if (linked != NULL)
    {
      guild_link_flow_succeed (self, guild_connection_get_platform_name (linked));
      return;
    }
  g_autofree char *error = guild_link_memory_dup_error (self->memory, company,
                                                        self->connection_id, self->called_id);
  guild_link_memory_update (self->memory, company);
  if (self->ask_again)
    return;
  if (self->called)
    judge_call (self, company, error);
  else if (error != NULL)
    guild_link_flow_set_state (
      self, GUILD_LINK_WAITING,
      g_strdup_printf (_("Still waiting. An attempt did not succeed; the service says: %s"),
                       error));
  else
    guild_link_flow_set_waiting (self);
}

/* Offline and the like pass. */
gboolean
guild_link_error_is_final (const GError *error)
{
  return g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkFlow) self = guild_link_late_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL)
    return;
  self->asking = FALSE;
  if (company != NULL)
    judge (self, company);
  else if (guild_link_error_is_final (error))
    guild_link_flow_fail (self, g_steal_pointer (&error));
  else
    guild_link_flow_set_state (
      self, GUILD_LINK_WAITING,
      g_strdup_printf (_("Still waiting. The service could not be asked just now: %s"),
                       error->message));
  if (guild_link_state_is_over (self->state))
    return;
  if (self->ask_again)
    ask (self);
  else
    schedule_poll (self);
}

static void
ask (GuildLinkFlow *self)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  self->ask_again = self->asking;
  if (self->asking)
    return;
  self->asking = TRUE;
  guild_directory_refresh_company_async (self->directory, self->company_id, self->cancellable,
                                         asked_cb, guild_link_late_new (self, NULL));
}

void
guild_link_flow_verify (GuildLinkFlow *self)
{
  self->delay_ms = self->poll_ms;
  guild_link_flow_set_state (self, GUILD_LINK_VERIFYING, g_strdup (_("Asking the service…")));
  ask (self);
}

void
guild_link_flow_called (GuildLinkFlow *self, const char *company_id, const char *connection_id,
                        const char *status)
{
  guint64 code = 0;

  self->called = TRUE;
  /* About another company, or no number: then it says no more than "look". */
  if (g_strcmp0 (company_id, self->company_id) == 0)
    {
      if (status != NULL)
        g_ascii_string_to_unsigned (status, 10, 100, 599, &code, NULL);
      g_free (self->called_id);
      self->called_id = g_strdup (connection_id);
    }
  self->called_status = code;
  guild_link_flow_verify (self);
}

static gboolean
deadline_cb (gpointer data)
{
  GuildLinkFlow *self = data;

  self->deadline_source = 0;
  guild_link_flow_end (
    self, GUILD_LINK_TIMED_OUT,
    g_strdup (_("Nobody granted access in time. A link that was opened or sent may still be used: "
                "refresh the company to see whether it was, or try again with a fresh link.")));
  return G_SOURCE_REMOVE;
}

void
guild_link_flow_watch (GuildLinkFlow *self)
{
  self->delay_ms = self->poll_ms;
  self->deadline_source = g_timeout_add_seconds (self->timeout_s, deadline_cb, self);
  schedule_poll (self);
}
