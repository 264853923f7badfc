/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "browser.h"

#include <libsoup/soup.h>
#include <string.h>

/* What comes to the address at which a link flow waits for its customer. */

/* "http://127.0.0.1:PORT/linked/NONCE" of the running flow. */
static char *
dup_callback (Browser *b)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (b->sandbox, "GET", "/profile", NULL);
  const char *redirect =
    json_object_get_string_member (json_node_get_object (node), "redirectUrl");
  const char *nonce = strstr (b->link, "guildNonce=") + strlen ("guildNonce=");

  return g_strdup_printf ("%.*s%s", (int) (strchr (redirect, '{') - redirect), redirect, nonce);
}

static void
test_forged (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  guild_link_flow_set_patience (flow, 25, 400);
  browser_open (b, flow);
  g_autofree char *callback = dup_callback (b);
  g_autofree char *wrong = g_strdup_printf ("%.*sAAAA?companyId=%s&statusCode=200",
                                            (int) (strrchr (callback, '/') + 1 - callback),
                                            callback, b->company_id);
  g_autofree char *lie = g_strdup_printf ("%s?companyId=%s&connectionId=made-up&statusCode=200",
                                          callback, b->company_id);

  g_assert_cmpuint (browser_get_status (b, wrong), ==, 404);
  g_assert_cmpint (guild_link_flow_get_state (flow), !=, GUILD_LINK_VERIFYING);
  g_assert_cmpuint (browser_get_status (b, lie), ==, 200);
  flow_await_message (flow, "does not confirm");
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_WAITING);
  g_assert_cmpuint (browser_get_status (b, lie), ==, 410);
  /* The truth still arrives, by asking. */
  b->follow = FALSE;
  browser_browse (b);
  flow_await_state (flow, GUILD_LINK_LINKED);
}

static void
test_about_another (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  browser_open (b, flow);
  g_autofree char *callback = dup_callback (b);
  g_autofree char *other = g_strdup_printf ("%s?companyId=someone-else&statusCode=403", callback);
  g_assert_cmpuint (browser_get_status (b, other), ==, 200);
  flow_await_state (flow, GUILD_LINK_WAITING);
  guild_link_flow_cancel (flow);
}

static void
test_replayed (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = browser_new_flow (b, NULL);
  g_autoptr(GuildLinkFlow) second = browser_new_flow (b, NULL);

  flow_run (first, GUILD_LINK_LINKED);
  guild_test_wait_until (b->callback_status == 200);
  g_autofree char *path = g_strdup (strstr (b->callback, "/linked/"));
  browser_open (b, second);
  g_autofree char *callback = dup_callback (b);
  g_autofree char *replay = g_strdup_printf (
    "%.*s%s", (int) (strstr (callback, "/linked/") - callback), callback, path);
  g_assert_cmpuint (browser_get_status (b, replay), ==, 404);
  g_assert_cmpint (guild_link_flow_get_state (second), ==, GUILD_LINK_OPENED);
}

static void
test_busy_port (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);
  g_autoptr(SoupServer) other = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (soup_server_listen_local (other, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  GSList *uris = soup_server_get_uris (other);
  guint16 port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_autofree char *number = g_strdup_printf ("port %u", port);

  guild_link_flow_set_port (flow, port);
  guild_link_flow_set_patience (flow, 25, 100);
  b->mode = BROWSE_NOT;
  guild_link_flow_start (flow);
  flow_await_message (flow, number);
  b->follow = FALSE;
  browser_browse (b);
  flow_await_state (flow, GUILD_LINK_LINKED);
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; void (*test) (Browser *, gconstpointer); } tests[] = {
    { "forged", test_forged },
    { "about-another", test_about_another },
    { "replayed", test_replayed },
    { "busy-port", test_busy_port },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/link/flow-callback/", tests[i].name, NULL);
      g_test_add (path, Browser, NULL, browser_set_up, tests[i].test, browser_tear_down);
    }
  return g_test_run ();
}
