/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-attention.h"
#include "directory/guild-test-companies.h"
#include "directory/guild-test-random.h"
#include "service/autodesk/guild-autodesk.h"

/* Replays what the models of a directory say about themselves onto copies that know nothing else:
 * how many companies there are from items-changed, what is in their places from "changed" of the
 * places that somebody holds; the sidebar's places from items-changed alone. In the end the copies
 * show what a naive directory (guild-test-naive.h) answers. GUILDHALL_TEST_SEED repeats the steps
 * of a run; what is held meanwhile depends on how far the answers have come. */

enum
{
  N_LIVING = 60,
  N_STEPS = 1500,
  N_STEPS_SLOW = 300, /* in builds that are slow */
  N_CROWD = 4300,     /* more than lie in one segment */
  N_STEPS_CROWD = 40,
};

typedef enum { ASK, EDIT, TURN, REPLACE, SAVE_VIEW, MOVE_ALL, N_KINDS } Kind;

/* Dealt in another order each time, so that also a short run has steps of every kind. */
static const Kind deck[] = { ASK,  ASK,  ASK,  ASK,     EDIT,      EDIT,    EDIT,
                             EDIT, TURN, TURN, REPLACE, SAVE_VIEW, MOVE_ALL };

typedef struct
{
  GuildDirectory   *directory; /* (owned) */
  GuildCompanyList *list;      /* (owned) */
  GRand            *random;    /* (owned): what is done */
  GRand            *hands;     /* (owned): what is held */
  GPtrArray        *companies; /* (owned) (element-type NaiveCompany): the living */
  GuildQuery       *query;     /* (owned) */
  GuildSavedView   *saved;     /* (borrowed): the directory's */
  GHashTable       *restless;  /* (owned): ids of those that may have been another way unseen */
  guint             n_made;
  Kind              cards[G_N_ELEMENTS (deck)];
  guint             n_dealt;
  guint             n_taken[N_KINDS];

  guint             n_items;
  GPtrArray        *held;      /* (owned) (element-type GuildPosition): by index, with gaps */
  GPtrArray        *seen;      /* (owned) (element-type utf8): what each of them showed when read */
  guint             n_changed;
  GPtrArray        *views;     /* (owned) (element-type GuildView) */
} World;

static gboolean
roll (GRand *random, int sides)
{
  return g_rand_int_range (random, 0, sides) == 0;
}

/* ---- the list and its copy ---- */

static char *
read_position (World *self, GuildPosition *position)
{
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  g_autofree char *id = guild_position_dup_id (position);
  g_autofree char *name = guild_position_dup_name (position);
  g_autoptr(GString) all = g_string_new (id);

  if (id == NULL)
    return g_strdup ("");
  g_string_append_printf (all, " %s %d", name, guild_position_is_deleted (position));
  for (guint i = 0; i < table->n_fields; i++)
    {
      g_autofree char *text = guild_position_dup_text (position, i);
      g_string_append_printf (all, " | %s %" G_GINT64_FORMAT, text,
                              guild_position_get_number (position, i));
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, World *self)
{
  /* the least that is true: places come and go at the end alone */
  g_assert_cmpuint (position + removed, ==, self->n_items);
  g_assert_true ((removed == 0) != (added == 0));
  self->n_items += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->n_items);
}

static void
position_changed_cb (GuildPosition *position, World *self)
{
  guint index = guild_position_get_index (position);
  char *now = read_position (self, position);

  g_autofree char *id = guild_position_dup_id (position);

  g_assert_true (self->held->pdata[index] == position);
  /* nothing is said that is not so */
  if (id == NULL || !g_hash_table_contains (self->restless, id))
    g_assert_cmpstr (self->seen->pdata[index], !=, now);
  g_free (self->seen->pdata[index]);
  self->seen->pdata[index] = now;
  self->n_changed++;
}

static void
let_go (World *self, guint index)
{
  GuildPosition *position = g_steal_pointer (&self->held->pdata[index]);

  if (position == NULL)
    return;
  g_signal_handlers_disconnect_by_data (position, self);
  g_clear_pointer (&self->seen->pdata[index], g_free);
  g_assert_finalize_object (position);
}

