/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

#include <string.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY (24 * 60 * 60 * SECOND)
#define N_MAIN_PLATFORMS 12

/* Ids, names, tags and statuses depend on the seed alone. Times are laid out relative to the day
 * the database was made: companies began during the three years before it, and a linked one
 * synchronised at its own time of day, most recently before now. */

static const char schema[] =
  "CREATE TABLE IF NOT EXISTS companies ("
  " seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, name TEXT NOT NULL, description TEXT,"
  " created INTEGER NOT NULL, last_sync INTEGER, created_by TEXT, products TEXT NOT NULL,"
  " tags TEXT NOT NULL, parent INTEGER);"
  "CREATE TABLE IF NOT EXISTS connections ("
  " seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, company INTEGER NOT NULL,"
  " platform TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL, last_sync INTEGER,"
  " errors TEXT);"
  "CREATE TABLE IF NOT EXISTS integrations ("
  " key TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, enabled INTEGER NOT NULL,"
  " beta INTEGER NOT NULL, offline INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE IF NOT EXISTS client_groups (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  " id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);"
  "CREATE TABLE IF NOT EXISTS members (company INTEGER NOT NULL, client_group INTEGER NOT NULL,"
  " PRIMARY KEY (company, client_group)) WITHOUT ROWID;"
  "CREATE TABLE IF NOT EXISTS pulls (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,"
  " company INTEGER NOT NULL, connection INTEGER, type TEXT NOT NULL,"
  " requested INTEGER NOT NULL, completed INTEGER, status TEXT NOT NULL, result TEXT NOT NULL,"
  " description TEXT, error TEXT);"
  "CREATE TABLE IF NOT EXISTS pushes (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,"
  " company INTEGER NOT NULL, connection INTEGER, type TEXT NOT NULL,"
  " requested INTEGER NOT NULL, completed INTEGER, status TEXT NOT NULL, code INTEGER NOT NULL,"
  " error TEXT);"
  "CREATE TABLE IF NOT EXISTS pasts (company INTEGER PRIMARY KEY);"
  "CREATE TABLE IF NOT EXISTS codat (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;";

/* Made after the rows: that is several times faster. */
static const char indexes[] =
  "CREATE UNIQUE INDEX IF NOT EXISTS companies_id ON companies (id);"
  "CREATE INDEX IF NOT EXISTS companies_name ON companies (name COLLATE NOCASE);"
  "CREATE INDEX IF NOT EXISTS companies_created ON companies (created);"
  "CREATE INDEX IF NOT EXISTS companies_sync ON companies (last_sync);"
  "CREATE INDEX IF NOT EXISTS companies_parent ON companies (parent) WHERE parent IS NOT NULL;"
  "CREATE UNIQUE INDEX IF NOT EXISTS connections_id ON connections (id);"
  "CREATE INDEX IF NOT EXISTS connections_company ON connections (company);"
  "CREATE INDEX IF NOT EXISTS connections_status ON connections (status, company);"
  "CREATE INDEX IF NOT EXISTS pulls_company ON pulls (company, type, requested);"
  "CREATE INDEX IF NOT EXISTS pushes_company ON pushes (company);";

static const char * const people[] = {
  "Priya Shah", "Tom Okafor", "Marta Nowak", "Ellen Fraser", "Jonas Weber", "Amy Chen",
  "Luis Ortega", "Grace Mbeki", "Owen Hughes", "Sofia Rossi",
};
static const char * const regions[] = { "uk", "uk", "uk", "us", "us", "ie", "au", "nz", "de",
                                        "ca" };
static const char * const teams[] = { "invoice-finance", "lending", "cards", "onboarding",
                                      "asset-finance" };
static const char * const notes[] = {
  "Introduced by broker", "Renewal due this quarter", "Moved from spreadsheet uploads",
  "Primary contact prefers email", "Seasonal trader", "Two sites, one set of books",
  "Reviewed by credit committee", "Trial of monthly reporting",
};
static const char * const group_names[] = { "Invoice finance", "Strategic accounts",
                                            "Brokers north", "Brokers south",
                                            "Lending pilot", "Under review" };

typedef struct
{
  GuildSandbox *sandbox;
  gint64        today;    /* start of the day */
  gint64        now;
  guint         n;        /* companies in all */
  guint         index;    /* of the company at hand, from 0 */
  guint         salt;     /* next random choice */
  guint         connections;
  sqlite3_stmt *company;
  sqlite3_stmt *connection;
  sqlite3_stmt *member;
} Seeder;

static guint64
draw (Seeder *self, guint64 limit)
{
  return guild_sandbox_random (self->sandbox->seed, self->index,
                               GUILD_SANDBOX_SALT_DATA + self->salt++) % limit;
}

