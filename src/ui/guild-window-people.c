/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-bulk-watch.h"
#include "ui/guild-company-editor.h"
#include "ui/guild-company-values.h"
#include "ui/guild-edit-company-dialog.h"
#include "ui/guild-error.h"
#include "ui/guild-groups-dialog.h"
#include "ui/guild-tags-dialog.h"

/* What is done to companies themselves: name, tags, groups. */

/* What is kept until both the company and the places are there. */
typedef struct
{
  GuildWindow    *window;    /* (owned) */
  GuildDirectory *directory; /* (owned) */
  GuildCompany   *company;   /* (owned) */
} Editing;

static void
places_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Editing *editing = data;
  GuildWindow *self = editing->window;
  g_autoptr(GuildPlaces) places = guild_company_values_load_places_finish (result);

  /* Another company may have been opened meanwhile. */
  if (self->pane != NULL && self->directory == editing->directory &&
      g_strcmp0 (guild_company_pane_get_id (self->pane),
                 guild_company_get_id (editing->company)) == 0)
    guild_company_pane_edit (self->pane, guild_company_editor_new (self, self->directory,
                                                                   editing->company, places));
  g_object_unref (editing->window);
  g_object_unref (editing->directory);
  g_object_unref (editing->company);
  g_free (editing);
}

/* In the pane, where its fields are. */
static void
edit_in_place (GuildWindow *self, GuildDirectory *directory, GuildCompany *company)
{
  Editing *editing;

  if (self->directory != directory)
    return;
  if (guild_company_is_deleted (company))
    {
      guild_window_add_toast (self, adw_toast_new (_("A deleted company cannot be edited")));
      return;
    }
  guild_window_open_company (self, guild_company_get_id (company));
  editing = g_new0 (Editing, 1);
  editing->window = g_object_ref (self);
  editing->directory = g_object_ref (directory);
  editing->company = g_object_ref (company);
  guild_company_values_load_places_async (NULL, places_cb, editing);
}

static void
edit_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (company == NULL)
    guild_error_show (GTK_WINDOW (self), error, _("The company cannot be edited"));
  else if (guild_company_get_table (company) == guild_autodesk_table ())
    edit_in_place (self, GUILD_DIRECTORY (source), company);
  else
    guild_edit_company_dialog_present (self, GUILD_DIRECTORY (source), company);
}

static void
edit_company_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autofree char *id = guild_window_dup_only_company_id (self);

  if (id != NULL)
    guild_directory_load_company_async (self->directory, id, NULL, edit_loaded_cb,
                                        g_object_ref (self));
}

static void
give_tags (GuildWindow *self, GPtrArray *ids, gpointer data)
{
  if (ids->len > 0)
    guild_tags_dialog_present (self, self->directory, ids, NULL);
}

static void
tags_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_with_companies (GUILD_WINDOW (widget), give_tags, NULL, NULL);
}

/* ---- groups ---- */

typedef struct
{
  char    *id;   /* (owned) */
  gboolean join;
} Membership;

static void
membership_free (gpointer data)
{
  Membership *membership = data;

  g_free (membership->id);
  g_free (membership);
}

static gboolean
is_member (GuildCompany *company, const char *group_id)
{
  guint field = guild_field_table_index (guild_company_get_table (company), "groups");
  const GuildCell *cell = field != G_MAXUINT ? guild_company_get_cell (company, field) : NULL;

  if (cell == NULL || cell->text == NULL)
    return FALSE;
  g_auto(GStrv) ids = g_strsplit (cell->text, GUILD_LIST_SEP, -1);
  return g_strv_contains ((const char * const *) ids, group_id);
}