/* Holds places as a view does; some are let go again. */
static void
hold_positions (World *self)
{
  guint n = MAX (self->n_items, self->held->len);

  for (int i = g_rand_int_range (self->hands, 0, 8); i > 0 && n > 0; i--)
    {
      guint index = (guint) g_rand_int_range (self->hands, 0, (int) n);
      if (index < self->held->len)
        let_go (self, index);
    }
  g_ptr_array_set_size (self->held, (int) n);
  g_ptr_array_set_size (self->seen, (int) n);
  for (guint i = 0; i < self->n_items; i++)
    if (self->held->pdata[i] == NULL && !roll (self->hands, 5))
      {
        GuildPosition *position = g_list_model_get_item (G_LIST_MODEL (self->list), i);
        g_assert_cmpuint (guild_position_get_index (position), ==, i);
        g_signal_connect (position, "changed", G_CALLBACK (position_changed_cb), self);
        self->held->pdata[i] = position;
        self->seen->pdata[i] = read_position (self, position);
      }
}

/* What was told is all that there was to tell. */
static void
compare_list (World *self)
{
  GListModel *model = G_LIST_MODEL (self->list);

  g_assert_cmpuint (self->n_items, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < self->held->len; i++)
    {
      if (self->held->pdata[i] == NULL)
        continue;
      g_autofree char *now = read_position (self, self->held->pdata[i]);
      g_assert_cmpstr (self->seen->pdata[i], ==, now);
      if (i >= self->n_items)
        continue;
      g_autoptr(GuildPosition) again = g_list_model_get_item (model, i);
      g_autofree char *id = guild_company_list_dup_id (self->list, i);
      g_assert_true (again == self->held->pdata[i]);
      if (guild_company_list_get_n_matches (self->list) > 0)
        g_assert_cmpuint (guild_company_list_find (self->list, id), ==, i);
    }
}

static void
compare_with_naive (World *self)
{
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  g_autoptr(GHashTable) answering = g_hash_table_new (g_str_hash, g_str_equal);
  NaiveCompany *last = NULL;

  for (guint i = 0; i < self->companies->len; i++)
    {
      NaiveCompany *company = self->companies->pdata[i];
      if (naive_matches (company, table, self->query))
        g_hash_table_insert (answering, company->id, company);
      else
        g_assert_cmpuint (guild_company_list_find (self->list, company->id), ==, G_MAXUINT);
    }
  guint n = g_hash_table_size (answering);
  g_assert_cmpuint (guild_company_list_get_n_matches (self->list), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = guild_company_list_dup_id (self->list, i);
      NaiveCompany *company = g_hash_table_lookup (answering, id);
      g_assert_nonnull (company);
      g_assert_true (last == NULL || naive_compare (last, company, table, self->query) < 0);
      last = company;
    }
  g_assert_cmpuint (n == 0 ? self->n_items : n, ==, self->n_items);
}

/* ---- the sidebar's places and their copy ---- */

static void
views_changed_cb (GListModel *model, guint position, guint removed, guint added, World *self)
{
  g_assert_cmpuint (position + removed, <=, self->views->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->views, position, removed);
  for (guint i = position; i < position + added; i++)
    g_ptr_array_insert (self->views, (int) i, g_list_model_get_item (model, i));
  g_assert_cmpuint (self->views->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < self->views->len; i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (model, i);
      g_assert_true (view == self->views->pdata[i]);
    }
}

static gboolean
has_view (World *self, GuildViewKind kind, const char *title)
{
  g_autofree char *folded = naive_fold (title);

  for (guint i = 0; i < self->views->len; i++)
    {
      g_autofree char *known = naive_fold (guild_view_get_title (self->views->pdata[i]));
      if (guild_view_get_kind (self->views->pdata[i]) == kind && g_str_equal (known, folded))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_counted (World *self)
{
  const GuildFieldTable *table = guild_directory_get_table (self->directory);

  for (guint i = 0; i < self->views->len; i++)
    {
      GuildView *view = self->views->pdata[i];
      guint n = 0;

      for (guint j = 0; j < self->companies->len; j++)
        n += naive_matches (self->companies->pdata[j], table, guild_view_get_query (view));
      if (guild_view_get_count (view) != n)
        return FALSE;
    }
  for (guint i = 0; i < self->companies->len; i++)
    {
      NaiveCompany *company = self->companies->pdata[i];
      NaiveCell *tags = g_hash_table_lookup (company->cells, "tags");

      for (guint j = 0; tags != NULL && !company->hidden && j < tags->items->len; j++)
        if (!has_view (self, GUILD_VIEW_TAG, tags->items->pdata[j]))
          return FALSE;
    }
  return has_view (self, GUILD_VIEW_SAVED, self->saved->title);
}

static void
save_another_view (World *self)
{
  g_autoptr(GPtrArray) saved =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_saved_view_free);
  g_autofree char *title = g_strdup_printf ("View %u", self->n_made);
  GuildQuery *query = test_random_query (
    self->random, guild_directory_get_table (self->directory), guild_query_ref (self->query));

  self->saved = guild_saved_view_new (roll (self->random, 2) ? "saved:1" : "saved:2", title, query);
  guild_query_unref (query);
  g_ptr_array_add (saved, self->saved);
  guild_directory_set_saved_views (self->directory, saved);
}

/* ---- steps ---- */

/* Takes COMPANY in the place of the one at INDEX, or as a new one. */
static void
put (World *self, guint index, NaiveCompany *company)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_directory_get_table (self->directory));
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (company->json, &error);

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  test_apply (self->directory, batch);
  if (index >= self->companies->len)
    {
      g_ptr_array_add (self->companies, company);
      return;
    }
  company->hidden = ((NaiveCompany *) self->companies->pdata[index])->hidden;
  naive_company_free (self->companies->pdata[index]);
  self->companies->pdata[index] = company;
}

