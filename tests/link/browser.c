/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "browser.h"

#include <string.h>

#include "service/codat/guild-codat.h"
#include "support/guild-test-customer.h"

void
browser_set_up (Browser *b, gconstpointer data)
{
  b->sandbox = guild_test_sandbox_start ("--companies", "5", "--autodesk-companies", "1",
                                         "--one-time-links", NULL);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (NULL, "codat", "Test", b->sandbox->url);
  g_autoptr(GuildService) service = guild_codat_new (b->sandbox->url, b->sandbox->codat_key);
  b->directory = guild_directory_new (workspace, guild_codat_table (), NULL);
  guild_directory_set_service (b->directory, service);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (b->sandbox, "POST", "/companies",
                                                      "{\"name\":\"Link Me\"}");
  b->company_id = g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
  b->session = soup_session_new ();
  b->platform = "gbol";
  b->outcome = "authorise";
  b->follow = TRUE;
}

void
browser_tear_down (Browser *b, gconstpointer data)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GTask) never = g_object_steal_data (G_OBJECT (b->session), "never");

  if (never != NULL)
    g_task_return_boolean (never, TRUE);
  guild_directory_close_async (b->directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (b->directory, result, NULL));
  g_clear_object (&result);
  g_clear_object (&b->directory);
  g_clear_object (&b->session);
  guild_test_sandbox_stop (b->sandbox);
  g_free (b->company_id);
  g_free (b->link);
  g_free (b->callback);
}

guint
browser_get_status (Browser *b, const char *uri)
{
  return guild_test_customer_get (b->session, uri);
}

void
browser_browse (Browser *b)
{
  g_free (b->callback);
  b->callback = guild_test_customer_visit (b->session, b->link, b->platform, b->outcome);
  if (b->follow)
    b->callback_status = browser_get_status (b, b->callback);
}

static gboolean
browse_cb (gpointer data)
{
  browser_browse (data);
  return G_SOURCE_REMOVE;
}

static void
open_page (const char *uri, GCancellable *cancellable, GAsyncReadyCallback callback,
           gpointer callback_data, gpointer data)
{
  Browser *b = data;
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, callback_data);

  b->n_opened++;
  g_free (b->link);
  b->link = g_strdup (uri);
  if (b->mode == BROWSE_FAIL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no browser here");
  else if (b->mode != BROWSE_NEVER)
    g_task_return_boolean (task, TRUE);
  else
    g_object_set_data_full (G_OBJECT (b->session), "never", g_steal_pointer (&task),
                            g_object_unref);
  if (b->mode == BROWSE)
    g_idle_add (browse_cb, b);
}

gboolean
browser_finish_task (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
set_redirect (GuildDirectory *directory, const char *redirect, const char *old,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer callback_data,
              gpointer data)
{
  Browser *b = data;
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, callback_data);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (b->sandbox, "GET", "/profile", NULL);
  g_autofree char *body =
    g_strdup_printf ("{\"name\":\"Test\",\"redirectUrl\":\"%s\"}", redirect);

  g_assert_cmpstr (old, ==, json_object_get_string_member (json_node_get_object (node),
                                                           "redirectUrl"));
  json_node_unref (guild_test_sandbox_call (b->sandbox, "PUT", "/profile", body));
  g_task_return_boolean (task, TRUE);
}

GuildLinkFlow *
browser_new_flow (Browser *b, const char *connection_id)
{
  GuildLinkFlow *flow = guild_link_flow_new (b->directory, b->company_id, connection_id);

  guild_link_flow_set_opener (flow, open_page, browser_finish_task, b);
  guild_link_flow_set_redirect_setter (flow, set_redirect, browser_finish_task, b);
  guild_link_flow_set_patience (flow, 25, 20000);
  return flow;
}

void
browser_open (Browser *b, GuildLinkFlow *flow)
{
  b->mode = BROWSE_NOT;
  guild_link_flow_start (flow);
  flow_await_state (flow, GUILD_LINK_OPENED);
}

char *
browser_dup_connection (Browser *b, const char *member)
{
  g_autofree char *path = g_strconcat ("/companies/", b->company_id, NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (b->sandbox, "GET", path, NULL);
  JsonArray *connections =
    json_object_get_array_member (json_node_get_object (node), "dataConnections");

  g_assert_cmpuint (json_array_get_length (connections), ==, 1);
  return g_strdup (json_object_get_string_member (
    json_array_get_object_element (connections, 0), member));
}

static gboolean
is_over (GuildLinkFlow *flow)
{
  return guild_link_state_is_over (guild_link_flow_get_state (flow));
}

void
flow_run (GuildLinkFlow *flow, GuildLinkState expected)
{
  guild_link_flow_start (flow);
  guild_test_wait_until (is_over (flow));
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, expected);
  g_assert_null (guild_link_flow_get_link (flow));
  g_assert_nonnull (guild_link_flow_get_message (flow));
}

void
flow_await_message (GuildLinkFlow *flow, const char *part)
{
  guild_test_wait_until (guild_link_flow_get_message (flow) != NULL &&
                         strstr (guild_link_flow_get_message (flow), part) != NULL);
}

void
flow_await_state (GuildLinkFlow *flow, GuildLinkState state)
{
  guild_test_wait_until (guild_link_flow_get_state (flow) == state);
}
