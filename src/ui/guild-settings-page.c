/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-settings-page.h"

#include <glib/gi18n.h>

#include "ui/guild-alert.h"
#include "ui/guild-doubt.h"
#include "ui/guild-error.h"
#include "ui/guild-toast.h"

typedef struct
{
  GtkStack       *stack;
  AdwStatusPage  *error_page;
  GtkWidget      *again;
  AdwBin         *content;
  GuildDesk      *desk;         /* (owned) */
  GuildDirectory *directory;    /* (owned) */
  GCancellable   *cancellable;  /* (owned) (nullable): of what is being read */
  char           *company_id;   /* (owned) (nullable) */
  char           *company_name; /* (owned) (nullable) */
  gboolean        begun;
} GuildSettingsPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GuildSettingsPage, guild_settings_page, ADW_TYPE_BIN)

#define PRIVATE(self) \
  ((GuildSettingsPagePrivate *) guild_settings_page_get_instance_private (self))

static GtkWindow *
get_window (GuildSettingsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

void
guild_settings_page_reload (GuildSettingsPage *self)
{
  GuildSettingsPagePrivate *priv = PRIVATE (self);
  GuildService *service =
    priv->directory != NULL ? guild_directory_get_service (priv->directory) : NULL;

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  if (!GUILD_IS_CODAT (service))
    {
      g_autoptr(GError) error = g_error_new_literal (
        GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
        _("This workspace is not signed in. Enter its key, and try again."));
      guild_settings_page_fail (self, error);
      return;
    }
  if (adw_bin_get_child (priv->content) == NULL)
    gtk_stack_set_visible_child_name (priv->stack, "loading");
  priv->cancellable = g_cancellable_new ();
  GUILD_SETTINGS_PAGE_GET_CLASS (self)->load (self, GUILD_CODAT (service), priv->cancellable);
}

static void
guild_settings_page_map (GtkWidget *widget)
{
  GuildSettingsPagePrivate *priv = PRIVATE (GUILD_SETTINGS_PAGE (widget));

  GTK_WIDGET_CLASS (guild_settings_page_parent_class)->map (widget);
  if (!priv->begun && priv->directory != NULL)
    {
      priv->begun = TRUE;
      guild_settings_page_reload (GUILD_SETTINGS_PAGE (widget));
    }
}

static void
guild_settings_page_dispose (GObject *object)
{
  GuildSettingsPagePrivate *priv = PRIVATE (GUILD_SETTINGS_PAGE (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->desk);
  g_clear_object (&priv->directory);
  g_clear_pointer (&priv->company_id, g_free);
  g_clear_pointer (&priv->company_name, g_free);
  G_OBJECT_CLASS (guild_settings_page_parent_class)->dispose (object);
}

static void
guild_settings_page_class_init (GuildSettingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_settings_page_dispose;
  widget_class->map = guild_settings_page_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-settings-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, GuildSettingsPage, again);
  gtk_widget_class_bind_template_child_private (widget_class, GuildSettingsPage, content);
  gtk_widget_class_bind_template_child_private (widget_class, GuildSettingsPage, error_page);
  gtk_widget_class_bind_template_child_private (widget_class, GuildSettingsPage, stack);
  gtk_widget_class_bind_template_callback_full (widget_class, "again_clicked_cb",
                                                G_CALLBACK (guild_settings_page_reload));
}

static void
guild_settings_page_init (GuildSettingsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_settings_page_set_up (GuildSettingsPage *self, GuildDesk *desk, GuildDirectory *directory,
                            const char *company_id, const char *company_name)
{
  GuildSettingsPagePrivate *priv = PRIVATE (self);

  g_set_object (&priv->desk, desk);
  g_set_object (&priv->directory, directory);
  priv->company_id = g_strdup (company_id);
  priv->company_name = g_strdup (company_name);
}

GuildDesk *
guild_settings_page_get_desk (GuildSettingsPage *self)
{
  return PRIVATE (self)->desk;
}

const char *
guild_settings_page_get_company_id (GuildSettingsPage *self)
{
  return PRIVATE (self)->company_id;
}

void
guild_settings_page_show (GuildSettingsPage *self, GtkWidget *content)
{
  GuildSettingsPagePrivate *priv = PRIVATE (self);

  adw_bin_set_child (priv->content, content);
  gtk_stack_set_visible_child_name (priv->stack, "content");
}

void
guild_settings_page_fail (GuildSettingsPage *self, const GError *error)
{
  GuildSettingsPagePrivate *priv = PRIVATE (self);
  gboolean forbidden =
    g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN);

  if (guild_error_is_cancelled (error))
    return;
  g_autofree char *text = g_markup_escape_text (
    forbidden ? _("The role behind this API key may not see these settings. Use the key of an "
                  "administrator or developer.") : error->message, -1);
  adw_status_page_set_title (priv->error_page,
                             forbidden ? _("Not for This Key") : _("Settings Cannot Be Read"));
  adw_status_page_set_description (priv->error_page, text);
  adw_status_page_set_icon_name (priv->error_page, forbidden ? "changes-prevent-symbolic"
                                                             : "dialog-error-symbolic");
  gtk_widget_set_visible (priv->again, !forbidden);
  gtk_stack_set_visible_child_name (priv->stack, "error");
}

/* ---- changes ---- */

typedef struct
{
  GuildSettingsPage *page;   /* (owned) */
  GuildChange       *change; /* (owned) */
  char              *done;   /* (owned) (nullable) */
  char              *failed; /* (owned) */
} Act;

static void
act_free (Act *self)
{
  g_clear_object (&self->page);
  g_clear_object (&self->change);
  g_free (self->done);
  g_free (self->failed);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static void
show_failure (GuildSettingsPage *self, const GError *error, const char *heading)
{
  GtkWindow *window = get_window (self);

  if (window != NULL)
    guild_error_show (window, error, heading);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildSettingsPage) self = data;
  g_autoptr(GError) error = NULL;

  if (!guild_journal_undo_finish (GUILD_JOURNAL (source), result, &error))
    show_failure (self, error, _("It was not undone"));
  if (get_window (self) != NULL)
    guild_settings_page_reload (self);
}

static void
undo_clicked_cb (AdwToast *toast, Act *act)
{
  GuildJournal *journal = guild_desk_get_journal (PRIVATE (act->page)->desk);

  if (journal != NULL)
    guild_journal_undo_async (journal, act->change, NULL, undone_cb, g_object_ref (act->page));
}

static void
free_closure (gpointer data, GClosure *closure)
{
  act_free (data);
}

/* ACT is taken. */
static void
tell_done (Act *act)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (act->page), ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL || act->done == NULL)
    {
      act_free (act);
      return;
    }
  AdwToast *toast = adw_toast_new (act->done);
  if (guild_change_get_can_undo (act->change))
    {
      adw_toast_set_button_label (toast, _("_Undo"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), act,
                             free_closure, 0);
    }
  else
    act_free (act);
  guild_toast_show (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
settled_cb (GObject *owner, GuildChange *change)
{
  GuildSettingsPage *self = GUILD_SETTINGS_PAGE (owner);

  if (get_window (self) == NULL)
    return;
  guild_settings_page_reload (self);
  guild_settings_page_toast (self, guild_change_get_state (change) == GUILD_CHANGE_CONFIRMED
                                     ? _("The service did it")
                                     : _("The service did not do it. Nothing was changed."));
}

static void
tell_failed (Act *act, GuildJournal *journal, const GError *error)
{
  GuildSettingsPage *self = act->page;
  GuildSettingsPageClass *klass = GUILD_SETTINGS_PAGE_GET_CLASS (self);
  gboolean doubt = guild_change_get_state (act->change) == GUILD_CHANGE_UNKNOWN &&
                   guild_doubt_is_create (guild_change_get_write (act->change)->kind);

  if (klass->performed != NULL && klass->performed (self, act->change, error))
    return;
  if (doubt && get_window (self) != NULL)
    guild_doubt_show (get_window (self), journal, act->change, error->message, settled_cb,
                      G_OBJECT (self));
  else
    show_failure (self, error, act->failed);
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Act) act = data;
  g_autoptr(GError) error = NULL;
  GuildSettingsPage *self = act->page;
  GuildSettingsPageClass *klass = GUILD_SETTINGS_PAGE_GET_CLASS (self);

  if (!guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error))
    tell_failed (act, GUILD_JOURNAL (source), error);
  else if (klass->performed != NULL)
    klass->performed (self, act->change, NULL);
  if (get_window (self) == NULL)
    return;
  if (error == NULL || !klass->keeps_edits)
    guild_settings_page_reload (self);
  if (error == NULL)
    tell_done (g_steal_pointer (&act));
}

