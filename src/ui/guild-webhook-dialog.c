/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-webhook-dialog.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "company/guild-redirect-rule.h"
#include "service/codat/guild-codat-settings.h"
#include "ui/guild-dialog-message.h"

struct _GuildWebhookDialog
{
  AdwWindow parent_instance;

  GtkWidget           *create_button; /* (template) */
  AdwPreferencesGroup *events_group;  /* (template) */
  GuildDialogMessage  *message;       /* (template) */
  GtkSwitch           *off_switch;    /* (template) */
  GtkEditable         *others_row;    /* (template) */
  GtkWidget           *page;          /* (template) */
  GtkEditable         *tags_row;      /* (template) */
  GtkLabel            *tags_label;    /* (template) */
  GtkEditable         *url_row;       /* (template) */

  GPtrArray *checks; /* (owned): in the order of guild_codat_event_types */
};

G_DEFINE_FINAL_TYPE (GuildWebhookDialog, guild_webhook_dialog, ADW_TYPE_WINDOW)

enum { CREATE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* (transfer full): "key:value" each; PROBLEM (out): what is wrong with them, or NULL. */
static char **
dup_tags (GuildWebhookDialog *self, const char **problem)
{
  g_auto(GStrv) parts = g_strsplit (gtk_editable_get_text (self->tags_row), ",", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  *problem = NULL;
  for (char **part = parts; *part != NULL; part++)
    {
      const char *colon;
      g_strstrip (*part);
      if (**part == '\0')
        continue;
      colon = strchr (*part, ':');
      if (colon == NULL || colon == *part || colon[1] == '\0')
        *problem = _("A tag is written key:value, as in region:uk.");
      else if (g_utf8_strlen (*part, -1) > GUILD_CODAT_MAX_WEBHOOK_TAG)
        *problem = _("A tag has at most 128 characters.");
      g_strv_builder_add (builder, *part);
      if (++n > GUILD_CODAT_MAX_WEBHOOK_TAGS)
        *problem = _("There are at most ten tags.");
    }
  return g_strv_builder_end (builder);
}

/* (transfer full): names of events that have no check, as {dataType}.write.successful; PROBLEM is
 * set when one cannot be a name. */
static char **
dup_others (GuildWebhookDialog *self, const char **problem)
{
  g_auto(GStrv) parts = g_strsplit_set (gtk_editable_get_text (self->others_row), ", ", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (char **part = parts; *part != NULL; part++)
    {
      gboolean dotted = strchr (*part, '.') != NULL;
      if (**part == '\0')
        continue;
      for (const char *c = *part; *c != '\0'; c++)
        if (!g_ascii_isalnum (*c) && *c != '.' && *c != '-')
          dotted = FALSE;
      if (!dotted || g_str_has_prefix (*part, ".") || g_str_has_suffix (*part, "."))
        *problem = _("An event is written with dots, as in invoices.write.successful.");
      if (!g_strv_contains (guild_codat_event_types, *part))
        g_strv_builder_add (builder, *part);
    }
  return g_strv_builder_end (builder);
}

static void
changed_cb (GuildWebhookDialog *self)
{
  const char *problem;
  g_auto(GStrv) tags = dup_tags (self, &problem);
  g_auto(GStrv) others = dup_others (self, &problem);
  gboolean any = others[0] != NULL;

  for (guint i = 0; i < self->checks->len; i++)
    any = any || gtk_check_button_get_active (self->checks->pdata[i]);
  gtk_label_set_label (self->tags_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->tags_label), problem != NULL);
  gtk_widget_set_sensitive (self->create_button,
                            any && problem == NULL &&
                              guild_redirect_rule_is_web (gtk_editable_get_text (self->url_row)));
}

static void
set_busy (GuildWebhookDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->create_button, !busy);
  gtk_widget_set_sensitive (self->page, !busy);
}

static void
create_clicked_cb (GuildWebhookDialog *self)
{
  const char *url = gtk_editable_get_text (self->url_row);
  const char *problem;
  g_auto(GStrv) tags = dup_tags (self, &problem);
  g_auto(GStrv) others = dup_others (self, &problem);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "url");
  json_builder_add_string_value (builder, url);
  json_builder_set_member_name (builder, "eventTypes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      json_builder_add_string_value (builder, guild_codat_event_types[i]);
  for (guint i = 0; others[i] != NULL; i++)
    json_builder_add_string_value (builder, others[i]);
  json_builder_end_array (builder);
  if (gtk_switch_get_active (self->off_switch))
    {
      json_builder_set_member_name (builder, "disabled");
      json_builder_add_boolean_value (builder, TRUE);
    }
  json_builder_set_member_name (builder, "companyTags");
  json_builder_begin_array (builder);
  for (guint i = 0; tags[i] != NULL; i++)
    json_builder_add_string_value (builder, tags[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *body = json_to_string (root, FALSE);
  guild_dialog_message_set_error (self->message, NULL);
  set_busy (self, TRUE);
  g_signal_emit (self, signals[CREATE], 0, url, body);
}

void
guild_webhook_dialog_refuse (GuildWebhookDialog *self, const GError *error)
{
  g_return_if_fail (GUILD_IS_WEBHOOK_DIALOG (self));
  g_return_if_fail (error != NULL);

  guild_dialog_message_set_error (self->message, error);
  set_busy (self, FALSE);
}

static void
guild_webhook_dialog_dispose (GObject *object)
{
  GuildWebhookDialog *self = GUILD_WEBHOOK_DIALOG (object);

  g_clear_pointer (&self->checks, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_WEBHOOK_DIALOG);
  G_OBJECT_CLASS (guild_webhook_dialog_parent_class)->dispose (object);
}

static void
guild_webhook_dialog_class_init (GuildWebhookDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_webhook_dialog_dispose;
  signals[CREATE] = g_signal_new ("create", GUILD_TYPE_WEBHOOK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-webhook-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, events_group);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, off_switch);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, others_row);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, page);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, tags_label);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, tags_row);
  gtk_widget_class_bind_template_child (widget_class, GuildWebhookDialog, url_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked_cb);
}

static void
guild_webhook_dialog_init (GuildWebhookDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; guild_codat_event_types[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), guild_codat_event_types[i]);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->events_group, row);
      g_ptr_array_add (self->checks, check);
      g_signal_connect_object (check, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    }
}

GtkWidget *
guild_webhook_dialog_new (GtkWindow *parent)
{
  return g_object_new (GUILD_TYPE_WEBHOOK_DIALOG, "transient-for", parent, NULL);
}
