/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "company/guild-field.h"
#include "service/codat/guild-codat.h"

#define N_COMPANIES 40
#define CREATE "{\"name\":\"Harbour Supplies\"}"

typedef struct
{
  GuildTestSandbox *sandbox;
  GuildService     *service;
} Fixture;

static GMutex debug_lock;
static GString *debug_log; /* every message of this process, at any level; guarded by debug_lock */

static void
keep_log (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  /* Answers are read in threads of their own. */
  g_mutex_lock (&debug_lock);
  g_string_append_printf (debug_log, "%s\n", message);
  g_mutex_unlock (&debug_lock);
  if ((level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) != 0)
    g_log_default_handler (domain, level, message, data);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sandbox = guild_test_sandbox_start ("--companies", G_STRINGIFY (N_COMPANIES),
                                               "--autodesk-companies", "0", "--database",
                                               ":memory:", "--one-time-links", NULL);
  fixture->service = guild_codat_new (fixture->sandbox->url, fixture->sandbox->codat_key);
  guild_transport_set_patience (guild_service_get_transport (fixture->service), 10, 2);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->service);
  guild_test_sandbox_stop (fixture->sandbox);
}

static gint64
count_companies (Fixture *fixture)
{
  g_autoptr(JsonNode) state =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/state", NULL);
  JsonObject *codat = json_object_get_object_member (json_node_get_object (state), "codat");

  return json_object_get_int_member (codat, "companies");
}

