/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include "company/guild-ids.h"
#include "ui/guild-weak.h"

/* The ids of the companies that something is to be done with. Copying a million takes longer than a
 * frame may: a worker does it, of the companies as they were, and the pointer says so meanwhile. */

typedef struct
{
  GuildDirectory    *directory; /* (owned) */
  GuildWindowIdsFunc func;
  gpointer           data;      /* (owned) */
  GDestroyNotify     free_data; /* (nullable) */
  gpointer           window;    /* (owned) (nullable): weak; while a worker is at it */
} Errand;

static Errand *
errand_new (GuildWindow *window, GuildWindowIdsFunc func, gpointer data, GDestroyNotify free_data)
{
  Errand *self = g_new0 (Errand, 1);

  self->directory = g_object_ref (window->directory);
  self->func = func;
  self->data = data;
  self->free_data = free_data;
  return self;
}

static void
errand_free (Errand *self)
{
  g_object_unref (self->directory);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

/* Takes IDS. */
static void
run (Errand *self, GuildWindow *window, GPtrArray *ids)
{
  self->func (window, ids, self->data);
  guild_ids_unref (ids);
}

void
guild_window_begin_work (GuildWindow *self)
{
  if (self->n_working++ == 0)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "progress");
}

void
guild_window_end_work (GuildWindow *self)
{
  if (--self->n_working == 0)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), NULL);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Errand) self = data;
  g_autoptr(GuildWindow) window = guild_weak_take (g_steal_pointer (&self->window));
  GPtrArray *ids = guild_company_set_list_ids_finish (result, NULL);

  /* Otherwise the window was closed. */
  if (ids == NULL || window == NULL)
    {
      g_clear_pointer (&ids, guild_ids_unref);
      return;
    }
  guild_window_end_work (window);
  if (window->listing_for == self->func)
    window->listing_for = NULL;
  if (window->directory == self->directory)
    run (self, window, ids);
  else
    guild_ids_unref (ids);
}

/* Takes ERRAND. */
static void
begin (GuildWindow *self, GuildCompanySet *companies, const GuildSetFilter *only, Errand *errand)
{
  g_autoptr(Errand) mine = errand;

  if (only == NULL && guild_company_set_get_size (companies) <= GUILD_IDS_FEW)
    {
      run (mine, self, guild_company_set_dup_ids (companies, self->table->list));
      return;
    }
  /* Who presses twice meanwhile wants one dialog. */
  if (self->listing_for == mine->func && mine->data == NULL)
    return;
  self->listing_for = mine->func;
  mine->window = guild_weak_new (self);
  guild_window_begin_work (self);
  guild_company_set_list_ids_async (companies, self->table->list, only, self->closed, listed_cb,
                                    g_steal_pointer (&mine));
}

void
guild_window_with_companies (GuildWindow *self, GuildWindowIdsFunc func, gpointer data,
                             GDestroyNotify free_data)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));
  g_return_if_fail (func != NULL);

  if (self->directory == NULL)
    {
      if (free_data != NULL)
        free_data (data);
      return;
    }
  g_autoptr(Errand) errand = errand_new (self, func, data, free_data);
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  if (selection != NULL && guild_company_selection_get_n_selected (selection) > 0)
    {
      begin (self, guild_company_selection_get_set (selection), NULL, g_steal_pointer (&errand));
      return;
    }
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  if (guild_company_pane_get_id (self->pane) != NULL)
    g_ptr_array_add (ids, g_strdup (guild_company_pane_get_id (self->pane)));
  run (errand, self, ids);
}

void
guild_window_with_listed (GuildWindow *self, const GuildSetFilter *only, GuildWindowIdsFunc func,
                          gpointer data, GDestroyNotify free_data)
{
  g_autoptr(GuildCompanySet) companies = guild_company_set_new (self->directory);
  guint n_matches = guild_company_list_get_n_matches (self->table->list);

  guild_company_set_add_range (companies, self->table->list, 0, n_matches);
  begin (self, companies, only, errand_new (self, func, data, free_data));
}

void
guild_window_with_selected (GuildWindow *self, const GuildSetFilter *only, GuildWindowIdsFunc func,
                            gpointer data, GDestroyNotify free_data)
{
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);

  begin (self, guild_company_selection_get_set (selection), only,
         errand_new (self, func, data, free_data));
}
