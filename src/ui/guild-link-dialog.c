/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-link-dialog.h"

#include <glib/gi18n.h>

#include "company/guild-format.h"
#include "link/guild-link-address.h"
#include "link/guild-link-flow.h"
#include "ui/guild-clock.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-link-file.h"
#include "ui/guild-profile-write.h"
#include "ui/guild-qr-code.h"
#include "ui/guild-settings.h"
#include "ui/guild-weak.h"

struct _GuildLinkDialog
{
  AdwWindow parent_instance;

  GtkWidget          *again_button; /* (template) */
  GtkWidget          *check_button; /* (template) */
  GtkWidget          *copy_button;  /* (template) */
  GtkLabel           *detail_label; /* (template) */
  GtkWidget          *done_button;  /* (template) */
  GtkWidget          *mail_button;  /* (template) */
  GtkWidget          *fresh_button; /* (template) */
  GtkWidget          *fresh_child;  /* (template) */
  GtkWidget          *mail_child;   /* (template) */
  GuildDialogMessage *message;      /* (template) */
  GuildQrCode        *qr_code;      /* (template) */
  GtkWidget          *save_button;  /* (template) */
  GtkWidget          *save_child;   /* (template) */
  GtkLabel           *valid_label;  /* (template) */
  AdwStatusPage      *result_page;  /* (template) */
  GtkSpinner         *spinner;      /* (template) */
  GtkStack           *stack;        /* (template) */
  GtkLabel           *state_label;  /* (template) */
  AdwWindowTitle     *title;        /* (template) */

  GuildDesk      *desk;          /* (owned) */
  GuildDirectory *directory;     /* (owned) */
  char           *company_id;    /* (owned) */
  char           *connection_id; /* (owned) (nullable) */
  char           *company_name;  /* (owned) (nullable): until the cache answered */
  GuildLinkFlow  *flow;          /* (owned) (nullable) */
  GSignalGroup   *flow_signals;  /* (owned) */
  gboolean        sending;       /* the link goes to the customer */
  gboolean        has_link;      /* as shown */
  gboolean        awaiting;      /* the desk waits for the customer when this window is closed */
  gint64          fetched;       /* when it came, µs UTC */
  gboolean        brief;         /* the link lives an hour only */
};

G_DEFINE_FINAL_TYPE (GuildLinkDialog, guild_link_dialog, ADW_TYPE_WINDOW)

/* ---- what each state looks like ---- */

typedef struct
{
  GuildLinkState state;
  const char    *icon_name;
  const char    *title;
  gboolean       good;
} Ending;

static const Ending endings[] = {
  { GUILD_LINK_LINKED, "guild-linked-symbolic", N_("Linked"), TRUE },
  { GUILD_LINK_CANCELLED, "guild-none-symbolic", N_("Not Linked"), FALSE },
  { GUILD_LINK_NOT_SUPPORTED, "guild-unlinked-symbolic", N_("Platform Not Supported"), FALSE },
  { GUILD_LINK_FAILED, "guild-attention-symbolic", N_("Linking Failed"), FALSE },
  { GUILD_LINK_TIMED_OUT, "guild-pending-symbolic", N_("No Answer Yet"), FALSE },
};

static const Ending *
find_ending (GuildLinkState state)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (endings[i].state == state)
      return &endings[i];
  return NULL;
}

static const char *
describe_state (GuildLinkDialog *self, GuildLinkState state)
{
  if (state == GUILD_LINK_VERIFYING)
    return _("Asking the service…");
  if (state == GUILD_LINK_PREPARING || state == GUILD_LINK_IDLE)
    return _("Preparing a fresh link…");
  return self->sending ? _("Send This Link to the Customer") : _("Authorise in the Browser");
}

static void
suggest (GtkWidget *button, gboolean suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
show_ending (GuildLinkDialog *self, const Ending *ending)
{
  adw_status_page_set_icon_name (self->result_page, ending->icon_name);
  adw_status_page_set_title (self->result_page, gettext (ending->title));
  g_autofree char *description = g_markup_escape_text (
    self->awaiting && ending->state == GUILD_LINK_TIMED_OUT
      ? _("Nobody granted access yet. The link may still be used: Guildhall goes on looking, and "
          "says so when it was.")
      : guild_link_flow_get_message (self->flow), -1);
  adw_status_page_set_description (self->result_page, description);
  gtk_widget_set_visible (self->again_button, !ending->good);
  suggest (self->done_button, ending->good);
  suggest (self->again_button, !ending->good);
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "result");
  gtk_widget_grab_focus (ending->good ? self->done_button : self->again_button);
  guild_dialog_message_set_error (self->message, guild_link_flow_get_error (self->flow));
}

/* ---- what goes on when this window is closed ---- */

static void
begin_awaiting (GuildLinkDialog *self)
{
  GuildLinkVigil *vigil = guild_desk_get_vigil (self->desk, self->directory);

  if (vigil == NULL)
    return;
  guild_link_vigil_begin (vigil, self->company_id);
  guild_link_vigil_hold (vigil, self->company_id, TRUE);
  self->awaiting = TRUE;
}

