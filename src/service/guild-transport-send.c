/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-transport-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "company/guild-field.h"
#include "company/guild-thread.h"

#define MAX_TRIES 5
#define MAX_DELAY (30 * G_USEC_PER_SEC)
#define MAX_WAIT (120 * G_USEC_PER_SEC) /* longer is for a person to decide */
#define PIECE (64 * 1024)
/* libsoup 3.2 is not to be asked for single bytes of a chunked body. */
#define LEAST_READ 4096
/* What is copied in more time than a frame has to spare is put together by a worker. */
#define FEW_PIECES 4
#define MAX_ERROR_BODY (64 * 1024)

/* Of a body. */
typedef struct
{
  gsize  length;
  guint8 bytes[PIECE];
} Piece;

/* One request, from its first wait in the queue to its last answer. */
typedef struct
{
  GTask          *task;      /* (owned): its source is the transport */
  char           *method;    /* (owned) */
  char           *uri;       /* (owned) */
  char           *label;     /* (owned): method and path, redacted */
  GBytes         *body;      /* (owned) (nullable) */
  char           *type;      /* (owned) (nullable) */
  GuildSendFlags  flags;
  GuildGateTicket ticket;
  GSource        *cancelled; /* (owned) (nullable): watches the caller's cancellable */
  GSource        *pause;     /* (owned) (nullable): between two tries */
  guint           tries;

  /* Of the current try. */
  gboolean        inside;    /* has passed the gate */
  gboolean        sent;      /* the head may have left */
  gint64          began;
  GCancellable   *stop;      /* (owned) (nullable) */
  SoupMessage    *message;   /* (owned) (nullable) */
  GInputStream   *stream;    /* (owned) (nullable) */
  GPtrArray      *pieces;    /* (owned) (nullable) (element-type Piece): the last is being filled */
  gsize           length;    /* of all of them */
} Send;

static GuildTransport *
get_transport (Send *send)
{
  return g_task_get_source_object (send->task);
}

static gboolean
is_safe (Send *send)
{
  return (send->flags & GUILD_SEND_SAFE) != 0;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Ends the current try and lets the next in the queue pass. */
static void
end_try (Send *send)
{
  if (send->stream != NULL && !g_input_stream_is_closed (send->stream))
    g_input_stream_close_async (send->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&send->stream);
  g_clear_object (&send->message);
  g_clear_object (&send->stop);
  g_clear_pointer (&send->pieces, g_ptr_array_unref);
  send->length = 0;
  send->sent = FALSE;
  if (send->inside)
    {
      send->inside = FALSE;
      guild_gate_leave (get_transport (send)->gate);
    }
}

/* Frees SEND with what ends it; REPLY or ERROR is taken. */
static void
settle (Send *send, GuildReply *reply, GError *error)
{
  g_autoptr(GuildTransport) transport = g_object_ref (get_transport (send));
  g_autoptr(GTask) task = g_steal_pointer (&send->task);

  clear_source (&send->cancelled);
  clear_source (&send->pause);
  send->task = g_object_ref (task);
  end_try (send);
  g_clear_object (&send->task);
  if (error != NULL)
    g_debug ("%s: %s", send->label, error->message);
  g_free (send->method);
  g_free (send->uri);
  g_free (send->label);
  g_clear_pointer (&send->body, g_bytes_unref);
  g_free (send->type);
  g_free (send);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) guild_reply_free);
}

static void
enter (Send *send)
{
  guild_gate_enter (get_transport (send)->gate, &send->ticket);
}

static gboolean
pause_over_cb (gpointer data)
{
  Send *send = data;

  clear_source (&send->pause);
  enter (send);
  return G_SOURCE_REMOVE;
}

/* µs before try N + 1: doubles up to a cap, and differs so that many clients do not meet again. */
static gint64
get_delay (Send *send)
{
  gint64 first = get_transport (send)->first_delay * G_GINT64_CONSTANT (1000);
  gint64 delay = MIN (first << MIN (send->tries - 1, 16), MAX_DELAY);

  return delay / 2 + (gint64) (g_random_double () * (double) (delay / 2 + 1));
}

/* Whether what happened allows another try, and how many µs from now. RETRY_AT as the service
 * asks, or GUILD_NUMBER_UNSET. */
