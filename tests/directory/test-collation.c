/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-engine.h"
#include "directory/guild-store.h"
#include "directory/guild-test-companies.h"

#include <errno.h>
#include <locale.h>

/* The order and the search in several languages. A locale is made by localedef, in a folder of the
 * test, for a child process that speaks it; where that cannot be done, the test is skipped. */

typedef struct
{
  const char *locale;    /* (nullable): NULL: what the tests run in, which orders by code points */
  const char *path;      /* of the test */
  const char *names[16]; /* as people who speak it would write them in a list */
} Language;

static const Language languages[] = {
  { NULL, "/directory/collation/plain",
    { "anna", "BANANA", "banane", "Strasse", "Zoo", "Ähre", "éclair", "Öl", "محمد", "東京" } },
  { "de_DE", "/directory/collation/german",
    { "Ähre", "ANNA", "Apfel", "Ärger", "Banane", "éclair", "Ekel", "Öl", "Ort", "Strasa", "Straße",
      "Strast", "Ulm", "Zoo" } },
  { "sv_SE", "/directory/collation/swedish",
    { "Anna", "apa", "Orkan", "ZEBRA", "zoo", "Åberg", "år", "Ängel", "ärta", "Öberg", "ÖL" } },
  { "tr_TR", "/directory/collation/turkish",
    { "Cuma", "Çelik", "DOĞA", "Doğu", "ILGAZ", "IRMAK", "ısı", "iki", "İLK", "istanbul", "JALE",
      "KISA", "KİRA", "Özen", "SU", "Zeki" } },
  { "zh_CN", "/directory/collation/chinese",
    { "北京", "广州", "上海", "天津", "Anna", "zoo" } },
  { "ar_SA", "/directory/collation/arabic", { "أحمد", "بدر", "مُحَمَّد", "محمود", "يوسف" } },
};

/* What is typed, and what is in the directory: the same wherever the program runs. */
static const struct { const char *typed, *name; gboolean found; } searches[] = {
  { "strasse", "Straße", TRUE }, { "STRASSE", "Straße", TRUE }, { "straße", "STRASSE", TRUE },
  { "muller", "Müller", TRUE }, { "müller", "Muller", TRUE }, { "MÜLLER", "Mu\u0308ller", TRUE },
  { "istanbul", "İstanbul", TRUE }, { "İSTANBUL", "istanbul", TRUE }, { "ISI", "ısı", TRUE },
  { "ısı", "ISI", TRUE }, { "diyarbakir", "DİYARBAKIR", TRUE }, { "ırmak", "Irmak", TRUE },
  { "aberg", "Åberg", TRUE }, { "åberg", "Aberg", TRUE }, { "oberg", "Öberg", TRUE },
  { "aero", "Ærø", TRUE }, { "lodz", "Łódź", TRUE }, { "mueller", "Müller", FALSE },
  { "京", "東京株式会社", TRUE }, { "株式会社", "東京株式会社", TRUE }, { "大阪", "東京株式会社", FALSE },
  { "محمد", "مُحَمَّد", TRUE }, { "مُحَمَّد", "محمد", TRUE }, { "احمد", "أحمد", TRUE },
  { "محمد", "محـــمد", TRUE }, { "محمد", "محمود", FALSE },
};

static void
add_named (GuildStore *store, const char *id, const char *name, const char *more)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  test_add_company (batch, id, name, more);
  guild_store_apply (store, batch, 1, G_MAXUINT64);
}

/* (transfer full): ids of what answers, in order, joined by spaces. */
static char *
ask (GuildStore *store, GuildQuery *query)
{
  g_autoptr(GuildEngine) engine = guild_engine_new ();
  g_autoptr(GuildResult) result =
    guild_engine_run (engine, guild_store_get_snapshot (store), query, NULL, NULL);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < result->n_rows; i++)
    {
      GuildScratch scratch;
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "",
                              guild_snapshot_get_id (result->snapshot, result->rows[i], &scratch));
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
check_order (const Language *language)
{
  g_autoptr(GuildStore) store = guild_store_new (NULL, guild_codat_table ());
  g_autoptr(GString) up = g_string_new (NULL);
  g_autoptr(GString) down = g_string_new (NULL);
  g_autoptr(GuildQuery) all = guild_query_new ();
  guint n = 0;

  while (n < G_N_ELEMENTS (language->names) && language->names[n] != NULL)
    n++;
  /* neither the order in which they come nor that of their ids is the one that is wanted */
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u:%s", (i * 7 + 3) % 10, language->names[i]);
      g_string_append_printf (up, "%s%s", i > 0 ? " " : "", id);
      g_string_prepend (down, i > 0 ? " " : "");
      g_string_prepend (down, id);
    }
  for (guint first = 0; first < 3; first++)
    for (guint i = first; i < n; i += 3)
      {
        g_autofree char *id = g_strdup_printf ("%u:%s", (i * 7 + 3) % 10, language->names[i]);
        add_named (store, id, language->names[i], NULL);
      }
  for (guint descending = 0; descending < 2; descending++)
    {
      g_autoptr(GuildQuery) query = guild_query_with_sort (all, "name", descending);
      g_autofree char *ids = ask (store, query);
      g_assert_cmpstr (ids, ==, descending ? down->str : up->str);
    }
}

