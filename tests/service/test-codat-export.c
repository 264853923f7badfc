/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/codat/guild-codat-export.h"
#include "support/guild-test-data.h"

typedef struct
{
  GuildTestSandbox *sandbox;    /* (owned) */
  GuildService     *service;    /* (owned) */
  char             *company;    /* (owned) */
  char             *connection; /* (owned) */
  char             *room;       /* (owned) */
  GFile            *file;       /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sandbox = guild_test_sandbox_start ("--companies", "3", "--autodesk-companies", "0",
                                               "--database", ":memory:", NULL);
  fixture->service = guild_codat_new (fixture->sandbox->url, fixture->sandbox->codat_key);
  guild_transport_set_patience (guild_service_get_transport (fixture->service), 10, 1);
  fixture->company = guild_test_company_new (fixture->sandbox, "Much", "gbol", NULL);
  fixture->connection =
    guild_test_find_connection (fixture->sandbox, fixture->company, "Accounting", 0);
  fixture->room = guild_test_directory ();
  g_autofree char *path = g_build_filename (fixture->room, "out", NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->service);
  guild_test_sandbox_stop (fixture->sandbox);
  g_free (fixture->company);
  g_free (fixture->connection);
  g_free (fixture->room);
  g_object_unref (fixture->file);
}

static GuildCodatExport *
make (Fixture *fixture)
{
  return guild_codat_export_new (GUILD_CODAT (fixture->service), &(GuildRecordsAsked) {
    .type = guild_data_type_find ("accountTransactions"), .company_id = fixture->company,
    .connection_id = fixture->connection,
  });
}

static gboolean
read_all (GuildCodatExport *export, GCancellable *cancellable, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_export_read_async (export, cancellable, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_export_read_finish (export, result, error);
}

static gboolean
write_all (Fixture *fixture, GuildCodatExport *export, gboolean csv, GCancellable *cancellable,
           GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_export_write_async (export, fixture->file, csv, cancellable, guild_test_result_cb,
                                  &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_export_write_finish (export, result, error);
}

static char *
contents (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_load_contents (fixture->file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Records of the JSON file. */
static guint
count_records (Fixture *fixture)
{
  g_autofree char *text = contents (fixture);
  g_autoptr(GuildValue) root = guild_value_parse (text, -1, NULL);

  g_assert_nonnull (root);
  g_assert_cmpint (guild_value_get_kind (root), ==, GUILD_VALUE_ARRAY);
  return guild_value_get_length (root);
}

/* Requests for page PAGE (from 1), 0: for any. */
static guint
count_pages (Fixture *fixture, guint page)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonArray *last = json_object_get_array_member (json_node_get_object (node), "last");
  g_autofree char *wanted =
    page > 0 ? g_strdup_printf ("/accountTransactions?page=%u&", page)
             : g_strdup ("/accountTransactions?page=");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (last); i++)
    n += strstr (json_object_get_string_member (json_array_get_object_element (last, i), "path"),
                 wanted) != NULL;
  return n;
}

/* Whether the room holds the file, if that, and nothing else. */
static void
assert_tidy (Fixture *fixture)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->room, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_cmpstr (name, ==, "out");
}

static void
progress_cb (GuildCodatExport *export, GParamSpec *pspec, gpointer data)
{
  guint *n = data;

  g_assert_cmpuint (guild_codat_export_get_n_records (export), >, *n);
  *n = guild_codat_export_get_n_records (export);
}

static void
test_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatExport) export = make (fixture);
  guint progress = 0;

  g_signal_connect (export, "notify::n-records", G_CALLBACK (progress_cb), &progress);
  g_assert_true (read_all (export, NULL, &error));
  g_assert_no_error (error);
  guint n = guild_codat_export_get_n_records (export);
  g_assert_true (guild_codat_export_get_complete (export));
  g_assert_false (guild_codat_export_get_moved (export));
  g_assert_cmpuint (n, >, 1000);
  g_assert_cmpuint (progress, ==, n);
  g_assert_cmpint (guild_codat_export_get_total (export), ==, n);
  g_assert_cmpuint (count_pages (fixture, 0), ==, (n + 999) / 1000);

  g_assert_true (write_all (fixture, export, FALSE, NULL, &error));
  g_assert_cmpuint (count_records (fixture), ==, n);
  assert_tidy (fixture);
  g_assert_true (write_all (fixture, export, TRUE, NULL, &error));
  g_autofree char *csv = contents (fixture);
  g_auto(GStrv) rows = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, n + 2);
  g_assert_true (g_str_has_prefix (rows[0], "id,transactionId,note,date,"));
  g_assert_cmpstr (rows[n + 1], ==, "");
  assert_tidy (fixture);
  g_assert_cmpuint (count_pages (fixture, 0), ==, (n + 999) / 1000);
}

