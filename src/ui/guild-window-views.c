/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/guild-ask-dialog.h"
#include "ui/guild-filter-conditions.h"
#include "ui/guild-saved-views.h"
#include "ui/guild-settings.h"

/* Keeping a question in the sidebar, letting go of it, and asking the service the same. */

static void
title_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *title = g_strdup (gtk_editable_get_text (entry));

  adw_message_dialog_set_response_enabled (dialog, "save", *g_strstrip (title) != '\0');
}

static void
save_response_cb (AdwMessageDialog *dialog, const char *response, GtkEditable *entry)
{
  GuildWindow *self = GUILD_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog)));
  g_autofree char *title = g_strdup (gtk_editable_get_text (entry));

  if (!g_str_equal (response, "save") || self->view == NULL)
    return;
  g_autoptr(GuildQuery) query = guild_window_compose_query (self);
  g_autofree char *id = guild_saved_views_add (self->directory, g_strstrip (title), query);
  if (id == NULL)
    return;
  /* It is shown as soon as it has been counted. */
  g_autofree char *place = g_strconcat (
    guild_workspace_get_id (guild_directory_get_workspace (self->directory)), "/", id, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-view", "s", place);
}

/* (transfer full): a name to begin with, from what was asked for. */
static char *
suggest_title (GuildWindow *self)
{
  const char *text = guild_query_get_text (self->query);

  if (guild_query_get_n_conditions (self->query) > 0)
    return guild_filter_describe_condition (self->query, 0, self->directory);
  return g_strdup (*text != '\0' ? text : guild_view_get_title (self->view));
}

static void
save_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GtkWidget *dialog = guild_alert_new (
    GTK_WINDOW (self), _("Save View"),
    _("What is asked for now is kept in the sidebar and counted there."));
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *title = suggest_title (self);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "save",
                                    _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Name"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (title_changed_cb), dialog);
  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  g_signal_connect (dialog, "response", G_CALLBACK (save_response_cb), entry);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

static void
remove_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autofree char *id = g_strdup (guild_view_get_id (self->view));

  guild_sidebar_select (self->sidebar,
                        guild_workspace_get_id (guild_directory_get_workspace (self->directory)),
                        "all");
  guild_saved_views_remove (self->directory, id);
}

/* (transfer full): QUERY for the columns on show, where the service sends only what it is asked
 * for; what they say is compared then. */
static GuildQuery *
choose_fields (GuildWindow *self, GuildQuery *query)
{
  static const char * const always[] = { "name", "status", "originalName", NULL };
  GuildService *service = guild_directory_get_service (self->directory);
  g_autofree char *layout = guild_grid_dup_layout (self->grid);
  g_auto(GStrv) columns = g_strsplit (layout, ",", -1);
  g_autoptr(GStrvBuilder) fields = g_strv_builder_new ();

  if ((guild_service_get_flags (service) & GUILD_SERVICE_CHOOSES_FIELDS) == 0)
    return guild_query_ref (query);
  for (guint i = 0; always[i] != NULL; i++)
    g_strv_builder_add (fields, always[i]);
  for (guint i = 0; columns[i] != NULL; i++)
    {
      columns[i][strcspn (columns[i], ":")] = '\0';
      if (!g_strv_contains (always, columns[i]))
        g_strv_builder_add (fields, columns[i]);
    }
  g_auto(GStrv) chosen = g_strv_builder_end (fields);
  return guild_query_with_fields (query, (const char * const *) chosen);
}

static void
ask_service_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autoptr(GuildQuery) composed = guild_window_compose_query (self);
  g_autoptr(GuildQuery) query = choose_fields (self, composed);

  gtk_menu_button_popdown (self->filter_button);
  guild_ask_dialog_present (GTK_WINDOW (self), self->directory, query);
}

void
guild_window_install_view_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.ask-service", NULL, ask_service_action);
  gtk_widget_class_install_action (klass, "win.remove-view", NULL, remove_view_action);
  gtk_widget_class_install_action (klass, "win.save-view", NULL, save_view_action);
}

void
guild_window_update_view_actions (GuildWindow *self)
{
  gboolean filtered = self->view != NULL && guild_query_is_filtered (self->query);
  gboolean saved = self->view != NULL && guild_view_get_kind (self->view) == GUILD_VIEW_SAVED;

  guild_window_enable (self, "win.save-view", filtered && guild_settings_get () != NULL);
  gtk_widget_set_visible (self->save_view_button, filtered && guild_settings_get () != NULL);
  guild_window_enable (self, "win.remove-view", saved);
  guild_window_enable (self, "win.ask-service", self->view != NULL &&
                         guild_directory_get_service (self->directory) != NULL);
}
