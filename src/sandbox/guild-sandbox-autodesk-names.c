/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-places.h"

#include <string.h>

enum
{
  SALT_PATTERN = 0x3200,
  SALT_TRADE,
  SALT_PLACE,
  SALT_STREET,
  SALT_NUMBER,
  SALT_LINE2,
  SALT_POSTAL,
  SALT_PHONE,
  SALT_WEBSITE,
  SALT_DESCRIPTION,
  SALT_ERP,
  SALT_TAX,
  SALT_PERSON,
  SALT_SECOND,
  SALT_FORM,
  SALT_TWIN,
  SALT_FREE,
  SALT_LOCAL,
  SALT_STYLE,
};

/* The 66 trades of acc.md §7, each with two ways in which a firm calls itself. */
static const struct { const char *trade, *first, *second; } trades[] = {
  { "Architecture", "Architects", "Architecture" },
  { "Communications", "Communications", "Telecom" },
  { "Communications | Data", "Data Cabling", "Networks" },
  { "Concrete", "Concrete", "Ready Mix" },
  { "Concrete | Cast-in-Place", "Formwork", "Concrete Frames" },
  { "Concrete | Precast", "Precast", "Precast Concrete" },
  { "Construction Management", "Construction Management", "Project Services" },
  { "Conveying Equipment", "Conveyors", "Hoists" },
  { "Conveying Equipment | Elevators", "Lifts", "Elevators" },
  { "Demolition", "Demolition", "Dismantling" },
  { "Earthwork", "Groundworks", "Earthworks" },
  { "Earthwork | Site Excavation & Grading", "Excavation", "Plant & Grading" },
  { "Electrical", "Electrical", "Electric" },
  { "Electrical Power Generation", "Power", "Generators" },
  { "Electronic Safety & Security", "Security Systems", "Fire & Security" },
  { "Equipment", "Plant Hire", "Equipment" },
  { "Equipment | Kitchen Appliances", "Commercial Kitchens", "Catering Equipment" },
  { "Exterior Improvements", "External Works", "Exteriors" },
  { "Exterior | Fences & Gates", "Fencing", "Gates & Railings" },
  { "Exterior | Landscaping", "Landscaping", "Landscapes" },
  { "Exterior | Irrigation", "Irrigation", "Water Gardens" },
  { "Finishes", "Finishes", "Fit-Out" },
  { "Finishes | Carpeting", "Carpets", "Contract Carpets" },
  { "Finishes | Ceiling", "Ceilings", "Suspended Ceilings" },
  { "Finishes | Drywall", "Drywall", "Dry Lining" },
  { "Finishes | Flooring", "Flooring", "Resin Floors" },
  { "Finishes | Painting & Coating", "Painting", "Decorators" },
  { "Finishes | Tile", "Tiling", "Tile & Stone" },
  { "Fire Suppression", "Sprinklers", "Fire Protection" },
  { "Furnishings", "Furnishings", "Contract Interiors" },
  { "Furnishings | Casework & Cabinets", "Cabinets", "Casework" },
  { "Furnishings | Countertops", "Countertops", "Worktops" },
  { "Furnishings | Window Treatments", "Blinds", "Shading" },
  { "General Contractor", "Construction", "Builders" },
  { "HVAC Heating, Ventilating, & Air Conditioning", "Mechanical", "Air Conditioning" },
  { "Industry-Specific Manufacturing Processing", "Process Plant", "Manufacturing" },
  { "Integrated Automation", "Controls", "Building Automation" },
  { "Masonry", "Masonry", "Brickwork" },
  { "Material Processing & Handling Equipment", "Handling Systems", "Cranes" },
  { "Metals", "Metalwork", "Steel Fabrication" },
  { "Metals | Structural Steel / Framing", "Structural Steel", "Steel Erectors" },
  { "Moisture Protection", "Building Envelope", "Cladding" },
  { "Moisture Protection | Roofing", "Roofing", "Roofers" },
  { "Moisture Protection | Waterproofing", "Waterproofing", "Basement Systems" },
  { "Openings", "Doors & Windows", "Openings" },
  { "Openings | Doors & Frames", "Doors", "Door Systems" },
  { "Openings | Entrances & Storefronts", "Shopfronts", "Entrances" },
  { "Openings | Glazing", "Glazing", "Glass" },
  { "Openings | Roof Windows & Skylights", "Rooflights", "Skylights" },
  { "Openings | Windows", "Windows", "Curtain Walling" },
  { "Owner", "Estates", "Developments" },
  { "Plumbing", "Plumbing", "Plumbing & Heating" },
  { "Pollution & Waste Control Equipment", "Environmental", "Remediation" },
  { "Process Gas & Liquid Handling, Purification, & Storage Equipment", "Tanks", "Process Gas" },
  { "Process Heating, Cooling, & Drying Equipment", "Boilers", "Refrigeration" },
  { "Process Integration", "Process Engineering", "Integration" },
  { "Process Integration | Piping", "Piping", "Pipework" },
  { "Special Construction", "Special Structures", "Cleanrooms" },
  { "Specialties", "Specialties", "Partitions" },
  { "Specialties | Signage", "Signs", "Wayfinding" },
  { "Utilities", "Utilities", "Drainage" },
  { "Water & Wastewater Equipment", "Water Treatment", "Wastewater" },
  { "Waterway & Marine Construction", "Marine", "Dredging" },
  { "Wood & Plastics", "Timber Frame", "Carpentry" },
  { "Wood & Plastics | Millwork", "Joinery", "Millwork" },
  { "Wood & Plastics | Rough Carpentry", "Framing", "Carpenters" },
};

