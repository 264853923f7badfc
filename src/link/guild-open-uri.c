/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-open-uri.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

typedef struct
{
  char            *uri;       /* (owned) */
  GDBusConnection *bus;       /* (owned) (nullable): until it is there */
  guint            response;  /* subscription; 0 while nothing is asked and after the end */
  GSource         *cancelled; /* (owned) (nullable) */
  gboolean         over;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->uri);
  g_clear_object (&request->bus);
  g_free (request);
}

/* Takes ERROR, NULL for success. */
static void
end (GTask *task, GError *error)
{
  Request *request = g_task_get_task_data (task);

  request->over = TRUE;
  if (request->response != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->response);
  request->response = 0;
  if (request->cancelled != NULL)
    g_source_destroy (request->cancelled);
  g_clear_pointer (&request->cancelled, g_source_unref);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
         (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_DBUS_ERROR);
}

/* Takes ERROR, of the bus; in words. */
static void
fail (GTask *task, GError *error)
{
  g_autoptr(GError) cause = error;
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    end (task, g_steal_pointer (&cause));
  else
    end (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                    is_absent (cause)
                                      ? _("the desktop has no portal that opens links")
                                      : _("the desktop refused")));
}

static void
response_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
             const char *signal, GVariant *parameters, gpointer data)
{
  g_autoptr(GTask) task = g_object_ref (data);
  Request *request = g_task_get_task_data (task);
  guint response = 2;

  if (request->over)
    return;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get_child (parameters, 0, "u", &response);
  if (response == 0)
    end (task, NULL);
  else if (response == 1)
    end (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("no program was chosen")));
  else
    end (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _("the desktop refused")));
}

/* What follows is the answer of the person, by a signal. */
static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GVariant) handle =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (handle != NULL)
    return;
  if (request->over)
    g_error_free (error);
  else
    fail (task, error);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr(GTask) task = g_object_ref (data);
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  end (task, error);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;
  request->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (request->cancelled, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task),
                         g_object_unref);
  g_source_attach (request->cancelled, g_main_context_get_thread_default ());
}

/* The path of the answer is known before the question, so that none is missed. */
static void
ask (GTask *task, GDBusConnection *bus)
{
  Request *request = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("guildhall%08x", g_random_int ());
  g_autofree char *sender =
    g_strdelimit (g_strdup (&g_dbus_connection_get_unique_name (bus)[1]), ".", '_');
  g_autofree char *path =
    g_strdup_printf ("%s/request/%s/%s", PORTAL_PATH, sender, token);
  GVariantDict options;

  request->bus = g_object_ref (bus);
  request->response = g_dbus_connection_signal_subscribe (
    bus, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);
  watch_cancellable (task);
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.OpenURI", "OpenURI",
                          g_variant_new ("(ss@a{sv})", "", request->uri,
                                         g_variant_dict_end (&options)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          g_task_get_cancellable (task), called_cb, g_object_ref (task));
}

static GTask *
new_task (const char *uri, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, guild_open_uri_async);
  g_task_set_check_cancellable (task, FALSE);
  request->uri = g_strdup (uri);
  g_task_set_task_data (task, request, free_request);
  return task;
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus != NULL)
    ask (task, bus);
  else
    fail (task, error);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  g_app_info_launch_default_for_uri_finish (result, &error);
  end (task, error);
}

void
guild_open_uri_by_portal (GDBusConnection *bus, const char *uri, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));
  g_return_if_fail (uri != NULL);
  g_autoptr(GTask) task = new_task (uri, cancellable, callback, data);

  ask (task, bus);
}

void
guild_open_uri_async (const char *uri, GAppLaunchContext *context, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (uri != NULL);
  GTask *task = new_task (uri, cancellable, callback, data);

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
  else
    g_app_info_launch_default_for_uri_async (uri, context, cancellable, launched_cb, task);
}

gboolean
guild_open_uri_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