/* The second page does not come: the first one can be written, and is not asked for again. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatExport) export = make (fixture);

  add_fault (fixture->sandbox, "path=/companies/*/accountTransactions,skip=1,status=500");
  g_assert_false (read_all (export, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_cmpuint (guild_codat_export_get_n_records (export), ==, 1000);
  g_assert_false (guild_codat_export_get_complete (export));
  g_assert_true (write_all (fixture, export, FALSE, NULL, &error));
  g_assert_cmpuint (count_records (fixture), ==, 1000);

  clear_faults (fixture->sandbox);
  g_assert_true (read_all (export, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (guild_codat_export_get_complete (export));
  g_assert_cmpuint (count_pages (fixture, 1), ==, 1);
  g_assert_true (write_all (fixture, export, FALSE, NULL, &error));
  g_assert_cmpint (count_records (fixture), ==, guild_codat_export_get_total (export));
}

static void
cancel_cb (GuildCodatExport *export, GParamSpec *pspec, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatExport) export = make (fixture);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gulong id =
    g_signal_connect (export, "notify::n-records", G_CALLBACK (cancel_cb), cancellable);

  g_assert_false (read_all (export, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (guild_codat_export_get_n_records (export), ==, 1000);
  g_signal_handler_disconnect (export, id);
  g_assert_true (read_all (export, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_pages (fixture, 1), ==, 1);
  g_assert_cmpint (guild_codat_export_get_n_records (export), ==,
                   guild_codat_export_get_total (export));
}

/* What cannot be written leaves what was there, and nothing beside it; what was read stays. */
static void
test_not_written (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatExport) export = make (fixture);
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *nowhere = g_build_filename (fixture->room, "none", "out", NULL);
  g_autoptr(GFile) there = g_object_ref (fixture->file);

  g_assert_true (read_all (export, NULL, &error));
  g_assert_true (g_file_replace_contents (fixture->file, "old", 3, NULL, FALSE, 0, NULL, NULL,
                                          &error));
  g_cancellable_cancel (cancelled);
  g_assert_false (write_all (fixture, export, TRUE, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_autofree char *text = contents (fixture);
  g_assert_cmpstr (text, ==, "old");
  assert_tidy (fixture);

  g_set_object (&fixture->file, NULL);
  fixture->file = g_file_new_for_path (nowhere);
  g_assert_false (write_all (fixture, export, TRUE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_set_object (&fixture->file, there);
  g_assert_true (write_all (fixture, export, FALSE, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_records (fixture), ==, guild_codat_export_get_n_records (export));
  assert_tidy (fixture);
}

static void
refresh_cb (GuildCodatExport *export, GParamSpec *pspec, Fixture *fixture)
{
  g_autofree char *path = g_strdup_printf ("/companies/%s/data/queue/invoices", fixture->company);
  g_autoptr(JsonNode) queued =
    guild_test_sandbox_call (fixture->sandbox, "POST", path, NULL);

  g_signal_handlers_disconnect_by_func (export, refresh_cb, fixture);
}

/* The history grows while it is read, and that is said. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatExport) export =
    guild_codat_export_new_history (GUILD_CODAT (fixture->service), fixture->company, FALSE);

  g_object_set (export, "page-size", 10u, NULL);
  g_signal_connect (export, "notify::n-records", G_CALLBACK (refresh_cb), fixture);
  g_assert_true (read_all (export, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (guild_codat_export_get_n_records (export), >, 20);
  g_assert_true (guild_codat_export_get_moved (export));
  g_assert_true (write_all (fixture, export, FALSE, NULL, &error));
  g_assert_cmpuint (count_records (fixture), ==, guild_codat_export_get_n_records (export));
}

/* One object, a list without pages, and nothing at all. */
static void
test_small (Fixture *fixture, gconstpointer data)
{
  static const char * const keys[] = { "company", "taxRates" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildCodatExport) export = guild_codat_export_new (
        GUILD_CODAT (fixture->service), &(GuildRecordsAsked) {
          .type = guild_data_type_find (keys[i]), .company_id = fixture->company });
      g_assert_true (write_all (fixture, export, FALSE, NULL, &error));
      g_assert_cmpuint (count_records (fixture), ==, 0);
      g_assert_true (read_all (export, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (write_all (fixture, export, FALSE, NULL, &error));
      g_assert_cmpuint (count_records (fixture), ==, guild_codat_export_get_n_records (export));
      g_assert_cmpuint (count_records (fixture), >, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/codat/export/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("all", test_all);
  ADD ("stopped", test_stopped);
  ADD ("cancelled", test_cancelled);
  ADD ("not-written", test_not_written);
  ADD ("moved", test_moved);
  ADD ("small", test_small);
  return g_test_run ();
}
