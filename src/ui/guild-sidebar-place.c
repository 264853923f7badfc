/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-sidebar-place.h"

struct _GuildSidebarPlace
{
  GObject parent_instance;

  GuildDirectory *directory; /* (owned) */
  GuildView      *view;      /* (owned) (nullable): NULL for the heading of a section */
  GuildViewKind   section;   /* of a heading: GROUP, TAG or SAVED */
  gboolean        folded;    /* of a heading */
};

G_DEFINE_FINAL_TYPE (GuildSidebarPlace, guild_sidebar_place, G_TYPE_OBJECT)

static void
guild_sidebar_place_dispose (GObject *object)
{
  g_clear_object (&GUILD_SIDEBAR_PLACE (object)->directory);
  g_clear_object (&GUILD_SIDEBAR_PLACE (object)->view);
  G_OBJECT_CLASS (guild_sidebar_place_parent_class)->dispose (object);
}

static void
guild_sidebar_place_class_init (GuildSidebarPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_sidebar_place_dispose;
}

static void
guild_sidebar_place_init (GuildSidebarPlace *self)
{
}

GuildDirectory *
guild_sidebar_place_get_directory (GuildSidebarPlace *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR_PLACE (self), NULL);
  return self->directory;
}

GuildView *
guild_sidebar_place_get_view (GuildSidebarPlace *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR_PLACE (self), NULL);
  return self->view;
}

GuildViewKind
guild_sidebar_place_get_section (GuildSidebarPlace *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR_PLACE (self), GUILD_VIEW_ALL);
  return self->section;
}

gboolean
guild_sidebar_place_get_folded (GuildSidebarPlace *self)
{
  g_return_val_if_fail (GUILD_IS_SIDEBAR_PLACE (self), FALSE);
  return self->folded;
}

void
guild_sidebar_place_set_folded (GuildSidebarPlace *self, gboolean folded)
{
  g_return_if_fail (GUILD_IS_SIDEBAR_PLACE (self));
  self->folded = folded;
}

/* ---- the places of a workspace ---- */

/* A few groups are worth their room; tags are many, and the search knows them too. */
#define UNFOLDED_GROUPS 8

/* (transfer full): the place of VIEW, or the heading of SECTION, as it was or new. */
static GuildSidebarPlace *
take_place (GListModel *old, GuildDirectory *directory, GuildView *view, GuildViewKind section)
{
  for (guint i = 0; i < g_list_model_get_n_items (old); i++)
    {
      g_autoptr(GuildSidebarPlace) place = g_list_model_get_item (old, i);
      if (place->view == view && (view != NULL || place->section == section))
        return g_steal_pointer (&place);
    }
  GuildSidebarPlace *place = g_object_new (GUILD_TYPE_SIDEBAR_PLACE, NULL);
  place->directory = g_object_ref (directory);
  g_set_object (&place->view, view);
  place->section = section;
  place->folded = section == GUILD_VIEW_TAG;
  return place;
}

static guint
count_kind (GListModel *views, GuildViewKind kind)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (views, i);
      n += guild_view_get_kind (view) == kind ? 1 : 0;
    }
  return n;
}

/* What the sidebar shows of VIEWS: groups and tags below a heading each, unless it is folded. */
static GPtrArray *
arrange (GListModel *views, GListModel *old, GuildDirectory *directory)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (g_object_unref);
  GuildSidebarPlace *heading = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (views, i);
      GuildViewKind kind = guild_view_get_kind (view);

      if (kind != GUILD_VIEW_GROUP && kind != GUILD_VIEW_TAG && kind != GUILD_VIEW_SAVED)
        heading = NULL;
      else if (heading == NULL || heading->section != kind)
        {
          guint n_before = g_list_model_get_n_items (old);
          heading = take_place (old, directory, NULL, kind);
          if (n_before == 0 && kind == GUILD_VIEW_GROUP)
            heading->folded = count_kind (views, kind) > UNFOLDED_GROUPS;
          g_ptr_array_add (places, heading);
        }
      if (heading == NULL || !heading->folded)
        g_ptr_array_add (places, take_place (old, directory, view, kind));
    }
  return places;
}

/* Only what differs is touched: rows keep their focus and selection. */
static void
update_places (GListStore *store)
{
  GListModel *old = G_LIST_MODEL (store);
  GuildDirectory *directory = g_object_get_data (G_OBJECT (store), "guild-directory");
  g_autoptr(GPtrArray) places = arrange (guild_directory_get_views (directory), old, directory);
  guint n_old = g_list_model_get_n_items (old);
  guint start = 0;
  guint end = 0;

  for (; start < MIN (n_old, places->len); start++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (old, start);
      if (item != places->pdata[start])
        break;
    }
  for (; end < MIN (n_old, places->len) - start; end++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (old, n_old - 1 - end);
      if (item != places->pdata[places->len - 1 - end])
        break;
    }
  if (n_old != places->len || start < n_old)
    g_list_store_splice (store, start, n_old - start - end, places->pdata + start,
                         places->len - start - end);
}

static void
views_changed_cb (GListModel *views, guint position, guint removed, guint added, GListStore *places)
{
  update_places (places);
}

GListStore *
guild_sidebar_places_new (GuildDirectory *directory)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);

  GListStore *places = g_list_store_new (GUILD_TYPE_SIDEBAR_PLACE);
  g_object_set_data_full (G_OBJECT (places), "guild-directory", g_object_ref (directory),
                          g_object_unref);
  g_signal_connect_object (guild_directory_get_views (directory), "items-changed",
                           G_CALLBACK (views_changed_cb), places, 0);
  update_places (places);
  return places;
}

void
guild_sidebar_places_folded (GListStore *places, GuildSidebarPlace *heading)
{
  g_return_if_fail (G_IS_LIST_STORE (places));
  g_return_if_fail (GUILD_IS_SIDEBAR_PLACE (heading));

  if (g_object_get_data (G_OBJECT (places), "guild-directory") == heading->directory)
    update_places (places);
}