/* A link that was sent outlives the patience of this window, but not a plain answer. */
static void
end_awaiting (GuildLinkDialog *self)
{
  GuildLinkVigil *vigil = guild_desk_get_vigil (self->desk, self->directory);
  GuildLinkState state = guild_link_flow_get_state (self->flow);

  if (!self->awaiting || vigil == NULL)
    return;
  self->awaiting = FALSE;
  if (guild_link_state_is_over (state) && state != GUILD_LINK_TIMED_OUT)
    guild_link_vigil_end (vigil, self->company_id);
  else
    guild_link_vigil_hold (vigil, self->company_id, FALSE);
}

static gint64
get_expiry (GuildLinkDialog *self)
{
  return guild_link_get_expiry (guild_link_flow_get_link (self->flow), self->brief,
                                self->fetched);
}

/* The picture is made when the link comes and goes with it. */
static void
show_link (GuildLinkDialog *self)
{
  const char *link = guild_link_flow_get_link (self->flow);
  gboolean has_link = link != NULL;

  gtk_widget_set_sensitive (self->copy_button, has_link);
  gtk_widget_set_sensitive (self->mail_button, has_link);
  gtk_widget_set_sensitive (self->save_button, has_link);
  gtk_widget_set_sensitive (self->fresh_button, has_link);
  if (has_link == self->has_link)
    return;
  self->has_link = has_link;
  self->fetched = guild_clock_now ();
  gtk_widget_set_visible (GTK_WIDGET (self->qr_code),
                          guild_qr_code_set_text (self->qr_code, self->sending ? link : NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->valid_label), has_link);
  if (!has_link)
    return;
  if (self->sending)
    begin_awaiting (self);
  g_autofree char *when =
    get_expiry (self) != GUILD_NUMBER_UNSET ? guild_format_date_time (get_expiry (self)) : NULL;
  g_autofree char *text = when != NULL
    ? g_strdup_printf (_("This link works once, until %s at the latest."), when)
    : g_strdup (_("This link can be used more than once. Give it only to the customer."));
  gtk_label_set_label (self->valid_label, text);
}

static void
flow_changed_cb (GuildLinkDialog *self)
{
  GuildLinkState state = guild_link_flow_get_state (self->flow);
  const Ending *ending = find_ending (state);

  show_link (self);
  if (ending != NULL)
    {
      show_ending (self, ending);
      end_awaiting (self);
      return;
    }
  g_autofree char *detail =
    self->awaiting && state == GUILD_LINK_WAITING
      ? g_strdup_printf (_("%s You can close this window: Guildhall goes on waiting."),
                         guild_link_flow_get_message (self->flow))
      : g_strdup (guild_link_flow_get_message (self->flow));
  gtk_label_set_label (self->state_label, describe_state (self, state));
  gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_sensitive (self->check_button, state == GUILD_LINK_WAITING);
}

/* ---- the redirect goes through the journal like every write ---- */

static void
redirect_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;

  if (guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
set_redirect (GuildDirectory *directory, const char *redirect_template, const char *old_template,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer callback_data,
              gpointer data)
{
  GuildDesk *desk = data;
  GuildJournal *journal = guild_desk_get_journal (desk);
  g_autoptr(GTask) task = g_task_new (directory, cancellable, callback, callback_data);

  g_task_set_source_tag (task, set_redirect);
  if (journal == NULL)
    {
      g_task_return_error (task, g_error_copy (guild_desk_get_journal_error (desk)));
      return;
    }
  g_autoptr(GuildWrite) write =
    guild_profile_write_redirect (redirect_template, old_template);
  g_autoptr(GuildWrite) inverse =
    guild_profile_write_redirect (old_template, redirect_template);
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  g_autoptr(GuildChange) change =
    guild_change_new (guild_workspace_get_id (workspace), write, NULL);
  guild_change_set_inverse (change, inverse);
  guild_journal_perform_async (journal, change, cancellable, redirect_set_cb,
                               g_steal_pointer (&task));
}

static gboolean
set_redirect_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- acts ---- */

static void
begin (GuildLinkDialog *self, gboolean sending)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autoptr(GuildLinkFlow) flow =
    guild_link_flow_new (self->directory, self->company_id, self->connection_id);

  self->sending = sending;
  self->fetched = GUILD_NUMBER_UNSET;
  g_set_object (&self->flow, flow);
  g_signal_group_set_target (self->flow_signals, flow);
  guild_link_flow_set_port (flow, guild_settings_get_callback_port ());
  /* In the sandbox there is nobody whose redirect address could be lost. At a real service the
   * operator registers ours; until then the flow asks the service from time to time. */
  if (guild_workspace_is_sandbox (workspace))
    guild_link_flow_set_redirect_setter (flow, set_redirect, set_redirect_finish, self->desk);

  guild_dialog_message_set_error (self->message, NULL);
  gtk_widget_set_visible (self->mail_child, sending);
  gtk_widget_set_visible (self->save_child, sending);
  gtk_widget_set_visible (self->fresh_child, sending);
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "wait");
  if (sending)
    guild_link_flow_start_watching (flow);
  else
    guild_link_flow_start (flow);
  flow_changed_cb (self);
}

