/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "company/guild-field.h"
#include "service/codat/guild-codat-private.h"

static GuildQuery *
add (GuildQuery *query, const char *field, GuildMatch match, const char *value, gboolean any)
{
  const GuildCondition condition = { (char *) field, match, (char *) value, GUILD_NUMBER_UNSET,
                                     GUILD_NUMBER_UNSET, any };
  GuildQuery *next = guild_query_with_condition (query, &condition);

  guild_query_unref (query);
  return next;
}

static void
assert_path (GuildQuery *query, const char *rest)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = guild_codat_list_path (1, 500, query, &error);
  g_autofree char *want = g_strconcat ("/companies?page=2&pageSize=500", rest, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, want);
}

static void
test_sayable (void)
{
  assert_path (NULL, "");

  g_autoptr(GuildQuery) name = add (guild_query_new (), "name", GUILD_MATCH_CONTAINS, "Ac & me",
                                    FALSE);
  assert_path (name, "&query=name~Ac%20%26%20me");

  /* Inside a value an operator is a letter like any other. */
  g_autoptr(GuildQuery) inner = add (guild_query_new (), "description", GUILD_MATCH_EQUALS,
                                     "a=b~c !d >e <f & g|h", FALSE);
  assert_path (inner, "&query=description%3Da%3Db~c%20%21d%20%3Ee%20%3Cf%20%26%20g%7Ch");
  g_autoptr(GuildQuery) tag = add (guild_query_new (), "tags", GUILD_MATCH_EQUALS, "a b=c=d~e!",
                                   FALSE);
  assert_path (tag, "&tags=a%20b%3Dc%3Dd~e%21");

  g_autoptr(GuildQuery) several = add (guild_query_new (), "name", GUILD_MATCH_EQUALS,
                                       "A" GUILD_LIST_SEP "B", FALSE);
  several = add (several, "description", GUILD_MATCH_NOT_EQUALS, "C", FALSE);
  /* {name=A||name=B}&&description!=C */
  assert_path (several, "&query=%7Bname%3DA%7C%7Cname%3DB%7D%26%26description%21%3DC");

  g_autoptr(GuildQuery) any = add (guild_query_new (), "name", GUILD_MATCH_EQUALS, "A", TRUE);
  any = add (any, "description", GUILD_MATCH_CONTAINS, "B", TRUE);
  assert_path (any, "&query=%7Bname%3DA%7C%7Cdescription~B%7D");

  const GuildCondition range = { (char *) "created", GUILD_MATCH_BETWEEN, NULL,
                                 G_GINT64_CONSTANT (1700000000500000),
                                 G_GINT64_CONSTANT (1700000001000000), FALSE };
  g_autoptr(GuildQuery) empty = guild_query_new ();
  g_autoptr(GuildQuery) between = guild_query_with_condition (empty, &range);
  assert_path (between, "&query=%7Bcreated%3E%3D2023-11-14T22%3A13%3A20.500000Z%26%26"
                        "created%3C%3D2023-11-14T22%3A13%3A21.000000Z%7D");

  g_autoptr(GuildQuery) tags = add (guild_query_new (), "tags", GUILD_MATCH_EQUALS, "region=uk",
                                    FALSE);
  tags = add (tags, "tags", GUILD_MATCH_NOT_EQUALS, "team=a b", FALSE);
  assert_path (tags, "&tags=region%3Duk%26%26team%21%3Da%20b");

  g_autoptr(GuildQuery) sorted = guild_query_with_sort (empty, "created", TRUE);
  assert_path (sorted, "&orderBy=-created");
}

static void
test_unsayable (void)
{
  static const struct { const char *field; GuildMatch match; const char *value; } cases[] = {
    { "name", GUILD_MATCH_STARTS, "A" },
    { "name", GUILD_MATCH_SET, NULL },
    { "name", GUILD_MATCH_EQUALS, "" },
    { "name", GUILD_MATCH_EQUALS, "A&&id=1" },
    { "name", GUILD_MATCH_EQUALS, "A||B" },
    { "name", GUILD_MATCH_CONTAINS, "}" },
    { "name", GUILD_MATCH_EQUALS, " A" },
    { "name", GUILD_MATCH_BETWEEN, NULL },
    { "status", GUILD_MATCH_EQUALS, "linked" },
    { "tags", GUILD_MATCH_CONTAINS, "a=b" },
    { "name", GUILD_MATCH_EQUALS, "=A" },
    { "name", GUILD_MATCH_NOT_EQUALS, "~A" },
    { "name", GUILD_MATCH_EQUALS, "A{" },
    { "name", GUILD_MATCH_EQUALS, "A&" },
    { "name", GUILD_MATCH_EQUALS, "A|" },
    { "name", GUILD_MATCH_EQUALS, "A " },
    { "name", GUILD_MATCH_EQUALS, "A" GUILD_LIST_SEP "B||C" },
    { "tags", GUILD_MATCH_EQUALS, "a" },
    { "tags", GUILD_MATCH_EQUALS, "a=" },
    { "tags", GUILD_MATCH_EQUALS, "=b" },
    { "tags", GUILD_MATCH_EQUALS, "a=b&&c" },
    /* these would read "a" is not "b", "a" contains "=b", "a" is at least "b" */
    { "tags", GUILD_MATCH_EQUALS, "a!=b" },
    { "tags", GUILD_MATCH_EQUALS, "a~=b" },
    { "tags", GUILD_MATCH_EQUALS, "a>=b" },
    { "tags", GUILD_MATCH_EQUALS, "a&b=c" },
    { "tags", GUILD_MATCH_NOT_EQUALS, "{a=b" },
    { "no-such-field", GUILD_MATCH_EQUALS, "A" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildQuery) query = add (guild_query_new (), cases[i].field, cases[i].match,
                                         cases[i].value, FALSE);
      g_assert_null (guild_codat_list_path (0, 100, query, &error));
      assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
      g_assert_cmpstr (error->message, !=, "");
    }

  g_autofree char *endless = g_strnfill (3000, 'x');
  g_autoptr(GuildQuery) query = add (guild_query_new (), "name", GUILD_MATCH_EQUALS, endless,
                                     FALSE);
  g_autoptr(GError) error = NULL;
  g_assert_null (guild_codat_list_path (0, 100, query, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/codat/query/sayable", test_sayable);
  g_test_add_func ("/service/codat/query/unsayable", test_unsayable);
  return g_test_run ();
}
