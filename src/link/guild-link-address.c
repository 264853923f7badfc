/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-link-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "company/guild-format.h"

gboolean
guild_link_has_password (const char *address)
{
  g_return_val_if_fail (address != NULL, FALSE);

  gsize length = strcspn (address, "#");
  const char *query = memchr (address, '?', length);

  while (query != NULL)
    {
      const char *name = query + 1;
      if (g_str_has_prefix (name, "link.otp=") || g_str_has_prefix (name, "otp="))
        return TRUE;
      query = memchr (name, '&', address + length - name);
    }
  return FALSE;
}

gboolean
guild_link_is_brief (GuildConnection *connection)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (connection), FALSE);

  return g_ascii_strcasecmp (guild_connection_get_source_type (connection), "BankFeed") == 0 &&
         g_str_has_prefix (guild_connection_get_platform_name (connection), "QuickBooks");
}

gint64
guild_link_get_expiry (const char *address, gboolean brief, gint64 fetched)
{
  if (!guild_link_has_password (address))
    return GUILD_NUMBER_UNSET;
  return fetched + (brief ? G_TIME_SPAN_HOUR : G_TIME_SPAN_DAY);
}

char *
guild_link_dup_mail (const char *address, const char *company_name, gint64 expiry)
{
  g_return_val_if_fail (address != NULL, NULL);

  g_autofree char *when =
    expiry != GUILD_NUMBER_UNSET ? guild_format_date_time (expiry) : NULL;
  g_autofree char *validity = when != NULL
    ? g_strdup_printf (_("This link works once, and until %s. If it no longer works, please ask us "
                         "for a new one."), when)
    : g_strdup (_("If this link no longer works, please ask us for a new one."));

  return g_strdup_printf (
    _("Dear customer,\n\nto let us read the books of %s, please open this page, choose the software "
      "you use and sign in to it:\n\n%s\n\n%s You can withdraw access in your software at any "
      "time.\n"),
    company_name != NULL ? company_name : _("your company"), address, validity);
}

char *
guild_link_dup_shortcut (const char *address, const char *company_name, const char *name)
{
  g_return_val_if_fail (address != NULL && name != NULL, NULL);

  g_autofree char *lower = g_ascii_strdown (name, -1);
  if (!g_str_has_suffix (lower, ".html") && !g_str_has_suffix (lower, ".htm"))
    return g_strdup_printf ("[InternetShortcut]\r\nURL=%s\r\n", address);

  g_autofree char *title = g_strdup_printf (
    _("Authorise access to the books of %s"),
    company_name != NULL ? company_name : _("your company"));
  return g_markup_printf_escaped (
    "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
    "<meta name=\"referrer\" content=\"no-referrer\"><title>%s</title></head>\n"
    "<body><p><a href=\"%s\">%s</a></p></body></html>\n", title, address, title);
}

char *
guild_link_dup_file_name (const char *company_name)
{
  g_autofree char *name = company_name != NULL
    ? g_strdup_printf (_("Link for %s.url"), company_name) : g_strdup (_("Link.url"));

  g_strdelimit (name, "/\\:*?\"<>|\n\r\t", '-');
  return g_steal_pointer (&name);
}
