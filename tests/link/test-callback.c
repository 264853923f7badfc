/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "link/guild-callback-server.h"
#include "link/guild-link-verdict.h"
#include "support/guild-test.h"

typedef struct
{
  guint n;
  char *company_id, *connection_id, *status;
} Calls;

static void
called_cb (GuildCallbackServer *server, const char *company_id, const char *connection_id,
           const char *status, Calls *calls)
{
  calls->n++;
  calls->company_id = g_strdup (company_id);
  calls->connection_id = g_strdup (connection_id);
  calls->status = g_strdup (status);
}

static void
calls_clear (Calls *calls)
{
  g_free (calls->company_id);
  g_free (calls->connection_id);
  g_free (calls->status);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Calls, calls_clear)

/* Status of METHOD to PATH at the server; ANSWER (out) (nullable) its body. */
static guint
request (GuildCallbackServer *server, const char *method, const char *path, char **answer,
         SoupMessage **message_out)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s",
                                          guild_callback_server_get_port (server), path);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  soup_session_send_and_read_async (session, message, 0, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (session, result, &error);
  g_assert_no_error (error);
  if (answer != NULL)
    *answer = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  guint status = soup_message_get_status (message);
  if (message_out != NULL)
    *message_out = g_steal_pointer (&message);
  return status;
}

static void
test_one_call (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCallbackServer) server = guild_callback_server_new (0, &error);
  g_auto(Calls) calls = { 0 };
  g_autofree char *answer = NULL;
  g_autoptr(SoupMessage) message = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (guild_callback_server_get_nonce (server)), ==, 43);
  g_signal_connect (server, "called", G_CALLBACK (called_cb), &calls);
  g_autofree char *good = g_strdup_printf (
    "/linked/%s?companyId=a%%20b&connectionId=secret-looking&statusCode=200&x=%%3Cscript%%3E",
    guild_callback_server_get_nonce (server));
  g_autofree char *near =
    g_strdup_printf ("/linked/%.42s!", guild_callback_server_get_nonce (server));
  g_autofree char *padding = g_strnfill (3000, 'x');
  g_autofree char *longer = g_strconcat (good, "&y=", padding, NULL);

  g_assert_cmpuint (request (server, "GET", "/linked/", NULL, NULL), ==, 404);
  g_assert_cmpuint (request (server, "GET", "/", NULL, NULL), ==, 404);
  g_assert_cmpuint (request (server, "GET", "/linked/AAAA?statusCode=200", NULL, NULL), ==, 404);
  g_assert_cmpuint (request (server, "GET", near, NULL, NULL), ==, 404);
  g_assert_cmpuint (request (server, "POST", good, NULL, NULL), ==, 405);
  g_assert_cmpuint (request (server, "HEAD", good, NULL, NULL), ==, 405);
  g_assert_cmpuint (request (server, "GET", longer, NULL, NULL), ==, 414);
  g_assert_cmpuint (calls.n, ==, 0);

  g_assert_cmpuint (request (server, "GET", good, &answer, &message), ==, 200);
  guild_test_wait_until (calls.n == 1);
  g_assert_cmpstr (calls.company_id, ==, "a b");
  g_assert_cmpstr (calls.connection_id, ==, "secret-looking");
  g_assert_cmpstr (calls.status, ==, "200");
  g_assert_nonnull (strstr (answer, "return to Guildhall"));
  g_assert_null (strstr (answer, "script"));
  g_assert_null (strstr (answer, "secret-looking"));
  g_assert_null (strstr (answer, guild_callback_server_get_nonce (server)));
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_assert_nonnull (strstr (soup_message_headers_get_one (headers, "Content-Security-Policy"),
                            "default-src 'none'"));
  g_assert_true (soup_message_headers_header_contains (headers, "Connection", "close"));
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Cache-Control"), ==, "no-store");

  g_assert_cmpuint (request (server, "GET", good, NULL, NULL), ==, 410);
  g_assert_cmpuint (calls.n, ==, 1);
}

static void
test_missing_parameters (void)
{
  g_autoptr(GuildCallbackServer) server = guild_callback_server_new (0, NULL);
  g_auto(Calls) calls = { 0 };
  g_autofree char *path = g_strdup_printf ("/linked/%s?companyId=&statusCode=%%FF",
                                           guild_callback_server_get_nonce (server));

  g_signal_connect (server, "called", G_CALLBACK (called_cb), &calls);
  g_assert_cmpuint (request (server, "GET", path, NULL, NULL), ==, 200);
  guild_test_wait_until (calls.n == 1);
  g_assert_null (calls.company_id);
  g_assert_null (calls.connection_id);
  g_assert_null (calls.status);
}

static void
test_port (void)
{
  g_autoptr(GError) error = NULL;
  GuildCallbackServer *first = guild_callback_server_new (0, &error);
  guint16 port = guild_callback_server_get_port (first);
  g_autofree char *number = g_strdup_printf ("%u", port);

  g_assert_null (guild_callback_server_new (port, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_nonnull (strstr (error->message, number));
  g_clear_error (&error);
  g_autofree char *template = guild_callback_server_dup_template (first);
  g_assert_true (g_str_has_prefix (template, "http://127.0.0.1:"));
  g_assert_nonnull (strstr (template, "/linked/{guildNonce}?companyId={companyId}"));
  g_assert_null (strstr (template, guild_callback_server_get_nonce (first)));

  g_assert_finalize_object (first);
  g_autoptr(GuildCallbackServer) second = guild_callback_server_new (port, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_callback_server_get_port (second), ==, port);
}

static void
test_nonces_differ (void)
{
  g_autoptr(GuildCallbackServer) first = guild_callback_server_new (0, NULL);
  g_autoptr(GuildCallbackServer) second = guild_callback_server_new (0, NULL);
  const char *nonce = guild_callback_server_get_nonce (first);

  g_assert_cmpstr (nonce, !=, guild_callback_server_get_nonce (second));
  g_assert_cmpuint (strspn (nonce, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==,
                    strlen (nonce));
}

static void
test_add_parameter (void)
{
  static const struct { const char *before, *after; } cases[] = {
    { "https://l/company/1", "https://l/company/1?n=v" },
    { "https://l/company/1?link.otp=2", "https://l/company/1?link.otp=2&n=v" },
    { "https://l/company/1?", "https://l/company/1?n=v" },
    { "https://l/company/1?a=b&", "https://l/company/1?a=b&n=v" },
    { "https://l/company/1#top", "https://l/company/1?n=v#top" },
    { "https://l/company/1#top?no", "https://l/company/1?n=v#top?no" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *after = guild_link_add_parameter (cases[i].before, "n", "v");
      g_assert_cmpstr (after, ==, cases[i].after);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/callback/one-call", test_one_call);
  g_test_add_func ("/link/callback/missing-parameters", test_missing_parameters);
  g_test_add_func ("/link/callback/port", test_port);
  g_test_add_func ("/link/callback/nonces-differ", test_nonces_differ);
  g_test_add_func ("/link/callback/add-parameter", test_add_parameter);
  return g_test_run ();
}
