/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat-data.h"

#include <string.h>

/* Refresh, status, history, validation and push, §8. Every company has a past, made when it is
 * first looked at; what is queued from then on runs by the sandbox's clock: a quarter of its time
 * Queued, half of it Fetching, a quarter Mapping, then as it ends. */

#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY (24 * 60 * 60 * SECOND)
#define MINUTE (60 * SECOND)
#define USUAL_SECONDS "2"

#define FINISHED "status NOT IN ('Queued', 'Fetching', 'Mapping')"

static const struct
{
  const char *status;
  const char *description; /* (nullable) */
  const char *error;       /* (nullable) */
} endings[] = {
  { "FetchError", NULL, "The platform did not answer in time" },
  { "MapError", NULL, "A record could not be read: unexpected currency code" },
  { "RateLimitError", "Paused until 2030-01-01T00:00:00.000Z",
    "The platform's limit of requests was reached" },
  { "PermissionsError", NULL, "The user who linked may not read this data" },
  { "ValidationError", NULL, "Records did not pass validation" },
  { "InternalError", NULL, "An internal error occurred" },
  { "PrerequisiteNotMet", "chartOfAccounts must be synchronised first", NULL },
  { "Cancelled", NULL, NULL },
  { "NotSupported", NULL, NULL },
  { "AuthError", NULL, "Access was revoked: the company has to be linked again" },
};

static void
add_pull (GuildSandbox *self, gint64 company, gint64 connection, const char *type, gint64 requested,
          gint64 completed, const char *status, const char *result)
{
  guint64 number = 1 + (guint64) guild_sandbox_sql_int (
    self, "SELECT seq FROM sqlite_sequence WHERE name = 'pulls'", "");
  g_autofree char *id = guild_sandbox_uuid (self->seed, number, GUILD_SANDBOX_SALT_DATA + 1);
  const char *description = NULL;
  const char *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_equal (endings[i].status, status))
      {
        description = endings[i].description;
        error = endings[i].error;
      }
  guild_sandbox_sql_run (self, "INSERT INTO pulls (id, company, connection, type, requested, "
                         "completed, status, result, description, error) VALUES "
                         "(?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?)", "siisiissss", id, company,
                         connection, type, requested, completed, status, result, description,
                         error);
}

/* The past of one type: some never were synchronised, some ended badly last time. */
static void
add_past (GuildSandbox *self, gint64 company, gint64 connection, const GuildSandboxDataType *type,
          gint64 synced, gboolean lost)
{
  guint64 chance = guild_sandbox_random (self->seed ^ g_str_hash (type->key), (guint64) company,
                                         GUILD_SANDBOX_SALT_DATA + 2);
  gboolean main = type->form != GUILD_SANDBOX_PAGED || g_str_equal (type->key, "invoices");

  if (!main && chance % 9 == 0)
    return;
  for (gint64 ago = 1 + (gint64) (chance / 9 % 3); ago >= 0; ago--)
    {
      gint64 begun = synced - ago * DAY + (gint64) (chance / 32 % 900) * SECOND;
      gboolean bad = ago == 0 && !main && chance / 1024 % 7 == 0;
      const char *status = bad ? endings[chance / 8192 % 9].status : "Complete";
      gint64 takes = (4 + (gint64) (chance / 65536 % 240)) * SECOND;
      add_pull (self, company, connection, type->key, begun - 20 * MINUTE, begun - 20 * MINUTE +
                takes, status, status);
    }
  if (lost)
    add_pull (self, company, connection, type->key, synced + DAY / 2, synced + DAY / 2 + SECOND,
              "AuthError", "AuthError");
}

static void
add_pushes (GuildSandbox *self, gint64 company, gint64 connection, gint64 synced)
{
  static const struct { const char *status, *type, *error; int code; } kinds[] = {
    { "Success", "invoices", NULL, 200 },
    { "Success", "bills", NULL, 200 },
    { "Failed", "invoices", "Validation failed: dueDate is before issueDate", 400 },
    { "Success", "payments", NULL, 200 },
    { "TimedOut", "directCosts", "The platform did not answer in time", 408 },
  };

  for (guint i = 0; i < 1 + (guint) company % 9; i++)
    {
      guint kind = (guint) ((gint64) i + company) % G_N_ELEMENTS (kinds);
      guint64 number = (guint64) company * 64 + i;
      g_autofree char *id = guild_sandbox_uuid (self->seed, number, GUILD_SANDBOX_SALT_DATA + 3);
      gint64 at = synced - (gint64) i * 3 * DAY;
      guild_sandbox_sql_run (self, "INSERT INTO pushes (id, company, connection, type, requested, "
                             "completed, status, code, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                             "siisiisis", id, company, connection, kinds[kind].type, at,
                             at + 3 * SECOND, kinds[kind].status, (gint64) kinds[kind].code,
                             kinds[kind].error);
    }
}

