/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-places.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

enum
{
  SALT_PROJECT_ID = 0x3500,
  SALT_PLACE,
  SALT_KIND,
  SALT_PART,
  SALT_TIME,
  SALT_MONEY,
  SALT_FACT,
};

/* 2016-01-01 in milliseconds since 1970, and a day. */
#define FIRST_DAY G_GINT64_CONSTANT (1451606400000)
#define DAY G_GINT64_CONSTANT (86400000)

static const struct { const char *name, *type; } kinds[] = {
  { "Hospital", "Hospital" },
  { "Station", "Rail" },
  { "Library", "Library" },
  { "School", "Education Facility" },
  { "Offices", "Office" },
  { "Housing", "Multi-Family Housing" },
  { "Bridge", "Bridge" },
  { "Waterworks", "Water Supply" },
  { "Warehouse", "Warehouse (non-manufacturing)" },
  { "Data Centre", "Data Center" },
};

static const char * const parts[] = { "North", "East", "South", "West", "Central" };

static gboolean
has_projects (GuildSandbox *self)
{
  return guild_sandbox_sql_int (self, "SELECT 1 FROM autodesk_project LIMIT 1", "") != 0;
}

static guint64
roll (GuildSandbox *self, guint64 index, guint salt, guint64 sides)
{
  return guild_sandbox_random (self->seed, index, salt) % sides;
}

/* "YYYY-MM-DD"; (transfer full). */
static char *
make_date (gint64 milliseconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (milliseconds / 1000);

  return g_date_time_format (time, "%F");
}

static void
insert (GuildSandbox *self, guint account, guint number)
{
  guint64 index = account * GUILD_SANDBOX_N_PROJECTS + number;
  const GuildSandboxPlace *place =
    &guild_sandbox_places[roll (self, index, SALT_PLACE, GUILD_SANDBOX_N_PLACES)];
  guint kind = roll (self, index, SALT_KIND, G_N_ELEMENTS (kinds));
  gint64 created = FIRST_DAY + (gint64) roll (self, index, SALT_TIME, 3650) * DAY;
  guint64 fact = guild_sandbox_random (self->seed, index, SALT_FACT);
  /* Most are under way; the last ones are of every other sort. */
  static const char * const statuses[] = { "pending", "archived", "suspended" };
  static const char * const products[] = {
    "docs,build,projectAdministration",
    "docs,build,cost,projectAdministration",
    "docs,build,takeoff,modelCoordination,projectAdministration",
  };
  static const char * const classes[] = { "template", "component", "sample" };
  gboolean odd = number >= GUILD_SANDBOX_N_PROJECTS - 6;
  g_autofree char *id = guild_sandbox_uuid (self->seed, index, SALT_PROJECT_ID);
  g_autofree char *name = g_strdup_printf (
    "%s %s %s", place->city, kinds[kind].name, parts[roll (self, index, SALT_PART, 5)]);
  g_autofree char *start = make_date (created + 30 * DAY);
  g_autofree char *end = make_date (created + (400 + (gint64) (fact % 900)) * DAY);
  g_autofree char *job = g_strdup_printf ("NG-%04u", 1000 + number * 7);
  g_autofree char *street = g_strdup_printf ("%u Canal Street", 1 + number * 3);

  guild_sandbox_sql_run (
    self, "INSERT INTO autodesk_project (account, number, id, name, status, type, classification,"
    " platform, job_number, start_date, end_date, line1, city, state, country, products,"
    " created_at, updated_at, project_value)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iissssssssssssssiii",
    (gint64) account, (gint64) number, id, name,
    odd ? statuses[number % 3] : "active", kinds[kind].type,
    odd && number % 2 == 0 ? classes[number / 2 % 3] : "production",
    fact % 5 == 0 ? "bim360" : "acc", fact % 7 == 0 ? NULL : job, fact % 9 == 0 ? NULL : start,
    fact % 9 == 0 ? NULL : end, street, place->city, place->state, place->country,
    products[fact / 11 % G_N_ELEMENTS (products)], created,
    created + (gint64) (fact % 300) * DAY,
    (gint64) (1 + guild_sandbox_random (self->seed, index, SALT_MONEY) % 400) * 250000);
}

gboolean
guild_sandbox_project_has (guint number, int person)
{
  return person <= GUILD_SANDBOX_ADMINISTRATOR || number % 3 == (guint) person;
}

void
guild_sandbox_projects_seed (GuildSandbox *self)
{
  sqlite3_exec (self->db, "CREATE TABLE IF NOT EXISTS autodesk_project ("
                " account INTEGER NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,"
                " name TEXT NOT NULL, status TEXT NOT NULL, type TEXT,"
                " classification TEXT NOT NULL, platform TEXT NOT NULL, job_number TEXT, start_date TEXT, end_date TEXT,"
                " line1 TEXT, city TEXT, state TEXT, country TEXT, products TEXT NOT NULL,"
                " created_at INTEGER NOT NULL,"
                " updated_at INTEGER NOT NULL, project_value INTEGER NOT NULL,"
                " PRIMARY KEY (account, number))", NULL, NULL, NULL);
  gboolean seed = !has_projects (self);
  for (guint account = 0; seed && account < GUILD_SANDBOX_N_ACCOUNTS; account++)
    for (guint number = 0; number < GUILD_SANDBOX_N_PROJECTS; number++)
      insert (self, account, number);
}
