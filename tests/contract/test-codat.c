/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "contract/guild-contract-calls.h"

#include <string.h>
#include "service/codat/guild-codat-data.h"
#include "service/codat/guild-codat-settings.h"

/* Every call of the client of Codat, held against the published specification. What the client
 * sends and what the sandbox answers are both checked. One row is one call (with what it reads
 * afterwards); test-calls fails when the client has a call that no row names. */

/* ---- reads ---- */

/* Lists by the JSON of a query in the row's body. */
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
read_company (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_read_company_async (self->service, self->ids[call->company], NULL,
                                    guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildBatch) batch = guild_service_read_company_finish (self->service, result, error);
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
test_wrong_key (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  g_autoptr(GuildService) other = guild_codat_new (guild_contract_url (self->contract), "wrong");
  GAsyncResult *slot = NULL;

  guild_service_test_async (other, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_service_test_finish (other, result, error);
}

static void
list_groups (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_list_groups_async (self->service, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GPtrArray) groups = guild_service_list_groups_finish (self->service, result, error);
}

static void
read_link (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_link_async (GUILD_CODAT (self->service), self->ids[call->company],
                               self->ids[call->target], NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autofree char *address =
    guild_codat_read_link_finish (GUILD_CODAT (self->service), result, NULL, error);
}

static void
read_data_status (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_data_status_async (GUILD_CODAT (self->service), self->ids[call->company], NULL,
                                      guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GPtrArray) list =
    guild_codat_read_data_status_finish (GUILD_CODAT (self->service), result, error);
}

static GuildRecordPage *
read_operations (GuildContractCase *self, const GuildContractCall *call, gboolean pushes,
                 GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_history_async (GUILD_CODAT (self->service), self->ids[call->company], pushes, 0,
                                  50, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_read_records_finish (GUILD_CODAT (self->service), result, error);
}

/* With the validation of the newest operation. */
static void
read_history (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  g_autoptr(GuildRecordPage) page = read_operations (self, call, FALSE, error);
  GAsyncResult *slot = NULL;

  if (page == NULL)
    return;
  g_assert_cmpuint (page->records->len, >, 0);
  guild_codat_read_validation_async (GUILD_CODAT (self->service), self->ids[call->company],
                                     guild_record_get_id (page->records->pdata[0]), NULL,
                                     guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildValue) value =
    guild_codat_read_validation_finish (GUILD_CODAT (self->service), result, error);
}

static void
read_pushes (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  g_autoptr(GuildRecordPage) page = read_operations (self, call, TRUE, error);
}

/* The reads that need nothing: NAME as in guild_codat_NAME_async(). */
#define READER(name, type) \
static void \
name (GuildContractCase *self, const GuildContractCall *call, GError **error) \
{ \
  GAsyncResult *slot = NULL; \
\
  guild_codat_##name##_async (GUILD_CODAT (self->service), NULL, guild_test_result_cb, &slot); \
  g_autoptr(GAsyncResult) result = guild_test_await (&slot); \
  g_autoptr(type) value = \
    guild_codat_##name##_finish (GUILD_CODAT (self->service), result, error); \
}
READER (read_profile, GuildCodatProfile)
READER (list_api_keys, GPtrArray)
READER (list_webhooks, GPtrArray)
READER (list_integrations, GPtrArray)

static GuildCodatSyncSettings *
ask_for_sync (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_sync_async (GUILD_CODAT (self->service), self->ids[call->company], NULL,
                               guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_read_sync_finish (GUILD_CODAT (self->service), result, error);
}

static void
read_sync (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  g_autoptr(GuildCodatSyncSettings) settings = ask_for_sync (self, call, error);
}

/* As they are, but for one schedule. */
static void
write_sync (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  g_autoptr(GuildCodatSyncSettings) settings = ask_for_sync (self, call, error);
  GuildContractCall write = *call;

  if (settings == NULL)
    return;
  g_assert_cmpuint (settings->rows->len, >, 0);
  ((GuildCodatSync *) settings->rows->pdata[0])->hours = 168;
  g_autofree char *body = guild_codat_sync_settings_to_body (settings, NULL);
  write.body = body;
  guild_contract_write (self, &write, error);
}

static void
read_redirect (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_redirect_async (GUILD_CODAT (self->service), NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autofree char *address =
    guild_codat_read_redirect_finish (GUILD_CODAT (self->service), result, error);
}

/* ---- the table ---- */

/* A query as guild_query_to_json() writes it. */
#define QUERY(conditions, sort) \
  "{\"version\":1,\"text\":\"\",\"conditions\":[" conditions "],\"sort\":[" sort "]}"
#define IF(field, match, value) \
  "{\"field\":\"" field "\",\"match\":\"" match "\",\"value\":\"" value "\"}"
#define SINCE(field, time) "{\"field\":\"" field "\",\"match\":\"between\",\"from\":" time "}"
#define BY(field, descending) "{\"field\":\"" field "\",\"descending\":" descending "}"
#define NEW_COMPANY "{\"name\":\"Harbour & Sons, Ltd.\",\"description\":\"ACC-1\"," \
                    "\"tags\":{\"region\":\"uk\",\"uid\":\"4711\"}}"
#define IN_GROUP "{\"name\":\"Guild Member\",\"groups\":[{\"id\":\"@GROUP@\"}]}"
#define FAULT(status) "path=/companies,method=POST,count=1,status=" status
#define EXPECT(code) .expect = (int) GUILD_SERVICE_ERROR_##code

static const GuildContractCall calls[] = {
  GUILD_READ (CODAT, "guild_service_test", test_key),
  GUILD_READ (CODAT, "guild_service_test", test_wrong_key, EXPECT (UNAUTHORISED)),
  GUILD_READ (CODAT, "guild_service_list_page", list_page),
  GUILD_READ (CODAT, "guild_service_list_page", list_small_pages),
  GUILD_READ (CODAT, "guild_service_list_page", list_page,
              .body = QUERY (IF ("name", "contains", "Ltd"), BY ("name", "false"))),
  GUILD_READ (CODAT, "guild_service_list_page", list_page,
              .body = QUERY (IF ("tags", "equals", "region=uk"), BY ("created", "true"))),
  GUILD_READ (CODAT, "guild_service_list_page", list_page,
              .body = QUERY (IF ("name", "not-equals", "A & B") ","
                             SINCE ("created", "1700000000500000"), "")),
  GUILD_READ (CODAT, "guild_service_read_company", read_company, .company = GUILD_ID_COMPANY),
  GUILD_READ (CODAT, "guild_service_read_company", read_company, .company = GUILD_ID_UNKNOWN,
              EXPECT (NOT_FOUND)),
  GUILD_READ (CODAT, "guild_codat_read_link", read_link, .company = GUILD_ID_COMPANY),
  GUILD_READ (CODAT, "guild_codat_read_link", read_link, .company = GUILD_ID_COMPANY,
              .target = GUILD_ID_CONNECTION),
  GUILD_READ (CODAT, "guild_codat_read_redirect", read_redirect),
  GUILD_WRITE (CODAT, SET_REDIRECT, NONE, NONE,
               "{\"redirectUrl\":\"http://127.0.0.1:9/done/{companyId}?code={statusCode}\"}"),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, "{\"name\":\"Plain\"}"),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, NEW_COMPANY, .makes = GUILD_ID_NEW_COMPANY),
  GUILD_WRITE (CODAT, UPDATE_COMPANY, NEW_COMPANY, NONE, "{\"name\":\"Harbour Sons\"}"),
  GUILD_WRITE (CODAT, UPDATE_COMPANY, NEW_COMPANY, NONE, "{\"description\":\"\",\"tags\":{}}"),
  GUILD_WRITE (CODAT, UPDATE_COMPANY, UNKNOWN, NONE, "{\"name\":\"Nobody\"}", EXPECT (NOT_FOUND)),
  GUILD_WRITE (CODAT, CREATE_CONNECTION, NEW_COMPANY, NONE, "{\"platformKey\":\"gbol\"}",
               .makes = GUILD_ID_NEW_CONNECTION),
  GUILD_WRITE (CODAT, DELETE_CONNECTION, NEW_COMPANY, NEW_CONNECTION, NULL),
  GUILD_WRITE (CODAT, REFRESH_TYPE, COMPANY, DATA_TYPE, NULL),
  GUILD_WRITE (CODAT, REFRESH_TYPE, COMPANY, OTHER_TYPE, "{\"connectionId\":\"@CONNECTION@\"}"),
  GUILD_WRITE (CODAT, REFRESH_ALL, COMPANY, NONE, NULL),
  GUILD_READ (CODAT, "guild_codat_read_data_status", read_data_status,
              .company = GUILD_ID_COMPANY),
  GUILD_READ (CODAT, "guild_codat_read_history", read_history, .company = GUILD_ID_COMPANY),
  GUILD_READ (CODAT, "guild_codat_read_history", read_pushes, .company = GUILD_ID_COMPANY),
  GUILD_WRITE (CODAT, UNLINK_CONNECTION, COMPANY, CONNECTION, NULL),
  GUILD_WRITE (CODAT, ADD_PRODUCT, NEW_COMPANY, PRODUCT, NULL),
  GUILD_WRITE (CODAT, REMOVE_PRODUCT, NEW_COMPANY, PRODUCT, NULL),
  GUILD_READ (CODAT, "guild_codat_read_sync", read_sync, .company = GUILD_ID_COMPANY),
  GUILD_WRITE (CODAT, SET_SYNC_SETTINGS, COMPANY, NONE, NULL, .run = write_sync),
  GUILD_WRITE (CODAT, DELETE_COMPANY, NEW_COMPANY, NONE, NULL),
  GUILD_READ (CODAT, "guild_codat_read_profile", read_profile),
  GUILD_WRITE (CODAT, SET_PROFILE, NONE, MEMBER_NAME,
               "{\"name\":\"Guild & Sons\",\"logoUrl\":\"https://a.example/logo.png\","
               "\"iconUrl\":null,\"whiteListUrls\":[\"https://a.example\"]}"),
  GUILD_WRITE (CODAT, CREATE_API_KEY, NONE, NONE, "{\"name\":\"Reports\"}",
               .makes = GUILD_ID_API_KEY),
  GUILD_READ (CODAT, "guild_codat_list_api_keys", list_api_keys),
  GUILD_WRITE (CODAT, DELETE_API_KEY, NONE, API_KEY, NULL),
  GUILD_WRITE (CODAT, CREATE_WEBHOOK, NONE, NONE,
               "{\"url\":\"https://example.com/hook\",\"eventTypes\":[\"company.created\"],"
               "\"companyTags\":[\"region:uk\"],\"disabled\":false}", .makes = GUILD_ID_WEBHOOK),
  GUILD_READ (CODAT, "guild_codat_list_webhooks", list_webhooks),
  GUILD_WRITE (CODAT, DELETE_WEBHOOK, NONE, WEBHOOK, NULL),
  GUILD_READ (CODAT, "guild_codat_read_sync", read_sync),
  GUILD_WRITE (CODAT, SET_SYNC_SETTINGS, NONE, NONE, NULL, .run = write_sync),
  GUILD_READ (CODAT, "guild_codat_list_integrations", list_integrations),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, NEW_COMPANY, .fault = FAULT ("400"),
               EXPECT (INVALID_REQUEST)),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, NEW_COMPANY, .fault = FAULT ("402"),
               EXPECT (PAYMENT)),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, NEW_COMPANY, .fault = FAULT ("403"),
               EXPECT (FORBIDDEN)),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, NEW_COMPANY, .fault = FAULT ("429"),
               .makes = GUILD_ID_NEW_COMPANY),
  GUILD_READ (CODAT, "guild_service_list_page", list_page,
              .fault = "path=/companies,status=429,retry-after=seconds:1,count=1"),
  GUILD_READ (CODAT, "guild_service_list_page", list_page,
              .fault = "path=/companies,status=429,retry-after=seconds:900",
              EXPECT (RATE_LIMITED)),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, NEW_COMPANY, .fault = FAULT ("500"),
               EXPECT (SERVER)),
  GUILD_WRITE (CODAT, CREATE_COMPANY, NONE, NONE, NEW_COMPANY, .fault = FAULT ("503"),
               EXPECT (SERVER)),

  /* As it was in 2024: groups, and what did not change since. */
  GUILD_READ (CODAT_GROUPS, "guild_service_list_groups", list_groups),
  GUILD_WRITE (CODAT_GROUPS, CREATE_GROUP, NONE, NONE, "{\"name\":\"Key accounts\"}",
               .makes = GUILD_ID_GROUP),
  GUILD_WRITE (CODAT_GROUPS, CREATE_COMPANY, NONE, NONE, IN_GROUP, .makes = GUILD_ID_NEW_COMPANY),
  GUILD_WRITE (CODAT_GROUPS, REMOVE_FROM_GROUP, NEW_COMPANY, GROUP, NULL),
  GUILD_WRITE (CODAT_GROUPS, ADD_TO_GROUP, NEW_COMPANY, GROUP, NULL),
  GUILD_READ (CODAT_GROUPS, "guild_service_list_groups", list_groups,
              .fault = "path=/groups,status=403", EXPECT (UNSUPPORTED)),
  GUILD_READ (CODAT_GROUPS, "guild_service_list_page", list_page),
  GUILD_READ (CODAT_GROUPS, "guild_service_read_company", read_company,
              .company = GUILD_ID_NEW_COMPANY),
  GUILD_WRITE (CODAT_GROUPS, CREATE_CONNECTION, NEW_COMPANY, NONE, "{\"platformKey\":\"mqjo\"}",
               .makes = GUILD_ID_NEW_CONNECTION),
  GUILD_WRITE (CODAT_GROUPS, DELETE_CONNECTION, NEW_COMPANY, NEW_CONNECTION, NULL),
  GUILD_WRITE (CODAT_GROUPS, DELETE_COMPANY, NEW_COMPANY, NONE, NULL),
};

