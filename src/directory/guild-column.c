/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-column.h"

gpointer
guild_block_take (GuildBlock *self, gsize size)
{
  gpointer taken = self->base != NULL ? self->base + self->used : NULL;

  self->used += (size + 7) / 8 * 8;
  return taken;
}

gint64
guild_number_column_get (const GuildNumberColumn *self, guint row)
{
  guint64 code, unset;

  switch (self->width)
    {
    case 0:
      return self->base;
    case 1:
      code = ((const guint8 *) self->codes)[row];
      unset = G_MAXUINT8;
      break;
    case 2:
      code = ((const guint16 *) self->codes)[row];
      unset = G_MAXUINT16;
      break;
    case 4:
      code = ((const guint32 *) self->codes)[row];
      unset = G_MAXUINT32;
      break;
    default:
      return ((const gint64 *) self->codes)[row];
    }
  return code == unset ? GUILD_NUMBER_UNSET : self->base + (gint64) code * self->unit;
}

/* What all set numbers are multiples of, measured from the least. */
static gint64
choose_unit (const gint64 *numbers, guint n_rows, gint64 least)
{
  static const gint64 units[] = { G_USEC_PER_SEC, 1000, 1 };

  for (guint i = 0;; i++)
    {
      gboolean fits = TRUE;

      for (guint row = 0; fits && row < n_rows; row++)
        fits = numbers[row] == GUILD_NUMBER_UNSET ||
               ((guint64) numbers[row] - (guint64) least) % (guint64) units[i] == 0;
      if (fits)
        return units[i];
    }
}

static void
put_numbers (const gint64 *numbers, guint n_rows, const GuildNumberColumn *column, gpointer codes)
{
  for (guint i = 0; i < n_rows; i++)
    {
      guint64 code = numbers[i] == GUILD_NUMBER_UNSET
                       ? G_MAXUINT64
                       : ((guint64) numbers[i] - (guint64) column->base) / (guint64) column->unit;
      switch (column->width)
        {
        case 1:
          ((guint8 *) codes)[i] = code;
          break;
        case 2:
          ((guint16 *) codes)[i] = code;
          break;
        case 4:
          ((guint32 *) codes)[i] = code;
          break;
        default:
          ((gint64 *) codes)[i] = numbers[i];
        }
    }
}

void
guild_number_column_init (GuildNumberColumn *self, const gint64 *numbers, guint n_rows,
                          GuildBlock *block)
{
  gint64 least = G_MAXINT64, most = GUILD_NUMBER_UNSET;
  gboolean any_unset = FALSE;

  for (guint i = 0; i < n_rows; i++)
    if (numbers[i] == GUILD_NUMBER_UNSET)
      any_unset = TRUE;
    else
      {
        least = MIN (least, numbers[i]);
        most = MAX (most, numbers[i]);
      }
  *self = (GuildNumberColumn) { .unit = 1 };
  if (most == GUILD_NUMBER_UNSET || (least == most && !any_unset))
    {
      self->base = most;
      return;
    }
  self->base = least;
  self->unit = choose_unit (numbers, n_rows, least);
  guint64 range = ((guint64) most - (guint64) least) / (guint64) self->unit;
  self->width = range < G_MAXUINT8 ? 1 : range < G_MAXUINT16 ? 2 : range < G_MAXUINT32 ? 4 : 8;
  gpointer codes = guild_block_take (block, n_rows * self->width);
  if (codes != NULL)
    put_numbers (numbers, n_rows, self, codes);
  self->codes = codes;
}

static char *
put_digits (char *at, guint64 number, guint n_digits)
{
  for (guint i = n_digits; i-- > 0; number /= 10)
    at[i] = '0' + number % 10;
  return at + n_digits;
}

/* Days since 1970-01-01 as a date of the Gregorian calendar; its years begin in March here. */
static char *
put_date (char *at, gint64 days)
{
  gint64 since = days + 719468; /* 0000-03-01 */
  gint64 era = since / 146097;
  gint64 day_of_era = since - era * 146097;
  gint64 year_of_era =
    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 month = (5 * day_of_year + 2) / 153;
  gint64 year = era * 400 + year_of_era + (month >= 10);

  at = put_digits (at, year, 4);
  *at++ = '-';
  at = put_digits (at, month < 10 ? month + 3 : month - 9, 2);
  *at++ = '-';
  return put_digits (at, day_of_year - (153 * month + 2) / 5 + 1, 2);
}

static gboolean
write_time (guint n_digits, gint64 time, GuildScratch *scratch)
{
  const gint64 first = G_GINT64_CONSTANT (-62135596800000000); /* 0001-01-01 */
  const gint64 last = G_GINT64_CONSTANT (253402300799999999);  /* 9999-12-31 */
  char *at = scratch->text;

  if (time < first || time > last || n_digits > 7)
    return FALSE;
  guint64 since = time - first;
  guint64 second = since / G_USEC_PER_SEC % 86400;
  guint64 fraction = since % G_USEC_PER_SEC * 10;

  at = put_date (at, (gint64) (since / G_USEC_PER_SEC / 86400) - 719162);
  *at++ = 'T';
  at = put_digits (at, second / 3600, 2);
  *at++ = ':';
  at = put_digits (at, second / 60 % 60, 2);
  *at++ = ':';
  at = put_digits (at, second % 60, 2);
  for (guint i = n_digits; i < 7; i++)
    {
      if (fraction % 10 != 0)
        return FALSE;
      fraction /= 10;
    }
  if (n_digits > 0)
    {
      *at++ = '.';
      at = put_digits (at, fraction, n_digits);
    }
  *at++ = 'Z';
  *at = '\0';
  return TRUE;
}

gboolean
guild_number_write (GuildFieldKind kind, guint n_digits, gint64 number, GuildScratch *scratch)
{
  if (kind == GUILD_FIELD_TIME)
    return write_time (n_digits, number, scratch);
  g_snprintf (scratch->text, sizeof scratch->text, "%" G_GINT64_FORMAT, number);
  return TRUE;
}
