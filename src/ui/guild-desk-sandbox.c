/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-desk-sandbox.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "service/guild-keyring.h"

void
guild_desk_sandbox_free (GuildDeskSandbox *self)
{
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
  g_clear_object (&self->codat);
  g_clear_object (&self->autodesk);
  g_clear_pointer (&self->codat_key, guild_keyring_free_secret);
  g_clear_pointer (&self->autodesk_secret, guild_keyring_free_secret);
  g_free (self);
}

/* Beside this program in the build tree, else where the package put it. */
static char *
find_program (void)
{
  const char *named = g_getenv ("GUILDHALL_SANDBOX");
  if (named != NULL && *named != '\0')
    return g_strdup (named);

  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  if (self != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (self);
      const char *places[] = { "../sandbox", "sandbox", "../../src/sandbox" };
      for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        {
          g_autofree char *path =
            g_build_filename (folder, places[i], GUILD_PACKAGE "-sandbox", NULL);
          if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
            return g_steal_pointer (&path);
        }
    }
  return g_build_filename (GUILD_LIBEXEC_DIR, GUILD_PACKAGE "-sandbox", NULL);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static GuildDeskSandbox *
read_description (const char *line, GError **error)
{
  g_autoptr(JsonNode) node = json_from_string (line, error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                             _("The sandbox did not say how to reach it. Nothing was added."));
      return NULL;
    }

  JsonObject *object = json_node_get_object (node);
  const char *url = get_text (object, "url");
  const char *key = get_text (object, "codat_key");
  const char *client = get_text (object, "autodesk_client_id");
  const char *secret = get_text (object, "autodesk_client_secret");
  const char *account = get_text (object, "autodesk_account_id");
  if (url == NULL || key == NULL || client == NULL || secret == NULL || account == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("The sandbox did not say how to reach it. Nothing was added."));
      return NULL;
    }

  GuildDeskSandbox *self = g_new0 (GuildDeskSandbox, 1);
  self->codat_key = g_strdup (key);
  self->autodesk_secret = g_strdup (secret);
  self->codat = g_object_new (GUILD_TYPE_WORKSPACE, "id", "sandbox-codat", "service-id", "codat",
                              "name", _("Sandbox"), "base-url", url, "sandbox", TRUE, NULL);
  self->autodesk = g_object_new (GUILD_TYPE_WORKSPACE, "id", "sandbox-autodesk",
                                 "service-id", "autodesk", "name", _("Sandbox"),
                                 "base-url", url, "client-id", client, "account-id", account,
                                 "region", get_text (object, "region"), "sandbox", TRUE, NULL);
  return self;
}

static void
line_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  GSubprocess *process = g_task_get_task_data (task);
  g_autofree char *line =
    g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (line == NULL)
    {
      g_subprocess_force_exit (process);
      if (error == NULL)
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                                 _("The sandbox ended before it was ready. Nothing was added."));
      else
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autoptr(GuildDeskSandbox) self = read_description (line, &error);
  if (self == NULL)
    {
      g_subprocess_force_exit (process);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->process = g_object_ref (process);
  g_task_return_pointer (task, g_steal_pointer (&self),
                         (GDestroyNotify) guild_desk_sandbox_free);
}

void
guild_desk_sandbox_start_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr(GError) error = NULL;
  const char *description = g_getenv ("GUILDHALL_SANDBOX_JSON");

  g_task_set_source_tag (task, guild_desk_sandbox_start_async);
  if (description != NULL && *description != '\0')
    {
      GuildDeskSandbox *self = read_description (description, &error);
      if (self == NULL)
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_pointer (task, self, (GDestroyNotify) guild_desk_sandbox_free);
      return;
    }

  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program = find_program ();
  const char *arguments = g_getenv ("GUILDHALL_SANDBOX_ARGS");
  g_strv_builder_add_many (builder, program, "--exit-with-stdin", NULL);
  if (arguments != NULL)
    {
      g_auto(GStrv) words = g_strsplit (arguments, " ", -1);
      for (guint i = 0; words[i] != NULL; i++)
        if (*words[i] != '\0')
          g_strv_builder_add (builder, words[i]);
    }
  g_auto(GStrv) argv = g_strv_builder_end (builder);
  g_autoptr(GSubprocess) process =
    g_subprocess_newv ((const char * const *) argv,
                       G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (process == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _("The sandbox could not be started: %s"), error->message);
      return;
    }

  g_autoptr(GDataInputStream) output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_task_set_task_data (task, g_steal_pointer (&process), g_object_unref);
  g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, cancellable, line_read_cb,
                                       g_steal_pointer (&task));
}

GuildDeskSandbox *
guild_desk_sandbox_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
