/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-bulk-watch.h"

#include <glib/gi18n.h>

#include "ui/guild-alert.h"
#include "ui/guild-change-toast.h"

typedef struct
{
  GWeakRef window;  /* GuildWindow */
  char    *title;   /* (owned) */
  char    *context; /* (owned) */
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_weak_ref_clear (&watch->window);
  g_free (watch->title);
  g_free (watch->context);
  g_free (watch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)

/* "12 changed, 3 as they were, 1 failed, 4 not begun" */
static char *
summarise (GuildBulk *bulk)
{
  guint n_changed = guild_bulk_get_changes (bulk)->len;
  guint n_same = guild_bulk_get_n_same (bulk);
  guint n_failed = guild_bulk_get_n_failed (bulk);
  guint n_left = guild_bulk_get_n_total (bulk) - guild_bulk_get_n_done (bulk);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u changed", "%u changed", n_changed), n_changed);
  if (n_same > 0)
    g_string_append_printf (text, ngettext (", %u was so already", ", %u were so already", n_same),
                            n_same);
  if (n_failed > 0)
    g_string_append_printf (text, ngettext (", %u failed", ", %u failed", n_failed), n_failed);
  if (n_left > 0)
    g_string_append_printf (text, ngettext (", %u not begun", ", %u not begun", n_left), n_left);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Watch) watch = data;
  g_autoptr(GuildWindow) window = g_weak_ref_get (&watch->window);
  GuildBulk *bulk = GUILD_BULK (source);
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = summarise (bulk);

  guild_bulk_run_finish (bulk, result, &error);
  if (window == NULL)
    return;
  if (guild_bulk_get_n_failed (bulk) == 0 && error == NULL)
    {
      gboolean whole = guild_bulk_get_changes (bulk)->len == guild_bulk_get_n_total (bulk);
      g_autofree char *title = g_strdup_printf ("%s: %s", watch->title, summary);
      guild_change_toast_show (window, guild_bulk_get_changes (bulk),
                               whole ? watch->title : title);
      return;
    }
  g_autofree char *failures = guild_bulk_dup_failures (bulk);
  g_autofree char *body = g_strdup_printf ("%s.\n\n%s", summary, failures);
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (window), watch->context, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
guild_bulk_watch_run (GuildWindow *window, GuildBulk *bulk, GCancellable *cancellable,
                      const char *title, const char *context)
{
  g_return_if_fail (GUILD_IS_WINDOW (window));
  g_return_if_fail (GUILD_IS_BULK (bulk));

  Watch *watch = g_new0 (Watch, 1);
  g_weak_ref_init (&watch->window, window);
  watch->title = g_strdup (title);
  watch->context = g_strdup (context);
  guild_bulk_run_async (bulk, cancellable, ended_cb, watch);
}
