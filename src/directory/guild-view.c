/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-view-private.h"

#include "directory/guild-census.h"

/* Between a change of the rows and the count: long enough to gather the pages of a sync, short
 * enough to look immediate. */
#define COUNT_DELAY_MS 60
/* Where counting takes long, a sync has the processor so many times as long before the next. */
#define COUNT_REST 20
#define LONGEST_REST (3 * G_TIME_SPAN_SECOND)

struct _GuildView
{
  GObject       parent_instance;
  char         *id;    /* (owned) */
  GuildViewKind kind;
  char         *title; /* (owned) */
  GuildQuery   *query; /* (owned) */
  guint         count;
};

typedef enum { PROP_COUNT = 1, PROP_TITLE } GuildViewProperty;

static GParamSpec *properties[PROP_TITLE + 1];

G_DEFINE_FINAL_TYPE (GuildView, guild_view, G_TYPE_OBJECT)

struct _GuildViews
{
  const GuildFieldTable *table;
  GListStore    *model;       /* (owned) */
  GuildSnapshot *snapshot;    /* (owned) (nullable): to be counted next */
  GPtrArray     *groups;      /* (owned) (nullable) */
  GPtrArray     *saved;       /* (owned) (nullable) */
  GCancellable  *cancellable; /* (owned) */
  guint          timeout;
  gboolean       counting;
  gint64         begun;       /* µs: the last count */
  gint64         next;        /* µs: not before */
};

static void
guild_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuildView *self = GUILD_VIEW (object);

  switch ((GuildViewProperty) id)
    {
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_view_finalize (GObject *object)
{
  GuildView *self = GUILD_VIEW (object);

  g_free (self->id);
  g_free (self->title);
  g_clear_pointer (&self->query, guild_query_unref);
  G_OBJECT_CLASS (guild_view_parent_class)->finalize (object);
}

static void
guild_view_class_init (GuildViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_view_get_property;
  object_class->finalize = guild_view_finalize;
  properties[PROP_COUNT] =
    g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
guild_view_init (GuildView *self)
{
}

const char *
guild_view_get_id (GuildView *self)
{
  g_return_val_if_fail (GUILD_IS_VIEW (self), NULL);
  return self->id;
}

GuildViewKind
guild_view_get_kind (GuildView *self)
{
  g_return_val_if_fail (GUILD_IS_VIEW (self), GUILD_VIEW_ALL);
  return self->kind;
}

const char *
guild_view_get_title (GuildView *self)
{
  g_return_val_if_fail (GUILD_IS_VIEW (self), NULL);
  return self->title;
}

const char *
guild_view_get_icon_name (GuildView *self)
{
  static const char * const names[] = {
    [GUILD_VIEW_ALL] = "view-list-symbolic",
    [GUILD_VIEW_ATTENTION] = "dialog-warning-symbolic",
    [GUILD_VIEW_DELETED] = "user-trash-symbolic",
    [GUILD_VIEW_GROUP] = "folder-symbolic",
    [GUILD_VIEW_TAG] = "tag-symbolic",
    [GUILD_VIEW_SAVED] = "starred-symbolic",
  };

  g_return_val_if_fail (GUILD_IS_VIEW (self), NULL);
  return names[self->kind];
}

GuildQuery *
guild_view_get_query (GuildView *self)
{
  g_return_val_if_fail (GUILD_IS_VIEW (self), NULL);
  return self->query;
}

guint
guild_view_get_count (GuildView *self)
{
  g_return_val_if_fail (GUILD_IS_VIEW (self), 0);
  return self->count;
}

GuildSavedView *
guild_saved_view_new (const char *id, const char *title, GuildQuery *query)
{
  g_return_val_if_fail (id != NULL && title != NULL && query != NULL, NULL);

  GuildSavedView *self = g_new0 (GuildSavedView, 1);
  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->query = guild_query_ref (query);
  return self;
}

void
guild_saved_view_free (GuildSavedView *self)
{
  g_return_if_fail (self != NULL);
  g_free (self->id);
  g_free (self->title);
  guild_query_unref (self->query);
  g_free (self);
}

/* The list */

static void
view_take (GuildView *self, const GuildPlace *place)
{
  if (!guild_query_equal (self->query, place->query))
    {
      guild_query_unref (self->query);
      self->query = guild_query_ref (place->query);
    }
  if (g_strcmp0 (self->title, place->title) != 0)
    {
      g_free (self->title);
      self->title = g_strdup (place->title);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
    }
  if (self->count != place->count)
    {
      self->count = place->count;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
    }
}

static GuildView *
view_new (const GuildPlace *place)
{
  GuildView *self = g_object_new (GUILD_TYPE_VIEW, NULL);

  self->id = g_strdup (place->id);
  self->kind = place->kind;
  self->title = g_strdup (place->title);
  self->query = guild_query_ref (place->query);
  self->count = place->count;
  return self;
}

/* Position of a view at or after START, G_MAXUINT when there is none. */
static guint
find_view (GListStore *model, guint start, const char *id)
{
  for (guint i = start; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (G_LIST_MODEL (model), i);
      if (g_str_equal (view->id, id))
        return i;
    }
  return G_MAXUINT;
}

static void
remove_others (GListStore *model, GPtrArray *places)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (model)); i-- > 0;)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (G_LIST_MODEL (model), i);
      gboolean wanted = FALSE;

      for (guint j = 0; !wanted && j < places->len; j++)
        wanted = g_str_equal (((GuildPlace *) places->pdata[j])->id, view->id);
      if (!wanted)
        g_list_store_remove (model, i);
    }
}

