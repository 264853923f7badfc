/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <gio/gio.h>

#include "company/guild-json.h"
#include "company/guild-query.h"

static const GuildFieldChoice states[] = {
  { "open", "Open now", NULL, NULL },
  { "closed", "Closed", NULL, NULL },
  { NULL, NULL, NULL, NULL },
};

#define S GUILD_FIELD_SEARCHABLE

static const GuildField fields[] = {
  { .id = "name", .title = "Name", .kind = GUILD_FIELD_TEXT, .member = "name", .flags = S },
  { .id = "trade", .title = "Trade", .kind = GUILD_FIELD_TEXT, .member = "trade", .flags = S },
  { .id = "note", .title = "Note", .kind = GUILD_FIELD_TEXT, .member = "note" },
  { .id = "state", .title = "State", .kind = GUILD_FIELD_CHOICE, .member = "state",
    .choices = states },
  { .id = "size", .title = "Size", .kind = GUILD_FIELD_NUMBER, .member = "size" },
  { .id = "seen", .title = "Seen", .kind = GUILD_FIELD_TIME, .member = "seen" },
  { .id = "tags", .title = "Tags", .kind = GUILD_FIELD_TAGS, .member = "tags", .flags = S },
  { .id = "id", .title = "ID", .kind = GUILD_FIELD_TEXT, .member = "id", .flags = S },
};

static const GuildFieldTable table = {
  .service_id = "test", .fields = fields, .n_fields = G_N_ELEMENTS (fields),
  .id_field = G_N_ELEMENTS (fields) - 1, .name_field = 0,
};

/* Bit N of an answer = row N matches. */
static const char * const rows[] = {
  /* 1 */ "{\"id\":\"r0\",\"name\":\"Café Zoë\",\"trade\":\"Plumbing\",\"state\":\"open\","
          "\"size\":3,\"seen\":\"1970-01-01T00:00:10Z\",\"tags\":{\"region\":\"uk\",\"a\":\"b\"}}",
  /* 2 */ "{\"id\":\"r1\",\"name\":\"Straße & Co\",\"trade\":\"Metals | Structural Steel\","
          "\"state\":\"closed\",\"size\":0,\"note\":\"plumb line\"}",
  /* 4 */ "{\"id\":\"r2\",\"name\":\"Zoe Plumbers\",\"state\":\"ajar\",\"size\":\"many\","
          "\"seen\":\"1970-01-01T00:00:20Z\",\"tags\":{\"region\":\"ukraine\"}}",
  /* 8 */ "{\"id\":\"r3\"}",
};

#define ALL 15u

static GuildBatch *
make_batch (void)
{
  GuildBatch *batch = guild_batch_new (&table);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) node = guild_json_parse (rows[i], -1, NULL);

      g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
    }

  return batch;
}

static guint
answer (GuildQuery *query)
{
  g_autoptr (GuildBatch) batch = make_batch ();
  guint bits = 0;

  for (guint row = 0; row < guild_batch_get_length (batch); row++)
    {
      if (guild_query_matches (query, batch, row))
        bits |= 1u << row;
    }

  return bits;
}

static void
test_text (void)
{
  static const struct { const char *text; guint bits; } searches[] = {
    { NULL, ALL }, { "", ALL }, { "  ", ALL },
    { "zoe", 1 | 4 }, { "ZOË", 1 | 4 },
    { "zoe plumb", 1 | 4 },       /* words in different fields, in any order */
    { "plumb zoe", 1 | 4 },
    { "zoe cafe", 1 },
    { "strasse", 2 },
    { "line", 0 },                /* the note is not searched */
    { "open", 0 },
    { "region=uk", 1 | 4 },
    { "uk b", 1 | 4 },            /* "b" of "a=b" and of "Plumbers" */
    { "r", ALL }, { "r3", 8 },
    { "uk\x1f" "a", 1 | 4 },      /* never looks across items */
    { "xyz", 0 },
  };
  g_autoptr (GuildQuery) all = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GuildQuery) query = guild_query_with_text (all, searches[i].text);

      g_test_message ("%s", searches[i].text);
      g_assert_cmpuint (answer (query), ==, searches[i].bits);
    }
}

