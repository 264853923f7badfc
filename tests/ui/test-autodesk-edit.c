/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-autodesk.h"

#include "ui/guild-clock.h"
#include "ui/guild-company-editor.h"
#include "ui/guild-company-editors.h"

/* Editing a company of an Autodesk account in the pane. */

#define PATCHES "PATCH /hq/v1/accounts/{id}/companies/{id}"
#define N_COMPANIES 40

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_open_autodesk (fixture, N_COMPANIES, 1000, 700);
  guild_ui_set_clock (fixture);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static GtkWidget *
find_editor (GuildUiFixture *fixture)
{
  return guild_test_ui_find (GTK_WIDGET (fixture->window->pane), GUILD_TYPE_COMPANY_EDITOR, NULL);
}

static GtkWidget *
begin (GuildUiFixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.edit-company",
                                             NULL));
  guild_test_wait_until (find_editor (fixture) != NULL);
  return find_editor (fixture);
}

/* The company in row POSITION with members that are known; (transfer full): its id. */
static char *
prepare (GuildUiFixture *fixture, guint position)
{
  char *id = guild_company_list_dup_id (fixture->window->table->list, position);

  guild_ui_patch_company (fixture, id,
                          "{\"trade\":\"Masonry\",\"city\":\"Fresno\",\"country\":\"United States\","
                          "\"state_or_province\":\"California\",\"phone\":\"555-0100\","
                          "\"erp_id\":\"E-1\",\"tax_id\":null}");
  g_autofree char *opened = guild_ui_open_row (fixture, position);
  g_assert_cmpstr (opened, ==, id);
  guild_ui_await_words (fixture->window->pane, "555-0100"); /* as it is now */
  return id;
}

/* (transfer full): the newest change, once it is settled. */
static GuildChange *
await_change (GuildUiFixture *fixture, guint n)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == n &&
                         guild_journal_get_n_running (journal) == 0);
  return g_list_model_get_item (G_LIST_MODEL (journal), 0);
}

static const char *
get_text (GtkWidget *editor, const char *title)
{
  return gtk_editable_get_text (
    GTK_EDITABLE (guild_test_ui_await (editor, ADW_TYPE_ENTRY_ROW, title)));
}

/* Exactly what was changed is sent, what was cleared as null; the toast takes it back. */
static void
test_edit_undo (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = prepare (fixture, 0);
  GtkWidget *editor = begin (fixture);
  GtkWidget *save = guild_test_ui_await (editor, GTK_TYPE_BUTTON, "Save");

  guild_test_ui_check_names (editor);
  g_assert_cmpstr (get_text (editor, "City"), ==, "Fresno");
  g_assert_cmpstr (get_text (editor, "Country"), ==, "United States");
  g_assert_cmpstr (get_text (editor, "State"), ==, "California");
  g_assert_false (gtk_widget_get_sensitive (save));
  guild_ui_fill (editor, "City", "Oakland");
  g_assert_true (gtk_widget_get_sensitive (save));
  guild_ui_fill (editor, "City", "Fresno");
  g_assert_false (gtk_widget_get_sensitive (save));
  guild_ui_fill (editor, "Country", "US"); /* the same in other letters */
  guild_ui_fill (editor, "Phone", "");
  guild_ui_fill (editor, "Tax ID", " T-7 ");
  guild_ui_press_button (editor, "Save");
  guild_test_wait_until (find_editor (fixture) == NULL);
  g_autoptr(GuildChange) change = await_change (fixture, 1);
  g_assert_cmpstr (guild_change_get_write (change)->body, ==,
                   "{\"phone\":null,\"tax_id\":\"T-7\"}");
  guild_ui_await_words (fixture->window->pane, "T-7");
  /* The toast is there for some seconds; while the sandbox is asked here they do not pass. */
  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Undo");
  guild_ui_assert_member (fixture, id, "phone", NULL);
  guild_ui_assert_member (fixture, id, "tax_id", "T-7");
  guild_ui_assert_member (fixture, id, "city", "Fresno");
  g_assert_cmpuint (guild_ui_count_requests (fixture, PATCHES), ==, 2); /* ours and the test's */

  guild_ui_press_button (fixture->window, "Undo");
  g_autoptr(GuildChange) undo = await_change (fixture, 2);
  g_assert_cmpint (guild_change_get_state (undo), ==, GUILD_CHANGE_CONFIRMED);
  guild_ui_assert_member (fixture, id, "phone", "555-0100");
  guild_ui_assert_member (fixture, id, "tax_id", NULL);
  guild_ui_await_words (fixture->window->pane, "555-0100");
}

/* By keyboard: nothing typed, Escape leaves; Ctrl+S saves. */
static void
test_keyboard (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = prepare (fixture, 0);
  GtkWidget *editor;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->window->grid));
  guild_test_press ("F2");
  guild_test_wait_until (find_editor (fixture) != NULL);
  guild_test_press ("Escape");
  guild_test_wait_until (find_editor (fixture) == NULL);
  g_assert_cmpstr (guild_company_pane_get_id (fixture->window->pane), ==, id);

  editor = begin (fixture);
  gtk_widget_grab_focus (guild_test_ui_await (editor, ADW_TYPE_ENTRY_ROW, "City"));
  guild_test_press ("ctrl+a");
  guild_test_type ("oakland");
  guild_test_wait_until (g_str_equal (get_text (editor, "City"), "oakland"));
  guild_test_press ("ctrl+s");
  guild_test_wait_until (find_editor (fixture) == NULL);
  guild_ui_assert_member (fixture, id, "city", "oakland");
}

