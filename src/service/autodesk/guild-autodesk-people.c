/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-people.h"

#include "company/guild-format.h"
#include "service/autodesk/guild-autodesk-private.h"
#include "service/guild-answer.h"

/* However many pages there are: a service that never ends its list is not read for ever. */
#define MAX_PAGES 500

/* A list read page by page: pages with a total in the new family, bare arrays in the old. */
typedef gpointer (*ReadItemFunc) (JsonObject *object);

typedef struct
{
  gatomicrefcount   refs;
  GuildAutodeskLane lane;
  char             *path;    /* (owned): with a query that limit and offset are added to */
  guint             limit;
  guint             page;
  ReadItemFunc      read;
  char             *only;    /* (owned) (nullable): keeps members of this company */
  GPtrArray        *items;   /* (owned) */
  GHashTable       *ids;     /* (owned): seen */
  gboolean          more;
} Reading;

static void
reading_unref (gpointer data)
{
  Reading *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->path);
  g_free (self->only);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->ids);
  g_free (self);
}

/* Runs on a worker. */
static gpointer
decode_items (JsonNode *root, gpointer data, GError **error)
{
  Reading *self = data;
  JsonObject *object = guild_answer_object (root);
  JsonObject *pagination = guild_answer_get_object (object, "pagination");
  JsonArray *array = object != NULL ? guild_answer_get_array (object, "results")
                     : JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  gint64 total = guild_answer_get_count (pagination, "totalResults");
  gint64 limit = guild_answer_get_count (pagination, "limit");

  if (array == NULL)
    {
      guild_call_bad_answer (error, "a list without items");
      return NULL;
    }
  guint length = json_array_get_length (array);
  /* The service may give less at a time than it was asked for. */
  if (limit > 0 && limit < self->limit && self->page == 0)
    self->limit = (guint) limit;
  for (guint i = 0; i < length; i++)
    {
      JsonObject *item = guild_answer_element (array, i);
      const char *id = item != NULL ? guild_answer_get_string (item, "id") : NULL;

      if (id == NULL || !g_hash_table_add (self->ids, g_strdup (id)))
        continue;
      if (self->only == NULL ||
          g_strcmp0 (guild_answer_get_string (item, "company_id"), self->only) == 0)
        g_ptr_array_add (self->items, self->read (item));
    }
  self->more = length > 0 && self->page + 1 < MAX_PAGES &&
               (total >= 0 ? (gint64) self->page * self->limit + length < total
                           : length >= self->limit);
  return NULL;
}

static void read_page (GTask *task);

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Reading *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer nothing;

  if (!guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &nothing, &error))
    g_task_return_error (task, error);
  else if (self->more)
    {
      self->page++;
      read_page (task);
    }
  else
    g_task_return_pointer (task, g_ptr_array_ref (self->items),
                           (GDestroyNotify) g_ptr_array_unref);
}

static void
read_page (GTask *task)
{
  Reading *self = g_task_get_task_data (task);
  g_autofree char *path = g_strdup_printf ("%slimit=%u&offset=%u", self->path, self->limit,
                                           self->page * self->limit);

  g_atomic_ref_count_inc (&self->refs);
  guild_autodesk_call_async (g_task_get_source_object (task), self->lane, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_items,
    .data = self, .free_data = reading_unref,
  }, g_task_get_cancellable (task), page_cb, g_object_ref (task));
}

/* Takes TASK and PATH. ONLY (nullable): of one company. */
static void
read_all (GTask *task, GuildAutodeskLane lane, char *path, const char *only, ReadItemFunc read,
          GDestroyNotify free_item)
{
  g_autoptr(GTask) own = task;
  Reading *self = g_new0 (Reading, 1);

  g_atomic_ref_count_init (&self->refs);
  self->lane = lane;
  self->path = path;
  self->only = g_strdup (only);
  self->limit = lane == GUILD_AUTODESK_ADMIN ? GUILD_AUTODESK_MAX_PAGE : GUILD_AUTODESK_HQ_PAGE;
  self->read = read;
  self->items = g_ptr_array_new_with_free_func (free_item);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_task_data (task, self, reading_unref);
  if (guild_autodesk_has_account (task, g_task_get_source_object (task)))
    read_page (task);
}

