/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk-edit.h"

/* acc.md §10 */
#define ADMIN_PER_MINUTE 600
#define HQ_PER_MINUTE 100
#define AT_ONCE 4
#define USER_PER_MINUTE 60

#define PUBLISHED_HOST "developer.api.autodesk.com"
#define PUBLISHED_USER_BASE "https://api.userprofile.autodesk.com"
#define DEFAULT_REGION "US"

G_DEFINE_FINAL_TYPE (GuildAutodesk, guild_autodesk, GUILD_TYPE_SERVICE)

/* ---- lists ---- */

typedef struct
{
  guint       page;
  guint       page_size;
  GuildQuery *query;   /* (owned) (nullable) */
  guint       limit;   /* asked for last */
  gboolean    status;  /* asked for last with filter[status] */
  GError     *refused; /* (owned) (nullable): the answer when asked with a status */
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_clear_pointer (&self->query, guild_query_unref);
  g_clear_error (&self->refused);
  g_free (self);
}

static guint
get_limit (GuildAutodesk *self, guint page_size)
{
  guint limit = MIN (page_size, GUILD_AUTODESK_MAX_PAGE);

  return self->served_limit > 0 ? MIN (limit, self->served_limit) : limit;
}

static void ask_for_page (GTask *task);

static gboolean
is_refused (const GError *error)
{
  const GuildProblem *problem = guild_problem_from_error (error);

  return problem != NULL && problem->status == 400 &&
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_INVALID_REQUEST);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  List *list = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value;

  if (!guild_autodesk_call_finish (self, result, &value, &error))
    {
      if (list->status && is_refused (error))
        {
          /* The filter is younger than some of the service's own descriptions. */
          list->refused = error;
          ask_for_page (task);
        }
      else if (list->refused != NULL && is_refused (error))
        {
          /* It was not the status. */
          g_error_free (error);
          g_task_return_error (task, g_steal_pointer (&list->refused));
        }
      else
        g_task_return_error (task, error);
      return;
    }
  self->ignores_status |= list->refused != NULL;
  GuildAutodeskPage *answer = value;
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
  list->status = !self->ignores_status && list->refused == NULL;
  GuildAutodeskAsked asked = { (guint64) list->page * list->limit, list->limit };
  g_autofree char *path = guild_autodesk_build_path (self->account_id, asked.offset, asked.limit,
                                                     list->status, self->fields, list->query,
                                                     &error);
  if (path == NULL && list->refused != NULL)
    {
      g_error_free (error);
      error = g_steal_pointer (&list->refused);
    }
  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  guild_autodesk_call_async (self, GUILD_AUTODESK_ADMIN, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode_bytes = guild_autodesk_decode_page, .data = g_memdup2 (&asked, sizeof asked),
    .free_data = g_free, .free_value = guild_autodesk_page_free,
  }, g_task_get_cancellable (task), page_cb, g_object_ref (task));
}

static void
guild_autodesk_list_page_async (GuildService *service, guint page, guint page_size,
                                GuildQuery *query, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task =
    guild_autodesk_task_new (service, guild_autodesk_list_page_async, cancellable, callback, data);
  List *list = g_new0 (List, 1);

  list->page = page;
  list->page_size = page_size;
  list->query = query != NULL ? guild_query_ref (query) : NULL;
  g_task_set_task_data (task, list, list_free);
  if (guild_autodesk_has_account (task, GUILD_AUTODESK (service)))
    ask_for_page (task);
}

char *
guild_autodesk_list_path (GuildAutodesk *self, guint page, guint page_size, GuildQuery *query,
                          GError **error)
{
  g_return_val_if_fail (GUILD_IS_AUTODESK (self), NULL);

  guint limit = get_limit (self, page_size);
  return guild_autodesk_build_path (self->account_id, (guint64) page * limit, limit,
                                    !self->ignores_status, self->fields, query, error);
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
  gpointer hubs;

  if (guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &hubs, &error))
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
    guild_autodesk_task_new (self, guild_autodesk_list_accounts_async, cancellable, callback, data);
  guild_autodesk_call_async (self, GUILD_AUTODESK_ADMIN, &(GuildCall) {
    .method = "GET", .path = "/project/v1/hubs", .flags = GUILD_SEND_SAFE,
    .decode = guild_autodesk_decode_hubs, .free_value = guild_autodesk_hubs_free,
  }, cancellable, hubs_cb, task);
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

/* ---- */

static const GuildFieldTable *
guild_autodesk_get_table (GuildService *service)
{
  return guild_autodesk_table ();
}

