/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox-http.h"

#include <string.h>

static GuildTestSandbox *
start (void)
{
  return guild_test_sandbox_start ("--companies", "60", "--autodesk-companies", "0", NULL);
}

static guint
add_fault (GuildTestSandbox *sandbox, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);
  g_autoptr(Answer) answer = call (sandbox, "POST", "/_sandbox/faults", body);

  return answer->status;
}

static void
must_add (GuildTestSandbox *sandbox, const char *spec)
{
  g_assert_cmpuint (add_fault (sandbox, spec), ==, 200);
}

static guint
status_of (GuildTestSandbox *sandbox, const char *method, const char *path)
{
  g_autoptr(Answer) answer = call (sandbox, method, path, NULL);

  return answer->status;
}

static void
test_grammar (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  static const char * const refused[] = {
    "", "nonsense", "colour=red", "status=99", "status=x", "rate=2", "rate=", "count=0", "cut=half",
    "retry-after=2", "retry-after=date:x", "path=companies", "delay=9999999", "truncate=2",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("%s", refused[i]);
      g_assert_cmpuint (add_fault (sandbox, refused[i]), ==, 400);
    }
  g_autoptr(Answer) none = get (sandbox, "/_sandbox/faults");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (none->json)), ==, 0);
  must_add (sandbox, "path=/groups, method=get, status=503");
  g_assert_cmpuint (status_of (sandbox, "GET", "/groups"), ==, 503);
  g_assert_cmpuint (status_of (sandbox, "GET", "/profile"), ==, 200);
  g_autoptr(Answer) cleared = call (sandbox, "DELETE", "/_sandbox/faults", NULL);
  g_assert_cmpuint (cleared->status, ==, 200);
  g_assert_cmpuint (status_of (sandbox, "GET", "/groups"), ==, 200);
}

static void
test_which_requests (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company = first_company (sandbox, NULL);
  g_autofree char *path = g_strconcat ("/companies/", company, "/connections", NULL);

  must_add (sandbox, "path=/companies/*/connections,status=500,skip=1,count=2");
  g_assert_cmpuint (status_of (sandbox, "GET", "/companies"), ==, 200);
  g_assert_cmpuint (status_of (sandbox, "GET", path), ==, 200);
  g_assert_cmpuint (status_of (sandbox, "GET", path), ==, 500);
  g_assert_cmpuint (status_of (sandbox, "GET", path), ==, 500);
  g_assert_cmpuint (status_of (sandbox, "GET", path), ==, 200);
}

/* Each service has its own shape of error. */
static void
test_whose_words (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();

  must_add (sandbox, "status=503,count=2");
  must_add (sandbox, "path=/construction,status=429,count=1");
  g_autoptr(Answer) codat = get (sandbox, "/companies");
  g_assert_cmpuint (codat->status, ==, 503);
  g_assert_cmpint (int_at (codat, "statusCode"), ==, 500);
  g_autoptr(Answer) admin = get (sandbox, "/construction/admin/v1/accounts/a/companies");
  g_assert_cmpuint (admin->status, ==, 503);
  g_assert_cmpstr (text_at (admin, "title"), ==, "Service Unavailable");
  g_autoptr(Answer) limited = get (sandbox, "/construction/admin/v1/accounts/a/companies");
  g_assert_cmpuint (limited->status, ==, 429);
  g_assert_cmpstr (text_at (limited, "developerMessage"), ==, "Quota limit exceeded.");
}

static char *
pattern (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "1", "--autodesk-companies", "0", "--fault",
                              "path=/groups,status=503,rate=0.3", NULL);
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; i < 60; i++)
    g_string_append_c (out, status_of (sandbox, "GET", "/groups") == 503 ? 'x' : '.');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_rate (void)
{
  g_autofree char *one = pattern ();
  g_autofree char *two = pattern ();
  guint hits = 0;

  g_assert_cmpstr (one, ==, two);
  for (const char *c = one; *c != '\0'; c++)
    hits += *c == 'x';
  g_assert_cmpuint (hits, >, 8);
  g_assert_cmpuint (hits, <, 30);
}

