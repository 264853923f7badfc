/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-people.h"

#include "service/autodesk/guild-autodesk-private.h"
#include "service/guild-answer.h"

/* Companies of a like name (acc.md §5), and who is signed in (§8.5). */

static char *
dup_text (JsonObject *object, const char *name)
{
  const char *text = guild_answer_get_string (object, name);
  return g_strdup (text != NULL ? text : "");
}

void
guild_likeness_free (GuildLikeness *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->trade);
  g_free (self->city);
  g_free (self);
}

/* Runs on a worker. */
static gpointer
decode_likenesses (JsonNode *root, gpointer data, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      guild_call_bad_answer (error, "not a list");
      return NULL;
    }
  JsonArray *array = json_node_get_array (root);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_likeness_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = guild_answer_element (array, i);
      if (object == NULL || guild_answer_get_string (object, "id") == NULL)
        continue;
      GuildLikeness *self = g_new0 (GuildLikeness, 1);
      self->id = dup_text (object, "id");
      self->name = dup_text (object, "name");
      self->trade = dup_text (object, "trade");
      self->city = dup_text (object, "city");
      g_ptr_array_add (found, self);
    }
  return found;
}

/* A call whose value is the answer, to be freed with FREE_VALUE. */
static void
return_value (GTask *task, GObject *source, GAsyncResult *result, GDestroyNotify free_value)
{
  GError *error = NULL;
  gpointer value;

  if (guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &value, &error))
    g_task_return_pointer (task, value, free_value);
  else
    g_task_return_error (task, error);
}

static void
likenesses_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;

  return_value (task, source, result, (GDestroyNotify) g_ptr_array_unref);
}

void
guild_autodesk_find_like_async (GuildAutodesk *self, const char *name, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));
  g_return_if_fail (name != NULL);

  g_autoptr(GTask) task =
    guild_autodesk_task_new (self, guild_autodesk_find_like_async, cancellable, callback, data);
  if (!guild_autodesk_has_account (task, self))
    return;
  g_autofree char *encoded = guild_transport_encode (name);
  g_autofree char *search = guild_autodesk_hq_path (self, "companies", "search", NULL);
  g_autofree char *path =
    g_strdup_printf ("%s?name=%s&partial=true&limit=%d", search, encoded, GUILD_AUTODESK_HQ_PAGE);
  guild_autodesk_call_async (self, GUILD_AUTODESK_HQ, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_likenesses,
    .free_value = (GDestroyNotify) g_ptr_array_unref,
  }, cancellable, likenesses_cb, g_steal_pointer (&task));
}

GPtrArray *
guild_autodesk_find_like_finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- who is signed in ---- */

void
guild_user_free (GuildUser *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->email);
  g_free (self);
}

static gpointer
decode_user (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);

  if (object == NULL || guild_answer_get_string (object, "sub") == NULL)
    {
      guild_call_bad_answer (error, "a person without an id");
      return NULL;
    }
  GuildUser *self = g_new0 (GuildUser, 1);
  self->id = dup_text (object, "sub");
  self->name = dup_text (object, "name");
  self->email = dup_text (object, "email");
  return self;
}

static void
user_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;

  return_value (task, source, result, (GDestroyNotify) guild_user_free);
}

void
guild_autodesk_read_user_async (GuildAutodesk *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));

  GTask *task =
    guild_autodesk_task_new (self, guild_autodesk_read_user_async, cancellable, callback, data);
  guild_autodesk_call_async (self, GUILD_AUTODESK_USER, &(GuildCall) {
    .method = "GET", .path = "/userinfo", .flags = GUILD_SEND_SAFE, .decode = decode_user,
    .free_value = (GDestroyNotify) guild_user_free,
  }, cancellable, user_cb, task);
}

GuildUser *
guild_autodesk_read_user_finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