#define U GUILD_NUMBER_UNSET

static const struct
{
  const char *field;
  GuildMatch  match;
  const char *value;
  gint64      from, to;
  guint       bits;
} conditions[] = {
  { "name", GUILD_MATCH_CONTAINS, "zoe", U, U, 1 | 4 },
  { "name", GUILD_MATCH_CONTAINS, "", U, U, ALL },
  { "name", GUILD_MATCH_CONTAINS, NULL, U, U, ALL },
  { "name", GUILD_MATCH_STARTS, "ZOE", U, U, 4 },
  { "name", GUILD_MATCH_ENDS, "zoe", U, U, 1 },
  { "name", GUILD_MATCH_EQUALS, "cafe  zoe", U, U, 1 },
  { "name", GUILD_MATCH_EQUALS, "cafe", U, U, 0 },
  { "name", GUILD_MATCH_EQUALS, "", U, U, 8 },
  { "name", GUILD_MATCH_EQUALS, "cafe zoe\x1fzoe plumbers", U, U, 1 | 4 },
  { "name", GUILD_MATCH_NOT_EQUALS, "cafe zoe", U, U, 2 | 4 | 8 },
  { "name", GUILD_MATCH_NOT_EQUALS, "cafe zoe\x1fzoe plumbers", U, U, 2 | 8 },
  { "trade", GUILD_MATCH_CONTAINS, "metals |", U, U, 2 },
  { "state", GUILD_MATCH_EQUALS, "open", U, U, 1 },
  { "state", GUILD_MATCH_EQUALS, "Open now", U, U, 0 },    /* the value, not its title */
  { "state", GUILD_MATCH_EQUALS, "ajar\x1f" "closed", U, U, 2 | 4 },
  { "state", GUILD_MATCH_NOT_EQUALS, "open\x1f" "closed", U, U, 4 | 8 },
  { "state", GUILD_MATCH_BETWEEN, NULL, U, U, 0 },
  { "state", GUILD_MATCH_SET, NULL, U, U, 1 | 2 | 4 },
  { "tags", GUILD_MATCH_EQUALS, "region=uk", U, U, 1 },    /* a whole item */
  { "tags", GUILD_MATCH_CONTAINS, "region=uk", U, U, 1 | 4 },
  { "tags", GUILD_MATCH_STARTS, "a=", U, U, 1 },           /* of any item */
  { "tags", GUILD_MATCH_ENDS, "uk", U, U, 1 },
  { "tags", GUILD_MATCH_NOT_EQUALS, "a=b", U, U, 2 | 4 | 8 },
  { "tags", GUILD_MATCH_EQUALS, "", U, U, 2 | 8 },
  { "tags", GUILD_MATCH_UNSET, NULL, U, U, 2 | 8 },
  { "size", GUILD_MATCH_BETWEEN, NULL, U, U, 1 | 2 },      /* known numbers only */
  { "size", GUILD_MATCH_BETWEEN, NULL, 0, 2, 2 },
  { "size", GUILD_MATCH_BETWEEN, NULL, 0, 3, 1 | 2 },
  { "size", GUILD_MATCH_BETWEEN, NULL, 3, U, 1 },
  { "size", GUILD_MATCH_BETWEEN, NULL, U, 0, 2 },
  { "size", GUILD_MATCH_BETWEEN, NULL, 3, 0, 0 },
  { "size", GUILD_MATCH_EQUALS, "3", U, U, 1 },
  { "size", GUILD_MATCH_SET, NULL, U, U, 1 | 2 | 4 },
  { "seen", GUILD_MATCH_BETWEEN, NULL, 10000000, 20000000, 1 | 4 },
  { "seen", GUILD_MATCH_BETWEEN, NULL, 10000001, 20000000, 4 },
  { "seen", GUILD_MATCH_BETWEEN, NULL, 10000000, 19999999, 1 },
  { "seen", GUILD_MATCH_UNSET, NULL, U, U, 2 | 8 },
  { "gone", GUILD_MATCH_SET, NULL, U, U, 0 },              /* no such field: unset everywhere */
  { "gone", GUILD_MATCH_UNSET, NULL, U, U, ALL },
  { "gone", GUILD_MATCH_EQUALS, "x", U, U, 0 },
  { "gone", GUILD_MATCH_NOT_EQUALS, "x", U, U, ALL },
  { "gone", GUILD_MATCH_BETWEEN, NULL, U, U, 0 },
};