static void
browser_activated_cb (GuildLinkDialog *self)
{
  begin (self, FALSE);
}

static void
send_activated_cb (GuildLinkDialog *self)
{
  begin (self, TRUE);
}

static void
again_clicked_cb (GuildLinkDialog *self)
{
  begin (self, self->sending);
}

static void
stop_clicked_cb (GuildLinkDialog *self)
{
  guild_link_flow_cancel (self->flow);
}

static void
check_clicked_cb (GuildLinkDialog *self)
{
  guild_link_flow_check (self->flow);
}

static void
copy_clicked_cb (GuildLinkDialog *self)
{
  const char *link = guild_link_flow_get_link (self->flow);

  if (link == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  guild_dialog_message_set_text (self->message, "success",
                                 _("The link is on the clipboard. Give it only to the customer: "
                                   "whoever has it can link books to this company."));
}

static void
mail_clicked_cb (GuildLinkDialog *self)
{
  const char *link = guild_link_flow_get_link (self->flow);

  if (link == NULL)
    return;
  g_autofree char *text = guild_link_dup_mail (link, self->company_name, get_expiry (self));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  guild_dialog_message_set_text (self->message, "success",
                                 _("The e-mail text is on the clipboard, link included."));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean saved = guild_link_file_save_finish (result, &error);

  if (self == NULL)
    return;
  if (saved)
    guild_dialog_message_set_text (self->message, "success",
                                   _("The file was saved, and only you can read it. Send it to the "
                                     "customer, then delete it."));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    guild_dialog_message_set_error (self->message, error);
}

static void
save_clicked_cb (GuildLinkDialog *self)
{
  const char *link = guild_link_flow_get_link (self->flow);

  if (link != NULL)
    guild_link_file_save_async (GTK_WINDOW (self), link, self->company_name, saved_cb,
                                guild_weak_new (self));
}

/* ---- life ---- */

static gboolean
is_brief (GuildCompany *company, const char *connection_id)
{
  GListModel *connections = guild_company_get_connections (company);

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (g_strcmp0 (guild_connection_get_id (connection), connection_id) == 0)
        return guild_link_is_brief (connection);
    }
  return FALSE;
}

static void
company_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkDialog) self = guild_weak_take (data);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  if (company == NULL || self == NULL)
    return;
  self->company_name = g_strdup (guild_company_get_name (company));
  self->brief = is_brief (company, self->connection_id);
  adw_window_title_set_subtitle (self->title, self->company_name);
}

static void
guild_link_dialog_dispose (GObject *object)
{
  GuildLinkDialog *self = GUILD_LINK_DIALOG (object);

  if (self->flow_signals != NULL)
    g_signal_group_set_target (self->flow_signals, NULL);
  g_clear_object (&self->flow_signals);
  if (self->flow != NULL)
    {
      end_awaiting (self);
      guild_link_flow_cancel (self->flow);
    }
  g_clear_object (&self->flow);
  g_clear_object (&self->desk);
  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_LINK_DIALOG);

  G_OBJECT_CLASS (guild_link_dialog_parent_class)->dispose (object);
}

static void
guild_link_dialog_finalize (GObject *object)
{
  GuildLinkDialog *self = GUILD_LINK_DIALOG (object);

  g_free (self->company_id);
  g_free (self->connection_id);
  g_free (self->company_name);

  G_OBJECT_CLASS (guild_link_dialog_parent_class)->finalize (object);
}

static void
guild_link_dialog_class_init (GuildLinkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_link_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_link_dialog_finalize;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  g_type_ensure (GUILD_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-link-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, again_button);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, check_button);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, detail_label);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, mail_button);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, fresh_button);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, fresh_child);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, mail_child);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, qr_code);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, save_child);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, valid_label);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, result_page);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, state_label);
  gtk_widget_class_bind_template_child (widget_class, GuildLinkDialog, title);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, browser_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, mail_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
}

static void
guild_link_dialog_init (GuildLinkDialog *self)
{
  self->flow_signals = g_signal_group_new (GUILD_TYPE_LINK_FLOW);
  g_signal_group_connect_swapped (self->flow_signals, "notify", G_CALLBACK (flow_changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_link_dialog_present (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory,
                           const char *company_id, const char *connection_id)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DESK (desk));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (company_id != NULL);

  GuildLinkDialog *self = g_object_new (GUILD_TYPE_LINK_DIALOG, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->directory = g_object_ref (directory);
  self->company_id = g_strdup (company_id);
  self->connection_id = g_strdup (connection_id);
  adw_window_title_set_title (self->title, connection_id != NULL ? _("Re-authorise") : _("Link"));
  guild_directory_load_company_async (directory, company_id, NULL, company_loaded_cb,
                                      guild_weak_new (self));
  gtk_window_present (GTK_WINDOW (self));
}
