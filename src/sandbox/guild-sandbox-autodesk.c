/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

#include <string.h>

enum
{
  SALT_ACCOUNT = 0x3100,
};

/* The requests that share one budget, and what acc.md §10 and §8.1 grant. */
#define ADMIN_GET_PER_MINUTE 600
#define ADMIN_WRITE_PER_MINUTE 100

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
    return guild_sandbox_switch (self, "account-region", self->region);
  return g_str_equal (self->region, "EMEA") ? "US" : "EMEA";
}

char *
guild_sandbox_autodesk_account_name (GuildSandbox *self, guint account)
{
  return account == 0 ? g_strdup ("Northgate Construction")
                      : g_strdup ("Northgate Civil Works");
}

gboolean
guild_sandbox_autodesk_account_has (guint account, int person)
{
  return account == 0 || person < 0 || person == GUILD_SANDBOX_ADMINISTRATOR;
}

void
guild_sandbox_autodesk_answer (GuildSandboxExchange *exchange, guint status, JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  guild_sandbox_answer_json (exchange, status, node);
}

void
guild_sandbox_autodesk_refuse_hq (GuildSandboxExchange *exchange, guint status, guint code,
                                  const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "code", code);
  json_object_set_string_member (object, "message", message);
  guild_sandbox_autodesk_answer (exchange, status, object);
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

static void
refuse_product (GuildSandboxExchange *exchange)
{
  guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                         "The client_id specified does not have access to the "
                                         "api product", "AUTH-001");
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
  else if (g_str_equal (state, "unprovisioned"))
    guild_sandbox_autodesk_refuse_admin (exchange, 403, "Forbidden",
                                         "The application was not added to this account.", NULL);
  else if (g_str_equal (state, "unlisted"))
    refuse_product (exchange);
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

