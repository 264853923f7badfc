/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-random.h"

#include "directory/guild-directory.h"
#include <string.h>

#define PICK(random, array) ((array)[g_rand_int_range ((random), 0, G_N_ELEMENTS (array))])

static const char * const words[] = {
  "Bakery", "bäckerei", "BAKE", "Café", "cafe", "Cafe\u0301", "o'Neill", "O’Neill", "Straße",
  "STRASSE", "STRAẞE", "12", "120", "Ltd", "ltd.", "ŁÓDŹ", "éclair", "a", "B", "ab", "Ab", "ä",
  "z", "Å", "A\u030a", "ö", "İstanbul", "istanbul", "ısı", "ISI", "株式会社", "東京", "ｶﾞ", "カ",
  "ＡＢＣ", "مُحَمَّد", "محمد", "شركة", "Ωmega", "ς", "Σ", "ﬁn", "fin", "Œuvre", "Þór", "😀", "👩‍🔧",
  "e\u0301\u0302\u0323", "\u0301", "so\u00adft", "x\u00a0y", "x  y", "\t", "\x01", "\x1f", "\x7f",
  "\ufffd", "\"", "\\", "=", "a=b", "½", "Ⓐ", "ΐ", "字", "각", "Đorđe", "—", "NULL", "Ærø",
};

static const char * const needles[] = {
  "b", "ba", "bak", "bake", "cafe", "CAFÉ", "e", "12", "120", "lodz", "ß", "ss", "strasse",
  "ltd a", "a b", "nothing", "😀", "fin", "ﬁ", " ", "", "x y", "o'n", "uk", "region", "=", "gb",
  "xero", "co-1", "İ", "ı", "i", "株式", "京", "محمد", "ω", "σ", "ä", "å", "z", "\u0301", "\"",
  "abc", "カ", "removed", "thor", "aero", "ＢＡＫ", "\x1f",
};

static const struct { const char *text; gint64 number; } times[] = {
  { "2024-03-01T10:00:00Z", G_GINT64_CONSTANT (1709287200000000) },
  { "2023-12-31T23:59:59.5+02:00", G_GINT64_CONSTANT (1704059999500000) },
  { "2025-06-30T00:00:00.000Z", G_GINT64_CONSTANT (1751241600000000) },
  { "1999-12-31T00:00:00Z", G_GINT64_CONSTANT (946598400000000) },
  { "not a time", GUILD_NUMBER_UNSET },
};
#define N_TRUE_TIMES (G_N_ELEMENTS (times) - 1)

guint32
test_random_seed (void)
{
  const char *wanted = g_getenv ("GUILDHALL_TEST_SEED");
  guint32 seed = wanted != NULL ? (guint32) g_ascii_strtoull (wanted, NULL, 10) : g_random_int ();

  g_test_message ("GUILDHALL_TEST_SEED=%u repeats this run", seed);
  return seed;
}

static gboolean
roll (GRand *random, int sides)
{
  return g_rand_int_range (random, 0, sides) == 0;
}

/* (transfer full) */
static char *
make_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  int n = roll (random, 300) ? 1500 : g_rand_int_range (random, 0, 4);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 && !roll (random, 6) ? " " : "",
                            PICK (random, words));
  return g_string_free (text, FALSE);
}

/* ---- JSON ---- */

static void
add_json_text (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (json, "\\%c", *text);
    else if ((guchar) *text < 0x20)
      g_string_append_printf (json, "\\u%04x", (guint) *text);
    else
      g_string_append_c (json, *text);
  g_string_append_c (json, '"');
}

static void
add_member (GString *json, const char *member, const char *text)
{
  g_string_append_printf (json, ",\"%s\":", member);
  add_json_text (json, text);
}

