/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-workspace-dialog.h"

#include <string.h>
#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk-sign-in.h"
#include "service/autodesk/guild-autodesk.h"
#include "service/guild-registry.h"
#include "ui/guild-secret-row.h"
#include "ui/guild-window.h"
#include "ui/guild-workspace-dialog-private.h"

G_DEFINE_FINAL_TYPE (GuildWorkspaceDialog, guild_workspace_dialog, ADW_TYPE_WINDOW)

/* ---- what the rows say ---- */

gboolean
guild_workspace_dialog_is_autodesk (GuildWorkspaceDialog *self)
{
  return g_strcmp0 (self->service_id, "autodesk") == 0;
}

GuildWorkspace *
guild_workspace_dialog_get_edited (GuildWorkspaceDialog *self)
{
  return self->directory != NULL ? guild_directory_get_workspace (self->directory) : NULL;
}

gboolean
guild_workspace_dialog_uses_browser (GuildWorkspaceDialog *self)
{
  return guild_workspace_dialog_is_autodesk (self) &&
         gtk_check_button_get_active (self->browser_check);
}

static gboolean
is_set (GtkEditable *row)
{
  return *gtk_editable_get_text (row) != '\0';
}

static gboolean
says (GtkEditable *row, const char *text)
{
  return g_str_equal (gtk_editable_get_text (row), text != NULL ? text : "");
}

/* (transfer full) (nullable): NULL when nothing is entered. */
static char *
dup_entered (GtkEditable *row)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* (transfer full) (nullable): without the mark of hubs, with which it is copied easily. */
static char *
dup_account_id (GuildWorkspaceDialog *self)
{
  char *id = dup_entered (self->account_id_row);

  if (id != NULL && g_str_has_prefix (id, "b."))
    memmove (id, id + 2, strlen (id) - 1);
  return id;
}

static void
set_autodesk (GuildWorkspaceDialog *self, GuildWorkspace *workspace)
{
  gboolean browser = guild_workspace_dialog_uses_browser (self);
  g_autofree char *client_id = dup_entered (self->client_id_row);
  g_autofree char *account_id = dup_account_id (self);
  g_autofree char *user_id = dup_entered (self->user_id_row);
  g_autofree char *redirect = dup_entered (self->redirect_row);
  gboolean usual = g_strcmp0 (redirect, GUILD_AUTODESK_REDIRECT) == 0;

  g_object_set (workspace, "client-id", client_id, "account-id", account_id, "region",
                guild_workspace_accounts_get_region (self), "user-id", browser ? NULL : user_id,
                "sign-in", browser ? GUILD_WORKSPACE_BROWSER : NULL, "redirect-url",
                browser && !usual ? redirect : NULL, NULL);
}

GuildWorkspace *
guild_workspace_dialog_make (GuildWorkspaceDialog *self)
{
  g_autofree char *base = dup_entered (self->base_url_row);
  GuildWorkspace *edited = guild_workspace_dialog_get_edited (self);
  GuildWorkspace *workspace = guild_workspace_new (
    edited != NULL ? guild_workspace_get_id (edited) : NULL, self->service_id,
    gtk_editable_get_text (self->name_row), base);

  if (guild_workspace_dialog_is_autodesk (self))
    set_autodesk (self, workspace);
  return workspace;
}

/* ---- what can be done ---- */

static gboolean
is_elsewhere (GuildWorkspaceDialog *self)
{
  GuildWorkspace *edited = guild_workspace_dialog_get_edited (self);
  const char *region = guild_workspace_get_region (edited);

  return guild_workspace_dialog_is_autodesk (self) &&
         g_strcmp0 (guild_workspace_accounts_get_region (self),
                    region != NULL && *region != '\0' ? region : "US") != 0;
}

/* The key that is kept was given for one client at one address, and is sent nowhere else. */
gboolean
guild_workspace_dialog_needs_secret (GuildWorkspaceDialog *self)
{
  GuildWorkspace *edited = guild_workspace_dialog_get_edited (self);

  return edited == NULL || !says (self->base_url_row, guild_workspace_get_base_url (edited)) ||
         (guild_workspace_dialog_is_autodesk (self) &&
          !says (self->client_id_row, guild_workspace_get_client_id (edited)));
}

gboolean
guild_workspace_dialog_needs_test (GuildWorkspaceDialog *self)
{
  return guild_workspace_dialog_needs_secret (self) || is_set (self->secret_row) ||
         self->draft != NULL || is_elsewhere (self) ||
         !says (self->user_id_row,
                guild_workspace_get_user_id (guild_workspace_dialog_get_edited (self)));
}

static gboolean
is_changed (GuildWorkspaceDialog *self)
{
  GuildWorkspace *edited = guild_workspace_dialog_get_edited (self);

  if (guild_workspace_dialog_needs_test (self) ||
      !says (self->name_row, guild_workspace_get_name (edited)))
    return TRUE;
  const char *redirect = guild_workspace_get_redirect_url (edited);
  return guild_workspace_dialog_uses_browser (self) &&
         !says (self->redirect_row, redirect != NULL ? redirect : GUILD_AUTODESK_REDIRECT);
}