static void
check_searches (void)
{
  g_autoptr(GuildQuery) all = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr(GuildStore) store = guild_store_new (NULL, guild_codat_table ());
      g_autoptr(GuildQuery) query = guild_query_with_text (all, searches[i].typed);

      add_named (store, "it", searches[i].name, NULL);
      g_autofree char *ids = ask (store, query);
      if (!g_str_equal (ids, searches[i].found ? "it" : ""))
        g_test_message ("“%s” in “%s”", searches[i].typed, searches[i].name);
      g_assert_cmpstr (ids, ==, searches[i].found ? "it" : "");
    }
}

/* (transfer full) (nullable): the folder with the locale; NULL when there can be none. */
static char *
make_locale (const char *name)
{
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *file = g_strconcat (name, ".UTF-8", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *collation = g_build_filename (path, "LC_COLLATE", NULL);
  const char *argv[] = { "localedef", "-c", "--no-archive", "-i", name, "-f", "UTF-8", path, NULL };

  if (!g_spawn_sync (NULL, (char **) argv, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, NULL, NULL) ||
      !g_file_test (collation, G_FILE_TEST_EXISTS))
    return NULL;
  return g_steal_pointer (&folder);
}

static void
test_language (gconstpointer data)
{
  const Language *language = data;

  if (language->locale == NULL || g_test_subprocess ())
    {
      g_autofree char *wanted = g_strconcat (language->locale, ".UTF-8", NULL);
      g_assert_cmpstr (setlocale (LC_ALL, ""), ==, language->locale != NULL ? wanted : "C.UTF-8");
      check_order (language);
      check_searches ();
      return;
    }
  g_autofree char *folder = make_locale (language->locale);
  if (folder == NULL)
    {
      g_test_skip ("this locale cannot be made here");
      return;
    }
  g_autofree char *before = g_strdup (g_getenv ("LC_ALL"));
  g_autofree char *name = g_strconcat (language->locale, ".UTF-8", NULL);
  g_setenv ("LOCPATH", folder, TRUE);
  g_setenv ("LC_ALL", name, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_setenv ("LC_ALL", before, TRUE);
  g_unsetenv ("LOCPATH");
  g_test_trap_assert_passed ();
}

/* Whichever way the keys go, those that they do not tell apart come by name, and then by id. */
static void
test_ties (void)
{
  static const struct { const char *id, *name, *by; } companies[] = {
    { "c", "Same", "Eve" }, { "a", "same", "Eve" }, { "b", "SAME", "eve" }, { "d", "Other", "Eve" },
    { "f", "Same", "Adam" }, { "e", "Zoo", "Adam" }, { "g", "Same", NULL }, { "h", "Other", NULL },
  };
  static const struct { const char *field; gboolean descending; const char *ids; } orders[] = {
    { NULL, FALSE, "d h a b c f g e" },
    { "name", FALSE, "d h a b c f g e" },
    { "name", TRUE, "e a b c f g d h" },
    { "createdBy", FALSE, "f e d a b c h g" },
    { "createdBy", TRUE, "d a b c f e h g" },
    { "created", FALSE, "d h a b c f g e" }, /* all at one time */
    { "created", TRUE, "d h a b c f g e" },
    { "status", TRUE, "d h a b c f g e" },
    { "tags", TRUE, "d h a b c f g e" }, /* none has any */
    { "no such field", TRUE, "d h a b c f g e" },
  };
  g_autoptr(GuildStore) store = guild_store_new (NULL, guild_codat_table ());
  g_autoptr(GuildQuery) all = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (companies); i++)
    {
      g_autofree char *by = companies[i].by == NULL
        ? NULL : g_strdup_printf ("\"createdByUserName\":\"%s\"", companies[i].by);
      add_named (store, companies[i].id, companies[i].name, by);
    }
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr(GuildQuery) query =
        guild_query_with_sort (all, orders[i].field, orders[i].descending);
      g_autofree char *ids = ask (store, query);
      g_assert_cmpstr (ids, ==, orders[i].ids);
    }

  /* and again after each of them changed, one by one, and came back */
  g_autoptr(GuildQuery) by = guild_query_with_sort (all, "createdBy", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (companies); i++)
    {
      g_autofree char *json = companies[i].by == NULL
        ? NULL : g_strdup_printf ("\"createdByUserName\":\"%s\"", companies[i].by);
      add_named (store, companies[i].id, "Elsewhere", NULL);
      g_free (ask (store, by));
      add_named (store, companies[i].id, companies[i].name, json);
      g_autofree char *ids = ask (store, by);
      g_assert_cmpstr (ids, ==, "d a b c f e h g");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/collation/ties", test_ties);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    g_test_add_data_func (languages[i].path, &languages[i], test_language);
  return g_test_run ();
}
