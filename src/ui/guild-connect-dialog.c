/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-connect-dialog.h"

#include <glib/gi18n.h>

#include "company/guild-connection.h"
#include "company/guild-text.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-doubt.h"
#include "ui/guild-integration-row.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-weak.h"

struct _GuildConnectDialog
{
  AdwWindow parent_instance;

  GtkWidget           *failed_group; /* (template) */
  GuildDialogMessage  *message;      /* (template) */
  GtkWidget           *none_group;   /* (template) */
  AdwPreferencesPage  *page;         /* (template) */
  GtkEditable         *search;       /* (template) */
  GtkSpinner          *spinner;      /* (template) */
  AdwWindowTitle      *title;        /* (template) */

  GuildDesk      *desk;         /* (owned) */
  GuildDirectory *directory;    /* (owned) */
  GuildCompany   *company;      /* (owned) */
  GuildChange    *change;       /* (owned) (nullable): while it is being sent */
  GCancellable   *cancellable;  /* (owned): of the list */
  GPtrArray      *integrations; /* (owned) (nullable) (element-type GuildCodatIntegration) */
  GPtrArray      *rows;         /* (owned) (element-type GtkWidget): borrowed of their groups */
  GPtrArray      *groups;       /* (owned) (element-type GtkWidget): borrowed of the page */
};

G_DEFINE_FINAL_TYPE (GuildConnectDialog, guild_connect_dialog, ADW_TYPE_WINDOW)

/* ---- making the connection ---- */

static void
go_on (GuildConnectDialog *self, GuildChange *change)
{
  guild_link_dialog_present (gtk_window_get_transient_for (GTK_WINDOW (self)), self->desk,
                             self->directory, guild_company_get_id (self->company),
                             guild_change_get_write (change)->target_id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
settled_cb (GObject *owner, GuildChange *change)
{
  GuildConnectDialog *self = GUILD_CONNECT_DIALOG (owner);

  if (guild_change_get_state (change) == GUILD_CHANGE_CONFIRMED)
    go_on (self, change);
  else
    guild_dialog_message_set_text (self->message, "warning",
                                   _("The service did not do it. Nothing was changed."));
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildConnectDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildChange) change = self != NULL ? g_steal_pointer (&self->change) : NULL;
  gboolean done = guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);

  if (self == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), TRUE);
  if (done)
    go_on (self, change);
  else if (guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN)
    guild_doubt_show (GTK_WINDOW (self), GUILD_JOURNAL (source), change, error->message,
                      settled_cb, G_OBJECT (self));
  else
    guild_dialog_message_set_error (self->message, error);
}

static void
connect_to (GuildConnectDialog *self, const GuildCodatIntegration *about)
{
  GuildJournal *journal = guild_desk_get_journal (self->desk);
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);

  if (self->change != NULL)
    return;
  if (journal == NULL)
    {
      guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (self->desk));
      return;
    }
  g_autofree char *body = g_strdup_printf ("{\"platformKey\":\"%s\"}", about->key);
  g_autoptr(GuildWrite) write = guild_write_new (
    GUILD_WRITE_CREATE_CONNECTION, guild_company_get_id (self->company), NULL, body);
  GuildChange *doubt =
    guild_doubt_find (journal, guild_workspace_get_id (workspace), write);
  if (doubt != NULL)
    {
      guild_doubt_show (GTK_WINDOW (self), journal, doubt, NULL, settled_cb, G_OBJECT (self));
      return;
    }
  self->change = guild_change_new (guild_workspace_get_id (workspace), write,
                                   guild_company_get_name (self->company));
  guild_dialog_message_set_error (self->message, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), FALSE);
  gtk_spinner_start (self->spinner);
  guild_journal_perform_async (journal, self->change, NULL, performed_cb, guild_weak_new (self));
}

/* ---- the list ---- */

static const GuildCodatIntegration *
get_integration (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "guild-integration");
}

static void
row_activated_cb (GuildConnectDialog *self, GtkWidget *row)
{
  connect_to (self, get_integration (row));
}

static void
add_row (GuildConnectDialog *self, AdwPreferencesGroup *group, GuildCodat *codat,
         const GuildCodatIntegration *about)
{
  GtkWidget *row = guild_integration_row_new (codat, about, FALSE);

  if (about->enabled)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_widget_set_sensitive (row, about->enabled);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), about->enabled);
  g_object_set_data (G_OBJECT (row), "guild-integration", (gpointer) about);
  g_object_set_data (G_OBJECT (row), "guild-group", group);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

/* codat.md §1.3: one accounting connection can be active for each company. */
static gboolean
has_accounting (GuildCompany *company)
{
  GListModel *connections = guild_company_get_connections (company);

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED &&
          g_strcmp0 (guild_connection_get_source_type (connection), "Accounting") == 0)
        return TRUE;
    }
  return FALSE;
}

static AdwPreferencesGroup *
begin_group (GuildConnectDialog *self, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
  return group;
}