static void
begin (GuildSandbox *self, gint64 company)
{
  guild_sandbox_sql_run (self, "INSERT OR IGNORE INTO codat VALUES ('data-began', ?)", "i",
                         guild_sandbox_now (self) / DAY * DAY);
  if (guild_sandbox_sql_int (self, "SELECT 1 FROM pasts WHERE company = ?", "i", company) != 0)
    return;
  guild_sandbox_sql_run (self, "BEGIN", "");
  guild_sandbox_sql_run (self, "INSERT INTO pasts VALUES (?)", "i", company);
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (
    self, "SELECT d.seq, d.last_sync, d.status, i.type FROM connections d "
    "JOIN integrations i ON i.key = d.platform WHERE d.company = ? AND d.last_sync IS NOT NULL "
    "ORDER BY d.seq", "i", company);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      const char *source = (const char *) sqlite3_column_text (rows, 3);
      gboolean lost = g_str_equal ((const char *) sqlite3_column_text (rows, 2), "Deauthorized");
      gint64 connection = sqlite3_column_int64 (rows, 0);
      gint64 synced = sqlite3_column_int64 (rows, 1);
      for (const GuildSandboxDataType *type = guild_sandbox_data_types; type->key != NULL; type++)
        if (g_str_equal (type->source, source))
          add_past (self, company, connection, type, synced, lost);
      if (g_str_equal (source, "Accounting"))
        add_pushes (self, company, connection, synced);
    }
  guild_sandbox_sql_run (self, "COMMIT", "");
}

/* Moves what runs on to where it is by now. */
static void
advance (GuildSandbox *self, gint64 company)
{
  const char *seconds = guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_SYNC, USUAL_SECONDS);
  gint64 takes = MAX (1, (gint64) (g_ascii_strtod (seconds, NULL) * (double) SECOND));
  gint64 now = guild_sandbox_now (self);

  begin (self, company);
  guild_sandbox_sql_run (self, "UPDATE pulls SET status = CASE WHEN ?1 - requested < ?2 / 4 THEN "
                         "'Queued' WHEN ?1 - requested < ?2 * 3 / 4 THEN 'Fetching' "
                         "WHEN ?1 - requested < ?2 THEN 'Mapping' ELSE result END, "
                         "completed = CASE WHEN ?1 - requested < ?2 THEN NULL ELSE requested + ?2 "
                         "END WHERE company = ?3 AND NOT " FINISHED, "iii", now, takes, company);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    guild_sandbox_sql_run (self, "UPDATE pulls SET description = ?, error = ? WHERE company = ? "
                           "AND status = ? AND description IS NULL AND error IS NULL", "ssis",
                           endings[i].description, endings[i].error, company, endings[i].status);
}

/* ---- who has what ---- */

static gint64
find_connection (GuildSandbox *self, gint64 company, const char *source, const char *id,
                 gboolean linked)
{
  return guild_sandbox_sql_int (
    self, "SELECT d.seq FROM connections d JOIN integrations i ON i.key = d.platform "
    "WHERE d.company = ?1 AND i.type = ?2 AND (?3 IS NULL OR d.id = ?3) "
    "AND (d.status = 'Linked' OR (?4 = 0 AND d.last_sync IS NOT NULL)) ORDER BY d.seq LIMIT 1",
    "issi", company, source, id, (gint64) linked);
}

static void
refuse_type (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, const char *type)
{
  g_autofree char *platforms = guild_sandbox_sql_text (
    self, "SELECT group_concat(DISTINCT i.name) FROM connections d "
    "JOIN integrations i ON i.key = d.platform WHERE d.company = ?", "i", company);
  g_autofree char *message = g_strdup_printf ("Datatype %s not supported by platform(s) %s", type,
                                              platforms != NULL ? platforms : "none");

  guild_sandbox_codat_fail (self, exchange, 404, "PullApi", message);
}

gboolean
guild_sandbox_pulls_readable (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company,
                              gint64 connection, const GuildSandboxDataType *type)
{
  advance (self, company);
  g_autofree char *id = connection != 0
    ? guild_sandbox_sql_text (self, "SELECT id FROM connections WHERE seq = ?", "i", connection)
    : NULL;
  if (find_connection (self, company, type->source, id, FALSE) == 0)
    {
      refuse_type (self, exchange, company, type->key);
      return FALSE;
    }
  if (guild_sandbox_sql_int (self, "SELECT 1 FROM pulls WHERE company = ?1 AND type = ?2 AND "
                             "status = 'Complete' AND (?3 = 0 OR connection = ?3)", "isi", company,
                             type->key, connection) == 0)
    {
      guild_sandbox_codat_fail (self, exchange, 409, "PublicApi",
                                "The data set has not been requested.");
      return FALSE;
    }
  return TRUE;
}

