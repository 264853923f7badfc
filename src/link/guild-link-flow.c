/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-link-flow-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "link/guild-open-uri.h"

#define TIMEOUT_S 900
#define POLL_MS 5000

G_DEFINE_FINAL_TYPE (GuildLinkFlow, guild_link_flow, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_MESSAGE,
  PROP_PLATFORM,
} GuildLinkFlowProperty;

static GParamSpec *properties[PROP_PLATFORM + 1];

GType
guild_link_state_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { GUILD_LINK_IDLE, "GUILD_LINK_IDLE", "idle" },
        { GUILD_LINK_PREPARING, "GUILD_LINK_PREPARING", "preparing" },
        { GUILD_LINK_OPENED, "GUILD_LINK_OPENED", "opened" },
        { GUILD_LINK_WAITING, "GUILD_LINK_WAITING", "waiting" },
        { GUILD_LINK_VERIFYING, "GUILD_LINK_VERIFYING", "verifying" },
        { GUILD_LINK_LINKED, "GUILD_LINK_LINKED", "linked" },
        { GUILD_LINK_CANCELLED, "GUILD_LINK_CANCELLED", "cancelled" },
        { GUILD_LINK_NOT_SUPPORTED, "GUILD_LINK_NOT_SUPPORTED", "not-supported" },
        { GUILD_LINK_FAILED, "GUILD_LINK_FAILED", "failed" },
        { GUILD_LINK_TIMED_OUT, "GUILD_LINK_TIMED_OUT", "timed-out" },
        { 0, NULL, NULL },
      };
      g_once_init_leave (&type, g_enum_register_static ("GuildLinkState", values));
    }
  return type;
}

gboolean
guild_link_state_is_over (GuildLinkState state)
{
  return state >= GUILD_LINK_LINKED;
}

GuildLinkLate *
guild_link_late_new (GuildLinkFlow *self, GuildOpenFinishFunc finish)
{
  GuildLinkLate *late = g_new0 (GuildLinkLate, 1);

  g_weak_ref_init (&late->flow, self);
  late->finish = finish;
  return late;
}

GuildLinkFlow *
guild_link_late_take (GuildLinkLate *late)
{
  g_autoptr(GuildLinkFlow) self = g_weak_ref_get (&late->flow);

  g_weak_ref_clear (&late->flow);
  g_free (late);
  if (self == NULL || guild_link_state_is_over (self->state))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- state ----------------------------------------------------------------------------------- */

void
guild_link_flow_set_state (GuildLinkFlow *self, GuildLinkState state, char *message)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (g_strcmp0 (self->message, message) != 0)
    g_object_notify_by_pspec (object, properties[PROP_MESSAGE]);
  g_free (self->message);
  self->message = message;
  if (self->state != state)
    g_object_notify_by_pspec (object, properties[PROP_STATE]);
  self->state = state;
  g_object_thaw_notify (object);
}

static void
stop (GuildLinkFlow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  if (self->server != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->server, self);
      g_object_run_dispose (G_OBJECT (self->server));
      g_clear_object (&self->server);
    }
  if (self->link != NULL)
    explicit_bzero (self->link, strlen (self->link));
  g_clear_pointer (&self->link, g_free);
}

void
guild_link_flow_end (GuildLinkFlow *self, GuildLinkState state, char *message)
{
  stop (self);
  guild_link_flow_set_state (self, state, message);
}

void
guild_link_flow_fail (GuildLinkFlow *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  guild_link_flow_end (self, GUILD_LINK_FAILED, g_strdup (error->message));
}

void
guild_link_flow_set_waiting (GuildLinkFlow *self)
{
  char *message;

  if (self->called_status != 0)
    message = g_strdup (_("The browser reported success, but the service does not confirm it yet. "
                          "Still waiting…"));
  else if (self->note != NULL)
    message = g_strdup_printf (_("Waiting for the customer. %s"), self->note);
  else
    message = g_strdup (_("Waiting for the customer to grant access…"));
  guild_link_flow_set_state (self, GUILD_LINK_WAITING, message);
}

void
guild_link_flow_succeed (GuildLinkFlow *self, const char *platform)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->platform = g_strdup (platform);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLATFORM]);
  guild_link_flow_end (self, GUILD_LINK_LINKED,
                       platform != NULL && *platform != '\0'
                         ? g_strdup_printf (_("Linked to %s."), platform)
                         : g_strdup (_("Linked.")));
  g_object_thaw_notify (G_OBJECT (self));
}

/* --- object ---------------------------------------------------------------------------------- */

static void
open_default (const char *uri, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer callback_data, gpointer data)
{
  guild_open_uri_async (uri, NULL, cancellable, callback, callback_data);
}

