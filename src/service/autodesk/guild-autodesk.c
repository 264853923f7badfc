/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* acc.md §10 */
#define PER_MINUTE 600
#define AT_ONCE 4

struct _GuildAutodesk
{
  GuildService parent_instance;

  GuildAutodeskToken *token;          /* (owned) */
  char               *account_id;     /* (owned): "" when there is none yet */
  char               *region;         /* (owned) (nullable) */
  guint               served_limit;   /* the most rows that the service gives, once it said less
                                       * than it was asked for; else 0 */
  gboolean            ignores_status; /* it refused filter[status] */
};

G_DEFINE_FINAL_TYPE (GuildAutodesk, guild_autodesk, GUILD_TYPE_SERVICE)

/* ---- one authorised read ---- */

typedef struct
{
  char              *path;       /* (owned) */
  GuildDecodeFunc    decode;
  GuildAutodeskAsked asked;
  GDestroyNotify     free_value;
  guint              number;     /* of the token in use */
  gboolean           again;      /* the second and last try with a token */
} Get;

static void
get_free (gpointer data)
{
  Get *self = data;

  g_free (self->path);
  g_free (self);
}

static void send_get (GTask *task);

static void
got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = g_task_get_source_object (task);
  Get *get = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value;

  if (guild_call_finish (result, &value, &error))
    {
      g_task_return_pointer (task, value, get->free_value);
      return;
    }
  if (!get->again && guild_problem_from_error (error) != NULL &&
      guild_problem_from_error (error)->status == 401)
    {
      g_clear_error (&error);
      get->again = TRUE;
      guild_autodesk_token_drop (self->token, get->number);
      guild_autodesk_token_ensure (self->token, g_steal_pointer (&task), send_get);
      return;
    }
  g_task_return_error (task, error);
}

static void
send_get (GTask *task)
{
  GuildAutodesk *self = g_task_get_source_object (task);
  Get *get = g_task_get_task_data (task);

  get->number = guild_autodesk_token_number (self->token);
  guild_call_async (guild_service_get_transport (GUILD_SERVICE (self)), &(GuildCall) {
    .method = "GET", .path = get->path, .flags = GUILD_SEND_SAFE, .decode = get->decode,
    .data = g_memdup2 (&get->asked, sizeof get->asked), .free_data = g_free,
    .free_value = get->free_value,
  }, g_task_get_cancellable (task), got_cb, task);
}

/* Finished with get_finish(). */
static void
get_async (GuildAutodesk *self, const char *path, GuildDecodeFunc decode,
           GuildAutodeskAsked asked, GDestroyNotify free_value, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Get *get = g_new0 (Get, 1);

  get->path = g_strdup (path);
  get->decode = decode;
  get->asked = asked;
  get->free_value = free_value;
  g_task_set_source_tag (task, get_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, get, get_free);
  guild_autodesk_token_ensure (self->token, task, send_get);
}

static gpointer
get_finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  GError *own = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &own);

  if (own != NULL)
    g_propagate_error (error, guild_autodesk_explain (own, self->region));
  return value;
}

/* FALSE after TASK has returned an error: there is nothing to read from. */
static gboolean
has_account (GTask *task, GuildAutodesk *self)
{
  GError *error = NULL;

  if (*self->account_id != '\0')
    return TRUE;
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                           _("This workspace has no account. Nothing was sent. Choose one."));
  g_task_return_error (task, error);
  return FALSE;
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

/* ---- lists ---- */

typedef struct
{
  guint       page;
  guint       page_size;
  GuildQuery *query;   /* (owned) (nullable) */
  guint       limit;   /* asked for last */
  gboolean    status;  /* asked for last with filter[status] */
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_clear_pointer (&self->query, guild_query_unref);
  g_free (self);
}

static guint
get_limit (GuildAutodesk *self, guint page_size)
{
  guint limit = MIN (page_size, GUILD_AUTODESK_MAX_PAGE);

  return self->served_limit > 0 ? MIN (limit, self->served_limit) : limit;
}

