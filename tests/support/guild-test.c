/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Seconds, for what waits on another program: at least a minute. */
static gint64
get_patience (void)
{
  const char *patience = g_getenv ("GUILDHALL_TEST_PATIENCE");

  return MAX (60, patience != NULL ? g_ascii_strtoll (patience, NULL, 10) : 0);
}

static char *
dup_member (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return g_strdup (json_object_get_string_member (object, name));
}

/* A test that aborts must not leave a child behind, holding the pipes that the runner reads. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocessLauncher *
guild_test_launcher_new (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  return launcher;
}

/* --- Waiting without moving the test's main context ----------------------------------------- */

typedef struct
{
  GMainContext *context;  /* (owned) */
  GSource      *patience; /* (owned) */
} Wait;

static gboolean
give_up_cb (gpointer what)
{
  g_error ("still waiting for %s after %d s", (const char *) what, (int) get_patience ());
  return G_SOURCE_REMOVE;
}

/* What begins between these two answers on a context of its own. */
static void
wait_begin (Wait *self, const char *what)
{
  self->context = g_main_context_new ();
  self->patience = g_timeout_source_new_seconds ((guint) get_patience ());
  g_source_set_callback (self->patience, give_up_cb, (gpointer) what, NULL);
  g_source_attach (self->patience, self->context);
  g_main_context_push_thread_default (self->context);
}

static GAsyncResult *
wait_end (Wait *self, GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (self->context, TRUE);
  g_main_context_pop_thread_default (self->context);
  g_source_destroy (self->patience);
  g_source_unref (self->patience);
  g_main_context_unref (self->context);
  return g_steal_pointer (slot);
}

void
guild_test_end_process (GSubprocess *process, int signal)
{
  GAsyncResult *slot = NULL;
  Wait wait;

  if (signal != 0)
    g_subprocess_send_signal (process, signal);
  wait_begin (&wait, "a program to end");
  g_subprocess_wait_async (process, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = wait_end (&wait, &slot);
  g_assert_true (g_subprocess_wait_finish (process, result, NULL));
}

char *
guild_test_read_line (GSubprocess *process)
{
  g_autoptr(GDataInputStream) output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  Wait wait;

  wait_begin (&wait, "a program's first line");
  g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, NULL, guild_test_result_cb,
                                       &slot);
  g_autoptr(GAsyncResult) result = wait_end (&wait, &slot);
  char *line = g_data_input_stream_read_line_finish_utf8 (output, result, NULL, &error);
  g_assert_no_error (error);
  return line;
}

/* --- The sandbox ---------------------------------------------------------------------------- */

GuildTestSandbox *
guild_test_sandbox_start (const char *first, ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  const char *program = g_getenv ("GUILDHALL_SANDBOX");

  g_assert_nonnull (program);
  g_ptr_array_add (argv, (char *) program);
  va_list args;
  va_start (args, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (args, const char *))
    g_ptr_array_add (argv, (char *) argument);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  g_autoptr(GSubprocessLauncher) launcher =
    guild_test_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process =
    g_subprocess_launcher_spawnv (launcher, (const char * const *) argv->pdata, &error);
  g_assert_no_error (error);

  g_autofree char *line = guild_test_read_line (process);
  g_assert_nonnull (line);

  g_autoptr(JsonNode) node = json_from_string (line, &error);
  g_assert_no_error (error);
  JsonObject *object = json_node_get_object (node);

  GuildTestSandbox *self = g_new0 (GuildTestSandbox, 1);
  self->process = g_steal_pointer (&process);
  self->url = dup_member (object, "url");
  self->codat_key = dup_member (object, "codat_key");
  self->autodesk_client_id = dup_member (object, "autodesk_client_id");
  self->autodesk_client_secret = dup_member (object, "autodesk_client_secret");
  self->autodesk_public_client_id = dup_member (object, "autodesk_public_client_id");
  self->autodesk_account_id = dup_member (object, "autodesk_account_id");
  self->region = dup_member (object, "region");
  return self;
}

void
guild_test_sandbox_stop (GuildTestSandbox *self)
{
  guild_test_end_process (self->process, SIGKILL);
  g_object_unref (self->process);
  g_free (self->url);
  g_free (self->codat_key);
  g_free (self->autodesk_client_id);
  g_free (self->autodesk_client_secret);
  g_free (self->autodesk_public_client_id);
  g_free (self->autodesk_account_id);
  g_free (self->region);
  g_free (self);
}