/* A text at both places, or nothing, or a number where a text should be. */
static void
say_text (GRand *random, GString *json, const char *member, NaiveCompany *company,
          const char *field)
{
  g_autofree char *text = make_text (random);

  switch (g_rand_int_range (random, 0, 14))
    {
    case 0:
      g_string_append_printf (json, ",\"%s\":null", member);
      break;
    case 1:
      g_string_append_printf (json, ",\"%s\":17", member);
      naive_company_set (company, field, "17", GUILD_NUMBER_UNSET);
      break;
    case 2:
      g_string_append_printf (json, ",\"%s\":{\"name\":\"Bakery\"}", member);
      break;
    case 3:
      break;
    default:
      add_member (json, member, text);
      naive_company_set (company, field, text, GUILD_NUMBER_UNSET);
      break;
    }
}

static void
say_time (GRand *random, GString *json, const char *member, NaiveCompany *company,
          const char *field)
{
  guint chosen = g_rand_int_range (random, 0, G_N_ELEMENTS (times));

  if (roll (random, 8))
    return;
  add_member (json, member, times[chosen].text);
  naive_company_set (company, field, times[chosen].text, times[chosen].number);
}

static void
say_number (GRand *random, GString *json, const char *member, NaiveCompany *company,
            const char *field)
{
  gint32 number = g_rand_int_range (random, -3, 40);
  g_autofree char *text = g_strdup_printf ("%d", number);

  if (roll (random, 8))
    return;
  if (roll (random, 8))
    {
      add_member (json, member, "some");
      naive_company_set (company, field, "some", GUILD_NUMBER_UNSET);
      return;
    }
  g_string_append_printf (json, ",\"%s\":%s", member, text);
  naive_company_set (company, field, text, number);
}

/* ---- Codat ---- */

/* What one status for several connections is: codat/guild-codat.h. */
static const char *
join_statuses (guint linked, guint pending, guint deauthorised, guint unlinked, guint unknown)
{
  if (linked > 0)
    return deauthorised + unlinked > 0 ? "partial" : "linked";
  if (deauthorised > 0)
    return "deauthorised";
  if (unlinked > 0)
    return "unlinked";
  return pending > 0 ? "pending" : unknown > 0 ? "SomethingNew" : "none";
}

static void
say_since (NaiveCompany *company, const char *field, guint time)
{
  if (time < G_N_ELEMENTS (times))
    naive_company_set (company, field, times[time].text, times[time].number);
}

static guint
earlier (guint a, guint b)
{
  return a >= G_N_ELEMENTS (times) || times[b].number < times[a].number ? b : a;
}

static void
say_connections (GRand *random, GString *json, NaiveCompany *company)
{
  static const char * const statuses[] = { "Linked", "PendingAuth", "Deauthorized", "Unlinked",
                                           "SomethingNew" };
  static const char * const platforms[] = { "Xero", "QuickBooks Online", "Sage 50", "Großkonto" };
  guint n[G_N_ELEMENTS (statuses)] = { 0 };
  guint lost = G_MAXUINT, pending = G_MAXUINT;
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_string_append (json, ",\"dataConnections\":[");
  for (int i = g_rand_int_range (random, 0, 4); i > 0; i--)
    {
      guint status = g_rand_int_range (random, 0, G_N_ELEMENTS (statuses));
      guint time = g_rand_int_range (random, 0, N_TRUE_TIMES);
      const char *platform = PICK (random, platforms);

      g_string_append_printf (json, "{\"status\":\"%s\",\"platformName\":\"%s\"", statuses[status],
                              platform);
      g_string_append_printf (json, ",\"created\":\"%s\"}%s", times[time].text, i > 1 ? "," : "");
      n[status]++;
      if (g_hash_table_add (seen, (gpointer) platform))
        naive_company_add (company, "platforms", platform);
      if (status == 2 || status == 3)
        lost = earlier (lost, time);
      if (status == 1)
        pending = earlier (pending, time);
    }
  g_string_append_c (json, ']');
  say_since (company, "lostSince", lost);
  say_since (company, "pendingSince", pending);
  const char *status = join_statuses (n[0], n[1], n[2], n[3], n[4]);
  naive_company_set (company, "status", status, GUILD_NUMBER_UNSET);

  NaiveCell *synced = g_hash_table_lookup (company->cells, "lastSync");
  if (g_str_equal (status, "linked"))
    company->attention = synced != NULL && synced->number != GUILD_NUMBER_UNSET &&
                         synced->number < TEST_RANDOM_NOW - 60 * G_TIME_SPAN_DAY;
  else if (g_str_equal (status, "pending"))
    company->attention = times[pending].number < TEST_RANDOM_NOW - 7 * G_TIME_SPAN_DAY;
  else
    company->attention = !g_str_equal (status, "none") && !g_str_equal (status, "SomethingNew");
}

