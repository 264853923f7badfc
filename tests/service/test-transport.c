/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "company/guild-field.h"
#include "service/guild-transport.h"

/* A server that says what the sandbox never would: redirects, odd headers, silence. */
typedef struct
{
  SoupServer *server;        /* (owned) */
  char       *url;           /* (owned): without a slash at the end */
  guint       n_requests;
  guint       n_open;        /* held back at the moment */
  guint       most_open;
  char       *path;          /* (owned): of the last request */
  char       *authorization; /* (owned) (nullable): of the last request */
  char       *agent;         /* (owned) */
  const char *location;      /* (nullable): redirect there */
  const char *reset;         /* (nullable): X-Rate-Limit-Reset */
  guint       hold;          /* ms before the answer */
  GBytes     *body;          /* (owned) (nullable): the answer */
  gboolean    chunked;       /* its length is not said before */
} Server;

typedef struct
{
  Server            *server;
  SoupServerMessage *message; /* (owned) */
} Held;

static gboolean
release_cb (gpointer data)
{
  Held *held = data;

  held->server->n_open--;
  soup_server_message_unpause (held->message);
  g_object_unref (held->message);
  g_free (held);
  return G_SOURCE_REMOVE;
}

static void
handle_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer data)
{
  Server *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *answer = soup_server_message_get_response_headers (message);

  self->n_requests++;
  g_free (self->path);
  g_free (self->authorization);
  g_free (self->agent);
  self->path = g_strdup (path);
  self->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  self->agent = g_strdup (soup_message_headers_get_one (headers, "User-Agent"));
  if (self->reset != NULL)
    {
      soup_message_headers_replace (answer, "X-Rate-Limit-Limit", "1000");
      soup_message_headers_replace (answer, "X-Rate-Limit-Remaining", "997");
      soup_message_headers_replace (answer, "X-Rate-Limit-Reset", self->reset);
    }
  if (self->location != NULL)
    soup_server_message_set_redirect (message, 302, self->location);
  else if (self->body != NULL)
    {
      soup_server_message_set_status (message, 200, NULL);
      SoupMessageBody *body = soup_server_message_get_response_body (message);
      if (g_bytes_get_size (self->body) > 0)
        soup_message_body_append_bytes (body, self->body);
      soup_message_body_complete (body);
      soup_message_headers_set_encoding (answer, self->chunked ? SOUP_ENCODING_CHUNKED
                                                               : SOUP_ENCODING_CONTENT_LENGTH);
    }
  else
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
    }
  self->n_open++;
  self->most_open = MAX (self->most_open, self->n_open);
  if (self->hold == 0)
    {
      self->n_open--;
      return;
    }
  Held *held = g_new0 (Held, 1);
  held->server = self;
  held->message = g_object_ref (message);
  soup_server_message_pause (message);
  g_timeout_add (self->hold, release_cb, held);
}

static Server *
server_start (void)
{
  Server *self = g_new0 (Server, 1);
  g_autoptr(GError) error = NULL;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, handle_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

static void
server_stop (Server *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self->url);
  g_free (self->path);
  g_free (self->authorization);
  g_free (self->agent);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_stop)

static GuildReply *
send_request (GuildTransport *transport, const char *method, const char *path, GuildSendFlags flags,
              GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GBytes) body =
    g_str_equal (method, "POST") ? g_bytes_new_static ("{\"name\":\"A\"}", 12) : NULL;

  guild_transport_send_async (transport, method, path, body, NULL, flags, NULL,
                              guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_transport_send_finish (transport, result, error);
}

