/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "imports.h"

#include <string.h>

#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk.h"

/* What an import would do with each row of a file; nothing is sent here. */

typedef struct
{
  GuildDirectory *directory; /* (owned) */
} Plans;

static void
set_up (Plans *self, gconstpointer data)
{
  self->directory = imports_new_directory ();
}

static void
tear_down (Plans *self, gconstpointer data)
{
  imports_close_directory (self->directory);
}

/* KEY is the last digit of the id. */
static void
add (Plans *self, char key, const char *name, const char *erp_id, const char *tax_id)
{
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"aaaaaaaa-0000-0000-0000-00000000000%c\",\"name\":\"%s\",\"trade\":\"Concrete\","
    "\"status\":\"active\",\"erpId\":\"%s\",\"taxId\":\"%s\",\"addresses\":[{\"type\":\"Main\","
    "\"city\":\"Graz\",\"country\":\"AT\",\"stateOrProvince\":null}]}", key, name, erp_id, tax_id);

  imports_add_company (self->directory, json);
}

static void
assert_plan (Plans *self, const char *file, const char *expected)
{
  g_autoptr(GuildImportPlan) plan = imports_plan (self->directory, file, FALSE);
  g_autofree char *text = imports_describe (plan);

  g_assert_cmpstr (text, ==, expected);
}

/* --- columns ---------------------------------------------------------------------------------- */

static void
assert_columns (const char *headings, const char *remembered, const char *expected)
{
  g_autofree char *text = g_strdup_printf ("%s\nx\n", headings);
  g_autoptr(GuildCsvTable) file = imports_parse (text);
  g_autofree const char **columns = guild_import_columns_guess (
    guild_autodesk_table (), guild_autodesk_import_rules (), file, remembered);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < file->n_columns; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? "," : "", columns[i] != NULL ? columns[i] : "-");
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_columns (void)
{
  assert_columns ("id,name,trade,erpId,taxId", NULL, "id,name,trade,erpId,taxId");
  assert_columns ("ID,NAME,Address line 1,ERP-ID,Tax ID", NULL, "id,name,addressLine1,erpId,taxId");
  assert_columns ("address_line_1,postal_code,state_or_province,website_url", NULL,
                  "addressLine1,postalCode,state,website");
  assert_columns ("Company,Company name,Zip,VAT,Fax", NULL, "name,-,postalCode,taxId,-");
  /* What only the service sets, no file does. */
  assert_columns ("name,status,projects,createdAt,Created", NULL, "name,-,-,-,-");
}

static void
test_remember (void)
{
  g_autoptr(GuildCsvTable) file = imports_parse ("Firma,name,Nr.\nx,y,z\n");
  const char *chosen[] = { "name", NULL, "erpId", NULL };
  g_autofree char *first = guild_import_columns_remember (chosen, file, NULL);
  g_autoptr(GuildCsvTable) other = imports_parse ("Ort\nGraz\n");
  const char *city[] = { "city", NULL };
  g_autofree char *both = guild_import_columns_remember (city, other, first);

  assert_columns ("Nr,FIRMA,Ort,Name,trade", both, "erpId,name,city,-,trade");
  assert_columns ("name,trade", "no JSON", "name,trade");
  assert_columns ("name,trade", "{\"name\":7,\"trade\":\"no such\"}", "name,trade");
}

static void
test_columns_check (void)
{
  const char *without[] = { "city", NULL };
  const char *with[] = { "city", "taxId", NULL };
  g_autofree char *why = guild_import_columns_check (
    guild_autodesk_table (), guild_autodesk_import_rules (), without, 1);

  g_assert_nonnull (why);
  g_assert_null (guild_import_columns_check (guild_autodesk_table (),
                                             guild_autodesk_import_rules (), with, 2));
}

/* --- rows ------------------------------------------------------------------------------------- */

