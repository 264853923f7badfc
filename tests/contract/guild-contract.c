/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "contract/guild-contract.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

static const char * const names[GUILD_CONTRACT_N] = {
  [GUILD_CONTRACT_CODAT] = "Codat-Platform.json",
  [GUILD_CONTRACT_CODAT_GROUPS] = "Codat-Platform-2024-with-groups.json",
  [GUILD_CONTRACT_AUTODESK] = "Autodesk-AccountAdmin.yaml",
  [GUILD_CONTRACT_AUTODESK_TOKEN] = "Autodesk-Authentication.yaml",
};

typedef struct
{
  GSubprocess *process; /* (owned) (nullable) */
  guint        port;
  char        *log;     /* (owned) (nullable) */
} Proxy;

struct _GuildContract
{
  GuildTestSandbox *sandbox;     /* (owned) */
  Proxy             proxies[GUILD_CONTRACT_N];
  GuildContractSpec spec;
  SoupServer       *server;      /* (owned) */
  SoupSession      *session;     /* (owned) */
  char             *url;         /* (owned) */
  GString          *objections;  /* (owned) */
  guint             n_requests;
};

/* ---- what is needed ---- */

static char *
spec_directory (void)
{
  const char *given = g_getenv ("GUILDHALL_CONTRACT_DIR");

  if (given != NULL)
    return g_strdup (given);
  return g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "contract", "openapi", NULL);
}

char *
guild_contract_packages (void)
{
  const char *given = g_getenv ("GUILDHALL_CONTRACT_PACKAGES");
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "_build", "contract", NULL);

  return g_canonicalize_filename (given != NULL ? given : path, NULL);
}

const char *
guild_contract_missing (void)
{
  g_autofree char *packages = guild_contract_packages ();
  g_autofree char *node = g_build_filename (packages, "node", NULL);
  g_autofree char *installed = g_build_filename (packages, "installed.json", NULL);
  g_autofree char *directory = spec_directory ();

  if (!g_file_test (node, G_FILE_TEST_IS_EXECUTABLE))
    return "node is missing (see tests/contract/install.sh)";
  if (!g_file_test (installed, G_FILE_TEST_EXISTS))
    return "the npm packages are missing (see tests/contract/install.sh)";
  for (guint i = 0; i < GUILD_CONTRACT_N; i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return "the published specifications are missing (see $GUILDHALL_CONTRACT_DIR)";
    }
  return NULL;
}

/* ---- the proxies ---- */

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* (transfer full): the specification as the proxy shall read it. */
static char *
prepare (GuildContractSpec spec, const char *packages)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *directory = spec_directory ();
  g_autofree char *input = g_build_filename (directory, names[spec], NULL);
  g_autofree char *room = guild_test_directory ();
  g_autofree char *node = g_build_filename (packages, "node", NULL);
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "contract", "prepare.mjs", NULL);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  char *output = g_build_filename (room, "specification.json", NULL);

  g_subprocess_launcher_setenv (launcher, "GUILDHALL_CONTRACT_PACKAGES", packages, TRUE);
  g_autoptr(GSubprocess) process =
    g_subprocess_launcher_spawn (launcher, &error, node, script, input, output, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
start_proxy (GuildContract *self, GuildContractSpec spec)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *packages = guild_contract_packages ();
  g_autofree char *specification = prepare (spec, packages);
  g_autofree char *node = g_build_filename (packages, "node", NULL);
  g_autofree char *prism = g_build_filename (packages, "node_modules", "@stoplight", "prism-cli",
                                             "dist", "index.js", NULL);
  g_autofree char *room = g_path_get_dirname (specification);
  Proxy *proxy = &self->proxies[spec];

  proxy->port = guild_test_find_port ();
  proxy->log = g_build_filename (room, "proxy.log", NULL);
  g_autofree char *port = g_strdup_printf ("%u", proxy->port);
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_set_stdout_file_path (launcher, proxy->log);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  proxy->process = g_subprocess_launcher_spawn (launcher, &error, node, prism, "proxy", "--errors",
                                                "--host", "127.0.0.1", "--port", port,
                                                specification, self->sandbox->url, NULL);
  g_assert_no_error (error);
}

static gboolean
answers (const Proxy *proxy)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) proxy->port, NULL, NULL);

  return connection != NULL;
}

static void
wait_for_proxy (const Proxy *proxy)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!answers (proxy))
    {
      if (g_get_monotonic_time () > deadline || g_subprocess_get_identifier (proxy->process) == NULL)
        {
          g_autofree char *log = NULL;
          g_file_get_contents (proxy->log, &log, NULL, NULL);
          g_error ("The proxy does not answer: %s", log);
        }
      guild_test_spin ();
    }
}

/* ---- the one address in front ---- */

typedef struct
{
  GuildContract     *contract;
  SoupServerMessage *message; /* (owned) */
  SoupMessage       *onward;  /* (owned) */
} Forward;

static void
copy_header (const char *name, const char *value, gpointer target)
{
  static const char * const own[] = { "Host", "Connection", "Keep-Alive", "Content-Length",
                                      "Transfer-Encoding", NULL };

  for (guint i = 0; own[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, own[i]) == 0)
      return;
  soup_message_headers_append (target, name, value);
}

