/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-cache-private.h"

#include "directory/guild-cells.h"

/* Companies whose cells are derived anew in one transaction. */
#define N_DERIVED 1000

static gboolean
step_done (GuildCache *self, sqlite3_stmt *statement)
{
  gboolean done = statement != NULL && sqlite3_step (statement) == SQLITE_DONE;

  if (statement != NULL)
    sqlite3_reset (statement);
  self->failed |= !done;
  return done;
}

gboolean
guild_cache_put (GuildCache *self, guint place, GuildBatch *batch, guint row)
{
  g_autoptr(GByteArray) cells = g_byte_array_new ();
  sqlite3_stmt *statement = guild_cache_prepare (&self->now, GUILD_STATEMENT_PUT);
  const char *id = guild_batch_get_id (batch, row);

  if (self->failed || statement == NULL)
    return step_done (self, NULL);
  guild_cells_pack (batch, row, cells);
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, guild_batch_get_json (batch, row), -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 3, guild_batch_is_deleted (batch, row));
  sqlite3_bind_blob (statement, 4, cells->data, cells->len, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 5, place);
  if (self->before.db != NULL)
    g_hash_table_remove (self->dropped, GUINT_TO_POINTER (place));
  if (!step_done (self, statement))
    return FALSE;
  self->failed = sqlite3_changes (self->now.db) != 1;
  return !self->failed;
}

gboolean
guild_cache_remove (GuildCache *self, guint place, const char *id)
{
  sqlite3_stmt *statement = guild_cache_prepare (&self->now, GUILD_STATEMENT_REMOVE);

  if (self->failed || statement == NULL)
    return step_done (self, NULL);
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, place);
  if (self->before.db != NULL)
    g_hash_table_add (self->dropped, GUINT_TO_POINTER (place));
  return step_done (self, statement);
}

/* The statement stands on the row, or NULL is returned. */
static sqlite3_stmt *
find_json (GuildCache *self, guint place, const char *id)
{
  GuildCacheConnection *connections[] = { &self->now, &self->before };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      sqlite3_stmt *statement = guild_cache_prepare (connections[i], GUILD_STATEMENT_JSON);

      if (statement == NULL ||
          (i == 1 && g_hash_table_contains (self->dropped, GUINT_TO_POINTER (place))))
        continue;
      sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 2, place);
      if (sqlite3_step (statement) == SQLITE_ROW)
        return statement;
      sqlite3_reset (statement);
    }
  return NULL;
}

char *
guild_cache_dup_json (GuildCache *self, guint place, const char *id)
{
  sqlite3_stmt *statement = find_json (self, place, id);

  if (statement == NULL)
    return NULL;
  char *json = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return json;
}

gboolean
guild_cache_has_json (GuildCache *self, guint place, const char *id, const char *json)
{
  sqlite3_stmt *statement = find_json (self, place, id);

  if (statement == NULL)
    return FALSE;
  gboolean same = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), json) == 0;
  sqlite3_reset (statement);
  return same;
}

static gboolean
set_meta (GuildCache *self, const char *key, const char *text, gint64 number)
{
  sqlite3_stmt *statement = guild_cache_prepare (&self->now, GUILD_STATEMENT_SET_META);

  if (self->failed || statement == NULL)
    return step_done (self, NULL);
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  if (text != NULL)
    sqlite3_bind_text (statement, 2, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_int64 (statement, 2, number);
  return step_done (self, statement);
}

static sqlite3_stmt *
find_meta (GuildCache *self, const char *key)
{
  sqlite3_stmt *statement = guild_cache_prepare (&self->now, GUILD_STATEMENT_GET_META);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  return sqlite3_step (statement) == SQLITE_ROW ? statement : NULL;
}

gint64
guild_cache_get_last_sync (GuildCache *self)
{
  sqlite3_stmt *statement = find_meta (self, "last-sync");

  if (statement == NULL)
    return GUILD_NUMBER_UNSET;
  gint64 time = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return time;
}

gboolean
guild_cache_set_last_sync (GuildCache *self, gint64 time)
{
  return set_meta (self, "last-sync", NULL, time);
}

char *
guild_cache_dup_note (GuildCache *self, const char *key)
{
  g_autofree char *name = g_strconcat ("note:", key, NULL);
  sqlite3_stmt *statement = find_meta (self, name);

  if (statement == NULL)
    return NULL;
  char *text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return text;
}

gboolean
guild_cache_set_note (GuildCache *self, const char *key, const char *text)
{
  g_autofree char *name = g_strconcat ("note:", key, NULL);
  return set_meta (self, name, text, 0);
}

GPtrArray *
guild_cache_get_groups (GuildCache *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_group_free);
  sqlite3_stmt *statement = guild_cache_prepare (&self->now, GUILD_STATEMENT_GROUPS);

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *id = (const char *) sqlite3_column_text (statement, 0);
      const char *name = (const char *) sqlite3_column_text (statement, 1);
      if (id == NULL || name == NULL || !g_utf8_validate (id, -1, NULL) ||
          !g_utf8_validate (name, -1, NULL))
        continue;
      GuildGroup *group = g_new0 (GuildGroup, 1);
      group->id = g_strdup (id);
      group->name = g_strdup (name);
      g_ptr_array_add (groups, group);
    }
  if (statement != NULL)
    sqlite3_reset (statement);
  return groups;
}

