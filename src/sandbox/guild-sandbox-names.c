/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox.h"

#include <string.h>

/* Salts of this file; every other part of the sandbox uses its own numbers below 0x4e00. */
enum
{
  SALT_PATTERN = 0x4e00,
  SALT_SURNAME,
  SALT_SECOND,
  SALT_GIVEN,
  SALT_TRADE,
  SALT_TOWN,
  SALT_WORD,
  SALT_THING,
  SALT_FORM,
  SALT_TAIL,
  SALT_UUID = 0x10000,
};

/* Codat drops every letter outside ASCII, so these are spelled without accents on purpose. */
static const char * const surnames[] = {
  "Abbott", "Ackroyd", "Adeyemi", "Ainsworth", "Albrecht", "Alcott", "Almeida", "Andersen",
  "Appleby", "Arkwright", "Ashdown", "Atkins", "Bagshaw", "Baines", "Bancroft", "Barlow",
  "Beaumont", "Beckett", "Bellamy", "Bergstrom", "Bianchi", "Birch", "Blackwood", "Bouchard",
  "Bramley", "Brennan", "Brooker", "Buchanan", "Burgess", "Cabrera", "Calloway", "Carmichael",
  "Carrick", "Castellano", "Chandra", "Chapman", "Chowdhury", "Clarke", "Coleman", "Connolly",
  "Corbett", "Cosgrove", "Crane", "Cullen", "Dalgaard", "Dalton", "Davenport", "Delacroix",
  "Dempsey", "Devlin", "Dhillon", "Dixon", "Donnelly", "Drummond", "Duarte", "Eastwood",
  "Eckhart", "Ellery", "Endicott", "Esposito", "Fairbanks", "Falk", "Farrow", "Fenwick",
  "Ferreira", "Finch", "Fitzgerald", "Flannery", "Forsyth", "Fournier", "Gallagher", "Garland",
  "Gibbons", "Gilchrist", "Goddard", "Gorman", "Grainger", "Greco", "Grimshaw", "Gupta",
  "Haas", "Hadley", "Halloran", "Hampton", "Hargreaves", "Harland", "Hartmann", "Hastings",
  "Hawthorne", "Hendricks", "Hewitt", "Hobson", "Holloway", "Horvath", "Huxley", "Ibrahim",
  "Ingram", "Ivanov", "Jansen", "Jarvis", "Jessop", "Kavanagh", "Keane", "Keller",
  "Kendrick", "Kershaw", "Khan", "Kingsley", "Kowalski", "Lachapelle", "Lambert", "Langley",
  "Larsson", "Lassiter", "Ledger", "Leung", "Lindqvist", "Lockwood", "Lombardi", "Lund",
  "Mackenzie", "Maddox", "Malone", "Marchetti", "Marsden", "Mazur", "McAllister", "McBride",
  "Mehta", "Meredith", "Middleton", "Monaghan", "Montgomery", "Moreau", "Murdoch", "Nakamura",
  "Navarro", "Neville", "Nielsen", "Norwood", "O'Brien", "O'Connor", "O'Neill", "Oakes",
  "Okafor", "Olsson", "Osborne", "Paget", "Palmer", "Parrish", "Patel", "Pemberton",
  "Petrov", "Pickering", "Prescott", "Prior", "Quigley", "Quinn", "Radcliffe", "Ramsay",
  "Redfern", "Reyes", "Rhodes", "Ridley", "Rinaldi", "Rosen", "Rossi", "Rowntree",
  "Rutherford", "Sandoval", "Sato", "Schofield", "Sharpe", "Sheridan", "Sinclair", "Skelton",
  "Somerset", "Spencer", "Stanton", "Stokes", "Sutherland", "Swift", "Tanner", "Templeton",
  "Thackeray", "Thornton", "Tierney", "Tolland", "Tremblay", "Trevelyan", "Underhill", "Upton",
  "Vance", "Varga", "Vaughan", "Visser", "Wainwright", "Walden", "Weatherby", "Webster",
  "Whitfield", "Whittaker", "Wilder", "Winslow", "Wojcik", "Woodhouse", "Wyatt", "Yardley",
  "Yilmaz", "York", "Zeller", "Ziegler",
};

