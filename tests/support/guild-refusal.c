/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

/* guild-refusal COMMAND [ARGUMENT…] - runs COMMAND on a bus with a portal that is there and grants nothing:
 * all that a person or a policy may refuse ends with NotAllowed. What a portal only knows it tells: the
 * network is there, without a proxy. For build-aux/test-flatpak. */

#define PORTAL "org.freedesktop.portal.Desktop"
#define REFUSAL "org.freedesktop.portal.Error.NotAllowed"

/* (transfer floating) (nullable): NULL for a refusal. */
static GVariant *
answer (const char *member)
{
  static const char *const direct[] = { "direct://", NULL };
  GVariantDict all;

  g_variant_dict_init (&all, NULL);
  if (g_str_equal (member, "Get"))
    return g_variant_new ("(v)", g_variant_new_uint32 (4));
  if (g_str_equal (member, "Lookup"))
    return g_variant_new ("(^as)", direct);
  if (g_str_equal (member, "GetAll"))
    {
      g_variant_dict_insert (&all, "version", "u", 4);
      return g_variant_new ("(@a{sv})", g_variant_dict_end (&all));
    }
  if (g_str_equal (member, "GetStatus"))
    {
      g_variant_dict_insert (&all, "available", "b", TRUE);
      g_variant_dict_insert (&all, "metered", "b", FALSE);
      g_variant_dict_insert (&all, "connectivity", "u", 4);
      return g_variant_new ("(@a{sv})", g_variant_dict_end (&all));
    }
  return NULL;
}

/* In the bus's own thread. */
static GDBusMessage *
refuse (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer data)
{
  const char *path = g_dbus_message_get_path (message);
  g_autoptr(GDBusMessage) reply = NULL;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL ||
      g_strcmp0 (path, "/org/freedesktop/portal/desktop") != 0)
    return message;
  GVariant *body = answer (g_dbus_message_get_member (message));
  if (body != NULL)
    {
      reply = g_dbus_message_new_method_reply (message);
      g_dbus_message_set_body (reply, body);
    }
  else
    reply = g_dbus_message_new_method_error_literal (message, REFUSAL, "Nothing is granted here");
  g_dbus_connection_send_message (bus, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
  g_object_unref (message);
  return NULL;
}

static void
acquired_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  g_main_loop_quit (data);
}

static void
waited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_main_loop_quit (data);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (argc, >=, 2);
  g_dbus_connection_add_filter (bus, refuse, NULL, NULL);
  g_bus_own_name_on_connection (bus, PORTAL, G_BUS_NAME_OWNER_FLAGS_NONE, acquired_cb, NULL, loop, NULL);
  g_main_loop_run (loop);
  g_autoptr(GSubprocess) process =
    g_subprocess_newv ((const char * const *) &argv[1], G_SUBPROCESS_FLAGS_STDIN_INHERIT, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, waited_cb, loop);
  g_main_loop_run (loop);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : 1;
}
