/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-batch.h"

#include "company/guild-field-private.h"
#include "company/guild-json.h"

struct _GuildBatch
{
  gatomicrefcount        refs;
  const GuildFieldTable *table;   /* (borrowed): static */
  GArray                *cells;   /* (owned): n_fields GuildCell a row; text lies in strings */
  GArray                *rows;    /* (owned): Row */
  GStringChunk          *strings; /* (owned) */
  GString               *json;    /* (owned): scratch */
  GuildNodes            *nodes;   /* (owned): scratch */
  GuildCellSink          sink;
  guint                  n_skipped;
};

typedef struct
{
  const char *json; /* (borrowed): lies in strings */
  gboolean    deleted;
} Row;

G_DEFINE_BOXED_TYPE (GuildBatch, guild_batch, guild_batch_ref, guild_batch_unref)

GuildBatch *
guild_batch_new (const GuildFieldTable *table)
{
  GuildBatch *self;

  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (table->id_field < table->n_fields, NULL);

  self = g_new0 (GuildBatch, 1);
  g_atomic_ref_count_init (&self->refs);
  self->table = table;
  self->cells = g_array_new (FALSE, FALSE, sizeof (GuildCell));
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->strings = g_string_chunk_new (16 * 1024);
  self->json = g_string_sized_new (1024);
  self->nodes = guild_nodes_new ();
  guild_cell_sink_init (&self->sink);

  return self;
}

GuildBatch *
guild_batch_ref (GuildBatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
guild_batch_unref (GuildBatch *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_array_unref (self->cells);
  g_array_unref (self->rows);
  g_string_chunk_free (self->strings);
  g_string_free (self->json, TRUE);
  guild_nodes_free (self->nodes);
  guild_cell_sink_clear (&self->sink);
  g_free (self);
}

static const char *
store_text (GuildBatch       *self,
            const GuildField *field)
{
  GuildCellSink *sink = &self->sink;

  if (!sink->set)
    return NULL;
  if (field->kind == GUILD_FIELD_CHOICE && sink->number >= 0)
    return field->choices[sink->number].value;
  return g_string_chunk_insert_len (self->strings, sink->text->str, (gssize) sink->text->len);
}

/* Counts the company when it has none. */
static gboolean
has_id (GuildBatch      *self,
        const GuildNode *company)
{
  guild_field_read (&self->table->fields[self->table->id_field], company, &self->sink);
  if (!self->sink.set)
    self->n_skipped++;

  return self->sink.set;
}

static void
append_row (GuildBatch      *self,
            const GuildNode *company,
            const char      *json,
            gsize            length)
{
  const GuildFieldTable *table = self->table;
  Row row = { 0 };

  for (guint i = 0; i < table->n_fields; i++)
    {
      const GuildField *field = &table->fields[i];
      GuildCell cell;

      guild_field_read (field, company, &self->sink);
      cell.text = store_text (self, field);
      cell.number = self->sink.number;
      g_array_append_val (self->cells, cell);
    }

  row.json = g_string_chunk_insert_len (self->strings, json, (gssize) length);
  row.deleted = table->is_deleted != NULL && table->is_deleted (company);
  g_array_append_val (self->rows, row);
}

gboolean
guild_batch_append (GuildBatch *self,
                    JsonObject *company)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (company != NULL, FALSE);

  if (!has_id (self, guild_nodes_take (self->nodes, company)))
    return FALSE;

  if (self->table->scrub != NULL)
    self->table->scrub (company);
  g_string_truncate (self->json, 0);
  guild_json_append_object (self->json, company);
  append_row (self, guild_nodes_take (self->nodes, company), self->json->str, self->json->len);

  return TRUE;
}

gboolean
guild_batch_append_plain (GuildBatch *self,
                          const char *text,
                          gsize       length)
{
  const GuildFieldTable *table;
  const GuildNode *company;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  table = self->table;
  company = guild_nodes_read_plain (self->nodes, text, length);
  if (company == NULL
      || (table->scrub != NULL && (table->is_clean == NULL || !table->is_clean (company))))
    return FALSE;

  if (has_id (self, company))
    append_row (self, company, text, length);

  return TRUE;
}

guint
guild_batch_get_length (GuildBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

guint
guild_batch_get_n_skipped (GuildBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_skipped;
}

const GuildFieldTable *
guild_batch_get_table (GuildBatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->table;
}

const char *
guild_batch_get_id (GuildBatch *self,
                    guint       row)
{
  const GuildCell *cell;

  g_return_val_if_fail (self != NULL, NULL);

  cell = guild_batch_get_cell (self, row, self->table->id_field);
  return cell != NULL ? cell->text : NULL;
}

const GuildCell *
guild_batch_get_cell (GuildBatch *self,
                      guint       row,
                      guint       field)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row < self->rows->len, NULL);
  g_return_val_if_fail (field < self->table->n_fields, NULL);

  return &g_array_index (self->cells, GuildCell, (gsize) row * self->table->n_fields + field);
}

const char *
guild_batch_get_json (GuildBatch *self,
                      guint       row)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row < self->rows->len, NULL);

  return g_array_index (self->rows, Row, row).json;
}

gboolean
guild_batch_is_deleted (GuildBatch *self,
                        guint       row)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row < self->rows->len, FALSE);

  return g_array_index (self->rows, Row, row).deleted;
}

const char *
guild_batch_get_name (GuildBatch *self,
                      guint       row)
{
  guint original;
  const char *name = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row < self->rows->len, NULL);

  original = guild_field_table_index (self->table, "originalName");
  if (original != G_MAXUINT && guild_batch_is_deleted (self, row))
    name = guild_batch_get_cell (self, row, original)->text;
  if (name == NULL)
    name = guild_batch_get_cell (self, row, self->table->name_field)->text;

  return name != NULL ? name : "";
}
