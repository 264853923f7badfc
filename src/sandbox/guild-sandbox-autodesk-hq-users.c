/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-hq.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

/* Members of an account, acc.md §6.3. */

static const GuildSandboxHqField fields[] = {
  { "id", "u.id" },
  { "account_id", "(SELECT id FROM temp.autodesk_account t WHERE t.account = u.account)" },
  { "role", "u.role" },
  { "status", "u.status" },
  { "company_id", "u.company" },
  { "company_name", "c.name" },
  { "last_sign_in", "u.last_sign_in" },
  { "email", "u.email" },
  { "name", "u.name" },
  { "nickname", "u.first_name" },
  { "first_name", "u.first_name" },
  { "last_name", "u.last_name" },
  { "uid", "u.uid" },
  { "image_url", "NULL" },
  { "address_line_1", "NULL" },
  { "address_line_2", "NULL" },
  { "city", "c.city" },
  { "postal_code", "NULL" },
  { "country", "c.country", GUILD_SANDBOX_HQ_COUNTRY },
  { "state_or_province", "c.state", GUILD_SANDBOX_HQ_STATE },
  { "phone", "NULL" },
  { "company", "CASE WHEN u.number % 2 THEN 'Self-employed' END" },
  { "job_title", "u.job_title" },
  { "industry", "CASE WHEN u.number % 3 = 0 THEN 'Construction' END" },
  { "about_me", "NULL" },
  { "default_role", "u.default_role" },
  { "default_role_id", "NULL" },
  { "created_at", "u.created_at", GUILD_SANDBOX_HQ_TIME },
  { "updated_at", "u.updated_at", GUILD_SANDBOX_HQ_TIME },
  { NULL },
};

static GString *
begin_from (guint account)
{
  GString *from = g_string_new (NULL);

  g_string_printf (from, "autodesk_user u LEFT JOIN autodesk_company c ON c.id = u.company "
                   "WHERE u.account = %u", account);
  return from;
}

static void
list (GuildSandbox *self, GuildSandboxExchange *exchange, guint account, gboolean search)
{
  static const char * const names[] = { "name", "email", "company_name", NULL };
  static const char * const columns[] = { "u.name", "u.email", "c.name", NULL };
  const char *company = guild_sandbox_query (exchange, "company_name");
  g_autoptr(GString) from = begin_from (account);
  g_autoptr(GPtrArray) values = guild_sandbox_hq_values (NULL, NULL);

  if (search && company != NULL && guild_sandbox_query (exchange, "name") == NULL &&
      guild_sandbox_query (exchange, "email") == NULL &&
      g_strcmp0 (guild_sandbox_query (exchange, "partial"), "false") == 0)
    guild_sandbox_users_make_for (self, account, company);
  else
    guild_sandbox_users_make (self, account);
  if (!search || guild_sandbox_hq_search (exchange, names, columns, from, values))
    guild_sandbox_hq_list (self, exchange, fields, from->str, values, "u.home, u.number");
}

/* NULL when there is nobody with that id. (transfer full) */
static JsonObject *
find (GuildSandbox *self, guint account, const char *id)
{
  g_autoptr(GString) from = begin_from (account);
  g_autoptr(GPtrArray) values = guild_sandbox_hq_values (id, NULL);
  JsonObject *user;

  g_string_append (from, " AND u.id = ?");
  user = guild_sandbox_hq_row (self, fields, from->str, values);
  if (user != NULL)
    return user;
  guild_sandbox_users_make (self, account);
  return guild_sandbox_hq_row (self, fields, from->str, values);
}

static void
move (GuildSandbox *self, guint account, const char *user, const char *from, const char *to)
{
  /* Whoever joins a company must not be counted among those who are made up for it later. */
  guild_sandbox_users_make_for (self, account, to);
  guild_sandbox_sql_run (self, "UPDATE autodesk_company SET user_size = user_size - 1 WHERE id = ?",
                         "s", from);
  guild_sandbox_sql_run (self, "UPDATE autodesk_company SET user_size = user_size + 1 WHERE id = ?",
                         "s", to);
  guild_sandbox_sql_run (self, "UPDATE autodesk_user SET company = ?, updated_at = ? WHERE id = ?",
                         "sis", to, guild_sandbox_now (self) / 1000, user);
}

