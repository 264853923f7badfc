/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat-data.h"

#include <string.h>

/* Records made up as they are asked for. The kinds of a template's members:
 *   u id · q number with a prefix · f firm · p person · a account name · i item name · k remark
 *   m e-mail · h telephone · s s8 digits · c currency · 0 1 that number · b truth
 *   e one of the words ("~" is a space, "#" begins a number)
 *   d date (without a zone) · D 30 days later · y start of a year · t UTC · z with an offset
 *   n net · x tax on it · g their sum · o what is left of it · v amount with a sign
 *   r=TYPE reference to a record · r0=TYPE its id alone
 *   A addresses · O address · H telephones · L lines · P payments · J journal · T transfer
 *   K balances · S identifiers · B bank · I price · C categories · V variants · X metadata */

#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY (24 * 60 * 60 * SECOND)

static const char * const people[] = { "Priya Shah", "Tom Okafor", "Marta Nowak", "Ellen Fraser",
                                       "Jonas Weber", "Amy Chen", "Luis Ortega", "Owen Hughes" };
static const char * const accounts[] = {
  "Current Account", "Savings", "Business Card", "Sales", "Cost of Goods", "Rent and Rates",
  "Wages", "Professional Fees", "Motor Expenses", "VAT Control", "Retained Earnings", "Stock",
  "Trade Debtors", "Trade Creditors", "Bank Charges", "Insurance",
};
static const char * const things[] = { "Sourdough loaf", "Oak table", "Consulting day", "Bearing",
                                       "Annual licence", "Delivery", "Repair hour", "Coffee beans",
                                       "Steel sheet", "Design package" };
static const char * const remarks[] = { "Monthly retainer", "As agreed by telephone",
                                        "Second delivery", "Card payment", "Standing order",
                                        "Balance of order", "Corrected amount", "Site visit" };
static const char * const banks[] = { "Harbour Bank", "Northern Mutual", "First Exchange" };
static const char * const towns[] = { "Leeds", "Bristol", "Cardiff", "Glasgow", "Norwich" };

typedef struct
{
  GuildSandboxRecords *of;
  guint                index;
  GString             *out;
  gint64               net;  /* pence */
  gint64               left; /* of net and tax */
} Record;

static guint64
seed_of (const GuildSandboxRecords *self)
{
  return self->sandbox->seed ^ ((guint64) g_str_hash (self->type->key) << 20) ^
         ((guint64) self->nth << 56) ^ (guint64) self->account;
}

static guint64
draw_at (GuildSandboxRecords *self, guint index, guint salt, guint64 limit)
{
  guint64 seed = seed_of (self);

  return guild_sandbox_random (seed, (guint64) self->company * 8192 + index,
                               GUILD_SANDBOX_SALT_DATA + 64 + salt) % limit;
}

static guint64
draw (Record *self, guint salt, guint64 limit)
{
  return draw_at (self->of, self->index, salt, limit);
}

guint
guild_sandbox_records_count (GuildSandboxRecords *self)
{
  guint most = self->type->most;

  return most < 2 ? most : MAX (1, most / 5 + (guint) draw_at (self, 8191, 1, most - most / 5));
}

char *
guild_sandbox_records_id (GuildSandboxRecords *self, guint index)
{
  guint64 seed = seed_of (self);

  return guild_sandbox_uuid (seed, (guint64) self->company * 8192 + index, GUILD_SANDBOX_SALT_DATA);
}

static void
money (GString *out, gint64 pence)
{
  g_string_append_printf (out, "%s%" G_GINT64_FORMAT ".%02d", pence < 0 ? "-" : "",
                          ABS (pence) / 100, (int) (ABS (pence) % 100));
}

/* Newer records come first, over two years. */
static gint64
date_of (Record *self)
{
  guint n = guild_sandbox_records_count (self->of);

  return self->of->today - (gint64) self->index * 720 / MAX (n, 1) * DAY -
         (gint64) draw (self, 2, 5) * DAY;
}

static void
append_time (GString *out, gint64 time, const char *format)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time / SECOND);
  g_autofree char *text = g_date_time_format (date, format);

  g_string_append_printf (out, "\"%s\"", text);
}

static void
append_choice (GString *out, const char *list, guint64 chance)
{
  g_auto(GStrv) words = g_strsplit (list, "|", -1);
  char *word = words[chance % g_strv_length (words)];

  if (*word == '#')
    g_string_append (out, word + 1);
  else
    guild_sandbox_append_json (out, g_strdelimit (word, "~", ' '));
}

