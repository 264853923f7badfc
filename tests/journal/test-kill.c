/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

#include <signal.h>
#include <string.h>

/* A program is killed at every moment of a create; what its journal says afterwards is true, and
 * looking at the service tells the rest. */

typedef struct
{
  const char      *moment;
  const char      *fault;       /* (nullable): of the sandbox while the program lives */
  GuildChangeState found;       /* by the next start */
  GuildChangeState in_the_end;  /* after its workspace is attached */
  guint            n_companies;
} Case;

static const Case cases[] = {
  { "planned", NULL, GUILD_CHANGE_PLANNED, GUILD_CHANGE_PLANNED, 0 },
  { "marked", NULL, GUILD_CHANGE_UNKNOWN, GUILD_CHANGE_REFUSED, 0 },
  { "sent", "path=/companies,method=POST,delay=30000,count=1", GUILD_CHANGE_UNKNOWN,
    GUILD_CHANGE_REFUSED, 0 },
  { "done", NULL, GUILD_CHANGE_UNKNOWN, GUILD_CHANGE_CONFIRMED, 1 },
  { "unknown", "path=/companies,method=POST,cut=after-write,count=1", GUILD_CHANGE_UNKNOWN,
    GUILD_CHANGE_CONFIRMED, 1 },
  { "unknown", "path=/companies,method=POST,cut=before,count=1", GUILD_CHANGE_UNKNOWN,
    GUILD_CHANGE_REFUSED, 0 },
};

/* Runs the program until it is dead. */
static void
run_killed (Fixture *f, const char *moment)
{
  const char *program = g_getenv ("GUILDHALL_KILLED");
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  g_assert_nonnull (program);
  g_autoptr(GSubprocessLauncher) launcher =
    guild_test_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process = g_subprocess_launcher_spawn (
    launcher, &error, program, f->path, f->sandbox->url, f->sandbox->codat_key, moment, WORKSPACE,
    NULL);
  g_assert_no_error (error);
  if (g_str_equal (moment, "sent"))
    {
      line = guild_test_read_line (process);
      g_assert_cmpstr (line, ==, "sent");
      g_subprocess_send_signal (process, SIGKILL);
    }
  guild_test_end_process (process, 0);
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
}

static gboolean
commit (Fixture *f, GuildChange *change, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_journal_commit_async (f->journal, change, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_journal_commit_finish (f->journal, result, error);
}

static void
test_kill (Fixture *f, gconstpointer data)
{
  const Case *kill = data;
  g_autoptr(GError) error = NULL;

  fixture_close (g_steal_pointer (&f->journal));
  if (kill->fault != NULL)
    fixture_fault (f, kill->fault);
  run_killed (f, kill->moment);
  fixture_clear_faults (f);
  guint n_posts = fixture_count (f, "POST /companies");

  f->journal = fixture_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->journal)), ==, 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (f->journal), 0);
  g_assert_cmpint (guild_change_get_state (change), ==, kill->found);
  g_assert_cmpstr (guild_change_get_company_name (change), ==, "Survivor");
  guild_journal_set_patience (f->journal, 300);
  guild_journal_attach (f->journal, f->directory);
  guild_test_wait_until (guild_change_get_state (change) == kill->in_the_end &&
                         guild_journal_get_n_running (f->journal) == 0);

  /* It looked, and sent nothing again. */
  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, n_posts);
  g_assert_cmpuint (fixture_count_named (f, "Survivor"), ==, kill->n_companies);
  g_assert_true ((guild_change_get_company_id (change) != NULL) ==
                 (kill->in_the_end == GUILD_CHANGE_CONFIRMED));
  if (kill->in_the_end != GUILD_CHANGE_PLANNED)
    return;
  /* What was only planned may be sent now, once. */
  g_assert_cmpuint (guild_journal_get_n_planned (f->journal), ==, 1);
  g_assert_true (commit (f, change, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_named (f, "Survivor"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/journal/kill/%s-%u", cases[i].moment, i);
      g_test_add (path, Fixture, &cases[i], fixture_set_up, test_kill, fixture_tear_down);
    }
  return g_test_run ();
}
