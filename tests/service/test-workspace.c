/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/guild-workspace.h"
#include "support/guild-test.h"

/* (transfer full) */
static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
write_text (const char *path,
            const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static GuildWorkspaceList *
open_list (const char *path)
{
  g_autoptr (GError) error = NULL;
  GuildWorkspaceList *list = guild_workspace_list_open (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (list);
  return list;
}

static void
add (GuildWorkspaceList *list,
     GuildWorkspace     *workspace)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (guild_workspace_list_add (list, workspace, &error));
  g_assert_no_error (error);
}

/* (transfer full): the names in the list's order. */
static char *
names_of (GuildWorkspaceList *list)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (GuildWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                              guild_workspace_get_name (workspace));
    }

  return g_string_free (names, FALSE);
}

static void
assert_names (GuildWorkspaceList *list,
              const char         *expected)
{
  g_autofree char *names = names_of (list);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_values (void)
{
  g_autoptr (GuildWorkspace) made = guild_workspace_new (NULL, "codat", NULL, NULL);
  g_autoptr (GuildWorkspace) blank = guild_workspace_new ("b", "autodesk", "B", "");
  g_autoptr (GuildWorkspace) other = guild_workspace_new ("x", "xyz", "X", NULL);
  g_autoptr (GuildWorkspace) local = g_object_new (GUILD_TYPE_WORKSPACE, "id", "s", "service-id",
                                                   "codat", "sandbox", TRUE, "region", "EMEA",
                                                   "base-url", "http://127.0.0.1:1", NULL);

  g_assert_true (g_uuid_string_is_valid (guild_workspace_get_id (made)));
  g_assert_cmpstr (guild_workspace_get_name (made), ==, "");
  g_assert_cmpstr (guild_workspace_get_base_url (made), ==, "https://api.codat.io");
  g_assert_null (guild_workspace_get_client_id (made));
  g_assert_null (guild_workspace_get_account_id (made));
  g_assert_false (guild_workspace_is_sandbox (made));
  g_assert_cmpstr (guild_workspace_get_base_url (blank), ==, "https://developer.api.autodesk.com");
  g_assert_null (guild_workspace_get_base_url (other));
  g_assert_true (guild_workspace_is_sandbox (local));
  g_assert_cmpstr (guild_workspace_get_region (local), ==, "EMEA");
  g_assert_cmpstr (guild_workspace_get_base_url (local), ==, "http://127.0.0.1:1");
}

static void
count_changes (guint *n_changes)
{
  (*n_changes)++;
}

static void
test_round_trip (void)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "deep", "er", "workspaces.ini", NULL);
  g_autoptr (GuildWorkspaceList) list = open_list (path);
  g_autoptr (GuildWorkspace) a = guild_workspace_new (NULL, "codat", "Harbour; \"ä\" = 1", NULL);
  g_autoptr (GuildWorkspace) b = guild_workspace_new (NULL, "autodesk", "Meridian", NULL);
  g_autoptr (GuildWorkspace) c = guild_workspace_new (NULL, "codat", "Sandbox", NULL);
  g_autoptr (GuildWorkspaceList) again = NULL;
  g_autoptr (GuildWorkspaceList) third = NULL;
  g_autoptr (GuildWorkspace) read = NULL;
  guint n_changes = 0;
  struct stat info;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (guild_workspace_list_get_damaged (list));
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (count_changes), &n_changes);
  g_object_set (b, "client-id", "id1", "account-id", "acc", "region", "EMEA", NULL);
  g_object_set (c, "sandbox", TRUE, NULL);
  add (list, a);
  add (list, b);
  add (list, c);
  g_assert_cmpuint (n_changes, ==, 3);
  assert_names (list, "Harbour; \"ä\" = 1, Meridian, Sandbox");

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0077, ==, 0);

  /* the sandbox leaves no trace in the file */
  again = open_list (path);
  assert_names (again, "Harbour; \"ä\" = 1, Meridian");
  read = g_list_model_get_item (G_LIST_MODEL (again), 1);
  g_assert_cmpstr (guild_workspace_get_id (read), ==, guild_workspace_get_id (b));
  g_assert_cmpstr (guild_workspace_get_service_id (read), ==, "autodesk");
  g_assert_cmpstr (guild_workspace_get_client_id (read), ==, "id1");
  g_assert_cmpstr (guild_workspace_get_account_id (read), ==, "acc");
  g_assert_cmpstr (guild_workspace_get_region (read), ==, "EMEA");
  g_assert_cmpstr (guild_workspace_get_base_url (read), ==, guild_workspace_get_base_url (b));

  /* a changed one keeps its place, a removed one goes */
  g_object_set (a, "name", "Harbour", NULL);
  add (list, a);
  assert_names (list, "Harbour, Meridian, Sandbox");
  g_assert_true (guild_workspace_list_remove (list, guild_workspace_get_id (b), NULL));
  g_assert_true (guild_workspace_list_remove (list, guild_workspace_get_id (c), NULL));
  g_assert_true (guild_workspace_list_remove (list, "nobody", NULL));
  third = open_list (path);
  assert_names (third, "Harbour");
}