static const char * const given_names[] = {
  "Ada", "Alma", "Amina", "Anton", "Arthur", "Beatrix", "Ben", "Carla", "Clara", "Conrad",
  "Daisy", "Dev", "Edith", "Elena", "Elliot", "Emil", "Esther", "Felix", "Flora", "Frank",
  "Freya", "George", "Grace", "Greta", "Hannah", "Harvey", "Hugo", "Ida", "Imogen", "Iris",
  "Jack", "James", "Jonas", "Josephine", "Kit", "Lena", "Leo", "Lydia", "Mabel", "Marcus",
  "Martha", "Mateo", "Maya", "Miriam", "Nadia", "Ned", "Nina", "Nora", "Olive", "Oscar",
  "Otto", "Pearl", "Priya", "Ralph", "Rosa", "Ruth", "Samir", "Sofia", "Stella", "Theo",
  "Toby", "Vera", "Victor", "Winnie",
};

static const char * const towns[] = {
  "Aberdeen", "Alnwick", "Ambleside", "Arlington", "Ashford", "Aylesbury", "Bakewell", "Banbury",
  "Bath", "Belfast", "Berwick", "Beverley", "Boulder", "Bournemouth", "Bozeman", "Brighton",
  "Bristol", "Burlington", "Calgary", "Cambridge", "Canterbury", "Cardiff", "Carlisle",
  "Charleston", "Chatham", "Cheltenham", "Chester", "Chichester", "Colchester", "Conwy", "Cork",
  "Coventry", "Crewe", "Darlington", "Derby", "Derry", "Dorchester", "Dover", "Dublin",
  "Dumfries", "Dundee", "Durham", "Eastbourne", "Edinburgh", "Ely", "Exeter", "Falmouth",
  "Farnham", "Galway", "Glasgow", "Gloucester", "Grantham", "Guildford", "Halifax", "Harrogate",
  "Hastings", "Hereford", "Hexham", "Huddersfield", "Inverness", "Ipswich", "Kendal", "Kilkenny",
  "Kingston", "Lancaster", "Leeds", "Lewes", "Lichfield", "Lincoln", "Ludlow", "Macclesfield",
  "Madison", "Malvern", "Margate", "Matlock", "Melbourne", "Monmouth", "Nelson", "Newbury",
  "Norwich", "Oakland", "Oxford", "Penzance", "Perth", "Plymouth", "Portland", "Preston",
  "Reading", "Richmond", "Ripon", "Rochester", "Salisbury", "Savannah", "Scarborough",
  "Sherborne", "Shrewsbury", "Skipton", "Southport", "Stirling", "Stratford", "Swansea",
  "Taunton", "Tewkesbury", "Totnes", "Truro", "Wakefield", "Warwick", "Wellington", "Wells",
  "Whitby", "Winchester", "Windsor", "Worcester", "York",
};

static const char * const trades[] = {
  "Accountancy", "Antiques", "Architects", "Bakery", "Bathrooms", "Bookbinding", "Books",
  "Brewery", "Builders", "Butchers", "Care", "Carpentry", "Catering", "Ceramics", "Chocolate",
  "Cleaning", "Coffee", "Couriers", "Cycles", "Dairy", "Dental", "Design", "Distillery",
  "Electrical", "Engineering", "Events", "Fabrics", "Farms", "Films", "Fisheries", "Fitness",
  "Floristry", "Flooring", "Foods", "Freight", "Furniture", "Garages", "Gardens", "Glass",
  "Glazing", "Haulage", "Heating", "Homes", "Hotels", "Instruments", "Insulation", "Interiors",
  "Ironworks", "Jewellers", "Joinery", "Kitchens", "Landscapes", "Laundry", "Leather", "Legal",
  "Lettings", "Lighting", "Logistics", "Marine", "Masonry", "Media", "Metalwork", "Milling",
  "Motors", "Nurseries", "Optics", "Orchards", "Organics", "Packaging", "Paints", "Paper",
  "Pharmacy", "Photography", "Physiotherapy", "Plumbing", "Pottery", "Press", "Printing",
  "Property", "Recruitment", "Removals", "Roofing", "Scaffolding", "Seeds", "Software", "Solar",
  "Stationery", "Stone", "Studios", "Surveyors", "Tailoring", "Tea", "Textiles", "Tiles",
  "Timber", "Tools", "Toys", "Training", "Travel", "Upholstery", "Vets", "Vineyards", "Watches",
  "Windows", "Wines", "Workwear",
};

