/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "guildhall-icons.h"
#include "ui/guild-about.h"
#include "ui/guild-address.h"
#include "ui/guild-alert.h"
#include "ui/guild-error.h"
#include "ui/guild-icon-end.h"
#include "ui/guild-preferences-window.h"
#include "ui/guild-resources.h"
#include "ui/guild-settings.h"
#include "ui/guild-unsaved.h"
#include "ui/guild-window.h"
#include "ui/guild-workspace-dialog.h"

struct _GuildApplication
{
  AdwApplication parent_instance;

  GuildDesk *desk;    /* (owned) (nullable) */
  guint      n_settling; /* planned changes being sent or withdrawn before the end */
  gboolean   starting_sandbox;
  gboolean   told_desk; /* what the desk had to tell of the list of workspaces */
  gboolean   closing;
};

G_DEFINE_FINAL_TYPE (GuildApplication, guild_application, ADW_TYPE_APPLICATION)

static GuildWindow *
find_window (GuildApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (GUILD_IS_WINDOW (active))
    return GUILD_WINDOW (active);
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL;
       item = item->next)
    if (GUILD_IS_WINDOW (item->data))
      return item->data;
  return NULL;
}

/* Quitting: planned deletes first, by choice; then everything is brought to disk. */

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildApplication) self = data;

  guild_desk_close_finish (GUILD_DESK (source), result, NULL);
  g_application_quit (G_APPLICATION (self));
}

static void
close_desk (GuildApplication *self)
{
  if (self->closing)
    return;
  self->closing = TRUE;
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL;
       item = item->next)
    gtk_widget_set_visible (item->data, FALSE);
  guild_desk_close_async (self->desk, closed_cb, g_object_ref (self));
}

static void
settled (GuildApplication *self, const GError *error, const char *context)
{
  if (error != NULL)
    guild_error_show (GTK_WINDOW (find_window (self)), error, context);
  /* A change that failed is told; the window then stays to tell it. */
  if (--self->n_settling == 0 && error == NULL)
    close_desk (self);
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildApplication) self = data;
  g_autoptr(GError) error = NULL;

  guild_journal_commit_finish (GUILD_JOURNAL (source), result, &error);
  settled (self, error, _("Not everything was deleted"));
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildApplication) self = data;
  g_autoptr(GError) error = NULL;

  guild_journal_withdraw_finish (GUILD_JOURNAL (source), result, &error);
  settled (self, error, _("Not everything was kept"));
}

/* Planned changes, so that settling them does not change the list under our feet. */
static GPtrArray *
list_planned (GuildJournal *journal)
{
  GPtrArray *planned = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (journal)); i++)
    {
      g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), i);
      if (guild_change_get_state (change) == GUILD_CHANGE_PLANNED)
        g_ptr_array_add (planned, g_steal_pointer (&change));
    }
  return planned;
}

static void
quit_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  GuildApplication *self = data;
  GuildJournal *journal = guild_desk_get_journal (self->desk);

  if (g_str_equal (response, "cancel") || self->n_settling > 0)
    return;
  g_autoptr(GPtrArray) planned = list_planned (journal);
  self->n_settling = planned->len;
  for (guint i = 0; i < planned->len; i++)
    if (g_str_equal (response, "delete"))
      guild_journal_commit_async (journal, planned->pdata[i], committed_cb, g_object_ref (self));
    else
      guild_journal_withdraw_async (journal, planned->pdata[i], withdrawn_cb,
                                    g_object_ref (self));
  if (planned->len == 0)
    close_desk (self);
}

static void
ask_before_quit (GuildApplication *self, guint n_planned)
{
  GtkWidget *dialog = guild_alert_new (
    GTK_WINDOW (find_window (self)), _("Delete Before Quitting?"), NULL);

  adw_message_dialog_format_body (
    ADW_MESSAGE_DIALOG (dialog),
    ngettext ("%u company waits to be deleted. Nothing has been sent yet.",
              "%u companies wait to be deleted. Nothing has been sent yet.", n_planned),
    n_planned);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "keep",
                                    _("_Keep Companies"), "delete", _("_Delete Now"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (quit_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
quit (GuildApplication *self)
{
  GuildJournal *journal = self->desk != NULL ? guild_desk_get_journal (self->desk) : NULL;
  guint n_planned = journal != NULL ? guild_journal_get_n_planned (journal) : 0;

  if (self->desk == NULL)
    g_application_quit (G_APPLICATION (self));
  else if (n_planned > 0)
    ask_before_quit (self, n_planned);
  else
    close_desk (self);
}

static void
discarded_cb (gpointer data)
{
  quit (data);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GuildApplication *self = data;
  guint n_unsaved = 0;

  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL;
       item = item->next)
    n_unsaved += GUILD_IS_WINDOW (item->data) ? guild_window_count_unsaved (item->data) : 0;
  guild_unsaved_ask (GTK_WINDOW (find_window (self)), n_unsaved, discarded_cb,
                     g_object_ref (self), g_object_unref);
}

/* Other actions */

static void
sandbox_started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildApplication) self = data;
  g_autoptr(GError) error = NULL;
  GuildWindow *window = find_window (self);

  self->starting_sandbox = FALSE;
  if (!guild_desk_start_sandbox_finish (GUILD_DESK (source), result, &error))
    guild_error_show (GTK_WINDOW (window), error, _("The sandbox is not there"));
  else if (window != NULL)
    guild_window_show_view (window, "sandbox-codat", "all");
}

