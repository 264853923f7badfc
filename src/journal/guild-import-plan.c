/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "company/guild-csv.h"
#include "company/guild-json.h"
#include "service/guild-registry.h"

#define VERSION 1

static void guild_import_plan_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GuildImportPlan, guild_import_plan, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      guild_import_plan_list_model_init))

static GType
guild_import_plan_get_item_type (GListModel *model)
{
  return GUILD_TYPE_IMPORT_ROW;
}

static guint
guild_import_plan_get_n_items (GListModel *model)
{
  return GUILD_IMPORT_PLAN (model)->rows->len;
}

static gpointer
guild_import_plan_get_item (GListModel *model, guint position)
{
  GPtrArray *rows = GUILD_IMPORT_PLAN (model)->rows;
  return position < rows->len ? g_object_ref (rows->pdata[position]) : NULL;
}

static void
guild_import_plan_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = guild_import_plan_get_item_type;
  iface->get_n_items = guild_import_plan_get_n_items;
  iface->get_item = guild_import_plan_get_item;
}

static void
guild_import_plan_finalize (GObject *object)
{
  GuildImportPlan *self = GUILD_IMPORT_PLAN (object);

  g_free (self->name);
  g_strfreev (self->headings);
  g_strfreev (self->columns);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (guild_import_plan_parent_class)->finalize (object);
}

static void
guild_import_plan_class_init (GuildImportPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_import_plan_finalize;
}

static void
guild_import_plan_init (GuildImportPlan *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

const char *
guild_import_plan_get_name (GuildImportPlan *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_PLAN (self), NULL);
  return self->name;
}

guint
guild_import_plan_count (GuildImportPlan *self, GuildImportVerdict verdict)
{
  guint n = 0;

  g_return_val_if_fail (GUILD_IS_IMPORT_PLAN (self), 0);
  for (guint i = 0; i < self->rows->len; i++)
    n += ((GuildImportRow *) self->rows->pdata[i])->verdict == verdict;
  return n;
}

guint
guild_import_plan_count_warned (GuildImportPlan *self)
{
  guint n = 0;

  g_return_val_if_fail (GUILD_IS_IMPORT_PLAN (self), 0);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GuildImportRow *row = self->rows->pdata[i];
      n += row->warning != NULL && row->state != GUILD_IMPORT_ROW_IDLE;
    }
  return n;
}

static gboolean
may_clear (GuildImportPlan *self, const char *field)
{
  return self->clears &&
         (guild_field_table_find (self->table, field)->flags & GUILD_FIELD_REQUIRED) == 0;
}

GHashTable *
guild_import_plan_get_values (GuildImportPlan *self, GuildImportRow *row)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *text = g_strstrip (g_strdup (row->cells[i]));
      if (*self->columns[i] != '\0' && (*text != '\0' || may_clear (self, self->columns[i])))
        g_hash_table_insert (values, g_strdup (self->columns[i]), g_steal_pointer (&text));
    }
  return values;
}

/* --- to the journal and back ------------------------------------------------------------------ */

static void
add_text (JsonBuilder *builder, const char *member, const char *text)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, text);
}

static void
add_texts (JsonBuilder *builder, const char *member, char **texts)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

static void
add_row (JsonBuilder *builder, GuildImportRow *row)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "line");
  json_builder_add_int_value (builder, row->line);
  add_text (builder, "verdict", guild_import_verdict_to_id (row->verdict));
  add_text (builder, "name", row->name);
  if (row->note != NULL)
    add_text (builder, "note", row->note);
  if (row->warning != NULL)
    add_text (builder, "warning", row->warning);
  if (row->company_id != NULL)
    add_text (builder, "company", row->company_id);
  add_texts (builder, "cells", row->cells);
  json_builder_end_object (builder);
}

char *
guild_import_plan_to_text (GuildImportPlan *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char separator[] = { self->separator, '\0' };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, VERSION);
  add_text (builder, "service", self->table->service_id);
  add_text (builder, "name", self->name);
  add_text (builder, "separator", separator);
  json_builder_set_member_name (builder, "clears");
  json_builder_add_boolean_value (builder, self->clears);
  add_texts (builder, "headings", self->headings);
  add_texts (builder, "columns", self->columns);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->rows->len; i++)
    add_row (builder, self->rows->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* (nullable) */
static const char *
read_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* (nullable) */
static JsonArray *
read_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* (transfer full) (nullable): N texts. */
static char **
read_texts (JsonObject *object, const char *member, guint n)
{
  JsonArray *array = read_array (object, member);

  if (array == NULL || json_array_get_length (array) != n)
    return NULL;
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (texts, json_node_get_string (node));
    }
  return g_strv_builder_end (texts);
}