static void
say_tags (GRand *random, GString *json, NaiveCompany *company)
{
  static const char * const keys[] = { "region", "uid", "Größe" };
  static const char * const values[] = { "uk", "UK", "12", "a b", "A  B", "", "東京" };
  gboolean first = TRUE;

  g_string_append (json, ",\"tags\":{");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (roll (random, 2))
      {
        const char *value = PICK (random, values);
        g_autofree char *item = g_strdup_printf ("%s=%s", keys[i], value);

        g_string_append_printf (json, "%s\"%s\":\"%s\"", first ? "" : ",", keys[i], value);
        naive_company_add (company, "tags", item);
        first = FALSE;
      }
  g_string_append_c (json, '}');
}

static void
say_groups (GRand *random, GString *json, NaiveCompany *company)
{
  gboolean first = TRUE;

  g_string_append (json, ",\"groups\":[");
  for (guint i = 0; i < 4; i++)
    if (roll (random, 3))
      {
        g_autofree char *group = g_strdup_printf ("group-%u", i);

        g_string_append_printf (json, "%s{\"id\":\"%s\"}", first ? "" : ",", group);
        naive_company_add (company, "groups", group);
        first = FALSE;
      }
  g_string_append_c (json, ']');
}

static void
say_products (GRand *random, GString *json, NaiveCompany *company)
{
  g_string_append (json, ",\"products\":[");
  for (int i = g_rand_int_range (random, 0, 3); i > 0; i--)
    {
      g_autofree char *text = make_text (random);

      add_json_text (json, text);
      naive_company_add (company, "products", text);
      g_string_append (json, i > 1 ? "," : "");
    }
  g_string_append_c (json, ']');
}

static void
say_codat (GRand *random, GString *json, NaiveCompany *company)
{
  say_text (random, json, "name", company, "name");
  say_text (random, json, "createdByUserName", company, "createdBy");
  say_text (random, json, "description", company, "description");
  say_time (random, json, "created", company, "created");
  say_time (random, json, "lastSync", company, "lastSync");
  say_products (random, json, company);
  say_tags (random, json, company);
  say_groups (random, json, company);
  say_connections (random, json, company);
}

/* ---- Autodesk ---- */

static void
say_autodesk (GRand *random, GString *json, NaiveCompany *company, gboolean deleted)
{
  static const struct { const char *member, *field; } texts[] = {
    { "name", "name" }, { "trade", "trade" }, { "websiteUrl", "website" }, { "erpId", "erpId" },
    { "taxId", "taxId" }, { "description", "description" },
  };
  const char *status = deleted ? "deleted" : roll (random, 20) ? "resting" : "active";

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    say_text (random, json, texts[i].member, company, texts[i].field);
  say_number (random, json, "projectSize", company, "projects");
  say_number (random, json, "userSize", company, "members");
  say_time (random, json, "createdAt", company, "created");
  say_time (random, json, "updatedAt", company, "updated");
  g_string_append (json, ",\"addresses\":[{\"type\":\"Main\"");
  say_text (random, json, "city", company, "city");
  say_text (random, json, "country", company, "country");
  g_string_append (json, "}]");
  add_member (json, "status", status);
  naive_company_set (company, "status", status, GUILD_NUMBER_UNSET);
  if (deleted)
    say_text (random, json, "originalName", company, "originalName");
}

