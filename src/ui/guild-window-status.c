/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "service/autodesk/guild-autodesk.h"
#include "service/codat/guild-codat.h"
#include "ui/guild-clock.h"
#include "ui/guild-error.h"

#define SPINNER_DELAY 500   /* ms */
#define PROGRESS_DELAY 3000 /* ms */

/* Whether ERROR is about the key, and another one can be entered. */
static gboolean
is_about_key (GuildWindow *self, const GError *error)
{
  return guild_window_can_edit_workspace (self) &&
         (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED) ||
          /* how Codat answers a key that is outdated */
          (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN) &&
           GUILD_IS_CODAT (guild_directory_get_service (self->directory))));
}

/* What leads to another key, or to the browser. */
static const char *
describe_key_act (GuildWindow *self)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);

  if (!guild_workspace_uses_browser (workspace))
    return _("Replace _Key…");
  return guild_directory_get_service (self->directory) != NULL ? _("Sign _In Again…")
                                                               : _("Sign _In…");
}

/* Pages */

static void
show_no_results (GuildWindow *self)
{
  gboolean narrowed = guild_query_is_filtered (self->query);
  gboolean in_all = guild_view_get_kind (self->view) == GUILD_VIEW_ALL;
  gboolean calm = !narrowed && guild_view_get_kind (self->view) == GUILD_VIEW_ATTENTION;

  adw_status_page_set_icon_name (self->no_results_page, calm ? "guild-linked-symbolic"
                                                             : "system-search-symbolic");
  adw_status_page_set_title (self->no_results_page,
                             calm ? _("Nothing Needs Attention")
                             : narrowed ? _("No Companies Found") : _("No Companies Here"));
  adw_status_page_set_description (
    self->no_results_page,
    calm ? _("Every connection that was made works.")
    : narrowed && !in_all ? _("Nothing in this view matches. Another view may.")
    : narrowed ? _("Try fewer or other words.") : NULL);
  gtk_widget_set_visible (self->clear_button, narrowed);
  gtk_widget_set_visible (self->widen_button, narrowed && !in_all);
  gtk_stack_set_visible_child_name (self->pages, "no-results");
}

static void
update_page (GuildWindow *self)
{
  GuildCompanyList *list = self->table->list;
  const GError *error = guild_directory_get_last_error (self->directory);
  guint n_companies = guild_directory_get_n_companies (self->directory);

  if (guild_company_list_get_n_matches (list) > 0)
    gtk_stack_set_visible_child_name (self->pages, "grid");
  else if (n_companies == 0 &&
           (!guild_directory_get_loaded (self->directory) ||
            (guild_directory_get_syncing (self->directory) && error == NULL)))
    gtk_stack_set_visible_child_name (self->pages, "loading");
  else if (n_companies == 0 && error != NULL)
    {
      g_autofree char *text = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->error_page, text);
      gtk_widget_set_visible (self->error_key, is_about_key (self, error));
      gtk_button_set_label (GTK_BUTTON (self->error_key), describe_key_act (self));
      gtk_stack_set_visible_child_name (self->pages, "error");
    }
  else if (n_companies == 0 && !guild_query_is_filtered (self->query) &&
           guild_view_get_kind (self->view) == GUILD_VIEW_ALL)
    {
      GuildService *service = guild_directory_get_service (self->directory);
      gtk_widget_set_visible (self->empty_new,
                              service != NULL &&
                              (guild_service_get_flags (service) & GUILD_SERVICE_CAN_CREATE) != 0);
      gtk_stack_set_visible_child_name (self->pages, "empty");
    }
  else if (!guild_company_list_get_busy (list))
    show_no_results (self);
}

