/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ask-dialog.h"

#include <glib/gi18n-lib.h>

#include "directory/guild-comparison.h"
#include "ui/guild-error.h"
#include "ui/guild-weak.h"

/* Rows of each kind that are worth reading; the sum says how many there are. */
#define MAX_ROWS 50

struct _GuildAskDialog
{
  AdwWindow parent_instance;

  AdwStatusPage       *asking_page;   /* (template) */
  AdwPreferencesGroup *changed_group; /* (template) */
  GtkWidget           *copy_button;   /* (template) */
  AdwPreferencesGroup *here_group;    /* (template) */
  AdwStatusPage       *message_page;  /* (template) */
  GtkProgressBar      *progress;      /* (template) */
  GtkStack            *stack;         /* (template) */
  AdwPreferencesGroup *summary_group; /* (template) */
  AdwPreferencesGroup *there_group;   /* (template) */

  GuildDirectory *directory;   /* (owned) */
  GCancellable   *cancellable; /* (owned) */
  char           *request;     /* (owned) (nullable) */
  char           *fields;      /* (owned) (nullable): titles of those compared */
};

G_DEFINE_FINAL_TYPE (GuildAskDialog, guild_ask_dialog, ADW_TYPE_WINDOW)

static void
show_message (GuildAskDialog *self, const char *icon, const char *title, const char *text)
{
  g_autofree char *safe = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->message_page, icon);
  adw_status_page_set_title (self->message_page, title);
  adw_status_page_set_description (self->message_page, safe);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static void
fill_group (AdwPreferencesGroup *group, GPtrArray *rows)
{
  gtk_widget_set_visible (GTK_WIDGET (group), rows->len > 0);
  for (guint i = 0; i < MIN (rows->len, MAX_ROWS); i++)
    {
      const GuildComparisonRow *company = rows->pdata[i];
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *title = g_markup_escape_text (company->name, -1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                   company->what != NULL ? company->what : company->id);
      adw_preferences_group_add (group, row);
    }
  if (rows->len > MAX_ROWS)
    {
      g_autofree char *more = g_strdup_printf (
        ngettext ("The first %d of %u company", "The first %d of %u companies", rows->len),
        MAX_ROWS, rows->len);
      adw_preferences_group_set_description (group, more);
    }
}

/* "The service has 12 companies, the list here has 13." */
static char *
describe (const GuildComparison *comparison)
{
  g_autofree char *there =
    g_strdup_printf (ngettext ("The service answers with %u company",
                               "The service answers with %u companies", comparison->n_there),
                     comparison->n_there);

  /* Translators: the first %s is “The service answers with 12 companies”. */
  return g_strdup_printf (ngettext ("%s, the list here with %u.", "%s, the list here with %u.",
                                    comparison->n_here), there, comparison->n_here);
}

static void
show_comparison (GuildAskDialog *self, const GuildComparison *comparison)
{
  if (comparison->only_here->len + comparison->only_there->len + comparison->changed->len == 0)
    {
      g_autofree char *text = g_strdup_printf (
        ngettext ("The service answers with the same %u company as the list here.",
                  "The service answers with the same %u companies as the list here.",
                  comparison->n_there), comparison->n_there);
      g_autofree char *ordered = g_strconcat (
        text, comparison->order_differs ? " " : "",
        comparison->order_differs
          ? _("Some stand in another order: the service compares letters in its own way.") : "",
        NULL);
      /* Translators: what was compared, "Name, Trade, City" */
      g_autofree char *values = self->fields != NULL
                                  ? g_strdup_printf (_("Also the same: %s."), self->fields)
                                  : g_strdup ("");
      const char *between = self->fields != NULL ? "\n\n" : "";
      g_autofree char *whole = g_strjoin (between, ordered, values, NULL);
      show_message (self, "object-select-symbolic", _("The Same Answer"), whole);
      return;
    }
  g_autofree char *sum = describe (comparison);
  adw_preferences_group_set_description (self->summary_group, sum);
  fill_group (self->there_group, comparison->only_there);
  fill_group (self->here_group, comparison->only_here);
  fill_group (self->changed_group, comparison->changed);
  gtk_stack_set_visible_child_name (self->stack, "differs");
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildAskDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildComparison) comparison =
    guild_comparison_ask_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL || self->stack == NULL)
    return;
  if (comparison != NULL)
    show_comparison (self, comparison);
  else if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED))
    show_message (self, "dialog-information-symbolic", _("Nothing Was Asked"), error->message);
  else if (!guild_error_is_cancelled (error))
    show_message (self, "dialog-error-symbolic", _("No Answer to Compare"), error->message);
}

static void
progress_cb (guint n, gint64 total, gpointer data)
{
  GuildAskDialog *self = data;
  g_autofree char *text = g_strdup_printf (ngettext ("%u company read", "%u companies read", n), n);
  adw_status_page_set_description (self->asking_page, text);
  gtk_progress_bar_set_fraction (self->progress,
                                 total > 0 ? CLAMP ((double) n / (double) total, 0, 1) : 0);
}

static void
copy_clicked_cb (GuildAskDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->request);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.copied", NULL);
}

static void
sync_clicked_cb (GuildAskDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.sync", NULL);
  gtk_window_close (GTK_WINDOW (self));
}

/* (transfer full) (nullable) */
static char *
dup_titles (const GuildFieldTable *table, const char * const *fields)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    {
      const GuildField *field = guild_field_table_find (table, fields[i]);
      if (field != NULL)
        g_ptr_array_add (titles, gettext (field->title));
    }
  if (titles->len == 0)
    return NULL;
  g_ptr_array_add (titles, NULL);
  return g_strjoinv (", ", (char **) titles->pdata);
}

static void
ask (GuildAskDialog *self, GuildQuery *query)
{
  GuildService *service = guild_directory_get_service (self->directory);
  g_autofree char *path =
    service != NULL ? guild_service_list_path (service, 0, guild_service_get_page_size (service),
                                               query, NULL)
                    : NULL;

  self->fields = dup_titles (guild_directory_get_table (self->directory),
                             guild_query_get_fields (query));
  self->request = path != NULL ? g_strconcat ("GET ", path, NULL) : NULL;
  gtk_widget_set_visible (self->copy_button, self->request != NULL);
  guild_comparison_ask_async (self->directory, query, progress_cb, self, self->cancellable,
                              answered_cb, guild_weak_new (self));
}

/* ---- life ---- */

static void
guild_ask_dialog_dispose (GObject *object)
{
  GuildAskDialog *self = GUILD_ASK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_ASK_DIALOG);

  G_OBJECT_CLASS (guild_ask_dialog_parent_class)->dispose (object);
}

static void
guild_ask_dialog_finalize (GObject *object)
{
  GuildAskDialog *self = GUILD_ASK_DIALOG (object);

  g_object_unref (self->cancellable);
  g_free (self->request);
  g_free (self->fields);

  G_OBJECT_CLASS (guild_ask_dialog_parent_class)->finalize (object);
}

static void
guild_ask_dialog_class_init (GuildAskDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_ask_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_ask_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-ask-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, asking_page);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, changed_group);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, here_group);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, message_page);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, summary_group);
  gtk_widget_class_bind_template_child (widget_class, GuildAskDialog, there_group);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sync_clicked_cb);
}

static void
guild_ask_dialog_init (GuildAskDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GuildAskDialog *
guild_ask_dialog_present (GtkWindow *parent, GuildDirectory *directory, GuildQuery *query)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  GuildAskDialog *self = g_object_new (GUILD_TYPE_ASK_DIALOG, "transient-for", parent, NULL);
  self->directory = g_object_ref (directory);
  ask (self, query);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
