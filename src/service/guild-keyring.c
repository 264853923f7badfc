/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "service/guild-problem.h"

static const SecretSchema schema = {
  .name = GUILD_APP_ID,
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "workspace", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* Secrets of sandbox workspaces, workspace id → secret. They are worth nothing, and the sandbox
 * must work where there is no keyring; so do sign-ins that are not kept yet. Main thread only. */
static GHashTable *
sandbox_secrets (void)
{
  static GHashTable *secrets = NULL;

  if (secrets == NULL)
    secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) guild_keyring_free_secret);
  return secrets;
}

static gboolean
is_locked (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
         strstr (error->message, "locked") != NULL ||
         /* the person closed the question for the password */
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
         (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED &&
          /* The word of somebody who is there. */
          error->code != G_IO_ERROR_DBUS_ERROR);
}

/* The portal by which a container comes by its keyring said no: at once, or when it was to give the
 * secret that opens it and had nobody to ask for one, or was refused. That libsecret tells in words
 * of its own, which no catalogue changes. */
static gboolean
is_denied (const GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  return (name != NULL && g_str_has_prefix (name, "org.freedesktop.portal.")) ||
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) &&
          g_str_equal (error->message, "user interaction failed"));
}

/* Fails TASK in words for a person; WHAT says what was not done. Takes ERROR. */
static void
return_problem (GTask *task, GError *error, const char *what)
{
  g_autoptr(GError) cause = error;
  GuildProblem problem = GUILD_PROBLEM_INIT;
  const gboolean denied = is_denied (error);
  GError *told = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      guild_problem_set_error (&told, GUILD_SERVICE_ERROR_CANCELLED, NULL, _("Cancelled. %s"),
                               what);
      g_task_return_error (task, told);
      return;
    }

  if (g_dbus_error_is_remote_error (cause))
    g_dbus_error_strip_remote_error (cause);
  problem.service_text = cause->message;
  if (is_locked (cause))
    guild_problem_set_error (&told, GUILD_SERVICE_ERROR_UNSUPPORTED, &problem,
                             _("The keyring is locked. %s Unlock it and try again."), what);
  else if (denied)
    guild_problem_set_error (&told, GUILD_SERVICE_ERROR_UNSUPPORTED, &problem,
                             _("The desktop gave Guildhall no keyring. %s Start GNOME Keyring, or "
                               "unlock it in Passwords and Keys, then try again."), what);
  else if (is_absent (cause))
    guild_problem_set_error (&told, GUILD_SERVICE_ERROR_UNSUPPORTED, &problem,
                             _("This computer runs no keyring. %s Install and start GNOME Keyring "
                               "or another Secret Service, then try again."), what);
  else
    guild_problem_set_error (&told, GUILD_SERVICE_ERROR_UNSUPPORTED, &problem,
                             _("The keyring refused: %s. %s Look at it in Passwords and Keys, then "
                               "try again."), cause->message, what);
  g_task_return_error (task, told);
}

/* ---- one after the other ---- */

/* libsecret's keyring in a file knows its file by a mark of the last write it saw. Two writes on
 * their way at once leave it with the wrong one, and it refuses all that come after. So one thing
 * is asked at a time. Main thread only, as everything here. */
static GQueue waiting = G_QUEUE_INIT; /* (owned) (element-type GTask) */
static gboolean asking;

typedef struct
{
  void (*begin) (GTask *task); /* takes it */
  char  *secret;               /* (owned) (nullable) */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  guild_keyring_free_secret (request->secret);
  g_free (request);
}

static void
ask_next (void)
{
  GTask *task = g_queue_pop_head (&waiting);

  asking = task != NULL;
  if (task != NULL)
    ((Request *) g_task_get_task_data (task))->begin (task);
}