static char *
dup_text (JsonObject *object, const char *name)
{
  const char *text = object != NULL ? guild_answer_get_string (object, name) : NULL;
  return g_strdup (text != NULL ? text : "");
}

static gint64
get_time (JsonObject *object, const char *name)
{
  const char *text = guild_answer_get_string (object, name);
  return text != NULL ? guild_time_parse (text) : GUILD_NUMBER_UNSET;
}

static gint64
get_count (JsonObject *object, const char *name)
{
  gint64 count = guild_answer_get_count (object, name);
  return count >= 0 ? count : GUILD_NUMBER_UNSET;
}

static gboolean
get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static GPtrArray *
finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
append_filter (GString *path, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_autofree char *encoded = guild_transport_encode (value);
  g_string_append_printf (path, "filter%%5B%s%%5D=%s&", name, encoded);
}

/* ---- projects ---- */

void
guild_project_free (GuildProject *self)
{
  if (self == NULL)
    return;
  char *texts[] = { self->id, self->name, self->status, self->classification, self->platform,
                    self->type, self->job_number, self->city, self->start_date, self->end_date };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (self);
}

static gpointer
read_project (JsonObject *object)
{
  GuildProject *self = g_new0 (GuildProject, 1);

  self->id = dup_text (object, "id");
  self->name = dup_text (object, "name");
  self->status = dup_text (object, "status");
  self->classification = dup_text (object, "classification");
  self->platform = dup_text (object, "platform");
  self->type = dup_text (object, "type");
  self->job_number = dup_text (object, "jobNumber");
  self->city = dup_text (object, "city");
  self->start_date = dup_text (object, "startDate");
  self->end_date = dup_text (object, "endDate");
  self->n_companies = get_count (object, "companyCount");
  self->n_members = get_count (object, "memberCount");
  self->updated = get_time (object, "updatedAt");
  return self;
}

void
guild_autodesk_list_projects_async (GuildAutodesk *self, const GuildProjectFilter *filter,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));

  g_autofree char *account = guild_transport_encode (self->account_id);
  GString *path = g_string_new (NULL);
  g_string_printf (path, "/construction/admin/v1/accounts/%s/projects?sort=name%%20asc&", account);
  if (filter != NULL)
    {
      append_filter (path, "name", filter->name);
      append_filter (path, "status", filter->status);
    }
  read_all (guild_autodesk_task_new (self, guild_autodesk_list_projects_async, cancellable,
                                     callback, data),
            GUILD_AUTODESK_ADMIN, g_string_free (path, FALSE), NULL, read_project,
            (GDestroyNotify) guild_project_free);
}

GPtrArray *
guild_autodesk_list_projects_finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return finish (self, result, error);
}

/* ---- members ---- */

void
guild_member_free (GuildMember *self)
{
  if (self == NULL)
    return;
  char *texts[] = { self->id, self->autodesk_id, self->name, self->email, self->status, self->role,
                    self->company_id, self->company_name, self->job_title };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (self);
}