static void
run (sqlite3_stmt *statement)
{
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("seeding: %s", sqlite3_errmsg (sqlite3_db_handle (statement)));
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

static void
bind_text (sqlite3_stmt *statement, int column, const char *text)
{
  sqlite3_bind_text (statement, column, text, -1, SQLITE_TRANSIENT);
}

static char *
make_tags (Seeder *self)
{
  g_autoptr(GString) out = g_string_new ("{");
  guint64 which = draw (self, 10);
  guint64 region = draw (self, G_N_ELEMENTS (regions));
  guint64 team = draw (self, G_N_ELEMENTS (teams));

  if (which < 7)
    g_string_append_printf (out, "\"region\":\"%s\"", regions[region]);
  if (which < 5)
    g_string_append_printf (out, ",\"owningTeam\":\"%s\"", teams[team]);
  if (which < 3)
    g_string_append_printf (out, ",\"uid\":\"%u\"", 100000 + self->index * 7);
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
make_description (Seeder *self)
{
  guint64 which = draw (self, 10);
  guint64 note = draw (self, G_N_ELEMENTS (notes));

  if (which < 4)
    return g_strdup_printf ("CUST-%06u", 10000 + self->index * 3);
  return which < 7 ? g_strdup (notes[note]) : NULL;
}

static int
pick_platform (Seeder *self, guint nth)
{
  guint64 chance = draw (self, 100);
  guint64 other = draw (self, 1000);

  if (nth > 0) /* the books come first, then banks and shops */
    return 20 + (int) (other % 12);
  if (chance < 34)
    return 0;
  if (chance < 62)
    return 1;
  if (chance < 94)
    return 2 + (int) (other % (N_MAIN_PLATFORMS - 2));
  return N_MAIN_PLATFORMS + (int) (other % 6);
}

static char *
make_errors (Seeder *self, const char *status, gint64 when)
{
  static const struct { const char *code, *text, *message; } reasons[] = {
    { "401", "Unauthorized", "The customer revoked access in their accounting software" },
    { "401", "invalid_grant", "The token expired because nothing was synchronised for 60 days" },
    { "403", "ConsentExpired", "The customer's consent lapsed after 90 days" },
  };
  g_autofree char *time = guild_sandbox_codat_time (when);
  guint64 which = draw (self, 3);

  if (g_str_equal (status, "Deauthorized"))
    return g_strdup_printf ("[{\"statusCode\":\"%s\",\"statusText\":\"%s\",\"errorMessage\":\"%s\","
                            "\"erroredOnUtc\":\"%s\",\"status\":\"Active\"}]", reasons[which].code,
                            reasons[which].text, reasons[which].message, time);
  if (g_str_equal (status, "PendingAuth") && which == 0)
    return g_strdup_printf ("[{\"statusCode\":\"403\",\"statusText\":\"User cancelled linking\","
                            "\"errorMessage\":\"User cancelled\",\"erroredOnUtc\":\"%s\","
                            "\"status\":\"Active\"}]", time);
  return NULL;
}

/* Returns when it last synchronised, or 0. */
static gint64
add_connection (Seeder *self, gint64 company, const char *status, guint nth, gint64 created)
{
  g_autofree char *id = guild_sandbox_uuid (self->sandbox->seed, self->connections++,
                                            GUILD_SANDBOX_SALT_CONNECTION);
  int platform = pick_platform (self, nth);
  gint64 begun = MIN (created + (gint64) draw (self, 5 * 86400) * SECOND, self->today - SECOND);
  gint64 synced = self->today + (gint64) draw (self, 86400) * SECOND;
  gint64 ago = (gint64) (1 + draw (self, 100)) * DAY;

  if (synced > self->now)
    synced -= DAY;
  if (!g_str_equal (status, "Linked"))
    synced -= ago;
  synced = MAX (synced, begun);
  g_autofree char *errors = make_errors (self, status, MIN (synced + DAY / 2, self->now));

  bind_text (self->connection, 1, id);
  sqlite3_bind_int64 (self->connection, 2, company);
  bind_text (self->connection, 3, guild_sandbox_platforms[platform].key);
  bind_text (self->connection, 4, status);
  sqlite3_bind_int64 (self->connection, 5, begun);
  if (g_str_equal (status, "PendingAuth"))
    synced = 0;
  else
    sqlite3_bind_int64 (self->connection, 6, synced);
  bind_text (self->connection, 7, errors);
  run (self->connection);
  return synced;
}

static gint64
add_connections (Seeder *self, gint64 company, gint64 created)
{
  static const char * const later[] = { "Deauthorized", "PendingAuth", "Unlinked" };
  guint64 chance = draw (self, 100);
  guint64 more = draw (self, 100);
  gint64 latest;

  if (chance < 5)
    return 0;
  if (chance < 14)
    return add_connection (self, company, "PendingAuth", 0, created);
  if (chance < 22)
    return add_connection (self, company, "Deauthorized", 0, created);
  if (chance < 26)
    return add_connection (self, company, "Unlinked", 0, created);
  latest = add_connection (self, company, "Linked", 0, created);
  if (chance < 31)
    latest = MAX (latest, add_connection (self, company, later[more % 3], 1, created));
  else if (more < 14)
    for (guint i = 0; i <= more % 2; i++)
      latest = MAX (latest, add_connection (self, company, "Linked", i + 1, created));
  return latest;
}

static void
add_company (Seeder *self)
{
  static const char * const products[] = { "[\"lending\"]", "[\"lending\"]", "[\"bank-feeds\"]",
                                           "[\"accounting\",\"lending\"]", "[\"expenses\"]", "[]" };
  gint64 seq = (gint64) self->index + 1;
  guint64 seed = self->sandbox->seed;
  g_autofree char *id = guild_sandbox_uuid (seed, self->index, GUILD_SANDBOX_SALT_COMPANY);
  g_autofree char *name = guild_sandbox_firm_name (seed, self->index);

  self->salt = 0;
  /* The later in the list, the younger, with some disorder. */
  gint64 age = (gint64) (self->n - self->index) * 3 * 365 * 86400 / self->n;
  gint64 created = self->today - (age + (gint64) draw (self, 7 * 86400) + 1) * SECOND;
  if (draw (self, 4) == 0)
    created -= (gint64) draw (self, 999999) + 1;
  g_autofree char *tags = make_tags (self);
  g_autofree char *description = make_description (self);
  guint64 person = draw (self, 16);
  guint64 product = draw (self, G_N_ELEMENTS (products));
  guint64 family = draw (self, 60);
  guint64 group = draw (self, 40);
  gint64 synced = add_connections (self, seq, created);

  sqlite3_bind_int64 (self->company, 1, seq);
  bind_text (self->company, 2, id);
  bind_text (self->company, 3, name);
  bind_text (self->company, 4, description);
  sqlite3_bind_int64 (self->company, 5, created);
  if (synced != 0)
    sqlite3_bind_int64 (self->company, 6, synced);
  if (person < G_N_ELEMENTS (people))
    bind_text (self->company, 7, people[person]);
  bind_text (self->company, 8, products[product]);
  bind_text (self->company, 9, tags);
  if (family == 0 && seq > 20)
    sqlite3_bind_int64 (self->company, 10, seq - 1 - (gint64) (person % 10));
  run (self->company);

  if (group < G_N_ELEMENTS (group_names))
    {
      sqlite3_bind_int64 (self->member, 1, seq);
      sqlite3_bind_int64 (self->member, 2, (gint64) group + 1);
      run (self->member);
    }
}

static void
add_fixed (GuildSandbox *self)
{
  for (int i = 0; guild_sandbox_platforms[i].key != NULL; i++)
    {
      const GuildSandboxPlatform *platform = &guild_sandbox_platforms[i];
      gboolean offline = g_str_equal (platform->key, "hbql") || g_str_equal (platform->key, "pqsw");
      guild_sandbox_sql_run (self, "INSERT OR IGNORE INTO integrations VALUES (?, ?, ?, ?, ?, ?)",
                             "sssiii", platform->key, platform->name, platform->type,
                             (gint64) (i < 34), (gint64) g_str_equal (platform->key, "rvam"),
                             (gint64) offline);
    }
  guild_sandbox_sql_run (self, "INSERT OR IGNORE INTO codat VALUES ('profile', "
                         "'{\"name\":\"Guildhall Sandbox\",\"redirectUrl\":\"\"}')", "");
}

static void
add_groups (GuildSandbox *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (group_names); i++)
    {
      g_autofree char *id = guild_sandbox_uuid (self->seed, i, GUILD_SANDBOX_SALT_GROUP);
      guild_sandbox_sql_run (self, "INSERT INTO client_groups (id, name) VALUES (?, ?)", "ss", id,
                             group_names[i]);
    }
}

static gboolean
execute (GuildSandbox *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "Cannot make the companies: %s",
               sqlite3_errmsg (self->db));
  return FALSE;
}

