/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-export.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-csv.h"
#include "company/guild-thread.h"
#include "service/guild-call.h"

/* Large pages spend the day's quota of requests slowly. */
#define PAGE_SIZE 1000
#define CHUNK (64 * 1024)

struct _GuildCodatExport
{
  GObject parent_instance;

  GuildCodat          *codat;         /* (owned) */
  const GuildDataType *type;          /* (nullable): NULL: the history */
  gboolean             pushes;
  char                *company_id;    /* (owned) */
  char                *connection_id; /* (owned) (nullable) */
  char                *account_id;    /* (owned) (nullable) */
  gboolean             hide_deleted;

  GFileIOStream *aside;     /* (owned) (nullable): a record a line */
  goffset        length;    /* of what is whole in it */
  GPtrArray     *columns;   /* (owned) (element-type GuildRecordColumn): of all records */
  guint          page_size;
  guint          page;      /* the next one to read */
  guint          n_records;
  gint64         total;
  gboolean       complete;
  gboolean       moved;
  gboolean       busy;
};

G_DEFINE_FINAL_TYPE (GuildCodatExport, guild_codat_export, G_TYPE_OBJECT)

enum { PROP_N_RECORDS = 1, PROP_PAGE_SIZE, N_PROPS };
static GParamSpec *properties[N_PROPS];

static GuildCodatExport *
export_new (GuildCodat *codat, const char *company_id)
{
  GuildCodatExport *self = g_object_new (GUILD_TYPE_CODAT_EXPORT, NULL);

  self->codat = g_object_ref (codat);
  self->company_id = g_strdup (company_id);
  return self;
}

GuildCodatExport *
guild_codat_export_new (GuildCodat *codat, const GuildRecordsAsked *asked)
{
  g_return_val_if_fail (GUILD_IS_CODAT (codat), NULL);
  g_return_val_if_fail (asked != NULL && asked->type != NULL, NULL);
  g_return_val_if_fail (asked->type->form != GUILD_DATA_STATEMENT, NULL);

  GuildCodatExport *self = export_new (codat, asked->company_id);
  self->type = asked->type;
  self->connection_id = g_strdup (asked->connection_id);
  self->account_id = g_strdup (asked->account_id);
  self->hide_deleted = asked->hide_deleted;
  return self;
}

GuildCodatExport *
guild_codat_export_new_history (GuildCodat *codat, const char *company_id, gboolean pushes)
{
  g_return_val_if_fail (GUILD_IS_CODAT (codat), NULL);
  g_return_val_if_fail (company_id != NULL, NULL);

  GuildCodatExport *self = export_new (codat, company_id);
  self->pushes = pushes;
  return self;
}

/* ---- reading ---- */

static void read_page (GTask *task);

static gboolean
open_aside (GuildCodatExport *self, GError **error)
{
  if (self->aside != NULL)
    return TRUE;
  g_autoptr(GFile) file = g_file_new_tmp ("guildhall-XXXXXX", &self->aside, error);
  if (file == NULL)
    return FALSE;
  /* Only this stream knows it from here on. */
  if (g_file_delete (file, NULL, error))
    return TRUE;
  g_clear_object (&self->aside);
  return FALSE;
}

/* On a worker. A page is kept whole or not at all: what follows self->length is written over. */
static void
keep_page (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuildCodatExport *self = GUILD_CODAT_EXPORT (source);
  GuildRecordPage *page = data;
  g_autoptr(GString) lines = g_string_new (NULL);
  GError *error = NULL;

  for (guint i = 0; i < page->records->len; i++)
    {
      guild_value_append_json (guild_record_get_value (page->records->pdata[i]), lines, -1);
      g_string_append_c (lines, '\n');
    }
  gboolean kept = open_aside (self, &error) &&
    g_seekable_seek (G_SEEKABLE (self->aside), self->length, G_SEEK_SET, NULL, &error) &&
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->aside)),
                               lines->str, lines->len, NULL, NULL, &error);
  if (!kept)
    {
      guild_task_return_error (task, error);
      return;
    }
  self->length += (goffset) lines->len;
  guild_record_columns_merge (self->columns, page->columns);
  guild_task_return_boolean (task, TRUE);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildCodatExport *self = GUILD_CODAT_EXPORT (source);
  GuildRecordPage *page = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      self->busy = FALSE;
      g_task_return_error (task, error);
      return;
    }
  self->moved |= self->page > 0 && self->total != page->total;
  self->total = page->total;
  self->page++;
  self->n_records += page->records->len;
  self->complete = !page->more;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RECORDS]);
  read_page (g_steal_pointer (&task));
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildCodatExport *self = g_task_get_source_object (task);
  GError *error = NULL;
  GuildRecordPage *page =
    guild_codat_read_records_finish (GUILD_CODAT (source), result, &error);

  if (page != NULL && page->more && page->records->len == 0)
    {
      g_clear_pointer (&page, guild_record_page_free);
      guild_call_bad_answer (&error, "a list of empty pages");
    }
  if (page == NULL)
    {
      self->busy = FALSE;
      g_task_return_error (task, error);
      return;
    }
  g_autoptr(GTask) keep = g_task_new (self, NULL, kept_cb, g_object_ref (task));
  g_task_set_source_tag (keep, page_cb);
  g_task_set_task_data (keep, page, (GDestroyNotify) guild_record_page_free);
  guild_task_run (keep, keep_page);
}