static void
test_match (Plans *self, gconstpointer data)
{
  add (self, '1', "Alpha", "E-1", "T-1");
  add (self, '2', "Beta", "E-2", "");
  add (self, '3', "Gamma", "", "T-3");
  add (self, '4', "Twin", "E-4", "");
  add (self, '5', "Twin", "E-5", "");

  assert_plan (self, "name,trade,city\n Alpha ,Concrete,Graz\nBETA,Metals,Graz\nNew,Concrete,\n",
               "unchanged:Alpha|update:BETA|create:New");
  /* The id says it outright, also when the name is another's twin. */
  assert_plan (self, "id,name\nAAAAAAAA-0000-0000-0000-000000000004,Twin\n"
                     "bbbbbbbb-0000-0000-0000-000000000009,Who\n",
               "unchanged:Twin|invalid:Who");
  assert_plan (self, "erpId,city\ne-2,Linz\n", "update:Beta");
  assert_plan (self, "taxId,city\nT-3,Linz\n", "update:Gamma");
  assert_plan (self, "name,trade\nTwin,Metals\n", "conflict:Twin");
  /* A name that goes with another ERP ID, and an ERP ID that goes with another's tax ID. */
  assert_plan (self, "name,erpId,trade\nAlpha,E-9,Concrete\n", "conflict:Alpha");
  assert_plan (self, "name,erpId,taxId\nAlpha,E-1,T-3\n", "conflict:Alpha");
  /* A new name that is somebody's. */
  assert_plan (self, "name,erpId\nGamma,E-1\n", "conflict:Gamma");
  assert_plan (self, "name,erpId\nAlpha Renamed,E-1\n", "update:Alpha Renamed");
}

static void
test_deleted (Plans *self, gconstpointer data)
{
  imports_add_company (self->directory,
                       "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000001\",\"name\":\"removed at "
                       "01022024\",\"originalName\":\"Gone\",\"trade\":\"Concrete\","
                       "\"status\":\"deleted\",\"erpId\":\"E-1\"}");

  assert_plan (self, "name,trade,erpId\nGone,Concrete,E-1\n", "create:Gone");
  assert_plan (self, "id,name\naaaaaaaa-0000-0000-0000-000000000001,Gone\n", "invalid:Gone");
}

static void
test_within_file (Plans *self, gconstpointer data)
{
  add (self, '1', "Alpha", "E-1", "T-1");
  add (self, '2', "Beta", "E-2", "");

  assert_plan (self, "name,trade,erpId\nNew,Concrete,\nNEW ,Metals,\nOther,Concrete,E-7\n"
                     "Another,Concrete,e-7\nFine,Concrete,\n",
               "conflict:New|conflict:NEW|conflict:Other|conflict:Another|create:Fine");
  assert_plan (self, "name,erpId,trade\nAlpha,,Metals\nAlpha,E-1,Metals\nBeta,,Metals\n",
               "conflict:Alpha|conflict:Alpha|update:Beta");
  /* One is renamed to what another is to be called. */
  assert_plan (self, "name,erpId,trade\nSame,E-1,Metals\nSame,,Metals\n",
               "conflict:Same|conflict:Same");
  g_autoptr(GuildImportPlan) plan =
    imports_plan (self->directory, "name,trade\nMüller,Metals\nMuller,Metals\n", FALSE);
  g_assert_nonnull (strstr (guild_import_row_get_note (imports_row (plan, 0)), "3"));
}

/* Companies that are alike at the service stay as they are. */
static void
test_twins_unchanged (Plans *self, gconstpointer data)
{
  add (self, '1', "Twin", "E-1", "");
  add (self, '2', "Twin", "E-1", "");
  assert_plan (self, "id,name,erpId,city\naaaaaaaa-0000-0000-0000-000000000001,Twin,E-1,Graz\n"
                     "aaaaaaaa-0000-0000-0000-000000000002,Twin,E-1,Linz\n",
               "unchanged:Twin|update:Twin");
}

static void
test_invalid (Plans *self, gconstpointer data)
{
  g_autofree char *name = g_strnfill (256, 'x');
  g_autofree char *file =
    g_strdup_printf ("name,trade\n%s,Concrete\nNo trade,\nToo,many,cells\n,Concrete\n", name);
  g_autoptr(GuildImportPlan) plan = imports_plan (self->directory, file, FALSE);

  for (guint i = 0; i < 4; i++)
    {
      GuildImportRow *row = imports_row (plan, i);
      g_assert_cmpint (guild_import_row_get_verdict (row), ==, GUILD_IMPORT_INVALID);
      g_assert_cmpint (guild_import_row_get_state (row), ==, GUILD_IMPORT_ROW_IDLE);
      g_assert_cmpstr (guild_import_row_get_note (row), !=, "");
    }
  g_assert_cmpuint (guild_import_plan_count (plan, GUILD_IMPORT_INVALID), ==, 4);
}

