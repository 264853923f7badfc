/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <glib/gi18n-lib.h>
#include "company/guild-text.h"
#include "service/guild-answer.h"
#include "service/guild-transport-private.h"

/* Whether a write whose answer was lost has happened. What was to be made is looked for among what
 * was made since; what was to be changed is read. */

/* How much earlier than our clock's `sent` the service may have dated what we made: with its clock
 * known to the second, and without. */
#define KNOWN_MARGIN (10 * G_USEC_PER_SEC)
#define BLIND_MARGIN (300 * G_USEC_PER_SEC)

typedef struct
{
  GuildWrite *write; /* (owned) */
  JsonNode   *body;  /* (owned) (nullable): of the write */
} LookUp;

static void
look_up_free (gpointer data)
{
  LookUp *self = data;

  guild_write_free (self->write);
  g_clear_pointer (&self->body, json_node_unref);
  g_free (self);
}

static void
return_conflict (GTask *task, const char *message)
{
  GError *error = NULL;

  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_CONFLICT, NULL, "%s", message);
  g_task_return_error (task, error);
}

static void
return_ambiguous (GTask *task)
{
  return_conflict (task, _("There are several companies that this change may have made. Nothing "
                           "was sent again. Compare them at Autodesk."));
}

/* ---- made ---- */

/* How many rows of LATELY have NAME; ROW (out) of the last. */
static guint
count_named (GuildBatch *lately, const char *name, guint *row)
{
  g_autofree char *wanted = guild_text_fold (name);
  guint field = guild_autodesk_table ()->name_field;
  guint n_found = 0;

  for (guint i = 0; i < guild_batch_get_length (lately); i++)
    {
      g_autofree char *folded = guild_text_fold (guild_batch_get_cell (lately, i, field)->text);
      if (!g_str_equal (folded, wanted))
        continue;
      *row = i;
      n_found++;
    }
  return n_found;
}

static void
find_one (GTask *task, GuildBatch *lately, JsonObject *wanted)
{
  const char *name = guild_answer_get_string (wanted, "name");
  guint row = 0;
  guint n_found = name != NULL ? count_named (lately, name, &row) : 0;

  if (n_found == 0)
    g_task_return_pointer (task, NULL, NULL);
  else if (n_found > 1)
    return_ambiguous (task);
  else
    {
      GuildBatch *batch = guild_batch_new (guild_autodesk_table ());
      guild_autodesk_append_row (batch, lately, row);
      guild_autodesk_return_outcome (task, batch, guild_batch_get_id (lately, row));
    }
}

static void
find_each (GTask *task, GuildBatch *lately, JsonArray *wanted)
{
  GuildOutcome *outcome = g_new0 (GuildOutcome, 1);
  gboolean several = FALSE;

  outcome->batch = guild_batch_new (guild_autodesk_table ());
  outcome->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_row_failure_free);
  for (guint i = 0; i < json_array_get_length (wanted); i++)
    {
      const char *name = guild_answer_get_string (guild_answer_element (wanted, i), "name");
      guint row = 0;
      guint n_found = name != NULL ? count_named (lately, name, &row) : 0;

      several |= n_found > 1;
      if (n_found == 1)
        guild_autodesk_append_row (outcome->batch, lately, row);
      else if (n_found == 0)
        g_ptr_array_add (outcome->failures, guild_row_failure_new (name, _("It was not made.")));
    }
  gboolean none = guild_batch_get_length (outcome->batch) == 0;
  if (!several && !none)
    {
      g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
      return;
    }
  guild_outcome_free (outcome);
  if (several)
    return_ambiguous (task);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
lately_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GuildBatch) lately =
    guild_autodesk_complete_finish (GUILD_AUTODESK (source), result, &error);

  if (lately == NULL)
    g_task_return_error (task, error);
  else if (self->body != NULL && JSON_NODE_HOLDS_ARRAY (self->body))
    find_each (task, lately, json_node_get_array (self->body));
  else
    find_one (task, lately, guild_answer_object (self->body));
}

/* ---- changed ---- */

static const char *
text_or_empty (JsonObject *object, const char *name)
{
  const char *text = guild_answer_get_string (object, name);
  return text != NULL ? text : "";
}

