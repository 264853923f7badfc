/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-sign-in.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/autodesk/guild-autodesk-private.h"
#include "service/autodesk/guild-autodesk-redirect.h"
#include "service/guild-keyring.h"
#include "service/guild-loopback.h"

struct _GuildAutodeskSignIn
{
  GObject parent_instance;

  GuildWorkspace        *workspace; /* (owned) */
  GuildTransport        *transport; /* (owned) */
  char                  *client_id; /* (owned) */
  char                  *redirect;  /* (owned): the address */
  char                  *verifier;  /* (owned): wiped */
  char                  *address;   /* (owned): wiped */
  GuildAutodeskRedirect *waiting;   /* (owned) (nullable): until the browser came */
  char                  *code;      /* (owned) (nullable): wiped */
  char                  *refusal;   /* (owned) (nullable): the browser came with this */
  GTask                 *task;      /* (owned) (nullable): runs */
  GSource               *cancelled; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildAutodeskSignIn, guild_autodesk_sign_in, G_TYPE_OBJECT)

static void
wipe (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
clear_cancelled (GuildAutodeskSignIn *self)
{
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

static void
guild_autodesk_sign_in_finalize (GObject *object)
{
  GuildAutodeskSignIn *self = GUILD_AUTODESK_SIGN_IN (object);

  clear_cancelled (self);
  g_clear_pointer (&self->waiting, guild_autodesk_redirect_free);
  g_clear_object (&self->workspace);
  g_clear_object (&self->transport);
  g_free (self->client_id);
  g_free (self->redirect);
  wipe (&self->verifier);
  wipe (&self->address);
  wipe (&self->code);
  g_free (self->refusal);
  G_OBJECT_CLASS (guild_autodesk_sign_in_parent_class)->finalize (object);
}

static void
guild_autodesk_sign_in_class_init (GuildAutodeskSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_autodesk_sign_in_finalize;
}

static void
guild_autodesk_sign_in_init (GuildAutodeskSignIn *self)
{
}

static gboolean
is_loopback (const char *host)
{
  return g_ascii_strcasecmp (host, "localhost") == 0 || g_str_equal (host, "127.0.0.1") ||
         g_str_equal (host, "::1");
}

const char *
guild_autodesk_check_redirect (const char *text)
{
  g_autoptr(GUri) uri = text != NULL ? g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), "http"))
    return _("The redirect address must begin with “http://”.");
  if (g_uri_get_host (uri) == NULL || !is_loopback (g_uri_get_host (uri)))
    return _("The redirect address must lead to this computer: localhost, 127.0.0.1 or [::1].");
  /* The parser puts in port 80 where there is none. */
  if (g_uri_get_port (uri) < 1024 || g_uri_get_port (uri) > 65535)
    return _("The redirect address must name a port from 1024 to 65535, as in "
             "“http://localhost:8080/oauth/callback/”.");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      g_uri_get_userinfo (uri) != NULL)
    return _("The redirect address must end with its path.");
  return NULL;
}

/* (transfer full): base64url of the SHA-256 of VERIFIER, without padding. */
static char *
make_challenge (const char *verifier)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (checksum, digest, &size);
  char *challenge = g_base64_encode (digest, size);
  g_strdelimit (challenge, "+", '-');
  g_strdelimit (challenge, "/", '_');
  challenge[strcspn (challenge, "=")] = '\0';
  return challenge;
}

static char *
make_address (GuildAutodeskSignIn *self, const char *state)
{
  g_autofree char *challenge = make_challenge (self->verifier);
  g_autoptr(GBytes) query = guild_autodesk_form (
    "response_type", "code", "client_id", self->client_id, "redirect_uri", self->redirect,
    "scope", GUILD_AUTODESK_USER_SCOPE, "state", state, "code_challenge", challenge,
    "code_challenge_method", "S256", NULL);
  g_autofree char *base = g_strdup (guild_transport_get_base (self->transport));

  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  return g_strdup_printf ("%s/authentication/v2/authorize?%.*s", base,
                          (int) g_bytes_get_size (query),
                          (const char *) g_bytes_get_data (query, NULL));
}

/* ---- the way of the code ---- */