static GuildWrite *
make_membership (GuildCompany *company, GuildWrite **inverse, char **reason, gpointer data)
{
  const Membership *membership = data;
  const char *company_id = guild_company_get_id (company);
  GuildWriteKind kind = membership->join ? GUILD_WRITE_ADD_TO_GROUP : GUILD_WRITE_REMOVE_FROM_GROUP;
  GuildWriteKind back = membership->join ? GUILD_WRITE_REMOVE_FROM_GROUP : GUILD_WRITE_ADD_TO_GROUP;

  if (is_member (company, membership->id) == membership->join)
    return NULL;
  *inverse = guild_write_new (back, company_id, membership->id, NULL);
  return guild_write_new (kind, company_id, membership->id, NULL);
}

static void
set_membership (GuildWindow *self, GPtrArray *company_ids, const char *group_id, gboolean join)
{
  GuildJournal *journal = guild_desk_get_journal (self->desk);
  const char *name = guild_directory_get_group_name (self->directory, group_id);
  const char *context = join ? _("Not all companies were added to the group")
                             : _("Not all companies were removed from the group");

  if (journal == NULL)
    {
      guild_error_show (GTK_WINDOW (self), guild_desk_get_journal_error (self->desk), context);
      return;
    }
  g_autofree char *title = g_strdup_printf (join ? _("Added to “%s”") : _("Removed from “%s”"),
                                            name != NULL ? name : group_id);
  Membership *membership = g_new0 (Membership, 1);
  membership->id = g_strdup (group_id);
  membership->join = join;
  g_autoptr(GuildBulk) bulk = guild_bulk_new (journal, self->directory, company_ids, TRUE,
                                              make_membership, membership, membership_free);
  guild_bulk_watch_run (self, bulk, NULL, title, context);
}

static void
join_group (GuildWindow *self, GPtrArray *ids, gpointer group_id)
{
  set_membership (self, ids, group_id, TRUE);
}

static void
add_to_group_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_with_companies (GUILD_WINDOW (widget), join_group,
                               g_variant_dup_string (parameter, NULL), g_free);
}

static void
leave_group (GuildWindow *self, GPtrArray *ids, gpointer group_id)
{
  set_membership (self, ids, group_id, FALSE);
}

static void
remove_from_group_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_with_companies (GUILD_WINDOW (widget), leave_group,
                               g_variant_dup_string (parameter, NULL), g_free);
}

/* The company in the pane, whatever is selected. */
static void
leave_group_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ids, g_strdup (guild_company_pane_get_id (self->pane)));
  if (ids->pdata[0] != NULL)
    set_membership (self, ids, g_variant_get_string (parameter, NULL), FALSE);
}

static void
groups_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  guild_groups_dialog_present (self, self->directory);
}

/* Companies were dropped on a place of the sidebar: (workspace id, view id, company ids). */
static void
drop_companies_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  const char *workspace, *view;
  g_autoptr(GVariantIter) iter = NULL;
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  char *id;

  g_variant_get (parameter, "(&s&sas)", &workspace, &view, &iter);
  while (g_variant_iter_next (iter, "s", &id))
    g_ptr_array_add (ids, id);
  if (self->directory == NULL ||
      !g_str_equal (workspace,
                    guild_workspace_get_id (guild_directory_get_workspace (self->directory))))
    guild_window_add_toast (self, adw_toast_new (_("Companies cannot be moved to another "
                                                   "workspace")));
  else if (g_str_has_prefix (view, "group:"))
    set_membership (self, ids, view + strlen ("group:"), TRUE);
  else if (g_str_has_prefix (view, "tag:"))
    guild_tags_dialog_present (self, self->directory, ids, view + strlen ("tag:"));
}

/* ---- menus ---- */