static void
test_checks (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = prepare (fixture, 0);
  GtkWidget *editor = begin (fixture);
  g_autofree char *long_text = g_strnfill (256, 'x');

  guild_ui_fill (editor, "Name", " ");
  guild_ui_fill (editor, "Description", long_text);
  guild_ui_press_button (editor, "Save");
  guild_ui_await_words (editor, "Name must not be empty.");
  guild_ui_await_words (editor, "Description may have at most 255 characters.");
  g_assert_cmpuint (guild_ui_count_requests (fixture, PATCHES), ==, 1);
  guild_ui_press_button (editor, "Cancel");
  guild_test_wait_until (find_editor (fixture) == NULL);
  g_assert_cmpuint (guild_window_count_unsaved (fixture->window), ==, 0);

  /* What only the service knows to refuse: everything typed stays. */
  g_autoptr(GuildPosition) second =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), 1);
  g_autofree char *taken = guild_position_dup_text (second, 0);
  editor = begin (fixture);
  guild_ui_fill (editor, "Name", taken);
  guild_ui_await_words (editor, "This Name Is Taken");
  guild_ui_press_button (editor, "Save");
  guild_ui_await_words (editor, "Nothing was changed");
  g_assert_cmpstr (get_text (editor, "Name"), ==, taken);
}

/* Somebody else was there meanwhile: what was not touched here follows, what was is asked about. */
static void
test_conflict (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = prepare (fixture, 0);
  GtkWidget *editor = begin (fixture);

  guild_ui_fill (editor, "City", "Oakland");
  guild_ui_fill (editor, "ERP ID", "E-2");
  guild_ui_patch_company (fixture, id, "{\"city\":\"Sacramento\",\"phone\":\"555-0199\"}");
  guild_ui_press_button (editor, "Save");
  guild_ui_await_words (editor, "Somebody changed City to “Sacramento” meanwhile.");
  g_assert_cmpstr (get_text (editor, "City"), ==, "Oakland");
  g_assert_cmpstr (get_text (editor, "Phone"), ==, "555-0199");
  guild_ui_assert_member (fixture, id, "city", "Sacramento");
  guild_ui_press_button (editor, "Save");
  guild_test_wait_until (find_editor (fixture) == NULL);
  g_autoptr(GuildChange) change = await_change (fixture, 1);
  g_assert_cmpstr (guild_change_get_write (change)->body, ==,
                   "{\"city\":\"Oakland\",\"erp_id\":\"E-2\"}");
  g_assert_cmpstr (guild_change_get_inverse (change)->body, ==,
                   "{\"city\":\"Sacramento\",\"erp_id\":\"E-1\"}");
}

/* What was typed waits for the company to be opened again, and quitting asks. */
static void
test_kept (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = prepare (fixture, 0);
  GtkWidget *editor = begin (fixture);

  guild_ui_fill (editor, "City", "Oakland");
  g_autofree char *other = guild_ui_open_row (fixture, 1);
  guild_ui_await_words (fixture->window, "is kept, not saved");
  g_assert_null (find_editor (fixture));
  g_assert_cmpuint (guild_window_count_unsaved (fixture->window), ==, 1);
  guild_ui_press_button (fixture->window, "Go Back");
  guild_test_wait_until (find_editor (fixture) == editor);
  g_assert_cmpstr (guild_company_pane_get_id (fixture->window->pane), ==, id);
  g_assert_cmpstr (get_text (editor, "City"), ==, "Oakland");

  /* The pane is closed and opened; so are other places. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.close-pane", NULL);
  guild_test_wait_until (guild_company_pane_get_id (fixture->window->pane) == NULL);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_window_open_company (fixture->window, id);
  guild_test_wait_until (find_editor (fixture) == editor);
  g_assert_cmpstr (get_text (editor, "City"), ==, "Oakland");

  g_action_group_activate_action (G_ACTION_GROUP (fixture->application), "quit", NULL);
  GtkWindow *question = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (question, "1 company has changes that are not saved");
  guild_ui_press_button (question, "Cancel");
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
  guild_ui_press_button (editor, "Cancel");
  guild_test_wait_until (find_editor (fixture) == NULL);
  guild_ui_assert_member (fixture, id, "city", "Fresno");
}

static void
test_signed_in (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *pane = GTK_WIDGET (fixture->window->pane);

  guild_ui_sign_in_autodesk (fixture);
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  guild_ui_await_words (pane, "You are signed in by browser");
  g_assert_null (guild_test_ui_find (pane, GTK_TYPE_BUTTON, "Edit Company"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.edit-company", NULL);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_null (find_editor (fixture));
}

/* ---- pictures ---- */

static void
shoot (GuildUiFixture *fixture, gconstpointer data)
{
  gboolean narrow = GPOINTER_TO_INT (data);

  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_open_autodesk (fixture, N_COMPANIES, narrow ? 360 : 1280, narrow ? 640 : 800);
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  GtkWidget *editor = begin (fixture);
  guild_ui_fill (editor, "City", "Oakland");
  guild_ui_fill (editor, "Trade", "Sculpture");
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  guild_test_ui_compare (GTK_WIDGET (fixture->window),
                         narrow ? "autodesk-edit-narrow" : "autodesk-edit");
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); } tests[] = {
    { "edit-undo", test_edit_undo }, { "keyboard", test_keyboard },
    { "checks", test_checks },       { "conflict", test_conflict },
    { "kept", test_kept },           { "signed-in", test_signed_in },
  };

  guild_test_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/autodesk-edit/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  g_test_add ("/ui/autodesk-edit/picture", GuildUiFixture, GINT_TO_POINTER (FALSE), NULL, shoot,
              tear_down);
  g_test_add ("/ui/autodesk-edit/picture-narrow", GuildUiFixture, GINT_TO_POINTER (TRUE), NULL,
              shoot, tear_down);
  return g_test_run ();
}
