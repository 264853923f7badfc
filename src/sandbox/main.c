/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-faults.h"
#include "sandbox/guild-sandbox-server.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define USAGE_STATUS 2
#define MAX_COMPANIES 10000000

static int     port;
static int     n_companies = 2000;
static int     n_autodesk = 5000;
static gint64  seed = 1;
static gint64  begin;
static char   *database;
static int     latency;
static gboolean one_time_links;
static gboolean exit_with_stdin;
static char  **faults;

static const GOptionEntry entries[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &port, "Port on 127.0.0.1 (default: any free one)", "N" },
  { "companies", 0, 0, G_OPTION_ARG_INT, &n_companies, "Codat companies (default 2000)", "N" },
  { "autodesk-companies", 0, 0, G_OPTION_ARG_INT, &n_autodesk,
    "Autodesk companies (default 5000)", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "The same seed makes the same data (default 1)", "N" },
  { "begin", 0, 0, G_OPTION_ARG_INT64, &begin,
    "Its clock starts at this time, in seconds since 1970 (default: now)", "TIME" },
  { "database", 0, 0, G_OPTION_ARG_FILENAME, &database,
    "Keep the data there (default :memory:)", "FILE" },
  { "latency", 0, 0, G_OPTION_ARG_INT, &latency, "Wait before every answer", "MS" },
  { "one-time-links", 0, 0, G_OPTION_ARG_NONE, &one_time_links,
    "Link addresses work once, for a day", NULL },
  { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults,
    "Misbehave, for example path=/companies,status=503,rate=0.3", "SPEC" },
  { "exit-with-stdin", 0, 0, G_OPTION_ARG_NONE, &exit_with_stdin,
    "End when standard input is closed", NULL },
  { NULL }
};

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static gboolean
read_options (int *argc, char ***argv, GError **error)
{
  g_autoptr(GOptionContext) context =
    g_option_context_new ("— stands in for Codat and Autodesk Construction Cloud");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                   "Unexpected argument “%s”", (*argv)[1]);
      return FALSE;
    }
  if (port < 0 || port > 65535)
    return refuse (error, "--port takes a number from 0 to 65535");
  if (n_companies < 0 || n_companies > MAX_COMPANIES)
    return refuse (error, "--companies takes a number from 0 to 10000000");
  if (n_autodesk < 0 || n_autodesk > MAX_COMPANIES)
    return refuse (error, "--autodesk-companies takes a number from 0 to 10000000");
  if (seed < 0)
    return refuse (error, "--seed takes a number from 0");
  if (begin < 0 || begin > G_MAXINT64 / G_USEC_PER_SEC)
    return refuse (error, "--begin takes seconds since 1970");
  if (latency < 0 || latency > 600000)
    return refuse (error, "--latency takes milliseconds from 0 to 600000");
  return TRUE;
}

/* Letters and digits that depend on the seed only. */
static char *
make_secret (guint64 from, guint salt, guint length)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  char *text = g_new0 (char, length + 1);

  for (guint i = 0; i < length; i++)
    text[i] = alphabet[guild_sandbox_random (from, i, salt) % (sizeof alphabet - 1)];
  return text;
}

/* A file seeded with another seed would not fit the credentials. */
static gboolean
check_seed (GuildSandbox *self, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gint64 stored = (gint64) self->seed;

  g_autofree char *insert = g_strdup_printf (
    "CREATE TABLE IF NOT EXISTS sandbox (seed INTEGER NOT NULL);"
    "INSERT INTO sandbox SELECT %" G_GINT64_FORMAT " WHERE NOT EXISTS (SELECT 1 FROM sandbox)",
    stored);
  if (sqlite3_exec (self->db, insert, NULL, NULL, NULL) != SQLITE_OK)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "Cannot use %s: %s", database,
                   sqlite3_errmsg (self->db));
      return FALSE;
    }
  sqlite3_prepare_v2 (self->db, "SELECT seed FROM sandbox", -1, &statement, NULL);
  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    stored = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  if (stored == (gint64) self->seed)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
               "%s was made with --seed %" G_GINT64_FORMAT "; give that seed, or another file",
               database, stored);
  return FALSE;
}

