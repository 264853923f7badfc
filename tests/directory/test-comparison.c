/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"

#include <string.h>
#include "directory/guild-comparison.h"
#include "service/autodesk/guild-autodesk.h"

/* The directory's answer beside the service's, on the real sandbox. */

typedef struct
{
  GuildTestSandbox *sandbox;
  GuildDirectory   *directory;
} Fixture;

static void
sync_well (GuildDirectory *directory)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (directory, result, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GuildTestSandbox *sandbox = guild_test_sandbox_start ("--companies", "120",
                                                        "--autodesk-companies", "450", "--database",
                                                        ":memory:", NULL);
  g_autoptr(GuildService) service = NULL;

  if (data == NULL)
    service = guild_codat_new (sandbox->url, sandbox->codat_key);
  else
    service = guild_autodesk_new (sandbox->url, sandbox->autodesk_client_id,
                                  sandbox->autodesk_client_secret, sandbox->autodesk_account_id,
                                  sandbox->region);
  guild_transport_set_patience (guild_service_get_transport (service), 10, 1);
  fixture->sandbox = sandbox;
  fixture->directory = test_open (guild_service_get_table (service), NULL);
  guild_directory_set_service (fixture->directory, service);
  sync_well (fixture->directory);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_close (fixture->directory);
  guild_test_sandbox_stop (fixture->sandbox);
}

static GuildQuery *
make_query (const char *field, GuildMatch match, const char *value)
{
  const GuildCondition condition = { (char *) field, match, (char *) value, GUILD_NUMBER_UNSET,
                                     GUILD_NUMBER_UNSET, FALSE };
  g_autoptr(GuildQuery) empty = guild_query_new ();

  return guild_query_with_condition (empty, &condition);
}

static void
progress_cb (guint n, gint64 total, gpointer data)
{
  guint *last = data;

  g_assert_cmpuint (n, >, *last);
  g_assert_cmpint (n, <=, total);
  *last = n;
}

static GuildComparison *
ask (GuildDirectory *directory, GuildQuery *query, guint *progress, GCancellable *cancellable,
     GError **error)
{
  GAsyncResult *slot = NULL;

  guild_comparison_ask_async (directory, query, progress != NULL ? progress_cb : NULL, progress,
                              cancellable, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_comparison_ask_finish (directory, result, error);
}

static gint64
count_lists (Fixture *fixture)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return json_object_get_int_member_with_default (counts, "GET /companies", 0);
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildQuery) query = make_query ("name", GUILD_MATCH_CONTAINS, "ltd");
  g_autoptr(GuildQuery) sorted = guild_query_with_sort (query, "created", TRUE);
  g_autoptr(GuildComparison) comparison = ask (fixture->directory, sorted, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (comparison->n_there, >, 0);
  g_assert_cmpuint (comparison->n_here, ==, comparison->n_there);
  g_assert_cmpuint (comparison->only_here->len, ==, 0);
  g_assert_cmpuint (comparison->only_there->len, ==, 0);
  g_assert_false (comparison->order_differs);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildQuery) query = make_query ("status", GUILD_MATCH_EQUALS, "active");
  guint progress = 0;
  g_autoptr(GuildComparison) comparison =
    ask (fixture->directory, query, &progress, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (comparison->n_there, >, 200); /* more than one page holds */
  g_assert_cmpuint (progress, ==, comparison->n_there);
  g_assert_cmpuint (comparison->n_here, ==, comparison->n_there);
  g_assert_cmpuint (comparison->only_here->len + comparison->only_there->len, ==, 0);
}