static void
sandbox_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GuildApplication *self = data;

  g_application_activate (G_APPLICATION (self));
  if (self->starting_sandbox)
    return;
  self->starting_sandbox = TRUE;
  guild_desk_start_sandbox_async (self->desk, NULL, sandbox_started_cb, g_object_ref (self));
}

static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GuildApplication *self = data;
  gtk_window_present (GTK_WINDOW (guild_window_new (GTK_APPLICATION (self), self->desk)));
}

static void
new_company_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GuildApplication *self = data;

  g_application_activate (G_APPLICATION (self));
  guild_window_new_company (find_window (self));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  guild_about_present (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

static void
add_workspace_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GuildApplication *self = data;
  GuildWindow *window = find_window (self);

  if (window != NULL)
    guild_workspace_dialog_present (GTK_WINDOW (window), self->desk,
                                    g_variant_get_string (parameter, NULL));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GuildWindow *window = find_window (data);

  if (window != NULL && guild_settings_get () != NULL)
    guild_preferences_window_present (GTK_WINDOW (window));
}

/* COMPANY_ID (nullable): the workspace alone. */
static void
show_company (GuildApplication *self, const char *workspace_id, const char *company_id)
{
  GuildWindow *window;

  g_application_activate (G_APPLICATION (self));
  window = find_window (self);
  if (window != NULL && guild_window_show_view (window, workspace_id, "all") && company_id != NULL)
    guild_window_open_company (window, company_id);
}

/* From a notification or a toast: the company, wherever its workspace is on show. */
static void
show_company_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *workspace_id, *company_id;

  g_variant_get (parameter, "(&s&s)", &workspace_id, &company_id);
  show_company (data, workspace_id, company_id);
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_action },
  { .name = "add-workspace", .activate = add_workspace_action, .parameter_type = "s" },
  { .name = "new-company", .activate = new_company_action },
  { .name = "new-window", .activate = new_window_action },
  { .name = "preferences", .activate = preferences_action },
  { .name = "quit", .activate = quit_action },
  { .name = "sandbox", .activate = sandbox_action },
  { .name = "show-company", .activate = show_company_action, .parameter_type = "(ss)" },
};

static const struct { const char *action; const char *accels[3]; } accels[] = {
  { "app.new-window", { "<Control><Shift>n" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.activity", { "<Control>h" } },
  { "win.filter", { "<Control><Shift>l" } },
  { "win.clear-filter", { "<Control><Shift>f" } },
  { "win.close-pane", { "<Alt>Right" } },
  { "win.edit-company", { "<Control>e", "F2" } },
  { "win.import", { "<Control>i" } },
  { "win.new-company", { "<Control>n" } },
  { "win.search", { "<Control>f" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.show-sidebar", { "<Alt>Left" } },
  { "win.sync", { "F5", "<Control>r" } },
  { "window.close", { "<Control>w" } },
};

/* Once the list has been read and there is a window to tell it in, whichever comes last. */
static void
tell_desk (GuildApplication *self)
{
  GuildWindow *window = find_window (self);

  if (self->told_desk || window == NULL || !guild_desk_get_ready (self->desk))
    return;
  self->told_desk = TRUE;
  const GError *error = guild_desk_get_error (self->desk);
  if (error != NULL)
    guild_error_show_details (GTK_WINDOW (window), error, _("Workspaces"));
}

/* Overrides */

static void
guild_application_startup (GApplication *application)
{
  GuildApplication *self = GUILD_APPLICATION (application);
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), GUILD_PACKAGE, NULL);
  g_autofree char *state = g_build_filename (g_get_user_data_dir (), GUILD_PACKAGE, NULL);
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), GUILD_PACKAGE, NULL);

  /* What it has to read is read while the toolkit begins and the window is made. */
  self->desk = guild_desk_new (config, state, cache);
  guild_desk_pause (self->desk);
  G_APPLICATION_CLASS (guild_application_parent_class)->startup (application);
  guild_desk_catch_up (self->desk);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           accels[i].accels);
  gtk_window_set_default_icon_name (GUILD_APP_ID);
  g_signal_connect_object (self->desk, "notify::ready", G_CALLBACK (tell_desk), self,
                           G_CONNECT_SWAPPED);
}