static GuildServiceFlags
guild_autodesk_get_flags (GuildService *service)
{
  GuildServiceFlags flags = GUILD_SERVICE_KEEPS_DELETED | GUILD_SERVICE_HAS_CHANGED_SINCE |
                            GUILD_SERVICE_HAS_PROJECTS | GUILD_SERVICE_CHOOSES_FIELDS;

  /* A public client has no two-legged token, and writing takes one (acc.md §3). */
  if (!GUILD_AUTODESK (service)->signed_in)
    flags |= GUILD_SERVICE_CAN_CREATE | GUILD_SERVICE_CAN_EDIT | GUILD_SERVICE_CAN_IMPORT |
             GUILD_SERVICE_HAS_LOGO | GUILD_SERVICE_HAS_MEMBERS;
  return flags;
}

static const GuildImportRules *
guild_autodesk_get_import_rules (GuildService *service)
{
  gboolean can = (guild_autodesk_get_flags (service) & GUILD_SERVICE_CAN_IMPORT) != 0;
  return can ? guild_autodesk_import_rules () : NULL;
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

  for (guint i = 0; i < GUILD_AUTODESK_N_LANES; i++)
    {
      g_clear_object (&self->lanes[i].transport);
      g_clear_pointer (&self->lanes[i].token, guild_autodesk_token_unref);
    }
  g_free (self->account_id);
  g_free (self->region);
  g_free (self->fields);
  g_free (self->found_region);
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
  service_class->get_import_rules = guild_autodesk_get_import_rules;
  service_class->list_path = guild_autodesk_list_path_of;
  service_class->list_page_async = guild_autodesk_list_page_async;
  service_class->read_company_async = guild_autodesk_read_company_async;
  service_class->write_async = guild_autodesk_write_async;
  service_class->look_up_async = guild_autodesk_look_up_async;
  service_class->test_async = guild_autodesk_test_async;
}

static void
guild_autodesk_init (GuildAutodesk *self)
{
}

/* (transfer full): anything but letters is no region, and not fit for a header. */
static char *
clean_region (const char *region)
{
  g_autofree char *clean = g_strstrip (g_ascii_strup (region != NULL ? region : "", -1));

  for (const char *c = clean; *c != '\0'; c++)
    if (!g_ascii_isalpha (*c))
      return g_strdup (DEFAULT_REGION);
  return *clean != '\0' ? g_steal_pointer (&clean) : g_strdup (DEFAULT_REGION);
}

/* (transfer full): who signed in is asked at a host of its own (acc.md §1). */
static char *
user_base (const char *base)
{
  g_autoptr(GUri) uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strdup (g_strcmp0 (host, PUBLISHED_HOST) == 0 ? PUBLISHED_USER_BASE : base);
}

/* Requests of LANE count in GROUP of this client (acc.md §10). TOKEN (nullable). */
static void
open_lane (GuildAutodesk *self, GuildAutodeskLane lane, GuildTransport *transport,
           GuildAutodeskToken *token, const char *group, guint per_minute)
{
  GuildAutodeskWay *way = &self->lanes[lane];

  way->transport = g_object_ref (transport);
  way->token = token != NULL ? guild_autodesk_token_ref (token) : NULL;
  guild_transport_share_budget (transport, group);
  guild_transport_set_budget (transport, per_minute, AT_ONCE);
  if (token != NULL)
    guild_autodesk_token_serve (token, transport);
}

