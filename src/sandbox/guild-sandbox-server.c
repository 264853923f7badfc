/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-server.h"
#include "sandbox/guild-sandbox-codat.h"
#include "sandbox/guild-sandbox-faults.h"

#include <string.h>

typedef struct
{
  GuildSandbox *sandbox; /* (borrowed) */
  guint latency;         /* ms */
} Handler;

/* One request while it waits or is answered. */
typedef struct
{
  GuildSandbox         *sandbox;  /* (borrowed) */
  SoupServerMessage    *message;  /* (owned) */
  GuildSandboxExchange *exchange; /* (owned) */
  GuildSandboxFault    *fault;    /* (owned) (nullable) */
  guint                 wait;     /* source id or 0 */
  gulong                finished; /* handler id or 0 */
} Call;

gint64
guild_sandbox_now (GuildSandbox *self)
{
  return g_get_real_time () + self->clock_offset;
}

const char *
guild_sandbox_switch (GuildSandbox *self, const char *name, const char *fallback)
{
  const char *value = g_hash_table_lookup (self->switches, name);

  return value != NULL ? value : fallback;
}

static void
call_free (Call *self)
{
  g_clear_handle_id (&self->wait, g_source_remove);
  if (self->finished != 0)
    g_signal_handler_disconnect (self->message, self->finished);
  g_clear_object (&self->message);
  g_clear_pointer (&self->exchange, guild_sandbox_exchange_free);
  g_clear_pointer (&self->fault, guild_sandbox_fault_free);
  g_free (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GIOStream) stream = data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

/* Ends the connection after the first half of the answer, or (HALF false) without a byte. */
static void
hang_up (Call *self, gboolean half)
{
  GIOStream *stream = soup_server_message_steal_connection (self->message);
  g_autoptr(GString) text = g_string_new (NULL);

  if (stream == NULL)
    return;
  if (!half || self->exchange->answer == NULL)
    {
      g_io_stream_close (stream, NULL, NULL);
      g_object_unref (stream);
      return;
    }

  gsize size;
  const char *data = g_bytes_get_data (self->exchange->answer, &size);
  g_string_append_printf (text, "HTTP/1.1 %u %s\r\nContent-Type: %s\r\nContent-Length: %"
                          G_GSIZE_FORMAT "\r\n\r\n", self->exchange->status,
                          soup_status_get_phrase (self->exchange->status),
                          self->exchange->answer_type, size);
  g_string_append_len (text, data, (gssize) (size / 2));
  g_autoptr(GBytes) bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  g_object_set_data_full (G_OBJECT (stream), "bytes", g_bytes_ref (bytes),
                          (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, NULL, written_cb, stream);
}

static void
dispatch (GuildSandbox *sandbox, GuildSandboxExchange *exchange)
{
  if (guild_sandbox_control_handle (sandbox, exchange) ||
      guild_sandbox_link_handle (sandbox, exchange) ||
      guild_sandbox_codat_handle (sandbox, exchange) ||
      guild_sandbox_autodesk_handle (sandbox, exchange))
    return;
  guild_sandbox_codat_fail (sandbox, exchange, 404, "PublicApi", "NotFound");
}

static void
send_answer (Call *self)
{
  GuildSandboxExchange *exchange = self->exchange;

  /* libsoup knows no phrase for this one. */
  soup_server_message_set_status (self->message, exchange->status,
                                  exchange->status == 429 ? "Too Many Requests" : NULL);
  /* libsoup closes after an answer without a body and does not say so: the next request on the same
   * connection would be lost. */
  if (exchange->status == 204)
    soup_message_headers_replace (exchange->answer_headers, "Connection", "close");
  if (exchange->answer == NULL)
    return;
  if (exchange->answer_type != NULL)
    soup_message_headers_replace (exchange->answer_headers, "Content-Type", exchange->answer_type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message),
                                  exchange->answer);
}

static GuildSandboxCut
get_cut (Call *self)
{
  return self->fault != NULL ? self->fault->cut : GUILD_SANDBOX_CUT_NEVER;
}

static void
work (Call *self)
{
  GuildSandboxCut cut = get_cut (self);
  gboolean control = g_strcmp0 (self->exchange->segments[0], "_sandbox") == 0;

  if (cut != GUILD_SANDBOX_CUT_BEFORE)
    {
      if (self->fault == NULL || self->fault->status == 0 || self->fault->late)
        dispatch (self->sandbox, self->exchange);
      if (self->fault != NULL)
        guild_sandbox_fault_apply (self->sandbox, self->fault, self->exchange);
    }
  if (!control)
    guild_sandbox_log_add (self->sandbox->log, self->exchange,
                           cut == GUILD_SANDBOX_CUT_NEVER ? self->exchange->status : 0);
}

/* Sends what the work has brought. */
static void
serve (Call *self)
{
  GuildSandboxCut cut = get_cut (self);

  if (cut != GUILD_SANDBOX_CUT_NEVER)
    hang_up (self, cut == GUILD_SANDBOX_CUT_BODY);
  else
    send_answer (self);
}

static gboolean
works_first (Call *self)
{
  return self->fault != NULL && self->fault->late && self->fault->delay > 0;
}

static gboolean
waited_cb (gpointer data)
{
  Call *self = data;

  self->wait = 0;
  g_signal_handler_disconnect (self->message, self->finished);
  self->finished = 0;
  /* Unpaused before the answer is set: a stolen connection must not be touched afterwards. */
  soup_server_message_unpause (self->message);
  if (!works_first (self))
    work (self);
  serve (self);
  call_free (self);
  return G_SOURCE_REMOVE;
}

/* The client went away while its request was waiting: nothing more is done. */
static void
gone_cb (SoupServerMessage *message, gpointer data)
{
  call_free (data);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Handler *handler = data;
  Call *call = g_new0 (Call, 1);

  call->sandbox = handler->sandbox;
  call->message = g_object_ref (message);
  call->exchange = guild_sandbox_exchange_new (message);
  guint delay = 0;
  if (g_strcmp0 (call->exchange->segments[0], "_sandbox") != 0)
    {
      GuildSandboxFault *fault = guild_sandbox_faults_take (call->sandbox, call->exchange);
      call->fault = fault != NULL ? guild_sandbox_fault_copy (fault) : NULL;
      delay = handler->latency + (fault != NULL ? fault->delay : 0);
    }
  if (delay == 0 || works_first (call))
    work (call);
  if (delay == 0)
    {
      serve (call);
      call_free (call);
      return;
    }
  soup_server_message_pause (message);
  call->finished = g_signal_connect (message, "finished", G_CALLBACK (gone_cb), call);
  call->wait = g_timeout_add (delay, waited_cb, call);
}

SoupServer *
guild_sandbox_server_start (GuildSandbox *self, guint port, guint latency, GError **error)
{
  g_autoptr(SoupServer) server = soup_server_new ("server-header", "guildhall-sandbox", NULL);
  Handler *handler = g_new0 (Handler, 1);

  handler->sandbox = self;
  handler->latency = latency;
  soup_server_add_handler (server, NULL, request_cb, handler, g_free);
  /* Loopback only, always: what it serves looks like real credentials. */
  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;

  GSList *uris = soup_server_get_uris (server);
  self->base_url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_steal_pointer (&server);
}
