/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "browser.h"

#include <string.h>

#include "service/guild-problem.h"

/* How a link flow goes and ends, against the sandbox's own Link pages. */

static void
set_redirect_fail (GuildDirectory *directory, const char *redirect, const char *old,
                   GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer callback_data, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, callback_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "not allowed to");
}

static void
test_linked (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  flow_run (flow, GUILD_LINK_LINKED);
  guild_test_wait_until (b->callback_status == 200);
  g_assert_cmpuint (b->n_opened, ==, 1);
  g_assert_nonnull (strstr (b->link, "link.otp="));
  g_assert_nonnull (strstr (b->link, "&guildNonce="));
  g_autofree char *platform = browser_dup_connection (b, "platformName");
  g_assert_cmpstr (guild_link_flow_get_platform (flow), ==, platform);
  g_assert_null (guild_link_flow_get_error (flow));
  /* Verified, and the directory knows. */
  GAsyncResult *slot = NULL;
  guild_directory_load_company_async (b->directory, b->company_id, NULL, guild_test_result_cb,
                                      &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (b->directory, result, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (guild_company_get_connections (company)), ==, 1);
}

/* A second accounting connection beside one that is active: said in words, with what to do. */
static void
test_second_accounting (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = browser_new_flow (b, NULL);
  g_autoptr(GuildLinkFlow) second = browser_new_flow (b, NULL);

  flow_run (first, GUILD_LINK_LINKED);
  b->platform = "qhyg";
  flow_run (second, GUILD_LINK_FAILED);
  g_assert_cmpstr (guild_link_flow_get_message (second), ==,
                   "A company can have one accounting connection that is active, and this one has "
                   "Xero. Unlink that first, then try again.");
}

/* Nobody sets the redirect: the flow says so and polls. */
static void
test_polling (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  guild_link_flow_set_redirect_setter (flow, NULL, NULL, NULL);
  guild_link_flow_set_patience (flow, 25, 100);
  b->follow = FALSE;
  flow_run (flow, GUILD_LINK_LINKED);
  g_assert_null (strstr (b->link, "guildNonce"));
}

static void
test_setter_fails (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  guild_link_flow_set_redirect_setter (flow, set_redirect_fail, browser_finish_task, b);
  guild_link_flow_set_patience (flow, 25, 100);
  b->mode = BROWSE_NOT;
  guild_link_flow_start (flow);
  flow_await_message (flow, "not allowed to");
  g_assert_nonnull (guild_link_flow_get_link (flow));
  browser_browse (b);
  flow_await_state (flow, GUILD_LINK_LINKED);
}

static void
test_watching (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  guild_link_flow_set_patience (flow, 25, 100);
  guild_link_flow_start_watching (flow);
  flow_await_state (flow, GUILD_LINK_WAITING);
  g_assert_cmpuint (b->n_opened, ==, 0);
  b->link = g_strdup (guild_link_flow_get_link (flow));
  b->follow = FALSE;
  browser_browse (b);
  flow_await_state (flow, GUILD_LINK_LINKED);
}

static void
test_check_now (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  guild_link_flow_start_watching (flow);
  flow_await_state (flow, GUILD_LINK_WAITING);
  guild_link_flow_check (flow);
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_VERIFYING);
  flow_await_state (flow, GUILD_LINK_WAITING);
  b->link = g_strdup (guild_link_flow_get_link (flow));
  b->follow = FALSE;
  browser_browse (b);
  guild_link_flow_check (flow);
  flow_await_state (flow, GUILD_LINK_LINKED);
}

static void
test_cancelled_there (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  b->outcome = "cancel";
  b->platform = NULL;
  flow_run (flow, GUILD_LINK_CANCELLED);
}

static void
test_not_supported (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  b->outcome = "not-supported";
  b->platform = NULL;
  flow_run (flow, GUILD_LINK_NOT_SUPPORTED);
}

static void
test_error (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  b->outcome = "error";
  flow_run (flow, GUILD_LINK_FAILED);
  /* The service's words, as read from the company. */
  g_assert_nonnull (strstr (guild_link_flow_get_message (flow), "The service says"));
}

/* Linked before, so nothing to do: 201. */
static void
test_left_as_it_was (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = browser_new_flow (b, NULL);
  g_autoptr(GuildLinkFlow) second = browser_new_flow (b, NULL);

  flow_run (first, GUILD_LINK_LINKED);
  b->outcome = "leave";
  b->platform = NULL;
  flow_run (second, GUILD_LINK_LINKED);
}

/* Each attempt has an address of its own; the one-time password of the first is spent. */
static void
test_fresh_links (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = browser_new_flow (b, NULL);
  g_autoptr(GuildLinkFlow) second = browser_new_flow (b, NULL);

  b->outcome = "cancel";
  b->platform = NULL;
  flow_run (first, GUILD_LINK_CANCELLED);
  g_autofree char *spent = g_strdup (b->link);
  g_assert_cmpuint (browser_get_status (b, spent), ==, 401);
  flow_run (second, GUILD_LINK_CANCELLED);
  g_assert_cmpstr (spent, !=, b->link);
}

