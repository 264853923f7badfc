/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"
#include "journey/guild-journey-window.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* The guide's second chapter: customers withdraw access, which shows; one is asked again here, the
 * others get a row each in a file with links, and one of them follows theirs. */

#define N_CHASED 3

typedef struct
{
  char *id;
  char *name;
} Customer;

/* The first is authorised again here, the others are chased. */
static Customer customers[1 + N_CHASED];
static gint64 n_before; /* need attention before anything happens */
static char *list_path;
static GuildTestPage *first_page; /* kept open: the browser goes with its last page */

/* --- At the sandbox --------------------------------------------------------------------------- */

/* Companies with one connection, which is linked. */
static void
choose_customers (GuildJourney *self)
{
  g_autoptr(JsonNode) page = guild_journey_ask (self, "/companies?page=1&pageSize=100");
  JsonArray *results = json_object_get_array_member (json_node_get_object (page), "results");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (results) && n < G_N_ELEMENTS (customers); i++)
    {
      JsonObject *company = json_array_get_object_element (results, i);
      JsonArray *connections = json_object_get_array_member (company, "dataConnections");
      if (json_array_get_length (connections) != 1 ||
          !g_str_equal (json_object_get_string_member (
                          json_array_get_object_element (connections, 0), "status"), "Linked"))
        continue;
      customers[n].id = g_strdup (json_object_get_string_member (company, "id"));
      customers[n++].name = g_strdup (json_object_get_string_member (company, "name"));
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (customers));
}

static void
deauthorise (GuildJourney *self, const Customer *customer)
{
  g_autofree char *body = g_strdup_printf ("{\"companyId\": \"%s\"}", customer->id);
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/deauthorise", body);

  g_free (self->company_id);
  self->company_id = g_strdup (customer->id);
  g_assert_true (guild_journey_has_status (self, "Deauthorized"));
}

/* --- One customer, here ----------------------------------------------------------------------- */

static char *
walk_withdraw (GuildJourney *self)
{
  g_autoptr(JsonNode) links = guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches",
                                                       "{\"one-time-links\": \"on\"}");
  choose_customers (self);
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_await_shown (self, guild_journey_count_companies (self, ""));
  n_before = guild_journey_get_count (self, 0, "Needs attention");
  deauthorise (self, &customers[0]);
  guild_test_press ("F5");
  guild_journey_await_count (self, 0, "Needs attention", n_before + 1);
  guild_journey_open_view (self, 0, "Needs attention");
  guild_journey_await_shown (self, n_before + 1);
  guild_journey_search (self, customers[0].name);
  guild_journey_await_status (self, customers[0].name, "Deauthorised");
  return g_strdup ("access was withdrawn at the sandbox; the customer is in Needs attention");
}

static char *
walk_ask_again (GuildJourney *self)
{
  guild_test_press ("Return"); /* in the search: the first row */
  guild_journey_focus (self, "push button", "Re-authorise…");
  guild_test_press ("Return");
  guild_journey_open_link_page (self);
  /* The platform is known: there is nothing to choose. */
  guild_test_page_await (self->page, "document.getElementById('authorise')");
  g_autoptr(JsonNode) name =
    guild_test_page_evaluate (self->page, "document.getElementById('company').innerText");
  g_assert_cmpstr (json_node_get_string (name), ==, customers[0].name);
  return g_strdup ("its Link page is open in the browser and bears its name");
}

static char *
walk_authorise (GuildJourney *self)
{
  g_assert_true (guild_journey_has_status (self, "Deauthorized"));
  g_autofree char *connection_id = g_strdup (self->connection_id);

  guild_test_page_click (self->page, "authorise");
  guild_test_wait_until (guild_journey_has_status (self, "Linked"));
  guild_test_page_await (self->page, "location.pathname.startsWith('/linked/')");
  g_assert_cmpstr (self->connection_id, ==, connection_id);
  return g_strdup ("the same connection is linked again at the sandbox");
}

static char *
walk_see_linked (GuildJourney *self)
{
  first_page = g_steal_pointer (&self->page);
  guild_journey_await_linked (self);
  guild_journey_await_count (self, 0, "Needs attention", n_before);
  guild_journey_await_shown (self, 0);
  guild_journey_await_label (self, "Linked to *");
  return g_strdup ("the customer needs no attention any more, and the pane says Linked");
}

/* --- A list of customers ---------------------------------------------------------------------- */

static char *
walk_withdraw_more (GuildJourney *self)
{
  for (guint i = 1; i < G_N_ELEMENTS (customers); i++)
    deauthorise (self, &customers[i]);
  guild_journey_search (self, "");
  guild_test_press ("F5");
  guild_journey_await_count (self, 0, "Needs attention", n_before + N_CHASED);
  guild_journey_await_shown (self, n_before + N_CHASED);
  return g_strdup_printf ("%d more withdrew access and are in Needs attention", N_CHASED);
}

static char *
walk_ask_for_list (GuildJourney *self)
{
  g_autofree char *heading =
    g_strdup_printf ("Chase %d Customers?", (int) n_before + N_CHASED);

  guild_journey_choose (self, "View Menu", "Chase List…");
  guild_journey_await_label (self, heading);
  return g_strdup ("what the file will hold is said before");
}

