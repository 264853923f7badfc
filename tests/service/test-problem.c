/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-problem.h"

#include <string.h>
#include "company/guild-field.h"

static GError *
make_error (void)
{
  const char *fields[] = { "name: too long", NULL };
  const GuildProblem problem = { 402, (char *) "POST /companies", (char *) "Payment Required",
                                 (char *) "abc123", (char **) fields,
                                 G_GINT64_CONSTANT (1700000000000000), TRUE };
  GError *error = NULL;

  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_PAYMENT, &problem, "No %s", "money");
  return error;
}

static void
assert_whole (const GError *error)
{
  const GuildProblem *problem = guild_problem_from_error (error);

  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_PAYMENT);
  g_assert_cmpstr (error->message, ==, "No money");
  g_assert_cmpuint (problem->status, ==, 402);
  g_assert_cmpstr (problem->path, ==, "POST /companies");
  g_assert_cmpstr (problem->service_text, ==, "Payment Required");
  g_assert_cmpstr (problem->correlation_id, ==, "abc123");
  g_assert_cmpstr (problem->field_errors[0], ==, "name: too long");
  g_assert_cmpint (problem->retry_at, ==, G_GINT64_CONSTANT (1700000000000000));
  g_assert_true (problem->maybe_done);
}

static void
test_copy (void)
{
  GError *error = make_error ();
  g_autoptr(GError) copy = g_error_copy (error);

  assert_whole (error);
  g_error_free (error);
  assert_whole (copy);
}

static void
test_propagate (void)
{
  g_autoptr(GError) error = NULL;

  g_propagate_prefixed_error (&error, make_error (), "%s", "");
  assert_whole (error);
}

static void
test_without_problem (void)
{
  g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  g_autoptr(GError) error = NULL;

  g_assert_null (guild_problem_from_error (other));
  g_assert_null (guild_problem_from_error (NULL));
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_OFFLINE, NULL, "Offline");
  g_assert_cmpint (guild_problem_from_error (error)->retry_at, ==, GUILD_NUMBER_UNSET);
  g_assert_false (guild_problem_from_error (error)->maybe_done);
  guild_problem_set_error (NULL, GUILD_SERVICE_ERROR_OFFLINE, NULL, "Nobody listens");

  g_autofree char *text = guild_problem_describe (error);
  g_assert_cmpstr (text, ==, "Offline");
}

static void
test_describe (void)
{
  g_autoptr(GError) error = make_error ();
  g_autofree char *text = guild_problem_describe (error);

  g_assert_cmpstr (text, ==,
                   "Status: 402\nRequest: POST /companies\nService says: Payment Required\n"
                   "Field: name: too long\nCorrelation id: abc123\n"
                   "Retry after: 2023-11-14T22:13:20Z");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/problem/copy", test_copy);
  g_test_add_func ("/service/problem/propagate", test_propagate);
  g_test_add_func ("/service/problem/without", test_without_problem);
  g_test_add_func ("/service/problem/describe", test_describe);
  return g_test_run ();
}