static gboolean
open_database (GuildSandbox *self, GError **error)
{
  if (sqlite3_open (database, &self->db) != SQLITE_OK)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "Cannot open %s: %s", database,
                   sqlite3_errmsg (self->db));
      return FALSE;
    }
  /* Nothing here is worth a wait for the disk: a damaged file is deleted and made again. */
  sqlite3_exec (self->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY", NULL, NULL, NULL);
  return check_seed (self, error) &&
         guild_sandbox_codat_seed (self, (guint) n_companies, error) &&
         guild_sandbox_autodesk_seed (self, (guint) n_autodesk, error);
}

static void
print_line (GuildSandbox *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char *members[] = { "url", self->base_url, "codat_key", self->codat_key,
                            "autodesk_client_id", self->client_id,
                            "autodesk_client_secret", self->client_secret,
                            "autodesk_public_client_id", self->public_client_id,
                            "autodesk_account_id", self->account_id, "region", self->region };

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i += 2)
    {
      json_builder_set_member_name (builder, members[i]);
      json_builder_add_string_value (builder, members[i + 1]);
    }
  json_builder_end_object (builder);
  g_autoptr(JsonNode) node = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (node, FALSE);
  g_print ("%s\n", text);
  fflush (stdout);
}

static gboolean
signal_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
stdin_cb (GObject *stream, gpointer data)
{
  char buffer[256];
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer,
                                                       sizeof buffer, NULL, NULL);

  if (n > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
run (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);
  if (exit_with_stdin)
    {
      g_autoptr(GSource) source =
        g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (input), NULL);
      g_source_set_callback (source, G_SOURCE_FUNC (stdin_cb), loop, NULL);
      g_source_attach (source, NULL);
    }
  g_main_loop_run (loop);
}

static void
sandbox_init (GuildSandbox *self)
{
  self->seed = (guint64) seed;
  self->codat_key = make_secret (self->seed, 901, 40);
  self->client_id = make_secret (self->seed, 902, 48);
  self->client_secret = make_secret (self->seed, 903, 64);
  self->account_id = guild_sandbox_uuid (self->seed, 0, 904);
  self->public_client_id = make_secret (self->seed, 905, 48);
  self->region = g_strdup ("EMEA");
  self->one_time_links = one_time_links;
  if (begin > 0)
    self->clock_offset = begin * G_USEC_PER_SEC - g_get_real_time ();
  self->switches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->faults = guild_sandbox_faults_new ();
  self->log = guild_sandbox_log_new ();
  self->pages = guild_sandbox_pages_new ();
}

static void
sandbox_clear (GuildSandbox *self)
{
  sqlite3_close_v2 (self->db);
  g_free (self->base_url);
  g_free (self->codat_key);
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self->public_client_id);
  g_free (self->account_id);
  g_free (self->region);
  g_hash_table_unref (self->switches);
  guild_sandbox_faults_free (self->faults);
  guild_sandbox_log_free (self->log);
  guild_sandbox_pages_free (self->pages);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  GuildSandbox self = { 0 };
  g_autoptr(SoupServer) server = NULL;
  int status = EXIT_SUCCESS;

  setlocale (LC_ALL, "");
  g_set_prgname ("guildhall-sandbox");
  signal (SIGPIPE, SIG_IGN);
  if (!read_options (&argc, &argv, &error))
    {
      g_printerr ("guildhall-sandbox: %s\n", error->message);
      return USAGE_STATUS;
    }
  if (database == NULL)
    database = g_strdup (":memory:");
  sandbox_init (&self);
  for (char **spec = faults; spec != NULL && *spec != NULL && error == NULL; spec++)
    guild_sandbox_faults_add (self.faults, *spec, &error);
  if (error != NULL)
    status = USAGE_STATUS;
  else if (!open_database (&self, &error))
    status = EXIT_FAILURE;
  else if ((server = guild_sandbox_server_start (&self, (guint) port, (guint) latency,
                                                 &error)) == NULL)
    status = EXIT_FAILURE;
  else
    {
      print_line (&self);
      run ();
      soup_server_disconnect (server);
    }
  if (error != NULL)
    g_printerr ("guildhall-sandbox: %s\n", error->message);
  sandbox_clear (&self);
  g_strfreev (faults);
  g_free (database);
  return status;
}