static GuildQuery *
add (GuildQuery *query,
     const char *field,
     GuildMatch  match,
     const char *value,
     gboolean    any)
{
  GuildCondition condition = { (char *) field, match, (char *) value, U, U, any };

  return guild_query_with_condition (query, &condition);
}

static void
test_conditions (void)
{
  g_autoptr (GuildQuery) all = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      GuildCondition condition = { (char *) conditions[i].field, conditions[i].match,
                                   (char *) conditions[i].value, conditions[i].from,
                                   conditions[i].to, FALSE };
      g_autoptr (GuildQuery) query = guild_query_with_condition (all, &condition);
      g_autoptr (GuildQuery) alone = NULL;

      g_test_message ("%s %d %s", conditions[i].field, (int) conditions[i].match,
                      conditions[i].value);
      g_assert_cmpuint (answer (query), ==, conditions[i].bits);

      /* one condition is the same joined by OR */
      condition.any = TRUE;
      alone = guild_query_with_condition (all, &condition);
      g_assert_cmpuint (answer (alone), ==, conditions[i].bits);
    }
}

/* text AND plain conditions AND (one of those marked any) */
static void
test_mixed (void)
{
  g_autoptr (GuildQuery) all = guild_query_new ();
  g_autoptr (GuildQuery) a = add (all, "name", GUILD_MATCH_CONTAINS, "zoe", FALSE);
  g_autoptr (GuildQuery) ab = add (a, "state", GUILD_MATCH_EQUALS, "open", TRUE);
  g_autoptr (GuildQuery) abc = add (ab, "tags", GUILD_MATCH_CONTAINS, "ukraine", TRUE);
  g_autoptr (GuildQuery) bc = guild_query_without_condition (abc, 0);
  g_autoptr (GuildQuery) bcd = add (bc, "name", GUILD_MATCH_UNSET, NULL, TRUE);
  g_autoptr (GuildQuery) texted = guild_query_with_text (bcd, "r3");

  g_assert_cmpuint (answer (a), ==, 1 | 4);
  g_assert_cmpuint (answer (ab), ==, 1);
  g_assert_cmpuint (answer (abc), ==, 1 | 4);
  g_assert_cmpuint (answer (bcd), ==, 1 | 4 | 8);
  g_assert_cmpuint (answer (texted), ==, 8);
  g_assert_false (guild_query_is_filtered (all));
  g_assert_true (guild_query_is_filtered (a));
  g_assert_true (guild_query_is_filtered (texted));
}

