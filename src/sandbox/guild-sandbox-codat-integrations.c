/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

#include <string.h>

/* Integrations and their branding, §10; the pictures are served here as well. */

#define LOGOS "/public/officialLogos/"

static void
append_integration (GuildSandbox *self, sqlite3_stmt *row, GString *out)
{
  const char *key = (const char *) sqlite3_column_text (row, 0);
  guint64 index = (guint64) guild_sandbox_platform_find (key);
  g_autofree char *id = guild_sandbox_uuid (self->seed, index, GUILD_SANDBOX_SALT_INTEGRATION);
  g_autofree char *source = guild_sandbox_uuid (self->seed, index, GUILD_SANDBOX_SALT_SOURCE);

  g_string_append_printf (out, "{\"key\":\"%s\",\"logoUrl\":\"%s" LOGOS "Square/%s.svg\","
                          "\"name\":", key, self->base_url, key);
  guild_sandbox_append_json (out, (const char *) sqlite3_column_text (row, 1));
  g_string_append_printf (out, ",\"enabled\":%s,\"sourceId\":\"%s\",\"sourceType\":\"%s\","
                          "\"integrationId\":\"%s\",\"isOfflineConnector\":%s,\"isBeta\":%s}",
                          sqlite3_column_int (row, 3) ? "true" : "false", source,
                          (const char *) sqlite3_column_text (row, 2), id,
                          sqlite3_column_int (row, 5) ? "true" : "false",
                          sqlite3_column_int (row, 4) ? "true" : "false");
}

static void
list_integrations (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_auto(GuildSandboxListing) listing = { 0 };

  if (!guild_sandbox_listing_read (self, exchange, GUILD_SANDBOX_INTEGRATIONS, &listing))
    return;
  const char *where = listing.where->len > 0 ? listing.where->str : "1";
  g_autofree char *count_sql =
    g_strconcat ("SELECT count(*) FROM integrations c WHERE ", where, NULL);
  g_autofree char *sql = g_strdup_printf (
    "SELECT key, name, type, enabled, beta, offline FROM integrations c WHERE %s ORDER BY %s "
    "LIMIT %" G_GINT64_FORMAT " OFFSET %" G_GINT64_FORMAT, where,
    listing.order != NULL ? listing.order : "c.name", listing.page_size,
    (listing.page - 1) * listing.page_size);
  g_autoptr(sqlite3_stmt) count = guild_sandbox_sql (self, count_sql, "");
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (self, sql, "");
  GString *out = g_string_new ("{\"results\":[");
  const char *comma = "";

  guild_sandbox_listing_bind (&listing, count);
  guild_sandbox_listing_bind (&listing, rows);
  sqlite3_step (count);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_string_append (out, comma);
      append_integration (self, rows, out);
      comma = ",";
    }
  guild_sandbox_listing_end (&listing, exchange, sqlite3_column_int64 (count, 0), out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
get_integration (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT key, name, type, enabled, beta, offline FROM integrations WHERE key = ?", "s",
    exchange->segments[1]);

  if (sqlite3_step (row) != SQLITE_ROW)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 404);
      return;
    }
  GString *out = g_string_new (NULL);
  append_integration (self, row, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
append_image (GuildSandbox *self, GString *out, const char *name, const char *folder,
              const char *key, const char *alt)
{
  g_string_append_printf (out, "\"%s\":{\"image\":{\"src\":\"%s" LOGOS "%s/%s.svg\",\"alt\":",
                          name, self->base_url, folder, key);
  guild_sandbox_append_json (out, alt);
  g_string_append (out, "}}");
}

static void
get_branding (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *key = exchange->segments[1];
  g_autofree char *name =
    guild_sandbox_sql_text (self, "SELECT name FROM integrations WHERE key = ?", "s", key);

  if (name == NULL)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 404);
      return;
    }
  guint64 index = (guint64) guild_sandbox_platform_find (key);
  g_autofree char *source = guild_sandbox_uuid (self->seed, index, GUILD_SANDBOX_SALT_SOURCE);
  GString *out = g_string_new ("{\"logo\":{");
  append_image (self, out, "full", "Full", key, name);
  g_string_append_c (out, ',');
  append_image (self, out, "square", "Square", key, name);
  g_string_append (out, "},\"button\":{");
  append_image (self, out, "default", "Full", key, name);
  g_string_append_c (out, ',');
  append_image (self, out, "hover", "Full", key, name);
  g_string_append_printf (out, "},\"sourceId\":\"%s\"}", source);
  guild_sandbox_answer_built (exchange, 200, out);
}

/* A mark of its own for every platform, of nobody's. */
static void
get_logo (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static const char * const colours[] = { "#1c71d8", "#2ec27e", "#e5a50a", "#c64600", "#a51d2d",
                                          "#813d9c", "#63452c", "#3d3846" };
  const char *name = exchange->segments[3];
  g_autofree char *key = g_strndup (name, strcspn (name, "."));
  int index = guild_sandbox_platform_find (key);
  const char *marks[] = {
    "<circle cx='32' cy='32' r='15' fill='#fff'/>",
    "<path d='M32 15 49 45H15z' fill='#fff'/>",
    "<path d='M17 17h30v30H17z' fill='#fff'/>",
    "<path d='M32 14 50 32 32 50 14 32z' fill='#fff'/>",
    "<path d='M16 40h8v8h-8zM28 28h8v20h-8zM40 16h8v32h-8z' fill='#fff'/>",
  };

  if (index < 0)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 404);
      return;
    }
  g_autofree char *svg = g_strdup_printf (
    "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'>"
    "<rect width='64' height='64' rx='12' fill='%s'/>%s</svg>",
    colours[(guint) index % G_N_ELEMENTS (colours)], marks[(guint) index % G_N_ELEMENTS (marks)]);
  guild_sandbox_answer_text (exchange, 200, "image/svg+xml", svg);
}

gboolean
guild_sandbox_integrations_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;
  guint n = g_strv_length (segments);

  if (!g_str_equal (segments[0], "integrations") || n > 3 ||
      (n == 3 && !g_str_equal (segments[2], "branding")))
    return FALSE;
  if (!g_str_equal (exchange->method, "GET"))
    guild_sandbox_codat_no_method (self, exchange);
  else if (n == 1)
    list_integrations (self, exchange);
  else if (n == 2)
    get_integration (self, exchange);
  else
    get_branding (self, exchange);
  return TRUE;
}

gboolean
guild_sandbox_logos_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;

  if (g_strcmp0 (segments[0], "public") != 0 || g_strv_length (segments) != 4 ||
      !g_str_equal (segments[1], "officialLogos") || !g_str_equal (exchange->method, "GET"))
    return FALSE;
  get_logo (self, exchange);
  return TRUE;
}
