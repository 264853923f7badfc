/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-browser.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

struct _GuildTestBrowser
{
  char *directory;        /* (owned): profile, pid, log */
  char *desktop_file;     /* (owned) */
  char *mime_apps;        /* (owned) */
  SoupSession *session;   /* (owned) */
  GHashTable *held;       /* (owned): ids of pages that somebody drives */
};

struct _GuildTestPage
{
  GuildTestBrowser *browser;           /* (borrowed) */
  char *id;                            /* (owned) */
  SoupWebsocketConnection *connection; /* (owned) */
  gint64 last_command;
  JsonNode *answer;                    /* (owned) (nullable): to the last command */
  gboolean closed;
};

/* --- The browser ------------------------------------------------------------------------------ */

static void
write_file (const char *path, const char *content)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *directory = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

GuildTestBrowser *
guild_test_browser_install (void)
{
  GuildTestBrowser *self = g_new0 (GuildTestBrowser, 1);
  g_autofree char *script =
    g_test_build_filename (G_TEST_DIST, "support", "test-browser.sh", NULL);

  g_assert_true (g_file_test (script, G_FILE_TEST_IS_EXECUTABLE));
  /* Never the person's own. */
  g_assert_nonnull (g_getenv ("XDG_DATA_HOME"));
  g_assert_nonnull (g_getenv ("XDG_CONFIG_HOME"));
  self->directory = guild_test_directory ();
  self->session = soup_session_new ();
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->desktop_file = g_build_filename (g_get_user_data_dir (), "applications",
                                         "guildhall-test-browser.desktop", NULL);
  self->mime_apps = g_build_filename (g_get_user_config_dir (), "mimeapps.list", NULL);
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\n"
                                            "Type=Application\n"
                                            "Name=Test browser\n"
                                            "Exec=%s %s %%u\n"
                                            "MimeType=x-scheme-handler/http;"
                                            "x-scheme-handler/https;\n"
                                            "NoDisplay=true\n",
                                            script, self->directory);
  write_file (self->desktop_file, entry);
  write_file (self->mime_apps, "[Default Applications]\n"
                               "x-scheme-handler/http=guildhall-test-browser.desktop\n"
                               "x-scheme-handler/https=guildhall-test-browser.desktop\n");
  return self;
}

static GPid
get_pid (GuildTestBrowser *self)
{
  g_autofree char *path = g_build_filename (self->directory, "pid", NULL);
  g_autofree char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return 0;
  return (GPid) g_ascii_strtoll (content, NULL, 10);
}

/* A process that nobody has reaped yet is gone, too. */
static gboolean
is_gone (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return TRUE;
  const char *state = strrchr (content, ')');
  return state != NULL && g_str_has_prefix (state, ") Z");
}

void
guild_test_browser_remove (GuildTestBrowser *self)
{
  GPid pid = get_pid (self);

  if (pid > 0 && !is_gone (pid) && kill (pid, SIGTERM) == 0)
    guild_test_wait_until (is_gone (pid));
  g_unlink (self->desktop_file);
  g_unlink (self->mime_apps);
  g_object_unref (self->session);
  g_hash_table_unref (self->held);
  g_free (self->directory);
  g_free (self->desktop_file);
  g_free (self->mime_apps);
  g_free (self);
}

/* 0 until Chromium listens. */
static guint
get_port (GuildTestBrowser *self)
{
  g_autofree char *path =
    g_build_filename (self->directory, "profile", "DevToolsActivePort", NULL);
  g_autofree char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return 0;
  return (guint) g_ascii_strtoull (content, NULL, 10);
}

/* (nullable): while Chromium does not answer. */
static JsonNode *
request (GuildTestBrowser *self, const char *path)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", get_port (self), path);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GAsyncResult) result = NULL;

  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL,
                                    guild_test_result_cb, &result);
  g_autoptr(GAsyncResult) done = guild_test_await (&result);
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (self->session, done, NULL);
  if (bytes == NULL || soup_message_get_status (message) != 200)
    return NULL;
  g_autofree char *text =
    g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return json_from_string (text, NULL);
}