static void
test_immutable (void)
{
  g_autoptr (GuildQuery) all = guild_query_new ();
  g_autoptr (GuildQuery) blank = guild_query_with_text (all, "  ");
  g_autoptr (GuildQuery) one = add (all, "name", GUILD_MATCH_EQUALS, "x", FALSE);
  g_autoptr (GuildQuery) same = add (all, "name", GUILD_MATCH_EQUALS, "x", FALSE);
  g_autoptr (GuildQuery) other = add (all, "name", GUILD_MATCH_EQUALS, "x", TRUE);
  g_autoptr (GuildQuery) sorted = guild_query_with_sort (one, "name", TRUE);
  g_autoptr (GuildQuery) then = guild_query_then_by (sorted, "size", FALSE);
  g_autoptr (GuildQuery) again = guild_query_with_sort (then, "seen", FALSE);
  g_autoptr (GuildQuery) unsorted = guild_query_with_sort (then, NULL, FALSE);
  g_autoptr (GuildQuery) empty = guild_query_without_condition (unsorted, 0);

  g_assert_false (guild_query_is_filtered (blank));
  g_assert_cmpuint (guild_query_get_n_conditions (all), ==, 0);
  g_assert_true (guild_query_equal (one, same));
  g_assert_false (guild_query_equal (one, other));
  g_assert_false (guild_query_equal (one, sorted));
  g_assert_false (guild_query_equal (all, blank));
  g_assert_false (guild_query_equal (all, NULL));
  g_assert_true (guild_query_equal (all, empty));
  g_assert_cmpuint (guild_query_get_n_sort_keys (then), ==, 2);
  g_assert_true (guild_query_get_sort_key (then, 0)->descending);
  g_assert_cmpstr (guild_query_get_sort_key (then, 1)->field, ==, "size");
  g_assert_cmpuint (guild_query_get_n_sort_keys (again), ==, 1);
  g_assert_cmpuint (guild_query_get_n_sort_keys (unsorted), ==, 0);
  g_assert_cmpstr (guild_query_get_text (all), ==, "");
}

static void
test_json (void)
{
  g_autoptr (GuildQuery) query = guild_query_new ();
  g_autoptr (GuildQuery) first = NULL, second = NULL;
  g_autofree char *empty = guild_query_to_json (query);
  g_autofree char *full = NULL;
  g_autoptr (GError) error = NULL;

  first = guild_query_from_json (empty, &error);
  g_assert_no_error (error);
  g_assert_true (guild_query_equal (query, first));

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      GuildCondition condition = { (char *) conditions[i].field, conditions[i].match,
                                   (char *) conditions[i].value, conditions[i].from,
                                   conditions[i].to, (i & 1) != 0 };
      GuildQuery *longer = guild_query_with_condition (query, &condition);

      guild_query_unref (query);
      query = g_steal_pointer (&longer);
    }
  first = (guild_query_unref (first), guild_query_with_text (query, "Zoë \"x\""));
  second = guild_query_with_sort (first, "name", TRUE);
  guild_query_unref (first);
  first = guild_query_then_by (second, "size", FALSE);

  full = guild_query_to_json (first);
  guild_query_unref (second);
  second = guild_query_from_json (full, &error);
  g_assert_no_error (error);
  g_assert_true (guild_query_equal (first, second));
}