static void
update_count (GuildWindow *self)
{
  guint n_matches = guild_company_list_get_n_matches (self->table->list);
  /* What is searched is the view, of which the list may know more already than is counted. */
  guint n_companies = MAX (guild_view_get_count (self->view), n_matches);
  g_autofree char *matches = guild_format_number (n_matches);
  g_autofree char *total = guild_format_number (n_companies);
  g_autofree char *text = guild_query_is_filtered (self->query)
    ? g_strdup_printf (_("%s of %s"), matches, total)
    : g_strdup_printf (ngettext ("%s company", "%s companies", n_matches), matches);
  g_autofree char *hint =
    g_strdup_printf (ngettext ("Search %s company", "Search %s companies", n_companies), total);

  gtk_label_set_label (self->count, text);
  g_object_set (self->search_entry, "placeholder-text", hint, NULL);
}

static char *
describe_sync (GuildWindow *self)
{
  gint64 last = guild_directory_get_last_sync (self->directory);

  if (guild_directory_get_syncing (self->directory))
    {
      g_autofree char *n = guild_format_number (guild_directory_get_n_synced (self->directory));
      return g_strdup_printf (_("Syncing · %s received"), n);
    }
  if (!guild_directory_get_loaded (self->directory))
    return g_strdup (_("Opening what was kept here…"));
  if (last == GUILD_NUMBER_UNSET)
    return g_strdup (_("Never synced"));
  /* Never in the future, even if the clock was put back. */
  gint64 now = guild_clock_now ();
  g_autofree char *when = guild_format_relative_time (MIN (last, now), now);
  return g_strdup_printf (_("Synced %s"), when);
}

static char *
describe_state (GuildWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  g_autofree char *sync = describe_sync (self);

  if (!GUILD_IS_AUTODESK (service) || !guild_autodesk_is_signed_in (GUILD_AUTODESK (service)))
    return g_steal_pointer (&sync);
  /* Translators: %s is when the list was read; the workspace can only be read */
  return g_strdup_printf (_("%s · Read-only"), sync);
}

static char *
describe_quota (GuildWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  if (service == NULL)
    return g_strdup (_("Not connected"));

  GuildTransport *transport = guild_service_get_transport (service);
  const GuildQuota *quota = guild_transport_get_quota (transport);
  gint64 until = 0;
  g_object_get (transport, "throttled-until", &until, NULL);
  if (until > guild_clock_now ())
    {
      g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (until / G_USEC_PER_SEC);
      g_autoptr(GDateTime) local = g_date_time_to_local (utc);
      g_autofree char *time = g_date_time_format (local, "%X");
      return g_strdup_printf (_("The service asked to wait until %s"), time);
    }
  if (quota->limit == GUILD_NUMBER_UNSET || quota->remaining == GUILD_NUMBER_UNSET)
    return g_strdup ("");
  g_autofree char *limit = guild_format_number (quota->limit);
  g_autofree char *remaining = guild_format_number (quota->remaining);
  return g_strdup_printf (_("%s of %s requests left"), remaining, limit);
}

static gboolean
busy_cb (gpointer data)
{
  GuildWindow *self = data;
  self->busy_delay = 0;
  gtk_stack_set_visible_child_name (self->sync_stack, "spinner");
  return G_SOURCE_REMOVE;
}

static gboolean
slow_cb (gpointer data)
{
  GuildWindow *self = data;
  self->slow_delay = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_widget_set_visible (self->cancel_button, TRUE);
  return G_SOURCE_REMOVE;
}

static void
update_busy (GuildWindow *self)
{
  gboolean syncing = self->directory != NULL && guild_directory_get_syncing (self->directory);
  double progress = syncing ? guild_directory_get_progress (self->directory) : 0;

  if (!syncing)
    {
      g_clear_handle_id (&self->busy_delay, g_source_remove);
      g_clear_handle_id (&self->slow_delay, g_source_remove);
      gtk_stack_set_visible_child_name (self->sync_stack, "button");
      gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
      gtk_widget_set_visible (self->cancel_button, FALSE);
      return;
    }
  if (self->busy_delay == 0 &&
      g_str_equal (gtk_stack_get_visible_child_name (self->sync_stack), "button"))
    self->busy_delay = g_timeout_add (SPINNER_DELAY, busy_cb, self);
  if (self->slow_delay == 0 && !gtk_widget_get_visible (self->cancel_button))
    self->slow_delay = g_timeout_add (PROGRESS_DELAY, slow_cb, self);
  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->progress, MIN (progress, 1.0));
  else
    gtk_progress_bar_pulse (self->progress);
}

