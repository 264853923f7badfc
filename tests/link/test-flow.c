/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "link/guild-link-flow.h"
#include "service/codat/guild-codat.h"
#include "service/guild-problem.h"
#include "support/guild-test.h"

/* A link flow against the sandbox's own Link pages, with a browser made of this file. */

typedef enum
{
  BROWSE,       /* follows the link, chooses, ends with OUTCOME, follows the redirect */
  BROWSE_NOT,   /* says it started and does nothing */
  BROWSE_FAIL,  /* cannot be started */
  BROWSE_NEVER, /* never says whether it started */
} Mode;

typedef struct
{
  GuildTestSandbox *sandbox;    /* (owned) */
  GuildDirectory   *directory;  /* (owned) */
  char             *company_id; /* (owned) */
  SoupSession      *session;    /* (owned) */
  Mode              mode;
  const char       *platform;   /* (nullable): key of the button to press first */
  const char       *outcome;
  gboolean          follow;     /* the redirect at the end */
  char             *link;       /* (owned): the last address the browser was given */
  char             *callback;   /* (owned): the redirect address as expanded */
  guint             n_opened;
  guint             callback_status;
} Browser;

static void
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

static void
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

/* Waits in this context, because the flow's callback server lives in it. BODY is a form. */
static SoupMessage *
send_page (Browser *b, const char *method, const char *uri, const char *body, char **answer)
{
  SoupMessage *message = soup_message_new (method, uri);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded",
                                                bytes);
    }
  soup_session_send_and_read_async (b->session, message, 0, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (b->session, result, &error);
  g_assert_no_error (error);
  if (answer != NULL)
    *answer = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return message;
}

static char *
dup_location (SoupMessage *message)
{
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");

  g_assert_nonnull (location);
  g_autofree char *base = g_uri_to_string (soup_message_get_uri (message));
  return g_uri_resolve_relative (base, location, G_URI_FLAGS_ENCODED, NULL);
}

static guint
get_status (Browser *b, const char *uri)
{
  g_autoptr(SoupMessage) message = send_page (b, "GET", uri, NULL, NULL);

  return soup_message_get_status (message);
}

/* The address of the visit whose form is on PAGE. */
static char *
dup_session (Browser *b, const char *page)
{
  const char *start = strstr (page, "/link/session/");

  g_assert_nonnull (start);
  start += strlen ("/link/session/");
  g_autofree char *id = g_strndup (start, strcspn (start, "/\""));
  return g_strconcat (b->sandbox->url, "/link/session/", id, NULL);
}

static void
browse (Browser *b)
{
  g_autofree char *page = NULL;
  g_autoptr(SoupMessage) first = send_page (b, "GET", b->link, NULL, &page);

  g_assert_cmpuint (soup_message_get_status (first), ==, 200);
  g_autofree char *session = dup_session (b, page);
  if (b->platform != NULL)
    {
      g_autofree char *uri = g_strconcat (session, "/platform", NULL);
      g_autofree char *form = g_strconcat ("platform=", b->platform, NULL);
      g_autoptr(SoupMessage) chosen = send_page (b, "POST", uri, form, NULL);
      g_assert_cmpuint (soup_message_get_status (chosen), ==, 303);
    }
  g_autofree char *uri = g_strconcat (session, "/finish", NULL);
  g_autofree char *form = g_strconcat ("outcome=", b->outcome, NULL);
  g_autoptr(SoupMessage) ended = send_page (b, "POST", uri, form, NULL);
  g_assert_cmpuint (soup_message_get_status (ended), ==, 303);
  g_free (b->callback);
  b->callback = dup_location (ended);
  if (b->follow)
    b->callback_status = get_status (b, b->callback);
}

static gboolean
browse_cb (gpointer data)
{
  browse (data);
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

static gboolean
finish_task (GAsyncResult *result, GError **error)
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

static void
set_redirect_fail (GuildDirectory *directory, const char *redirect, const char *old,
                   GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer callback_data, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, callback_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "not allowed to");
}

/* With a callback and so slow a poll that only the callback can be what ends it. */
static GuildLinkFlow *
flow_new (Browser *b, const char *connection_id)
{
  GuildLinkFlow *flow = guild_link_flow_new (b->directory, b->company_id, connection_id);

  guild_link_flow_set_opener (flow, open_page, finish_task, b);
  guild_link_flow_set_redirect_setter (flow, set_redirect, finish_task, b);
  guild_link_flow_set_patience (flow, 25, 20000);
  return flow;
}

