/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-company-list-private.h"

#include "directory/guild-directory-private.h"

/* Rows that change all the time, as in a sync, are asked for after a rest of so many times what the
 * answer before took, and not a longer one than that (µs): otherwise no processor had time for
 * anything else. */
#define REST         3
#define LONGEST_REST (G_USEC_PER_SEC / 2)

struct _GuildCompanyList
{
  GObject         parent_instance;
  GuildDirectory *directory;   /* (owned) */
  GuildQuery     *query;       /* (owned): what is asked now */
  GuildResult    *answer;      /* (owned) (nullable): the newest answer */
  GuildResult    *shown;       /* (owned) (nullable): the newest answer that had rows */
  GHashTable     *positions;   /* (owned): index → GuildPosition, not owned, while it lives */
  GCancellable   *cancellable; /* (owned) (nullable): of the running query */
  gint64          asked_at;    /* µs, monotonic: when it began */
  guint           rest;        /* source: until rows that change are asked for again */
  gboolean        outdated;    /* the rows changed since the last query began */
  gboolean        answered;    /* QUERY, be it of rows that have changed since */
};

typedef enum { PROP_QUERY = 1, PROP_BUSY, PROP_N_MATCHES } GuildCompanyListProperty;

static GParamSpec *properties[PROP_N_MATCHES + 1];

enum { REFRESHED, ANSWERED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void guild_company_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GuildCompanyList, guild_company_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      guild_company_list_model_init))

static void ask (GuildCompanyList *self);

static guint
get_n_shown (GuildCompanyList *self)
{
  return self->shown != NULL ? self->shown->n_rows : 0;
}

GuildSegment *
guild_company_list_get_row (GuildCompanyList *self, guint position, guint *place)
{
  if (position >= get_n_shown (self))
    return NULL;
  return guild_snapshot_get_segment (self->shown->snapshot, self->shown->rows[position], place);
}

GuildFailures *
guild_company_list_get_failures (GuildCompanyList *self)
{
  return self->shown != NULL ? self->shown->snapshot->failures : NULL;
}

GuildResult *
guild_company_list_get_shown (GuildCompanyList *self)
{
  return self->shown;
}

void
guild_company_list_forget (GuildCompanyList *self, guint position)
{
  g_hash_table_remove (self->positions, GUINT_TO_POINTER (position));
}

/* Answers */

/* Whether POSITION shows the same data in both results (nullable). */
static gboolean
shows_same (GuildResult *a, GuildResult *b, guint position)
{
  gboolean in_a = a != NULL && position < a->n_rows;
  gboolean in_b = b != NULL && position < b->n_rows;

  if (!in_a || !in_b)
    return in_a == in_b;
  return a->rows[position] == b->rows[position] &&
         guild_snapshot_get_stamp (a->snapshot, a->rows[position]) ==
           guild_snapshot_get_stamp (b->snapshot, b->rows[position]);
}

static int
compare_indices (gconstpointer a, gconstpointer b)
{
  guint x = guild_position_get_index (*(GuildPosition **) a);
  guint y = guild_position_get_index (*(GuildPosition **) b);
  return (x > y) - (x < y);
}

/* (transfer full): the living positions whose company or data is another. */
static GPtrArray *
list_changed (GuildCompanyList *self, GuildResult *before, GuildResult *after)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer index, position;

  g_hash_table_iter_init (&iter, self->positions);
  while (g_hash_table_iter_next (&iter, &index, &position))
    if (!shows_same (before, after, GPOINTER_TO_UINT (index)))
      g_ptr_array_add (changed, g_object_ref (position));
  g_ptr_array_sort (changed, compare_indices);
  return changed;
}

static void
show (GuildCompanyList *self, GuildResult *result)
{
  g_autoptr(GuildResult) before = g_steal_pointer (&self->shown);
  guint n_before = before != NULL ? before->n_rows : 0;
  guint n_after = result->n_rows;

  g_autoptr(GPtrArray) changed = list_changed (self, before, result);
  self->shown = guild_result_ref (result);
  if (n_after > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n_after - n_before);
  else if (n_after < n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_after, n_before - n_after, 0);
  for (guint i = 0; i < changed->len; i++)
    guild_position_emit_changed (changed->pdata[i]);
}

