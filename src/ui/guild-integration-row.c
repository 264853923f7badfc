/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-integration-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "company/guild-text.h"
#include "ui/guild-logo.h"

#define LOGO_SIZE 32

static void
add_pill (GtkWidget *row, const char *text)
{
  GtkWidget *pill = gtk_label_new (text);

  gtk_widget_add_css_class (pill, "pill");
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
}

static char *
describe (const GuildCodatIntegration *about, gboolean with_type)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (with_type)
    g_ptr_array_add (lines, g_strdup_printf (
      "%s · %s", guild_words_source_type (about->source_type), about->key));
  if (!about->enabled)
    g_ptr_array_add (lines, g_strdup (_("Switched off in the Codat Portal: nobody can link it")));
  if (about->beta)
    g_ptr_array_add (lines, g_strdup (_("Still being tried out: it may change, and may read less")));
  if (about->offline)
    g_ptr_array_add (lines, g_strdup (_("The customer installs a connector beside the software")));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

GtkWidget *
guild_integration_row_new (GuildCodat *codat, const GuildCodatIntegration *about,
                           gboolean with_type)
{
  g_return_val_if_fail (GUILD_IS_CODAT (codat), NULL);
  g_return_val_if_fail (about != NULL, NULL);

  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (about->name, -1);
  g_autofree char *plain = describe (about, with_type);
  g_autofree char *subtitle = g_markup_escape_text (plain, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, about->name,
                                  -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             guild_logo_new (GUILD_SERVICE (codat), about->logo,
                                             "guild-platform-symbolic", LOGO_SIZE));
  if (about->beta)
    add_pill (row, _("Beta"));
  if (about->offline)
    add_pill (row, _("On-premise"));
  if (!about->enabled)
    add_pill (row, _("Off"));
  return row;
}

gboolean
guild_integration_row_matches (const GuildCodatIntegration *about, const char *folded)
{
  g_return_val_if_fail (about != NULL && folded != NULL, FALSE);

  g_autofree char *all = g_strjoin (" ", about->name, about->key,
                                    guild_words_source_type (about->source_type), NULL);
  g_autofree char *text = guild_text_fold (all);
  return strstr (text, folded) != NULL;
}
