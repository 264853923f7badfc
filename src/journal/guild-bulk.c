/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-bulk.h"

#include "company/guild-ids.h"
#include "journal/guild-journal-private.h"
#include "service/guild-problem.h"

#define AT_ONCE 4
#define MOST_TOLD 10

struct _GuildBulk
{
  GObject parent_instance;

  GuildJournal      *journal;     /* (owned) */
  GuildDirectory    *directory;   /* (owned) (nullable): of company_ids */
  GPtrArray         *company_ids; /* (owned) (nullable) (element-type utf8) */
  GPtrArray         *planned;     /* (owned) (nullable) (element-type GuildChange): in their place */
  GPtrArray         *changes;     /* (owned) (element-type GuildChange): confirmed */
  GString           *failures;    /* (owned) */
  GuildBulkMakeFunc  make;
  gpointer           data;        /* (owned) */
  GDestroyNotify     free_data;
  GTask             *task;        /* (owned) (nullable): while it runs */
  GError            *error;       /* (owned) (nullable): why it stops */
  gboolean           fresh;
  guint              next;
  guint              n_running;
  guint              n_done;
  guint              n_same;
  guint              n_failed;
};

G_DEFINE_FINAL_TYPE (GuildBulk, guild_bulk, G_TYPE_OBJECT)

typedef enum { PROP_N_DONE = 1 } GuildBulkProperty;
static GParamSpec *properties[PROP_N_DONE + 1];

typedef struct
{
  GuildBulk   *bulk;    /* (owned) */
  const char  *id;      /* (borrowed) (nullable): from the bulk */
  char        *name;    /* (owned) (nullable) */
  GuildChange *change;  /* (owned) (nullable) */
} Item;

static void go_on (GuildBulk *self);

static void
item_end (Item *item, gboolean done)
{
  g_autoptr(GuildBulk) self = item->bulk;

  g_free (item->name);
  g_clear_object (&item->change);
  g_free (item);
  self->n_running--;
  if (done)
    {
      self->n_done++;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
    }
  go_on (self);
}

static void
item_done (Item *item)
{
  item_end (item, TRUE);
}

/* Called off before anything was sent. */
static gboolean
is_left (Item *item)
{
  return g_cancellable_is_cancelled (g_task_get_cancellable (item->bulk->task)) &&
         (item->change == NULL ||
          guild_change_get_state (item->change) == GUILD_CHANGE_WITHDRAWN);
}

static void
add_failure (Item *item, const char *why)
{
  GuildBulk *self = item->bulk;

  if (self->n_failed < MOST_TOLD)
    g_string_append_printf (self->failures, "%s%s: %s", self->n_failed > 0 ? "\n" : "",
                            item->name != NULL ? item->name : item->id, why);
  else if (self->n_failed == MOST_TOLD)
    g_string_append (self->failures, "\n…");
  self->n_failed++;
}

gboolean
guild_journal_error_concerns_all (const GError *error)
{
  return g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_OFFLINE) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_PAYMENT) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_RATE_LIMITED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
item_failed (Item *item, const GError *error)
{
  if (is_left (item))
    {
      item_end (item, FALSE);
      return;
    }
  add_failure (item, error->message);
  if (item->bulk->error == NULL && guild_journal_error_concerns_all (error))
    item->bulk->error = g_error_copy (error);
  item_done (item);
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Item *item = data;
  g_autoptr(GError) error = NULL;

  if (!guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error))
    {
      item_failed (item, error);
      return;
    }
  g_ptr_array_add (item->bulk->changes, g_object_ref (item->change));
  item_done (item);
}

static void
perform (Item *item)
{
  GuildBulk *self = item->bulk;

  guild_journal_perform_async (self->journal, item->change, g_task_get_cancellable (self->task),
                               performed_cb, item);
}

static void
change_company (Item *item, GuildCompany *company)
{
  GuildBulk *self = item->bulk;
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autoptr(GuildWrite) inverse = NULL;
  g_autofree char *reason = NULL;

  item->name = g_strdup (guild_company_get_name (company));
  g_autoptr(GuildWrite) write = self->make (company, &inverse, &reason, self->data);
  if (write == NULL)
    {
      if (reason != NULL)
        add_failure (item, reason);
      else
        self->n_same++;
      item_done (item);
      return;
    }
  item->change = guild_change_new (guild_workspace_get_id (workspace), write, item->name);
  if (inverse != NULL)
    guild_change_set_inverse (item->change, inverse);
  perform (item);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Item *item = data;
  GuildDirectory *directory = GUILD_DIRECTORY (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company = item->bulk->fresh
    ? guild_directory_refresh_company_finish (directory, result, &error)
    : guild_directory_load_company_finish (directory, result, &error);

  if (company == NULL)
    item_failed (item, error);
  else
    change_company (item, company);
}

static void
begin_item (GuildBulk *self, guint i)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);
  Item *item = g_new0 (Item, 1);

  item->bulk = g_object_ref (self);
  self->n_running++;
  if (self->planned != NULL)
    {
      item->change = g_object_ref (self->planned->pdata[i]);
      item->name = g_strdup (guild_change_get_company_name (item->change));
      perform (item);
      return;
    }
  item->id = self->company_ids->pdata[i];
  if (self->fresh)
    guild_directory_refresh_company_async (self->directory, item->id, cancellable, read_cb, item);
  else
    guild_directory_load_company_async (self->directory, item->id, NULL, read_cb, item);
}

