/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-webhooks-page.h"

#include <glib/gi18n.h>

#include "ui/guild-signature-dialog.h"
#include "ui/guild-webhook-dialog.h"

struct _GuildWebhooksPage
{
  GuildSettingsPage parent_instance;

  GPtrArray          *webhooks; /* (owned) (nullable) (element-type GuildCodatWebhook) */
  GuildWebhookDialog *dialog;   /* (weak) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildWebhooksPage, guild_webhooks_page, GUILD_TYPE_SETTINGS_PAGE)

static gboolean
is_there (GuildWebhooksPage *self, const char *body)
{
  for (guint i = 0; self->webhooks != NULL && i < self->webhooks->len; i++)
    if (guild_codat_webhook_says (self->webhooks->pdata[i], body))
      return TRUE;
  return FALSE;
}

static void
created_cb (GuildWebhookDialog *dialog, const char *url, const char *body, GuildWebhooksPage *self)
{
  if (is_there (self, body))
    {
      g_autoptr(GError) error = g_error_new_literal (
        G_IO_ERROR, G_IO_ERROR_EXISTS,
        _("There is a webhook to this address for these events already. Nothing was sent."));
      guild_webhook_dialog_refuse (dialog, error);
      return;
    }
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_CREATE_WEBHOOK, NULL, NULL, body);

  guild_settings_page_perform (GUILD_SETTINGS_PAGE (self), write, NULL, url, _("Webhook added"),
                               _("The webhook was not added"));
}

static void
new_clicked_cb (GuildWebhooksPage *self)
{
  GtkWidget *dialog =
    guild_webhook_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_set_weak_pointer (&self->dialog, GUILD_WEBHOOK_DIALOG (dialog));
  g_signal_connect_object (dialog, "create", G_CALLBACK (created_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
delete_webhook (GuildSettingsPage *page, gpointer data)
{
  GuildWebhooksPage *self = GUILD_WEBHOOKS_PAGE (page);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_DELETE_WEBHOOK, NULL, data, NULL);
  g_autofree char *url = NULL;

  for (guint i = 0; self->webhooks != NULL && i < self->webhooks->len; i++)
    {
      const GuildCodatWebhook *webhook = self->webhooks->pdata[i];
      if (g_strcmp0 (webhook->id, data) == 0)
        url = g_strdup (webhook->url);
    }
  guild_settings_page_perform (page, write, NULL, url, _("Webhook deleted"),
                               _("The webhook was not deleted"));
}

static void
delete_clicked_cb (GtkWidget *button, GuildSettingsPage *self)
{
  guild_settings_page_ask (self, _("Delete This Webhook?"),
                           _("Its address is not told of events any more. The signing secret goes "
                             "with it: a new webhook to the same address has another."),
                           _("_Delete"), ADW_RESPONSE_DESTRUCTIVE, NULL, delete_webhook,
                           g_strdup (g_object_get_data (G_OBJECT (button), "guild-id")), g_free);
}

static void
check_clicked_cb (GuildWebhooksPage *self)
{
  guild_signature_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
}

static GtkWidget *
make_row (GuildWebhooksPage *self, const GuildCodatWebhook *webhook)
{
  g_autofree char *events = g_strjoinv (", ", webhook->event_types);
  g_autofree char *tags = g_strjoinv (", ", webhook->company_tags);
  g_autofree char *subtitle = *tags != '\0'
                                ? g_strdup_printf (_("%s\nOnly companies tagged %s"), events, tags)
                                : g_strdup (events);
  GtkWidget *row = guild_settings_row (webhook->url, subtitle);
  GtkWidget *remove = guild_settings_icon_button ("user-trash-symbolic", _("Delete Webhook…"));

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (webhook->disabled)
    {
      GtkWidget *pill = gtk_label_new (_("Off"));
      gtk_widget_add_css_class (pill, "pill");
      gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
    }
  g_object_set_data_full (G_OBJECT (remove), "guild-id", g_strdup (webhook->id), g_free);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (delete_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  return row;
}

static GtkWidget *
make_content (GuildWebhooksPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *check = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *add = gtk_button_new_with_mnemonic (_("_New Webhook…"));
  GtkWidget *row = guild_settings_row (
    _("Check a signature"), _("Whether a message that reached you came from Codat, unchanged"));
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Chec_k…"));
  gboolean full = self->webhooks->len >= GUILD_CODAT_MAX_WEBHOOKS;

  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (add, !full);
  g_signal_connect_object (add, "clicked", G_CALLBACK (new_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_title (group, _("Webhooks"));
  adw_preferences_group_set_description (
    group, full ? _("There are fifty webhooks, which is the most.")
                : _("Addresses that Codat tells of events. To change one, make another and "
                    "delete it."));
  gtk_widget_set_margin_start (add, 12);
  adw_preferences_group_set_header_suffix (group, add);
  for (guint i = 0; i < self->webhooks->len; i++)
    adw_preferences_group_add (group, make_row (self, self->webhooks->pdata[i]));
  if (self->webhooks->len == 0)
    adw_preferences_group_add (group, guild_settings_row (_("No webhooks yet"), NULL));
  adw_preferences_group_set_description (check, _("The signing secret of a webhook is shown in the "
                                                  "Codat Portal only."));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (check_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (check, row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), check);
  return page;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWebhooksPage) self = data;
  g_autoptr(GError) error = NULL;
  GPtrArray *webhooks = guild_codat_list_webhooks_finish (GUILD_CODAT (source), result, &error);

  if (webhooks == NULL)
    {
      guild_settings_page_fail (GUILD_SETTINGS_PAGE (self), error);
      return;
    }
  g_clear_pointer (&self->webhooks, g_ptr_array_unref);
  self->webhooks = webhooks;
  guild_settings_page_show (GUILD_SETTINGS_PAGE (self), make_content (self));
}

static void
guild_webhooks_page_load (GuildSettingsPage *page, GuildCodat *codat, GCancellable *cancellable)
{
  guild_codat_list_webhooks_async (codat, cancellable, loaded_cb, g_object_ref (page));
}

/* The dialog keeps what was typed until the service has it. */
static gboolean
guild_webhooks_page_performed (GuildSettingsPage *page, GuildChange *change, const GError *error)
{
  GuildWebhooksPage *self = GUILD_WEBHOOKS_PAGE (page);

  if (self->dialog == NULL ||
      guild_change_get_write (change)->kind != GUILD_WRITE_CREATE_WEBHOOK)
    return FALSE;
  if (error != NULL && guild_change_get_state (change) != GUILD_CHANGE_UNKNOWN)
    {
      guild_webhook_dialog_refuse (self->dialog, error);
      return TRUE;
    }
  gtk_window_close (GTK_WINDOW (self->dialog));
  return FALSE;
}

static void
guild_webhooks_page_finalize (GObject *object)
{
  g_clear_weak_pointer (&GUILD_WEBHOOKS_PAGE (object)->dialog);
  g_clear_pointer (&GUILD_WEBHOOKS_PAGE (object)->webhooks, g_ptr_array_unref);
  G_OBJECT_CLASS (guild_webhooks_page_parent_class)->finalize (object);
}

static void
guild_webhooks_page_class_init (GuildWebhooksPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_webhooks_page_finalize;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_webhooks_page_load;
  GUILD_SETTINGS_PAGE_CLASS (klass)->performed = guild_webhooks_page_performed;
}

static void
guild_webhooks_page_init (GuildWebhooksPage *self)
{
}
