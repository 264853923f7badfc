/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-connection.h"
#include "ui/guild-clock.h"
#include "ui/guild-connection-row.h"
#include "ui/guild-error.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-records-window.h"

/* The one thing that helps a company in need, while the company is read. */
typedef struct
{
  GuildWindow         *window; /* (owned) */
  GuildAttentionReason reason;
} Help;

static void
help_free (gpointer data)
{
  Help *self = data;

  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Help, help_free)

static gboolean
is_lost (GuildConnection *connection)
{
  GuildConnectionStatus status = guild_connection_get_status (connection);
  return status == GUILD_CONNECTION_DEAUTHORISED || status == GUILD_CONNECTION_UNLINKED;
}

static gboolean
is_pending (GuildConnection *connection)
{
  return guild_connection_get_status (connection) == GUILD_CONNECTION_PENDING;
}

/* (nullable): the connection the customer is asked about; NULL when there are several, and the
 * company's own link lets them choose. */
static const char *
find_only (GuildCompany *company, gboolean (*is_meant) (GuildConnection *connection))
{
  GListModel *connections = guild_company_get_connections (company);
  const char *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (!is_meant (connection))
        continue;
      if (found != NULL)
        return NULL;
      found = guild_connection_get_id (connection); /* the company keeps it */
    }
  return found;
}

static void
show_errors (GuildWindow *self, GuildCompany *company)
{
  GListModel *connections = guild_company_get_connections (company);
  g_autofree char *heading =
    g_strdup_printf (_("Errors of %s"), guild_company_get_name (company));
  g_autoptr(GString) body = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_errors (connection)->len == 0)
        continue;
      g_autofree char *errors = guild_connection_describe_errors (connection, guild_clock_now ());
      g_string_append_printf (body, "%s%s\n%s", body->len > 0 ? "\n\n" : "",
                              guild_connection_get_platform_name (connection), errors);
    }
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (self), heading, body->str);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
queued_cb (gboolean queued, gpointer data)
{
  g_autoptr(GuildWindow) self = data;

  if (queued)
    guild_window_add_toast (self, adw_toast_new (_("Refresh of all data queued")));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Help) help = data;
  GuildWindow *self = help->window;
  GuildDirectory *directory = GUILD_DIRECTORY (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company = guild_directory_load_company_finish (directory, result, &error);

  if (company == NULL)
    {
      guild_error_show (GTK_WINDOW (self), error, _("The company cannot be read"));
      return;
    }
  const char *id = guild_company_get_id (company);
  switch (help->reason)
    {
    case GUILD_ATTENTION_DEAUTHORISED:
    case GUILD_ATTENTION_PARTIAL:
    case GUILD_ATTENTION_UNLINKED:
      guild_link_dialog_present (GTK_WINDOW (self), self->desk, directory, id,
                                 find_only (company, is_lost));
      break;
    case GUILD_ATTENTION_PENDING:
      guild_link_dialog_present (GTK_WINDOW (self), self->desk, directory, id,
                                 find_only (company, is_pending));
      break;
    case GUILD_ATTENTION_FAILING:
      show_errors (self, company);
      break;
    case GUILD_ATTENTION_DATA:
      guild_records_window_present (GTK_WINDOW (self), self->desk, directory, company);
      break;
    case GUILD_ATTENTION_STALE:
      guild_records_refresh (GTK_WINDOW (self), self->desk, directory, company, NULL, NULL,
                             queued_cb, g_object_ref (self));
      break;
    case GUILD_ATTENTION_NONE:
    default:
      break;
    }
}

GuildNeed
guild_window_get_need (GuildWindow *self, const char *company_id)
{
  GuildNeed none = { GUILD_ATTENTION_NONE, GUILD_NUMBER_UNSET };
  guint position = self->table != NULL
    ? guild_company_list_find (self->table->list, company_id) : G_MAXUINT;

  if (position == G_MAXUINT)
    return none;
  g_autoptr(GuildPosition) row =
    g_list_model_get_item (G_LIST_MODEL (self->table->list), position);
  return row != NULL ? guild_position_get_need (row) : none;
}

static void
attend (GuildWindow *self, const char *company_id)
{
  GuildNeed need = guild_window_get_need (self, company_id);

  if (need.reason == GUILD_ATTENTION_NONE)
    {
      guild_window_add_toast (self, adw_toast_new (_("This company needs no attention")));
      return;
    }
  Help *help = g_new0 (Help, 1);
  help->window = g_object_ref (self);
  help->reason = need.reason;
  guild_directory_load_company_async (self->directory, company_id, NULL, loaded_cb, help);
}

static void
attend_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  attend (GUILD_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
attend_selected_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autofree char *id = guild_window_dup_only_company_id (self);

  if (id != NULL)
    attend (self, id);
}

void
guild_window_install_attention_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.attend", "s", attend_action);
  gtk_widget_class_install_action (klass, "win.attend-selected", NULL, attend_selected_action);
}

void
guild_window_update_attention_actions (GuildWindow *self, gboolean linkable, guint n_companies)
{
  guild_window_enable (self, "win.attend", linkable);
  guild_window_enable (self, "win.attend-selected", linkable && n_companies == 1);
}
