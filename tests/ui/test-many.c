/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include "service/codat/guild-codat.h"
#include "ui/guild-tags-dialog.h"

/* What is done with more companies than the window lists by itself. */

enum { N_COMPANIES = 1200 };

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, N_COMPANIES);
  guild_ui_open_codat (fixture, 900, 640);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static void
act (GuildUiFixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;
  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
changed_cb (GdkClipboard *clipboard, gboolean *changed)
{
  /* Other programs' clipboards change ours, too. */
  if (gdk_clipboard_is_local (clipboard))
    *changed = TRUE;
}

/* In the order of the list, whatever is selected by the time that they are copied. */
static void
test_copy (GuildUiFixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  g_autofree char *text = NULL;
  gboolean changed = FALSE;

  gulong handler =
    g_signal_connect (clipboard, "changed", G_CALLBACK (changed_cb), &changed);
  act (fixture, "win.select-all");
  act (fixture, "win.copy-id");
  g_assert_false (changed);
  g_assert_nonnull (gtk_widget_get_cursor (GTK_WIDGET (fixture->window)));
  act (fixture, "win.select-none");
  guild_test_wait_until (changed);
  g_assert_null (gtk_widget_get_cursor (GTK_WIDGET (fixture->window)));
  g_signal_handler_disconnect (clipboard, handler);
  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "1200 IDs copied");

  gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &text);
  guild_test_wait_until (text != NULL);
  g_auto(GStrv) ids = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (ids), ==, N_COMPANIES);
  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, i);
      g_assert_cmpstr (ids[i], ==, id);
    }
}

static void
test_tags (GuildUiFixture *fixture, gconstpointer data)
{
  act (fixture, "win.select-all");
  act (fixture, "win.tags");
  /* The key was held a little long. */
  act (fixture, "win.tags");
  g_assert_false (guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));
  act (fixture, "win.select-none");
  /* It would not come for nobody, and comes once. */
  gtk_window_destroy (guild_ui_await_dialog (GUILD_TYPE_TAGS_DIALOG));
  guild_test_wait_until (fixture->window->n_working == 0);
  g_assert_false (guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));
}

/* All that are listed, where nobody is selected. */
static void
test_chase (GuildUiFixture *fixture, gconstpointer data)
{
  act (fixture, "win.chase-list");
  GtkWindow *dialog = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (dialog, "Chase 1200 Customers?");
  gtk_window_destroy (dialog);
}

/* Those that have something to read, of all that are listed and of all that are selected. */
static void
test_check_data (GuildUiFixture *fixture, gconstpointer data)
{
  GuildCompanyList *list = fixture->window->table->list;
  guint status = guild_field_table_index (
    guild_directory_get_table (fixture->window->directory), "status");
  guint n_linked = 0;

  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), i);
      gint64 number = guild_position_get_number (position, status);
      n_linked += number == GUILD_CODAT_LINKED || number == GUILD_CODAT_PARTIAL;
    }
  g_autofree char *heading = g_strdup_printf ("Check the Data of %u Companies?", n_linked);
  for (guint round = 0; round < 2; round++)
    {
      act (fixture, "win.check-data");
      g_assert_false (guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
      GtkWindow *dialog = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
      guild_ui_await_words (dialog, heading);
      gtk_window_destroy (dialog);
      act (fixture, "win.select-all");
    }
}

/* What was wished for companies is not done where others are on show, and not without a window. */
static void
test_too_late (GuildUiFixture *fixture, gconstpointer data)
{
  act (fixture, "win.select-all");
  act (fixture, "win.tags");
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  g_assert_cmpuint (fixture->window->n_working, ==, 1);
  guild_test_wait_until (fixture->window->n_working == 0);
  g_assert_false (guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));

  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  act (fixture, "win.select-all");
  act (fixture, "win.tags");
  act (fixture, "win.copy-id");
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, test) \
  g_test_add ("/ui/many/" name, GuildUiFixture, NULL, set_up, test, tear_down)
  ADD ("copy", test_copy);
  ADD ("tags", test_tags);
  ADD ("chase", test_chase);
  ADD ("check-data", test_check_data);
  ADD ("too-late", test_too_late);
#undef ADD
  return g_test_run ();
}
