/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-workspace-dialog.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk.h"
#include "service/guild-registry.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-secret-row.h"
#include "ui/guild-weak.h"

struct _GuildWorkspaceDialog
{
  AdwWindow parent_instance;

  AdwComboRow         *account_row;       /* (template) */
  GtkWidget           *add_button;        /* (template) */
  GtkEditable         *base_url_row;      /* (template) */
  GtkEditable         *client_id_row;     /* (template) */
  AdwPreferencesGroup *credentials_group; /* (template) */
  GuildDialogMessage  *message;           /* (template) */
  GtkEditable         *name_row;          /* (template) */
  GtkEditable         *secret_row;        /* (template) */
  GtkSpinner          *spinner;           /* (template) */
  GtkWidget           *test_button;       /* (template) */

  GuildDesk      *desk;        /* (owned) */
  GuildDirectory *directory;   /* (owned) (nullable): of the workspace that is edited */
  char           *service_id;  /* (owned) */
  GPtrArray      *accounts;    /* (owned) (nullable) (element-type GuildAccount) */
  GuildService   *service;     /* (owned) (nullable): while it is tried */
  GCancellable   *cancellable; /* (owned) */
  gboolean        adding;      /* add, or save, once the test has passed */
  gboolean        saving;
};

G_DEFINE_FINAL_TYPE (GuildWorkspaceDialog, guild_workspace_dialog, ADW_TYPE_WINDOW)

static gboolean
is_autodesk (GuildWorkspaceDialog *self)
{
  return g_strcmp0 (self->service_id, "autodesk") == 0;
}

static gboolean
is_set (GtkEditable *row)
{
  return *gtk_editable_get_text (row) != '\0';
}

/* (nullable): NULL while one is added. */
static GuildWorkspace *
get_edited (GuildWorkspaceDialog *self)
{
  return self->directory != NULL ? guild_directory_get_workspace (self->directory) : NULL;
}

static gboolean
says (GtkEditable *row, const char *text)
{
  return g_str_equal (gtk_editable_get_text (row), text != NULL ? text : "");
}

/* The key that is kept was given for one client at one address, and is sent nowhere else. */
static gboolean
needs_secret (GuildWorkspaceDialog *self)
{
  GuildWorkspace *edited = get_edited (self);

  return edited == NULL || !says (self->base_url_row, guild_workspace_get_base_url (edited)) ||
         (is_autodesk (self) &&
          !says (self->client_id_row, guild_workspace_get_client_id (edited)));
}

static gboolean
is_changed (GuildWorkspaceDialog *self)
{
  return needs_secret (self) || is_set (self->secret_row) ||
         !says (self->name_row, guild_workspace_get_name (get_edited (self)));
}

static void
update (GuildWorkspaceDialog *self)
{
  gboolean complete = (is_set (self->secret_row) || !needs_secret (self)) &&
                      is_set (self->base_url_row) &&
                      (!is_autodesk (self) || is_set (self->client_id_row));
  gboolean busy = self->service != NULL || self->saving;

  gtk_widget_set_sensitive (self->test_button, complete && is_set (self->secret_row) && !busy);
  gtk_widget_set_sensitive (self->add_button, complete && is_set (self->name_row) &&
                                              is_changed (self) && !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->credentials_group), !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
input_changed_cb (GuildWorkspaceDialog *self)
{
  update (self);
}

static void
credentials_changed_cb (GuildWorkspaceDialog *self)
{
  /* Accounts found with other credentials say nothing about these. */
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), FALSE);
  update (self);
}

/* ---- the answer ---- */

static void
finish_trial (GuildWorkspaceDialog *self, const GError *error, const char *good)
{
  g_clear_object (&self->service);
  self->saving = FALSE;
  if (error != NULL)
    guild_dialog_message_set_error (self->message, error);
  else
    guild_dialog_message_set_text (self->message, "success", good);
  update (self);
}

static GuildAccount *
get_account (GuildWorkspaceDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->account_row);

  if (self->accounts == NULL || selected >= self->accounts->len)
    return NULL;
  return self->accounts->pdata[selected];
}

/* (transfer full) */
static GuildWorkspace *
make_workspace (GuildWorkspaceDialog *self)
{
  g_autofree char *base = g_strdup (gtk_editable_get_text (self->base_url_row));
  GuildAccount *account = get_account (self);
  GuildWorkspace *edited = get_edited (self);
  GuildWorkspace *workspace = guild_workspace_new (
    edited != NULL ? guild_workspace_get_id (edited) : NULL, self->service_id,
    gtk_editable_get_text (self->name_row), g_strstrip (base));

  if (is_autodesk (self))
    g_object_set (workspace, "client-id", gtk_editable_get_text (self->client_id_row),
                  "account-id", account != NULL ? account->account_id : NULL,
                  "region", account != NULL ? account->region : NULL, NULL);
  if (edited != NULL)
    g_object_set (workspace, "account-id", guild_workspace_get_account_id (edited),
                  "region", guild_workspace_get_region (edited), NULL);
  return workspace;
}

