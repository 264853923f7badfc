/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/guild-keyring.h"

/* The tokens of a browser sign-in (acc.md §8.4). A refresh token works once: the one that comes
 * with the answer is in the keyring before the access token beside it is used, and a request whose
 * answer was lost is never sent again. */

#define PER_MINUTE 100

typedef struct
{
  GuildTransport     *transport; /* (owned) */
  GuildWorkspace     *workspace; /* (owned) */
  char               *refresh;   /* (owned) (nullable): wiped; NULL = sign in again */
  GuildAutodeskGrant *unsaved;   /* (owned) (nullable): its refresh token is not in the keyring */
} Renewal;

/* One round of it: keeps the token alive. */
typedef struct
{
  GuildAutodeskToken *token;   /* (owned) */
  Renewal            *renewal; /* (borrowed): of the token */
  char               *spent;   /* (owned) (nullable): the token that is void; wiped */
  GError             *error;   /* (owned) (nullable): to be told once the keyring is cleared */
} Round;

static void
wipe (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
renewal_free (gpointer data)
{
  Renewal *self = data;

  wipe (&self->refresh);
  guild_autodesk_grant_free (self->unsaved);
  g_object_unref (self->transport);
  g_object_unref (self->workspace);
  g_free (self);
}

/* ---- rounds of one workspace, whichever service they are for ---- */

#define ROUNDS "guild-autodesk-rounds"

typedef struct
{
  GTask *task; /* (owned) */
  void (*go_on) (GTask *task);
} Waiting;

typedef struct
{
  guint   n_rounds;
  GArray *waiting; /* (owned) (element-type Waiting) */
} Rounds;

static void
rounds_free (gpointer data)
{
  Rounds *rounds = data;

  g_array_unref (rounds->waiting);
  g_free (rounds);
}

static void
enter_round (GuildWorkspace *workspace)
{
  Rounds *rounds = g_object_get_data (G_OBJECT (workspace), ROUNDS);

  if (rounds == NULL)
    {
      rounds = g_new0 (Rounds, 1);
      rounds->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
      g_object_set_data_full (G_OBJECT (workspace), ROUNDS, rounds, rounds_free);
    }
  rounds->n_rounds++;
}

static void
leave_round (GuildWorkspace *workspace)
{
  Rounds *rounds = g_object_get_data (G_OBJECT (workspace), ROUNDS);

  if (--rounds->n_rounds > 0)
    return;
  g_autoptr(GArray) waiting = g_array_ref (rounds->waiting);
  g_object_set_data (G_OBJECT (workspace), ROUNDS, NULL);
  for (guint i = 0; i < waiting->len; i++)
    {
      const Waiting *item = &g_array_index (waiting, Waiting, i);
      item->go_on (item->task);
    }
}

void
guild_autodesk_await_renewal (GuildWorkspace *workspace, GTask *task, void (*go_on) (GTask *task))
{
  Rounds *rounds = g_object_get_data (G_OBJECT (workspace), ROUNDS);
  const Waiting item = { task, go_on };

  if (rounds != NULL)
    g_array_append_val (rounds->waiting, item);
  else
    go_on (task);
}

/* Ends ROUND; takes it and ERROR. */
static void
end_round (Round *round, const GuildAutodeskGrant *grant, GError *error)
{
  g_autoptr(GuildWorkspace) workspace = g_object_ref (round->renewal->workspace);

  guild_autodesk_token_settle (round->token, grant, error);
  guild_autodesk_token_unref (round->token);
  g_clear_error (&round->error);
  wipe (&round->spent);
  g_free (round);
  leave_round (workspace);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Round *round = data;
  GError *error = NULL;

  if (!guild_keyring_store_finish (result, &error))
    {
      end_round (round, NULL, error); /* kept as unsaved: the next use tries the keyring again */
      return;
    }
  GuildAutodeskGrant *grant = g_steal_pointer (&round->renewal->unsaved);
  end_round (round, grant, NULL);
  guild_autodesk_grant_free (grant);
}

static void
save (Round *round)
{
  guild_keyring_store_async (round->renewal->workspace, round->renewal->unsaved->refresh, NULL,
                             saved_cb, round);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Round *round = data;

  /* A keyring that refuses keeps a token that the service refuses: nothing worse than before. */
  guild_keyring_clear_finish (result, NULL);
  end_round (round, NULL, g_steal_pointer (&round->error));
}

/* Another of the workspace's programs may have put a newer one there meanwhile. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Round *round = data;
  char *stored = guild_keyring_lookup_finish (result, NULL);
  gboolean same = g_strcmp0 (stored, round->spent) == 0;

  guild_keyring_free_secret (stored);
  if (same)
    guild_keyring_clear_async (round->renewal->workspace, NULL, cleared_cb, round);
  else
    end_round (round, NULL, g_steal_pointer (&round->error));
}

/* The sign-in is over, because of CAUSE. */
static void
give_up (Round *round, const GError *cause, const char *message)
{
  guild_problem_set_error (&round->error, GUILD_SERVICE_ERROR_UNAUTHORISED,
                           guild_problem_from_error (cause), "%s", message);
  round->spent = g_steal_pointer (&round->renewal->refresh);
  guild_keyring_lookup_async (round->renewal->workspace, NULL, found_cb, round);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Round *round = data;
  Renewal *self = round->renewal;
  g_autoptr(GError) error = NULL;
  gpointer value;

  if (!guild_call_finish (result, &value, &error))
    {
      const GuildProblem *problem = guild_problem_from_error (error);
      if (problem != NULL && problem->maybe_done)
        give_up (round, error, _("The answer in which Autodesk renewed the sign-in was lost, and "
                                 "it can be renewed only once. Nothing was changed. Sign in "
                                 "again."));
      else if (problem != NULL && (problem->status == 400 || problem->status == 401))
        give_up (round, error, _("The sign-in has ended. Nothing was changed. Sign in again."));
      else
        end_round (round, NULL, g_steal_pointer (&error));
      return;
    }
  GuildAutodeskGrant *grant = value;
  wipe (&self->refresh);
  if (grant->refresh == NULL)
    {
      /* Good until it ends; the old refresh token is void and no new one came. */
      end_round (round, grant, NULL);
      guild_autodesk_grant_free (grant);
      return;
    }
  self->refresh = g_strdup (grant->refresh);
  self->unsaved = grant;
  save (round);
}

/* Nothing waits for as long as somebody else's signing in takes: one of these runs at a time. */
static void
renew (GuildAutodeskToken *token, gpointer data)
{
  Renewal *self = data;
  Round *round = g_new0 (Round, 1);

  round->token = guild_autodesk_token_ref (token);
  round->renewal = self;
  enter_round (self->workspace);
  if (self->unsaved != NULL)
    {
      save (round);
      return;
    }
  if (self->refresh == NULL)
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNAUTHORISED, NULL,
                               _("Nobody is signed in to this workspace. Nothing was sent. Sign "
                                 "in."));
      end_round (round, NULL, error);
      return;
    }
  g_autoptr(GBytes) body = guild_autodesk_form (
    "grant_type", "refresh_token", "refresh_token", self->refresh,
    "client_id", guild_workspace_get_client_id (self->workspace), NULL);
  guild_call_async (self->transport, &(GuildCall) {
    .method = "POST", .path = "/authentication/v2/token", .body = body,
    .type = "application/x-www-form-urlencoded", .flags = GUILD_SEND_ANONYMOUS,
    .decode = guild_autodesk_decode_grant, .free_value = guild_autodesk_grant_free,
  }, NULL, renewed_cb, round);
}

GuildAutodeskToken *
guild_autodesk_renewed_token_new (GuildWorkspace *workspace, const char *refresh)
{
  Renewal *self = g_new0 (Renewal, 1);

  self->transport = guild_transport_new (guild_workspace_get_base_url (workspace),
                                         guild_autodesk_read_problem);
  self->workspace = g_object_ref (workspace);
  self->refresh = refresh != NULL && *refresh != '\0' ? g_strdup (refresh) : NULL;
  guild_transport_set_budget (self->transport, PER_MINUTE, 1);
  return guild_autodesk_token_custom (renew, self, renewal_free);
}
