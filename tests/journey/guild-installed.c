/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

#include <glib/gstdio.h>
#include <string.h>

/* What only an installed program shows: a key goes into the keyring that a container has through
 * the portal, and is there again after a restart; and then starts with something missing that is
 * the container's to give. For build-aux/test-flatpak. */

#define COMPANIES "40"

/* (transfer full): the keyring of the container. */
static char *
keyring_path (void)
{
  return g_build_filename (g_get_home_dir (), ".var", "app", g_getenv ("GUILDHALL_FLATPAK"), "data",
                           "keyrings", "default.keyring", NULL);
}

static int
count_reads (GuildJourney *self)
{
  g_autoptr(JsonNode) node = guild_journey_ask (self, "/_sandbox/requests");
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return (int) json_object_get_int_member_with_default (counts, "GET /companies", 0);
}

static char *
walk_add_workspace (GuildJourney *self)
{
  guild_journey_choose_first (self, "Add a Workspace");
  guild_journey_fill (self, "API Key", self->sandbox->codat_key);
  guild_test_atspi_click (self->application, NULL, "Advanced");
  guild_journey_fill (self, "Base Address", self->sandbox->url);
  /* GTK ends when it is asked about its own window while that goes: who waits asks elsewhere. */
  g_autofree char *path = keyring_path ();
  int before = count_reads (self);
  guild_test_atspi_click (self->application, "push button", "Add");
  guild_test_wait_until (g_file_test (path, G_FILE_TEST_EXISTS) && count_reads (self) > before);
  guild_journey_await_shown (self, 40);
  return g_strdup ("a workspace with a key of its own lists its " COMPANIES " companies");
}

static char *
walk_key_is_kept (GuildJourney *self)
{
  g_autofree char *path = keyring_path ();
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  guild_test_wait_until (g_file_test (path, G_FILE_TEST_EXISTS));
  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 0);
  g_assert_null (memmem (content, length, self->sandbox->codat_key,
                         strlen (self->sandbox->codat_key)));
  return g_strdup ("the key lies in the program's own keyring, encrypted");
}

/* OPTIONS (nullable): of `flatpak run`. Without the sandbox's own workspaces: whatever is read now
 * is read with the key. */
static void
start_with (GuildJourney *self, const char *options)
{
  guild_journey_quit_program (self);
  if (options != NULL)
    g_setenv ("GUILDHALL_FLATPAK_OPTIONS", options, TRUE);
  else
    g_unsetenv ("GUILDHALL_FLATPAK_OPTIONS");
  guild_journey_start_program (self, NULL);
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_await_shown (self, 40);
}

static void
refresh (GuildJourney *self)
{
  int before = count_reads (self);

  guild_test_press ("F5");
  guild_test_wait_until (count_reads (self) > before);
  guild_journey_await_shown (self, 40);
}

static char *
walk_restart (GuildJourney *self)
{
  start_with (self, NULL);
  refresh (self);
  return g_strdup ("started again, it reads with the key that it kept");
}

static char *
walk_dark (GuildJourney *self)
{
  g_setenv ("ADW_DEBUG_COLOR_SCHEME", "prefer-dark", TRUE);
  start_with (self, NULL);
  refresh (self);
  g_unsetenv ("ADW_DEBUG_COLOR_SCHEME");
  return g_strdup ("and once more in the dark");
}

/* --- What is missing -------------------------------------------------------------------------- */

static char *
walk_no_network (GuildJourney *self)
{
  int before = count_reads (self);

  start_with (self, "--unshare=network");
  guild_journey_await_label (self, "Showing what was known*");
  g_autoptr(AtspiAccessible) retry =
    guild_test_atspi_await (self->application, "push button", "Retry");
  g_assert_cmpint (count_reads (self), ==, before);
  return g_strdup ("without a network it says so, over what was known");
}

static gboolean
log_says (GuildJourney *self, const char *words)
{
  g_autofree char *path = g_build_filename (self->directory, "guildhall.log", NULL);
  g_autofree char *log = NULL;

  return g_file_get_contents (path, &log, NULL, NULL) && strstr (log, words) != NULL;
}

/* Neither a device nor a driver, nor one of software. */
static char *
walk_no_gpu (GuildJourney *self)
{
  start_with (self, "--nodevice=dri --env=__EGL_VENDOR_LIBRARY_DIRS=/nonexistent "
                    "--env=GALLIUM_DRIVER=nonexistent --env=GSK_DEBUG=renderer");
  refresh (self);
  g_assert_true (log_says (self, "GskCairoRenderer"));
  return g_strdup ("without any GL it is drawn all the same");
}

/* (transfer full): a directory in what the container keeps; made where it is not there. */
static char *
make_own (const char *kind, const char *name)
{
  char *directory = g_build_filename (g_get_home_dir (), ".var", "app",
                                      g_getenv ("GUILDHALL_FLATPAK"), kind, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  return directory;
}

/* The types of files, by which pictures are told apart, lie where the icons do: they stay. */
static void
keep_types (void)
{
  g_autofree char *directory = make_own ("data", "mime");
  g_autofree char *path = g_build_filename (directory, "mime.cache", NULL);
  g_autoptr(GFile) from = g_file_new_for_path ("/usr/share/mime/mime.cache");
  g_autoptr(GFile) to = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Neither the theme that the settings name nor any other, but what is in the program itself. */
static char *
walk_no_icons (GuildJourney *self)
{
  g_autofree char *directory = make_own ("config", "gtk-4.0");
  g_autofree char *path = g_build_filename (directory, "settings.ini", NULL);
  g_autoptr(GError) error = NULL;

  keep_types ();
  g_file_set_contents (path, "[Settings]\ngtk-icon-theme-name=Nowhere\n", -1, &error);
  g_assert_no_error (error);
  start_with (self, "--env=XDG_DATA_DIRS=/app/share");
  refresh (self);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return g_strdup ("without a theme of icons it has its own");
}

static char *
walk_unknown_locale (GuildJourney *self)
{
  start_with (self, "--env=LC_ALL=xx_YY.UTF-8 --env=LANGUAGE=xx");
  self->warns = "Locale not supported by C library";
  refresh (self);
  return g_strdup ("in a language that nobody knows it speaks English");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "add-workspace", walk_add_workspace },
    { "key-is-kept", walk_key_is_kept },
    { "light", walk_restart },
    { "dark", walk_dark },
    { "no-network", walk_no_network },
    { "no-gpu", walk_no_gpu },
    { "no-icons", walk_no_icons },
    { "unknown-locale", walk_unknown_locale },
  };
  static const GuildJourneyPlan plan = { "installed", steps, G_N_ELEMENTS (steps), COMPANIES };
  return guild_journey_main (argc, argv, &plan);
}
