/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"
#include "service/codat/guild-codat-settings.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"
#include "service/guild-transport-private.h"

/* Below the 1 000 a minute at which an address may be blocked without warning (codat.md §1.3). */
#define PER_MINUTE 900
#define AT_ONCE 8

struct _GuildCodat
{
  GuildService parent_instance;

  gboolean has_key;
};

G_DEFINE_FINAL_TYPE (GuildCodat, guild_codat, GUILD_TYPE_SERVICE)

/* ---- shared with the sibling files ---- */

void
guild_codat_call_async (GuildCodat *self, const GuildCall *call, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  GuildTransport *transport = guild_service_get_transport (GUILD_SERVICE (self));

  if (self->has_key)
    {
      guild_call_async (transport, call, cancellable, callback, data);
      return;
    }
  g_autoptr(GTask) task = g_task_new (transport, cancellable, callback, data);
  GError *error = NULL;
  if (call->free_data != NULL && call->data != NULL)
    call->free_data (call->data);
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNAUTHORISED, NULL,
                           _("There is no API key for this workspace. Nothing was sent. Enter the "
                             "key."));
  g_task_set_source_tag (task, guild_codat_call_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_return_error (task, error);
}

char *
guild_codat_path (const char *first, ...)
{
  g_autoptr(GString) path = g_string_new (NULL);
  va_list args;

  va_start (args, first);
  for (const char *part = first; part != NULL; part = va_arg (args, const char *))
    {
      g_autofree char *encoded = guild_transport_encode (part);
      g_string_append_printf (path, "/%s", encoded);
    }
  va_end (args);
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static GTask *
new_task (gpointer self, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* ---- lists, one company, groups ---- */

static const GuildFieldTable *
guild_codat_get_table (GuildService *service)
{
  return guild_codat_table ();
}

static GuildServiceFlags
guild_codat_get_flags (GuildService *service)
{
  return GUILD_SERVICE_CAN_CREATE | GUILD_SERVICE_CAN_EDIT | GUILD_SERVICE_CAN_DELETE |
         GUILD_SERVICE_HAS_CONNECTIONS | GUILD_SERVICE_HAS_GROUPS | GUILD_SERVICE_HAS_TAGS |
         GUILD_SERVICE_HAS_LINK;
}

static guint
guild_codat_get_page_size (GuildService *service)
{
  return GUILD_CODAT_MAX_PAGE;
}

static char *
guild_codat_list_path_of (GuildService *service, guint page, guint page_size, GuildQuery *query,
                          GError **error)
{
  return guild_codat_list_path (page, page_size, query, error);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer page;

  if (guild_call_finish (result, &page, &error))
    g_task_return_pointer (task, page, (GDestroyNotify) guild_page_free);
  else
    g_task_return_error (task, error);
}

static void
guild_codat_list_page_async (GuildService *service, guint page, guint page_size,
                             GuildQuery *query, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task =
    new_task (service, guild_codat_list_page_async, cancellable, callback, data);
  GError *error = NULL;
  g_autofree char *path = guild_codat_list_path (page, page_size, query, &error);

  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  GuildCodatPageAsked *asked = g_new0 (GuildCodatPageAsked, 1);
  asked->page = page;
  asked->page_size = MIN (page_size, GUILD_CODAT_MAX_PAGE);
  guild_codat_call_async (GUILD_CODAT (service), &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode_bytes = guild_codat_decode_page, .data = asked, .free_data = g_free,
    .free_value = (GDestroyNotify) guild_page_free,
  }, cancellable, page_cb, g_steal_pointer (&task));
}

static void
company_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer batch;

  if (guild_call_finish (result, &batch, &error))
    g_task_return_pointer (task, batch, (GDestroyNotify) guild_batch_unref);
  else
    g_task_return_error (task, error);
}

static void
guild_codat_read_company_async (GuildService *service, const char *company_id,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  GTask *task = new_task (service, guild_codat_read_company_async, cancellable, callback, data);
  g_autofree char *path = guild_codat_path ("companies", company_id, NULL);

  guild_codat_call_async (GUILD_CODAT (service), &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode = guild_codat_decode_company, .free_value = (GDestroyNotify) guild_batch_unref,
  }, cancellable, company_cb, task);
}

