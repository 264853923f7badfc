/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-ids.h"
#include "service/codat/guild-codat.h"
#include "ui/guild-data-check.h"
#include "ui/guild-error.h"

/* Whose data fails, asked company by company: the list does not tell. */

typedef struct
{
  GuildWindow    *window;      /* (owned) */
  GuildDirectory *directory;   /* (owned) */
  GPtrArray      *ids;         /* (owned) (element-type utf8) */
  GCancellable   *cancellable; /* (owned) */
  GtkWindow      *dialog;      /* (owned) (nullable): while they are asked */
  GtkProgressBar *bar;         /* (borrowed): of dialog */
} Check;

static void
check_clear (gpointer data)
{
  Check *self = data;

  g_object_unref (self->window);
  g_object_unref (self->directory);
  guild_ids_unref (self->ids);
  g_object_unref (self->cancellable);
  g_clear_object (&self->dialog);
}

static void
check_unref (Check *self)
{
  g_rc_box_release_full (self, check_clear);
}

static void
release_check (gpointer data, GClosure *closure)
{
  check_unref (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_unref)

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Check) self = data;
  g_autoptr(GError) error = NULL;
  guint n_checked;
  int n_failing = guild_data_check_finish (result, &n_checked, &error);

  gtk_window_destroy (self->dialog);
  g_clear_object (&self->dialog);
  self->bar = NULL;
  if (error != NULL && !guild_error_is_cancelled (error))
    {
      guild_error_show (GTK_WINDOW (self->window), error, _("Not all companies were checked"));
      return;
    }
  g_autofree char *checked = g_strdup_printf (
    ngettext ("%u company checked", "%u companies checked", n_checked), n_checked);
  g_autofree char *text = n_failing < 0
    ? g_strdup (checked)
    : g_strdup_printf (ngettext ("%s, %u with failed data types", "%s, %u with failed data types",
                                 n_failing), checked, (guint) n_failing);
  guild_window_add_toast (self->window, adw_toast_new (text));
}

static void
progress_cb (guint n_done, guint n_all, gpointer data)
{
  Check *self = data;
  g_autofree char *text = g_strdup_printf (_("%u of %u"), n_done, n_all);

  gtk_progress_bar_set_fraction (self->bar, (double) n_done / MAX (n_all, 1));
  gtk_progress_bar_set_text (self->bar, text);
}

static void
progress_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Check *self = data;
  g_cancellable_cancel (self->cancellable);
}

static void
run (Check *self)
{
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (self->window), _("Checking Data"),
                                       _("What was found stays known when you cancel."));
  GtkWidget *bar = gtk_progress_bar_new ();

  self->dialog = g_object_ref (GTK_WINDOW (dialog));
  self->bar = GTK_PROGRESS_BAR (bar);
  gtk_progress_bar_set_show_text (self->bar, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Companies checked"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), bar);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (progress_response_cb),
                         g_rc_box_acquire (self), release_check, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  guild_data_check_async (self->directory, self->ids, progress_cb, self, self->cancellable,
                          checked_cb, g_rc_box_acquire (self));
}

/* --- before it -------------------------------------------------------------------------------- */

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Check *self = data;

  if (g_strcmp0 (response, "check") == 0 &&
      GUILD_IS_CODAT (guild_directory_get_service (self->directory)))
    run (self);
}

static void
ask (GuildWindow *self, GPtrArray *ids, gpointer data)
{
  if (ids->len == 0)
    {
      guild_window_add_toast (self, adw_toast_new (_("No company here is linked")));
      return;
    }
  Check *check = g_rc_box_new0 (Check);
  check->window = g_object_ref (self);
  check->directory = g_object_ref (self->directory);
  check->ids = g_ptr_array_ref (ids);
  check->cancellable = g_cancellable_new ();
  g_autofree char *heading = g_strdup_printf (
    ngettext ("Check the Data of %u Company?", "Check the Data of %u Companies?", ids->len),
    ids->len);
  g_autofree char *body = g_strdup_printf (
    ngettext ("Codat is asked how the data types of the linked company are. That takes one "
              "request.\n\nWhen one failed, the company is found in Needs attention.",
              "Codat is asked how the data types of each linked company are. That takes %u "
              "requests.\n\nCompanies with one that failed are found in Needs attention.",
              ids->len), ids->len);
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (self), heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "check",
                                    _("C_heck"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "check",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "check");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), check, release_check, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* For those of what is selected, or else of all that are listed, that have something to read. */
static void
check_data_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);

  if (self->table == NULL || selection == NULL)
    return;
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  const GuildSetFilter linked = {
    .field = guild_field_table_index (table, "status"),
    .numbers = { GUILD_CODAT_LINKED, GUILD_CODAT_PARTIAL },
  };
  if (guild_company_selection_get_n_selected (selection) > 0)
    guild_window_with_selected (self, &linked, ask, NULL, NULL);
  else
    guild_window_with_listed (self, &linked, ask, NULL, NULL);
}

void
guild_window_install_check_action (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.check-data", NULL, check_data_action);
}