/* Ends the run; takes ERROR (nullable). */
static void
end_run (GuildAutodeskSignIn *self, GError *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  clear_cancelled (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildAutodeskSignIn) self = data;
  GError *error = NULL;

  guild_keyring_store_finish (result, &error);
  end_run (self, error);
}

static void
exchanged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildAutodeskSignIn) self = data;
  g_autoptr(GError) error = NULL;
  GError *told = NULL;
  gpointer value;

  wipe (&self->code);
  wipe (&self->verifier);
  if (!guild_call_finish (result, &value, &error))
    {
      const GuildProblem *problem = guild_problem_from_error (error);
      if (problem != NULL && problem->maybe_done)
        guild_problem_set_error (&told, GUILD_SERVICE_ERROR_UNAUTHORISED, problem,
                                 _("Autodesk’s answer was lost, and a sign-in works only once. "
                                   "Nothing was changed. Sign in again."));
      else if (problem != NULL && problem->status >= 400 && problem->status < 404)
        guild_problem_set_error (&told, GUILD_SERVICE_ERROR_UNAUTHORISED, problem,
                                 _("Autodesk did not complete the sign-in. Check the client ID and "
                                   "that the application is one for desktop computers, and sign in "
                                   "again."));
      else
        told = g_steal_pointer (&error);
      end_run (self, told);
      return;
    }
  GuildAutodeskGrant *grant = value;
  if (grant->refresh == NULL)
    {
      guild_call_bad_answer (&told, "no refresh token");
      end_run (self, told);
    }
  else
    guild_keyring_store_async (self->workspace, grant->refresh, NULL, stored_cb,
                               g_object_ref (self));
  guild_autodesk_grant_free (grant);
}

static void
exchange (GuildAutodeskSignIn *self)
{
  g_autoptr(GBytes) body = guild_autodesk_form (
    "grant_type", "authorization_code", "client_id", self->client_id, "code", self->code,
    "redirect_uri", self->redirect, "code_verifier", self->verifier, NULL);

  /* A code works once: never sent again by itself. */
  guild_call_async (self->transport, &(GuildCall) {
    .method = "POST", .path = "/authentication/v2/token", .body = body,
    .type = "application/x-www-form-urlencoded", .flags = GUILD_SEND_ANONYMOUS,
    .decode = guild_autodesk_decode_grant, .free_value = guild_autodesk_grant_free,
  }, g_task_get_cancellable (self->task), exchanged_cb, g_object_ref (self));
}

/* The browser came, and somebody waits for it. */
static void
go_on (GuildAutodeskSignIn *self)
{
  GError *error = NULL;

  clear_cancelled (self);
  g_clear_pointer (&self->waiting, guild_autodesk_redirect_free);
  if (self->code != NULL)
    {
      exchange (self);
      return;
    }
  g_auto(GuildProblem) problem = GUILD_PROBLEM_INIT;
  problem.service_text = guild_transport_redact (self->refusal);
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNAUTHORISED, &problem,
                           /* Translators: %s is what Autodesk said, or nothing */
                           _("Autodesk did not sign you in. Nothing was changed. Try again. %s"),
                           problem.service_text);
  g_strchomp (error->message);
  end_run (self, error);
}

static void
came_cb (const char *code, const char *error_text, gpointer data)
{
  g_autoptr(GuildAutodeskSignIn) self = g_object_ref (data);

  self->code = g_strdup (code);
  self->refusal = g_strdup (error_text);
  if (self->task != NULL)
    go_on (self);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr(GuildAutodeskSignIn) self = g_object_ref (data);
  GError *error = NULL;

  clear_cancelled (self);
  g_clear_pointer (&self->waiting, guild_autodesk_redirect_free);
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_CANCELLED, NULL,
                           _("Stopped. Nothing was changed."));
  end_run (self, error);
  return G_SOURCE_REMOVE;
}

void
guild_autodesk_sign_in_run_async (GuildAutodeskSignIn *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK_SIGN_IN (self));
  g_return_if_fail (self->task == NULL && self->verifier != NULL);

  self->task = guild_autodesk_task_new (self, guild_autodesk_sign_in_run_async, cancellable,
                                        callback, data);
  if (self->code != NULL || self->refusal != NULL)
    {
      go_on (self);
      return;
    }
  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
}

