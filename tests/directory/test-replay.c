/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"

/* Replays what a list says about itself onto a copy that knows nothing else: the number of items
 * from items-changed, and the content of held positions from their "changed". */

enum { N_IDS = 60, N_STEPS = 400 };

typedef struct
{
  GuildCompanyList *list;      /* (borrowed) */
  guint             n_items;
  GPtrArray        *held;      /* (owned): GuildPosition, by index */
  GPtrArray        *seen;      /* (owned): what each held position showed when last read */
  guint             n_changed; /* "changed" since the last step */
} Shadow;

static char *
read_position (GuildPosition *position)
{
  const GuildFieldTable *table = guild_codat_table ();
  g_autofree char *id = guild_position_dup_id (position);
  g_autofree char *name = guild_position_dup_text (position, table->name_field);

  return id != NULL ? g_strdup_printf ("%s %s", id, name) : g_strdup ("");
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Shadow *self = data;

  g_assert_cmpuint (position + removed, ==, self->n_items);
  g_assert_true ((removed == 0) != (added == 0));
  self->n_items += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->n_items);
}

static void
position_changed_cb (GuildPosition *position, gpointer data)
{
  Shadow *self = data;
  guint index = guild_position_get_index (position);
  char *now = read_position (position);

  /* nothing is said that is not so */
  g_assert_cmpstr (self->seen->pdata[index], !=, now);
  g_free (self->seen->pdata[index]);
  self->seen->pdata[index] = now;
  self->n_changed++;
}

/* Holds positions that came, as a view does; some are let go again. */
static void
hold_positions (Shadow *self, GRand *random)
{
  while (self->held->len > 0 && g_rand_int_range (random, 0, 8) == 0)
    {
      guint last = self->held->len - 1;
      g_signal_handlers_disconnect_by_data (self->held->pdata[last], self);
      g_ptr_array_set_size (self->held, last);
      g_ptr_array_set_size (self->seen, last);
    }
  for (guint i = self->held->len; i < self->n_items; i++)
    {
      GuildPosition *position = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      g_assert_cmpuint (guild_position_get_index (position), ==, i);
      g_signal_connect (position, "changed", G_CALLBACK (position_changed_cb), self);
      g_ptr_array_add (self->held, position);
      g_ptr_array_add (self->seen, read_position (position));
    }
}

static void
compare (Shadow *self)
{
  g_assert_cmpuint (self->n_items, ==, g_list_model_get_n_items (G_LIST_MODEL (self->list)));
  for (guint i = 0; i < self->held->len; i++)
    {
      g_autofree char *now = read_position (self->held->pdata[i]);
      g_assert_cmpstr (self->seen->pdata[i], ==, now);
      if (i >= self->n_items)
        continue;
      g_autoptr(GuildPosition) again = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      g_autofree char *id = guild_position_dup_id (again);
      g_assert_true (again == self->held->pdata[i]);
      if (guild_company_list_get_n_matches (self->list) > 0)
        g_assert_cmpuint (guild_company_list_find (self->list, id), ==, i);
    }
}

static void
edit (GuildDirectory *directory, GRand *random)
{
  g_autofree char *id = g_strdup_printf ("id-%d", g_rand_int_range (random, 0, N_IDS));
  g_autofree char *name = g_strdup_printf ("Firm %d", g_rand_int_range (random, 0, 30));

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      test_remove (directory, id);
      break;
    case 1:
      guild_directory_set_hidden (directory, id, g_rand_boolean (random));
      break;
    default:
      test_apply_one (directory, id, name, NULL);
      break;
    }
}

static void
ask (GuildCompanyList *list, GRand *random)
{
  static const char * const texts[] = { "", "", "", "1", "2", "firm 1", "firm", "nobody" };
  g_autoptr(GuildQuery) plain = guild_query_new ();
  g_autoptr(GuildQuery) text =
    guild_query_with_text (plain, texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))]);
  g_autoptr(GuildQuery) query =
    guild_query_with_sort (text, g_rand_boolean (random) ? "name" : "id", g_rand_boolean (random));

  guild_company_list_set_query (list, query);
}

static void
test_replay (void)
{
  g_autoptr(GuildDirectory) directory = test_open (guild_codat_table (), NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  GRand *random = g_rand_new_with_seed (7);
  Shadow shadow = { .list = list,
                    .held = g_ptr_array_new_with_free_func (g_object_unref),
                    .seen = g_ptr_array_new_with_free_func (g_free) };

  test_settle (list);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &shadow);
  for (guint step = 0; step < N_STEPS; step++)
    {
      if (g_rand_int_range (random, 0, 3) == 0)
        ask (list, random);
      else
        edit (directory, random);
      /* let some queries be overtaken by the next change */
      if (g_rand_boolean (random))
        test_settle (list);
      compare (&shadow);
      hold_positions (&shadow, random);
    }
  g_assert_cmpuint (shadow.n_changed, >, N_STEPS);
  g_assert_cmpuint (shadow.n_items, >, 0);

  for (guint i = 0; i < shadow.held->len; i++)
    g_signal_handlers_disconnect_by_data (shadow.held->pdata[i], &shadow);
  g_signal_handlers_disconnect_by_data (list, &shadow);
  g_ptr_array_unref (shadow.held);
  g_ptr_array_unref (shadow.seen);
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/replay/random-edits", test_replay);
  return g_test_run ();
}
