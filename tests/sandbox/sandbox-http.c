/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox-http.h"

#include <string.h>

void
answer_free (Answer *self)
{
  g_free (self->text);
  g_clear_pointer (&self->json, json_node_unref);
  soup_message_headers_unref (self->headers);
  g_clear_error (&self->error);
  g_free (self);
}

Answer *
call_as (GuildTestSandbox *sandbox, const char *authorization, const char *method,
         const char *path, const char *body)
{
  g_autofree char *uri = g_str_has_prefix (path, "http") ? g_strdup (path) :
                         g_strconcat (sandbox->url, path, NULL);
  g_autoptr(GMainContext) context = g_main_context_new ();
  Answer *answer = g_new0 (Answer, 1);

  g_main_context_push_thread_default (context);
  g_autoptr(SoupSession) session = soup_session_new_with_options ("timeout", 60, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (authorization != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                                 authorization);
  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
      soup_message_set_request_body_from_bytes (message, *body == '{' || *body == '[' ?
                                                "application/json" :
                                                "application/x-www-form-urlencoded", bytes);
    }
  g_autoptr(GBytes) bytes = soup_session_send_and_read (session, message, NULL, &answer->error);
  if (bytes != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (bytes, &size);
      answer->status = soup_message_get_status (message);
      answer->text = g_strndup (data != NULL ? data : "", size);
      answer->json = size > 0 ? json_from_string (answer->text, NULL) : NULL;
    }
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  g_main_context_pop_thread_default (context);
  return answer;
}

Answer *
call (GuildTestSandbox *sandbox, const char *method, const char *path, const char *body)
{
  g_autofree char *encoded =
    g_base64_encode ((const guchar *) sandbox->codat_key, strlen (sandbox->codat_key));
  g_autofree char *authorization = g_strconcat ("Basic ", encoded, NULL);

  return call_as (sandbox, authorization, method, path, body);
}

static JsonNode *
step (JsonNode *node, const char *name)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), name);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint index = (guint) g_ascii_strtoull (name, NULL, 10);
      return index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;
    }
  return NULL;
}

static JsonNode *
walk (JsonNode *node, const char *path)
{
  g_auto(GStrv) names = g_strsplit (path, ".", -1);

  for (char **name = names; node != NULL && *name != NULL; name++)
    node = step (node, *name);
  return node;
}

JsonNode *
json_at (JsonNode *node, const char *path)
{
  g_assert_nonnull (node);
  JsonNode *found = walk (node, path);
  if (found == NULL)
    g_error ("there is no %s", path);
  return found;
}

const char *
text_at (Answer *answer, const char *path)
{
  JsonNode *node = json_at (answer->json, path);

  g_assert_true (JSON_NODE_HOLDS_VALUE (node));
  return json_node_get_string (node);
}

gint64
int_at (Answer *answer, const char *path)
{
  return json_node_get_int (json_at (answer->json, path));
}

guint
length_at (Answer *answer, const char *path)
{
  return json_array_get_length (json_node_get_array (json_at (answer->json, path)));
}

gboolean
has (Answer *answer, const char *path)
{
  return answer->json != NULL && walk (answer->json, path) != NULL;
}

char *
first_company (GuildTestSandbox *sandbox, const char *query)
{
  g_autofree char *encoded = g_uri_escape_string (query != NULL ? query : "", NULL, FALSE);
  g_autofree char *path = g_strconcat ("/companies?page=1&pageSize=1&query=", encoded, NULL);
  g_autoptr(Answer) answer = get (sandbox, path);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_strdup (text_at (answer, "results.0.id"));
}