/* What people typed instead. */
static const char * const free_trades[] = {
  "Asbestos survey", "Crane hire", "Gerüstbau", "mh-trade", "MEP", "Setting-out & surveying",
  "Temp. works design", "TGA-Planung", "Welfare/cabins", "Éclairage", "Nettoyage de chantier",
};

/* How firms write themselves where they are; %s is the surname. */
static const struct { GuildSandboxLanguage language; const char *name, *trade; } local_names[] = {
  { DE, "%s Bau GmbH & Co. KG", "General Contractor" },
  { DE, "Gebrüder %s Tiefbau GmbH", "Earthwork" },
  { DE, "%s Dächer GmbH", "Moisture Protection | Roofing" },
  { DE, "%s Haustechnik GmbH", "Plumbing" },
  { DE, "Elektro %s e. K.", "Electrical" },
  { DE, "Metallbau %s AG", "Metals" },
  { DE, "%s Türen + Tore GmbH", "Openings | Doors & Frames" },
  { DE, "%s Lüftungsbau GmbH", "HVAC Heating, Ventilating, & Air Conditioning" },
  { FR, "%s Bâtiment SAS", "General Contractor" },
  { FR, "Établissements %s et Fils", "Masonry" },
  { FR, "Maçonnerie %s SARL", "Masonry" },
  { FR, "%s Électricité Générale", "Electrical" },
  { FR, "Charpentes %s", "Wood & Plastics | Rough Carpentry" },
  { FR, "Étanchéité %s SA", "Moisture Protection | Waterproofing" },
  { ES, "Construcciones %s S.L.", "General Contractor" },
  { ES, "Instalaciones Eléctricas %s S.A.", "Electrical" },
  { ES, "Carpintería %s e Hijos", "Wood & Plastics | Millwork" },
  { ES, "Climatización %s S.L.", "HVAC Heating, Ventilating, & Air Conditioning" },
  { PT, "%s Construções Lda.", "General Contractor" },
  { PT, "Serralharia %s & Irmãos", "Metals" },
  { PT, "Fundações %s S.A.", "Concrete" },
  { IT, "Impresa Edile %s S.r.l.", "General Contractor" },
  { IT, "Carpenterie Metalliche %s S.p.A.", "Metals | Structural Steel / Framing" },
  { IT, "Fratelli %s Serramenti", "Openings | Windows" },
  { NL, "Bouwbedrijf %s B.V.", "General Contractor" },
  { NL, "%s Installatietechniek B.V.", "Plumbing" },
  { NL, "Grondwerken %s N.V.", "Earthwork" },
  { NORDIC, "%s Bygg & Anläggning AB", "General Contractor" },
  { NORDIC, "%s Rør AS", "Plumbing" },
  { NORDIC, "Malerfirma %s ApS", "Finishes | Painting & Coating" },
  { NORDIC, "Tømrermester %s", "Wood & Plastics | Rough Carpentry" },
  { PL, "%s Budownictwo Sp. z o.o.", "General Contractor" },
  { PL, "Dźwigi %s S.A.", "Material Processing & Handling Equipment" },
  { CS, "Stavební firma %s s.r.o.", "General Contractor" },
  { CS, "%s Sklo a.s.", "Openings | Glazing" },
};

