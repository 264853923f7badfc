/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-picture.h"

#include <libsoup/soup.h>
#include <glib/gi18n-lib.h>

/* Pictures lie wherever the service says, on other hosts than its own too: so they have a transport
 * that never had the key. */

#define AT_ONCE 4
#define SECONDS 15

/* (transfer full) (nullable): scheme, host and port, NULL when nothing is asked there. Whoever
 * speaks https with the service is not led to http. */
static char *
dup_origin (GuildService *self, const char *address)
{
  const char *base = guild_transport_get_base (guild_service_get_transport (self));
  g_autoptr(GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  const char *scheme = g_uri_get_scheme (uri);
  if (!g_str_equal (scheme, "https") &&
      !(g_str_equal (scheme, "http") && g_ascii_strncasecmp (base, "http:", 5) == 0))
    return NULL;
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     "", NULL, NULL);
}

/* (transfer none): pictures of one service nearly always lie on one host. */
static GuildTransport *
get_transport (GuildService *self, const char *origin)
{
  GuildTransport *known = g_object_get_data (G_OBJECT (self), "guild-pictures");

  if (known != NULL && g_str_equal (guild_transport_get_base (known), origin))
    return known;
  GuildTransport *transport = guild_transport_new (origin, NULL);
  guild_transport_set_header (transport, "Accept", "image/png, image/jpeg, image/gif, image/bmp, "
                              "image/svg+xml");
  guild_transport_set_budget (transport, 0, AT_ONCE);
  guild_transport_set_patience (transport, SECONDS, 500);
  g_object_set_data_full (G_OBJECT (self), "guild-pictures", transport, g_object_unref);
  return transport;
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  g_autoptr(GuildReply) reply =
    guild_transport_send_finish (GUILD_TRANSPORT (source), result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, g_bytes_ref (reply->body), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
guild_picture_read_async (GuildService *self, const char *address, gsize max_bytes,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_SERVICE (self));
  g_return_if_fail (address != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  g_autofree char *origin = dup_origin (self, address);
  g_task_set_source_tag (task, guild_picture_read_async);
  if (origin == NULL)
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_BAD_ANSWER, NULL,
                               _("The service names no web address for a picture. Nothing was sent "
                                 "there."));
      g_task_return_error (task, error);
      return;
    }
  /* The transport lives until it answered, whichever host is asked next. */
  GuildTransport *transport = g_object_ref (get_transport (self, origin));
  g_task_set_task_data (task, transport, g_object_unref);
  guild_transport_set_max_body (transport, max_bytes);
  guild_transport_send_async (transport, "GET", address, NULL, NULL,
                              GUILD_SEND_SAFE | GUILD_SEND_ANONYMOUS, cancellable, picture_cb,
                              g_steal_pointer (&task));
}

GBytes *
guild_picture_read_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
