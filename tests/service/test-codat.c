/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/codat/guild-codat.h"

#define N_COMPANIES 120

typedef struct
{
  GuildTestSandbox *sandbox;
  GuildService     *service;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sandbox = guild_test_sandbox_start ("--companies", G_STRINGIFY (N_COMPANIES),
                                               "--autodesk-companies", "0", "--database",
                                               ":memory:", data, NULL);
  fixture->service = guild_codat_new (fixture->sandbox->url, fixture->sandbox->codat_key);
  guild_transport_set_patience (guild_service_get_transport (fixture->service), 10, 5);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->service);
  guild_test_sandbox_stop (fixture->sandbox);
}

static const char *
get_text (GuildBatch *batch, guint row, const char *field)
{
  guint index = guild_field_table_index (guild_codat_table (), field);

  g_assert_cmpuint (index, !=, G_MAXUINT);
  return guild_batch_get_cell (batch, row, index)->text;
}

/* (transfer full): the id of the first company in the list. */
static char *
any_company (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) page = list_page (fixture->service, 0, 1, NULL, &error);

  g_assert_no_error (error);
  return g_strdup (guild_batch_get_id (page->batch, 0));
}

static GuildOutcome *
create_company (Fixture *fixture, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  GuildOutcome *outcome =
    send_write (fixture->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, body, &error);

  g_assert_no_error (error);
  return outcome;
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean more = TRUE;

  for (guint number = 0; more; number++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildPage) page = list_page (fixture->service, number, 50, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (page->total, ==, N_COMPANIES);
      g_assert_cmpuint (guild_batch_get_n_skipped (page->batch), ==, 0);
      for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
        g_hash_table_add (ids, g_strdup (guild_batch_get_id (page->batch, i)));
      more = page->more;
      g_assert_cmpuint (number, <, 3);
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==, N_COMPANIES);
}

