/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <sqlite3.h>

#include "ui/guild-error.h"

static char *
describe_versions (void)
{
  const char *problem = guild_error_get_last ();

  return g_strdup_printf ("Guildhall %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGLib %u.%u.%u\n"
                          "libsoup %u.%u.%u\nSQLite %s\n\n%s\n",
                          GUILD_VERSION, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (), glib_major_version,
                          glib_minor_version, glib_micro_version, soup_get_major_version (),
                          soup_get_minor_version (), soup_get_micro_version (),
                          sqlite3_libversion (),
                          problem != NULL ? problem : _("No problem since the start"));
}

void
guild_about_present (GtkWindow *parent)
{
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  const char *developers[] = { _("The Guildhall developers"), NULL };
  g_autofree char *debug_info = describe_versions ();

  adw_show_about_window (parent,
                         "application-name", g_get_application_name (), "application-icon",
                         GUILD_APP_ID,
                         "version", GUILD_VERSION, "developer-name",
                         _("The Guildhall developers"), "developers", developers, "comments",
                         _("Looks after companies kept by Codat and Autodesk Construction Cloud"),
                         "license-type", GTK_LICENSE_GPL_3_0, "debug-info", debug_info,
                         "debug-info-filename", "guildhall-debug.txt", NULL);
}
