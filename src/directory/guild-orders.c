/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-order-private.h"

/* Four bytes for each company and column: as many columns as people sort by in turn. */
#define N_RANKINGS 6
/* Four bytes, or eight, for each company: the names' and the one before this. */
#define N_ORDERS   2

struct _GuildOrders
{
  GMutex     lock;
  GPtrArray *rankings; /* (owned) (element-type GuildRanking): the latest used last */
  GPtrArray *orders;   /* (owned) (element-type GuildOrder): the latest made last */
};

GuildOrders *
guild_orders_new (void)
{
  GuildOrders *self = g_new0 (GuildOrders, 1);

  g_mutex_init (&self->lock);
  self->rankings = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_ranking_unref);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_order_unref);
  return self;
}

void
guild_orders_free (GuildOrders *self)
{
  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->rankings);
  g_ptr_array_unref (self->orders);
  g_free (self);
}

/* (transfer full) (nullable) */
static GuildRanking *
find_ranking (GuildOrders *self, guint field)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->rankings->len; i++)
    {
      GuildRanking *ranking = self->rankings->pdata[i];
      if (ranking->field == field)
        return guild_ranking_ref (ranking);
    }
  return NULL;
}

/* Remembers RANKING in place of what was known of its field. */
static void
remember_ranking (GuildOrders *self, GuildRanking *ranking)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  guild_ranking_ref (ranking);
  for (guint i = 0; i < self->rankings->len; i++)
    if (((GuildRanking *) self->rankings->pdata[i])->field == ranking->field)
      g_ptr_array_remove_index (self->rankings, i--);
  g_ptr_array_add (self->rankings, ranking);
  if (self->rankings->len > N_RANKINGS)
    g_ptr_array_remove_index (self->rankings, 0);
}

/* (transfer full) (nullable) */
static GuildOrder *
find_order (GuildOrders *self, const char *key, guint32 serial)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->orders->len; i++)
    {
      GuildOrder *order = self->orders->pdata[i];
      if (order->serial == serial && g_str_equal (order->key, key))
        return guild_order_ref (order);
    }
  return NULL;
}

/* What is of another snapshot has no use any more. */
static void
remember_order (GuildOrders *self, GuildOrder *order)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  guild_order_ref (order);
  for (guint i = 0; i < self->orders->len; i++)
    {
      const GuildOrder *known = self->orders->pdata[i];
      if (known->serial != order->serial || g_str_equal (known->key, order->key))
        g_ptr_array_remove_index (self->orders, i--);
    }
  g_ptr_array_add (self->orders, order);
  if (self->orders->len > N_ORDERS)
    g_ptr_array_remove_index (self->orders, *((GuildOrder *) self->orders->pdata[0])->key == '\0');
}

/* (transfer full) (nullable): NAMES (nullable): the order by name, for other fields. */
static GuildRanking *
get_ranking (GuildOrders *self, GuildSnapshot *snapshot, guint field, GuildOrder *names,
             GCancellable *cancellable)
{
  g_autoptr(GuildRanking) known = find_ranking (self, field);
  GuildRanking *ranking;

  if (known != NULL && known->serial == snapshot->serial)
    ranking = guild_ranking_ref (known);
  else
    ranking = guild_ranking_new (snapshot, field, known, names != NULL ? names->ranking : NULL,
                                 names != NULL ? names->ranks : NULL, cancellable);
  if (ranking != NULL)
    remember_ranking (self, ranking);
  return ranking;
}

/* (transfer full) (nullable): the order that breaks all ties. */
static GuildOrder *
get_names (GuildOrders *self, GuildSnapshot *snapshot, GCancellable *cancellable)
{
  g_autoptr(GArray) none = g_array_new (FALSE, FALSE, sizeof (GuildOrderPart));
  g_autoptr(GuildRanking) ranking =
    get_ranking (self, snapshot, snapshot->table->name_field, NULL, cancellable);
  GuildOrder *order = find_order (self, "", snapshot->serial);

  if (ranking == NULL || order != NULL)
    return order;
  order = guild_order_new (none, ranking, cancellable);
  remember_order (self, order);
  return order;
}

GuildOrder *
guild_orders_get (GuildOrders *self, GuildSnapshot *snapshot, GuildQuery *query,
                  GCancellable *cancellable)
{
  g_autoptr(GArray) parts = guild_order_parts_new (snapshot, query);
  g_autofree char *key = guild_order_parts_key (parts);
  GuildOrder *order = find_order (self, key, snapshot->serial);

  if (order != NULL)
    return order;
  g_autoptr(GuildOrder) names = get_names (self, snapshot, cancellable);
  if (names == NULL || parts->len == 0)
    return g_steal_pointer (&names);
  for (guint i = 0; i < parts->len; i++)
    {
      GuildOrderPart *part = &g_array_index (parts, GuildOrderPart, i);
      part->ranking = get_ranking (self, snapshot, part->field, names, cancellable);
      if (part->ranking == NULL)
        return NULL;
    }
  order = guild_order_new (parts, NULL, cancellable);
  if (order != NULL)
    remember_order (self, order);
  return order;
}
