/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-call.h"

#include <glib/gi18n-lib.h>
#include "company/guild-thread.h"
#include "service/guild-answer.h"

typedef struct
{
  char           *label;      /* (owned): method and path, redacted */
  gboolean        safe;
  guint           status;
  GBytes         *answer;     /* (owned) (nullable) */
  GuildDecodeFunc decode;
  GuildDecodeBytesFunc decode_bytes;
  gpointer        data;       /* (owned) (nullable) */
  GDestroyNotify  free_data;
  GDestroyNotify  free_value;
} Call;

static void
call_free (gpointer data)
{
  Call *self = data;

  g_free (self->label);
  g_clear_pointer (&self->answer, g_bytes_unref);
  if (self->free_data != NULL && self->data != NULL)
    self->free_data (self->data);
  g_free (self);
}

void
guild_call_bad_answer (GError **error, const char *what)
{
  g_auto(GuildProblem) problem = GUILD_PROBLEM_INIT;

  problem.service_text = g_strdup (what);
  guild_problem_set_error (error, GUILD_SERVICE_ERROR_BAD_ANSWER, &problem,
                           _("The service’s answer cannot be understood. Nothing here was "
                             "changed. Try again later, or check the address of the workspace."));
}

/* What a decoder says, with what it cannot know. */
static GError *
complete_error (Call *call, const GError *cause)
{
  g_auto(GuildProblem) problem = GUILD_PROBLEM_INIT;
  GError *error = NULL;
  const GuildProblem *known;

  g_autoptr(GError) own = NULL;
  if (cause->domain != GUILD_SERVICE_ERROR)
    guild_call_bad_answer (&own, cause->message);
  else
    own = g_error_copy (cause);
  known = guild_problem_from_error (own);
  problem = *known;
  problem.service_text = g_strdup (known->service_text);
  problem.correlation_id = g_strdup (known->correlation_id);
  problem.field_errors = g_strdupv (known->field_errors);
  problem.path = g_strdup (call->label);
  problem.status = call->status;
  if (!call->safe && own->code == GUILD_SERVICE_ERROR_BAD_ANSWER)
    {
      problem.maybe_done = TRUE;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_BAD_ANSWER, &problem, "%s",
                               _("The service’s answer cannot be understood. Whether the change "
                                 "was made must be looked up before it is sent again."));
    }
  else
    guild_problem_set_error (&error, (GuildServiceError) own->code, &problem, "%s", own->message);
  return error;
}

static void
decode_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) root =
    call->decode_bytes == NULL ? guild_answer_parse (call->answer, &cause) : NULL;
  gpointer value = NULL;

  if (call->decode_bytes != NULL)
    value = call->decode_bytes (call->answer, call->data, &cause);
  else if (root != NULL)
    value = call->decode (root, call->data, &cause);
  g_clear_pointer (&call->answer, g_bytes_unref);
  if (cause != NULL)
    {
      if (value != NULL && call->free_value != NULL)
        call->free_value (value);
      guild_task_return_error (task, complete_error (call, cause));
    }
  else
    guild_task_return_pointer (task, value, call->free_value);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GuildReply) reply =
    guild_transport_send_finish (GUILD_TRANSPORT (source), result, &error);

  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (call->decode == NULL && call->decode_bytes == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  call->status = reply->status;
  call->answer = g_bytes_ref (reply->body);
  guild_task_run_aside (task, decode_in_thread);
}

void
guild_call_async (GuildTransport *transport, const GuildCall *call, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (transport, cancellable, callback, data);
  Call *own = g_new0 (Call, 1);
  g_autofree char *path = guild_transport_redact (call->path);

  own->label = g_strdup_printf ("%s %s", call->method, path);
  own->safe = (call->flags & GUILD_SEND_SAFE) != 0;
  own->decode = call->decode;
  own->decode_bytes = call->decode_bytes;
  own->data = call->data;
  own->free_data = call->free_data;
  own->free_value = call->free_value;
  g_task_set_source_tag (task, guild_call_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, own, call_free);
  guild_transport_send_async (transport, call->method, call->path, call->body, call->type,
                              call->flags, cancellable, sent_cb, g_steal_pointer (&task));
}

gboolean
guild_call_finish (GAsyncResult *result, gpointer *value, GError **error)
{
  GError *own = NULL;

  *value = g_task_propagate_pointer (G_TASK (result), &own);
  if (own != NULL)
    {
      g_propagate_error (error, own);
      return FALSE;
    }
  return TRUE;
}
