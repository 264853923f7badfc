/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-workspace-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk.h"
#include "service/guild-registry.h"
#include "ui/guild-weak.h"

/* Test, Add and Save: the key (typed, signed in for, or kept), the accounts, one question to the
 * service, and what comes of it. */

static void
finish (GuildWorkspaceDialog *self, const GError *error, const char *good)
{
  g_clear_object (&self->service);
  self->trying = FALSE;
  self->saving = FALSE;
  self->looking = FALSE;
  if (error != NULL)
    guild_dialog_message_set_error (self->message, error);
  else
    guild_dialog_message_set_text (self->message, "success", good);
  guild_workspace_dialog_update (self);
}

/* ---- keeping it ---- */

/* What the desk does outlives the dialog. */
typedef struct
{
  gpointer        dialog; /* (owned): guild_weak_new() */
  GuildWorkspace *draft;  /* (owned) (nullable) */
} Keeping;

/* Takes KEEPING; (transfer full) (nullable): the dialog, when it is still there. */
static GuildWorkspaceDialog *
end_keeping (Keeping *keeping, GuildDesk *desk, gboolean kept)
{
  GuildWorkspaceDialog *self = guild_weak_take (keeping->dialog);

  /* The desk has the token now. */
  if (kept && keeping->draft != NULL)
    guild_keyring_clear_async (keeping->draft, NULL, NULL, NULL);
  else if (self == NULL && keeping->draft != NULL)
    guild_desk_discard_sign_in (desk, keeping->draft);
  if (kept && self != NULL)
    g_clear_object (&self->draft);
  g_clear_object (&keeping->draft);
  g_free (keeping);
  return self;
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  gboolean saved = guild_desk_edit_workspace_finish (GUILD_DESK (source), result, &error);
  g_autoptr(GuildWorkspaceDialog) self = end_keeping (data, GUILD_DESK (source), saved);

  if (self != NULL && saved)
    gtk_window_destroy (GTK_WINDOW (self));
  else if (self != NULL)
    finish (self, error, NULL);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildDirectory) directory =
    guild_desk_add_workspace_finish (GUILD_DESK (source), result, &error);
  g_autoptr(GuildWorkspaceDialog) self =
    end_keeping (data, GUILD_DESK (source), directory != NULL);

  if (self == NULL)
    return;
  if (directory == NULL)
    {
      finish (self, error, NULL);
      return;
    }
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  g_autofree char *view = g_strconcat (guild_workspace_get_id (workspace), "/all", NULL);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-view", "s", view);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* SECRET (nullable): the one that is kept stays. */
static void
keep (GuildWorkspaceDialog *self, const char *secret)
{
  g_autoptr(GuildWorkspace) workspace = guild_workspace_dialog_make (self);
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->dialog = guild_weak_new (self);
  keeping->draft = self->draft != NULL ? g_object_ref (self->draft) : NULL;
  if (self->directory != NULL)
    guild_desk_edit_workspace_async (self->desk, workspace, secret, edited_cb, keeping);
  else
    guild_desk_add_workspace_async (self->desk, workspace, secret,
                                    self->draft == NULL ? self->cancellable : NULL, added_cb,
                                    keeping);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  char *token = guild_keyring_lookup_finish (result, &error);

  if (self != NULL && token != NULL)
    keep (self, token);
  else if (self != NULL)
    {
      if (error == NULL)
        g_set_error_literal (&error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
                             _("The sign-in has ended. Nothing was saved. Sign in again."));
      finish (self, error, NULL);
    }
  guild_keyring_free_secret (token);
}

/* The test has passed, or is not needed. */
static void
save (GuildWorkspaceDialog *self)
{
  const char *typed = gtk_editable_get_text (self->secret_row);

  g_clear_object (&self->service);
  self->saving = TRUE;
  guild_workspace_dialog_update (self);
  if (self->draft != NULL)
    /* The test has spent the first token, and the next is there. */
    guild_keyring_lookup_async (self->draft, self->cancellable, renewed_cb,
                                guild_weak_new (self));
  else
    keep (self, *typed != '\0' ? typed : NULL);
}

/* ---- whether it is the same account ---- */

static void
response_cb (GuildWorkspaceDialog *self, const char *response)
{
  if (g_str_equal (response, "use"))
    save (self);
  else
    finish (self, NULL, NULL);
}

