/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "contract/guild-contract-calls.h"

#include <string.h>

static GuildContractCase *current;

static void
set_fault (GuildContractCase *self, const char *spec)
{
  GuildTestSandbox *sandbox = guild_contract_sandbox (self->contract);
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "POST", "/_sandbox/faults", body);
}

static void
clear_faults (GuildContractCase *self)
{
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (guild_contract_sandbox (self->contract),
                                                        "DELETE", "/_sandbox/faults", NULL);
}

/* (transfer full) (nullable): TEXT with ids in the place of their names. */
static char *
fill (GuildContractCase *self, const char *text)
{
  static const struct { const char *name; GuildContractId id; } names[] = {
    { "@GROUP@", GUILD_ID_GROUP }, { "@CONNECTION@", GUILD_ID_CONNECTION },
    { "@COMPANY@", GUILD_ID_COMPANY },
  };
  g_autoptr(GString) filled = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_replace (filled, names[i].name,
                      self->ids[names[i].id] != NULL ? self->ids[names[i].id] : "", 0);
  return text != NULL ? g_string_free (g_steal_pointer (&filled), FALSE) : NULL;
}

void
guild_contract_write (GuildContractCase *self, const GuildContractCall *call, GError **error)
{
  g_autofree char *body = fill (self, call->body);
  gint64 before = g_get_real_time ();
  g_autoptr(GuildWrite) write =
    guild_write_new (call->kind, self->ids[call->company], self->ids[call->target], body);
  GAsyncResult *slot = NULL;

  guild_service_write_async (self->service, write, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildOutcome) outcome = guild_service_write_finish (self->service, result, error);
  if (outcome == NULL)
    return;
  if (call->makes != GUILD_ID_NONE)
    {
      g_assert_nonnull (outcome->created_id);
      g_free (self->ids[call->makes]);
      self->ids[call->makes] = g_strdup (outcome->created_id);
    }

  g_autoptr(GError) lost = NULL;
  guild_service_look_up_async (self->service, write, before, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) looked = guild_test_await (&slot);
  g_autoptr(GuildOutcome) found = guild_service_look_up_finish (self->service, looked, &lost);
  /* Several that look alike are an answer, too: the table makes some. */
  if (!g_error_matches (lost, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT))
    g_assert_no_error (lost);
}

static void
run_call (gconstpointer data)
{
  const GuildContractCall *call = data;
  GuildContractCase *self = current;
  g_autoptr(GError) error = NULL;
  g_autofree char *objections = NULL;

  guild_contract_use (self->contract, call->spec);
  if (call->fault != NULL)
    set_fault (self, call->fault);
  call->run (self, call, &error);
  guint n_requests = guild_contract_take (self->contract, &objections);
  if (call->fault != NULL)
    clear_faults (self);

  if (objections != NULL)
    {
      g_test_message ("The specification says no:%s", objections);
      g_test_fail ();
    }
  else if (call->expect == GUILD_EXPECT_SUCCESS)
    g_assert_no_error (error);
  else
    g_assert_error (error, GUILD_SERVICE_ERROR, call->expect);
  g_assert_cmpuint (n_requests, >, 0);
}

void
guild_contract_add_calls (const char *prefix, GuildContractCase *self,
                          const GuildContractCall *calls, guint n_calls)
{
  current = self;
  for (guint i = 0; i < n_calls; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%02u-%s%s%s", prefix, i + 1, calls[i].name,
                                               calls[i].fault != NULL ? "-" : "",
                                               calls[i].fault != NULL ? calls[i].fault : "");
      g_strdelimit (path + strlen (prefix) + 1, "/", '.');
      g_test_add_data_func (path, &calls[i], run_call);
    }
}
