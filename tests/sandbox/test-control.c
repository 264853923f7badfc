/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox-http.h"

#include <signal.h>
#include <string.h>

static GuildTestSandbox *
start (void)
{
  return guild_test_sandbox_start ("--companies", "80", "--autodesk-companies", "0", NULL);
}

static void
test_state (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) before = call_as (sandbox, NULL, "GET", "/_sandbox/state", NULL);

  g_assert_cmpint (int_at (before, "codat.companies"), ==, 80);
  g_assert_cmpint (int_at (before, "seed"), ==, 1);
  g_autofree char *company = first_company (sandbox, "dataConnections.status=Linked");
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\"}", company);
  g_autoptr(Answer) lost = call (sandbox, "POST", "/_sandbox/deauthorise", body);
  gint64 n = int_at (lost, "deauthorised");
  g_assert_cmpint (n, >=, 1);
  g_autoptr(Answer) after = get (sandbox, "/_sandbox/state");
  g_assert_cmpint (int_at (after, "codat.connections.Linked"), ==,
                   int_at (before, "codat.connections.Linked") - n);
  g_assert_cmpint (int_at (after, "codat.connections.Deauthorized"), ==,
                   int_at (before, "codat.connections.Deauthorized") + n);
  g_autoptr(Answer) again = call (sandbox, "POST", "/_sandbox/deauthorise", body);
  g_assert_cmpuint (again->status, ==, 404);

  g_autofree char *path = g_strconcat ("/_sandbox/companies/", company, NULL);
  g_autoptr(Answer) one = call_as (sandbox, NULL, "GET", path, NULL);
  g_assert_cmpstr (text_at (one, "id"), ==, company);
  g_assert_nonnull (strstr (one->text, "\"status\":\"Active\""));
}

static void
test_one_connection (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company = first_company (sandbox, "dataConnections.status=Linked");
  g_autofree char *path = g_strdup_printf ("/companies/%s/connections?query=status%%3DLinked",
                                           company);
  g_autoptr(Answer) list = get (sandbox, path);
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\",\"connectionId\":\"%s\"}",
                                           company, text_at (list, "results.0.id"));
  g_autoptr(Answer) lost = call (sandbox, "POST", "/_sandbox/deauthorise", body);
  g_assert_cmpint (int_at (lost, "deauthorised"), ==, 1);
  g_autoptr(Answer) left = get (sandbox, path);
  g_assert_cmpint (int_at (left, "totalResults"), ==, int_at (list, "totalResults") - 1);
  g_autoptr(Answer) linked = call (sandbox, "POST", "/_sandbox/link", body);
  g_assert_cmpint (int_at (linked, "linked"), ==, 1);
  g_autoptr(Answer) again = get (sandbox, path);
  g_assert_cmpint (int_at (again, "totalResults"), ==, int_at (list, "totalResults"));
}

static void
test_requests (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company = first_company (sandbox, NULL);
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autofree char *link =
    g_strconcat ("/link/company/", company, "?link.otp=hush-1&guildNonce=hush-2&plain=seen", NULL);

  g_autoptr(Answer) reset = call (sandbox, "DELETE", "/_sandbox/requests", NULL);
  g_assert_cmpuint (reset->status, ==, 200);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(Answer) answer = get (sandbox, path);
      g_assert_cmpuint (answer->status, ==, 200);
    }
  g_autoptr(Answer) page = call_as (sandbox, NULL, "GET", link, NULL);
  g_assert_cmpuint (page->status, ==, 200);
  g_autoptr(Answer) log = get (sandbox, "/_sandbox/requests");
  g_assert_cmpint (int_at (log, "counts.GET /companies/{id}"), ==, 3);
  g_assert_cmpint (int_at (log, "mostPerMinute.codat"), ==, 3);
  g_assert_cmpuint (length_at (log, "last"), ==, 4);
  g_assert_cmpstr (text_at (log, "last.0.path"), ==, path);
  g_assert_cmpint (int_at (log, "last.0.status"), ==, 200);
  g_assert_null (strstr (log->text, "hush"));
  g_assert_nonnull (strstr (log->text, "plain=seen"));
}

static void
test_refused (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  static const struct { const char *method, *path, *body; guint status; } cases[] = {
    { "GET", "/_sandbox/none", NULL, 404 },
    { "POST", "/_sandbox/clock", "{\"advanceSeconds\":\"1\"}", 400 },
    { "POST", "/_sandbox/clock", "[]", 400 },
    { "POST", "/_sandbox/deauthorise", "{}", 404 },
    { "POST", "/_sandbox/link", "{}", 404 },
    { "POST", "/_sandbox/faults", "{\"spec\":5}", 400 },
    { "POST", "/_sandbox/switches", "{", 400 },
    { "GET", "/_sandbox/companies/none", NULL, 404 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].path);
      g_autoptr(Answer) answer = call (sandbox, cases[i].method, cases[i].path, cases[i].body);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
}

/* Exit status with ARGUMENTS; standard input is at its end. */
static int
run (const char * const *arguments, char **complaint)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocessLauncher) launcher = guild_test_launcher_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
    G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr(GSubprocess) process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_autoptr(GAsyncResult) result = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, guild_test_result_cb, &result);
  g_autoptr(GAsyncResult) done = guild_test_await (&result);
  g_subprocess_communicate_utf8_finish (process, done, NULL, complaint, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static void
test_arguments (void)
{
  const char *program = g_getenv ("GUILDHALL_SANDBOX");
  const char *refused[][2] = {
    { "--companies", "many" }, { "--companies", "-1" }, { "--port", "70000" }, { "--seed", "x" },
    { "--fault", "colour=red" }, { "--latency", "-5" }, { "--nothing", "1" }, { "stray", "words" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const char *arguments[] = { program, refused[i][0], refused[i][1], NULL };
      g_autofree char *complaint = NULL;
      g_assert_cmpint (run (arguments, &complaint), ==, 2);
      g_assert_true (g_str_has_prefix (complaint, "guildhall-sandbox: "));
    }
  const char *directory[] = { program, "--database", "/", NULL };
  g_autofree char *complaint = NULL;
  g_assert_cmpint (run (directory, &complaint), ==, 1);
  g_assert_nonnull (strstr (complaint, "Cannot "));
}

static void
test_ends (void)
{
  const char *program = g_getenv ("GUILDHALL_SANDBOX");
  const char *with_stdin[] = { program, "--companies", "5", "--autodesk-companies", "5",
                               "--exit-with-stdin", NULL };
  g_autoptr(GuildTestSandbox) sandbox = start ();

  /* Standard input at its end ends it. */
  g_assert_cmpint (run (with_stdin, NULL), ==, 0);
  guild_test_end_process (sandbox->process, SIGTERM);
  g_assert_true (g_subprocess_get_if_exited (sandbox->process));
  g_assert_cmpint (g_subprocess_get_exit_status (sandbox->process), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/control/state", test_state);
  g_test_add_func ("/sandbox/control/one-connection", test_one_connection);
  g_test_add_func ("/sandbox/control/requests", test_requests);
  g_test_add_func ("/sandbox/control/refused", test_refused);
  g_test_add_func ("/sandbox/control/arguments", test_arguments);
  g_test_add_func ("/sandbox/control/ends", test_ends);
  return g_test_run ();
}
