/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-format.h"

#include "company/guild-field.h"

/* Reads exactly N digits; advances only when they are there. */
static gboolean
take_digits (const char **p,
             int          n,
             int         *value)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*p)[i]))
        return FALSE;
      sum = sum * 10 + ((*p)[i] - '0');
    }

  *p += n;
  *value = sum;
  return TRUE;
}

static gboolean
take_char (const char **p,
           char         c)
{
  if (**p != c)
    return FALSE;
  (*p)++;
  return TRUE;
}

/* Days since 1970-01-01 in the Gregorian calendar, counted from a March-based year. */
static gint64
days_from_date (int year,
                int month,
                int day)
{
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = y / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100
         + day_of_year - 719468;
}

static gboolean
take_date (const char **p,
           gint64      *days)
{
  int year, month, day;

  if (!take_digits (p, 4, &year) || !take_char (p, '-')
      || !take_digits (p, 2, &month) || !take_char (p, '-')
      || !take_digits (p, 2, &day)
      || year < 1 || month < 1 || month > 12 || day < 1
      || day > g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year))
    return FALSE;

  *days = days_from_date (year, month, day);
  return TRUE;
}

/* "hh:mm[:ss[.f…]]" in µs; further digits of the fraction than microseconds are dropped. */
static gboolean
take_clock (const char **p,
            gint64      *usec)
{
  int hour, minute, second = 0;
  gint64 fraction = 0;

  if (!take_digits (p, 2, &hour) || !take_char (p, ':') || !take_digits (p, 2, &minute))
    return FALSE;

  if (take_char (p, ':'))
    {
      if (!take_digits (p, 2, &second))
        return FALSE;
      if (take_char (p, '.'))
        {
          gint64 unit = G_USEC_PER_SEC / 10;

          if (!g_ascii_isdigit (**p))
            return FALSE;
          for (; g_ascii_isdigit (**p); (*p)++, unit /= 10)
            fraction += unit * (**p - '0');
        }
    }

  if (hour > 23 || minute > 59 || second > 60)
    return FALSE;

  *usec = ((gint64) hour * 3600 + minute * 60 + second) * G_USEC_PER_SEC + fraction;
  return TRUE;
}

/* "", "Z", "+hh:mm", "+hhmm" or "+hh". */
static gboolean
take_zone (const char **p,
           gint64      *usec)
{
  int sign, hour, minute = 0;

  *usec = 0;
  if (**p == '\0' || take_char (p, 'Z') || take_char (p, 'z'))
    return TRUE;

  if (take_char (p, '+'))
    sign = 1;
  else if (take_char (p, '-'))
    sign = -1;
  else
    return FALSE;

  if (!take_digits (p, 2, &hour))
    return FALSE;
  if (take_char (p, ':'))
    {
      if (!take_digits (p, 2, &minute))
        return FALSE;
    }
  else if (**p != '\0' && !take_digits (p, 2, &minute))
    {
      return FALSE;
    }
  if (hour > 23 || minute > 59)
    return FALSE;

  *usec = sign * ((gint64) hour * 60 + minute) * 60 * G_USEC_PER_SEC;
  return TRUE;
}

gint64
guild_time_parse (const char *text)
{
  const char *p = text;
  gint64 days, clock = 0, zone = 0;

  if (text == NULL || !take_date (&p, &days))
    return GUILD_NUMBER_UNSET;

  if (*p != '\0')
    {
      if (!take_char (&p, 'T') && !take_char (&p, 't') && !take_char (&p, ' '))
        return GUILD_NUMBER_UNSET;
      if (!take_clock (&p, &clock) || !take_zone (&p, &zone) || *p != '\0')
        return GUILD_NUMBER_UNSET;
    }

  return days * 24 * 3600 * G_USEC_PER_SEC + clock - zone;
}
