/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"
#include "directory/guild-test-random.h"

/* What a list says about itself while syncs run and questions change, replayed onto a copy that
 * knows nothing else; in the end the copy shows what the service has. GUILDHALL_TEST_SEED repeats a
 * run. */

enum
{
  N_COMPANIES = 300,
  N_ROUNDS = 12,
  N_CHANGES = 15,
};

typedef struct
{
  GuildTestSandbox *sandbox;   /* (owned) */
  GuildDirectory   *directory; /* (owned) */
  GuildCompanyList *list;      /* (owned) */
  GRand            *random;    /* (owned) */
  GHashTable       *names;     /* (owned): id → name, at the service */
  GPtrArray        *made;      /* (owned) (element-type utf8): ids of those that came since */
  GPtrArray        *held;      /* (owned) (element-type GuildPosition): all */
  GPtrArray        *seen;      /* (owned) (element-type utf8): what each showed when it said so */
  guint             n_items;
  guint             n_refreshed;
} World;

static guint
pick (World *self, guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (int) n);
}

/* ---- the copy ---- */

static char *
read_position (GuildPosition *position)
{
  g_autofree char *id = guild_position_dup_id (position);
  g_autofree char *name = guild_position_dup_name (position);

  return id != NULL ? g_strdup_printf ("%s %s", id, name) : g_strdup ("");
}

static void
position_changed_cb (GuildPosition *position, World *self)
{
  guint index = guild_position_get_index (position);

  g_assert_true (self->held->pdata[index] == position);
  g_free (self->seen->pdata[index]);
  self->seen->pdata[index] = read_position (position);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, World *self)
{
  g_assert_cmpuint (position + removed, ==, self->n_items);
  self->n_items += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->n_items);
  for (guint i = self->held->len; i < self->n_items; i++)
    {
      GuildPosition *item = g_list_model_get_item (model, i);
      g_signal_connect (item, "changed", G_CALLBACK (position_changed_cb), self);
      g_ptr_array_add (self->held, item);
      g_ptr_array_add (self->seen, read_position (item));
    }
}

static void
compare (World *self)
{
  g_assert_cmpuint (self->n_items, ==, g_list_model_get_n_items (G_LIST_MODEL (self->list)));
  for (guint i = 0; i < self->held->len; i++)
    {
      g_autofree char *now = read_position (self->held->pdata[i]);
      g_assert_cmpstr (self->seen->pdata[i], ==, now);
    }
  self->n_refreshed++;
}

/* All of them, as the service has them, by name. */
static void
compare_with_service (World *self)
{
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autofree char *last = NULL;

  guild_company_list_set_query (self->list, all);
  test_settle (self->list);
  compare (self);
  g_assert_cmpuint (guild_company_list_get_n_matches (self->list), ==,
                    g_hash_table_size (self->names));
  g_assert_cmpuint (self->n_items, ==, g_hash_table_size (self->names));
  for (guint i = 0; i < self->n_items; i++)
    {
      g_autofree char *id = guild_position_dup_id (self->held->pdata[i]);
      const char *name = g_hash_table_lookup (self->names, id);
      g_autofree char *wanted = g_strdup_printf ("%s %s", id, name);
      g_autofree char *folded = g_utf8_casefold (name, -1);

      g_assert_cmpstr (self->seen->pdata[i], ==, wanted);
      g_assert_true (last == NULL || g_utf8_collate (last, folded) <= 0);
      g_free (last);
      last = g_steal_pointer (&folded);
    }
}

/* ---- the service ---- */

/* Takes ID and NAME. */
static void
create_or_rename (World *self, char *id, char *name)
{
  g_autofree char *path = id != NULL ? g_strconcat ("/companies/", id, NULL) : NULL;
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autoptr(JsonNode) node =
    id != NULL ? guild_test_sandbox_call (self->sandbox, "PUT", path, body)
               : guild_test_sandbox_call (self->sandbox, "POST", "/companies", body);

  if (id == NULL)
    {
      id = g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
      g_ptr_array_add (self->made, g_strdup (id));
    }
  g_hash_table_replace (self->names, id, name);
}

