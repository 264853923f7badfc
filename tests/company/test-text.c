/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-text.h"

static const struct
{
  const char *text;
  const char *folded;
} folds[] = {
  { "", "" },
  { "Northwind Bakery", "northwind bakery" },
  { "  two \t words\n", "two words" },
  { "Café Zoë", "cafe zoe" },
  { "Cafe\u0301", "cafe" },              /* the accent written after its letter */
  { "STRASSE", "strasse" },
  { "Straße", "strasse" },
  { "STRAẞE", "strasse" },
  { "İstanbul", "istanbul" },
  { "ısı", "isi" },
  { "Møller & Æbler", "moller & aebler" },
  { "Łódź", "lodz" },
  { "Đorđe", "dorde" },
  { "Œuvre", "oeuvre" },
  { "Þór", "thor" },
  { "ΟΔΟΣ", "οδοσ" },
  { "οδός", "οδοσ" },
  { "ﬁne ﬀ", "fine ff" },                /* ligatures */
  { "ＡＢＣ １２", "abc 12" },            /* full width */
  { "株式会社", "株式会社" },
  { "ｶﾞ", "カ" },                        /* half width, the voicing mark falls away */
  { "مُحَمَّد", "محمد" },                    /* vowel marks fall away */
  { "محـــمد", "محمد" },                  /* and what only draws a word out */
  { "أحمد إبراهيم آمنة", "احمد ابراهيم امنة" },
  { "a\u00a0b\u3000c", "a b c" },        /* other white space */
  { "so\u00adft\u200b", "soft" },        /* invisible characters */
  { "O’Neill – Sons", "o'neill - sons" },
  { "bad \xff byte", "bad \ufffd byte" },
  { "cut \xe2\x82", "cut \ufffd\ufffd" },
  { "Region=UK\x1fOwner = Ann ", "region=uk\x1fowner = ann" },
  { "a \x1f b", "a\x1f" "b" },
};

static void
test_fold (void)
{
  g_autofree char *null = guild_text_fold (NULL);

  g_assert_cmpstr (null, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    {
      g_autofree char *folded = guild_text_fold (folds[i].text);
      g_autofree char *again = guild_text_fold (folded);

      g_assert_cmpstr (folded, ==, folds[i].folded);
      g_assert_cmpstr (again, ==, folded);
    }
}

static const struct
{
  const char *text;
  const char *needle; /* as typed */
  const char *found;  /* the stretch of TEXT, NULL when there is none */
} finds[] = {
  { "Northwind Bakery", "bak", "Bak" },
  { "Northwind Bakery", "wind bakery", "wind Bakery" },
  { "Northwind   Bakery", "wind bakery", "wind   Bakery" },
  { "Northwind Bakery", "xyz", NULL },
  { "Café Zoë", "cafe", "Café" },
  { "Café Zoë", "ZOE", "Zoë" },
  { "Cafe\u0301 Zoe", "cafe", "Cafe\u0301" },
  { "Große Straße 1", "strasse", "Straße" },
  { "Große Straße 1", "s", "ß" },
  { "İstanbul", "ist", "İst" },
  { "東京 株式会社", "株式", "株式" },
  { "مُحَمَّد", "حم", "حَمَّ" },
  { "ﬁne", "ine", "ﬁne" },
  { "x \xff y", "y", "y" },
  { "Bakery", "", NULL },
};

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    {
      g_autofree char *needle = guild_text_fold (finds[i].needle);
      guint start = G_MAXUINT, end = G_MAXUINT;
      gboolean found = guild_text_find (finds[i].text, needle, &start, &end);

      g_assert_cmpint (found, ==, finds[i].found != NULL);
      if (found)
        {
          g_autofree char *stretch = g_strndup (finds[i].text + start, end - start);

          g_assert_cmpstr (stretch, ==, finds[i].found);
        }
    }

  g_assert_false (guild_text_find (NULL, "a", NULL, NULL));
  g_assert_true (guild_text_find ("a", "a", NULL, NULL));
}

/* Whatever the bytes are: the fold is valid text and folding it again changes nothing, and what
 * occurs in the fold is found within the bounds of the original. */
static void
test_random (void)
{
  static const char * const parts[] = {
    "a", "Z", " ", "\t", "é", "e\u0301", "ß", "İ", "ı", "Ǆ", "ﷺ", "각", "字", "\u0301", "\u200d",
    "\xff", "\xe2\x82", "\xf0\x9f", "😀", "´", "½", "ΐ", "ᾳ", "\x1f", "ﬃ", "Ⓐ", "㎏", "’",
  };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *folded = NULL, *again = NULL;
      glong length;

      for (gint32 n = g_test_rand_int_range (0, 12); n > 0; n--)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      folded = guild_text_fold (text->str);
      again = guild_text_fold (folded);
      g_assert_true (g_utf8_validate (folded, -1, NULL));
      g_assert_cmpstr (again, ==, folded);

      length = g_utf8_strlen (folded, -1);
      if (length > 0)
        {
          gint32 from = g_test_rand_int_range (0, (gint32) length);
          gint32 to = g_test_rand_int_range (from + 1, (gint32) length + 1);
          g_autofree char *needle = g_utf8_substring (folded, from, to);
          guint start, end;

          g_assert_true (guild_text_find (text->str, needle, &start, &end));
          g_assert_cmpuint (start, <, end);
          g_assert_cmpuint (end, <=, text->len);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/find", test_find);
  g_test_add_func ("/text/random", test_random);
  return g_test_run ();
}
