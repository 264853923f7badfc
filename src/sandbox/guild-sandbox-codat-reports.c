/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat-data.h"

#include <stdio.h>

/* The three financial statements, one report per period, newest first. Figures follow from the
 * seed, the company, the line and the month: a longer period is the sum of its months. */

#define MAX_PERIODS 60

/* One level of a report's lines; children follow their parent and are DEPTH deeper. */
typedef struct
{
  int         depth;
  const char *name;
  gint64      typical; /* pence a month, or standing; 0: the sum of its children */
} Line;

static const Line income[] = { { 0, "Income", 0 }, { 1, "Sales", 4200000 },
                               { 1, "Services", 1350000 }, { 1, "Other revenue", 90000 } };
static const Line costs[] = { { 0, "Cost of sales", 0 }, { 1, "Materials", 1480000 },
                              { 1, "Carriage", 210000 } };
static const Line expenses[] = { { 0, "Expenses", 0 }, { 1, "Wages", 1900000 },
                                 { 1, "Premises", 0 }, { 2, "Rent", 420000 },
                                 { 2, "Light and heat", 88000 }, { 1, "Insurance", 61000 },
                                 { 1, "Professional fees", 120000 } };
static const Line other_income[] = { { 0, "Other income", 0 }, { 1, "Interest received", 4200 } };
static const Line other_expenses[] = { { 0, "Other expenses", 0 }, { 1, "Bank charges", 9800 } };
static const Line assets[] = { { 0, "Assets", 0 }, { 1, "Fixed assets", 0 },
                               { 2, "Plant and machinery", 8200000 }, { 2, "Vehicles", 2900000 },
                               { 1, "Current assets", 0 }, { 2, "Stock", 3100000 },
                               { 2, "Trade debtors", 5400000 }, { 2, "Cash at bank", 6100000 } };
static const Line liabilities[] = { { 0, "Liabilities", 0 }, { 1, "Trade creditors", 3900000 },
                                    { 1, "VAT", 1150000 }, { 1, "Loans", 5000000 } };
static const Line equity[] = { { 0, "Equity", 0 }, { 1, "Share capital", 10000 },
                               { 1, "Retained earnings", 15640000 } };
static const Line receipts[] = { { 0, "Cash receipts", 0 }, { 1, "From customers", 5100000 },
                                 { 1, "Interest", 4200 } };
static const Line payments[] = { { 0, "Cash payments", 0 }, { 1, "To suppliers", 1800000 },
                                 { 1, "To employees", 1900000 }, { 1, "Taxes", 640000 } };

typedef struct
{
  GuildSandboxRecords *of;
  gboolean             standing; /* figures of a day, not of a period */
  int                  month;    /* last month of the period, counted from year 0 */
  int                  length;
  GString             *out;
} Report;

static void
money (GString *out, gint64 pence)
{
  g_string_append_printf (out, "%s%" G_GINT64_FORMAT ".%02d", pence < 0 ? "-" : "",
                          ABS (pence) / 100, (int) (ABS (pence) % 100));
}

static gint64
figure (Report *self, const Line *line)
{
  gint64 sum = 0;

  for (int i = 0; i < (self->standing ? 1 : self->length); i++)
    {
      guint64 chance = guild_sandbox_random (self->of->sandbox->seed ^ g_str_hash (line->name),
                                             (guint64) self->of->company * 65536 +
                                             (guint64) (self->month - i),
                                             GUILD_SANDBOX_SALT_DATA);
      gint64 growth = 100 + (self->month - i) % 36;
      sum += line->typical * growth / 100 * (gint64) (80 + chance % 41) / 100;
    }
  return sum;
}

static gint64
sum_of (Report *self, const Line *lines, gsize n, gsize at)
{
  gint64 sum = 0;

  if (lines[at].typical != 0)
    return figure (self, &lines[at]);
  for (gsize i = at + 1; i < n && lines[i].depth > lines[at].depth; i++)
    if (lines[i].typical != 0)
      sum += figure (self, &lines[i]);
  return sum;
}

static void
write_line (Report *self, const Line *lines, gsize n, gsize at)
{
  const char *comma = "";

  g_string_append (self->out, "{\"name\":");
  guild_sandbox_append_json (self->out, lines[at].name);
  g_string_append (self->out, ",\"value\":");
  money (self->out, sum_of (self, lines, n, at));
  g_string_append (self->out, ",\"items\":[");
  for (gsize i = at + 1; i < n && lines[i].depth > lines[at].depth; i++)
    if (lines[i].depth == lines[at].depth + 1)
      {
        g_string_append (self->out, comma);
        write_line (self, lines, n, i);
        comma = ",";
      }
  g_string_append (self->out, "]}");
}