static const char * const words[] = {
  "Amber", "Beacon", "Blue", "Bramble", "Brass", "Bright", "Cedar", "Clear", "Clover", "Cobalt",
  "Copper", "Coral", "Crown", "Dawn", "Elder", "Ember", "Evergreen", "Fern", "First", "Flint",
  "Foxglove", "Golden", "Granite", "Green", "Harvest", "Hazel", "Heather", "High", "Indigo",
  "Iron", "Ivory", "Juniper", "Kestrel", "Lantern", "Lark", "Linden", "Little", "Long", "Maple",
  "Meadow", "Mill", "Moss", "North", "Oak", "Old", "Olive", "Orchard", "Otter", "Pebble", "Pine",
  "Quarry", "Red", "River", "Rowan", "Saffron", "Salt", "Sea", "Silver", "Sky", "Slate", "South",
  "Star", "Stone", "Summer", "Swallow", "Thistle", "Timber", "Tidal", "Violet", "West", "White",
  "Wild", "Willow", "Winter", "Wren",
};

static const char * const things[] = {
  "Anchor", "Anvil", "Arch", "Barn", "Bell", "Boat", "Bough", "Bridge", "Brook", "Chapel",
  "Compass", "Corner", "Cottage", "Crane", "Crest", "Door", "Field", "Ford", "Forge", "Fox",
  "Gate", "Grove", "Hare", "Harbour", "Heron", "Hill", "Hive", "House", "Kettle", "Key", "Lane",
  "Leaf", "Light", "Loom", "Market", "Moor", "Orchard", "Owl", "Path", "Pier", "Plough", "Quay",
  "Ridge", "Road", "Rock", "Root", "Sail", "Shore", "Spring", "Square", "Stream", "Table",
  "Thread", "Tower", "Vale", "Wharf", "Wheel", "Wood", "Works", "Yard",
};

static const char * const forms[] = {
  "", "", "", "", "", " Ltd", " Ltd", " Ltd", " Ltd", " Limited", " LLP", " LLC", " Inc.", " Co.",
  " Group", " Partners", " Holdings", " Pty Ltd",
};

static const char * const continental_surnames[] = {
  "Achterberg", "Albers", "Arnaud", "Baumann", "Bernardi", "Blanchet", "Bogaert", "Brandt",
  "Caruso", "Castro", "Claes", "Conti", "Correia", "Dahl", "De Groot", "De Luca", "De Vries",
  "Dubois", "Dupont", "Ekman", "Faber", "Fabbri", "Fontana", "Fontaine", "Garnier", "Gerber",
  "Girard", "Haugen", "Heikkinen", "Hoffmann", "Holm", "Iglesias", "Jacobs", "Janssens",
  "Kaiser", "Kamp", "Korhonen", "Kovacs", "Krawczyk", "Kruger", "Laurent", "Leclerc", "Lehmann",
  "Lemaire", "Lindberg", "Lopes", "Maes", "Mancini", "Marino", "Martens", "Mercier", "Meunier",
  "Moretti", "Mulder", "Neumann", "Nilsson", "Novak", "Nowak", "Nyberg", "Ortega", "Pereira",
  "Perrin", "Pinto", "Ricci", "Romero", "Roussel", "Ruiz", "Sartori", "Schmitt", "Schreiber",
  "Serra", "Silva", "Smit", "Soler", "Sorensen", "Steiner", "Svensson", "Szymanski", "Teixeira",
  "Thomsen", "Torres", "Valentini", "Van Dijk", "Van den Berg", "Vasquez", "Vidal", "Virtanen",
  "Vogel", "Vogt", "Weber", "Wouters", "Zielinski", "Zimmermann",
};

/* A continental firm: %s is the surname. */
static const char * const continental[] = {
  "Autohaus %s GmbH", "Atelier %s SARL", "Baeckerei %s", "Bakkerij %s B.V.", "Boulangerie %s",
  "Bodegas %s S.L.", "Brasserie %s SA", "%s Byg ApS", "%s Bygg AB", "Cantina %s S.r.l.",
  "Cartiera %s S.p.A.", "Construcciones %s S.L.", "%s Consulting GmbH", "Druckerei %s KG",
  "%s et Fils SARL", "Falegnameria %s", "Farmacia %s", "Gebr. %s GmbH", "%s Handel AB",
  "%s Interieur B.V.", "Librairie %s", "Menuiserie %s SAS", "%s Metallbau GmbH",
  "Officina %s S.r.l.", "Panaderia %s", "%s Rakennus Oy", "%s Rederi AS", "Schreinerei %s",
  "Stolarnia %s Sp. z o.o.", "Talleres %s S.A.", "Tischlerei %s", "Transportes %s Lda",
  "Transports %s SAS", "Vinicola %s S.A.", "Weingut %s", "%s y Hijos S.L.", "%s Zonen B.V.",
};

