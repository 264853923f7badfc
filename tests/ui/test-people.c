/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include "company/guild-tags.h"
#include "ui/guild-clock.h"
#include "ui/guild-edit-company-dialog.h"
#include "ui/guild-groups-dialog.h"
#include "ui/guild-tag-row.h"
#include "ui/guild-tags-dialog.h"

/* Editing companies, their tags and groups in the window. */

/* Beside the look: enough companies for families. */
#define MANY (1 << 8)

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (GPOINTER_TO_INT (data) & ~MANY);
  guild_ui_fixture_init (fixture, GPOINTER_TO_INT (data) & MANY ? 400 : 40);
  guild_ui_fixture_open (fixture, 1280, 800);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

/* (transfer full): id of the company, which is selected and in the pane. */
static char *
open_company (GuildUiFixture *fixture, guint position)
{
  GuildWindow *window = fixture->window;
  char *id = guild_company_list_dup_id (window->table->list, position);

  g_assert_nonnull (id);
  guild_company_selection_select_only (guild_grid_get_selection (window->grid), id);
  guild_window_open_company (window, id);
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
  return id;
}

static GtkWidget *
find_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

static GtkWidget *
open_dialog (GuildUiFixture *fixture, const char *action, GType type)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
  guild_test_wait_until (find_dialog (type) != NULL);
  dialog = find_dialog (type);
  guild_test_ui_settle (dialog);
  return dialog;
}

static void
click (GtkWidget *root, const char *label)
{
  GtkWidget *button = guild_test_ui_await (root, GTK_TYPE_BUTTON, label);
  guild_test_wait_until (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static GtkEditable *
get_row (GtkWidget *dialog, const char *title)
{
  return GTK_EDITABLE (guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW, title));
}

static JsonNode *
call_company (GuildUiFixture *fixture, const char *method, const char *id, const char *body)
{
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  return guild_test_sandbox_call (fixture->sandbox, method, path, body);
}

/* (transfer full): as the service has it. */
static char *
read_member (GuildUiFixture *fixture, const char *id, const char *member)
{
  g_autoptr(JsonNode) node = call_company (fixture, "GET", id, NULL);
  JsonObject *object = json_node_get_object (node);

  if (!g_str_equal (member, "tags"))
    return g_strdup (json_object_get_string_member (object, member));
  g_autoptr(GHashTable) tags = guild_tags_read (object);
  return guild_tags_describe (tags);
}

static void
assert_member (GuildUiFixture *fixture, const char *id, const char *member, const char *expected)
{
  g_autofree char *value = read_member (fixture, id, member);
  g_assert_cmpstr (value, ==, expected);
}

/* Waits until the journal has N changes, all settled. */
static void
wait_for_changes (GuildUiFixture *fixture, guint n)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == n &&
                         guild_journal_get_n_running (journal) == 0);
}

/* ---- editing one ---- */

static void
test_edit (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_company (fixture, 0);
  g_autofree char *name = read_member (fixture, id, "name");
  g_autofree char *tags = read_member (fixture, id, "tags");
  GtkWidget *dialog = open_dialog (fixture, "win.edit-company", GUILD_TYPE_EDIT_COMPANY_DIALOG);
  GtkWidget *save = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Save");

  guild_test_ui_check_names (dialog);
  g_assert_cmpstr (gtk_editable_get_text (get_row (dialog, "Name")), ==, name);
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (get_row (dialog, "Name"), "Café Nord");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "Codat will store the name as “Caf Nord”: other characters fall away.");
  g_assert_true (gtk_widget_get_sensitive (save));
  click (dialog, "Save");
  guild_test_wait_until (find_dialog (GUILD_TYPE_EDIT_COMPANY_DIALOG) == NULL);
  assert_member (fixture, id, "name", "Caf Nord");
  assert_member (fixture, id, "tags", tags);

  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL,
                       "Saved. Codat stored the name as “Caf Nord”");
  click (GTK_WIDGET (fixture->window), "Undo");
  wait_for_changes (fixture, 2);
  assert_member (fixture, id, "name", name);
}