gboolean
guild_sandbox_codat_seed (GuildSandbox *self, guint n_companies, GError **error)
{
  if (!execute (self, schema, error))
    return FALSE;
  if (!guild_sandbox_settings_seed (self))
    return execute (self, "SELECT 1 FROM api_keys", error);
  add_fixed (self);
  if (guild_sandbox_sql_int (self, "SELECT 1 FROM codat WHERE name = 'seeded'", "") == 1)
    return TRUE;
  if (!execute (self, "BEGIN", error))
    return FALSE;

  add_groups (self);
  g_autoptr(sqlite3_stmt) company = guild_sandbox_sql (
    self, "INSERT INTO companies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "");
  g_autoptr(sqlite3_stmt) connection = guild_sandbox_sql (
    self, "INSERT INTO connections (id, company, platform, status, created, last_sync, errors) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)", "");
  g_autoptr(sqlite3_stmt) member =
    guild_sandbox_sql (self, "INSERT INTO members VALUES (?, ?)", "");
  gint64 now = guild_sandbox_now (self);
  Seeder seeder = { self, now / DAY * DAY, now, n_companies, 0, 0, 0, company, connection, member };
  for (; seeder.index < n_companies; seeder.index++)
    add_company (&seeder);
  guild_sandbox_sql_run (self, "INSERT INTO codat VALUES ('seeded', 'yes')", "");
  return execute (self, indexes, error) && execute (self, "COMMIT; ANALYZE", error);
}