static void
test_warnings (Plans *self, gconstpointer data)
{
  g_autoptr(GuildImportPlan) plan = NULL;

  add (self, '1', "Muller", "", "");
  plan = imports_plan (self->directory,
                       "name,trade,country,state\nMüller,Concrete,,\nCustom,mh-trade,,\n"
                       "Far,Concrete,Atlantis,\nState,Concrete,US,Bavaria\n"
                       "Fine,Concrete,us,CA\nMuller,Concrete,AT,\n", FALSE);
  static const char * const warnings[] = { "Muller", "mh-trade", "Atlantis", "Bavaria", "", "" };
  for (guint i = 0; i < G_N_ELEMENTS (warnings); i++)
    {
      const char *warning = guild_import_row_get_warning (imports_row (plan, i));
      g_assert_true (*warnings[i] == '\0' ? *warning == '\0'
                                          : strstr (warning, warnings[i]) != NULL);
    }
  g_assert_cmpuint (guild_import_plan_count_warned (plan), ==, 4);
  /* Codes and names of places are one. */
  g_assert_cmpint (guild_import_row_get_verdict (imports_row (plan, 5)), ==,
                   GUILD_IMPORT_UNCHANGED);
}

static void
test_update (Plans *self, gconstpointer data)
{
  g_autoptr(GuildImportPlan) plan = NULL;

  add (self, '1', "Alpha", "E-1", "T-1");
  plan = imports_plan (self->directory, "name,city,taxId,country,trade\nAlpha,Linz,,Austria,\n",
                       FALSE);
  GuildImportRow *row = imports_row (plan, 0);
  g_assert_cmpstr (guild_import_row_get_note (row), ==, "City: Graz → Linz");
  g_assert_cmpstr (guild_import_row_get_company_id (row), ==,
                   "aaaaaaaa-0000-0000-0000-000000000001");
  g_assert_cmpuint (guild_import_row_get_line (row), ==, 2);
  g_clear_object (&plan);

  /* Clears, except what must not be empty. */
  plan = imports_plan (self->directory, "name,city,taxId,trade\nAlpha,,,\n", TRUE);
  row = imports_row (plan, 0);
  g_assert_cmpstr (guild_import_row_get_note (row), ==, "City: Graz → —\nTax ID: T-1 → —");
}

static void
test_result (Plans *self, gconstpointer data)
{
  add (self, '1', "Alpha", "E-1", "T-1");
  g_autoptr(GuildImportPlan) plan = imports_plan (
    self->directory, "Name;Trade;Note\nAlpha;Metals;\"a;b\"\nNew;;=1\n", FALSE);
  g_autofree char *result = guild_import_plan_dup_result (plan);

  g_assert_cmpstr (result, ==,
                   "\xef\xbb\xbfName;Trade;Note;Outcome;Company ID;Why\r\n"
                   "Alpha;Metals;\"a;b\";Not sent;aaaaaaaa-0000-0000-0000-000000000001;"
                   "Trade: Concrete → Metals\r\n"
                   "New;;\"'=1\";Invalid;;\"Trade is missing, and a new company needs it.\"\r\n");
  /* It can be imported again, and does not grow. */
  g_autoptr(GuildImportPlan) again = imports_plan (self->directory, result, FALSE);
  g_autofree char *text = imports_describe (again);
  g_autofree char *second = guild_import_plan_dup_result (again);
  g_assert_cmpstr (text, ==, "update:Alpha|invalid:New");
  g_assert_true (g_str_has_prefix (second, "\xef\xbb\xbfName;Trade;Note;Company ID;Outcome;Why\r\n"));
}

/* --- whatever the file ------------------------------------------------------------------------ */

static const char * const names[] = { "Alpha", "Beta", "alpha", "Älpha", "Gamma", "Delta", "Eta",
                                      "Zeta", "" };
static const char * const codes[] = { "", "", "", "1", "2", "3", "4", "5" };

static void
append_random_row (GString *file)
{
  guint id = g_test_rand_int_range (0, 10);

  if (id > 0 && id < 6)
    g_string_append_printf (file, "aaaaaaaa-0000-0000-0000-00000000000%u", id);
  g_string_append_printf (file, ",%s,Concrete,%s,%s,City %d\n",
                          names[g_test_rand_int_range (0, G_N_ELEMENTS (names))],
                          codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))],
                          codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))],
                          g_test_rand_int_range (0, 3));
}