static gboolean
may_retry (Send *send, guint status, gint64 retry_at, gint64 *wait)
{
  gboolean passing = status == 0 || status == 408 || status == 429 || status == 500 ||
                     status == 502 || status == 503 || status == 504;

  if (!passing || (!is_safe (send) && status != 429) || send->tries >= MAX_TRIES ||
      g_cancellable_is_cancelled (g_task_get_cancellable (send->task)))
    return FALSE;
  *wait = get_delay (send);
  if (retry_at != GUILD_NUMBER_UNSET)
    *wait = MAX (*wait, retry_at - g_get_real_time ());
  return *wait <= MAX_WAIT;
}

static void
try_again (Send *send, guint status, gint64 wait)
{
  g_debug ("%s: again in %" G_GINT64_FORMAT " ms (try %u)", send->label, wait / 1000, send->tries);
  if (status == 429)
    {
      /* All wait, not this one alone: the limit is everybody's. */
      guild_gate_hold (get_transport (send)->gate, wait);
      end_try (send);
      enter (send);
      return;
    }
  end_try (send);
  send->pause = g_timeout_source_new ((guint) (wait / 1000));
  g_source_set_callback (send->pause, pause_over_cb, send, NULL);
  g_source_attach (send->pause, g_main_context_get_thread_default ());
}

static void
fail_network (Send *send, const GError *cause)
{
  g_auto(GuildProblem) problem = GUILD_PROBLEM_INIT;
  GError *error = NULL;
  gint64 wait;

  problem.path = g_strdup (send->label);
  if (send->message != NULL)
    problem.status = soup_message_get_status (send->message);
  guild_transport_fail_network (&error, cause, send->sent, is_safe (send), &problem);
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONNECTION_LOST) &&
      may_retry (send, 0, GUILD_NUMBER_UNSET, &wait))
    {
      g_clear_error (&error);
      try_again (send, 0, wait);
      return;
    }
  settle (send, NULL, error);
}

static GBytes *
join_pieces (GPtrArray *pieces, gsize length)
{
  guint8 *whole = g_malloc (length);
  guint8 *end = whole;

  for (guint i = 0; length > 0 && i < pieces->len; i++)
    {
      const Piece *piece = pieces->pdata[i];
      memcpy (end, piece->bytes, piece->length);
      end += piece->length;
    }
  return g_bytes_new_take (whole, length);
}

/* An answer outside 2xx, its body read or cut at MAX_ERROR_BODY. */
static void
fail_status (Send *send)
{
  GuildTransport *self = get_transport (send);
  g_auto(GuildProblem) problem = GUILD_PROBLEM_INIT;
  SoupMessageHeaders *headers = soup_message_get_response_headers (send->message);
  guint status = soup_message_get_status (send->message);
  g_autoptr(GBytes) body = join_pieces (send->pieces, send->length);
  GError *error = NULL;
  gint64 wait;

  problem.retry_at = guild_transport_retry_at (headers);
  if (may_retry (send, status, problem.retry_at, &wait))
    {
      try_again (send, status, wait);
      return;
    }
  problem.path = g_strdup (send->label);
  if (self->read_problem != NULL)
    self->read_problem (status, headers, body, &problem);
  problem.status = status;
  if (problem.service_text != NULL)
    {
      g_autofree char *raw = g_steal_pointer (&problem.service_text);
      problem.service_text = guild_transport_redact (raw);
    }
  guild_transport_fail_status (&error, is_safe (send), &problem);
  settle (send, NULL, error);
}

/* Takes BODY. */
static void
succeed (Send *send, GBytes *body)
{
  GuildReply *reply = g_new0 (GuildReply, 1);

  reply->status = soup_message_get_status (send->message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (send->message));
  reply->body = body;
  g_debug ("%s: %u, %" G_GSIZE_FORMAT " bytes in %" G_GINT64_FORMAT " ms", send->label,
           reply->status, g_bytes_get_size (reply->body),
           (g_get_monotonic_time () - send->began) / 1000);
  settle (send, reply, NULL);
}