void
guild_settings_page_perform (GuildSettingsPage *self, const GuildWrite *write,
                             const GuildWrite *inverse, const char *name, const char *done,
                             const char *failed)
{
  GuildSettingsPagePrivate *priv = PRIVATE (self);
  GuildJournal *journal = guild_desk_get_journal (priv->desk);
  const char *workspace_id =
    guild_workspace_get_id (guild_directory_get_workspace (priv->directory));

  if (journal == NULL)
    {
      show_failure (self, guild_desk_get_journal_error (priv->desk), failed);
      return;
    }
  GuildChange *doubt = guild_doubt_find (journal, workspace_id, write);
  if (doubt != NULL)
    {
      guild_doubt_show (get_window (self), journal, doubt, NULL, settled_cb, G_OBJECT (self));
      return;
    }
  Act *act = g_new0 (Act, 1);
  act->page = g_object_ref (self);
  act->change = guild_change_new (workspace_id, write, name != NULL ? name : priv->company_name);
  act->done = g_strdup (done);
  act->failed = g_strdup (failed);
  if (inverse != NULL)
    guild_change_set_inverse (act->change, inverse);
  guild_journal_perform_async (journal, act->change, NULL, performed_cb, act);
}

void
guild_settings_page_toast (GuildSettingsPage *self, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    guild_toast_show (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

/* ---- questions ---- */

typedef struct
{
  GuildSettingsPage    *page; /* (owned) */
  GuildSettingsAnswered answered;
  gpointer              data;
  GDestroyNotify        free_data;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_clear_object (&self->page);
  g_free (self);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "yes"))
    question->answered (question->page, question->data);
}

void
guild_settings_page_ask (GuildSettingsPage *self, const char *heading, const char *body,
                         const char *yes, AdwResponseAppearance appearance, GtkWidget *extra,
                         GuildSettingsAnswered answered, gpointer data, GDestroyNotify free_data)
{
  GtkWidget *dialog = guild_alert_new (get_window (self), heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  Question *question = g_new0 (Question, 1);

  question->page = g_object_ref (self);
  question->answered = answered;
  question->data = data;
  question->free_data = free_data;
  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "yes", yes, NULL);
  adw_message_dialog_set_response_appearance (message, "yes", appearance);
  adw_message_dialog_set_close_response (message, "cancel");
  adw_message_dialog_set_default_response (
    message, appearance == ADW_RESPONSE_DESTRUCTIVE ? "cancel" : "yes");
  if (extra != NULL)
    adw_message_dialog_set_extra_child (message, extra);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- small parts ---- */

GtkWidget *
guild_settings_icon_button (const char *icon_name, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

GtkWidget *
guild_settings_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title_text = g_markup_escape_text (title, -1);
  g_autofree char *subtitle_text = g_markup_escape_text (subtitle != NULL ? subtitle : "", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle_text);
  return row;
}
