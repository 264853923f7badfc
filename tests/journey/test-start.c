/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-atspi.h"
#include "support/guild-test-desktop.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

/* The ways in: the command line, the bus and addresses. Run once on the program as it was built,
 * and once as it was installed: then $GUILDHALL_TEST_PREFIX says where, and the program starts
 * without anything that leads to the build directory. */

typedef struct
{
  GSubprocess     *process;     /* (owned) (nullable): started by the bus */
  GPid             pid;
  AtspiAccessible *application; /* (owned) */
} Program;

static const char *
get_prefix (void)
{
  return g_getenv ("GUILDHALL_TEST_PREFIX");
}

/* Takes what only the build directory has out of the environment of an installed program. */
static GSubprocessLauncher *
launcher_new (void)
{
  GSubprocessLauncher *launcher = guild_test_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_auto(GStrv) names = g_listenv ();

  for (guint i = 0; get_prefix () != NULL && names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], "GUILDHALL_") || g_str_has_prefix (names[i], "G_TEST_") ||
        g_str_has_prefix (names[i], "MESON_") || g_str_equal (names[i], "GSETTINGS_SCHEMA_DIR"))
      g_subprocess_launcher_unsetenv (launcher, names[i]);
  /* Odd surroundings make the toolkit warn. */
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "gc-friendly", TRUE);
  return launcher;
}

static GSubprocess *
spawn (GSubprocessLauncher *launcher, const char *argument)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *process = g_subprocess_launcher_spawn (launcher, &error,
                                                      g_getenv ("GUILDHALL_PROGRAM"), argument,
                                                      NULL);
  g_assert_no_error (error);
  return process;
}

/* ARGUMENT (nullable) */
static void
begin (Program *self, GSubprocessLauncher *launcher, const char *argument)
{
  self->process = spawn (launcher, argument);
  self->pid = (GPid) g_ascii_strtoll (g_subprocess_get_identifier (self->process), NULL, 10);
  self->application = guild_test_atspi_application (self->pid);
}

/* Another start, which must end by itself and well. */
static void
start_again (const char *argument)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  g_autoptr(GSubprocess) process = spawn (launcher, argument);

  guild_test_end_process (process, 0);
  g_assert_true (g_subprocess_get_successful (process));
}

static GVariant *
call (const char *name, const char *path, const char *interface, const char *method,
      GVariant *parameters)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  GVariant *answer = g_dbus_connection_call_sync (bus, name, path, interface, method, parameters,
                                                  NULL, G_DBUS_CALL_FLAGS_NONE, 60000, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

/* As the desktop's shell does it; starts the program where the bus knows how. */
static void
call_program (const char *method, GVariant *parameters)
{
  g_variant_unref (call (GUILD_APP_ID, GUILD_APP_PATH, "org.freedesktop.Application", method,
                         parameters));
}

static void
activate (const char *action)
{
  call_program ("ActivateAction", g_variant_new ("(sava{sv})", action, NULL, NULL));
}

static gboolean
is_gone (GPid pid)
{
  return kill (pid, 0) != 0;
}

static void
end (Program *self)
{
  activate ("quit");
  if (self->process != NULL)
    {
      guild_test_end_process (self->process, 0);
      g_assert_true (g_subprocess_get_successful (self->process));
    }
  else
    guild_test_wait_until (is_gone (self->pid));
  g_clear_object (&self->process);
  g_clear_object (&self->application);
}

static guint
count_nodes (Program *self, const char *role, const char *name)
{
  g_autoptr(GPtrArray) nodes = guild_test_atspi_find_all (self->application, role, name);
  return nodes->len;
}

static void
await (Program *self, const char *role, const char *name)
{
  g_autoptr(AtspiAccessible) node = guild_test_atspi_await (self->application, role, name);
}

/* (transfer full): the program that process PID runs. */
static char *
read_program (GPid pid)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", pid);
  return g_file_read_link (link, NULL);
}

