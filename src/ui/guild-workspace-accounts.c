/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-workspace-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk.h"

/* The account and its region: found for the person, or entered by hand. What the rows below
 * Advanced hold counts; choosing an account fills them in. */

void
guild_workspace_accounts_init (GuildWorkspaceDialog *self)
{
  g_autoptr(GtkStringList) regions = gtk_string_list_new (guild_autodesk_regions ());

  adw_combo_row_set_model (self->region_row, G_LIST_MODEL (regions));
}

const char *
guild_workspace_accounts_get_region (GuildWorkspaceDialog *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (self->region_row);
  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

void
guild_workspace_accounts_set_region (GuildWorkspaceDialog *self, const char *region)
{
  GtkStringList *regions = GTK_STRING_LIST (adw_combo_row_get_model (self->region_row));
  guint n_regions = g_list_model_get_n_items (G_LIST_MODEL (regions));
  guint i = 0;

  if (region == NULL || *region == '\0')
    region = "US";
  while (i < n_regions && !g_str_equal (gtk_string_list_get_string (regions, i), region))
    i++;
  /* One that Autodesk has opened since. */
  if (i == n_regions)
    gtk_string_list_append (regions, region);
  adw_combo_row_set_selected (self->region_row, i);
}

static void
show_notes (GuildWorkspaceDialog *self, GPtrArray *warnings)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; warnings != NULL && i < warnings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) warnings->pdata[i]);
  adw_action_row_set_subtitle (self->notes_row, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_row), text->len > 0);
}

void
guild_workspace_accounts_show (GuildWorkspaceDialog *self, GPtrArray *accounts,
                               GPtrArray *warnings)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  gboolean had = self->accounts != NULL;

  show_notes (self, warnings);
  if (accounts == NULL && !had)
    return;
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      GuildAccount *account = accounts->pdata[i];
      g_autofree char *name = *account->region != '\0'
        ? g_strdup_printf ("%s · %s", account->name, account->region) : g_strdup (account->name);
      gtk_string_list_append (names, name);
    }
  /* The list is there before its model says what is selected. */
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = accounts;
  adw_combo_row_set_model (self->account_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), accounts != NULL);
  if (accounts != NULL)
    guild_workspace_accounts_chosen (self);
  else if (had)
    gtk_editable_set_text (self->account_id_row, "");
}

void
guild_workspace_accounts_chosen (GuildWorkspaceDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->account_row);

  if (self->accounts == NULL || selected >= self->accounts->len)
    return;
  GuildAccount *account = self->accounts->pdata[selected];
  guild_workspace_accounts_set_region (self, account->region);
  /* Setting it chooses in turn. */
  if (!g_str_equal (gtk_editable_get_text (self->account_id_row), account->account_id))
    gtk_editable_set_text (self->account_id_row, account->account_id);
}

/* Another account than the one that is shown as chosen is nobody's choice. */
void
guild_workspace_accounts_typed (GuildWorkspaceDialog *self)
{
  const char *id = gtk_editable_get_text (self->account_id_row);
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; self->accounts != NULL && i < self->accounts->len; i++)
    if (g_ascii_strcasecmp (((GuildAccount *) self->accounts->pdata[i])->account_id, id) == 0)
      selected = i;
  if (self->accounts != NULL)
    adw_combo_row_set_selected (self->account_row, selected);
  guild_workspace_dialog_update (self);
}

void
guild_workspace_accounts_offer (GuildWorkspaceDialog *self, const char *region)
{
  g_free (self->found_region);
  self->found_region = g_strdup (region);
  gtk_widget_set_visible (GTK_WIDGET (self->found_row), region != NULL);
  if (region == NULL)
    return;
  /* Translators: %s is the code of a region, such as EMEA */
  g_autofree char *title = g_strdup_printf (_("The account is in %s"), region);
  adw_preferences_row_set_title (self->found_row, title);
}
