/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"

/* Budgets by the minute, acc.md §8.1 and §10. */

/* Opens or continues the minute of a client: its number of requests so far, this one included,
 * and when it began. */
static gint64
use_window (GuildSandbox *self, const char *client, const char *bucket, gint64 *started)
{
  sqlite3_stmt *statement = NULL;
  gint64 now = guild_sandbox_now (self);
  gint64 used = 0;

  sqlite3_prepare_v2 (self->db,
    "INSERT INTO temp.autodesk_window (client, bucket, started, used) VALUES (?1, ?2, ?3, 1)"
    " ON CONFLICT (client, bucket) DO UPDATE SET"
    " used = CASE WHEN ?3 - started BETWEEN 0 AND 59999999 THEN used + 1 ELSE 1 END,"
    " started = CASE WHEN ?3 - started BETWEEN 0 AND 59999999 THEN started ELSE ?3 END"
    " RETURNING used, started", -1, &statement, NULL);
  sqlite3_bind_text (statement, 1, client, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, bucket, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, now);
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      used = sqlite3_column_int64 (statement, 0);
      *started = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_finalize (statement);
  return used;
}

gboolean
guild_sandbox_autodesk_count (GuildSandbox *self, GuildSandboxExchange *exchange,
                              const char *client, const char *bucket, guint per_minute)
{
  g_autofree char *name = g_strconcat ("rate-limit-", bucket, NULL);
  const char *other = guild_sandbox_switch (self, name, NULL);
  gint64 limit = other != NULL ? g_ascii_strtoll (other, NULL, 10) : per_minute;
  gint64 started = guild_sandbox_now (self);

  if (g_str_equal (guild_sandbox_switch (self, "rate-limits", "on"), "off") ||
      use_window (self, client, bucket, &started) <= limit)
    return TRUE;

  gint64 wait = (started - guild_sandbox_now (self)) / G_USEC_PER_SEC + 60;
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (1, wait));
  soup_message_headers_replace (exchange->answer_headers, "Retry-After", seconds);
  guild_sandbox_autodesk_refuse_gateway (exchange, 429, "Quota limit exceeded.", NULL);
  return FALSE;
}