/* Banner: one standing message at a time, the one that says most. */

static void
show_sync_error (GuildWindow *self, const GError *error)
{
  gint64 last = guild_directory_get_last_sync (self->directory);
  g_autofree char *when = guild_format_relative_time (last, guild_clock_now ());
  g_autofree char *text = last == GUILD_NUMBER_UNSET
    ? g_strdup_printf (_("The list is not complete. %s"), error->message)
    : g_strdup_printf (_("Showing what was known %s. %s"), when, error->message);

  gboolean key = is_about_key (self, error);
  self->banner_kind = key ? GUILD_BANNER_KEY : GUILD_BANNER_SYNC;
  guild_banner_show (self->banner, text, key ? describe_key_act (self) : _("_Retry"),
                     guild_problem_from_error (error) != NULL);
}

static void
update_banner (GuildWindow *self)
{
  const GError *credentials = guild_desk_get_credentials_error (self->desk, self->directory);
  const GError *error = guild_directory_get_last_error (self->directory);
  const GError *journal = guild_desk_get_journal_error (self->desk);
  const char *notice = guild_directory_get_notice (self->directory);

  if (credentials != NULL)
    {
      gboolean key = is_about_key (self, credentials);
      self->banner_kind = key ? GUILD_BANNER_KEY : GUILD_BANNER_CREDENTIALS;
      guild_banner_show (self->banner, credentials->message,
                         key ? describe_key_act (self) : _("_Try Again"), FALSE);
    }
  else if (error != NULL && !guild_error_is_cancelled (error) &&
           guild_directory_get_n_companies (self->directory) > 0)
    show_sync_error (self, error);
  else if (journal != NULL)
    {
      self->banner_kind = GUILD_BANNER_JOURNAL;
      guild_banner_show (self->banner, journal->message, NULL, TRUE);
    }
  else if (notice != NULL && g_strcmp0 (notice, self->seen_notice) != 0)
    {
      self->banner_kind = GUILD_BANNER_NOTICE;
      guild_banner_show (self->banner, notice, _("_Understood"), FALSE);
    }
  else
    {
      self->banner_kind = GUILD_BANNER_NONE;
      guild_banner_show (self->banner, NULL, NULL, FALSE);
    }
}

void
guild_window_banner_activated (GuildWindow *self)
{
  switch (self->banner_kind)
    {
    case GUILD_BANNER_CREDENTIALS:
      guild_desk_retry_credentials (self->desk, self->directory);
      break;
    case GUILD_BANNER_KEY:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-workspace", NULL);
      break;
    case GUILD_BANNER_SYNC:
      guild_window_retry (self);
      break;
    case GUILD_BANNER_NOTICE:
      g_free (self->seen_notice);
      self->seen_notice = g_strdup (guild_directory_get_notice (self->directory));
      update_banner (self);
      break;
    case GUILD_BANNER_JOURNAL:
    case GUILD_BANNER_NONE:
    default:
      break;
    }
}

void
guild_window_banner_details (GuildWindow *self)
{
  const GError *error = self->banner_kind == GUILD_BANNER_JOURNAL
    ? guild_desk_get_journal_error (self->desk)
    : guild_directory_get_last_error (self->directory);
  if (error != NULL)
    guild_error_show_details (GTK_WINDOW (self), error, NULL);
}

void
guild_window_update_status (GuildWindow *self)
{
  if (self->directory == NULL || self->view == NULL)
    return;
  g_autofree char *sync = describe_state (self);
  g_autofree char *quota = describe_quota (self);
  g_autofree char *awaited = guild_window_describe_awaited (self);
  g_autofree char *line =
    awaited != NULL ? g_strdup_printf (_("%s · %s"), sync, awaited) : g_strdup (sync);
  gtk_label_set_label (self->status, line);
  gtk_label_set_label (self->quota, quota);
  update_busy (self);
  update_count (self);
  update_page (self);
  update_banner (self);
  guild_window_update_actions (self);
}
