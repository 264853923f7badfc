/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

/* Who works for the companies of an account. HOME is the company (its row) for which somebody was
 * made up, 0 for the people who can sign in; COMPANY the one that they belong to now. */

enum
{
  SALT_USER_ID = 0x3600,
  SALT_NAME,
  SALT_STATE,
  SALT_UID,
  SALT_SINCE,
};

#define FIRST_DAY G_GINT64_CONSTANT (1451606400000) /* 2016-01-01 */
#define DAYS 3800
#define DAY G_GINT64_CONSTANT (86400000)

static const char * const given[] = {
  "Aisha", "Anna", "Bartosz", "Carlos", "Chloé", "Daniel", "Elif", "Emma", "Fatima", "George",
  "Grace", "Hannah", "Ibrahim", "Ingrid", "James", "João", "Jürgen", "Kwame", "Lena", "Liam", "Mei",
  "Noor", "Olga", "Peter", "Priya", "Rosa", "Samuel", "Sofia", "Søren", "Tomáš", "Yuki", "Zoë",
};

static const char * const family[] = {
  "Ali", "Andersson", "Becker", "Brown", "Castillo", "Clarke", "Dubois", "Evans", "Fernandes",
  "Fischer", "García", "Hughes", "Ito", "Jansen", "Kaya", "Khan", "Kowalska", "Larsen", "Mensah",
  "Moreau", "Müller", "Nguyen", "O’Brien", "Okafor", "Patel", "Rossi", "Schmidt", "Silva", "Singh",
  "Smith", "Svoboda", "Taylor",
};

static const char * const jobs[] = {
  "Site manager", "Project engineer", "Quantity surveyor", "Foreman", "Document controller",
  "Safety officer", "Estimator", NULL,
};

static const char tables[] =
  "CREATE TABLE IF NOT EXISTS autodesk_staffed (home INTEGER PRIMARY KEY);"
  "CREATE TABLE IF NOT EXISTS autodesk_user ("
  " account INTEGER NOT NULL, home INTEGER NOT NULL, number INTEGER NOT NULL,"
  " id TEXT NOT NULL UNIQUE, first_name TEXT, last_name TEXT, name TEXT, email TEXT NOT NULL,"
  " uid TEXT, role TEXT NOT NULL, status TEXT NOT NULL, company TEXT, job_title TEXT,"
  " last_sign_in TEXT, default_role TEXT, created_at INTEGER NOT NULL,"
  " updated_at INTEGER NOT NULL);"
  "CREATE INDEX IF NOT EXISTS autodesk_user_home ON autodesk_user (account, home, number);"
  "CREATE INDEX IF NOT EXISTS autodesk_user_company ON autodesk_user (company);";

static const char insert_sql[] =
  "INSERT INTO autodesk_user (account, home, number, id, first_name, last_name, name, email, uid,"
  " role, status, company, job_title, last_sign_in, created_at, updated_at)"
  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static void
bind (sqlite3_stmt *insert, int column, const char *text)
{
  sqlite3_bind_text (insert, column, text, -1, SQLITE_TRANSIENT);
}

/* Twelve capitals and digits, as an Autodesk id; (transfer full). */
static char *
make_uid (guint64 seed, guint64 index)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  guint64 number = guild_sandbox_random (seed, index, SALT_UID);
  char *uid = g_new0 (char, 13);

  for (guint i = 0; i < 12; i++, number /= 32)
    uid[i] = letters[number % 32];
  return uid;
}

/* As hq writes it: with or without a zone (acc.md §6.3). (transfer full) */
static char *
make_sign_in (gint64 milliseconds, gboolean zone)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (milliseconds / 1000);

  return g_date_time_format (time, zone ? "%FT%T.000Z" : "%F %T.123456");
}

