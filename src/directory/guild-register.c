/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-register.h"

#include "company/guild-text.h"
#include "directory/guild-directory-private.h"

#define N_WAYS (GUILD_REGISTER_NEARLY + 1)

struct _GuildRegister
{
  GuildSnapshot *snapshot; /* (owned) */
  GHashTable   **indexes;  /* (owned): by field and way; key (owned) → GArray (owned) of rows */
  GuildScratch   scratch;
};

GuildRegister *
guild_register_new (GuildDirectory *directory)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);

  GuildRegister *self = g_new0 (GuildRegister, 1);
  self->snapshot = guild_snapshot_ref (guild_directory_get_snapshot (directory));
  self->indexes = g_new0 (GHashTable *, self->snapshot->table->n_fields * N_WAYS);
  return self;
}

void
guild_register_free (GuildRegister *self)
{
  for (guint i = 0; i < self->snapshot->table->n_fields * N_WAYS; i++)
    g_clear_pointer (&self->indexes[i], g_hash_table_unref);
  g_free (self->indexes);
  guild_snapshot_unref (self->snapshot);
  g_free (self);
}

char *
guild_register_make_key (const char *text, GuildRegisterHow how)
{
  if (text == NULL)
    return g_strdup ("");
  if (how == GUILD_REGISTER_NEARLY)
    return guild_text_fold (text);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *composed = g_utf8_normalize (g_strstrip (valid), -1, G_NORMALIZE_NFC);
  return g_utf8_casefold (composed, -1);
}

static void
rows_free (gpointer rows)
{
  g_array_unref (rows);
}

static GHashTable *
make_index (GuildRegister *self, guint field, GuildRegisterHow how)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, rows_free);

  for (guint row = 0; row < self->snapshot->n_rows; row++)
    {
      if (guild_snapshot_get_flags (self->snapshot, row) != GUILD_ROW_NONE)
        continue;
      g_autofree char *key =
        guild_register_make_key (guild_register_get_text (self, row, field), how);
      if (*key == '\0')
        continue;
      GArray *rows = g_hash_table_lookup (index, key);
      if (rows == NULL)
        {
          rows = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (index, g_steal_pointer (&key), rows);
        }
      g_array_append_val (rows, row);
    }
  return index;
}

GArray *
guild_register_find (GuildRegister *self, guint field, const char *text, GuildRegisterHow how)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field < self->snapshot->table->n_fields, NULL);

  GHashTable **index = &self->indexes[field * N_WAYS + how];
  g_autofree char *key = guild_register_make_key (text, how);
  if (*key == '\0')
    return NULL;
  if (*index == NULL)
    *index = make_index (self, field, how);
  return g_hash_table_lookup (*index, key);
}

guint
guild_register_find_id (GuildRegister *self, const char *id)
{
  g_return_val_if_fail (self != NULL, G_MAXUINT);
  g_return_val_if_fail (id != NULL, G_MAXUINT);

  guint row = guild_snapshot_find (self->snapshot, id);
  if (row == G_MAXUINT ||
      (guild_snapshot_get_flags (self->snapshot, row) & (GUILD_ROW_GONE | GUILD_ROW_HIDDEN)) != 0)
    return G_MAXUINT;
  return row;
}

gboolean
guild_register_is_deleted (GuildRegister *self, guint row)
{
  return (guild_snapshot_get_flags (self->snapshot, row) & GUILD_ROW_DELETED) != 0;
}

const char *
guild_register_get_id (GuildRegister *self, guint row)
{
  return guild_snapshot_get_id (self->snapshot, row, &self->scratch);
}

const char *
guild_register_get_text (GuildRegister *self, guint row, guint field)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self->snapshot, row, &place);
  const char *text = guild_segment_get_text (segment, place, field, &self->scratch);

  return text != NULL ? text : "";
}