static void
put_random (World *self, guint index, const char *id)
{
  put (self, index, test_random_company (guild_directory_get_table (self->directory), id,
                                         g_rand_int (self->random), FALSE));
}

static void
put_new (World *self)
{
  const char *prefix = roll (self->random, 2) ? "co" : "CO";
  g_autofree char *id = g_strdup_printf ("%s-%u", prefix, self->n_made++);

  put_random (self, G_MAXUINT, id);
}

/* Everything that was asked of the directory is done, and shown. */
static void
settle (World *self)
{
  g_autoptr(GuildBatch) nothing = guild_batch_new (guild_directory_get_table (self->directory));

  test_apply (self->directory, nothing);
  test_settle (self->list);
  compare_list (self);
  compare_with_naive (self);
  if (guild_company_list_get_n_matches (self->list) > 0)
    g_hash_table_remove_all (self->restless);
}

static NaiveCompany *
find_company (World *self, const char *id)
{
  for (guint i = 0; i < self->companies->len; i++)
    {
      NaiveCompany *company = self->companies->pdata[i];
      if (g_str_equal (company->id, id))
        return company;
    }
  g_assert_not_reached ();
}

/* Without those past the end of a list that shrank. */
static guint
count_held (World *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_items; i++)
    n += self->held->pdata[i] != NULL;
  return n;
}

static gpointer
copy_text (gconstpointer text, gpointer data)
{
  return g_strdup (text);
}

/* All companies are on show; the first one goes, and comes back. Every place that is held says that
 * it changed, once each time, and shows in the end what it showed before. */
static void
move_all (World *self)
{
  guild_query_unref (self->query);
  self->query = guild_query_new ();
  guild_company_list_set_query (self->list, self->query);
  settle (self);
  hold_positions (self);
  g_autofree char *id = guild_company_list_dup_id (self->list, 0);
  NaiveCompany *first = find_company (self, id);
  g_autoptr(GPtrArray) before = g_ptr_array_copy (self->seen, copy_text, NULL);
  guint n_held = count_held (self);

  g_ptr_array_set_free_func (before, g_free);
  for (guint i = 0; i < 2; i++)
    {
      guint n_changed = self->n_changed;
      first->hidden = !first->hidden;
      guild_directory_set_hidden (self->directory, id, first->hidden);
      settle (self);
      g_assert_cmpuint (self->n_changed - n_changed, ==, n_held);
    }
  for (guint i = 0; i < before->len; i++)
    g_assert_cmpstr (before->pdata[i], ==, self->seen->pdata[i]);
}

static void
turn (World *self, guint index)
{
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  NaiveCompany *company = self->companies->pdata[index];

  /* perhaps there and back again before it is shown, or under the empty page */
  g_hash_table_add (self->restless, g_strdup (company->id));
  if (table->is_deleted != NULL && roll (self->random, 2))
    put (self, index, test_random_company (table, company->id, company->seed, !company->deleted));
  else
    {
      company->hidden = !company->hidden;
      guild_directory_set_hidden (self->directory, company->id, company->hidden);
    }
}

static Kind
deal (World *self)
{
  guint next = self->n_dealt++ % G_N_ELEMENTS (deck);

  if (next == 0)
    {
      memcpy (self->cards, deck, sizeof deck);
      for (gsize i = G_N_ELEMENTS (deck) - 1; i > 0; i--)
        {
          int other = g_rand_int_range (self->random, 0, (int) i + 1);
          Kind card = self->cards[i];
          self->cards[i] = self->cards[other];
          self->cards[other] = card;
        }
    }
  return self->cards[next];
}

