/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <glib/gi18n-lib.h>

/* A request and what reads its answer, kept for a second try with another token. */
typedef struct
{
  gatomicrefcount   refs;
  char             *method;     /* (owned) */
  char             *path;       /* (owned) */
  GBytes           *body;       /* (owned) (nullable) */
  char             *type;       /* (owned) (nullable) */
  GuildCall         call;       /* its strings are the ones above */
  GuildAutodeskLane lane;
  guint             number;     /* of the token in use */
  gboolean          again;      /* the second and last try with a token */
} Sending;

static void
sending_unref (gpointer data)
{
  Sending *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  if (self->call.free_data != NULL && self->call.data != NULL)
    self->call.free_data (self->call.data);
  g_free (self->method);
  g_free (self->path);
  g_free (self->type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/* Runs on a worker; nobody else uses the data meanwhile. */
static gpointer
decode (JsonNode *root, gpointer data, GError **error)
{
  Sending *self = data;

  return self->call.decode (root, self->call.data, error);
}

static gpointer
decode_bytes (GBytes *body, gpointer data, GError **error)
{
  Sending *self = data;

  return self->call.decode_bytes (body, self->call.data, error);
}

static void send_now (GTask *task);

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value;

  if (guild_call_finish (result, &value, &error))
    {
      g_task_return_pointer (task, value, sending->call.free_value);
      return;
    }
  const GuildProblem *problem = guild_problem_from_error (error);
  /* A request that was refused for its token was not carried out: a write may go again, too. */
  if (!sending->again && problem != NULL && problem->status == 401)
    {
      GuildAutodeskToken *token = self->lanes[sending->lane].token;
      g_clear_error (&error);
      sending->again = TRUE;
      guild_autodesk_token_drop (token, sending->number);
      guild_autodesk_token_ensure (token, g_steal_pointer (&task), send_now);
      return;
    }
  g_task_return_error (task, error);
}

/* Takes TASK. */
static void
send_now (GTask *task)
{
  GuildAutodesk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GuildAutodeskWay *way = &self->lanes[sending->lane];

  sending->number = guild_autodesk_token_number (way->token);
  g_atomic_ref_count_inc (&sending->refs);
  guild_call_async (way->transport, &(GuildCall) {
    .method = sending->method, .path = sending->path, .body = sending->body,
    .type = sending->type, .flags = sending->call.flags,
    .decode = sending->call.decode != NULL ? decode : NULL,
    .decode_bytes = sending->call.decode_bytes != NULL ? decode_bytes : NULL, .data = sending,
    .free_data = sending_unref, .free_value = sending->call.free_value,
  }, g_task_get_cancellable (task), sent_cb, task);
}

static const char *
explain_missing (GuildAutodesk *self, GuildAutodeskLane lane)
{
  if (lane == GUILD_AUTODESK_USER)
    return _("Nobody is signed in: this workspace uses a client ID and secret. Nothing was sent.");
  return lane == GUILD_AUTODESK_WRITE
           ? _("A sign-in in the browser can only read. Nothing was changed. To change companies, "
               "add a workspace with a client ID and secret.")
           : _("A sign-in in the browser cannot read this. Nothing was sent. Add a workspace with "
               "a client ID and secret.");
}

void
guild_autodesk_call_async (GuildAutodesk *self, GuildAutodeskLane lane, const GuildCall *call,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task =
    guild_autodesk_task_new (self, guild_autodesk_call_async, cancellable, callback, data);
  Sending *sending = g_new0 (Sending, 1);

  g_atomic_ref_count_init (&sending->refs);
  sending->method = g_strdup (call->method);
  sending->path = g_strdup (call->path);
  sending->type = g_strdup (call->type);
  sending->body = call->body != NULL ? g_bytes_ref (call->body) : NULL;
  sending->call = *call;
  sending->lane = lane;
  g_task_set_task_data (task, sending, sending_unref);
  if (self->lanes[lane].token == NULL)
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNSUPPORTED, NULL, "%s",
                               explain_missing (self, lane));
      g_task_return_error (task, error);
      return;
    }
  guild_autodesk_token_ensure (self->lanes[lane].token, g_steal_pointer (&task), send_now);
}

gboolean
guild_autodesk_call_finish (GuildAutodesk *self, GAsyncResult *result, gpointer *value,
                            GError **error)
{
  GError *own = NULL;

  *value = g_task_propagate_pointer (G_TASK (result), &own);
  if (own == NULL)
    return TRUE;
  /* That a sign-in is over has been said already, and better. */
  if (self->signed_in &&
      g_error_matches (own, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED))
    g_propagate_error (error, own);
  else
    g_propagate_error (error, guild_autodesk_explain (own, self->region));
  return FALSE;
}

gboolean
guild_autodesk_has_account (GTask *task, GuildAutodesk *self)
{
  GError *error = NULL;

  if (*self->account_id != '\0')
    return TRUE;
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                           _("This workspace has no account. Nothing was sent. Choose one."));
  g_task_return_error (task, error);
  return FALSE;
}

GTask *
guild_autodesk_task_new (gpointer self, gpointer tag, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

char *
guild_autodesk_hq_path (GuildAutodesk *self, const char *part, ...)
{
  g_autofree char *account = guild_transport_encode (self->account_id);
  g_autoptr(GString) path = g_string_new ("/hq/v1/accounts/");
  va_list args;

  g_string_append (path, account);
  va_start (args, part);
  for (const char *next = part; next != NULL; next = va_arg (args, const char *))
    {
      g_autofree char *encoded = guild_transport_encode (next);
      g_string_append_printf (path, "/%s", encoded);
    }
  va_end (args);
  return g_string_free (g_steal_pointer (&path), FALSE);
}
