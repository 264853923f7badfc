/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-filter-order.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/guild-drop-down.h"

struct _GuildFilterOrder
{
  GtkWidget parent_instance;

  GtkListBox  *keys;     /* (unowned): our first child */
  GtkWidget   *add_box;  /* (unowned): our second */
  GtkDropDown *dropdown; /* (unowned): in ADD_BOX */

  const GuildFieldTable *table;  /* (nullable) */
  GuildQuery            *query;  /* (owned) */
  GPtrArray             *fields; /* (owned) (element-type GuildField): rows of the drop-down */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuildFilterOrder, guild_filter_order, GTK_TYPE_WIDGET)

typedef enum { TURN, REMOVE, APPEND } Act;

/* The query in the order that there is after ACT on the key at INDEX; FIELD for APPEND. */
static void
change (GuildFilterOrder *self, Act act, guint index, const char *field)
{
  g_autoptr(GuildQuery) query = guild_query_with_sort (self->query, NULL, FALSE);
  guint n = guild_query_get_n_sort_keys (self->query);

  for (guint i = 0; i < n + (act == APPEND ? 1 : 0); i++)
    {
      const GuildSortKey *key = i < n ? guild_query_get_sort_key (self->query, i) : NULL;
      gboolean turned = act == TURN && i == index;

      if (act == REMOVE && i == index)
        continue;
      GuildQuery *next = guild_query_then_by (query, key != NULL ? key->field : field,
                                              key != NULL && key->descending != turned);
      guild_query_unref (query);
      query = next;
    }
  g_signal_emit (self, signals[CHANGED], 0, query);
  /* The row is another now. */
  if (act == TURN)
    gtk_widget_child_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->keys, (int) index)),
                            GTK_DIR_TAB_FORWARD);
}

static guint
index_of (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
}

static void
turn_clicked_cb (GtkWidget *button, GuildFilterOrder *self)
{
  change (self, TURN, index_of (button), NULL);
}

static void
remove_clicked_cb (GtkWidget *button, GuildFilterOrder *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->dropdown));
  change (self, REMOVE, index_of (button), NULL);
}

static void
add_clicked_cb (GuildFilterOrder *self)
{
  guint selected = gtk_drop_down_get_selected (self->dropdown);

  if (selected < self->fields->len)
    change (self, APPEND, 0, ((const GuildField *) self->fields->pdata[selected])->id);
}

/* ---- what there is ---- */

static GtkWidget *
make_button (GuildFilterOrder *self, const char *icon, const char *name, guint index,
             GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
make_row (GuildFilterOrder *self, guint index)
{
  const GuildSortKey *key = guild_query_get_sort_key (self->query, index);
  const GuildField *field = guild_field_table_find (self->table, key->field);
  const char *title = field != NULL ? gettext (field->title) : key->field;
  /* Translators: a field and how the list is sorted by it */
  g_autofree char *text = g_strdup_printf (key->descending ? _("%s, descending")
                                                           : _("%s, ascending"), title);
  g_autofree char *turn = g_strdup_printf (_("Turn the Order by %s Round"), title);
  g_autofree char *remove = g_strdup_printf (_("Do Not Sort by %s"), title);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_add_css_class (box, "guild-filter-condition");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box),
                  make_button (self, key->descending ? "view-sort-descending-symbolic"
                                                     : "view-sort-ascending-symbolic",
                               turn, index, G_CALLBACK (turn_clicked_cb)));
  gtk_box_append (GTK_BOX (box), make_button (self, "list-remove-symbolic", remove, index,
                                              G_CALLBACK (remove_clicked_cb)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static gboolean
is_used (GuildFilterOrder *self, const char *field)
{
  for (guint i = 0; i < guild_query_get_n_sort_keys (self->query); i++)
    if (g_str_equal (guild_query_get_sort_key (self->query, i)->field, field))
      return TRUE;
  return FALSE;
}

static void
show_order (GuildFilterOrder *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint n = self->table != NULL ? guild_query_get_n_sort_keys (self->query) : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->keys))) != NULL)
    gtk_list_box_remove (self->keys, child);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->keys, make_row (self, i));
  gtk_widget_set_visible (GTK_WIDGET (self->keys), n > 0);

  g_ptr_array_set_size (self->fields, 0);
  for (guint i = 0; self->table != NULL && i < self->table->n_fields; i++)
    {
      const GuildField *field = &self->table->fields[i];
      if ((field->flags & GUILD_FIELD_SORTABLE) == 0 || is_used (self, field->id))
        continue;
      g_ptr_array_add (self->fields, (gpointer) field);
      gtk_string_list_append (titles, gettext (field->title));
    }
  gtk_drop_down_set_model (self->dropdown, G_LIST_MODEL (titles));
  gtk_widget_set_visible (self->add_box, self->fields->len > 0);
}

/* ---- life ---- */

static void
guild_filter_order_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (guild_filter_order_parent_class)->dispose (object);
}

static void
guild_filter_order_finalize (GObject *object)
{
  GuildFilterOrder *self = GUILD_FILTER_ORDER (object);

  guild_query_unref (self->query);
  g_ptr_array_unref (self->fields);
  G_OBJECT_CLASS (guild_filter_order_parent_class)->finalize (object);
}

static void
guild_filter_order_class_init (GuildFilterOrderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_filter_order_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_filter_order_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  signals[CHANGED] = g_signal_new ("changed", GUILD_TYPE_FILTER_ORDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, GUILD_TYPE_QUERY);
}

static void
guild_filter_order_init (GuildFilterOrder *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  GtkWidget *add = gtk_button_new_with_mnemonic (_("Add _Key"));

  self->query = guild_query_new ();
  self->fields = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 6);

  self->keys = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->keys, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->keys), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->keys), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Sorted by"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->keys), GTK_WIDGET (self));

  self->add_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->dropdown = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  guild_drop_down_set_name (self->dropdown, _("Sort by"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->dropdown), TRUE);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->add_box), GTK_WIDGET (self->dropdown));
  gtk_box_append (GTK_BOX (self->add_box), add);
  gtk_widget_set_parent (self->add_box, GTK_WIDGET (self));
  show_order (self);
}

void
guild_filter_order_set_table (GuildFilterOrder *self, const GuildFieldTable *table)
{
  g_return_if_fail (GUILD_IS_FILTER_ORDER (self));

  if (self->table == table)
    return;
  self->table = table;
  show_order (self);
}

void
guild_filter_order_set_query (GuildFilterOrder *self, GuildQuery *query)
{
  g_return_if_fail (GUILD_IS_FILTER_ORDER (self));
  g_return_if_fail (query != NULL);

  GuildQuery *old = g_steal_pointer (&self->query);
  self->query = guild_query_ref (query);
  guild_query_unref (old);
  show_order (self);
}
