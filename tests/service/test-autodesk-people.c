/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk-projects.h"

/* What is around a company: projects, the people on them, the people of the account (acc.md §6). */

static GuildTestSandbox *sandbox;
static GuildAutodesk *service;

#define LIST(name, ...) \
  ({ \
    g_autoptr(GError) error_ = NULL; \
    GAsyncResult *slot_ = NULL; \
    guild_autodesk_##name##_async (service, __VA_ARGS__, NULL, guild_test_result_cb, &slot_); \
    g_autoptr(GAsyncResult) result_ = guild_test_await (&slot_); \
    GPtrArray *items_ = guild_autodesk_##name##_finish (service, result_, &error_); \
    g_assert_no_error (error_); \
    items_; \
  })

static GuildProject *
first_project (GPtrArray *projects)
{
  for (guint i = 0; i < projects->len; i++)
    {
      GuildProject *project = projects->pdata[i];
      if (project->n_members > 1 && project->n_companies > 0)
        return project;
    }
  return NULL;
}

static void
test_projects (void)
{
  g_autoptr(GPtrArray) all = LIST (list_projects, NULL);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (all->len, >, 0);
  for (guint i = 0; i < all->len; i++)
    {
      const GuildProject *project = all->pdata[i];
      g_assert_true (g_hash_table_add (ids, project->id));
      g_assert_cmpstr (project->name, !=, "");
      g_assert_cmpstr (project->status, !=, "");
    }
  const GuildProjectFilter filter = { NULL, "archived" };
  g_autoptr(GPtrArray) archived = LIST (list_projects, &filter);
  g_assert_cmpuint (archived->len, <, all->len);
  for (guint i = 0; i < archived->len; i++)
    g_assert_cmpstr (((GuildProject *) archived->pdata[i])->status, ==, "archived");
  const GuildProjectFilter named = { first_project (all)->name, NULL };
  g_autoptr(GPtrArray) found = LIST (list_projects, &named);
  g_assert_cmpuint (found->len, >, 0);
}

static void
test_on_a_project (void)
{
  g_autoptr(GPtrArray) projects = LIST (list_projects, NULL);
  const GuildProject *project = first_project (projects);

  g_assert_nonnull (project);
  g_autoptr(GPtrArray) companies = LIST (list_project_companies, project->id);
  g_assert_cmpuint (companies->len, ==, project->n_companies);
  const GuildProjectCompany *company = companies->pdata[0];
  g_assert_cmpstr (company->member_group_id, !=, "");
  g_autoptr(GPtrArray) everybody = LIST (list_project_members, project->id, NULL);
  g_assert_cmpuint (everybody->len, >, 0);
  g_autoptr(GPtrArray) theirs = LIST (list_project_members, project->id, company->id);
  g_assert_cmpuint (theirs->len, <=, everybody->len);
  for (guint i = 0; i < theirs->len; i++)
    g_assert_cmpstr (((GuildMember *) theirs->pdata[i])->company_id, ==, company->id);
}

static void
progress_cb (guint n_asked, guint n_total, guint n_found, gpointer data)
{
  guint *last = data;

  g_assert_cmpuint (n_asked, ==, *last + 1);
  g_assert_cmpuint (n_asked, <=, n_total);
  g_assert_cmpuint (n_found, <=, n_asked);
  *last = n_asked;
}

static void
assert_on_project (const char *company, const GuildProject *project)
{
  g_autoptr(GPtrArray) companies = LIST (list_project_companies, project->id);
  gboolean found = FALSE;

  for (guint i = 0; i < companies->len; i++)
    found |= g_str_equal (((GuildProjectCompany *) companies->pdata[i])->id, company);
  g_assert_true (found);
}

/* Ends as soon as all that the service counts are found. */
static void
assert_projects_of (const char *company, gint64 n_projects, gint64 n_expected)
{
  guint n_asked = 0;
  g_autoptr(GPtrArray) found =
    LIST (list_company_projects, company, n_expected, progress_cb, &n_asked);

  g_assert_cmpint (found->len, ==, n_projects);
  for (guint i = 0; i < found->len; i++)
    assert_on_project (company, found->pdata[i]);
  if (n_expected == 0)
    g_assert_cmpuint (n_asked, ==, 0);
  if (n_expected == GUILD_NUMBER_UNSET)
    g_assert_cmpuint (n_asked, ==, 80 - n_projects);
}

/* One company on no project, one on projects without people, one with people. Few projects: the
 * service lets itself be asked a hundred times a minute. */
