/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-keyboard.h"
#include "ui/guild-settings.h"
#include "ui/guild-toast.h"
#include "ui/guild-unsaved.h"

G_DEFINE_FINAL_TYPE (GuildWindow, guild_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_QUERY = 1,
} GuildWindowProperty;

static GParamSpec *properties[PROP_QUERY + 1];

/* Not before the window is shown: GTK then gives the keyboard to the first button that it finds,
 * and what somebody types at the start is to be searched for. */
static void
update_root (GuildWindow *self)
{
  GListModel *directories = guild_desk_get_directories (self->desk);

  if (!guild_desk_get_ready (self->desk) || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_stack_set_visible_child_name (
    self->root, g_list_model_get_n_items (directories) > 0 ? "main" : "welcome");
}

/* The view that was asked for, or, when nothing is on show, the first. */
static void
find_view (GuildWindow *self)
{
  if (self->wanted_workspace != NULL &&
      guild_sidebar_select (self->sidebar, self->wanted_workspace, self->wanted_view))
    {
      g_clear_pointer (&self->wanted_workspace, g_free);
      g_clear_pointer (&self->wanted_view, g_free);
    }
  else if (self->directory == NULL)
    guild_sidebar_select (self->sidebar, NULL, NULL);
}

static void
places_changed_cb (GuildWindow *self)
{
  if (self->directory != NULL &&
      guild_desk_find_directory (self->desk, guild_workspace_get_id (
                                   guild_directory_get_workspace (self->directory))) == NULL)
    guild_window_show_place (self, NULL, NULL);
  update_root (self);
  find_view (self);
  guild_window_update_actions (self);
}

static void
view_selected_cb (GuildWindow *self, GuildDirectory *directory, GuildView *view)
{
  if (view != self->view)
    guild_window_show_place (self, directory, view);
  adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), self->flap);
}

static void
set_compact (GuildWindow *self, gboolean compact)
{
  gtk_stack_set_visible_child_name (self->new_stack, compact ? "icon" : "label");
  gtk_widget_set_visible (GTK_WIDGET (self->columns_button), !compact);
  gtk_widget_set_visible (GTK_WIDGET (self->sync_stack), !compact);
}

/* A window begins compact, or it could not be opened narrow: only once it has a width is it known
 * whether it folds. */
static gboolean
first_width_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GuildWindow *self = GUILD_WINDOW (widget);

  if (gtk_widget_get_width (self->leaflet) == 0)
    return G_SOURCE_CONTINUE;
  set_compact (self, adw_leaflet_get_folded (ADW_LEAFLET (self->leaflet)));
  return G_SOURCE_REMOVE;
}

static void
folded_changed_cb (GuildWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (ADW_LEAFLET (self->leaflet));

  gtk_widget_set_visible (self->back_button, folded);
  adw_header_bar_set_show_end_title_buttons (
    ADW_HEADER_BAR (guild_sidebar_get_header (self->sidebar)), folded);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (self->content_header), folded);
  if (gtk_widget_get_width (self->leaflet) > 0)
    set_compact (self, folded);
}

static void
reveal_changed_cb (GuildWindow *self)
{
  gboolean revealed = adw_flap_get_reveal_flap (ADW_FLAP (self->flap));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->content_header), !revealed);
  if (!revealed && guild_company_pane_get_id (self->pane) != NULL)
    {
      guild_company_pane_show (self->pane, NULL, NULL);
      guild_window_update_actions (self);
    }
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GuildWindow *self = GUILD_WINDOW (widget);

  if (adw_flap_get_reveal_flap (ADW_FLAP (self->flap)))
    guild_window_open_company (self, NULL);
  else if (guild_query_is_filtered (self->query))
    gtk_widget_activate_action (widget, "win.clear-filter", NULL);
  else
    return FALSE;
  return TRUE;
}

