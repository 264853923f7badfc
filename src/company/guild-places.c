/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-places.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-json.h"
#include "company/guild-text.h"
#include "company/guild-thread.h"

typedef struct
{
  GPtrArray  *states; /* (owned) (element-type GuildPlace): by name */
  GHashTable *names;  /* (owned): folded name or code → GuildPlace (borrowed) */
} Parts;

struct _GuildPlaces
{
  gatomicrefcount refs;
  GPtrArray      *countries; /* (owned) (element-type GuildPlace): by name */
  GHashTable     *names;     /* (owned): folded name or code → GuildPlace (borrowed) */
  GHashTable     *parts;     /* (owned): code of a country → Parts */
  GPtrArray      *nothing;   /* (owned): no parts */
};

static void
place_free (gpointer data)
{
  GuildPlace *self = data;

  g_free (self->code);
  g_free (self->name);
  g_free (self);
}

static GuildPlace *
place_new (const char *code,
           const char *name)
{
  GuildPlace *self = g_new0 (GuildPlace, 1);

  self->code = g_strdup (code);
  self->name = g_strdup (name);
  return self;
}

static void
parts_free (gpointer data)
{
  Parts *self = data;

  g_ptr_array_unref (self->states);
  g_hash_table_unref (self->names);
  g_free (self);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const GuildPlace *first = *(GuildPlace * const *) a, *second = *(GuildPlace * const *) b;

  return g_utf8_collate (first->name, second->name);
}

/* The first to bear a name keeps it. */
static void
add_name (GHashTable *names,
          const char *text,
          GuildPlace *place)
{
  g_autofree char *folded = text != NULL ? guild_text_fold (text) : NULL;

  if (folded != NULL && *folded != '\0' && !g_hash_table_contains (names, folded))
    g_hash_table_insert (names, g_steal_pointer (&folded), place);
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static void
read_country (GuildPlaces *self,
              JsonObject  *object)
{
  const char *code = get_text (object, "alpha_2");
  const char *name = get_text (object, "common_name");
  GuildPlace *place;

  if (name == NULL)
    name = get_text (object, "name");
  if (code == NULL || name == NULL)
    return;

  place = place_new (code, name);
  g_ptr_array_add (self->countries, place);
  add_name (self->names, code, place);
  add_name (self->names, get_text (object, "alpha_3"), place);
  add_name (self->names, name, place);
  add_name (self->names, get_text (object, "name"), place);
  add_name (self->names, get_text (object, "official_name"), place);
}

static void
read_state (GuildPlaces *self,
            JsonObject  *object)
{
  const char *code = get_text (object, "code"); /* "US-CA" */
  const char *name = get_text (object, "name");
  const char *dash = code != NULL ? strchr (code, '-') : NULL;
  g_autofree char *country = NULL;
  GuildPlace *place;
  Parts *parts;

  if (dash == NULL || name == NULL)
    return;

  country = g_strndup (code, (gsize) (dash - code));
  parts = g_hash_table_lookup (self->parts, country);
  if (parts == NULL)
    {
      parts = g_new0 (Parts, 1);
      parts->states = g_ptr_array_new_with_free_func (place_free);
      parts->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->parts, g_steal_pointer (&country), parts);
    }

  place = place_new (dash + 1, name);
  g_ptr_array_add (parts->states, place);
  add_name (parts->names, code, place);
  add_name (parts->names, dash + 1, place);
  add_name (parts->names, name, place);
}

typedef void (*ReadFunc) (GuildPlaces *self, JsonObject *object);

/* FILE is {MEMBER: [object, …]}. */
static gboolean
read_file (GuildPlaces  *self,
           const char   *directory,
           const char   *file,
           const char   *member,
           ReadFunc      read,
           GError      **error)
{
  g_autofree char *path = g_build_filename (directory, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonNode *list = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  root = guild_json_parse (text, (gssize) length, error);
  if (root == NULL)
    return FALSE;

  if (JSON_NODE_HOLDS_OBJECT (root))
    list = json_object_get_member (json_node_get_object (root), member);
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("“%s” does not list places."), path);
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (list), i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        read (self, json_node_get_object (item));
    }

  return TRUE;
}