static void
test_never_comes_back (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  guild_link_flow_set_patience (flow, 1, 200);
  b->mode = BROWSE_NEVER;
  flow_run (flow, GUILD_LINK_TIMED_OUT);
}

static void
test_no_browser (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  b->mode = BROWSE_FAIL;
  guild_link_flow_start (flow);
  flow_await_message (flow, "Copy the link");
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_WAITING);
  g_assert_cmpstr (guild_link_flow_get_link (flow), ==, b->link);
  /* The customer opens the copy. */
  browser_browse (b);
  flow_await_state (flow, GUILD_LINK_LINKED);
}

static void
test_relink (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = browser_new_flow (b, NULL);

  flow_run (first, GUILD_LINK_LINKED);
  g_autofree char *connection_id = browser_dup_connection (b, "id");
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\"}", b->company_id);
  json_node_unref (guild_test_sandbox_call (b->sandbox, "POST", "/_sandbox/deauthorise", body));
  g_autofree char *status = browser_dup_connection (b, "status");
  g_assert_cmpstr (status, ==, "Deauthorized");

  g_autoptr(GuildLinkFlow) second = browser_new_flow (b, connection_id);
  b->platform = NULL;
  flow_run (second, GUILD_LINK_LINKED);
  g_autofree char *again = browser_dup_connection (b, "status");
  g_assert_cmpstr (again, ==, "Linked");
}

static void
test_offline_while_waiting (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);

  guild_link_flow_set_patience (flow, 25, 100);
  browser_open (b, flow);
  json_node_unref (guild_test_sandbox_call (b->sandbox, "POST", "/_sandbox/faults",
                                            "{\"spec\":\"path=/companies,truncate=1,count=1\"}"));
  flow_await_message (flow, "could not be asked");
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_WAITING);
  browser_browse (b);
  flow_await_state (flow, GUILD_LINK_LINKED);
}

static void
test_no_company (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = guild_link_flow_new (
    b->directory, "00000000-0000-4000-8000-000000000000", NULL);

  flow_run (flow, GUILD_LINK_FAILED);
  g_assert_error (guild_link_flow_get_error (flow), GUILD_SERVICE_ERROR,
                  GUILD_SERVICE_ERROR_NOT_FOUND);
}

/* The operator stops it, in every state it can be in. */
static void
test_cancel (Browser *b, gconstpointer data)
{
  GuildLinkState states[] = { GUILD_LINK_PREPARING, GUILD_LINK_OPENED, GUILD_LINK_WAITING,
                              GUILD_LINK_VERIFYING };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      GuildLinkFlow *flow = browser_new_flow (b, NULL);
      guild_link_flow_set_patience (flow, 25, states[i] == GUILD_LINK_WAITING ? 50 : 20000);
      b->mode = BROWSE_NOT;
      guild_link_flow_start (flow);
      if (states[i] == GUILD_LINK_VERIFYING)
        {
          flow_await_state (flow, GUILD_LINK_OPENED);
          guild_link_flow_check (flow);
        }
      flow_await_state (flow, states[i]);
      guild_link_flow_cancel (flow);
      g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_CANCELLED);
      g_assert_null (guild_link_flow_get_link (flow));
      g_assert_finalize_object (flow);
    }
}

/* The dialog closes while requests run: their answers find nobody. */
static void
test_dropped (Browser *b, gconstpointer data)
{
  GuildLinkState states[] = { GUILD_LINK_IDLE, GUILD_LINK_PREPARING, GUILD_LINK_OPENED,
                              GUILD_LINK_VERIFYING };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      GuildLinkFlow *flow = browser_new_flow (b, NULL);
      b->mode = BROWSE_NOT;
      if (states[i] != GUILD_LINK_IDLE)
        guild_link_flow_start (flow);
      if (states[i] == GUILD_LINK_VERIFYING)
        {
          flow_await_state (flow, GUILD_LINK_OPENED);
          guild_link_flow_check (flow);
        }
      flow_await_state (flow, states[i]);
      g_assert_finalize_object (flow);
    }
  g_autoptr(GuildLinkFlow) flow = browser_new_flow (b, NULL);
  b->mode = BROWSE;
  flow_run (flow, GUILD_LINK_LINKED);
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; void (*test) (Browser *, gconstpointer); } tests[] = {
    { "linked", test_linked },
    { "second-accounting", test_second_accounting },
    { "polling", test_polling },
    { "setter-fails", test_setter_fails },
    { "watching", test_watching },
    { "check-now", test_check_now },
    { "cancelled-there", test_cancelled_there },
    { "not-supported", test_not_supported },
    { "error", test_error },
    { "left-as-it-was", test_left_as_it_was },
    { "fresh-links", test_fresh_links },
    { "never-comes-back", test_never_comes_back },
    { "no-browser", test_no_browser },
    { "relink", test_relink },
    { "offline-while-waiting", test_offline_while_waiting },
    { "no-company", test_no_company },
    { "cancel", test_cancel },
    { "dropped", test_dropped },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/link/flow/", tests[i].name, NULL);
      g_test_add (path, Browser, NULL, browser_set_up, tests[i].test, browser_tear_down);
    }
  return g_test_run ();
}