static void
guild_link_flow_get_property (GObject *object, guint property_id, GValue *value,
                              GParamSpec *pspec)
{
  GuildLinkFlow *self = GUILD_LINK_FLOW (object);

  switch ((GuildLinkFlowProperty) property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_PLATFORM:
      g_value_set_string (value, self->platform);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
guild_link_flow_dispose (GObject *object)
{
  GuildLinkFlow *self = GUILD_LINK_FLOW (object);

  stop (self);
  if (!guild_link_state_is_over (self->state))
    self->state = GUILD_LINK_CANCELLED;
  g_clear_object (&self->service);
  g_clear_object (&self->directory);
  G_OBJECT_CLASS (guild_link_flow_parent_class)->dispose (object);
}

static void
guild_link_flow_finalize (GObject *object)
{
  GuildLinkFlow *self = GUILD_LINK_FLOW (object);

  g_object_unref (self->cancellable);
  guild_link_memory_free (self->memory);
  g_clear_error (&self->error);
  g_free (self->company_id);
  g_free (self->connection_id);
  g_free (self->message);
  g_free (self->platform);
  g_free (self->note);
  g_free (self->called_id);
  G_OBJECT_CLASS (guild_link_flow_parent_class)->finalize (object);
}

static void
guild_link_flow_class_init (GuildLinkFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = guild_link_flow_get_property;
  object_class->dispose = guild_link_flow_dispose;
  object_class->finalize = guild_link_flow_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, GUILD_TYPE_LINK_STATE,
                                              GUILD_LINK_IDLE, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_PLATFORM] = g_param_spec_string ("platform", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
guild_link_flow_init (GuildLinkFlow *self)
{
  self->cancellable = g_cancellable_new ();
  self->memory = guild_link_memory_new ();
  self->open = open_default;
  self->open_finish = guild_open_uri_finish;
  self->timeout_s = TIMEOUT_S;
  self->poll_ms = POLL_MS;
}

/**
 * guild_link_flow_new:
 * @directory: a directory with a Codat service
 * @company_id: whose customer is asked
 * @connection_id: (nullable): the connection to authorise (again); NULL for the company's link
 *
 * Returns: (transfer full): a flow that has not begun
 */
GuildLinkFlow *
guild_link_flow_new (GuildDirectory *directory, const char *company_id, const char *connection_id)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (company_id != NULL, NULL);
  GuildLinkFlow *self = g_object_new (GUILD_TYPE_LINK_FLOW, NULL);

  self->directory = g_object_ref (directory);
  self->company_id = g_strdup (company_id);
  self->connection_id = g_strdup (connection_id);
  return self;
}

void
guild_link_flow_set_opener (GuildLinkFlow *self, GuildOpenFunc open, GuildOpenFinishFunc finish,
                            gpointer data)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self) && self->state == GUILD_LINK_IDLE);
  g_return_if_fail (open != NULL && finish != NULL);
  self->open = open;
  self->open_finish = finish;
  self->open_data = data;
}

void
guild_link_flow_set_patience (GuildLinkFlow *self, guint timeout_s, guint poll_ms)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self) && self->state == GUILD_LINK_IDLE);
  g_return_if_fail (timeout_s > 0 && poll_ms > 0);
  self->timeout_s = timeout_s;
  self->poll_ms = poll_ms;
}

void
guild_link_flow_set_port (GuildLinkFlow *self, guint16 port)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self) && self->state == GUILD_LINK_IDLE);
  self->port = port;
}

void
guild_link_flow_set_redirect_setter (GuildLinkFlow *self, GuildSetRedirectFunc set,
                                     GuildOpenFinishFunc finish, gpointer data)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self) && self->state == GUILD_LINK_IDLE);
  g_return_if_fail ((set == NULL) == (finish == NULL));
  self->set_redirect = set;
  self->set_redirect_finish = finish;
  self->set_redirect_data = data;
}

void
guild_link_flow_start (GuildLinkFlow *self)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self) && self->state == GUILD_LINK_IDLE);
  guild_link_flow_prepare (self);
}

void
guild_link_flow_start_watching (GuildLinkFlow *self)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self) && self->state == GUILD_LINK_IDLE);
  self->watching = TRUE;
  guild_link_flow_prepare (self);
}

/**
 * guild_link_flow_cancel:
 * @self: a flow; nothing happens when it is over
 */
void
guild_link_flow_cancel (GuildLinkFlow *self)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self));
  if (!guild_link_state_is_over (self->state))
    guild_link_flow_end (self, GUILD_LINK_CANCELLED,
         g_strdup (_("Stopped. A link that was opened or sent already may still be used.")));
}

void
guild_link_flow_check (GuildLinkFlow *self)
{
  g_return_if_fail (GUILD_IS_LINK_FLOW (self));
  if (self->state == GUILD_LINK_OPENED || self->state == GUILD_LINK_WAITING)
    guild_link_flow_verify (self);
}

GuildLinkState
guild_link_flow_get_state (GuildLinkFlow *self)
{
  g_return_val_if_fail (GUILD_IS_LINK_FLOW (self), GUILD_LINK_IDLE);
  return self->state;
}

const char *
guild_link_flow_get_message (GuildLinkFlow *self)
{
  g_return_val_if_fail (GUILD_IS_LINK_FLOW (self), NULL);
  return self->message;
}

const char *
guild_link_flow_get_link (GuildLinkFlow *self)
{
  g_return_val_if_fail (GUILD_IS_LINK_FLOW (self), NULL);
  return self->link;
}

const char *
guild_link_flow_get_platform (GuildLinkFlow *self)
{
  g_return_val_if_fail (GUILD_IS_LINK_FLOW (self), NULL);
  return self->platform;
}

const GError *
guild_link_flow_get_error (GuildLinkFlow *self)
{
  g_return_val_if_fail (GUILD_IS_LINK_FLOW (self), NULL);
  return self->error;
}