/* Takes TASK; SECRET (nullable) is copied. */
static void
enqueue (GTask *task, void (*begin) (GTask *task), const char *secret)
{
  Request *request = g_new0 (Request, 1);

  request->begin = begin;
  request->secret = g_strdup (secret);
  g_task_set_task_data (task, request, request_free);
  g_queue_push_tail (&waiting, task);
  if (!asking)
    ask_next ();
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_problem (task, error, _("The key was not saved."));
  ask_next ();
}

static void
begin_store (GTask *task)
{
  GuildWorkspace *workspace = g_task_get_source_object (task);
  const Request *request = g_task_get_task_data (task);
  /* Translators: names a key in the list of passwords; %s is a workspace's name */
  g_autofree char *label =
    g_strdup_printf (_("Guildhall key for “%s”"), guild_workspace_get_name (workspace));

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, request->secret,
                         g_task_get_cancellable (task), stored_cb, task,
                         "workspace", guild_workspace_get_id (workspace), NULL);
}

void
guild_keyring_store_async (GuildWorkspace *workspace, const char *secret, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (GUILD_IS_WORKSPACE (workspace));
  g_return_if_fail (secret != NULL);

  task = g_task_new (workspace, cancellable, callback, data);
  g_task_set_source_tag (task, guild_keyring_store_async);

  if (guild_workspace_is_sandbox (workspace))
    {
      g_hash_table_replace (sandbox_secrets (), g_strdup (guild_workspace_get_id (workspace)),
                            g_strdup (secret));
      g_task_return_boolean (task, TRUE);
      return;
    }

  enqueue (g_steal_pointer (&task), begin_store, secret);
}

gboolean
guild_keyring_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == guild_keyring_store_async,
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  char *secret = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    return_problem (task, error, _("The key could not be read; it is unchanged."));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) guild_keyring_free_secret);
  ask_next ();
}

static void
begin_lookup (GTask *task)
{
  GuildWorkspace *workspace = g_task_get_source_object (task);

  secret_password_lookup (&schema, g_task_get_cancellable (task), found_cb, task,
                          "workspace", guild_workspace_get_id (workspace), NULL);
}

void
guild_keyring_lookup_async (GuildWorkspace *workspace, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (GUILD_IS_WORKSPACE (workspace));

  task = g_task_new (workspace, cancellable, callback, data);
  g_task_set_source_tag (task, guild_keyring_lookup_async);

  if (guild_workspace_is_sandbox (workspace))
    {
      const char *secret = g_hash_table_lookup (sandbox_secrets (),
                                                guild_workspace_get_id (workspace));

      g_task_return_pointer (task, g_strdup (secret), (GDestroyNotify) guild_keyring_free_secret);
      return;
    }

  enqueue (g_steal_pointer (&task), begin_lookup, NULL);
}

char *
guild_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == guild_keyring_lookup_async,
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  /* FALSE without an error: there was nothing to clear, which is what was asked for */
  if (secret_password_clear_finish (result, &error) || error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    return_problem (task, error, _("The key was not removed."));
  ask_next ();
}

static void
begin_clear (GTask *task)
{
  GuildWorkspace *workspace = g_task_get_source_object (task);

  secret_password_clear (&schema, g_task_get_cancellable (task), cleared_cb, task,
                         "workspace", guild_workspace_get_id (workspace), NULL);
}

void
guild_keyring_clear_async (GuildWorkspace *workspace, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (GUILD_IS_WORKSPACE (workspace));

  task = g_task_new (workspace, cancellable, callback, data);
  g_task_set_source_tag (task, guild_keyring_clear_async);

  if (guild_workspace_is_sandbox (workspace))
    {
      g_hash_table_remove (sandbox_secrets (), guild_workspace_get_id (workspace));
      g_task_return_boolean (task, TRUE);
      return;
    }

  enqueue (g_steal_pointer (&task), begin_clear, NULL);
}

gboolean
guild_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == guild_keyring_clear_async,
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
guild_keyring_free_secret (char *secret)
{
  /* wipes, and takes both libsecret's locked memory and plain memory */
  secret_password_free (secret);
}
