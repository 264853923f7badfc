/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-browser.h"

#include <libsoup/soup.h>
#include <string.h>

static const char *const form =
  "<!doctype html><title>Form</title><p>Press it<p style='margin-top: 2000px'>"
  "<button id='go' onclick=\"location = '/done?via=click'\">Go</button>";

static void
serve (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
       gpointer data)
{
  char **seen = data;
  const char *text = g_str_has_prefix (path, "/form") ? form : "<!doctype html><p>Thank you";

  if (g_str_equal (path, "/done"))
    *seen = g_strdup (query != NULL ? g_hash_table_lookup (query, "via") : NULL);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
open_address (const char *uri)
{
  g_autoptr(GError) error = NULL;
  g_app_info_launch_default_for_uri (uri, NULL, &error);
  g_assert_no_error (error);
}

/* Whoever opens an address gets this browser; the page is driven as by a hand; a second address
 * opens a second tab, with its query as it was; no name is resolved. */
static void
test_journey (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *picture = g_build_filename (directory, "page.png", NULL);
  g_autofree char *content = NULL;
  gsize length;
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);

  soup_server_add_handler (server, NULL, serve, &seen, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (server);
  g_autofree char *base = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_autofree char *first = g_strconcat (base, "form", NULL);
  g_autofree char *second = g_strconcat (base, "form2?a=1%202&b=%C3%BC%26", NULL);

  g_autoptr(GuildTestBrowser) browser = guild_test_browser_install ();
  open_address (first);
  g_autoptr(GuildTestPage) page = guild_test_browser_await_page (browser, first);
  guild_test_page_await (page, "document.title == 'Form'");
  guild_test_page_shoot (page, picture);
  g_assert_true (g_file_get_contents (picture, &content, &length, NULL));
  g_assert_cmpint (length, >, 8);
  g_assert_cmpint (memcmp (content, "\x89PNG", 4), ==, 0);

  guild_test_page_click (page, "go");
  guild_test_wait_until (seen != NULL);
  g_assert_cmpstr (seen, ==, "click");
  guild_test_page_await (page, "document.body.innerText.includes('Thank you')");

  open_address (second);
  g_autofree char *prefix = g_strconcat (base, "form2", NULL);
  g_autoptr(GuildTestPage) tab = guild_test_browser_await_page (browser, prefix);
  g_autoptr(JsonNode) query = guild_test_page_evaluate (tab, "location.search");
  g_assert_cmpstr (json_node_get_string (query), ==, "?a=1%202&b=%C3%BC%26");
  g_autoptr(JsonNode) outside = guild_test_page_evaluate (
    tab, "fetch('http://example.org/').then(() => 'reached', () => 'refused')");
  g_assert_cmpstr (json_node_get_string (outside), ==, "refused");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/browser/journey", test_journey);
  return g_test_run ();
}
