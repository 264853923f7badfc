/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-transport-private.h"

#include <string.h>
#include "company/guild-field.h"

#define DEFAULT_SECONDS 60
#define DEFAULT_FIRST_DELAY 500
#define DEFAULT_MAX_BODY (64 * 1024 * 1024)
#define MAX_CONNECTIONS 10

G_DEFINE_FINAL_TYPE (GuildTransport, guild_transport, G_TYPE_OBJECT)

typedef enum
{
  PROP_QUOTA = 1,
  PROP_THROTTLED_UNTIL,
  N_PROPS
} GuildTransportProperty;

static GParamSpec *properties[N_PROPS];

static void
wipe (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
wait_cb (gint64 until, gpointer data)
{
  GuildTransport *self = data;

  self->throttled_until = until;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THROTTLED_UNTIL]);
}

gint64
guild_transport_parse_date (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = NULL;

  if (text == NULL)
    return GUILD_NUMBER_UNSET;
  if (g_ascii_isdigit (*text))
    date = g_date_time_new_from_iso8601 (text, utc);
  if (date == NULL)
    date = soup_date_time_new_from_http_string (text);
  if (date == NULL)
    return GUILD_NUMBER_UNSET;
  return g_date_time_to_unix (date) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);
}

/* Digits only: a date begins with a digit in one of its forms. */
static gint64
read_number (const char *text)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return GUILD_NUMBER_UNSET;
  return (gint64) number;
}

gint64
guild_transport_retry_at (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  gint64 now = g_get_real_time ();
  gint64 seconds = read_number (text);

  if (seconds != GUILD_NUMBER_UNSET)
    return now + MIN (seconds, 366 * 86400) * G_USEC_PER_SEC;
  gint64 at = text != NULL ? guild_transport_parse_date (text) : GUILD_NUMBER_UNSET;
  if (at == GUILD_NUMBER_UNSET)
    return GUILD_NUMBER_UNSET;
  /* The service's clock may differ from ours: what counts is how far ahead of its own it is. */
  gint64 date = guild_transport_parse_date (soup_message_headers_get_one (headers, "Date"));
  return date != GUILD_NUMBER_UNSET ? now + (at - date) : at;
}

void
guild_transport_note_quota (GuildTransport *self, SoupMessageHeaders *headers)
{
  GuildQuota quota = {
    read_number (soup_message_headers_get_one (headers, "X-Rate-Limit-Limit")),
    read_number (soup_message_headers_get_one (headers, "X-Rate-Limit-Remaining")),
    guild_transport_parse_date (soup_message_headers_get_one (headers, "X-Rate-Limit-Reset")),
  };

  if (quota.limit == GUILD_NUMBER_UNSET && quota.remaining == GUILD_NUMBER_UNSET)
    return;
  if (quota.limit == self->quota.limit && quota.remaining == self->quota.remaining &&
      quota.reset_at == self->quota.reset_at)
    return;
  self->quota = quota;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUOTA]);
}

void
guild_transport_note_clock (GuildTransport *self, SoupMessageHeaders *headers)
{
  gint64 date = guild_transport_parse_date (soup_message_headers_get_one (headers, "Date"));

  if (date != GUILD_NUMBER_UNSET)
    self->clock_offset = date - g_get_real_time ();
}

static void
guild_transport_dispose (GObject *object)
{
  GuildTransport *self = GUILD_TRANSPORT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->gate, guild_gate_free);
  G_OBJECT_CLASS (guild_transport_parent_class)->dispose (object);
}