static void
test_retry_after (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();

  must_add (sandbox, "path=/groups,status=429,count=1,retry-after=seconds:2");
  must_add (sandbox, "path=/groups,status=429,count=1,retry-after=date:2");
  g_autoptr(Answer) seconds = get (sandbox, "/groups");
  g_assert_cmpuint (seconds->status, ==, 429);
  g_assert_cmpstr (soup_message_headers_get_one (seconds->headers, "Retry-After"), ==, "2");
  g_autoptr(GDateTime) before = g_date_time_new_now_utc ();
  g_autoptr(Answer) date = get (sandbox, "/groups");
  g_autoptr(GDateTime) after = g_date_time_new_now_utc ();
  g_assert_cmpuint (date->status, ==, 429);
  g_autoptr(GDateTime) when =
    soup_date_time_new_from_http_string (soup_message_headers_get_one (date->headers,
                                                                       "Retry-After"));
  g_assert_nonnull (when);
  g_assert_cmpint (g_date_time_difference (when, before), >=, 2 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (g_date_time_difference (when, after), <, 3 * G_TIME_SPAN_SECOND);
}

static gint64
count_groups (GuildTestSandbox *sandbox)
{
  g_autoptr(Answer) answer = get (sandbox, "/groups");

  return length_at (answer, "results");
}

static void
test_cuts (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  gint64 before = count_groups (sandbox);

  must_add (sandbox, "path=/groups,method=POST,cut=before,count=1");
  g_autoptr(Answer) lost = call (sandbox, "POST", "/groups", "{\"name\":\"a\"}");
  g_assert_cmpuint (lost->status, ==, 0);
  g_assert_nonnull (lost->error);
  g_assert_cmpint (count_groups (sandbox), ==, before);

  must_add (sandbox, "path=/groups,method=POST,cut=after-write,count=1");
  g_autoptr(Answer) unheard = call (sandbox, "POST", "/groups", "{\"name\":\"b\"}");
  g_assert_cmpuint (unheard->status, ==, 0);
  g_assert_cmpint (count_groups (sandbox), ==, before + 1);

  must_add (sandbox, "path=/groups,method=POST,status=500,late=1,count=1");
  g_autoptr(Answer) late = call (sandbox, "POST", "/groups", "{\"name\":\"c\"}");
  g_assert_cmpuint (late->status, ==, 500);
  g_assert_cmpint (count_groups (sandbox), ==, before + 2);

  /* With a delay too: the answer is then given from elsewhere. */
  must_add (sandbox, "path=/groups,method=POST,cut=after-write,count=1,delay=20");
  g_autoptr(Answer) delayed = call (sandbox, "POST", "/groups", "{\"name\":\"d\"}");
  g_assert_cmpuint (delayed->status, ==, 0);
  g_assert_cmpint (count_groups (sandbox), ==, before + 3);
}

/* Everything the server sends on one connection. */
static char *
read_raw (GuildTestSandbox *sandbox, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = g_uri_parse (sandbox->url, G_URI_FLAGS_NONE, &error);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autofree char *key =
    g_base64_encode ((const guchar *) sandbox->codat_key, strlen (sandbox->codat_key));
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                              "Authorization: Basic %s\r\n"
                                              "Connection: close\r\n\r\n", path, key);
  g_autoptr(GString) out = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (uri), NULL,
                                     &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (out, buffer, n);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gsize
body_length (const char *raw)
{
  const char *body = strstr (raw, "\r\n\r\n");

  g_assert_nonnull (body);
  return strlen (body + 4);
}

static guint64
said_length (const char *raw)
{
  const char *header = strstr (raw, "Content-Length: ");

  g_assert_nonnull (header);
  return g_ascii_strtoull (header + strlen ("Content-Length: "), NULL, 10);
}

static void
test_half_answers (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *whole = read_raw (sandbox, "/companies");

  g_assert_cmpuint (body_length (whole), ==, said_length (whole));
  must_add (sandbox, "path=/companies,cut=body,count=1");
  g_autofree char *cut = read_raw (sandbox, "/companies");
  g_assert_cmpuint (said_length (cut), ==, said_length (whole));
  g_assert_cmpuint (body_length (cut), ==, said_length (whole) / 2);

  must_add (sandbox, "path=/companies,truncate=1,count=1");
  g_autofree char *truncated = read_raw (sandbox, "/companies");
  g_assert_cmpuint (body_length (truncated), ==, said_length (whole) / 2);
  g_assert_cmpuint (body_length (truncated), ==, said_length (truncated));
}

static void
test_spoiled_answers (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  const char *list = "/companies?page=1&pageSize=5&query=dataConnections.status%3DLinked";

  must_add (sandbox, "path=/companies,wrong-types=1,count=1");
  g_autoptr(Answer) wrong = get (sandbox, list);
  g_assert_cmpuint (wrong->status, ==, 200);
  g_assert_true (json_node_get_value_type (json_at (wrong->json, "results.0.id")) == G_TYPE_INT64);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_at (wrong->json, "results.0.name")));

  must_add (sandbox, "path=/companies,unknown-enum=1,count=1");
  g_autoptr(Answer) new_status = get (sandbox, list);
  g_assert_cmpstr (text_at (new_status, "results.0.dataConnections.0.status"), ==, "SomethingNew");

  must_add (sandbox, "path=/companies,big=3000000,count=1");
  g_autoptr(Answer) big = get (sandbox, list);
  g_assert_cmpuint (strlen (text_at (big, "results.0.description")), ==, 3000000);

  g_autoptr(Answer) right = get (sandbox, list);
  g_assert_cmpuint (strlen (text_at (right, "results.0.description")), <, 100);
}

static void
test_delay (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "1", "--autodesk-companies", "0", "--latency", "30",
                              NULL);
  gint64 begun = g_get_monotonic_time ();

  g_assert_cmpuint (status_of (sandbox, "GET", "/groups"), ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 30 * 1000);
  must_add (sandbox, "path=/groups,delay=120");
  begun = g_get_monotonic_time ();
  g_assert_cmpuint (status_of (sandbox, "GET", "/groups"), ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 150 * 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/faults/grammar", test_grammar);
  g_test_add_func ("/sandbox/faults/which-requests", test_which_requests);
  g_test_add_func ("/sandbox/faults/whose-words", test_whose_words);
  g_test_add_func ("/sandbox/faults/rate", test_rate);
  g_test_add_func ("/sandbox/faults/retry-after", test_retry_after);
  g_test_add_func ("/sandbox/faults/cuts", test_cuts);
  g_test_add_func ("/sandbox/faults/half-answers", test_half_answers);
  g_test_add_func ("/sandbox/faults/spoiled-answers", test_spoiled_answers);
  g_test_add_func ("/sandbox/faults/delay", test_delay);
  return g_test_run ();
}
