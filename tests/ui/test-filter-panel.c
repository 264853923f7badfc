/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include "company/guild-format.h"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 60);
  guild_ui_open_codat (fixture, 900, 640);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.filter", NULL);
  guild_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->filter_panel)));
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  gtk_menu_button_popdown (fixture->window->filter_button);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

/* Chooses the row TITLE of the drop-down LABEL. */
static void
choose (GuildUiFixture *fixture, const char *label, const char *title)
{
  GtkDropDown *dropdown = GTK_DROP_DOWN (guild_test_ui_await (
    GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_DROP_DOWN, label));
  GListModel *rows = gtk_drop_down_get_model (dropdown);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(GtkStringObject) row = g_list_model_get_item (rows, i);
      if (g_str_equal (gtk_string_object_get_string (row), title))
        {
          gtk_drop_down_set_selected (dropdown, i);
          return;
        }
    }
  g_error ("%s has no row “%s”", label, title);
}

static GtkEditable *
get_entry (GuildUiFixture *fixture, const char *label)
{
  return GTK_EDITABLE (guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel),
                                            GTK_TYPE_ENTRY, label));
}

static gboolean
can_add (GuildUiFixture *fixture)
{
  return gtk_widget_is_sensitive (guild_test_ui_await (
    GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_BUTTON, "Add"));
}

/* Presses Add; what the window now asks for beyond what it did. */
static const GuildCondition *
add (GuildUiFixture *fixture)
{
  guint n = guild_query_get_n_conditions (fixture->window->query);

  guild_ui_press_button (fixture->window->filter_panel, "Add");
  g_assert_cmpuint (guild_query_get_n_conditions (fixture->window->query), ==, n + 1);
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  return guild_query_get_condition (fixture->window->query, n);
}

static void
test_text (GuildUiFixture *fixture, gconstpointer data)
{
  choose (fixture, "Field", "Name");
  choose (fixture, "Match", "starts with");
  g_assert_false (can_add (fixture));
  gtk_editable_set_text (get_entry (fixture, "Text"), "A");
  const GuildCondition *condition = add (fixture);
  g_assert_cmpstr (condition->field, ==, "name");
  g_assert_cmpint (condition->match, ==, GUILD_MATCH_STARTS);
  g_assert_cmpstr (condition->value, ==, "A");
  g_assert_false (condition->any);
  g_assert_cmpuint (guild_company_list_get_n_matches (fixture->window->table->list), <, 60);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture, "Text")), ==, "");
  guild_test_ui_check_names (GTK_WIDGET (fixture->window->filter_panel));
}

/* A relation to another label would count for more than the name. */
static void
test_spoken (GuildUiFixture *fixture, gconstpointer data)
{
  GtkAccessible *dropdown = GTK_ACCESSIBLE (guild_test_ui_await (
    GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_DROP_DOWN, "Field"));

  g_assert_false (
    gtk_test_accessible_has_relation (dropdown, GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  gtk_test_accessible_assert_property (dropdown, GTK_ACCESSIBLE_PROPERTY_LABEL, "Field");
  gtk_test_accessible_assert_property (dropdown, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Name");
  choose (fixture, "Field", "Status");
  gtk_test_accessible_assert_property (dropdown, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Status");
}

/* A mnemonic's underscore is nothing to be read out. */
static void
test_spoken_check (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *check = guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel),
                                          GTK_TYPE_CHECK_BUTTON, "Or: one of these is enough");

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Or: one of these is enough");
}

static void
test_choice (GuildUiFixture *fixture, gconstpointer data)
{
  choose (fixture, "Field", "Status");
  choose (fixture, "Match", "is");
  choose (fixture, "Value", "Linked");
  const GuildCondition *condition = add (fixture);
  g_assert_cmpstr (condition->field, ==, "status");
  g_assert_cmpint (condition->match, ==, GUILD_MATCH_EQUALS);
  g_assert_cmpstr (condition->value, ==, "linked");
}

static void
test_dates (GuildUiFixture *fixture, gconstpointer data)
{
  choose (fixture, "Field", "Created");
  choose (fixture, "Match", "is between");
  gtk_editable_set_text (get_entry (fixture, "From"), "next Tuesday");
  g_assert_false (can_add (fixture));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_entry (fixture, "From")), "error"));
  gtk_editable_set_text (get_entry (fixture, "From"), "2024-01-01");
  gtk_editable_set_text (get_entry (fixture, "To"), "2024-01-31");
  const GuildCondition *condition = add (fixture);
  g_assert_cmpint (condition->match, ==, GUILD_MATCH_BETWEEN);
  g_assert_cmpint (condition->from, ==, guild_time_parse ("2024-01-01T00:00:00Z"));
  /* The last day counts, to its end. */
  g_assert_cmpint (condition->to, ==, guild_time_parse ("2024-02-01T00:00:00Z") - 1);

  gtk_editable_set_text (get_entry (fixture, "To"), "2023-06-30");
  condition = add (fixture);
  g_assert_cmpint (condition->from, ==, GUILD_NUMBER_UNSET);
}

static void
test_set (GuildUiFixture *fixture, gconstpointer data)
{
  choose (fixture, "Field", "Tags");
  choose (fixture, "Match", "is not set");
  const GuildCondition *condition = add (fixture);
  g_assert_cmpstr (condition->field, ==, "tags");
  g_assert_cmpint (condition->match, ==, GUILD_MATCH_UNSET);
}