#define LINES(name, lines) \
  G_STMT_START { \
    g_string_append (self->out, ",\"" name "\":"); \
    write_line (self, lines, G_N_ELEMENTS (lines), 0); \
  } G_STMT_END
#define SUM(lines) sum_of (self, lines, G_N_ELEMENTS (lines), 0)
#define AMOUNT(name, value) \
  G_STMT_START { \
    g_string_append (self->out, ",\"" name "\":"); \
    money (self->out, value); \
  } G_STMT_END

static void
write_balance_sheet (Report *self)
{
  AMOUNT ("netAssets", SUM (assets) - SUM (liabilities));
  LINES ("assets", assets);
  LINES ("liabilities", liabilities);
  LINES ("equity", equity);
}

static void
write_profit_and_loss (Report *self)
{
  gint64 gross = SUM (income) - SUM (costs);
  gint64 operating = gross - SUM (expenses);
  gint64 other = SUM (other_income) - SUM (other_expenses);

  LINES ("income", income);
  LINES ("costOfSales", costs);
  AMOUNT ("grossProfit", gross);
  LINES ("expenses", expenses);
  AMOUNT ("netOperatingProfit", operating);
  LINES ("otherIncome", other_income);
  LINES ("otherExpenses", other_expenses);
  AMOUNT ("netOtherIncome", other);
  AMOUNT ("netProfit", operating + other);
}

static void
write_cash_flow (Report *self)
{
  LINES ("cashReceipts", receipts);
  LINES ("cashPayments", payments);
}

static void
append_day (GString *out, const char *name, int month, gboolean last)
{
  g_autoptr(GDateTime) first = g_date_time_new_utc (month / 12, month % 12 + 1, 1, 0, 0, 0);
  g_autoptr(GDateTime) next = g_date_time_add_months (first, 1);
  g_autoptr(GDateTime) day = last ? g_date_time_add_days (next, -1) : g_date_time_ref (first);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%dT00:00:00");

  g_string_append_printf (out, "\"%s\":\"%s\"", name, text);
}

static gboolean
read_number (GuildSandboxExchange *exchange, const char *name, gint64 most, gint64 *number)
{
  const char *text = guild_sandbox_query (exchange, name);
  guint64 value;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, (guint64) most, &value, NULL))
    return FALSE;
  *number = (gint64) value;
  return TRUE;
}

/* The month the newest report ends with. */
static gboolean
read_month (GuildSandboxRecords *self, GuildSandboxExchange *exchange, int *month)
{
  const char *text = guild_sandbox_query (exchange, "startMonth");
  g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc (self->today / G_USEC_PER_SEC);
  int year = g_date_time_get_year (today);
  int of_year = g_date_time_get_month (today);

  if (text != NULL && sscanf (text, "%4d-%2d", &year, &of_year) != 2)
    return FALSE;
  *month = year * 12 + of_year - 1;
  return year > 1990 && year < 2200 && of_year >= 1 && of_year <= 12;
}

gboolean
guild_sandbox_report_write (GuildSandboxRecords *self, GuildSandboxExchange *exchange, GString *out)
{
  const char *key = self->type->key;
  gboolean standing = g_str_equal (key, "balanceSheet");
  gint64 length;
  gint64 periods;
  int month;

  if (!read_number (exchange, "periodLength", 12, &length) ||
      !read_number (exchange, "periodsToCompare", MAX_PERIODS, &periods) ||
      !read_month (self, exchange, &month))
    return FALSE;
  g_string_append (out, "{\"currency\":\"GBP\"");
  if (!standing)
    g_string_append (out, ",\"reportBasis\":\"Accrual\"");
  g_string_append (out, ",");
  append_day (out, "mostRecentAvailableMonth", month, FALSE);
  g_string_append (out, ",");
  append_day (out, "earliestAvailableMonth", month - 60, FALSE);
  g_string_append (out, ",\"reports\":[");
  for (int i = 0; i < periods; i++)
    {
      Report report = { self, standing, month - i * (int) length, (int) length, out };
      g_string_append (out, i > 0 ? ",{" : "{");
      if (!standing)
        {
          append_day (out, "fromDate", report.month - (int) length + 1, FALSE);
          g_string_append_c (out, ',');
        }
      append_day (out, standing ? "date" : "toDate", report.month, TRUE);
      if (standing)
        write_balance_sheet (&report);
      else if (g_str_equal (key, "profitAndLoss"))
        write_profit_and_loss (&report);
      else
        write_cash_flow (&report);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
  return TRUE;
}
