/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-import-list.h"

#include <glib/gi18n.h>

#include "company/guild-format.h"
#include "ui/guild-wrap-layout.h"

struct _GuildImportList
{
  GtkWidget parent_instance;

  GtkWidget       *kinds;    /* (owned): toggle buttons */
  GtkWidget       *scroller; /* (owned) */
  GtkListView     *view;
  GtkCustomFilter *filter;   /* (owned) */
  char            *kind;     /* (owned) (nullable): the only one on show */
  gboolean         result;
};

G_DEFINE_FINAL_TYPE (GuildImportList, guild_import_list, GTK_TYPE_WIDGET)

/* ---- kinds ---- */

static const char *
get_kind (GuildImportList *self, GuildImportRow *row)
{
  return self->result ? guild_import_row_describe (row)
                      : guild_import_verdict_title (guild_import_row_get_verdict (row));
}

static gboolean
is_shown (gpointer item, gpointer data)
{
  GuildImportList *self = data;
  return self->kind == NULL || g_str_equal (get_kind (self, item), self->kind);
}

static void
toggled_cb (GtkToggleButton *button, GuildImportList *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  g_free (self->kind);
  self->kind = g_strdup (g_object_get_data (G_OBJECT (button), "guild-kind"));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/* KIND NULL: all. */
static GtkWidget *
add_kind (GuildImportList *self, GtkWidget *group, const char *kind, guint n)
{
  g_autofree char *number = guild_format_number (n);
  /* Translators: how many rows, of a kind: “Create 12” */
  g_autofree char *label = g_strdup_printf (_("%s %s"), kind != NULL ? kind : _("All"), number);
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (button), "guild-kind", g_strdup (kind), g_free);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                               group != NULL ? GTK_TOGGLE_BUTTON (group) : NULL);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_parent (button, self->kinds);
  return button;
}

/* Where a kind stands among the others: first what was done. */
static guint
get_rank (GuildImportList *self, GuildImportRow *row)
{
  guint verdict = guild_import_row_get_verdict (row);

  if (!self->result)
    return verdict;
  switch (guild_import_row_get_state (row))
    {
    case GUILD_IMPORT_ROW_DONE:
      return verdict == GUILD_IMPORT_CREATE ? 0 : 1;
    case GUILD_IMPORT_ROW_FAILED:
      return 2;
    case GUILD_IMPORT_ROW_UNKNOWN:
      return 3;
    case GUILD_IMPORT_ROW_SENT:
      return 4;
    case GUILD_IMPORT_ROW_WAITING:
      return 5;
    case GUILD_IMPORT_ROW_IDLE:
    default:
      return 6 + verdict;
    }
}

static void
fill_kinds (GuildImportList *self, GListModel *rows)
{
  struct { const char *title; guint n; } kinds[6 + GUILD_IMPORT_N_VERDICTS] = { 0 };
  guint n_rows = g_list_model_get_n_items (rows);

  for (GtkWidget *old = gtk_widget_get_first_child (self->kinds); old != NULL;
       old = gtk_widget_get_first_child (self->kinds))
    gtk_widget_unparent (old);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr(GuildImportRow) row = g_list_model_get_item (rows, i);
      guint rank = get_rank (self, row);
      kinds[rank].title = get_kind (self, row);
      kinds[rank].n++;
    }
  GtkWidget *all = add_kind (self, NULL, NULL, n_rows);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].n > 0)
      add_kind (self, all, kinds[i].title, kinds[i].n);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), TRUE);
}

/* ---- rows ---- */

typedef struct
{
  const char *icon, *css_class;
} Look;

static Look
get_look (GuildImportList *self, GuildImportRow *row)
{
  GuildImportVerdict verdict = guild_import_row_get_verdict (row);

  if (self->result)
    switch (guild_import_row_get_state (row))
      {
      case GUILD_IMPORT_ROW_DONE:
        return (Look) { "object-select-symbolic", "success" };
      case GUILD_IMPORT_ROW_FAILED:
        return (Look) { "dialog-error-symbolic", "error" };
      case GUILD_IMPORT_ROW_UNKNOWN:
      case GUILD_IMPORT_ROW_SENT:
      case GUILD_IMPORT_ROW_WAITING:
        return (Look) { "dialog-warning-symbolic", "warning" };
      case GUILD_IMPORT_ROW_IDLE:
      default:
        break;
      }
  switch (verdict)
    {
    case GUILD_IMPORT_CREATE:
      return (Look) { "list-add-symbolic", "success" };
    case GUILD_IMPORT_UPDATE:
      return (Look) { "document-edit-symbolic", "accent" };
    case GUILD_IMPORT_CONFLICT:
      return (Look) { "dialog-warning-symbolic", "warning" };
    case GUILD_IMPORT_INVALID:
      return (Look) { "dialog-error-symbolic", "error" };
    case GUILD_IMPORT_UNCHANGED:
    default:
      return (Look) { "object-select-symbolic", "dim-label" };
    }
}

