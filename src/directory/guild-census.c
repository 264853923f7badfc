/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-census.h"

#include "company/guild-thread.h"
#include "directory/guild-attention.h"
#include "directory/guild-engine.h"
#include "directory/guild-tallies.h"
#include <glib/gi18n-lib.h>

#define N_TAGS 20

static void
place_free (gpointer data)
{
  GuildPlace *self = data;
  g_free (self->id);
  g_free (self->title);
  guild_query_unref (self->query);
  g_free (self);
}

static GuildPlace *
place_new (const char *id, GuildViewKind kind, const char *title)
{
  GuildPlace *self = g_new0 (GuildPlace, 1);

  self->id = g_strdup (id);
  self->kind = kind;
  self->title = g_strdup (title);
  self->query = guild_query_new ();
  return self;
}

static void
place_ask (GuildPlace *self, const char *field, GuildMatch match, const char *value)
{
  GuildCondition condition = { .field = (char *) field, .match = match, .value = (char *) value,
                               .from = GUILD_NUMBER_UNSET, .to = GUILD_NUMBER_UNSET };
  GuildQuery *query = guild_query_with_condition (self->query, &condition);

  guild_query_unref (self->query);
  self->query = query;
}

static void
place_sort (GuildPlace *self, const char *field)
{
  GuildQuery *query = guild_query_with_sort (self->query, field, FALSE);

  guild_query_unref (self->query);
  self->query = query;
}

/* (nullable): the value of the status that deleted companies have, where the service keeps them. */
static const char *
deleted_status (const GuildFieldTable *table)
{
  const GuildField *status = guild_field_table_find (table, "status");

  if (table->is_deleted == NULL || status == NULL || status->choices == NULL ||
      guild_field_choice_index (status, "deleted") < 0)
    return NULL;
  return "deleted";
}

GPtrArray *
guild_census_fixed (const GuildFieldTable *table)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (place_free);
  GuildPlace *all = place_new ("all", GUILD_VIEW_ALL, _("All companies"));
  const char *deleted = deleted_status (table);
  GuildAttention attention;

  g_ptr_array_add (places, all);
  guild_attention_init (&attention, table, NULL, 0);
  if (attention.possible)
    {
      GuildPlace *place = place_new ("attention", GUILD_VIEW_ATTENTION, _("Needs attention"));
      place_ask (place, GUILD_FIELD_ATTENTION, GUILD_MATCH_SET, NULL);
      place_sort (place, GUILD_FIELD_ATTENTION);
      g_ptr_array_add (places, place);
    }
  if (deleted != NULL)
    {
      GuildPlace *place = place_new ("deleted", GUILD_VIEW_DELETED, _("Deleted"));
      place_ask (all, "status", GUILD_MATCH_NOT_EQUALS, deleted);
      place_ask (place, "status", GUILD_MATCH_EQUALS, deleted);
      g_ptr_array_add (places, place);
    }
  return places;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const GuildGroup *x = *(GuildGroup **) a, *y = *(GuildGroup **) b;
  int order = g_utf8_collate (x->name, y->name);
  return order != 0 ? order : g_strcmp0 (x->id, y->id);
}

static void
add_groups (GPtrArray *places, GuildSnapshot *snapshot, GPtrArray *groups,
            GCancellable *cancellable)
{
  guint field = guild_field_table_index (snapshot->table, "groups");
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();

  if (field == G_MAXUINT || groups == NULL || groups->len == 0)
    return;
  g_autoptr(GuildTallies) tallies = guild_tallies_new (snapshot, field, cancellable);
  for (guint i = 0; i < groups->len; i++)
    g_ptr_array_add (sorted, groups->pdata[i]);
  g_ptr_array_sort (sorted, compare_groups);
  for (guint i = 0; i < sorted->len; i++)
    {
      const GuildGroup *group = sorted->pdata[i];
      g_autofree char *id = g_strconcat ("group:", group->id, NULL);
      GuildPlace *place = place_new (id, GUILD_VIEW_GROUP, group->name);

      place_ask (place, "groups", GUILD_MATCH_EQUALS, group->id);
      place->count = guild_tallies_count (tallies, group->id);
      g_ptr_array_add (places, place);
    }
}

static void
add_tags (GPtrArray *places, GuildSnapshot *snapshot, GCancellable *cancellable)
{
  guint field = guild_field_table_index (snapshot->table, "tags");

  if (field == G_MAXUINT)
    return;
  /* Tags that name a single company (uid=…) would crowd out everything else. */
  g_autoptr(GuildTallies) tallies = guild_tallies_new (snapshot, field, cancellable);
  GuildTally tags[N_TAGS];
  guint n_tags = guild_tallies_get_first (tallies, tags, N_TAGS);
  for (guint i = 0; i < n_tags; i++)
    {
      g_autofree char *title = g_strndup (tags[i].title, tags[i].length);
      g_autofree char *id = g_strconcat ("tag:", title, NULL);
      GuildPlace *place = place_new (id, GUILD_VIEW_TAG, title);

      place_ask (place, "tags", GUILD_MATCH_EQUALS, title);
      place->count = tags[i].count;
      g_ptr_array_add (places, place);
    }
}

typedef struct
{
  GuildSnapshot *snapshot; /* (owned) */
  GPtrArray     *groups;   /* (owned) (nullable) */
  GPtrArray     *saved;    /* (owned) (nullable) */
} Census;

static void
census_free (gpointer data)
{
  Census *self = data;
  guild_snapshot_unref (self->snapshot);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  g_free (self);
}

static void
add_saved (GPtrArray *places, GuildSnapshot *snapshot, GPtrArray *saved, GCancellable *cancellable)
{
  for (guint i = 0; saved != NULL && i < saved->len; i++)
    {
      const GuildSavedView *view = saved->pdata[i];
      GuildPlace *place = place_new (view->id, GUILD_VIEW_SAVED, view->title);

      guild_query_unref (place->query);
      place->query = guild_query_ref (view->query);
      place->count = guild_engine_count (snapshot, place->query, cancellable);
      g_ptr_array_add (places, place);
    }
}

static void
census_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Census *self = data;
  GPtrArray *places = guild_census_fixed (self->snapshot->table);

  for (guint i = 0; i < places->len; i++)
    {
      GuildPlace *place = places->pdata[i];
      place->count = guild_engine_count (self->snapshot, place->query, cancellable);
    }
  add_groups (places, self->snapshot, self->groups, cancellable);
  add_tags (places, self->snapshot, cancellable);
  add_saved (places, self->snapshot, self->saved, cancellable);
  guild_task_return_pointer (task, places, (GDestroyNotify) g_ptr_array_unref);
}

void
guild_census_async (GuildSnapshot *snapshot, GPtrArray *groups, GPtrArray *saved,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, data);
  Census *self = g_new0 (Census, 1);

  self->snapshot = guild_snapshot_ref (snapshot);
  self->groups = groups != NULL ? g_ptr_array_ref (groups) : NULL;
  self->saved = saved != NULL ? g_ptr_array_ref (saved) : NULL;
  g_task_set_source_tag (task, guild_census_async);
  g_task_set_task_data (task, self, census_free);
  guild_engine_push (task, census_in_thread);
}

GPtrArray *
guild_census_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