static gboolean
has_secret (GuildWorkspaceDialog *self)
{
  if (!guild_workspace_dialog_uses_browser (self))
    return is_set (self->secret_row) || !guild_workspace_dialog_needs_secret (self);
  return self->draft != NULL ||
         (!guild_workspace_dialog_needs_secret (self) &&
          guild_directory_get_service (self->directory) != NULL);
}

/* The words below the redirect address, and whether it will do. */
static gboolean
check_redirect (GuildWorkspaceDialog *self)
{
  g_autofree char *redirect = dup_entered (self->redirect_row);
  const char *wrong = guild_autodesk_check_redirect (redirect);

  gtk_label_set_label (self->redirect_note,
                       wrong != NULL ? wrong
                       : _("Register this address for the application at Autodesk letter by letter: "
                           "its port counts, and so does the slash at its end."));
  if (wrong != NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->redirect_note), "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (self->redirect_row), "error");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->redirect_note), "dim-label");
      gtk_widget_remove_css_class (GTK_WIDGET (self->redirect_row), "error");
    }
  gtk_widget_set_sensitive (self->copy_button, wrong == NULL);
  return wrong == NULL;
}

void
guild_workspace_dialog_update (GuildWorkspaceDialog *self)
{
  gboolean browser = guild_workspace_dialog_uses_browser (self);
  gboolean fit = !browser || check_redirect (self);
  gboolean client = is_set (self->base_url_row) &&
                    (!guild_workspace_dialog_is_autodesk (self) || is_set (self->client_id_row));
  gboolean waiting = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "wait");
  gboolean busy = self->trying || self->saving || waiting;
  gboolean complete = client && fit && has_secret (self) && !busy;
  gboolean elsewhere = browser && self->directory != NULL && self->draft == NULL;

  gtk_widget_set_sensitive (self->test_button,
                            complete && (!browser || is_set (self->account_id_row)));
  gtk_widget_set_sensitive (self->add_button, complete && is_set (self->name_row) &&
                                              (!browser || is_set (self->account_id_row)) &&
                                              (self->directory == NULL || is_changed (self)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in_button), client && fit && !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !busy);
  /* Another region is another service, and that needs a token of its own. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->region_row), !elsewhere);
  gtk_spinner_set_spinning (self->spinner, busy && !waiting);
}

/* ---- signals ---- */

static void
input_changed_cb (GuildWorkspaceDialog *self)
{
  guild_workspace_dialog_update (self);
}

static void
credentials_changed_cb (GuildWorkspaceDialog *self)
{
  /* Accounts found with other credentials say nothing about these, nor does who signed in. */
  guild_workspace_accounts_show (self, NULL, NULL);
  guild_workspace_accounts_offer (self, NULL);
  if (self->draft != NULL)
    {
      guild_workspace_sign_in_discard (self);
      guild_workspace_sign_in_show_user (self, NULL);
    }
  guild_workspace_dialog_update (self);
}

static void
show_kind (GuildWorkspaceDialog *self)
{
  gboolean autodesk = guild_workspace_dialog_is_autodesk (self);
  gboolean browser = guild_workspace_dialog_uses_browser (self);

  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), !browser);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_row), browser);
  gtk_widget_set_visible (GTK_WIDGET (self->redirect_row), browser);
  gtk_widget_set_visible (GTK_WIDGET (self->user_id_row), autodesk && !browser);
}

static void
kind_changed_cb (GuildWorkspaceDialog *self)
{
  show_kind (self);
  guild_dialog_message_set_error (self->message, NULL);
  credentials_changed_cb (self);
}

static void
copy_clicked_cb (GuildWorkspaceDialog *self)
{
  g_autofree char *redirect = dup_entered (self->redirect_row);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), redirect);
  guild_dialog_message_set_text (self->message, "success",
                                 _("The redirect address is on the clipboard."));
}

static void
found_clicked_cb (GuildWorkspaceDialog *self)
{
  guild_workspace_accounts_set_region (self, self->found_region);
  guild_workspace_trial_begin (self, FALSE);
}

static void
sign_in_ended_cb (GuildWorkspaceDialog *self, const GError *error)
{
  guild_workspace_sign_in_ended (self, error);
}

