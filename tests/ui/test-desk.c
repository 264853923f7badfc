/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "support/guild-test.h"
#include "ui/guild-desk-private.h"

#define N_WORKSPACES 8

typedef struct
{
  GuildTestSandbox *sandbox; /* (owned) */
  char             *room;    /* (owned) */
  GuildDesk        *desk;    /* (owned) (nullable) */
} Fixture;

static void
open_desk (Fixture *self)
{
  g_autofree char *config = g_build_filename (self->room, "config", NULL);
  g_autofree char *state = g_build_filename (self->room, "state", NULL);
  g_autofree char *cache = g_build_filename (self->room, "cache", NULL);
  self->desk = guild_desk_new (config, state, cache);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->sandbox = guild_test_sandbox_start ("--companies", "3", "--autodesk-companies", "3", NULL);
  self->room = guild_test_directory ();
  open_desk (self);
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

/* A key is written to the file keyring while this waits; see display/lsan.supp. */
static void
await_stored (GAsyncResult **slot)
{
  guild_test_wait_until (*slot != NULL);
}

static GuildDirectory *
add_workspace (Fixture *self)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (NULL, "codat", "Harbour", self->sandbox->url);
  GAsyncResult *slot = NULL;

  guild_desk_add_workspace_async (self->desk, workspace, self->sandbox->codat_key, NULL,
                                  guild_test_result_cb, &slot);
  await_stored (&slot);
  return finish_add (self, &slot);
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
    {
      await_stored (&slots[i]);
      g_object_unref (finish_add (self, &slots[i]));
    }

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_strfreev (g_key_file_get_groups (file, &n_groups));
  g_assert_cmpuint (n_groups, ==, N_WORKSPACES);
  /* The keyring in the file still takes another key. */
  g_object_unref (add_workspace (self));
}

/* ---- what is undone when a step fails ---- */

/* An answer, and a copy of the file of secrets as it was when it came. */
typedef struct
{
  GAsyncResult *result; /* (owned) (nullable) */
  char         *copy;   /* (owned) */
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  answer->copy = g_build_filename (directory, "copy", NULL);
  if (g_file_get_contents (g_getenv ("SECRET_FILE_TEST_PATH"), &text, &size, NULL))
    g_file_set_contents (answer->copy, text, (gssize) size, &error);
  g_assert_no_error (error);
  answer->result = g_object_ref (result);
}

static void
clear_answer (Answer *answer)
{
  g_clear_object (&answer->result);
  g_clear_pointer (&answer->copy, g_free);
}

/* What this program does as "test-ui-desk --look-up ID". */
static int
look_up (const char *id)
{
  g_autoptr(GuildWorkspace) workspace = guild_workspace_new (id, "codat", NULL, NULL);
  GAsyncResult *slot = NULL;

  guild_keyring_lookup_async (workspace, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *secret = guild_keyring_lookup_finish (result, NULL);
  g_print ("%s\n", secret != NULL ? secret : "nothing");
  guild_keyring_free_secret (secret);
  return 0;
}

/* A program that is started upon the answer finds WANTED in the keyring. */
static void
assert_kept (const Answer *answer, GuildWorkspace *workspace, const char *wanted)
{
  g_autoptr(GSubprocessLauncher) launcher =
    guild_test_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PATH", answer->copy, TRUE);
  g_autoptr(GSubprocess) process =
    g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", "--look-up",
                                 guild_workspace_get_id (workspace), NULL);
  g_assert_no_error (error);
  g_autofree char *found = guild_test_read_line (process);
  guild_test_end_process (process, 0);
  g_assert_cmpstr (found, ==, wanted);
}

/* From now on the list of workspaces cannot be written. */
static void
break_list (Fixture *self)
{
  g_autofree char *config = g_build_filename (self->room, "config", NULL);
  g_autofree char *aside = g_strconcat (config, ".aside", NULL);

  g_assert_cmpint (g_rename (config, aside), ==, 0);
  g_assert_true (g_file_set_contents (config, "no directory", -1, NULL));
}

