/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-format.h"

#include <glib/gi18n-lib.h>

#include "company/guild-field.h"

#define NEVER "—"
#define MINUTE (60 * G_USEC_PER_SEC)
#define HOUR (60 * (gint64) MINUTE)
#define DAY (24 * HOUR)
/* Up to here the number of days says more than a date does: access to books lapses within them. */
#define RELATIVE_DAYS 100

/* (transfer full) (nullable): in the reader's time zone. */
static GDateTime *
local_time (gint64 time)
{
  gint64 seconds = time / G_USEC_PER_SEC - (time % G_USEC_PER_SEC < 0 ? 1 : 0);

  return time == GUILD_NUMBER_UNSET ? NULL : g_date_time_new_from_unix_local (seconds);
}

char *
guild_format_date (gint64 time,
                   gint64 now)
{
  g_autoptr (GDateTime) when = local_time (time);
  g_autoptr (GDateTime) today = local_time (now);

  if (when == NULL)
    return g_strdup (NEVER);
  if (today != NULL && g_date_time_get_year (when) == g_date_time_get_year (today))
    {
      /* Translators: a day of this year, "3 Mar" (see g_date_time_format) */
      return g_date_time_format (when, _("%-d %b"));
    }
  /* Translators: a day of another year, "3 Mar 2024" (see g_date_time_format) */
  return g_date_time_format (when, _("%-d %b %Y"));
}

char *
guild_format_date_time (gint64 time)
{
  g_autoptr (GDateTime) when = local_time (time);

  if (when == NULL)
    return g_strdup (NEVER);
  /* Translators: a moment, "3 Mar 2024, 15:04" (see g_date_time_format) */
  return g_date_time_format (when, _("%-d %b %Y, %H:%M"));
}

char *
guild_format_relative_time (gint64 time,
                            gint64 now)
{
  gint64 age;
  int n;

  if (time == GUILD_NUMBER_UNSET)
    return g_strdup (NEVER);
  if (now == GUILD_NUMBER_UNSET || __builtin_sub_overflow (now, time, &age)
      || age < -MINUTE || age >= RELATIVE_DAYS * DAY)
    return guild_format_date (time, now);
  if (age < MINUTE)
    return g_strdup (_("just now"));

  if (age < HOUR)
    {
      n = (int) (age / MINUTE);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d min ago", "%d min ago", n), n);
    }
  if (age < DAY)
    {
      n = (int) (age / HOUR);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d hour ago", "%d hours ago", n), n);
    }
  n = (int) (age / DAY);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day ago", "%d days ago", n), n);
}

char *
guild_format_number (gint64 number)
{
  char digits[32];
  const char *p = digits;
  GString *text;
  int length;

  if (number == GUILD_NUMBER_UNSET)
    return g_strdup (NEVER);

  length = g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number);
  text = g_string_sized_new (32);
  if (*p == '-')
    {
      g_string_append (text, "−");
      p++;
      length--;
    }
  for (; length > 0; length--, p++)
    {
      g_string_append_c (text, *p);
      if (length > 1 && length % 3 == 1)
        g_string_append (text, "\u2009");
    }

  return g_string_free (text, FALSE);
}
