/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include <libsoup/soup.h>
#include "service/autodesk/guild-autodesk.h"

/* What is said of a refusal, by the words of the service and not by its status alone (acc.md §8.6,
 * §9): from a server that says what the sandbox cannot be made to say. */

typedef struct
{
  const char       *name;
  const char       *path;   /* prefix of what is refused */
  guint             status;
  const char       *type;
  const char       *body;
  GuildServiceError code;
  const char       *word;   /* of the message */
  const char       *quoted; /* (nullable): of the service's words */
} Refusal;

#define TOKEN "/authentication/"
#define LIST "/construction/"
#define JSON "application/json"

static const Refusal refusals[] = {
  { "scope-of-application", TOKEN, 400, JSON,
    "{\"error\":\"invalid_scope\",\"error_description\":\"account:read is not yours\"}",
    GUILD_SERVICE_ERROR_FORBIDDEN, "Add the Autodesk Construction Cloud", "not yours" },
  { "secret-in-form", TOKEN, 401, JSON, "{\"error\":\"invalid_client\"}",
    GUILD_SERVICE_ERROR_UNAUTHORISED, "client ID and secret", "invalid_client" },
  { "secret-at-gateway", TOKEN, 401, JSON,
    "{\"developerMessage\":\"The client_id is not valid\",\"errorCode\":\"AUTH-003\","
    "\"more info\":\"https://example.com\"}",
    GUILD_SERVICE_ERROR_UNAUTHORISED, "client ID and secret", "AUTH-003" },
  { "unknown-client", TOKEN, 403, JSON,
    "{\"developerMessage\":\"no access to the api product\",\"errorCode\":\"AUTH-001\"}",
    GUILD_SERVICE_ERROR_UNAUTHORISED, "does not know this client ID", "AUTH-001" },
  { "scope-of-token", LIST, 403, JSON,
    "{\"developerMessage\":\"Token does not have the privilege for this request.\","
    "\"userMessage\":\" \",\"errorCode\":\"Auth-010\"}",
    GUILD_SERVICE_ERROR_FORBIDDEN, "scope account:read", "Auth-010" },
  { "plain-text", LIST, 403, "text/plain", "Forbidden by the gateway",
    GUILD_SERVICE_ERROR_FORBIDDEN, "has not been added", "by the gateway" },
  { "empty", LIST, 403, NULL, "", GUILD_SERVICE_ERROR_FORBIDDEN, "has not been added", NULL },
  { "closed", LIST, 410, JSON, "{\"title\":\"Gone\",\"detail\":\"Since Monday\"}",
    GUILD_SERVICE_ERROR_NOT_FOUND, "closed", "Gone: Since Monday" },
  { "field", LIST, 400, JSON,
    "{\"title\":\"Bad Request\",\"detail\":\"no\",\"errors\":[{\"field\":\"sort\",\"title\":\"?\"},7]}",
    GUILD_SERVICE_ERROR_INVALID_REQUEST, "refused the request", "Bad Request" },
  { "wrong-types", LIST, 403, JSON, "{\"title\":1,\"detail\":[],\"errors\":{},\"errorCode\":null}",
    GUILD_SERVICE_ERROR_FORBIDDEN, "has not been added", NULL },
};

static void
handle_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer data)
{
  static const char token[] = "{\"access_token\":\"t0\",\"token_type\":\"Bearer\"}";
  static const char hubs[] = "{\"data\":[{\"id\":\"a.personal\"},{\"id\":7},null]}";
  const Refusal *refusal = data;
  const char *body = g_str_has_prefix (path, TOKEN) ? token : hubs;

  if (g_str_has_prefix (path, refusal->path))
    {
      soup_server_message_set_status (message, refusal->status, NULL);
      soup_server_message_set_response (message, refusal->type, SOUP_MEMORY_STATIC, refusal->body,
                                        strlen (refusal->body));
      return;
    }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, JSON, SOUP_MEMORY_STATIC, body, strlen (body));
}

static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  soup_server_add_handler (server, NULL, handle_cb, (gpointer) refusal, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  GSList *uris = soup_server_get_uris (server);
  g_autofree char *base = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_autoptr(GuildService) service = guild_autodesk_new (base, "id", "secret", "account", "US");
  g_assert_false (test_service (service, &error));
  g_test_message ("%s", error->message);
  assert_code (error, refusal->code);
  g_assert_nonnull (strstr (error->message, refusal->word));
  const GuildProblem *problem = guild_problem_from_error (error);
  g_assert_cmpuint (problem->status, ==, refusal->status);
  if (refusal->quoted != NULL)
    g_assert_nonnull (strstr (problem->service_text, refusal->quoted));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/service/autodesk-words/", refusals[i].name, NULL);
      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
  return g_test_run ();
}