static const struct { GuildSandboxLanguage language; const char *name; } surnames[] = {
  { EN, "Abernathy" }, { EN, "Aldridge" }, { EN, "Baker" }, { EN, "Barrett" }, { EN, "Bishop" },
  { EN, "Boyd" }, { EN, "Brennan" }, { EN, "Cavanaugh" }, { EN, "Chandler" }, { EN, "Cole" },
  { EN, "Cooper" }, { EN, "Crawford" }, { EN, "Dawson" }, { EN, "Delgado" }, { EN, "Doyle" },
  { EN, "Eastman" }, { EN, "Ellison" }, { EN, "Fairchild" }, { EN, "Farrell" }, { EN, "Fleming" },
  { EN, "Fraser" }, { EN, "Garrison" }, { EN, "Gibson" }, { EN, "Greaves" }, { EN, "Hale" },
  { EN, "Harper" }, { EN, "Hendrix" }, { EN, "Hollis" }, { EN, "Hooper" }, { EN, "Hutton" },
  { EN, "Jackson" }, { EN, "Jennings" }, { EN, "Kane" }, { EN, "Kemp" }, { EN, "Kirby" },
  { EN, "Lawson" }, { EN, "Lennox" }, { EN, "Lowry" }, { EN, "Mallory" }, { EN, "Mason" },
  { EN, "McCormack" }, { EN, "McKinley" }, { EN, "Mercer" }, { EN, "Monroe" }, { EN, "Nash" },
  { EN, "Nguyen" }, { EN, "Norris" }, { EN, "O'Hara" }, { EN, "O'Sullivan" }, { EN, "Okoye" },
  { EN, "Parker" }, { EN, "Patterson" }, { EN, "Pierce" }, { EN, "Porter" }, { EN, "Ramirez" },
  { EN, "Reeves" }, { EN, "Sawyer" }, { EN, "Shepherd" }, { EN, "Singh" }, { EN, "Slater" },
  { EN, "Stone" }, { EN, "Talbot" }, { EN, "Thatcher" }, { EN, "Turner" }, { EN, "Tyler" },
  { EN, "Wallace" }, { EN, "Warren" }, { EN, "Weston" }, { EN, "Wheeler" }, { EN, "Wright" },
  { DE, "Bäcker" }, { DE, "Böhm" }, { DE, "Fuchs" }, { DE, "Groß" }, { DE, "Hübner" },
  { DE, "Jäger" }, { DE, "Köhler" }, { DE, "Krämer" }, { DE, "Lindner" }, { DE, "Müller" },
  { DE, "Schäfer" }, { DE, "Schröder" }, { DE, "Strauß" }, { DE, "Vögele" }, { DE, "Weiß" },
  { FR, "Bélanger" }, { FR, "Chevalier" }, { FR, "Lefèvre" }, { FR, "Marchand" }, { FR, "Noël" },
  { FR, "Périer" }, { FR, "Rivière" }, { FR, "Thévenet" }, { FR, "Vauclair" },
  { ES, "Álvarez" }, { ES, "Domínguez" }, { ES, "Ibáñez" }, { ES, "Muñoz" }, { ES, "Peña" },
  { ES, "Vázquez" },
  { PT, "Araújo" }, { PT, "Conceição" }, { PT, "Magalhães" }, { PT, "São João" },
  { IT, "Bonfiglioli" }, { IT, "D'Angelo" }, { IT, "Niccolò" }, { IT, "Zanetti" },
  { NL, "de Bruijn" }, { NL, "van Öttingen" }, { NL, "Hoekstra" }, { NL, "Vermeulen" },
  { NORDIC, "Ångström" }, { NORDIC, "Bjørnsen" }, { NORDIC, "Håkansson" },
  { NORDIC, "Østergård" },
  { PL, "Łukasik" }, { PL, "Wiśniewski" }, { PL, "Żak" },
  { CS, "Dvořák" }, { CS, "Růžička" }, { CS, "Šťastný" },
};

