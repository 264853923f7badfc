/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-oauth.h"
#include "sandbox/guild-sandbox-page.h"

#include <string.h>

/* The pages on which a person signs in and lets the application in, acc.md §8.2. The buttons have
 * stable ids: "sign-in-administrator" and so on, "allow", "refuse". */

#define SITE "Guildhall Sandbox Sign-in"
#define AUTHORIZE_PER_MINUTE 100
#define SCOPE_MAX 3000
/* The one of the reference's tutorial, and the same by number. */
#define REDIRECTS \
  "http://localhost:8080/oauth/callback/ http://127.0.0.1:8080/oauth/callback/"

/* What the application asked for, while the person reads. */
typedef struct
{
  char *id;        /* (owned), like the rest */
  char *client;
  char *redirect;
  char *scope;
  char *state;     /* (nullable) */
  char *challenge; /* (nullable) */
  char *nonce;     /* (nullable) */
  char *mode;
  int   person;    /* -1: has not signed in */
} Visit;

static void
visit_free (Visit *visit)
{
  g_free (visit->id);
  g_free (visit->client);
  g_free (visit->redirect);
  g_free (visit->scope);
  g_free (visit->state);
  g_free (visit->challenge);
  g_free (visit->nonce);
  g_free (visit->mode);
  g_free (visit);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

static void
answer_message (GuildSandboxExchange *exchange, guint status, const char *title, const char *text)
{
  GString *out = guild_sandbox_page_begin (SITE, title, "");

  g_string_append (out, "<p>");
  guild_sandbox_page_text (out, text);
  g_string_append (out, "</p>");
  guild_sandbox_page_finish (exchange, status, out);
}

static void
answer_redirect (GuildSandboxExchange *exchange, const char *address)
{
  soup_message_headers_replace (exchange->answer_headers, "Location", address);
  soup_message_headers_replace (exchange->answer_headers, "Cache-Control", "no-store");
  guild_sandbox_answer_empty (exchange, 302);
}

static void
append_hidden (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
  guild_sandbox_page_text (out, value);
  g_string_append (out, "\">");
}

/* Back to the application with NAME=VALUE (and MORE, when not NULL) and the state, in the way that
 * it asked for. */
static void
leave (GuildSandboxExchange *exchange, Visit *visit, const char *name, const char *value,
       const char *description)
{
  const char *pairs[] = { name, value, "error_description", description, "state", visit->state };
  g_autoptr(GString) address = g_string_new (visit->redirect);
  gboolean first = TRUE;

  if (g_str_equal (visit->mode, "form_post"))
    {
      GString *out = guild_sandbox_page_begin (SITE, "Back to the application", "");

      g_string_append (out, "<form method=\"post\" class=\"stack\" action=\"");
      guild_sandbox_page_text (out, visit->redirect);
      g_string_append (out, "\">");
      for (guint i = 0; i < G_N_ELEMENTS (pairs); i += 2)
        if (pairs[i + 1] != NULL)
          append_hidden (out, pairs[i], pairs[i + 1]);
      g_string_append (out, "<button type=\"submit\" id=\"continue\" class=\"main mid\">Continue"
                       "</button></form>");
      guild_sandbox_page_finish (exchange, 200, out);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i += 2)
    {
      if (pairs[i + 1] == NULL)
        continue;
      if (!first)
        g_string_append_c (address, '&');
      else if (g_str_equal (visit->mode, "fragment"))
        g_string_append_c (address, '#');
      else
        g_string_append_c (address, strchr (visit->redirect, '?') != NULL ? '&' : '?');
      g_string_append_printf (address, "%s=", pairs[i]);
      g_string_append_uri_escaped (address, pairs[i + 1], NULL, FALSE);
      first = FALSE;
    }
  answer_redirect (exchange, address->str);
}

static gboolean
refuse (GuildSandboxExchange *exchange, Visit *visit, const char *error, const char *description)
{
  leave (exchange, visit, "error", error, description);
  return FALSE;
}

/* What must be right before the browser may be sent anywhere. */
static gboolean
check_address (GuildSandbox *self, GuildSandboxExchange *exchange, Visit *visit)
{
  const char *list = guild_sandbox_switch (self, "redirect-uris", REDIRECTS);
  g_auto(GStrv) known = g_strsplit (list, " ", -1);

  if (g_strcmp0 (visit->client, self->client_id) != 0 &&
      g_strcmp0 (visit->client, self->public_client_id) != 0)
    answer_message (exchange, 400, "This application is not known",
                    "The client_id of the address belongs to no application.");
  else if (visit->redirect == NULL ||
           !g_strv_contains ((const char * const *) known, visit->redirect))
    answer_message (exchange, 400, "The way back is not allowed",
                    "The redirect_uri of the address is not one that was registered for this "
                    "application, to the letter.");
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_request (GuildSandbox *self, GuildSandboxExchange *exchange, Visit *visit)
{
  static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,._-";
  const char *method = guild_sandbox_query (exchange, "code_challenge_method");
  const char *prompt = guild_sandbox_query (exchange, "prompt");

  if (!g_str_equal (visit->mode, "query") && !g_str_equal (visit->mode, "fragment") &&
      !g_str_equal (visit->mode, "form_post"))
    {
      g_free (visit->mode);
      visit->mode = g_strdup ("query");
      return refuse (exchange, visit, "invalid_request", "The response_mode is not known.");
    }
  if (g_strcmp0 (guild_sandbox_query (exchange, "response_type"), "code") != 0)
    return refuse (exchange, visit, "unsupported_response_type", "Only code is answered.");
  if (visit->state != NULL && strspn (visit->state, letters) != strlen (visit->state))
    return refuse (exchange, visit, "invalid_request", "The state has characters it may not have.");
  if (visit->scope == NULL || strlen (visit->scope) > SCOPE_MAX ||
      !guild_sandbox_oauth_scopes_are_known (visit->scope))
    return refuse (exchange, visit, "invalid_scope", "A scope is missing, unknown or malformed.");
  if ((visit->challenge != NULL || method != NULL) && g_strcmp0 (method, "S256") != 0)
    return refuse (exchange, visit, "invalid_request", "The code_challenge_method must be S256.");
  if (visit->challenge == NULL && g_str_equal (visit->client, self->public_client_id))
    return refuse (exchange, visit, "invalid_request", "The code_challenge is missing.");
  if (visit->nonce == NULL && guild_sandbox_oauth_scopes_are_in ("openid", visit->scope))
    return refuse (exchange, visit, "invalid_request", "The scope openid needs a nonce.");
  if (prompt != NULL && !g_str_equal (prompt, "login") && !g_str_equal (prompt, "create"))
    return refuse (exchange, visit, "invalid_request", "The prompt is not known.");
  return TRUE;
}

static void
append_form (GString *out, Visit *visit)
{
  g_string_append_printf (out, "<form method=\"post\" class=\"stack\" "
                          "action=\"/authentication/v2/authorize/%s\">", visit->id);
}

static void
show_people (GuildSandboxExchange *exchange, Visit *visit)
{
  GString *out = guild_sandbox_page_begin (SITE, "Sign in", "");

  g_string_append (out, "<p>An application wants to act in your name. Who are you?</p>");
  append_form (out, visit);
  for (guint i = 0; i < GUILD_SANDBOX_N_PEOPLE; i++)
    {
      const GuildSandboxPerson *person = &guild_sandbox_people[i];
      g_autofree char *id = g_strconcat ("sign-in-", person->key, NULL);
      g_autofree char *label = g_strdup_printf ("%s %s — %s", person->given_name,
                                                person->family_name, person->description);

      guild_sandbox_page_button (out, id, "", "person", person->key, label);
    }
  guild_sandbox_page_button (out, "refuse", "plain", "outcome", "refuse", "Cancel");
  g_string_append (out, "</form>");
  guild_sandbox_page_finish (exchange, 200, out);
}

static void
show_question (GuildSandboxExchange *exchange, Visit *visit)
{
  const GuildSandboxPerson *person = &guild_sandbox_people[visit->person];
  g_auto(GStrv) scopes = g_strsplit (visit->scope, " ", -1);
  GString *out = guild_sandbox_page_begin (SITE, "Let this application in?", "");

  g_string_append (out, "<p>Signed in as <b id=\"person\">");
  guild_sandbox_page_text (out, person->email);
  g_string_append (out, "</b>. The application asks for:</p><ul id=\"scopes\">");
  for (guint i = 0; scopes[i] != NULL; i++)
    {
      g_string_append (out, "<li>");
      guild_sandbox_page_text (out, scopes[i]);
      g_string_append (out, "</li>");
    }
  g_string_append (out, "</ul>");
  append_form (out, visit);
  guild_sandbox_page_button (out, "allow", "main mid", "outcome", "allow", "Allow");
  guild_sandbox_page_button (out, "refuse", "mid", "outcome", "refuse", "Refuse");
  g_string_append (out, "</form>");
  guild_sandbox_page_finish (exchange, 200, out);
}

static void
begin_visit (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(Visit) visit = g_new0 (Visit, 1);
  const char *mode = guild_sandbox_query (exchange, "response_mode");

  visit->id = guild_sandbox_oauth_random (32);
  visit->client = g_strdup (guild_sandbox_query (exchange, "client_id"));
  visit->redirect = g_strdup (guild_sandbox_query (exchange, "redirect_uri"));
  visit->scope = g_strdup (guild_sandbox_query (exchange, "scope"));
  visit->state = g_strdup (guild_sandbox_query (exchange, "state"));
  visit->challenge = g_strdup (guild_sandbox_query (exchange, "code_challenge"));
  visit->nonce = g_strdup (guild_sandbox_query (exchange, "nonce"));
  visit->mode = g_strdup (mode != NULL ? mode : "query");
  visit->person = -1;
  if (!check_address (self, exchange, visit) ||
      !guild_sandbox_autodesk_count (self, exchange, visit->client, "authorize",
                                     AUTHORIZE_PER_MINUTE) ||
      !check_request (self, exchange, visit))
    return;
  guild_sandbox_sql_run (self, "INSERT INTO temp.autodesk_visit (id, client, redirect, scope,"
                         " state, challenge, nonce, mode, person)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, -1)", "ssssssss", visit->id,
                         visit->client, visit->redirect, visit->scope,
                         visit->state, visit->challenge, visit->nonce, visit->mode);
  show_people (exchange, visit);
}

static char *
dup_column (sqlite3_stmt *row, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (row, column));
}

static Visit *
find_visit (GuildSandbox *self, const char *id)
{
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT client, redirect, scope, state, challenge, nonce, mode, person "
    "FROM temp.autodesk_visit WHERE id = ?", "s", id);

  if (sqlite3_step (row) != SQLITE_ROW)
    return NULL;
  Visit *visit = g_new0 (Visit, 1);
  visit->id = g_strdup (id);
  visit->client = dup_column (row, 0);
  visit->redirect = dup_column (row, 1);
  visit->scope = dup_column (row, 2);
  visit->state = dup_column (row, 3);
  visit->challenge = dup_column (row, 4);
  visit->nonce = dup_column (row, 5);
  visit->mode = dup_column (row, 6);
  visit->person = sqlite3_column_int (row, 7);
  return visit;
}

