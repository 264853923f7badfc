/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-filter-conditions.h"
#include "ui/guild-settings.h"

static void
free_table (gpointer data)
{
  GuildTable *table = data;
  g_clear_object (&table->list);
  g_free (table->layout);
  g_free (table->sort);
  g_free (table);
}

static GuildTable *
get_table (GuildWindow *self, GuildDirectory *directory)
{
  const char *id = guild_workspace_get_id (guild_directory_get_workspace (directory));
  GuildTable *table = g_hash_table_lookup (self->tables, id);

  /* A workspace removed and added again has another directory. */
  if (table != NULL && guild_company_list_get_directory (table->list) == directory)
    return table;
  table = g_new0 (GuildTable, 1);
  table->list = guild_company_list_new (directory);
  guild_settings_read_table (id, &table->layout, &table->sort, &table->descending);
  g_hash_table_insert (self->tables, g_strdup (id), table);
  return table;
}

/* Queries */

/* The view's query, narrowed by what the person asked for, in the order they asked for. */
GuildQuery *
guild_window_take_order (GuildQuery *query, GuildQuery *from)
{
  GuildQuery *sorted = guild_query_with_sort (query, NULL, FALSE);

  for (guint i = 0; i < guild_query_get_n_sort_keys (from); i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (from, i);
      GuildQuery *next = guild_query_then_by (sorted, key->field, key->descending);
      guild_query_unref (sorted);
      sorted = next;
    }
  return sorted;
}

static gboolean
filters_by (GuildQuery *query, const char *field)
{
  for (guint i = 0; i < guild_query_get_n_conditions (query); i++)
    if (g_str_equal (guild_query_get_condition (query, i)->field, field))
      return TRUE;
  return FALSE;
}

/* (transfer full): what the view asks for. That all companies are those that are not deleted holds
 * until somebody says otherwise. */
static GuildQuery *
dup_view_query (GuildWindow *self)
{
  GuildQuery *view = guild_view_get_query (self->view);

  if (guild_view_get_kind (self->view) == GUILD_VIEW_ALL &&
      guild_query_get_n_conditions (view) > 0 &&
      filters_by (self->query, guild_query_get_condition (view, 0)->field))
    return guild_query_without_condition (view, 0);
  return guild_query_ref (view);
}

GuildQuery *
guild_window_compose_query (GuildWindow *self)
{
  g_autoptr(GuildQuery) view = dup_view_query (self);
  g_autofree char *text = g_strdup_printf ("%s %s", guild_query_get_text (view),
                                           guild_query_get_text (self->query));
  g_autoptr(GuildQuery) query = guild_query_with_text (view, g_strstrip (text));
  const GuildFieldTable *fields = guild_directory_get_table (self->directory);

  for (guint i = 0; i < guild_query_get_n_conditions (self->query); i++)
    {
      GuildQuery *narrower =
        guild_query_with_condition (query, guild_query_get_condition (self->query, i));
      guild_query_unref (query);
      query = narrower;
    }
  if (guild_query_get_n_sort_keys (self->query) > 0)
    return guild_window_take_order (query, self->query);
  if (guild_query_get_n_sort_keys (query) > 0)
    return g_steal_pointer (&query);
  if (self->table->sort != NULL)
    return guild_query_with_sort (query, self->table->sort, self->table->descending);
  return guild_query_with_sort (query, fields->fields[fields->name_field].id, FALSE);
}

static void
apply_query (GuildWindow *self)
{
  self->wish = GUILD_WISH_NOTHING;
  if (self->directory == NULL)
    return;
  g_autoptr(GuildQuery) query = guild_window_compose_query (self);
  guild_company_list_set_query (self->table->list, query);
  if (self->filter_panel != NULL)
    guild_filter_panel_set_asked (self->filter_panel, query);
  guild_grid_set_needle (self->grid, guild_query_get_text (self->query));
  if (guild_query_get_n_sort_keys (query) > 0)
    {
      const GuildSortKey *key = guild_query_get_sort_key (query, 0);
      guild_grid_set_sort (self->grid, key->field, key->descending);
    }
  else
    guild_grid_set_sort (self->grid, NULL, FALSE);
}

