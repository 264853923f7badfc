/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-waiting.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "company/guild-format.h"

static char *
describe (GuildLinkVigil *vigil, gint64 since, gint64 asked, gint64 now)
{
  g_autofree char *sent = guild_format_relative_time (MIN (since, now), now);

  if (guild_link_vigil_get_paused (vigil))
    return g_strdup_printf (_("Link sent: %s. Guildhall does not look now, to leave you the "
                              "requests that are left today."), sent);
  if (asked == GUILD_NUMBER_UNSET)
    return g_strdup_printf (_("Link sent: %s."), sent);
  g_autofree char *looked = guild_format_relative_time (MIN (asked, now), now);
  return g_strdup_printf (_("Link sent: %s. Last look: %s."), sent, looked);
}

static GtkWidget *
make_row (const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Stop"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Waiting for the Customer"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("guild-pending-symbolic"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Stop waiting. The link still works."));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.stop-waiting");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Waiting for the Customer"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  return row;
}

void
guild_company_waiting_fill (GtkListBox *list, GuildLinkVigil *vigil, const char *company_id,
                            gint64 now)
{
  gint64 since, asked;
  GtkWidget *old = gtk_widget_get_first_child (GTK_WIDGET (list));
  gboolean awaited = vigil != NULL && company_id != NULL &&
                     guild_link_vigil_get_awaited (vigil, company_id, &since, &asked);

  gtk_widget_set_visible (GTK_WIDGET (list), awaited);
  if (!awaited)
    {
      if (old != NULL)
        gtk_list_box_remove (list, old);
      return;
    }
  g_autofree char *text = describe (vigil, since, asked, now);
  /* The row stays, and with it the focus on its button. */
  if (old == NULL)
    gtk_list_box_append (list, make_row (text));
  else
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (old), text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (old), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      text, -1);
    }
}
