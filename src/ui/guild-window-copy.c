/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-name-rule.h"
#include "service/autodesk/guild-autodesk.h"
#include "service/codat/guild-codat.h"
#include "ui/guild-error.h"
#include "ui/guild-new-company-dialog.h"

/* Copying a company of an Autodesk account to Codat: the name, and the ERP id as a tag by which the
 * two are known to be one. */

#define TAG "erpId"

typedef struct
{
  GuildWindow    *window; /* (owned) */
  GuildDirectory *target; /* (owned) */
  char           *name;   /* (owned): as Codat will store it */
  char           *erp_id; /* (owned): "" when there is none */
  char           *found;  /* (owned) (nullable): the company that is there already */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *self = data;

  g_object_unref (self->window);
  g_object_unref (self->target);
  g_free (self->name);
  g_free (self->erp_id);
  g_free (self->found);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

static void
release_copy (gpointer data, GClosure *closure)
{
  copy_free (data);
}

static void
show_target (Copy *self)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->target);

  guild_window_show_view (self->window, guild_workspace_get_id (workspace), NULL);
}

static void
found_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Copy *self = data;

  if (!g_str_equal (response, "open"))
    return;
  show_target (self);
  guild_window_open_company (self->window, self->found);
}

/* Takes SELF. */
static void
tell_found (Copy *self, const char *name, gboolean by_tag)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->target);
  g_autofree char *body = by_tag
    /* Translators: workspace, company, ERP id */
    ? g_strdup_printf (_("In “%s”, “%s” has the ERP ID %s. Nothing was created."),
                       guild_workspace_get_name (workspace), name, self->erp_id)
    : g_strdup_printf (_("In “%s” there is a company called “%s”. Nothing was created."),
                       guild_workspace_get_name (workspace), name);
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (self->window),
                                       _("The Company Is in Codat Already"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"), "open",
                                    _("_Open It"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "open");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_data (dialog, "response", G_CALLBACK (found_response_cb), self, release_copy,
                         0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
present_dialog (Copy *self)
{
  gboolean tagged = *self->erp_id != '\0';

  show_target (self);
  guild_new_company_dialog_present_copy (GTK_WINDOW (self->window), self->window->desk,
                                         self->target, self->name, tagged ? TAG : NULL,
                                         tagged ? self->erp_id : NULL);
}

static void
name_looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Copy) self = data;
  g_autoptr(GError) error = NULL;

  self->found = guild_directory_find_name_finish (self->target, result, &error);
  if (self->window->pane == NULL)
    return;
  if (error != NULL)
    guild_error_show (GTK_WINDOW (self->window), error, _("The company was not copied"));
  else if (self->found != NULL)
    {
      g_autofree char *name = g_strdup (self->name);
      tell_found (g_steal_pointer (&self), name, FALSE);
    }
  else
    present_dialog (self);
}

static void
tag_looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Copy) self = data;
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;

  self->found = guild_directory_find_other_finish (self->target, result, &name, &error);
  if (self->window->pane == NULL)
    return;
  if (error != NULL)
    guild_error_show (GTK_WINDOW (self->window), error, _("The company was not copied"));
  else if (self->found != NULL)
    tell_found (g_steal_pointer (&self), name != NULL ? name : "", TRUE);
  else
    {
      GuildDirectory *target = self->target;
      const char *wanted = self->name;
      guild_directory_find_name_async (target, wanted, NULL, name_looked_cb,
                                       g_steal_pointer (&self));
    }
}

/* Takes SELF. Who is in Codat already is known by the tag, or else by the name. */
static void
look_for_it (Copy *self)
{
  g_autofree char *tag = g_strdup_printf (TAG "=%s", self->erp_id);

  if (*self->erp_id != '\0')
    guild_directory_find_other_async (self->target, "tags", tag, NULL, NULL, tag_looked_cb, self);
  else
    guild_directory_find_name_async (self->target, self->name, NULL, name_looked_cb, self);
}

/* ---- which workspace ---- */

/* (transfer full) (element-type GuildDirectory): where companies can be made. */
static GPtrArray *
list_targets (GuildWindow *self)
{
  GListModel *directories = guild_desk_get_directories (self->desk);
  GPtrArray *targets = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (directories); i++)
    {
      g_autoptr(GuildDirectory) directory = g_list_model_get_item (directories, i);
      GuildService *service = guild_directory_get_service (directory);
      if (service != NULL && GUILD_IS_CODAT (service))
        g_ptr_array_add (targets, g_steal_pointer (&directory));
    }
  return targets;
}

static Copy *
copy_new (GuildWindow *window, GuildCompany *company, GuildDirectory *target)
{
  guint erp_id = guild_field_table_index (guild_company_get_table (company), "erpId");
  const GuildCell *cell = erp_id != G_MAXUINT ? guild_company_get_cell (company, erp_id) : NULL;
  Copy *self = g_new0 (Copy, 1);

  self->window = g_object_ref (window);
  self->target = g_object_ref (target);
  self->name = guild_name_rule_stored (guild_company_get_name (company));
  self->erp_id = g_strdup (cell != NULL && cell->text != NULL ? cell->text : "");
  return self;
}

typedef struct
{
  GuildWindow  *window;  /* (owned) */
  GuildCompany *company; /* (owned) */
} Wish;

static void
wish_free (gpointer data, GClosure *closure)
{
  Wish *self = data;

  g_object_unref (self->window);
  g_object_unref (self->company);
  g_free (self);
}

static void
chosen_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Wish *wish = data;
  GuildDirectory *target = guild_desk_find_directory (wish->window->desk, response);

  if (target != NULL)
    look_for_it (copy_new (wish->window, wish->company, target));
}

static void
ask_where (GuildWindow *self, GuildCompany *company, GPtrArray *targets)
{
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (self), _("Copy to Which Workspace?"), NULL);
  Wish *wish = g_new0 (Wish, 1);

  wish->window = g_object_ref (self);
  wish->company = g_object_ref (company);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  for (guint i = 0; i < targets->len; i++)
    {
      GuildWorkspace *workspace = guild_directory_get_workspace (targets->pdata[i]);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog),
                                       guild_workspace_get_id (workspace),
                                       guild_workspace_get_name (workspace));
    }
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (chosen_cb), wish, wish_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
copy_to_codat_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompany *company = guild_company_pane_get_company (self->pane);
  g_autoptr(GPtrArray) targets = list_targets (self);

  if (company == NULL || targets->len == 0)
    return;
  if (targets->len == 1)
    look_for_it (copy_new (self, company, targets->pdata[0]));
  else
    ask_where (self, company, targets);
}

void
guild_window_install_copy_action (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.copy-to-codat", NULL, copy_to_codat_action);
}

void
guild_window_update_copy_action (GuildWindow *self)
{
  g_autoptr(GPtrArray) targets = list_targets (self);

  guild_window_enable (self, "win.copy-to-codat", targets->len > 0 && self->directory != NULL &&
                       guild_directory_get_table (self->directory) ==
                         guild_autodesk_table () &&
                       guild_company_pane_get_id (self->pane) != NULL);
}
