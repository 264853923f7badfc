/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "contract/guild-contract.h"

#include <libsoup/soup.h>
#include <string.h>

/* Every call that the published files know and the sandbox answers, asked by nobody's client: what
 * comes back is as the files say. %A is the account, %C a company, %P a project, %U a member, %S a
 * token, %I and %K the application's id and secret. */

#define ADMIN "/construction/admin/v1/"
#define HQ "/hq/v1/accounts/%A/"
#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"

typedef struct
{
  const char *method;
  const char *path;
  const char *type; /* (nullable) */
  const char *body; /* (nullable) */
  guint status;
} Call;

static const Call calls[] = {
  { "GET", ADMIN "accounts/%A/companies?limit=200", NULL, NULL, 200 },
  { "GET", ADMIN "accounts/%A/companies?filter%5Bname%5D=a&filter%5Btrade%5D=c&orFilters=name,trade"
    "&filterTextMatch=startsWith&sort=name%20desc,updatedAt%20asc&fields=name,trade,addresses"
    "&limit=5&offset=2", NULL, NULL, 200 },
  { "GET", ADMIN "accounts/%A/companies?filter%5BupdatedAt%5D=2020-01-01T00:00:00.000Z..", NULL,
    NULL, 200 },
  { "GET", ADMIN "accounts/%A/projects?limit=200", NULL, NULL, 200 },
  { "GET", ADMIN "projects/%P", NULL, NULL, 200 },
  { "GET", ADMIN "projects/%P/users?limit=200", NULL, NULL, 200 },
  { "GET", ADMIN "projects/none", NULL, NULL, 404 },
  { "GET", HQ "companies?limit=100", NULL, NULL, 200 },
  { "GET", HQ "companies?limit=5&offset=3&sort=-name&field=name,trade", NULL, NULL, 200 },
  { "GET", HQ "companies/search?name=a&trade=c&operator=OR&partial=true&limit=5", NULL, NULL, 200 },
  { "POST", HQ "companies", JSON, "{\"name\":\"Contract\",\"trade\":\"Owner\",\"city\":\"Ulm\"}",
    201 },
  { "POST", HQ "companies", JSON, "{\"name\":\"Contract\",\"trade\":\"Owner\"}", 409 },
  { "GET", HQ "companies/%C", NULL, NULL, 200 },
  { "GET", HQ "companies/none", NULL, NULL, 404 },
  { "PATCH", HQ "companies/%C", JSON, "{\"erp_id\":\"C-1\"}", 200 },
  { "POST", HQ "companies/import", JSON, "[{\"name\":\"Contract 2\",\"trade\":\"Owner\"},"
    "{\"name\":\"Contract\",\"trade\":\"Owner\"}]", 201 },
  { "PATCH", HQ "companies/%C/image", "multipart/form-data; boundary=b",
    "--b\r\nContent-Disposition: form-data; name=\"chunk\"; filename=\"a.gif\"\r\n"
    "Content-Type: image/gif\r\n\r\nGIF89a\r\n--b--\r\n", 200 },
  { "GET", HQ "projects/%P/companies?limit=100", NULL, NULL, 200 },
  { "GET", HQ "users?limit=100", NULL, NULL, 200 },
  { "GET", HQ "users/search?name=a&limit=100", NULL, NULL, 200 },
  { "GET", HQ "users/%U", NULL, NULL, 200 },
  { "PATCH", HQ "users/%U", JSON, "{\"status\":\"active\"}", 200 },
  { "GET", "/authentication/v2/keys", NULL, NULL, 200 },
  { "POST", "/authentication/v2/introspect", FORM, "client_id=%I&client_secret=%K&token=%S", 200 },
  { "POST", "/authentication/v2/revoke", FORM,
    "client_id=%I&client_secret=%K&token_type_hint=access_token&token=none", 200 },
};

static GuildContract *contract;
static SoupSession *session;
static char *values[128]; /* (owned): what stands for %A and so on */

