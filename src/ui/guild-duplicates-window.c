/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-duplicates-window.h"

#include <glib/gi18n-lib.h>

#include "directory/guild-duplicates.h"
#include "ui/guild-error.h"
#include "ui/guild-load-section.h"
#include "ui/guild-move-dialog.h"
#include "ui/guild-toast.h"
#include "ui/guild-two-lines.h"
#include "ui/guild-weak.h"

struct _GuildDuplicatesWindow
{
  AdwWindow parent_instance;

  GtkWidget       *detail;        /* (template) */
  GtkWidget       *export_button; /* (template) */
  GtkBox          *group;         /* (template) */
  GtkWidget       *groups;        /* (template) */
  AdwLeaflet      *leaflet;       /* (template) */
  GtkListView     *list;          /* (template) */
  GtkSpinner      *spinner;       /* (template) */
  GtkStack        *stack;         /* (template) */
  AdwWindowTitle  *title;         /* (template) */
  AdwToastOverlay *toasts;        /* (template) */
  GtkLabel        *why;           /* (template) */

  GuildLoadSection   *companies;
  GtkSingleSelection *selection;
  GListStore         *rows;        /* (owned): a GtkStringObject for each group */
  GPtrArray          *found;       /* (owned) (nullable) (element-type GuildDuplicateGroup) */
  GuildDirectory     *directory;   /* (owned) (nullable) */
  GCancellable       *cancellable; /* (owned) (nullable): while it looks */
};

G_DEFINE_FINAL_TYPE (GuildDuplicatesWindow, guild_duplicates_window, ADW_TYPE_WINDOW)

static GuildWindow *
get_window (GuildDuplicatesWindow *self)
{
  return GUILD_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
}

/* ---- one group ---- */

/* (nullable) */
static GuildDuplicateGroup *
get_group (GuildDuplicatesWindow *self)
{
  guint row = gtk_single_selection_get_selected (self->selection);

  return self->found != NULL && row < self->found->len ? self->found->pdata[row] : NULL;
}

static gboolean
may_move (GuildDuplicatesWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);

  return service != NULL &&
         (guild_service_get_flags (service) & GUILD_SERVICE_HAS_MEMBERS) != 0;
}

static void
company_activated_cb (GuildDuplicatesWindow *self, GtkWidget *row)
{
  GuildWindow *window = get_window (self);
  const char *id = g_object_get_data (G_OBJECT (row), "company");
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);

  if (guild_window_get_directory (window) != self->directory)
    guild_window_show_view (window, guild_workspace_get_id (workspace), NULL);
  guild_window_open_company (window, id);
  gtk_window_present (GTK_WINDOW (window));
}

static void
move_clicked_cb (GuildDuplicatesWindow *self, GtkWidget *button)
{
  const GuildDuplicateGroup *group = get_group (self);
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number"));

  if (group == NULL || number >= group->companies->len)
    return;
  const GuildDuplicate *from = group->companies->pdata[number];
  const GuildDuplicate *to = number > 0 ? group->companies->pdata[0] : NULL;
  guild_move_dialog_present (GTK_WINDOW (self), get_window (self), self->directory, from->id,
                             from->name, to != NULL ? to->id : NULL,
                             to != NULL ? to->name : NULL);
}

/* "Concrete · Boston · Tax ID 12 · ERP ID 34", and below it "3 projects · 12 members". */
static char *
describe (const GuildDuplicate *company)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *tax_id = *company->tax_id != '\0'
    ? g_strdup_printf (_("Tax ID %s"), company->tax_id) : NULL;
  g_autofree char *erp_id = *company->erp_id != '\0'
    ? g_strdup_printf (_("ERP ID %s"), company->erp_id) : NULL;
  const char *parts[] = { company->trade, company->city, tax_id, erp_id };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  if (company->n_projects != GUILD_NUMBER_UNSET)
    g_string_append_printf (text, "%s", text->len > 0 ? "\n" : "");
  if (company->n_projects != GUILD_NUMBER_UNSET)
    g_string_append_printf (text, ngettext ("%d project", "%d projects",
                                            (gulong) company->n_projects),
                            (int) company->n_projects);
  if (company->n_members != GUILD_NUMBER_UNSET)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%d member", "%d members",
                                              (gulong) company->n_members),
                              (int) company->n_members);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