/* (transfer full) (nullable) */
static char *
find_directory (void)
{
  const char * const *data = g_get_system_data_dirs ();

  for (guint i = 0; data[i] != NULL; i++)
    {
      g_autofree char *directory = g_build_filename (data[i], "iso-codes", "json", NULL);
      g_autofree char *path = g_build_filename (directory, "iso_3166-1.json", NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&directory);
    }

  return NULL;
}

GuildPlaces *
guild_places_load (const char  *directory,
                   GError     **error)
{
  g_autofree char *found = directory == NULL ? find_directory () : g_strdup (directory);
  g_autoptr (GuildPlaces) self = g_new0 (GuildPlaces, 1);
  GHashTableIter iter;
  gpointer parts;

  g_atomic_ref_count_init (&self->refs);
  self->countries = g_ptr_array_new_with_free_func (place_free);
  self->nothing = g_ptr_array_new ();
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, parts_free);
  if (found == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("The names of countries are not on this computer. Install "
                             "“iso-codes”."));
      return NULL;
    }

  if (!read_file (self, found, "iso_3166-1.json", "3166-1", read_country, error)
      || !read_file (self, found, "iso_3166-2.json", "3166-2", read_state, error))
    return NULL;

  g_ptr_array_sort (self->countries, compare_places);
  g_hash_table_iter_init (&iter, self->parts);
  while (g_hash_table_iter_next (&iter, NULL, &parts))
    g_ptr_array_sort (((Parts *) parts)->states, compare_places);
  return g_steal_pointer (&self);
}

static void
load_in_thread (GTask        *task,
                gpointer      source G_GNUC_UNUSED,
                gpointer      data,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  GError *error = NULL;
  GuildPlaces *places = guild_places_load (data, &error);

  if (places != NULL)
    guild_task_return_pointer (task, places, (GDestroyNotify) guild_places_unref);
  else
    guild_task_return_error (task, error);
}

void
guild_places_load_async (const char          *directory,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, guild_places_load_async);
  g_task_set_task_data (task, g_strdup (directory), g_free);
  guild_task_run (task, load_in_thread);
}

GuildPlaces *
guild_places_load_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GuildPlaces *
guild_places_ref (GuildPlaces *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
guild_places_unref (GuildPlaces *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;

  g_hash_table_unref (self->names);
  g_hash_table_unref (self->parts);
  g_ptr_array_unref (self->countries);
  g_ptr_array_unref (self->nothing);
  g_free (self);
}

GPtrArray *
guild_places_get_countries (GuildPlaces *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->countries;
}

static Parts *
find_parts (GuildPlaces *self,
            const char  *country)
{
  const GuildPlace *place = guild_places_find_country (self, country);

  return place != NULL ? g_hash_table_lookup (self->parts, place->code) : NULL;
}

GPtrArray *
guild_places_get_states (GuildPlaces *self,
                         const char  *country)
{
  Parts *parts;

  g_return_val_if_fail (self != NULL, NULL);

  parts = find_parts (self, country);
  return parts != NULL ? parts->states : self->nothing;
}

static const GuildPlace *
find_place (GHashTable *names,
            const char *text)
{
  g_autofree char *folded = guild_text_fold (text);

  return g_hash_table_lookup (names, folded);
}

const GuildPlace *
guild_places_find_country (GuildPlaces *self,
                           const char  *text)
{
  g_return_val_if_fail (self != NULL, NULL);

  return find_place (self->names, text);
}

const GuildPlace *
guild_places_find_state (GuildPlaces *self,
                         const char  *country,
                         const char  *text)
{
  Parts *parts;

  g_return_val_if_fail (self != NULL, NULL);

  parts = find_parts (self, country);
  return parts != NULL ? find_place (parts->names, text) : NULL;
}
