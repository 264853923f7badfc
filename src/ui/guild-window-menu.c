/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-attention-cell.h"
#include "ui/guild-link-dialog.h"

/* The menu of a row: what can be done with what is selected, in the words of the other menus. */

static void
link_company_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  guild_link_dialog_present (GTK_WINDOW (self), self->desk, self->directory,
                             g_variant_get_string (parameter, NULL), NULL);
}

static void
copy_company_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_copy_link (GUILD_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
guild_window_install_menu_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.copy-company-link", "s", copy_company_link_action);
  gtk_widget_class_install_action (klass, "win.link-company", "s", link_company_action);
}

void
guild_window_update_menu_actions (GuildWindow *self, gboolean linkable)
{
  guild_window_enable (self, "win.copy-company-link", linkable);
  guild_window_enable (self, "win.link-company", linkable);
}

/* ID (nullable): the action's target. What cannot be done here is not there. */
static void
append (GMenu *section, const char *label, const char *action, const char *id)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, id != NULL ? "s" : NULL, id);
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (section, item);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
fill_for_one (GuildWindow *self, GMenu *menu, const char *id)
{
  GuildNeed need = guild_window_get_need (self, id);
  const char *helps = guild_attention_act_label (need.reason);
  gboolean links = need.reason == GUILD_ATTENTION_DEAUTHORISED ||
                   need.reason == GUILD_ATTENTION_PARTIAL ||
                   need.reason == GUILD_ATTENTION_UNLINKED ||
                   need.reason == GUILD_ATTENTION_PENDING;
  g_autoptr(GMenu) acts = g_menu_new ();
  g_autoptr(GMenu) copies = g_menu_new ();

  append (acts, _("_Open"), "win.open-company", id);
  if (helps != NULL)
    append (acts, helps, "win.attend", id);
  if (!links)
    append (acts, _("_Link…"), "win.link-company", id);
  append (acts, _("_Edit…"), "win.edit-company", NULL);
  append (copies, _("_Copy Link"), "win.copy-company-link", id);
  append (copies, _("Copy _ID"), "win.copy-id", NULL);
  append (copies, _("Cop_y Address"), "win.copy-address", NULL);
  append (copies, _("Copy _JSON"), "win.copy-json", NULL);
  append (copies, _("Open in _Autodesk"), "win.open-in-autodesk", NULL);
  append_section (menu, acts);
  append_section (menu, copies);
}

static void
fill_for_many (GMenu *menu)
{
  g_autoptr(GMenu) copies = g_menu_new ();

  append (copies, _("Copy _IDs"), "win.copy-id", NULL);
  append (copies, _("_Chase List…"), "win.chase-list", NULL);
  append (copies, _("C_heck Data…"), "win.check-data", NULL);
  append_section (menu, copies);
}

static GMenuModel *
make_menu (GuildWindow *self)
{
  g_autofree char *id = guild_window_dup_only_company_id (self);
  GuildService *service = guild_directory_get_service (self->directory);
  GuildServiceFlags flags =
    service != NULL ? guild_service_get_flags (service) : GUILD_SERVICE_CAN_NOTHING;
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) people = g_menu_new ();
  g_autoptr(GMenu) tags = g_menu_new ();
  g_autoptr(GMenu) ends = g_menu_new ();

  if (id != NULL)
    fill_for_one (self, menu, id);
  else
    fill_for_many (menu);
  guild_window_fill_people_menu (self, people, (flags & GUILD_SERVICE_HAS_GROUPS) != 0);
  append (tags, _("_Tags…"), "win.tags", NULL);
  append (ends, _("_Delete…"), "win.delete", NULL);
  append_section (menu, people);
  append_section (menu, tags);
  append_section (menu, ends);
  return G_MENU_MODEL (menu);
}

static gboolean
popup_cb (gpointer data)
{
  GuildWindow *self = data;

  self->row_menu_idle = 0;
  gtk_popover_popup (GTK_POPOVER (self->row_menu));
  return G_SOURCE_REMOVE;
}

void
guild_window_popup_row_menu (GuildWindow *self, double x, double y)
{
  g_autoptr(GMenuModel) menu = make_menu (self);

  g_clear_pointer (&self->row_menu, gtk_widget_unparent);
  self->row_menu = gtk_popover_menu_new_from_model (NULL);
  gtk_widget_set_parent (self->row_menu, GTK_WIDGET (self->grid));
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->row_menu), menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->row_menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->row_menu), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->row_menu, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->row_menu),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Company Menu"), -1);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_menu),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  /* A menu puts in its separators when idle, and a popover on show would not grow with them. */
  g_clear_handle_id (&self->row_menu_idle, g_source_remove);
  self->row_menu_idle = g_idle_add (popup_cb, self);
}
