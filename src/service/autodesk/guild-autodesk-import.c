/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "company/guild-text.h"
#include "service/guild-answer.h"

/* Many companies in one request (acc.md §5). The status says nothing about the rows, their order
 * means nothing, and a row that failed comes in one of three shapes: rows are matched by name. */

#define SINCE_MARGIN (300 * G_USEC_PER_SEC)

typedef struct
{
  GPtrArray *made;     /* (owned) (element-type JsonObject): as hq tells them */
  GPtrArray *failures; /* (owned) (element-type GuildRowFailure) */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  if (self == NULL)
    return;
  g_ptr_array_unref (self->made);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_free (self);
}

/* The words of {errors: [{message, code}]}; (transfer full) (nullable) */
static char *
read_errors (JsonObject *row)
{
  JsonArray *errors = guild_answer_get_array (row, "errors");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; errors != NULL && i < json_array_get_length (errors); i++)
    {
      const char *message = guild_answer_get_string (guild_answer_element (errors, i), "message");
      if (message != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", message);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static GuildRowFailure *
read_failure (JsonObject *row)
{
  JsonObject *item = guild_answer_get_object (row, "item");
  const char *text = guild_answer_get_string (row, "error");
  const char *name = guild_answer_get_string (item != NULL ? item : row, "name");
  g_autofree char *errors = read_errors (row);

  if (text == NULL)
    text = errors;
  return guild_row_failure_new (name, text != NULL ? text : _("Autodesk did not say why."));
}

/* Runs on a worker. */
static gpointer
decode_answer (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  JsonArray *made = guild_answer_get_array (object, "success_items");
  JsonArray *failed = guild_answer_get_array (object, "failure_items");

  if (made == NULL && failed == NULL)
    {
      guild_call_bad_answer (error, "an import without items");
      return NULL;
    }
  Answer *self = g_new0 (Answer, 1);
  self->made = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_row_failure_free);
  for (guint i = 0; made != NULL && i < json_array_get_length (made); i++)
    {
      JsonObject *company = guild_answer_element (made, i);
      if (guild_answer_get_string (company, "id") != NULL)
        g_ptr_array_add (self->made, json_object_ref (company));
    }
  for (guint i = 0; failed != NULL && i < json_array_get_length (failed); i++)
    {
      JsonObject *row = guild_answer_element (failed, i);
      if (row != NULL)
        g_ptr_array_add (self->failures, read_failure (row));
    }
  return self;
}

static gboolean
has_name (GHashTable *names, const char *name)
{
  g_autofree char *folded = guild_text_fold (name);
  return g_hash_table_contains (names, folded);
}

static void
add_name (GHashTable *names, const char *name)
{
  g_hash_table_add (names, guild_text_fold (name));
}

/* Rows that the answer leaves out count as failed unless they are in BATCH: nothing goes unsaid. */
static void
add_unmentioned (Answer *answer, const char *body, GHashTable *known)
{
  g_autoptr(JsonNode) root = json_from_string (body, NULL);
  JsonArray *rows = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root)
                                                                 : NULL;

  for (guint i = 0; i < answer->failures->len; i++)
    add_name (known, ((GuildRowFailure *) answer->failures->pdata[i])->name);
  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      const char *name = guild_answer_get_string (guild_answer_element (rows, i), "name");
      if (name != NULL && !has_name (known, name))
        g_ptr_array_add (answer->failures, guild_row_failure_new (
          name, _("Autodesk did not say what became of it.")));
    }
}

/* (transfer full): what was made, as the new family tells it where LATELY (nullable) has it. */
static GuildBatch *
collect (Answer *answer, GuildBatch *lately, GHashTable *names)
{
  g_autoptr(GHashTable) rows = g_hash_table_new (g_str_hash, g_str_equal);
  GuildBatch *batch = guild_batch_new (guild_autodesk_table ());

  for (guint i = 0; lately != NULL && i < guild_batch_get_length (lately); i++)
    g_hash_table_insert (rows, (gpointer) guild_batch_get_id (lately, i), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < answer->made->len; i++)
    {
      JsonObject *company = answer->made->pdata[i];
      guint row = GPOINTER_TO_UINT (
        g_hash_table_lookup (rows, guild_answer_get_string (company, "id")));

      add_name (names, guild_answer_get_string (company, "name"));
      if (row > 0)
        guild_autodesk_append_row (batch, lately, row - 1);
      else
        {
          g_autoptr(JsonObject) converted = guild_autodesk_row_from_hq (company);
          guild_batch_append (batch, converted);
        }
    }
  return batch;
}

static void
read_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Answer *answer = g_object_get_data (G_OBJECT (task), "answer");
  const GuildWrite *write = g_task_get_task_data (task);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GuildBatch) lately =
    guild_autodesk_complete_finish (GUILD_AUTODESK (source), result, NULL);
  GuildOutcome *outcome = g_new0 (GuildOutcome, 1);

  outcome->batch = collect (answer, lately, names);
  add_unmentioned (answer, write->body, names);
  outcome->failures = g_steal_pointer (&answer->failures);
  g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  GError *error = NULL;
  gpointer answer;

  if (!guild_autodesk_call_finish (self, result, &answer, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_object_set_data_full (G_OBJECT (task), "answer", answer, answer_free);
  guild_autodesk_list_new_async (self, g_get_real_time () - SINCE_MARGIN, NULL, read_back_cb,
                                 g_object_ref (task));
}

/* How many rows BODY has; 0 when it is no list. */
static guint
count_rows (const char *body)
{
  g_autoptr(JsonNode) root = json_from_string (body, NULL);

  return root != NULL && JSON_NODE_HOLDS_ARRAY (root)
           ? json_array_get_length (json_node_get_array (root)) : 0;
}

void
guild_autodesk_send_import (GTask *task)
{
  g_autoptr(GTask) own = task;
  GuildAutodesk *self = g_task_get_source_object (task);
  const GuildWrite *write = g_task_get_task_data (task);
  guint n_rows = count_rows (write->body);
  GError *error = NULL;

  if (n_rows < 1 || n_rows > GUILD_AUTODESK_MAX_IMPORT)
    {
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                               _("Autodesk takes 1 to %d companies at a time. Nothing was sent."),
                               GUILD_AUTODESK_MAX_IMPORT);
      g_task_return_error (task, error);
      return;
    }
  g_autofree char *path = guild_autodesk_hq_path (self, "companies", "import", NULL);
  g_autoptr(GBytes) body = g_bytes_new (write->body, strlen (write->body));
  guild_autodesk_call_async (self, GUILD_AUTODESK_WRITE, &(GuildCall) {
    .method = "POST", .path = path, .body = body, .decode = decode_answer,
    .free_value = answer_free,
  }, g_task_get_cancellable (task), imported_cb, g_object_ref (task));
}
