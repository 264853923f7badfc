/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "support/guild-test.h"
#include "ui/guild-desk.h"

#define N_WORKSPACES 8

typedef struct
{
  GuildTestSandbox *sandbox; /* (owned) */
  char             *room;    /* (owned) */
  GuildDesk        *desk;    /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->sandbox = guild_test_sandbox_start ("--companies", "3", "--autodesk-companies", "3", NULL);
  self->room = guild_test_directory ();
  g_autofree char *config = g_build_filename (self->room, "config", NULL);
  g_autofree char *state = g_build_filename (self->room, "state", NULL);
  g_autofree char *cache = g_build_filename (self->room, "cache", NULL);
  self->desk = guild_desk_new (config, state, cache);
  guild_test_wait_until (guild_desk_get_ready (self->desk));
  guild_test_wait_until (guild_desk_get_journal (self->desk) != NULL);
}

static void
close_desk (Fixture *self)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_desk_close_async (self->desk, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_desk_close_finish (self->desk, result, &error));
  g_assert_no_error (error);
  g_clear_object (&self->desk);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->desk != NULL)
    close_desk (self);
  guild_test_sandbox_stop (self->sandbox);
  g_free (self->room);
}

static GuildDirectory *
finish_add (Fixture *self, GAsyncResult **slot)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = guild_test_await (slot);
  GuildDirectory *directory = guild_desk_add_workspace_finish (self->desk, result, &error);

  g_assert_no_error (error);
  return directory;
}

/* The answer of what was sent before quitting still reaches the list of companies. */
static void
test_close_while_sending (Fixture *self, gconstpointer data)
{
  g_autoptr(GuildWorkspace) workspace =
    g_object_new (GUILD_TYPE_WORKSPACE, "id", "w", "service-id", "codat", "name", "W", "base-url",
                  self->sandbox->url, "sandbox", TRUE, NULL);
  g_autoptr(GuildWrite) write =
    guild_write_new (GUILD_WRITE_CREATE_COMPANY, NULL, NULL, "{\"name\":\"Late Bakery\"}");
  g_autoptr(GuildChange) change = guild_change_new ("w", write, "Late Bakery");
  GAsyncResult *slot = NULL, *performed = NULL;
  g_autoptr(GError) error = NULL;

  guild_desk_add_workspace_async (self->desk, workspace, self->sandbox->codat_key, NULL,
                                  guild_test_result_cb, &slot);
  g_autoptr(GuildDirectory) directory = finish_add (self, &slot);
  g_autoptr(GuildJournal) journal = g_object_ref (guild_desk_get_journal (self->desk));
  guild_test_wait_until (guild_directory_get_n_companies (directory) == 3);
  json_node_unref (guild_test_sandbox_call (
    self->sandbox, "POST", "/_sandbox/faults",
    "{\"spec\":\"path=/companies,method=POST,delay=300,count=1\"}"));
  guild_journal_perform_async (journal, change, NULL, guild_test_result_cb, &performed);
  guild_test_wait_until (guild_change_get_state (change) == GUILD_CHANGE_SENT);

  close_desk (self);
  g_autoptr(GAsyncResult) result = guild_test_await (&performed);
  g_assert_true (guild_journal_perform_finish (journal, result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (guild_change_get_message (change), ==, NULL);
  guild_test_wait_until (guild_directory_get_n_companies (directory) == 4);
}

/* Whoever is added while others are is in the list on disk, too. */
static void
test_add_at_once (Fixture *self, gconstpointer data)
{
  GAsyncResult *slots[N_WORKSPACES] = { NULL };
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (self->room, "config", "workspaces.ini", NULL);
  g_autoptr(GError) error = NULL;
  gsize n_groups;

  for (guint i = 0; i < N_WORKSPACES; i++)
    {
      g_autoptr(GuildWorkspace) workspace =
        guild_workspace_new (NULL, "codat", "At once", self->sandbox->url);
      guild_desk_add_workspace_async (self->desk, workspace, self->sandbox->codat_key, NULL,
                                      guild_test_result_cb, &slots[i]);
    }
  for (guint i = 0; i < N_WORKSPACES; i++)
    g_object_unref (finish_add (self, &slots[i]));

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_strfreev (g_key_file_get_groups (file, &n_groups));
  g_assert_cmpuint (n_groups, ==, N_WORKSPACES);
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = NULL;

  g_test_init (&argc, &argv, NULL);
  /* A keyring in a file: nobody's own is touched, and none is needed. */
  directory = guild_test_directory ();
  g_autofree char *keyring = g_build_filename (directory, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "pw", TRUE);
  g_test_add ("/ui/desk/close-while-sending", Fixture, NULL, set_up, test_close_while_sending,
              tear_down);
  g_test_add ("/ui/desk/add-at-once", Fixture, NULL, set_up, test_add_at_once, tear_down);
  return g_test_run ();
}