static void
save_state (GuildWindow *self)
{
  GSettings *settings = guild_settings_get ();
  int width, height;

  if (settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (!gtk_window_is_maximized (GTK_WINDOW (self)))
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (self->directory == NULL ||
      guild_workspace_is_sandbox (guild_directory_get_workspace (self->directory)))
    return;
  g_settings_set_string (settings, "last-workspace",
                         guild_workspace_get_id (guild_directory_get_workspace (self->directory)));
  g_settings_set_string (settings, "last-view", guild_view_get_id (self->view));
}

static void
restore_state (GuildWindow *self)
{
  GSettings *settings = guild_settings_get ();

  if (settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_autofree char *workspace = g_settings_get_string (settings, "last-workspace");
  if (*workspace != '\0')
    {
      self->wanted_workspace = g_steal_pointer (&workspace);
      self->wanted_view = g_settings_get_string (settings, "last-view");
    }
}

static void
destroy_cb (gpointer data)
{
  gtk_window_destroy (data);
}

static gboolean
guild_window_close_request (GtkWindow *window)
{
  GuildWindow *self = GUILD_WINDOW (window);
  GtkApplication *application = gtk_window_get_application (window);

  save_state (self);
  /* The last window to go quits, and quitting may have something to ask. */
  if (application != NULL)
    {
      guint n_windows = 0;
      for (GList *item = gtk_application_get_windows (application); item != NULL;
           item = item->next)
        n_windows += GUILD_IS_WINDOW (item->data) ? 1 : 0;
      if (n_windows == 1)
        {
          g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
          return TRUE;
        }
    }
  if (guild_window_count_unsaved (self) > 0)
    {
      guild_unsaved_ask (window, guild_window_count_unsaved (self), destroy_cb,
                         g_object_ref (self), g_object_unref);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (guild_window_parent_class)->close_request (window);
}

static void
guild_window_show (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (guild_window_parent_class)->show (widget);
  if (GUILD_WINDOW (widget)->desk != NULL)
    update_root (GUILD_WINDOW (widget));
}

static void
guild_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((GuildWindowProperty) id)
    {
    case PROP_QUERY:
      g_value_set_boxed (value, GUILD_WINDOW (object)->query);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((GuildWindowProperty) id)
    {
    case PROP_QUERY:
      guild_window_set_query (GUILD_WINDOW (object), g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_window_dispose (GObject *object)
{
  GuildWindow *self = GUILD_WINDOW (object);

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_cancellable_cancel (self->closed);
  guild_window_dispose_content (self);
  g_clear_pointer (&self->wanted_workspace, g_free);
  g_clear_pointer (&self->wanted_view, g_free);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_WINDOW);
  G_OBJECT_CLASS (guild_window_parent_class)->dispose (object);
}

static void
guild_window_finalize (GObject *object)
{
  g_clear_pointer (&GUILD_WINDOW (object)->enabled, g_hash_table_unref);
  g_object_unref (GUILD_WINDOW (object)->closed);
  G_OBJECT_CLASS (guild_window_parent_class)->finalize (object);
}

static void
guild_window_class_init (GuildWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = guild_window_get_property;
  object_class->set_property = guild_window_set_property;
  object_class->dispose = guild_window_dispose;
  object_class->finalize = guild_window_finalize;
  widget_class->show = guild_window_show;
  GTK_WINDOW_CLASS (klass)->close_request = guild_window_close_request;
  properties[PROP_QUERY] = g_param_spec_boxed ("query", NULL, NULL, GUILD_TYPE_QUERY,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (GUILD_TYPE_BANNER);
  g_type_ensure (GUILD_TYPE_COMPANY_PANE);
  g_type_ensure (GUILD_TYPE_GRID);
  g_type_ensure (GUILD_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class, GUILD_APP_PATH "/guild-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, chips);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, clear_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, columns_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, content);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, content_header);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, count);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, empty_new);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, error_key);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, filter_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, grid);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, list_toasts);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, new_stack);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, no_results_page);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, quota);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, root);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, save_view_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, selected);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, selection_people);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, status);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, sync_stack);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, view_title);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, GuildWindow, widen_button);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reveal_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_selected_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  guild_window_install_actions (widget_class);
  guild_window_install_dialog_actions (widget_class);
  guild_window_install_view_actions (widget_class);
}

/* Its words are shortened where a window is narrow, or a language long, rather than the window
 * wide. */
static void
shorten_selection_bar (GuildWindow *self)
{
  GtkWidget *bar = gtk_revealer_get_child (self->selection_bar);

  for (GtkWidget *child = gtk_widget_get_first_child (bar); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (child))),
                               PANGO_ELLIPSIZE_END);
}

static void
guild_window_init (GuildWindow *self)
{
  self->closed = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  guild_window_init_content (self);
  shorten_selection_bar (self);
  guild_window_accept_files (self);
  guild_keyboard_keep (GTK_WINDOW (self), GTK_WIDGET (self->grid));
  if (GUILD_DEVELOPMENT)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
      gtk_window_set_title (GTK_WINDOW (self), _("Guildhall (Development)"));
    }
  folded_changed_cb (self);
  reveal_changed_cb (self);
  set_compact (self, TRUE);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), first_width_cb, NULL, NULL);
}

GuildWindow *
guild_window_new (GtkApplication *application, GuildDesk *desk)
{
  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (GUILD_IS_DESK (desk), NULL);

  GuildWindow *self = g_object_new (GUILD_TYPE_WINDOW, "application", application, NULL);
  self->desk = g_object_ref (desk);
  restore_state (self);
  guild_company_pane_set_desk (self->pane, desk);
  guild_sidebar_set_desk (self->sidebar, desk);
  g_signal_connect_object (guild_sidebar_get_places (self->sidebar), "items-changed",
                           G_CALLBACK (places_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::ready", G_CALLBACK (places_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::journal", G_CALLBACK (guild_window_update_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "credentials-changed", G_CALLBACK (guild_window_update_status),
                           self, G_CONNECT_SWAPPED);
  guild_window_watch_awaited (self);
  guild_window_watch_start (self);
  /* Or the first frame would be one without rows that have been read already. */
  guild_desk_catch_up (desk);
  places_changed_cb (self);
  guild_window_update_actions (self);
  return self;
}

GuildDesk *
guild_window_get_desk (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), NULL);
  return self->desk;
}

/* Whether neither the pane nor the sidebar lies over the list, as they do in a narrow window. */
static gboolean
list_is_in_sight (GuildWindow *self)
{
  AdwFlap *flap = ADW_FLAP (self->flap);
  AdwLeaflet *leaflet = ADW_LEAFLET (self->leaflet);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->root), "main") == 0 &&
         !(adw_flap_get_folded (flap) && adw_flap_get_reveal_flap (flap)) &&
         !(adw_leaflet_get_folded (leaflet) &&
           adw_leaflet_get_visible_child (leaflet) != self->flap);
}