static void
join_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Send *send = data;
  GBytes *body = join_pieces (send->pieces, send->length);

  g_clear_pointer (&send->pieces, g_ptr_array_unref);
  guild_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  succeed (data, g_task_propagate_pointer (G_TASK (result), NULL));
}

/* Nobody touches SEND before the worker is done: there is nothing more to be cancelled. */
static void
succeed_with_pieces (Send *send)
{
  if (send->pieces->len <= FEW_PIECES)
    {
      succeed (send, join_pieces (send->pieces, send->length));
      return;
    }
  g_autoptr(GTask) task = g_task_new (NULL, NULL, joined_cb, send);
  g_task_set_source_tag (task, succeed_with_pieces);
  g_task_set_task_data (task, send, NULL);
  guild_task_run_aside (task, join_in_thread);
}

static gboolean
has_succeeded (Send *send)
{
  return SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (send->message));
}

static void read_more (Send *send);

static void
fail_size (Send *send)
{
  g_auto(GuildProblem) problem = GUILD_PROBLEM_INIT;
  GError *error = NULL;

  g_cancellable_cancel (send->stop); /* the connection goes with what was not read */
  problem.path = g_strdup (send->label);
  problem.status = soup_message_get_status (send->message);
  guild_transport_fail_size (&error, is_safe (send), &problem);
  settle (send, NULL, error);
}

static void
body_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Send *send = data;
  g_autoptr(GError) error = NULL;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (size < 0)
    {
      if (has_succeeded (send))
        fail_network (send, error);
      else
        fail_status (send); /* the status is known, only its explanation is cut */
      return;
    }
  if (size == 0)
    {
      if (has_succeeded (send))
        succeed_with_pieces (send);
      else
        fail_status (send);
      return;
    }
  ((Piece *) send->pieces->pdata[send->pieces->len - 1])->length += (gsize) size;
  send->length += (gsize) size;
  if (has_succeeded (send) && send->length > get_transport (send)->max_body)
    {
      fail_size (send);
      return;
    }
  if (!has_succeeded (send) && send->length >= MAX_ERROR_BODY)
    {
      g_cancellable_cancel (send->stop);
      fail_status (send);
      return;
    }
  read_more (send);
}

/* Pieces, because one array that grows would be copied again and again. */
static void
read_more (Send *send)
{
  Piece *piece = send->pieces->len > 0 ? send->pieces->pdata[send->pieces->len - 1] : NULL;

  if (piece == NULL || PIECE - piece->length < LEAST_READ)
    {
      piece = g_new (Piece, 1);
      piece->length = 0;
      g_ptr_array_add (send->pieces, piece);
    }
  g_input_stream_read_async (send->stream, piece->bytes + piece->length, PIECE - piece->length,
                             G_PRIORITY_DEFAULT, send->stop, body_read_cb, send);
}

static void
head_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Send *send = data;
  GuildTransport *self = get_transport (send);
  g_autoptr(GError) error = NULL;

  send->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (send->stream == NULL)
    {
      fail_network (send, error);
      return;
    }
  SoupMessageHeaders *headers = soup_message_get_response_headers (send->message);
  guild_transport_note_quota (self, headers);
  guild_transport_note_clock (self, headers);
  send->pieces = g_ptr_array_new_with_free_func (g_free);
  if (has_succeeded (send) &&
      soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > (goffset) MIN (self->max_body, G_MAXINT64))
    {
      fail_size (send);
      return;
    }
  read_more (send);
}

static void
starting_cb (SoupMessage *message, gpointer data)
{
  Send *send = data;
  send->sent = TRUE;
}

static SoupMessage *
make_message (Send *send)
{
  GuildTransport *self = get_transport (send);
  SoupMessage *message = soup_message_new (send->method, send->uri);
  SoupMessageHeaders *headers;
  GHashTableIter iter;
  gpointer name, value;

  if (message == NULL)
    return NULL;
  /* A redirect would take the key along, and to a place nobody chose. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* On a kept connection that turns out closed libsoup sends again by itself: only for reads. */
  if (!g_str_equal (send->method, "GET"))
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", "application/json");
  g_hash_table_iter_init (&iter, self->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
  if (send->body != NULL)
    soup_message_set_request_body_from_bytes (message, send->type, send->body);
  if (self->authorization != NULL && (send->flags & GUILD_SEND_ANONYMOUS) == 0)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), send);
  return message;
}