/* Somebody else works at the service, too. */
static void
test_differs (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildQuery) query = make_query ("name", GUILD_MATCH_CONTAINS, "Tidewater");
  g_autoptr(JsonNode) first = guild_test_sandbox_call (fixture->sandbox, "POST", "/companies",
                                                       "{\"name\":\"Tidewater One\"}");
  g_autofree char *path = g_strconcat (
    "/companies/", json_object_get_string_member (json_node_get_object (first), "id"), NULL);

  sync_well (fixture->directory);
  g_autoptr(JsonNode) gone = guild_test_sandbox_call (fixture->sandbox, "DELETE", path, NULL);
  g_autoptr(JsonNode) second = guild_test_sandbox_call (fixture->sandbox, "POST", "/companies",
                                                        "{\"name\":\"Tidewater Two\"}");
  g_autoptr(GuildComparison) comparison = ask (fixture->directory, query, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comparison->n_here, ==, 1);
  g_assert_cmpuint (comparison->n_there, ==, 1);
  g_assert_cmpuint (comparison->only_here->len, ==, 1);
  g_assert_cmpuint (comparison->only_there->len, ==, 1);
  const GuildComparisonRow *here = comparison->only_here->pdata[0];
  const GuildComparisonRow *there = comparison->only_there->pdata[0];
  g_assert_cmpstr (here->name, ==, "Tidewater One");
  g_assert_cmpstr (there->name, ==, "Tidewater Two");

  sync_well (fixture->directory);
  g_autoptr(GuildComparison) after = ask (fixture->directory, query, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->only_here->len + after->only_there->len, ==, 0);
}

/* What the service's language has no words for is not sent at all. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *field; GuildMatch match; const char *value; } cases[] = {
    { GUILD_FIELD_ATTENTION, GUILD_MATCH_SET, NULL },
    { "name", GUILD_MATCH_CONTAINS, "this || that" },
    { "name", GUILD_MATCH_STARTS, "A" },
  };
  gint64 before = count_lists (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildQuery) query = make_query (cases[i].field, cases[i].match, cases[i].value);
      g_assert_null (ask (fixture->directory, query, NULL, NULL, &error));
      g_assert_error (error, GUILD_SERVICE_ERROR, (int) GUILD_SERVICE_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "service"));
    }
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildQuery) empty = guild_query_new ();
  g_autoptr(GuildQuery) words = guild_query_with_text (empty, "harbour");
  g_assert_null (ask (fixture->directory, words, NULL, NULL, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, (int) GUILD_SERVICE_ERROR_UNSUPPORTED);
  g_assert_cmpint (count_lists (fixture), ==, before);
}

/* Letters that the service's language uses itself, where it can say them: the answers agree. */
static void
test_reserved (Fixture *fixture, gconstpointer data)
{
  static const char * const values[] = {
    "a=b", "x ~ y", "!important", "less <than >more", "one & two | three", "100% (of) \"it\" / + #",
    "Z\303\274rich \342\200\223 \346\235\261\344\272\254",
  };
  static const struct { const char *field; GuildMatch match; } ways[] = {
    { "description", GUILD_MATCH_EQUALS }, { "description", GUILD_MATCH_CONTAINS },
    { "description", GUILD_MATCH_NOT_EQUALS }, { "tags", GUILD_MATCH_EQUALS },
    { "tags", GUILD_MATCH_NOT_EQUALS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, "Reserved");
      json_builder_set_member_name (builder, "description");
      json_builder_add_string_value (builder, values[i]);
      json_builder_set_member_name (builder, "tags");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "kept for");
      json_builder_add_string_value (builder, values[i]);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
      g_autoptr(JsonNode) root = json_builder_get_root (builder);
      g_autofree char *body = json_to_string (root, FALSE);
      g_autoptr(JsonNode) made =
        guild_test_sandbox_call (fixture->sandbox, "POST", "/companies", body);
    }
  sync_well (fixture->directory);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint j = 0; j < G_N_ELEMENTS (ways); j++)
      {
        g_autoptr(GError) error = NULL;
        gboolean tags = g_str_equal (ways[j].field, "tags");
        g_autofree char *value = g_strconcat (tags ? "kept for=" : "", values[i], NULL);
        g_autoptr(GuildQuery) query = make_query (ways[j].field, ways[j].match, value);
        g_autoptr(GuildComparison) comparison =
          ask (fixture->directory, query, NULL, NULL, &error);
        g_assert_no_error (error);
        if (ways[j].match == GUILD_MATCH_NOT_EQUALS)
          g_assert_cmpuint (comparison->n_there, >=, 120 + G_N_ELEMENTS (values) - 1);
        else
          g_assert_cmpuint (comparison->n_there, ==, 1);
        g_assert_cmpuint (comparison->n_here, ==, comparison->n_there);
        g_assert_cmpuint (comparison->only_here->len + comparison->only_there->len, ==, 0);
      }
}

