/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-link-vigil-private.h"

#include "company/guild-connection.h"

#define NOTE "awaited"

G_DEFINE_FINAL_TYPE (GuildLinkVigil, guild_link_vigil, G_TYPE_OBJECT)

typedef enum { PROP_N_AWAITED = 1 } GuildLinkVigilProperty;

static GParamSpec *properties[PROP_N_AWAITED + 1];

enum { CHANGED, NEWS, N_SIGNALS };

static guint signals[N_SIGNALS];

gint64
guild_link_vigil_get_now (GuildLinkVigil *self)
{
  return self->begun + (g_get_real_time () - self->begun) * self->haste;
}

void
guild_link_vigil_changed (GuildLinkVigil *self, gboolean number)
{
  g_autofree char *text = guild_awaited_to_text (self->awaited, self->day, self->used);

  guild_directory_write_note (self->directory, NOTE, text);
  if (number)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_AWAITED]);
  g_signal_emit (self, signals[CHANGED], 0);
  guild_link_vigil_plan (self);
}

void
guild_link_vigil_settle (GuildLinkVigil *self, GuildAwaited *one, GuildLinkNews news,
                         const char *text)
{
  g_autofree char *id = g_strdup (one->company_id);
  gboolean held = one->held;

  g_hash_table_remove (self->awaited, id);
  guild_link_vigil_changed (self, TRUE);
  if (!held)
    guild_link_vigil_tell (self, id, news, text);
}

void
guild_link_vigil_tell (GuildLinkVigil *self, const char *company_id, GuildLinkNews news,
                       const char *text)
{
  g_signal_emit (self, signals[NEWS], 0, company_id, news, text);
}

/* --- what others read ------------------------------------------------------------------------- */

static void
sighted_cb (GuildDirectory *directory, GPtrArray *sightings, GuildLinkVigil *self)
{
  for (guint i = 0; i < sightings->len && !self->closed; i++)
    {
      const GuildSighting *sighting = g_ptr_array_index (sightings, i);
      GuildAwaited *one = g_hash_table_lookup (self->awaited, sighting->company_id);

      if (one != NULL &&
          guild_connection_status_from_text (sighting->after) == GUILD_CONNECTION_LINKED)
        guild_link_vigil_settle (self, one, GUILD_LINK_NEWS_LINKED, sighting->platform);
    }
}

static void
synced_cb (GuildDirectory *directory, GParamSpec *pspec, GuildLinkVigil *self)
{
  gint64 now = guild_link_vigil_get_now (self);
  GHashTableIter iter;
  gpointer value;

  if (!guild_directory_get_loaded (directory) || g_hash_table_size (self->awaited) == 0)
    return;
  g_hash_table_iter_init (&iter, self->awaited);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((GuildAwaited *) value)->asked = now;
  guild_link_vigil_changed (self, FALSE);
}

static void
note_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkVigil) self = data;
  g_autofree char *text =
    guild_directory_read_note_finish (GUILD_DIRECTORY (source), result, NULL);

  if (self->closed || text == NULL)
    return;
  guild_awaited_from_text (text, self->awaited, guild_link_vigil_get_now (self), &self->day,
                           &self->used);
  guild_link_vigil_changed (self, TRUE);
  guild_link_vigil_plan_soon (self);
}

/* --- beginning and ending --------------------------------------------------------------------- */

/* A company whose state is looked up here, where it is known well enough. */
typedef struct
{
  GuildLinkVigil *vigil;      /* (owned) */
  char           *company_id; /* (owned) */
  gboolean        if_needed;  /* only when something is not linked */
} Beginning;

static gboolean
needs_link (GuildCompany *company)
{
  GListModel *connections = guild_company_get_connections (company);
  guint n = g_list_model_get_n_items (connections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_status (connection) != GUILD_CONNECTION_LINKED)
        return TRUE;
    }
  return n == 0;
}

static GuildAwaited *
add (GuildLinkVigil *self, const char *company_id)
{
  GuildAwaited *one = g_hash_table_lookup (self->awaited, company_id);

  if (one == NULL)
    {
      one = guild_awaited_new (company_id, guild_link_vigil_get_now (self));
      g_hash_table_insert (self->awaited, one->company_id, one);
    }
  one->since = guild_link_vigil_get_now (self);
  return one;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Beginning *beginning = data;
  g_autoptr(GuildLinkVigil) self = beginning->vigil;
  g_autofree char *id = beginning->company_id;
  gboolean if_needed = beginning->if_needed;
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  g_free (beginning);
  if (self->closed)
    return;
  GuildAwaited *one = if_needed && company != NULL && needs_link (company)
    ? add (self, id) : g_hash_table_lookup (self->awaited, id);
  if (one == NULL)
    return;
  one->ready = TRUE;
  if (company != NULL)
    one->trouble = MAX (one->trouble, guild_awaited_find_trouble (company, NULL, NULL));
  guild_link_vigil_changed (self, if_needed);
}

static void
load (GuildLinkVigil *self, const char *company_id, gboolean if_needed)
{
  Beginning *beginning = g_new0 (Beginning, 1);

  beginning->vigil = g_object_ref (self);
  beginning->company_id = g_strdup (company_id);
  beginning->if_needed = if_needed;
  guild_directory_load_company_async (self->directory, company_id, NULL, loaded_cb, beginning);
}