static void
merge_places (GListStore *model, GPtrArray *places)
{
  remove_others (model, places);
  for (guint i = 0; i < places->len; i++)
    {
      const GuildPlace *place = places->pdata[i];
      guint at = find_view (model, i, place->id);
      g_autoptr(GuildView) view =
        at != G_MAXUINT ? g_list_model_get_item (G_LIST_MODEL (model), at) : view_new (place);

      if (at != G_MAXUINT)
        view_take (view, place);
      if (at == i)
        continue;
      if (at != G_MAXUINT)
        g_list_store_remove (model, at);
      g_list_store_insert (model, i, view);
    }
}

static void count_soon (GuildViews *self);

static void
census_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildViews *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) places = guild_census_finish (result, &error);

  /* Cancelled: SELF is gone. */
  if (places == NULL)
    return;
  self->counting = FALSE;
  gint64 now = g_get_monotonic_time ();
  self->next = now + MIN (COUNT_REST * (now - self->begun), LONGEST_REST);
  merge_places (self->model, places);
  if (self->snapshot != NULL)
    count_soon (self);
}

static gboolean
count_cb (gpointer data)
{
  GuildViews *self = data;
  g_autoptr(GuildSnapshot) snapshot = g_steal_pointer (&self->snapshot);

  self->timeout = 0;
  self->counting = TRUE;
  self->begun = g_get_monotonic_time ();
  guild_census_async (snapshot, self->groups, self->saved, self->cancellable, census_cb, self);
  return G_SOURCE_REMOVE;
}

static void
count_soon (GuildViews *self)
{
  gint64 wait = (self->next - g_get_monotonic_time ()) / 1000;

  if (self->timeout == 0 && !self->counting)
    self->timeout = g_timeout_add ((guint) MAX (wait, COUNT_DELAY_MS), count_cb, self);
}

GuildViews *
guild_views_new (const GuildFieldTable *table)
{
  GuildViews *self = g_new0 (GuildViews, 1);
  g_autoptr(GPtrArray) places = guild_census_fixed (table);

  self->table = table;
  self->model = g_list_store_new (GUILD_TYPE_VIEW);
  self->cancellable = g_cancellable_new ();
  merge_places (self->model, places);
  return self;
}

void
guild_views_free (GuildViews *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->snapshot, guild_snapshot_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  g_object_unref (self->cancellable);
  g_object_unref (self->model);
  g_free (self);
}

GListModel *
guild_views_get_model (GuildViews *self)
{
  return G_LIST_MODEL (self->model);
}

void
guild_views_set_saved (GuildViews *self, GPtrArray *saved)
{
  g_ptr_array_ref (saved);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  self->saved = saved;
}

void
guild_views_update (GuildViews *self, GuildSnapshot *snapshot, GPtrArray *groups)
{
  g_clear_pointer (&self->snapshot, guild_snapshot_unref);
  self->snapshot = guild_snapshot_ref (snapshot);
  g_ptr_array_ref (groups);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  self->groups = groups;
  count_soon (self);
}