static void
allow (GuildSandbox *self, GuildSandboxExchange *exchange, Visit *visit)
{
  g_autofree char *code = guild_sandbox_oauth_random (40);

  guild_sandbox_sql_run (self, "INSERT INTO autodesk_code (code, client, person, scope, redirect,"
                         " challenge, nonce, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "ssissssi",
                         code, visit->client, (gint64) visit->person, visit->scope, visit->redirect,
                         visit->challenge, visit->nonce,
                         guild_sandbox_now (self) / G_USEC_PER_SEC + GUILD_SANDBOX_CODE_SECONDS);
  leave (exchange, visit, "code", code, NULL);
}

static void
continue_visit (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id)
{
  g_autoptr(Visit) visit = find_visit (self, id);
  g_autoptr(GHashTable) form = guild_sandbox_oauth_form (exchange);

  if (form == NULL)
    return;
  const char *person = g_hash_table_lookup (form, "person");
  const char *outcome = g_hash_table_lookup (form, "outcome");
  for (guint i = 0; visit != NULL && person != NULL && i < GUILD_SANDBOX_N_PEOPLE; i++)
    if (g_str_equal (guild_sandbox_people[i].key, person))
      visit->person = (int) i;
  if (visit == NULL)
    answer_message (exchange, 400, "This page can no longer be used",
                    "Go back to the application and sign in from there.");
  else if (person != NULL && visit->person >= 0)
    {
      guild_sandbox_sql_run (self, "UPDATE temp.autodesk_visit SET person = ? WHERE id = ?", "is",
                             (gint64) visit->person, id);
      show_question (exchange, visit);
    }
  else if (outcome == NULL || (g_str_equal (outcome, "allow") && visit->person < 0))
    show_people (exchange, visit);
  else
    {
      guild_sandbox_sql_run (self, "DELETE FROM temp.autodesk_visit WHERE id = ?", "s", id);
      if (g_str_equal (outcome, "allow"))
        allow (self, exchange, visit);
      else
        leave (exchange, visit, "error", "access_denied", "The person refused.");
    }
}

/**
 * guild_sandbox_autodesk_sign_in:
 *
 * `GET /authentication/v2/authorize`, and the forms of its pages below that.
 */
void
guild_sandbox_autodesk_sign_in (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *id = exchange->segments[3];

  if (id != NULL)
    continue_visit (self, exchange, id);
  else if (g_str_equal (exchange->method, "GET"))
    begin_visit (self, exchange);
  else
    answer_message (exchange, 405, "This page cannot be used so",
                    "Go back to the application and sign in from there.");
}

/**
 * guild_sandbox_autodesk_sign_out:
 *
 * `GET /authentication/v2/logout`: nobody stays signed in here, so it only leads on.
 */
void
guild_sandbox_autodesk_sign_out (GuildSandboxExchange *exchange)
{
  const char *address = guild_sandbox_query (exchange, "post_logout_redirect_uri");

  if (address != NULL && g_uri_is_valid (address, G_URI_FLAGS_NONE, NULL) &&
      (g_str_has_prefix (address, "http://") || g_str_has_prefix (address, "https://")))
    answer_redirect (exchange, address);
  else
    answer_message (exchange, 200, "You are signed out", "You may close this page.");
}