gboolean
guild_cache_set_groups (GuildCache *self, GPtrArray *groups)
{
  gboolean done = !self->failed && step_done (self, guild_cache_prepare (&self->now,
                                                                   GUILD_STATEMENT_CLEAR_GROUPS));

  for (guint i = 0; done && i < groups->len; i++)
    {
      const GuildGroup *group = g_ptr_array_index (groups, i);
      sqlite3_stmt *statement = guild_cache_prepare (&self->now, GUILD_STATEMENT_ADD_GROUP);
      if (statement != NULL)
        {
          sqlite3_bind_text (statement, 1, group->id, -1, SQLITE_STATIC);
          sqlite3_bind_text (statement, 2, group->name, -1, SQLITE_STATIC);
          sqlite3_bind_int (statement, 3, i);
        }
      done = step_done (self, statement);
    }
  return done;
}

/* Cells from the company's JSON, when those in the file are of other fields or make no sense. */
static GuildBatch *
derive (GuildCache *self, const char *id, const char *json)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (self->table);
  g_autoptr(JsonNode) node =
    json != NULL && g_utf8_validate (json, -1, NULL) ? json_from_string (json, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !guild_batch_append (batch, json_node_get_object (node)) ||
      g_strcmp0 (guild_batch_get_id (batch, 0), id) != 0)
    return NULL;
  return g_steal_pointer (&batch);
}

typedef struct
{
  guint       place;
  GuildBatch *batch; /* (owned) */
} Derived;

static void
derived_clear (gpointer data)
{
  Derived *self = data;
  guild_batch_unref (self->batch);
}

/* What is read of each row. */
typedef struct
{
  gboolean          current; /* the cells in the file are of the fields that we know */
  GuildCell        *cells;   /* (borrowed): by field */
  GArray           *derived; /* (borrowed) (element-type Derived) */
  GuildCacheRowFunc func;
  gpointer          data;
  gboolean          go_on;
} Reading;

/* FALSE: there is no making sense of it. */
static gboolean
load_derived_row (GuildCache *self, Reading *reading, guint place, const char *id,
                  const char *json)
{
  g_autoptr(GuildBatch) batch = derive (self, id, json);
  g_autoptr(GByteArray) packed = g_byte_array_new ();

  if (batch == NULL)
    return FALSE;
  guild_cells_pack (batch, 0, packed);
  if (!guild_cells_unpack (self->table, packed->data, packed->len, reading->cells))
    return FALSE;
  reading->go_on = reading->func (place, id, guild_batch_is_deleted (batch, 0), reading->cells,
                                  packed->data, packed->len, reading->data);
  Derived item = { place, g_steal_pointer (&batch) };
  g_array_append_val (reading->derived, item);
  return TRUE;
}

static gboolean
load_row (GuildCache *self, sqlite3_stmt *statement, Reading *reading)
{
  const char *id = (const char *) sqlite3_column_text (statement, 0);
  gint64 place = sqlite3_column_int64 (statement, 4);
  const guint8 *packed = sqlite3_column_blob (statement, 2);
  gsize size = sqlite3_column_bytes (statement, 2);

  if (id == NULL || *id == 0 || !g_utf8_validate (id, -1, NULL) || place < 1 ||
      place >= G_MAXINT32)
    return FALSE;
  if (!reading->current || packed == NULL ||
      !guild_cells_unpack (self->table, packed, size, reading->cells))
    return load_derived_row (self, reading, place, id,
                             (const char *) sqlite3_column_text (statement, 3));
  reading->go_on = reading->func (place, id, sqlite3_column_int (statement, 1) != 0,
                                  reading->cells, packed, size, reading->data);
  return TRUE;
}

static void
store_derived (GuildCache *self, GArray *derived)
{
  guild_cache_begin (self);
  for (guint i = 0; i < derived->len; i++)
    {
      const Derived *item = &g_array_index (derived, Derived, i);
      guild_cache_put (self, item->place, item->batch, 0);
    }
  /* Not kept is no harm: the next start derives again. */
  guild_cache_commit (self);
  g_array_set_size (derived, 0);
}

static void
store_mark (GuildCache *self, const char *mark)
{
  guild_cache_begin (self);
  set_meta (self, "fields", mark, 0);
  guild_cache_commit (self);
}

/* The code of SQLite with which it ended. SOUND becomes FALSE where a row makes no sense. */
static int
load_rows (GuildCache *self, Reading *reading, gboolean *sound)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (self->now.db,
                                 "SELECT id, deleted, cells, json, row FROM company ORDER BY row",
                                 -1, &statement, NULL);

  if (code == SQLITE_OK)
    while (*sound && reading->go_on && (code = sqlite3_step (statement)) == SQLITE_ROW)
      {
        *sound = load_row (self, statement, reading);
        if (reading->derived->len >= N_DERIVED)
          store_derived (self, reading->derived);
      }
  sqlite3_finalize (statement);
  return code;
}

gboolean
guild_cache_load (GuildCache *self, GuildCacheRowFunc func, gpointer data)
{
  g_autofree char *mark = guild_cells_mark (self->table);
  g_autoptr(GArray) derived = g_array_new (FALSE, FALSE, sizeof (Derived));
  g_autofree GuildCell *cells = g_new0 (GuildCell, self->table->n_fields);
  sqlite3_stmt *meta = find_meta (self, "fields");
  Reading reading = { .cells = cells, .derived = derived, .func = func, .data = data,
                      .go_on = TRUE };
  gboolean sound = TRUE;

  g_array_set_clear_func (derived, derived_clear);
  if (meta != NULL)
    {
      reading.current = g_strcmp0 ((const char *) sqlite3_column_text (meta, 0), mark) == 0;
      sqlite3_reset (meta);
    }
  int code = load_rows (self, &reading, &sound);
  if (!sound || (reading.go_on && code != SQLITE_DONE))
    {
      if (self->path != NULL)
        guild_cache_begin_anew (self);
      store_mark (self, mark);
      return FALSE;
    }
  if (derived->len > 0)
    store_derived (self, derived);
  if (!reading.current && code == SQLITE_DONE)
    store_mark (self, mark);
  return TRUE;
}
