/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-ids.h"
#include "company/guild-thread.h"
#include "ui/guild-address.h"
#include "ui/guild-error.h"
#include "ui/guild-weak.h"
#include "ui/guild-workspace-dialog.h"

static void
tell (GuildWindow *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);
  adw_toast_set_timeout (toast, 2);
  guild_window_add_toast (self, toast);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), self->flap);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
sync_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_retry (GUILD_WINDOW (widget));
}

static void
cancel_sync_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  if (self->directory != NULL)
    guild_directory_cancel_sync (self->directory);
}

/* (transfer full) */
static GBytes *
join (GPtrArray *ids, GCancellable *cancellable)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, ids->pdata[i]);
    }
  return g_string_free_to_bytes (text);
}

static void
put_ids (GuildWindow *self, guint n, GBytes *text)
{
  /* As bytes: a text would be copied again. */
  GdkContentProvider *kinds[] = {
    gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", text),
    gdk_content_provider_new_for_bytes ("text/plain", text),
  };
  g_autoptr(GdkContentProvider) content =
    gdk_content_provider_new_union (kinds, G_N_ELEMENTS (kinds));
  g_autofree char *message = g_strdup_printf (ngettext ("%u ID copied", "%u IDs copied", n), n);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
  tell (self, message);
}

static void
join_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  guild_task_return_pointer (task, join (data, cancellable), (GDestroyNotify) g_bytes_unref);
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = guild_weak_take (data);
  GPtrArray *ids = g_task_get_task_data (G_TASK (result));
  g_autoptr(GBytes) text = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Otherwise the window was closed. */
  if (self == NULL || text == NULL)
    return;
  guild_window_end_work (self);
  put_ids (self, ids->len, text);
}

static void
copy_ids (GuildWindow *self, GPtrArray *ids, gpointer data)
{
  if (ids->len == 0)
    return;
  if (ids->len <= GUILD_IDS_FEW)
    {
      g_autoptr(GBytes) text = join (ids, NULL);
      put_ids (self, ids->len, text);
      return;
    }
  g_autoptr(GTask) task = g_task_new (NULL, self->closed, joined_cb, guild_weak_new (self));
  g_task_set_source_tag (task, copy_ids);
  g_task_set_task_data (task, g_ptr_array_ref (ids), (GDestroyNotify) guild_ids_unref);
  guild_window_begin_work (self);
  guild_task_run (task, join_worker);
}

static void
copy_id_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_with_companies (GUILD_WINDOW (widget), copy_ids, NULL, NULL);
}

static void
copy_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autofree char *id = guild_window_dup_only_company_id (self);

  if (id == NULL)
    return;
  g_autofree char *address = guild_address_of_company (id);
  if (address != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), address);
  tell (self, address != NULL ? _("Address copied") : _("Nothing was copied"));
}

static void
json_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (company == NULL)
    {
      guild_error_show (GTK_WINDOW (self), error, _("Nothing was copied"));
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          guild_company_get_json (company));
  tell (self, _("JSON copied"));
}

static void
copy_json_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autofree char *id = guild_window_dup_only_company_id (self);

  if (id != NULL)
    guild_directory_load_company_async (self->directory, id, NULL, json_loaded_cb,
                                        g_object_ref (self));
}

static void
copied_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tell (GUILD_WINDOW (widget), _("Copied"));
}

static void
select_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildCompanySelection *selection = guild_grid_get_selection (GUILD_WINDOW (widget)->grid);
  if (selection != NULL)
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
}

static void
select_none_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildCompanySelection *selection = guild_grid_get_selection (GUILD_WINDOW (widget)->grid);
  if (selection != NULL)
    guild_company_selection_select_only (selection, NULL);
}

static void
columns_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (GUILD_WINDOW (widget)->columns_button);
}

static void
clear_filter_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autoptr(GuildQuery) empty = guild_query_new ();
  g_autoptr(GuildQuery) query = guild_window_take_order (empty, self->query);

  guild_window_set_query (self, query);
}

/* The same question asked of all companies of the workspace. */
static void
widen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autoptr(GuildQuery) query = guild_query_ref (self->query);

  if (self->directory != NULL &&
      guild_sidebar_select (self->sidebar, guild_workspace_get_id (
                              guild_directory_get_workspace (self->directory)), "all"))
    guild_window_set_query (self, query);
}

static void
show_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_auto(GStrv) parts = g_strsplit (g_variant_get_string (parameter, NULL), "/", 2);

  if (parts[0] == NULL || guild_sidebar_select (self->sidebar, parts[0], parts[1]))
    return;
  g_free (self->wanted_workspace);
  g_free (self->wanted_view);
  self->wanted_workspace = g_strdup (parts[0]);
  self->wanted_view = g_strdup (parts[1]);
}

static void
open_company_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_open_company (GUILD_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
close_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_open_company (GUILD_WINDOW (widget), NULL);
}

static void
show_sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), GTK_WIDGET (self->sidebar));
}