make_move_button (GuildDuplicatesWindow *self, guint number, const char *name)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Move…"));
  g_autofree char *label = g_strdup_printf (_("Move Members of %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (number));
  g_signal_connect_object (button, "clicked", G_CALLBACK (move_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_company_row (guint i, gpointer data)
{
  GuildDuplicatesWindow *self = data;
  const GuildDuplicate *company = get_group (self)->companies->pdata[i];
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *words = describe (company);
  g_autofree char *title = g_markup_escape_text (company->name, -1);
  g_autofree char *subtitle = g_markup_escape_text (words, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  company->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "company", g_strdup (company->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (company_activated_cb), self,
                           G_CONNECT_SWAPPED);
  if (company->n_members > 0 && may_move (self))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_move_button (self, i, company->name));
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  return row;
}

static void
show_group (GuildDuplicatesWindow *self)
{
  const GuildDuplicateGroup *group = get_group (self);

  gtk_widget_set_visible (GTK_WIDGET (self->group), group != NULL);
  if (group == NULL)
    return;
  g_autofree char *why = guild_alike_describe (group->why);
  gtk_label_set_label (self->why, why);
  guild_load_section_set_rows (self->companies, group->companies->len, make_company_row, self,
                               NULL, may_move (self) ? NULL
                               : _("Members can be moved with a client ID and secret only."));
}

static void
open_clicked_cb (GuildDuplicatesWindow *self)
{
  guild_window_open_in_autodesk (get_window (self), self->directory);
}

static void
list_activate_cb (GuildDuplicatesWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->detail);
}

static void
back_clicked_cb (GuildDuplicatesWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->groups);
}

/* ---- all groups ---- */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, guild_two_lines_new ());
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *row = gtk_list_item_get_item (item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_label (GTK_LABEL (name), gtk_string_object_get_string (row));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)),
                       g_object_get_data (G_OBJECT (row), "words"));
}

static void
show_found (GuildDuplicatesWindow *self)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_companies = 0;

  for (guint i = 0; i < self->found->len; i++)
    {
      const GuildDuplicateGroup *group = self->found->pdata[i];
      const GuildDuplicate *first = group->companies->pdata[0];
      GtkStringObject *row = gtk_string_object_new (first->name);
      g_autofree char *why = guild_alike_describe (group->why);
      g_object_set_data_full (G_OBJECT (row), "words",
                              g_strdup_printf (ngettext ("%u company · %s", "%u companies · %s",
                                                         group->companies->len),
                                               group->companies->len, why), g_free);
      g_ptr_array_add (rows, row);
      n_companies += group->companies->len;
    }
  g_autofree char *subtitle = g_strdup_printf (
    /* Translators: in which they are alike; there are at least two companies */
    ngettext ("%u companies in %u group", "%u companies in %u groups", rows->len), n_companies,
    rows->len);
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  adw_window_title_set_subtitle (self->title, rows->len > 0 ? subtitle : "");
  gtk_widget_set_sensitive (self->export_button, rows->len > 0);
  gtk_stack_set_visible_child_name (self->stack, rows->len > 0 ? "list" : "none");
  show_group (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildDuplicatesWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found =
    guild_duplicates_find_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL || found == NULL)
    return;
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_steal_pointer (&found);
  show_found (self);
}

static void
look (GuildDuplicatesWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "looking");
  guild_duplicates_find_async (self->directory, self->cancellable, found_cb,
                               guild_weak_new (self));
}

/* ---- the list as a file ---- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildDuplicatesWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean written = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (self == NULL)
    return;
  if (!written)
    {
      guild_error_show (GTK_WINDOW (self), error, _("Nothing was saved"));
      return;
    }
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), escaped);
  guild_toast_show (self->toasts, adw_toast_new (text));
}

void
guild_duplicates_window_export (GuildDuplicatesWindow *self, GFile *file)
{
  g_return_if_fail (GUILD_IS_DUPLICATES_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->found == NULL)
    return;
  g_autoptr(GBytes) bytes = g_string_free_to_bytes (guild_duplicates_to_csv (self->found));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                       guild_weak_new (self));
}

static void
response_cb (GtkNativeDialog *dialog, int response, GuildDuplicatesWindow *self)
{
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT
    ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    guild_duplicates_window_export (self, file);
  g_object_unref (dialog);
}

static void
export_clicked_cb (GuildDuplicatesWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _("Save Duplicates"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _("Duplicates.csv"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- life ---- */

static void
guild_duplicates_window_dispose (GObject *object)
{
  GuildDuplicatesWindow *self = GUILD_DUPLICATES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_DUPLICATES_WINDOW);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  G_OBJECT_CLASS (guild_duplicates_window_parent_class)->dispose (object);
}

static void
guild_duplicates_window_class_init (GuildDuplicatesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_duplicates_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-duplicates-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, group);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, groups);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, title);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GuildDuplicatesWindow, why);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, look);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
}

static void
guild_duplicates_window_init (GuildDuplicatesWindow *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (show_group), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  self->companies = GUILD_LOAD_SECTION (guild_load_section_new (_("Companies")));
  gtk_box_append (self->group, GTK_WIDGET (self->companies));
}

void
guild_duplicates_window_present (GuildWindow *parent, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  GuildDuplicatesWindow *self =
    g_object_new (GUILD_TYPE_DUPLICATES_WINDOW, "transient-for", parent, NULL);
  self->directory = g_object_ref (directory);
  look (self);
  gtk_window_present (GTK_WINDOW (self));
}