static void
take_answer (GuildCompanyList *self, GuildResult *result)
{
  g_autoptr(GuildResult) before = g_steal_pointer (&self->answer);
  guint n_before = before != NULL ? before->n_rows : 0;
  gboolean first = !self->answered;

  self->answer = guild_result_ref (result);
  self->answered = TRUE;
  /* Without a match the rows stay, under the page that says so. */
  if (result->n_rows > 0)
    show (self, result);
  if (n_before != result->n_rows)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHES]);
  if (!result->same)
    g_signal_emit (self, signals[REFRESHED], 0);
  /* Unless somebody asked for something else upon that. */
  if (first && self->answered)
    g_signal_emit (self, signals[ANSWERED], 0);
}

static gboolean
rested_cb (gpointer data)
{
  GuildCompanyList *self = data;

  self->rest = 0;
  if (self->outdated)
    ask (self);
  return G_SOURCE_REMOVE;
}

static void
begin_rest (GuildCompanyList *self)
{
  gint64 took = g_get_monotonic_time () - self->asked_at;
  guint rest = (guint) (MIN (took * REST, LONGEST_REST) / 1000);

  if (rest > 0)
    self->rest = g_timeout_add (rest, rested_cb, self);
}

static void
run_cb (GObject *source, GAsyncResult *async, gpointer data)
{
  g_autoptr(GuildCompanyList) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildResult) result = guild_engine_run_finish (async, &error);

  /* Overtaken by a newer query, which has its own callback. */
  if (g_task_get_cancellable (G_TASK (async)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (result != NULL)
    take_answer (self, result);
  if (self->cancellable != NULL)
    return;
  begin_rest (self);
  if (!self->outdated)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  else if (self->rest == 0)
    ask (self);
}

static void
ask (GuildCompanyList *self)
{
  gboolean was_busy = guild_company_list_get_busy (self);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->rest, g_source_remove);
  self->cancellable = g_cancellable_new ();
  self->asked_at = g_get_monotonic_time ();
  self->outdated = FALSE;
  guild_engine_run_async (guild_directory_get_engine (self->directory),
                          guild_directory_get_snapshot (self->directory), self->query,
                          self->answer, self->cancellable, run_cb, g_object_ref (self));
  if (!was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* A query that never comes to its end because rows keep changing would show nothing: it is not
 * cancelled but asked again. */
static void
directory_changed_cb (GuildCompanyList *self)
{
  gboolean was_busy = guild_company_list_get_busy (self);

  if (self->cancellable == NULL && self->rest == 0)
    {
      ask (self);
      return;
    }
  self->outdated = TRUE;
  if (!was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* GListModel */

static GType
get_item_type (GListModel *model)
{
  return GUILD_TYPE_POSITION;
}

static guint
get_n_items (GListModel *model)
{
  return get_n_shown (GUILD_COMPANY_LIST (model));
}

static gpointer
get_item (GListModel *model, guint index)
{
  GuildCompanyList *self = GUILD_COMPANY_LIST (model);

  if (index >= get_n_shown (self))
    return NULL;
  GuildPosition *position = g_hash_table_lookup (self->positions, GUINT_TO_POINTER (index));
  if (position != NULL)
    return g_object_ref (position);
  position = guild_position_new (self, index);
  g_hash_table_insert (self->positions, GUINT_TO_POINTER (index), position);
  return position;
}

static void
guild_company_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* GObject */

static void
guild_company_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuildCompanyList *self = GUILD_COMPANY_LIST (object);

  switch ((GuildCompanyListProperty) id)
    {
    case PROP_QUERY:
      g_value_set_boxed (value, self->query);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, guild_company_list_get_busy (self));
      break;
    case PROP_N_MATCHES:
      g_value_set_uint (value, guild_company_list_get_n_matches (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_company_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuildCompanyList *self = GUILD_COMPANY_LIST (object);

  switch ((GuildCompanyListProperty) id)
    {
    case PROP_QUERY:
      guild_company_list_set_query (self, g_value_get_boxed (value));
      break;
    case PROP_BUSY:
    case PROP_N_MATCHES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_company_list_dispose (GObject *object)
{
  GuildCompanyList *self = GUILD_COMPANY_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_object (&self->directory);
  G_OBJECT_CLASS (guild_company_list_parent_class)->dispose (object);
}

static void
guild_company_list_finalize (GObject *object)
{
  GuildCompanyList *self = GUILD_COMPANY_LIST (object);

  g_clear_pointer (&self->query, guild_query_unref);
  g_clear_pointer (&self->answer, guild_result_unref);
  g_clear_pointer (&self->shown, guild_result_unref);
  g_hash_table_unref (self->positions);
  G_OBJECT_CLASS (guild_company_list_parent_class)->finalize (object);
}

static void
guild_company_list_class_init (GuildCompanyListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_company_list_get_property;
  object_class->set_property = guild_company_list_set_property;
  object_class->dispose = guild_company_list_dispose;
  object_class->finalize = guild_company_list_finalize;

  properties[PROP_QUERY] =
    g_param_spec_boxed ("query", NULL, NULL, GUILD_TYPE_QUERY,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_MATCHES] =
    g_param_spec_uint ("n-matches", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[REFRESHED] = g_signal_new ("refreshed", GUILD_TYPE_COMPANY_LIST, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ANSWERED] = g_signal_new ("answered", GUILD_TYPE_COMPANY_LIST, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
guild_company_list_init (GuildCompanyList *self)
{
  self->query = guild_query_new ();
  self->positions = g_hash_table_new (NULL, NULL);
}

/* Public */

GuildCompanyList *
guild_company_list_new (GuildDirectory *directory)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);

  GuildCompanyList *self = g_object_new (GUILD_TYPE_COMPANY_LIST, NULL);
  self->directory = g_object_ref (directory);
  g_signal_connect_object (directory, "changed", G_CALLBACK (directory_changed_cb), self,
                           G_CONNECT_SWAPPED);
  ask (self);
  return self;
}

GuildDirectory *
guild_company_list_get_directory (GuildCompanyList *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (self), NULL);
  return self->directory;
}

void
guild_company_list_set_query (GuildCompanyList *self, GuildQuery *query)
{
  g_return_if_fail (GUILD_IS_COMPANY_LIST (self));
  g_return_if_fail (query != NULL);

  if (guild_query_equal (self->query, query))
    return;
  guild_query_ref (query);
  guild_query_unref (self->query);
  self->query = query;
  self->answered = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
  ask (self);
}

GuildQuery *
guild_company_list_get_query (GuildCompanyList *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (self), NULL);
  return self->query;
}

gboolean
guild_company_list_get_busy (GuildCompanyList *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (self), FALSE);
  return self->cancellable != NULL || self->outdated;
}

gboolean
guild_company_list_get_answered (GuildCompanyList *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (self), FALSE);
  return self->answered;
}

guint
guild_company_list_get_n_matches (GuildCompanyList *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (self), 0);
  return self->answer != NULL ? self->answer->n_rows : 0;
}

char *
guild_company_list_dup_id (GuildCompanyList *self, guint position)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (self), NULL);

  GuildScratch scratch;
  guint place;
  GuildSegment *segment = guild_company_list_get_row (self, position, &place);
  return segment != NULL ? g_strdup (guild_segment_get_id (segment, place, &scratch)) : NULL;
}

guint
guild_company_list_find (GuildCompanyList *self, const char *company_id)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (self), G_MAXUINT);
  g_return_val_if_fail (company_id != NULL, G_MAXUINT);

  if (self->answer == NULL || self->answer->n_rows == 0)
    return G_MAXUINT;
  guint row = guild_snapshot_find (self->answer->snapshot, company_id);
  return row != G_MAXUINT ? guild_result_find (self->answer, row) : G_MAXUINT;
}