static void
take_step (World *self, guint step)
{
  guint index = (guint) g_rand_int_range (self->random, 0, (int) self->companies->len);
  NaiveCompany *company = self->companies->pdata[index];
  Kind kind = deal (self);

  self->n_taken[kind]++;
  switch (kind)
    {
    case ASK:
      self->query = test_random_query (
        self->random, guild_directory_get_table (self->directory), self->query);
      guild_company_list_set_query (self->list, self->query);
      break;
    case EDIT:
      put_random (self, index, company->id);
      break;
    case TURN:
      turn (self, index);
      break;
    case REPLACE:
      test_remove (self->directory, company->id);
      g_ptr_array_remove_index_fast (self->companies, index);
      put_new (self);
      break;
    case SAVE_VIEW:
      save_another_view (self);
      break;
    case MOVE_ALL:
      move_all (self);
      break;
    case N_KINDS:
    default:
      g_assert_not_reached ();
    }
  /* let some queries be overtaken by the next change */
  if (roll (self->random, 2))
    settle (self);
  compare_list (self);
  hold_positions (self);
  if (step % 50 == 49)
    guild_test_wait_until (is_counted (self));
}

static void
world_init (World *self, const GuildFieldTable *table, guint n_companies)
{
  guint32 seed = test_random_seed ();

  *self = (World) {
    .directory = test_open (table, NULL),
    .random = g_rand_new_with_seed (seed),
    .hands = g_rand_new_with_seed (seed),
    .companies = g_ptr_array_new_with_free_func ((GDestroyNotify) naive_company_free),
    .query = guild_query_new (),
    .restless = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .held = g_ptr_array_new (),
    .seen = g_ptr_array_new (),
    .views = g_ptr_array_new_with_free_func (g_object_unref),
  };
  GListModel *views = guild_directory_get_views (self->directory);
  g_autoptr(GuildBatch) batch = guild_batch_new (table);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    g_ptr_array_add (self->views, g_list_model_get_item (views, i));
  g_signal_connect (views, "items-changed", G_CALLBACK (views_changed_cb), self);
  save_another_view (self);
  for (guint i = 0; i < n_companies; i++)
    {
      g_autofree char *id = g_strdup_printf ("co-%u", self->n_made++);
      NaiveCompany *company = test_random_company (table, id, g_rand_int (self->random), FALSE);
      g_autoptr(JsonNode) node = json_from_string (company->json, NULL);

      g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
      g_ptr_array_add (self->companies, company);
    }
  test_apply (self->directory, batch);
  self->list = guild_company_list_new (self->directory);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->list, "refreshed", G_CALLBACK (compare_list), self);
}

static void
world_clear (World *self)
{
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_signal_handlers_disconnect_by_data (guild_directory_get_views (self->directory), self);
  for (guint i = 0; i < self->held->len; i++)
    let_go (self, i);
  g_hash_table_unref (self->restless);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->seen);
  g_ptr_array_unref (self->views);
  g_ptr_array_unref (self->companies);
  guild_query_unref (self->query);
  g_rand_free (self->random);
  g_rand_free (self->hands);
  g_assert_finalize_object (self->list);
  test_close (self->directory);
}

static void
run (const GuildFieldTable *table, guint n_companies, guint n_steps)
{
  World self;

  guild_attention_freeze (TEST_RANDOM_NOW);
  world_init (&self, table, n_companies);
  for (guint step = 0; step < n_steps; step++)
    take_step (&self, step);
  settle (&self);
  guild_test_wait_until (is_counted (&self));
  g_test_message ("%u places changed", self.n_changed);
  for (guint kind = 0; kind < N_KINDS; kind++)
    g_assert_cmpuint (self.n_taken[kind], >=, n_steps / G_N_ELEMENTS (deck));
  g_assert_cmpuint (self.n_changed, >, n_steps);
  world_clear (&self);
  guild_attention_freeze (0);
}

static void
test_replay (gconstpointer table)
{
  run (table, N_LIVING, g_getenv ("GUILDHALL_TEST_PATIENCE") != NULL ? N_STEPS_SLOW : N_STEPS);
}

static void
test_crowd (void)
{
  run (guild_codat_table (), N_CROWD, N_STEPS_CROWD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/directory/replay/codat", guild_codat_table (), test_replay);
  g_test_add_data_func ("/directory/replay/autodesk", guild_autodesk_table (), test_replay);
  g_test_add_func ("/directory/replay/crowd", test_crowd);
  return g_test_run ();
}
