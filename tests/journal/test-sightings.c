/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

/* What is seen of connections' statuses outlives the cache, because the journal keeps it. */

static void
sync_now (Fixture *f)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (f->directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (f->directory, result, &error));
  g_assert_no_error (error);
}

static GPtrArray *
read_sightings (Fixture *f, const char *company_id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_journal_read_sightings_async (f->journal, WORKSPACE, company_id, NULL,
                                      guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GPtrArray *sightings = guild_journal_read_sightings_finish (f->journal, result, &error);
  g_assert_no_error (error);
  return sightings;
}

static void
count_cb (GuildJournal *journal, const char *workspace_id, guint *n)
{
  g_assert_cmpstr (workspace_id, ==, WORKSPACE);
  (*n)++;
}

/* A company of the sandbox with a linked connection; both ids (transfer full). */
static void
find_linked (Fixture *f, char **company_id, char **connection_id)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (f->sandbox, "GET",
                                                      "/companies?page=1&pageSize=100", NULL);
  JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");

  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *company = json_array_get_object_element (results, i);
      JsonArray *connections = json_object_get_array_member (company, "dataConnections");
      for (guint j = 0; j < json_array_get_length (connections); j++)
        {
          JsonObject *connection = json_array_get_object_element (connections, j);
          if (!g_str_equal (json_object_get_string_member (connection, "status"), "Linked"))
            continue;
          *company_id = g_strdup (json_object_get_string_member (company, "id"));
          *connection_id = g_strdup (json_object_get_string_member (connection, "id"));
          return;
        }
    }
  g_assert_not_reached ();
}

static void
perform (Fixture *f, GuildWriteKind kind, const char *company_id, const char *connection_id)
{
  g_autoptr(GuildWrite) write = guild_write_new (kind, company_id, connection_id, NULL);
  g_autoptr(GuildChange) change = guild_change_new (WORKSPACE, write, "A company");
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_perform (f, change, &error));
  g_assert_no_error (error);
}

static void
test_sightings (Fixture *f, gconstpointer data)
{
  g_autofree char *company_id = NULL;
  g_autofree char *connection_id = NULL;
  guint n = 0;

  find_linked (f, &company_id, &connection_id);
  g_signal_connect (f->journal, "sighted", G_CALLBACK (count_cb), &n);
  sync_now (f);
  sync_now (f);
  g_autoptr(GPtrArray) none = read_sightings (f, company_id);
  g_assert_cmpuint (none->len, ==, 0);
  gint64 last_sync = guild_directory_get_last_sync (f->directory);

  /* The customer withdraws access, and the next sync sees it. */
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\",\"connectionId\":\"%s\"}",
                                           company_id, connection_id);
  json_node_unref (guild_test_sandbox_call (f->sandbox, "POST", "/_sandbox/deauthorise", body));
  sync_now (f);
  guild_test_wait_until (n == 1);
  g_autoptr(GPtrArray) one = read_sightings (f, company_id);
  g_assert_cmpuint (one->len, ==, 1);
  const GuildSighting *sighting = one->pdata[0];
  g_assert_cmpstr (sighting->connection_id, ==, connection_id);
  g_assert_cmpstr (sighting->before, ==, "Linked");
  g_assert_cmpstr (sighting->after, ==, "Deauthorized");
  g_assert_cmpint (sighting->since, ==, last_sync);
  g_assert_cmpint (sighting->seen, >=, last_sync);

  /* The answer of a write, in the reopened journal, for a directory without its cache. */
  fixture_close (g_steal_pointer (&f->journal));
  f->journal = fixture_open (f->path, NULL);
  guild_journal_attach (f->journal, f->directory);
  n = 0;
  g_signal_connect (f->journal, "sighted", G_CALLBACK (count_cb), &n);
  perform (f, GUILD_WRITE_DELETE_CONNECTION, company_id, connection_id);
  guild_test_wait_until (n == 1);
  g_autoptr(GPtrArray) two = read_sightings (f, company_id);
  g_assert_cmpuint (two->len, ==, 2);
  sighting = two->pdata[0];
  g_assert_cmpstr (sighting->before, ==, "Deauthorized");
  g_assert_null (sighting->after);
  g_assert_cmpstr (((GuildSighting *) two->pdata[1])->after, ==, "Deauthorized");
}

static void
test_bounded (Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) many = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_sighting_free);
  guint n = 0;

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *after = g_strdup_printf ("Status%u", i);
      g_ptr_array_add (many, guild_sighting_new ("c", "d", "Xero", NULL, after, i,
                                                 GUILD_NUMBER_UNSET));
    }
  g_ptr_array_add (many, guild_sighting_new ("other", "d", "", "Linked", NULL, 7, 5));
  g_signal_connect (f->journal, "sighted", G_CALLBACK (count_cb), &n);
  g_signal_emit_by_name (f->directory, "sighted", many);
  guild_test_wait_until (n == 1);
  g_autoptr(GPtrArray) kept = read_sightings (f, "c");
  g_assert_cmpuint (kept->len, ==, 200);
  g_assert_cmpstr (((GuildSighting *) kept->pdata[0])->after, ==, "Status249");
  g_assert_cmpstr (((GuildSighting *) kept->pdata[199])->after, ==, "Status50");
  g_autoptr(GPtrArray) other = read_sightings (f, "other");
  g_assert_cmpuint (other->len, ==, 1);
  g_assert_cmpint (((GuildSighting *) other->pdata[0])->since, ==, 5);

  /* After a workspace is taken off nothing more is kept. */
  guild_journal_detach (f->journal, WORKSPACE);
  g_signal_emit_by_name (f->directory, "sighted", many);
  guild_journal_attach (f->journal, f->directory);
  guild_journal_attach (f->journal, f->directory);
  g_ptr_array_set_size (many, 1);
  g_signal_emit_by_name (f->directory, "sighted", many);
  guild_test_wait_until (n == 2);
  g_autoptr(GPtrArray) again = read_sightings (f, "c");
  g_assert_cmpstr (((GuildSighting *) again->pdata[1])->after, ==, "Status249");
}

static void
test_likely (void)
{
  const char *json = "{\"id\":\"c\",\"note\":\"\\\"status\\\":\\\"x\\\"\",\"dataConnections\":["
                     "{\"id\":\"d\",\"status\":\"Linked\",\"lastSync\":\"1\"}]}";

  g_assert_false (guild_sighting_is_likely (json, json));
  g_assert_false (guild_sighting_is_likely (
    json, "{\"id\":\"c\",\"dataConnections\":[{\"id\":\"d\",\"status\":\"Linked\"}],\"n\":1}"));
  g_assert_true (guild_sighting_is_likely (
    json, "{\"id\":\"c\",\"dataConnections\":[{\"id\":\"d\",\"status\":\"Unlinked\"}]}"));
  g_assert_true (guild_sighting_is_likely (json, "{\"id\":\"c\",\"dataConnections\":[]}"));
  g_assert_true (guild_sighting_is_likely ("{\"id\":\"c\",\"status\":\"", json));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/journal/sightings/seen", Fixture, NULL, fixture_set_up, test_sightings,
              fixture_tear_down);
  g_test_add ("/journal/sightings/bounded", Fixture, NULL, fixture_set_up, test_bounded,
              fixture_tear_down);
  g_test_add_func ("/journal/sightings/likely", test_likely);
  return g_test_run ();
}