static void
append_reference (Record *self, const char *key, gboolean bare)
{
  GuildSandboxRecords other = *self->of;
  other.type = guild_sandbox_data_find (key);
  other.account = 0;
  if (other.type->scope == GUILD_SANDBOX_DATA_COMPANY)
    other.nth = 0;
  guint n = guild_sandbox_records_count (&other);
  guint index = self->of->account > 0 ? self->of->account - 1 : (guint) draw (self, 3, n);
  g_autofree char *id = guild_sandbox_records_id (&other, index);

  if (bare)
    {
      g_string_append_printf (self->out, "\"%s\"", id);
      return;
    }
  gboolean customer = g_str_has_suffix (key, "customers");
  gboolean supplier = g_str_equal (key, "suppliers");
  g_autofree char *name = customer || supplier
    ? guild_sandbox_firm_name (self->of->sandbox->seed ^ g_str_hash (key),
                               (guint64) self->of->company * 8192 + index)
    : g_strdup (accounts[draw_at (&other, index, 11, G_N_ELEMENTS (accounts))]);
  g_string_append_printf (self->out, "{\"id\":\"%s\",\"%s\":", id,
                          customer ? "companyName" : supplier ? "supplierName" : "name");
  guild_sandbox_append_json (self->out, name);
  g_string_append_c (self->out, '}');
}

static void
append_address (Record *self)
{
  g_string_append_printf (self->out, "{\"type\":\"Billing\",\"line1\":\"%u High Street\",\"city\":"
                          "\"%s\",\"country\":\"United Kingdom\",\"postalCode\":\"LS%u %uAB\"}",
                          1 + (guint) draw (self, 4, 180),
                          towns[draw (self, 5, G_N_ELEMENTS (towns))],
                          1 + (guint) draw (self, 6, 20), 1 + (guint) draw (self, 7, 9));
}

/* The lines add up to the net sum. */
static void
append_lines (Record *self)
{
  guint n = 1 + (guint) draw (self, 8, 3);
  gint64 left = self->net;

  g_string_append_c (self->out, '[');
  for (guint i = 0; i < n; i++)
    {
      gint64 part = i + 1 == n ? left : left / (gint64) (n - i);
      left -= part;
      g_string_append_printf (self->out, "%s{\"description\":\"%s\",\"quantity\":1,\"unitAmount\":",
                              i > 0 ? "," : "", things[draw (self, 20 + i, G_N_ELEMENTS (things))]);
      money (self->out, part);
      g_string_append (self->out, ",\"subTotal\":");
      money (self->out, part);
      g_string_append (self->out, ",\"taxAmount\":");
      money (self->out, part / 5);
      g_string_append (self->out, ",\"totalAmount\":");
      money (self->out, part + part / 5);
      g_string_append_c (self->out, '}');
    }
  g_string_append_c (self->out, ']');
}

static void
append_journal (Record *self)
{
  g_string_append (self->out, "[{\"description\":\"Debit\",\"netAmount\":");
  money (self->out, self->net);
  g_string_append (self->out, ",\"currency\":\"GBP\"},{\"description\":\"Credit\",\"netAmount\":");
  money (self->out, -self->net);
  g_string_append (self->out, ",\"currency\":\"GBP\"}]");
}

static void
append_amounts (Record *self, const char *first, const char *second)
{
  g_string_append_printf (self->out, "{\"%s\":", first);
  money (self->out, self->net);
  g_string_append_printf (self->out, ",\"%s\":", second);
  money (self->out, self->net - (gint64) draw (self, 9, 5000));
  g_string_append_c (self->out, '}');
}

static void
append_object (Record *self, char kind)
{
  switch (kind)
    {
    case 'A':
      g_string_append_c (self->out, '[');
      append_address (self);
      g_string_append_c (self->out, ']');
      break;
    case 'O':
      append_address (self);
      break;
    case 'H':
      g_string_append (self->out, "[{\"number\":\"+44 113 496 0100\",\"type\":\"Primary\"}]");
      break;
    case 'L':
      append_lines (self);
      break;
    case 'J':
      append_journal (self);
      break;
    case 'P':
      g_string_append (self->out, "[{\"amount\":");
      money (self->out, self->net + self->net / 5 - self->left);
      g_string_append (self->out, ",\"currency\":\"GBP\"}]");
      break;
    case 'T':
      g_string_append (self->out, "{\"currency\":\"GBP\",\"amount\":");
      money (self->out, self->net);
      g_string_append_c (self->out, '}');
      break;
    case 'K':
      append_amounts (self, "current", "available");
      break;
    case 'S':
      g_string_append_printf (self->out, "{\"type\":\"Depository\",\"number\":\"%08u\","
                              "\"bankCode\":\"20-00-00\"}", (guint) draw (self, 10, 99999999));
      break;
    case 'I':
      g_string_append (self->out, "{\"unitPrice\":");
      money (self->out, self->net / 10);
      g_string_append (self->out, "}");
      break;
    case 'C':
      g_string_append (self->out, "[{\"name\":\"Shop\"}]");
      break;
    case 'V':
      g_string_append (self->out, "[{\"name\":\"Standard\",\"prices\":[");
      append_amounts (self, "unitPrice", "netPrice");
      g_string_append (self->out, "]}]");
      break;
    default: /* X */
      g_string_append_printf (self->out, "{\"isDeleted\":%s}",
                              draw (self, 19, 25) == 0 ? "true" : "false");
      break;
    }
}

