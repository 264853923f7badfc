/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-atspi-private.h"
#include "support/guild-test-tree.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <string.h>

#define MAX_BORDER 10

static void
ignore_message (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

/* A program in a container has a process number of its own there, and speaks through a proxy. */
static gboolean
is_boxed (void)
{
  return g_getenv ("GUILDHALL_TEST_BOXED") != NULL;
}

/* What starts in a container may leave a question without an answer, and is asked again. */
int
guild_test_atspi_get_patience_ms (void)
{
  int patience = (int) ((guild_test_deadline () - g_get_monotonic_time ()) / 1000);
  return is_boxed () ? patience / 3 : patience;
}

/* ROOT is the desktop, or a program. GTK 4.8 does not report every change, and when a window comes
 * or goes it names the program itself as the child: the library, which believes what it keeps,
 * walks in circles then, or takes the program for gone. So it asks anew each time. Newer GTK
 * reports what makes it ask for states while it must not, unless it keeps them. */
static void
keep_little (AtspiAccessible *root)
{
  atspi_accessible_set_cache_mask (root, is_boxed () ? ATSPI_CACHE_STATES : ATSPI_CACHE_NONE);
}

static AtspiAccessible *
get_desktop (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      /* The library warns when a program is still starting or has just gone. The program under test
       * has G_DEBUG of its own. */
      g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
      g_log_set_handler ("dbind", G_LOG_LEVEL_WARNING, ignore_message, NULL);
      g_assert_cmpint (atspi_init (), <=, 1);
      /* By default it takes what is not answered within 0.8 s for absent: a busy program would have
       * lost its windows, or a menu be gone that is still there. */
      if (!is_boxed ())
        atspi_set_timeout (guild_test_atspi_get_patience_ms (), -1);
      g_once_init_leave (&once, 1);
    }
  AtspiAccessible *desktop = atspi_get_desktop (0);
  keep_little (desktop);
  return desktop;
}

static gboolean
is_application (AtspiAccessible *application, GPid pid)
{
  guint its_pid = atspi_accessible_get_process_id (application, NULL);

  if (!is_boxed ())
    return its_pid == (guint) pid;
  /* Its name would tell, too, but to ask for it while it starts can block for ever. */
  g_autofree char *path = g_strdup_printf ("/proc/%u/comm", its_pid);
  g_autofree char *command = NULL;
  return g_file_get_contents (path, &command, NULL, NULL) &&
         g_str_has_prefix (command, "xdg-dbus-proxy");
}

static AtspiAccessible *
find_application (GPid pid)
{
  g_autoptr(AtspiAccessible) desktop = get_desktop ();
  int n = atspi_accessible_get_child_count (desktop, NULL);

  for (int i = 0; i < n; i++)
    {
      g_autoptr(AtspiAccessible) application =
        atspi_accessible_get_child_at_index (desktop, i, NULL);
      if (application == NULL)
        continue;
      /* The desktop's word does not hold for a program that once told all it has: GTK names nobody
       * as its parent there. */
      keep_little (application);
      if (is_application (application, pid))
        return g_steal_pointer (&application);
    }
  return NULL;
}

/* Who asks all the time takes the time of the program that it waits for. */
static void
rest (gint64 us)
{
  g_usleep ((gulong) CLAMP (us, 10 * 1000, 50 * 1000));
}

AtspiAccessible *
guild_test_atspi_application (GPid pid)
{
  gint64 deadline = guild_test_deadline ();
  AtspiAccessible *application;

  while ((application = find_application (pid)) == NULL)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("the program is not there in time");
      rest (G_MAXINT64);
      guild_test_spin ();
    }
  return application;
}

gboolean
guild_test_atspi_has_state (AtspiAccessible *node, AtspiStateType state)
{
  return guild_test_tree_has_state (node, state, guild_test_atspi_get_patience_ms ());
}

gboolean
guild_test_atspi_get_place (AtspiAccessible *node, AtspiRect *place)
{
  g_autoptr(AtspiComponent) component = atspi_accessible_get_component_iface (node);

  if (component == NULL)
    return FALSE;
  AtspiRect *rectangle = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  if (rectangle == NULL)
    return FALSE;
  *place = *rectangle;
  g_free (rectangle);
  return place->width > 0 && place->height > 0;
}

static gboolean
is_called (const char *name, gpointer data)
{
  return data == NULL || g_pattern_match_simple (data, name);
}

