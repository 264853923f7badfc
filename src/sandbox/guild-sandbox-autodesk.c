/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"

#include <string.h>

enum
{
  SALT_ACCOUNT = 0x3100,
};

/* The requests that share one budget, and what acc.md §10 and §8.1 grant. */
#define ADMIN_GET_PER_MINUTE 600

char *
guild_sandbox_autodesk_account_id (GuildSandbox *self, guint account)
{
  if (account == 0)
    return g_strdup (self->account_id);
  return guild_sandbox_uuid (self->seed, account, SALT_ACCOUNT);
}

const char *
guild_sandbox_autodesk_account_region (GuildSandbox *self, guint account)
{
  if (account == 0)
    return self->region;
  return g_str_equal (self->region, "EMEA") ? "US" : "EMEA";
}

char *
guild_sandbox_autodesk_account_name (GuildSandbox *self, guint account)
{
  return account == 0 ? g_strdup ("Northgate Construction")
                      : g_strdup ("Northgate Civil Works");
}

void
guild_sandbox_autodesk_refuse_gateway (GuildSandboxExchange *exchange, guint status,
                                       const char *message, const char *code)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "developerMessage");
  json_builder_add_string_value (builder, message);
  if (code != NULL)
    {
      json_builder_set_member_name (builder, "userMessage");
      json_builder_add_string_value (builder, " ");
      json_builder_set_member_name (builder, "errorCode");
      json_builder_add_string_value (builder, code);
      json_builder_set_member_name (builder, "more info");
      json_builder_add_string_value (builder, "/documentation/errors");
    }
  json_builder_end_object (builder);
  guild_sandbox_answer_json (exchange, status, json_builder_get_root (builder));
}

void
guild_sandbox_autodesk_refuse_admin (GuildSandboxExchange *exchange, guint status,
                                     const char *title, const char *detail, const char *field)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, title);
  json_builder_set_member_name (builder, "detail");
  json_builder_add_string_value (builder, detail);
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, title);
  json_builder_set_member_name (builder, "detail");
  json_builder_add_string_value (builder, detail);
  if (field != NULL)
    {
      json_builder_set_member_name (builder, "field");
      json_builder_add_string_value (builder, field);
    }
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  guild_sandbox_answer_json (exchange, status, json_builder_get_root (builder));
}

static gboolean
accepts_json (GuildSandboxExchange *exchange)
{
  const char *accept = soup_message_headers_get_list (exchange->headers, "Accept");
  gboolean found = FALSE;

  if (accept == NULL)
    return TRUE;
  GSList *types = soup_header_parse_quality_list (accept, NULL);
  for (GSList *i = types; i != NULL; i = i->next)
    {
      g_autofree char *type = g_ascii_strdown (i->data, -1);
      found |= g_str_has_prefix (type, "*/*") || g_str_has_prefix (type, "application/*") ||
               g_str_has_prefix (type, "application/json");
    }
  soup_header_free_list (types);
  return found;
}

/* FALSE when a switch closes the account. */
static gboolean
account_is_open (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *state = guild_sandbox_switch (self, "autodesk-account", "open");

  if (g_str_equal (state, "closed"))
    guild_sandbox_autodesk_refuse_admin (exchange, 410, "Gone",
                                         "Access to this account has ended.", NULL);
  else if (g_str_equal (state, "forbidden"))
    guild_sandbox_autodesk_refuse_admin (exchange, 403, "Forbidden",
                                         "The caller is not an administrator of this account.",
                                         NULL);
  else if (g_str_equal (state, "unlisted"))
    guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                           "The client_id specified does not have access to the "
                                           "api product", "AUTH-001");
  else if (g_str_equal (state, "unavailable"))
    {
      soup_message_headers_replace (exchange->answer_headers, "Retry-After", "5");
      guild_sandbox_autodesk_refuse_admin (exchange, 503, "Service Unavailable",
                                           "The service is not ready.", NULL);
    }
  else
    return TRUE;
  return FALSE;
}

/* The number of the account, or -1 and the answer: an account that is not here, or not in the
 * region asked, is one and the same 404. */
