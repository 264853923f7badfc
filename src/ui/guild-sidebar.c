/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-sidebar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "service/guild-registry.h"

struct _GuildSidebarPlace
{
  GObject parent_instance;

  GuildDirectory *directory; /* (owned) */
  GuildView      *view;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (GuildSidebarPlace, guild_sidebar_place, G_TYPE_OBJECT)

struct _GuildSidebar
{
  GtkWidget parent_instance;

  GtkWidget  *box;           /* our only child */
  GtkWidget  *header;
  GtkListBox *list;
  GtkLabel   *running;
  GListStore *workspaces;    /* (owned): a GListStore of places for each */
  GListModel *places;        /* (owned): all of them, flat */
  GuildDesk  *desk;          /* (owned) (nullable) */
  GSignalGroup *journal;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (GuildSidebar, guild_sidebar, GTK_TYPE_WIDGET)

typedef enum { VIEW_SELECTED, N_SIGNALS } GuildSidebarSignal;
static guint signals[N_SIGNALS];

/* Places */

static void
guild_sidebar_place_dispose (GObject *object)
{
  g_clear_object (&GUILD_SIDEBAR_PLACE (object)->directory);
  g_clear_object (&GUILD_SIDEBAR_PLACE (object)->view);
  G_OBJECT_CLASS (guild_sidebar_place_parent_class)->dispose (object);
}

static void
guild_sidebar_place_class_init (GuildSidebarPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_sidebar_place_dispose;
}

static void
guild_sidebar_place_init (GuildSidebarPlace *self)
{
}

GuildDirectory *
guild_sidebar_place_get_directory (GuildSidebarPlace *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR_PLACE (self), NULL);
  return self->directory;
}

GuildView *
guild_sidebar_place_get_view (GuildSidebarPlace *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR_PLACE (self), NULL);
  return self->view;
}

/* GtkMapListModel would do this, but that of GTK 4.8 loses count when what it maps is reordered. */

static void
views_changed_cb (GListModel *views, guint position, guint removed, guint added, GListStore *places)
{
  g_autoptr(GPtrArray) additions = g_ptr_array_new_with_free_func (g_object_unref);
  GuildDirectory *directory = g_object_get_data (G_OBJECT (places), "guild-directory");

  for (guint i = 0; i < added; i++)
    {
      GuildSidebarPlace *place = g_object_new (GUILD_TYPE_SIDEBAR_PLACE, NULL);
      place->directory = g_object_ref (directory);
      place->view = g_list_model_get_item (views, position + i);
      g_ptr_array_add (additions, place);
    }
  g_list_store_splice (places, position, removed, additions->pdata, added);
}

static void
directories_changed_cb (GuildSidebar *self, guint position, guint removed, guint added,
                        GListModel *directories)
{
  g_autoptr(GPtrArray) additions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    {
      GuildDirectory *directory = g_list_model_get_item (directories, position + i);
      GListModel *views = guild_directory_get_views (directory);
      GListStore *places = g_list_store_new (GUILD_TYPE_SIDEBAR_PLACE);
      g_object_set_data_full (G_OBJECT (places), "guild-directory", directory, g_object_unref);
      g_signal_connect_object (views, "items-changed", G_CALLBACK (views_changed_cb), places, 0);
      views_changed_cb (views, 0, 0, g_list_model_get_n_items (views), places);
      g_ptr_array_add (additions, places);
    }
  g_list_store_splice (self->workspaces, position, removed, additions->pdata, added);
}

/* Rows */

static const char *
get_icon_name (GuildView *view)
{
  switch (guild_view_get_kind (view))
    {
    case GUILD_VIEW_ALL:
      return "view-list-bullet-symbolic";
    case GUILD_VIEW_ATTENTION:
      return "guild-attention-symbolic";
    case GUILD_VIEW_DELETED:
      return "guild-deleted-symbolic";
    case GUILD_VIEW_GROUP:
      return "guild-group-symbolic";
    case GUILD_VIEW_TAG:
      return "guild-tag-symbolic";
    case GUILD_VIEW_SAVED:
      return "starred-symbolic";
    default:
      return guild_view_get_icon_name (view);
    }
}

static void
count_changed_cb (GuildView *view, GParamSpec *pspec, GtkWidget *label)
{
  guint count = guild_view_get_count (view);
  g_autofree char *text = guild_format_number (count);
  gboolean urgent = guild_view_get_kind (view) == GUILD_VIEW_ATTENTION && count > 0;

  gtk_label_set_label (GTK_LABEL (label), text);
  if (urgent)
    {
      gtk_widget_remove_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "guild-attention");
    }
  else
    {
      gtk_widget_remove_css_class (label, "guild-attention");
      gtk_widget_add_css_class (label, "dim-label");
    }
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  GuildView *view = GUILD_SIDEBAR_PLACE (item)->view;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name (get_icon_name (view));
  GtkWidget *title = gtk_label_new (guild_view_get_title (view));
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), count);
  g_signal_connect_object (view, "notify::count", G_CALLBACK (count_changed_cb), count, 0);
  count_changed_cb (view, NULL, count);

  GtkWidget *row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  guild_view_get_title (view), -1);
  g_object_set_data_full (G_OBJECT (row), "guild-place", g_object_ref (item), g_object_unref);
  return row;
}

static GuildSidebarPlace *
get_place (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "guild-place");
}