/* ---- history ---- */

static void
append_text (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  guild_sandbox_append_json (out, text);
}

static void
append_time (GString *out, const char *name, sqlite3_stmt *row, int column)
{
  if (sqlite3_column_type (row, column) == SQLITE_NULL)
    return;
  g_autofree char *time = guild_sandbox_codat_time (sqlite3_column_int64 (row, column));
  append_text (out, name, time);
}

#define PULL "SELECT c.id, o.id, d.id, c.type, c.status, c.description, c.error, c.requested, " \
             "c.completed FROM pulls c JOIN companies o ON o.seq = c.company " \
             "LEFT JOIN connections d ON d.seq = c.connection "

static void
write_pull (sqlite3_stmt *row, GString *out)
{
  const char *status = (const char *) sqlite3_column_text (row, 4);
  gboolean done = g_str_equal (status, "Complete");
  gboolean failed = g_str_has_suffix (status, "Error") || g_str_equal (status, "PrerequisiteNotMet");
  int progress = g_str_equal (status, "Queued") ? 0 : g_str_equal (status, "Fetching") ? 40
               : g_str_equal (status, "Mapping") ? 80 : done ? 100 : 25;

  g_string_append_printf (out, "{\"id\":\"%s\"", (const char *) sqlite3_column_text (row, 0));
  append_text (out, "companyId", (const char *) sqlite3_column_text (row, 1));
  append_text (out, "connectionId", sqlite3_column_type (row, 2) == SQLITE_NULL
               ? "00000000-0000-0000-0000-000000000000"
               : (const char *) sqlite3_column_text (row, 2));
  append_text (out, "dataType", (const char *) sqlite3_column_text (row, 3));
  append_text (out, "status", status);
  append_text (out, "statusDescription", (const char *) sqlite3_column_text (row, 5));
  append_text (out, "errorMessage", (const char *) sqlite3_column_text (row, 6));
  append_time (out, "requested", row, 7);
  append_time (out, "completed", row, 8);
  g_string_append_printf (out, ",\"progress\":%d,\"isCompleted\":%s,\"isErrored\":%s}", progress,
                          done ? "true" : "false", failed ? "true" : "false");
}

#define PUSH "SELECT c.id, o.id, d.id, c.type, c.status, c.code, c.error, c.requested, " \
             "c.completed FROM pushes c JOIN companies o ON o.seq = c.company " \
             "LEFT JOIN connections d ON d.seq = c.connection "

static void
write_push (sqlite3_stmt *row, GString *out)
{
  const char *key = (const char *) sqlite3_column_text (row, 0);
  gboolean done = g_strcmp0 ((const char *) sqlite3_column_text (row, 4), "Success") == 0;

  g_string_append_printf (out, "{\"pushOperationKey\":\"%s\"", key);
  append_text (out, "companyId", (const char *) sqlite3_column_text (row, 1));
  append_text (out, "dataConnectionKey", sqlite3_column_type (row, 2) == SQLITE_NULL
               ? "00000000-0000-0000-0000-000000000000"
               : (const char *) sqlite3_column_text (row, 2));
  append_text (out, "dataType", (const char *) sqlite3_column_text (row, 3));
  append_text (out, "status", (const char *) sqlite3_column_text (row, 4));
  g_string_append_printf (out, ",\"statusCode\":%d", sqlite3_column_int (row, 5));
  append_text (out, "errorMessage", (const char *) sqlite3_column_text (row, 6));
  append_time (out, "requestedOnUtc", row, 7);
  append_time (out, "completedOnUtc", row, 8);
  g_string_append (out, ",\"changes\":[");
  if (done)
    g_string_append_printf (out, "{\"type\":\"Created\",\"recordRef\":{\"id\":\"%s\","
                            "\"dataType\":\"%s\"}}", key,
                            (const char *) sqlite3_column_text (row, 3));
  g_string_append (out, "]}");
}

