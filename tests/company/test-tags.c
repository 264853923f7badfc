/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-tags.h"

static GHashTable *
read_tags (const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (json, &error);

  g_assert_no_error (error);
  return guild_tags_read (json_node_get_object (node));
}

static void
assert_tags (GHashTable *tags, const char *expected)
{
  g_autofree char *text = guild_tags_describe (tags);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_read (void)
{
  g_autoptr(GHashTable) tags =
    read_tags ("{\"tags\":{\"region\":\"uk\",\"n\":7,\"yes\":true,\"none\":null,\"list\":[1]}}");
  g_autoptr(GHashTable) absent = read_tags ("{\"tags\":[\"a\"]}");
  g_autoptr(GHashTable) missing = guild_tags_read (NULL);

  assert_tags (tags, "n=7, region=uk, yes=true");
  assert_tags (absent, "");
  assert_tags (missing, "");
}

static void
test_edit (void)
{
  g_autoptr(GHashTable) tags = read_tags ("{\"tags\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}}");
  g_autoptr(GHashTable) added = guild_tags_new ();
  g_autoptr(GPtrArray) removed = g_ptr_array_new ();

  g_hash_table_insert (added, g_strdup ("b"), g_strdup ("new"));
  g_hash_table_insert (added, g_strdup ("d"), g_strdup ("4"));
  g_ptr_array_add (removed, (gpointer) "a");
  g_ptr_array_add (removed, (gpointer) "no such");
  g_autoptr(GHashTable) edited = guild_tags_edit (tags, removed, added);
  g_autoptr(GHashTable) same = guild_tags_edit (tags, NULL, NULL);

  assert_tags (edited, "b=new, c=3, d=4");
  assert_tags (tags, "a=1, b=2, c=3");
  g_assert_true (guild_tags_equal (tags, same));
  g_assert_false (guild_tags_equal (tags, edited));
}

static void
test_limits (void)
{
  g_autofree char *key = g_strnfill (GUILD_TAG_KEY_MAX, 'k');
  g_autofree char *value = g_strnfill (GUILD_TAG_VALUE_MAX, 'v');
  g_autofree char *long_key = g_strconcat (key, "ä", NULL);
  g_autofree char *long_value = g_strconcat (value, "ä", NULL);
  g_autofree char *no_wrong = guild_tags_check_pair (key, value);
  g_autofree char *wrong_key = guild_tags_check_pair (long_key, value);
  g_autofree char *wrong_value = guild_tags_check_pair (key, long_value);
  g_autofree char *no_key = guild_tags_check_pair ("", value);
  g_autofree char *no_value = guild_tags_check_pair (key, "");
  g_autoptr(GHashTable) tags = guild_tags_new ();

  g_assert_cmpstr (no_wrong, ==, NULL);
  g_assert_nonnull (wrong_key);
  g_assert_nonnull (wrong_value);
  g_assert_nonnull (no_key);
  g_assert_nonnull (no_value);
  for (guint i = 0; i < GUILD_TAGS_MAX; i++)
    g_hash_table_insert (tags, g_strdup_printf ("k%u", i), g_strdup ("v"));
  g_autofree char *full = guild_tags_check (tags);
  g_assert_cmpstr (full, ==, NULL);
  g_hash_table_insert (tags, g_strdup ("one more"), g_strdup ("v"));
  g_autofree char *over = guild_tags_check (tags);
  g_assert_cmpstr (over, ==, "A company can have 10 tags, and these would be 11.");
}

static void
test_build (void)
{
  g_autoptr(GHashTable) tags = read_tags ("{\"tags\":{\"b\":\"\\\"2\\\"\",\"a\":\"1\"}}");
  g_autoptr(GHashTable) none = guild_tags_new ();
  struct { GHashTable *tags; const char *body; } cases[] = {
    { tags, "{\"tags\":{\"a\":\"1\",\"b\":\"\\\"2\\\"\"}}" },
    { none, "{\"tags\":{}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();
      json_builder_begin_object (builder);
      guild_tags_build (cases[i].tags, builder);
      json_builder_end_object (builder);
      g_autoptr(JsonNode) root = json_builder_get_root (builder);
      g_autofree char *body = json_to_string (root, FALSE);
      g_assert_cmpstr (body, ==, cases[i].body);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/tags/read", test_read);
  g_test_add_func ("/company/tags/edit", test_edit);
  g_test_add_func ("/company/tags/limits", test_limits);
  g_test_add_func ("/company/tags/build", test_build);
  return g_test_run ();
}
