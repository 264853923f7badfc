/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

#include <stdarg.h>
#include <string.h>

#define DAY ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)
#define FREE_COMPANIES 50

const GuildSandboxPlatform guild_sandbox_platforms[] = {
  { "gbol", "Xero", "Accounting" },
  { "qhyg", "QuickBooks Online", "Accounting" },
  { "tgff", "Sage Accounting", "Accounting" },
  { "fbrh", "FreeAgent", "Accounting" },
  { "akxx", "Oracle NetSuite", "Accounting" },
  { "knfz", "Sage Intacct", "Accounting" },
  { "trji", "Dynamics 365 Business Central", "Accounting" },
  { "pdvj", "MYOB Business", "Accounting" },
  { "vxvy", "FreshBooks", "Accounting" },
  { "rwuv", "Zoho Books", "Accounting" },
  { "hbql", "Sage 50 (UK)", "Accounting" },
  { "pqsw", "QuickBooks Desktop", "Accounting" },
  { "jcrp", "Sage 200 Standard", "Accounting" },
  { "rqwd", "Dynamics 365 Finance & Operations", "Accounting" },
  { "qudb", "Exact (NL)", "Accounting" },
  { "pbbf", "Exact (UK)", "Accounting" },
  { "pbtz", "Wave", "Accounting" },
  { "rvam", "Workday", "Accounting" },
  { "mqjo", "Sandbox", "Accounting" },
  { "ndsk", "QuickBooks Online Sandbox", "Accounting" },
  { "suuo", "Plaid", "Banking" },
  { "upvr", "TrueLayer", "Banking" },
  { "exgd", "Stripe", "Commerce" },
  { "fztf", "Shopify", "Commerce" },
  { "zsth", "Square", "Commerce" },
  { "ugxp", "Zettle", "Commerce" },
  { "ltpp", "WooCommerce", "Commerce" },
  { "vqzp", "BigCommerce", "Commerce" },
  { "qkdj", "Amazon Seller Central", "Commerce" },
  { "fqly", "Clover", "Commerce" },
  { "ldgh", "Lightspeed K", "Commerce" },
  { "yzth", "Stripe Test", "Commerce" },
  { "xcwv", "Square Sandbox", "Commerce" },
  { "aiwb", "Commerce Sandbox", "Commerce" },
  { "lqai", "Partner Commerce", "Commerce" },
  { NULL, NULL, NULL },
};

int
guild_sandbox_platform_find (const char *key)
{
  for (int i = 0; key != NULL && guild_sandbox_platforms[i].key != NULL; i++)
    if (g_str_equal (guild_sandbox_platforms[i].key, key))
      return i;
  return -1;
}

/* SQL */

static sqlite3_stmt *
prepare (GuildSandbox *self, const char *sql, const char *format, va_list *args)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->db));
  for (int i = 0; format[i] != '\0'; i++)
    if (format[i] == 's')
      sqlite3_bind_text (statement, i + 1, va_arg (*args, const char *), -1, SQLITE_TRANSIENT);
    else
      sqlite3_bind_int64 (statement, i + 1, va_arg (*args, gint64));
  return statement;
}

sqlite3_stmt *
guild_sandbox_sql (GuildSandbox *self, const char *sql, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  sqlite3_stmt *statement = prepare (self, sql, format, &args);
  va_end (args);
  return statement;
}

void
guild_sandbox_sql_run (GuildSandbox *self, const char *sql, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autoptr(sqlite3_stmt) statement = prepare (self, sql, format, &args);
  va_end (args);
  if (sqlite3_step (statement) == SQLITE_ERROR)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->db));
}

gint64
guild_sandbox_sql_int (GuildSandbox *self, const char *sql, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autoptr(sqlite3_stmt) statement = prepare (self, sql, format, &args);
  va_end (args);
  return sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
}

char *
guild_sandbox_sql_text (GuildSandbox *self, const char *sql, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autoptr(sqlite3_stmt) statement = prepare (self, sql, format, &args);
  va_end (args);
  if (sqlite3_step (statement) != SQLITE_ROW)
    return NULL;
  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
}

/* Errors, §4 */

void
guild_sandbox_codat_fail (GuildSandbox *self, GuildSandboxExchange *exchange, guint status,
                          const char *service, const char *message)
{
  g_autofree char *uuid =
    guild_sandbox_uuid (self->seed, self->counter++, GUILD_SANDBOX_SALT_CORRELATION);
  g_autoptr(GString) correlation = g_string_new (uuid);
  GString *out = g_string_new (NULL);
  /* The body's own number is known to disagree with the HTTP status in these two. */
  guint inner = status == 402 ? 429 : status == 503 ? 500 : status;

  g_string_replace (correlation, "-", "", 0);
  g_string_append_printf (out, "{\"statusCode\":%u,\"service\":", inner);
  guild_sandbox_append_json (out, service);
  g_string_append (out, ",\"error\":");
  guild_sandbox_append_json (out, message);
  g_string_append_printf (out, ",\"correlationId\":\"%s\",\"validation\":{\"errors\":null,"
                          "\"warnings\":null},\"canBeRetried\":\"Unknown\","
                          "\"detailedErrorCode\":0}", correlation->str);
  guild_sandbox_answer_built (exchange, status, out);
}

