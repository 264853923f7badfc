/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "service/codat/guild-codat.h"
#include "ui/guild-clock.h"
#include "ui/guild-connect-dialog.h"
#include "ui/guild-connection-row.h"
#include "ui/guild-error.h"

/* One act on one connection, from the question to the answer. */
typedef struct
{
  GuildWindow    *window;     /* (owned) */
  GuildDirectory *directory;  /* (owned) */
  GuildCompany   *company;    /* (owned) */
  GuildConnection *connection; /* (owned) */
  GuildWriteKind  kind;
} Act;

static void
act_clear (gpointer data)
{
  Act *self = data;

  g_object_unref (self->window);
  g_object_unref (self->directory);
  g_object_unref (self->company);
  g_object_unref (self->connection);
}

static void
act_unref (Act *self)
{
  g_rc_box_release_full (self, act_clear);
}

static void
release_act (gpointer data, GClosure *closure)
{
  act_unref (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_unref)

/* (transfer full) (nullable): on the connection PARAMETER names, of the company on show. */
static Act *
act_new (GuildWindow *window, GVariant *parameter)
{
  GuildCompany *company = guild_company_pane_get_company (window->pane);
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *connections =
    company != NULL ? guild_company_get_connections (company) : NULL;

  for (guint i = 0; connections != NULL && i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (g_strcmp0 (guild_connection_get_id (connection), id) != 0)
        continue;
      Act *self = g_rc_box_new0 (Act);
      self->window = g_object_ref (window);
      self->directory = g_object_ref (window->directory);
      self->company = g_object_ref (company);
      self->connection = g_steal_pointer (&connection);
      return self;
    }
  return NULL;
}

static const char *
get_platform (Act *self)
{
  const char *name = guild_connection_get_platform_name (self->connection);
  return *name != '\0' ? name : _("this platform");
}

static void
tell (GuildWindow *window, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  guild_window_add_toast (window, adw_toast_new (escaped));
}

/* --- unlink and delete ------------------------------------------------------------------------ */

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Act) self = data;
  g_autoptr(GError) error = NULL;
  gboolean unlinks = self->kind == GUILD_WRITE_UNLINK_CONNECTION;

  if (guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error))
    {
      g_autofree char *text = g_strdup_printf (
        unlinks ? _("%s was unlinked from “%s”") : _("%s was removed from “%s”"),
        get_platform (self), guild_company_get_name (self->company));
      tell (self->window, text);
    }
  else
    guild_error_show (GTK_WINDOW (self->window), error,
                      unlinks ? _("The connection was not unlinked")
                              : _("The connection was not deleted"));
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Act *self = data;

  if (g_strcmp0 (response, "go") != 0)
    return;
  g_autoptr(GuildWrite) write = guild_write_new (
    self->kind, guild_company_get_id (self->company), guild_connection_get_id (self->connection),
    NULL);
  g_autoptr(GuildChange) change = guild_change_new (
    guild_workspace_get_id (guild_directory_get_workspace (self->directory)), write,
    guild_company_get_name (self->company));
  guild_journal_perform_async (guild_desk_get_journal (self->window->desk), change, NULL,
                               performed_cb, g_rc_box_acquire (self));
}