/* The sandbox that the program started is the one beside it. */
static void
check_sandbox (Program *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", self->pid, self->pid);
  g_autofree char *children = NULL;
  gboolean found = FALSE;

  if (get_prefix () == NULL || !g_file_get_contents (path, &children, NULL, NULL))
    return;
  g_auto(GStrv) pids = g_strsplit (children, " ", -1);
  for (guint i = 0; pids[i] != NULL; i++)
    {
      g_autofree char *program = read_program (atoi (pids[i]));
      found |= program != NULL && g_str_has_prefix (program, get_prefix ()) &&
               g_str_has_suffix (program, GUILD_PACKAGE "-sandbox");
    }
  g_assert_true (found);
}

static gboolean
is_other_id (const char *name, gpointer data)
{
  return g_uuid_string_is_valid (name) && g_strcmp0 (name, data) != 0;
}

/* Waits until the pane shows a company other than OTHER (nullable); (transfer full): its id. */
static char *
await_company (Program *self, const char *other)
{
  g_autoptr(AtspiAccessible) label = NULL;

  guild_test_wait_until ((label = guild_test_atspi_find_where (self->application, "label",
                                                               is_other_id, (gpointer) other))
                         != NULL);
  return atspi_accessible_get_name (label, NULL);
}

static void
test_second_start (void)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  Program program = { 0 };

  begin (&program, launcher, "--sandbox");
  await (&program, "label", "Codat · sandbox");
  await (&program, "label", "Last sync");
  check_sandbox (&program);

  /* An address opens what a person opened before. */
  guild_test_press ("ctrl+f");
  guild_test_press ("Down");
  guild_test_press ("Return");
  g_autofree char *id = await_company (&program, NULL);
  guild_test_press ("Down");
  guild_test_press ("Return");
  g_autofree char *next = await_company (&program, id);
  g_autofree char *address = g_strconcat (GUILD_PACKAGE ":company/", id, NULL);
  start_again (address);
  await (&program, "label", id);

  /* One that is no good is told, and what was on show stays. */
  start_again (GUILD_PACKAGE ":delete/everything");
  await (&program, "label", "Nothing to Open");
  guild_test_press ("Return");
  guild_test_atspi_await_gone (program.application, "label", "Nothing to Open");
  await (&program, "label", id);

  start_again ("--new-company");
  await (&program, "text", "Name");
  start_again ("--new-company");
  activate ("new-company");
  g_assert_cmpuint (count_nodes (&program, "text", "Name"), ==, 1);
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (program.application, "text", "Name");

  g_assert_cmpuint (count_nodes (&program, "frame", NULL), ==, 1);
  start_again ("--new-window");
  guild_test_wait_until (count_nodes (&program, "frame", NULL) == 2);
  activate ("new-window");
  guild_test_wait_until (count_nodes (&program, "frame", NULL) == 3);
  end (&program);
}

static gboolean
has_keyboard (Program *self)
{
  g_autoptr(AtspiAccessible) window = guild_test_atspi_find (self->application, "frame", NULL);
  return window != NULL && guild_test_atspi_has_state (window, ATSPI_STATE_ACTIVE);
}

/* Assistive technology asks how many windows there are, and then for each: when one was closed in
 * between it asks for one too many. GTK 4.8 tells of its last window then, and what was never shown
 * it cannot name: that ends the program. */
static void
check_windows (Program *self)
{
  g_autoptr(AtspiAccessible) other =
    atspi_accessible_get_child_at_index (self->application, 9, NULL);

  guild_test_wait_until (has_keyboard (self));
}

/* A first start with a wish opens one window, and does not lose the wish. */
static void
test_first_start (void)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  Program program = { 0 };

  begin (&program, launcher, "--new-window");
  await (&program, "push button", "Try the Sandbox");
  check_windows (&program);
  guild_test_press ("ctrl+question");
  await (&program, "label", "Shortcuts");
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (program.application, "label", "Shortcuts");
  check_windows (&program);
  g_assert_cmpuint (count_nodes (&program, "frame", NULL), ==, 1);
  end (&program);

  begin (&program, launcher, GUILD_PACKAGE ":workspace/gone");
  await (&program, "label", "Nothing to Open");
  await (&program, "push button", "Try the Sandbox");
  end (&program);
}