static void
test_base (void)
{
  g_autoptr(Server) server = server_start ();
  g_autofree char *base = g_strconcat (server->url, "/some/prefix/", NULL);
  g_autoptr(GuildTransport) transport = guild_transport_new (base, NULL);
  g_autoptr(GError) error = NULL;

  guild_transport_set_authorization (transport, "Basic secret");
  g_autoptr(GuildReply) reply = send_request (transport, "GET", "/companies?page=1",
                                              GUILD_SEND_SAFE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (server->path, ==, "/some/prefix/companies");
  g_assert_cmpstr (server->authorization, ==, "Basic secret");
  g_assert_cmpstr (server->agent, ==, "Guildhall/" GUILD_VERSION);

  g_autoptr(GuildReply) anonymous = send_request (transport, "GET", "/token",
                                                  GUILD_SEND_ANONYMOUS, &error);
  g_assert_no_error (error);
  g_assert_null (server->authorization);

  g_autofree char *same = g_strconcat (server->url, "/elsewhere", NULL);
  g_autoptr(GuildReply) absolute = send_request (transport, "GET", same, GUILD_SEND_SAFE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (server->path, ==, "/elsewhere");
}

/* Whatever its length is, and whether it is said before, a body comes as it was sent. */
static void
test_bodies (void)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 262144, 262145, 3000001 };
  g_autoptr(Server) server = server_start ();
  g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++)
    {
      gsize size = sizes[i / 2];
      guint8 *bytes = g_malloc (size);
      for (gsize j = 0; j < size; j++)
        bytes[j] = (guint8) (j * 2654435761u >> 16);
      g_clear_pointer (&server->body, g_bytes_unref);
      server->body = g_bytes_new_take (bytes, size);
      server->chunked = i % 2 == 0;
      g_autoptr(GuildReply) reply = send_request (transport, "GET", "/companies", GUILD_SEND_SAFE,
                                                  &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (reply->body, server->body));
    }

  guild_transport_set_max_body (transport, 3000000);
  for (guint i = 0; i < 2; i++)
    {
      server->chunked = i == 0;
      g_assert_null (send_request (transport, "GET", "/companies", GUILD_SEND_SAFE, &error));
      assert_code (error, GUILD_SERVICE_ERROR_TOO_LARGE);
      g_clear_error (&error);
    }
}

static void
test_other_origin (void)
{
  g_autoptr(Server) server = server_start ();
  g_autoptr(Server) other = server_start ();
  g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
  g_autofree char *host = g_strdup_printf ("@%s/", other->url + strlen ("http://"));
  g_autofree char *user = g_strdup_printf ("http://x@%s/", server->url + strlen ("http://"));
  g_autofree char *local = g_strdup_printf ("http://localhost:%s/", strrchr (server->url, ':') + 1);
  const char *paths[] = { other->url, host, user, local, "https://127.0.0.1/", "companies", "" };

  guild_transport_set_authorization (transport, "Basic secret");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(GError) error = NULL;
      g_assert_null (send_request (transport, "GET", paths[i], GUILD_SEND_SAFE, &error));
      assert_code (error, GUILD_SERVICE_ERROR_BAD_ANSWER);
    }
  g_assert_cmpuint (other->n_requests, ==, 0);
  g_assert_cmpuint (server->n_requests, ==, 0);
}

static void
test_redirect (void)
{
  g_autoptr(Server) server = server_start ();
  g_autoptr(Server) other = server_start ();
  g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
  g_autofree char *location = g_strconcat (other->url, "/companies", NULL);
  g_autoptr(GError) error = NULL;

  server->location = location;
  guild_transport_set_authorization (transport, "Basic secret");
  g_assert_null (send_request (transport, "GET", "/companies", GUILD_SEND_SAFE, &error));
  assert_code (error, GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_assert_cmpuint (server->n_requests, ==, 1);
  g_assert_cmpuint (other->n_requests, ==, 0);
}

static void
test_offline (void)
{
  g_autoptr(Server) server = server_start ();
  g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
  static const char * const methods[] = { "GET", "POST" };

  soup_server_disconnect (server->server); /* nobody listens at this port any more */
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr(GError) error = NULL;
      GuildSendFlags flags = i == 0 ? GUILD_SEND_SAFE : GUILD_SEND_NONE;
      g_assert_null (send_request (transport, methods[i], "/companies", flags, &error));
      assert_code (error, GUILD_SERVICE_ERROR_OFFLINE);
      g_assert_false (guild_problem_from_error (error)->maybe_done);
      g_assert_cmpuint (guild_problem_from_error (error)->status, ==, 0);
    }

  g_autoptr(GuildTransport) nonsense = guild_transport_new ("no address", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_null (send_request (nonsense, "GET", "/companies", GUILD_SEND_SAFE, &error));
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
}

static void
test_timeout (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "1",
                                                                  "--autodesk-companies", "0",
                                                                  "--database", ":memory:", NULL);
  g_autoptr(GuildTransport) transport = guild_transport_new (sandbox->url, NULL);
  static const char * const methods[] = { "GET", "POST" };

  guild_transport_set_patience (transport, 1, 5);
  add_fault (sandbox, "path=/companies,delay=4000");
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr(GError) error = NULL;
      GuildSendFlags flags = i == 0 ? GUILD_SEND_SAFE : GUILD_SEND_NONE;
      g_assert_null (send_request (transport, methods[i], "/companies", flags, &error));
      assert_code (error, GUILD_SERVICE_ERROR_TIMEOUT);
      g_assert_cmpint (guild_problem_from_error (error)->maybe_done, ==, i == 1);
    }
}