static void
edit_workspace_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);

  if (self->directory != NULL)
    guild_workspace_dialog_present_edit (GTK_WINDOW (self), self->desk, self->directory);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = data;
  g_autoptr(GError) error = NULL;

  if (guild_desk_sign_out_finish (GUILD_DESK (source), result, &error))
    tell (self, _("Signed out"));
  else
    guild_error_show (GTK_WINDOW (self), error, _("Signing Out"));
}

void
guild_window_sign_out (GuildWindow *self, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  guild_desk_sign_out_async (self->desk, directory, signed_out_cb, g_object_ref (self));
}

static void
sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  if (self->directory != NULL)
    guild_window_sign_out (self, self->directory);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = data;
  g_autoptr(GError) error = NULL;

  if (!guild_desk_remove_workspace_finish (GUILD_DESK (source), result, &error))
    guild_error_show (GTK_WINDOW (self), error, _("Not everything was removed"));
}

static void
remove_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  GuildWindow *self = GUILD_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog)));

  if (g_str_equal (response, "remove"))
    guild_desk_remove_workspace_async (self->desk, data, removed_cb, g_object_ref (self));
}

static void
remove_workspace_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  if (self->directory == NULL)
    return;

  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autofree char *heading =
    g_strdup_printf (_("Remove “%s”?"), guild_workspace_get_name (workspace));
  GtkWidget *dialog = guild_alert_new (
    GTK_WINDOW (self), heading,
    _("Its key and the list kept on this computer are removed. Nothing changes at the service; "
      "add the workspace again to see its companies."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove",
                                    _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (remove_response_cb),
                         g_strdup (guild_workspace_get_id (workspace)),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The sandbox's workspaces are made anew with every start. */
gboolean
guild_window_can_edit_workspace (GuildWindow *self)
{
  return self->directory != NULL &&
         !guild_workspace_is_sandbox (guild_directory_get_workspace (self->directory));
}

void
guild_window_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.cancel-sync", NULL, cancel_sync_action);
  gtk_widget_class_install_action (klass, "win.clear-filter", NULL, clear_filter_action);
  gtk_widget_class_install_action (klass, "win.close-pane", NULL, close_pane_action);
  gtk_widget_class_install_action (klass, "win.columns", NULL, columns_action);
  gtk_widget_class_install_action (klass, "win.copied", NULL, copied_action);
  gtk_widget_class_install_action (klass, "win.copy-address", NULL, copy_address_action);
  gtk_widget_class_install_action (klass, "win.copy-id", NULL, copy_id_action);
  gtk_widget_class_install_action (klass, "win.copy-json", NULL, copy_json_action);
  gtk_widget_class_install_action (klass, "win.edit-workspace", NULL, edit_workspace_action);
  gtk_widget_class_install_action (klass, "win.open-company", "s", open_company_action);
  gtk_widget_class_install_action (klass, "win.remove-workspace", NULL, remove_workspace_action);
  gtk_widget_class_install_action (klass, "win.search", NULL, search_action);
  gtk_widget_class_install_action (klass, "win.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (klass, "win.select-none", NULL, select_none_action);
  gtk_widget_class_install_action (klass, "win.show-sidebar", NULL, show_sidebar_action);
  gtk_widget_class_install_action (klass, "win.show-view", "s", show_view_action);
  gtk_widget_class_install_action (klass, "win.sign-out", NULL, sign_out_action);
  gtk_widget_class_install_action (klass, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (klass, "win.widen", NULL, widen_action);
}

static gboolean
is_signed_in (GuildWindow *self)
{
  return guild_window_can_edit_workspace (self) &&
         guild_workspace_uses_browser (guild_directory_get_workspace (self->directory)) &&
         guild_directory_get_service (self->directory) != NULL;
}

void
guild_window_enable (GuildWindow *self, const char *action, gboolean enabled)
{
  gpointer state = GINT_TO_POINTER ((enabled ? TRUE : FALSE) + 1);

  if (self->enabled == NULL)
    self->enabled = g_hash_table_new (g_str_hash, g_str_equal);
  if (g_hash_table_lookup (self->enabled, action) == state)
    return;
  g_hash_table_insert (self->enabled, (gpointer) g_intern_string (action), state);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

void
guild_window_update_actions (GuildWindow *self)
{
  guint n_companies = guild_window_count_companies (self);

  guild_window_update_dialog_actions (self, n_companies);
  guild_window_update_view_actions (self);
  guild_window_enable (self, "win.copy-address", n_companies == 1);
  guild_window_enable (self, "win.copy-id", n_companies > 0);
  guild_window_enable (self, "win.copy-json", n_companies == 1);
  guild_window_enable (self, "win.sync", self->directory != NULL);
  guild_window_enable (self, "win.edit-workspace", guild_window_can_edit_workspace (self));
  guild_window_enable (self, "win.remove-workspace", self->directory != NULL);
  guild_window_enable (self, "win.sign-out", is_signed_in (self));
}
