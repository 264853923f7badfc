/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-connect-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "company/guild-connection.h"
#include "company/guild-text.h"
#include "service/codat/guild-codat.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-weak.h"

#define TILE_SIZE 32

struct _GuildConnectDialog
{
  AdwWindow parent_instance;

  GuildDialogMessage  *message;    /* (template) */
  GtkWidget           *none_group; /* (template) */
  AdwPreferencesPage  *page;       /* (template) */
  GtkEditable         *search;     /* (template) */
  GtkSpinner          *spinner;    /* (template) */
  AdwWindowTitle      *title;      /* (template) */

  GuildDesk      *desk;      /* (owned) */
  GuildDirectory *directory; /* (owned) */
  GuildCompany   *company;   /* (owned) */
  GuildChange    *change;    /* (owned) (nullable): while it is being sent */
  GPtrArray      *rows;      /* (owned) (element-type GtkWidget): borrowed of their groups */
  GPtrArray      *groups;    /* (owned) (element-type GtkWidget): borrowed of the page */
};

G_DEFINE_FINAL_TYPE (GuildConnectDialog, guild_connect_dialog, ADW_TYPE_WINDOW)

/* ---- making the connection ---- */

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
  if (!done)
    {
      guild_dialog_message_set_error (self->message, error);
      return;
    }
  guild_link_dialog_present (gtk_window_get_transient_for (GTK_WINDOW (self)), self->desk,
                             self->directory, guild_company_get_id (self->company),
                             guild_change_get_write (change)->target_id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
connect_to (GuildConnectDialog *self, const GuildCodatPlatform *platform)
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
  g_autofree char *body = g_strdup_printf ("{\"platformKey\":\"%s\"}", platform->key);
  g_autoptr(GuildWrite) write = guild_write_new (
    GUILD_WRITE_CREATE_CONNECTION, guild_company_get_id (self->company), NULL, body);
  self->change = guild_change_new (guild_workspace_get_id (workspace), write,
                                   guild_company_get_name (self->company));
  guild_dialog_message_set_error (self->message, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), FALSE);
  gtk_spinner_start (self->spinner);
  guild_journal_perform_async (journal, self->change, NULL, performed_cb, guild_weak_new (self));
}

static void
row_activated_cb (GuildConnectDialog *self, AdwActionRow *row)
{
  connect_to (self, g_object_get_data (G_OBJECT (row), "platform"));
}

/* ---- the list ---- */

static GtkWidget *
make_row (GuildConnectDialog *self, const GuildCodatPlatform *platform)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tile = adw_avatar_new (TILE_SIZE, platform->name, TRUE);
  g_autofree char *title = g_markup_escape_text (platform->name, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  platform->name, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tile);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "platform", (gpointer) platform);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static const char *
source_title (const char *source_type)
{
  if (g_str_equal (source_type, "Accounting"))
    return _("Accounting");
  return g_str_equal (source_type, "Banking") ? _("Banking") : _("Commerce");
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
          g_str_equal (guild_connection_get_source_type (connection), "Accounting"))
        return TRUE;
    }
  return FALSE;
}

static AdwPreferencesGroup *
begin_group (GuildConnectDialog *self, const char *source_type)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, source_title (source_type));
  if (g_str_equal (source_type, "Accounting") && has_accounting (self->company))
    adw_preferences_group_set_description (
      group, _("An accounting connection is linked already, and a company can have one that is "
               "active."));
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
  return group;
}

static void
fill (GuildConnectDialog *self)
{
  guint n_platforms;
  const GuildCodatPlatform *platforms = guild_codat_platforms (&n_platforms);
  AdwPreferencesGroup *group = NULL;

  for (guint i = 0; i < n_platforms; i++)
    {
      if (i == 0 || !g_str_equal (platforms[i].source_type, platforms[i - 1].source_type))
        group = begin_group (self, platforms[i].source_type);
      GtkWidget *row = make_row (self, &platforms[i]);
      adw_preferences_group_add (group, row);
      g_ptr_array_add (self->rows, row);
    }
}

static const GuildCodatPlatform *
get_platform (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "platform");
}

static void
search_changed_cb (GuildConnectDialog *self)
{
  g_autofree char *wanted = guild_text_fold (gtk_editable_get_text (self->search));
  guint n_found = 0, row_index = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      guint n_in_group = 0;
      const char *source_type = NULL;
      for (; row_index < self->rows->len; row_index++)
        {
          GtkWidget *row = self->rows->pdata[row_index];
          const GuildCodatPlatform *platform = get_platform (row);
          if (source_type != NULL && !g_str_equal (platform->source_type, source_type))
            break;
          source_type = platform->source_type;
          g_autofree char *name = guild_text_fold (platform->name);
          gboolean found = strstr (name, wanted) != NULL;
          gtk_widget_set_visible (row, found);
          n_in_group += found;
        }
      gtk_widget_set_visible (self->groups->pdata[i], n_in_group > 0);
      n_found += n_in_group;
    }
  gtk_widget_set_visible (self->none_group, n_found == 0);
}

static void
search_activated_cb (GuildConnectDialog *self)
{
  GtkWidget *only = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_visible (self->rows->pdata[i]))
      {
        if (only != NULL)
          return;
        only = self->rows->pdata[i];
      }
  if (only != NULL)
    connect_to (self, get_platform (only));
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
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, none_group);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, page);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, search);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuildConnectDialog, title);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
guild_connect_dialog_init (GuildConnectDialog *self)
{
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
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
