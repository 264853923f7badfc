/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"

#include "company/guild-name-form.h"
#include "directory/guild-duplicates.h"
#include "service/autodesk/guild-autodesk.h"

/* Which companies of an account may be one and the same. */

static void
add (GuildBatch *batch, const char *id, const char *name, const char *tax_id, const char *erp_id,
     guint n_projects)
{
  g_autoptr(JsonObject) company = json_object_new ();

  json_object_set_string_member (company, "id", id);
  json_object_set_string_member (company, "name", name);
  json_object_set_string_member (company, "status",
                                 g_str_has_prefix (id, "deleted") ? "deleted" : "active");
  json_object_set_string_member (company, "taxId", tax_id);
  json_object_set_string_member (company, "erpId", erp_id);
  json_object_set_int_member (company, "projectSize", n_projects);
  g_assert_true (guild_batch_append (batch, company));
}

static GPtrArray *
find (GuildDirectory *directory)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_duplicates_find_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GPtrArray *groups = guild_duplicates_find_finish (directory, result, &error);
  g_assert_no_error (error);
  return groups;
}

/* "7:a b": why, and who; (transfer full). */
static char *
describe (GPtrArray *groups)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++)
    {
      const GuildDuplicateGroup *group = groups->pdata[i];
      g_string_append_printf (text, "%s%d:", i > 0 ? "\n" : "", (int) group->why);
      for (guint k = 0; k < group->companies->len; k++)
        g_string_append_printf (text, "%s%s", k > 0 ? " " : "",
                                ((GuildDuplicate *) group->companies->pdata[k])->id);
    }
  return g_string_free (text, FALSE);
}

static void
test_groups (void)
{
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_autodesk_table ());

  add (batch, "a1", "Northwind Bakery", "", "", 2);
  add (batch, "a2", "Northwind Bakery Ltd", "", "", 9);
  add (batch, "deleted", "Northwind Bakery", "12-345", "", 0);
  add (batch, "b1", "Meridian Concrete", "DE 123.456", "77", 0);
  add (batch, "b2", "Beton Meridian", "de123456", "", 1);
  add (batch, "b3", "Meridien Concrete", "", "78", 0);
  /* Alike in every figure: by name, whatever the service made their ids. */
  add (batch, "c1", "Omega", "", "erp 9", 0);
  add (batch, "c2", "Alpha", "", "ERP-9", 0);
  add (batch, "n1", "Nothing", "n/a", "0", 0);
  add (batch, "n2", "Alone", "N/A", "0", 0);
  add (batch, "u", "", "", "", 0);
  add (batch, "v", "", "", "", 0);
  test_apply (directory, batch);
  g_autoptr(GPtrArray) groups = find (directory);
  g_autofree char *text = describe (groups);
  g_assert_cmpstr (text, ==, "5:b2 b1 b3\n2:c2 c1\n1:a2 a1");

  g_autofree char *why = guild_alike_describe (((GuildDuplicateGroup *) groups->pdata[0])->why);
  g_assert_cmpstr (why, ==, "Same tax ID · Similar names");
  g_autoptr(GString) csv = guild_duplicates_to_csv (groups);
  g_auto(GStrv) lines = g_strsplit (csv->str, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 9);
  g_assert_cmpstr (lines[0], ==, "Group,Why,Name,Tax ID,ERP ID,Trade,City,Projects,Members,ID");
  g_assert_cmpstr (lines[4], ==, "2,Same ERP ID,Alpha,,ERP-9,,,0,,c2");
  g_assert_cmpstr (lines[8], ==, "");
  test_close (directory);
}

static void
test_cancelled (void)
{
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_duplicates_find_async (directory, cancellable, guild_test_result_cb, &slot);
  g_cancellable_cancel (cancellable);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_null (guild_duplicates_find_finish (directory, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_close (directory);
}

enum { N_COMPANIES = 160 };

static void
paint (guint *colours, guint from, guint to)
{
  for (guint i = 0; i < N_COMPANIES; i++)
    if (colours[i] == from)
      colours[i] = to;
}

static gboolean
is_same_number (char *a, char *b)
{
  g_autofree char *one = guild_name_form_number (a);
  g_autofree char *other = guild_name_form_number (b);
  return one != NULL && g_strcmp0 (one, other) == 0;
}

/* What comparing each with each finds: companies are alike in a chain when they have one colour. */
static void
colour_by_hand (char **names, char **tax_ids, guint *colours)
{
  for (guint i = 0; i < N_COMPANIES; i++)
    colours[i] = i;
  for (guint i = 0; i < N_COMPANIES; i++)
    for (guint k = 0; k < i; k++)
      {
        g_autoptr(GuildNameForm) one = guild_name_form_new (names[i]);
        g_autoptr(GuildNameForm) other = guild_name_form_new (names[k]);
        if (guild_name_form_is_like (one, other) || is_same_number (tax_ids[i], tax_ids[k]))
          paint (colours, colours[i], colours[k]);
      }
}

static char *
make_name (void)
{
  static const char * const first[] = { "Mero", "Meros", "Nero", "Meero", "Mer o", "A", "12" };
  static const char * const second[] = { "Bau", "Bauten", "Bauen", "Ltd", "Tech", "B", "13" };

  return g_strdup_printf ("%s%s%s%s", first[g_test_rand_int_range (0, G_N_ELEMENTS (first))],
                          g_test_rand_bit () ? " " : "",
                          second[g_test_rand_int_range (0, G_N_ELEMENTS (second))],
                          g_test_rand_bit () ? " GmbH" : g_test_rand_bit () ? " Berg" : "");
}

/* The finder's groups are those that comparing each with each finds. */
static void
test_random (void)
{
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_autodesk_table ());
  char *names[N_COMPANIES], *tax_ids[N_COMPANIES];
  guint colours[N_COMPANIES], sizes[N_COMPANIES] = { 0 }, n_wanted = 0;

  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      names[i] = make_name ();
      tax_ids[i] = g_test_rand_int_range (0, 10) == 0
        ? g_strdup_printf ("%d", g_test_rand_int_range (0, 40)) : g_strdup ("");
      add (batch, id, names[i], tax_ids[i], "", 0);
    }
  test_apply (directory, batch);
  colour_by_hand (names, tax_ids, colours);
  for (guint i = 0; i < N_COMPANIES; i++)
    n_wanted += ++sizes[colours[i]] == 2;

  g_autoptr(GPtrArray) groups = find (directory);
  g_assert_cmpuint (groups->len, ==, n_wanted);
  g_assert_cmpuint (groups->len, >, 0);
  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *companies = ((GuildDuplicateGroup *) groups->pdata[i])->companies;
      guint colour = colours[atoi (((GuildDuplicate *) companies->pdata[0])->id)];
      g_assert_cmpuint (companies->len, ==, sizes[colour]);
      for (guint k = 1; k < companies->len; k++)
        g_assert_cmpuint (colours[atoi (((GuildDuplicate *) companies->pdata[k])->id)], ==, colour);
    }
  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_free (names[i]);
      g_free (tax_ids[i]);
    }
  test_close (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/duplicates/groups", test_groups);
  g_test_add_func ("/directory/duplicates/cancelled", test_cancelled);
  g_test_add_func ("/directory/duplicates/random", test_random);
  return g_test_run ();
}
