/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "ui/guild-logo.h"

GtkWindow *
guild_ui_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window; /* GTK keeps it */
    }
  return NULL;
}

GtkWindow *
guild_ui_await_window (GType type)
{
  guild_test_wait_until (guild_ui_find_window (type) != NULL);
  return guild_ui_find_window (type);
}

gboolean
guild_ui_has_dialog (GType type)
{
  return guild_ui_find_window (type) != NULL;
}

GtkWindow *
guild_ui_await_dialog (GType type)
{
  GtkWindow *window = guild_ui_await_window (type);

  guild_test_ui_present (window);
  return window;
}

void
guild_ui_press_button (gpointer root, const char *label)
{
  GtkWidget *button = guild_test_ui_await (GTK_WIDGET (root), GTK_TYPE_BUTTON, label);

  guild_test_wait_until (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

gboolean
guild_ui_is_asked (const char *label)
{
  GtkWindow *question = guild_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);

  return question != NULL &&
         guild_test_ui_find (GTK_WIDGET (question), GTK_TYPE_BUTTON, label) != NULL;
}

void
guild_ui_answer (const char *label)
{
  guild_ui_press_button (guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG), label);
  guild_test_wait_until (guild_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

void
guild_ui_fill (gpointer root, const char *title, const char *text)
{
  GtkWidget *row = guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ENTRY_ROW, title);

  guild_test_wait_until (gtk_widget_is_sensitive (row));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

gboolean
guild_ui_has_words (gpointer root, const char *part)
{
  if (!gtk_widget_get_mapped (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (root), part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (guild_ui_has_words (child, part))
      return TRUE;
  return FALSE;
}

void
guild_ui_await_words (gpointer root, const char *part)
{
  gint64 deadline = guild_test_deadline ();

  while (!guild_ui_has_words (root, part))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("no words “%s” in time", part);
      guild_test_spin ();
    }
}

guint
guild_ui_count_logos (GtkWidget *root)
{
  guint n_logos = gtk_widget_has_css_class (root, "guild-logo") && gtk_widget_get_mapped (root) &&
                  guild_logo_is_shown (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_logos += guild_ui_count_logos (child);
  return n_logos;
}

static void
control (GuildUiFixture *fixture, const char *method, const char *path, const char *body)
{
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, method, path, body));
}

void
guild_ui_fault (GuildUiFixture *fixture, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);
  control (fixture, "POST", "/_sandbox/faults", body);
}

void
guild_ui_clear_faults (GuildUiFixture *fixture)
{
  control (fixture, "DELETE", "/_sandbox/faults", NULL);
}

void
guild_ui_switch (GuildUiFixture *fixture, const char *json)
{
  control (fixture, "POST", "/_sandbox/switches", json);
}

void
guild_ui_set_clock (GuildUiFixture *fixture)
{
  gint64 seconds = g_get_real_time () / G_USEC_PER_SEC - GUILD_UI_FIXTURE_BEGIN;
  g_autofree char *body = g_strdup_printf ("{\"advanceSeconds\":%" G_GINT64_FORMAT "}", seconds);
  control (fixture, "POST", "/_sandbox/clock", body);
}

void
guild_ui_use_secret_file (void)
{
  g_autofree char *room = guild_test_directory ();
  g_autofree char *secrets = g_build_filename (room, "secrets", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", secrets, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
}

void
guild_ui_await_stored (gboolean (*holds) (gpointer data), gpointer data)
{
  guild_test_wait_until (holds (data));
}

gboolean
guild_ui_has_result (gpointer slot)
{
  return *(GAsyncResult **) slot != NULL;
}

gboolean
guild_ui_is_closed (gpointer type)
{
  return !guild_ui_has_dialog (GPOINTER_TO_SIZE (type));
}

guint
guild_ui_count_requests (GuildUiFixture *fixture, const char *request)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return json_object_get_int_member_with_default (counts, request, 0);
}

guint
guild_ui_count_companies (GuildUiFixture *fixture, const char *name)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET",
                                                      "/companies?page=1&pageSize=5000", NULL);
  JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (results); i++)
    n += g_str_equal (json_object_get_string_member (json_array_get_object_element (results, i),
                                                     "name"), name);
  return n;
}

void
guild_ui_open_codat (GuildUiFixture *fixture, int width, int height)
{
  guild_ui_fixture_open (fixture, width, height);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->pages), "grid") == 0);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
}

char *
guild_ui_open_row (GuildUiFixture *fixture, guint position)
{
  GuildWindow *window = fixture->window;

  guild_test_wait_until (!guild_company_list_get_busy (window->table->list));
  char *id = guild_company_list_dup_id (window->table->list, position);
  g_assert_nonnull (id);
  guild_company_selection_select_only (guild_grid_get_selection (window->grid), id);
  guild_window_open_company (window, id);
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
  return id;
}