static void
chip_clicked_cb (GuildWindow *self, GtkButton *button)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "guild-index"));
  g_autoptr(GuildQuery) query = guild_query_without_condition (self->query, index);
  guild_window_set_query (self, query);
}

static void
update_chips (GuildWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, child);
  for (guint i = 0; self->directory != NULL && i < guild_query_get_n_conditions (self->query); i++)
    {
      g_autofree char *text = guild_filter_describe_condition (self->query, i, self->directory);
      g_autofree char *label = g_strdup_printf (_("Remove %s"), text);
      GtkWidget *button = gtk_button_new ();
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *words = gtk_label_new (text);
      gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), words);
      gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
      gtk_button_set_child (GTK_BUTTON (button), box);
      gtk_widget_add_css_class (button, "guild-chip");
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (button, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label, -1);
      g_object_set_data (G_OBJECT (button), "guild-index", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "clicked", G_CALLBACK (chip_clicked_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->chips, button);
    }
}

static gboolean
minute_cb (gpointer data)
{
  GuildWindow *self = data;
  guild_grid_update (self->grid);
  guild_window_update_status (self);
  return G_SOURCE_CONTINUE;
}

/* Selection */

static void
selection_changed_cb (GuildWindow *self)
{
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  guint n_selected = selection != NULL ? guild_company_selection_get_n_selected (selection) : 0;
  g_autofree char *text = g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected),
                                           n_selected);

  gtk_label_set_label (self->selected, text);
  gtk_revealer_set_reveal_child (self->selection_bar, n_selected > 1);
  if (n_selected == 1 && adw_flap_get_reveal_flap (ADW_FLAP (self->flap)))
    {
      g_autofree char *id = guild_company_selection_dup_only_id (selection);
      guild_company_pane_show (self->pane, self->directory, id);
    }
  guild_window_update_actions (self);
}

/* Search */

static void
search_changed_cb (GuildWindow *self)
{
  if (self->entry_changing)
    return;
  g_autoptr(GuildQuery) query =
    guild_query_with_text (self->query, gtk_editable_get_text (self->search_entry));
  guild_window_set_query (self, query);
}

static void
open_first (GuildWindow *self)
{
  if (guild_company_list_get_n_matches (self->table->list) == 0)
    return;
  g_autofree char *id = guild_company_list_dup_id (self->table->list, 0);
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  if (id == NULL)
    return;
  guild_company_selection_select_only (selection, id);
  guild_window_open_company (self, id);
}

static void
search_stopped_cb (GuildWindow *self)
{
  gtk_editable_set_text (self->search_entry, "");
  guild_grid_focus (self->grid, NULL);
}

/* Onto the one that is selected, or the first. */
static void
focus_found (GuildWindow *self)
{
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  /* The row that had the keyboard last may have been one of another list. */
  guint n_selected = guild_company_selection_get_n_selected (selection);
  g_autofree char *only = guild_company_selection_dup_only_id (selection);
  g_autofree char *first = guild_company_list_dup_id (self->table->list, 0);
  const char *target = only != NULL ? only : first;
  if (target == NULL || guild_company_list_find (self->table->list, target) == G_MAXUINT)
    target = first;
  if (n_selected < 2 && target != NULL)
    guild_company_selection_select_only (selection, target);
  guild_grid_focus (self->grid, target);
}

static void
grant_wish (GuildWindow *self)
{
  GuildWish wish = self->wish;

  self->wish = GUILD_WISH_NOTHING;
  if (wish == GUILD_WISH_OPEN)
    open_first (self);
  else if (wish == GUILD_WISH_FOCUS)
    focus_found (self);
}

/* A key that is quicker than the answer is not about the rows that are still on show. */
static void
take_wish (GuildWindow *self, GuildWish wish)
{
  if (self->table == NULL)
    return;
  self->wish = wish;
  if (guild_company_list_get_answered (self->table->list))
    grant_wish (self);
}

static void
search_activated_cb (GuildWindow *self)
{
  take_wish (self, GUILD_WISH_OPEN);
}

static gboolean
search_key_cb (GuildWindow *self, guint key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  take_wish (self, GUILD_WISH_FOCUS);
  return GDK_EVENT_STOP;
}

