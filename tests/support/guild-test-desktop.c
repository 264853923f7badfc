/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-desktop.h"
#include "support/guild-test.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <signal.h>

static GSubprocess *
start (const char *program)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocessLauncher) launcher = guild_test_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  GSubprocess *process = g_subprocess_launcher_spawn (launcher, &error, program, NULL);

  g_assert_no_error (error);
  return process;
}

static gboolean
has_property (Display *display, const char *name)
{
  Atom type;
  int format;
  gulong n = 0, rest;
  guchar *data = NULL;

  XGetWindowProperty (display, DefaultRootWindow (display), XInternAtom (display, name, False), 0, 1,
                      False, AnyPropertyType, &type, &format, &n, &rest, &data);
  if (data != NULL)
    XFree (data);
  return n > 0;
}

/* Events that come while openbox is starting lie in its queue until the next one comes: a window
 * that is shown then would stay hidden. TRUE once WINDOW, shown before, was let on the screen. */
static gboolean
is_let_in (Display *display, Window window)
{
  XWindowAttributes attributes;
  Atom nudge = XInternAtom (display, "GUILDHALL_TEST_NUDGE", False);

  XChangeProperty (display, DefaultRootWindow (display), nudge, XA_CARDINAL, 32, PropModeReplace,
                   (const guchar *) &nudge, 1);
  XSync (display, False);
  return XGetWindowAttributes (display, window, &attributes) &&
         attributes.map_state == IsViewable;
}

static void
await_window_manager (Display *display)
{
  guild_test_wait_until (has_property (display, "_NET_SUPPORTING_WM_CHECK") &&
                         has_property (display, "_NET_SUPPORTED"));
  Window window = XCreateSimpleWindow (display, DefaultRootWindow (display), 0, 0, 1, 1, 0, 0, 0);
  XMapWindow (display, window);
  guild_test_wait_until (is_let_in (display, window));
  /* It is on the screen before it is on the list, and must be there to be seen leaving. */
  guild_test_wait_until (has_property (display, "_NET_CLIENT_LIST"));
  XDestroyWindow (display, window);
  guild_test_wait_until (!has_property (display, "_NET_CLIENT_LIST"));
}

GuildTestDesktop *
guild_test_desktop_start (void)
{
  GuildTestDesktop *self = g_new0 (GuildTestDesktop, 1);
  Display *display = XOpenDisplay (NULL);

  g_assert_nonnull (display);
  self->window_manager = start ("openbox");
  await_window_manager (display);
  self->compositor = start ("xcompmgr");
  Atom selection = XInternAtom (display, "_NET_WM_CM_S0", False);
  guild_test_wait_until (XGetSelectionOwner (display, selection) != None);
  XCloseDisplay (display);
  return self;
}

static void
stop (GSubprocess *process)
{
  guild_test_end_process (process, SIGTERM);
  g_object_unref (process);
}

void
guild_test_desktop_stop (GuildTestDesktop *self)
{
  stop (self->compositor);
  stop (self->window_manager);
  g_free (self);
}
