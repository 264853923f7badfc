/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-edits.h"

#include "ui/guild-tags-dialog.h"

/* The tags of many companies at once. */

static guint
count_patches (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");
  g_autoptr(GList) names = json_object_get_members (counts);
  guint n = 0;

  for (GList *item = names; item != NULL; item = item->next)
    if (g_str_has_prefix (item->data, "PATCH /companies"))
      n += json_object_get_int_member (counts, item->data);
  return n;
}

/* Gives the company in row POSITION the tags BODY says; its id, (transfer full). */
static char *
give_tags (GuildUiFixture *fixture, guint position, const char *body, const char *mark)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, position);
  g_autoptr(JsonNode) node = guild_ui_edits_call (fixture, "PATCH", id, body);
  char *opened = guild_ui_open_row (fixture, position);

  g_assert_cmpstr (opened, ==, id);
  guild_test_wait_until (strstr (guild_company_get_json (
    guild_company_pane_get_company (fixture->window->pane)), mark) != NULL);
  return opened;
}

#define TEN_TAGS "a=1, b=1, c=1, d=1, e=1, f=1, g=1, h=1, i=1, j=1"
#define TEN_TAGS_JSON "{\"tags\":{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\",\"e\":\"1\"," \
                      "\"f\":\"1\",\"g\":\"1\",\"h\":\"1\",\"i\":\"1\",\"j\":\"1\"}}"

static void
test_bulk_tags (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *full = give_tags (fixture, 0, TEN_TAGS_JSON, "\"j\"");
  g_autofree char *same = give_tags (fixture, 1, "{\"tags\":{\"region\":\"uk\"}}", "\"uk\"");
  g_autofree char *one = give_tags (fixture, 2, "{\"tags\":{\"a\":\"77\"}}", "\"77\"");
  g_autofree char *other = give_tags (fixture, 3, "{\"tags\":{\"region\":\"88\"}}", "\"88\"");
  guint n_patches = count_patches (fixture);
  g_autofree char *full_name = guild_ui_edits_read (fixture, full, "name");

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 4, TRUE);
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  GtkWidget *apply = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Apply");
  GuildTagRow *row = guild_ui_edits_get_tag_row (dialog, 0);
  guild_tag_row_set (row, "region", "");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The tag “region” has no value.");
  g_assert_false (gtk_widget_get_sensitive (apply));
  guild_tag_row_set (row, "region", "uk");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "2 companies are changed, 1 is so already, 1 cannot be changed");
  guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, full_name);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "A company can have 10 tags, and these would be 11.");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "a=77 → a=77, region=uk");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "region=88 → region=uk");
  guild_test_ui_check_names (dialog);
  guild_test_ui_compare (dialog, "tags");
  g_assert_cmpuint (count_patches (fixture), ==, n_patches);

  guild_ui_press_button (dialog, "Apply");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));
  guild_ui_edits_await (fixture, 2);
  g_assert_cmpuint (count_patches (fixture), ==, n_patches + 2);
  guild_ui_edits_assert (fixture, full, "tags", TEN_TAGS);
  guild_ui_edits_assert (fixture, same, "tags", "region=uk");
  guild_ui_edits_assert (fixture, one, "tags", "a=77, region=uk");
  guild_ui_edits_assert (fixture, other, "tags", "region=uk");
  guild_ui_press_button (GTK_WIDGET (fixture->window), "Undo");
  guild_ui_edits_await (fixture, 4);
  guild_ui_edits_assert (fixture, one, "tags", "a=77");
  guild_ui_edits_assert (fixture, other, "tags", "region=88");
}

static void
test_bulk_tags_remove (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *one = give_tags (fixture, 0, "{\"tags\":{\"region\":\"77\"}}", "\"77\"");
  g_autofree char *other = give_tags (fixture, 1, "{\"tags\":{\"a\":\"88\"}}", "\"88\"");

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 2, TRUE);
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  guild_tag_row_set (guild_ui_edits_get_tag_row (dialog, 1), "region", "");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "region=77 → no tags");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "1 company is changed, 1 is so already");

  /* Meanwhile somebody gives it another one, which stays. */
  g_autoptr(JsonNode) node = guild_ui_edits_call (
    fixture, "PATCH", one, "{\"tags\":{\"region\":\"77\",\"b\":\"2\"}}");
  guild_ui_press_button (dialog, "Apply");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));
  guild_ui_edits_await (fixture, 1);
  guild_ui_edits_assert (fixture, one, "tags", "b=2");
  guild_ui_edits_assert (fixture, other, "tags", "a=88");
}

