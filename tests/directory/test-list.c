/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static GuildDirectory *
open_three (void)
{
  GuildDirectory *directory = test_open (guild_codat_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  test_add_company (batch, "c", "Café Zebra", NULL);
  test_add_company (batch, "a", "apple Works", "\"description\":\"fruit\"");
  test_add_company (batch, "b", "Banana Ltd", NULL);
  test_apply (directory, batch);
  return directory;
}

static void
test_rows_and_order (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GuildQuery) all = guild_query_new ();

  test_settle (list);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 3);
  g_assert_cmpuint (guild_company_list_get_n_matches (list), ==, 3);
  test_assert_ids (list, "a b c");

  g_autoptr(GuildQuery) down = guild_query_with_sort (all, "name", TRUE);
  guild_company_list_set_query (list, down);
  g_assert_true (guild_company_list_get_busy (list));
  test_settle (list);
  test_assert_ids (list, "c b a");
  g_assert_cmpuint (guild_company_list_find (list, "a"), ==, 2);
  g_assert_cmpuint (guild_company_list_find (list, "nobody"), ==, G_MAXUINT);

  /* unset is last in both directions */
  g_autoptr(GuildQuery) described = guild_query_with_sort (all, "description", TRUE);
  guild_company_list_set_query (list, described);
  test_settle (list);
  test_assert_ids (list, "a b c");

  g_autoptr(GuildQuery) text = guild_query_with_text (all, "CAFE zeb");
  guild_company_list_set_query (list, text);
  test_settle (list);
  test_assert_ids (list, "c");
  g_assert_cmpuint (guild_company_list_find (list, "a"), ==, G_MAXUINT);
}

/* A query is answered once; that rows change afterwards takes nothing from that. */
static void
test_answered (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) text = guild_query_with_text (all, "nobody");
  g_autoptr(GuildQuery) down = guild_query_with_sort (all, "name", TRUE);
  guint n_answers = 0;

  g_signal_connect_swapped (list, "answered", G_CALLBACK (count_cb), &n_answers);
  g_assert_false (guild_company_list_get_answered (list));
  test_settle (list);
  g_assert_true (guild_company_list_get_answered (list));
  g_assert_cmpuint (n_answers, ==, 1);
  test_apply_one (directory, "d", "Dora", NULL);
  test_settle (list);
  g_assert_true (guild_company_list_get_answered (list));
  g_assert_cmpuint (n_answers, ==, 1);

  /* The first of them is overtaken; also that nothing matches is an answer. */
  guild_company_list_set_query (list, down);
  g_assert_false (guild_company_list_get_answered (list));
  guild_company_list_set_query (list, text);
  test_settle (list);
  g_assert_true (guild_company_list_get_answered (list));
  g_assert_cmpuint (n_answers, ==, 2);
  guild_company_list_set_query (list, all);
  test_settle (list);
  g_assert_cmpuint (n_answers, ==, 3);
}

typedef struct
{
  GuildCompanyList *list; /* (borrowed) */
  char             *ids;  /* (owned) (nullable): of the list as the directory told of a change */
} Told;

static void
told_cb (Told *self)
{
  g_assert_true (guild_company_list_get_busy (self->list));
  g_free (self->ids);
  self->ids = guild_company_list_dup_id (self->list, 0);
}

/* As if the answer took a fifth of a second. */
static void
settle_slowly (GuildCompanyList *list, GuildQuery *query)
{
  guild_company_list_set_query (list, query);
  g_usleep (G_USEC_PER_SEC / 5);
  test_settle (list);
}

/* Rows that change are asked for when the list has rested from the answer before; what a person asks
 * does not wait for that. */
static void
test_rest (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) down = guild_query_with_sort (all, "name", TRUE);
  Told told = { list, NULL };

  test_settle (list);
  settle_slowly (list, down);
  gint64 answered = g_get_monotonic_time ();
  gulong handler =
    g_signal_connect_swapped (directory, "changed", G_CALLBACK (told_cb), &told);
  test_apply_one (directory, "d", "Dora", NULL);
  g_assert_cmpstr (told.ids, ==, "c");
  test_settle (list);
  test_assert_ids (list, "d c b a");
  g_assert_cmpint (g_get_monotonic_time () - answered, >=, G_USEC_PER_SEC / 5);

  settle_slowly (list, all);
  test_apply_one (directory, "e", "Emil", NULL);
  g_assert_cmpstr (told.ids, ==, "a");
  guild_company_list_set_query (list, down);
  test_settle (list);
  test_assert_ids (list, "e d c b a");
  g_signal_handler_disconnect (directory, handler);
  g_free (told.ids);
}

static void
test_no_match_keeps_rows (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) none = guild_query_with_text (all, "no such company");
  guint n_changes = 0, n_refreshed = 0;

  test_settle (list);
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (count_cb), &n_changes);
  g_signal_connect_swapped (list, "refreshed", G_CALLBACK (count_cb), &n_refreshed);
  guild_company_list_set_query (list, none);
  test_settle (list);
  g_assert_cmpuint (guild_company_list_get_n_matches (list), ==, 0);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpuint (n_refreshed, ==, 1);
  test_assert_ids (list, "a b c");
  g_assert_cmpuint (guild_company_list_find (list, "a"), ==, G_MAXUINT);

  guild_company_list_set_query (list, all);
  test_settle (list);
  g_assert_cmpuint (guild_company_list_get_n_matches (list), ==, 3);
  g_assert_cmpuint (n_changes, ==, 0);
}

