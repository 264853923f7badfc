/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "autodesk-http.h"

#include <string.h>

#define REDIRECT "http://127.0.0.1:8080/oauth/callback/"
#define REDIRECT_ESCAPED "http%3A%2F%2F127.0.0.1%3A8080%2Foauth%2Fcallback%2F"
/* A verifier and its challenge, as RFC 7636 has them in its appendix B. */
#define VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define OTHER_VERIFIER "xBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define SCOPES "account%3Aread%20data%3Aread%20user-profile%3Aread"

/* A good address of the sign-in page: %I is the desktop application's id, %S the other one's. */
#define ADDRESS \
  "/authentication/v2/authorize?response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED \
  "&scope=" SCOPES "&state=a.b-c_1&code_challenge=" CHALLENGE "&code_challenge_method=S256"

/* (transfer full) */
static char *
fill (const char *pattern, const char *value)
{
  g_autoptr(GString) text = g_string_new (pattern);

  g_string_replace (text, "%I", sandbox->autodesk_public_client_id, 0);
  g_string_replace (text, "%S", sandbox->autodesk_client_id, 0);
  g_string_replace (text, "%P", sandbox->autodesk_client_secret, 0);
  g_string_replace (text, "%V", value != NULL ? value : "", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The address to which the form of PAGE goes; (transfer full). */
static char *
form_action (const char *page)
{
  const char *begin = strstr (page, "action=\"");

  g_assert_nonnull (begin);
  begin += strlen ("action=\"");
  return g_strndup (begin, strcspn (begin, "\""));
}

/* Signs in as PERSON and presses the button OUTCOME; the answer to that. */
static Answer *
walk (const char *address, const char *person, const char *outcome)
{
  g_autofree char *path = fill (address, NULL);
  g_autoptr(Answer) first = ask ("GET", path, NULL, NULL);
  g_autofree char *button = g_strdup_printf ("id=\"sign-in-%s\"", person);
  g_autofree char *choice = g_strconcat ("person=", person, NULL);
  g_autofree char *pressed = g_strconcat ("outcome=", outcome, NULL);

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (first->type, ==, "text/html");
  g_assert_nonnull (strstr (first->text, button));
  g_autofree char *action = form_action (first->text);
  g_autoptr(Answer) second = ask ("POST", action, NULL, choice);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_nonnull (strstr (second->text, "id=\"allow\""));
  g_assert_nonnull (strstr (second->text, "id=\"refuse\""));
  g_assert_nonnull (strstr (second->text, "account:read"));
  return ask ("POST", action, NULL, pressed);
}

/* The parameter NAME of an address; (transfer full) (nullable). */
static char *
parameter (const char *address, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, &error);
  g_assert_no_error (error);
  const char *query = g_uri_get_query (uri) != NULL ? g_uri_get_query (uri)
                                                    : g_uri_get_fragment (uri);
  g_autoptr(GHashTable) pairs =
    g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, &error);
  g_assert_no_error (error);
  return g_strdup (g_hash_table_lookup (pairs, name));
}

/* (transfer full) */
static char *
get_code (const char *person)
{
  g_autoptr(Answer) answer = walk (ADDRESS, person, "allow");
  g_autofree char *state = parameter (answer->location, "state");

  g_assert_cmpuint (answer->status, ==, 302);
  g_assert_true (g_str_has_prefix (answer->location, REDIRECT "?code="));
  g_assert_cmpstr (state, ==, "a.b-c_1");
  return parameter (answer->location, "code");
}

static Answer *
post_token (const char *pattern, const char *value)
{
  g_autofree char *form = fill (pattern, value);

  return ask ("POST", "/authentication/v2/token", NULL, form);
}

#define CODE_FORM \
  "grant_type=authorization_code&client_id=%I&code=%V&redirect_uri=" REDIRECT_ESCAPED \
  "&code_verifier=" VERIFIER
#define REFRESH_FORM "grant_type=refresh_token&client_id=%I&refresh_token=%V"