static void
insert_user (GuildSandbox *self, sqlite3_stmt *insert, guint account, gint64 home, guint number,
             const char *company)
{
  guint64 index = (guint64) home * 256 + number;
  guint64 seed = self->seed;
  guint64 naming = guild_sandbox_random (seed, index, SALT_NAME);
  guint64 state = guild_sandbox_random (seed, index, SALT_STATE);
  gint64 since = FIRST_DAY + (gint64) (guild_sandbox_random (seed, index, SALT_SINCE) % DAYS) * DAY;
  const char *first = given[naming % G_N_ELEMENTS (given)];
  const char *last = family[naming / 64 % G_N_ELEMENTS (family)];
  const char *status = state % 100 < 82 ? "active" : state % 100 < 90 ? "pending"
                       : state % 100 < 95 ? "not_invited" : "inactive";
  gboolean known = g_str_equal (status, "active") || g_str_equal (status, "inactive");
  g_autofree char *id = guild_sandbox_uuid (seed, index, SALT_USER_ID);
  g_autofree char *name = g_strconcat (first, " ", last, NULL);
  g_autofree char *plain = g_str_to_ascii (last, "C");
  g_autofree char *lower = g_ascii_strdown (plain, -1);
  g_autofree char *email = g_strdup_printf ("%s.%" G_GINT64_FORMAT "-%u@firm.example", lower, home,
                                            number);
  g_autofree char *uid = known ? make_uid (seed, index) : NULL;
  g_autofree char *sign_in = known ? make_sign_in (since + 20 * DAY, state / 100 % 2 == 0) : NULL;

  g_strdelimit (email, "'?", '-');
  sqlite3_reset (insert);
  sqlite3_bind_int64 (insert, 1, account);
  sqlite3_bind_int64 (insert, 2, home);
  sqlite3_bind_int64 (insert, 3, number);
  bind (insert, 4, id);
  bind (insert, 5, known ? first : NULL);
  bind (insert, 6, known ? last : NULL);
  bind (insert, 7, known ? name : NULL);
  bind (insert, 8, email);
  bind (insert, 9, uid);
  bind (insert, 10, state / 200 % 40 == 0 ? "account_admin"
                    : state / 200 % 6 == 0 ? "project_admin" : "account_user");
  bind (insert, 11, status);
  bind (insert, 12, company);
  bind (insert, 13, jobs[state / 8000 % G_N_ELEMENTS (jobs)]);
  bind (insert, 14, sign_in);
  sqlite3_bind_int64 (insert, 15, since);
  sqlite3_bind_int64 (insert, 16, since + 20 * DAY);
  sqlite3_step (insert);
}

static void
insert_person (GuildSandbox *self, guint account, guint person)
{
  const GuildSandboxPerson *who = &guild_sandbox_people[person];
  g_autofree char *id = guild_sandbox_uuid (self->seed, account * 16 + person, SALT_UID);
  g_autofree char *name = g_strconcat (who->given_name, " ", who->family_name, NULL);
  g_autofree char *sign_in = make_sign_in (guild_sandbox_now (self) / 1000, FALSE);

  guild_sandbox_sql_run (self, insert_sql, "iiisssssssssssii", (gint64) account, (gint64) 0,
                         (gint64) person, id, who->given_name, who->family_name, name, who->email,
                         who->autodesk_id,
                         person == GUILD_SANDBOX_ADMINISTRATOR ? "account_admin" : "account_user",
                         "active", NULL, who->description, sign_in, FIRST_DAY, FIRST_DAY);
}

void
guild_sandbox_users_prepare (GuildSandbox *self)
{
  sqlite3_exec (self->db, tables, NULL, NULL, NULL);
  if (guild_sandbox_sql_int (self, "SELECT 1 FROM autodesk_user LIMIT 1", "") != 0)
    return;
  for (guint account = 0; account < GUILD_SANDBOX_N_ACCOUNTS; account++)
    for (guint person = 0; person < GUILD_SANDBOX_N_PEOPLE; person++)
      if (guild_sandbox_autodesk_account_has (account, (int) person))
        insert_person (self, account, person);
}

/* Makes up the people of the companies that COMPANIES selects (rowid, id, user_size). */
static void
make (GuildSandbox *self, guint account, sqlite3_stmt *companies)
{
  g_autoptr(sqlite3_stmt) insert = guild_sandbox_sql (self, insert_sql, "");
  g_autoptr(sqlite3_stmt) done =
    guild_sandbox_sql (self, "INSERT OR IGNORE INTO autodesk_staffed (home) VALUES (?)", "");

  sqlite3_exec (self->db, "BEGIN", NULL, NULL, NULL);
  while (sqlite3_step (companies) == SQLITE_ROW)
    {
      gint64 home = sqlite3_column_int64 (companies, 0);
      guint size = (guint) sqlite3_column_int64 (companies, 2);

      sqlite3_reset (done);
      sqlite3_bind_int64 (done, 1, home);
      sqlite3_step (done);
      if (sqlite3_changes (self->db) == 0)
        continue;
      for (guint i = 0; i < size; i++)
        insert_user (self, insert, account, home, i,
                     (const char *) sqlite3_column_text (companies, 1));
    }
  sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);
}

void
guild_sandbox_users_make (GuildSandbox *self, guint account)
{
  g_autoptr(sqlite3_stmt) companies = guild_sandbox_sql (
    self, "SELECT rowid, id, user_size FROM (SELECT rowid, id, user_size FROM autodesk_company "
    "WHERE account = ? ORDER BY rowid LIMIT " G_STRINGIFY (GUILD_SANDBOX_STAFFED) ") c "
    "WHERE NOT EXISTS (SELECT 1 FROM autodesk_staffed s WHERE s.home = c.rowid)", "i",
    (gint64) account);

  make (self, account, companies);
}

void
guild_sandbox_users_make_for (GuildSandbox *self, guint account, const char *company)
{
  g_autofree char *key = guild_sandbox_autodesk_fold (company);
  g_autoptr(sqlite3_stmt) companies = guild_sandbox_sql (
    self, "SELECT rowid, id, user_size FROM autodesk_company WHERE account = ? AND "
    "(name_key = ? OR id = ?)", "iss", (gint64) account, key, company);

  make (self, account, companies);
}