NaiveCompany *
test_random_company (const GuildFieldTable *table, const char *id, guint32 seed, gboolean deleted)
{
  GRand *random = g_rand_new_with_seed (seed);
  NaiveCompany *company = naive_company_new (id);
  g_autoptr(GString) json = g_string_new (NULL);

  company->seed = seed;
  company->deleted = deleted;
  g_string_append_printf (json, "{\"id\":\"%s\"", id);
  if (table->is_deleted != NULL)
    say_autodesk (random, json, company, deleted);
  else
    say_codat (random, json, company);
  g_string_append_c (json, '}');
  company->json = g_string_free (g_steal_pointer (&json), FALSE);
  g_rand_free (random);
  return company;
}

/* ---- questions ---- */

const char *
test_random_needle (GRand *random)
{
  return PICK (random, needles);
}

/* (transfer none): any field of TABLE, attention, or none. */
static const char *
pick_field (GRand *random, const GuildFieldTable *table)
{
  if (roll (random, 20))
    return "no such field";
  return table->fields[g_rand_int_range (random, 0, (int) table->n_fields)].id;
}

static GuildQuery *
add_condition (GRand *random, const GuildFieldTable *table, GuildQuery *query)
{
  static const char * const values[] = {
    "linked", "pending" GUILD_LIST_SEP "partial", "active", "deleted", "Xero", "region=uk",
    "größe=A  B", "group-1", "b", "", "co-12", "Café", "Bakery", "éclair" GUILD_LIST_SEP "12",
    "2024", "ISI", "x y", "Σ", "3", "BAKERY" GUILD_LIST_SEP "",
  };
  GuildCondition condition = {
    .field = (char *) pick_field (random, table),
    .match = g_rand_int_range (random, 0, GUILD_MATCH_UNSET + 1),
    .value = (char *) PICK (random, values),
    .from = roll (random, 2) ? GUILD_NUMBER_UNSET : times[0].number,
    .to = roll (random, 2) ? GUILD_NUMBER_UNSET : times[2].number,
    .any = roll (random, 2),
  };

  if (roll (random, 12) && table->is_deleted == NULL)
    {
      condition.field = (char *) GUILD_FIELD_ATTENTION;
      condition.match = GUILD_MATCH_SET;
    }
  if (roll (random, 4))
    {
      condition.from = g_rand_int_range (random, 0, 20);
      condition.to = g_rand_int_range (random, 0, 30);
    }
  return guild_query_with_condition (query, &condition);
}

GuildQuery *
test_random_query (GRand *random, const GuildFieldTable *table, GuildQuery *query)
{
  g_autoptr(GuildQuery) before = query;
  g_autofree char *longer =
    g_strconcat (guild_query_get_text (query), test_random_needle (random), NULL);
  guint n_conditions = guild_query_get_n_conditions (query);
  guint any = n_conditions > 0 ? g_rand_int_range (random, 0, (int) n_conditions) : 0;

  switch (g_rand_int_range (random, 0, 10))
    {
    case 0:
      return guild_query_new ();
    case 1:
    case 2:
      return guild_query_with_text (before, test_random_needle (random));
    case 3:
    case 4:
      return guild_query_with_text (before, longer); /* another keystroke */
    case 5:
    case 6:
      if (n_conditions < 4)
        return add_condition (random, table, before);
      G_GNUC_FALLTHROUGH;
    case 7:
      return n_conditions > 0 ? guild_query_without_condition (before, any)
                              : add_condition (random, table, before);
    case 8:
      return guild_query_with_sort (before, roll (random, 4) ? NULL : pick_field (random, table),
                                    roll (random, 2));
    default:
      return guild_query_get_n_sort_keys (before) < 3
             ? guild_query_then_by (before, pick_field (random, table), roll (random, 2))
             : guild_query_with_sort (before, pick_field (random, table), roll (random, 2));
    }
}