static GtkWidget *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *kind = gtk_label_new (NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (kind, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), kind);
  add_label (text, "heading");
  add_label (text, "dim-label");
  add_label (text, "warning");
  gtk_list_item_set_child (item, box);
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, *text != '\0');
}

/* (transfer full): "Line 7: why" */
static char *
describe_row (GuildImportList *self, GuildImportRow *row)
{
  const char *message = self->result ? guild_import_row_get_message (row) : NULL;
  const char *note = message != NULL ? message : guild_import_row_get_note (row);
  guint line = guild_import_row_get_line (row);

  if (*note == '\0')
    return g_strdup_printf (_("Line %u"), line);
  g_auto(GStrv) parts = g_strsplit (note, "\n", -1);
  g_autofree char *joined = g_strjoinv (" · ", parts);
  /* Translators: of a file; why something is done with it, or not */
  return g_strdup_printf (_("Line %u · %s"), line, joined);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GuildImportList *self)
{
  GuildImportRow *row = gtk_list_item_get_item (item);
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *text = gtk_widget_get_next_sibling (icon);
  GtkWidget *kind = gtk_widget_get_next_sibling (text);
  GtkWidget *name = gtk_widget_get_first_child (text);
  GtkWidget *note = gtk_widget_get_next_sibling (name);
  GtkWidget *warning = gtk_widget_get_next_sibling (note);
  Look look = get_look (self, row);
  const char *classes[] = { look.css_class, NULL };
  g_autofree char *described = describe_row (self, row);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), look.icon);
  gtk_widget_set_css_classes (icon, classes);
  gtk_label_set_label (GTK_LABEL (kind), get_kind (self, row));
  gtk_widget_set_css_classes (kind, classes);
  set_text (name, *guild_import_row_get_name (row) != '\0' ? guild_import_row_get_name (row)
                                                            : _("No name"));
  set_text (note, described);
  set_text (warning, guild_import_row_get_warning (row));
}

void
guild_import_list_show (GuildImportList *self, GuildImportPlan *plan, gboolean result)
{
  g_return_if_fail (GUILD_IS_IMPORT_LIST (self));
  g_return_if_fail (GUILD_IS_IMPORT_PLAN (plan));

  self->result = result;
  g_clear_pointer (&self->kind, g_free);
  GtkFilterListModel *filtered = gtk_filter_list_model_new (
    g_object_ref (G_LIST_MODEL (plan)), g_object_ref (GTK_FILTER (self->filter)));
  g_autoptr(GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (filtered));
  gtk_list_view_set_model (self->view, NULL);
  fill_kinds (self, G_LIST_MODEL (plan));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

/* ---- life ---- */

static void
guild_import_list_dispose (GObject *object)
{
  GuildImportList *self = GUILD_IMPORT_LIST (object);

  if (self->kinds != NULL)
    for (GtkWidget *old = gtk_widget_get_first_child (self->kinds); old != NULL;
         old = gtk_widget_get_first_child (self->kinds))
      gtk_widget_unparent (old);
  g_clear_pointer (&self->kinds, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->kind, g_free);
  G_OBJECT_CLASS (guild_import_list_parent_class)->dispose (object);
}

static void
guild_import_list_class_init (GuildImportListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_import_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
guild_import_list_init (GuildImportList *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_orientable_set_orientation (
    GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->kinds = adw_bin_new ();
  gtk_widget_set_layout_manager (self->kinds, guild_wrap_layout_new (6));
  gtk_widget_add_css_class (self->kinds, "guild-import-kinds");
  gtk_widget_set_parent (self->kinds, GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, g_steal_pointer (&factory)));
  gtk_list_view_set_show_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "guild-import-rows");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Rows"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_add_css_class (self->scroller, "guild-import-scroller");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
