/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-service.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GuildTransport *transport; /* (owned) (nullable) */
} GuildServicePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GuildService, guild_service, G_TYPE_OBJECT)

typedef enum
{
  PROP_TRANSPORT = 1,
  N_PROPS
} GuildServiceProperty;

static GParamSpec *properties[N_PROPS];

/* What a service that does not override a method answers. */
static void
answer_unsupported (GuildService        *self,
                    gpointer             source_tag,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  GError *error = NULL;

  g_task_set_source_tag (task, source_tag);
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNSUPPORTED, NULL,
                           _("This service does not offer that. Nothing was changed."));
  g_task_return_error (task, error);
}

static gpointer
propagate_pointer (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const GuildFieldTable *
guild_service_real_get_table (GuildService *self)
{
  return NULL;
}

static GuildServiceFlags
guild_service_real_get_flags (GuildService *self)
{
  return GUILD_SERVICE_CAN_NOTHING;
}

static guint
guild_service_real_get_page_size (GuildService *self)
{
  return 100;
}

static const GuildImportRules *
guild_service_real_get_import_rules (GuildService *self)
{
  return NULL;
}

static void
guild_service_real_list_page_async (GuildService *self, guint page, guint page_size,
                                    GuildQuery *query, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data)
{
  answer_unsupported (self, guild_service_real_list_page_async, cancellable, callback, data);
}

static GuildPage *
guild_service_real_list_page_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  return propagate_pointer (result, error);
}

static void
guild_service_real_read_company_async (GuildService *self, const char *company_id,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer data)
{
  answer_unsupported (self, guild_service_real_read_company_async, cancellable, callback, data);
}

static GuildBatch *
guild_service_real_read_company_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  return propagate_pointer (result, error);
}

static void
guild_service_real_write_async (GuildService *self, const GuildWrite *write,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  answer_unsupported (self, guild_service_real_write_async, cancellable, callback, data);
}

static GuildOutcome *
guild_service_real_write_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  return propagate_pointer (result, error);
}

static void
guild_service_real_look_up_async (GuildService *self, const GuildWrite *write, gint64 sent_at,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  answer_unsupported (self, guild_service_real_look_up_async, cancellable, callback, data);
}

static GuildOutcome *
guild_service_real_look_up_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  return propagate_pointer (result, error);
}

static char *
guild_service_real_list_path (GuildService *self, guint page, guint page_size, GuildQuery *query,
                              GError **error)
{
  guild_problem_set_error (error, GUILD_SERVICE_ERROR_UNSUPPORTED, NULL,
                           _("This service does not offer that. Nothing was changed."));
  return NULL;
}

static void
guild_service_real_list_groups_async (GuildService *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data)
{
  answer_unsupported (self, guild_service_real_list_groups_async, cancellable, callback, data);
}

static GPtrArray *
guild_service_real_list_groups_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  return propagate_pointer (result, error);
}

static void
guild_service_real_test_async (GuildService *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  answer_unsupported (self, guild_service_real_test_async, cancellable, callback, data);
}

static gboolean
guild_service_real_test_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
guild_service_dispose (GObject *object)
{
  GuildServicePrivate *priv = guild_service_get_instance_private (GUILD_SERVICE (object));

  g_clear_object (&priv->transport);
  G_OBJECT_CLASS (guild_service_parent_class)->dispose (object);
}

