/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"

#define DEFAULT_LIFETIME 3599
#define MAX_LIFETIME 86400
#define EARLY 60 /* seconds before the end at which a token is no longer used */
#define PER_MINUTE 100

typedef struct
{
  GTask *task; /* (owned) */
  void (*ready) (GTask *task);
} Waiter;

struct _GuildAutodeskToken
{
  grefcount       refs;
  GuildTransport *transport; /* (owned): gets the token */
  GuildTransport *fetcher;   /* (owned): asks for it, with id and secret */
  gboolean        has_secret;
  gboolean        fetching;
  gint64          until;     /* monotonic; 0 = there is none */
  guint           number;
  GArray         *waiters;   /* (owned) (element-type Waiter) */
};

/* (transfer full) (nullable) */
static char *
make_authorization (const char *client_id, const char *secret)
{
  if (client_id == NULL || *client_id == '\0' || secret == NULL || *secret == '\0')
    return NULL;
  g_autofree char *pair = g_strdup_printf ("%s:%s", client_id, secret);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  char *value = g_strconcat ("Basic ", encoded, NULL);
  explicit_bzero (pair, strlen (pair));
  explicit_bzero (encoded, strlen (encoded));
  return value;
}

GuildAutodeskToken *
guild_autodesk_token_new (GuildTransport *transport, const char *client_id, const char *secret)
{
  GuildAutodeskToken *self = g_new0 (GuildAutodeskToken, 1);
  g_autofree char *authorization = make_authorization (client_id, secret);

  g_ref_count_init (&self->refs);
  self->transport = g_object_ref (transport);
  self->fetcher = guild_transport_new (guild_transport_get_base (transport),
                                       guild_autodesk_read_problem);
  self->has_secret = authorization != NULL;
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  guild_transport_set_authorization (self->fetcher, authorization);
  guild_transport_set_budget (self->fetcher, PER_MINUTE, 1);
  if (authorization != NULL)
    explicit_bzero (authorization, strlen (authorization));
  return self;
}

GuildAutodeskToken *
guild_autodesk_token_ref (GuildAutodeskToken *self)
{
  g_ref_count_inc (&self->refs);
  return self;
}

void
guild_autodesk_token_unref (GuildAutodeskToken *self)
{
  if (!g_ref_count_dec (&self->refs))
    return;
  g_clear_object (&self->transport);
  g_clear_object (&self->fetcher);
  g_array_unref (self->waiters);
  g_free (self);
}

guint
guild_autodesk_token_number (GuildAutodeskToken *self)
{
  return self->number;
}

void
guild_autodesk_token_drop (GuildAutodeskToken *self, guint number)
{
  if (number != self->number || self->fetching)
    return; /* another has taken its place since */
  self->until = 0;
  guild_transport_set_authorization (self->transport, NULL);
}

typedef struct
{
  char  *value;    /* (owned): "Bearer …", wiped */
  gint64 lifetime; /* seconds */
} Token;

static void
token_free (gpointer data)
{
  Token *self = data;

  explicit_bzero (self->value, strlen (self->value));
  g_free (self->value);
  g_free (self);
}

static gboolean
fits_header (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return *text != '\0';
}

/* Runs on a worker. */
static gpointer
decode_token (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  const char *text = guild_answer_get_string (object, "access_token");
  const char *type = guild_answer_get_string (object, "token_type");
  gint64 lifetime = guild_answer_get_count (object, "expires_in");

  if (text == NULL || !fits_header (text) ||
      (type != NULL && g_ascii_strcasecmp (type, "Bearer") != 0))
    {
      guild_call_bad_answer (error, "an answer without an access token");
      return NULL;
    }
  Token *token = g_new0 (Token, 1);
  token->value = g_strconcat ("Bearer ", text, NULL);
  token->lifetime = lifetime >= 0 ? MIN (lifetime, MAX_LIFETIME) : DEFAULT_LIFETIME;
  return token;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildAutodeskToken *self = data;
  g_autoptr(GError) error = NULL;
  gpointer value;
  g_autoptr(GArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  self->fetching = FALSE;
  if (guild_call_finish (result, &value, &error))
    {
      Token *token = value;
      gint64 use = token->lifetime > 2 * EARLY ? token->lifetime - EARLY : token->lifetime / 2;
      guild_transport_set_authorization (self->transport, token->value);
      self->until = g_get_monotonic_time () + use * G_USEC_PER_SEC;
      self->number++;
      token_free (token);
    }
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = &g_array_index (waiters, Waiter, i);
      if (error == NULL)
        waiter->ready (waiter->task);
      else
        {
          g_task_return_error (waiter->task, g_error_copy (error));
          g_object_unref (waiter->task);
        }
    }
  guild_autodesk_token_unref (self);
}

static void
fetch (GuildAutodeskToken *self)
{
  static const char form[] =
    "grant_type=client_credentials&scope=account%3Aread%20data%3Aread";
  g_autoptr(GBytes) body = g_bytes_new_static (form, sizeof form - 1);

  self->fetching = TRUE;
  /* Asking twice does no harm: every answer is a token of its own. */
  guild_call_async (self->fetcher, &(GuildCall) {
    .method = "POST", .path = "/authentication/v2/token", .body = body,
    .type = "application/x-www-form-urlencoded", .flags = GUILD_SEND_SAFE,
    .decode = decode_token, .free_value = token_free,
  }, NULL, fetched_cb, guild_autodesk_token_ref (self));
}

void
guild_autodesk_token_ensure (GuildAutodeskToken *self, GTask *task, void (*ready) (GTask *task))
{
  Waiter waiter = { task, ready };

  if (!self->has_secret)
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNAUTHORISED, NULL,
                               _("There is no client ID and secret for this workspace. Nothing "
                                 "was sent. Enter them."));
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (!self->fetching && self->until > g_get_monotonic_time ())
    {
      ready (task);
      return;
    }
  g_array_append_val (self->waiters, waiter);
  if (!self->fetching)
    fetch (self);
}