static void
groups_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  gpointer groups;

  if (guild_call_finish (result, &groups, &error))
    {
      g_task_return_pointer (task, groups, (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  /* Groups were retired and answer this where they are gone (codat.md §7). */
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN) ||
      g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    {
      GError *unsupported = NULL;
      guild_problem_set_error (&unsupported, GUILD_SERVICE_ERROR_UNSUPPORTED,
                               guild_problem_from_error (error),
                               _("Groups are not available here. Use tags instead."));
      g_task_return_error (task, unsupported);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
guild_codat_list_groups_async (GuildService *service, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = new_task (service, guild_codat_list_groups_async, cancellable, callback, data);

  guild_codat_call_async (GUILD_CODAT (service), &(GuildCall) {
    .method = "GET", .path = "/groups", .flags = GUILD_SEND_SAFE,
    .decode = guild_codat_decode_groups, .free_value = (GDestroyNotify) g_ptr_array_unref,
  }, cancellable, groups_cb, task);
}

/* ---- test ---- */

static const char *
explain (const GError *error)
{
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED))
    return _("Codat does not accept this API key. Copy the key from the Codat Portal again.");
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN))
    return _("This API key is outdated or belongs to another Codat client. Copy a current key "
             "from the Codat Portal.");
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_PAYMENT))
    return _("The key is right, but the Codat plan has expired or is used up. Review the plan in "
             "the Codat Portal.");
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    return _("There are no companies at this address. Check the address of the workspace.");
  return NULL;
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  GError *told = NULL;
  gpointer page;

  if (guild_call_finish (result, &page, &error))
    {
      guild_page_free (page);
      g_task_return_boolean (task, TRUE);
      return;
    }
  const char *explanation = explain (error);
  const GuildProblem *problem = guild_problem_from_error (error);
  if (explanation != NULL && problem != NULL && problem->status != 0)
    guild_problem_set_error (&told, (GuildServiceError) error->code, problem, "%s", explanation);
  else
    told = g_steal_pointer (&error);
  g_task_return_error (task, told);
}

static void
guild_codat_test_async (GuildService *service, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = new_task (service, guild_codat_test_async, cancellable, callback, data);
  GuildCodatPageAsked *asked = g_new0 (GuildCodatPageAsked, 1);

  asked->page_size = 1;
  guild_codat_call_async (GUILD_CODAT (service), &(GuildCall) {
    .method = "GET", .path = "/companies?page=1&pageSize=1", .flags = GUILD_SEND_SAFE,
    .decode_bytes = guild_codat_decode_page, .data = asked, .free_data = g_free,
    .free_value = (GDestroyNotify) guild_page_free,
  }, cancellable, tested_cb, task);
}

static void
guild_codat_class_init (GuildCodatClass *klass)
{
  GuildServiceClass *service_class = GUILD_SERVICE_CLASS (klass);

  service_class->get_table = guild_codat_get_table;
  service_class->get_flags = guild_codat_get_flags;
  service_class->get_page_size = guild_codat_get_page_size;
  service_class->list_path = guild_codat_list_path_of;
  service_class->list_page_async = guild_codat_list_page_async;
  service_class->read_company_async = guild_codat_read_company_async;
  service_class->write_async = guild_codat_write_async;
  service_class->look_up_async = guild_codat_look_up_async;
  service_class->list_groups_async = guild_codat_list_groups_async;
  service_class->test_async = guild_codat_test_async;
}

static void
guild_codat_init (GuildCodat *self)
{
}

/* (transfer full) (nullable): KEY as a header value. Anything that a header cannot hold is no
 * key. */
static char *
make_authorization (const char *key)
{
  g_autofree char *clean = g_strstrip (g_strdup (key));
  char *value;

  for (const char *c = clean; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      return NULL;
  if (*clean == '\0')
    return NULL;
  if (g_ascii_strncasecmp (clean, "Basic ", 6) == 0)
    value = g_strdup (clean);
  else
    {
      g_autofree char *encoded = g_base64_encode ((const guchar *) clean, strlen (clean));
      value = g_strconcat ("Basic ", encoded, NULL);
      explicit_bzero (encoded, strlen (encoded));
    }
  explicit_bzero (clean, strlen (clean));
  return value;
}

gboolean
guild_codat_uses_key (GuildCodat *self, const char *key)
{
  g_return_val_if_fail (GUILD_IS_CODAT (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  g_autofree char *value = make_authorization (key);
  gboolean same = value != NULL && g_strcmp0 (
    value, guild_service_get_transport (GUILD_SERVICE (self))->authorization) == 0;
  if (value != NULL)
    explicit_bzero (value, strlen (value));
  return same;
}

GuildService *
guild_codat_new (const char *base, const char *key)
{
  g_return_val_if_fail (base != NULL, NULL);

  g_autoptr(GuildTransport) transport = guild_transport_new (base, guild_codat_read_problem);
  g_autofree char *authorization = key != NULL ? make_authorization (key) : NULL;
  GuildCodat *self = g_object_new (GUILD_TYPE_CODAT, "transport", transport, NULL);

  self->has_key = authorization != NULL;
  guild_transport_set_authorization (transport, authorization);
  guild_transport_set_budget (transport, PER_MINUTE, AT_ONCE);
  if (authorization != NULL)
    explicit_bzero (authorization, strlen (authorization));
  return GUILD_SERVICE (self);
}