/* "GET /companies?page=1 → 200: response body pageSize: must be <= 2000" */
static void
note_objections (GuildContract *self, SoupMessage *onward, const char *json)
{
  g_autoptr(JsonNode) root = json_from_string (json, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *list = NULL;
  g_autofree char *path = g_uri_to_string (soup_message_get_uri (onward));
  const char *begin = strchr (path + strlen ("http://"), '/');

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    list = json_node_get_array (root);
  else if (object != NULL && json_object_has_member (object, "validation"))
    list = json_object_get_array_member (object, "validation");
  g_string_append_printf (self->objections, "\n%s %s: %s",
                          soup_message_get_method (onward), begin,
                          object != NULL ? json_object_get_string_member_with_default (
                                             object, "title", "") : "");
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *line = json_to_string (json_array_get_element (list, i), FALSE);
      g_string_append_printf (self->objections, "\n  %s", line);
    }
}

static void
forwarded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Forward *forward = data;
  GuildContract *self = forward->contract;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (forward->onward);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *noted = soup_message_headers_get_one (headers, "sl-violations");

  g_assert_no_error (error);
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  if (g_strcmp0 (type, "application/problem+json") == 0)
    {
      g_autofree char *json = g_strndup (text, size);
      note_objections (self, forward->onward, json);
    }
  else if (noted != NULL)
    note_objections (self, forward->onward, noted);
  soup_server_message_set_status (forward->message, soup_message_get_status (forward->onward), NULL);
  soup_message_headers_foreach (headers, copy_header,
                                soup_server_message_get_response_headers (forward->message));
  if (size > 0)
    soup_message_body_append (soup_server_message_get_response_body (forward->message),
                              SOUP_MEMORY_COPY, text, size);
  soup_server_message_unpause (forward->message);
  g_object_unref (forward->message);
  g_object_unref (forward->onward);
  g_free (forward);
}

static void
handle (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
        gpointer data)
{
  GuildContract *self = data;
  GuildContractSpec spec = g_str_has_prefix (path, "/authentication/")
                             ? GUILD_CONTRACT_AUTODESK_TOKEN
                             : self->spec;
  GUri *uri = soup_server_message_get_uri (message);
  const char *asked = g_uri_get_query (uri);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *onward = g_strdup_printf ("http://127.0.0.1:%u%s%s%s", self->proxies[spec].port,
                                             g_uri_get_path (uri), asked != NULL ? "?" : "",
                                             asked != NULL ? asked : "");
  g_autoptr(GUri) target = g_uri_parse (onward, SOUP_HTTP_URI_FLAGS, NULL);
  Forward *forward = g_new0 (Forward, 1);

  forward->contract = self;
  forward->message = g_object_ref (message);
  forward->onward = soup_message_new_from_uri (soup_server_message_get_method (message), target);
  soup_message_set_flags (forward->onward, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_foreach (headers, copy_header,
                                soup_message_get_request_headers (forward->onward));
  if (g_bytes_get_size (body) > 0)
    soup_message_set_request_body_from_bytes (
      forward->onward, soup_message_headers_get_one (headers, "Content-Type"), body);
  self->n_requests++;
  soup_server_message_pause (message);
  soup_session_send_and_read_async (self->session, forward->onward, G_PRIORITY_DEFAULT, NULL,
                                    forwarded_cb, forward);
}

static void
listen_in_front (GuildContract *self)
{
  g_autoptr(GError) error = NULL;

  self->session = soup_session_new ();
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, handle, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

/* ---- */

GuildContract *
guild_contract_start (GuildContractSpec first, GuildContractSpec second)
{
  GuildContract *self = g_new0 (GuildContract, 1);

  self->objections = g_string_new (NULL);
  self->spec = first;
  self->sandbox = guild_test_sandbox_start ("--companies", "60", "--autodesk-companies", "60",
                                            "--database", ":memory:", NULL);
  start_proxy (self, first);
  start_proxy (self, second);
  wait_for_proxy (&self->proxies[first]);
  wait_for_proxy (&self->proxies[second]);
  listen_in_front (self);
  return self;
}

void
guild_contract_stop (GuildContract *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  soup_session_abort (self->session);
  g_object_unref (self->session);
  for (guint i = 0; i < GUILD_CONTRACT_N; i++)
    if (self->proxies[i].process != NULL)
      {
        g_subprocess_force_exit (self->proxies[i].process);
        g_subprocess_wait (self->proxies[i].process, NULL, NULL);
        g_object_unref (self->proxies[i].process);
        g_free (self->proxies[i].log);
      }
  guild_test_sandbox_stop (self->sandbox);
  g_string_free (self->objections, TRUE);
  g_free (self->url);
  g_free (self);
}

GuildTestSandbox *
guild_contract_sandbox (GuildContract *self)
{
  return self->sandbox;
}

const char *
guild_contract_url (GuildContract *self)
{
  return self->url;
}

void
guild_contract_use (GuildContract *self, GuildContractSpec spec)
{
  g_assert_nonnull (self->proxies[spec].process);
  self->spec = spec;
}

guint
guild_contract_take (GuildContract *self, char **objections)
{
  guint n_requests = self->n_requests;

  self->n_requests = 0;
  *objections = self->objections->len > 0 ? g_strdup (self->objections->str) : NULL;
  g_string_truncate (self->objections, 0);
  return n_requests;
}

void
guild_contract_ask (GuildContract *self, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = g_strconcat (self->url, path, NULL);
  g_autofree char *key = g_base64_encode ((const guchar *) self->sandbox->codat_key,
                                          strlen (self->sandbox->codat_key));
  g_autofree char *authorization = g_strconcat ("Basic ", key, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  GAsyncResult *slot = NULL;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                               authorization);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL,
                                    guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GBytes) body = soup_session_send_and_read_finish (self->session, result, &error);
  g_assert_no_error (error);
}