/* Started by nobody but the bus. */
static void
test_activation (void)
{
  Program program = { 0 };
  guint pid;

  if (get_prefix () == NULL)
    {
      g_test_skip ("only what is installed can be started by the bus");
      return;
    }
  activate ("new-window");
  g_autoptr(GVariant) answer = call ("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                     g_variant_new ("(s)", GUILD_APP_ID));
  g_variant_get (answer, "(u)", &pid);
  program.pid = (GPid) pid;
  g_autofree char *path = read_program (program.pid);
  g_assert_true (g_str_has_prefix (path, get_prefix ()));
  program.application = guild_test_atspi_application (program.pid);
  await (&program, "push button", "Try the Sandbox");
  const char *const addresses[] = { GUILD_PACKAGE ":workspace/gone", NULL };
  call_program ("Open", g_variant_new ("(^asa{sv})", addresses, NULL));
  await (&program, "label", "Nothing to Open");
  end (&program);
}

static void
test_german (void)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  Program program = { 0 };

  if (get_prefix () == NULL)
    {
      g_test_skip ("translations are found where they are installed");
      return;
    }
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", "de", TRUE);
  /* Newer C libraries translate nothing in the locale C.UTF-8; older ones know it alone here. */
  locale_t german = newlocale (LC_ALL_MASK, "de_DE.UTF-8", NULL);
  if (german != NULL)
    {
      g_subprocess_launcher_setenv (launcher, "LC_ALL", "de_DE.UTF-8", TRUE);
      freelocale (german);
    }
  begin (&program, launcher, NULL);
  await (&program, "label", "Willkommen bei Guildhall");
  end (&program);
}

/* A home that nobody can write to, root included: what cannot be kept is told, and the rest
 * works. */
static void
test_read_only_home (void)
{
  static const char *const names[] = { "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                       "XDG_STATE_HOME" };
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  Program program = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_subprocess_launcher_setenv (launcher, names[i], "/dev/null/home", TRUE);
  begin (&program, launcher, "--sandbox");
  await (&program, "label", "Workspaces");
  guild_test_press ("Return");
  guild_test_atspi_await_gone (program.application, "label", "Workspaces");
  await (&program, "label", "Codat · sandbox");
  await (&program, "label", "The journal*");
  await (&program, "label", "Last sync");
  end (&program);
}

/* Nothing but the window tells: assistive technology is reached through the bus. */
static void
test_no_bus (void)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  const char *const search[] = { "timeout", "60", "xdotool", "search", "--sync", "--onlyvisible",
                                 "--name", "^Guildhall", NULL };
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_autoptr(GSubprocess) process = spawn (launcher, NULL);
  g_autoptr(GSubprocess) seen = g_subprocess_newv (search, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  guild_test_end_process (seen, 0);
  g_assert_true (g_subprocess_get_successful (seen));
  guild_test_end_process (process, SIGTERM);
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGTERM);
}

static void
test_unknown_locale (void)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  Program program = { 0 };

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "xx_YY.UTF-8", TRUE);
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", "xx", TRUE);
  begin (&program, launcher, NULL);
  await (&program, "push button", "Try the Sandbox");
  end (&program);
}

/* Neither a theme of icons nor the types of files that pictures are told apart by. */
static void
test_no_icons (void)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new ();
  Program program = { 0 };

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_DIRS", "/nonexistent", TRUE);
  begin (&program, launcher, NULL);
  await (&program, "push button", "Try the Sandbox");
  end (&program);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GuildTestDesktop *desktop = guild_test_desktop_start ();
  g_test_add_func ("/start/first", test_first_start);
  g_test_add_func ("/start/second", test_second_start);
  g_test_add_func ("/start/activation", test_activation);
  g_test_add_func ("/start/german", test_german);
  g_test_add_func ("/start/read-only-home", test_read_only_home);
  g_test_add_func ("/start/no-bus", test_no_bus);
  g_test_add_func ("/start/unknown-locale", test_unknown_locale);
  g_test_add_func ("/start/no-icons", test_no_icons);
  int status = g_test_run ();
  guild_test_desktop_stop (desktop);
  return status;
}