static void
guild_application_activate (GApplication *application)
{
  GuildApplication *self = GUILD_APPLICATION (application);
  GuildWindow *window = find_window (self);

  if (window == NULL)
    window = guild_window_new (GTK_APPLICATION (application), self->desk);
  gtk_window_present (GTK_WINDOW (window));
  tell_desk (self);
}

/* Addresses */

typedef struct
{
  GuildApplication *application; /* (owned) */
  GuildAddress     *address;     /* (owned) */
} Visit;

static void
free_visit (Visit *visit)
{
  g_application_release (G_APPLICATION (visit->application));
  g_object_unref (visit->application);
  guild_address_free (visit->address);
  g_free (visit);
}

/* The window may have been closed since the address came: without one nothing would be told. */
static void
tell_astray (GuildApplication *self, const GError *error)
{
  g_application_activate (G_APPLICATION (self));
  guild_error_show_details (GTK_WINDOW (find_window (self)), error, _("Nothing to Open"));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *visit = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildDirectory) directory = guild_address_find_finish (result, &error);

  if (directory == NULL)
    tell_astray (visit->application, error);
  else
    show_company (visit->application,
                  guild_workspace_get_id (guild_directory_get_workspace (directory)),
                  visit->address->company_id);
  free_visit (visit);
}

static void
guild_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  GuildApplication *self = GUILD_APPLICATION (application);

  g_application_activate (application);
  for (int i = 0; i < n_files; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *uri = g_file_get_uri (files[i]);
      g_autoptr(GuildAddress) address = guild_address_parse (uri, &error);
      if (address == NULL)
        {
          tell_astray (self, error);
          continue;
        }
      Visit *visit = g_new0 (Visit, 1);
      visit->application = g_object_ref (self);
      visit->address = g_steal_pointer (&address);
      g_application_hold (application);
      guild_address_find_async (visit->address, self->desk, found_cb, visit);
    }
}

/* The command line. What it asks for is done by the program that is there already, when there is
 * one. */
static int
guild_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  static const char *const wishes[] = { "sandbox", "new-company", "new-window" };
  g_autoptr(GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Guildhall %s\n", GUILD_VERSION);
      return EXIT_SUCCESS;
    }
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      if (!g_variant_dict_contains (options, wishes[i]))
        continue;
      if (!g_application_register (application, NULL, &error))
        {
          g_printerr ("%s\n", error->message);
          return EXIT_FAILURE;
        }
      g_action_group_activate_action (G_ACTION_GROUP (application), wishes[i], NULL);
    }
  return -1;
}

static void
guild_application_finalize (GObject *object)
{
  g_clear_object (&GUILD_APPLICATION (object)->desk);
  G_OBJECT_CLASS (guild_application_parent_class)->finalize (object);
}

static void
guild_application_class_init (GuildApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = guild_application_finalize;
  application_class->startup = guild_application_startup;
  application_class->activate = guild_application_activate;
  application_class->open = guild_application_open;
  application_class->handle_local_options = guild_application_handle_local_options;
}

static void
guild_application_init (GuildApplication *self)
{
  static const GOptionEntry options[] = {
    { "new-company", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Begin a new company"), NULL },
    { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open another window"), NULL },
    { "sandbox", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the sandbox workspaces"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[ADDRESS…]"));
  g_autofree char *summary =
    g_strdup_printf (_("An address is “%s”: it shows that company."), GUILD_ADDRESS_EXAMPLE);
  g_application_set_option_context_summary (G_APPLICATION (self), summary);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

void
guild_ui_init (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, GUILD_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Named, so that the linker keeps them although the program only asks for them by path. */
  g_resources_register (guild_ui_get_resource ());
  g_resources_register (guildhall_icons_get_resource ());
  guild_icon_end_here ();
}

GuildApplication *
guild_application_new (void)
{
  guild_ui_init ();
  g_set_application_name (GUILD_DEVELOPMENT ? _("Guildhall (Development)") : _("Guildhall"));
  return g_object_new (GUILD_TYPE_APPLICATION, "application-id", GUILD_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", GUILD_APP_PATH, NULL);
}

GuildDesk *
guild_application_get_desk (GuildApplication *self)
{
  g_return_val_if_fail (GUILD_IS_APPLICATION (self), NULL);
  return self->desk;
}