static GPtrArray *
search (AtspiAccessible *root, const char *role, GuildTestNameFunc is, gpointer data, guint limit)
{
  const char *const roles[] = { role, NULL };
  gint64 begin = g_get_monotonic_time ();
  GPtrArray *found = guild_test_tree_find (root, role != NULL ? roles : NULL, is, data, limit,
                                           guild_test_atspi_get_patience_ms ());

  if (found->len == 0)
    rest (g_get_monotonic_time () - begin);
  return found;
}

GPtrArray *
guild_test_atspi_find_all (AtspiAccessible *root, const char *role, const char *name)
{
  return search (root, role, is_called, (gpointer) name, G_MAXUINT);
}

AtspiAccessible *
guild_test_atspi_find_where (AtspiAccessible *root, const char *role, GuildTestNameFunc is,
                             gpointer data)
{
  g_autoptr(GPtrArray) found = search (root, role, is, data, 1);

  return found->len > 0 ? g_object_ref (found->pdata[0]) : NULL;
}

AtspiAccessible *
guild_test_atspi_find (AtspiAccessible *root, const char *role, const char *name)
{
  return guild_test_atspi_find_where (root, role, is_called, (gpointer) name);
}

AtspiAccessible *
guild_test_atspi_await (AtspiAccessible *root, const char *role, const char *name)
{
  gint64 deadline = guild_test_deadline ();
  AtspiAccessible *found;

  while ((found = guild_test_atspi_find (root, role, name)) == NULL)
    {
      if (g_get_monotonic_time () > deadline)
        {
          guild_test_atspi_dump (root);
          g_error ("no %s “%s” on screen in time", role != NULL ? role : "node",
                   name != NULL ? name : "");
        }
      guild_test_spin ();
    }
  return found;
}

void
guild_test_atspi_await_gone (AtspiAccessible *root, const char *role, const char *name)
{
  gint64 deadline = guild_test_deadline ();

  for (;;)
    {
      g_autoptr(AtspiAccessible) found = guild_test_atspi_find (root, role, name);
      if (found == NULL)
        return;
      if (g_get_monotonic_time () > deadline)
        g_error ("%s “%s” is still on screen in time", role != NULL ? role : "node",
                 name != NULL ? name : "");
      guild_test_spin ();
    }
}

char *
guild_test_atspi_text (AtspiAccessible *node)
{
  g_autoptr(AtspiText) text = atspi_accessible_get_text_iface (node);
  char *content = NULL;

  if (text != NULL)
    content = atspi_text_get_text (text, 0, atspi_text_get_character_count (text, NULL), NULL);
  return content != NULL ? content : atspi_accessible_get_name (node, NULL);
}

/* --- Where it is on the screen ---------------------------------------------------------------- */

static gboolean
get_cardinal (Display *display, Window window, const char *name, gulong *value)
{
  Atom type;
  int format;
  gulong n = 0, rest;
  guchar *data = NULL;

  XGetWindowProperty (display, window, XInternAtom (display, name, False), 0, 1, False,
                      AnyPropertyType, &type, &format, &n, &rest, &data);
  if (n > 0 && format == 32)
    *value = *(gulong *) (gpointer) data;
  if (data != NULL)
    XFree (data);
  return n > 0 && format == 32;
}

/* The topmost window of process PID below WINDOW that has the size of the frame. What the library
 * calls the frame is without its border, which is the same on all sides here. */
static gboolean
find_window (Display *display, Window window, guint pid, const AtspiRect *size, int *x, int *y)
{
  Window root, parent, *children = NULL;
  guint n = 0;
  gulong owner = 0;
  XWindowAttributes attributes;

  if (!XGetWindowAttributes (display, window, &attributes) ||
      attributes.map_state != IsViewable)
    return FALSE;
  int border = (attributes.width - size->width) / 2;
  /* In a container GTK does not say whose window it is. */
  if ((is_boxed () ||
       (get_cardinal (display, window, "_NET_WM_PID", &owner) && owner == pid)) &&
      border >= 0 && border <= MAX_BORDER && attributes.height - size->height == 2 * border)
    {
      Window ignored;
      return XTranslateCoordinates (display, window, DefaultRootWindow (display), border, border, x,
                                    y, &ignored);
    }
  gboolean found = FALSE;
  if (XQueryTree (display, window, &root, &parent, &children, &n) && children != NULL)
    {
      for (guint i = n; i > 0 && !found; i--)
        found = find_window (display, children[i - 1], pid, size, x, y);
      XFree (children);
    }
  return found;
}