static const char * const streets[][2] = {
  [EN] = { "%u Foundry Road", "%u Canal Street" }, /* and others after people */
  [DE] = { "Industriestraße %u", "Am Güterbahnhof %u" },
  [FR] = { "%u, rue de l'Écluse", "%u, avenue des Forges" },
  [ES] = { "Calle de la Fragua, %u", "Polígono Industrial Norte, %u" },
  [PT] = { "Rua do Estaleiro, %u", "Avenida das Nações, %u" },
  [IT] = { "Via dell'Officina, %u", "Viale della Libertà, %u" },
  [NL] = { "Havenweg %u", "Nijverheidsstraat %u" },
  [NORDIC] = { "Hantverkargatan %u", "Smedjegade %u" },
  [PL] = { "ul. Przemysłowa %u", "ul. Fabryczna %u" },
  [CS] = { "Průmyslová %u", "Nádražní %u" },
};

/* The first N_TOWN_FORMS also suit a firm that is called after its town. */
#define N_TOWN_FORMS 12
static const char * const forms[] = {
  "", "", "", " Ltd", " Limited", " Inc.", " LLC", " Co.", " Corp.", " Group", " Services",
  " Partnership", " Contractors", " & Sons", " & Daughter", " Inc.", " LLC", " Ltd",
};

static const char * const descriptions[] = {
  "Framework contractor, reviewed every two years.",
  "Preferred for occupied buildings; night shifts possible.",
  "Certificates on file until the end of the year.",
  "Do not use without approval of the commercial team.",
  "Small works up to 250k.",
  "Formerly traded under another name; old contracts remain valid.",
  "24/7 call-out. Contact the depot, not the office.",
  "Joint venture partner on the hospital project.",
  "Notes: \"insurance pending\" — see folder 7\\B.",
  "Zuverlässig, Angebote immer schriftlich anfordern.",
  "Travail soigné ; délais à confirmer.",
  "المقاول المعتمد للمشروع",
  "東京支店と兼務",
};

gboolean
guild_sandbox_autodesk_trade_is_listed (const char *trade)
{
  for (guint i = 0; i < G_N_ELEMENTS (trades); i++)
    if (g_str_equal (trades[i].trade, trade))
      return TRUE;
  return FALSE;
}

static guint64
roll (guint64 seed, guint64 index, guint salt, guint64 sides)
{
  return guild_sandbox_random (seed, index, salt) % sides;
}

static char *
fill (const char *pattern, guint64 number)
{
  char *text = g_strdup (pattern);

  for (char *c = text; *c != '\0'; c++)
    {
      if (*c == '#')
        {
          *c = '0' + number % 10;
          number /= 10;
        }
      else if (*c == '@')
        {
          *c = "ABCEGHJKLMNPRSTVWXYZ"[number % 20];
          number /= 20;
        }
    }
  return text;
}

/* Picks among the surnames of a language. */
static const char *
pick_surname (GuildSandboxLanguage language, guint64 number)
{
  guint first = 0, n = 0;

  while (surnames[first].language != language)
    first++;
  while (first + n < G_N_ELEMENTS (surnames) && surnames[first + n].language == language)
    n++;
  return surnames[first + number % n].name;
}

