/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-activity-window.h"

#include <glib/gi18n.h>

#include "ui/guild-change-row.h"

struct _GuildActivityWindow
{
  AdwWindow parent_instance;

  AdwStatusPage *empty_page; /* (template) */
  GtkListView   *list;       /* (template) */
  GtkStack      *stack;      /* (template) */

  GuildJournal *journal; /* (owned) (nullable): NULL when it could not be opened */
};

G_DEFINE_FINAL_TYPE (GuildActivityWindow, guild_activity_window, ADW_TYPE_WINDOW)

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, GuildActivityWindow *self)
{
  gtk_list_item_set_child (item, guild_change_row_new (self->journal));
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  guild_change_row_set_change (GUILD_CHANGE_ROW (gtk_list_item_get_child (item)),
                               gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  guild_change_row_set_change (GUILD_CHANGE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
items_changed_cb (GuildActivityWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->journal));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
set_journal (GuildActivityWindow *self, GuildJournal *journal)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (journal)));

  self->journal = g_object_ref (journal);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (journal, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self);
}

static void
guild_activity_window_dispose (GObject *object)
{
  GuildActivityWindow *self = GUILD_ACTIVITY_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_ACTIVITY_WINDOW);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (guild_activity_window_parent_class)->dispose (object);
}

static void
guild_activity_window_class_init (GuildActivityWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_activity_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-activity-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildActivityWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, GuildActivityWindow, list);
  gtk_widget_class_bind_template_child (widget_class, GuildActivityWindow, stack);
}

static void
guild_activity_window_init (GuildActivityWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_activity_window_present (GtkWindow *parent, GuildDesk *desk)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DESK (desk));

  GuildActivityWindow *self =
    g_object_new (GUILD_TYPE_ACTIVITY_WINDOW, "transient-for", parent, NULL);
  if (guild_desk_get_journal (desk) != NULL)
    set_journal (self, guild_desk_get_journal (desk));
  else if (guild_desk_get_journal_error (desk) != NULL)
    {
      g_autofree char *text =
        g_markup_escape_text (guild_desk_get_journal_error (desk)->message, -1);
      adw_status_page_set_title (self->empty_page, _("The Journal Cannot Be Read"));
      adw_status_page_set_description (self->empty_page, text);
    }
  gtk_window_present (GTK_WINDOW (self));
}
