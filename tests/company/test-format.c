/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-field.h"
#include "company/guild-format.h"
#include "company/guild-name-rule.h"
#include "company/guild-trade.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY (24 * 3600 * SECOND)

static const struct
{
  const char *text;
  gint64      time; /* µs */
} times[] = {
  { "1970-01-01T00:00:00Z", 0 },
  { "2021-11-15T06:00:00Z", 1636956000 * SECOND },
  { "2021-11-15T01:00:00-05:00", 1636956000 * SECOND },
  { "2021-11-15T11:30:00+0530", 1636956000 * SECOND },
  { "2021-11-15T08:00:00+02", 1636956000 * SECOND },
  { "2021-11-15T06:00:00", 1636956000 * SECOND },          /* unqualified */
  { "2021-11-15 06:00:00.000000", 1636956000 * SECOND },
  { "2021-11-15T06:00Z", 1636956000 * SECOND },
  { "2022-10-23", 1666483200 * SECOND },
  { "2021-11-15T06:00:00.6076495Z", 1636956000 * SECOND + 607649 },
  { "2021-11-15T06:00:00.997225Z", 1636956000 * SECOND + 997225 },
  { "2021-11-15T06:00:00.000Z", 1636956000 * SECOND },
  { "2021-11-15T06:00:00.5Z", 1636956000 * SECOND + 500000 },
  { "2018-01-01T12:45:00.000Z", 1514810700 * SECOND },
  { "2000-02-29T00:00:00Z", 951782400 * SECOND },
  { "1969-12-31T23:59:59.5Z", -500000 },
  { "0001-01-01T00:00:00Z", -62135596800 * SECOND },       /* .NET's smallest */
  { "9999-12-31T23:59:59Z", 253402300799 * SECOND },
  { "", GUILD_NUMBER_UNSET },
  { "never", GUILD_NUMBER_UNSET },
  { "2021-02-29", GUILD_NUMBER_UNSET },
  { "2021-13-01", GUILD_NUMBER_UNSET },
  { "2021-00-10", GUILD_NUMBER_UNSET },
  { "0000-01-01", GUILD_NUMBER_UNSET },
  { "2021-1-1", GUILD_NUMBER_UNSET },
  { "2021-11-15T", GUILD_NUMBER_UNSET },
  { "2021-11-15T24:00:00Z", GUILD_NUMBER_UNSET },
  { "2021-11-15T06:00:00.Z", GUILD_NUMBER_UNSET },
  { "2021-11-15T06:00:00Zulu", GUILD_NUMBER_UNSET },
  { "2021-11-15T06:00:00+", GUILD_NUMBER_UNSET },
  { "2021-11-15T06:00:00+05:", GUILD_NUMBER_UNSET },
  { " 2021-11-15", GUILD_NUMBER_UNSET },
};

static void
test_parse (void)
{
  g_assert_cmpint (guild_time_parse (NULL), ==, GUILD_NUMBER_UNSET);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_test_message ("%s", times[i].text);
      g_assert_cmpint (guild_time_parse (times[i].text), ==, times[i].time);
    }
}

/* Against GLib's own calendar, over the whole range of years. */
static void
test_parse_calendar (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      gint64 seconds = (gint64) (g_test_rand_double_range (-62135596800.0, 253402300799.0));
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (seconds);
      g_autofree char *text = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ",
                                               g_date_time_get_year (when),
                                               g_date_time_get_month (when),
                                               g_date_time_get_day_of_month (when),
                                               g_date_time_get_hour (when),
                                               g_date_time_get_minute (when),
                                               g_date_time_get_second (when));

      g_assert_cmpint (guild_time_parse (text), ==, seconds * SECOND);
    }
}

