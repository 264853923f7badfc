/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk-people.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "60", NULL);
  service = GUILD_AUTODESK (guild_autodesk_new (
    sandbox->url, sandbox->autodesk_client_id, sandbox->autodesk_client_secret,
    sandbox->autodesk_account_id, sandbox->region));
  guild_autodesk_set_patience (service, 10, 5);
  g_test_add_func ("/service/autodesk-people/projects", test_projects);
  g_test_add_func ("/service/autodesk-people/on-a-project", test_on_a_project);
  g_test_add_func ("/service/autodesk-people/move", test_move);
  int status = g_test_run ();
  g_object_unref (service);
  guild_test_sandbox_stop (sandbox);
  return status;
}