static void
list_rows (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, gboolean pushes)
{
  g_auto(GuildSandboxListing) listing = { 0 };

  if (!guild_sandbox_listing_read (self, exchange, pushes ? GUILD_SANDBOX_PUSHES
                                   : GUILD_SANDBOX_PULLS, &listing))
    return;
  g_autofree char *where = g_strdup_printf ("WHERE c.company = %" G_GINT64_FORMAT "%s%s", company,
                                            listing.where->len > 0 ? " AND " : "",
                                            listing.where->str);
  g_autofree char *count_sql =
    g_strdup_printf ("SELECT count(*) FROM %s c %s", pushes ? "pushes" : "pulls", where);
  g_autofree char *sql = g_strdup_printf (
    "%s%s ORDER BY %s, c.seq DESC LIMIT %" G_GINT64_FORMAT " OFFSET %" G_GINT64_FORMAT,
    pushes ? PUSH : PULL, where, listing.order != NULL ? listing.order : "c.requested DESC",
    listing.page_size, (listing.page - 1) * listing.page_size);
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
      (pushes ? write_push : write_pull) (rows, out);
      comma = ",";
    }
  guild_sandbox_listing_end (&listing, exchange, sqlite3_column_int64 (count, 0), out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
answer_row (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, const char *id,
            gboolean push)
{
  g_autoptr(sqlite3_stmt) row =
    guild_sandbox_sql (self, push ? PUSH "WHERE c.company = ? AND c.id = ?"
                       : PULL "WHERE c.company = ? AND c.id = ?", "is", company, id);

  if (sqlite3_step (row) != SQLITE_ROW)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 404);
      return;
    }
  GString *out = g_string_new (NULL);
  (push ? write_push : write_pull) (row, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

/* ---- refresh ---- */

static gboolean
is_running (GuildSandbox *self, gint64 connection, const char *type, char **id)
{
  *id = guild_sandbox_sql_text (self, "SELECT id FROM pulls WHERE connection = ? AND type = ? "
                                "AND NOT " FINISHED, "is", connection, type);
  return *id != NULL;
}

static void
queue_type (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, const char *key)
{
  const GuildSandboxDataType *type = guild_sandbox_data_find (key);
  const char *wanted = guild_sandbox_query (exchange, "connectionId");
  g_autofree char *running = NULL;

  if (type == NULL || find_connection (self, company, type->source, NULL, FALSE) == 0)
    {
      refuse_type (self, exchange, company, key);
      return;
    }
  gint64 connection = find_connection (self, company, type->source, wanted, TRUE);
  if (connection == 0)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  if (is_running (self, connection, key, &running))
    {
      g_autofree char *id =
        guild_sandbox_sql_text (self, "SELECT id FROM companies WHERE seq = ?", "i", company);
      g_autofree char *message = g_strdup_printf (
        "DatasetAlreadyInProgressException: Cannot queue %s sync for %s as previous sync %s is "
        "still in progress", key, id, running);
      guild_sandbox_codat_fail (self, exchange, 400, "PullApi", message);
      return;
    }
  add_pull (self, company, connection, key, guild_sandbox_now (self), 0, "Queued",
            guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_SYNC_RESULT, "Complete"));
  g_autofree char *id = guild_sandbox_sql_text (self, "SELECT id FROM pulls ORDER BY seq DESC "
                                                "LIMIT 1", "");
  answer_row (self, exchange, company, id, FALSE);
}

static void
queue_source (GuildSandbox *self, gint64 company, gint64 connection, const char *source)
{
  for (const GuildSandboxDataType *type = guild_sandbox_data_types; type->key != NULL; type++)
    {
      g_autofree char *running = NULL;
      if (g_str_equal (type->source, source) &&
          !is_running (self, connection, type->key, &running))
        add_pull (self, company, connection, type->key, guild_sandbox_now (self), 0, "Queued",
                  guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_SYNC_RESULT, "Complete"));
    }
}

static void
queue_all (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  gint64 now = guild_sandbox_now (self);

  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (
    self, "SELECT d.seq, i.type FROM connections d JOIN integrations i ON i.key = d.platform "
    "WHERE d.company = ? AND d.status = 'Linked' ORDER BY d.seq", "i", company);
  while (sqlite3_step (rows) == SQLITE_ROW)
    queue_source (self, company, sqlite3_column_int64 (rows, 0),
                  (const char *) sqlite3_column_text (rows, 1));
  guild_sandbox_sql_run (self, "UPDATE connections SET last_sync = ? WHERE company = ? "
                         "AND status = 'Linked'", "ii", now, company);
  guild_sandbox_sql_run (self, "UPDATE companies SET last_sync = (SELECT max(last_sync) "
                         "FROM connections WHERE company = ?) WHERE seq = ?", "ii", company,
                         company);
  guild_sandbox_answer_empty (exchange, 204);
}

