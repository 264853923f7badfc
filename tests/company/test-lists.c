/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-json.h"

/* Long lists, read element by element: the same as read whole. */

/* Takes NODE. */
static void
add_text (GString  *out,
          JsonNode *node)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_member (object, "x", node);
  guild_json_append_object (out, object);
}

static void
element_cb (JsonNode *node,
            gpointer  data)
{
  add_text (data, json_node_copy (node));
}

/* Elements that begin with a digit or brace are taken as they are. */
static gboolean
take_cb (const char *text,
         gsize       length,
         gpointer    data)
{
  JsonNode *node = NULL;

  if (length > 0 && (*text == '{' || g_ascii_isdigit (*text)))
    node = guild_json_parse (text, (gssize) length, NULL);
  if (node != NULL)
    add_text (data, node);

  return node != NULL;
}

/* (transfer full) (nullable): everything that a list is read as, piece by piece. */
static char *
read_streamed (const char        *text,
               GuildJsonTextFunc  take)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root =
    guild_json_parse_list (text, -1, "list", take, element_cb, out, &error);

  if (root == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      return NULL;
    }
  add_text (out, json_node_copy (root));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The same of the whole. */
static char *
read_whole (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) root = guild_json_parse (text, -1, NULL);

  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      JsonNode *list = json_object_get_member (json_node_get_object (root), "list");
      JsonArray *array =
        list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

      while (array != NULL && json_array_get_length (array) > 0)
        {
          add_text (out, json_node_copy (json_array_get_element (array, 0)));
          json_array_remove_element (array, 0);
        }
    }
  add_text (out, json_node_copy (root));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
check_same (const char *text)
{
  g_autofree char *streamed = read_streamed (text, NULL);
  g_autofree char *taken = read_streamed (text, take_cb);
  g_autofree char *whole = read_whole (text);

  if (g_strcmp0 (streamed, whole) != 0 || g_strcmp0 (taken, whole) != 0)
    g_error ("read otherwise: %s", text);
}

static void
test_same (void)
{
  static const char * const texts[] = {
    "", "{}", "[]", "null", "\"list\"", "{\"list\":[]}", "{\"list\":null}", "{\"list\":3,\"a\":[1]}",
    "{\"list\":[{}]}", "{\"list\":[{\"a\":1},null,3,\"x\",[1,[2]],{\"list\":[4]}],\"n\":5}",
    "{\"n\":5,\"list\":[1]}", " { \"a\" : \"]\" ,\n\"list\" : [ 1 ,\t{ } , \"],[\" ] , \"b\" : 2 } ",
    "{\"a\":{\"list\":[1]},\"b\":[[\"list\"]]}", "[{\"list\":[1]}]",
    "{\"list\":[\"\\\"\",\"\\\\\",\"a\\\\\\\"\",\"\\ud800\"],\"\\\"\":1}",
    /* no JSON */
    "{\"list\":[1", "{\"list\":[1,]}", "{\"list\":[,1]}", "{\"list\":[1 2]}", "{\"list\":[1]",
    "{\"list\":[{\"a\":1}{\"a\":2}]}", "{\"list\":[{]}}", "{\"list\":[1}]", "{\"list\":[1]]}",
    "{\"list\":[\"x\"{}]}", "{\"list\":[1{}]}", "{\"list\":[tru]}", "{\"list\":[1],}",
    "{\"list\":[1] \"a\":2}", "{\"list\" [1]}", "{\"list\":[1]}x", "{\"list", "{\"list\":",
    "{\"list\":[{\"a\":\"1}]}", "{\"list\":[1],\"b\":}", "{,\"list\":[1]}", "{\"list\":[:]}",
    "{\"list\":[- 9]}", "{\"list\":[-\t9,1]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_same (texts[i]);
}

/* Whatever is damaged is read the same, or refused, either way. */
static void
test_damaged (void)
{
  static const char full[] =
    "{\"total\":3,\"list\":[{\"id\":\"a\",\"b\":[1,2]},{\"id\":\"\\\"]\"},[],\"x\"],\"more\":{}}";
  static const char tokens[] = "{}[],:\"09-tn\\u ";
  guint n_read = 0;

  for (guint round = 0; round < 20000; round++)
    {
      char text[sizeof full];

      memcpy (text, full, sizeof full);
      for (gint32 n = g_test_rand_int_range (1, 4); n > 0; n--)
        text[g_test_rand_int_range (0, sizeof full - 1)]
          = tokens[g_test_rand_int_range (0, sizeof tokens - 1)];
      check_same (text);
      g_autoptr (JsonNode) node = guild_json_parse (text, -1, NULL);
      n_read += node != NULL;
    }

  g_assert_cmpuint (n_read, >, 100);
}

static void
test_twice (void)
{
  g_autofree char *twice = read_streamed ("{\"list\":[1],\"list\":[2]}", take_cb);
  g_autofree char *deep = g_strnfill (GUILD_JSON_MAX_DEPTH, '[');
  g_autofree char *ends = g_strnfill (GUILD_JSON_MAX_DEPTH, ']');
  g_autofree char *text = g_strconcat ("{\"list\":", deep, ends, "}", NULL);

  g_assert_null (twice);
  g_assert_null (read_streamed (text, NULL));
  /* Written with escapes it has its elements. */
  g_autofree char *escaped = read_streamed ("{\"l\\u0069st\":[1]}", take_cb);
  g_assert_cmpstr (escaped, ==, "{\"x\":{\"list\":[1]}}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/lists/same", test_same);
  g_test_add_func ("/company/lists/damaged", test_damaged);
  g_test_add_func ("/company/lists/twice", test_twice);
  return g_test_run ();
}
