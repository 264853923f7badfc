/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-tags.h"

#include <string.h>
#include <glib/gi18n-lib.h>

GHashTable *
guild_tags_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

GHashTable *
guild_tags_read (JsonObject *company)
{
  GHashTable *tags = guild_tags_new ();
  JsonNode *node = company != NULL ? json_object_get_member (company, "tags") : NULL;
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return tags;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value))
    if (JSON_NODE_HOLDS_VALUE (value))
      g_hash_table_replace (tags, g_strdup (key),
                            json_node_get_value_type (value) == G_TYPE_STRING
                              ? json_node_dup_string (value) : json_to_string (value, FALSE));
  return tags;
}

gboolean
guild_tags_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (g_hash_table_lookup (b, key), value) != 0)
      return FALSE;
  return TRUE;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

GPtrArray *
guild_tags_get_keys (GHashTable *tags)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (tags != NULL, keys);

  g_hash_table_iter_init (&iter, tags);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort (keys, compare_keys);
  return keys;
}

char *
guild_tags_check_pair (const char *key, const char *value)
{
  g_return_val_if_fail (key != NULL && value != NULL, NULL);

  if (*key == '\0')
    return g_strdup_printf (_("The tag value “%s” has no key."), value);
  if (g_utf8_strlen (key, -1) > GUILD_TAG_KEY_MAX)
    return g_strdup_printf (_("The tag key “%s” is longer than %d characters."), key,
                            GUILD_TAG_KEY_MAX);
  if (*value == '\0')
    return g_strdup_printf (_("The tag “%s” has no value."), key);
  if (g_utf8_strlen (value, -1) > GUILD_TAG_VALUE_MAX)
    return g_strdup_printf (_("The value of the tag “%s” is longer than %d characters."), key,
                            GUILD_TAG_VALUE_MAX);
  return NULL;
}

char *
guild_tags_check (GHashTable *tags)
{
  g_return_val_if_fail (tags != NULL, NULL);

  g_autoptr(GPtrArray) keys = guild_tags_get_keys (tags);
  for (guint i = 0; i < keys->len; i++)
    {
      char *wrong = guild_tags_check_pair (keys->pdata[i],
                                           g_hash_table_lookup (tags, keys->pdata[i]));
      if (wrong != NULL)
        return wrong;
    }
  if (keys->len > GUILD_TAGS_MAX)
    return g_strdup_printf (_("A company can have %d tags, and these would be %u."),
                            GUILD_TAGS_MAX, keys->len);
  return NULL;
}

void
guild_tags_build (GHashTable *tags, JsonBuilder *builder)
{
  g_return_if_fail (tags != NULL);
  g_return_if_fail (JSON_IS_BUILDER (builder));

  g_autoptr(GPtrArray) keys = guild_tags_get_keys (tags);
  json_builder_set_member_name (builder, "tags");
  json_builder_begin_object (builder);
  for (guint i = 0; i < keys->len; i++)
    {
      json_builder_set_member_name (builder, keys->pdata[i]);
      json_builder_add_string_value (builder, g_hash_table_lookup (tags, keys->pdata[i]));
    }
  json_builder_end_object (builder);
}

char *
guild_tags_describe (GHashTable *tags)
{
  g_return_val_if_fail (tags != NULL, NULL);

  g_autoptr(GPtrArray) keys = guild_tags_get_keys (tags);
  g_autoptr(GString) text = g_string_new (NULL);
  for (guint i = 0; i < keys->len; i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? ", " : "", (char *) keys->pdata[i],
                            (char *) g_hash_table_lookup (tags, keys->pdata[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
put_all (GHashTable *from, GHashTable *into)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_replace (into, g_strdup (key), g_strdup (value));
}

GHashTable *
guild_tags_edit (GHashTable *tags, GPtrArray *removed, GHashTable *added)
{
  GHashTable *edited = guild_tags_new ();

  g_return_val_if_fail (tags != NULL, edited);

  put_all (tags, edited);
  for (guint i = 0; removed != NULL && i < removed->len; i++)
    g_hash_table_remove (edited, removed->pdata[i]);
  if (added != NULL)
    put_all (added, edited);
  return edited;
}