/* The search takes every key that nobody wanted, and Return is one for most rows. It belongs to
 * what has the keyboard. */
static gboolean
return_key_cb (GuildWindow *self, guint key)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter) ||
      focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->search_entry)))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate (focus);
  return GDK_EVENT_STOP;
}

/* Table */

static void
save_table (GuildWindow *self)
{
  guild_settings_write_table (
    guild_workspace_get_id (guild_directory_get_workspace (self->directory)),
    self->table->layout, self->table->sort, self->table->descending);
}

static void
sort_requested_cb (GuildWindow *self, const char *field, gboolean descending)
{
  /* Only this view can be sorted by need: the others keep their order. */
  if (!g_str_equal (field, GUILD_FIELD_ATTENTION))
    {
      g_free (self->table->sort);
      self->table->sort = g_strdup (field);
      self->table->descending = descending;
      save_table (self);
    }
  g_autoptr(GuildQuery) query = guild_query_with_sort (self->query, field, descending);
  guild_window_set_query (self, query);
}

static void
layout_changed_cb (GuildWindow *self)
{
  if (self->table == NULL)
    return;
  g_free (self->table->layout);
  self->table->layout = guild_grid_dup_layout (self->grid);
  save_table (self);
}

static void
row_activated_cb (GuildWindow *self, const char *id)
{
  guild_window_open_company (self, id);
}

void
guild_window_show_place (GuildWindow *self, GuildDirectory *directory, GuildView *view)
{
  gboolean moved = directory != self->directory;

  /* Text and conditions belong to the view they were asked in. */
  g_clear_pointer (&self->query, guild_query_unref);
  self->query = guild_query_new ();
  self->entry_changing = TRUE;
  gtk_editable_set_text (self->search_entry, "");
  self->entry_changing = FALSE;

  g_set_object (&self->view, view);
  g_signal_group_set_target (self->watch_view, view);
  g_set_object (&self->directory, directory);
  self->table = directory != NULL ? get_table (self, directory) : NULL;
  if (moved)
    {
      g_autofree char *layout = self->table != NULL ? g_strdup (self->table->layout) : NULL;
      adw_flap_set_reveal_flap (ADW_FLAP (self->flap), FALSE);
      guild_grid_set_list (self->grid, self->table != NULL ? self->table->list : NULL, layout);
      g_signal_group_set_target (self->watch_directory, directory);
      g_signal_group_set_target (self->watch_vigil,
                                 directory != NULL ? guild_desk_get_vigil (self->desk, directory)
                                                   : NULL);
      g_signal_group_set_target (self->watch_list,
                                 self->table != NULL ? self->table->list : NULL);
      g_signal_group_set_target (self->watch_selection, guild_grid_get_selection (self->grid));
    }
  else if (guild_grid_get_selection (self->grid) != NULL)
    guild_company_selection_select_only (guild_grid_get_selection (self->grid), NULL);
  guild_grid_set_attention (self->grid, view != NULL && guild_view_get_kind (view) ==
                                                          GUILD_VIEW_ATTENTION);
  if (view == NULL)
    return;
  gtk_label_set_label (self->view_title, guild_view_get_title (view));
  if (self->filter_panel != NULL)
    guild_filter_panel_set_directory (self->filter_panel, directory);
  apply_query (self);
  update_chips (self);
  selection_changed_cb (self);
  guild_window_update_status (self);
  g_object_notify (G_OBJECT (self), "query");
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  /* Shown by the banner, which follows last-error. */
  guild_directory_sync_finish (GUILD_DIRECTORY (source), result, NULL);
}

void
guild_window_retry (GuildWindow *self)
{
  if (self->directory == NULL)
    return;
  if (guild_directory_get_service (self->directory) == NULL)
    guild_desk_retry_credentials (self->desk, self->directory);
  else
    guild_directory_sync_async (self->directory, NULL, synced_cb, NULL);
}