static void
test_json_refused (void)
{
  static const char * const texts[] = {
    "", "[]", "{}", "null", "{\"version\":0}", "{\"version\":\"1\"}", "{\"version\":1,\"text\":3}",
    "{\"version\":1,\"conditions\":{}}", "{\"version\":1,\"conditions\":[3]}",
    "{\"version\":1,\"conditions\":[{\"field\":\"a\",\"match\":\"sounds-like\"}]}",
    "{\"version\":1,\"conditions\":[{\"field\":\"\",\"match\":\"set\"}]}",
    "{\"version\":1,\"conditions\":[{\"match\":\"set\"}]}",
    "{\"version\":1,\"conditions\":[{\"field\":\"a\",\"match\":\"between\",\"from\":\"x\"}]}",
    "{\"version\":1,\"conditions\":[{\"field\":\"a\",\"match\":\"set\",\"any\":1}]}",
    "{\"version\":1,\"sort\":[{\"descending\":true}]}", "{\"version\":1,\"sort\":[null]}",
  };
  g_autoptr (GError) newer = NULL;
  g_autoptr (GuildQuery) least = guild_query_from_json ("{\"version\":1,\"more\":[]}", NULL);

  g_assert_nonnull (least);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (guild_query_from_json (texts[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }

  g_assert_null (guild_query_from_json ("{\"version\":2}", &newer));
  g_assert_error (newer, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

/* A damaged view is refused or read, and what is read can be written and read again. */
static void
test_json_damaged (void)
{
  static const char whole[] =
    "{\"version\":1,\"text\":\"a\",\"conditions\":[{\"field\":\"name\",\"match\":\"between\","
    "\"from\":1,\"to\":2,\"any\":true},{\"field\":\"tags\",\"match\":\"set\"}],"
    "\"sort\":[{\"field\":\"name\",\"descending\":true}]}";
  static const char tokens[] = "{}[],:\"0123456789-eE.tfn\\u \xff";
  guint n_read = 0;

  for (guint round = 0; round < 20000; round++)
    {
      char text[sizeof whole];
      g_autoptr (GuildQuery) query = NULL, again = NULL;
      g_autofree char *json = NULL;

      memcpy (text, whole, sizeof whole);
      for (gint32 n = g_test_rand_int_range (1, 3); n > 0; n--)
        text[g_test_rand_int_range (0, sizeof whole - 1)]
          = tokens[g_test_rand_int_range (0, sizeof tokens - 1)];

      query = guild_query_from_json (text, NULL);
      if (query == NULL)
        continue;
      n_read++;
      json = guild_query_to_json (query);
      again = guild_query_from_json (json, NULL);
      g_assert_true (guild_query_equal (query, again));
    }

  g_assert_cmpuint (n_read, >, 100);
}

static void
test_words (void)
{
  static const struct { GuildCondition condition; const char *words; } table_of_words[] = {
    { { (char *) "trade", GUILD_MATCH_CONTAINS, (char *) "Plumb", U, U, FALSE },
      "Trade contains Plumb" },
    { { (char *) "trade", GUILD_MATCH_STARTS, (char *) "P", U, U, FALSE }, "Trade starts with P" },
    { { (char *) "trade", GUILD_MATCH_ENDS, (char *) "g", U, U, FALSE }, "Trade ends with g" },
    { { (char *) "state", GUILD_MATCH_EQUALS, (char *) "open\x1f" "ajar", U, U, FALSE },
      "State is Open now or ajar" },
    { { (char *) "state", GUILD_MATCH_NOT_EQUALS, (char *) "closed", U, U, FALSE },
      "State is not Closed" },
    { { (char *) "tags", GUILD_MATCH_SET, NULL, U, U, FALSE }, "Tags is set" },
    { { (char *) "tags", GUILD_MATCH_UNSET, NULL, U, U, FALSE }, "Tags is not set" },
    { { (char *) "seen", GUILD_MATCH_BETWEEN, NULL, 0, U, FALSE }, "Seen since 1 Jan 1970" },
    { { (char *) "seen", GUILD_MATCH_BETWEEN, NULL, U, 0, FALSE }, "Seen until 1 Jan 1970" },
    { { (char *) "size", GUILD_MATCH_BETWEEN, NULL, 3, U, FALSE }, "Size at least 3" },
    { { (char *) "size", GUILD_MATCH_BETWEEN, NULL, U, 1000, FALSE }, "Size at most 1\u2009000" },
    { { (char *) "size", GUILD_MATCH_BETWEEN, NULL, 1, 2, FALSE }, "Size from 1 to 2" },
    { { (char *) "size", GUILD_MATCH_BETWEEN, NULL, U, U, FALSE }, "Size is known" },
    { { (char *) "gone", GUILD_MATCH_EQUALS, (char *) "x", U, U, FALSE }, "gone is x" },
  };
  g_autoptr (GuildQuery) all = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (table_of_words); i++)
    {
      g_autoptr (GuildQuery) query
        = guild_query_with_condition (all, &table_of_words[i].condition);
      g_autofree char *words = guild_query_describe_condition (query, 0, &table);

      g_assert_cmpstr (words, ==, table_of_words[i].words);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/text", test_text);
  g_test_add_func ("/query/conditions", test_conditions);
  g_test_add_func ("/query/mixed", test_mixed);
  g_test_add_func ("/query/immutable", test_immutable);
  g_test_add_func ("/query/json", test_json);
  g_test_add_func ("/query/json-refused", test_json_refused);
  g_test_add_func ("/query/json-damaged", test_json_damaged);
  g_test_add_func ("/query/words", test_words);
  return g_test_run ();
}
