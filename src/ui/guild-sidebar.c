/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-sidebar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "company/guild-format.h"
#include "service/guild-registry.h"
#include "ui/guild-sidebar-drop.h"

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

static void
directories_changed_cb (GuildSidebar *self, guint position, guint removed, guint added,
                        GListModel *directories)
{
  g_autoptr(GPtrArray) additions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    {
      g_autoptr(GuildDirectory) directory = g_list_model_get_item (directories, position + i);
      g_ptr_array_add (additions, guild_sidebar_places_new (directory));
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

static void
show_folded (GtkWidget *icon, gboolean folded)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), folded ? "pan-end-symbolic"
                                                         : "pan-down-symbolic");
}

static GtkWidget *
create_heading (GuildSidebarPlace *place)
{
  GuildViewKind section = guild_sidebar_place_get_section (place);
  gboolean folded = guild_sidebar_place_get_folded (place);
  const char *title = section == GUILD_VIEW_GROUP ? _("Groups")
                      : section == GUILD_VIEW_TAG ? _("Tags") : _("Saved views");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *row = gtk_list_box_row_new ();

  show_folded (icon, folded);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_EXPANDED, !folded, -1);
  g_object_set_data_full (G_OBJECT (row), "guild-place", g_object_ref (place), g_object_unref);
  return row;
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  GuildView *view = guild_sidebar_place_get_view (item);
  GuildDirectory *directory = guild_sidebar_place_get_directory (item);

  if (view == NULL)
    return create_heading (item);
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
  g_autofree char *workspace = guild_sidebar_describe_workspace (
    guild_directory_get_workspace (directory));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  guild_view_get_title (view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, workspace, -1);
  guild_sidebar_accept_drops (row, directory, view);
  g_object_set_data_full (G_OBJECT (row), "guild-place", g_object_ref (item), g_object_unref);
  return row;
}

static GuildSidebarPlace *
get_place (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "guild-place");
}

static GuildDirectory *
get_directory (GtkListBoxRow *row)
{
  return guild_sidebar_place_get_directory (get_place (row));
}

/* (nullable): NULL for the heading of a section. */
static GuildView *
get_view (GtkListBoxRow *row)
{
  return guild_sidebar_place_get_view (get_place (row));
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

/* Workspaces may bear the same name, as the sandbox's two do: what is read out tells them apart. */
static void
workspace_changed_cb (GtkLabel *caption, GParamSpec *pspec, GuildWorkspace *workspace)
{
  GtkWidget *name = gtk_widget_get_prev_sibling (GTK_WIDGET (caption));
  g_autofree char *subtitle = guild_sidebar_describe_workspace (workspace);
  /* Translators: a workspace's name and its service, as in “Sandbox: Codat · sandbox”. */
  g_autofree char *both =
    g_strdup_printf (_("%s: %s"), guild_workspace_get_name (workspace), subtitle);

  gtk_label_set_label (GTK_LABEL (name), guild_workspace_get_name (workspace));
  gtk_label_set_label (caption, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (name), GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
}

static void
update_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  GuildDirectory *directory = get_directory (row);

  if (before != NULL && get_directory (before) == directory)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *caption = gtk_label_new (NULL);
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
  g_signal_connect_object (workspace, "notify::name", G_CALLBACK (workspace_changed_cb), caption,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::base-url", G_CALLBACK (workspace_changed_cb),
                           caption, G_CONNECT_SWAPPED);
  workspace_changed_cb (GTK_LABEL (caption), NULL, workspace);
  gtk_list_box_row_set_header (row, header);
}

/* Callbacks */

static void
row_selected_cb (GuildSidebar *self, GtkListBoxRow *row)
{
  if (row != NULL && get_view (row) != NULL)
    g_signal_emit (self, signals[VIEW_SELECTED], 0, get_directory (row), get_view (row));
}

static void
set_folded (GuildSidebar *self, GtkListBoxRow *row, gboolean folded)
{
  GuildSidebarPlace *heading = get_place (row);

  guild_sidebar_place_set_folded (heading, folded);
  show_folded (gtk_widget_get_first_child (gtk_list_box_row_get_child (row)), folded);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_EXPANDED, !folded, -1);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workspaces)); i++)
    {
      g_autoptr(GListStore) places =
        g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);
      guild_sidebar_places_folded (places, heading);
    }
}

/* Selecting again what is selected brings a folded window to its content. */
static void
row_activated_cb (GuildSidebar *self, GtkListBoxRow *row)
{
  if (get_view (row) == NULL)
    set_folded (self, row, !guild_sidebar_place_get_folded (get_place (row)));
  else
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

/* Opens the folded section that hides a view. */
static void
reveal (GuildSidebar *self, const char *workspace_id, const char *view_id)
{
  GuildViewKind section = g_str_has_prefix (view_id, "tag:")   ? GUILD_VIEW_TAG
                          : g_str_has_prefix (view_id, "saved:") ? GUILD_VIEW_SAVED
                                                                 : GUILD_VIEW_GROUP;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      GuildSidebarPlace *place = get_place (row);
      GuildWorkspace *workspace = guild_directory_get_workspace (get_directory (row));
      if (get_view (row) == NULL && guild_sidebar_place_get_folded (place) &&
          guild_sidebar_place_get_section (place) == section &&
          g_strcmp0 (workspace_id, guild_workspace_get_id (workspace)) == 0)
        set_folded (self, row, FALSE);
    }
}

gboolean
guild_sidebar_select (GuildSidebar *self, const char *workspace_id, const char *view_id)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR (self), FALSE);

  if (view_id != NULL && strchr (view_id, ':') != NULL)
    reveal (self, workspace_id, view_id);
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);
      if (row == NULL)
        return FALSE;
      GuildWorkspace *workspace = guild_directory_get_workspace (get_directory (row));
      if (get_view (row) == NULL)
        continue;
      if ((workspace_id == NULL ||
           g_str_equal (workspace_id, guild_workspace_get_id (workspace))) &&
          (view_id == NULL || g_str_equal (view_id, guild_view_get_id (get_view (row)))))
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
