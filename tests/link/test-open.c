/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "link/guild-open-uri.h"
#include "support/guild-test.h"

/* A portal of the test's own, on a connection of its own. */

#define ADDRESS "https://link.example/company/1?link.otp=55"
#define NONE G_MAXUINT /* no answer */

typedef struct
{
  GDBusConnection *bus;    /* (owned) */
  GDBusConnection *portal; /* (owned) */
  guint            object;
  guint            name;
  gboolean         refuses;
  guint            response;
  gboolean         early;  /* the answer is there before the question is known to have arrived */
  char            *asked;  /* (owned) (nullable): the address */
} Fixture;

static const char xml[] =
  "<node><interface name='org.freedesktop.portal.OpenURI'><method name='OpenURI'>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='o' direction='out'/></method></interface></node>";

static void
respond (Fixture *fixture, const char *path)
{
  g_autoptr(GError) error = NULL;

  if (fixture->response == NONE)
    return;
  g_dbus_connection_emit_signal (fixture->portal, NULL, path, "org.freedesktop.portal.Request",
                                 "Response", g_variant_new ("(ua{sv})", fixture->response, NULL),
                                 &error);
  g_assert_no_error (error);
}

static void
method_cb (GDBusConnection *portal, const char *sender, const char *path, const char *interface,
           const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  Fixture *fixture = data;
  const char *uri, *token;
  g_autoptr(GVariant) options = NULL;

  g_variant_get (parameters, "(s&s@a{sv})", NULL, &uri, &options);
  g_free (fixture->asked);
  fixture->asked = g_strdup (uri);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  if (fixture->refuses)
    {
      g_dbus_method_invocation_return_dbus_error (
        invocation, "org.freedesktop.portal.Error.NotAllowed", "No: " ADDRESS);
      return;
    }
  g_autofree char *name = g_strdelimit (g_strdup (&sender[1]), ".", '_');
  g_autofree char *handle =
    g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", name, token);
  if (fixture->early)
    respond (fixture, handle);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
  if (!fixture->early)
    respond (fixture, handle);
}

static void
acquired_cb (GDBusConnection *portal, const char *name, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer present)
{
  static const GDBusInterfaceVTable table = { .method_call = method_cb };
  g_autoptr(GError) error = NULL;
  gboolean acquired = FALSE;

  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  if (present == NULL)
    return;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  fixture->portal = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, &error);
  g_assert_no_error (error);
  fixture->object = g_dbus_connection_register_object (
    fixture->portal, "/org/freedesktop/portal/desktop", node->interfaces[0], &table, fixture, NULL,
    &error);
  g_assert_no_error (error);
  fixture->name = g_bus_own_name_on_connection (fixture->portal, "org.freedesktop.portal.Desktop",
                                                G_BUS_NAME_OWNER_FLAGS_NONE, acquired_cb, NULL,
                                                &acquired, NULL);
  guild_test_wait_until (acquired);
}

static void
tear_down (Fixture *fixture, gconstpointer present)
{
  if (present != NULL)
    {
      g_autoptr(GError) error = NULL;
      g_bus_unown_name (fixture->name);
      g_dbus_connection_unregister_object (fixture->portal, fixture->object);
      g_dbus_connection_close_sync (fixture->portal, NULL, &error);
      g_assert_no_error (error);
      g_object_unref (fixture->portal);
    }
  g_object_unref (fixture->bus);
  g_free (fixture->asked);
}

static gboolean
open_address (Fixture *fixture, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  guild_open_uri_by_portal (fixture->bus, ADDRESS, NULL, guild_test_result_cb, &result);
  g_autoptr(GAsyncResult) done = guild_test_await (&result);
  return guild_open_uri_finish (done, error);
}

static void
test_granted (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (open_address (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->asked, ==, ADDRESS);
  fixture->early = TRUE;
  g_assert_true (open_address (fixture, &error));
}

static void
assert_told (const GError *error, int code, const char *words)
{
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_cmpstr (error->message, ==, words);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) refused = NULL;
  g_autoptr(GError) failed = NULL;
  g_autoptr(GError) nothing = NULL;

  fixture->refuses = TRUE;
  g_assert_false (open_address (fixture, &refused));
  assert_told (refused, G_IO_ERROR_FAILED, "the desktop refused");
  fixture->refuses = FALSE;
  fixture->response = 2;
  g_assert_false (open_address (fixture, &failed));
  assert_told (failed, G_IO_ERROR_FAILED, "the desktop refused");
  fixture->response = 1;
  g_assert_false (open_address (fixture, &nothing));
  assert_told (nothing, G_IO_ERROR_CANCELLED, "no program was chosen");
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (open_address (fixture, &error));
  assert_told (error, G_IO_ERROR_FAILED, "the desktop has no portal that opens links");
}

/* A portal that never answers holds nobody. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->response = NONE;
  guild_open_uri_by_portal (fixture->bus, ADDRESS, cancellable, guild_test_result_cb, &result);
  guild_test_wait_until (fixture->asked != NULL);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_autoptr(GAsyncResult) done = guild_test_await (&result);
  g_assert_false (guild_open_uri_finish (done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, present, test) \
  g_test_add ("/open/" name, Fixture, present, set_up, test, tear_down)
  ADD ("granted", "portal", test_granted);
  ADD ("refused", "portal", test_refused);
  ADD ("absent", NULL, test_absent);
  ADD ("cancelled", "portal", test_cancelled);
#undef ADD
  return g_test_run ();
}