static void
answer_status (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT (SELECT status FROM pulls WHERE company = ?1 AND type = ?2 ORDER BY requested "
    "DESC, seq DESC), (SELECT id FROM pulls WHERE company = ?1 AND type = ?2 ORDER BY requested "
    "DESC, seq DESC), (SELECT completed FROM pulls WHERE company = ?1 AND type = ?2 AND status = "
    "'Complete' ORDER BY requested DESC), (SELECT id FROM pulls WHERE company = ?1 AND type = ?2 "
    "AND status = 'Complete' ORDER BY requested DESC)", "");
  GString *out = g_string_new ("{");
  const char *comma = "";

  for (const GuildSandboxDataType *type = guild_sandbox_data_types; type->key != NULL; type++)
    {
      if (find_connection (self, company, type->source, NULL, FALSE) == 0)
        continue;
      sqlite3_reset (row);
      sqlite3_bind_int64 (row, 1, company);
      sqlite3_bind_text (row, 2, type->key, -1, SQLITE_STATIC);
      sqlite3_step (row);
      g_string_append_printf (out, "%s\"%s\":{\"dataType\":\"%s\"", comma, type->key, type->key);
      comma = ",";
      if (sqlite3_column_type (row, 0) != SQLITE_NULL)
        {
          append_time (out, "lastSuccessfulSync", row, 2);
          append_text (out, "currentStatus", (const char *) sqlite3_column_text (row, 0));
          append_text (out, "latestSyncId", (const char *) sqlite3_column_text (row, 1));
          if (sqlite3_column_type (row, 3) != SQLITE_NULL)
            append_text (out, "latestSuccessfulSyncId",
                         (const char *) sqlite3_column_text (row, 3));
        }
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, '}');
  guild_sandbox_answer_built (exchange, 200, out);
}

/* ---- validation ---- */

static void
answer_validation (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company,
                   const char *id)
{
  gint64 seq = guild_sandbox_sql_int (self, "SELECT seq FROM pulls WHERE company = ? AND id = ?",
                                      "is", company, id);
  g_autofree char *type =
    guild_sandbox_sql_text (self, "SELECT type FROM pulls WHERE seq = ?", "i", seq);
  gboolean bad = guild_sandbox_sql_int (self, "SELECT 1 FROM pulls WHERE seq = ? AND status = "
                                        "'ValidationError'", "i", seq) != 0;

  if (type == NULL)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 404);
      return;
    }
  GString *out = g_string_new ("{\"errors\":[");
  if (bad)
    g_string_append_printf (out, "{\"ruleId\":\"accounting-%s-030\",\"itemId\":\"%s\",\"message\":"
                            "\"The lines do not add up to the total\",\"validatorName\":"
                            "\"TotalsValidator\"}", type, id);
  g_string_append (out, "],\"warnings\":[");
  if (seq % 3 == 0)
    g_string_append_printf (out, "{\"ruleId\":\"accounting-%s-012\",\"itemId\":\"%s\",\"message\":"
                            "\"The due date is before the issue date\",\"validatorName\":"
                            "\"DateValidator\"}", type, id);
  g_string_append (out, "]}");
  guild_sandbox_answer_built (exchange, 200, out);
}

gboolean
guild_sandbox_pulls_handle (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  char **parts = exchange->segments + 2;
  guint n = g_strv_length (parts);
  gboolean post = g_str_equal (exchange->method, "POST");
  gboolean data = g_str_equal (parts[0], "data");

  if (n == 1 && !post && g_str_equal (parts[0], "dataStatus"))
    {
      advance (self, company);
      answer_status (self, exchange, company);
    }
  else if (n == 2 && post && data && g_str_equal (parts[1], "all"))
    {
      advance (self, company);
      queue_all (self, exchange, company);
    }
  else if (n == 3 && post && data && g_str_equal (parts[1], "queue"))
    {
      advance (self, company);
      queue_type (self, exchange, company, parts[2]);
    }
  else if (n >= 2 && n <= 3 && !post && data && g_str_equal (parts[1], "history"))
    {
      advance (self, company);
      if (n == 2)
        list_rows (self, exchange, company, FALSE);
      else
        answer_row (self, exchange, company, parts[2], FALSE);
    }
  else if (n <= 2 && !post && g_str_equal (parts[0], "push"))
    {
      advance (self, company);
      if (n == 1)
        list_rows (self, exchange, company, TRUE);
      else
        answer_row (self, exchange, company, parts[1], TRUE);
    }
  else if (n == 3 && !post && g_str_equal (parts[0], "sync") &&
           g_str_equal (parts[2], "validation"))
    {
      advance (self, company);
      answer_validation (self, exchange, company, parts[1]);
    }
  else
    return FALSE;
  return TRUE;
}