static void
test_query (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = any_company (fixture);
  g_autoptr(GuildBatch) one = read_company (fixture->service, id, &error);
  g_autoptr(GuildQuery) everything = guild_query_new ();

  g_assert_no_error (error);
  const GuildCondition by_name = { (char *) "name", GUILD_MATCH_EQUALS,
                                   (char *) get_text (one, 0, "name"), GUILD_NUMBER_UNSET,
                                   GUILD_NUMBER_UNSET, FALSE };
  g_autoptr(GuildQuery) query = guild_query_with_condition (everything, &by_name);
  g_autoptr(GuildPage) page = list_page (fixture->service, 0, 100, query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (page->batch), >=, 1);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    g_assert_true (guild_query_matches (query, page->batch, i));

  g_autoptr(GuildQuery) sorted = guild_query_with_sort (everything, "name", TRUE);
  g_autoptr(GuildPage) backwards = list_page (fixture->service, 0, 100, sorted, &error);
  g_assert_no_error (error);
  for (guint i = 1; i < guild_batch_get_length (backwards->batch); i++)
    g_assert_cmpint (g_ascii_strcasecmp (get_text (backwards->batch, i - 1, "name"),
                                         get_text (backwards->batch, i, "name")), >=, 0);

  g_autoptr(GuildQuery) text = guild_query_with_text (everything, "bakery");
  g_assert_null (list_page (fixture->service, 0, 100, text, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
}

static void
test_create_update_delete (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) created = create_company (fixture, "Northwind Bakery");

  g_assert_nonnull (created->created_id);
  g_assert_cmpstr (get_text (created->batch, 0, "name"), ==, "Northwind Bakery");
  g_assert_false (created->gone);

  g_autoptr(GuildOutcome) updated =
    send_write (fixture->service, GUILD_WRITE_UPDATE_COMPANY, created->created_id, NULL,
                "{\"description\":\"Rye and wheat\"}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get_text (updated->batch, 0, "description"), ==, "Rye and wheat");
  g_assert_cmpstr (get_text (updated->batch, 0, "name"), ==, "Northwind Bakery");

  g_autoptr(GuildOutcome) deleted =
    send_write (fixture->service, GUILD_WRITE_DELETE_COMPANY, created->created_id, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_assert_true (deleted->gone);
  g_assert_null (read_company (fixture->service, created->created_id, &error));
  assert_code (error, GUILD_SERVICE_ERROR_NOT_FOUND);
  const GuildProblem *problem = guild_problem_from_error (error);
  g_assert_cmpuint (problem->status, ==, 404);
  g_assert_nonnull (problem->correlation_id);
  g_assert_true (g_str_has_prefix (problem->path, "GET /companies/"));
  g_assert_nonnull (strstr (problem->service_text, created->created_id));
}

static void
test_connections (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) company = create_company (fixture, "Lantern Books");
  const char *id = company->created_id;

  g_autoptr(GuildOutcome) created =
    send_write (fixture->service, GUILD_WRITE_CREATE_CONNECTION, id, NULL,
                "{\"platformKey\":\"gbol\"}", &error);
  g_assert_no_error (error);
  g_assert_nonnull (created->created_id);
  g_assert_nonnull (strstr (guild_batch_get_json (created->batch, 0), created->created_id));

  g_assert_null (send_write (fixture->service, GUILD_WRITE_UNLINK_CONNECTION, id,
                             created->created_id, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_clear_error (&error);

  g_autoptr(GuildOutcome) deleted =
    send_write (fixture->service, GUILD_WRITE_DELETE_CONNECTION, id, created->created_id, NULL,
                &error);
  g_assert_no_error (error);
  g_assert_null (strstr (guild_batch_get_json (deleted->batch, 0), created->created_id));
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = any_company (fixture);
  g_autoptr(GuildOutcome) created =
    send_write (fixture->service, GUILD_WRITE_CREATE_GROUP, NULL, NULL,
                "{\"name\":\"West coast\"}", &error);

  g_assert_no_error (error);
  g_assert_nonnull (created->created_id);
  g_autoptr(GPtrArray) groups = list_groups (fixture->service, &error);
  g_assert_no_error (error);
  gboolean found = FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      const GuildGroup *group = groups->pdata[i];
      found = found || (g_str_equal (group->id, created->created_id) &&
                        g_str_equal (group->name, "West coast"));
    }
  g_assert_true (found);

  g_autoptr(GuildOutcome) added = send_write (fixture->service, GUILD_WRITE_ADD_TO_GROUP, id,
                                              created->created_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (guild_batch_get_json (added->batch, 0), created->created_id));
  g_autoptr(GuildOutcome) removed = send_write (fixture->service, GUILD_WRITE_REMOVE_FROM_GROUP,
                                                id, created->created_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (guild_batch_get_json (removed->batch, 0), created->created_id));
}

static char *
read_link (Fixture *fixture, const char *company, const char *connection, GuildBatch **batch,
           GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_link_async (GUILD_CODAT (fixture->service), company, connection, NULL,
                               guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_read_link_finish (GUILD_CODAT (fixture->service), result, batch, error);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = any_company (fixture);
  g_autoptr(GuildBatch) batch = NULL;
  g_autofree char *link = read_link (fixture, id, NULL, &batch, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (link, fixture->sandbox->url));
  g_assert_nonnull (strstr (link, "otp="));
  g_assert_cmpstr (guild_batch_get_id (batch, 0), ==, id);
  /* The password is only in the address. */
  g_assert_null (strstr (guild_batch_get_json (batch, 0), strstr (link, "otp=") + 4));

  g_assert_null (read_link (fixture, id, "no-such-connection", NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_NOT_FOUND);
}

static char *
read_redirect (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_codat_read_redirect_async (GUILD_CODAT (fixture->service), NULL, guild_test_result_cb,
                                   &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *redirect = guild_codat_read_redirect_finish (GUILD_CODAT (fixture->service), result,
                                                     &error);
  g_assert_no_error (error);
  return redirect;
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  const char *address = "http://127.0.0.1:1234/{state}?company={companyId}";
  g_autofree char *body = g_strdup_printf ("{\"redirectUrl\":\"%s\"}", address);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) before = guild_test_sandbox_call (fixture->sandbox, "GET", "/profile", NULL);
  g_autoptr(GuildOutcome) outcome =
    send_write (fixture->service, GUILD_WRITE_SET_REDIRECT, NULL, NULL, body, &error);

  g_assert_no_error (error);
  g_assert_nonnull (outcome);
  g_autofree char *redirect = read_redirect (fixture);
  g_assert_cmpstr (redirect, ==, address);
  /* Nothing else of the profile changed. */
  g_autoptr(JsonNode) after = guild_test_sandbox_call (fixture->sandbox, "GET", "/profile", NULL);
  json_object_set_string_member (json_node_get_object (before), "redirectUrl", address);
  g_assert_true (json_node_equal (before, after));
}

static void
test_connection_test (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (test_service (fixture->service, &error));
  g_assert_no_error (error);

  g_autoptr(GuildService) wrong = guild_codat_new (fixture->sandbox->url, "not-the-key");
  g_assert_false (test_service (wrong, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_nonnull (strstr (error->message, "key"));
  g_clear_error (&error);

  gint64 before = count_requests (fixture->sandbox, "GET /companies");
  g_autoptr(GuildService) none = guild_codat_new (fixture->sandbox->url, NULL);
  g_assert_false (test_service (none, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_cmpint (count_requests (fixture->sandbox, "GET /companies"), ==, before);
  g_clear_error (&error);

  g_autofree char *encoded = g_base64_encode ((const guchar *) fixture->sandbox->codat_key,
                                              strlen (fixture->sandbox->codat_key));
  g_autofree char *ready = g_strconcat ("Basic ", encoded, NULL);
  g_autoptr(GuildService) header = guild_codat_new (fixture->sandbox->url, ready);
  g_assert_true (test_service (header, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, arguments, function) \
  g_test_add ("/service/codat/" name, Fixture, arguments, set_up, function, tear_down)
  ADD ("list", NULL, test_list);
  ADD ("query", NULL, test_query);
  ADD ("create-update-delete", NULL, test_create_update_delete);
  ADD ("connections", NULL, test_connections);
  ADD ("groups", NULL, test_groups);
  ADD ("link", "--one-time-links", test_link);
  ADD ("redirect", NULL, test_redirect);
  ADD ("test", NULL, test_connection_test);
#undef ADD
  return g_test_run ();
}