void
guild_window_set_query (GuildWindow *self, GuildQuery *query)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));
  g_return_if_fail (query != NULL);

  if (guild_query_equal (self->query, query))
    return;
  guild_query_ref (query);
  guild_query_unref (self->query);
  self->query = query;
  if (g_strcmp0 (gtk_editable_get_text (self->search_entry), guild_query_get_text (query)) != 0)
    {
      self->entry_changing = TRUE;
      gtk_editable_set_text (self->search_entry, guild_query_get_text (query));
      self->entry_changing = FALSE;
    }
  apply_query (self);
  update_chips (self);
  guild_window_update_status (self);
  g_object_notify (G_OBJECT (self), "query");
}

void
guild_window_init_content (GuildWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->query = guild_query_new ();
  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_table);

  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry),
                                           GTK_WIDGET (self));
  GtkEventController *returns = gtk_event_controller_key_new ();
  g_signal_connect_object (returns, "key-pressed", G_CALLBACK (return_key_cb), self,
                           G_CONNECT_SWAPPED);
  /* After the search's own, and so asked before it. */
  gtk_widget_add_controller (GTK_WIDGET (self), returns);
  g_signal_connect_object (self->search_entry, "changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_entry, "activate", G_CALLBACK (search_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_entry, "stop-search", G_CALLBACK (search_stopped_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (search_key_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);

  g_signal_connect_object (self->grid, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "sort-requested", G_CALLBACK (sort_requested_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "layout-changed", G_CALLBACK (layout_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "menu-requested", G_CALLBACK (guild_window_popup_row_menu),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->banner, "activated", G_CALLBACK (guild_window_banner_activated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->banner, "details", G_CALLBACK (guild_window_banner_details), self,
                           G_CONNECT_SWAPPED);

  self->watch_directory = g_signal_group_new (GUILD_TYPE_DIRECTORY);
  g_signal_group_connect_swapped (self->watch_directory, "notify",
                                  G_CALLBACK (guild_window_update_status), self);
  self->watch_view = g_signal_group_new (GUILD_TYPE_VIEW);
  g_signal_group_connect_swapped (self->watch_view, "notify::count",
                                  G_CALLBACK (guild_window_update_status), self);
  self->watch_vigil = g_signal_group_new (GUILD_TYPE_LINK_VIGIL);
  g_signal_group_connect_swapped (self->watch_vigil, "changed",
                                  G_CALLBACK (guild_window_update_status), self);
  self->watch_list = g_signal_group_new (GUILD_TYPE_COMPANY_LIST);
  g_signal_group_connect_swapped (self->watch_list, "notify",
                                  G_CALLBACK (guild_window_update_status), self);
  g_signal_group_connect_swapped (self->watch_list, "refreshed",
                                  G_CALLBACK (guild_window_update_status), self);
  g_signal_group_connect_swapped (self->watch_list, "answered", G_CALLBACK (grant_wish), self);
  self->watch_selection = g_signal_group_new (GUILD_TYPE_COMPANY_SELECTION);
  g_signal_group_connect_swapped (self->watch_selection, "notify::n-selected",
                                  G_CALLBACK (selection_changed_cb), self);

  guild_window_init_panels (self);
  self->minute = g_timeout_add_seconds (60, minute_cb, self);
}

void
guild_window_dispose_content (GuildWindow *self)
{
  g_clear_handle_id (&self->row_menu_idle, g_source_remove);
  g_clear_pointer (&self->row_menu, gtk_widget_unparent);
  g_clear_handle_id (&self->minute, g_source_remove);
  g_clear_handle_id (&self->busy_delay, g_source_remove);
  g_clear_handle_id (&self->slow_delay, g_source_remove);
  GSignalGroup **groups[] = { &self->watch_directory, &self->watch_vigil, &self->watch_view,
                              &self->watch_list, &self->watch_selection };
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (*groups[i] != NULL)
        g_signal_group_set_target (*groups[i], NULL);
      g_clear_object (groups[i]);
    }
  g_clear_object (&self->view);
  g_clear_object (&self->directory);
  self->table = NULL;
  self->filter_panel = NULL;
  g_clear_pointer (&self->tables, g_hash_table_unref);
  g_clear_pointer (&self->query, guild_query_unref);
  g_clear_pointer (&self->seen_notice, g_free);
}