static void
test_edit_tags (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_company (fixture, 1);
  g_autofree char *name = read_member (fixture, id, "name");
  g_autoptr(JsonNode) node =
    call_company (fixture, "PATCH", id, "{\"description\":\"keep me\",\"tags\":{\"a\":\"1\"}}");
  GtkWidget *dialog = open_dialog (fixture, "win.edit-company", GUILD_TYPE_EDIT_COMPANY_DIALOG);

  /* What changed at the service and was not touched here is no conflict. */
  while (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Remove Tag") != NULL)
    g_signal_emit_by_name (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Remove Tag"), "clicked");
  click (dialog, "Add Tag");
  GtkWidget *row = guild_test_ui_await (dialog, GUILD_TYPE_TAG_ROW, NULL);
  guild_tag_row_set (GUILD_TAG_ROW (row), "region", "");
  click (dialog, "Save");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The tag “region” has no value.");
  guild_tag_row_set (GUILD_TAG_ROW (row), "region", "uk");
  click (dialog, "Save");
  g_autofree char *conflict = g_strdup ("Somebody changed the tags to “a=1” meanwhile.\n"
                                        "What you typed is kept. Save again to replace it.");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, conflict);
  g_assert_cmpstr (gtk_editable_get_text (get_row (dialog, "Description")), ==, "keep me");
  assert_member (fixture, id, "tags", "a=1");
  click (dialog, "Save");
  guild_test_wait_until (find_dialog (GUILD_TYPE_EDIT_COMPANY_DIALOG) == NULL);
  assert_member (fixture, id, "tags", "region=uk");
  assert_member (fixture, id, "name", name);
  assert_member (fixture, id, "description", "keep me");

  /* Without any the whole object is sent, empty. */
  wait_for_changes (fixture, 1);
  dialog = open_dialog (fixture, "win.edit-company", GUILD_TYPE_EDIT_COMPANY_DIALOG);
  click (dialog, "Remove Tag");
  click (dialog, "Save");
  guild_test_wait_until (find_dialog (GUILD_TYPE_EDIT_COMPANY_DIALOG) == NULL);
  assert_member (fixture, id, "tags", "");
}

static void
test_edit_refused (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_company (fixture, 2);
  g_autofree char *name = read_member (fixture, id, "name");
  GtkWidget *dialog = open_dialog (fixture, "win.edit-company", GUILD_TYPE_EDIT_COMPANY_DIALOG);

  g_clear_pointer (&fixture->sandbox, guild_test_sandbox_stop);
  gtk_editable_set_text (get_row (dialog, "Name"), "Typed And Kept");
  click (dialog, "Save");
  guild_test_wait_until (gtk_widget_get_sensitive (
    guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Save")));
  g_assert_cmpstr (gtk_editable_get_text (get_row (dialog, "Name")), ==, "Typed And Kept");
  g_assert_cmpuint (g_list_model_get_n_items (
    G_LIST_MODEL (guild_desk_get_journal (fixture->desk))), ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_edit_twin (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *other = guild_company_list_dup_id (fixture->window->table->list, 4);
  g_autofree char *other_name = read_member (fixture, other, "name");
  g_autoptr(JsonNode) node = call_company (fixture, "PATCH", other, "{\"tags\":{\"uid\":\"77\"}}");
  g_autofree char *opened = open_company (fixture, 4);
  guild_test_wait_until (strstr (guild_company_get_json (
    guild_company_pane_get_company (fixture->window->pane)), "\"77\"") != NULL);
  g_autofree char *id = open_company (fixture, 3);
  GtkWidget *dialog = open_dialog (fixture, "win.edit-company", GUILD_TYPE_EDIT_COMPANY_DIALOG);

  click (dialog, "Add Tag");
  GtkWidget *row = gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)),
                                            GUILD_TYPE_TAG_ROW);
  g_assert_nonnull (row);
  guild_tag_row_set (GUILD_TAG_ROW (row), "uid", "77");
  g_autofree char *uid = g_strdup_printf (
    "“%s” bears the same uid tag already: it may be the same customer.", other_name);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, uid);
  gtk_editable_set_text (get_row (dialog, "Name"), other_name);
  g_autofree char *twin = g_strdup_printf (
    "A company named “%s” exists already. A second one with the same name is allowed, but linking "
    "the same customer twice is billed twice.", other_name);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, twin);
  guild_test_ui_compare (dialog, "edit-company");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* ---- tags of many ---- */

static void
collect_tag_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (GUILD_IS_TAG_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_tag_rows (child, rows);
}

/* From the top: those that are given come before those that are removed. */
static GuildTagRow *
get_tag_row (GtkWidget *dialog, guint index)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();

  collect_tag_rows (dialog, rows);
  g_assert_cmpuint (index, <, rows->len);
  return rows->pdata[index];
}

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
  g_autoptr(JsonNode) node = call_company (fixture, "PATCH", id, body);
  char *opened = open_company (fixture, position);

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
  g_autofree char *full_name = read_member (fixture, full, "name");

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 4, TRUE);
  GtkWidget *dialog = open_dialog (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  GtkWidget *apply = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Apply");
  GuildTagRow *row = get_tag_row (dialog, 0);
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

  click (dialog, "Apply");
  guild_test_wait_until (find_dialog (GUILD_TYPE_TAGS_DIALOG) == NULL);
  wait_for_changes (fixture, 2);
  g_assert_cmpuint (count_patches (fixture), ==, n_patches + 2);
  assert_member (fixture, full, "tags", TEN_TAGS);
  assert_member (fixture, same, "tags", "region=uk");
  assert_member (fixture, one, "tags", "a=77, region=uk");
  assert_member (fixture, other, "tags", "region=uk");
  click (GTK_WIDGET (fixture->window), "Undo");
  wait_for_changes (fixture, 4);
  assert_member (fixture, one, "tags", "a=77");
  assert_member (fixture, other, "tags", "region=88");
}

