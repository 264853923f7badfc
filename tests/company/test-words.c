/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-words.h"

static void
test_known (void)
{
  static const struct { const char *raw, *words; } types[] = {
    { "Accounting", "Accounting" }, { "Banking", "Banking" }, { "BankFeed", "Bank feeds" },
    { "Commerce", "Commerce" }, { "Expense", "Expenses" }, { "Other", "Other" },
    { "Unknown", "Other" }, { "added later", "Other" }, { NULL, "Other" },
  };
  static const struct { const char *raw, *words; } pushes[] = {
    { "Pending", "Pending" }, { "Success", "Done" }, { "Failed", "Refused" },
    { "TimedOut", "No answer in time" }, { "added later", "added later" }, { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_cmpstr (guild_words_source_type (types[i].raw), ==, types[i].words);
  g_assert_cmpuint (guild_words_source_type_rank ("Accounting"), <,
                    guild_words_source_type_rank ("Expense"));
  g_assert_cmpuint (guild_words_source_type_rank ("Expense"), <,
                    guild_words_source_type_rank (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (pushes); i++)
    g_assert_cmpstr (guild_words_push_status (pushes[i].raw), ==, pushes[i].words);
  g_assert_cmpstr (guild_words_product ("spend-insights"), ==, "Spend insights");
  g_assert_cmpstr (guild_words_product ("our-own"), ==, "our-own");
}

/* A status is a word, the same letters elsewhere are the customer's. */
static void
test_records (void)
{
  g_assert_cmpstr (guild_words_record_status ("status", "PartiallyPaid"), ==, "Partially paid");
  g_assert_cmpstr (guild_words_record_status ("itemStatus", "Active"), ==, "Active");
  g_assert_cmpstr (guild_words_record_status ("status", "SomethingNew"), ==, "SomethingNew");
  g_assert_cmpstr (guild_words_record_status ("name", "PartiallyPaid"), ==, "PartiallyPaid");
}

/* A list cell with words of its own: what is compared stays raw. */
static void
test_list (void)
{
  const GuildField field = { .id = "products", .title = "Products", .kind = GUILD_FIELD_TAGS,
                             .choices = guild_words_products };
  const GuildCell cell = { .text = "lending" GUILD_LIST_SEP "our-own" GUILD_LIST_SEP "bank-feeds",
                           .number = GUILD_NUMBER_UNSET };
  g_autofree char *text = guild_field_format (&field, &cell, 0);
  g_auto(GStrv) none = guild_field_split_words (&field, NULL);

  g_assert_cmpstr (text, ==, "Lending, our-own, Bank feeds");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/words/known", test_known);
  g_test_add_func ("/company/words/records", test_records);
  g_test_add_func ("/company/words/list", test_list);
  return g_test_run ();
}