static Answer *
sign_in (const char *person)
{
  g_autofree char *code = get_code (person);
  Answer *answer = post_token (CODE_FORM, code);

  g_assert_cmpuint (answer->status, ==, 200);
  return answer;
}

static void
test_sign_in (void)
{
  g_autofree char *code = get_code ("administrator");
  g_autoptr(Answer) answer = post_token (CODE_FORM, code);
  JsonObject *tokens = object_of (answer);

  g_assert_cmpuint (strlen (code), ==, 40);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (text_of (tokens, "token_type"), ==, "Bearer");
  g_assert_cmpint (json_object_get_int_member (tokens, "expires_in"), ==, 3599);
  g_assert_nonnull (text_of (tokens, "refresh_token"));
  g_assert_false (json_object_has_member (tokens, "id_token"));

  /* A code works once. */
  g_autoptr(Answer) again = post_token (CODE_FORM, code);
  g_assert_cmpuint (again->status, ==, 400);
  g_assert_cmpstr (text_of (object_of (again), "error"), ==, "invalid_grant");
}

static void
test_code_refused (void)
{
  static const struct { const char *form; guint status; const char *error; } cases[] = {
    { "grant_type=authorization_code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED
      "&code_verifier=" VERIFIER, 400, "invalid_request" },
    { "grant_type=authorization_code&client_id=%I&code=%V&code_verifier=" VERIFIER, 400,
      "invalid_request" },
    { "grant_type=authorization_code&client_id=%I&code=%V&redirect_uri=" REDIRECT_ESCAPED, 400,
      "invalid_request" },
    { "grant_type=authorization_code&client_id=%I&code=%V&redirect_uri=" REDIRECT_ESCAPED
      "&code_verifier=" OTHER_VERIFIER, 400, "invalid_grant" },
    { "grant_type=authorization_code&client_id=%I&code=%V&redirect_uri=" REDIRECT_ESCAPED
      "&code_verifier=short", 400, "invalid_grant" },
    { "grant_type=authorization_code&client_id=%I&code=%V&redirect_uri="
      "http%3A%2F%2F127.0.0.1%3A8080%2Foauth%2Fcallback&code_verifier=" VERIFIER, 400,
      "invalid_grant" },
    { "grant_type=authorization_code&client_id=%S&client_secret=%P&code=%V&redirect_uri="
      REDIRECT_ESCAPED "&code_verifier=" VERIFIER, 400, "invalid_grant" },
    { "grant_type=authorization_code&client_id=%I&code=nonsense&redirect_uri=" REDIRECT_ESCAPED
      "&code_verifier=" VERIFIER, 400, "invalid_grant" },
    { "grant_type=authorization_code&client_id=%S&code=%V&redirect_uri=" REDIRECT_ESCAPED
      "&code_verifier=" VERIFIER, 401, "invalid_client" },
    { "grant_type=client_credentials&client_id=%I&scope=account%3Aread", 401, "invalid_client" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *code = get_code ("administrator");
      g_autoptr(Answer) answer = post_token (cases[i].form, code);

      g_test_message ("%s", cases[i].form);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (text_of (object_of (answer), "error"), ==, cases[i].error);
    }
}

/* With a secret, PKCE may be used and need not be. */
static void
test_confidential (void)
{
  g_autoptr(Answer) answer = walk (
    "/authentication/v2/authorize?response_type=code&client_id=%S&redirect_uri=" REDIRECT_ESCAPED
    "&scope=" SCOPES, "administrator", "allow");
  g_autofree char *code = parameter (answer->location, "code");
  g_autofree char *state = parameter (answer->location, "state");
  g_autofree char *pair = fill ("%S:%P", NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *basic = g_strconcat ("Basic ", encoded, NULL);
  const char * const headers[] = { "Authorization", basic, NULL };
  g_autofree char *form = fill ("grant_type=authorization_code&code=%V&redirect_uri="
                                REDIRECT_ESCAPED, code);
  g_autofree char *both = fill ("grant_type=refresh_token&client_id=%S&refresh_token=x", NULL);

  g_assert_null (state);
  g_autoptr(Answer) tokens = ask ("POST", "/authentication/v2/token", headers, form);
  g_assert_cmpuint (tokens->status, ==, 200);
  g_autoptr(Answer) refused = ask ("POST", "/authentication/v2/token", headers, both);
  g_assert_cmpuint (refused->status, ==, 400);
  g_assert_cmpstr (text_of (object_of (refused), "error"), ==, "invalid_request");

  g_autofree char *refresh = fill (
    "grant_type=refresh_token&client_id=%S&client_secret=%P&refresh_token=%V",
    text_of (object_of (tokens), "refresh_token"));
  g_autoptr(Answer) refreshed = ask ("POST", "/authentication/v2/token", NULL, refresh);
  g_assert_cmpuint (refreshed->status, ==, 200);
}

static void
test_times (void)
{
  g_autofree char *late = get_code ("administrator");
  g_autofree char *in_time = NULL;

  advance ("301");
  g_autoptr(Answer) expired = post_token (CODE_FORM, late);
  g_assert_cmpuint (expired->status, ==, 400);
  in_time = get_code ("administrator");
  advance ("290");
  g_autoptr(Answer) tokens = post_token (CODE_FORM, in_time);
  g_assert_cmpuint (tokens->status, ==, 200);
  advance ("1295000"); /* a thousand seconds less than 15 days */
  g_autoptr(Answer) refreshed =
    post_token (REFRESH_FORM, text_of (object_of (tokens), "refresh_token"));
  g_assert_cmpuint (refreshed->status, ==, 200);
  advance ("1297000");
  g_autoptr(Answer) stale =
    post_token (REFRESH_FORM, text_of (object_of (refreshed), "refresh_token"));
  g_assert_cmpuint (stale->status, ==, 400);
  g_assert_cmpstr (text_of (object_of (stale), "error"), ==, "invalid_grant");
}

static void
test_refresh (void)
{
  g_autoptr(Answer) first = sign_in ("administrator");
  const char *old = text_of (object_of (first), "refresh_token");
  g_autoptr(Answer) wider = post_token (REFRESH_FORM "&scope=account%3Awrite", old);
  g_autoptr(Answer) unknown = post_token (REFRESH_FORM "&scope=account%3Adelete", old);
  g_autoptr(Answer) missing = post_token ("grant_type=refresh_token&client_id=%I", NULL);
  g_autoptr(Answer) stranger =
    post_token ("grant_type=refresh_token&client_id=%S&client_secret=%P&refresh_token=%V", old);

  g_assert_cmpstr (text_of (object_of (wider), "error"), ==, "invalid_scope");
  g_assert_cmpstr (text_of (object_of (unknown), "error"), ==, "invalid_scope");
  g_assert_cmpstr (text_of (object_of (missing), "error"), ==, "invalid_request");
  g_assert_cmpstr (text_of (object_of (stranger), "error"), ==, "invalid_grant");

  g_autoptr(Answer) second = post_token (REFRESH_FORM "&scope=data%3Aread", old);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (text_of (object_of (second), "refresh_token"), !=, old);
  g_assert_false (json_object_has_member (object_of (second), "id_token"));
  g_autofree char *narrow =
    g_strconcat ("Bearer ", text_of (object_of (second), "access_token"), NULL);
  const char * const headers[] = { "Authorization", narrow, "Region", sandbox->region, NULL };
  g_autofree char *path = companies_path ("limit=1");
  g_autoptr(Answer) hubs = ask ("GET", "/project/v1/hubs", headers, NULL);
  g_autoptr(Answer) companies = ask ("GET", path, headers, NULL);
  g_assert_cmpuint (hubs->status, ==, 200);
  g_assert_cmpuint (companies->status, ==, 403);

  g_autoptr(Answer) twice = post_token (REFRESH_FORM, old);
  g_assert_cmpuint (twice->status, ==, 400);
  g_assert_cmpstr (text_of (object_of (twice), "error"), ==, "invalid_grant");
}

static void
test_people (void)
{
  static const struct { const char *person; guint companies, hubs; const char *projects; }
  cases[] = {
    { "administrator", 200, 3, "\"totalResults\":40" },
    { "member", 200, 2, "\"totalResults\":13" },
    { "guest", 403, 2, "\"totalResults\":13" },
  };
  g_autofree char *list = g_strdup_printf ("/construction/admin/v1/accounts/%s/projects?limit=1",
                                           sandbox->autodesk_account_id);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) tokens = sign_in (cases[i].person);
      g_autofree char *bearer =
        g_strconcat ("Bearer ", text_of (object_of (tokens), "access_token"), NULL);
      const char * const headers[] = { "Authorization", bearer, NULL };
      g_autofree char *path = companies_path ("limit=1");
      g_autoptr(Answer) hubs = ask ("GET", "/project/v1/hubs", headers, NULL);
      g_autoptr(Answer) companies = ask ("GET", path, headers, NULL);
      g_autoptr(Answer) info = ask ("GET", "/userinfo", headers, NULL);
      JsonArray *data = json_object_get_array_member (object_of (hubs), "data");

      g_test_message ("%s", cases[i].person);
      g_assert_cmpuint (json_array_get_length (data), ==, cases[i].hubs);
      g_assert_cmpuint (companies->status, ==, cases[i].companies);
      if (companies->status == 403)
        g_assert_cmpstr (text_of (object_of (companies), "title"), ==, "Forbidden");
      g_autoptr(Answer) projects = ask ("GET", list, headers, NULL);
      g_assert_nonnull (strstr (projects->text, cases[i].projects));
      g_assert_cmpuint (info->status, ==, 200);
      g_assert_cmpuint (strlen (text_of (object_of (info), "sub")), ==, 12);
      g_assert_nonnull (text_of (object_of (info), "name"));
      g_assert_nonnull (strchr (text_of (object_of (info), "email"), '@'));
    }

  /* The old family is the application's, unless a switch says otherwise. */
  g_autoptr(Answer) tokens = sign_in ("administrator");
  g_autofree char *bearer =
    g_strconcat ("Bearer ", text_of (object_of (tokens), "access_token"), NULL);
  g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/companies",
                                           sandbox->autodesk_account_id);
  const char * const signed_in[] = { "Authorization", bearer, "Region", sandbox->region, NULL };
  g_autoptr(Answer) refused = ask ("GET", path, signed_in, NULL);
  set_switches ("{\"hq-three-legged\":\"on\"}");
  g_autoptr(Answer) allowed = ask ("GET", path, signed_in, NULL);
  set_switches ("{\"hq-three-legged\":null}");
  g_assert_cmpuint (refused->status, ==, 403);
  g_assert_cmpstr (text_of (object_of (refused), "errorCode"), ==, "AUTH-010");
  g_assert_cmpuint (allowed->status, ==, 200);

  /* The application itself is nobody. */
  g_autofree char *two_legged = get_token ("user-profile:read");
  const char * const headers[] = { "Authorization", two_legged, NULL };
  g_autoptr(Answer) info = ask ("GET", "/userinfo", headers, NULL);
  g_assert_cmpuint (info->status, ==, 403);
  g_assert_cmpstr (text_of (object_of (info), "errorCode"), ==, "AUTH-010");
}