static void
append_text (Record *self, char kind, const char *argument)
{
  g_autofree char *text = NULL;

  switch (kind)
    {
    case 'u':
      text = guild_sandbox_records_id (self->of, self->index);
      break;
    case 'q':
      text = g_strdup_printf ("%s%04u", argument,
                              guild_sandbox_records_count (self->of) - self->index + 1000);
      break;
    case 'f':
      text = self->of->type->form == GUILD_SANDBOX_SINGLE
        ? guild_sandbox_sql_text (self->of->sandbox, "SELECT name FROM companies WHERE seq = ?",
                                  "i", self->of->company)
        : guild_sandbox_firm_name (self->of->sandbox->seed ^ g_str_hash (self->of->type->key),
                                   (guint64) self->of->company * 8192 + self->index);
      break;
    case 'a':
      text = g_strdup (accounts[draw (self, 11, G_N_ELEMENTS (accounts))]);
      break;
    case 'i':
      text = g_strdup (things[draw (self, 12, G_N_ELEMENTS (things))]);
      break;
    case 'k':
      text = g_strdup (remarks[draw (self, 13, G_N_ELEMENTS (remarks))]);
      break;
    case 'p':
      text = g_strdup (people[draw (self, 14, G_N_ELEMENTS (people))]);
      break;
    case 'm':
      text = g_strdup_printf ("accounts%u@example.com", self->index + 1);
      break;
    case 'h':
      text = g_strdup_printf ("+44 113 496 %04u", (guint) draw (self, 15, 1000));
      break;
    case 's':
      text = g_strdup_printf ("%0*u", *argument == '8' ? 8 : 6, (guint) draw (self, 16, 999999));
      break;
    case 'B':
      text = g_strdup (banks[draw (self, 17, G_N_ELEMENTS (banks))]);
      break;
    default: /* c */
      text = g_strdup ("GBP");
      break;
    }
  guild_sandbox_append_json (self->out, text);
}

static void
append_member (Record *self, char kind, const char *argument, guint nth)
{
  switch (kind)
    {
    case '0':
    case '1':
      g_string_append_c (self->out, kind);
      break;
    case 'b':
      g_string_append (self->out, draw (self, 30 + nth, 5) == 0 ? "false" : "true");
      break;
    case 'e':
      append_choice (self->out, argument + 1, draw (self, 40, 60));
      break;
    case 'd':
      append_time (self->out, date_of (self), "%Y-%m-%dT00:00:00");
      break;
    case 'D':
      append_time (self->out, date_of (self) + 30 * DAY, "%Y-%m-%dT00:00:00");
      break;
    case 'y':
      append_time (self->out, date_of (self), "%Y-04-01T00:00:00");
      break;
    case 't':
      append_time (self->out, date_of (self) + (gint64) draw (self, 18, 86400) * SECOND,
                   "%Y-%m-%dT%H:%M:%SZ");
      break;
    case 'z':
      append_time (self->out, date_of (self), "%Y-%m-%dT09:30:00+01:00");
      break;
    case 'n':
      money (self->out, self->net);
      break;
    case 'x':
      money (self->out, self->net / 5);
      break;
    case 'g':
      money (self->out, self->net + self->net / 5);
      break;
    case 'o':
      money (self->out, self->left);
      break;
    case 'v':
      money (self->out, draw (self, 40, 60) % 4 == 1 ? -self->net : self->net);
      break;
    case 'r':
      append_reference (self, strchr (argument, '=') + 1, *argument == '0');
      break;
    default:
      if (strchr ("AOHLJPTKSICVX", kind) != NULL)
        append_object (self, kind);
      else
        append_text (self, kind, *argument == '=' ? argument + 1 : argument);
      break;
    }
}

/* What the status that will be written says. */
static gint64
left_to_pay (Record *self)
{
  const char *status = strstr (self->of->type->template, "status:e=");
  gint64 total = self->net + self->net / 5;

  if (status == NULL)
    return 0;
  g_autofree char *list = g_strndup (status + 9, strcspn (status + 9, " "));
  g_auto(GStrv) words = g_strsplit (list, "|", -1);
  const char *word = words[draw (self, 40, 60) % g_strv_length (words)];
  if (g_str_equal (word, "PartiallyPaid"))
    return total / 2;
  return g_str_equal (word, "Submitted") || g_str_equal (word, "Open") ||
         g_str_equal (word, "Draft") ? total : 0;
}

void
guild_sandbox_records_write (GuildSandboxRecords *self, guint index, GString *out)
{
  Record record = { self, index, out, 0, 0 };
  g_auto(GStrv) members = g_strsplit (self->type->template, " ", -1);
  const char *comma = "";

  record.net = 2500 + (gint64) draw (&record, 41, 900000);
  record.left = left_to_pay (&record);
  g_string_append_c (out, '{');
  for (guint i = 0; members[i] != NULL; i++)
    {
      char *colon = strchr (members[i], ':');
      if (colon == NULL)
        continue;
      g_string_append_printf (out, "%s\"%.*s\":", comma, (int) (colon - members[i]), members[i]);
      append_member (&record, colon[1], colon + 2, i);
      comma = ",";
    }
  g_string_append_c (out, '}');
}