/* The answer comes when the old key is in its place again. */
static void
test_edit_undone (Fixture *self, gconstpointer data)
{
  g_autoptr(GuildDirectory) directory = add_workspace (self);
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  g_autoptr(GError) error = NULL;
  Answer answer = { NULL };

  break_list (self);
  guild_desk_edit_workspace_async (self->desk, workspace, "another key", answered_cb, &answer);
  await_stored (&answer.result);
  g_assert_false (guild_desk_edit_workspace_finish (self->desk, answer.result, &error));
  g_assert_nonnull (error);
  assert_kept (&answer, workspace, self->sandbox->codat_key);
  clear_answer (&answer);
}

/* Quitting waits for it, too. */
static void
test_edit_undone_at_the_end (Fixture *self, gconstpointer data)
{
  g_autoptr(GuildDirectory) directory = add_workspace (self);
  g_autoptr(GuildDesk) desk = g_object_ref (self->desk);
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  Answer edited = { NULL }, closed = { NULL };

  break_list (self);
  guild_desk_edit_workspace_async (desk, workspace, "another key", answered_cb, &edited);
  guild_desk_close_async (desk, answered_cb, &closed);
  await_stored (&closed.result);
  g_assert_true (guild_desk_close_finish (desk, closed.result, NULL));
  g_assert_nonnull (edited.result);
  assert_kept (&closed, workspace, self->sandbox->codat_key);
  clear_answer (&edited);
  clear_answer (&closed);
  g_clear_object (&self->desk);
}

/* Another one each time the file is written; (transfer full). */
static char *
dup_mark (GFile *file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInfo) info =
    g_file_query_info (file, G_FILE_ATTRIBUTE_UNIX_INODE, 0, NULL, &error);

  g_assert_no_error (error);
  return g_file_info_get_attribute_as_string (info, G_FILE_ATTRIBUTE_UNIX_INODE);
}

static gboolean
is_written (GFile *file, const char *before)
{
  g_autofree char *now = dup_mark (file);
  return !g_str_equal (now, before);
}

/* As above, for the file itself. */
static void
await_stored_file (GFile *file, const char *before)
{
  guild_test_wait_until (is_written (file, before));
}

/* When the old key cannot be put back, either, that is said. */
static void
test_edit_not_undone (Fixture *self, gconstpointer data)
{
  g_autoptr(GuildDirectory) directory = add_workspace (self);
  const char *secrets = g_getenv ("SECRET_FILE_TEST_PATH");
  g_autofree char *aside = g_strconcat (secrets, ".aside", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (secrets);
  g_autofree char *before = dup_mark (file);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  break_list (self);
  g_mutex_lock (&self->desk->listing);
  guild_desk_edit_workspace_async (self->desk, guild_directory_get_workspace (directory),
                                   "another key", guild_test_result_cb, &slot);
  await_stored_file (file, before);
  g_assert_cmpint (g_rename (secrets, aside), ==, 0);
  g_assert_cmpint (g_mkdir (secrets, 0700), ==, 0);
  g_mutex_unlock (&self->desk->listing);
  /* The file may be there before the keyring heard that it is. */
  await_stored (&slot);
  g_autoptr(GAsyncResult) result = g_steal_pointer (&slot);
  g_assert_false (guild_desk_edit_workspace_finish (self->desk, result, &error));
  g_assert_nonnull (strstr (error->message, "the keyring now holds the new key"));
  g_assert_cmpint (g_rmdir (secrets), ==, 0);
  g_assert_cmpint (g_rename (aside, secrets), ==, 0);
}

static void
test_add_undone (Fixture *self, gconstpointer data)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (NULL, "codat", "Harbour", self->sandbox->url);
  g_autoptr(GError) error = NULL;
  Answer answer = { NULL };

  break_list (self);
  guild_desk_add_workspace_async (self->desk, workspace, self->sandbox->codat_key, NULL,
                                  answered_cb, &answer);
  await_stored (&answer.result);
  g_assert_null (guild_desk_add_workspace_finish (self->desk, answer.result, &error));
  g_assert_nonnull (error);
  assert_kept (&answer, workspace, "nothing");
  clear_answer (&answer);
}