gboolean
guild_autodesk_sign_in_run_finish (GuildAutodeskSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

GuildAutodeskSignIn *
guild_autodesk_sign_in_new (GuildWorkspace *workspace, GError **error)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (workspace), NULL);

  g_autoptr(GuildAutodeskSignIn) self = g_object_new (GUILD_TYPE_AUTODESK_SIGN_IN, NULL);
  const char *client_id = guild_workspace_get_client_id (workspace);
  const char *redirect = guild_workspace_get_redirect_url (workspace);
  g_autofree char *state = guild_loopback_make_nonce (error);

  if (state == NULL)
    return NULL;
  self->verifier = guild_loopback_make_nonce (error); /* 43 characters of base64url */
  if (self->verifier == NULL)
    return NULL;
  if (client_id == NULL || *client_id == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("There is no client ID. Enter the one of your application at "
                             "Autodesk."));
      return NULL;
    }
  self->workspace = g_object_ref (workspace);
  self->client_id = g_strdup (client_id);
  self->redirect = g_strdup (redirect != NULL ? redirect : GUILD_AUTODESK_REDIRECT);
  self->transport = guild_transport_new (guild_workspace_get_base_url (workspace),
                                         guild_autodesk_read_problem);
  self->waiting = guild_autodesk_redirect_new (self->redirect, state, came_cb, self, error);
  if (self->waiting == NULL)
    return NULL;
  self->address = make_address (self, state);
  explicit_bzero (state, strlen (state));
  return g_steal_pointer (&self);
}

const char *
guild_autodesk_sign_in_get_address (GuildAutodeskSignIn *self)
{
  g_return_val_if_fail (GUILD_IS_AUTODESK_SIGN_IN (self), NULL);
  return self->address;
}

/* ---- sign out ---- */

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  GError *told = NULL;
  gpointer nothing;

  if (guild_call_finish (result, &nothing, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  guild_problem_set_error (&told, (GuildServiceError) error->code,
                           guild_problem_from_error (error),
                           _("You are signed out here, but Autodesk could not be told; there the "
                             "sign-in ends by itself within 15 days."));
  g_task_return_error (task, told);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildWorkspace *workspace = g_task_get_source_object (task);
  const char *refresh = g_task_get_task_data (task);
  GError *error = NULL;

  if (!guild_keyring_clear_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autoptr(GuildTransport) transport =
    guild_transport_new (guild_workspace_get_base_url (workspace), guild_autodesk_read_problem);
  g_autoptr(GBytes) body = guild_autodesk_form (
    "token", refresh, "token_type_hint", "refresh_token",
    "client_id", guild_workspace_get_client_id (workspace), NULL);
  /* To revoke twice does no harm. The call keeps the transport. */
  guild_call_async (transport, &(GuildCall) {
    .method = "POST", .path = "/authentication/v2/revoke", .body = body,
    .type = "application/x-www-form-urlencoded",
    .flags = GUILD_SEND_ANONYMOUS | GUILD_SEND_SAFE,
  }, g_task_get_cancellable (task), revoked_cb, g_object_ref (task));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  char *refresh = guild_keyring_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (refresh == NULL)
    g_task_return_boolean (task, TRUE);
  else
    {
      g_task_set_task_data (task, refresh, (GDestroyNotify) guild_keyring_free_secret);
      guild_keyring_clear_async (g_task_get_source_object (task), g_task_get_cancellable (task),
                                 cleared_cb, g_object_ref (task));
    }
}

static void
look_up (GTask *task)
{
  guild_keyring_lookup_async (g_task_get_source_object (task), g_task_get_cancellable (task),
                              found_cb, task);
}

void
guild_autodesk_sign_out_async (GuildWorkspace *workspace, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_WORKSPACE (workspace));

  GTask *task = guild_autodesk_task_new (workspace, guild_autodesk_sign_out_async, cancellable,
                                         callback, data);
  guild_autodesk_await_renewal (workspace, task, look_up);
}

gboolean
guild_autodesk_sign_out_finish (GuildWorkspace *workspace, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
