/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "bench/guild-bench-input.h"
#include "support/guild-test.h"

#define LOOK_PERIOD 2000     /* µs */
#define REST_PERIOD 200000   /* µs */
#define RESTS 4              /* periods in a row without work */
#define LEAST_WINDOW 300     /* px */
#define CONTRAST 48          /* levels of 255 */

/* A connection of its own: what is looked at is not what the toolkit thinks. */
static Display *
get_display (void)
{
  static Display *display;

  if (display == NULL)
    display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  return display;
}

static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

/* (out): the uppermost large window on the screen; programs that are being started may have
 * others. */
static gboolean
find_window (Window *found, XWindowAttributes *geometry)
{
  Display *display = get_display ();
  Window root, parent, *children = NULL;
  unsigned int n_children = 0;
  gboolean any = FALSE;

  /* A window may go while it is asked about. */
  XErrorHandler handler = XSetErrorHandler (ignore_error);
  XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n_children);
  for (unsigned int i = 0; i < n_children; i++)
    {
      XWindowAttributes attributes;
      if (XGetWindowAttributes (display, children[i], &attributes) != 0 &&
          attributes.map_state == IsViewable && attributes.width >= LEAST_WINDOW &&
          attributes.height >= LEAST_WINDOW)
        {
          *found = children[i];
          *geometry = attributes;
          any = TRUE;
        }
    }
  if (children != NULL)
    XFree (children);
  XSync (display, False);
  XSetErrorHandler (handler);
  return any;
}

/* (transfer full) (nullable): the middle of the window; a third as wide and half as high. */
static XImage *
take_picture (void)
{
  Display *display = get_display ();
  XWindowAttributes at;
  Window window;

  if (!find_window (&window, &at))
    return NULL;
  return XGetImage (display, DefaultRootWindow (display), at.x + at.width / 3,
                    at.y + at.height / 4, (unsigned int) at.width / 3,
                    (unsigned int) at.height / 2, AllPlanes, ZPixmap);
}

static int
get_green (XImage *image, int x, int y)
{
  return (int) (XGetPixel (image, x, y) >> 8 & 0xff);
}

static gboolean
has_ink (XImage *image, int y)
{
  int least = 255, most = 0;

  for (int x = 0; x < image->width; x++)
    {
      least = MIN (least, get_green (image, x, y));
      most = MAX (most, get_green (image, x, y));
    }
  return most - least >= CONTRAST;
}

/* Lines of text: runs of scan lines with ink, and blank ones between them. */
static guint
count_lines (XImage *image)
{
  gboolean within = FALSE;
  guint n_lines = 0;

  for (int y = 0; y < image->height; y++)
    {
      gboolean ink = has_ink (image, y);
      n_lines += ink && !within;
      within = ink;
    }
  return n_lines;
}

static guint
hash_picture (void)
{
  XImage *image = take_picture ();
  guint hash = 5381;

  if (image == NULL)
    return 0;
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      hash = hash * 33 + (guint) XGetPixel (image, x, y);
  XDestroyImage (image);
  return hash;
}

void
guild_bench_program_start (GuildBenchProgram *self, const char *path, const char *room)
{
  static const char * const places[][2] = { { "XDG_CONFIG_HOME", "config" },
                                            { "XDG_DATA_HOME", "data" },
                                            { "XDG_CACHE_HOME", "cache" } };
  g_autoptr(GSubprocessLauncher) launcher = guild_test_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *place = g_build_filename (room, places[i][1], NULL);
      g_subprocess_launcher_setenv (launcher, places[i][0], place, TRUE);
    }
  g_subprocess_launcher_unsetenv (launcher, "G_MESSAGES_DEBUG");
  /* Whether somebody else's program warns is not what is measured. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  self->begun = g_get_monotonic_time ();
  self->process = g_subprocess_launcher_spawn (launcher, &error, path, NULL);
  g_assert_no_error (error);
}

gint64
guild_bench_program_await (GuildBenchProgram *self, guint n_lines)
{
  gint64 deadline = guild_test_deadline ();

  for (;;)
    {
      XImage *image = take_picture ();
      gint64 now = g_get_monotonic_time ();
      gboolean there = FALSE;

      if (image != NULL)
        {
          /* The screen behind all windows is black. */
          there = n_lines == 0 ? get_green (image, image->width / 2, image->height / 2) > CONTRAST
                               : count_lines (image) >= n_lines;
          XDestroyImage (image);
        }
      if (there)
        return now - self->begun;
      /* NULL when it has ended. */
      g_assert_nonnull (g_subprocess_get_identifier (self->process));
      g_assert_cmpint (now, <, deadline);
      g_usleep (LOOK_PERIOD);
    }
}

gint64
guild_bench_program_read (GuildBenchProgram *self, const char *file, const char *line)
{
  g_autofree char *path =
    g_build_filename ("/proc", g_subprocess_get_identifier (self->process), file, NULL);
  g_autofree char *text = NULL;
  g_autofree char *key = g_strdup_printf ("\n%s:", line);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  const char *found = strstr (text, key);
  return found != NULL ? g_ascii_strtoll (found + strlen (key), NULL, 10) * 1024 : 0;
}

/* What all its threads had of the processor, in the system's ticks. */
static gint64
read_work (GuildBenchProgram *self)
{
  g_autofree char *path =
    g_build_filename ("/proc", g_subprocess_get_identifier (self->process), "stat", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  const char *after_name = strrchr (text, ')');
  g_auto(GStrv) fields = g_strsplit (after_name + 2, " ", -1);
  return g_ascii_strtoll (fields[11], NULL, 10) + g_ascii_strtoll (fields[12], NULL, 10);
}

void
guild_bench_program_rest (GuildBenchProgram *self)
{
  gint64 deadline = guild_test_deadline ();
  gint64 before = read_work (self);

  for (guint n_rests = 0; n_rests < RESTS;)
    {
      g_usleep (REST_PERIOD);
      gint64 work = read_work (self);
      n_rests = work == before ? n_rests + 1 : 0;
      before = work;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

static void
await_change (GuildBenchProgram *self, guint before)
{
  gint64 deadline = guild_test_deadline ();

  while (hash_picture () == before)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (LOOK_PERIOD);
    }
  guild_bench_program_rest (self);
}

void
guild_bench_program_type (GuildBenchProgram *self, const char *keys)
{
  guint before = hash_picture ();
  XWindowAttributes geometry;
  Window window;

  g_assert_true (find_window (&window, &geometry));
  XSetInputFocus (get_display (), window, RevertToParent, CurrentTime);
  XSync (get_display (), False);
  for (const char *key = keys; *key != '\0'; key++)
    guild_bench_input_key ((guchar) *key);
  await_change (self, before);
}

void
guild_bench_program_click (GuildBenchProgram *self, int x, int y)
{
  guint before = hash_picture ();

  guild_bench_input_move (x, y);
  guild_bench_input_button (TRUE);
  guild_bench_input_button (FALSE);
  await_change (self, before);
}

void
guild_bench_program_end (GuildBenchProgram *self)
{
  XWindowAttributes geometry;
  Window window;

  guild_test_end_process (self->process, SIGKILL);
  g_clear_object (&self->process);
  while (find_window (&window, &geometry))
    g_usleep (LOOK_PERIOD);
}
