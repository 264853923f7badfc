/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include <string.h>

#define N_COMPANIES 40
#define PATIENCE 60 /* seconds, as usual */

/* What a service may do while companies are on show. */
typedef struct
{
  const char *name;
  const char *fault;        /* what the sandbox does with every list of companies */
  int         code;         /* GuildServiceError, -1 when it does no harm */
} Failure;

static const Failure failures[] = {
  { "wrong-key", "path=/companies,status=401", GUILD_SERVICE_ERROR_UNAUTHORISED },
  { "payment", "path=/companies,status=402", GUILD_SERVICE_ERROR_PAYMENT },
  { "forbidden", "path=/companies,status=403", GUILD_SERVICE_ERROR_FORBIDDEN },
  { "rate-limited", "path=/companies,status=429,retry-after=seconds:900",
    GUILD_SERVICE_ERROR_RATE_LIMITED },
  { "server-error", "path=/companies,status=500", GUILD_SERVICE_ERROR_SERVER },
  { "maintenance", "path=/companies,status=503", GUILD_SERVICE_ERROR_SERVER },
  { "slow-server", "path=/companies,delay=60000", GUILD_SERVICE_ERROR_TIMEOUT },
  { "cut-connection", "path=/companies,cut=body", GUILD_SERVICE_ERROR_CONNECTION_LOST },
  { "broken-json", "path=/companies,truncate=1", GUILD_SERVICE_ERROR_BAD_ANSWER },
  { "unknown-value", "path=/companies,unknown-enum=1", -1 },
  { "big-company", "path=/companies,big=10485760", -1 },
};

static void
set_fault (GuildUiFixture *fixture, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (fixture->sandbox, "POST",
                                                        "/_sandbox/faults", body);
}

static void
clear_faults (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (fixture->sandbox, "DELETE",
                                                        "/_sandbox/faults", NULL);
}

/* Retries come at once; SECONDS is for what is never answered. */
static void
set_patience (GuildWindow *window, guint seconds)
{
  GuildService *service = guild_directory_get_service (window->directory);
  guild_transport_set_patience (guild_service_get_transport (service), seconds, 1);
}

static void
sync_again (GuildWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sync", NULL);
  guild_test_wait_until (guild_directory_get_syncing (window->directory));
  guild_test_wait_until (!guild_directory_get_syncing (window->directory));
}

static void
assert_nothing_lost (GuildWindow *window)
{
  g_assert_cmpuint (guild_directory_get_n_companies (window->directory), ==, N_COMPANIES);
  guild_test_wait_until (guild_company_list_get_n_matches (window->table->list) == N_COMPANIES);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->pages), ==, "grid");
}

/* The rows stay, the banner says what happened and offers a way on, and the way on works. */
static void
test_failure (gconstpointer data)
{
  const Failure *failure = data;
  GuildUiFixture fixture = { 0 };

  guild_ui_fixture_init (&fixture, N_COMPANIES);
  guild_ui_fixture_open (&fixture, 900, 640);
  guild_ui_fixture_add_sandbox (&fixture);
  GuildWindow *window = fixture.window;
  gboolean slow = failure->code == GUILD_SERVICE_ERROR_TIMEOUT;
  set_patience (window, slow ? 1 : PATIENCE);

  /* The connection that is open keeps its old patience: a new one is made after this. */
  if (slow)
    set_fault (&fixture, "path=/companies,cut=before,count=1");
  set_fault (&fixture, failure->fault);
  sync_again (window);
  assert_nothing_lost (window);
  const GError *error = guild_directory_get_last_error (window->directory);
  if (failure->code < 0)
    {
      g_assert_no_error (error);
      g_assert_null (guild_banner_get_text (window->banner));
    }
  else
    {
      g_assert_error (error, GUILD_SERVICE_ERROR, failure->code);
      const char *text = guild_banner_get_text (window->banner);
      g_assert_nonnull (text);
      g_assert_true (g_str_has_prefix (text, "Showing what was known"));
      g_assert_nonnull (strstr (text, error->message));

      clear_faults (&fixture);
      set_patience (window, PATIENCE);
      GtkWidget *retry =
        guild_test_ui_await (GTK_WIDGET (window->banner), GTK_TYPE_BUTTON, "Retry");
      g_signal_emit_by_name (retry, "clicked");
      guild_test_wait_until (guild_banner_get_text (window->banner) == NULL);
      assert_nothing_lost (window);
    }
  guild_ui_fixture_close (&fixture);
  guild_ui_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/failures/", failures[i].name, NULL);
      g_test_add_data_func (path, &failures[i], test_failure);
    }
  return g_test_run ();
}