static void
go_on (GuildBulk *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  while (self->n_running < AT_ONCE && self->next < guild_bulk_get_n_total (self) &&
         self->error == NULL && !g_cancellable_is_cancelled (cancellable))
    begin_item (self, self->next++);
  if (self->n_running > 0)
    return;
  g_autoptr(GTask) task = g_object_ref (self->task);
  if (g_task_get_completed (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_boolean (task, TRUE);
  g_clear_object (&self->task); /* which holds us */
}

static void
guild_bulk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_N_DONE)
    g_value_set_uint (value, GUILD_BULK (object)->n_done);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
guild_bulk_finalize (GObject *object)
{
  GuildBulk *self = GUILD_BULK (object);

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_clear_error (&self->error);
  g_object_unref (self->journal);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->company_ids, guild_ids_unref);
  g_clear_pointer (&self->planned, g_ptr_array_unref);
  g_ptr_array_unref (self->changes);
  g_string_free (self->failures, TRUE);
  G_OBJECT_CLASS (guild_bulk_parent_class)->finalize (object);
}

static void
guild_bulk_class_init (GuildBulkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_bulk_get_property;
  object_class->finalize = guild_bulk_finalize;
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
guild_bulk_init (GuildBulk *self)
{
  self->changes = g_ptr_array_new_with_free_func (g_object_unref);
  self->failures = g_string_new (NULL);
}

GuildBulk *
guild_bulk_new (GuildJournal *journal, GuildDirectory *directory, GPtrArray *company_ids,
                gboolean fresh, GuildBulkMakeFunc make, gpointer data, GDestroyNotify free_data)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (company_ids != NULL && make != NULL, NULL);

  GuildBulk *self = g_object_new (GUILD_TYPE_BULK, NULL);
  self->journal = g_object_ref (journal);
  self->directory = g_object_ref (directory);
  self->company_ids = g_ptr_array_ref (company_ids);
  self->fresh = fresh;
  self->make = make;
  self->data = data;
  self->free_data = free_data;
  return self;
}

GuildBulk *
guild_bulk_new_for_changes (GuildJournal *journal, GPtrArray *changes)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (changes != NULL, NULL);

  GuildBulk *self = g_object_new (GUILD_TYPE_BULK, NULL);
  self->journal = g_object_ref (journal);
  self->planned = g_ptr_array_new_full (changes->len, g_object_unref);
  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (self->planned, g_object_ref (changes->pdata[i]));
  return self;
}

void
guild_bulk_run_async (GuildBulk *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  g_return_if_fail (GUILD_IS_BULK (self));
  g_return_if_fail (self->task == NULL && self->next == 0);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, guild_bulk_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  go_on (self);
}

gboolean
guild_bulk_run_finish (GuildBulk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
guild_bulk_get_n_total (GuildBulk *self)
{
  g_return_val_if_fail (GUILD_IS_BULK (self), 0);
  return self->planned != NULL ? self->planned->len : self->company_ids->len;
}

guint
guild_bulk_get_n_done (GuildBulk *self)
{
  g_return_val_if_fail (GUILD_IS_BULK (self), 0);
  return self->n_done;
}

guint
guild_bulk_get_n_same (GuildBulk *self)
{
  g_return_val_if_fail (GUILD_IS_BULK (self), 0);
  return self->n_same;
}

guint
guild_bulk_get_n_failed (GuildBulk *self)
{
  g_return_val_if_fail (GUILD_IS_BULK (self), 0);
  return self->n_failed;
}

GPtrArray *
guild_bulk_get_changes (GuildBulk *self)
{
  g_return_val_if_fail (GUILD_IS_BULK (self), NULL);
  return self->changes;
}

char *
guild_bulk_dup_failures (GuildBulk *self)
{
  g_return_val_if_fail (GUILD_IS_BULK (self), NULL);
  return g_strdup (self->failures->str);
}