/* ---- */

static void
find_linked (GuildContractCase *self)
{
  g_autoptr(JsonNode) list =
    guild_test_sandbox_call (guild_contract_sandbox (self->contract), "GET",
                             "/companies?page=1&pageSize=60&query=dataConnections.status%3DLinked",
                             NULL);
  JsonArray *companies = json_object_get_array_member (json_node_get_object (list), "results");
  JsonObject *company = json_array_get_object_element (companies, 0);
  JsonArray *connections = json_object_get_array_member (company, "dataConnections");

  self->ids[GUILD_ID_COMPANY] = g_strdup (json_object_get_string_member (company, "id"));
  for (guint i = 0; i < json_array_get_length (connections); i++)
    {
      JsonObject *connection = json_array_get_object_element (connections, i);
      if (g_str_equal (json_object_get_string_member (connection, "status"), "Linked"))
        {
          self->ids[GUILD_ID_CONNECTION] =
            g_strdup (json_object_get_string_member (connection, "id"));
          return;
        }
    }
  g_assert_not_reached ();
}

/* The suite itself: a proxy that let everything pass would prove nothing. */
static void
test_objects (gconstpointer data)
{
  const GuildContractCase *self = data;
  g_autofree char *request = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *spec = g_strdup ("{\"spec\":\"path=/companies,unknown-enum=1,count=1\"}");

  guild_contract_use (self->contract, GUILD_CONTRACT_CODAT);
  guild_contract_ask (self->contract, "/companies?page=0&pageSize=10");
  guild_contract_take (self->contract, &request);
  g_assert_nonnull (strstr (request, "\"page\""));

  g_autoptr(JsonNode) node = guild_test_sandbox_call (guild_contract_sandbox (self->contract),
                                                      "POST", "/_sandbox/faults", spec);
  guild_contract_ask (self->contract, "/companies?page=1&pageSize=10");
  guild_contract_take (self->contract, &answer);
  g_assert_nonnull (strstr (answer, "\"response\""));
}

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
      g_test_add_func ("/contract/codat", skip);
      return g_test_run ();
    }
  self.contract = guild_contract_start (GUILD_CONTRACT_CODAT, GUILD_CONTRACT_CODAT_GROUPS);
  self.service = guild_codat_new (guild_contract_url (self.contract),
                                  guild_contract_sandbox (self.contract)->codat_key);
  guild_transport_set_patience (guild_service_get_transport (self.service), 10, 2);
  self.ids[GUILD_ID_UNKNOWN] = g_strdup ("00000000-0000-4000-8000-000000000000");
  self.ids[GUILD_ID_PRODUCT] = g_strdup ("payables");
  self.ids[GUILD_ID_MEMBER_NAME] = g_strdup ("whiteListUrls");
  self.ids[GUILD_ID_DATA_TYPE] = g_strdup ("invoices");
  self.ids[GUILD_ID_OTHER_TYPE] = g_strdup ("bills");
  find_linked (&self);
  g_test_add_data_func ("/contract/codat/00-objects", &self, test_objects);
  guild_contract_add_calls ("/contract/codat", &self, calls, G_N_ELEMENTS (calls));
  int status = g_test_run ();
  g_object_unref (self.service);
  for (guint i = 0; i < GUILD_ID_N; i++)
    g_free (self.ids[i]);
  guild_contract_stop (self.contract);
  return status;
}