static void ask_for_page (GTask *task);

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  List *list = g_task_get_task_data (task);
  GError *error = NULL;
  GuildAutodeskPage *answer = get_finish (self, result, &error);

  if (answer == NULL)
    {
      const GuildProblem *problem = guild_problem_from_error (error);
      if (list->status && problem != NULL && problem->status == 400 && !self->ignores_status)
        {
          /* The filter is younger than some of the service's own descriptions. */
          self->ignores_status = TRUE;
          g_clear_error (&error);
          ask_for_page (task);
          return;
        }
      g_task_return_error (task, error);
      return;
    }
  if (answer->limit > 0 && answer->limit < list->limit)
    {
      self->served_limit = (guint) answer->limit;
      if (list->page > 0)
        {
          /* Counted from the wrong offset: rows would be missing. */
          guild_autodesk_page_free (answer);
          ask_for_page (task);
          return;
        }
    }
  g_task_return_pointer (task, g_steal_pointer (&answer->page), (GDestroyNotify) guild_page_free);
  guild_autodesk_page_free (answer);
}

static void
ask_for_page (GTask *task)
{
  GuildAutodesk *self = g_task_get_source_object (task);
  List *list = g_task_get_task_data (task);
  GError *error = NULL;

  list->limit = get_limit (self, list->page_size);
  list->status = !self->ignores_status;
  GuildAutodeskAsked asked = { (guint64) list->page * list->limit, list->limit };
  g_autofree char *path = guild_autodesk_build_path (self->account_id, asked.offset, asked.limit,
                                                     list->status, list->query, &error);
  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  get_async (self, path, guild_autodesk_decode_page, asked, guild_autodesk_page_free,
             g_task_get_cancellable (task), page_cb, g_object_ref (task));
}

static void
guild_autodesk_list_page_async (GuildService *service, guint page, guint page_size,
                                GuildQuery *query, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task =
    new_task (service, guild_autodesk_list_page_async, cancellable, callback, data);
  List *list = g_new0 (List, 1);

  list->page = page;
  list->page_size = page_size;
  list->query = query != NULL ? guild_query_ref (query) : NULL;
  g_task_set_task_data (task, list, list_free);
  if (has_account (task, GUILD_AUTODESK (service)))
    ask_for_page (task);
}

char *
guild_autodesk_list_path (GuildAutodesk *self, guint page, guint page_size, GuildQuery *query,
                          GError **error)
{
  g_return_val_if_fail (GUILD_IS_AUTODESK (self), NULL);

  guint limit = get_limit (self, page_size);
  return guild_autodesk_build_path (self->account_id, (guint64) page * limit, limit,
                                    !self->ignores_status, query, error);
}

static char *
guild_autodesk_list_path_of (GuildService *service, guint page, guint page_size,
                             GuildQuery *query, GError **error)
{
  return guild_autodesk_list_path (GUILD_AUTODESK (service), page, page_size, query, error);
}

/* ---- accounts ---- */

static void
hubs_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer hubs = get_finish (GUILD_AUTODESK (source), result, &error);

  if (hubs != NULL)
    g_task_return_pointer (task, hubs, guild_autodesk_hubs_free);
  else
    g_task_return_error (task, error);
}

void
guild_autodesk_list_accounts_async (GuildAutodesk *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));

  GTask *task =
    new_task (self, guild_autodesk_list_accounts_async, cancellable, callback, data);
  get_async (self, "/project/v1/hubs", guild_autodesk_decode_hubs, (GuildAutodeskAsked) { 0, 0 },
             guild_autodesk_hubs_free, cancellable, hubs_cb, task);
}