/* ---- saving an edited one ---- */

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean saved = guild_desk_edit_workspace_finish (GUILD_DESK (source), result, &error);

  if (self != NULL && saved)
    gtk_window_destroy (GTK_WINDOW (self));
  else if (self != NULL)
    finish_trial (self, error, NULL);
}

static void
save (GuildWorkspaceDialog *self)
{
  g_autoptr(GuildWorkspace) workspace = make_workspace (self);

  g_clear_object (&self->service);
  self->saving = TRUE;
  update (self);
  guild_desk_edit_workspace_async (
    self->desk, workspace,
    is_set (self->secret_row) ? gtk_editable_get_text (self->secret_row) : NULL, edited_cb,
    guild_weak_new (self));
}

static void
response_cb (GuildWorkspaceDialog *self, const char *response)
{
  if (g_str_equal (response, "use"))
    save (self);
  else
    finish_trial (self, NULL, NULL);
}

static void
ask_about_account (GuildWorkspaceDialog *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (self), _("Another Account?"),
    _("The service has none of the companies that are known here, so this seems to be the key of "
      "another account. If it is used, the list is replaced with that account’s companies, and "
      "earlier changes in Activity can no longer be undone. To see both accounts, add a workspace "
      "for the other one."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "use", _("_Use It Anyway"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "use", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
matched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean same =
    guild_directory_match_account_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL)
    return;
  if (error != NULL)
    finish_trial (self, error, NULL);
  else if (self->adding && same)
    save (self);
  else if (self->adding)
    ask_about_account (self);
  else if (same)
    finish_trial (self, NULL, _("Everything needed is there."));
  else
    {
      finish_trial (self, NULL, NULL);
      guild_dialog_message_set_text (self->message, "warning",
                                     _("This works, but seems to be another account: it has none of "
                                       "the companies that are known here."));
    }
}

/* ---- the trial ---- */

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildDirectory) directory =
    guild_desk_add_workspace_finish (GUILD_DESK (source), result, &error);

  if (self == NULL)
    return;
  if (directory == NULL)
    {
      finish_trial (self, error, NULL);
      return;
    }
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  g_autofree char *view = g_strconcat (guild_workspace_get_id (workspace), "/all", NULL);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-view", "s", view);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean good = guild_service_test_finish (GUILD_SERVICE (source), result, &error);

  if (self == NULL)
    return;
  if (good && self->directory != NULL)
    {
      guild_directory_match_account_async (self->directory, self->service, self->cancellable,
                                           matched_cb, guild_weak_new (self));
      return;
    }
  if (!good || !self->adding)
    {
      finish_trial (self, error, _("Everything needed is there."));
      return;
    }
  g_autoptr(GuildWorkspace) workspace = make_workspace (self);
  guild_desk_add_workspace_async (self->desk, workspace, gtk_editable_get_text (self->secret_row),
                                  self->cancellable, added_cb, guild_weak_new (self));
}

static void
test_service (GuildWorkspaceDialog *self)
{
  g_autoptr(GuildWorkspace) workspace = make_workspace (self);

  g_clear_object (&self->service);
  self->service = guild_registry_create (workspace, gtk_editable_get_text (self->secret_row));
  guild_service_test_async (self->service, self->cancellable, tested_cb, guild_weak_new (self));
  update (self);
}

static void
show_accounts (GuildWorkspaceDialog *self, GPtrArray *accounts)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  self->accounts = accounts;
  for (guint i = 0; i < accounts->len; i++)
    {
      GuildAccount *account = accounts->pdata[i];
      g_autofree char *name = g_strdup_printf ("%s · %s", account->name, account->region);
      gtk_string_list_append (names, name);
    }
  adw_combo_row_set_model (self->account_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), TRUE);
}

static void
accounts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) warnings = NULL;
  g_autoptr(GPtrArray) accounts = guild_autodesk_list_accounts_finish (
    GUILD_AUTODESK (source), result, &warnings, &error);

  if (self == NULL)
    return;
  if (accounts == NULL)
    {
      finish_trial (self, error, NULL);
      return;
    }
  if (accounts->len == 0)
    {
      g_autoptr(GError) none = g_error_new_literal (
        GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN,
        warnings != NULL && warnings->len > 0
          ? warnings->pdata[0]
          : _("This client may not see any account. An account administrator must add its client "
              "ID under Custom Integrations. Nothing was saved."));
      finish_trial (self, none, NULL);
      return;
    }

  gboolean choose = accounts->len > 1;
  show_accounts (self, g_steal_pointer (&accounts));
  if (choose && self->adding)
    {
      /* Which one is the person's choice. */
      finish_trial (self, NULL, _("Choose the account, then add the workspace."));
      gtk_widget_grab_focus (GTK_WIDGET (self->account_row));
      return;
    }
  test_service (self);
}