static void
test_of_a_company (void)
{
  guint projects = guild_field_table_index (guild_autodesk_table (), "projects");
  guint members = guild_field_table_index (guild_autodesk_table (), "members");
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) page = list_page (GUILD_SERVICE (service), 0, 200, NULL, &error);
  gboolean seen[3] = { FALSE };

  g_assert_no_error (error);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    {
      gint64 n_projects = guild_batch_get_cell (page->batch, i, projects)->number;
      gint64 n_members = guild_batch_get_cell (page->batch, i, members)->number;
      guint kind = n_projects == 0 ? 0 : n_members == 0 ? 1 : 2;

      if (guild_batch_is_deleted (page->batch, i) || n_projects > 8 || seen[kind] ||
          (kind == 2 && n_members < 3))
        continue;
      seen[kind] = TRUE;
      assert_projects_of (guild_batch_get_id (page->batch, i), n_projects,
                          kind == 2 ? GUILD_NUMBER_UNSET : n_projects);
    }
  g_assert_true (seen[0] && seen[1] && seen[2]);
}

/* Somebody of the account who belongs to a company. */
static GuildMember *
any_member (GPtrArray **members)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) page = list_page (GUILD_SERVICE (service), 0, 200, NULL, &error);
  guint name = guild_field_table_index (guild_autodesk_table (), "name");
  guint count = guild_field_table_index (guild_autodesk_table (), "members");

  g_assert_no_error (error);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    {
      if (guild_batch_is_deleted (page->batch, i) ||
          guild_batch_get_cell (page->batch, i, count)->number < 1)
        continue;
      *members = LIST (list_members, guild_batch_get_id (page->batch, i),
                       guild_batch_get_cell (page->batch, i, name)->text);
      if ((*members)->len > 0)
        return (*members)->pdata[0];
      g_clear_pointer (members, g_ptr_array_unref);
    }
  g_assert_not_reached ();
}

/* (transfer full) */
static char *
other_company (const char *than)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) page = list_page (GUILD_SERVICE (service), 0, 10, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    if (!guild_batch_is_deleted (page->batch, i) &&
        !g_str_equal (guild_batch_get_id (page->batch, i), than))
      return g_strdup (guild_batch_get_id (page->batch, i));
  g_assert_not_reached ();
}

static GuildOutcome *
send (const GuildWrite *write, GError **error)
{
  return send_write (GUILD_SERVICE (service), write->kind, write->company_id, write->target_id,
                     write->body, error);
}

static void
test_move (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) members = NULL;
  const GuildMember *member = any_member (&members);
  g_autofree char *other = other_company (member->company_id);
  g_autoptr(GuildWrite) back = NULL;
  g_autoptr(GuildWrite) move =
    guild_autodesk_make_move (member->id, member->company_id, other, &back);
  gint64 before = g_get_real_time ();

  g_assert_cmpstr (member->name, !=, "");
  g_assert_null (look_up (GUILD_SERVICE (service), move->kind, move->company_id, move->target_id,
                          move->body, before, &error));
  g_assert_no_error (error);
  g_autoptr(GuildOutcome) moved = send (move, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_batch_get_id (moved->batch, 0), ==, other);
  g_autoptr(GuildOutcome) seen = look_up (GUILD_SERVICE (service), move->kind, move->company_id,
                                          move->target_id, move->body, before, &error);
  g_assert_no_error (error);
  g_assert_nonnull (seen);
  g_autoptr(GuildOutcome) returned = send (back, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_batch_get_id (returned->batch, 0), ==, member->company_id);
}

/* Each test has a minute of its own at the service. */
static void
run (gconstpointer test)
{
  sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "60", NULL);
  service = GUILD_AUTODESK (guild_autodesk_new (
    sandbox->url, sandbox->autodesk_client_id, sandbox->autodesk_client_secret,
    sandbox->autodesk_account_id, sandbox->region));
  guild_autodesk_set_patience (service, 10, 5);
  ((GTestFunc) test) ();
  g_clear_object (&service);
  g_clear_pointer (&sandbox, guild_test_sandbox_stop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/service/autodesk-people/projects", test_projects, run);
  g_test_add_data_func ("/service/autodesk-people/on-a-project", test_on_a_project, run);
  g_test_add_data_func ("/service/autodesk-people/of-a-company", test_of_a_company, run);
  g_test_add_data_func ("/service/autodesk-people/move", test_move, run);
  return g_test_run ();
}
