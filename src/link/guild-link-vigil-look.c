/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-link-vigil-private.h"

#define MINUTE (60 * G_USEC_PER_SEC)
#define DAY    (G_GINT64_CONSTANT (1440) * MINUTE)
/* A timer is set for no longer: clocks are put forward, and computers sleep. */
#define LONGEST_TIMER (10 * MINUTE)
/* Of an account without a connected company (codat.md §1.3), until the service says more. */
#define SMALLEST_QUOTA 1000

/* --- quota ------------------------------------------------------------------------------------ */

gint64
guild_link_vigil_get_pause (GuildLinkVigil *self, gint64 now)
{
  GuildService *service = guild_directory_get_service (self->directory);
  gint64 real = g_get_real_time (), tomorrow = (now / DAY + 1) * DAY, until = 0;

  if (service == NULL)
    return G_MAXINT64;
  GuildTransport *transport = guild_service_get_transport (service);
  const GuildQuota *quota = guild_transport_get_quota (transport);
  gint64 limit = quota->limit > 0 ? quota->limit : SMALLEST_QUOTA;

  if (self->day == now / DAY && self->used >= MAX (limit / GUILD_LINK_VIGIL_SHARE, 1))
    return tomorrow;
  /* What the service said of an earlier day says nothing. */
  if (quota->remaining != GUILD_NUMBER_UNSET && quota->remaining <= limit / GUILD_LINK_VIGIL_SHARE)
    {
      if (quota->reset_at != GUILD_NUMBER_UNSET && real < quota->reset_at)
        return now + (quota->reset_at - real);
      if (quota->reset_at == GUILD_NUMBER_UNSET && self->last_look / DAY == now / DAY)
        return tomorrow;
    }
  g_object_get (transport, "throttled-until", &until, NULL);
  return until != GUILD_NUMBER_UNSET && until > real ? now + (until - real) : 0;
}

static void
count_request (GuildLinkVigil *self, gint64 now)
{
  if (self->day != now / DAY)
    {
      self->day = now / DAY;
      self->used = 0;
    }
  self->used++;
  self->last_look = now;
}

/* --- looking ---------------------------------------------------------------------------------- */

static void
examine (GuildLinkVigil *self, GuildCompany *company)
{
  GuildAwaited *one = g_hash_table_lookup (self->awaited, guild_company_get_id (company));
  guint code = 0;
  g_autofree char *text = NULL;
  gint64 trouble = guild_awaited_find_trouble (company, &code, &text);

  if (one == NULL)
    return;
  one->alone = FALSE;
  if (trouble <= one->trouble)
    return;
  one->trouble = trouble;
  if (!one->held)
    guild_link_vigil_tell (self, one->company_id, code == 403 ? GUILD_LINK_NEWS_CANCELLED
                                                              : GUILD_LINK_NEWS_FAILED, text);
}

/* Whatever came of it: who was asked for is not asked for again at once. */
static void
look_ended (GuildLinkVigil *self)
{
  g_autoptr(GPtrArray) asked = g_steal_pointer (&self->asked);
  gint64 now = guild_link_vigil_get_now (self);

  for (guint i = 0; i < asked->len; i++)
    {
      GuildAwaited *one = g_hash_table_lookup (self->awaited, asked->pdata[i]);
      if (one != NULL)
        one->asked = now;
    }
  guild_link_vigil_changed (self, FALSE);
}

static void
one_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkVigil) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (self->closed)
    return;
  GuildAwaited *one = g_hash_table_lookup (self->awaited, self->asked->pdata[0]);
  if (company != NULL)
    examine (self, company);
  else if (one != NULL &&
           g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    guild_link_vigil_settle (self, one, GUILD_LINK_NEWS_GONE, NULL);
  else if (one != NULL)
    one->alone = FALSE;
  look_ended (self);
}

static gboolean
has_company (GPtrArray *companies, const char *id)
{
  for (guint i = 0; i < companies->len; i++)
    if (g_strcmp0 (guild_company_get_id (companies->pdata[i]), id) == 0)
      return TRUE;
  return FALSE;
}