static void
test_bulk_tags_remove (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *one = give_tags (fixture, 0, "{\"tags\":{\"region\":\"77\"}}", "\"77\"");
  g_autofree char *other = give_tags (fixture, 1, "{\"tags\":{\"a\":\"88\"}}", "\"88\"");

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 2, TRUE);
  GtkWidget *dialog = open_dialog (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  guild_tag_row_set (get_tag_row (dialog, 1), "region", "");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "region=77 → no tags");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "1 company is changed, 1 is so already");

  /* Meanwhile somebody gives it another one, which stays. */
  g_autoptr(JsonNode) node = call_company (
    fixture, "PATCH", one, "{\"tags\":{\"region\":\"77\",\"b\":\"2\"}}");
  click (dialog, "Apply");
  guild_test_wait_until (find_dialog (GUILD_TYPE_TAGS_DIALOG) == NULL);
  wait_for_changes (fixture, 1);
  assert_member (fixture, one, "tags", "b=2");
  assert_member (fixture, other, "tags", "a=88");
}

/* Several at once: each company is changed by one write, and brought back by one. */
static void
test_bulk_tags_several (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *one =
    give_tags (fixture, 0, "{\"tags\":{\"region\":\"77\",\"old\":\"x\",\"keep\":\"k\"}}", "\"77\"");
  g_autofree char *nine = give_tags (
    fixture, 1, "{\"tags\":{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\",\"e\":\"1\",\"f\":\"1\","
    "\"g\":\"1\",\"h\":\"1\",\"old\":\"99\"}}", "\"99\"");
  g_autofree char *same =
    give_tags (fixture, 2, "{\"tags\":{\"region\":\"uk\",\"segment\":\"s88\"}}", "\"s88\"");
  guint n_patches = count_patches (fixture);

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 3, TRUE);
  GtkWidget *dialog = open_dialog (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  GtkWidget *apply = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Apply");
  guild_tag_row_set (get_tag_row (dialog, 0), "region", "uk");
  click (dialog, "Add Tag");
  guild_tag_row_set (get_tag_row (dialog, 1), "region", "fr");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The tag key “region” is given twice.");
  g_assert_false (gtk_widget_get_sensitive (apply));
  guild_tag_row_set (get_tag_row (dialog, 1), "segment", "s88");
  guild_tag_row_set (get_tag_row (dialog, 2), "segment", "");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The tag key “segment” is both given and removed.");
  g_assert_false (gtk_widget_get_sensitive (apply));
  guild_tag_row_set (get_tag_row (dialog, 2), "old", "");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "2 companies are changed, 1 is so already");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "keep=k, old=x, region=77 → keep=k, region=uk, segment=s88");
  guild_test_ui_compare (dialog, "tags-several");
  g_assert_cmpuint (count_patches (fixture), ==, n_patches);

  click (dialog, "Apply");
  guild_test_wait_until (find_dialog (GUILD_TYPE_TAGS_DIALOG) == NULL);
  wait_for_changes (fixture, 2);
  g_assert_cmpuint (count_patches (fixture), ==, n_patches + 2);
  assert_member (fixture, one, "tags", "keep=k, region=uk, segment=s88");
  assert_member (fixture, nine, "tags",
                 "a=1, b=1, c=1, d=1, e=1, f=1, g=1, h=1, region=uk, segment=s88");
  assert_member (fixture, same, "tags", "region=uk, segment=s88");
  click (GTK_WIDGET (fixture->window), "Undo");
  wait_for_changes (fixture, 4);
  assert_member (fixture, one, "tags", "keep=k, old=x, region=77");
  assert_member (fixture, nine, "tags", "a=1, b=1, c=1, d=1, e=1, f=1, g=1, h=1, old=99");
}

