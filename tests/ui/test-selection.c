/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"
#include "directory/guild-test-random.h"
#include "support/guild-test-ui.h"
#include "ui/guild-company-selection-private.h"

/* The selection against a plain set of ids: by random edits, questions and clicks, and by a copy
 * that knows only what the model said of itself. GUILDHALL_TEST_SEED repeats a run. */

enum
{
  N_COMPANIES = 80,
  N_STEPS = 1200,
  N_STEPS_SLOW = 200, /* in builds that are slow */
};

typedef struct
{
  GuildDirectory        *directory; /* (owned) */
  GuildCompanyList      *list;      /* (owned) */
  GuildCompanyList      *everybody; /* (owned): nothing is filtered out */
  GtkSelectionModel     *model;     /* (owned) */
  GRand                 *random;    /* (owned) */
  GuildQuery            *query;     /* (owned) */
  GHashTable            *selected;  /* (owned): set of ids */
  GArray                *shown;     /* (owned): gboolean for each row, as the model told */
  guint                  limit;     /* rows that the model may tell of */
  guint                  n_kept;    /* selected rows that were found again */
} World;

static guint
pick (World *self, guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (int) n);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, World *self)
{
  if (removed > 0)
    g_array_remove_range (self->shown, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      gboolean selected = gtk_selection_model_is_selected (self->model, i);
      g_array_insert_val (self->shown, i, selected);
    }
}

static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n_items, World *self)
{
  g_assert_cmpuint (position + n_items, <=, self->shown->len);
  for (guint i = position; i < position + n_items; i++)
    g_array_index (self->shown, gboolean, i) = gtk_selection_model_is_selected (model, i);
}

static void
compare (World *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint n_matches = guild_company_list_get_n_matches (self->list);
  g_autoptr(GtkBitset) all = gtk_selection_model_get_selection (self->model);
  guint from = pick (self, n + 1), length = pick (self, n + 1);
  g_autoptr(GtkBitset) some =
    gtk_selection_model_get_selection_in_range (self->model, from, length);

  g_assert_cmpuint (n, ==, MIN (g_list_model_get_n_items (G_LIST_MODEL (self->list)),
                                self->limit));
  g_assert_cmpuint (n, ==, self->shown->len);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = guild_company_list_dup_id (self->list, i);
      gboolean wanted = g_hash_table_contains (self->selected, id);

      g_assert_true (gtk_selection_model_is_selected (self->model, i) == wanted);
      g_assert_true (g_array_index (self->shown, gboolean, i) == wanted);
      /* what is on show under the page that says there is nothing is no answer */
      g_assert_true (gtk_bitset_contains (all, i) == (wanted && n_matches > 0));
      g_assert_true (gtk_bitset_contains (some, i) ==
                     (wanted && n_matches > 0 && i >= from && i - from < length));
      self->n_kept += wanted;
    }
  g_assert_cmpuint (guild_company_selection_get_n_selected (GUILD_COMPANY_SELECTION (self->model)),
                    ==, g_hash_table_size (self->selected));
  g_autoptr(GPtrArray) ids =
    guild_company_selection_dup_ids (GUILD_COMPANY_SELECTION (self->model));
  g_autofree char *only =
    guild_company_selection_dup_only_id (GUILD_COMPANY_SELECTION (self->model));
  g_assert_cmpuint (ids->len, ==, g_hash_table_size (self->selected));
  for (guint i = 0; i < ids->len; i++)
    g_assert_true (g_hash_table_contains (self->selected, ids->pdata[i]));
  g_assert_cmpstr (only, ==, ids->len == 1 ? ids->pdata[0] : NULL);
}

/* Everything that was asked of the directory is done and shown. Who is gone is not selected any
 * more, whatever is filtered out. */
static void
settle (World *self)
{
  g_autoptr(GuildBatch) nothing = guild_batch_new (guild_codat_table ());
  GHashTableIter iter;
  gpointer id;

  test_apply (self->directory, nothing);
  test_settle (self->list);
  test_settle (self->everybody);
  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (guild_company_list_find (self->everybody, id) == G_MAXUINT)
      g_hash_table_iter_remove (&iter);
  compare (self);
}

/* Rows that stay under the page that says there is nothing may be of companies that are gone. */
static void
select_naively (World *self, guint from, guint length, gboolean selected)
{
  for (guint i = from; i < from + length; i++)
    {
      g_autofree char *id = guild_company_list_dup_id (self->list, i);
      if (id != NULL && selected && guild_company_list_find (self->everybody, id) != G_MAXUINT)
        g_hash_table_add (self->selected, g_steal_pointer (&id));
      else if (id != NULL)
        g_hash_table_remove (self->selected, id);
    }
}

/* What is kept and taken up again is the selection that it was. */
static void
keep (World *self)
{
  GuildCompanySelection *selection = GUILD_COMPANY_SELECTION (self->model);
  g_autoptr(GuildCompanySet) kept = guild_company_selection_dup_set (selection);

  gtk_selection_model_select_item (self->model, 0, TRUE);
  guild_company_selection_select (selection, kept);
}

