/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "ui/guild-weak.h"

char *
guild_window_describe_awaited (GuildWindow *self)
{
  GuildLinkVigil *vigil = guild_desk_get_vigil (self->desk, self->directory);
  guint n_awaited = vigil != NULL ? guild_link_vigil_get_n_awaited (vigil) : 0;

  if (n_awaited == 0)
    return NULL;
  g_autofree char *number = guild_format_number (n_awaited);
  return g_strdup_printf (ngettext ("Waiting for %s customer", "Waiting for %s customers",
                                    n_awaited), number);
}

/* --- news ------------------------------------------------------------------------------------- */

/* Something that happened while the company's name is looked up. */
typedef struct
{
  gpointer       window;       /* (owned): weak */
  char          *workspace_id; /* (owned) */
  char          *company_id;   /* (owned) */
  GuildLinkNews  news;
  char          *text;         /* (owned) (nullable) */
} News;

static void
news_free (News *self)
{
  g_free (self->workspace_id);
  g_free (self->company_id);
  g_free (self->text);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (News, news_free)

static char *
describe_news (const News *self, const char *name)
{
  switch (self->news)
    {
    case GUILD_LINK_NEWS_LINKED:
      return self->text != NULL && *self->text != '\0'
        ? g_strdup_printf (_("“%s” is linked to %s"), name, self->text)
        : g_strdup_printf (_("“%s” is linked"), name);
    case GUILD_LINK_NEWS_CANCELLED:
      return g_strdup_printf (_("The customer of “%s” left without granting access"), name);
    case GUILD_LINK_NEWS_FAILED:
      return g_strdup_printf (_("“%s” could not be linked: %s"), name,
                              self->text != NULL ? self->text : "?");
    case GUILD_LINK_NEWS_OVER:
      return g_strdup_printf (_("Nobody used the link of “%s” for a month"), name);
    case GUILD_LINK_NEWS_GONE:
    default:
      return g_strdup (_("A company whose customer was sent a link does not exist any more"));
    }
}

static gboolean
is_looked_at (GtkApplication *application)
{
  for (GList *item = gtk_application_get_windows (application); item != NULL; item = item->next)
    if (gtk_window_is_active (item->data))
      return TRUE;
  return FALSE;
}

/* For who looks elsewhere. Of several windows' the last counts: they have one name. */
static void
notify_away (GuildWindow *window, const News *news, const char *title)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));

  if (application == NULL || is_looked_at (application))
    return;
  g_autoptr(GNotification) notification = g_notification_new (title);
  g_autofree char *id = g_strconcat ("link-", news->company_id, NULL);
  g_notification_set_default_action_and_target (notification, "app.show-company", "(ss)",
                                                news->workspace_id, news->company_id);
  g_application_send_notification (G_APPLICATION (application), id, notification);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(News) news = data;
  g_autoptr(GuildWindow) window = guild_weak_take (news->window);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  if (window == NULL || (company == NULL && news->news != GUILD_LINK_NEWS_GONE))
    return;
  g_autofree char *title =
    describe_news (news, company != NULL ? guild_company_get_name (company) : "");
  g_autofree char *markup = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (markup);

  if (company != NULL)
    {
      adw_toast_set_button_label (toast, _("_Show"));
      adw_toast_set_action_name (toast, "app.show-company");
      adw_toast_set_action_target (toast, "(ss)", news->workspace_id, news->company_id);
    }
  guild_window_add_toast (window, toast);
  notify_away (window, news, title);
}

static void
link_news_cb (GuildDesk *desk, GuildDirectory *directory, const char *company_id, guint what,
              const char *text, GuildWindow *self)
{
  News *news = g_new0 (News, 1);

  news->window = guild_weak_new (self);
  news->workspace_id =
    g_strdup (guild_workspace_get_id (guild_directory_get_workspace (directory)));
  news->company_id = g_strdup (company_id);
  news->news = what;
  news->text = g_strdup (text);
  guild_directory_load_company_async (directory, company_id, NULL, named_cb, news);
}

void
guild_window_watch_awaited (GuildWindow *self)
{
  g_signal_connect_object (self->desk, "link-news", G_CALLBACK (link_news_cb), self, 0);
}

/* --- actions ---------------------------------------------------------------------------------- */

static void
stop_waiting_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  const char *id = guild_company_pane_get_id (self->pane);
  GuildLinkVigil *vigil =
    self->directory != NULL ? guild_desk_get_vigil (self->desk, self->directory) : NULL;

  if (id != NULL && vigil != NULL)
    guild_link_vigil_end (vigil, id);
}

void
guild_window_install_awaited_action (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.stop-waiting", NULL, stop_waiting_action);
}