static char *
make_local_name (guint64 seed, guint64 index, GuildSandboxLanguage language, const char **trade)
{
  guint first = 0, n = 0;

  while (local_names[first].language != language)
    first++;
  while (first + n < G_N_ELEMENTS (local_names) && local_names[first + n].language == language)
    n++;

  guint chosen = first + roll (seed, index, SALT_LOCAL, n);
  const char *pattern = local_names[chosen].name;
  const char *mark = strstr (pattern, "%s");
  const char *surname = pick_surname (language, guild_sandbox_random (seed, index, SALT_PERSON));
  guint64 other = guild_sandbox_random (seed, index, SALT_SECOND);
  const char *second = pick_surname (other / 8 % 3 == 0 ? EN : language, other / 32);
  gboolean alone = other % 8 < 2 || g_str_equal (surname, second);
  *trade = local_names[chosen].trade;
  return g_strdup_printf ("%.*s%s%s%s%s", (int) (mark - pattern), pattern, surname,
                          alone ? "" : other % 8 < 5 ? " & " : "-", alone ? "" : second,
                          mark + 2);
}

static char *
make_english_name (guint64 seed, guint64 index, const char *town, guint chosen)
{
  const char *surname = pick_surname (EN, guild_sandbox_random (seed, index, SALT_PERSON));
  const char *second = pick_surname (EN, guild_sandbox_random (seed, index, SALT_SECOND));
  const char *form = forms[roll (seed, index, SALT_FORM, G_N_ELEMENTS (forms))];
  const char *word = roll (seed, index, SALT_STYLE, 2) ? trades[chosen].first
                                                       : trades[chosen].second;

  switch (roll (seed, index, SALT_PATTERN, 8))
    {
    case 0:
      return g_strdup_printf ("%s & %s %s", surname, second, word);
    case 1:
      form = forms[roll (seed, index, SALT_FORM, N_TOWN_FORMS)];
      return g_strdup_printf ("%s %s%s", town, word, form);
    case 2:
      return g_strdup_printf ("%s Bros. %s", surname, word);
    case 3:
      return g_strdup_printf ("%c&%c %s of %s", *surname, *second, word, town);
    case 4:
      return g_strdup_printf ("%s %s (%s)%s", surname, word, town, form);
    case 5:
      return g_strdup_printf ("%s-%s %s%s", surname, second, word, form);
    default:
      return g_strdup_printf ("%s %s%s", surname, word, form);
    }
}

/* Names below .example belong to nobody (RFC 2606). */
static char *
make_website (guint64 seed, guint64 index, const char *name)
{
  static const char * const schemes[] = { "https://www.", "https://", "http://www.", "www." };
  g_autoptr(GString) host = g_string_new (NULL);
  g_autofree char *ascii = g_str_to_ascii (name, "C");

  for (const char *c = ascii; *c != '\0' && host->len < 40; c++)
    {
      if (g_ascii_isalnum (*c))
        g_string_append_c (host, g_ascii_tolower (*c));
      else if (*c == ' ' && host->len > 0 && host->str[host->len - 1] != '-')
        g_string_append_c (host, '-');
    }
  while (host->len > 0 && host->str[host->len - 1] == '-')
    g_string_truncate (host, host->len - 1);
  return g_strdup_printf ("%s%s.example", schemes[roll (seed, index, SALT_WEBSITE, 4)], host->str);
}

static char *
make_erp_id (guint64 seed, guint64 index)
{
  static const char * const patterns[] = {
    "V-######", "ERP#######", "45######", "SUP/####", "v######",
  };
  guint64 number = guild_sandbox_random (seed, index, SALT_ERP);

  if (number % 100 >= 62)
    return NULL;
  return fill (patterns[number / 100 % G_N_ELEMENTS (patterns)], number / 1000);
}

static char *
make_name (guint64 seed, guint64 index, guint place, const char **trade)
{
  guint chosen = roll (seed, index, SALT_TRADE, G_N_ELEMENTS (trades));

  if (guild_sandbox_places[place].language != EN && roll (seed, index, SALT_STYLE, 5) > 0)
    return make_local_name (seed, index, guild_sandbox_places[place].language, trade);
  *trade = trades[chosen].trade;
  return make_english_name (seed, index, guild_sandbox_places[place].city, chosen);
}