/* Whether OBJECT has every member as the write sets it; null and "" are one. */
static gboolean
has_all (JsonObject *object, JsonObject *wanted)
{
  g_autoptr(GList) names = wanted != NULL ? json_object_get_members (wanted) : NULL;

  for (GList *link = names; link != NULL; link = link->next)
    if (g_strcmp0 (text_or_empty (object, link->data), text_or_empty (wanted, link->data)) != 0)
      return FALSE;
  return names != NULL;
}

/* A company or a member, as it is now. */
static void
present_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value;

  if (!guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &value, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autoptr(JsonObject) present = value;
  if (has_all (present, guild_answer_object (self->body)))
    guild_service_read_company_async (GUILD_SERVICE (source), self->write->company_id,
                                      g_task_get_cancellable (task), guild_autodesk_read_back_cb,
                                      g_object_ref (task));
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
read_present (GTask *task, const char *path)
{
  guild_autodesk_call_async (g_task_get_source_object (task), GUILD_AUTODESK_HQ, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode = guild_autodesk_decode_object, .free_value = (GDestroyNotify) json_object_unref,
  }, g_task_get_cancellable (task), present_cb, g_object_ref (task));
}

/* The address of a picture is another for every picture; that there is none says nothing. */
static void
logo_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  GuildBatch *batch = guild_service_read_company_finish (GUILD_SERVICE (source), result, &error);

  if (batch == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_autoptr(JsonNode) row = json_from_string (guild_batch_get_json (batch, 0), NULL);
  const char *now = text_or_empty (guild_answer_object (row), "imageUrl");
  const char *before = text_or_empty (guild_answer_object (self->body), "before");
  if (*now != '\0' && g_strcmp0 (now, before) != 0)
    {
      guild_autodesk_return_outcome (task, batch, NULL);
      return;
    }
  guild_batch_unref (batch);
  return_conflict (task, _("It cannot be told whether Autodesk took the logo. Look at the company "
                           "there; setting the logo again does no harm."));
}

static gint64
get_since (GuildAutodesk *self, gint64 sent_at)
{
  for (guint i = 0; i < GUILD_AUTODESK_N_LANES; i++)
    {
      gint64 offset = self->lanes[i].transport->clock_offset;
      if (i != GUILD_AUTODESK_USER && offset != GUILD_NUMBER_UNSET)
        return sent_at + offset - KNOWN_MARGIN;
    }
  return sent_at - BLIND_MARGIN;
}

void
guild_autodesk_look_up_async (GuildService *service, const GuildWrite *write, gint64 sent_at,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr(GTask) task = guild_autodesk_task_new (service, guild_autodesk_look_up_async,
                                                   cancellable, callback, data);
  GuildAutodesk *self = GUILD_AUTODESK (service);
  LookUp *look_up = g_new0 (LookUp, 1);
  const char *company = write->company_id != NULL ? write->company_id : "";
  g_autofree char *path = NULL;

  look_up->write = guild_write_copy (write);
  look_up->body = write->body != NULL ? json_from_string (write->body, NULL) : NULL;
  g_task_set_task_data (task, look_up, look_up_free);
  switch ((guint) write->kind)
    {
    case GUILD_WRITE_CREATE_COMPANY:
    case GUILD_WRITE_IMPORT_COMPANIES:
      guild_autodesk_list_new_async (self, get_since (self, sent_at), cancellable, lately_cb,
                                     g_steal_pointer (&task));
      break;
    case GUILD_WRITE_UPDATE_COMPANY:
      path = guild_autodesk_hq_path (self, "companies", company, NULL);
      read_present (task, path);
      break;
    case GUILD_WRITE_MOVE_MEMBER:
      path = guild_autodesk_hq_path (self, "users",
                                     write->target_id != NULL ? write->target_id : "", NULL);
      read_present (task, path);
      break;
    case GUILD_WRITE_SET_LOGO:
      guild_service_read_company_async (service, company, cancellable, logo_cb,
                                        g_steal_pointer (&task));
      break;
    default:
      return_conflict (task, _("Autodesk has nothing by which this could be looked up."));
    }
}