static void
guild_service_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GuildServicePrivate *priv = guild_service_get_instance_private (GUILD_SERVICE (object));

  switch ((GuildServiceProperty) prop_id)
    {
    case PROP_TRANSPORT:
      g_value_set_object (value, priv->transport);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
guild_service_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  GuildServicePrivate *priv = guild_service_get_instance_private (GUILD_SERVICE (object));

  switch ((GuildServiceProperty) prop_id)
    {
    case PROP_TRANSPORT:
      priv->transport = g_value_dup_object (value);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
guild_service_class_init (GuildServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = guild_service_dispose;
  object_class->get_property = guild_service_get_property;
  object_class->set_property = guild_service_set_property;

  klass->get_table = guild_service_real_get_table;
  klass->get_flags = guild_service_real_get_flags;
  klass->get_page_size = guild_service_real_get_page_size;
  klass->get_import_rules = guild_service_real_get_import_rules;
  klass->list_page_async = guild_service_real_list_page_async;
  klass->list_page_finish = guild_service_real_list_page_finish;
  klass->read_company_async = guild_service_real_read_company_async;
  klass->read_company_finish = guild_service_real_read_company_finish;
  klass->write_async = guild_service_real_write_async;
  klass->write_finish = guild_service_real_write_finish;
  klass->look_up_async = guild_service_real_look_up_async;
  klass->look_up_finish = guild_service_real_look_up_finish;
  klass->list_path = guild_service_real_list_path;
  klass->list_groups_async = guild_service_real_list_groups_async;
  klass->list_groups_finish = guild_service_real_list_groups_finish;
  klass->test_async = guild_service_real_test_async;
  klass->test_finish = guild_service_real_test_finish;

  properties[PROP_TRANSPORT] =
    g_param_spec_object ("transport", NULL, NULL, GUILD_TYPE_TRANSPORT,
                         (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
guild_service_init (GuildService *self)
{
}

GuildTransport *
guild_service_get_transport (GuildService *self)
{
  GuildServicePrivate *priv = guild_service_get_instance_private (self);

  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return priv->transport;
}

const GuildFieldTable *
guild_service_get_table (GuildService *self)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->get_table (self);
}

GuildServiceFlags
guild_service_get_flags (GuildService *self)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), GUILD_SERVICE_CAN_NOTHING);
  return GUILD_SERVICE_GET_CLASS (self)->get_flags (self);
}

guint
guild_service_get_page_size (GuildService *self)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), 1);
  return GUILD_SERVICE_GET_CLASS (self)->get_page_size (self);
}

const GuildImportRules *
guild_service_get_import_rules (GuildService *self)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->get_import_rules (self);
}

void
guild_service_list_page_async (GuildService *self, guint page, guint page_size, GuildQuery *query,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (GUILD_IS_SERVICE (self));
  g_return_if_fail (page_size > 0);
  GUILD_SERVICE_GET_CLASS (self)->list_page_async (self, page, page_size, query, cancellable,
                                                   callback, data);
}

GuildPage *
guild_service_list_page_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->list_page_finish (self, result, error);
}

void
guild_service_read_company_async (GuildService *self, const char *company_id,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (GUILD_IS_SERVICE (self));
  g_return_if_fail (company_id != NULL);
  GUILD_SERVICE_GET_CLASS (self)->read_company_async (self, company_id, cancellable, callback,
                                                      data);
}

GuildBatch *
guild_service_read_company_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->read_company_finish (self, result, error);
}

void
guild_service_write_async (GuildService *self, const GuildWrite *write, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_SERVICE (self));
  g_return_if_fail (write != NULL);
  GUILD_SERVICE_GET_CLASS (self)->write_async (self, write, cancellable, callback, data);
}

GuildOutcome *
guild_service_write_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->write_finish (self, result, error);
}

void
guild_service_look_up_async (GuildService *self, const GuildWrite *write, gint64 sent_at,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (GUILD_IS_SERVICE (self));
  g_return_if_fail (write != NULL);
  GUILD_SERVICE_GET_CLASS (self)->look_up_async (self, write, sent_at, cancellable, callback,
                                                 data);
}

GuildOutcome *
guild_service_look_up_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->look_up_finish (self, result, error);
}

char *
guild_service_list_path (GuildService *self, guint page, guint page_size, GuildQuery *query,
                         GError **error)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->list_path (self, page, page_size, query, error);
}

void
guild_service_list_groups_async (GuildService *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_SERVICE (self));
  GUILD_SERVICE_GET_CLASS (self)->list_groups_async (self, cancellable, callback, data);
}

GPtrArray *
guild_service_list_groups_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), NULL);
  return GUILD_SERVICE_GET_CLASS (self)->list_groups_finish (self, result, error);
}

void
guild_service_test_async (GuildService *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_SERVICE (self));
  GUILD_SERVICE_GET_CLASS (self)->test_async (self, cancellable, callback, data);
}

gboolean
guild_service_test_finish (GuildService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (self), FALSE);
  return GUILD_SERVICE_GET_CLASS (self)->test_finish (self, result, error);
}
