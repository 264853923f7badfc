/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-columns.h"

#include <glib/gi18n-lib.h>

#include "company/guild-json.h"
#include "company/guild-text.h"

/* Enough for every spreadsheet a person has, and an end. */
#define MOST_REMEMBERED 500

/* (transfer full): "ERP-ID", "erp_id" and "erpId" are one. */
static char *
simplify (const char *text)
{
  g_autofree char *folded = guild_text_fold (text);
  GString *simple = g_string_new (NULL);

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      if (g_unichar_isalnum (character))
        g_string_append_unichar (simple, character);
    }
  return g_string_free (simple, FALSE);
}

gboolean
guild_import_columns_may_have (const GuildFieldTable *table, const GuildImportRules *rules,
                               const char *field)
{
  g_return_val_if_fail (table != NULL && rules != NULL && field != NULL, FALSE);
  return g_strv_contains (rules->fields, field) ||
         g_str_equal (field, table->fields[table->id_field].id);
}

gboolean
guild_import_columns_have (const char **columns, guint n_columns, const char *field)
{
  g_return_val_if_fail (columns != NULL && field != NULL, FALSE);

  for (guint i = 0; i < n_columns; i++)
    if (g_strcmp0 (columns[i], field) == 0)
      return TRUE;
  return FALSE;
}

static void
add_word (GHashTable *words, const char *word, const char *field)
{
  char *simple = simplify (word);

  if (*simple == '\0' || g_hash_table_contains (words, simple))
    g_free (simple);
  else
    g_hash_table_insert (words, simple, (gpointer) field);
}

/* (transfer full): simplified word → field id; what is more certain came first. */
static GHashTable *
collect_words (const GuildFieldTable *table, const GuildImportRules *rules)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint pass = 0; pass < 3; pass++)
    for (guint i = 0; i < table->n_fields; i++)
      {
        const GuildField *field = &table->fields[i];
        const char *names[] = { field->id, field->title, _(field->title) };
        if (guild_import_columns_may_have (table, rules, field->id))
          add_word (words, names[pass], field->id);
      }
  for (const GuildImportWord *word = rules->words; word->word != NULL; word++)
    add_word (words, word->word, word->field);
  return words;
}

/* (transfer full) (nullable) */
static JsonObject *
parse_remembered (const char *remembered)
{
  g_autoptr(JsonNode) node =
    remembered != NULL ? guild_json_parse (remembered, -1, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

/* (nullable): "" when the heading was passed over on purpose. */
static const char *
recall (JsonObject *remembered, const char *simple)
{
  JsonNode *node = remembered != NULL ? json_object_get_member (remembered, simple) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static void
choose (const char **columns, guint n_columns, guint column, const GuildFieldTable *table,
        const GuildImportRules *rules, const char *id)
{
  const GuildField *field = id != NULL ? guild_field_table_find (table, id) : NULL;

  if (field != NULL && guild_import_columns_may_have (table, rules, field->id) &&
      !guild_import_columns_have (columns, n_columns, field->id))
    columns[column] = field->id;
}

const char **
guild_import_columns_guess (const GuildFieldTable *table, const GuildImportRules *rules,
                            GuildCsvTable *file, const char *remembered)
{
  g_return_val_if_fail (table != NULL && rules != NULL && file != NULL, NULL);

  const char **columns = g_new0 (const char *, file->n_columns + 1);
  g_autoptr(GHashTable) words = collect_words (table, rules);
  g_autoptr(JsonObject) known = parse_remembered (remembered);
  g_autofree gboolean *passed = g_new0 (gboolean, file->n_columns + 1);

  for (guint i = 0; i < file->n_columns; i++)
    {
      g_autofree char *simple = simplify (file->headings[i]);
      const char *before = recall (known, simple);
      passed[i] = before != NULL && *before == '\0';
      choose (columns, file->n_columns, i, table, rules, before);
    }
  for (guint i = 0; i < file->n_columns; i++)
    {
      g_autofree char *simple = simplify (file->headings[i]);
      if (columns[i] == NULL && !passed[i])
        choose (columns, file->n_columns, i, table, rules, g_hash_table_lookup (words, simple));
    }
  return columns;
}

char *
guild_import_columns_remember (const char **columns, GuildCsvTable *file, const char *remembered)
{
  g_return_val_if_fail (columns != NULL && file != NULL, NULL);

  g_autoptr(JsonObject) known = parse_remembered (remembered);
  GString *text = g_string_new (NULL);

  if (known == NULL || json_object_get_size (known) > MOST_REMEMBERED)
    {
      g_clear_pointer (&known, json_object_unref);
      known = json_object_new ();
    }
  for (guint i = 0; i < file->n_columns; i++)
    {
      g_autofree char *simple = simplify (file->headings[i]);
      if (*simple != '\0')
        json_object_set_string_member (known, simple, columns[i] != NULL ? columns[i] : "");
    }
  guild_json_append_object (text, known);
  return g_string_free (text, FALSE);
}

char *
guild_import_columns_check (const GuildFieldTable *table, const GuildImportRules *rules,
                            const char **columns, guint n_columns)
{
  g_return_val_if_fail (table != NULL && rules != NULL && columns != NULL, NULL);

  gboolean known =
    guild_import_columns_have (columns, n_columns, table->fields[table->id_field].id) ||
    guild_import_columns_have (columns, n_columns, table->fields[table->name_field].id);
  for (guint i = 0; rules->keys[i] != NULL; i++)
    known |= guild_import_columns_have (columns, n_columns, rules->keys[i]);
  if (!known)
    return g_strdup (_("Choose the column with the names of the companies, or one with their "
                       "IDs."));
  return NULL;
}