static void
sign_out_clicked_cb (GuildWorkspaceDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (GUILD_IS_WINDOW (parent))
    guild_window_sign_out (GUILD_WINDOW (parent), self->directory);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
test_clicked_cb (GuildWorkspaceDialog *self)
{
  guild_workspace_trial_begin (self, FALSE);
}

static void
add_clicked_cb (GuildWorkspaceDialog *self)
{
  guild_workspace_trial_begin (self, TRUE);
}

/* ---- life ---- */

static void
guild_workspace_dialog_dispose (GObject *object)
{
  GuildWorkspaceDialog *self = GUILD_WORKSPACE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->service);
  if (!self->saving)
    guild_workspace_sign_in_discard (self);
  g_clear_object (&self->draft);
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
  g_free (self->found_region);
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
  g_type_ensure (GUILD_TYPE_SIGN_IN_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-workspace-dialog.ui");
#define BIND(name) \
  gtk_widget_class_bind_template_child (widget_class, GuildWorkspaceDialog, name)
  BIND (account_id_row);
  BIND (account_row);
  BIND (add_button);
  BIND (base_url_row);
  BIND (browser_check);
  BIND (client_id_row);
  BIND (copy_button);
  BIND (credentials_group);
  BIND (found_row);
  BIND (kind_group);
  BIND (message);
  BIND (name_row);
  BIND (notes_row);
  BIND (page);
  BIND (redirect_note);
  BIND (redirect_row);
  BIND (region_row);
  BIND (secret_check);
  BIND (secret_row);
  BIND (sign_in_button);
  BIND (sign_in_row);
  BIND (sign_in_view);
  BIND (sign_out_row);
  BIND (spinner);
  BIND (stack);
  BIND (test_button);
  BIND (user_id_row);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, credentials_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, guild_workspace_accounts_chosen);
  gtk_widget_class_bind_template_callback (widget_class, guild_workspace_accounts_typed);
  gtk_widget_class_bind_template_callback (widget_class, guild_workspace_sign_in_begin);
  gtk_widget_class_bind_template_callback (widget_class, input_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_ended_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_out_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
}

static void
guild_workspace_dialog_init (GuildWorkspaceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  guild_workspace_accounts_init (self);
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
  gtk_editable_set_text (self->redirect_row, GUILD_AUTODESK_REDIRECT);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 autodesk ? _("Client Secret") : _("API Key"));
  gtk_widget_set_visible (self->kind_group, autodesk);
  if (autodesk)
    gtk_window_set_default_size (GTK_WINDOW (self), 500, 680);
  gtk_widget_set_visible (GTK_WIDGET (self->client_id_row), autodesk);
  gtk_widget_set_visible (GTK_WIDGET (self->account_id_row), autodesk);
  gtk_widget_set_visible (GTK_WIDGET (self->region_row), autodesk);
  adw_preferences_group_set_description (
    self->credentials_group,
    autodesk
      ? NULL
      : _("An API key from the Codat Portal, Settings → API keys. The authorization header shown "
          "there works too. The key is kept in this computer’s keyring."));
  guild_workspace_sign_in_show_user (self, NULL);
  show_kind (self);
  guild_workspace_dialog_update (self);
}

static const char *
describe_edited (GuildWorkspaceDialog *self)
{
  if (guild_workspace_dialog_uses_browser (self))
    return _("Signed in by browser, this workspace only reads. Sign in again when the sign-in has "
             "ended, or when the client or the address changes.");
  if (guild_workspace_dialog_is_autodesk (self))
    return _("Left empty, the secret in this computer’s keyring stays. A new one is tried before it "
             "takes its place, and has to be entered when the client or the address changes.");
  return _("Left empty, the key in this computer’s keyring stays. A new one is tried before it takes "
           "its place, and has to be entered when the address changes.");
}

static void
fill (GtkEditable *row, const char *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

/* What is there, to be changed. */
static void
set_edited (GuildWorkspaceDialog *self, GuildDirectory *directory)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  GuildService *service = guild_directory_get_service (directory);
  const char *redirect = guild_workspace_get_redirect_url (workspace);
  gboolean browser = guild_workspace_uses_browser (workspace);

  self->directory = g_object_ref (directory);
  gtk_check_button_set_active (self->browser_check, browser);
  gtk_widget_set_visible (self->kind_group, FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _("Edit Workspace"));
  gtk_button_set_label (GTK_BUTTON (self->add_button), _("_Save"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 guild_workspace_dialog_is_autodesk (self)
                                   ? _("New Client Secret") : _("New API Key"));
  fill (self->name_row, guild_workspace_get_name (workspace));
  fill (self->base_url_row, guild_workspace_get_base_url (workspace));
  fill (self->client_id_row, guild_workspace_get_client_id (workspace));
  fill (self->account_id_row, guild_workspace_get_account_id (workspace));
  fill (self->user_id_row, guild_workspace_get_user_id (workspace));
  fill (self->redirect_row, redirect != NULL ? redirect : GUILD_AUTODESK_REDIRECT);
  guild_workspace_accounts_set_region (self, guild_workspace_get_region (workspace));
  /* Another account is another list of companies. */
  gtk_editable_set_editable (self->account_id_row, FALSE);
  gtk_widget_set_visible (self->sign_out_row, browser && service != NULL);
  guild_workspace_sign_in_show_user (self, service);
  adw_preferences_group_set_description (self->credentials_group, describe_edited (self));
  guild_workspace_dialog_update (self);
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
  gtk_widget_grab_focus (guild_workspace_dialog_is_autodesk (self)
                           ? GTK_WIDGET (self->secret_check) : GTK_WIDGET (self->secret_row));
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
  gtk_widget_grab_focus (guild_workspace_uses_browser (workspace)
                           ? GTK_WIDGET (self->sign_in_button) : GTK_WIDGET (self->secret_row));
}
