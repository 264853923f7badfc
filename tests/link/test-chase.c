/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "link/guild-chase-list.h"
#include "service/codat/guild-codat.h"
#include "service/guild-problem.h"
#include "support/guild-test.h"

typedef struct
{
  GuildTestSandbox *sandbox;   /* (owned) */
  GuildDirectory   *directory; /* (owned) */
  GPtrArray        *ids;       /* (owned) */
  guint             n_calls;
  guint             stop_after;
  GCancellable     *cancellable; /* (owned) */
} Fixture;

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

static void
set_up (Fixture *f, gconstpointer data)
{
  f->sandbox = guild_test_sandbox_start ("--companies", "12", "--autodesk-companies", "1", NULL);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("chase", "codat", "Test", f->sandbox->url);
  g_autoptr(GuildService) service = guild_codat_new (f->sandbox->url, f->sandbox->codat_key);
  f->directory = guild_directory_new (workspace, guild_codat_table (), NULL);
  guild_directory_set_service (f->directory, service);
  f->ids = g_ptr_array_new_with_free_func (g_free);
  f->cancellable = g_cancellable_new ();
  g_autoptr(JsonNode) node = guild_test_sandbox_call (f->sandbox, "GET",
                                                      "/companies?page=1&pageSize=100", NULL);
  JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");
  for (guint i = 0; i < json_array_get_length (results); i++)
    g_ptr_array_add (f->ids, g_strdup (json_object_get_string_member (
      json_array_get_object_element (results, i), "id")));
  sync_now (f);
  json_node_unref (guild_test_sandbox_call (f->sandbox, "DELETE", "/_sandbox/requests", NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GAsyncResult *slot = NULL;

  guild_directory_close_async (f->directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_clear_object (&result);
  g_clear_object (&f->directory);
  g_clear_object (&f->cancellable);
  g_clear_pointer (&f->ids, g_ptr_array_unref);
  g_clear_pointer (&f->sandbox, guild_test_sandbox_stop);
}

static void
progress_cb (guint n_done, guint n_all, gpointer data)
{
  Fixture *f = data;

  g_assert_cmpuint (n_done, ==, f->n_calls++);
  g_assert_cmpuint (n_all, ==, f->ids->len);
  if (f->n_calls == f->stop_after)
    g_cancellable_cancel (f->cancellable);
}

static char *
make (Fixture *f, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_chase_list_make_async (f->directory, f->ids, progress_cb, f, f->cancellable,
                               guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_chase_list_make_finish (result, error);
}

static guint
count_rows (const char *table)
{
  g_auto(GStrv) lines = g_strsplit (table, "\"\r\n", -1);
  return g_strv_length (lines) - 1;
}

static gint64
count_requests (Fixture *f)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (f->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");
  g_autoptr(GList) names = json_object_get_members (counts);
  gint64 n = 0;

  for (GList *l = names; l != NULL; l = l->next)
    if (g_str_has_prefix (l->data, "GET /companies"))
      n += json_object_get_int_member (counts, l->data);
  return n;
}

static void
test_list (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  guint n_ids = f->ids->len;

  g_autofree char *gone = g_strdup_printf ("/companies/%s", (char *) f->ids->pdata[3]);
  json_node_unref (guild_test_sandbox_call (f->sandbox, "DELETE", gone, NULL));
  g_autofree char *table = make (f, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (table, "\xEF\xBB\xBF\"Name\",\"ID\",\"Status\",\"Platforms\","));
  g_assert_cmpuint (count_rows (table), ==, n_ids + 1);
  for (guint i = 0; i < n_ids; i++)
    {
      g_autofree char *id = g_strdup_printf (",\"%s\",", (char *) f->ids->pdata[i]);
      g_autofree char *link = g_strdup_printf ("\"%s/link/", f->sandbox->url);
      const char *row = strstr (table, id);
      g_assert_nonnull (row);
      const char *end = strstr (row, "\"\r\n");
      const char *found = strstr (row, link);
      if (i == 3)
        g_assert_true (found == NULL || found > end);
      else
        g_assert_true (found != NULL && found < end);
    }
  /* One request a company, and no more. */
  g_assert_cmpint (count_requests (f), ==, n_ids);
  g_assert_cmpuint (f->n_calls, ==, n_ids + 1);
}

static const char *
find_row (const char *table, const char *id, const char **end)
{
  g_autofree char *cell = g_strdup_printf (",\"%s\",", id);
  const char *row = strstr (table, cell);

  g_assert_nonnull (row);
  *end = strstr (row, "\"\r\n");
  return row;
}

/* A connection that went since the last sync is no reason to give up its company, and a company
 * that nobody knows still has a row. */
static void
test_stale (Fixture *f, gconstpointer data)
{
  const char *id = f->ids->pdata[1];
  g_autofree char *path = g_strdup_printf ("/companies/%s", id);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (f->sandbox, "GET", path, NULL);
  JsonArray *connections =
    json_object_get_array_member (json_node_get_object (node), "dataConnections");
  g_autofree char *link = g_strdup_printf ("\"%s/link/", f->sandbox->url);
  g_autoptr(GError) error = NULL;
  const char *end;

  g_assert_cmpuint (json_array_get_length (connections), >, 0);
  for (guint i = 0; i < json_array_get_length (connections); i++)
    {
      g_autofree char *one = g_strdup_printf (
        "%s/connections/%s", path, json_object_get_string_member (
          json_array_get_object_element (connections, i), "id"));
      json_node_unref (guild_test_sandbox_call (f->sandbox, "DELETE", one, NULL));
    }
  g_ptr_array_add (f->ids, g_strdup ("00000000-0000-0000-0000-000000000000"));
  g_autofree char *table = make (f, &error);
  g_assert_no_error (error);
  const char *row = find_row (table, id, &end);
  const char *found = strstr (row, link);
  g_assert_true (found != NULL && found < end);
  row = find_row (table, "00000000-0000-0000-0000-000000000000", &end);
  g_assert_nonnull (strstr (row, "The company is gone"));
  g_assert_cmpuint (count_rows (table), ==, f->ids->len + 1);
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  f->stop_after = 4;
  g_autofree char *table = make (f, &error);
  g_assert_null (table);
  g_assert_nonnull (error);
  g_assert_cmpint (count_requests (f), <=, 4);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_ptr_array_set_size (f->ids, 1);
  for (guint i = 0; i < 200000; i++)
    g_ptr_array_add (f->ids, g_strdup ("00000000-0000-0000-0000-000000000000"));
  g_autofree char *table = make (f, &error);
  g_assert_null (table);
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_RATE_LIMITED);
  g_assert_cmpint (count_requests (f), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/link/chase/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/link/chase/stale", Fixture, NULL, set_up, test_stale, tear_down);
  g_test_add ("/link/chase/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/link/chase/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