static char *
walk_save_list (GuildJourney *self)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *done =
    g_strdup_printf ("Chase list of %d customers saved*", (int) n_before + N_CHASED);

  list_path = g_build_filename (directory, "chase.csv", NULL);
  guild_test_press ("Return"); /* Save… is the default */
  guild_journey_save_as (self, list_path);
  /* Nothing is asked while the toolkit's window goes: GTK 4.8 complains of that. */
  guild_test_wait_until (g_file_test (list_path, G_FILE_TEST_EXISTS));
  guild_journey_await_label (self, done);
  return g_strdup ("the list is saved");
}

/* (transfer full) (element-type GStrv): the rows of a table as RFC 4180 has them. */
static GPtrArray *
read_table (const char *path)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr(GPtrArray) row = g_ptr_array_new ();
  g_autoptr(GString) cell = g_string_new (NULL);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gboolean quoted = FALSE;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  for (const char *at = content; *at != '\0'; at++)
    if (*at == '"')
      {
        if (quoted && at[1] == '"')
          g_string_append_c (cell, *at++);
        else
          quoted = !quoted;
      }
    else if (quoted || strchr (",\r\n", *at) == NULL)
      g_string_append_c (cell, *at);
    else if (*at != '\r')
      {
        g_ptr_array_add (row, g_strdup (cell->str));
        g_string_truncate (cell, 0);
        if (*at == ',')
          continue;
        g_ptr_array_add (row, NULL);
        g_ptr_array_add (rows, g_ptr_array_steal (row, NULL));
      }
  g_assert_false (quoted);
  return rows;
}

/* (nullable): the link of that customer's only row. */
static const char *
find_link (GPtrArray *rows, const Customer *customer)
{
  const char *link = NULL;

  for (guint i = 1; i < rows->len; i++)
    {
      const char * const *row = rows->pdata[i];
      if (!g_str_equal (row[1], customer->id))
        continue;
      g_assert_cmpstr (row[0], ==, customer->name);
      g_assert_cmpstr (row[2], ==, "Deauthorised");
      g_assert_nonnull (strstr (row[7], row[5]));
      g_assert_null (link);
      link = row[5];
    }
  return link;
}

static char *
walk_read_list (GuildJourney *self)
{
  g_autoptr(GPtrArray) rows = read_table (list_path);
  g_autoptr(GHashTable) links = g_hash_table_new (g_str_hash, g_str_equal);
  GStatBuf status;

  g_assert_cmpint (g_stat (list_path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (rows->len, ==, 1 + n_before + N_CHASED);
  for (guint i = 1; i < rows->len; i++)
    {
      const char * const *row = rows->pdata[i];
      g_assert_true (g_str_has_prefix (row[5], self->sandbox->url));
      g_assert_nonnull (strstr (row[5], "otp="));
      g_assert_true (g_hash_table_add (links, (gpointer) row[5]));
    }
  for (guint i = 1; i < G_N_ELEMENTS (customers); i++)
    g_assert_nonnull (find_link (rows, &customers[i]));
  g_assert_null (find_link (rows, &customers[0]));
  return g_strdup ("one row for each customer, a fresh link in each, and nobody else may read it");
}

static char *
walk_follow (GuildJourney *self)
{
  g_autoptr(GPtrArray) rows = read_table (list_path);
  const char *link = find_link (rows, &customers[1]);
  g_autoptr(GError) error = NULL;

  g_free (self->company_id);
  self->company_id = g_strdup (customers[1].id);
  g_assert_true (guild_journey_has_status (self, "Deauthorized"));
  g_app_info_launch_default_for_uri (link, NULL, &error);
  g_assert_no_error (error);
  guild_journey_await_link_page (self);
  guild_test_page_await (self->page, "document.getElementById('authorise')");
  g_autoptr(JsonNode) name =
    guild_test_page_evaluate (self->page, "document.getElementById('company').innerText");
  g_assert_cmpstr (json_node_get_string (name), ==, customers[1].name);
  guild_journey_snap (self, "page");
  guild_test_page_click (self->page, "authorise");
  guild_test_wait_until (guild_journey_has_status (self, "Linked"));
  guild_journey_close_page (self);
  return g_strdup ("one of the customers followed the link and is linked at the sandbox");
}

static char *
walk_see_followed (GuildJourney *self)
{
  guild_test_press ("F5");
  guild_journey_await_count (self, 0, "Needs attention", n_before + N_CHASED - 1);
  guild_journey_await_shown (self, n_before + N_CHASED - 1);
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_search (self, customers[1].name);
  guild_journey_await_status (self, customers[1].name, "Linked");
  g_clear_pointer (&first_page, guild_test_page_close);
  return g_strdup ("the next sync shows it as linked; the others still need attention");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "withdraw", walk_withdraw },
    { "ask-again", walk_ask_again },
    { "authorise", walk_authorise },
    { "see-linked", walk_see_linked },
    { "withdraw-more", walk_withdraw_more },
    { "ask-for-list", walk_ask_for_list },
    { "save-list", walk_save_list },
    { "read-list", walk_read_list },
    { "follow", walk_follow },
    { "see-followed", walk_see_followed },
  };
  static const GuildJourneyPlan plan = { "reauthorise", steps, G_N_ELEMENTS (steps), "60" };
  return guild_journey_main (argc, argv, &plan);
}