/* Takes TASK. */
static void
read_page (GTask *task)
{
  GuildCodatExport *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->complete || g_cancellable_is_cancelled (cancellable))
    {
      self->busy = FALSE;
      if (self->complete || !g_task_return_error_if_cancelled (task))
        g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else if (self->type == NULL)
    guild_codat_read_history_async (self->codat, self->company_id, self->pushes, self->page,
                                    self->page_size, cancellable, page_cb, task);
  else
    guild_codat_read_records_async (self->codat, &(GuildRecordsAsked) {
      .type = self->type, .company_id = self->company_id, .connection_id = self->connection_id,
      .account_id = self->account_id, .page = self->page, .page_size = self->page_size,
      .hide_deleted = self->hide_deleted,
    }, cancellable, page_cb, task);
}

void
guild_codat_export_read_async (GuildCodatExport *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT_EXPORT (self));
  g_return_if_fail (!self->busy);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_codat_export_read_async);
  g_task_set_check_cancellable (task, FALSE);
  self->busy = TRUE;
  read_page (task);
}

gboolean
guild_codat_export_read_finish (GuildCodatExport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- writing, on a worker ---- */

typedef struct
{
  GFile   *file; /* (owned) */
  gboolean csv;
} Target;

static void
target_free (gpointer data)
{
  Target *self = data;

  g_object_unref (self->file);
  g_free (self);
}

static gboolean
flush (GString *text, GOutputStream *out, GCancellable *cancellable, GError **error)
{
  gboolean written =
    g_output_stream_write_all (out, text->str, text->len, NULL, cancellable, error);

  g_string_truncate (text, 0);
  return written;
}

static void
append_record (GuildCodatExport *self, GString *text, GuildValue *record, guint index, gboolean csv)
{
  if (csv)
    {
      guild_csv_append_record (text, self->columns, record);
      return;
    }
  g_string_append (text, index > 0 ? ",\n  " : "\n  ");
  guild_value_append_json (record, text, 2);
}

static gboolean
write_records (GuildCodatExport *self, gboolean csv, GOutputStream *out, GCancellable *cancellable,
               GError **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GDataInputStream) lines = NULL;

  if (self->n_records > 0)
    {
      if (!g_seekable_seek (G_SEEKABLE (self->aside), 0, G_SEEK_SET, cancellable, error))
        return FALSE;
      lines = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->aside)));
      g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
    }
  if (csv)
    guild_csv_append_heading (text, self->columns);
  else
    g_string_append_c (text, '[');
  for (guint i = 0; i < self->n_records; i++)
    {
      gsize length;
      g_autofree char *line =
        g_data_input_stream_read_line (lines, &length, cancellable, error);
      g_autoptr(GuildValue) record =
        line != NULL ? guild_value_parse (line, (gssize) length, error) : NULL;
      if (record == NULL)
        {
          if (error != NULL && *error == NULL)
            g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                                 _("What was read is no longer there."));
          return FALSE;
        }
      append_record (self, text, record, i, csv);
      if (text->len >= CHUNK && !flush (text, out, cancellable, error))
        return FALSE;
    }
  if (!csv)
    g_string_append (text, "\n]\n");
  return flush (text, out, cancellable, error);
}