static gboolean
is_over (GuildLinkFlow *flow)
{
  return guild_link_state_is_over (guild_link_flow_get_state (flow));
}

static void
run (GuildLinkFlow *flow, GuildLinkState expected)
{
  guild_link_flow_start (flow);
  guild_test_wait_until (is_over (flow));
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, expected);
  g_assert_null (guild_link_flow_get_link (flow));
  g_assert_nonnull (guild_link_flow_get_message (flow));
}

static void
wait_for_message (GuildLinkFlow *flow, const char *part)
{
  guild_test_wait_until (guild_link_flow_get_message (flow) != NULL &&
                         strstr (guild_link_flow_get_message (flow), part) != NULL);
}

static void
wait_for_state (GuildLinkFlow *flow, GuildLinkState state)
{
  guild_test_wait_until (guild_link_flow_get_state (flow) == state);
}

/* (transfer full): the first connection of the company at the sandbox. */
static char *
dup_connection (Browser *b, const char *member)
{
  g_autofree char *path = g_strconcat ("/companies/", b->company_id, NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (b->sandbox, "GET", path, NULL);
  JsonArray *connections =
    json_object_get_array_member (json_node_get_object (node), "dataConnections");

  g_assert_cmpuint (json_array_get_length (connections), ==, 1);
  return g_strdup (json_object_get_string_member (
    json_array_get_object_element (connections, 0), member));
}

static void
test_linked (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  run (flow, GUILD_LINK_LINKED);
  guild_test_wait_until (b->callback_status == 200);
  g_assert_cmpuint (b->n_opened, ==, 1);
  g_assert_nonnull (strstr (b->link, "link.otp="));
  g_assert_nonnull (strstr (b->link, "&guildNonce="));
  g_autofree char *platform = dup_connection (b, "platformName");
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
  g_autoptr(GuildLinkFlow) first = flow_new (b, NULL);
  g_autoptr(GuildLinkFlow) second = flow_new (b, NULL);

  run (first, GUILD_LINK_LINKED);
  b->platform = "qhyg";
  run (second, GUILD_LINK_FAILED);
  g_assert_cmpstr (guild_link_flow_get_message (second), ==,
                   "A company can have one accounting connection that is active, and this one has "
                   "Xero. Unlink that first, then try again.");
}

/* Nobody sets the redirect: the flow says so and polls. */
static void
test_polling (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  guild_link_flow_set_redirect_setter (flow, NULL, NULL, NULL);
  guild_link_flow_set_patience (flow, 25, 100);
  b->follow = FALSE;
  run (flow, GUILD_LINK_LINKED);
  g_assert_null (strstr (b->link, "guildNonce"));
}

static void
test_setter_fails (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  guild_link_flow_set_redirect_setter (flow, set_redirect_fail, finish_task, b);
  guild_link_flow_set_patience (flow, 25, 100);
  b->mode = BROWSE_NOT;
  guild_link_flow_start (flow);
  wait_for_message (flow, "not allowed to");
  g_assert_nonnull (guild_link_flow_get_link (flow));
  browse (b);
  wait_for_state (flow, GUILD_LINK_LINKED);
}

static void
test_watching (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  guild_link_flow_set_patience (flow, 25, 100);
  guild_link_flow_start_watching (flow);
  wait_for_state (flow, GUILD_LINK_WAITING);
  g_assert_cmpuint (b->n_opened, ==, 0);
  b->link = g_strdup (guild_link_flow_get_link (flow));
  b->follow = FALSE;
  browse (b);
  wait_for_state (flow, GUILD_LINK_LINKED);
}

static void
test_check_now (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  guild_link_flow_start_watching (flow);
  wait_for_state (flow, GUILD_LINK_WAITING);
  guild_link_flow_check (flow);
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_VERIFYING);
  wait_for_state (flow, GUILD_LINK_WAITING);
  b->link = g_strdup (guild_link_flow_get_link (flow));
  b->follow = FALSE;
  browse (b);
  guild_link_flow_check (flow);
  wait_for_state (flow, GUILD_LINK_LINKED);
}

static void
test_cancelled_there (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  b->outcome = "cancel";
  b->platform = NULL;
  run (flow, GUILD_LINK_CANCELLED);
}

static void
test_not_supported (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  b->outcome = "not-supported";
  b->platform = NULL;
  run (flow, GUILD_LINK_NOT_SUPPORTED);
}

static void
test_error (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  b->outcome = "error";
  run (flow, GUILD_LINK_FAILED);
  /* The service's words, as read from the company. */
  g_assert_nonnull (strstr (guild_link_flow_get_message (flow), "The service says"));
}