/* The gate let us pass. */
static void
open_cb (gpointer data)
{
  Send *send = data;

  send->inside = TRUE;
  send->tries++;
  send->began = g_get_monotonic_time ();
  send->stop = g_cancellable_new ();
  send->message = make_message (send);
  if (send->message == NULL)
    {
      g_autoptr(GError) cause =
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not an address");
      fail_network (send, cause);
      return;
    }
  soup_session_send_async (get_transport (send)->session, send->message, G_PRIORITY_DEFAULT,
                           send->stop, head_read_cb, send);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Send *send = data;
  g_autoptr(GError) cause = NULL;

  clear_source (&send->cancelled);
  if (send->inside)
    {
      g_cancellable_cancel (send->stop); /* the pending step ends with that error */
      return G_SOURCE_REMOVE;
    }
  guild_gate_give_up (get_transport (send)->gate, &send->ticket);
  g_set_error_literal (&cause, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  fail_network (send, cause);
  return G_SOURCE_REMOVE;
}

/* (transfer full) (nullable): the whole address, NULL when PATH leads anywhere else. */
static char *
resolve (GuildTransport *self, const char *path)
{
  if (self->origin == NULL)
    return NULL;
  if (*path == '/')
    return g_strconcat (self->prefix, path, NULL);

  g_autoptr(GUri) uri = g_uri_parse (path, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL ||
      !g_str_equal (g_uri_get_scheme (uri), g_uri_get_scheme (self->origin)) ||
      g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (self->origin)) != 0 ||
      g_uri_get_port (uri) != g_uri_get_port (self->origin))
    return NULL;
  return g_uri_to_string_partial (uri, G_URI_HIDE_FRAGMENT);
}

static void
refuse_address (GTask *task, GuildTransport *self)
{
  GError *error = NULL;

  if (self->origin == NULL)
    guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                             _("The address of this workspace is not a web address. Nothing was "
                               "sent. Correct it."));
  else
    guild_problem_set_error (&error, GUILD_SERVICE_ERROR_BAD_ANSWER, NULL,
                             _("The service pointed to another address, and nothing was sent "
                               "there. Check the address of the workspace."));
  g_task_return_error (task, error);
}

void
guild_transport_send_async (GuildTransport *self, const char *method, const char *path,
                            GBytes *body, const char *content_type, GuildSendFlags flags,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_TRANSPORT (self));
  g_return_if_fail (method != NULL && path != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_transport_send_async);
  /* An answer that came counts, even when it was cancelled a moment later. */
  g_task_set_check_cancellable (task, FALSE);

  g_autofree char *uri = resolve (self, path);
  if (uri == NULL)
    {
      refuse_address (task, self);
      return;
    }
  Send *send = g_new0 (Send, 1);
  g_autofree char *shown = guild_transport_redact (
    g_str_has_prefix (uri, self->prefix) ? uri + strlen (self->prefix) : path);
  send->task = g_steal_pointer (&task);
  send->method = g_strdup (method);
  send->uri = g_steal_pointer (&uri);
  send->label = g_strdup_printf ("%s %s", method, shown);
  send->body = body != NULL ? g_bytes_ref (body) : NULL;
  send->type = g_strdup (content_type != NULL ? content_type : "application/json");
  send->flags = flags;
  send->ticket = (GuildGateTicket) { ++self->n_sends, open_cb, send };
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_autoptr(GError) cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
      fail_network (send, cause);
      return;
    }
  if (cancellable != NULL)
    {
      send->cancelled = g_cancellable_source_new (cancellable);
      /* Behind what libsoup has ready: up to 3.6.5 it frees a request twice that is cancelled
       * between the reading of its answer's head and the telling of it. */
      g_source_set_priority (send->cancelled, G_PRIORITY_DEFAULT + 1);
      g_source_set_callback (send->cancelled, G_SOURCE_FUNC (cancelled_cb), send, NULL);
      g_source_attach (send->cancelled, g_main_context_get_thread_default ());
    }
  enter (send);
}

GuildReply *
guild_transport_send_finish (GuildTransport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