char *
guild_sidebar_describe_workspace (GuildWorkspace *workspace)
{
  const char *service_id = guild_workspace_get_service_id (workspace);
  const char *region = guild_workspace_get_region (workspace);
  const GuildServiceKind *kind = guild_registry_find (service_id);
  const char *title = kind != NULL ? kind->title : service_id;

  if (guild_workspace_is_sandbox (workspace))
    return g_strdup_printf (_("%s · sandbox"), title);
  if (g_strcmp0 (guild_workspace_get_base_url (workspace),
                 guild_workspace_default_base_url (service_id)) != 0)
    {
      g_autoptr(GUri) uri =
        g_uri_parse (guild_workspace_get_base_url (workspace), G_URI_FLAGS_NONE, NULL);
      const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
      return host != NULL ? g_strdup_printf ("%s · %s", title, host) : g_strdup (title);
    }
  if (region != NULL)
    return g_strdup_printf ("%s · %s", title, region);
  return g_strdup (title);
}

static void
update_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  GuildDirectory *directory = get_place (row)->directory;

  if (before != NULL && get_place (before)->directory == directory)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  g_autofree char *subtitle = guild_sidebar_describe_workspace (workspace);
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (guild_workspace_get_name (workspace));
  GtkWidget *caption = gtk_label_new (subtitle);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (header, "guild-workspace");
  gtk_box_append (GTK_BOX (header), name);
  gtk_box_append (GTK_BOX (header), caption);
  gtk_list_box_row_set_header (row, header);
}

/* Callbacks */

static void
row_selected_cb (GuildSidebar *self, GtkListBoxRow *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[VIEW_SELECTED], 0, get_place (row)->directory,
                   get_place (row)->view);
}

/* Selecting again what is selected brings a folded window to its content. */
static void
row_activated_cb (GuildSidebar *self, GtkListBoxRow *row)
{
  row_selected_cb (self, row);
}

static void
running_changed_cb (GuildSidebar *self)
{
  g_autoptr(GuildJournal) journal = g_signal_group_dup_target (self->journal);
  guint n_running = journal != NULL ? guild_journal_get_n_running (journal) : 0;
  guint n_planned = journal != NULL ? guild_journal_get_n_planned (journal) : 0;
  guint n_unknown = journal != NULL ? guild_journal_get_n_unknown (journal) : 0;
  g_autofree char *text = NULL;

  if (n_running > 0)
    text = g_strdup_printf (ngettext ("%u change running", "%u changes running", n_running),
                            n_running);
  else if (n_planned > 0)
    text = g_strdup_printf (ngettext ("%u change waits", "%u changes wait", n_planned), n_planned);
  else if (n_unknown > 0)
    text = g_strdup_printf (ngettext ("%u change unclear", "%u changes unclear", n_unknown),
                            n_unknown);
  gtk_label_set_label (self->running, text != NULL ? text : "");
}

static void
journal_changed_cb (GuildSidebar *self)
{
  g_signal_group_set_target (self->journal, guild_desk_get_journal (self->desk));
  running_changed_cb (self);
}

/* Overrides */

static void
guild_sidebar_dispose (GObject *object)
{
  GuildSidebar *self = GUILD_SIDEBAR (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (self->journal != NULL)
    g_signal_group_set_target (self->journal, NULL);
  g_clear_object (&self->journal);
  g_clear_object (&self->places);
  g_clear_object (&self->workspaces);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_SIDEBAR);
  G_OBJECT_CLASS (guild_sidebar_parent_class)->dispose (object);
}

static void
guild_sidebar_class_init (GuildSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_sidebar_dispose;
  signals[VIEW_SELECTED] = g_signal_new ("view-selected", GUILD_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                         GUILD_TYPE_DIRECTORY, GUILD_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, GUILD_APP_PATH "/guild-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, GuildSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, GuildSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, GuildSidebar, running);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
guild_sidebar_init (GuildSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header_cb, NULL, NULL);
  self->workspaces = g_list_store_new (G_TYPE_LIST_MODEL);
  self->places = G_LIST_MODEL (
    gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->workspaces))));
  gtk_list_box_bind_model (self->list, self->places, create_row, NULL, NULL);
  self->journal = g_signal_group_new (GUILD_TYPE_JOURNAL);
  g_signal_group_connect_swapped (self->journal, "notify",
                                  G_CALLBACK (running_changed_cb), self);
}

void
guild_sidebar_set_desk (GuildSidebar *self, GuildDesk *desk)
{
  g_return_if_fail (GUILD_IS_SIDEBAR (self));
  g_return_if_fail (GUILD_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  GListModel *directories = guild_desk_get_directories (desk);
  g_signal_connect_object (directories, "items-changed", G_CALLBACK (directories_changed_cb), self,
                           G_CONNECT_SWAPPED);
  directories_changed_cb (self, 0, 0, g_list_model_get_n_items (directories), directories);
  g_signal_connect_object (desk, "notify::journal", G_CALLBACK (journal_changed_cb), self,
                           G_CONNECT_SWAPPED);
  journal_changed_cb (self);
}

gboolean
guild_sidebar_select (GuildSidebar *self, const char *workspace_id, const char *view_id)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR (self), FALSE);

  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);
      if (row == NULL)
        return FALSE;
      GuildWorkspace *workspace = guild_directory_get_workspace (get_place (row)->directory);
      if ((workspace_id == NULL ||
           g_str_equal (workspace_id, guild_workspace_get_id (workspace))) &&
          (view_id == NULL || g_str_equal (view_id, guild_view_get_id (get_place (row)->view))))
        {
          gtk_list_box_select_row (self->list, row);
          return TRUE;
        }
    }
}

GtkWidget *
guild_sidebar_get_header (GuildSidebar *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR (self), NULL);
  return self->header;
}

GListModel *
guild_sidebar_get_places (GuildSidebar *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR (self), NULL);
  return self->places;
}