static int
find_account (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id)
{
  const char *region = soup_message_headers_get_one (exchange->headers, "Region");
  const char *required = guild_sandbox_switch (self, "region-required", NULL);

  if (region == NULL && g_strcmp0 (required, "403") == 0)
    {
      guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                             "The client_id specified does not have access to "
                                             "the api product", "AUTH-001");
      return -1;
    }
  for (guint i = 0; i < GUILD_SANDBOX_N_ACCOUNTS; i++)
    {
      g_autofree char *known = guild_sandbox_autodesk_account_id (self, i);
      const char *home = guild_sandbox_autodesk_account_region (self, i);

      if (g_str_equal (known, id) &&
          (region != NULL ? g_str_equal (region, home) : required == NULL))
        return (int) i;
    }
  guild_sandbox_autodesk_refuse_admin (exchange, 404, "Not Found",
                                       "There is no such account in this region.", "accountId");
  return -1;
}

/* A member's account id (a UUID) or Autodesk id (12 capitals and digits). */
static gboolean
user_id_is_valid (const char *id)
{
  if (g_uuid_string_is_valid (id))
    return TRUE;
  return strlen (id) == 12 && strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 12;
}

static void
handle_account_companies (GuildSandbox *self, GuildSandboxExchange *exchange,
                          const char *account_id)
{
  g_autofree char *client = NULL;
  const char *user = soup_message_headers_get_one (exchange->headers, "User-Id");
  int account;

  if (!guild_sandbox_autodesk_authorize (self, exchange, "account:read", &client) ||
      !guild_sandbox_autodesk_count (self, exchange, client, "admin-get", ADMIN_GET_PER_MINUTE))
    return;
  if (!g_str_equal (exchange->method, "GET"))
    {
      soup_message_headers_replace (exchange->answer_headers, "Allow", "GET");
      guild_sandbox_autodesk_refuse_admin (exchange, 405, "Method Not Allowed",
                                           "Companies can only be read here.", NULL);
      return;
    }
  if (!accepts_json (exchange))
    {
      guild_sandbox_autodesk_refuse_admin (exchange, 406, "Not Acceptable",
                                           "Only application/json can be answered.", NULL);
      return;
    }
  if (user != NULL && !user_id_is_valid (user))
    {
      guild_sandbox_autodesk_refuse_admin (exchange, 400, "Bad Request",
                                           "The header User-Id is no member's id.", "User-Id");
      return;
    }
  if (!account_is_open (self, exchange))
    return;
  account = find_account (self, exchange, account_id);
  if (account >= 0)
    guild_sandbox_autodesk_companies (self, exchange, (guint) account);
}

static void
add_hub (GuildSandbox *self, GuildSandboxExchange *exchange, JsonBuilder *builder, const char *id,
         const char *name, const char *region, const char *type)
{
  g_auto(GStrv) ids = guild_sandbox_query_list (exchange, "filter[id]");
  g_auto(GStrv) names = guild_sandbox_query_list (exchange, "filter[name]");
  g_auto(GStrv) types = guild_sandbox_query_list (exchange, "filter[extension.type]");
  g_autofree char *self_url = g_strdup_printf ("%s/project/v1/hubs/%s", self->base_url, id);
  g_autofree char *projects = g_strconcat (self_url, "/projects", NULL);
  g_autofree char *schema = g_strdup_printf ("%s/schema/v1/versions/%s-1.0", self->base_url, type);

  if ((g_strv_length (ids) > 0 && !g_strv_contains ((const char * const *) ids, id)) ||
      (g_strv_length (names) > 0 && !g_strv_contains ((const char * const *) names, name)) ||
      (g_strv_length (types) > 0 && !g_strv_contains ((const char * const *) types, type)))
    return;

  g_autoptr(JsonNode) node = json_from_string ("{\"type\":\"hubs\",\"attributes\":{\"extension\":"
    "{\"version\":\"1.0\",\"schema\":{},\"data\":{}}},\"relationships\":{\"projects\":{\"links\":"
    "{\"related\":{}}}},\"links\":{\"self\":{}}}", NULL);
  JsonObject *hub = json_node_get_object (node);
  JsonObject *attributes = json_object_get_object_member (hub, "attributes");
  JsonObject *extension = json_object_get_object_member (attributes, "extension");
  JsonObject *links = json_object_get_object_member (hub, "links");
  JsonObject *related = json_object_get_object_member (hub, "relationships");

  json_object_set_string_member (hub, "id", id);
  json_object_set_string_member (attributes, "name", name);
  json_object_set_string_member (attributes, "region", region);
  json_object_set_string_member (extension, "type", type);
  json_object_set_string_member (json_object_get_object_member (extension, "schema"), "href",
                                 schema);
  json_object_set_string_member (json_object_get_object_member (links, "self"), "href", self_url);
  related = json_object_get_object_member (related, "projects");
  related = json_object_get_object_member (related, "links");
  related = json_object_get_object_member (related, "related");
  json_object_set_string_member (related, "href", projects);
  json_builder_add_value (builder, g_steal_pointer (&node));
}

