/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-activity.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "company/guild-connection.h"
#include "company/guild-format.h"
#include "ui/guild-company-rows.h"
#include "ui/guild-kept-rows.h"

static const char *
status_words (const char *text)
{
  GuildConnectionStatus status = guild_connection_status_from_text (text);

  return status == GUILD_CONNECTION_UNKNOWN && *text != '\0'
           ? text : guild_connection_status_title (status);
}

char *
guild_sighting_dup_title (const GuildSighting *sighting)
{
  g_return_val_if_fail (sighting != NULL, NULL);

  const char *platform = *sighting->platform != '\0' ? sighting->platform : _("Unknown platform");

  if (sighting->before == NULL && sighting->after == NULL)
    return g_strdup (platform);
  if (sighting->before == NULL)
    return g_strdup_printf (_("%s: added, %s"), platform, status_words (sighting->after));
  if (sighting->after == NULL)
    return g_strdup_printf (_("%s: %s → deleted"), platform, status_words (sighting->before));
  return g_strdup_printf (_("%s: %s → %s"), platform, status_words (sighting->before),
                          status_words (sighting->after));
}

static GtkWidget *
make_row (const GuildSighting *sighting, gint64 now)
{
  GuildConnectionStatus status = guild_connection_status_from_text (sighting->after);
  const char *css_class = guild_connection_status_css_class (status);
  g_autofree char *title = guild_sighting_dup_title (sighting);
  g_autofree char *when = guild_format_relative_time (sighting->seen, now);
  g_autoptr(GString) subtitle = g_string_new (NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (
    sighting->after != NULL ? guild_connection_status_icon_name (status) : "user-trash-symbolic");

  g_string_append_printf (subtitle, _("Seen %s"), when);
  if (sighting->since != GUILD_NUMBER_UNSET)
    {
      g_autofree char *since = guild_format_date_time (sighting->since);
      g_string_append (subtitle, " · ");
      g_string_append_printf (subtitle, _("some time after %s"), since);
    }
  g_autofree char *title_text = g_markup_escape_text (title, -1);
  g_autofree char *subtitle_text = g_markup_escape_text (subtitle->str, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (css_class != NULL)
    gtk_widget_add_css_class (icon, css_class);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  g_autofree char *id = g_strdup_printf ("sighting %" G_GINT64_FORMAT " %s", sighting->seen,
                                         sighting->connection_id);
  g_autofree char *content =
    g_strjoin ("\n", title, subtitle->str, sighting->after, NULL);
  guild_kept_row_describe (row, id, content);
  return row;
}

/* (transfer full) (nullable): the next of the company's changes from *POSITION on. */
static GuildChange *
next_change (GuildJournal *journal, const char *company_id, guint *position)
{
  GListModel *model = G_LIST_MODEL (journal);

  for (; journal != NULL && *position < g_list_model_get_n_items (model); (*position)++)
    {
      g_autoptr(GuildChange) change = g_list_model_get_item (model, *position);
      if (g_strcmp0 (guild_change_get_company_id (change), company_id) == 0)
        return g_steal_pointer (&change);
    }
  return NULL;
}

guint
guild_company_activity_rows (GPtrArray *rows, GuildJournal *journal, GPtrArray *sightings,
                             const char *company_id, guint most, gint64 now)
{
  guint position = 0, next = 0, n_rows = 0;

  g_return_val_if_fail (rows != NULL, 0);
  g_return_val_if_fail (company_id != NULL, 0);

  for (;; n_rows++)
    {
      g_autoptr(GuildChange) change = next_change (journal, company_id, &position);
      const GuildSighting *sighting =
        sightings != NULL && next < sightings->len ? sightings->pdata[next] : NULL;
      GtkWidget *row = NULL;

      if (change == NULL && sighting == NULL)
        return n_rows - MIN (n_rows, most);
      if (sighting != NULL &&
          (change == NULL || sighting->seen >= guild_change_get_created (change)))
        {
          next++;
          row = n_rows < most ? make_row (sighting, now) : NULL;
        }
      else
        {
          position++;
          row = n_rows < most ? guild_company_change_row (change, now) : NULL;
        }
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
}
