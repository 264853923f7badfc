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
  grefcount              refs;
  GPtrArray             *served;   /* (owned) (element-type GuildTransport): get the token */
  GuildAutodeskFetchFunc fetch;    /* (nullable): there is nothing to get a token with */
  gpointer               data;     /* (owned) (nullable): of FETCH */
  GDestroyNotify         free_data;
  gboolean               fetching;
  gint64                 until;    /* monotonic; 0 = there is none */
  guint                  number;
  GArray                *waiters;  /* (owned) (element-type Waiter) */
};

/* Two-legged: what asks, with id and secret. */
typedef struct
{
  GuildTransport *transport; /* (owned) */
  char           *scope;     /* (owned) */
} Pair;

static void
wipe (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
pair_free (gpointer data)
{
  Pair *self = data;

  g_object_unref (self->transport);
  g_free (self->scope);
  g_free (self);
}

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
guild_autodesk_token_custom (GuildAutodeskFetchFunc fetch, gpointer data, GDestroyNotify free_data)
{
  GuildAutodeskToken *self = g_new0 (GuildAutodeskToken, 1);

  g_ref_count_init (&self->refs);
  self->served = g_ptr_array_new_with_free_func (g_object_unref);
  self->fetch = fetch;
  self->data = data;
  self->free_data = free_data;
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
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
  g_ptr_array_unref (self->served);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_array_unref (self->waiters);
  g_free (self);
}

void
guild_autodesk_token_serve (GuildAutodeskToken *self, GuildTransport *transport)
{
  g_ptr_array_add (self->served, g_object_ref (transport));
}

static void
authorize_all (GuildAutodeskToken *self, const char *value)
{
  for (guint i = 0; i < self->served->len; i++)
    guild_transport_set_authorization (self->served->pdata[i], value);
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
  authorize_all (self, NULL);
}

void
guild_autodesk_grant_free (gpointer data)
{
  GuildAutodeskGrant *self = data;

  if (self == NULL)
    return;
  wipe (&self->value);
  wipe (&self->refresh);
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

/* Runs on a worker (acc.md §8.4). */
gpointer
guild_autodesk_decode_grant (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  const char *text = guild_answer_get_string (object, "access_token");
  const char *refresh = guild_answer_get_string (object, "refresh_token");
  const char *type = guild_answer_get_string (object, "token_type");
  gint64 lifetime = guild_answer_get_count (object, "expires_in");

  if (text == NULL || !fits_header (text) ||
      (type != NULL && g_ascii_strcasecmp (type, "Bearer") != 0))
    {
      guild_call_bad_answer (error, "an answer without an access token");
      return NULL;
    }
  GuildAutodeskGrant *grant = g_new0 (GuildAutodeskGrant, 1);
  grant->value = g_strconcat ("Bearer ", text, NULL);
  grant->refresh = refresh != NULL && *refresh != '\0' ? g_strdup (refresh) : NULL;
  grant->lifetime = lifetime >= 0 ? MIN (lifetime, MAX_LIFETIME) : DEFAULT_LIFETIME;
  return grant;
}

void
guild_autodesk_token_settle (GuildAutodeskToken *self, const GuildAutodeskGrant *grant,
                             GError *error)
{
  g_autoptr(GError) own = error;
  g_autoptr(GArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  self->fetching = FALSE;
  if (grant != NULL)
    {
      gint64 use = grant->lifetime > 2 * EARLY ? grant->lifetime - EARLY : grant->lifetime / 2;
      authorize_all (self, grant->value);
      self->until = g_get_monotonic_time () + use * G_USEC_PER_SEC;
      self->number++;
    }
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = &g_array_index (waiters, Waiter, i);
      if (grant != NULL)
        waiter->ready (waiter->task);
      else
        {
          g_task_return_error (waiter->task, g_error_copy (own));
          g_object_unref (waiter->task);
        }
    }
}

static void
wipe_form (gpointer data)
{
  char *text = data;
  wipe (&text);
}

GBytes *
guild_autodesk_form (const char *name, ...)
{
  GString *form = g_string_sized_new (1024); /* grows seldom, and leaves no copies behind then */
  va_list args;

  va_start (args, name);
  for (const char *next = name; next != NULL; next = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);
      char *encoded = guild_transport_encode (value != NULL ? value : "");
      g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", next, encoded);
      wipe (&encoded);
    }
  va_end (args);
  gsize length = form->len;
  char *text = g_string_free (form, FALSE);
  return g_bytes_new_with_free_func (text, length, wipe_form, text);
}

/* ---- two-legged ---- */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildAutodeskToken *self = data;
  GError *error = NULL;
  gpointer value;

  if (!guild_call_finish (result, &value, &error))
    value = NULL;
  guild_autodesk_token_settle (self, value, error);
  guild_autodesk_grant_free (value);
  guild_autodesk_token_unref (self);
}

static void
fetch_with_secret (GuildAutodeskToken *self, gpointer data)
{
  Pair *pair = data;
  g_autoptr(GBytes) body = guild_autodesk_form ("grant_type", "client_credentials",
                                                "scope", pair->scope, NULL);

  /* Asking twice does no harm: every answer is a token of its own. */
  guild_call_async (pair->transport, &(GuildCall) {
    .method = "POST", .path = "/authentication/v2/token", .body = body,
    .type = "application/x-www-form-urlencoded", .flags = GUILD_SEND_SAFE,
    .decode = guild_autodesk_decode_grant, .free_value = guild_autodesk_grant_free,
  }, NULL, fetched_cb, guild_autodesk_token_ref (self));
}

GuildAutodeskToken *
guild_autodesk_token_new (const char *base, const char *client_id, const char *secret,
                          const char *scope)
{
  g_autofree char *authorization = make_authorization (client_id, secret);

  if (authorization == NULL)
    return guild_autodesk_token_custom (NULL, NULL, NULL);
  Pair *pair = g_new0 (Pair, 1);
  pair->transport = guild_transport_new (base, guild_autodesk_read_problem);
  pair->scope = g_strdup (scope);
  guild_transport_set_authorization (pair->transport, authorization);
  guild_transport_set_budget (pair->transport, PER_MINUTE, 1);
  explicit_bzero (authorization, strlen (authorization));
  return guild_autodesk_token_custom (fetch_with_secret, pair, pair_free);
}

void
guild_autodesk_token_ensure (GuildAutodeskToken *self, GTask *task, void (*ready) (GTask *task))
{
  Waiter waiter = { task, ready };

  if (self->fetch == NULL)
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
  if (self->fetching)
    return;
  self->fetching = TRUE;
  self->fetch (self, self->data);
}