/* Sends on a session and context of its own, so that the test's main context does not move. */
static GBytes *
send_blocking (const char *method, const char *uri, const char *authorization, const char *region,
               const char *body, const char *type)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GError) error = NULL;

  g_main_context_push_thread_default (context);
  g_autoptr(SoupSession) session =
    soup_session_new_with_options ("timeout", (guint) get_patience (), NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_assert_nonnull (message);
  if (authorization != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                                 authorization);
  if (region != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Region", region);
  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
      soup_message_set_request_body_from_bytes (message, type, bytes);
    }
  GBytes *answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  if (soup_message_get_status (message) >= 300)
    g_error ("%s %s: %u %.*s", method, uri, soup_message_get_status (message),
             (int) g_bytes_get_size (answer), (const char *) g_bytes_get_data (answer, NULL));
  g_main_context_pop_thread_default (context);
  return answer;
}

static JsonNode *
parse (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (size == 0)
    return json_node_new (JSON_NODE_NULL);
  g_autofree char *text = g_strndup (data, size);
  JsonNode *node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

static char *
autodesk_authorization (GuildTestSandbox *self)
{
  g_autofree char *uri = g_strconcat (self->url, "/authentication/v2/token", NULL);
  g_autofree char *body = g_strdup_printf (
    "grant_type=client_credentials&scope=account%%3Aread%%20account%%3Awrite%%20data%%3Aread"
    "&client_id=%s&client_secret=%s",
    self->autodesk_client_id, self->autodesk_client_secret);
  g_autoptr(GBytes) bytes =
    send_blocking ("POST", uri, NULL, NULL, body, "application/x-www-form-urlencoded");
  g_autoptr(JsonNode) node = parse (bytes);
  return g_strconcat ("Bearer ",
                      json_object_get_string_member (json_node_get_object (node), "access_token"),
                      NULL);
}

JsonNode *
guild_test_sandbox_call (GuildTestSandbox *self, const char *method, const char *path,
                         const char *body)
{
  g_autofree char *uri = g_strconcat (self->url, path, NULL);
  g_autofree char *authorization = NULL;
  gboolean autodesk = g_str_has_prefix (path, "/construction") || g_str_has_prefix (path, "/hq") ||
                      g_str_has_prefix (path, "/project");

  if (autodesk)
    authorization = autodesk_authorization (self);
  else if (!g_str_has_prefix (path, "/_sandbox"))
    {
      g_autofree char *encoded =
        g_base64_encode ((const guchar *) self->codat_key, strlen (self->codat_key));
      authorization = g_strconcat ("Basic ", encoded, NULL);
    }
  g_autoptr(GBytes) bytes = send_blocking (method, uri, authorization,
                                           autodesk ? self->region : NULL, body,
                                           "application/json");
  return parse (bytes);
}

guint16
guild_test_find_port (void)
{
  /* Below those that the system gives itself. */
  enum { FIRST = 10000, N = 20000 };
  /* Tests that run beside each other begin at different ones. */
  static guint n_asked;
  guint begin = (guint) getpid () * 61;

  for (guint i = 0; i < N; i++)
    {
      guint16 port = FIRST + (begin + n_asked++) % N;
      g_autoptr(GSocketListener) listener = g_socket_listener_new ();

      if (g_socket_listener_add_inet_port (listener, port, NULL, NULL))
        return port;
    }
  g_error ("no port is free");
}

gint64
guild_test_deadline (void)
{
  const char *patience = g_getenv ("GUILDHALL_TEST_PATIENCE");
  gint64 seconds = patience != NULL ? g_ascii_strtoll (patience, NULL, 10) : 30;

  return g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
}

static gboolean
keep_waiting (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
guild_test_spin (void)
{
  GMainContext *context = g_main_context_default ();
  /* A timeout that does nothing bounds the wait: a condition may change without an event. */
  guint timeout = g_timeout_add (10, keep_waiting, NULL);
  g_main_context_iteration (context, TRUE);
  GSource *source = g_main_context_find_source_by_id (context, timeout);
  if (source != NULL)
    g_source_destroy (source);
}

void
guild_test_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **slot = data;
  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

GAsyncResult *
guild_test_await (GAsyncResult **slot)
{
  /* One call may be a whole sync, and the sandbox may be a sanitized one on a busy machine. */
  gint64 deadline = g_get_monotonic_time () + 2 * get_patience () * G_USEC_PER_SEC;

  while (*slot == NULL)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("still waiting for a call to finish after %d s", 2 * (int) get_patience ());
      guild_test_spin ();
    }
  return g_steal_pointer (slot);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static GPtrArray *directories;

static void
remove_directories (void)
{
  for (guint i = 0; i < directories->len; i++)
    remove_tree (directories->pdata[i]);
  g_ptr_array_unref (directories);
}

char *
guild_test_directory (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("guildhall-test-XXXXXX", &error);

  g_assert_no_error (error);
  if (directories == NULL)
    {
      directories = g_ptr_array_new_with_free_func (g_free);
      atexit (remove_directories);
    }
  g_ptr_array_add (directories, g_strdup (path));
  return path;
}