static void
ask_about_account (GuildWorkspaceDialog *self)
{
  GtkWidget *dialog = guild_alert_new (
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
    finish (self, error, NULL);
  else if (self->adding && same)
    save (self);
  else if (self->adding)
    ask_about_account (self);
  else if (same)
    finish (self, NULL, _("Everything needed is there."));
  else
    {
      finish (self, NULL, NULL);
      guild_dialog_message_set_text (self->message, "warning",
                                     _("This works, but seems to be another account: it has none of "
                                       "the companies that are known here."));
    }
}

/* ---- the question ---- */

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean good = guild_service_test_finish (GUILD_SERVICE (source), result, &error);

  if (self == NULL)
    return;
  if (!good && GUILD_IS_AUTODESK (source))
    guild_workspace_accounts_offer (self,
                                    guild_autodesk_get_found_region (GUILD_AUTODESK (source)));
  if (good && self->directory != NULL)
    guild_directory_match_account_async (self->directory, self->service, self->cancellable,
                                         matched_cb, guild_weak_new (self));
  else if (good && self->adding)
    save (self);
  else
    finish (self, error, _("Everything needed is there."));
}

static void
test (GuildWorkspaceDialog *self)
{
  guild_service_test_async (self->service, self->cancellable, tested_cb, guild_weak_new (self));
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
      finish (self, error, NULL);
      return;
    }
  if (accounts->len == 0)
    {
      g_set_error_literal (
        &error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN,
        self->draft != NULL
          ? _("No account was found. An account administrator must add this client ID under Custom "
              "Integrations and make you a member. Nothing was saved.")
          : _("This client may not see any account. An account administrator must add its client "
              "ID under Custom Integrations. Nothing was saved."));
      guild_workspace_accounts_show (self, NULL, warnings);
      finish (self, error, NULL);
      return;
    }

  gboolean one = accounts->len == 1;
  guild_workspace_accounts_show (self, g_steal_pointer (&accounts), warnings);
  if (self->looking || (self->adding && !one))
    {
      /* Which one is the person's choice. */
      finish (self, NULL, one ? NULL : _("Choose the account, then add the workspace."));
      gtk_widget_grab_focus (one ? self->add_button : GTK_WIDGET (self->account_row));
      return;
    }
  guild_workspace_trial_begin (self, self->adding);
}

void
guild_workspace_trial_list (GuildWorkspaceDialog *self)
{
  if (self->directory != NULL)
    {
      /* It stays with its account. */
      finish (self, NULL, NULL);
      gtk_widget_grab_focus (self->add_button);
      return;
    }
  guild_autodesk_list_accounts_async (GUILD_AUTODESK (self->service), self->cancellable,
                                      accounts_cb, guild_weak_new (self));
}

/* ---- the key ---- */

static void
begin_with (GuildWorkspaceDialog *self, const char *secret)
{
  g_autoptr(GuildWorkspace) workspace = guild_workspace_dialog_make (self);

  g_clear_object (&self->service);
  if (self->draft != NULL)
    {
      /* Whatever is renewed meanwhile belongs to the draft. */
      g_object_set (self->draft, "account-id", guild_workspace_get_account_id (workspace),
                    "region", guild_workspace_get_region (workspace), NULL);
      g_set_object (&workspace, self->draft);
    }
  self->service = guild_registry_create (workspace, secret);
  if (self->looking)
    guild_workspace_sign_in_show_user (self, self->service);
  else if (guild_workspace_dialog_is_autodesk (self) && self->directory == NULL &&
           guild_workspace_get_account_id (workspace) == NULL)
    guild_workspace_trial_list (self);
  else
    test (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  char *secret = guild_keyring_lookup_finish (result, &error);

  if (self != NULL && secret != NULL)
    begin_with (self, secret);
  else if (self != NULL)
    {
      if (error == NULL)
        g_set_error_literal (&error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
                             _("This computer holds no key for this workspace. Enter it again."));
      finish (self, error, NULL);
    }
  guild_keyring_free_secret (secret);
}

void
guild_workspace_trial_look (GuildWorkspaceDialog *self)
{
  self->looking = TRUE;
  self->trying = TRUE;
  guild_workspace_dialog_update (self);
  guild_keyring_lookup_async (self->draft, self->cancellable, found_cb, guild_weak_new (self));
}

void
guild_workspace_trial_begin (GuildWorkspaceDialog *self, gboolean adding)
{
  const char *typed = gtk_editable_get_text (self->secret_row);
  GuildService *kept =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;

  self->adding = adding;
  self->trying = TRUE;
  guild_dialog_message_set_error (self->message, NULL);
  guild_workspace_accounts_offer (self, NULL);
  if (adding && self->directory != NULL && !guild_workspace_dialog_needs_test (self))
    save (self);
  else if (self->draft != NULL)
    guild_keyring_lookup_async (self->draft, self->cancellable, found_cb, guild_weak_new (self));
  else if (*typed != '\0')
    begin_with (self, typed);
  else if (guild_workspace_dialog_uses_browser (self))
    {
      /* A token of its own would end the sign-in that is used already. */
      g_set_object (&self->service, kept);
      test (self);
    }
  else
    guild_keyring_lookup_async (guild_workspace_dialog_get_edited (self), self->cancellable,
                                found_cb, guild_weak_new (self));
  guild_workspace_dialog_update (self);
}
