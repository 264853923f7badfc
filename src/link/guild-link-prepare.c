/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-link-flow-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "service/codat/guild-codat.h"
#include "service/guild-problem.h"

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildLinkLate *late = data;
  g_autoptr(GError) error = NULL;
  gboolean ok = late->finish (result, &error);
  g_autoptr(GuildLinkFlow) self = guild_link_late_take (late);

  if (self == NULL)
    return;
  if (!ok)
    {
      g_free (self->note);
      self->note = g_strdup_printf (_("The browser could not be started (%s). Copy the link "
                                      "instead and open it yourself."),
                                    error != NULL ? error->message : "?");
      guild_link_flow_set_waiting (self);
    }
  else if (self->state == GUILD_LINK_PREPARING)
    guild_link_flow_set_state (self, GUILD_LINK_OPENED, g_strdup (_("Continue in the browser.")));
}

static void
link_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkFlow) self = guild_link_late_take (data);
  GError *error = NULL;
  g_autoptr(GuildBatch) batch = NULL;
  g_autofree char *link =
    guild_codat_read_link_finish (GUILD_CODAT (source), result, &batch, &error);

  if (self == NULL)
    {
      g_clear_error (&error);
      return;
    }
  if (link == NULL)
    {
      guild_link_flow_fail (self, error);
      return;
    }
  if (self->server != NULL)
    self->link = guild_link_add_parameter (link, "guildNonce",
                                           guild_callback_server_get_nonce (self->server));
  else
    self->link = g_strdup (link);
  explicit_bzero (link, strlen (link));
  guild_link_flow_watch (self);
  if (self->watching)
    guild_link_flow_set_waiting (self);
  else
    self->open (self->link, self->cancellable, opened_cb,
                guild_link_late_new (self, self->open_finish), self->open_data);
}

static void
read_link (GuildLinkFlow *self)
{
  guild_codat_read_link_async (GUILD_CODAT (self->service), self->company_id,
                               self->connection_id, self->cancellable, link_read_cb,
                               guild_link_late_new (self, NULL));
}

/* REASON is taken. */
static void
go_without_callback (GuildLinkFlow *self, char *reason)
{
  self->note = g_strdup_printf (_("%s Guildhall asks the service every now and then instead."),
                                reason);
  g_free (reason);
  if (self->server != NULL)
    g_signal_handlers_disconnect_by_data (self->server, self);
  g_clear_object (&self->server);
  read_link (self);
}

static void
redirect_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildLinkLate *late = data;
  g_autoptr(GError) error = NULL;
  gboolean ok = late->finish (result, &error);
  g_autoptr(GuildLinkFlow) self = guild_link_late_take (late);

  if (self == NULL)
    return;
  if (ok)
    read_link (self);
  else
    go_without_callback (self, g_strdup_printf (_("The redirect address could not be set (%s)."),
                                                error != NULL ? error->message : "?"));
}

static void
redirect_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkFlow) self = guild_link_late_take (data);
  g_autoptr(GError) error = NULL;
  g_autofree char *redirect =
    guild_codat_read_redirect_finish (GUILD_CODAT (source), result, &error);

  if (self == NULL)
    return;
  g_autofree char *wanted = guild_callback_server_dup_template (self->server);
  if (error != NULL && guild_link_error_is_final (error))
    guild_link_flow_fail (self, g_steal_pointer (&error));
  else if (error != NULL)
    go_without_callback (self, g_strdup_printf (_("The redirect address could not be read (%s)."),
                                                error->message));
  else if (g_strcmp0 (redirect, wanted) == 0)
    read_link (self);
  else if (self->set_redirect != NULL)
    self->set_redirect (self->directory, wanted, redirect != NULL ? redirect : "",
                        self->cancellable, redirect_set_cb,
                        guild_link_late_new (self, self->set_redirect_finish),
                        self->set_redirect_data);
  else
    go_without_callback (self, g_strdup (_("The service’s redirect address does not lead back "
                                           "to this program.")));
}

static void
called_cb (GuildCallbackServer *server, const char *company_id, const char *connection_id,
           const char *status, GuildLinkFlow *self)
{
  guild_link_flow_called (self, company_id, connection_id, status);
}

static void
start_callback (GuildLinkFlow *self)
{
  g_autoptr(GError) error = NULL;

  self->server = guild_callback_server_new (self->port, &error);
  if (self->server == NULL)
    {
      go_without_callback (self, g_strdup (error->message));
      return;
    }
  g_signal_connect (self->server, "called", G_CALLBACK (called_cb), self);
  guild_codat_read_redirect_async (GUILD_CODAT (self->service), self->cancellable,
                                   redirect_read_cb, guild_link_late_new (self, NULL));
}

/* How things stood before: what counts as newly linked depends on it. */
static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkFlow) self = guild_link_late_take (data);
  GError *error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL)
    {
      g_clear_error (&error);
      return;
    }
  if (company == NULL)
    {
      guild_link_flow_fail (self, error);
      return;
    }
  guild_link_memory_update (self->memory, company);
  if (self->watching)
    read_link (self);
  else
    start_callback (self);
}

void
guild_link_flow_prepare (GuildLinkFlow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  GError *error = NULL;

  if (service == NULL)
    g_set_error_literal (&error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
                         _("This workspace is not signed in."));
  else if (!GUILD_IS_CODAT (service))
    g_set_error_literal (&error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED,
                         _("This service has no links."));
  if (error != NULL)
    {
      guild_link_flow_fail (self, error);
      return;
    }
  self->service = g_object_ref (service);
  guild_link_flow_set_state (self, GUILD_LINK_PREPARING, g_strdup (_("Fetching a fresh link…")));
  guild_directory_refresh_company_async (self->directory, self->company_id, self->cancellable,
                                         remembered_cb, guild_link_late_new (self, NULL));
}
