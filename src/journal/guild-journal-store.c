/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-store.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "company/guild-thread.h"
#include "journal/guild-journal-file.h"

/* What the thread owns; it outlives the object by the time it takes to close the file. */
typedef struct
{
  GAsyncQueue      *jobs; /* (owned) (element-type Job) */
  char             *path; /* (owned) (nullable) */
  GuildJournalFile *file; /* (owned) (nullable) */
} Worker;

typedef enum
{
  JOB_OPEN,
  JOB_INSERT,
  JOB_UPDATE,
  JOB_SIGHT,
  JOB_READ_SIGHTINGS,
  JOB_READ_ARCHIVE,
  JOB_CALL,
  JOB_CLOSE,
  JOB_QUIT,
} JobKind;

typedef struct
{
  JobKind            kind;
  GTask             *task;    /* (owned) (nullable) */
  GuildChangeRecord *record;  /* (owned) (nullable) */
  char              *archive; /* (owned) (nullable) */
  gint64             id;      /* of the change whose archive is read */
  GPtrArray         *sightings;    /* (owned) (nullable) */
  char              *workspace_id; /* (owned) (nullable): of sightings */
  char              *company_id;   /* (owned) (nullable): of sightings */
  GuildJournalStoreFunc func;        /* (nullable) */
  gpointer           data;         /* (owned) (nullable): of func */
  GDestroyNotify     free_data;
  GDestroyNotify     free_answer;
} Job;

struct _GuildJournalStore
{
  GObject parent_instance;

  GAsyncQueue *jobs; /* (owned): shared with the worker */
};