static void
begin_trial (GuildWorkspaceDialog *self, gboolean adding)
{
  self->adding = adding;
  guild_dialog_message_set_error (self->message, NULL);
  if (self->directory != NULL && !is_set (self->secret_row))
    {
      save (self);
      return;
    }
  if (self->directory != NULL || !is_autodesk (self) || self->accounts != NULL)
    {
      test_service (self);
      return;
    }
  g_autoptr(GuildWorkspace) workspace = make_workspace (self);
  self->service = guild_registry_create (workspace, gtk_editable_get_text (self->secret_row));
  guild_autodesk_list_accounts_async (GUILD_AUTODESK (self->service), self->cancellable,
                                      accounts_cb, guild_weak_new (self));
  update (self);
}

static void
test_clicked_cb (GuildWorkspaceDialog *self)
{
  begin_trial (self, FALSE);
}

static void
add_clicked_cb (GuildWorkspaceDialog *self)
{
  begin_trial (self, TRUE);
}

/* ---- life ---- */

static void
guild_workspace_dialog_dispose (GObject *object)
{
  GuildWorkspaceDialog *self = GUILD_WORKSPACE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->desk);
  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_WORKSPACE_DIALOG);

  G_OBJECT_CLASS (guild_workspace_dialog_parent_class)->dispose (object);
}

static void
guild_workspace_dialog_finalize (GObject *object)
{
  GuildWorkspaceDialog *self = GUILD_WORKSPACE_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_free (self->service_id);

  G_OBJECT_CLASS (guild_workspace_dialog_parent_class)->finalize (object);
}

static void
guild_workspace_dialog_class_init (GuildWorkspaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_workspace_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_workspace_dialog_finalize;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-workspace-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, account_row);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, base_url_row);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, client_id_row);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, credentials_group);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, test_button);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, credentials_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, input_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
}

static void
guild_workspace_dialog_init (GuildWorkspaceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  guild_secret_row_name_button (ADW_PASSWORD_ENTRY_ROW (self->secret_row));
}

static void
set_service (GuildWorkspaceDialog *self, const char *service_id)
{
  gboolean autodesk = g_strcmp0 (service_id, "autodesk") == 0;

  self->service_id = g_strdup (service_id);
  gtk_window_set_title (GTK_WINDOW (self), autodesk ? _("Add Autodesk") : _("Add Codat"));
  gtk_editable_set_text (self->name_row, autodesk ? _("Autodesk") : _("Codat"));
  gtk_editable_set_text (self->base_url_row, guild_workspace_default_base_url (service_id));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 autodesk ? _("Client Secret") : _("API Key"));
  gtk_widget_set_visible (GTK_WIDGET (self->client_id_row), autodesk);
  adw_preferences_group_set_description (
    self->credentials_group,
    autodesk
      ? _("An app of the kind Server-to-Server, registered with Autodesk and added to the account "
          "under Custom Integrations. The secret is kept in this computer’s keyring.")
      : _("An API key from the Codat Portal, Settings → API keys. The authorization header shown "
          "there works too. The key is kept in this computer’s keyring."));
  update (self);
}

/* What is there, to be changed. */
static void
set_edited (GuildWorkspaceDialog *self, GuildDirectory *directory)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  const char *client_id = guild_workspace_get_client_id (workspace);
  gboolean autodesk = is_autodesk (self);

  self->directory = g_object_ref (directory);
  gtk_window_set_title (GTK_WINDOW (self), _("Edit Workspace"));
  gtk_button_set_label (GTK_BUTTON (self->add_button), _("_Save"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 autodesk ? _("New Client Secret") : _("New API Key"));
  gtk_editable_set_text (self->name_row, guild_workspace_get_name (workspace));
  gtk_editable_set_text (self->base_url_row, guild_workspace_get_base_url (workspace));
  gtk_editable_set_text (self->client_id_row, client_id != NULL ? client_id : "");
  adw_preferences_group_set_description (
    self->credentials_group,
    autodesk
      ? _("Left empty, the secret in this computer’s keyring stays. A new one is tried before it "
          "takes its place, and has to be entered when the client or the address changes.")
      : _("Left empty, the key in this computer’s keyring stays. A new one is tried before it takes "
          "its place, and has to be entered when the address changes."));
  update (self);
}

static GuildWorkspaceDialog *
make_dialog (GtkWindow *parent, GuildDesk *desk, const char *service_id)
{
  GuildWorkspaceDialog *self =
    g_object_new (GUILD_TYPE_WORKSPACE_DIALOG, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  set_service (self, service_id);
  return self;
}

void
guild_workspace_dialog_present (GtkWindow *parent, GuildDesk *desk, const char *service_id)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DESK (desk));
  g_return_if_fail (guild_registry_find (service_id) != NULL);

  GuildWorkspaceDialog *self = make_dialog (parent, desk, service_id);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (is_autodesk (self) ? self->client_id_row
                                                        : self->secret_row));
}

void
guild_workspace_dialog_present_edit (GtkWindow *parent, GuildDesk *desk,
                                     GuildDirectory *directory)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DESK (desk));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  GuildWorkspaceDialog *self =
    make_dialog (parent, desk, guild_workspace_get_service_id (workspace));
  set_edited (self, directory);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
}
