/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <signal.h>
#include <glib/gstdio.h>
#include <string.h>

#define STILL_MS 150
#define MAX_LOOKS 20

/* The screen, the programs and the pictures. */

static char *
sandbox_json (GuildTestSandbox *sandbox)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char *const members[][2] = {
    { "url", sandbox->url },
    { "codat_key", sandbox->codat_key },
    { "autodesk_client_id", sandbox->autodesk_client_id },
    { "autodesk_client_secret", sandbox->autodesk_client_secret },
    { "autodesk_account_id", sandbox->autodesk_account_id },
    { "region", sandbox->region },
  };

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      json_builder_set_member_name (builder, members[i][0]);
      json_builder_add_string_value (builder, members[i][1]);
    }
  json_builder_end_object (builder);
  g_autoptr(JsonNode) node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}

/* A busy machine may need longer than the usual five seconds to find the undo button. */
static void
write_settings (const GuildJourneyPlan *plan)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *directory =
    g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", NULL);
  g_autofree char *path = g_build_filename (directory, "keyfile", NULL);

  g_key_file_set_string (file, &GUILD_APP_PATH[1], "delete-delay", "15");
  if (plan->width > 0)
    {
      g_key_file_set_integer (file, &GUILD_APP_PATH[1], "window-width", plan->width);
      g_key_file_set_integer (file, &GUILD_APP_PATH[1], "window-height", plan->height);
    }
  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_key_file_save_to_file (file, path, &error);
  g_assert_no_error (error);
}

/* Nobody's own keyring is touched, and none is needed: a file. */
static void
give_keyring (GSubprocessLauncher *launcher)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "keyring", NULL);

  g_subprocess_launcher_setenv (launcher, "SECRET_BACKEND", "file", TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PATH", path, TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PASSWORD", "test", TRUE);
}