/* The text MEMBER of a body; NULL when it is not there. FALSE after a refusal. (transfer none) */
static gboolean
read_text (GuildSandboxExchange *exchange, JsonObject *body, const char *member, const char **text)
{
  JsonNode *node = json_object_get_member (body, member);

  *text = NULL;
  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      *text = json_node_get_string (node);
      return TRUE;
    }
  g_autofree char *message = g_strdup_printf ("%s must be a string.", member);
  guild_sandbox_autodesk_refuse_hq (exchange, 400, GUILD_SANDBOX_HQ_BAD, message);
  return FALSE;
}

static gboolean
check_status (GuildSandboxExchange *exchange, JsonObject *user, const char *status)
{
  const char *old = json_object_get_string_member (user, "status");

  if (status != NULL && !g_str_equal (status, "active") && !g_str_equal (status, "inactive"))
    guild_sandbox_autodesk_refuse_hq (exchange, 400, GUILD_SANDBOX_HQ_BAD, "status is invalid.");
  else if (status != NULL && (g_str_equal (old, "pending") || g_str_equal (old, "not_invited")))
    guild_sandbox_autodesk_refuse_hq (exchange, 422, GUILD_SANDBOX_HQ_UNPROCESSABLE,
                                      "this user has not accepted the invitation.");
  else
    return TRUE;
  return FALSE;
}

static void
patch (GuildSandbox *self, GuildSandboxExchange *exchange, guint account, const char *id)
{
  g_autoptr(JsonObject) body = guild_sandbox_hq_body (exchange);
  g_autoptr(JsonObject) user = NULL;
  g_autoptr(JsonObject) target = NULL;
  const char *status, *company, *role;

  if (body == NULL)
    return;
  user = find (self, account, id);
  if (user == NULL)
    {
      guild_sandbox_hq_refuse_missing (exchange, "user");
      return;
    }
  if (!read_text (exchange, body, "status", &status) ||
      !read_text (exchange, body, "company_id", &company) ||
      !read_text (exchange, body, "default_role", &role) || !check_status (exchange, user, status))
    return;
  if (company != NULL && (target = guild_sandbox_hq_company (self, account, company)) == NULL)
    {
      guild_sandbox_hq_refuse_missing (exchange, "company");
      return;
    }
  const char *old = json_object_get_null_member (user, "company_id")
                      ? NULL : json_object_get_string_member (user, "company_id");
  if (company != NULL && g_strcmp0 (old, company) != 0)
    move (self, account, id, old, company);
  guild_sandbox_sql_run (self, "UPDATE autodesk_user SET status = coalesce (?1, status),"
                         " default_role = coalesce (?2, default_role), updated_at = ?3"
                         " WHERE id = ?4 AND (?1 IS NOT NULL OR ?2 IS NOT NULL)", "ssis", status,
                         role, guild_sandbox_now (self) / 1000, id);
  guild_sandbox_autodesk_answer (exchange, 200, find (self, account, id));
}

void
guild_sandbox_hq_users (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                        char **rest)
{
  guint n = g_strv_length (rest);
  gboolean get = g_str_equal (exchange->method, "GET");
  JsonObject *user;

  if (n == 0 && get)
    list (self, exchange, account, FALSE);
  else if (n == 1 && get && g_str_equal (rest[0], "search"))
    list (self, exchange, account, TRUE);
  else if (n == 1 && get)
    {
      user = find (self, account, rest[0]);
      if (user != NULL)
        guild_sandbox_autodesk_answer (exchange, 200, user);
      else
        guild_sandbox_hq_refuse_missing (exchange, "user");
    }
  else if (n == 1 && g_str_equal (exchange->method, "PATCH"))
    patch (self, exchange, account, rest[0]);
  else if (n <= 1)
    guild_sandbox_hq_refuse_method (exchange, n == 0 ? "GET" : "GET, PATCH");
  else
    guild_sandbox_hq_refuse_missing (exchange, "resource");
}
