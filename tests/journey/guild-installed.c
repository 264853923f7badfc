/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

#include <string.h>

/* What only an installed program shows: a key goes into the keyring that a container has through the
 * portal, and is there again after a restart. For build-aux/test-flatpak. */

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
  guild_test_atspi_click (self->application, "push button", "*Add");
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

static void
start_again (GuildJourney *self)
{
  guild_journey_quit_program (self);
  /* Without the sandbox's own workspaces: whatever is read now is read with the key. */
  guild_journey_start_program (self, NULL);
  int before = count_reads (self);
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_await_shown (self, 40);
  guild_test_press ("F5");
  guild_test_wait_until (count_reads (self) > before);
  guild_journey_await_shown (self, 40);
}

static char *
walk_restart (GuildJourney *self)
{
  start_again (self);
  return g_strdup ("started again, it reads with the key that it kept");
}

static char *
walk_dark (GuildJourney *self)
{
  g_setenv ("ADW_DEBUG_COLOR_SCHEME", "prefer-dark", TRUE);
  start_again (self);
  return g_strdup ("and once more in the dark");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "add-workspace", walk_add_workspace },
    { "key-is-kept", walk_key_is_kept },
    { "light", walk_restart },
    { "dark", walk_dark },
  };
  static const GuildJourneyPlan plan = { "installed", steps, G_N_ELEMENTS (steps), COMPANIES };
  return guild_journey_main (argc, argv, &plan);
}