/* Several at once: each company is changed by one write, and brought back by one. */
static void
test_bulk_tags_several (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *one =
    give_tags (fixture, 0, "{\"tags\":{\"region\":\"77\",\"old\":\"x\",\"keep\":\"k\"}}", "\"77\"");
  g_autofree char *nine = give_tags (
    fixture, 1, "{\"tags\":{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\",\"e\":\"1\","
    "\"f\":\"1\",\"g\":\"1\",\"h\":\"1\",\"old\":\"99\"}}", "\"99\"");
  g_autofree char *same =
    give_tags (fixture, 2, "{\"tags\":{\"region\":\"uk\",\"segment\":\"s88\"}}", "\"s88\"");
  guint n_patches = count_patches (fixture);

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 3, TRUE);
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  GtkWidget *apply = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Apply");
  guild_tag_row_set (guild_ui_edits_get_tag_row (dialog, 0), "region", "uk");
  guild_ui_press_button (dialog, "Add Tag");
  guild_tag_row_set (guild_ui_edits_get_tag_row (dialog, 1), "region", "fr");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The tag key “region” is given twice.");
  g_assert_false (gtk_widget_get_sensitive (apply));
  guild_tag_row_set (guild_ui_edits_get_tag_row (dialog, 1), "segment", "s88");
  guild_tag_row_set (guild_ui_edits_get_tag_row (dialog, 2), "segment", "");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The tag key “segment” is both given and removed.");
  g_assert_false (gtk_widget_get_sensitive (apply));
  guild_tag_row_set (guild_ui_edits_get_tag_row (dialog, 2), "old", "");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "2 companies are changed, 1 is so already");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "keep=k, old=x, region=77 → keep=k, region=uk, segment=s88");
  guild_test_ui_compare (dialog, "tags-several");
  g_assert_cmpuint (count_patches (fixture), ==, n_patches);

  guild_ui_press_button (dialog, "Apply");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));
  guild_ui_edits_await (fixture, 2);
  g_assert_cmpuint (count_patches (fixture), ==, n_patches + 2);
  guild_ui_edits_assert (fixture, one, "tags", "keep=k, region=uk, segment=s88");
  guild_ui_edits_assert (fixture, nine, "tags",
                         "a=1, b=1, c=1, d=1, e=1, f=1, g=1, h=1, region=uk, segment=s88");
  guild_ui_edits_assert (fixture, same, "tags", "region=uk, segment=s88");
  guild_ui_press_button (GTK_WIDGET (fixture->window), "Undo");
  guild_ui_edits_await (fixture, 4);
  guild_ui_edits_assert (fixture, one, "tags", "keep=k, old=x, region=77");
  guild_ui_edits_assert (fixture, nine, "tags", "a=1, b=1, c=1, d=1, e=1, f=1, g=1, h=1, old=99");
}

static void
test_bulk_tags_cancel (GuildUiFixture *fixture, gconstpointer data)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  gtk_selection_model_select_all (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)));
  GtkWidget *dialog = guild_ui_edits_open (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  guild_tag_row_set (guild_ui_edits_get_tag_row (dialog, 0), "batch", "9");
  guild_ui_press_button (dialog, "Apply");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) > 0);
  g_assert_true (gtk_widget_activate_action (dialog, "window.close", NULL));
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_TAGS_DIALOG));
  guild_test_wait_until (guild_journal_get_n_running (journal) == 0);
  guint n_sent = count_patches (fixture);
  g_assert_cmpuint (n_sent, <, 40);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpuint (count_patches (fixture), ==, n_sent);
}

#define ADD(path, look, test) \
  g_test_add ("/ui/tags/" path, GuildUiFixture, GINT_TO_POINTER (look), \
              guild_ui_edits_set_up, test, guild_ui_edits_tear_down)

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  ADD ("give", GUILD_TEST_UI_PLAIN, test_bulk_tags);
  ADD ("give/dark", GUILD_TEST_UI_DARK, test_bulk_tags);
  ADD ("remove", GUILD_TEST_UI_PLAIN, test_bulk_tags_remove);
  ADD ("several", GUILD_TEST_UI_PLAIN, test_bulk_tags_several);
  ADD ("cancel", GUILD_TEST_UI_PLAIN, test_bulk_tags_cancel);
  return g_test_run ();
}