/* The names of the roles, one after the other. */
static char *
join_roles (JsonObject *object)
{
  JsonArray *roles = guild_answer_get_array (object, "roles");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++)
    {
      JsonObject *role = guild_answer_element (roles, i);
      const char *name = role != NULL ? guild_answer_get_string (role, "name") : NULL;
      if (name != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gpointer
read_project_member (JsonObject *object)
{
  GuildMember *self = g_new0 (GuildMember, 1);

  self->id = dup_text (object, "id");
  self->autodesk_id = dup_text (object, "autodeskId");
  self->name = dup_text (object, "name");
  self->email = dup_text (object, "email");
  self->status = dup_text (object, "status");
  self->role = join_roles (object);
  self->company_id = dup_text (object, "companyId");
  self->company_name = dup_text (object, "companyName");
  self->job_title = dup_text (object, "jobTitle");
  self->last_sign_in = GUILD_NUMBER_UNSET;
  self->administrator =
    get_boolean (guild_answer_get_object (object, "accessLevels"), "projectAdmin");
  return self;
}

static gpointer
read_member (JsonObject *object)
{
  GuildMember *self = g_new0 (GuildMember, 1);

  self->id = dup_text (object, "id");
  self->autodesk_id = dup_text (object, "uid");
  self->name = dup_text (object, "name");
  self->email = dup_text (object, "email");
  self->status = dup_text (object, "status");
  self->role = dup_text (object, "role");
  self->company_id = dup_text (object, "company_id");
  self->company_name = dup_text (object, "company_name");
  self->job_title = dup_text (object, "job_title");
  self->last_sign_in = get_time (object, "last_sign_in");
  self->administrator = g_str_equal (self->role, "account_admin");
  return self;
}

void
guild_autodesk_list_project_members_async (GuildAutodesk *self, const char *project_id,
                                           const char *company_id, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));
  g_return_if_fail (project_id != NULL);

  g_autofree char *project = guild_transport_encode (project_id);
  GString *path = g_string_new (NULL);
  g_string_printf (path, "/construction/admin/v1/projects/%s/users?sort=name%%20asc&", project);
  append_filter (path, "companyId", company_id);
  read_all (guild_autodesk_task_new (self, guild_autodesk_list_project_members_async, cancellable,
                                     callback, data),
            GUILD_AUTODESK_ADMIN, g_string_free (path, FALSE), NULL, read_project_member,
            (GDestroyNotify) guild_member_free);
}

GPtrArray *
guild_autodesk_list_project_members_finish (GuildAutodesk *self, GAsyncResult *result,
                                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return finish (self, result, error);
}

void
guild_autodesk_list_members_async (GuildAutodesk *self, const char *company_id, const char *name,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));
  g_return_if_fail (company_id != NULL && name != NULL);

  g_autofree char *encoded = guild_transport_encode (name);
  g_autofree char *users = guild_autodesk_hq_path (self, "users", "search", NULL);
  read_all (guild_autodesk_task_new (self, guild_autodesk_list_members_async, cancellable,
                                     callback, data),
            GUILD_AUTODESK_HQ,
            g_strdup_printf ("%s?company_name=%s&partial=false&", users, encoded), company_id,
            read_member, (GDestroyNotify) guild_member_free);
}

GPtrArray *
guild_autodesk_list_members_finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return finish (self, result, error);
}

/* ---- companies ---- */

void
guild_project_company_free (GuildProjectCompany *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->trade);
  g_free (self->member_group_id);
  g_free (self);
}

static gpointer
read_project_company (JsonObject *object)
{
  GuildProjectCompany *self = g_new0 (GuildProjectCompany, 1);

  self->id = dup_text (object, "id");
  self->name = dup_text (object, "name");
  self->trade = dup_text (object, "trade");
  self->member_group_id = dup_text (object, "member_group_id");
  return self;
}

void
guild_autodesk_list_project_companies_async (GuildAutodesk *self, const char *project_id,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));
  g_return_if_fail (project_id != NULL);

  g_autofree char *path =
    guild_autodesk_hq_path (self, "projects", project_id, "companies", NULL);
  read_all (guild_autodesk_task_new (self, guild_autodesk_list_project_companies_async,
                                     cancellable, callback, data),
            GUILD_AUTODESK_HQ, g_strconcat (path, "?sort=name&", NULL), NULL,
            read_project_company, (GDestroyNotify) guild_project_company_free);
}

GPtrArray *
guild_autodesk_list_project_companies_finish (GuildAutodesk *self, GAsyncResult *result,
                                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return finish (self, result, error);
}