/* The window (a child of the application) that holds NODE. */
static AtspiAccessible *
get_toplevel (AtspiAccessible *node)
{
  AtspiAccessible *toplevel = g_object_ref (node);

  for (;;)
    {
      AtspiAccessible *parent = atspi_accessible_get_parent (toplevel, NULL);
      if (parent == NULL)
        return toplevel;
      AtspiRole role = atspi_accessible_get_role (parent, NULL);
      if (role == ATSPI_ROLE_APPLICATION || role == ATSPI_ROLE_DESKTOP_FRAME)
        {
          g_object_unref (parent);
          return toplevel;
        }
      g_object_unref (toplevel);
      toplevel = parent;
    }
}

gboolean
guild_test_atspi_is_inside (AtspiAccessible *node)
{
  g_autoptr(AtspiAccessible) toplevel = get_toplevel (node);
  AtspiRect place, frame;

  return guild_test_atspi_get_place (node, &place) &&
         guild_test_atspi_get_place (toplevel, &frame) && place.x >= 0 && place.y >= 0 &&
         place.x + place.width <= frame.width && place.y + place.height <= frame.height;
}

static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

static gboolean
locate (AtspiAccessible *node, int *x, int *y)
{
  g_autoptr(AtspiAccessible) toplevel = get_toplevel (node);
  AtspiRect place, frame;
  int left, top;

  if (!guild_test_atspi_get_place (node, &place) || !guild_test_atspi_get_place (toplevel, &frame))
    return FALSE;
  Display *display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  /* A window may go while we look. */
  XErrorHandler before = XSetErrorHandler (ignore_error);
  gboolean found = find_window (display, DefaultRootWindow (display),
                                atspi_accessible_get_process_id (node, NULL), &frame, &left, &top);
  XCloseDisplay (display);
  XSetErrorHandler (before);
  if (!found)
    return FALSE;
  *x = left + place.x + place.width / 2;
  *y = top + place.y + place.height / 2;
  return TRUE;
}

void
guild_test_atspi_scroll_to (AtspiAccessible *node)
{
  g_autoptr(AtspiAccessible) pane = g_object_ref (node);
  gint64 deadline = guild_test_deadline ();
  AtspiRect place = { 0 }, view = { 0 };

  while (atspi_accessible_get_role (pane, NULL) != ATSPI_ROLE_SCROLL_PANE)
    {
      AtspiAccessible *parent = atspi_accessible_get_parent (pane, NULL);
      g_assert_nonnull (parent);
      g_object_unref (pane);
      pane = parent;
    }
  for (;;)
    {
      int x, y;
      g_assert_true (guild_test_atspi_get_place (node, &place));
      g_assert_true (guild_test_atspi_get_place (pane, &view));
      gboolean above = place.y < view.y;
      if (!above && place.y + place.height <= view.y + view.height)
        return;
      if (g_get_monotonic_time () > deadline)
        g_error ("a node cannot be scrolled to");
      if (locate (pane, &x, &y))
        guild_test_wheel_at (x, y, above ? -1 : 1);
      guild_test_spin ();
    }
}

gboolean
guild_test_atspi_click_node (AtspiAccessible *node)
{
  int x, y, again_x, again_y;

  if (!guild_test_atspi_has_state (node, ATSPI_STATE_SENSITIVE) || !locate (node, &x, &y))
    return FALSE;
  guild_test_spin ();
  if (!locate (node, &again_x, &again_y) || x != again_x || y != again_y)
    return FALSE;
  guild_test_click_at (x, y);
  return TRUE;
}

static gboolean
try_click (AtspiAccessible *root, const char *role, const char *name)
{
  g_autoptr(AtspiAccessible) node = guild_test_atspi_find (root, role, name);
  return node != NULL && guild_test_atspi_click_node (node);
}

void
guild_test_atspi_click (AtspiAccessible *root, const char *role, const char *name)
{
  g_autoptr(AtspiAccessible) node = guild_test_atspi_await (root, role, name);
  gint64 deadline = guild_test_deadline ();

  while (!try_click (root, role, name))
    {
      if (g_get_monotonic_time () > deadline)
        {
          guild_test_atspi_dump (root);
          g_error ("cannot click on %s “%s”", role != NULL ? role : "node", name);
        }
      guild_test_spin ();
    }
}