/* Bytes of dates, in every order: an answer or none, never more. */
static void
test_parse_random (void)
{
  static const char alphabet[] = "0123456789-:.TZ+ \xff";

  for (guint i = 0; i < 20000; i++)
    {
      char text[40];
      gint64 time;
      gint32 length = g_test_rand_int_range (0, sizeof text);

      g_strlcpy (text, "2021-11-15T06:00:00.6076495-05:00", sizeof text);
      for (gint32 j = 0; j < length; j += g_test_rand_int_range (1, 20))
        text[j] = alphabet[g_test_rand_int_range (0, sizeof alphabet)];
      text[length] = '\0';
      time = guild_time_parse (text);
      g_assert_true (time == GUILD_NUMBER_UNSET
                     || (time > -62135769600 * SECOND && time < 253402473600 * SECOND));
    }
}

static void
assert_relative (gint64      age,
                 const char *expected)
{
  gint64 now = guild_time_parse ("2025-11-22T12:00:00Z");
  g_autofree char *text = guild_format_relative_time (now - age, now);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_relative (void)
{
  g_autofree char *never = guild_format_relative_time (GUILD_NUMBER_UNSET, 0);

  g_assert_cmpstr (never, ==, "—");
  assert_relative (0, "just now");
  assert_relative (59 * SECOND, "just now");
  assert_relative (-30 * SECOND, "just now");
  assert_relative (60 * SECOND, "1 min ago");
  assert_relative (12 * 60 * SECOND, "12 min ago");
  assert_relative (3599 * SECOND, "59 min ago");
  assert_relative (3600 * SECOND, "1 hour ago");
  assert_relative (2 * 3600 * SECOND, "2 hours ago");
  assert_relative (DAY - SECOND, "23 hours ago");
  assert_relative (DAY, "1 day ago");
  assert_relative (41 * DAY, "41 days ago");
  assert_relative (92 * DAY, "92 days ago");
  assert_relative (100 * DAY, "14 Aug");
  assert_relative (400 * DAY, "18 Oct 2024");
  assert_relative (-2 * DAY, "24 Nov");
}

static void
test_dates (void)
{
  gint64 now = guild_time_parse ("2025-11-22T12:00:00Z");
  gint64 then = guild_time_parse ("2025-03-03T15:04:05Z");
  gint64 before = guild_time_parse ("2024-03-03");
  g_autofree char *this_year = guild_format_date (then, now);
  g_autofree char *last_year = guild_format_date (before, now);
  g_autofree char *never = guild_format_date (GUILD_NUMBER_UNSET, now);
  g_autofree char *moment = guild_format_date_time (then);
  g_autofree char *no_moment = guild_format_date_time (GUILD_NUMBER_UNSET);
  g_autofree char *beyond = guild_format_date (G_MAXINT64, now);
  g_autofree char *far_ago = guild_format_relative_time (G_MININT64 + 1, now);

  g_assert_cmpstr (this_year, ==, "3 Mar");
  g_assert_cmpstr (last_year, ==, "3 Mar 2024");
  g_assert_cmpstr (never, ==, "—");
  g_assert_cmpstr (moment, ==, "3 Mar 2025, 15:04");
  g_assert_cmpstr (no_moment, ==, "—");
  g_assert_cmpstr (beyond, ==, "—");
  g_assert_cmpstr (far_ago, ==, "—");
}

static void
test_numbers (void)
{
  static const struct { gint64 number; const char *text; } table[] = {
    { 0, "0" }, { 7, "7" }, { 999, "999" }, { 2014, "2\u2009014" },
    { 1240000, "1\u2009240\u2009000" },
    { -1, "−1" }, { -2014, "−2\u2009014" }, { GUILD_NUMBER_UNSET, "—" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = guild_format_number (table[i].number);

      g_assert_cmpstr (text, ==, table[i].text);
    }
}

/* codat.md §5.2 */
static void
test_name_rule (void)
{
  static const struct { const char *name; const char *stored; } table[] = {
    { "Company (Codat[1])", "Company Codat1" },
    { "Café Zoë", "Caf Zo" },
    { "A-Z 0-9 ' & @ . , ? !", "A-Z 0-9 ' & @ . , ? !" },
    { "a\tb", "a\tb" },
    { "#/\\\"<>", "" },
    { "株式会社", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *stored = guild_name_rule_stored (table[i].name);
      g_autofree char *again = guild_name_rule_stored (stored);

      g_assert_cmpstr (stored, ==, table[i].stored);
      g_assert_cmpstr (again, ==, stored);
    }
}

/* acc.md §7, copied from the sheet apart from the program's own list. */
static const char * const trades[] = {
  "Architecture",
  "Communications",
  "Communications | Data",
  "Concrete",
  "Concrete | Cast-in-Place",
  "Concrete | Precast",
  "Construction Management",
  "Conveying Equipment",
  "Conveying Equipment | Elevators",
  "Demolition",
  "Earthwork",
  "Earthwork | Site Excavation & Grading",
  "Electrical",
  "Electrical Power Generation",
  "Electronic Safety & Security",
  "Equipment",
  "Equipment | Kitchen Appliances",
  "Exterior Improvements",
  "Exterior | Fences & Gates",
  "Exterior | Landscaping",
  "Exterior | Irrigation",
  "Finishes",
  "Finishes | Carpeting",
  "Finishes | Ceiling",
  "Finishes | Drywall",
  "Finishes | Flooring",
  "Finishes | Painting & Coating",
  "Finishes | Tile",
  "Fire Suppression",
  "Furnishings",
  "Furnishings | Casework & Cabinets",
  "Furnishings | Countertops",
  "Furnishings | Window Treatments",
  "General Contractor",
  "HVAC Heating, Ventilating, & Air Conditioning",
  "Industry-Specific Manufacturing Processing",
  "Integrated Automation",
  "Masonry",
  "Material Processing & Handling Equipment",
  "Metals",
  "Metals | Structural Steel / Framing",
  "Moisture Protection",
  "Moisture Protection | Roofing",
  "Moisture Protection | Waterproofing",
  "Openings",
  "Openings | Doors & Frames",
  "Openings | Entrances & Storefronts",
  "Openings | Glazing",
  "Openings | Roof Windows & Skylights",
  "Openings | Windows",
  "Owner",
  "Plumbing",
  "Pollution & Waste Control Equipment",
  "Process Gas & Liquid Handling, Purification, & Storage Equipment",
  "Process Heating, Cooling, & Drying Equipment",
  "Process Integration",
  "Process Integration | Piping",
  "Special Construction",
  "Specialties",
  "Specialties | Signage",
  "Utilities",
  "Water & Wastewater Equipment",
  "Waterway & Marine Construction",
  "Wood & Plastics",
  "Wood & Plastics | Millwork",
  "Wood & Plastics | Rough Carpentry",
};

static void
test_trades (void)
{
  const char * const *list = guild_trade_list ();

  g_assert_cmpuint (g_strv_length ((GStrv) list), ==, 66);
  for (guint i = 0; i < G_N_ELEMENTS (trades); i++)
    {
      g_assert_cmpstr (list[i], ==, trades[i]);
      g_assert_true (guild_trade_is_known (trades[i]));
    }

  g_assert_false (guild_trade_is_known (NULL));
  g_assert_false (guild_trade_is_known (""));
  g_assert_false (guild_trade_is_known ("plumbing"));
  g_assert_false (guild_trade_is_known ("mh-trade"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/parse-calendar", test_parse_calendar);
  g_test_add_func ("/time/parse-random", test_parse_random);
  g_test_add_func ("/format/relative", test_relative);
  g_test_add_func ("/format/dates", test_dates);
  g_test_add_func ("/format/numbers", test_numbers);
  g_test_add_func ("/name-rule", test_name_rule);
  g_test_add_func ("/trades", test_trades);
  return g_test_run ();
}