/* The key goes with the workspace, before it is said that this one is gone. */
static void
test_remove (Fixture *self, gconstpointer data)
{
  g_autoptr(GuildDirectory) directory = add_workspace (self);
  g_autoptr(GuildWorkspace) workspace = g_object_ref (guild_directory_get_workspace (directory));
  g_autoptr(GError) error = NULL;
  Answer answer = { NULL };

  guild_desk_remove_workspace_async (self->desk, guild_workspace_get_id (workspace), answered_cb,
                                     &answer);
  await_stored (&answer.result);
  g_assert_true (guild_desk_remove_workspace_finish (self->desk, answer.result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (guild_desk_get_directories (self->desk)), ==, 0);
  assert_kept (&answer, workspace, "nothing");
  clear_answer (&answer);
}

static void
count_cb (guint *n_times)
{
  ++*n_times;
}

/* The workspaces are known without a turn of the main loop, and their directories load; what asks
 * others comes with the loop. */
static void
test_catch_up (Fixture *self, gconstpointer data)
{
  gint64 deadline = guild_test_deadline ();
  guint n_ready = 0;

  add_workspace (self);
  close_desk (self);
  open_desk (self);
  g_signal_connect_swapped (self->desk, "notify::ready", G_CALLBACK (count_cb), &n_ready);
  while (!guild_desk_get_ready (self->desk))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      guild_desk_catch_up (self->desk);
      g_usleep (1000);
    }
  g_assert_no_error (guild_desk_get_error (self->desk));
  GListModel *directories = guild_desk_get_directories (self->desk);
  g_assert_cmpuint (g_list_model_get_n_items (directories), ==, 1);
  g_autoptr(GuildDirectory) directory = g_list_model_get_item (directories, 0);
  while (!guild_directory_get_loaded (directory))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      guild_desk_catch_up (self->desk);
      g_usleep (1000);
    }
  g_assert_null (guild_desk_get_journal (self->desk));
  g_assert_null (guild_directory_get_service (directory));
  guild_test_wait_until (guild_desk_get_journal (self->desk) != NULL);
  guild_test_wait_until (guild_directory_get_service (directory) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (directories), ==, 1);
  g_assert_cmpuint (n_ready, ==, 1);
}

static void
added_cb (GListModel *model, guint position, guint n_removed, guint n_added, guint *n_all)
{
  *n_all += n_added;
}

/* Nothing begins to load after the end has begun. */
static void
test_close_at_once (Fixture *self, gconstpointer data)
{
  guint n_added = 0;

  add_workspace (self);
  close_desk (self);
  open_desk (self);
  GuildDesk *alive = self->desk;
  g_object_add_weak_pointer (G_OBJECT (alive), (gpointer *) &alive);
  g_signal_connect (guild_desk_get_directories (alive), "items-changed", G_CALLBACK (added_cb),
                    &n_added);
  close_desk (self);
  guild_test_wait_until (alive == NULL);
  g_assert_cmpuint (n_added, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "close-while-sending", test_close_while_sending },
    { "add-at-once", test_add_at_once },
    { "edit-undone", test_edit_undone },
    { "edit-undone-at-the-end", test_edit_undone_at_the_end },
    { "edit-not-undone", test_edit_not_undone },
    { "add-undone", test_add_undone },
    { "remove", test_remove },
    { "catch-up", test_catch_up },
    { "close-at-once", test_close_at_once },
  };
  g_autofree char *directory = NULL;

  if (argc == 3 && g_str_equal (argv[1], "--look-up"))
    return look_up (argv[2]);
  g_test_init (&argc, &argv, NULL);
  /* A keyring in a file: nobody's own is touched, and none is needed. */
  directory = guild_test_directory ();
  g_autofree char *keyring = g_build_filename (directory, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "pw", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/desk/", tests[i].path, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