static void
assert_cancelled (GuildTransport *transport, GAsyncResult **slot, gboolean maybe_done)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = guild_test_await (slot);

  g_assert_null (guild_transport_send_finish (transport, result, &error));
  assert_code (error, GUILD_SERVICE_ERROR_CANCELLED);
  g_assert_cmpint (guild_problem_from_error (error)->maybe_done, ==, maybe_done);
}

static void
test_cancel (void)
{
  g_autoptr(Server) server = server_start ();
  g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
  g_autoptr(GCancellable) first = g_cancellable_new ();
  g_autoptr(GCancellable) second = g_cancellable_new ();
  GAsyncResult *slots[3] = { NULL };

  server->hold = 200;
  guild_transport_set_budget (transport, 0, 1);
  guild_transport_send_async (transport, "POST", "/a", NULL, NULL, GUILD_SEND_NONE, first,
                              guild_test_result_cb, &slots[0]);
  guild_transport_send_async (transport, "POST", "/b", NULL, NULL, GUILD_SEND_NONE, second,
                              guild_test_result_cb, &slots[1]);
  guild_test_wait_until (server->n_requests == 1);
  g_cancellable_cancel (second); /* still in the queue: nothing was sent */
  assert_cancelled (transport, &slots[1], FALSE);
  g_cancellable_cancel (first); /* on its way */
  assert_cancelled (transport, &slots[0], TRUE);
  guild_transport_send_async (transport, "GET", "/c", NULL, NULL, GUILD_SEND_SAFE, first,
                              guild_test_result_cb, &slots[2]);
  assert_cancelled (transport, &slots[2], FALSE);
  g_assert_cmpuint (server->n_requests, ==, 1);

  /* The queue has not lost its places. */
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildReply) reply = send_request (transport, "GET", "/d", GUILD_SEND_SAFE, &error);
  g_assert_no_error (error);
  guild_test_wait_until (server->n_open == 0);
}

static void
test_at_once (void)
{
  g_autoptr(Server) server = server_start ();
  g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
  GAsyncResult *slots[9] = { NULL };

  server->hold = 30;
  guild_transport_set_budget (transport, 0, 3);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    guild_transport_send_async (transport, "GET", "/a", NULL, NULL, GUILD_SEND_SAFE, NULL,
                                guild_test_result_cb, &slots[i]);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GAsyncResult) result = guild_test_await (&slots[i]);
      g_autoptr(GuildReply) reply = guild_transport_send_finish (transport, result, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (server->n_requests, ==, G_N_ELEMENTS (slots));
  g_assert_cmpuint (server->most_open, ==, 3);
}

static void
test_per_minute (void)
{
  g_autoptr(Server) server = server_start ();
  g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  gint64 until;

  guild_transport_set_budget (transport, 3, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildReply) reply = send_request (transport, "GET", "/a", GUILD_SEND_SAFE, &error);
      g_assert_no_error (error);
    }
  guild_transport_send_async (transport, "GET", "/a", NULL, NULL, GUILD_SEND_SAFE, cancellable,
                              guild_test_result_cb, &slot);
  g_object_get (transport, "throttled-until", &until, NULL);
  g_assert_cmpint (until - g_get_real_time (), >, 50 * G_USEC_PER_SEC);
  g_assert_cmpint (until - g_get_real_time (), <=, 60 * G_USEC_PER_SEC);
  g_cancellable_cancel (cancellable);
  assert_cancelled (transport, &slot, FALSE);
  g_object_get (transport, "throttled-until", &until, NULL);
  g_assert_cmpint (until, ==, GUILD_NUMBER_UNSET);
  g_assert_cmpuint (server->n_requests, ==, 3);
}

static void
note_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  guint *count = data;
  (*count)++;
}

