/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "contract/guild-contract-calls.h"

#include "service/autodesk/guild-autodesk-people.h"

/* The same for Autodesk, as far as its published files go. */

static void
list_page (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  g_autoptr(GError) broken = NULL;
  g_autoptr(GuildQuery) query =
    call->body != NULL ? guild_query_from_json (call->body, &broken) : guild_query_new ();
  GAsyncResult *slot = NULL;

  g_assert_no_error (broken);
  guild_service_list_page_async (self->service, 0, guild_service_get_page_size (self->service),
                                 query, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildPage) page = guild_service_list_page_finish (self->service, result, error);
}

static void
list_small_pages (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  gboolean more = TRUE;

  for (guint i = 0; more; i++)
    {
      GAsyncResult *slot = NULL;
      guild_service_list_page_async (self->service, i, 25, NULL, NULL, guild_test_result_cb, &slot);
      g_autoptr(GAsyncResult) result = guild_test_await (&slot);
      g_autoptr(GuildPage) page = guild_service_list_page_finish (self->service, result, error);
      more = page != NULL && page->more;
    }
}

static void
test_key (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_test_async (self->service, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_service_test_finish (self->service, result, error);
}

static void
read_company (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_read_company_async (self->service, self->ids[GUILD_ID_COMPANY], NULL,
                                    guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildBatch) batch = guild_service_read_company_finish (self->service, result, error);
}

/* A list that nothing else is wanted of. */
#define LIST(name, ...) \
  static void \
  name (GuildContractCase *self, const GuildContractCall *call, GError **error) \
  { \
    GuildAutodesk *autodesk = GUILD_AUTODESK (self->service); \
    GAsyncResult *slot = NULL; \
    guild_autodesk_##name##_async (autodesk, __VA_ARGS__, NULL, guild_test_result_cb, &slot); \
    g_autoptr(GAsyncResult) result = guild_test_await (&slot); \
    g_autoptr(GPtrArray) items = guild_autodesk_##name##_finish (autodesk, result, error); \
  }

static const GuildProjectFilter active = { "a", "active" };
LIST (find_like, "con")
LIST (list_project_companies, self->ids[GUILD_ID_PROJECT])
LIST (list_project_members, self->ids[GUILD_ID_PROJECT], self->ids[GUILD_ID_EMPLOYER])

/* guild_autodesk_list_projects_async (); the rows that follow are about what is found. */
static void
list_projects (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GuildAutodesk *autodesk = GUILD_AUTODESK (self->service);
  GAsyncResult *slot = NULL;

  guild_autodesk_list_projects_async (autodesk, &active, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GPtrArray) projects = guild_autodesk_list_projects_finish (autodesk, result, error);
  if (projects != NULL && projects->len > 0)
    self->ids[GUILD_ID_PROJECT] = g_strdup (((GuildProject *) projects->pdata[0])->id);
}

static void
list_members_of (GuildContractCase *self, const char *id, const char *name, GError **error)
{
  GuildAutodesk *autodesk = GUILD_AUTODESK (self->service);
  GAsyncResult *slot = NULL;

  guild_autodesk_list_members_async (autodesk, id, name, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GPtrArray) members = guild_autodesk_list_members_finish (autodesk, result, error);
  if (members == NULL || members->len == 0)
    return;
  self->ids[GUILD_ID_EMPLOYER] = g_strdup (id);
  self->ids[GUILD_ID_MEMBER] = g_strdup (((GuildMember *) members->pdata[0])->id);
}

static void
list_members (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  guint name = guild_field_table_index (guild_autodesk_table (), "name");
  guint count = guild_field_table_index (guild_autodesk_table (), "members");
  GAsyncResult *slot = NULL;

  guild_service_list_page_async (self->service, 0, 200, NULL, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildPage) page = guild_service_list_page_finish (self->service, result, error);
  for (guint i = 0; page != NULL && self->ids[GUILD_ID_MEMBER] == NULL && *error == NULL &&
                    i < guild_batch_get_length (page->batch); i++)
    if (!guild_batch_is_deleted (page->batch, i) &&
        guild_batch_get_cell (page->batch, i, count)->number > 0)
      list_members_of (self, guild_batch_get_id (page->batch, i),
                       guild_batch_get_cell (page->batch, i, name)->text, error);
  g_assert_nonnull (self->ids[GUILD_ID_MEMBER]);
}

/* guild_autodesk_find_region_async () */
static void
find_region (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GuildAutodesk *autodesk = GUILD_AUTODESK (self->service);
  GAsyncResult *slot = NULL;

  guild_autodesk_find_region_async (autodesk, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autofree char *region = guild_autodesk_find_region_finish (autodesk, result, error);
}

#define QUERY(conditions, sort) \
  "{\"version\":1,\"text\":\"\",\"conditions\":[" conditions "],\"sort\":[" sort "]}"
#define IF(field, match, value) \
  "{\"field\":\"" field "\",\"match\":\"" match "\",\"value\":\"" value "\"}"
#define ANY(field, match, value) \
  "{\"field\":\"" field "\",\"match\":\"" match "\",\"value\":\"" value "\",\"any\":true}"
#define SINCE(field, time) "{\"field\":\"" field "\",\"match\":\"between\",\"from\":" time "}"
#define BY(field, descending) "{\"field\":\"" field "\",\"descending\":" descending "}"

static const GuildContractCall calls[] = {
  GUILD_READ (AUTODESK, "guild_service_test", test_key),
  GUILD_READ (AUTODESK, "guild_service_list_page", list_page),
  GUILD_READ (AUTODESK, "guild_service_list_page", list_small_pages),
  GUILD_READ (AUTODESK, "guild_service_list_page", list_page,
              .body = QUERY (IF ("name", "starts", "A & B"), BY ("name", "true"))),
  GUILD_READ (AUTODESK, "guild_service_list_page", list_page,
              .body = QUERY (ANY ("name", "contains", "con") ","
                             ANY ("trade", "contains", "HVAC Heating, Ventilating"),
                             BY ("trade", "false") "," BY ("updated", "true"))),
  GUILD_READ (AUTODESK, "guild_service_list_page", list_page,
              .body = QUERY (SINCE ("updated", "1700000000500000"), "")),
  GUILD_WRITE (AUTODESK, CREATE_COMPANY, NONE, NONE,
               "{\"name\":\"Contract Masonry\",\"trade\":\"Masonry\",\"country\":\"Germany\"}",
               .makes = GUILD_ID_COMPANY),
  GUILD_WRITE (AUTODESK, UPDATE_COMPANY, COMPANY, NONE,
               "{\"description\":\"Walls\",\"phone\":\"1\",\"country\":\"France\"}"),
  GUILD_WRITE (AUTODESK, IMPORT_COMPANIES, NONE, NONE,
               "[{\"name\":\"Contract Roofs\",\"trade\":\"Concrete\"},"
               "{\"name\":\"Contract Masonry\",\"trade\":\"Masonry\"}]"),
  GUILD_READ (AUTODESK, "guild_service_read_company", read_company),
  GUILD_READ (AUTODESK, "guild_autodesk_find_like", find_like),
  GUILD_READ (AUTODESK, "guild_autodesk_find_region", find_region),
  GUILD_READ (AUTODESK, "guild_autodesk_list_projects", list_projects),
  GUILD_READ (AUTODESK, "guild_autodesk_list_members", list_members),
  GUILD_READ (AUTODESK, "guild_autodesk_list_project_companies", list_project_companies),
  GUILD_READ (AUTODESK, "guild_autodesk_list_project_members", list_project_members),
  GUILD_WRITE (AUTODESK, MOVE_MEMBER, COMPANY, MEMBER,
               "{\"company_id\":\"@COMPANY@\"}"),
};

static void
skip (void)
{
  g_test_skip (guild_contract_missing ());
}

int
main (int argc, char **argv)
{
  GuildContractCase self = { 0 };

  g_test_init (&argc, &argv, NULL);
  if (guild_contract_missing () != NULL)
    {
      g_test_add_func ("/contract/autodesk", skip);
      return g_test_run ();
    }
  self.contract = guild_contract_start (GUILD_CONTRACT_AUTODESK, GUILD_CONTRACT_AUTODESK_TOKEN);
  GuildTestSandbox *sandbox = guild_contract_sandbox (self.contract);
  self.service = guild_autodesk_new (guild_contract_url (self.contract),
                                     sandbox->autodesk_client_id, sandbox->autodesk_client_secret,
                                     sandbox->autodesk_account_id, sandbox->region);
  guild_transport_set_patience (guild_service_get_transport (self.service), 10, 2);
  guild_contract_add_calls ("/contract/autodesk", &self, calls, G_N_ELEMENTS (calls));
  int status = g_test_run ();
  g_object_unref (self.service);
  for (guint i = 0; i < GUILD_ID_N; i++)
    g_free (self.ids[i]);
  guild_contract_stop (self.contract);
  return status;
}
