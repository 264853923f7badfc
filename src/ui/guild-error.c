/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-error.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/guild-alert.h"
#include "ui/guild-doubt.h"
#include "ui/guild-window.h"

/* A toast is read in passing; what is longer needs the time a dialog gives. */
#define LONGEST_TOAST 90

static char *last_problem;

typedef struct
{
  GError *error;   /* (owned) */
  char   *context; /* (owned) (nullable) */
  GWeakRef parent;
} Shown;

static void
free_shown (gpointer data, GClosure *closure)
{
  Shown *shown = data;
  g_clear_error (&shown->error);
  g_weak_ref_clear (&shown->parent);
  g_free (shown->context);
  g_free (shown);
}

static void
details_clicked_cb (AdwToast *toast, gpointer data)
{
  Shown *shown = data;
  g_autoptr(GtkWindow) parent = g_weak_ref_get (&shown->parent);
  if (parent != NULL)
    guild_error_show_details (parent, shown->error, shown->context);
}

static void
copy_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  if (g_str_equal (response, "copy"))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), data);
}

static char *
describe (const GError *error)
{
  return guild_problem_from_error (error) != NULL ? guild_problem_describe (error) : NULL;
}

static void
show_toast (GuildWindow *window, const GError *error, const char *context)
{
  g_autofree char *text = context != NULL
    ? g_strdup_printf ("%s: %s", context, error->message) : g_strdup (error->message);
  g_autofree char *title = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (title);

  if (guild_problem_from_error (error) != NULL)
    {
      Shown *shown = g_new0 (Shown, 1);
      shown->error = g_error_copy (error);
      shown->context = g_strdup (context);
      g_weak_ref_init (&shown->parent, window);
      adw_toast_set_button_label (toast, _("_Details"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (details_clicked_cb), shown,
                             free_shown, 0);
    }
  guild_window_add_toast (window, toast);
}

gboolean
guild_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CANCELLED);
}

void
guild_error_show (GtkWindow *parent, const GError *error, const char *context)
{
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (error != NULL);

  if (guild_error_is_cancelled (error))
    return;
  g_free (last_problem);
  last_problem = describe (error);
  if (last_problem == NULL)
    last_problem = g_strdup (error->message);

  const GuildProblem *problem = guild_problem_from_error (error);
  gsize length = g_utf8_strlen (error->message, -1) + (context != NULL ? strlen (context) : 0);
  if (GUILD_IS_WINDOW (parent) && length <= LONGEST_TOAST &&
      (problem == NULL || !problem->maybe_done))
    show_toast (GUILD_WINDOW (parent), error, context);
  else
    guild_error_show_details (parent, error, context);
}

void
guild_error_show_details (GtkWindow *parent, const GError *error, const char *context)
{
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (error != NULL);

  g_autofree char *details = describe (error);
  const GuildProblem *problem = guild_problem_from_error (error);
  const char *heading = context != NULL ? context : _("Something Went Wrong");
  /* CONTEXT says that it was not done, which is more than anybody knows. */
  if (problem != NULL && problem->maybe_done)
    heading = guild_doubt_get_heading ();
  GtkWidget *dialog = guild_alert_new (parent, heading, error->message);
  if (details != NULL && *details != '\0')
    {
      GtkWidget *label = gtk_label_new (details);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "guild-details");
      adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "copy", _("_Copy Details"));
      g_signal_connect_data (dialog, "response", G_CALLBACK (copy_cb),
                             g_strdup_printf ("%s\n%s", error->message, details),
                             (GClosureNotify) (void (*) (void)) g_free, 0);
    }
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

const char *
guild_error_get_last (void)
{
  return last_problem;
}