static void
test_positions (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  GListModel *model = G_LIST_MODEL (list);
  guint name = guild_codat_table ()->name_field;
  guint n_first = 0, n_second = 0, n_last = 0;

  test_settle (list);
  g_autoptr(GuildPosition) first = g_list_model_get_item (model, 0);
  g_autoptr(GuildPosition) again = g_list_model_get_item (model, 0);
  g_autoptr(GuildPosition) second = g_list_model_get_item (model, 1);
  g_autoptr(GuildPosition) last = g_list_model_get_item (model, 2);
  g_assert_true (first == again);
  g_signal_connect_swapped (first, "changed", G_CALLBACK (count_cb), &n_first);
  g_signal_connect_swapped (second, "changed", G_CALLBACK (count_cb), &n_second);
  g_signal_connect_swapped (last, "changed", G_CALLBACK (count_cb), &n_last);

  /* other data in the same place */
  test_apply_one (directory, "b", "Banana Limited", NULL);
  test_settle (list);
  g_autofree char *text = guild_position_dup_text (second, name);
  g_assert_cmpstr (text, ==, "Banana Limited");
  g_assert_cmpuint (n_first, ==, 0);
  g_assert_cmpuint (n_second, ==, 1);
  g_assert_cmpuint (n_last, ==, 0);

  /* the same data again says nothing */
  test_apply_one (directory, "b", "Banana Limited", NULL);
  test_settle (list);
  g_assert_cmpuint (n_second, ==, 1);

  /* the list shrinks: a place without a company */
  test_remove (directory, "a");
  test_settle (list);
  g_autofree char *gone = guild_position_dup_id (last);
  g_assert_null (gone);
  g_assert_null (g_list_model_get_item (model, 2));
  g_autofree char *moved = guild_position_dup_id (first);
  g_assert_cmpstr (moved, ==, "b");
  g_assert_cmpuint (n_first, ==, 1);
  g_assert_cmpuint (n_last, ==, 1);

  /* and grows: the same object */
  test_apply_one (directory, "d", "Dandelion", NULL);
  test_settle (list);
  g_autoptr(GuildPosition) back = g_list_model_get_item (model, 2);
  g_assert_true (back == last);
  g_autofree char *id = guild_position_dup_id (last);
  g_assert_cmpstr (id, ==, "d");
  g_assert_cmpuint (n_last, ==, 2);
}

static void
test_hidden (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);

  test_settle (list);
  guild_directory_set_hidden (directory, "b", TRUE);
  guild_test_wait_until (guild_company_list_get_n_matches (list) == 2);
  test_assert_ids (list, "a c");
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 2);
  /* news about it do not bring it back */
  test_apply_one (directory, "b", "Banana Limited", NULL);
  test_settle (list);
  test_assert_ids (list, "a c");
  guild_directory_set_hidden (directory, "b", FALSE);
  guild_test_wait_until (guild_company_list_get_n_matches (list) == 3);
  test_assert_ids (list, "a b c");
}

static void
test_find_name (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_find_name_async (directory, "cafe  ZEBRA", NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autofree char *id = guild_directory_find_name_finish (directory, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "c");

  guild_directory_find_name_async (directory, "zebra", NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) other = guild_test_await (&slot);
  g_assert_null (guild_directory_find_name_finish (directory, other, &error));
  g_assert_no_error (error);
}

static void
test_load_company (void)
{
  g_autoptr(GuildDirectory) directory = open_three ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company = test_load (directory, "a", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (company), ==, "apple Works");
  g_assert_null (test_load (directory, "x", &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND);
}

static void
test_dies (void)
{
  GuildDirectory *directory = open_three ();
  GuildCompanyList *list = guild_company_list_new (directory);

  test_settle (list);
  g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_clear_object (&position);
  g_assert_finalize_object (list);
  g_assert_finalize_object (directory);
}

static char *
find_other (GuildDirectory *directory, const char *field, const char *text, const char *except_id,
            char **name)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_find_other_async (directory, field, text, except_id, NULL, guild_test_result_cb,
                                    &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *id = guild_directory_find_other_finish (directory, result, name, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_find_other (void)
{
  static const struct { const char *field, *text, *except_id, *id; } cases[] = {
    { "name", "ONE", NULL, "a" },
    { "name", "one", "a", NULL },
    { "tags", "uid=7", NULL, "a" },
    { "tags", "uid=7", "a", "b" },
    { "tags", "uid=70", NULL, NULL },
    { "tags", "id=7", NULL, NULL },
    { "tags", "uid", NULL, NULL },
    { "no such field", "one", NULL, NULL },
  };
  g_autoptr(GuildDirectory) directory = test_open (guild_codat_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  test_add_company (batch, "a", "One", "\"tags\":{\"region\":\"uk\",\"uid\":\"7\"}");
  test_add_company (batch, "b", "Two", "\"tags\":{\"uid\":\"7\",\"zone\":\"x\"}");
  test_apply (directory, batch);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id =
        find_other (directory, cases[i].field, cases[i].text, cases[i].except_id, NULL);
      g_assert_cmpstr (id, ==, cases[i].id);
    }
  g_autofree char *name = NULL;
  g_autofree char *id = find_other (directory, "tags", "uid=7", "a", &name);
  g_assert_cmpstr (id, ==, "b");
  g_assert_cmpstr (name, ==, "Two");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/list/rows-and-order", test_rows_and_order);
  g_test_add_func ("/directory/list/answered", test_answered);
  g_test_add_func ("/directory/list/rest", test_rest);
  g_test_add_func ("/directory/list/no-match-keeps-rows", test_no_match_keeps_rows);
  g_test_add_func ("/directory/list/positions", test_positions);
  g_test_add_func ("/directory/list/hidden", test_hidden);
  g_test_add_func ("/directory/list/find-name", test_find_name);
  g_test_add_func ("/directory/list/find-other", test_find_other);
  g_test_add_func ("/directory/list/load-company", test_load_company);
  g_test_add_func ("/directory/list/dies", test_dies);
  return g_test_run ();
}
