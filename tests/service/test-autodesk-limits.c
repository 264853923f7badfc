/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include "service/autodesk/guild-autodesk-people.h"

/* Two workspaces of one client, all at once, and more than a minute holds: the sandbox counts what
 * arrives, in any minute (acc.md §10). This takes a minute by nature. */

enum { N_READS = 330, N_SEARCHES = 55 }; /* of each workspace */

static gint64
most_in_a_minute (GuildTestSandbox *sandbox, const char *group)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *most =
    json_object_get_object_member (json_node_get_object (node), "mostPerMinute");

  return json_object_get_int_member (most, group);
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *n_done = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) page =
    guild_service_list_page_finish (GUILD_SERVICE (source), result, &error);

  g_assert_no_error (error);
  (*n_done)++;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *n_done = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found =
    guild_autodesk_find_like_finish (GUILD_AUTODESK (source), result, &error);

  g_assert_no_error (error);
  (*n_done)++;
}

static void
test_parallel (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "20", NULL);
  GuildService *services[2];
  guint n_done = 0, n_asked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    services[i] = guild_autodesk_new (sandbox->url, sandbox->autodesk_client_id,
                                      sandbox->autodesk_client_secret,
                                      sandbox->autodesk_account_id, sandbox->region);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      for (guint n = 0; n < N_READS; n++, n_asked++)
        guild_service_list_page_async (services[i], 0, 1, NULL, NULL, count_cb, &n_done);
      for (guint n = 0; n < N_SEARCHES; n++, n_asked++)
        guild_autodesk_find_like_async (GUILD_AUTODESK (services[i]), "a", NULL, found_cb,
                                        &n_done);
    }
  gint64 deadline = g_get_monotonic_time () + 170 * G_USEC_PER_SEC;
  while (n_done < n_asked && g_get_monotonic_time () < deadline)
    guild_test_spin ();
  g_assert_cmpuint (n_done, ==, n_asked);
  gint64 reads = most_in_a_minute (sandbox, "construction");
  gint64 hq = most_in_a_minute (sandbox, "hq");
  g_test_message ("at most %" G_GINT64_FORMAT " of 600 reads and %" G_GINT64_FORMAT
                  " of 100 of the old family in any minute", reads, hq);
  g_assert_cmpint (reads, <=, 600);
  g_assert_cmpint (hq, <=, 100);
  /* And the limits were used: both groups wanted more. */
  g_assert_cmpint (reads, >, 550);
  g_assert_cmpint (hq, >, 90);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    g_object_unref (services[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/autodesk-limits/parallel", test_parallel);
  return g_test_run ();
}