/* Some rows anew, others as they are: in runs, with gaps. */
static void
choose (World *self, guint n)
{
  g_autoptr(GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr(GtkBitset) mask = gtk_bitset_new_empty ();

  for (guint i = 0; i < n; i++)
    {
      gboolean add = pick (self, 3) > 0;

      if (pick (self, 4) == 0)
        continue;
      gtk_bitset_add (mask, i);
      if (add)
        gtk_bitset_add (selected, i);
      select_naively (self, i, 1, add);
    }
  gtk_selection_model_set_selection (self->model, selected, mask);
}

static void
click (World *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint from = pick (self, n), length = 1 + pick (self, 9);
  gboolean alone = pick (self, 2) == 0;

  switch (pick (self, 8))
    {
    case 0:
      gtk_selection_model_unselect_all (self->model);
      g_hash_table_remove_all (self->selected);
      break;
    case 6:
      gtk_selection_model_select_all (self->model);
      select_naively (self, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)), TRUE);
      break;
    case 7:
      keep (self);
      break;
    case 1:
      gtk_selection_model_unselect_range (self->model, from, length);
      select_naively (self, from, length, FALSE);
      break;
    case 2:
      gtk_selection_model_unselect_item (self->model, from);
      select_naively (self, from, 1, FALSE);
      break;
    case 3:
      gtk_selection_model_select_item (self->model, from, alone);
      if (alone)
        g_hash_table_remove_all (self->selected);
      select_naively (self, from, 1, TRUE);
      break;
    case 5:
      choose (self, n);
      break;
    default:
      gtk_selection_model_select_range (self->model, from, length, alone);
      if (alone)
        g_hash_table_remove_all (self->selected);
      select_naively (self, from, length, TRUE);
      break;
    }
  compare (self);
}

static void
edit (World *self)
{
  g_autofree char *id = g_strdup_printf ("co-%u", pick (self, N_COMPANIES));
  g_autofree char *name = g_strdup_printf ("Firm %u", pick (self, 30));

  switch (pick (self, 6))
    {
    case 0:
      test_remove (self->directory, id);
      break;
    case 1:
      guild_directory_set_hidden (self->directory, id, pick (self, 2));
      break;
    default:
      test_apply_one (self->directory, id, name, NULL);
      break;
    }
}

static void
ask (World *self)
{
  static const char * const texts[] = { "", "", "", "1", "firm 2", "firm", "nobody" };
  g_autoptr(GuildQuery) plain = guild_query_new ();
  g_autoptr(GuildQuery) text =
    guild_query_with_text (plain, texts[pick (self, G_N_ELEMENTS (texts))]);

  guild_query_unref (self->query);
  self->query = guild_query_with_sort (text, pick (self, 2) ? "name" : "id", pick (self, 2));
  guild_company_list_set_query (self->list, self->query);
}

static void
limit (World *self)
{
  self->limit = pick (self, 2) ? G_MAXUINT : 1 + pick (self, N_COMPANIES);
  guild_company_selection_set_limit (GUILD_COMPANY_SELECTION (self->model), self->limit);
  compare (self);
}

static void
test_random (void)
{
  World self = {
    .directory = test_open (guild_codat_table (), NULL),
    .random = g_rand_new_with_seed (test_random_seed ()),
    .query = guild_query_new (),
    .selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .shown = g_array_new (FALSE, TRUE, sizeof (gboolean)),
    .limit = G_MAXUINT,
  };
  guint n_steps = g_getenv ("GUILDHALL_TEST_PATIENCE") != NULL ? N_STEPS_SLOW : N_STEPS;

  for (guint i = 0; i < N_COMPANIES; i++)
    edit (&self);
  test_apply_one (self.directory, "one", "One", NULL);
  self.list = guild_company_list_new (self.directory);
  self.everybody = guild_company_list_new (self.directory);
  self.model = GTK_SELECTION_MODEL (guild_company_selection_new (self.list));
  g_signal_connect (self.model, "items-changed", G_CALLBACK (items_changed_cb), &self);
  g_signal_connect (self.model, "selection-changed", G_CALLBACK (selection_changed_cb), &self);
  settle (&self);
  for (guint step = 0; step < n_steps; step++)
    {
      switch (pick (&self, 7))
        {
        case 0: limit (&self); break;
        case 1:
        case 2: edit (&self); break;
        case 3:
        case 4: ask (&self); break;
        default: click (&self); break;
        }
      settle (&self);
    }
  g_test_message ("%u rows were selected", self.n_kept);
  g_assert_cmpuint (self.n_kept, >, n_steps);

  g_signal_handlers_disconnect_by_data (self.model, &self);
  g_assert_finalize_object (self.model);
  g_assert_finalize_object (self.list);
  g_assert_finalize_object (self.everybody);
  test_close (self.directory);
  guild_query_unref (self.query);
  g_hash_table_unref (self.selected);
  g_array_unref (self.shown);
  g_rand_free (self.random);
}

/* A company may be chosen before the directory knows it, and is chosen no longer than it could be
 * there. */
static void
test_stranger (void)
{
  GuildDirectory *directory = test_open (guild_codat_table (), NULL);

  test_apply_one (directory, "one", "One", NULL);
  GuildCompanyList *list = guild_company_list_new (directory);
  GuildCompanySelection *selection = guild_company_selection_new (list);
  test_settle (list);
  guild_company_selection_select_only (selection, "two");
  g_assert_cmpuint (guild_company_selection_get_n_selected (selection), ==, 1);
  test_apply_one (directory, "two", "Two", NULL);
  test_settle (list);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection),
                                                  guild_company_list_find (list, "two")));

  guild_company_selection_select_only (selection, "three");
  g_autofree char *id = guild_company_selection_dup_only_id (selection);
  g_assert_cmpstr (id, ==, "three");
  test_apply_one (directory, "one", "First", NULL);
  test_settle (list);
  g_assert_cmpuint (guild_company_selection_get_n_selected (selection), ==, 0);
  g_assert_finalize_object (selection);
  g_assert_finalize_object (list);
  test_close (directory);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_test_add_func ("/ui/selection/stranger", test_stranger);
  g_test_add_func ("/ui/selection/random", test_random);
  return g_test_run ();
}