static AdwPreferencesGroup *
begin_type (GuildConnectDialog *self, const char *source_type)
{
  gboolean taken = g_strcmp0 (source_type, "Accounting") == 0 && has_accounting (self->company);

  return begin_group (self, guild_words_source_type (source_type),
                      taken ? _("An accounting connection is linked already, and a company can have "
                                "one that is active.") : NULL);
}

static void
search_changed_cb (GuildConnectDialog *self)
{
  g_autofree char *wanted = guild_text_fold (gtk_editable_get_text (self->search));
  guint n_found = 0;

  for (guint i = 0; i < self->groups->len; i++)
    gtk_widget_set_visible (self->groups->pdata[i], FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      gboolean found = guild_integration_row_matches (get_integration (row), wanted);
      gtk_widget_set_visible (row, found);
      if (found)
        gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "guild-group"), TRUE);
      n_found += found;
    }
  gtk_widget_set_visible (self->none_group, n_found == 0 && self->integrations != NULL);
}

/* By source type; what is switched off comes last, with the way out. */
static void
fill (GuildConnectDialog *self, GuildCodat *codat)
{
  AdwPreferencesGroup *group = NULL, *off = NULL;
  const char *title = NULL;

  for (guint i = 0; i < self->integrations->len; i++)
    {
      const GuildCodatIntegration *about = self->integrations->pdata[i];
      const char *next = guild_words_source_type (about->source_type);
      if (!about->enabled)
        continue;
      if (g_strcmp0 (title, next) != 0)
        group = begin_type (self, about->source_type);
      title = next;
      add_row (self, group, codat, about);
    }
  for (guint i = 0; i < self->integrations->len; i++)
    {
      const GuildCodatIntegration *about = self->integrations->pdata[i];
      if (about->enabled)
        continue;
      if (off == NULL)
        off = begin_group (self, _("Switched Off"),
                           _("These can be chosen once they are switched on in the Codat Portal."));
      add_row (self, off, codat, about);
    }
  search_changed_cb (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildConnectDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) integrations =
    guild_codat_list_integrations_finish (GUILD_CODAT (source), result, &error);

  if (self == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (self->failed_group, integrations == NULL);
  if (integrations == NULL)
    {
      guild_dialog_message_set_error (self->message, error);
      return;
    }
  guild_dialog_message_set_error (self->message, NULL);
  self->integrations = g_steal_pointer (&integrations);
  fill (self, GUILD_CODAT (source));
}

static void
load (GuildConnectDialog *self)
{
  GuildService *service = guild_directory_get_service (self->directory);

  gtk_widget_set_visible (self->failed_group, FALSE);
  if (!GUILD_IS_CODAT (service))
    {
      g_autoptr(GError) error = g_error_new_literal (
        GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
        _("This workspace is not signed in. Enter its key, and try again."));
      guild_dialog_message_set_error (self->message, error);
      gtk_widget_set_visible (self->failed_group, TRUE);
      return;
    }
  gtk_spinner_start (self->spinner);
  guild_codat_list_integrations_async (GUILD_CODAT (service), self->cancellable, loaded_cb,
                                       guild_weak_new (self));
}

static void
search_activated_cb (GuildConnectDialog *self)
{
  GtkWidget *only = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_visible (self->rows->pdata[i]) &&
        gtk_widget_get_sensitive (self->rows->pdata[i]))
      {
        if (only != NULL)
          return;
        only = self->rows->pdata[i];
      }
  if (only != NULL)
    connect_to (self, get_integration (only));
}

static void
search_stopped_cb (GuildConnectDialog *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* ---- life ---- */

static void
guild_connect_dialog_dispose (GObject *object)
{
  GuildConnectDialog *self = GUILD_CONNECT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  g_clear_object (&self->directory);
  g_clear_object (&self->company);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_CONNECT_DIALOG);

  G_OBJECT_CLASS (guild_connect_dialog_parent_class)->dispose (object);
}

static void
guild_connect_dialog_finalize (GObject *object)
{
  GuildConnectDialog *self = GUILD_CONNECT_DIALOG (object);

  g_clear_object (&self->change);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->integrations, g_ptr_array_unref);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->groups);

  G_OBJECT_CLASS (guild_connect_dialog_parent_class)->finalize (object);
}

static void
guild_connect_dialog_class_init (GuildConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_connect_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_connect_dialog_finalize;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, failed_group);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, none_group);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, page);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, search);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, title);
  gtk_widget_class_bind_template_callback_full (widget_class, "again_clicked_cb",
                                                G_CALLBACK (load));
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
guild_connect_dialog_init (GuildConnectDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GuildConnectDialog *
guild_connect_dialog_present (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory,
                              GuildCompany *company)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (GUILD_IS_DESK (desk), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);

  GuildConnectDialog *self = g_object_new (GUILD_TYPE_CONNECT_DIALOG, "transient-for", parent,
                                           NULL);
  self->desk = g_object_ref (desk);
  self->directory = g_object_ref (directory);
  self->company = g_object_ref (company);
  adw_window_title_set_subtitle (self->title, guild_company_get_name (company));
  load (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