void
guild_link_vigil_begin (GuildLinkVigil *self, const char *company_id)
{
  g_return_if_fail (GUILD_IS_LINK_VIGIL (self));
  g_return_if_fail (company_id != NULL);

  if (self->closed)
    return;
  add (self, company_id)->ready = FALSE;
  load (self, company_id, FALSE);
  guild_link_vigil_changed (self, TRUE);
}

void
guild_link_vigil_begin_many (GuildLinkVigil *self, GPtrArray *company_ids)
{
  g_return_if_fail (GUILD_IS_LINK_VIGIL (self));
  g_return_if_fail (company_ids != NULL);

  for (guint i = 0; i < company_ids->len && !self->closed; i++)
    load (self, company_ids->pdata[i], TRUE);
}

void
guild_link_vigil_hold (GuildLinkVigil *self, const char *company_id, gboolean held)
{
  g_return_if_fail (GUILD_IS_LINK_VIGIL (self));
  g_return_if_fail (company_id != NULL);
  GuildAwaited *one = g_hash_table_lookup (self->awaited, company_id);

  if (self->closed || one == NULL)
    return;
  one->held = held;
  one->ready = FALSE;
  /* What the other one has told already is no news. */
  load (self, company_id, FALSE);
}

void
guild_link_vigil_end (GuildLinkVigil *self, const char *company_id)
{
  g_return_if_fail (GUILD_IS_LINK_VIGIL (self));
  g_return_if_fail (company_id != NULL);

  if (!self->closed && g_hash_table_remove (self->awaited, company_id))
    guild_link_vigil_changed (self, TRUE);
}

guint
guild_link_vigil_get_n_awaited (GuildLinkVigil *self)
{
  g_return_val_if_fail (GUILD_IS_LINK_VIGIL (self), 0);
  return g_hash_table_size (self->awaited);
}

gboolean
guild_link_vigil_get_awaited (GuildLinkVigil *self, const char *company_id, gint64 *since,
                              gint64 *asked)
{
  g_return_val_if_fail (GUILD_IS_LINK_VIGIL (self), FALSE);
  g_return_val_if_fail (company_id != NULL, FALSE);
  const GuildAwaited *one = g_hash_table_lookup (self->awaited, company_id);

  if (one != NULL && since != NULL)
    *since = one->since;
  if (one != NULL && asked != NULL)
    *asked = one->asked;
  return one != NULL;
}

gboolean
guild_link_vigil_get_paused (GuildLinkVigil *self)
{
  g_return_val_if_fail (GUILD_IS_LINK_VIGIL (self), FALSE);
  gint64 now = guild_link_vigil_get_now (self), until = guild_link_vigil_get_pause (self, now);

  return until > now && until < G_MAXINT64;
}

void
guild_link_vigil_set_haste (GuildLinkVigil *self, guint times)
{
  g_return_if_fail (GUILD_IS_LINK_VIGIL (self));
  g_return_if_fail (times > 0);
  self->haste = times;
}

/* --- object ----------------------------------------------------------------------------------- */

void
guild_link_vigil_close (GuildLinkVigil *self)
{
  g_return_if_fail (GUILD_IS_LINK_VIGIL (self));

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->directory != NULL)
    g_signal_handlers_disconnect_by_data (self->directory, self);
}

static void
guild_link_vigil_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((GuildLinkVigilProperty) id)
    {
    case PROP_N_AWAITED:
      g_value_set_uint (value, guild_link_vigil_get_n_awaited (GUILD_LINK_VIGIL (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_link_vigil_dispose (GObject *object)
{
  GuildLinkVigil *self = GUILD_LINK_VIGIL (object);

  guild_link_vigil_close (self);
  g_clear_object (&self->directory);
  G_OBJECT_CLASS (guild_link_vigil_parent_class)->dispose (object);
}

static void
guild_link_vigil_finalize (GObject *object)
{
  GuildLinkVigil *self = GUILD_LINK_VIGIL (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->awaited);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  G_OBJECT_CLASS (guild_link_vigil_parent_class)->finalize (object);
}

static void
guild_link_vigil_class_init (GuildLinkVigilClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_link_vigil_get_property;
  object_class->dispose = guild_link_vigil_dispose;
  object_class->finalize = guild_link_vigil_finalize;

  properties[PROP_N_AWAITED] =
    g_param_spec_uint ("n-awaited", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[CHANGED] = g_signal_new ("changed", GUILD_TYPE_LINK_VIGIL, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[NEWS] = g_signal_new ("news", GUILD_TYPE_LINK_VIGIL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_STRING);
}

static void
guild_link_vigil_init (GuildLinkVigil *self)
{
  self->cancellable = g_cancellable_new ();
  self->awaited = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) guild_awaited_free);
  self->begun = g_get_real_time ();
  self->haste = 1;
}

GuildLinkVigil *
guild_link_vigil_new (GuildDirectory *directory)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  GuildLinkVigil *self = g_object_new (GUILD_TYPE_LINK_VIGIL, NULL);

  self->directory = g_object_ref (directory);
  g_signal_connect (directory, "sighted", G_CALLBACK (sighted_cb), self);
  g_signal_connect (directory, "notify::last-sync", G_CALLBACK (synced_cb), self);
  g_signal_connect_swapped (directory, "notify::syncing", G_CALLBACK (guild_link_vigil_plan_soon),
                            self);
  g_signal_connect_swapped (directory, "notify::service", G_CALLBACK (guild_link_vigil_plan_soon),
                            self);
  guild_directory_read_note_async (directory, NOTE, note_read_cb, g_object_ref (self));
  return self;
}