static void
several_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLinkVigil) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) companies =
    guild_directory_refresh_companies_finish (GUILD_DIRECTORY (source), result, &error);

  if (self->closed)
    return;
  for (guint i = 0; companies != NULL && i < companies->len; i++)
    examine (self, companies->pdata[i]);
  for (guint i = 0; companies != NULL && i < self->asked->len; i++)
    {
      GuildAwaited *one = g_hash_table_lookup (self->awaited, self->asked->pdata[i]);
      if (one != NULL && !has_company (companies, one->company_id))
        one->alone = TRUE;
    }
  /* Lists can be refused a query (codat.md §14). */
  self->single |= g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED) ||
                  g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  look_ended (self);
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const GuildAwaited *first = *(GuildAwaited * const *) a;
  const GuildAwaited *second = *(GuildAwaited * const *) b;
  gint64 due = guild_awaited_get_due (first), other = guild_awaited_get_due (second);

  if (first->alone != second->alone)
    return first->alone ? -1 : 1;
  return (due > other) - (due < other);
}

/* (transfer container) (element-type GuildAwaited): who can be asked for, the most urgent first. */
static GPtrArray *
sort_awaited (GuildLinkVigil *self)
{
  GPtrArray *sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->awaited);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((GuildAwaited *) value)->ready && !((GuildAwaited *) value)->held)
      g_ptr_array_add (sorted, value);
  g_ptr_array_sort (sorted, compare_due);
  return sorted;
}

static void
look (GuildLinkVigil *self, GPtrArray *sorted)
{
  const GuildAwaited *first = sorted->pdata[0];
  /* A request costs the same however many it asks for: those whose time has not come go along. */
  guint n = first->alone || self->single ? 1 : MIN (sorted->len, GUILD_DIRECTORY_MOST_AT_ONCE);

  self->asked = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->asked, g_strdup (((GuildAwaited *) sorted->pdata[i])->company_id));
  count_request (self, guild_link_vigil_get_now (self));
  if (n == 1)
    guild_directory_refresh_company_async (self->directory, first->company_id, self->cancellable,
                                           one_cb, g_object_ref (self));
  else
    guild_directory_refresh_companies_async (self->directory, self->asked, self->cancellable,
                                             several_cb, g_object_ref (self));
}

static gboolean
end_old_ones (GuildLinkVigil *self, gint64 now)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->awaited);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (guild_awaited_is_over (value, now))
      {
        guild_link_vigil_settle (self, value, GUILD_LINK_NEWS_OVER, NULL);
        return TRUE;
      }
  return FALSE;
}

static gboolean
timer_cb (gpointer data)
{
  GuildLinkVigil *self = data;

  self->timer = 0;
  guild_link_vigil_plan (self);
  return G_SOURCE_REMOVE;
}

void
guild_link_vigil_plan_soon (GuildLinkVigil *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->closed)
    self->timer = g_timeout_add (1000 / self->haste + 1, timer_cb, self);
}

void
guild_link_vigil_plan (GuildLinkVigil *self)
{
  gint64 now = guild_link_vigil_get_now (self);

  g_clear_handle_id (&self->timer, g_source_remove);
  /* A sync reads all of them. */
  if (self->closed || self->asked != NULL || end_old_ones (self, now) ||
      guild_directory_get_syncing (self->directory))
    return;
  g_autoptr(GPtrArray) sorted = sort_awaited (self);
  if (sorted->len == 0)
    return;
  const GuildAwaited *first = sorted->pdata[0];
  gint64 next = first->alone ? now : guild_awaited_get_due (first);
  next = MAX (MAX (next, self->last_look + MINUTE), guild_link_vigil_get_pause (self, now));
  if (next <= now)
    look (self, sorted);
  else if (next < G_MAXINT64)
    self->timer = g_timeout_add ((guint) (MIN (next - now, LONGEST_TIMER) / 1000 / self->haste) + 1,
                                 timer_cb, self);
}