/* Linked before, so nothing to do: 201. */
static void
test_left_as_it_was (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = flow_new (b, NULL);
  g_autoptr(GuildLinkFlow) second = flow_new (b, NULL);

  run (first, GUILD_LINK_LINKED);
  b->outcome = "leave";
  b->platform = NULL;
  run (second, GUILD_LINK_LINKED);
}

/* Each attempt has an address of its own; the one-time password of the first is spent. */
static void
test_fresh_links (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = flow_new (b, NULL);
  g_autoptr(GuildLinkFlow) second = flow_new (b, NULL);

  b->outcome = "cancel";
  b->platform = NULL;
  run (first, GUILD_LINK_CANCELLED);
  g_autofree char *spent = g_strdup (b->link);
  g_assert_cmpuint (get_status (b, spent), ==, 401);
  run (second, GUILD_LINK_CANCELLED);
  g_assert_cmpstr (spent, !=, b->link);
}

/* "http://127.0.0.1:PORT/linked/NONCE" of the running flow. */
static char *
dup_callback (Browser *b)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (b->sandbox, "GET", "/profile", NULL);
  const char *redirect =
    json_object_get_string_member (json_node_get_object (node), "redirectUrl");
  const char *nonce = strstr (b->link, "guildNonce=") + strlen ("guildNonce=");

  return g_strdup_printf ("%.*s%s", (int) (strchr (redirect, '{') - redirect), redirect, nonce);
}

static void
wait_until_opened (Browser *b, GuildLinkFlow *flow)
{
  b->mode = BROWSE_NOT;
  guild_link_flow_start (flow);
  wait_for_state (flow, GUILD_LINK_OPENED);
}

static void
test_forged (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  guild_link_flow_set_patience (flow, 25, 400);
  wait_until_opened (b, flow);
  g_autofree char *callback = dup_callback (b);
  g_autofree char *wrong = g_strdup_printf ("%.*sAAAA?companyId=%s&statusCode=200",
                                            (int) (strrchr (callback, '/') + 1 - callback),
                                            callback, b->company_id);
  g_autofree char *lie = g_strdup_printf ("%s?companyId=%s&connectionId=made-up&statusCode=200",
                                          callback, b->company_id);

  g_assert_cmpuint (get_status (b, wrong), ==, 404);
  g_assert_cmpint (guild_link_flow_get_state (flow), !=, GUILD_LINK_VERIFYING);
  g_assert_cmpuint (get_status (b, lie), ==, 200);
  wait_for_message (flow, "does not confirm");
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_WAITING);
  g_assert_cmpuint (get_status (b, lie), ==, 410);
  /* The truth still arrives, by asking. */
  b->follow = FALSE;
  browse (b);
  wait_for_state (flow, GUILD_LINK_LINKED);
}

static void
test_about_another (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  wait_until_opened (b, flow);
  g_autofree char *callback = dup_callback (b);
  g_autofree char *other = g_strdup_printf ("%s?companyId=someone-else&statusCode=403", callback);
  g_assert_cmpuint (get_status (b, other), ==, 200);
  wait_for_state (flow, GUILD_LINK_WAITING);
  guild_link_flow_cancel (flow);
}

static void
test_replayed (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = flow_new (b, NULL);
  g_autoptr(GuildLinkFlow) second = flow_new (b, NULL);

  run (first, GUILD_LINK_LINKED);
  guild_test_wait_until (b->callback_status == 200);
  g_autofree char *path = g_strdup (strstr (b->callback, "/linked/"));
  wait_until_opened (b, second);
  g_autofree char *callback = dup_callback (b);
  g_autofree char *replay = g_strdup_printf (
    "%.*s%s", (int) (strstr (callback, "/linked/") - callback), callback, path);
  g_assert_cmpuint (get_status (b, replay), ==, 404);
  g_assert_cmpint (guild_link_flow_get_state (second), ==, GUILD_LINK_OPENED);
}

