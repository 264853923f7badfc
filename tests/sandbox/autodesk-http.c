/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "autodesk-http.h"

#include <libsoup/soup.h>
#include <string.h>

GuildTestSandbox *sandbox;
char *token;
char *writer;

static SoupSession *session;

void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->body, json_node_unref);
  g_bytes_unref (answer->bytes);
  g_free (answer->text);
  g_free (answer->type);
  g_free (answer->location);
  g_free (answer->retry_after);
  g_free (answer);
}

Answer *
ask (const char *method, const char *path, const char * const *headers, const char *form)
{
  g_autoptr(GBytes) bytes = form != NULL ? g_bytes_new (form, strlen (form)) : NULL;

  return ask_with (method, path, headers, "application/x-www-form-urlencoded", bytes);
}

Answer *
ask_with (const char *method, const char *path, const char * const *headers, const char *type,
          GBytes *body)
{
  g_autofree char *uri = g_strconcat (sandbox->url, path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GError) error = NULL;
  Answer *answer = g_new0 (Answer, 1);

  g_assert_nonnull (message);
  for (guint i = 0; headers != NULL && headers[i] != NULL; i += 2)
    soup_message_headers_replace (soup_message_get_request_headers (message), headers[i],
                                  headers[i + 1]);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, type, body);
  answer->bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  SoupMessageHeaders *given = soup_message_get_response_headers (message);
  gsize size;
  const char *data = g_bytes_get_data (answer->bytes, &size);
  answer->status = soup_message_get_status (message);
  answer->text = g_strndup (size > 0 ? data : "", size);
  answer->type = g_strdup (soup_message_headers_get_content_type (given, NULL));
  answer->location = g_strdup (soup_message_headers_get_one (given, "Location"));
  answer->retry_after = g_strdup (soup_message_headers_get_one (given, "Retry-After"));
  if (g_strcmp0 (answer->type, "application/json") == 0 ||
      g_strcmp0 (answer->type, "application/vnd.api+json") == 0)
    answer->body = json_from_string (answer->text, &error);
  g_assert_no_error (error);
  return answer;
}

Answer *
hq (const char *method, const char *path, const char *body)
{
  g_autofree char *whole = g_strdup_printf ("/hq/v1/accounts/%s%s", sandbox->autodesk_account_id,
                                            path);
  g_autoptr(GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  if (writer == NULL)
    writer = get_token ("account:read account:write data:read");
  const char * const headers[] = { "Authorization", writer, "Region", sandbox->region, NULL };
  return ask_with (method, whole, headers, "application/json", bytes);
}

JsonArray *
array_of (Answer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (answer->body));
  return json_node_get_array (answer->body);
}

JsonObject *
object_of (Answer *answer)
{
  g_assert_nonnull (answer->body);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (answer->body));
  return json_node_get_object (answer->body);
}

const char *
text_of (JsonObject *object, const char *member)
{
  if (!json_object_has_member (object, member) || json_object_get_null_member (object, member))
    return NULL;
  return json_object_get_string_member (object, member);
}

char *
get_token (const char *scope)
{
  g_autofree char *escaped = g_uri_escape_string (scope, NULL, FALSE);
  g_autofree char *form = g_strdup_printf (
    "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s",
    sandbox->autodesk_client_id, sandbox->autodesk_client_secret, escaped);
  g_autoptr(Answer) answer = ask ("POST", "/authentication/v2/token", NULL, form);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (text_of (object_of (answer), "token_type"), ==, "Bearer");
  return g_strconcat ("Bearer ", text_of (object_of (answer), "access_token"), NULL);
}

Answer *
get (const char *path)
{
  if (token == NULL)
    token = get_token (ALL_SCOPES);
  const char * const headers[] = { "Authorization", token, "Region", sandbox->region, NULL };
  return ask ("GET", path, headers, NULL);
}

char *
companies_path (const char *query)
{
  return g_strdup_printf ("/construction/admin/v1/accounts/%s/companies?%s",
                          sandbox->autodesk_account_id, query);
}

Answer *
get_companies (const char *query)
{
  g_autofree char *path = companies_path (query);
  return get (path);
}

void
set_switches (const char *json)
{
  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/switches", json));
}

void
advance (const char *seconds)
{
  g_autofree char *json = g_strdup_printf ("{\"advanceSeconds\":%s}", seconds);

  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/clock", json));
  g_clear_pointer (&token, g_free);
  g_clear_pointer (&writer, g_free);
}

void
autodesk_begin (void)
{
  session = soup_session_new_with_options ("timeout", 60, NULL);
  sandbox = guild_test_sandbox_start ("--companies", "1", "--autodesk-companies",
                                      G_STRINGIFY (N_COMPANIES), NULL);
  set_switches ("{\"rate-limits\":\"off\"}");
  token = get_token (ALL_SCOPES);
}

void
autodesk_end (void)
{
  g_clear_pointer (&sandbox, guild_test_sandbox_stop);
  g_clear_object (&session);
  g_clear_pointer (&token, g_free);
  g_clear_pointer (&writer, g_free);
}
