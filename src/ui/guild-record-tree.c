/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-record-tree.h"

#include <glib/gi18n-lib.h>

#include "company/guild-words.h"
#include "ui/guild-mirror.h"
#include "ui/guild-records-table.h"

#define NAME_CHARS 8 /* at least; more where there is room, see the style sheet */

#define TYPE_NODE (node_get_type ())
G_DECLARE_FINAL_TYPE (Node, node, GUILD, RECORD_NODE, GObject)

struct _Node
{
  GObject parent_instance;

  char       *name;   /* (owned) */
  char       *member; /* (owned) (nullable): as the service calls it */
  GuildValue *value; /* (owned) */
};

G_DEFINE_FINAL_TYPE (Node, node, G_TYPE_OBJECT)

static void
node_finalize (GObject *object)
{
  Node *self = GUILD_RECORD_NODE (object);

  g_free (self->name);
  g_free (self->member);
  g_clear_pointer (&self->value, guild_value_unref);
  G_OBJECT_CLASS (node_parent_class)->finalize (object);
}

static void
node_class_init (NodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = node_finalize;
}

static void
node_init (Node *self)
{
}

static GListModel *
make_children (GuildValue *value)
{
  GListStore *store = g_list_store_new (TYPE_NODE);

  for (guint i = 0; i < guild_value_get_length (value); i++)
    {
      const char *name = guild_value_get_name (value, i);
      g_autoptr(Node) node = g_object_new (TYPE_NODE, NULL);
      node->name = name != NULL ? guild_value_title (name) : g_strdup_printf ("%u", i + 1);
      node->member = g_strdup (name);
      node->value = guild_value_ref (guild_value_get_nth (value, i));
      g_list_store_append (store, node);
    }
  return G_LIST_MODEL (store);
}

static GListModel *
create_cb (gpointer item, gpointer data)
{
  Node *node = item;
  return guild_value_get_length (node->value) > 0 ? make_children (node->value) : NULL;
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *value = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (name, "dim-label");
  gtk_widget_add_css_class (name, "guild-record-name");
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_add_css_class (value, "numeric");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (item, expander);
}

static char *
describe (const char *member, GuildValue *value)
{
  guint n = guild_value_get_length (value);

  switch (guild_value_get_kind (value))
    {
    case GUILD_VALUE_NUMBER:
      return guild_value_group_digits (guild_value_get_text (value));
    case GUILD_VALUE_BOOLEAN:
      return g_strdup (g_str_equal (guild_value_get_text (value), "true") ? _("Yes") : _("No"));
    case GUILD_VALUE_ARRAY:
      return n == 0 ? g_strdup (_("None"))
                    : g_strdup_printf (ngettext ("%u item", "%u items", n), n);
    case GUILD_VALUE_TEXT:
      return guild_records_format_text (
        member != NULL ? guild_words_record_status (member, guild_value_get_text (value))
                       : guild_value_get_text (value));
    case GUILD_VALUE_NULL:
      return g_strdup ("—");
    case GUILD_VALUE_OBJECT:
    default:
      return g_strdup ("");
    }
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkWidget *name = gtk_widget_get_first_child (gtk_tree_expander_get_child (expander));
  g_autoptr(Node) node = gtk_tree_list_row_get_item (row);
  g_autofree char *text = describe (node->member, node->value);

  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_label (GTK_LABEL (name), node->name);
  guild_mirror_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), text, 0);
}

GtkWidget *
guild_record_tree_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  GtkWidget *list = gtk_list_view_new (NULL, factory);
  gtk_widget_add_css_class (list, "guild-record-tree");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Record"), -1);
  return list;
}

void
guild_record_tree_set_value (GtkWidget *self, GuildValue *value, gboolean unfolded)
{
  g_return_if_fail (GTK_IS_LIST_VIEW (self));

  if (value == NULL)
    {
      gtk_list_view_set_model (GTK_LIST_VIEW (self), NULL);
      return;
    }
  GtkTreeListModel *tree =
    gtk_tree_list_model_new (make_children (value), FALSE, unfolded, create_cb, NULL, NULL);
  g_autoptr(GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (tree));
  gtk_list_view_set_model (GTK_LIST_VIEW (self), GTK_SELECTION_MODEL (selection));
}