static void
change_service (World *self)
{
  guint n;
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (self->names, &n);
  char *name = g_strdup_printf ("%s %u", pick (self, 2) ? "Emile" : "zoe", pick (self, 100000));
  guint what = pick (self, 3);

  if (what < 2 || self->made->len == 0)
    {
      create_or_rename (self, what == 0 ? g_strdup (ids[pick (self, n)]) : NULL, name);
      return;
    }
  /* one without children, which would go with it */
  g_autofree char *id = g_ptr_array_steal_index_fast (self->made, pick (self, self->made->len));
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  json_node_unref (guild_test_sandbox_call (self->sandbox, "DELETE", path, NULL));
  g_hash_table_remove (self->names, id);
  g_free (name);
}

/* While it runs, whoever looks at the list asks for this and that. */
static void
sync_and_ask (World *self)
{
  static const char * const texts[] = { "", "e", "emile", "zoe 1", "a", "nobody" };
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (self->directory, NULL, guild_test_result_cb, &slot);
  while (slot == NULL)
    {
      g_autoptr(GuildQuery) plain = guild_query_new ();
      g_autoptr(GuildQuery) query =
        guild_query_with_text (plain, texts[pick (self, G_N_ELEMENTS (texts))]);
      g_autoptr(GuildQuery) sorted =
        guild_query_with_sort (query, pick (self, 2) ? "name" : "created", pick (self, 2));

      guild_company_list_set_query (self->list, sorted);
      guild_test_spin ();
    }
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (self->directory, result, &error));
  g_assert_no_error (error);
}

static void
note_names (World *self)
{
  test_settle (self->list);
  for (guint i = 0; i < self->n_items; i++)
    g_hash_table_insert (self->names, guild_position_dup_id (self->held->pdata[i]),
                         guild_position_dup_name (self->held->pdata[i]));
  g_assert_cmpuint (g_hash_table_size (self->names), ==, N_COMPANIES);
}

static void
world_init (World *self)
{
  *self = (World) {
    .sandbox = guild_test_sandbox_start ("--companies", G_STRINGIFY (300), NULL),
    .directory = test_open (guild_codat_table (), NULL),
    .random = g_rand_new_with_seed (test_random_seed ()),
    .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .made = g_ptr_array_new_with_free_func (g_free),
    .held = g_ptr_array_new_with_free_func (g_object_unref),
    .seen = g_ptr_array_new_with_free_func (g_free),
  };
  g_autoptr(GuildService) service = guild_codat_new (self->sandbox->url, self->sandbox->codat_key);
  GAsyncResult *slot = NULL;

  json_node_unref (guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches",
                                            "{\"rate-limits\":\"off\",\"largest-page\":40}"));
  guild_directory_set_service (self->directory, service);
  self->list = guild_company_list_new (self->directory);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->list, "refreshed", G_CALLBACK (compare), self);
  guild_directory_sync_async (self->directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (self->directory, result, NULL));
  note_names (self);
}

static void
world_clear (World *self)
{
  for (guint i = 0; i < self->held->len; i++)
    g_signal_handlers_disconnect_by_data (self->held->pdata[i], self);
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_ptr_array_unref (self->made);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->seen);
  g_hash_table_unref (self->names);
  g_rand_free (self->random);
  /* questions that were overtaken hold it until they know */
  g_object_add_weak_pointer (G_OBJECT (self->list), (gpointer *) &self->list);
  g_object_unref (self->list);
  guild_test_wait_until (self->list == NULL);
  test_close (self->directory);
  guild_test_sandbox_stop (self->sandbox);
}

static void
test_syncs (void)
{
  World self;

  world_init (&self);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      for (guint i = pick (&self, N_CHANGES); i > 0; i--)
        change_service (&self);
      sync_and_ask (&self);
      compare_with_service (&self);
    }
  g_test_message ("refreshed %u times", self.n_refreshed);
  g_assert_cmpuint (self.n_refreshed, >, 2 * N_ROUNDS);
  world_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/replay-sync/random", test_syncs);
  return g_test_run ();
}
