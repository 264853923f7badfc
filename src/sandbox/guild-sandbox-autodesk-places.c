/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-places.h"

const GuildSandboxPlace guild_sandbox_places[GUILD_SANDBOX_N_PLACES] = {
  { EN, "Atlanta", "Georgia", "GA", "United States", "US",
    "303##", "+1 404-555-01##", "58-#######" },
  { EN, "Austin", "Texas", "TX", "United States", "US",
    "787##", "+1 512-555-01##", "74-#######" },
  { EN, "Boston", "Massachusetts", "MA", "United States", "US",
    "021##", "+1 617-555-01##", "04-#######" },
  { EN, "Chicago", "Illinois", "IL", "United States", "US",
    "606##", "+1 312-555-01##", "36-#######" },
  { EN, "Denver", "Colorado", "CO", "United States", "US",
    "802##", "+1 303-555-01##", "84-#######" },
  { EN, "Houston", "Texas", "TX", "United States", "US",
    "770##", "(713) 555-01##", "76-#######" },
  { EN, "Minneapolis", "Minnesota", "MN", "United States", "US",
    "554##", "+1 612-555-01##", "41-#######" },
  { EN, "New York", "New York", "NY", "United States", "US",
    "100##", "212-555-01##", "13-#######" },
  { EN, "Phoenix", "Arizona", "AZ", "United States", "US",
    "850##", "+1 602-555-01##", "86-#######" },
  { EN, "Portland", "Oregon", "OR", "United States", "US",
    "972##", "+1 503-555-01##", "93-#######" },
  { EN, "San Diego", "California", "CA", "United States", "US",
    "921##", "(619) 555-01##", "95-#######" },
  { EN, "Seattle", "Washington", "WA", "United States", "US",
    "981##", "+1 206-555-01##", "91-#######" },
  { EN, "Calgary", "Alberta", "AB", "Canada", "CA",
    "T2@ #@#", "+1 403-555-01##", "########9RT0001" },
  { FR, "Montréal", "Quebec", "QC", "Canada", "CA",
    "H3@ #@#", "+1 514-555-01##", "########7RT0001" },
  { EN, "Toronto", "Ontario", "ON", "Canada", "CA",
    "M5@ #@#", "+1 416-555-01##", "########3RT0001" },
  { EN, "Birmingham", NULL, NULL, "United Kingdom", "GB",
    "B1# #@@", "+44 121 496 0###", "GB#########" },
  { EN, "Bristol", NULL, NULL, "United Kingdom", "GB",
    "BS# #@@", "+44 117 496 0###", "GB#########" },
  { EN, "Glasgow", NULL, NULL, "United Kingdom", "GB",
    "G2 #@@", "+44 141 496 0###", "GB#########" },
  { EN, "Leeds", NULL, NULL, "United Kingdom", "GB",
    "LS# #@@", "0113 496 0###", "GB#########" },
  { EN, "London", NULL, NULL, "United Kingdom", "GB",
    "SE1 #@@", "+44 20 7946 0###", "GB#########" },
  { EN, "Manchester", NULL, NULL, "United Kingdom", "GB",
    "M4 #@@", "+44 161 496 0###", "GB#########" },
  { EN, "Cork", NULL, NULL, "Ireland", "IE",
    "T12 @#@#", "+353 21 020 91##", "IE#######W" },
  { EN, "Dublin", NULL, NULL, "Ireland", "IE",
    "D02 @#@#", "+353 1 020 91##", "IE#######T" },
  { EN, "Sydney", "New South Wales", "NSW", "Australia", "AU",
    "20##", "+61 2 5550 ####", "## ### ### ###" },
  { EN, "Melbourne", "Victoria", "VIC", "Australia", "AU",
    "30##", "+61 3 5550 ####", "## ### ### ###" },
  { EN, "Auckland", NULL, NULL, "New Zealand", "NZ",
    "10##", "+64 9 555 0###", "###-###-###" },
  { EN, "Singapore", NULL, NULL, "Singapore", "SG",
    "0#####", "+65 6555 0###", "20######K" },
  { EN, "Bengaluru", "Karnataka", "KA", "India", "IN",
    "5600##", "+91 80 5550 0###", "29@@@@@####@1Z#" },
  { DE, "Berlin", "Berlin", "BE", "Germany", "DE",
    "10###", "+49 30 23125 ###", "DE#########" },
  { DE, "Köln", "Nordrhein-Westfalen", "NW", "Germany", "DE",
    "50###", "+49 221 4710 ###", "DE#########" },
  { DE, "München", "Bayern", "BY", "Germany", "DE",
    "80###", "+49 89 99998 ###", "DE#########" },
  { DE, "Nürnberg", "Bayern", "BY", "Germany", "DE",
    "90###", "+49 911 5550 ###", "DE#########" },
  { DE, "Wien", NULL, NULL, "Austria", "AT",
    "1##0", "+43 1 5550 ###", "ATU########" },
  { DE, "Zürich", "Zürich", "ZH", "Switzerland", "CH",
    "80##", "+41 44 555 0# ##", "CHE-###.###.###" },
  { FR, "Lyon", NULL, NULL, "France", "FR",
    "6900#", "+33 4 65 71 0# ##", "FR###########" },
  { FR, "Orléans", NULL, NULL, "France", "FR",
    "45##0", "+33 2 61 91 0# ##", "FR###########" },
  { FR, "Paris", NULL, NULL, "France", "FR",
    "750##", "+33 1 99 00 0# ##", "FR###########" },
  { FR, "Liège", NULL, NULL, "Belgium", "BE",
    "40##", "+32 4 555 0# ##", "BE0#########" },
  { ES, "Madrid", "Madrid", "MD", "Spain", "ES",
    "280##", "+34 910 55 0# ##", "B########" },
  { ES, "Málaga", "Málaga", "MA", "Spain", "ES",
    "290##", "+34 951 55 0# ##", "B########" },
  { ES, "Monterrey", "Nuevo León", "NLE", "Mexico", "MX",
    "64###", "+52 81 5550 0###", "@@@######@@#" },
  { PT, "Porto", NULL, NULL, "Portugal", "PT",
    "4###-###", "+351 225 550 ###", "PT5########" },
  { PT, "São Paulo", "São Paulo", "SP", "Brazil", "BR",
    "0####-###", "+55 11 5550-0###", "##.###.###/0001-##" },
  { IT, "Milano", "Milano", "MI", "Italy", "IT",
    "201##", "+39 02 5550 0###", "IT0##########" },
  { IT, "Torino", "Torino", "TO", "Italy", "IT",
    "101##", "+39 011 5550 ###", "IT0##########" },
  { NL, "Rotterdam", "Zuid-Holland", "ZH", "Netherlands", "NL",
    "30## @@", "+31 10 555 0###", "NL#########B01" },
  { NL, "Antwerpen", NULL, NULL, "Belgium", "BE",
    "20##", "+32 3 555 0# ##", "BE0#########" },
  { NORDIC, "Göteborg", NULL, NULL, "Sweden", "SE",
    "41# ##", "+46 31 390 60 ##", "SE##########01" },
  { NORDIC, "Århus", NULL, NULL, "Denmark", "DK",
    "8##0", "+45 55 50 0# ##", "DK########" },
  { NORDIC, "Tromsø", NULL, NULL, "Norway", "NO",
    "90##", "+47 55 50 0# ##", "NO#########MVA" },
  { PL, "Łódź", NULL, NULL, "Poland", "PL",
    "9#-###", "+48 42 555 0# ##", "PL##########" },
  { CS, "Plzeň", NULL, NULL, "Czech Republic", "CZ",
    "3## ##", "+420 555 0## ###", "CZ########" },
};

const char *
guild_sandbox_place_country (const char *text)
{
  for (guint i = 0; text != NULL && i < GUILD_SANDBOX_N_PLACES; i++)
    if (g_str_equal (guild_sandbox_places[i].country_code, text))
      return guild_sandbox_places[i].country;
  return text;
}

const char *
guild_sandbox_place_state (const char *text, const char *country)
{
  const char *name = guild_sandbox_place_country (country);

  for (guint i = 0; text != NULL && name != NULL && i < GUILD_SANDBOX_N_PLACES; i++)
    if (g_strcmp0 (guild_sandbox_places[i].state_code, text) == 0 &&
        g_str_equal (guild_sandbox_places[i].country, name))
      return guild_sandbox_places[i].state;
  return text;
}

gboolean
guild_sandbox_place_fits (const char *state, const char *country)
{
  gboolean elsewhere = FALSE;

  for (guint i = 0; i < GUILD_SANDBOX_N_PLACES; i++)
    {
      if (g_strcmp0 (guild_sandbox_places[i].state, state) != 0)
        continue;
      if (g_str_equal (guild_sandbox_places[i].country, country))
        return TRUE;
      elsewhere = TRUE;
    }
  return !elsewhere;
}
