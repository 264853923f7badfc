/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-edits.h"

#include "company/guild-tags.h"
#include "ui/guild-clock.h"

void
guild_ui_edits_set_up (GuildUiFixture *fixture, gconstpointer look)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (GPOINTER_TO_INT (look) & ~GUILD_UI_EDITS_MANY);
  guild_ui_fixture_init (fixture, GPOINTER_TO_INT (look) & GUILD_UI_EDITS_MANY ? 400 : 40);
  guild_ui_fixture_open (fixture, 1280, 800);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
}

void
guild_ui_edits_tear_down (GuildUiFixture *fixture, gconstpointer look)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

GtkWidget *
guild_ui_edits_open (GuildUiFixture *fixture, const char *action, GType type)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (type));
  guild_test_ui_settle (dialog);
  return dialog;
}

GtkEditable *
guild_ui_edits_get_row (GtkWidget *dialog, const char *title)
{
  return GTK_EDITABLE (guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW, title));
}

JsonNode *
guild_ui_edits_call (GuildUiFixture *fixture, const char *method, const char *id,
                     const char *body)
{
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  return guild_test_sandbox_call (fixture->sandbox, method, path, body);
}

char *
guild_ui_edits_read (GuildUiFixture *fixture, const char *id, const char *member)
{
  g_autoptr(JsonNode) node = guild_ui_edits_call (fixture, "GET", id, NULL);
  JsonObject *object = json_node_get_object (node);

  if (!g_str_equal (member, "tags"))
    return g_strdup (json_object_get_string_member (object, member));
  g_autoptr(GHashTable) tags = guild_tags_read (object);
  return guild_tags_describe (tags);
}

void
guild_ui_edits_assert (GuildUiFixture *fixture, const char *id, const char *member,
                       const char *expected)
{
  g_autofree char *value = guild_ui_edits_read (fixture, id, member);
  g_assert_cmpstr (value, ==, expected);
}

void
guild_ui_edits_await (GuildUiFixture *fixture, guint n)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == n &&
                         guild_journal_get_n_running (journal) == 0);
}

static void
collect_tag_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (GUILD_IS_TAG_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_tag_rows (child, rows);
}

GuildTagRow *
guild_ui_edits_get_tag_row (GtkWidget *dialog, guint index)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();

  collect_tag_rows (dialog, rows);
  g_assert_cmpuint (index, <, rows->len);
  return rows->pdata[index];
}
