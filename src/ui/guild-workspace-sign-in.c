/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-workspace-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk-people.h"
#include "service/autodesk/guild-autodesk-sign-in.h"
#include "ui/guild-error.h"
#include "ui/guild-weak.h"

/* Signing in by browser. Who signed in is kept in memory until the workspace is added or saved;
 * when it is not, the sign-in is revoked. */

static void
show_state (GuildWorkspaceDialog *self, const char *title, const char *subtitle,
            const char *button)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sign_in_row), title);
  adw_action_row_set_subtitle (self->sign_in_row, subtitle);
  gtk_button_set_label (self->sign_in_button, button);
}

static void
show_user (GuildWorkspaceDialog *self, const GuildUser *user)
{
  const char *name = *user->name != '\0' ? user->name : user->email;
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_("Signed in as %s"), name);

  show_state (self, title, name == user->email ? "" : user->email, _("Sign _In Again…"));
}

static void
user_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWorkspaceDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildUser) user =
    guild_autodesk_read_user_finish (GUILD_AUTODESK (source), result, &error);

  if (self == NULL || (user == NULL && guild_error_is_cancelled (error)))
    return;
  if (user != NULL)
    show_user (self, user);
  else
    show_state (self, _("Browser Sign-In"), error->message, _("Sign _In Again…"));
  if (self->looking)
    guild_workspace_trial_list (self);
}

void
guild_workspace_sign_in_show_user (GuildWorkspaceDialog *self, GuildService *service)
{
  if (GUILD_IS_AUTODESK (service) && guild_autodesk_is_signed_in (GUILD_AUTODESK (service)))
    guild_autodesk_read_user_async (GUILD_AUTODESK (service), self->cancellable, user_cb,
                                    guild_weak_new (self));
  else
    show_state (self, _("Not Signed In"), _("Opens Autodesk’s page in the browser"),
                _("Sign _In…"));
}

void
guild_workspace_sign_in_discard (GuildWorkspaceDialog *self)
{
  if (self->draft == NULL)
    return;
  guild_desk_discard_sign_in (self->desk, self->draft);
  g_clear_object (&self->draft);
}

void
guild_workspace_sign_in_begin (GuildWorkspaceDialog *self)
{
  g_autoptr(GuildWorkspace) made = guild_workspace_dialog_make (self);
  g_autoptr(GError) error = NULL;

  guild_workspace_sign_in_discard (self);
  guild_workspace_sign_in_show_user (self, NULL);
  /* Under an id of its own: what the keyring holds is untouched until somebody is signed in. */
  self->draft = g_object_new (
    GUILD_TYPE_WORKSPACE, "service-id", "autodesk", "name", guild_workspace_get_name (made),
    "base-url", guild_workspace_get_base_url (made), "client-id",
    guild_workspace_get_client_id (made), "redirect-url", guild_workspace_get_redirect_url (made),
    "sign-in", GUILD_WORKSPACE_BROWSER, "sandbox", TRUE, NULL);
  guild_dialog_message_set_error (self->message, NULL);
  if (guild_sign_in_view_begin (self->sign_in_view, self->draft, &error))
    gtk_stack_set_visible_child_name (self->stack, "wait");
  else
    {
      g_clear_object (&self->draft);
      guild_dialog_message_set_error (self->message, error);
    }
  guild_workspace_dialog_update (self);
}

void
guild_workspace_sign_in_ended (GuildWorkspaceDialog *self, const GError *error)
{
  gtk_stack_set_visible_child_name (self->stack, "form");
  /* The browser has the screen. */
  gtk_window_present (GTK_WINDOW (self));
  if (error == NULL)
    {
      guild_workspace_trial_look (self);
      return;
    }
  g_clear_object (&self->draft);
  if (!guild_error_is_cancelled (error))
    guild_dialog_message_set_error (self->message, error);
  guild_workspace_dialog_update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->sign_in_button));
}