static void
test_bulk_tags_cancel (GuildUiFixture *fixture, gconstpointer data)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  gtk_selection_model_select_all (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)));
  GtkWidget *dialog = open_dialog (fixture, "win.tags", GUILD_TYPE_TAGS_DIALOG);
  guild_tag_row_set (get_tag_row (dialog, 0), "batch", "9");
  click (dialog, "Apply");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) > 0);
  g_assert_true (gtk_widget_activate_action (dialog, "window.close", NULL));
  guild_test_wait_until (find_dialog (GUILD_TYPE_TAGS_DIALOG) == NULL);
  guild_test_wait_until (guild_journal_get_n_running (journal) == 0);
  guint n_sent = count_patches (fixture);
  g_assert_cmpuint (n_sent, <, 40);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpuint (count_patches (fixture), ==, n_sent);
}

/* ---- groups ---- */

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
  GtkWidget *dialog = open_dialog (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  GtkEditable *name = get_row (dialog, "New Group");

  guild_test_ui_check_names (dialog);
  guild_test_ui_compare (dialog, "groups");
  gtk_editable_set_text (name, " Lending pilot ");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "There is a group of this name already.");
  gtk_editable_set_text (name, "123456789 123456789 123456789 123456789 123456789 1");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "A group’s name can have 50 characters.");
  g_signal_emit_by_name (name, "apply");
  g_assert_null (find_dialog (ADW_TYPE_MESSAGE_DIALOG));

  gtk_editable_set_text (name, " Harbour loans ");
  g_signal_emit_by_name (name, "apply");
  guild_test_wait_until (find_dialog (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  click (find_dialog (ADW_TYPE_MESSAGE_DIALOG), "Create");
  guild_test_wait_until (find_view (fixture, "Harbour loans") != NULL);
  guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Harbour loans");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A group made twice could not be deleted: its creation is looked up before it is repeated. */
static void
test_groups_doubt (GuildUiFixture *fixture, gconstpointer data)
{
  const char *spec = "{\"spec\":\"path=/groups,method=POST,cut=after-write\"}";
  const char *blind = "{\"spec\":\"path=/groups,method=GET,status=500,count=8\"}";
  GtkWidget *dialog = open_dialog (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  GtkEditable *name = get_row (dialog, "New Group");

  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/faults", spec));
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/faults", blind));
  gtk_editable_set_text (name, "Harbour loans");
  g_signal_emit_by_name (name, "apply");
  guild_test_wait_until (find_dialog (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  click (find_dialog (ADW_TYPE_MESSAGE_DIALOG), "Create");
  guild_test_wait_until (
    find_dialog (ADW_TYPE_MESSAGE_DIALOG) != NULL &&
    guild_test_ui_find (find_dialog (ADW_TYPE_MESSAGE_DIALOG), GTK_TYPE_BUTTON, "Look It Up") !=
      NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (
                     ADW_MESSAGE_DIALOG (find_dialog (ADW_TYPE_MESSAGE_DIALOG))), ==,
                   "It Is Not Known Whether It Was Done");
  json_node_unref (
    guild_test_sandbox_call (fixture->sandbox, "DELETE", "/_sandbox/faults", NULL));
  click (find_dialog (ADW_TYPE_MESSAGE_DIALOG), "Look It Up");
  guild_test_wait_until (find_view (fixture, "Harbour loans") != NULL);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The service did it");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_groups_off (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (
    fixture->sandbox, "POST", "/_sandbox/switches", "{\"groups\":\"off\"}");
  GtkWidget *dialog = open_dialog (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);

  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "Groups Are Not Available Here");
  g_assert_null (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Tags…"));
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* With companies selected, tags are offered instead. */
  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 0, 2, TRUE);
  dialog = open_dialog (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  click (dialog, "Tags…");
  guild_test_wait_until (find_dialog (GUILD_TYPE_TAGS_DIALOG) != NULL);
  g_assert_null (find_dialog (GUILD_TYPE_GROUPS_DIALOG));
  dialog = find_dialog (GUILD_TYPE_TAGS_DIALOG);
  g_assert_cmpstr (guild_tag_row_get_key (get_tag_row (dialog, 0)), ==, "group");
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
  GtkWidget *dialog = open_dialog (fixture, "win.groups", GUILD_TYPE_GROUPS_DIALOG);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "There are 20 groups, as many as there can be.");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (get_row (dialog, "New Group"))));
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
  wait_for_changes (fixture, 40 - n_before);
  g_assert_cmpuint (count_members (fixture, id), ==, 40);
  click (GTK_WIDGET (window), "Undo");
  wait_for_changes (fixture, 2 * (40 - n_before));
  g_assert_cmpuint (count_members (fixture, id), ==, n_before);

  g_autofree char *company = open_company (fixture, 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-to-group", "s", id);
  g_autofree char *label = g_strdup_printf ("Remove from “%s”", group->name);
  click (GTK_WIDGET (window->pane), label);
  wait_for_changes (fixture, 2 * (40 - n_before) + 2);
  g_assert_cmpuint (count_members (fixture, id), ==, n_before);
}

/* ---- families ---- */

/* (transfer none) (nullable): the first of COMPANIES with or without a family. */
static JsonObject *
find_company (JsonArray *companies, gboolean is_parent)
{
  for (guint i = 0; i < json_array_get_length (companies); i++)
    {
      JsonObject *company = json_array_get_object_element (companies, i);
      guint n_subsidiaries = json_array_get_length (
        json_object_get_array_member (company, "referenceSubsidiaryCompanies"));
      if (is_parent ? n_subsidiaries > 0
                    : n_subsidiaries == 0 &&
                      !json_object_has_member (company, "referenceParentCompany"))
        return company;
    }
  return NULL;
}

static void
show_company (GuildUiFixture *fixture, JsonObject *company)
{
  guild_window_open_company (fixture->window, json_object_get_string_member (company, "id"));
  guild_test_ui_await (GTK_WIDGET (fixture->window->pane), GTK_TYPE_LABEL,
                       json_object_get_string_member (company, "name"));
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
}

static gboolean
has_label (GuildUiFixture *fixture, const char *text)
{
  return guild_test_ui_find (GTK_WIDGET (fixture->window->pane), GTK_TYPE_LABEL, text) != NULL;
}

static void
test_family (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/companies?page=1&pageSize=400", NULL);
  JsonArray *companies = json_object_get_array_member (json_node_get_object (node), "results");
  JsonObject *parent = find_company (companies, TRUE);
  JsonObject *loner = find_company (companies, FALSE);
  JsonObject *child = json_array_get_object_element (
    json_object_get_array_member (parent, "referenceSubsidiaryCompanies"), 0);

  show_company (fixture, loner);
  g_assert_false (has_label (fixture, "Family"));
  /* The whole tree, wherever one stands in it. */
  g_autofree char *family =
    g_strdup_printf ("{\"parentId\":\"%s\",\"subsidiaryId\":\"%s\"}",
                     json_object_get_string_member (child, "id"),
                     json_object_get_string_member (loner, "id"));
  json_node_unref (
    guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/family", family));
  guild_directory_sync_async (window->directory, NULL, NULL, NULL);
  guild_test_wait_until (!guild_directory_get_syncing (window->directory));
  const char *names[] = { json_object_get_string_member (parent, "name"),
                          json_object_get_string_member (child, "name"),
                          json_object_get_string_member (loner, "name") };
  show_company (fixture, parent);
  guild_test_ui_await (GTK_WIDGET (window->pane), GTK_TYPE_LABEL, "Family");
  g_assert_false (has_label (fixture, "Parent"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    guild_test_ui_await (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, names[i]);
  guild_test_ui_check_names (GTK_WIDGET (window->pane));
  gtk_widget_activate (
    guild_test_ui_await (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, names[2]));
  guild_test_wait_until (g_strcmp0 (guild_company_pane_get_id (window->pane),
                                    json_object_get_string_member (loner, "id")) == 0 &&
                         guild_company_pane_get_company (window->pane) != NULL);
  guild_test_ui_await (GTK_WIDGET (window->pane), GTK_TYPE_LABEL, "This company");
  g_assert_true (has_label (fixture, "Parent"));
  gtk_widget_activate (
    guild_test_ui_await (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, names[0]));
  g_assert_cmpstr (guild_company_pane_get_id (window->pane), ==,
                   json_object_get_string_member (parent, "id"));

  /* Owners are not in every answer. */
  show_company (fixture, loner);
  g_assert_false (has_label (fixture, "Owner User IDs"));
  g_autoptr(GuildBatch) batch =
    guild_batch_new (guild_company_get_table (guild_company_pane_get_company (window->pane)));
  JsonArray *owners = json_array_new ();
  json_array_add_int_element (owners, 7);
  json_array_add_string_element (owners, "owner-one");
  json_object_set_array_member (loner, "ownerUserIds", owners);
  g_assert_true (guild_batch_append (batch, loner));
  guild_directory_apply_async (window->directory, batch, NULL, NULL);
  guild_test_ui_await (GTK_WIDGET (window->pane), GTK_TYPE_LABEL, "owner-one");
  g_assert_true (has_label (fixture, "Owner User IDs"));
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;
  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy_link (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *id = open_company (fixture, 0);
  g_autofree char *text = NULL;

  g_assert_true (gtk_widget_activate_action (window, "win.copy-link", NULL));
  guild_test_ui_await (window, GTK_TYPE_LABEL,
                       "A fresh link is on the clipboard, for the customer only");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, text_read_cb, &text);
  guild_test_wait_until (text != NULL);
  g_assert_true (g_str_has_prefix (text, fixture->sandbox->url));
  g_assert_nonnull (strstr (text, id));
}

#define ADD(path, look, test) \
  g_test_add ("/ui/people/" path, GuildUiFixture, GINT_TO_POINTER (look), set_up, test, tear_down)

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  ADD ("edit", GUILD_TEST_UI_PLAIN, test_edit);
  ADD ("edit/tags", GUILD_TEST_UI_PLAIN, test_edit_tags);
  ADD ("edit/refused", GUILD_TEST_UI_PLAIN, test_edit_refused);
  ADD ("edit/twin", GUILD_TEST_UI_PLAIN, test_edit_twin);
  ADD ("edit/twin/dark", GUILD_TEST_UI_DARK, test_edit_twin);
  ADD ("tags", GUILD_TEST_UI_PLAIN, test_bulk_tags);
  ADD ("tags/dark", GUILD_TEST_UI_DARK, test_bulk_tags);
  ADD ("tags/remove", GUILD_TEST_UI_PLAIN, test_bulk_tags_remove);
  ADD ("tags/several", GUILD_TEST_UI_PLAIN, test_bulk_tags_several);
  ADD ("tags/cancel", GUILD_TEST_UI_PLAIN, test_bulk_tags_cancel);
  ADD ("groups", GUILD_TEST_UI_PLAIN, test_groups);
  ADD ("groups/dark", GUILD_TEST_UI_DARK, test_groups);
  ADD ("groups/doubt", GUILD_TEST_UI_PLAIN, test_groups_doubt);
  ADD ("groups/off", GUILD_TEST_UI_PLAIN, test_groups_off);
  ADD ("groups/full", GUILD_TEST_UI_PLAIN, test_groups_full);
  ADD ("groups/members", GUILD_TEST_UI_PLAIN, test_members);
  ADD ("copy-link", GUILD_TEST_UI_PLAIN, test_copy_link);
  ADD ("family", MANY, test_family);
  return g_test_run ();
}
