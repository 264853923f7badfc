/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-portal.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REFUSAL "org.freedesktop.portal.Error.NotAllowed"
#define OTHER 2 /* neither granted nor refused by a person */

/* Each interface has a version of its own, and who knows another takes it for absent. */
static GVariant *
tell_version (GVariant *question)
{
  const char *interface = "";

  if (g_variant_is_of_type (question, G_VARIANT_TYPE ("(ss)")))
    g_variant_get (question, "(&s&s)", &interface, NULL);
  return g_variant_new (
    "(v)", g_variant_new_uint32 (g_str_equal (interface, "org.freedesktop.portal.Secret") ? 1 : 4));
}

/* (transfer floating) (nullable): NULL for a refusal. */
static GVariant *
answer (const char *member, GVariant *question)
{
  static const char *const direct[] = { "direct://", NULL };
  GVariantDict all;

  g_variant_dict_init (&all, NULL);
  if (g_str_equal (member, "Get"))
    return tell_version (question);
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

static void
send (GDBusConnection *bus, GDBusMessage *message)
{
  g_dbus_connection_send_message (bus, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
  g_object_unref (message);
}

/* The request is taken, and comes to nothing. */
static void
disappoint (GDBusConnection *bus, GDBusMessage *question)
{
  g_autoptr(GVariant) options = g_variant_get_child_value (g_dbus_message_get_body (question), 1);
  g_autofree char *sender = g_strdelimit (g_strdup (&g_dbus_message_get_sender (question)[1]), ".", '_');
  const char *token = "t";

  g_variant_lookup (options, "handle_token", "&s", &token);
  g_autofree char *path = g_strdup_printf ("%s/request/%s/%s", PORTAL_PATH, sender, token);
  GDBusMessage *taken = g_dbus_message_new_method_reply (question);
  g_dbus_message_set_body (taken, g_variant_new ("(o)", path));
  send (bus, taken);
  GDBusMessage *response =
    g_dbus_message_new_signal (path, "org.freedesktop.portal.Request", "Response");
  g_dbus_message_set_destination (response, g_dbus_message_get_sender (question));
  g_dbus_message_set_body (response, g_variant_new ("(ua{sv})", OTHER, NULL));
  send (bus, response);
}

static GDBusMessage *
refuse (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer late)
{
  const char *path = g_dbus_message_get_path (message);
  const char *member = g_dbus_message_get_member (message);

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL ||
      g_strcmp0 (path, PORTAL_PATH) != 0)
    return message;
  GVariant *body = answer (member, g_dbus_message_get_body (message));
  if (body != NULL)
    {
      GDBusMessage *reply = g_dbus_message_new_method_reply (message);
      g_dbus_message_set_body (reply, body);
      send (bus, reply);
    }
  else if (GPOINTER_TO_INT (late) && g_str_equal (member, "RetrieveSecret"))
    disappoint (bus, message);
  else
    send (bus, g_dbus_message_new_method_error_literal (message, REFUSAL, "Nothing is granted here"));
  g_object_unref (message);
  return NULL;
}

void
guild_test_portal_refuse (GDBusConnection *bus, gboolean late)
{
  g_autoptr(GError) error = NULL;

  g_dbus_connection_add_filter (bus, refuse, GINT_TO_POINTER (late), NULL);
  g_autoptr(GVariant) owned = g_dbus_connection_call_sync (
    bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
    g_variant_new ("(su)", PORTAL, 4 /* at once or not at all */), G_VARIANT_TYPE ("(u)"),
    G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  guint32 result;
  g_variant_get (owned, "(u)", &result);
  g_assert_cmpuint (result, ==, 1);
}