static void
test_statuses (Fixture *fixture, gconstpointer data)
{
  static const struct { guint status; GuildServiceError code; } cases[] = {
    { 400, GUILD_SERVICE_ERROR_INVALID_REQUEST }, { 401, GUILD_SERVICE_ERROR_UNAUTHORISED },
    { 402, GUILD_SERVICE_ERROR_PAYMENT },         { 403, GUILD_SERVICE_ERROR_FORBIDDEN },
    { 404, GUILD_SERVICE_ERROR_NOT_FOUND },       { 409, GUILD_SERVICE_ERROR_CONFLICT },
    { 429, GUILD_SERVICE_ERROR_RATE_LIMITED },    { 500, GUILD_SERVICE_ERROR_SERVER },
    { 502, GUILD_SERVICE_ERROR_SERVER },          { 503, GUILD_SERVICE_ERROR_SERVER },
    { 504, GUILD_SERVICE_ERROR_SERVER },          { 418, GUILD_SERVICE_ERROR_INVALID_REQUEST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *spec = g_strdup_printf ("path=/companies,status=%u", cases[i].status);

      add_fault (fixture->sandbox, spec);
      g_assert_null (list_page (fixture->service, 0, 10, NULL, &error));
      assert_code (error, cases[i].code);
      g_assert_cmpuint (guild_problem_from_error (error)->status, ==, cases[i].status);
      g_assert_false (guild_problem_from_error (error)->maybe_done);
      g_assert_null (strstr (error->message, "http"));
      clear_faults (fixture->sandbox);
    }
}

static void
test_read_repeated (Fixture *fixture, gconstpointer data)
{
  static const char * const specs[] = {
    "path=/companies,status=500,count=2", "path=/companies,status=502,count=1",
    "path=/companies,status=503,count=4", "path=/companies,cut=before,count=2",
    "path=/companies,cut=body,count=2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr(GError) error = NULL;
      add_fault (fixture->sandbox, specs[i]);
      g_autoptr(GuildPage) page = list_page (fixture->service, 0, 100, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (guild_batch_get_length (page->batch), ==, N_COMPANIES);
    }

  g_autoptr(GError) error = NULL;
  add_fault (fixture->sandbox, "path=/companies,cut=body");
  g_assert_null (list_page (fixture->service, 0, 100, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_CONNECTION_LOST);
  g_assert_false (guild_problem_from_error (error)->maybe_done);
}

static void
test_tries_are_limited (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 before = count_requests (fixture->sandbox, "GET /companies");

  add_fault (fixture->sandbox, "path=/companies,status=503");
  g_assert_null (list_page (fixture->service, 0, 100, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_SERVER);
  g_assert_cmpint (count_requests (fixture->sandbox, "GET /companies") - before, ==, 5);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  guint *count = data;
  (*count)++;
}

static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  static const char * const specs[] = {
    "path=/companies,status=429,count=1,retry-after=seconds:1",
    "path=/companies,status=429,count=1,retry-after=date:2",
  };
  GuildTransport *transport = guild_service_get_transport (fixture->service);
  guint n_notified = 0;
  gint64 throttled;

  g_signal_connect (transport, "notify::throttled-until", G_CALLBACK (count_cb), &n_notified);
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 began = g_get_monotonic_time ();

      add_fault (fixture->sandbox, specs[i]);
      g_autoptr(GuildPage) page = list_page (fixture->service, 0, 100, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_get_monotonic_time () - began, >=, 900 * 1000);
      g_assert_cmpuint (n_notified, ==, (i + 1) * 2); /* held, and let go */
    }
  g_object_get (transport, "throttled-until", &throttled, NULL);
  g_assert_cmpint (throttled, ==, GUILD_NUMBER_UNSET);

  /* What is too long to wait for is said at once, with its end. */
  g_autoptr(GError) error = NULL;
  add_fault (fixture->sandbox, "path=/companies,status=429,retry-after=seconds:3600");
  g_assert_null (list_page (fixture->service, 0, 100, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_RATE_LIMITED);
  gint64 left = guild_problem_from_error (error)->retry_at - g_get_real_time ();
  g_assert_cmpint (left, >, G_GINT64_CONSTANT (3500000000));
  g_assert_cmpint (left, <=, G_GINT64_CONSTANT (3600000000));
}

static void
test_create_not_repeated (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *spec; GuildServiceError code; gint64 made; } cases[] = {
    { "method=POST,path=/companies,cut=after-write", GUILD_SERVICE_ERROR_CONNECTION_LOST, 1 },
    { "method=POST,path=/companies,cut=before", GUILD_SERVICE_ERROR_CONNECTION_LOST, 0 },
    { "method=POST,path=/companies,cut=body", GUILD_SERVICE_ERROR_CONNECTION_LOST, 1 },
    { "method=POST,path=/companies,status=500,late=1", GUILD_SERVICE_ERROR_SERVER, 1 },
    { "method=POST,path=/companies,status=503", GUILD_SERVICE_ERROR_SERVER, 0 },
    { "method=POST,path=/companies,truncate=1", GUILD_SERVICE_ERROR_BAD_ANSWER, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      /* A kept connection, on which libsoup might send again by itself. */
      g_autoptr(GuildPage) page = list_page (fixture->service, 0, 1, NULL, &error);
      g_assert_no_error (error);
      gint64 before = count_companies (fixture);

      add_fault (fixture->sandbox, cases[i].spec);
      g_assert_null (send_write (fixture->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE,
                                 &error));
      assert_code (error, cases[i].code);
      g_assert_true (guild_problem_from_error (error)->maybe_done);
      g_assert_cmpint (count_companies (fixture) - before, ==, cases[i].made);
      clear_faults (fixture->sandbox);
    }
}

static void
test_create_repeated_after_429 (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 before = count_companies (fixture);

  add_fault (fixture->sandbox, "method=POST,path=/companies,status=429,count=2");
  g_autoptr(GuildOutcome) outcome =
    send_write (fixture->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (outcome->created_id);
  g_assert_cmpint (count_companies (fixture) - before, ==, 1);
}

static void
test_look_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 sent_at = g_get_real_time ();
  GuildService *service = fixture->service;

  /* Not made. */
  g_assert_null (look_up (service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, sent_at,
                          &error));
  g_assert_no_error (error);

  /* Made, the answer lost. */
  add_fault (fixture->sandbox, "method=POST,path=/companies,cut=after-write,count=1");
  g_assert_null (send_write (service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, &error));
  g_clear_error (&error);
  g_autoptr(GuildOutcome) found =
    look_up (service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, sent_at, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found->created_id);
  g_assert_cmpstr (guild_batch_get_id (found->batch, 0), ==, found->created_id);

  /* The same where the service does not answer queries. */
  add_fault (fixture->sandbox, "method=GET,path=/companies,status=400,count=1");
  g_autoptr(GuildOutcome) again =
    look_up (service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, sent_at, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->created_id, ==, found->created_id);

  /* Two of them: nobody can tell. */
  g_autoptr(GuildOutcome) second =
    send_write (service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, &error);
  g_assert_no_error (error);
  g_assert_null (look_up (service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, sent_at,
                          &error));
  assert_code (error, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);

  /* A delete, before and after. */
  const char *id = second->created_id;
  g_assert_null (look_up (service, GUILD_WRITE_DELETE_COMPANY, id, NULL, NULL, sent_at, &error));
  g_assert_no_error (error);
  add_fault (fixture->sandbox, "method=DELETE,path=/companies,cut=after-write,count=1");
  g_assert_null (send_write (service, GUILD_WRITE_DELETE_COMPANY, id, NULL, NULL, &error));
  g_assert_true (guild_problem_from_error (error)->maybe_done);
  g_clear_error (&error);
  g_autoptr(GuildOutcome) gone =
    look_up (service, GUILD_WRITE_DELETE_COMPANY, id, NULL, NULL, sent_at, &error);
  g_assert_no_error (error);
  g_assert_true (gone->gone);

  /* An update, before and after. */
  const char *body = "{\"description\":\"Ropes\"}";
  id = found->created_id;
  g_assert_null (look_up (service, GUILD_WRITE_UPDATE_COMPANY, id, NULL, body, sent_at, &error));
  g_assert_no_error (error);
  g_autoptr(GuildOutcome) updated =
    send_write (service, GUILD_WRITE_UPDATE_COMPANY, id, NULL, body, &error);
  g_assert_no_error (error);
  g_autoptr(GuildOutcome) seen =
    look_up (service, GUILD_WRITE_UPDATE_COMPANY, id, NULL, body, sent_at, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_batch_get_id (seen->batch, 0), ==, id);
}

static void
test_spoiled_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  add_fault (fixture->sandbox, "path=/companies,truncate=1,count=1");
  g_assert_null (list_page (fixture->service, 0, 10, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_assert_cmpuint (guild_problem_from_error (error)->status, ==, 200);
  g_clear_error (&error);

  add_fault (fixture->sandbox, "path=/companies,wrong-types=1,count=1");
  g_autoptr(GuildPage) wrong = list_page (fixture->service, 0, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (wrong->batch) +
                      guild_batch_get_n_skipped (wrong->batch), ==, 10);

  add_fault (fixture->sandbox, "path=/companies,unknown-enum=1,count=1");
  g_autoptr(GuildPage) unknown = list_page (fixture->service, 0, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (unknown->batch), ==, 10);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  GuildTransport *transport = guild_service_get_transport (fixture->service);
  g_autoptr(GError) error = NULL;

  add_fault (fixture->sandbox, "path=/companies,big=10485760");
  g_autoptr(GuildPage) page = list_page (fixture->service, 0, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (page->batch), ==, 10);
  g_assert_cmpuint (strlen (guild_batch_get_json (page->batch, 0)), >, 10485760);

  guild_transport_set_max_body (transport, 1024 * 1024);
  g_assert_null (list_page (fixture->service, 0, 10, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_TOO_LARGE);
  g_assert_false (guild_problem_from_error (error)->maybe_done);
  g_clear_error (&error);

  clear_faults (fixture->sandbox);
  g_autoptr(GuildPage) small = list_page (fixture->service, 0, 10, NULL, &error);
  g_assert_no_error (error);
}

static void
test_groups_gone (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = { 403, 404 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *spec = g_strdup_printf ("path=/groups,status=%u,count=1", statuses[i]);

      add_fault (fixture->sandbox, spec);
      g_assert_null (list_groups (fixture->service, &error));
      assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
    }
}

static void
test_nothing_secret_logged (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) created =
    send_write (fixture->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, CREATE, &error);
  g_autofree char *encoded = g_base64_encode ((const guchar *) fixture->sandbox->codat_key,
                                              strlen (fixture->sandbox->codat_key));
  GAsyncResult *slot = NULL;

  g_assert_no_error (error);
  guild_codat_read_link_async (GUILD_CODAT (fixture->service), created->created_id, NULL, NULL,
                               guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autofree char *link = guild_codat_read_link_finish (GUILD_CODAT (fixture->service), result,
                                                        NULL, &error);
  g_assert_no_error (error);
  const char *password = strstr (link, "otp=");
  g_assert_nonnull (password);

  g_assert_nonnull (strstr (debug_log->str, "GET /companies/"));
  g_assert_null (strstr (debug_log->str, fixture->sandbox->codat_key));
  g_assert_null (strstr (debug_log->str, encoded));
  g_assert_null (strstr (debug_log->str, password + strlen ("otp=")));
  g_assert_null (strstr (debug_log->str, "Harbour Supplies"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  debug_log = g_string_new (NULL);
  /* Not a writer: newer GLib's tests do not hand over to one. */
  g_log_set_default_handler (keep_log, NULL);

#define ADD(name, function) \
  g_test_add ("/service/codat/faults/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("statuses", test_statuses);
  ADD ("read-repeated", test_read_repeated);
  ADD ("tries", test_tries_are_limited);
  ADD ("retry-after", test_retry_after);
  ADD ("create-not-repeated", test_create_not_repeated);
  ADD ("create-after-429", test_create_repeated_after_429);
  ADD ("look-up", test_look_up);
  ADD ("spoiled", test_spoiled_answers);
  ADD ("sizes", test_sizes);
  ADD ("groups-gone", test_groups_gone);
  ADD ("log", test_nothing_secret_logged);
#undef ADD
  return g_test_run ();
}
