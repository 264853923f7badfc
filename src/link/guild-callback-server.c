/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-callback-server.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>
#include "service/guild-loopback.h"

#define MAX_QUERY 2048
#define MAX_VALUE 256

struct _GuildCallbackServer
{
  GObject parent_instance;

  SoupServer *server; /* (owned) (nullable): NULL once disposed */
  char       *nonce;  /* (owned) */
  guint16     port;
  gboolean    used;   /* the one success answer has been given */
};

/* What the right request said, until its answer has been sent. */
typedef struct
{
  GWeakRef server;
  char    *company_id;    /* (owned) (nullable) */
  char    *connection_id; /* (owned) (nullable) */
  char    *status_code;   /* (owned) (nullable) */
} Call;

G_DEFINE_FINAL_TYPE (GuildCallbackServer, guild_callback_server, G_TYPE_OBJECT)

static guint called_signal;

static void
call_free (Call *call, GClosure *closure)
{
  g_weak_ref_clear (&call->server);
  g_free (call->company_id);
  g_free (call->connection_id);
  g_free (call->status_code);
  g_free (call);
}

static char *
dup_parameter (GHashTable *query, const char *name)
{
  const char *value = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  if (value == NULL || *value == '\0' || strlen (value) > MAX_VALUE ||
      !g_utf8_validate (value, -1, NULL))
    return NULL;
  return g_strdup (value);
}

static void
refuse (SoupServerMessage *message, guint status)
{
  guild_loopback_refuse (message, status,
                         _("This address has been used already or is not valid. Look at "
                           "Guildhall’s window to see how the authorisation stands."));
}

/* Told when the answer is out, because the listener may then close this server. */
static void
answered_cb (SoupServerMessage *message, gpointer data)
{
  Call *call = data;
  g_autoptr(GuildCallbackServer) self = g_weak_ref_get (&call->server);

  g_weak_ref_set (&call->server, NULL);
  if (self != NULL && self->server != NULL)
    g_signal_emit (self, called_signal, 0, call->company_id, call->connection_id,
                   call->status_code);
}

static void
accept_call (GuildCallbackServer *self, SoupServerMessage *message, GHashTable *query)
{
  Call *call = g_new0 (Call, 1);

  self->used = TRUE;
  g_weak_ref_init (&call->server, self);
  call->company_id = dup_parameter (query, "companyId");
  call->connection_id = dup_parameter (query, "connectionId");
  call->status_code = dup_parameter (query, "statusCode");
  g_signal_connect_data (message, "finished", G_CALLBACK (answered_cb), call,
                         (GClosureNotify) (void (*) (void)) call_free, 0);
  g_signal_connect (message, "disconnected", G_CALLBACK (answered_cb), call);
  guild_loopback_answer (message, SOUP_STATUS_OK, _("You can close this tab"),
                         _("You can close this tab and return to Guildhall. It is asking the "
                           "service whether access was granted."));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  GuildCallbackServer *self = data;
  g_autofree char *expected = g_strconcat ("/linked/", self->nonce, NULL);
  const char *raw_query = g_uri_get_query (soup_server_message_get_uri (message));

  if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED);
  else if (!guild_loopback_equal (path, expected))
    refuse (message, SOUP_STATUS_NOT_FOUND);
  else if (raw_query != NULL && strlen (raw_query) > MAX_QUERY)
    refuse (message, SOUP_STATUS_REQUEST_URI_TOO_LONG);
  else if (self->used)
    refuse (message, SOUP_STATUS_GONE);
  else
    accept_call (self, message, query);
}

static void
guild_callback_server_dispose (GObject *object)
{
  GuildCallbackServer *self = GUILD_CALLBACK_SERVER (object);

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  G_OBJECT_CLASS (guild_callback_server_parent_class)->dispose (object);
}

static void
guild_callback_server_finalize (GObject *object)
{
  GuildCallbackServer *self = GUILD_CALLBACK_SERVER (object);

  if (self->nonce != NULL)
    explicit_bzero (self->nonce, strlen (self->nonce));
  g_free (self->nonce);
  G_OBJECT_CLASS (guild_callback_server_parent_class)->finalize (object);
}

static void
guild_callback_server_class_init (GuildCallbackServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = guild_callback_server_dispose;
  object_class->finalize = guild_callback_server_finalize;

  /**
   * GuildCallbackServer::called:
   * @company_id: (nullable): as the browser said it, like the other two: anybody may have
   * @connection_id: (nullable):
   * @status_code: (nullable):
   *
   * Somebody came with the right nonce. Emitted once at most, after the browser got its answer.
   */
  called_signal = g_signal_new ("called", GUILD_TYPE_CALLBACK_SERVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING,
                                G_TYPE_STRING);
}

static void
guild_callback_server_init (GuildCallbackServer *self)
{
}

static gboolean
listen_here (GuildCallbackServer *self, guint16 port, GError **error)
{
  g_autoptr(GError) local = NULL;

  if (!soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
                     _("Another program on this computer uses port %u."), port);
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  GSList *uris = soup_server_get_uris (self->server);
  self->port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

/**
 * guild_callback_server_new:
 * @port: a port, 0 for any free one
 * @error: %G_IO_ERROR_ADDRESS_IN_USE when another program has @port
 *
 * Listens on 127.0.0.1 from now on until it is disposed of.
 *
 * Returns: (transfer full) (nullable): a server
 */
GuildCallbackServer *
guild_callback_server_new (guint16 port, GError **error)
{
  g_autoptr(GuildCallbackServer) self = g_object_new (GUILD_TYPE_CALLBACK_SERVER, NULL);

  self->nonce = guild_loopback_make_nonce (error);
  if (self->nonce == NULL)
    return NULL;
  self->server = guild_loopback_new (request_cb, self);
  if (!listen_here (self, port, error))
    return NULL;
  return g_steal_pointer (&self);
}

guint16
guild_callback_server_get_port (GuildCallbackServer *self)
{
  g_return_val_if_fail (GUILD_IS_CALLBACK_SERVER (self), 0);
  return self->port;
}

const char *
guild_callback_server_get_nonce (GuildCallbackServer *self)
{
  g_return_val_if_fail (GUILD_IS_CALLBACK_SERVER (self), NULL);
  return self->nonce;
}

/**
 * guild_callback_server_dup_template:
 * @self: a server
 *
 * The nonce is not in it: the service puts in what the link address carries as “guildNonce”, so
 * the template may stay at the service from one attempt to the next (codat.md §12.1).
 *
 * Returns: (transfer full): the redirect template
 */
char *
guild_callback_server_dup_template (GuildCallbackServer *self)
{
  g_return_val_if_fail (GUILD_IS_CALLBACK_SERVER (self), NULL);
  return guild_callback_server_make_template (self->port);
}

/**
 * guild_callback_server_make_template:
 * @port: 1…65535
 *
 * What guild_callback_server_dup_template() gives for a server on @port.
 *
 * Returns: (transfer full): the redirect template
 */
char *
guild_callback_server_make_template (guint16 port)
{
  return g_strdup_printf ("http://127.0.0.1:%u/linked/{guildNonce}?companyId={companyId}"
                          "&connectionId={connectionId}&statusCode={statusCode}", port);
}