static void
add_hubs_warning (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "meta");
  json_builder_add_value (builder, json_from_string ("{\"warnings\":[{\"Id\":null,"
    "\"HttpStatusCode\":\"403\",\"ErrorCode\":\"BIM360DM_ERROR\","
    "\"Title\":\"Unable to get hubs from BIM360DM AUS.\","
    "\"Detail\":\"You don't have permission to access this API\"}]}", NULL));
}

/**
 * guild_sandbox_autodesk_hubs:
 *
 * `GET /project/v1/hubs` (acc.md §6.1): two accounts and a personal hub that has no directory.
 */
void
guild_sandbox_autodesk_hubs (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *client = NULL;
  g_autofree char *href = g_strconcat (self->base_url, "/project/v1/hubs", NULL);

  if (!guild_sandbox_autodesk_authorize (self, exchange, "data:read", &client))
    return;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "jsonapi");
  json_builder_add_value (builder, json_from_string ("{\"version\":\"1.0\"}", NULL));
  json_builder_set_member_name (builder, "links");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "self");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "href");
  json_builder_add_string_value (builder, href);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_array (builder);
  add_hub (self, exchange, builder, "a.YnVzaW5lc3M6Z3VpbGRoYWxs", "Personal hub", "US",
           "hubs:autodesk.a360:PersonalHub");
  for (guint i = 0; i < GUILD_SANDBOX_N_ACCOUNTS; i++)
    {
      g_autofree char *account = guild_sandbox_autodesk_account_id (self, i);
      g_autofree char *id = g_strconcat ("b.", account, NULL);
      g_autofree char *name = guild_sandbox_autodesk_account_name (self, i);

      add_hub (self, exchange, builder, id, name, guild_sandbox_autodesk_account_region (self, i),
               "hubs:autodesk.bim360:Account");
    }
  json_builder_end_array (builder);
  if (guild_sandbox_switch (self, "hubs-warning", NULL) != NULL)
    add_hubs_warning (builder);
  json_builder_end_object (builder);
  guild_sandbox_answer_json (exchange, 200, json_builder_get_root (builder));
  exchange->answer_type = "application/vnd.api+json";
}

static gboolean
path_is (char **segments, const char *pattern)
{
  g_auto(GStrv) parts = g_strsplit (pattern, "/", -1);

  if (g_strv_length (parts) != g_strv_length (segments))
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_str_equal (parts[i], "*") && !g_str_equal (parts[i], segments[i]))
      return FALSE;
  return TRUE;
}

/**
 * guild_sandbox_autodesk_handle:
 *
 * Owns every path below /authentication, /construction, /hq and /project.
 */
gboolean
guild_sandbox_autodesk_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static const char * const roots[] = { "authentication", "construction", "hq", "project", NULL };
  char **segments = exchange->segments;

  if (segments[0] == NULL || !g_strv_contains (roots, segments[0]))
    return FALSE;
  if (path_is (segments, "authentication/v2/token"))
    guild_sandbox_autodesk_token (self, exchange);
  else if (path_is (segments, "project/v1/hubs") && g_str_equal (exchange->method, "GET"))
    guild_sandbox_autodesk_hubs (self, exchange);
  else if (path_is (segments, "construction/admin/v1/accounts/*/companies"))
    handle_account_companies (self, exchange, segments[4]);
  else
    guild_sandbox_autodesk_refuse_gateway (exchange, 404, "The requested resource does not exist.",
                                           NULL);
  return TRUE;
}