/* (transfer full) */
static char *
fill (const char *pattern)
{
  g_autoptr(GString) text = g_string_new (pattern);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i] != NULL)
      {
        const char name[] = { '%', (char) i, '\0' };
        g_string_replace (text, name, values[i], 0);
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The answer's status; BODY (out) (transfer full) (optional). */
static guint
send (const char *base, const Call *call, char **body)
{
  GuildTestSandbox *sandbox = guild_contract_sandbox (contract);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = fill (call->path);
  g_autofree char *uri = g_strconcat (base, path, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", values['S'], NULL);
  g_autoptr(SoupMessage) message = soup_message_new (call->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GAsyncResult *slot = NULL;

  if (!g_str_has_prefix (call->path, "/authentication"))
    {
      soup_message_headers_append (headers, "Authorization", bearer);
      soup_message_headers_append (headers, "Region", sandbox->region);
    }
  if (call->body != NULL)
    {
      g_autofree char *text = fill (call->body);
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

      soup_message_set_request_body_from_bytes (message, call->type, bytes);
    }
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL,
                                    guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GBytes) answer = soup_session_send_and_read_finish (session, result, &error);
  g_assert_no_error (error);
  if (body != NULL)
    *body = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  return soup_message_get_status (message);
}

/* The member NAME of the first row (or of the answer itself) of a call past the proxy; (transfer
 * full). */
static char *
look_up (const char *method, const char *path, const char *type, const char *body,
         const char *name)
{
  const Call call = { method, path, type, body, 200 };
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  guint status = send (guild_contract_sandbox (contract)->url, &call, &text);

  g_assert_cmpuint (status, ==, 200);
  g_autoptr(JsonNode) node = json_from_string (text, &error);
  g_assert_no_error (error);
  if (JSON_NODE_HOLDS_OBJECT (node) && json_object_has_member (json_node_get_object (node),
                                                               "results"))
    {
      JsonNode *rows = json_node_copy (json_object_get_member (json_node_get_object (node),
                                                               "results"));
      json_node_unref (node);
      node = rows;
    }
  JsonObject *object = JSON_NODE_HOLDS_ARRAY (node)
                         ? json_array_get_object_element (json_node_get_array (node), 0)
                         : json_node_get_object (node);
  return g_strdup (json_object_get_string_member (object, name));
}

static void
prepare (void)
{
  GuildTestSandbox *sandbox = guild_contract_sandbox (contract);

  session = soup_session_new ();
  values['A'] = g_strdup (sandbox->autodesk_account_id);
  values['I'] = g_strdup (sandbox->autodesk_client_id);
  values['K'] = g_strdup (sandbox->autodesk_client_secret);
  values['S'] = look_up ("POST", "/authentication/v2/token", FORM,
                         "grant_type=client_credentials&client_id=%I&client_secret=%K&"
                         "scope=account%3Aread%20account%3Awrite", "access_token");
  values['C'] = look_up ("GET", HQ "companies?limit=1", NULL, NULL, "id");
  values['U'] = look_up ("GET", HQ "users?limit=1", NULL, NULL, "id");
  values['P'] = look_up ("GET", ADMIN "accounts/%A/projects?limit=1", NULL, NULL, "id");
}

static void
test_call (gconstpointer data)
{
  const Call *call = data;
  g_autofree char *objections = NULL;
  g_autofree char *body = NULL;
  guint status = send (guild_contract_url (contract), call, &body);
  guint n_requests = guild_contract_take (contract, &objections);

  g_test_message ("%.400s", body);
  g_assert_cmpstr (objections, ==, NULL);
  g_assert_cmpuint (status, ==, call->status);
  g_assert_cmpuint (n_requests, ==, 1);
}

static void
skip (void)
{
  g_test_skip (guild_contract_missing ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (guild_contract_missing () != NULL)
    {
      g_test_add_func ("/contract/autodesk-sandbox", skip);
      return g_test_run ();
    }
  g_test_set_nonfatal_assertions ();
  contract = guild_contract_start (GUILD_CONTRACT_AUTODESK, GUILD_CONTRACT_AUTODESK_TOKEN);
  prepare ();
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *name = g_strdup_printf ("/contract/autodesk-sandbox/%02u-%s", i + 1,
                                               calls[i].method);
      g_test_add_data_func (name, &calls[i], test_call);
    }
  int status = g_test_run ();
  g_object_unref (session);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_free (values[i]);
  guild_contract_stop (contract);
  return status;
}