void
guild_window_add_toast (GuildWindow *self, AdwToast *toast)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));
  g_return_if_fail (ADW_IS_TOAST (toast));
  /* Within the list it covers neither what can be done with the selection nor the status. */
  guild_toast_show (list_is_in_sight (self) ? self->list_toasts : self->toasts, toast);
}

GuildDirectory *
guild_window_get_directory (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), NULL);
  return self->directory;
}

GuildView *
guild_window_get_view (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), NULL);
  return self->view;
}

GuildGrid *
guild_window_get_grid (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), NULL);
  return self->grid;
}

guint
guild_window_count_companies (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), 0);

  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  guint n_selected = selection != NULL ? guild_company_selection_get_n_selected (selection) : 0;
  return n_selected > 0 ? n_selected : guild_company_pane_get_id (self->pane) != NULL ? 1 : 0;
}

char *
guild_window_dup_only_company_id (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), NULL);

  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  if (selection != NULL && guild_company_selection_get_n_selected (selection) > 0)
    return guild_company_selection_dup_only_id (selection);
  return g_strdup (guild_company_pane_get_id (self->pane));
}

gboolean
guild_window_show_view (GuildWindow *self, const char *workspace_id, const char *view_id)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), FALSE);
  return guild_sidebar_select (self->sidebar, workspace_id, view_id);
}

void
guild_window_open_company (GuildWindow *self, const char *company_id)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));

  if (company_id == NULL || self->directory == NULL)
    {
      g_autofree char *closed = g_strdup (guild_company_pane_get_id (self->pane));
      adw_flap_set_reveal_flap (ADW_FLAP (self->flap), FALSE);
      if (closed != NULL)
        guild_grid_focus (self->grid, closed);
      return;
    }
  guild_company_pane_show (self->pane, self->directory, company_id);
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), TRUE);
  guild_window_update_actions (self);
}

guint
guild_window_count_unsaved (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), 0);
  return self->pane != NULL ? guild_company_pane_count_unsaved (self->pane) : 0;
}

void
guild_window_forget_company (GuildWindow *self, const char *company_id)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));
  g_return_if_fail (company_id != NULL);

  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  if (g_strcmp0 (guild_company_pane_get_id (self->pane), company_id) == 0)
    guild_window_open_company (self, NULL);
  if (selection != NULL)
    guild_company_selection_forget (selection, company_id);
}

GuildQuery *
guild_window_get_query (GuildWindow *self)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (self), NULL);
  return self->query;
}
