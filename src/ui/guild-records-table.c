/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-table.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-words.h"
#include "ui/guild-mirror.h"
#include "ui/guild-record-tree.h"

struct _GuildRecordsTable
{
  GtkWidget parent_instance;

  GtkWidget          *paned;     /* our only child */
  GtkScrolledWindow  *scroller;
  GtkColumnView      *view;
  GtkWidget          *tree;
  GtkSingleSelection *selection; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildRecordsTable, guild_records_table, GTK_TYPE_WIDGET)

enum { PROP_SELECTED = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

typedef struct
{
  char               *name; /* (owned) */
  gboolean            number;
  GuildRecordTextFunc text;
  gpointer            data;
} Column;

static void
column_free (gpointer data, GClosure *closure)
{
  Column *self = data;

  g_free (self->name);
  g_free (self);
}

char *
guild_records_format_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) < 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
    return g_strdup (text);
  if (g_str_equal (text + 10, "T00:00:00"))
    return g_strndup (text, 10);
  const char *zone = text + strcspn (text + 19, "Z+-") + 19;
  return g_strdup_printf ("%.10s %.5s%s%s", text, text + 11, *zone != '\0' ? " " : "",
                          *zone == 'Z' ? "UTC" : zone);
}

char *
guild_records_table_format (GuildRecord *record, const char *name, gpointer unused)
{
  GuildValue *value = guild_value_get (guild_record_get_value (record), name);

  if (value == NULL || guild_value_get_text (value) == NULL)
    return NULL;
  switch (guild_value_get_kind (value))
    {
    case GUILD_VALUE_NUMBER:
      return guild_value_group_digits (guild_value_get_text (value));
    case GUILD_VALUE_BOOLEAN:
      return g_strdup (g_str_equal (guild_value_get_text (value), "true") ? _("Yes") : _("No"));
    case GUILD_VALUE_TEXT:
      return guild_records_format_text (
        guild_words_record_status (name, guild_value_get_text (value)));
    case GUILD_VALUE_NULL:
    case GUILD_VALUE_ARRAY:
    case GUILD_VALUE_OBJECT:
    default:
      return NULL;
    }
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (column->number)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, Column *column)
{
  GuildRecord *record = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = column->text (record, column->name, column->data);

  guild_mirror_set_text (GTK_LABEL (label), text != NULL ? text : "", column->number ? 1 : 0);
  if (guild_record_get_deleted (record))
    gtk_widget_add_css_class (label, "guild-gone");
  else
    gtk_widget_remove_css_class (label, "guild-gone");
}

static void
append_column (GuildRecordsTable *self, const GuildTableColumn *from, GuildRecordTextFunc text,
               gpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Column *first = g_new0 (Column, 1);
  Column *second = g_new0 (Column, 1);

  first->name = g_strdup (from->name);
  first->number = from->number;
  second->name = g_strdup (from->name);
  second->number = from->number;
  second->text = text != NULL ? text : guild_records_table_format;
  second->data = data;
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), first, column_free, 0);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), second, column_free, 0);
  g_autoptr(GtkColumnViewColumn) column = gtk_column_view_column_new (from->title, factory);
  gtk_column_view_column_set_fixed_width (column, from->width);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

static void
selected_cb (GuildRecordsTable *self)
{
  GuildRecord *record = guild_records_table_get_selected (self);

  guild_record_tree_set_value (self->tree, record != NULL ? guild_record_get_value (record) : NULL,
                               FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

void
guild_records_table_show (GuildRecordsTable *self, const char *title,
                          const GuildTableColumn *columns, guint n_columns, GListModel *records,
                          GuildRecordTextFunc text, gpointer data)
{
  g_return_if_fail (GUILD_IS_RECORDS_TABLE (self));
  g_return_if_fail (G_IS_LIST_MODEL (records));

  GListModel *old = gtk_column_view_get_columns (self->view);
  gtk_column_view_set_model (self->view, NULL);
  while (g_list_model_get_n_items (old) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (old, 0);
      gtk_column_view_remove_column (self->view, column);
    }
  for (guint i = 0; i < n_columns; i++)
    append_column (self, &columns[i], text, data);
  g_clear_object (&self->selection);
  self->selection = gtk_single_selection_new (g_object_ref (records));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  guild_mirror_to_start (self->scroller);
  selected_cb (self);
}

GuildRecord *
guild_records_table_get_selected (GuildRecordsTable *self)
{
  g_return_val_if_fail (GUILD_IS_RECORDS_TABLE (self), NULL);
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

void
guild_records_table_show_value (GuildRecordsTable *self, GuildValue *value)
{
  g_return_if_fail (GUILD_IS_RECORDS_TABLE (self));
  guild_record_tree_set_value (self->tree, value, TRUE);
}

static void
guild_records_table_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    g_value_set_object (value, guild_records_table_get_selected (GUILD_RECORDS_TABLE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
guild_records_table_dispose (GObject *object)
{
  GuildRecordsTable *self = GUILD_RECORDS_TABLE (object);

  g_clear_object (&self->selection);
  g_clear_pointer (&self->paned, gtk_widget_unparent);
  G_OBJECT_CLASS (guild_records_table_parent_class)->dispose (object);
}

static void
guild_records_table_class_init (GuildRecordsTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = guild_records_table_dispose;
  object_class->get_property = guild_records_table_get_property;
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, GUILD_TYPE_RECORD,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "guild-records");
}

static void
guild_records_table_init (GuildRecordsTable *self)
{
  GtkWidget *top = gtk_scrolled_window_new ();
  GtkWidget *bottom = gtk_scrolled_window_new ();

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_show_column_separators (self->view, FALSE);
  self->scroller = GTK_SCROLLED_WINDOW (top);
  self->tree = guild_record_tree_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (top), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (bottom), self->tree);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (bottom), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (bottom, -1, 120);
  self->paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL);
  gtk_paned_set_start_child (GTK_PANED (self->paned), top);
  gtk_paned_set_end_child (GTK_PANED (self->paned), bottom);
  gtk_paned_set_position (GTK_PANED (self->paned), 320);
  gtk_paned_set_resize_end_child (GTK_PANED (self->paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (self->paned), FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_parent (self->paned, GTK_WIDGET (self));
}

GtkWidget *
guild_records_table_new (void)
{
  return g_object_new (GUILD_TYPE_RECORDS_TABLE, NULL);
}
