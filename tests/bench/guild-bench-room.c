/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-room.h"

#include "ui/guild-grid-private.h"
#include "ui/guild-ui-fixture.h"

static gboolean
is_counted (GuildDirectory *directory)
{
  g_autoptr(GuildView) all = g_list_model_get_item (guild_directory_get_views (directory), 0);
  return guild_view_get_count (all) == guild_directory_get_n_companies (directory);
}

void
guild_bench_room_open (GuildBenchRoom *self, const char *path, guint n_companies)
{
  g_autofree char *config = g_build_filename (path, "config", "guildhall", NULL);
  g_autofree char *data = g_build_filename (path, "data", "guildhall", NULL);
  g_autofree char *cache = g_build_filename (path, "cache", "guildhall", NULL);

  self->application = guild_ui_fixture_get_application ();
  self->desk = guild_desk_new (config, data, cache);
  self->window = guild_window_new (self->application, self->desk);
  guild_test_ui_present (GTK_WINDOW (self->window));
  guild_test_wait_until (guild_desk_get_journal (self->desk) != NULL);
  guild_test_wait_until (self->window->directory != NULL);
  guild_test_wait_until (guild_directory_get_loaded (self->window->directory));
  guild_test_wait_until (guild_company_list_get_n_matches (self->window->table->list) ==
                         n_companies);
  guild_test_wait_until (is_counted (self->window->directory));
  guild_test_ui_settle (GTK_WIDGET (self->window));
}

void
guild_bench_room_close (GuildBenchRoom *self)
{
  GAsyncResult *slot = NULL;

  gtk_window_destroy (GTK_WINDOW (self->window));
  guild_desk_close_async (self->desk, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_desk_close_finish (self->desk, result, NULL));
  g_clear_object (&self->desk);
}

/* (out): where WIDGET is on the screen: without a window manager the window is in its corner. */
static void
find_bounds (GtkWidget *widget, graphene_rect_t *bounds)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double within_x, within_y;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (native), bounds));
  gtk_native_get_surface_transform (native, &within_x, &within_y);
  graphene_rect_offset (bounds, (float) within_x, (float) within_y);
}

void
guild_bench_room_find_heading (GuildBenchRoom *self, guint column, int *x, int *y)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->window->grid->view));
  GtkWidget *heading = gtk_widget_get_first_child (header);
  graphene_rect_t bounds;

  for (guint i = 0; i < column; i++)
    heading = gtk_widget_get_next_sibling (heading);
  find_bounds (heading, &bounds);
  *x = (int) (bounds.origin.x + bounds.size.width / 2);
  *y = (int) (bounds.origin.y + bounds.size.height / 2);
}

void
guild_bench_room_find_scrollbar (GuildBenchRoom *self, int *x, int *top, int *bottom)
{
  GtkWidget *bar =
    gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (self->window->grid->scroller));
  graphene_rect_t bounds;

  find_bounds (bar, &bounds);
  *x = (int) (bounds.origin.x + bounds.size.width / 2);
  *top = (int) bounds.origin.y + 8;
  *bottom = (int) (bounds.origin.y + bounds.size.height) - 8;
}

static gboolean
rested_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
guild_bench_room_rest (guint duration)
{
  gboolean rested = FALSE;

  g_timeout_add_full (G_PRIORITY_HIGH, duration, rested_cb, &rested, NULL);
  while (!rested)
    g_main_context_iteration (NULL, TRUE);
}
