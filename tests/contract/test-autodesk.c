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

LIST (find_like, "con")

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
  guild_contract_stop (self.contract);
  return status;
}