/* What the service would have afterwards. */
static void
carry_out (Plans *self, GuildImportPlan *plan, GuildCsvTable *file)
{
  static guint n_made = 0;

  for (guint i = 0; i < file->rows->len; i++)
    {
      GuildImportRow *row = imports_row (plan, i);
      const GuildCsvRow *source = file->rows->pdata[i];
      char **cells = source->cells;
      GuildImportVerdict verdict = guild_import_row_get_verdict (row);
      g_autofree char *fresh = g_strdup_printf ("cccccccc-0000-0000-0000-%012u", n_made++);
      g_autoptr(GuildCompany) old = NULL;
      const char *id = guild_import_row_get_company_id (row);
      const char *before[2] = { "", "" };

      if (verdict != GUILD_IMPORT_CREATE && verdict != GUILD_IMPORT_UPDATE)
        continue;
      if (id != NULL)
        {
          GAsyncResult *slot = NULL;
          guild_directory_load_company_async (self->directory, id, NULL, guild_test_result_cb,
                                              &slot);
          g_autoptr(GAsyncResult) result = guild_test_await (&slot);
          old = guild_directory_load_company_finish (self->directory, result, NULL);
          g_assert_nonnull (old);
          for (guint j = 0; j < 2; j++)
            {
              guint field = guild_field_table_index (guild_autodesk_table (),
                                                     j == 0 ? "erpId" : "taxId");
              const char *text = guild_company_get_cell (old, field)->text;
              before[j] = text != NULL ? text : "";
            }
        }
      g_autofree char *json = g_strdup_printf (
        "{\"id\":\"%s\",\"name\":\"%s\",\"trade\":\"Concrete\",\"status\":\"active\","
        "\"erpId\":\"%s\",\"taxId\":\"%s\",\"addresses\":[{\"city\":\"%s\"}]}",
        id != NULL ? id : fresh, guild_import_row_get_name (row),
        *cells[3] != '\0' ? cells[3] : before[0], *cells[4] != '\0' ? cells[4] : before[1],
        cells[5]);
      imports_add_company (self->directory, json);
    }
}

/* No two rows that are sent mean one company or make one twice; carried out, the same file has
 * nothing left to do with any of them. */
static void
test_property (Plans *self, gconstpointer data)
{
  for (char key = '1'; key < '6'; key++)
    add (self, key, names[g_test_rand_int_range (0, 8)],
         codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))],
         codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))]);
  for (guint run = 0; run < 150; run++)
    {
      g_autoptr(GString) text = g_string_new ("id,name,trade,erpId,taxId,city\n");
      for (guint i = g_test_rand_int_range (1, 8); i > 0; i--)
        append_random_row (text);
      g_autoptr(GuildCsvTable) file = imports_parse (text->str);
      g_autoptr(GuildImportPlan) plan = imports_plan (self->directory, text->str, FALSE);
      g_autoptr(GHashTable) targets = g_hash_table_new (g_str_hash, g_str_equal);
      guint n = 0;

      for (guint i = 0; i < GUILD_IMPORT_N_VERDICTS; i++)
        n += guild_import_plan_count (plan, i);
      g_assert_cmpuint (n, ==, file->rows->len);
      for (guint i = 0; i < file->rows->len; i++)
        {
          GuildImportRow *row = imports_row (plan, i);
          GuildImportVerdict verdict = guild_import_row_get_verdict (row);
          const char *id = guild_import_row_get_company_id (row);
          g_assert_true (verdict <= GUILD_IMPORT_UNCHANGED ||
                         *guild_import_row_get_note (row) != '\0');
          if (verdict == GUILD_IMPORT_UPDATE || verdict == GUILD_IMPORT_UNCHANGED)
            g_assert_true (g_hash_table_add (targets, (gpointer) id));
        }
      carry_out (self, plan, file);
      g_autoptr(GuildImportPlan) again = imports_plan (self->directory, text->str, FALSE);
      for (guint i = 0; i < file->rows->len; i++)
        if (guild_import_row_get_verdict (imports_row (plan, i)) <= GUILD_IMPORT_UNCHANGED &&
            guild_import_row_get_verdict (imports_row (again, i)) != GUILD_IMPORT_UNCHANGED)
          g_error ("Line %u of:\n%s%s", i + 2, text->str,
                   guild_import_row_get_note (imports_row (again, i)));
    }
}

#define ADD(name, func) \
  g_test_add ("/journal/import-plan/" name, Plans, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/import-plan/columns", test_columns);
  g_test_add_func ("/journal/import-plan/remember", test_remember);
  g_test_add_func ("/journal/import-plan/columns-check", test_columns_check);
  ADD ("match", test_match);
  ADD ("deleted", test_deleted);
  ADD ("within-file", test_within_file);
  ADD ("twins-unchanged", test_twins_unchanged);
  ADD ("invalid", test_invalid);
  ADD ("warnings", test_warnings);
  ADD ("update", test_update);
  ADD ("result", test_result);
  ADD ("property", test_property);
  return g_test_run ();
}