static void
append_group (GMenu *menu, gboolean removes, const char *name, const char *action,
              const char *group_id)
{
  g_auto(GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *plain = g_strjoinv ("__", parts); /* an underscore is no mnemonic here */
  g_autofree char *label = removes ? g_strdup_printf (_("_Remove from “%s”"), plain)
                                          : g_strdup (plain);
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", group_id);
  g_menu_append_item (menu, item);
}

/* (transfer full): what the menu depends on. */
static char *
describe_menu (GuildWindow *self, gboolean grouped)
{
  GString *text = g_string_new (grouped ? "groups" : "");

  if (grouped)
    {
      GPtrArray *groups = guild_directory_get_groups (self->directory);
      for (guint i = 0; i < groups->len; i++)
        {
          const GuildGroup *group = groups->pdata[i];
          g_string_append_printf (text, "\n%s %s", group->id, group->name);
        }
      g_string_append_printf (text, "\n%s",
                              self->view != NULL ? guild_view_get_id (self->view) : "");
    }
  return g_string_free (text, FALSE);
}

void
guild_window_fill_people_menu (GuildWindow *self, GMenu *menu, gboolean grouped)
{
  if (menu == NULL)
    return;
  g_autofree char *content = describe_menu (self, grouped);

  /* Its rows are made anew, also while it is open: the keyboard would be lost with them. */
  if (g_strcmp0 (g_object_get_data (G_OBJECT (menu), "guild-content"), content) == 0)
    return;
  g_object_set_data_full (G_OBJECT (menu), "guild-content", g_steal_pointer (&content), g_free);
  g_menu_remove_all (menu);
  if (!grouped)
    return;
  GPtrArray *groups = guild_directory_get_groups (self->directory);
  g_autoptr(GMenu) submenu = g_menu_new ();
  g_autoptr(GMenu) more = g_menu_new ();

  for (guint i = 0; i < groups->len; i++)
    {
      const GuildGroup *group = groups->pdata[i];
      append_group (submenu, FALSE, group->name, "win.add-to-group", group->id);
    }
  g_menu_append (more, _("_New Group…"), "win.groups");
  g_menu_append_section (submenu, NULL, G_MENU_MODEL (more));
  g_menu_append_submenu (menu, _("Add to _Group"), G_MENU_MODEL (submenu));
  if (self->view != NULL && guild_view_get_kind (self->view) == GUILD_VIEW_GROUP &&
      g_str_has_prefix (guild_view_get_id (self->view), "group:"))
    append_group (menu, TRUE, guild_view_get_title (self->view), "win.remove-from-group",
                  guild_view_get_id (self->view) + strlen ("group:"));
}

void
guild_window_install_people_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.add-to-group", "s", add_to_group_action);
  gtk_widget_class_install_action (klass, "win.drop-companies", "(ssas)", drop_companies_action);
  gtk_widget_class_install_action (klass, "win.edit-company", NULL, edit_company_action);
  gtk_widget_class_install_action (klass, "win.groups", NULL, groups_action);
  gtk_widget_class_install_action (klass, "win.leave-group", "s", leave_group_action);
  gtk_widget_class_install_action (klass, "win.remove-from-group", "s", remove_from_group_action);
  gtk_widget_class_install_action (klass, "win.tags", NULL, tags_action);
}

void
guild_window_update_people_actions (GuildWindow *self, GuildServiceFlags flags, guint n_companies)
{
  gboolean editable = (flags & GUILD_SERVICE_CAN_EDIT) != 0;
  gboolean tagged = editable && (flags & GUILD_SERVICE_HAS_TAGS) != 0;
  gboolean grouped = (flags & GUILD_SERVICE_HAS_GROUPS) != 0;

  guild_window_enable (self, "win.edit-company", editable && n_companies == 1);
  guild_window_enable (self, "win.tags", tagged && n_companies > 0);
  guild_window_enable (self, "win.drop-companies", grouped || tagged);
  guild_window_enable (self, "win.groups", grouped);
  guild_window_enable (self, "win.add-to-group", grouped && n_companies > 0);
  guild_window_enable (self, "win.remove-from-group", grouped && n_companies > 0);
  guild_window_enable (self, "win.leave-group", grouped);
  guild_window_fill_people_menu (self, self->selection_people, grouped);
  guild_window_fill_people_menu (self, guild_company_pane_get_people_menu (self->pane), grouped);
}