static void
test_low_quota (void)
{
  const GuildQuota unsaid = { GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET };
  const GuildQuota half = { 1000, GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET };

  g_assert_false (guild_quota_is_low (&unsaid));
  g_assert_false (guild_quota_is_low (&half));
  g_assert_false (guild_quota_is_low (&(GuildQuota) { 1000, 100, GUILD_NUMBER_UNSET }));
  g_assert_true (guild_quota_is_low (&(GuildQuota) { 1000, 99, GUILD_NUMBER_UNSET }));
  g_assert_true (guild_quota_is_low (&(GuildQuota) { 1000, 0, GUILD_NUMBER_UNSET }));
}

static void
test_quota (void)
{
  g_autoptr(Server) server = server_start ();
  static const struct { const char *text; gint64 time; } cases[] = {
    { "Wed, 15 Nov 2023 00:00:00 GMT", G_GINT64_CONSTANT (1700006400000000) },
    { "2023-11-15T00:00:00Z", G_GINT64_CONSTANT (1700006400000000) },
    { "2023-11-15T00:00:00.5Z", G_GINT64_CONSTANT (1700006400500000) },
    { "soon", GUILD_NUMBER_UNSET },
    { "86400", GUILD_NUMBER_UNSET },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GuildTransport) transport = guild_transport_new (server->url, NULL);
      g_autoptr(GError) error = NULL;
      guint n_notified = 0;

      g_assert_cmpint (guild_transport_get_quota (transport)->limit, ==, GUILD_NUMBER_UNSET);
      g_signal_connect (transport, "notify::quota", G_CALLBACK (note_cb), &n_notified);
      server->reset = cases[i].text;
      for (guint n = 0; n < 2; n++)
        {
          g_autoptr(GuildReply) reply =
            send_request (transport, "GET", "/a", GUILD_SEND_SAFE, &error);
          g_assert_no_error (error);
        }
      g_assert_cmpint (guild_transport_get_quota (transport)->limit, ==, 1000);
      g_assert_cmpint (guild_transport_get_quota (transport)->remaining, ==, 997);
      g_assert_cmpint (guild_transport_get_quota (transport)->reset_at, ==, cases[i].time);
      g_assert_cmpuint (n_notified, ==, 1);
    }
}

static void
test_redact (void)
{
  static const struct { const char *text, *want; } cases[] = {
    { "/company/1?link.otp=abc123&x=1", "/company/1?link.otp=•••&x=1" },
    { "http://h/start?otp=a%20b", "http://h/start?otp=•••" },
    { "Authorization: Basic a2V5", "Authorization: Basic •••" },
    { "bearer eyJ.x-y_z", "bearer •••" },
    { "/cb?code=A1&state=B2#c", "/cb?code=•••&state=•••#c" },
    { "client_id=abc&client_secret=xyz", "client_id=abc&client_secret=•••" },
    { "{\"apiKey\": \"k\\\"ey\", \"name\": \"A\"}", "{\"apiKey\": \"•••\", \"name\": \"A\"}" },
    { "{\"access_token\":\"t\",\"expires_in\":1}", "{\"access_token\":\"•••\",\"expires_in\":1}" },
    { "/companies?page=1&pageSize=2&query=name%3Dx", "/companies?page=1&pageSize=2&query=name%3Dx" },
    { "statusCode=200", "statusCode=200" },
    { "\xff", "\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = guild_transport_redact (cases[i].text);
      g_assert_cmpstr (text, ==, cases[i].want);
    }
}

static void
test_encode (void)
{
  g_autofree char *text = guild_transport_encode ("a-b._~ +/&=?%|,é");

  g_assert_cmpstr (text, ==, "a-b._~%20%2B%2F%26%3D%3F%25%7C%2C%C3%A9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/transport/base", test_base);
  g_test_add_func ("/service/transport/bodies", test_bodies);
  g_test_add_func ("/service/transport/other-origin", test_other_origin);
  g_test_add_func ("/service/transport/redirect", test_redirect);
  g_test_add_func ("/service/transport/offline", test_offline);
  g_test_add_func ("/service/transport/timeout", test_timeout);
  g_test_add_func ("/service/transport/cancel", test_cancel);
  g_test_add_func ("/service/transport/at-once", test_at_once);
  g_test_add_func ("/service/transport/per-minute", test_per_minute);
  g_test_add_func ("/service/transport/quota", test_quota);
  g_test_add_func ("/service/transport/low-quota", test_low_quota);
  g_test_add_func ("/service/transport/redact", test_redact);
  g_test_add_func ("/service/transport/encode", test_encode);
  return g_test_run ();
}
