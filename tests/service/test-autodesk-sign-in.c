/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include <libsoup/soup.h>
#include "service/autodesk/guild-autodesk-people.h"
#include "service/autodesk/guild-autodesk-sign-in.h"
#include "service/guild-keyring.h"
#include "service/guild-registry.h"

/* Signing in by browser: the pages of the sandbox, pressed over HTTP, and what becomes of the
 * tokens. The keyring is the one of sandbox workspaces, in memory. */

#define TOKEN "POST /authentication/v2/token"
#define REVOKE "POST /authentication/v2/revoke"

typedef struct
{
  GuildTestSandbox *sandbox;
  GuildWorkspace   *workspace;
  SoupSession      *session;
  char             *redirect; /* with a port that is free */
} Fixture;

static void
set_switch (Fixture *self, const char *body)
{
  json_node_unref (guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches", body));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "30", NULL);
  self->redirect = g_strdup_printf ("http://localhost:%u/back/here/", guild_test_find_port ());
  self->workspace = guild_workspace_new (NULL, "autodesk", "Test", self->sandbox->url);
  self->session = soup_session_new ();
  g_object_set (self->workspace, "client-id", self->sandbox->autodesk_public_client_id,
                "account-id", self->sandbox->autodesk_account_id, "region", self->sandbox->region,
                "sign-in", GUILD_WORKSPACE_BROWSER, "redirect-url", self->redirect,
                "sandbox", TRUE, NULL);
  g_autofree char *uris = g_strdup_printf ("{\"redirect-uris\":\"%s\"}", self->redirect);
  set_switch (self, uris);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  guild_test_sandbox_stop (self->sandbox);
  g_object_unref (self->workspace);
  g_object_unref (self->session);
  g_free (self->redirect);
}

/* ---- a browser ---- */

/* STATUS (out). The body; redirects are not followed. LOCATION (out) (nullable) (transfer full) */
static char *
browse (Fixture *self, const char *method, const char *uri, const char *form, guint *status,
        char **location)
{
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (form != NULL)
    {
      g_autoptr(GBytes) body = g_bytes_new (form, strlen (form));
      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
    }
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL,
                                    guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (self->session, result, &error);
  g_assert_no_error (error);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  *status = soup_message_get_status (message);
  if (location != NULL)
    *location = g_strdup (soup_message_headers_get_one (
      soup_message_get_response_headers (message), "Location"));
  return g_strndup (size > 0 ? text : "", size);
}

/* Presses the buttons of the sign-in pages; (transfer full): where they lead back to. */
static char *
press (Fixture *self, const char *address, const char *person, const char *outcome)
{
  guint status;
  g_autofree char *page = browse (self, "GET", address, NULL, &status, NULL);
  const char *mark = strstr (page, "action=\"");
  char *location = NULL;

  g_assert_cmpuint (status, ==, 200);
  g_assert_nonnull (mark);
  mark += strlen ("action=\"");
  g_autofree char *action = g_strndup (mark, strcspn (mark, "\""));
  g_autofree char *uri = g_strconcat (self->sandbox->url, action, NULL);
  g_autofree char *who = g_strconcat ("person=", person, NULL);
  g_autofree char *pressed = g_strconcat ("outcome=", outcome, NULL);
  g_autofree char *second = browse (self, "POST", uri, who, &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  g_autofree char *third = browse (self, "POST", uri, pressed, &status, &location);
  g_assert_nonnull (location);
  return location;
}

static gboolean
finish_run (GuildAutodeskSignIn *sign_in, GAsyncResult **slot, GError **error)
{
  g_autoptr(GAsyncResult) result = guild_test_await (slot);

  return guild_autodesk_sign_in_run_finish (sign_in, result, error);
}

static void
sign_in_as (Fixture *self, const char *person)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  guint status;
  g_autoptr(GuildAutodeskSignIn) sign_in = guild_autodesk_sign_in_new (self->workspace, &error);

  g_assert_no_error (error);
  guild_autodesk_sign_in_run_async (sign_in, NULL, guild_test_result_cb, &slot);
  g_autofree char *back = press (self, guild_autodesk_sign_in_get_address (sign_in), person,
                                 "allow");
  g_assert_true (g_str_has_prefix (back, self->redirect));
  g_autofree char *page = browse (self, "GET", back, NULL, &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  g_assert_true (finish_run (sign_in, &slot, &error));
  g_assert_no_error (error);
}

/* (transfer full) (nullable) */
static char *
stored (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_keyring_lookup_async (self->workspace, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *secret = guild_keyring_lookup_finish (result, &error);
  g_assert_no_error (error);
  return secret;
}

static GuildService *
make_service (Fixture *self)
{
  g_autofree char *secret = stored (self);
  GuildService *service = guild_registry_create (self->workspace, secret);

  guild_autodesk_set_patience (GUILD_AUTODESK (service), 10, 5);
  return service;
}

/* ---- tests ---- */

static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  sign_in_as (self, "administrator");
  g_autofree char *first = stored (self);
  g_assert_nonnull (first);
  g_autoptr(GuildService) service = make_service (self);
  g_assert_true (guild_autodesk_is_signed_in (GUILD_AUTODESK (service)));
  g_assert_cmpuint (guild_service_get_flags (service) & GUILD_SERVICE_CAN_EDIT, ==, 0);
  g_assert_true (test_service (service, &error));
  g_assert_no_error (error);
  g_autoptr(GuildPage) page = list_page (service, 0, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (page->batch), ==, 10);
  /* The token was renewed for that, and the next one waits in the keyring. */
  g_autofree char *second = stored (self);
  g_assert_nonnull (second);
  g_assert_cmpstr (first, !=, second);

  guild_autodesk_read_user_async (GUILD_AUTODESK (service), NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildUser) user =
    guild_autodesk_read_user_finish (GUILD_AUTODESK (service), result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (user->id, !=, "");
  g_assert_nonnull (strchr (user->email, '@'));
}

static void
test_rights (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sign_in_as (self, "guest");
  g_autoptr(GuildService) service = make_service (self);
  g_assert_false (test_service (service, &error));
  assert_code (error, GUILD_SERVICE_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "not an administrator"));
}

static void
test_strangers (Fixture *self, gconstpointer data)
{
  static const struct { const char *path; guint status; } cases[] = {
    { "back/here?code=x&state=%s", 404 }, /* the slash matters */
    { "back/here/?code=x", 403 },
    { "back/here/?code=x&state=", 403 },
    { "back/here/?code=x&state=A%s", 403 },
    { "elsewhere/?code=x&state=%s", 404 },
  };
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  guint status;
  g_autoptr(GuildAutodeskSignIn) sign_in = guild_autodesk_sign_in_new (self->workspace, &error);

  g_assert_no_error (error);
  const char *address = guild_autodesk_sign_in_get_address (sign_in);
  const char *mark = strstr (address, "&state=") + strlen ("&state=");
  g_autofree char *state = g_strndup (mark, strcspn (mark, "&"));
  g_assert_cmpuint (strlen (state), ==, 43);
  guild_autodesk_sign_in_run_async (sign_in, NULL, guild_test_result_cb, &slot);
  gsize length = strlen (self->redirect) - strlen ("back/here/");
  g_autofree char *root = g_strndup (self->redirect, length);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) parts = g_strsplit (cases[i].path, "%s", 2);
      g_autofree char *path = g_strjoinv (state, parts);
      g_autofree char *uri = g_strconcat (root, path, NULL);
      g_autofree char *page = browse (self, "GET", uri, NULL, &status, NULL);
      g_assert_cmpuint (status, ==, cases[i].status);
      g_assert_null (strstr (page, state));
    }
  g_autofree char *posted_to = g_strconcat (self->redirect, "?code=x&state=", state, NULL);
  g_autofree char *posted = browse (self, "POST", posted_to, "", &status, NULL);
  g_assert_cmpuint (status, ==, 405);

  /* None of that ended the wait. */
  g_autofree char *back = press (self, address, "administrator", "allow");
  g_autofree char *page = browse (self, "GET", back, NULL, &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  g_assert_true (finish_run (sign_in, &slot, &error));
  g_assert_no_error (error);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  guint status;
  g_autoptr(GuildAutodeskSignIn) sign_in = guild_autodesk_sign_in_new (self->workspace, &error);
  g_autofree char *back = press (self, guild_autodesk_sign_in_get_address (sign_in),
                                 "administrator", "refuse");
  g_autofree char *page = browse (self, "GET", back, NULL, &status, NULL);

  g_assert_nonnull (strstr (page, "not signed in"));
  guild_autodesk_sign_in_run_async (sign_in, NULL, guild_test_result_cb, &slot);
  g_assert_false (finish_run (sign_in, &slot, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_null (stored (self));
  g_assert_cmpint (count_requests (self->sandbox, TOKEN), ==, 0);
}

static void
test_busy_and_stopped (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr(GuildAutodeskSignIn) sign_in = guild_autodesk_sign_in_new (self->workspace, &error);

  g_assert_no_error (error);
  g_assert_null (guild_autodesk_sign_in_new (self->workspace, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_clear_error (&error);

  guild_autodesk_sign_in_run_async (sign_in, cancellable, guild_test_result_cb, &slot);
  g_cancellable_cancel (cancellable);
  g_assert_false (finish_run (sign_in, &slot, &error));
  assert_code (error, GUILD_SERVICE_ERROR_CANCELLED);
  g_clear_error (&error);

  /* The port is free again. */
  g_autoptr(GuildAutodeskSignIn) next = guild_autodesk_sign_in_new (self->workspace, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_autodesk_sign_in_get_address (next), !=,
                   guild_autodesk_sign_in_get_address (sign_in));
}

static void
test_redirects (void)
{
  static const struct { const char *text; gboolean fit; } cases[] = {
    { GUILD_AUTODESK_REDIRECT, TRUE },
    { "http://127.0.0.1:8080/", TRUE },
    { "http://[::1]:9000/back", TRUE },
    { "http://localhost:8080", TRUE },
    { "https://localhost:8080/", FALSE },
    { "http://localhost/", FALSE },
    { "http://example.com:8080/", FALSE },
    { "http://localhost.example.com:8080/", FALSE },
    { "http://localhost:8080/?a=b", FALSE },
    { "http://me@localhost:8080/", FALSE },
    { "localhost:8080", FALSE },
    { "", FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (guild_autodesk_check_redirect (cases[i].text) == NULL, ==, cases[i].fit);
    }
}

/* Many requests, one renewal; and the service is asked for another only when the token ends. */
static void
test_one_renewal (Fixture *self, gconstpointer data)
{
  GAsyncResult *slots[6] = { NULL };

  sign_in_as (self, "administrator");
  gint64 before = count_requests (self->sandbox, TOKEN);
  g_autoptr(GuildService) service = make_service (self);
  add_fault (self->sandbox, "path=/authentication,delay=100,count=1");
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    guild_service_list_page_async (service, i, 5, NULL, NULL, guild_test_result_cb, &slots[i]);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GAsyncResult) result = guild_test_await (&slots[i]);
      g_autoptr(GuildPage) page = guild_service_list_page_finish (service, result, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpint (count_requests (self->sandbox, TOKEN), ==, before + 1);

  /* Forgotten by the service: renewed with the token that came last. */
  add_fault (self->sandbox, "path=/construction,status=401,count=1");
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) page = list_page (service, 0, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_requests (self->sandbox, TOKEN), ==, before + 2);
}

/* The answer to a renewal is lost: nothing is sent again, and the words say: sign in again. */
static void
test_lost_renewal (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sign_in_as (self, "administrator");
  gint64 before = count_requests (self->sandbox, TOKEN);
  g_autoptr(GuildService) service = make_service (self);
  add_fault (self->sandbox, "path=/authentication,cut=after-write,count=1");
  g_assert_null (list_page (service, 0, 5, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_nonnull (strstr (error->message, "Sign in again"));
  g_clear_error (&error);
  g_assert_null (list_page (service, 0, 5, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_cmpint (count_requests (self->sandbox, TOKEN), ==, before + 1);
  /* Not after the next start either. */
  g_assert_null (stored (self));
}

/* Nothing reached the service: the same token is good for the next try. */
static void
test_offline_renewal (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sign_in_as (self, "administrator");
  g_autoptr(GuildService) service = make_service (self);
  add_fault (self->sandbox, "path=/authentication,status=429,count=5");
  g_assert_null (list_page (service, 0, 5, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_RATE_LIMITED);
  g_clear_error (&error);
  clear_faults (self->sandbox);
  g_autoptr(GuildPage) page = list_page (service, 0, 5, NULL, &error);
  g_assert_no_error (error);
}

static void
test_used_elsewhere (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sign_in_as (self, "administrator");
  g_autoptr(GuildService) first = make_service (self);
  g_autoptr(GuildService) second = make_service (self); /* the same token, once too often */
  g_autoptr(GuildPage) page = list_page (first, 0, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (list_page (second, 0, 5, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_nonnull (strstr (error->message, "Sign in again"));
  /* What the first has put into the keyring is still there, and good. */
  g_autoptr(GuildService) third = make_service (self);
  g_autoptr(GuildPage) again = list_page (third, 0, 5, NULL, NULL);
  g_assert_nonnull (again);
}

static gboolean
sign_out (Fixture *self, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_autodesk_sign_out_async (self->workspace, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_autodesk_sign_out_finish (self->workspace, result, error);
}

static void
test_sign_out (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sign_in_as (self, "administrator");
  g_autoptr(GuildService) service = make_service (self);
  g_assert_true (sign_out (self, &error));
  g_assert_no_error (error);
  g_assert_null (stored (self));
  g_assert_cmpint (count_requests (self->sandbox, REVOKE), ==, 1);
  /* What was revoked renews nothing. */
  g_assert_null (list_page (service, 0, 5, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  /* Nobody is signed in: nothing to say to the service. */
  g_assert_true (sign_out (self, &error));
  g_assert_cmpint (count_requests (self->sandbox, REVOKE), ==, 1);

  sign_in_as (self, "administrator");
  add_fault (self->sandbox, "path=/authentication/v2/revoke,status=400");
  g_assert_false (sign_out (self, &error));
  g_assert_nonnull (strstr (error->message, "15 days"));
  g_assert_null (stored (self));
}

/* What is renewed at that moment is not left behind. */
static void
test_sign_out_while_renewing (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *listed = NULL, *slot = NULL;

  sign_in_as (self, "administrator");
  GuildService *service = make_service (self);
  add_fault (self->sandbox, "path=/authentication/v2/token,delay=200");
  guild_service_list_page_async (service, 0, 5, NULL, NULL, guild_test_result_cb, &listed);
  g_object_unref (service);
  guild_autodesk_sign_out_async (self->workspace, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_autodesk_sign_out_finish (self->workspace, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_requests (self->sandbox, TOKEN), ==, 2);
  g_assert_cmpint (count_requests (self->sandbox, REVOKE), ==, 1);
  g_assert_null (stored (self));
  g_autoptr(GAsyncResult) page = guild_test_await (&listed);
  g_assert_null (stored (self));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/service/autodesk-sign-in/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("whole", test_whole);
  ADD ("rights", test_rights);
  ADD ("strangers", test_strangers);
  ADD ("refused", test_refused);
  ADD ("busy-and-stopped", test_busy_and_stopped);
  ADD ("one-renewal", test_one_renewal);
  ADD ("lost-renewal", test_lost_renewal);
  ADD ("offline-renewal", test_offline_renewal);
  ADD ("used-elsewhere", test_used_elsewhere);
  ADD ("sign-out", test_sign_out);
  ADD ("sign-out-while-renewing", test_sign_out_while_renewing);
#undef ADD
  g_test_add_func ("/service/autodesk-sign-in/redirects", test_redirects);
  return g_test_run ();
}
