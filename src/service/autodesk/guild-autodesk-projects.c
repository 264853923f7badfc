/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-projects.h"

#include "service/autodesk/guild-autodesk-private.h"

#define AT_ONCE 4

typedef struct
{
  char      *company_id; /* (owned) */
  gint64     n_expected;
  GPtrArray *projects;   /* (owned) (nullable): of the account */
  gboolean  *found;      /* (owned) (nullable): by project */
  guint      n_found;
  gboolean   by_companies; /* in the second round, which asks for companies */
  guint      next;       /* project of the round */
  guint      n_running;
  guint      n_asked;
  guint      n_total;
  GError    *error;      /* (owned) (nullable): the first */
  GuildProjectsProgressFunc progress; /* (nullable) */
  gpointer   progress_data;
} Hunt;

/* What asking one project needs. */
typedef struct
{
  GTask *task; /* (owned) */
  guint  project;
} Ask;

static void go_on (GTask *task);

static void
hunt_free (gpointer data)
{
  Hunt *self = data;

  g_free (self->company_id);
  g_clear_pointer (&self->projects, g_ptr_array_unref);
  g_free (self->found);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
has_company (GPtrArray *companies, const char *id)
{
  for (guint i = 0; i < companies->len; i++)
    if (g_strcmp0 (((GuildProjectCompany *) companies->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Ask *ask = data;
  g_autoptr(GTask) task = ask->task;
  guint project = ask->project;
  Hunt *self = g_task_get_task_data (task);
  GuildAutodesk *service = GUILD_AUTODESK (source);
  g_autoptr(GError) error = NULL;
  gboolean by_companies = g_async_result_is_tagged (
    result, guild_autodesk_list_project_companies_async);
  g_autoptr(GPtrArray) items = by_companies
    ? guild_autodesk_list_project_companies_finish (service, result, &error)
    : guild_autodesk_list_project_members_finish (service, result, &error);

  g_free (ask);
  self->n_running--;
  self->n_asked++;
  if (items == NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (items != NULL &&
      (by_companies ? has_company (items, self->company_id) : items->len > 0))
    {
      self->found[project] = TRUE;
      self->n_found++;
    }
  if (self->progress != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    self->progress (self->n_asked, self->n_total, self->n_found, self->progress_data);
  go_on (task);
}

static void
ask_project (GTask *task, guint project)
{
  Hunt *self = g_task_get_task_data (task);
  GuildAutodesk *service = g_task_get_source_object (task);
  const char *id = ((GuildProject *) self->projects->pdata[project])->id;
  Ask *ask = g_new0 (Ask, 1);

  ask->task = g_object_ref (task);
  ask->project = project;
  self->n_running++;
  if (self->by_companies)
    guild_autodesk_list_project_companies_async (service, id, g_task_get_cancellable (task),
                                                 asked_cb, ask);
  else
    guild_autodesk_list_project_members_async (service, id, self->company_id,
                                               g_task_get_cancellable (task), asked_cb, ask);
}

static gboolean
is_enough (Hunt *self)
{
  return self->error != NULL ||
         (self->n_expected != GUILD_NUMBER_UNSET && self->n_found >= self->n_expected);
}

/* The round is over; whether there is another. */
static gboolean
begin_next_round (GTask *task)
{
  Hunt *self = g_task_get_task_data (task);
  GuildServiceFlags flags = guild_service_get_flags (g_task_get_source_object (task));

  if (self->by_companies || (flags & GUILD_SERVICE_HAS_MEMBERS) == 0 || is_enough (self))
    return FALSE;
  self->by_companies = TRUE;
  self->next = 0;
  self->n_total += self->projects->len - self->n_found;
  return TRUE;
}

static void
return_found (GTask *task)
{
  Hunt *self = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&self->error));
      return;
    }
  for (guint i = self->projects->len; i > 0; i--)
    if (!self->found[i - 1])
      g_ptr_array_remove_index (self->projects, i - 1);
  g_task_return_pointer (task, g_steal_pointer (&self->projects),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
go_on (GTask *task)
{
  Hunt *self = g_task_get_task_data (task);

  do
    while (self->n_running < AT_ONCE && self->next < self->projects->len && !is_enough (self) &&
           !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
      {
        guint project = self->next++;
        if (!self->found[project])
          ask_project (task, project);
      }
  while (self->n_running == 0 && begin_next_round (task));
  if (self->n_running == 0)
    return_found (task);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Hunt *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->projects = guild_autodesk_list_projects_finish (GUILD_AUTODESK (source), result, &error);
  if (self->projects == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->found = g_new0 (gboolean, MAX (self->projects->len, 1));
  self->n_total = self->projects->len;
  go_on (task);
}

void
guild_autodesk_list_company_projects_async (GuildAutodesk *self, const char *company_id,
                                            gint64 n_expected, GuildProjectsProgressFunc progress,
                                            gpointer progress_data, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));
  g_return_if_fail (company_id != NULL);

  g_autoptr(GTask) task = guild_autodesk_task_new (
    self, guild_autodesk_list_company_projects_async, cancellable, callback, data);
  Hunt *hunt = g_new0 (Hunt, 1);

  hunt->company_id = g_strdup (company_id);
  hunt->n_expected = n_expected;
  hunt->progress = progress;
  hunt->progress_data = progress_data;
  g_task_set_task_data (task, hunt, hunt_free);
  if (n_expected == 0)
    g_task_return_pointer (task,
                           g_ptr_array_new_with_free_func ((GDestroyNotify) guild_project_free),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    guild_autodesk_list_projects_async (self, NULL, cancellable, listed_cb,
                                        g_object_ref (task));
}

GPtrArray *
guild_autodesk_list_company_projects_finish (GuildAutodesk *self, GAsyncResult *result,
                                             GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