void
guild_sandbox_codat_fail_plain (GuildSandbox *self, GuildSandboxExchange *exchange, guint status)
{
  const char *message;

  switch (status)
    {
    case 400:
      message = "Error processing request - not valid.";
      break;
    case 401:
      message = "Unauthorized";
      break;
    case 402:
      message = "You have exceeded the 50-company limit that applies to a Free plan. We recommend "
                "that you delete any companies you no longer need and retry the request.";
      break;
    case 403:
      message = "You are using an outdated API key or a key not associated with that resource.";
      break;
    case 404:
      message = "NotFound";
      break;
    case 405:
      message = "MethodNotAllowed";
      break;
    case 409:
      message = "The data set has not been requested.";
      break;
    case 429:
      message = "You have made too many requests in a given amount of time; please retry later.";
      break;
    case 503:
      message = "The Codat API is temporarily offline for maintenance. Please try again later.";
      break;
    default:
      message = "There is a problem with our server. Please try again later.";
      break;
    }
  guild_sandbox_codat_fail (self, exchange, status, "PublicApi", message);
}

void
guild_sandbox_codat_no_method (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  guild_sandbox_codat_fail_plain (self, exchange, 405);
}

char *
guild_sandbox_codat_time (gint64 time)
{
  gint64 seconds = time / G_USEC_PER_SEC;
  gint64 fraction = time % G_USEC_PER_SEC;
  g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = g_date_time_format (when, "%Y-%m-%dT%H:%M:%S");

  /* .NET ticks: up to seven digits. */
  if (fraction != 0)
    return g_strdup_printf ("%s.%06d1Z", text, (int) fraction);
  return g_strconcat (text, "Z", NULL);
}

char *
guild_sandbox_codat_client (GuildSandbox *self)
{
  return guild_sandbox_uuid (self->seed, 0, GUILD_SANDBOX_SALT_CLIENT);
}

/* Authentication and quota, §1 */

static gboolean
authorise (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *header = soup_message_headers_get_one (exchange->headers, "Authorization");
  g_autofree char *reversed = g_strreverse (g_strdup (self->codat_key));
  g_autofree char *outdated = g_base64_encode ((const guchar *) reversed, strlen (reversed));

  if (header == NULL || !g_str_has_prefix (header, "Basic "))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 401);
      return FALSE;
    }
  if (guild_sandbox_settings_knows_key (self, header + strlen ("Basic ")))
    return TRUE;
  guild_sandbox_codat_fail_plain (self, exchange,
                                  g_str_equal (header + strlen ("Basic "), outdated) ? 403 : 401);
  return FALSE;
}

/* Companies with a Linked connection; counted again only after something changed. */
static gint64
count_active (GuildSandbox *self)
{
  static gint64 active;
  static gint64 changes = -1;
  gint64 now = sqlite3_total_changes64 (self->db);

  if (now != changes)
    active = guild_sandbox_sql_int (self, "SELECT count(DISTINCT company) FROM connections "
                                    "WHERE status = 'Linked'", "");
  changes = now;
  return active;
}

static gboolean
spend_quota (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static gint64 day;
  static gint64 used;
  const char *fixed = guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_QUOTA, NULL);
  gint64 limit =
    fixed != NULL ? g_ascii_strtoll (fixed, NULL, 10) : 1000 * (1 + count_active (self));
  gint64 now = guild_sandbox_now (self);
  g_autofree char *reset = guild_sandbox_codat_time ((now / DAY + 1) * DAY);

  if (now / DAY != day)
    {
      day = now / DAY;
      used = 0;
    }
  used++;
  g_autofree char *limit_text = g_strdup_printf ("%" G_GINT64_FORMAT, limit);
  g_autofree char *left_text = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (limit - used, 0));
  soup_message_headers_replace (exchange->answer_headers, "X-Rate-Limit-Limit", limit_text);
  soup_message_headers_replace (exchange->answer_headers, "X-Rate-Limit-Remaining", left_text);
  soup_message_headers_replace (exchange->answer_headers, "X-Rate-Limit-Reset", reset);
  if (used <= limit)
    return TRUE;

  g_autofree char *wait = g_strdup_printf ("%" G_GINT64_FORMAT,
                                           ((now / DAY + 1) * DAY - now) / G_USEC_PER_SEC + 1);
  soup_message_headers_replace (exchange->answer_headers, "Retry-After", wait);
  guild_sandbox_codat_fail_plain (self, exchange, 429);
  return FALSE;
}

static gboolean
check_plan (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *plan = guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_PLAN, "paid");
  gboolean creates = g_str_equal (exchange->method, "POST") &&
                     g_str_equal (exchange->path, "/companies");

  if (g_str_equal (plan, "expired"))
    {
      guild_sandbox_codat_fail (self, exchange, 402, "PublicApi", "Payment Required");
      return FALSE;
    }
  if (g_str_equal (plan, "free") && creates &&
      guild_sandbox_sql_int (self, "SELECT count(*) FROM companies", "") >= FREE_COMPANIES)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 402);
      return FALSE;
    }
  return TRUE;
}

gboolean
guild_sandbox_codat_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static const char * const roots[] = { "companies", "groups", "integrations", "profile", "apiKeys",
                                        "webhooks", "corsSettings", "connectionManagement", NULL };
  const char *root = exchange->segments[0];

  if (guild_sandbox_logos_handle (self, exchange))
    return TRUE;
  if (root == NULL || !g_strv_contains (roots, root))
    return FALSE;
  if (!authorise (self, exchange) || !spend_quota (self, exchange) || !check_plan (self, exchange))
    return TRUE;
  if (guild_sandbox_companies_handle (self, exchange) ||
      guild_sandbox_groups_handle (self, exchange) ||
      guild_sandbox_sync_handle (self, exchange, 0) ||
      guild_sandbox_settings_handle (self, exchange) ||
      guild_sandbox_webhooks_handle (self, exchange) ||
      guild_sandbox_integrations_handle (self, exchange))
    return TRUE;
  guild_sandbox_codat_fail_plain (self, exchange, 404);
  return TRUE;
}