/* (transfer full) (nullable): a file beside FILE that nobody has yet. */
static GFile *
make_sibling (GFile *file, GFileOutputStream **stream, GCancellable *cancellable, GError **error)
{
  g_autoptr(GFile) parent = g_file_get_parent (file);
  g_autofree char *name = g_strdup_printf (".guildhall-%08x.part", g_random_int ());
  g_autoptr(GFile) sibling = parent != NULL ? g_file_get_child (parent, name) : NULL;

  if (sibling == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                           _("This is no place for a file."));
      return NULL;
    }
  *stream = g_file_create (sibling, G_FILE_CREATE_PRIVATE, cancellable, error);
  return *stream != NULL ? g_steal_pointer (&sibling) : NULL;
}

static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuildCodatExport *self = GUILD_CODAT_EXPORT (source);
  Target *target = data;
  g_autoptr(GFileOutputStream) stream = NULL;
  GError *error = NULL;
  g_autoptr(GFile) sibling = make_sibling (target->file, &stream, cancellable, &error);

  gboolean written = sibling != NULL &&
    write_records (self, target->csv, G_OUTPUT_STREAM (stream), cancellable, &error) &&
    g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, &error) &&
    g_file_move (sibling, target->file, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL, &error);
  if (written)
    {
      guild_task_return_boolean (task, TRUE);
      return;
    }
  if (sibling != NULL)
    {
      g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL);
      g_file_delete (sibling, NULL, NULL);
    }
  guild_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  GUILD_CODAT_EXPORT (source)->busy = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
guild_codat_export_write_async (GuildCodatExport *self, GFile *file, gboolean csv,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT_EXPORT (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (!self->busy);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autoptr(GTask) work = g_task_new (self, cancellable, written_cb, task);
  Target *target = g_new0 (Target, 1);
  target->file = g_object_ref (file);
  target->csv = csv;
  g_task_set_source_tag (task, guild_codat_export_write_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (work, guild_codat_export_write_async);
  g_task_set_check_cancellable (work, FALSE);
  g_task_set_task_data (work, target, target_free);
  self->busy = TRUE;
  guild_task_run (work, write_file);
}

gboolean
guild_codat_export_write_finish (GuildCodatExport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- the rest ---- */

guint
guild_codat_export_get_n_records (GuildCodatExport *self)
{
  g_return_val_if_fail (GUILD_IS_CODAT_EXPORT (self), 0);
  return self->n_records;
}

gint64
guild_codat_export_get_total (GuildCodatExport *self)
{
  g_return_val_if_fail (GUILD_IS_CODAT_EXPORT (self), -1);
  return self->total;
}

gboolean
guild_codat_export_get_complete (GuildCodatExport *self)
{
  g_return_val_if_fail (GUILD_IS_CODAT_EXPORT (self), FALSE);
  return self->complete;
}

gboolean
guild_codat_export_get_moved (GuildCodatExport *self)
{
  g_return_val_if_fail (GUILD_IS_CODAT_EXPORT (self), FALSE);
  return self->moved;
}

static void
guild_codat_export_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuildCodatExport *self = GUILD_CODAT_EXPORT (object);

  if (id == PROP_N_RECORDS)
    g_value_set_uint (value, self->n_records);
  else if (id == PROP_PAGE_SIZE)
    g_value_set_uint (value, self->page_size);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
guild_codat_export_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PAGE_SIZE)
    GUILD_CODAT_EXPORT (object)->page_size = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
guild_codat_export_finalize (GObject *object)
{
  GuildCodatExport *self = GUILD_CODAT_EXPORT (object);

  g_clear_object (&self->codat);
  g_clear_object (&self->aside);
  g_ptr_array_unref (self->columns);
  g_free (self->company_id);
  g_free (self->connection_id);
  g_free (self->account_id);
  G_OBJECT_CLASS (guild_codat_export_parent_class)->finalize (object);
}

static void
guild_codat_export_class_init (GuildCodatExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = guild_codat_export_finalize;
  object_class->get_property = guild_codat_export_get_property;
  object_class->set_property = guild_codat_export_set_property;
  properties[PROP_N_RECORDS] = g_param_spec_uint ("n-records", NULL, NULL, 0, G_MAXUINT, 0,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE_SIZE] = g_param_spec_uint ("page-size", NULL, NULL, 1, 5000, PAGE_SIZE,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
guild_codat_export_init (GuildCodatExport *self)
{
  self->columns = guild_record_columns_new ();
  self->total = -1;
}
