/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-rows.h"

#include "ui/guild-grid-private.h"
#include "ui/guild-tag-row.h"
#include "ui/guild-tags-dialog.h"

/* Rows that are dragged to a place of the sidebar. */

static GtkWidget *
await_place (GuildUiFixture *fixture, const char *title)
{
  return guild_test_ui_await (GTK_WIDGET (fixture->window->sidebar), GTK_TYPE_LIST_BOX_ROW, title);
}

static gboolean
is_member (GuildUiFixture *fixture, const char *company_id, const char *group_id)
{
  g_autofree char *path = g_strconcat ("/companies/", company_id, NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonArray *groups =
    json_object_get_array_member (json_node_get_object (node), "groups");

  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonObject *group = json_array_get_object_element (groups, i);
      if (g_str_equal (json_object_get_string_member (group, "id"), group_id))
        return TRUE;
    }
  return FALSE;
}

static void
wait_for_changes (GuildUiFixture *fixture, guint n)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == n &&
                         guild_journal_get_n_running (journal) == 0);
}

/* (transfer full): three neighbours that are not in the group, and the first one's row. */
static GPtrArray *
find_strangers (GuildUiFixture *fixture, const char *group_id, guint *position)
{
  for (*position = 0; *position + 3 <= 18; (*position)++)
    {
      g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
      gboolean any = FALSE;

      for (guint i = 0; i < 3; i++)
        {
          g_ptr_array_add (ids, guild_company_list_dup_id (fixture->window->table->list,
                                                           *position + i));
          any |= is_member (fixture, ids->pdata[i], group_id);
        }
      if (!any)
        return g_steal_pointer (&ids);
    }
  g_assert_not_reached ();
}

static GtkDragSource *
find_drag_source (GuildUiFixture *fixture)
{
  g_autoptr(GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (fixture->window->grid->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_DRAG_SOURCE (controller))
        return GTK_DRAG_SOURCE (controller);
    }
  g_assert_not_reached ();
}

/* Whether the place would take what is dragged, and who drags it was told. */
static gboolean
is_accepted (GuildUiFixture *fixture, GdkDrag *drag, const char *title)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (await_place (fixture, title));

  return (flags & GTK_STATE_FLAG_DROP_ACTIVE) != 0 &&
         gdk_drag_get_selected_action (drag) == GDK_ACTION_COPY;
}

/* What is at X, Y is dragged to the place and dropped there. As under a hand the pointer never
 * rests: a press counts as the beginning of a drag only when it has lasted a while. */
static void
drag (GuildUiFixture *fixture, int x, int y, const char *title, gboolean accepted)
{
  GtkDragSource *source = find_drag_source (fixture);
  gint64 deadline = guild_test_deadline ();
  int to_x, to_y;

  guild_ui_rows_locate_widget (fixture, await_place (fixture, title), &to_x, &to_y);
  guild_test_hold_at (x, y);
  for (int i = 0; gtk_drag_source_get_drag (source) == NULL; i++)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      guild_test_move_to (x + 20 + i % 2, y);
    }
  guild_test_move_to (to_x, to_y);
  for (int i = 0; accepted && !is_accepted (fixture, gtk_drag_source_get_drag (source), title); i++)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      guild_test_move_to (to_x + i % 2, to_y);
    }
  guild_test_let_go ();
  guild_test_wait_until (gtk_drag_source_get_drag (source) == NULL);
}

static void
test_drag (GuildUiFixture *fixture, gconstpointer data)
{
  const GuildGroup *group =
    guild_directory_get_groups (fixture->window->directory)->pdata[0];
  g_autofree char *group_id = g_strdup (group->id);
  guint position;
  g_autoptr(GPtrArray) ids = find_strangers (fixture, group_id, &position);
  g_autofree char *title = g_strdup (group->name);
  int x, y;

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), position, 3, TRUE);
  g_autofree char *second = guild_ui_rows_locate (fixture, position + 1, &x, &y);
  drag (fixture, x, y, title, TRUE);
  wait_for_changes (fixture, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (is_member (fixture, ids->pdata[i], group_id));
  g_assert_cmpuint (guild_ui_rows_count_selected (fixture), ==, 3);

  GtkWidget *undo = guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Undo");
  g_signal_emit_by_name (undo, "clicked");
  wait_for_changes (fixture, 6);
  for (guint i = 0; i < 3; i++)
    g_assert_false (is_member (fixture, ids->pdata[i], group_id));

  /* A row that is not selected goes alone. */
  guild_company_selection_select_only (guild_grid_get_selection (fixture->window->grid),
                                       ids->pdata[0]);
  g_autofree char *third = guild_ui_rows_locate (fixture, position + 2, &x, &y);
  drag (fixture, x, y, title, TRUE);
  wait_for_changes (fixture, 7);
  g_assert_true (is_member (fixture, third, group_id));
  g_assert_false (is_member (fixture, ids->pdata[0], group_id));

  /* Where nothing can be dropped nothing happens. */
  drag (fixture, x, y, "Needs attention", FALSE);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (guild_desk_get_journal (fixture->desk))), ==, 7);
}

/* A tag is given only after what it changes was shown. */
static void
test_drop_on_tag (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, 0);
  const char *ids[] = { id, NULL };

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.drop-companies", "(ss^as)",
                              "sandbox-codat", "tag:region=a=b", ids);
  GtkWidget *dialog = guild_ui_rows_await_window (GUILD_TYPE_TAGS_DIALOG);
  GtkWidget *row = guild_test_ui_await (dialog, GUILD_TYPE_TAG_ROW, NULL);
  g_assert_cmpstr (guild_tag_row_get_key (GUILD_TAG_ROW (row)), ==, "region");
  g_assert_cmpstr (guild_tag_row_get_value (GUILD_TAG_ROW (row)), ==, "a=b");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "1 company is changed");
  guild_ui_rows_close_window (fixture, dialog);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.drop-companies", "(ss^as)",
                              "elsewhere", "group:x", ids);
  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL,
                       "Companies cannot be moved to another workspace");
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (guild_desk_get_journal (fixture->desk))), ==, 0);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(path, look, test) \
  g_test_add ("/ui/row-drags/" path, GuildUiFixture, GINT_TO_POINTER (look), \
              guild_ui_rows_set_up, test, guild_ui_rows_tear_down)
  ADD ("group", GUILD_TEST_UI_PLAIN, test_drag);
  ADD ("tag", GUILD_TEST_UI_PLAIN, test_drop_on_tag);
#undef ADD
  return g_test_run ();
}
