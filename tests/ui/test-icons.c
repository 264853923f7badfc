/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

/* What the toolkit does with icons in threads of its own. */

static void
gone_cb (gpointer data, GObject *icon)
{
  GThread **thread = data;
  *thread = g_thread_self ();
}

static gpointer
let_go (gpointer icon)
{
  g_object_unref (icon);
  return NULL;
}

/* Too large for those that GTK keeps: the thread has the last one. */
static GtkIconPaintable *
look_up (void)
{
  return gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                     "go-next-symbolic", NULL, 200, 1, GTK_TEXT_DIR_LTR, 0);
}

static void
test_end (void)
{
  GThread *ended = NULL;

  guild_ui_fixture_get_application ();
  GtkIconPaintable *icon = look_up ();
  g_object_weak_ref (G_OBJECT (icon), gone_cb, &ended);
  g_thread_join (g_thread_new ("icon", let_go, icon));
  /* Who looks for it now finds it as it was. */
  g_assert_null (ended);
  g_autoptr(GtkIconPaintable) again = look_up ();
  g_assert_true (again == icon);
  g_clear_object (&again);
  guild_test_wait_until (ended != NULL);
  g_assert_true (ended == g_thread_self ());
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_test_add_func ("/ui/icons/end", test_end);
  return g_test_run ();
}
