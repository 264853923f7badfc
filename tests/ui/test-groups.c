/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-edits.h"

#include "ui/guild-groups-dialog.h"
#include "ui/guild-tags-dialog.h"

/* Groups of companies, and who is in them. */

static guint
count_members (GuildUiFixture *fixture, const char *group_id)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/companies?page=1&pageSize=100", NULL);
  JsonArray *companies =
    json_object_get_array_member (json_node_get_object (node), "results");
  guint n_members = 0;

  for (guint i = 0; i < json_array_get_length (companies); i++)
    {
      JsonObject *company = json_array_get_object_element (companies, i);
      JsonArray *groups = json_object_get_array_member (company, "groups");
      for (guint j = 0; j < json_array_get_length (groups); j++)
        if (g_str_equal (json_object_get_string_member (json_array_get_object_element (groups, j),
                                                        "id"), group_id))
          n_members++;
    }
  return n_members;
}

static GuildView *
find_view (GuildUiFixture *fixture, const char *title)
{
  GListModel *views = guild_directory_get_views (fixture->window->directory);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (views, i);
      if (g_str_equal (guild_view_get_title (view), title))
        return view;
    }
  return NULL;
}

static void
test_groups (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  GtkEditable *name = guild_ui_edits_get_row (dialog, "New Group");

  guild_test_ui_check_names (dialog);
  guild_test_ui_compare (dialog, "groups");
  gtk_editable_set_text (name, " Lending pilot ");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "There is a group of this name already.");
  gtk_editable_set_text (name, "123456789 123456789 123456789 123456789 123456789 1");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "A group’s name can have 50 characters.");
  g_signal_emit_by_name (name, "apply");
  g_assert_false (guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));

  gtk_editable_set_text (name, " Harbour loans ");
  g_signal_emit_by_name (name, "apply");
  guild_ui_press_button (guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG), "Create");
  guild_test_wait_until (find_view (fixture, "Harbour loans") != NULL);
  guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Harbour loans");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A group made twice could not be deleted: its creation is looked up before it is repeated. */
static void
test_groups_doubt (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  GtkEditable *name = guild_ui_edits_get_row (dialog, "New Group");

  guild_ui_fault (fixture, "path=/groups,method=POST,cut=after-write");
  guild_ui_fault (fixture, "path=/groups,method=GET,status=500,count=8");
  gtk_editable_set_text (name, "Harbour loans");
  g_signal_emit_by_name (name, "apply");
  guild_ui_press_button (guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG), "Create");
  guild_test_wait_until (guild_ui_is_asked ("Look It Up"));
  GtkWindow *question = guild_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==,
                   "It Is Not Known Whether It Was Done");
  guild_ui_clear_faults (fixture);
  guild_ui_press_button (question, "Look It Up");
  guild_test_wait_until (find_view (fixture, "Harbour loans") != NULL);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The service did it");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_groups_off (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (
    fixture->sandbox, "POST", "/_sandbox/switches", "{\"groups\":\"off\"}");
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);

  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "Groups Are Not Available Here");
  g_assert_null (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Tags…"));
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* With companies selected, tags are offered instead. */
  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 2, TRUE);
  dialog = guild_ui_edits_open (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  guild_ui_press_button (dialog, "Tags…");
  guild_test_wait_until (guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));
  g_assert_false (guild_ui_has_dialog (GUILD_TYPE_GROUPS_DIALOG));
  dialog = GTK_WIDGET (guild_ui_find_window (GUILD_TYPE_TAGS_DIALOG));
  g_assert_cmpstr (guild_tag_row_get_key (guild_ui_edits_get_tag_row (dialog, 0)), ==, "group");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Twenty are the most; the twenty-first is not asked for. */
static void
test_groups_full (GuildUiFixture *fixture, gconstpointer data)
{
  GPtrArray *groups = guild_directory_get_groups (fixture->window->directory);

  for (guint i = groups->len; i < 20; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"name\":\"Made %u\"}", i);
      g_autoptr(JsonNode) node =
        guild_test_sandbox_call (fixture->sandbox, "POST", "/groups", body);
    }
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "There are 20 groups, as many as there can be.");
  GtkEditable *name = guild_ui_edits_get_row (dialog, "New Group");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (name)));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_members (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;
  GuildCompanySelection *selection = guild_grid_get_selection (window->grid);
  const GuildGroup *group = guild_directory_get_groups (window->directory)->pdata[0];
  g_autofree char *id = g_strdup (group->id);
  guint n_before = count_members (fixture, id);

  /* All of them: those that are in the group already need nothing. */
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-to-group", "s", id);
  guild_ui_edits_await (fixture, 40 - n_before);
  g_assert_cmpuint (count_members (fixture, id), ==, 40);
  guild_ui_press_button (GTK_WIDGET (window), "Undo");
  guild_ui_edits_await (fixture, 2 * (40 - n_before));
  g_assert_cmpuint (count_members (fixture, id), ==, n_before);

  g_autofree char *company = guild_ui_open_row (fixture, 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-to-group", "s", id);
  g_autofree char *label = g_strdup_printf ("Remove from “%s”", group->name);
  guild_ui_press_button (GTK_WIDGET (window->pane), label);
  guild_ui_edits_await (fixture, 2 * (40 - n_before) + 2);
  g_assert_cmpuint (count_members (fixture, id), ==, n_before);
}

#define ADD(path, look, test) \
  g_test_add ("/ui/groups/" path, GuildUiFixture, GINT_TO_POINTER (look), \
              guild_ui_edits_set_up, test, guild_ui_edits_tear_down)

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  ADD ("new", GUILD_TEST_UI_PLAIN, test_groups);
  ADD ("new/dark", GUILD_TEST_UI_DARK, test_groups);
  ADD ("doubt", GUILD_TEST_UI_PLAIN, test_groups_doubt);
  ADD ("off", GUILD_TEST_UI_PLAIN, test_groups_off);
  ADD ("full", GUILD_TEST_UI_PLAIN, test_groups_full);
  ADD ("members", GUILD_TEST_UI_PLAIN, test_members);
  return g_test_run ();
}