static char *
make_street (guint64 seed, guint64 index, GuildSandboxLanguage language, guint house)
{
  static const char * const kinds[] = { "Street", "Road", "Avenue", "Lane", "Way", "Park" };
  guint64 number = guild_sandbox_random (seed, index, SALT_STREET);

  if (language == EN && number % 8 > 0)
    return g_strdup_printf ("%u %s %s", house, pick_surname (EN, number / 8),
                            kinds[number / 1024 % G_N_ELEMENTS (kinds)]);

  const char *street = streets[language][number / 8 % 2];
  const char *mark = strstr (street, "%u");
  return g_strdup_printf ("%.*s%u%s", (int) (mark - street), street, house, mark + 2);
}

static void
make_address (guint64 seed, guint64 index, const GuildSandboxPlace *place,
              GuildSandboxContractor *contractor)
{
  guint64 number = guild_sandbox_random (seed, index, SALT_NUMBER);
  gboolean codes = number / 8 % 3 == 0;

  contractor->line1 = make_street (seed, index, place->language,
                                   1 + (guint) (number / 32 % 240));
  if (roll (seed, index, SALT_LINE2, 6) == 0)
    contractor->line2 = g_strdup_printf ("Unit %u", 1 + (guint) (number / 8192 % 24));
  contractor->city = place->city;
  contractor->state = codes ? place->state_code : place->state;
  contractor->country = codes ? place->country_code : place->country;
  contractor->postal_code = fill (place->postal,
                                  guild_sandbox_random (seed, index, SALT_POSTAL));
  if (roll (seed, index, SALT_LINE2, 10) > 0)
    contractor->phone = fill (place->phone, guild_sandbox_random (seed, index, SALT_PHONE));
}

/**
 * guild_sandbox_autodesk_contractor:
 * @contractor: (out)
 *
 * Makes up one building firm. A name and a tax id in two hundred is that of the firm before it,
 * one address in forty is unknown.
 */
void
guild_sandbox_autodesk_contractor (guint64 seed, guint64 index, GuildSandboxContractor *contractor)
{
  guint64 twin = roll (seed, index, SALT_TWIN, 200);
  guint64 origin = index > 0 && twin == 0 ? index - 1 : index;
  guint64 payer = index > 0 && twin == 1 ? index - 1 : index;
  guint place = roll (seed, origin, SALT_PLACE, GUILD_SANDBOX_N_PLACES);
  guint64 free_trade = roll (seed, index, SALT_FREE, 1000);

  memset (contractor, 0, sizeof *contractor);
  contractor->name = make_name (seed, origin, place, &contractor->trade);
  if (free_trade < 40)
    contractor->trade = free_trades[free_trade % G_N_ELEMENTS (free_trades)];
  else if (free_trade < 50)
    contractor->trade = NULL;
  if (free_trade % 40 != 39)
    make_address (seed, index, &guild_sandbox_places[place], contractor);
  if (roll (seed, index, SALT_WEBSITE, 10) < 7)
    contractor->website = make_website (seed, index, contractor->name);
  guint64 description = roll (seed, index, SALT_DESCRIPTION, 3 * G_N_ELEMENTS (descriptions));
  if (description < G_N_ELEMENTS (descriptions))
    contractor->description = g_strdup (descriptions[description]);
  contractor->erp_id = make_erp_id (seed, index);
  if (roll (seed, payer, SALT_STYLE, 100) < 55)
    {
      place = roll (seed, payer, SALT_PLACE, GUILD_SANDBOX_N_PLACES);
      contractor->tax_id = fill (guild_sandbox_places[place].tax,
                                 guild_sandbox_random (seed, payer, SALT_TAX));
    }
}

void
guild_sandbox_autodesk_contractor_clear (GuildSandboxContractor *contractor)
{
  g_free (contractor->name);
  g_free (contractor->line1);
  g_free (contractor->line2);
  g_free (contractor->postal_code);
  g_free (contractor->phone);
  g_free (contractor->website);
  g_free (contractor->description);
  g_free (contractor->erp_id);
  g_free (contractor->tax_id);
}