void
guild_journey_start_program (GuildJourney *self, const char *argument)
{
  g_autoptr(GSubprocessLauncher) logged =
    guild_test_launcher_new (G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr(GError) error = NULL;
  const char *program = g_getenv ("GUILDHALL_PROGRAM");
  g_autofree char *json = sandbox_json (self->sandbox);
  g_autofree char *log = g_build_filename (self->directory, "guildhall.log", NULL);

  g_assert_nonnull (program);
  g_subprocess_launcher_setenv (logged, "GUILDHALL_SANDBOX_JSON", json, TRUE);
  give_keyring (logged);
  /* What it warns of is fatal too, but only at the end: see check_log(). */
  g_subprocess_launcher_setenv (logged, "G_DEBUG", "gc-friendly", TRUE);
  g_subprocess_launcher_setenv (logged, "GSETTINGS_BACKEND", "keyfile", TRUE);
  g_subprocess_launcher_set_stdout_file_path (logged, log);
  self->program = g_subprocess_launcher_spawn (logged, &error, program, argument, NULL);
  g_assert_no_error (error);
  GPid pid = (GPid) g_ascii_strtoll (g_subprocess_get_identifier (self->program), NULL, 10);
  self->application = guild_test_atspi_application (pid);
}

void
guild_journey_begin (GuildJourney *self, const GuildJourneyPlan *plan, const char *directory)
{
  self->directory = directory;
  self->desktop = guild_test_desktop_start ();
  self->sandbox = plan->companies != NULL
    ? guild_test_sandbox_start ("--companies", plan->companies, "--autodesk-companies", "20", NULL)
    : guild_test_sandbox_start (NULL, NULL);
  self->browser = guild_test_browser_install ();
  write_settings (plan);
  guild_journey_start_program (self, "--sandbox");
}

/* No journey is well when the program warned of something on the way. */
static void
check_log (GuildJourney *self)
{
  g_autofree char *path = g_build_filename (self->directory, "guildhall.log", NULL);
  g_autofree char *log = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &log, NULL, &error);
  g_assert_no_error (error);
  g_auto(GStrv) lines = g_strsplit (log, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if ((strstr (lines[i], "-CRITICAL **") != NULL || strstr (lines[i], "-WARNING **") != NULL) &&
        (self->warns == NULL || strstr (lines[i], self->warns) == NULL))
      g_error ("the program warned: %s", lines[i]);
}

void
guild_journey_quit_program (GuildJourney *self)
{
  guild_test_press ("ctrl+q");
  g_clear_object (&self->application);
  guild_test_end_process (self->program, 0);
  g_assert_cmpint (g_subprocess_get_exit_status (self->program), ==, 0);
  g_clear_object (&self->program);
  check_log (self);
}

void
guild_journey_end (GuildJourney *self)
{
  g_clear_pointer (&self->page, guild_test_page_close);
  g_clear_pointer (&self->browser, guild_test_browser_remove);
  g_clear_object (&self->application);
  if (self->program != NULL)
    {
      guild_test_end_process (self->program, SIGTERM);
      g_clear_object (&self->program);
      check_log (self);
    }
  g_clear_pointer (&self->desktop, guild_test_desktop_stop);
  g_clear_pointer (&self->sandbox, guild_test_sandbox_stop);
  g_clear_pointer (&self->company_id, g_free);
  g_clear_pointer (&self->connection_id, g_free);
}

/* --- Pictures --------------------------------------------------------------------------------- */

void
guild_journey_shoot_screen (const char *filename)
{
  g_autoptr(GError) error = NULL;
  /* Without a date the same screen gives the same file. */
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "import", "-window", "root", "-define",
                      "png:exclude-chunks=date,time", filename, NULL);

  g_assert_no_error (error);
  guild_test_end_process (process, 0);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

void
guild_journey_snap (GuildJourney *self, const char *what)
{
  g_autofree char *file = g_strdup_printf ("%s-%s.png", self->step, what);
  g_autofree char *path = g_build_filename (self->directory, file, NULL);

  if (self->page != NULL)
    guild_test_page_shoot (self->page, path);
  else
    guild_journey_shoot_screen (path);
}

/* (transfer full): what is on the screen. */
static XImage *
look (Display *display)
{
  Window root = DefaultRootWindow (display);
  int screen = DefaultScreen (display);
  XImage *image = XGetImage (display, root, 0, 0, (guint) DisplayWidth (display, screen),
                             (guint) DisplayHeight (display, screen), AllPlanes, ZPixmap);

  g_assert_nonnull (image);
  return image;
}

static gboolean
is_same (XImage *a, XImage *b)
{
  return memcmp (a->data, b->data, (gsize) a->bytes_per_line * (gsize) a->height) == 0;
}

void
guild_journey_await_still (GuildJourney *self)
{
  Display *display = XOpenDisplay (NULL);
  gboolean still = FALSE;

  g_assert_nonnull (display);
  guild_test_park ();
  XImage *before = look (display);
  /* Something may move all the time (a spinner): it is as good later as now. */
  for (guint i = 0; i < MAX_LOOKS && !still; i++)
    {
      g_usleep (STILL_MS * 1000);
      XImage *now = look (display);
      still = is_same (now, before);
      XDestroyImage (before);
      before = now;
    }
  XDestroyImage (before);
  XCloseDisplay (display);
}

void
guild_journey_picture (GuildJourney *self)
{
  g_autofree char *file = g_strconcat (self->step, ".png", NULL);
  g_autofree char *path = g_build_filename (self->directory, file, NULL);

  guild_journey_await_still (self);
  if (self->page != NULL)
    guild_test_page_shoot (self->page, path);
  else
    guild_journey_shoot_screen (path);
}

/* --- The sandbox ------------------------------------------------------------------------------ */

JsonNode *
guild_journey_ask (GuildJourney *self, const char *path, ...)
{
  va_list args;

  va_start (args, path);
  g_autofree char *full = g_strdup_vprintf (path, args);
  va_end (args);
  return guild_test_sandbox_call (self->sandbox, "GET", full, NULL);
}

char *
guild_journey_number (gint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  GString *grouped = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (grouped, " ");
      g_string_append_c (grouped, digits[i]);
    }
  return g_string_free (grouped, FALSE);
}
