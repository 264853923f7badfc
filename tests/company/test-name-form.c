/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-name-form.h"

/* What of a name is compared, and which names are alike. */

static const struct
{
  const char *name;
  const char *letters; /* NULL: nothing to compare by */
} names[] = {
  { NULL, NULL },
  { "", NULL },
  { " – ", NULL },
  { "Northwind Bakery", "northwindbakery" },
  { "NORTHWIND BAKERY LTD.", "northwindbakery" },
  { "Northwind Bakery Co., Ltd", "northwindbakery" },
  { "The Northwind Bakery, Inc.", "northwindbakery" },
  { "Müller & Söhne GmbH & Co. KG", "mullersohne" },
  { "Müller und Söhne G.m.b.H.", "mullersohne" },
  { "Electricité du Sud S.A.R.L.", "electricitedusud" },
  { "Constructora Andina S. A.", "constructoraandina" },
  { "Nordbyg A/S", "nordbyg" },
  { "Budowa Sp. z o.o.", "budowa" },
  { "Stavby s.r.o.", "stavby" },
  { "O’Brien's Roofing", "obriensroofing" },
  { "St.John Works", "stjohnworks" },
  { "Limited", "limited" },         /* a form of nothing is a name */
  { "The Company", "company" },
  { "A S", "as" },
  { "Строй", "строи" },             /* folding takes the breve away */
  { "大林組", "大林組" },
};

static void
test_letters (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GuildNameForm) form = guild_name_form_new (names[i].name);
      g_test_message ("%s", names[i].name);
      g_assert_cmpstr (form != NULL ? form->letters : NULL, ==, names[i].letters);
    }
}

static const struct
{
  const char *one;
  const char *other;
  gboolean    alike;
} pairs[] = {
  { "Northwind Bakery", "northwind bakery ltd", TRUE },
  { "Green Field", "Greenfield Inc", TRUE },
  { "Smith Plumbing", "Plumbing Smith LLC", TRUE },
  { "Meridian Concrete", "Meridien Concrete", TRUE },
  { "Smith Brother", "Smith Brothers", TRUE },
  { "Northwind Bakery", "Nrothwind Bakery", TRUE },   /* changed over */
  { "Straße Nord", "Strasse Nord", TRUE },
  { "Zürich Bau", "Zurich Bau AG", TRUE },
  { "Строитель", "Строител", TRUE },
  { "Northwind Bakery", "Southwind Bakery", FALSE },
  { "Martin", "Marvin", FALSE },                       /* short: other people */
  { "Gates Concrete", "Bates Concrete", FALSE },       /* begins otherwise */
  { "Depot 12", "Depot 13", FALSE },
  { "Depot Nord 1", "Depot Nord", FALSE },
  { "Building Works A", "Building Works B", FALSE },
  { "Northwind Bakery", "Northwind Brewery", FALSE },
  { "Meridian Concrete", "Meridian", FALSE },
  { "Ltd", "Limited", FALSE },
};

static void
test_pairs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr(GuildNameForm) one = guild_name_form_new (pairs[i].one);
      g_autoptr(GuildNameForm) other = guild_name_form_new (pairs[i].other);
      g_test_message ("%s, %s", pairs[i].one, pairs[i].other);
      g_assert_cmpint (guild_name_form_is_like (one, other), ==, pairs[i].alike);
      g_assert_cmpint (guild_name_form_is_like (other, one), ==, pairs[i].alike);
      g_assert_true (guild_name_form_is_like (one, one));
    }
}

static gboolean
share_trace (GuildNameForm *one, GuildNameForm *other)
{
  g_autofree guint64 *first = g_new (guint64, one->n_letters);
  g_autofree guint64 *second = g_new (guint64, other->n_letters);
  guint n_first = guild_name_form_trace (one, first);
  guint n_second = guild_name_form_trace (other, second);

  for (guint i = 0; i < n_first; i++)
    for (guint k = 0; k < n_second; k++)
      if (first[i] == second[k])
        return TRUE;
  return FALSE;
}

/* One letter of a name is left out, put in, written wrong or changed over, wherever it is. */
static void
test_one_letter (void)
{
  static const char * const letters[] = { "a", "e", "n", "ž", "ж", "大" };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr(GString) name = g_string_new ("b");
      g_autoptr(GString) wrong = g_string_new ("b");
      guint n = (guint) g_test_rand_int_range (7, 14);
      guint place = (guint) g_test_rand_int_range (1, (int) n);
      int way = g_test_rand_int_range (0, 4);
      const char *held = "";

      for (guint i = 1; i < n; i++)
        {
          const char *letter = letters[g_test_rand_int_range (0, G_N_ELEMENTS (letters))];
          const char *other = letters[g_test_rand_int_range (0, G_N_ELEMENTS (letters))];
          g_string_append (name, letter);
          if (i != place)
            g_string_append_printf (wrong, "%s%s", letter, held);
          else if (way == 1)
            g_string_append (wrong, other);
          else if (way == 2)
            g_string_append_printf (wrong, "%s%s", letter, other);
          held = i == place && way == 3 ? letter : "";
        }
      g_string_append (wrong, held);
      g_autoptr(GuildNameForm) one = guild_name_form_new (name->str);
      g_autoptr(GuildNameForm) other = guild_name_form_new (wrong->str);
      if (other->n_letters < 7)
        continue;
      g_test_message ("%s, %s", name->str, wrong->str);
      g_assert_true (guild_name_form_is_like (one, other));
      g_assert_true (guild_name_form_is_like (other, one));
      g_assert_true (share_trace (one, other));
    }
}

static void
test_number (void)
{
  static const struct
  {
    const char *text;
    const char *number;
  } numbers[] = {
    { NULL, NULL }, { "", NULL }, { " - ", NULL }, { "N/A", NULL }, { "n.a.", NULL },
    { "TBD", NULL }, { "0", NULL }, { "000-000", NULL }, { "xxx", NULL }, { "9999999", NULL },
    { "Unknown", NULL }, { "12-345 678", "12345678" }, { "DE 123.456.789", "de123456789" },
    { "7", "7" }, { "111", "111" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *number = guild_name_form_number (numbers[i].text);
      g_assert_cmpstr (number, ==, numbers[i].number);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name-form/letters", test_letters);
  g_test_add_func ("/name-form/pairs", test_pairs);
  g_test_add_func ("/name-form/one-letter", test_one_letter);
  g_test_add_func ("/name-form/number", test_number);
  return g_test_run ();
}