/* Several conditions, all or any of them, and an order: what the filter panel builds. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *field; GuildMatch match; const char *value; } parts[] = {
    { "name", GUILD_MATCH_CONTAINS, "ltd" },
    { "name", GUILD_MATCH_NOT_EQUALS, "Nobody" GUILD_LIST_SEP "No one" },
    { "platforms", GUILD_MATCH_EQUALS, "Xero" GUILD_LIST_SEP "Stripe" },
  };

  for (guint any = 0; any < 2; any++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildQuery) query = guild_query_new ();
      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          const GuildCondition condition = { (char *) parts[i].field, parts[i].match,
                                             (char *) parts[i].value, GUILD_NUMBER_UNSET,
                                             GUILD_NUMBER_UNSET, any && i != 1 };
          g_autoptr(GuildQuery) less = g_steal_pointer (&query);
          query = guild_query_with_condition (less, &condition);
        }
      const GuildCondition since = { (char *) "created", GUILD_MATCH_BETWEEN, NULL,
                                     G_GINT64_CONSTANT (1000000000000000), GUILD_NUMBER_UNSET,
                                     FALSE };
      g_autoptr(GuildQuery) dated = guild_query_with_condition (query, &since);
      g_autoptr(GuildQuery) sorted = guild_query_with_sort (dated, "lastSync", TRUE);
      g_autoptr(GuildComparison) comparison =
        ask (fixture->directory, sorted, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (comparison->n_there, >, 0);
      g_assert_cmpuint (comparison->n_here, ==, comparison->n_there);
      g_assert_cmpuint (comparison->only_here->len + comparison->only_there->len, ==, 0);
    }
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) stopped = NULL;
  g_autoptr(GuildQuery) query = make_query ("name", GUILD_MATCH_CONTAINS, "a");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(JsonNode) node = guild_test_sandbox_call (
    fixture->sandbox, "POST", "/_sandbox/faults", "{\"spec\":\"path=/companies,status=400,count=1\"}");

  g_assert_null (ask (fixture->directory, query, NULL, NULL, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, (int) GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_cancellable_cancel (cancellable);
  g_assert_null (ask (fixture->directory, query, NULL, cancellable, &stopped));
  g_assert_error (stopped, GUILD_SERVICE_ERROR, (int) GUILD_SERVICE_ERROR_CANCELLED);
}

static void
test_path (Fixture *fixture, gconstpointer data)
{
  GuildService *service = guild_directory_get_service (fixture->directory);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildQuery) query = make_query ("name", GUILD_MATCH_EQUALS, "A & B");
  g_autofree char *path = guild_service_list_path (service, 0, 100, query, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "/companies?page=1&pageSize=100&query=name%3DA%20%26%20B");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func) \
  g_test_add ("/directory/comparison/" name, Fixture, data, set_up, func, tear_down)
  ADD ("same", NULL, test_same);
  ADD ("pages", "autodesk", test_pages);
  ADD ("differs", NULL, test_differs);
  ADD ("refused", NULL, test_refused);
  ADD ("reserved", NULL, test_reserved);
  ADD ("several", NULL, test_several);
  ADD ("fails", NULL, test_fails);
  ADD ("path", NULL, test_path);
  return g_test_run ();
}