/* Takes SELF. */
static void
ask (Act *self, const char *heading, const char *body, const char *verb)
{
  GtkWindow *parent = GTK_WINDOW (self->window);
  const GError *error = guild_desk_get_journal_error (self->window->desk);

  if (guild_desk_get_journal (self->window->desk) == NULL)
    {
      guild_error_show (parent, error, _("The connection was not changed"));
      act_unref (self);
      return;
    }
  GtkWidget *dialog = guild_alert_new (parent, heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "go",
                                    verb, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "go",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, release_act, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
unlink_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  Act *self = act_new (GUILD_WINDOW (widget), parameter);

  if (self == NULL)
    return;
  self->kind = GUILD_WRITE_UNLINK_CONNECTION;
  g_autofree char *heading = g_strdup_printf (_("Unlink %s?"), get_platform (self));
  g_autofree char *body = g_strdup_printf (
    _("The service stops reading from %s and writing to it. What was read so far stays readable. "
      "Only the customer can link it again, with a link from here."), get_platform (self));
  ask (self, heading, body, _("_Unlink"));
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  Act *self = act_new (GUILD_WINDOW (widget), parameter);

  if (self == NULL)
    return;
  self->kind = GUILD_WRITE_DELETE_CONNECTION;
  g_autofree char *heading = g_strdup_printf (_("Delete the Connection to %s?"),
                                              get_platform (self));
  g_autofree char *body = g_strdup_printf (
    _("The connection of “%s” goes, and with it everything read through it. This cannot be undone. "
      "To stop reading and keep what was read, unlink it instead."),
    guild_company_get_name (self->company));
  ask (self, heading, body, _("_Delete"));
}

/* --- link and errors -------------------------------------------------------------------------- */

/* A link on its way to the clipboard. */
typedef struct
{
  GuildWindow    *window;     /* (owned) */
  GuildDirectory *directory;  /* (owned) */
  char           *company_id; /* (owned) */
} Copying;

static void
copying_free (Copying *self)
{
  g_object_unref (self->window);
  g_object_unref (self->directory);
  g_free (self->company_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copying, copying_free)

static void
link_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Copying) self = data;
  g_autoptr(GError) error = NULL;
  char *link = guild_codat_read_link_finish (GUILD_CODAT (source), result, NULL, &error);

  if (link == NULL)
    {
      guild_error_show (GTK_WINDOW (self->window), error, _("No link was copied"));
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), link);
  explicit_bzero (link, strlen (link));
  g_free (link);
  GuildLinkVigil *vigil = guild_desk_get_vigil (self->window->desk, self->directory);
  if (vigil != NULL)
    guild_link_vigil_begin (vigil, self->company_id);
  tell (self->window, _("A fresh link is on the clipboard, for the customer only"));
}

/* CONNECTION_ID NULL: the company's own link, where the customer chooses the platform. */
static void
copy_link (GuildWindow *window, GuildDirectory *directory, const char *company_id,
           const char *connection_id)
{
  GuildService *service = guild_directory_get_service (directory);

  if (service == NULL || !GUILD_IS_CODAT (service))
    return;
  Copying *self = g_new0 (Copying, 1);
  self->window = g_object_ref (window);
  self->directory = g_object_ref (directory);
  self->company_id = g_strdup (company_id);
  guild_codat_read_link_async (GUILD_CODAT (service), company_id, connection_id, NULL,
                               link_read_cb, self);
}

static void
copy_connection_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr(Act) self = act_new (GUILD_WINDOW (widget), parameter);

  if (self != NULL)
    copy_link (GUILD_WINDOW (widget), self->directory, guild_company_get_id (self->company),
               guild_connection_get_id (self->connection));
}

void
guild_window_copy_link (GuildWindow *self, const char *company_id)
{
  copy_link (self, self->directory, company_id, NULL);
}

static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  const char *id = guild_company_pane_get_id (self->pane);

  if (id != NULL && self->directory != NULL)
    guild_window_copy_link (self, id);
}

static void
errors_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr(Act) self = act_new (GUILD_WINDOW (widget), parameter);

  if (self == NULL)
    return;
  g_autofree char *heading = g_strdup_printf (_("Errors of %s"), get_platform (self));
  g_autofree char *body = guild_connection_describe_errors (self->connection, guild_clock_now ());
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (widget), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompany *company = guild_company_pane_get_company (self->pane);

  if (company != NULL)
    guild_connect_dialog_present (GTK_WINDOW (self), self->desk, self->directory, company);
}

void
guild_window_install_connection_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.add-connection", NULL, add_action);
  guild_window_install_chase_action (klass);
  gtk_widget_class_install_action (klass, "win.copy-connection-link", "s",
                                   copy_connection_link_action);
  gtk_widget_class_install_action (klass, "win.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (klass, "win.delete-connection", "s", delete_action);
  gtk_widget_class_install_action (klass, "win.show-connection-errors", "s", errors_action);
  gtk_widget_class_install_action (klass, "win.unlink-connection", "s", unlink_action);
}

void
guild_window_update_connection_actions (GuildWindow *self, gboolean linkable)
{
  static const char * const names[] = { "win.add-connection", "win.copy-connection-link",
                                        "win.copy-link", "win.delete-connection",
                                        "win.unlink-connection" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    guild_window_enable (self, names[i], linkable);
}