GPtrArray *
guild_autodesk_list_accounts_finish (GuildAutodesk *self, GAsyncResult *result,
                                     GPtrArray **warnings, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  GuildAutodeskHubs *hubs = g_task_propagate_pointer (G_TASK (result), error);
  if (warnings != NULL)
    *warnings = hubs != NULL ? g_steal_pointer (&hubs->warnings) : NULL;
  if (hubs == NULL)
    return NULL;
  GPtrArray *accounts = g_steal_pointer (&hubs->accounts);
  guild_autodesk_hubs_free (hubs);
  return accounts;
}

/* ---- test ---- */

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  GuildAutodeskPage *page = get_finish (GUILD_AUTODESK (source), result, &error);

  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  guild_autodesk_page_free (page);
  g_task_return_boolean (task, TRUE);
}

static void
guild_autodesk_test_async (GuildService *service, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  GuildAutodesk *self = GUILD_AUTODESK (service);
  g_autoptr(GTask) task =
    new_task (service, guild_autodesk_test_async, cancellable, callback, data);

  if (!has_account (task, self))
    return;
  g_autofree char *path = guild_autodesk_build_path (self->account_id, 0, 1, FALSE, NULL, NULL);
  get_async (self, path, guild_autodesk_decode_page, (GuildAutodeskAsked) { 0, 1 },
             guild_autodesk_page_free, cancellable, tested_cb, g_steal_pointer (&task));
}

/* ---- */

static const GuildFieldTable *
guild_autodesk_get_table (GuildService *service)
{
  return guild_autodesk_table ();
}

static GuildServiceFlags
guild_autodesk_get_flags (GuildService *service)
{
  return GUILD_SERVICE_KEEPS_DELETED | GUILD_SERVICE_HAS_CHANGED_SINCE;
}

static guint
guild_autodesk_get_page_size (GuildService *service)
{
  return GUILD_AUTODESK_MAX_PAGE;
}

static void
guild_autodesk_finalize (GObject *object)
{
  GuildAutodesk *self = GUILD_AUTODESK (object);

  g_clear_pointer (&self->token, guild_autodesk_token_unref);
  g_free (self->account_id);
  g_free (self->region);
  G_OBJECT_CLASS (guild_autodesk_parent_class)->finalize (object);
}

static void
guild_autodesk_class_init (GuildAutodeskClass *klass)
{
  GuildServiceClass *service_class = GUILD_SERVICE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = guild_autodesk_finalize;
  service_class->get_table = guild_autodesk_get_table;
  service_class->get_flags = guild_autodesk_get_flags;
  service_class->get_page_size = guild_autodesk_get_page_size;
  service_class->list_path = guild_autodesk_list_path_of;
  service_class->list_page_async = guild_autodesk_list_page_async;
  service_class->test_async = guild_autodesk_test_async;
}

static void
guild_autodesk_init (GuildAutodesk *self)
{
}

/* (transfer full) (nullable): anything but letters is no region, and not fit for a header. */
static char *
clean_region (const char *region)
{
  g_autofree char *clean = g_strstrip (g_ascii_strup (region != NULL ? region : "", -1));

  for (const char *c = clean; *c != '\0'; c++)
    if (!g_ascii_isalpha (*c))
      return NULL;
  return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}

GuildService *
guild_autodesk_new (const char *base, const char *client_id, const char *secret,
                    const char *account_id, const char *region)
{
  g_return_val_if_fail (base != NULL, NULL);

  g_autoptr(GuildTransport) transport = guild_transport_new (base, guild_autodesk_read_problem);
  GuildAutodesk *self = g_object_new (GUILD_TYPE_AUTODESK, "transport", transport, NULL);

  if (account_id != NULL && g_str_has_prefix (account_id, "b."))
    account_id += strlen ("b.");
  self->account_id = g_strdup (account_id != NULL ? account_id : "");
  self->region = clean_region (region);
  self->token = guild_autodesk_token_new (transport, client_id, secret);
  guild_transport_set_header (transport, "Region", self->region);
  guild_transport_set_budget (transport, PER_MINUTE, AT_ONCE);
  return GUILD_SERVICE (self);
}
