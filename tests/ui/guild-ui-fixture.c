/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include "ui/guild-application.h"

static void
describe_sandbox (GuildTestSandbox *sandbox)
{
  g_autofree char *json = g_strdup_printf (
    "{\"url\":\"%s\",\"codat_key\":\"%s\",\"autodesk_client_id\":\"%s\","
    "\"autodesk_client_secret\":\"%s\",\"autodesk_account_id\":\"%s\",\"region\":\"%s\"}",
    sandbox->url, sandbox->codat_key, sandbox->autodesk_client_id,
    sandbox->autodesk_client_secret, sandbox->autodesk_account_id, sandbox->region);
  g_setenv ("GUILDHALL_SANDBOX_JSON", json, TRUE);
}

GtkApplication *
guild_ui_fixture_get_application (void)
{
  static GtkApplication *application;
  g_autoptr(GError) error = NULL;

  if (application != NULL)
    return application;
  guild_ui_init ();
  application = g_object_new (GUILD_TYPE_APPLICATION, "application-id", GUILD_APP_ID, "flags",
                              G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN,
                              "resource-base-path", GUILD_APP_PATH, NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

void
guild_ui_fixture_init (GuildUiFixture *self, guint n_companies)
{
  g_autofree char *n = g_strdup_printf ("%u", n_companies);

  self->application = guild_ui_fixture_get_application ();
  g_autofree char *begin = g_strdup_printf ("%" G_GINT64_FORMAT, GUILD_UI_FIXTURE_BEGIN);
  self->sandbox = guild_test_sandbox_start ("--companies", n, "--autodesk-companies", n, "--begin",
                                            begin, NULL);
  describe_sandbox (self->sandbox);
  self->room = guild_test_directory ();
}

void
guild_ui_fixture_open (GuildUiFixture *self, int width, int height)
{
  g_autofree char *config = g_build_filename (self->room, "config", NULL);
  g_autofree char *state = g_build_filename (self->room, "state", NULL);
  g_autofree char *cache = g_build_filename (self->room, "cache", NULL);

  self->desk = guild_desk_new (config, state, cache);
  self->window = guild_window_new (self->application, self->desk);
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  guild_test_ui_present (GTK_WINDOW (self->window));
  guild_test_wait_until (guild_desk_get_ready (self->desk));
  guild_test_wait_until (guild_desk_get_journal (self->desk) != NULL);
}

void
guild_ui_fixture_close (GuildUiFixture *self)
{
  g_autoptr(GAsyncResult) pending = NULL;
  g_autoptr(GError) error = NULL;

  gtk_window_destroy (GTK_WINDOW (self->window));
  self->window = NULL;
  guild_desk_close_async (self->desk, guild_test_result_cb, &pending);
  g_autoptr(GAsyncResult) result = guild_test_await (&pending);
  g_assert_true (guild_desk_close_finish (self->desk, result, &error));
  g_assert_no_error (error);
  g_clear_object (&self->desk);
}

/* The places and their counts follow the rows a little later. */
static gboolean
is_counted (GuildDirectory *directory)
{
  GListModel *views = guild_directory_get_views (directory);
  g_autoptr(GuildView) all = g_list_model_get_item (views, 0);
  GuildServiceFlags flags = guild_service_get_flags (guild_directory_get_service (directory));
  gboolean grouped = (flags & GUILD_SERVICE_HAS_GROUPS) == 0;

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (views, i);
      grouped |= guild_view_get_kind (view) == GUILD_VIEW_GROUP;
    }
  return grouped && guild_view_get_count (all) == guild_directory_get_n_companies (directory);
}

void
guild_ui_fixture_add_sandbox (GuildUiFixture *self)
{
  g_autoptr(GAsyncResult) pending = NULL;
  g_autoptr(GError) error = NULL;

  guild_desk_start_sandbox_async (self->desk, NULL, guild_test_result_cb, &pending);
  g_autoptr(GAsyncResult) result = guild_test_await (&pending);
  g_assert_true (guild_desk_start_sandbox_finish (self->desk, result, &error));
  g_assert_no_error (error);
  GListModel *directories = guild_desk_get_directories (self->desk);
  for (guint i = 0; i < g_list_model_get_n_items (directories); i++)
    {
      g_autoptr(GuildDirectory) directory = g_list_model_get_item (directories, i);
      guild_test_wait_until (guild_directory_get_last_sync (directory) != GUILD_NUMBER_UNSET);
      guild_test_wait_until (is_counted (directory));
    }
  guild_test_wait_until (self->window->directory != NULL);
  guild_test_wait_until (guild_company_list_get_n_matches (self->window->table->list) ==
                         guild_directory_get_n_companies (self->window->directory));
}

void
guild_ui_fixture_clear (GuildUiFixture *self)
{
  g_clear_pointer (&self->sandbox, guild_test_sandbox_stop);
  g_clear_pointer (&self->room, g_free);
}