G_DEFINE_FINAL_TYPE (GuildJournalStore, guild_journal_store, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  if (job->task != NULL)
    guild_task_release (job->task);
  g_clear_pointer (&job->record, guild_change_record_free);
  g_free (job->archive);
  g_clear_pointer (&job->sightings, g_ptr_array_unref);
  g_free (job->workspace_id);
  g_free (job->company_id);
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static void
records_free (gpointer records)
{
  g_ptr_array_unref (records);
}

static void
run_open (Worker *worker, GTask *task)
{
  g_autoptr(GuildJournalFile) file = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *records = NULL;

  file = guild_journal_file_open (worker->path, &error);
  if (file != NULL)
    records = guild_journal_file_load (file, &error);
  if (records == NULL)
    {
      /* Closed before the answer, so that whoever hears it may open the file again. */
      g_clear_pointer (&file, guild_journal_file_close);
      guild_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  worker->file = g_steal_pointer (&file);
  guild_task_return_pointer (task, records, records_free);
}

static void
run_write (Worker *worker, Job *job)
{
  GError *error = NULL;
  gboolean ok;

  if (worker->file == NULL)
    {
      ok = FALSE;
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED,
                           _("The journal is closed."));
    }
  else if (job->kind == JOB_INSERT)
    ok = guild_journal_file_insert (worker->file, job->record, &error);
  else
    ok = guild_journal_file_update (worker->file, job->record, job->archive, &error);
  if (ok)
    guild_task_return_int (job->task, job->record->id);
  else
    guild_task_return_error (job->task, error);
}

static void
run_sightings (Worker *worker, Job *job)
{
  GPtrArray *found = NULL;
  GError *error = NULL;

  if (worker->file == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The journal is closed."));
  else if (job->kind == JOB_SIGHT)
    guild_journal_file_add_sightings (worker->file, job->workspace_id, job->sightings, &error);
  else
    found = guild_journal_file_read_sightings (worker->file, job->workspace_id, job->company_id,
                                               &error);
  if (error != NULL)
    guild_task_return_error (job->task, error);
  else if (job->kind == JOB_SIGHT)
    guild_task_return_boolean (job->task, TRUE);
  else
    guild_task_return_pointer (job->task, found, records_free);
}

static void
run_read_archive (Worker *worker, Job *job)
{
  GError *error = NULL;
  char *archive = NULL;

  if (worker->file == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The journal is closed."));
  else
    guild_journal_file_read_archive (worker->file, job->id, &archive, &error);
  if (error != NULL)
    guild_task_return_error (job->task, error);
  else
    guild_task_return_pointer (job->task, archive, g_free);
}

static void
run_call (Worker *worker, Job *job)
{
  GError *error = NULL;
  gpointer answer = NULL;

  if (worker->file == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The journal is closed."));
  else
    answer = job->func (worker->file, job->data, &error);
  if (error != NULL)
    guild_task_return_error (job->task, error);
  else
    guild_task_return_pointer (job->task, answer, job->free_answer);
}

static gpointer
worker_main (gpointer data)
{
  Worker *worker = data;
  gboolean quit = FALSE;

  while (!quit)
    {
      Job *job = g_async_queue_pop (worker->jobs);
      switch (job->kind)
        {
        case JOB_OPEN:
          run_open (worker, job->task);
          break;
        case JOB_INSERT:
        case JOB_UPDATE:
          run_write (worker, job);
          break;
        case JOB_SIGHT:
        case JOB_READ_SIGHTINGS:
          run_sightings (worker, job);
          break;
        case JOB_READ_ARCHIVE:
          run_read_archive (worker, job);
          break;
        case JOB_CALL:
          run_call (worker, job);
          break;
        case JOB_CLOSE:
          g_clear_pointer (&worker->file, guild_journal_file_close);
          guild_task_return_boolean (job->task, TRUE);
          break;
        case JOB_QUIT:
        default:
          quit = TRUE;
        }
      job_free (job);
    }
  g_clear_pointer (&worker->file, guild_journal_file_close);
  g_async_queue_unref (worker->jobs);
  g_free (worker->path);
  g_free (worker);
  return NULL;
}

static Job *
job_new (JobKind kind, GTask *task)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->task = task;
  return job;
}

static void
guild_journal_store_finalize (GObject *object)
{
  GuildJournalStore *self = GUILD_JOURNAL_STORE (object);

  /* Not joined: the main thread does not wait for a disk. */
  g_async_queue_push (self->jobs, job_new (JOB_QUIT, NULL));
  g_async_queue_unref (self->jobs);
  G_OBJECT_CLASS (guild_journal_store_parent_class)->finalize (object);
}

static void
guild_journal_store_class_init (GuildJournalStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_journal_store_finalize;
}

static void
guild_journal_store_init (GuildJournalStore *self)
{
  self->jobs = g_async_queue_new ();
}

GuildJournalStore *
guild_journal_store_new (const char *path)
{
  GuildJournalStore *self = g_object_new (GUILD_TYPE_JOURNAL_STORE, NULL);
  Worker *worker = g_new0 (Worker, 1);

  worker->jobs = g_async_queue_ref (self->jobs);
  worker->path = g_strdup (path);
  g_thread_unref (g_thread_new ("journal", worker_main, worker));
  return self;
}

static GTask *
task_new (GuildJournalStore *self, GCancellable *cancellable, gpointer tag,
          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  /* What reached the disk is told even when nobody wanted it any more. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

void
guild_journal_store_open_async (GuildJournalStore *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = task_new (self, cancellable, guild_journal_store_open_async, callback, data);

  g_async_queue_push (self->jobs, job_new (JOB_OPEN, task));
}

GPtrArray *
guild_journal_store_open_finish (GuildJournalStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_journal_store_insert_async (GuildJournalStore *self, const GuildChangeRecord *record,
                                  GAsyncReadyCallback callback, gpointer data)
{
  Job *job = job_new (JOB_INSERT,
                   task_new (self, NULL, guild_journal_store_insert_async, callback, data));

  job->record = guild_change_record_copy (record);
  g_async_queue_push (self->jobs, job);
}

gint64
guild_journal_store_insert_finish (GuildJournalStore *self, GAsyncResult *result, GError **error)
{
  gssize id = g_task_propagate_int (G_TASK (result), error);

  return MAX (id, 0);
}

void
guild_journal_store_update_async (GuildJournalStore *self, const GuildChangeRecord *record,
                                  const char *archive, GAsyncReadyCallback callback, gpointer data)
{
  Job *job = job_new (JOB_UPDATE,
                   task_new (self, NULL, guild_journal_store_update_async, callback, data));

  job->record = guild_change_record_copy (record);
  job->archive = g_strdup (archive);
  g_async_queue_push (self->jobs, job);
}

gboolean
guild_journal_store_update_finish (GuildJournalStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error) > 0;
}

void
guild_journal_store_sight_async (GuildJournalStore *self, const char *workspace_id,
                                 GPtrArray *sightings, GAsyncReadyCallback callback,
                                 gpointer data)
{
  Job *job = job_new (JOB_SIGHT,
                      task_new (self, NULL, guild_journal_store_sight_async, callback, data));

  job->workspace_id = g_strdup (workspace_id);
  job->sightings = g_ptr_array_ref (sightings);
  g_async_queue_push (self->jobs, job);
}

gboolean
guild_journal_store_sight_finish (GuildJournalStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
guild_journal_store_read_sightings_async (GuildJournalStore *self, const char *workspace_id,
                                          const char *company_id, GAsyncReadyCallback callback,
                                          gpointer data)
{
  Job *job = job_new (JOB_READ_SIGHTINGS,
                      task_new (self, NULL, guild_journal_store_read_sightings_async, callback,
                                data));

  job->workspace_id = g_strdup (workspace_id);
  job->company_id = g_strdup (company_id);
  g_async_queue_push (self->jobs, job);
}

GPtrArray *
guild_journal_store_read_sightings_finish (GuildJournalStore *self, GAsyncResult *result,
                                           GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_journal_store_read_archive_async (GuildJournalStore *self, gint64 id,
                                        GAsyncReadyCallback callback, gpointer data)
{
  Job *job = job_new (JOB_READ_ARCHIVE,
                      task_new (self, NULL, guild_journal_store_read_archive_async, callback,
                                data));

  job->id = id;
  g_async_queue_push (self->jobs, job);
}

char *
guild_journal_store_read_archive_finish (GuildJournalStore *self, GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_journal_store_call_async (GuildJournalStore *self, GuildJournalStoreFunc func,
                                gpointer data, GDestroyNotify free_data,
                                GDestroyNotify free_answer, GAsyncReadyCallback callback,
                                gpointer callback_data)
{
  Job *job = job_new (JOB_CALL, task_new (self, NULL, guild_journal_store_call_async, callback,
                                          callback_data));

  job->func = func;
  job->data = data;
  job->free_data = free_data;
  job->free_answer = free_answer;
  g_async_queue_push (self->jobs, job);
}

gpointer
guild_journal_store_call_finish (GuildJournalStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_journal_store_close_async (GuildJournalStore *self, GAsyncReadyCallback callback,
                                 gpointer data)
{
  GTask *task = task_new (self, NULL, guild_journal_store_close_async, callback, data);

  g_async_queue_push (self->jobs, job_new (JOB_CLOSE, task));
}

gboolean
guild_journal_store_close_finish (GuildJournalStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