static const char * const tails[] = {
  "and Daughters", "and Sons", "& Sons", "& Co.", "& Co", "Brothers", "& Partners", "Associates",
  "and Company", "Family",
};

#define PICK(list, salt) \
  ((list)[guild_sandbox_random (seed, index, (salt)) % G_N_ELEMENTS (list)])

/* One step of splitmix64. */
static guint64
mix (guint64 x)
{
  x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/**
 * guild_sandbox_random:
 * @salt: tells the uses of one (seed, index) apart
 *
 * Not a sequence but a function: any company can be computed without those before it.
 */
guint64
guild_sandbox_random (guint64 seed, guint64 index, guint salt)
{
  return mix (mix (mix (seed) ^ index) ^ salt);
}

/**
 * guild_sandbox_uuid:
 *
 * Returns: (transfer full): 36 lower-case characters in the form of a version 4 UUID
 */
char *
guild_sandbox_uuid (guint64 seed, guint64 index, guint salt)
{
  guint64 high = guild_sandbox_random (seed, index, SALT_UUID + 2 * salt);
  guint64 low = guild_sandbox_random (seed, index, SALT_UUID + 2 * salt + 1);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%012" G_GINT64_MODIFIER "x",
                          (guint) (high >> 32), (guint) (high >> 16) & 0xffff,
                          (guint) high & 0xfff, (guint) (low >> 48 & 0x3fff) | 0x8000,
                          low & G_GUINT64_CONSTANT (0xffffffffffff));
}

static char *
continental_name (guint64 seed, guint64 index)
{
  const char *pattern = PICK (continental, SALT_TRADE);
  const char *mark = strstr (pattern, "%s");

  return g_strdup_printf ("%.*s%s%s", (int) (mark - pattern), pattern,
                          PICK (continental_surnames, SALT_SURNAME), mark + 2);
}

/**
 * guild_sandbox_firm_name:
 *
 * A firm of any business, in letters that Codat keeps (contract/codat.md §5.2). Names are
 * not unique: among 2 000 a handful is met twice, as in life.
 *
 * Returns: (transfer full)
 */
char *
guild_sandbox_firm_name (guint64 seed, guint64 index)
{
  const char *surname = PICK (surnames, SALT_SURNAME);
  const char *second = PICK (surnames, SALT_SECOND);
  const char *trade = PICK (trades, SALT_TRADE);
  const char *town = PICK (towns, SALT_TOWN);
  const char *word = PICK (words, SALT_WORD);
  const char *thing = PICK (things, SALT_THING);
  const char *form = PICK (forms, SALT_FORM);

  switch (guild_sandbox_random (seed, index, SALT_PATTERN) % 16)
    {
    case 0:
    case 1:
      return g_strdup_printf ("%s %s%s", surname, trade, form);
    case 2:
      return g_strdup_printf ("%s & %s%s", surname, second, form);
    case 3:
      return g_strdup_printf ("%s & %s %s", surname, second, trade);
    case 4:
      return g_strdup_printf ("%s %s %s", surname, PICK (tails, SALT_TAIL), trade);
    case 5:
      return g_strdup_printf ("%s %s%s", town, trade, form);
    case 6:
      return g_strdup_printf ("%s %s %s", word, thing, trade);
    case 7:
      return g_strdup_printf ("%s %s%s", word, thing, form);
    case 8:
      return g_strdup_printf ("%s %s %s", PICK (given_names, SALT_GIVEN), surname, trade);
    case 9:
      return g_strdup_printf ("%c.%c. %s %s%s",
                              *PICK (given_names, SALT_GIVEN), *second, surname, trade, form);
    case 10:
      return g_strdup_printf ("The %s %s", town, trade);
    case 11:
      return g_strdup_printf ("The %s %s %s Company", word, thing, trade);
    case 12:
      return g_strdup_printf ("%s & %s %s", word, thing, trade);
    case 13:
      return g_strdup_printf ("%s %s of %s", surname, trade, town);
    default:
      return continental_name (seed, index);
    }
}