static gboolean
read_row (GuildImportPlan *self, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  char **cells = object != NULL ? read_texts (object, "cells", self->n_columns) : NULL;
  GuildImportVerdict verdict;

  if (cells == NULL || !guild_import_verdict_from_id (read_text (object, "verdict"), &verdict))
    {
      g_strfreev (cells);
      return FALSE;
    }
  gint64 line = json_object_get_int_member_with_default (object, "line", 0);
  GuildImportRow *row = guild_import_row_new (cells, (guint) line, self->rows->len);
  const char *name = read_text (object, "name");
  const char *warning = read_text (object, "warning");

  g_ptr_array_add (self->rows, row);
  guild_import_row_set_verdict (row, verdict, read_text (object, "note"));
  g_free (row->name);
  row->name = g_strdup (name != NULL ? name : "");
  row->company_id = g_strdup (read_text (object, "company"));
  if (warning != NULL)
    guild_import_row_add_warning (row, warning);
  return TRUE;
}

/* A field that this version does not know would be another table's. */
static gboolean
check_columns (GuildImportPlan *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (*self->columns[i] != '\0' && guild_field_table_find (self->table, self->columns[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_rows (GuildImportPlan *self, JsonObject *object)
{
  JsonArray *rows = read_array (object, "rows");

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    if (!read_row (self, json_array_get_element (rows, i)))
      return FALSE;
  return rows != NULL;
}

GuildImportPlan *
guild_import_plan_from_text (const char *text)
{
  g_autoptr(JsonNode) root = guild_json_parse (text, -1, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *headings = object != NULL ? read_array (object, "headings") : NULL;

  if (headings == NULL ||
      json_object_get_int_member_with_default (object, "version", 0) != VERSION)
    return NULL;
  g_autoptr(GuildImportPlan) self = g_object_new (GUILD_TYPE_IMPORT_PLAN, NULL);
  const char *separator = read_text (object, "separator");
  const char *service = read_text (object, "service");
  const GuildServiceKind *kind = service != NULL ? guild_registry_find (service) : NULL;
  self->n_columns = json_array_get_length (headings);
  self->table = kind != NULL ? kind->get_table () : NULL;
  self->name = g_strdup (read_text (object, "name"));
  self->separator = separator != NULL && *separator != '\0' ? *separator : ',';
  self->clears = json_object_get_boolean_member_with_default (object, "clears", FALSE);
  self->headings = read_texts (object, "headings", self->n_columns);
  self->columns = read_texts (object, "columns", self->n_columns);
  if (self->table == NULL || self->name == NULL || self->headings == NULL ||
      self->columns == NULL || !check_columns (self) || !read_rows (self, object))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- result ----------------------------------------------------------------------------------- */

/* The column of the file that is for the id; G_MAXUINT for none. */
static guint
find_id_column (GuildImportPlan *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (g_str_equal (self->columns[i], self->table->fields[self->table->id_field].id))
      return i;
  return G_MAXUINT;
}

/* What an earlier result added is written anew. */
static gboolean
is_ours (GuildImportPlan *self, guint column)
{
  return *self->columns[column] == '\0' && (g_str_equal (self->headings[column], _("Outcome")) ||
                                            g_str_equal (self->headings[column], _("Why")));
}

static void
append_cell (GuildImportPlan *self, GString *out, gboolean first, const char *text)
{
  if (!first)
    g_string_append_c (out, self->separator);
  guild_csv_append_text (out, text);
}

/* CELLS NULL: the headings. */
static void
append_row (GuildImportPlan *self, GString *out, char **cells, guint id_column, const char *outcome,
            const char *id, const char *why)
{
  gboolean first = TRUE;

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (is_ours (self, i))
        continue;
      const char *text = cells != NULL ? cells[i] : self->headings[i];
      append_cell (self, out, first, i == id_column && *text == '\0' && cells != NULL ? id : text);
      first = FALSE;
    }
  append_cell (self, out, first, outcome);
  if (id_column == G_MAXUINT)
    append_cell (self, out, FALSE, id);
  append_cell (self, out, FALSE, why);
  g_string_append (out, "\r\n");
}

static void
append_line (GString *lines, const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", text);
}

char *
guild_import_plan_dup_result (GuildImportPlan *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_PLAN (self), NULL);

  GString *out = g_string_new ("\xef\xbb\xbf");
  guint id_column = find_id_column (self);

  append_row (self, out, NULL, id_column, _("Outcome"), _("Company ID"), _("Why"));
  for (guint i = 0; i < self->rows->len; i++)
    {
      GuildImportRow *row = self->rows->pdata[i];
      g_autoptr(GString) why = g_string_new (NULL);

      append_line (why, row->message);
      append_line (why, row->message == NULL ? row->note : NULL);
      append_line (why, row->warning);
      append_row (self, out, row->cells, id_column, guild_import_row_describe (row),
                  row->company_id, why->str);
    }
  return g_string_free (out, FALSE);
}