/* A group is chosen by its name and asked for by its id. */
static void
test_group (GuildUiFixture *fixture, gconstpointer data)
{
  GPtrArray *groups = guild_directory_get_groups (fixture->window->directory);
  GuildGroup *group = groups->pdata[0];

  choose (fixture, "Field", "Groups");
  choose (fixture, "Match", "is");
  choose (fixture, "Value", group->name);
  const GuildCondition *condition = add (fixture);
  g_assert_cmpstr (condition->value, ==, group->id);
  /* and told by its name, in the panel and on the chip */
  g_autofree char *words = g_strdup_printf ("Groups is %s", group->name);
  guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_LABEL, words);
  guild_test_ui_await (GTK_WIDGET (fixture->window->chips), GTK_TYPE_LABEL, words);
}

/* A company can be in several groups: two conditions ask for those in both, and with "Or" for those
 * in either. */
static void
test_groups (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;
  GPtrArray *groups = guild_directory_get_groups (window->directory);
  const GuildGroup *one = groups->pdata[0], *two = groups->pdata[1];
  g_autofree char *id = guild_company_list_dup_id (window->table->list, 0);
  g_autofree char *path = g_strconcat ("/companies/", id, "/groups", NULL);
  const GuildGroup *both[] = { one, two };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"groupId\":\"%s\"}", both[i]->id);
      g_autoptr(JsonNode) node =
        guild_test_sandbox_call (fixture->sandbox, "PATCH", path, body);
    }
  guild_window_open_company (window, id); /* which reads it afresh */
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL &&
                         strstr (guild_company_get_json (guild_company_pane_get_company (
                           window->pane)), one->id) != NULL &&
                         strstr (guild_company_get_json (guild_company_pane_get_company (
                           window->pane)), two->id) != NULL);
  guint n_in[2];
  for (guint i = 0; i < 2; i++)
    {
      choose (fixture, "Field", "Groups");
      choose (fixture, "Match", "is");
      choose (fixture, "Value", both[i]->name);
      add (fixture);
      n_in[i] = guild_company_list_get_n_matches (window->table->list);
    }
  g_assert_cmpuint (n_in[1], >, 0);
  g_assert_cmpuint (n_in[1], <=, n_in[0]);
  g_assert_cmpuint (guild_company_list_find (window->table->list, id), !=, G_MAXUINT);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.clear-filter", NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (guild_test_ui_await (
    GTK_WIDGET (window->filter_panel), GTK_TYPE_CHECK_BUTTON,
    "Or: one of these is enough")), TRUE);
  for (guint i = 0; i < 2; i++)
    {
      choose (fixture, "Field", "Groups");
      choose (fixture, "Match", "is");
      choose (fixture, "Value", both[i]->name);
      add (fixture);
    }
  g_assert_cmpuint (guild_company_list_get_n_matches (window->table->list), >=, n_in[0]);
}

static void
add_name (GuildUiFixture *fixture, const char *text)
{
  choose (fixture, "Field", "Name");
  choose (fixture, "Match", "contains");
  gtk_editable_set_text (get_entry (fixture, "Text"), text);
  g_assert_true (add (fixture)->any);
}

/* Two of which one is enough find more than either; and a condition goes with its chip. */
static void
test_any_and_chips (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;
  GtkWidget *any = guild_test_ui_await (GTK_WIDGET (window->filter_panel), GTK_TYPE_CHECK_BUTTON,
                                        "Or: one of these is enough");

  gtk_check_button_set_active (GTK_CHECK_BUTTON (any), TRUE);
  add_name (fixture, "pl");
  guint first = guild_company_list_get_n_matches (window->table->list);
  add_name (fixture, "co");
  guint both = guild_company_list_get_n_matches (window->table->list);
  g_assert_cmpuint (both, >, first);

  g_autofree char *text = guild_query_describe_condition (
    window->query, 1, guild_directory_get_table (window->directory));
  g_autofree char *remove = g_strdup_printf ("Remove “%s”", text);
  GtkWidget *chip = gtk_widget_get_last_child (GTK_WIDGET (window->chips));
  g_assert_nonnull (chip);
  guild_ui_press_button (window->filter_panel, remove);
  g_assert_cmpuint (guild_query_get_n_conditions (window->query), ==, 1);
  guild_test_wait_until (!guild_company_list_get_busy (window->table->list));
  g_assert_cmpuint (guild_company_list_get_n_matches (window->table->list), ==, first);
  guint n_chips = 0;
  for (GtkWidget *c = gtk_widget_get_first_child (GTK_WIDGET (window->chips)); c != NULL;
       c = gtk_widget_get_next_sibling (c))
    n_chips++;
  g_assert_cmpuint (n_chips, ==, 1);

  /* And the other way round. */
  g_signal_emit_by_name (gtk_widget_get_first_child (GTK_WIDGET (window->chips)), "clicked");
  g_assert_cmpuint (guild_query_get_n_conditions (window->query), ==, 0);
  g_assert_cmpuint (guild_query_get_n_conditions (
                      guild_filter_panel_get_query (window->filter_panel)), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); } tests[] = {
    { "text", test_text }, { "choice", test_choice }, { "dates", test_dates },
    { "set", test_set },   { "group", test_group },   { "groups", test_groups },   { "any-and-chips", test_any_and_chips },
    { "spoken", test_spoken },
    { "spoken-check", test_spoken_check },
  };

  guild_test_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/filter-panel/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