static void
guild_transport_finalize (GObject *object)
{
  GuildTransport *self = GUILD_TRANSPORT (object);

  wipe (&self->authorization);
  g_clear_pointer (&self->origin, g_uri_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_free (self->base);
  g_free (self->prefix);
  G_OBJECT_CLASS (guild_transport_parent_class)->finalize (object);
}

static void
guild_transport_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GuildTransport *self = GUILD_TRANSPORT (object);

  switch ((GuildTransportProperty) prop_id)
    {
    case PROP_QUOTA:
      g_value_set_pointer (value, &self->quota);
      break;
    case PROP_THROTTLED_UNTIL:
      g_value_set_int64 (value, self->throttled_until);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
guild_transport_class_init (GuildTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = guild_transport_dispose;
  object_class->finalize = guild_transport_finalize;
  object_class->get_property = guild_transport_get_property;

  properties[PROP_QUOTA] =
    g_param_spec_pointer ("quota", NULL, NULL,
                          (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  properties[PROP_THROTTLED_UNTIL] =
    g_param_spec_int64 ("throttled-until", NULL, NULL, G_MININT64, G_MAXINT64, GUILD_NUMBER_UNSET,
                        (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
guild_transport_init (GuildTransport *self)
{
  self->session = soup_session_new_with_options ("user-agent", "Guildhall/" GUILD_VERSION,
                                                 "timeout", (guint) DEFAULT_SECONDS,
                                                 "max-conns", (int) MAX_CONNECTIONS,
                                                 "max-conns-per-host", (int) MAX_CONNECTIONS,
                                                 NULL);
  /* Authorisation is ours alone: nothing may answer a challenge behind our back. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  self->gate = guild_gate_new (wait_cb, self);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->first_delay = DEFAULT_FIRST_DELAY;
  self->max_body = DEFAULT_MAX_BODY;
  self->quota = (GuildQuota) { GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET };
  self->throttled_until = GUILD_NUMBER_UNSET;
  self->clock_offset = GUILD_NUMBER_UNSET;
}

/* Only scheme, host, port and path count; a name and password in the address do not. */
static void
take_base (GuildTransport *self, const char *base)
{
  g_autoptr(GUri) uri = g_uri_parse (base, SOUP_HTTP_URI_FLAGS, NULL);

  self->base = g_strdup (base);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      !(g_str_equal (g_uri_get_scheme (uri), "http") ||
        g_str_equal (g_uri_get_scheme (uri), "https")))
    return;
  self->origin = g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL,
                              g_uri_get_host (uri), g_uri_get_port (uri), g_uri_get_path (uri),
                              NULL, NULL);
  self->prefix = g_uri_to_string (self->origin);
  while (g_str_has_suffix (self->prefix, "/"))
    self->prefix[strlen (self->prefix) - 1] = '\0';
}

GuildTransport *
guild_transport_new (const char *base, GuildReadProblemFunc read)
{
  g_return_val_if_fail (base != NULL, NULL);

  GuildTransport *self = g_object_new (GUILD_TYPE_TRANSPORT, NULL);
  take_base (self, base);
  self->read_problem = read;
  return self;
}

const char *
guild_transport_get_base (GuildTransport *self)
{
  g_return_val_if_fail (GUILD_IS_TRANSPORT (self), NULL);
  return self->base;
}

void
guild_transport_set_authorization (GuildTransport *self, const char *value)
{
  g_return_if_fail (GUILD_IS_TRANSPORT (self));

  char *copy = g_strdup (value);
  wipe (&self->authorization);
  self->authorization = copy;
}

void
guild_transport_set_header (GuildTransport *self, const char *name, const char *value)
{
  g_return_if_fail (GUILD_IS_TRANSPORT (self));
  g_return_if_fail (name != NULL);

  if (value != NULL)
    g_hash_table_replace (self->headers, g_strdup (name), g_strdup (value));
  else
    g_hash_table_remove (self->headers, name);
}

void
guild_transport_set_budget (GuildTransport *self, guint per_minute, guint at_once)
{
  g_return_if_fail (GUILD_IS_TRANSPORT (self));
  guild_gate_set_budget (self->gate, per_minute, at_once);
}

void
guild_transport_share_budget (GuildTransport *self, const char *group)
{
  /* Kept to the end: what was sent counts at the service after its transport is gone. */
  static GHashTable *budgets = NULL;

  g_return_if_fail (GUILD_IS_TRANSPORT (self));
  g_return_if_fail (group != NULL);

  g_autofree char *key = g_strdup_printf ("%s\n%s", self->prefix != NULL ? self->prefix : "", group);
  if (budgets == NULL)
    budgets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) guild_gate_budget_unref);
  GuildGateBudget *budget = g_hash_table_lookup (budgets, key);
  if (budget == NULL)
    {
      budget = guild_gate_budget_new ();
      g_hash_table_insert (budgets, g_steal_pointer (&key), budget);
    }
  guild_gate_share (self->gate, budget);
}

void
guild_transport_set_patience (GuildTransport *self, guint seconds, guint first_delay_ms)
{
  g_return_if_fail (GUILD_IS_TRANSPORT (self));
  soup_session_set_timeout (self->session, seconds);
  self->first_delay = first_delay_ms;
}

void
guild_transport_set_max_body (GuildTransport *self, gsize bytes)
{
  g_return_if_fail (GUILD_IS_TRANSPORT (self));
  self->max_body = bytes;
}

gboolean
guild_quota_is_low (const GuildQuota *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->limit > 0 && self->remaining != GUILD_NUMBER_UNSET &&
         self->remaining < self->limit / 10;
}

const GuildQuota *
guild_transport_get_quota (GuildTransport *self)
{
  g_return_val_if_fail (GUILD_IS_TRANSPORT (self), NULL);
  return &self->quota;
}