static void
test_refusal (void)
{
  g_autoptr(Answer) answer = walk (ADDRESS, "member", "refuse");
  g_autofree char *error = parameter (answer->location, "error");
  g_autofree char *state = parameter (answer->location, "state");
  g_autofree char *code = parameter (answer->location, "code");

  g_assert_cmpuint (answer->status, ==, 302);
  g_assert_cmpstr (error, ==, "access_denied");
  g_assert_cmpstr (state, ==, "a.b-c_1");
  g_assert_null (code);
}

static void
test_requests (void)
{
  /* ERROR NULL: a page, and the browser is not sent anywhere. */
  static const struct { const char *query, *error; } cases[] = {
    { "response_type=code&client_id=nobody&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES, NULL },
    { "response_type=code&client_id=%I&scope=" SCOPES, NULL },
    { "response_type=code&client_id=%I&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Foauth%2F"
      "callback&scope=" SCOPES, NULL },
    { "response_type=code&client_id=%I&redirect_uri=http%3A%2F%2F127.0.0.1%3A8081%2Foauth%2F"
      "callback%2F&scope=" SCOPES, NULL },
    { "response_type=token&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES,
      "unsupported_response_type" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED, "invalid_scope" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED
      "&scope=account%3Aeverything",
      "invalid_scope" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES,
      "invalid_request" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES
      "&code_challenge=" CHALLENGE, "invalid_request" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES
      "&code_challenge=" VERIFIER "&code_challenge_method=plain", "invalid_request" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES
      "&code_challenge=" CHALLENGE "&code_challenge_method=S256&state=a%20b", "invalid_request" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=openid"
      "&code_challenge=" CHALLENGE "&code_challenge_method=S256", "invalid_request" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES
      "&code_challenge=" CHALLENGE "&code_challenge_method=S256&prompt=none", "invalid_request" },
    { "response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED "&scope=" SCOPES
      "&code_challenge=" CHALLENGE "&code_challenge_method=S256&response_mode=web_message",
      "invalid_request" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *query = fill (cases[i].query, NULL);
      g_autofree char *path = g_strconcat ("/authentication/v2/authorize?", query, NULL);
      g_autoptr(Answer) answer = ask ("GET", path, NULL, NULL);

      g_test_message ("%s", cases[i].query);
      if (cases[i].error == NULL)
        {
          g_assert_cmpuint (answer->status, ==, 400);
          g_assert_null (answer->location);
          continue;
        }
      g_autofree char *error = parameter (answer->location, "error");
      g_assert_cmpuint (answer->status, ==, 302);
      g_assert_true (g_str_has_prefix (answer->location, REDIRECT "?"));
      g_assert_cmpstr (error, ==, cases[i].error);
    }

  /* Other addresses can be registered. */
  g_autofree char *path = fill ("/authentication/v2/authorize?response_type=code&client_id=%S"
                                "&redirect_uri=http%3A%2F%2Flocalhost%3A4711%2F&scope=" SCOPES,
                                NULL);
  g_autoptr(Answer) before = ask ("GET", path, NULL, NULL);
  set_switches ("{\"redirect-uris\":\"http://localhost:4711/ http://localhost:4712/\"}");
  g_autoptr(Answer) after = ask ("GET", path, NULL, NULL);
  set_switches ("{\"redirect-uris\":null}");
  g_assert_cmpuint (before->status, ==, 400);
  g_assert_cmpuint (after->status, ==, 200);
}

static void
test_modes (void)
{
  g_autoptr(Answer) fragment = walk (ADDRESS "&response_mode=fragment", "member", "allow");
  g_autoptr(Answer) posted = walk (ADDRESS "&response_mode=form_post", "member", "allow");
  g_autofree char *code = parameter (fragment->location, "code");

  g_assert_true (g_str_has_prefix (fragment->location, REDIRECT "#code="));
  g_assert_nonnull (code);
  g_assert_cmpuint (posted->status, ==, 200);
  g_autofree char *action = form_action (posted->text);
  g_assert_cmpstr (action, ==, REDIRECT);
  g_assert_nonnull (strstr (posted->text, "name=\"code\" value=\""));
  g_assert_nonnull (strstr (posted->text, "name=\"state\" value=\"a.b-c_1\""));
}

static void
test_id_token (void)
{
  g_autoptr(Answer) answer = walk (
    "/authentication/v2/authorize?response_type=code&client_id=%I&redirect_uri=" REDIRECT_ESCAPED
    "&scope=openid%20account%3Aread&nonce=n0nce&prompt=login&code_challenge=" CHALLENGE
    "&code_challenge_method=S256", "member", "allow");
  g_autofree char *code = parameter (answer->location, "code");
  g_autoptr(Answer) tokens = post_token (CODE_FORM, code);
  const char *id_token = text_of (object_of (tokens), "id_token");

  g_assert_nonnull (id_token);
  g_auto(GStrv) parts = g_strsplit (id_token, ".", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_strdelimit (parts[1], "-", '+');
  g_strdelimit (parts[1], "_", '/');
  g_autofree char *padded = g_strconcat (parts[1], "==", NULL);
  gsize size;
  g_autofree guchar *claims = g_base64_decode (padded, &size);
  g_autofree char *text = g_strndup ((const char *) claims, size);
  g_assert_nonnull (strstr (text, "\"nonce\":\"n0nce\""));

  /* It opens nothing. */
  g_autofree char *bearer = g_strconcat ("Bearer ", id_token, NULL);
  const char * const headers[] = { "Authorization", bearer, NULL };
  g_autoptr(Answer) refused = ask ("GET", "/userinfo", headers, NULL);
  g_assert_cmpuint (refused->status, ==, 401);
}

static void
test_revoke (void)
{
  g_autoptr(Answer) tokens = sign_in ("administrator");
  const char *access = text_of (object_of (tokens), "access_token");
  const char *refresh = text_of (object_of (tokens), "refresh_token");
  g_autofree char *missing = fill ("client_id=%I", NULL);
  g_autofree char *foreign = fill ("client_id=%S&client_secret=%P&token=%V", refresh);
  g_autofree char *good = fill ("client_id=%I&token_type_hint=refresh_token&token=%V", refresh);
  g_autofree char *other = fill ("client_id=%I&token_type_hint=access_token&token=%V", access);
  g_autofree char *bearer = g_strconcat ("Bearer ", access, NULL);
  const char * const headers[] = { "Authorization", bearer, NULL };

  g_autoptr(Answer) none = ask ("POST", "/authentication/v2/revoke", NULL, missing);
  g_assert_cmpuint (none->status, ==, 400);
  g_autoptr(Answer) stranger = ask ("POST", "/authentication/v2/revoke", NULL, foreign);
  g_assert_cmpuint (stranger->status, ==, 400);
  g_autoptr(Answer) revoked = ask ("POST", "/authentication/v2/revoke", NULL, good);
  g_assert_cmpuint (revoked->status, ==, 200);
  g_assert_cmpstr (revoked->text, ==, "");
  g_autoptr(Answer) refused = post_token (REFRESH_FORM, refresh);
  g_assert_cmpuint (refused->status, ==, 400);

  g_autoptr(Answer) still = ask ("GET", "/userinfo", headers, NULL);
  g_assert_cmpuint (still->status, ==, 200);
  g_autoptr(Answer) second = ask ("POST", "/authentication/v2/revoke", NULL, other);
  g_assert_cmpuint (second->status, ==, 200);
  g_autoptr(Answer) ended = ask ("GET", "/userinfo", headers, NULL);
  g_assert_cmpuint (ended->status, ==, 401);
}

static void
test_introspect (void)
{
  g_autoptr(Answer) tokens = sign_in ("member");
  g_autofree char *access = fill ("client_id=%I&token=%V",
                                  text_of (object_of (tokens), "access_token"));
  g_autofree char *refresh = fill ("client_id=%I&token=%V",
                                   text_of (object_of (tokens), "refresh_token"));
  g_autofree char *foreign = fill ("client_id=%S&client_secret=%P&token=%V",
                                   text_of (object_of (tokens), "access_token"));
  g_autofree char *nonsense = fill ("client_id=%I&token=nonsense", NULL);
  const char * const forms[] = { access, refresh, foreign, nonsense };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(Answer) answer = ask ("POST", "/authentication/v2/introspect", NULL, forms[i]);
      JsonObject *object = object_of (answer);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_true (json_object_get_boolean_member (object, "active") == (i < 2));
      if (i >= 2)
        {
          g_assert_cmpuint (json_object_get_size (object), ==, 1);
          continue;
        }
      g_assert_cmpstr (text_of (object, "scope"), ==, "account:read data:read user-profile:read");
      g_assert_cmpstr (text_of (object, "client_id"), ==, sandbox->autodesk_public_client_id);
      g_assert_nonnull (text_of (object, "userid"));
      g_assert_cmpint (json_object_get_int_member (object, "exp"), >, 0);
    }
}

static void
test_discovery (void)
{
  g_autoptr(Answer) found = ask ("GET", "/.well-known/openid-configuration", NULL, NULL);
  g_autofree char *endpoint = g_strconcat (sandbox->url, "/authentication/v2/authorize", NULL);
  g_autoptr(Answer) keys = ask ("GET", "/authentication/v2/keys", NULL, NULL);
  g_autoptr(Answer) out = ask ("GET", "/authentication/v2/logout", NULL, NULL);
  g_autoptr(Answer) away = ask ("GET", "/authentication/v2/logout?post_logout_redirect_uri="
                                REDIRECT_ESCAPED, NULL, NULL);

  g_assert_cmpstr (text_of (object_of (found), "authorization_endpoint"), ==, endpoint);
  g_assert_true (json_object_has_member (object_of (keys), "keys"));
  g_assert_cmpuint (out->status, ==, 200);
  g_assert_cmpuint (away->status, ==, 302);
  g_assert_cmpstr (away->location, ==, REDIRECT);
}

static void
test_limits (void)
{
  static const struct { const char *name, *path, *form; } cases[] = {
    { "token", "/authentication/v2/token", REFRESH_FORM },
    { "revoke", "/authentication/v2/revoke", "client_id=%I&token=x" },
    { "introspect", "/authentication/v2/introspect", "client_id=%I&token=x" },
    { "authorize", ADDRESS, NULL },
  };

  advance ("3600");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf (
        "{\"rate-limits\":null,\"rate-limit-%s\":\"2\"}", cases[i].name);
      g_autofree char *path = fill (cases[i].path, NULL);
      g_autofree char *form = cases[i].form != NULL ? fill (cases[i].form, "x") : NULL;

      set_switches (json);
      for (guint n = 0; n < 3; n++)
        {
          g_autoptr(Answer) answer = ask (form != NULL ? "POST" : "GET", path, NULL, form);
          if (n < 2)
            g_assert_cmpuint (answer->status, !=, 429);
          else
            {
              g_assert_cmpuint (answer->status, ==, 429);
              g_assert_nonnull (answer->retry_after);
            }
        }
    }
  set_switches ("{\"rate-limits\":\"off\"}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  autodesk_begin ();
  g_test_add_func ("/sandbox/sign-in/code", test_sign_in);
  g_test_add_func ("/sandbox/sign-in/code-refused", test_code_refused);
  g_test_add_func ("/sandbox/sign-in/confidential", test_confidential);
  g_test_add_func ("/sandbox/sign-in/times", test_times);
  g_test_add_func ("/sandbox/sign-in/refresh", test_refresh);
  g_test_add_func ("/sandbox/sign-in/people", test_people);
  g_test_add_func ("/sandbox/sign-in/refusal", test_refusal);
  g_test_add_func ("/sandbox/sign-in/requests", test_requests);
  g_test_add_func ("/sandbox/sign-in/modes", test_modes);
  g_test_add_func ("/sandbox/sign-in/id-token", test_id_token);
  g_test_add_func ("/sandbox/sign-in/revoke", test_revoke);
  g_test_add_func ("/sandbox/sign-in/introspect", test_introspect);
  g_test_add_func ("/sandbox/sign-in/discovery", test_discovery);
  g_test_add_func ("/sandbox/sign-in/limits", test_limits);

  int status = g_test_run ();
  autodesk_end ();
  return status;
}