static void
open_lanes (GuildAutodesk *self, const char *base, const char *client_id,
            GuildAutodeskToken *reader, GuildAutodeskToken *writer)
{
  g_autofree char *people = user_base (base);
  const struct
  {
    const char         *base, *group;
    GuildAutodeskToken *token;
    guint               per_minute;
  } lanes[] = {
    [GUILD_AUTODESK_ADMIN] = { base, "admin", reader, ADMIN_PER_MINUTE },
    [GUILD_AUTODESK_PROBE] = { base, "admin", reader, ADMIN_PER_MINUTE },
    [GUILD_AUTODESK_HQ] = { base, "hq", self->signed_in ? NULL : reader, HQ_PER_MINUTE },
    [GUILD_AUTODESK_WRITE] = { base, "hq", writer, HQ_PER_MINUTE },
    [GUILD_AUTODESK_USER] = { people, "user", self->signed_in ? reader : NULL, USER_PER_MINUTE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
    {
      g_autofree char *group =
        g_strdup_printf ("%s %s", lanes[i].group, client_id != NULL ? client_id : "");
      g_autoptr(GuildTransport) transport =
        i == GUILD_AUTODESK_ADMIN
          ? g_object_ref (guild_service_get_transport (GUILD_SERVICE (self)))
          : guild_transport_new (lanes[i].base, guild_autodesk_read_problem);
      open_lane (self, (GuildAutodeskLane) i, transport, lanes[i].token, group,
                 lanes[i].per_minute);
      if (i != GUILD_AUTODESK_USER)
        guild_transport_set_header (transport, "Region", self->region);
    }
}

/* Takes the tokens; WRITER (nullable). */
static GuildService *
make_service (const char *base, const char *client_id, const char *account_id, const char *region,
              GuildAutodeskToken *reader, GuildAutodeskToken *writer)
{
  g_autoptr(GuildTransport) transport = guild_transport_new (base, guild_autodesk_read_problem);
  GuildAutodesk *self = g_object_new (GUILD_TYPE_AUTODESK, "transport", transport, NULL);

  if (account_id != NULL && g_str_has_prefix (account_id, "b."))
    account_id += strlen ("b.");
  self->account_id = g_strdup (account_id != NULL ? account_id : "");
  self->region = clean_region (region);
  self->signed_in = writer == NULL;
  open_lanes (self, base, client_id, reader, writer);
  guild_autodesk_token_unref (reader);
  g_clear_pointer (&writer, guild_autodesk_token_unref);
  return GUILD_SERVICE (self);
}

GuildService *
guild_autodesk_new (const char *base, const char *client_id, const char *secret,
                    const char *account_id, const char *region)
{
  g_return_val_if_fail (base != NULL, NULL);

  return make_service (
    base, client_id, account_id, region,
    guild_autodesk_token_new (base, client_id, secret, GUILD_AUTODESK_READ_SCOPE),
    guild_autodesk_token_new (base, client_id, secret, GUILD_AUTODESK_WRITE_SCOPE));
}

GuildService *
guild_autodesk_new_signed_in (GuildWorkspace *workspace, const char *refresh_token)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE (workspace), NULL);

  return make_service (guild_workspace_get_base_url (workspace),
                       guild_workspace_get_client_id (workspace),
                       guild_workspace_get_account_id (workspace),
                       guild_workspace_get_region (workspace),
                       guild_autodesk_renewed_token_new (workspace, refresh_token), NULL);
}

static gboolean
is_user_id (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  return *text != '\0';
}

void
guild_autodesk_set_user_id (GuildAutodesk *self, const char *user_id)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));

  const char *value = user_id != NULL && is_user_id (user_id) ? user_id : NULL;
  self->acts_for_user = value != NULL;
  guild_transport_set_header (self->lanes[GUILD_AUTODESK_ADMIN].transport, "User-Id", value);
  guild_transport_set_header (self->lanes[GUILD_AUTODESK_PROBE].transport, "User-Id", value);
  /* Data Management's name for it; with a two-legged token only (acc.md §2). */
  if (!self->signed_in)
    guild_transport_set_header (self->lanes[GUILD_AUTODESK_ADMIN].transport, "x-user-id", value);
}

void
guild_autodesk_set_fields (GuildAutodesk *self, const char * const *fields)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));

  g_free (self->fields);
  self->fields = guild_autodesk_join_fields (fields);
}

void
guild_autodesk_set_patience (GuildAutodesk *self, guint seconds, guint first_delay_ms)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));

  for (guint i = 0; i < GUILD_AUTODESK_N_LANES; i++)
    guild_transport_set_patience (self->lanes[i].transport, seconds, first_delay_ms);
}

gint64
guild_autodesk_get_throttled_until (GuildAutodesk *self)
{
  gint64 latest = GUILD_NUMBER_UNSET;

  g_return_val_if_fail (GUILD_IS_AUTODESK (self), GUILD_NUMBER_UNSET);
  for (guint i = 0; i < GUILD_AUTODESK_N_LANES; i++)
    {
      gint64 until = GUILD_NUMBER_UNSET;
      if (self->lanes[i].transport != NULL)
        g_object_get (self->lanes[i].transport, "throttled-until", &until, NULL);
      latest = MAX (latest, until);
    }
  return latest;
}

const char *
guild_autodesk_get_region (GuildAutodesk *self)
{
  g_return_val_if_fail (GUILD_IS_AUTODESK (self), NULL);
  return self->region;
}

gboolean
guild_autodesk_is_signed_in (GuildAutodesk *self)
{
  g_return_val_if_fail (GUILD_IS_AUTODESK (self), FALSE);
  return self->signed_in;
}