/* An account that is not here, or not in the region asked, is one and the same 404. */
int
guild_sandbox_autodesk_find_account (GuildSandbox *self, GuildSandboxExchange *exchange,
                                     const char *id, const char *fallback)
{
  const char *region = soup_message_headers_get_one (exchange->headers, "Region");
  const char *required = guild_sandbox_switch (self, "region-required", NULL);
  gboolean known = FALSE;

  if (region == NULL && required == NULL)
    region = fallback;
  for (guint i = 0; i < GUILD_SANDBOX_N_ACCOUNTS; i++)
    {
      g_autofree char *its_id = guild_sandbox_autodesk_account_id (self, i);

      if (!g_str_equal (its_id, id))
        continue;
      if (region != NULL ? g_str_equal (region, guild_sandbox_autodesk_account_region (self, i))
                         : required == NULL)
        return (int) i;
      known = TRUE;
    }
  if ((region == NULL && g_strcmp0 (required, "403") == 0) ||
      (known && g_strcmp0 (guild_sandbox_switch (self, "wrong-region", NULL), "403") == 0))
    refuse_product (exchange);
  else if (g_str_equal (exchange->segments[0], "hq"))
    guild_sandbox_autodesk_refuse_hq (exchange, 404, 1004, "this account doesn't exist.");
  else
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

/* What every call of the new family has in common; FALSE after a refusal. */
static gboolean
enter (GuildSandbox *self, GuildSandboxExchange *exchange, GuildSandboxCaller *caller)
{
  const char *user = soup_message_headers_get_one (exchange->headers, "User-Id");
  gboolean get = g_str_equal (exchange->method, "GET");

  if (!guild_sandbox_autodesk_authorize (self, exchange, "account:read", caller) ||
      !guild_sandbox_autodesk_count (self, exchange, caller->client,
                                     get ? "admin-get" : "admin-write",
                                     get ? ADMIN_GET_PER_MINUTE : ADMIN_WRITE_PER_MINUTE))
    return FALSE;
  if (!get)
    {
      soup_message_headers_replace (exchange->answer_headers, "Allow", "GET");
      guild_sandbox_autodesk_refuse_admin (exchange, 405, "Method Not Allowed",
                                           "This can only be read here.", NULL);
    }
  else if (!accepts_json (exchange))
    guild_sandbox_autodesk_refuse_admin (exchange, 406, "Not Acceptable",
                                         "Only application/json can be answered.", NULL);
  else if (user != NULL && !user_id_is_valid (user))
    guild_sandbox_autodesk_refuse_admin (exchange, 400, "Bad Request",
                                         "The header User-Id is no member's id.", "User-Id");
  else
    return account_is_open (self, exchange);
  return FALSE;
}

static gboolean
may_see (GuildSandboxExchange *exchange, gboolean allowed)
{
  if (!allowed)
    guild_sandbox_autodesk_refuse_admin (exchange, 403, "Forbidden",
                                         "The caller is not an administrator of this account.",
                                         NULL);
  return allowed;
}

static void
handle_account_companies (GuildSandbox *self, GuildSandboxExchange *exchange,
                          const char *account_id)
{
  GuildSandboxCaller caller;
  int account;

  if (!enter (self, exchange, &caller))
    return;
  account = guild_sandbox_autodesk_find_account (self, exchange, account_id, NULL);
  if (account >= 0 &&
      may_see (exchange, caller.person != GUILD_SANDBOX_GUEST &&
                         guild_sandbox_autodesk_account_has ((guint) account, caller.person)))
    guild_sandbox_autodesk_companies (self, exchange, (guint) account);
}

static void
handle_account_projects (GuildSandbox *self, GuildSandboxExchange *exchange,
                         const char *account_id)
{
  GuildSandboxCaller caller;
  int account;

  if (!enter (self, exchange, &caller))
    return;
  account = guild_sandbox_autodesk_find_account (self, exchange, account_id, NULL);
  if (account >= 0 &&
      may_see (exchange, guild_sandbox_autodesk_account_has ((guint) account, caller.person)))
    guild_sandbox_projects_list (self, exchange, (guint) account, caller.person);
}

/* One project, or (USERS) its members. */
static void
handle_project (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id, gboolean users)
{
  g_autofree char *account_id = NULL;
  GuildSandboxCaller caller;
  guint number;
  int account;

  if (!enter (self, exchange, &caller))
    return;
  account = guild_sandbox_projects_find (self, id, &number);
  if (account < 0)
    {
      guild_sandbox_autodesk_refuse_admin (exchange, 404, "Not Found",
                                           "There is no such project in this region.",
                                           "projectId");
      return;
    }
  account_id = guild_sandbox_autodesk_account_id (self, (guint) account);
  if (guild_sandbox_autodesk_find_account (self, exchange, account_id, NULL) < 0 ||
      !may_see (exchange, guild_sandbox_autodesk_account_has ((guint) account, caller.person) &&
                          guild_sandbox_project_has (number, caller.person)))
    return;
  if (users)
    guild_sandbox_project_users (self, exchange, (guint) account, number);
  else
    guild_sandbox_projects_get (self, exchange, (guint) account, number);
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

/* Paths below /authentication/v2. */
static gboolean
handle_authentication (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;
  gboolean get = g_str_equal (exchange->method, "GET");

  if (path_is (segments, "authentication/v2/token"))
    guild_sandbox_autodesk_token (self, exchange);
  else if (path_is (segments, "authentication/v2/authorize") ||
           path_is (segments, "authentication/v2/authorize/*"))
    guild_sandbox_autodesk_sign_in (self, exchange);
  else if (path_is (segments, "authentication/v2/revoke"))
    guild_sandbox_autodesk_revoke (self, exchange);
  else if (path_is (segments, "authentication/v2/introspect"))
    guild_sandbox_autodesk_introspect (self, exchange);
  else if (path_is (segments, "authentication/v2/keys") && get)
    guild_sandbox_autodesk_keys (exchange);
  else if (path_is (segments, "authentication/v2/logout") && get)
    guild_sandbox_autodesk_sign_out (exchange);
  else
    return FALSE;
  return TRUE;
}

/**
 * guild_sandbox_autodesk_handle:
 *
 * Owns every path below /authentication, /construction, /hq and /project, and the two of the
 * identity service.
 */
gboolean
guild_sandbox_autodesk_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static const char * const roots[] = { "authentication", "construction", "hq", "project",
                                        "userinfo", ".well-known", NULL };
  char **segments = exchange->segments;
  gboolean get = g_str_equal (exchange->method, "GET");

  if (segments[0] == NULL)
    return FALSE;
  if (guild_sandbox_autodesk_logo (self, exchange))
    return TRUE;
  if (!g_strv_contains (roots, segments[0]))
    return FALSE;
  if (handle_authentication (self, exchange))
    return TRUE;
  if (path_is (segments, "project/v1/hubs") && get)
    guild_sandbox_autodesk_hubs (self, exchange);
  else if (g_str_equal (segments[0], "hq"))
    guild_sandbox_autodesk_hq (self, exchange);
  else if (path_is (segments, "userinfo") && get)
    guild_sandbox_autodesk_userinfo (self, exchange);
  else if (path_is (segments, ".well-known/openid-configuration") && get)
    guild_sandbox_autodesk_openid (self, exchange);
  else if (path_is (segments, "construction/admin/v1/accounts/*/companies"))
    handle_account_companies (self, exchange, segments[4]);
  else if (path_is (segments, "construction/admin/v1/accounts/*/projects"))
    handle_account_projects (self, exchange, segments[4]);
  else if (path_is (segments, "construction/admin/v1/projects/*"))
    handle_project (self, exchange, segments[4], FALSE);
  else if (path_is (segments, "construction/admin/v1/projects/*/users"))
    handle_project (self, exchange, segments[4], TRUE);
  else
    guild_sandbox_autodesk_refuse_gateway (exchange, 404, "The requested resource does not exist.",
                                           NULL);
  return TRUE;
}