/* The address of the page's websocket; (nullable). */
static char *
find_page (GuildTestBrowser *self, const char *prefix, char **id)
{
  if (get_port (self) == 0)
    return NULL;
  g_autoptr(JsonNode) node = request (self, "/json/list");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  JsonArray *pages = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (pages); i++)
    {
      JsonObject *page = json_array_get_object_element (pages, i);
      const char *its_id = json_object_get_string_member (page, "id");
      if (g_str_equal (json_object_get_string_member (page, "type"), "page") &&
          g_str_has_prefix (json_object_get_string_member (page, "url"), prefix) &&
          !g_hash_table_contains (self->held, its_id))
        {
          *id = g_strdup (its_id);
          return g_strdup (json_object_get_string_member (page, "webSocketDebuggerUrl"));
        }
    }
  return NULL;
}

/* --- One page --------------------------------------------------------------------------------- */

static void
on_message (SoupWebsocketConnection *connection, SoupWebsocketDataType type, GBytes *bytes,
            gpointer data)
{
  GuildTestPage *self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text =
    g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr(JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  JsonObject *object = json_node_get_object (node);
  if (json_object_get_int_member_with_default (object, "id", 0) != self->last_command)
    return;
  g_clear_pointer (&self->answer, json_node_unref);
  self->answer = g_steal_pointer (&node);
}

static void
on_closed (SoupWebsocketConnection *connection, gpointer data)
{
  GuildTestPage *self = data;
  self->closed = TRUE;
}

GuildTestPage *
guild_test_browser_await_page (GuildTestBrowser *self, const char *prefix)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  g_autofree char *uri = NULL;

  guild_test_wait_until ((uri = find_page (self, prefix, &id)) != NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  soup_session_websocket_connect_async (self->session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        NULL, guild_test_result_cb, &result);
  g_autoptr(GAsyncResult) done = guild_test_await (&result);
  GuildTestPage *page = g_new0 (GuildTestPage, 1);
  page->connection = soup_session_websocket_connect_finish (self->session, done, &error);
  g_assert_no_error (error);
  /* Pictures are long. */
  soup_websocket_connection_set_max_incoming_payload_size (page->connection, 0);
  g_signal_connect (page->connection, "message", G_CALLBACK (on_message), page);
  g_signal_connect (page->connection, "closed", G_CALLBACK (on_closed), page);
  page->browser = self;
  page->id = g_strdup (id);
  g_hash_table_add (self->held, g_steal_pointer (&id));
  return page;
}

/* Sends METHOD with PARAMETERS (JSON text) and waits for its result; (transfer full). */
static JsonNode *
command (GuildTestPage *self, const char *method, const char *parameters)
{
  g_autofree char *text = g_strdup_printf ("{\"id\": %" G_GINT64_FORMAT
                                           ", \"method\": \"%s\", \"params\": %s}",
                                           ++self->last_command, method, parameters);

  soup_websocket_connection_send_text (self->connection, text);
  guild_test_wait_until (self->answer != NULL || self->closed);
  if (self->answer == NULL)
    g_error ("the browser closed the page during %s", method);
  g_autoptr(JsonNode) answer = g_steal_pointer (&self->answer);
  JsonObject *object = json_node_get_object (answer);
  if (!json_object_has_member (object, "result"))
    {
      g_autofree char *words = json_to_string (answer, FALSE);
      g_error ("%s: %s", method, words);
    }
  return json_object_dup_member (object, "result");
}

/* NULL and *EXCEPTION when the expression throws. */
static JsonNode *
evaluate (GuildTestPage *self, const char *expression, char **exception)
{
  g_autoptr(JsonObject) parameters = json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (parameters, "expression", expression);
  json_object_set_boolean_member (parameters, "returnByValue", TRUE);
  json_object_set_boolean_member (parameters, "awaitPromise", TRUE);
  json_node_set_object (node, parameters);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr(JsonNode) result = command (self, "Runtime.evaluate", text);
  JsonObject *object = json_node_get_object (result);
  if (json_object_has_member (object, "exceptionDetails"))
    {
      *exception = json_to_string (json_object_get_member (object, "exceptionDetails"), FALSE);
      return NULL;
    }
  JsonObject *value = json_object_get_object_member (object, "result");
  if (!json_object_has_member (value, "value"))
    return json_node_new (JSON_NODE_NULL);
  return json_object_dup_member (value, "value");
}

JsonNode *
guild_test_page_evaluate (GuildTestPage *self, const char *expression)
{
  g_autofree char *exception = NULL;
  JsonNode *value = evaluate (self, expression, &exception);

  if (value == NULL)
    g_error ("%s: %s", expression, exception);
  return value;
}

static gboolean
holds (GuildTestPage *self, const char *expression)
{
  g_autofree char *exception = NULL;
  g_autofree char *truth = g_strdup_printf ("Boolean(%s)", expression);
  g_autoptr(JsonNode) value = evaluate (self, truth, &exception);

  return value != NULL && JSON_NODE_HOLDS_VALUE (value) && json_node_get_boolean (value);
}

void
guild_test_page_await (GuildTestPage *self, const char *expression)
{
  gint64 deadline = guild_test_deadline ();

  while (!holds (self, expression))
    {
      if (g_get_monotonic_time () > deadline)
        {
          g_autoptr(JsonNode) text = guild_test_page_evaluate (
            self, "location.href.split('?')[0] + '\\n' + document.body.innerText");
          g_error ("still not true in time: %s, in the page\n%s", expression,
                   json_node_get_string (text));
        }
      guild_test_spin ();
    }
}

void
guild_test_page_click (GuildTestPage *self, const char *id)
{
  g_autofree char *found = g_strdup_printf (
    "document.readyState == 'complete' && document.getElementById('%s')", id);
  g_autofree char *middle = g_strdup_printf (
    "(() => { const e = document.getElementById('%s'); e.scrollIntoView({block: 'center'});"
    " const r = e.getBoundingClientRect();"
    " return [r.left + r.width / 2, r.top + r.height / 2]; })()", id);
  static const char *const events[] = { "mouseMoved", "mousePressed", "mouseReleased" };

  guild_test_page_await (self, found);
  g_autoptr(JsonNode) place = guild_test_page_evaluate (self, middle);
  JsonArray *point = json_node_get_array (place);
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *parameters = g_strdup_printf (
        "{\"type\": \"%s\", \"x\": %d, \"y\": %d, \"button\": \"%s\", \"clickCount\": %d}",
        events[i], (int) json_array_get_double_element (point, 0),
        (int) json_array_get_double_element (point, 1), i == 0 ? "none" : "left", i == 0 ? 0 : 1);
      g_autoptr(JsonNode) done = command (self, "Input.dispatchMouseEvent", parameters);
    }
}

void
guild_test_page_shoot (GuildTestPage *self, const char *filename)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) result = command (self, "Page.captureScreenshot", "{\"format\": \"png\"}");
  gsize size;
  g_autofree guchar *data = g_base64_decode (
    json_object_get_string_member (json_node_get_object (result), "data"), &size);

  g_file_set_contents (filename, (const char *) data, (gssize) size, &error);
  g_assert_no_error (error);
}

void
guild_test_page_close (GuildTestPage *self)
{
  if (!self->closed)
    {
      g_autofree char *path = g_strdup_printf ("/json/close/%s", self->id);
      g_autoptr(JsonNode) ignored = request (self->browser, path);
    }
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_object_unref (self->connection);
  g_clear_pointer (&self->answer, json_node_unref);
  g_free (self->id);
  g_free (self);
}