static void
test_busy_port (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);
  g_autoptr(SoupServer) other = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (soup_server_listen_local (other, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  GSList *uris = soup_server_get_uris (other);
  guint16 port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_autofree char *number = g_strdup_printf ("port %u", port);

  guild_link_flow_set_port (flow, port);
  guild_link_flow_set_patience (flow, 25, 100);
  b->mode = BROWSE_NOT;
  guild_link_flow_start (flow);
  wait_for_message (flow, number);
  b->follow = FALSE;
  browse (b);
  wait_for_state (flow, GUILD_LINK_LINKED);
}

static void
test_never_comes_back (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  guild_link_flow_set_patience (flow, 1, 200);
  b->mode = BROWSE_NEVER;
  run (flow, GUILD_LINK_TIMED_OUT);
}

static void
test_no_browser (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  b->mode = BROWSE_FAIL;
  guild_link_flow_start (flow);
  wait_for_message (flow, "Copy the link");
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_WAITING);
  g_assert_cmpstr (guild_link_flow_get_link (flow), ==, b->link);
  /* The customer opens the copy. */
  browse (b);
  wait_for_state (flow, GUILD_LINK_LINKED);
}

static void
test_relink (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) first = flow_new (b, NULL);

  run (first, GUILD_LINK_LINKED);
  g_autofree char *connection_id = dup_connection (b, "id");
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\"}", b->company_id);
  json_node_unref (guild_test_sandbox_call (b->sandbox, "POST", "/_sandbox/deauthorise", body));
  g_autofree char *status = dup_connection (b, "status");
  g_assert_cmpstr (status, ==, "Deauthorized");

  g_autoptr(GuildLinkFlow) second = flow_new (b, connection_id);
  b->platform = NULL;
  run (second, GUILD_LINK_LINKED);
  g_autofree char *again = dup_connection (b, "status");
  g_assert_cmpstr (again, ==, "Linked");
}

static void
test_offline_while_waiting (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);

  guild_link_flow_set_patience (flow, 25, 100);
  wait_until_opened (b, flow);
  json_node_unref (guild_test_sandbox_call (b->sandbox, "POST", "/_sandbox/faults",
                                            "{\"spec\":\"path=/companies,truncate=1,count=1\"}"));
  wait_for_message (flow, "could not be asked");
  g_assert_cmpint (guild_link_flow_get_state (flow), ==, GUILD_LINK_WAITING);
  browse (b);
  wait_for_state (flow, GUILD_LINK_LINKED);
}

static void
test_no_company (Browser *b, gconstpointer data)
{
  g_autoptr(GuildLinkFlow) flow = guild_link_flow_new (
    b->directory, "00000000-0000-4000-8000-000000000000", NULL);

  run (flow, GUILD_LINK_FAILED);
  g_assert_error (guild_link_flow_get_error (flow), GUILD_SERVICE_ERROR,
                  GUILD_SERVICE_ERROR_NOT_FOUND);
}

/* The operator stops it, in every state it can be in. */
static void
test_cancel (Browser *b, gconstpointer data)
{
  GuildLinkState states[] = { GUILD_LINK_PREPARING, GUILD_LINK_OPENED, GUILD_LINK_WAITING,
                              GUILD_LINK_VERIFYING };

  /* It lets go twice of a request that is given up while its answer is awaited. */
  if (soup_get_major_version () == 3 && soup_get_minor_version () == 6 &&
      soup_get_micro_version () < 6)
    {
      g_test_skip ("this libsoup has a defect that 3.6.6 mends");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      GuildLinkFlow *flow = flow_new (b, NULL);
      guild_link_flow_set_patience (flow, 25, states[i] == GUILD_LINK_WAITING ? 50 : 20000);
      b->mode = BROWSE_NOT;
      guild_link_flow_start (flow);
      if (states[i] == GUILD_LINK_VERIFYING)
        {
          wait_for_state (flow, GUILD_LINK_OPENED);
          guild_link_flow_check (flow);
        }
      wait_for_state (flow, states[i]);
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

  /* It lets go twice of a request that is given up while its answer is awaited. */
  if (soup_get_major_version () == 3 && soup_get_minor_version () == 6 &&
      soup_get_micro_version () < 6)
    {
      g_test_skip ("this libsoup has a defect that 3.6.6 mends");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      GuildLinkFlow *flow = flow_new (b, NULL);
      b->mode = BROWSE_NOT;
      if (states[i] != GUILD_LINK_IDLE)
        guild_link_flow_start (flow);
      if (states[i] == GUILD_LINK_VERIFYING)
        {
          wait_for_state (flow, GUILD_LINK_OPENED);
          guild_link_flow_check (flow);
        }
      wait_for_state (flow, states[i]);
      g_assert_finalize_object (flow);
    }
  g_autoptr(GuildLinkFlow) flow = flow_new (b, NULL);
  b->mode = BROWSE;
  run (flow, GUILD_LINK_LINKED);
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
    { "forged", test_forged },
    { "about-another", test_about_another },
    { "replayed", test_replayed },
    { "busy-port", test_busy_port },
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