/* What a newer version wrote is still there after this one has written. */
static void
test_unknown_kept (void)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "workspaces.ini", NULL);
  g_autoptr (GuildWorkspaceList) list = NULL;
  g_autoptr (GuildWorkspace) a = guild_workspace_new ("a", "codat", "A", NULL);
  g_autofree char *text = NULL;

  write_text (path, "# mine\n[general]\nformat=2\n[workspace n]\nservice=novel\nname=New\n"
                    "colour=red\n[workspace bad]\nname=No service\n[workspace ]\nservice=codat\n");
  list = open_list (path);
  assert_names (list, "New");
  add (list, a);
  assert_names (list, "New, A");

  text = read_text (path);
  g_assert_nonnull (strstr (text, "# mine"));
  g_assert_nonnull (strstr (text, "format=2"));
  g_assert_nonnull (strstr (text, "service=novel"));
  g_assert_nonnull (strstr (text, "colour=red"));
  g_assert_nonnull (strstr (text, "name=No service"));
}

static void
test_damaged (void)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "workspaces.ini", NULL);
  g_autofree char *aside = g_strconcat (path, ".damaged", NULL);
  g_autofree char *second = g_strconcat (path, ".damaged-2", NULL);
  g_autoptr (GuildWorkspaceList) list = NULL;
  g_autoptr (GuildWorkspaceList) again = NULL;
  g_autoptr (GuildWorkspaceList) third = NULL;
  g_autofree char *kept = NULL;

  write_text (path, "[workspace a]\nservice=codat\n\x01 broken");
  list = open_list (path);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_cmpstr (guild_workspace_list_get_damaged (list), ==, aside);
  kept = read_text (aside);
  g_assert_nonnull (strstr (kept, "service=codat"));

  again = open_list (path);
  g_assert_null (guild_workspace_list_get_damaged (again));

  write_text (path, "second");
  third = open_list (path);
  g_assert_cmpstr (guild_workspace_list_get_damaged (third), ==, second);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
}

/* When the file cannot be written neither it nor the list changes, and nothing is left beside. */
static void
test_unwritable (void)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "workspaces.ini", NULL);
  g_autofree char *moved = g_strconcat (directory, "-moved", NULL);
  g_autoptr (GuildWorkspaceList) list = open_list (path);
  g_autoptr (GuildWorkspace) a = guild_workspace_new ("a", "codat", "A", NULL);
  g_autoptr (GuildWorkspace) b = guild_workspace_new ("b", "codat", "B", NULL);
  g_autoptr (GError) add_error = NULL;
  g_autoptr (GError) remove_error = NULL;
  g_autoptr (GError) open_error = NULL;

  add (list, a);
  g_assert_cmpint (g_rename (directory, moved), ==, 0);
  g_assert_false (guild_workspace_list_add (list, b, &add_error));
  g_assert_nonnull (add_error);
  g_assert_nonnull (strstr (add_error->message, "Nothing was changed"));
  g_assert_false (guild_workspace_list_remove (list, "a", &remove_error));
  g_assert_nonnull (remove_error);
  assert_names (list, "A");
  g_assert_cmpint (g_rename (moved, directory), ==, 0);

  add (list, b);
  assert_names (list, "A, B");

  /* what cannot be read is not damaged, and stays */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink (path, path), ==, 0);
  g_assert_null (guild_workspace_list_open (path, &open_error));
  g_assert_nonnull (open_error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/values", test_values);
  g_test_add_func ("/workspace/round-trip", test_round_trip);
  g_test_add_func ("/workspace/unknown-kept", test_unknown_kept);
  g_test_add_func ("/workspace/damaged", test_damaged);
  g_test_add_func ("/workspace/unwritable", test_unwritable);
  return g_test_run ();
}
