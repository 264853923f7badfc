/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-words.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *value;
  const char *title; /* translatable, N_() */
} Word;

const GuildFieldChoice guild_words_products[] = {
  { .value = "lending", .title = N_("Lending") },
  { .value = "bank-feeds", .title = N_("Bank feeds") },
  { .value = "payables", .title = N_("Payables") },
  { .value = "expenses", .title = N_("Expenses") },
  { .value = "spend-insights", .title = N_("Spend insights") },
  { .value = "accounting", .title = N_("Accounting") },
  { .value = "banking", .title = N_("Banking") },
  { .value = "commerce", .title = N_("Commerce") },
  { NULL },
};

static const Word source_types[] = {
  { "Accounting", N_("Accounting") },
  { "Banking", N_("Banking") },
  { "BankFeed", N_("Bank feeds") },
  { "Commerce", N_("Commerce") },
  { "Expense", N_("Expenses") },
};

static const Word push_statuses[] = {
  { "Pending", N_("Pending") },
  { "Success", N_("Done") },
  { "Failed", N_("Refused") },
  { "TimedOut", N_("No answer in time") },
};

/* Of invoices, bills, orders, payments, accounts, contacts and disputes. */
static const Word record_statuses[] = {
  { "Active", N_("Active") },
  { "Archived", N_("Archived") },
  { "Draft", N_("Draft") },
  { "Submitted", N_("Submitted") },
  { "Open", N_("Open") },
  { "Closed", N_("Closed") },
  { "Paid", N_("Paid") },
  { "Unpaid", N_("Unpaid") },
  { "PartiallyPaid", N_("Partially paid") },
  { "Void", N_("Void") },
  { "Pending", N_("Pending") },
  { "Refunded", N_("Refunded") },
  { "Won", N_("Won") },
  { "Lost", N_("Lost") },
  { "UnderReview", N_("Under review") },
};

/* N_WORDS when VALUE (nullable) is none of them. */
static guint
find_word (const Word *words, guint n_words, const char *value)
{
  guint index = 0;

  while (index < n_words && g_strcmp0 (words[index].value, value) != 0)
    index++;
  return index;
}

static const char *
get_title (const Word *words, guint n_words, const char *value)
{
  guint index = find_word (words, n_words, value);

  return index < n_words ? _(words[index].title) : value;
}

const char *
guild_words_product (const char *product)
{
  for (const GuildFieldChoice *choice = guild_words_products; choice->value != NULL; choice++)
    if (g_strcmp0 (choice->value, product) == 0)
      return _(choice->title);
  return product;
}

guint
guild_words_source_type_rank (const char *source_type)
{
  return find_word (source_types, G_N_ELEMENTS (source_types), source_type);
}

const char *
guild_words_source_type (const char *source_type)
{
  guint rank = guild_words_source_type_rank (source_type);

  return rank < G_N_ELEMENTS (source_types) ? _(source_types[rank].title) : _("Other");
}

const char *
guild_words_push_status (const char *status)
{
  return get_title (push_statuses, G_N_ELEMENTS (push_statuses), status);
}

const char *
guild_words_record_status (const char *name, const char *value)
{
  g_return_val_if_fail (name != NULL, value);

  gboolean is_status = g_str_equal (name, "status") || g_str_has_suffix (name, "Status");
  return is_status ? get_title (record_statuses, G_N_ELEMENTS (record_statuses), value) : value;
}
