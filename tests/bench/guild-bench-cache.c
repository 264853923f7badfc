/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-cache.h"

#include <glib/gstdio.h>

#include "bench/guild-bench-names.h"
#include "directory/guild-directory.h"
#include "service/codat/guild-codat.h"
#include "support/guild-test.h"

#define PAGE 5000

static JsonObject *
make_connection (guint number)
{
  static const char * const platforms[] = { "QuickBooks Online", "Xero", "Sage Intacct",
                                            "FreeAgent", "Zoho Books" };
  static const char * const statuses[] = { "Linked", "Linked", "Linked", "PendingAuth",
                                           "Deauthorized" };
  JsonObject *connection = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%08x-0000-4000-8000-%012x",
                                         (guint) guild_bench_mix (number + 11), number);

  json_object_set_string_member (connection, "id", id);
  json_object_set_string_member (connection, "platformName",
                                 platforms[guild_bench_mix (number + 2) % 5]);
  json_object_set_string_member (connection, "status", statuses[guild_bench_mix (number + 3) % 5]);
  json_object_set_string_member (connection, "created", "2023-04-05T06:07:08Z");
  return connection;
}

/* As many members as those of the sandbox have, and names of several scripts. */
static void
append (GuildBatch *batch, guint number)
{
  static const char * const people[] = { "Priya Shah", "Tom Okafor", "Ellen Fraser", "Jonas Weber" };
  static const char * const regions[] = { "uk", "us", "ie", "au", "nz", "de", "ca" };
  static const char * const teams[] = { "invoice-finance", "lending", "cards", "onboarding" };
  guint64 mixed = guild_bench_mix (number);
  g_autoptr(JsonObject) company = json_object_new ();
  JsonObject *tags = json_object_new ();
  JsonArray *connections = json_array_new ();
  g_autofree char *id = guild_bench_make_id (number);
  g_autofree char *name = guild_bench_make_name (number);
  g_autofree char *created =
    g_strdup_printf ("20%02u-%02u-%02uT%02u:%02u:00Z", (guint) (16 + mixed % 7),
                     (guint) (1 + mixed / 7 % 12), (guint) (1 + mixed / 84 % 28),
                     (guint) (mixed / 3000 % 24), (guint) (mixed / 72000 % 60));

  json_object_set_string_member (company, "id", id);
  json_object_set_string_member (company, "name", name);
  json_object_set_string_member (company, "created", created);
  json_object_set_string_member (company, "createdByUserName", people[mixed / 5 % 4]);
  if (mixed % 10 < 6)
    json_object_set_string_member (company, "description", "Introduced by broker");
  json_object_set_string_member (tags, "region", regions[mixed / 9 % 7]);
  if (mixed % 2 == 0)
    json_object_set_string_member (tags, "owningTeam", teams[mixed / 13 % 4]);
  json_object_set_object_member (company, "tags", tags);
  if (guild_bench_mix (number + 17) % 8 > 0)
    json_array_add_object_element (connections, make_connection (number));
  json_object_set_array_member (company, "dataConnections", connections);
  g_assert_true (guild_batch_append (batch, company));
}

static void
append_page (GuildDirectory *directory, guint begin, guint end)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
  GAsyncResult *slot = NULL;

  for (guint i = begin; i < end; i++)
    append (batch, i);
  guild_directory_apply_async (directory, batch, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_apply_finish (directory, result, NULL));
}

static char *
make_below (const char *room, const char *base)
{
  char *path = g_build_filename (room, base, "guildhall", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  return path;
}

/* Without animations, as everything on the private screen. */
static void
copy_settings (const char *room)
{
  g_autofree char *from = g_build_filename (g_get_user_config_dir (), "gtk-4.0", "settings.ini",
                                            NULL);
  g_autofree char *directory = g_build_filename (room, "config", "gtk-4.0", NULL);
  g_autofree char *to = g_build_filename (directory, "settings.ini", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_file_set_contents (to, text, (gssize) length, &error);
  g_assert_no_error (error);
}

void
guild_bench_cache_make (const char *room, guint n_companies)
{
  g_autofree char *config = make_below (room, "config");
  g_autofree char *data = make_below (room, "data");
  g_autofree char *cache = make_below (room, "cache");
  g_autofree char *file = g_build_filename (config, "workspaces.ini", NULL);
  g_autofree char *path = g_build_filename (cache, GUILD_BENCH_WORKSPACE ".db", NULL);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (GUILD_BENCH_WORKSPACE, "codat", "Bench", "http://127.0.0.1:1");
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_autoptr(GuildWorkspaceList) list = guild_workspace_list_open (file, &error);
  g_assert_no_error (error);
  guild_workspace_list_add (list, workspace, &error);
  g_assert_no_error (error);
  copy_settings (room);
  g_autoptr(GuildDirectory) directory =
    guild_directory_new (workspace, guild_codat_table (), path);
  guild_test_wait_until (guild_directory_get_loaded (directory));
  for (guint begin = 0; begin < n_companies; begin += PAGE)
    append_page (directory, begin, MIN (begin + PAGE, n_companies));
  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, result, NULL));
}
