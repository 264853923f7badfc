/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-ui.h"

/* The helpers must see what is wrong, or every test above them says yes to everything. */

typedef struct
{
  GtkWindow *window;
  GtkWidget *entry;
  GtkWidget *named;
  guint      n_frames, from, until; /* of show_later() */
} Fixture;

#define OTHER_TEXT "Another text"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (adw_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  fixture->entry = gtk_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (fixture->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Company name", -1);
  fixture->named = gtk_button_new_with_mnemonic ("_Save");
  gtk_box_append (GTK_BOX (box), fixture->entry);
  gtk_box_append (GTK_BOX (box), fixture->named);
  adw_window_set_content (ADW_WINDOW (fixture->window), box);
  gtk_window_set_default_size (fixture->window, 400, 200);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  guild_test_ui_present (fixture->window);
  gtk_widget_grab_focus (fixture->entry);
  guild_test_type ("Harbour & Sons");
  guild_test_wait_until (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)),
                                    "Harbour & Sons") == 0);
  guild_test_press ("ctrl+a");
  guild_test_press ("BackSpace");
  guild_test_wait_until (*gtk_editable_get_text (GTK_EDITABLE (fixture->entry)) == '\0');
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);

  guild_test_ui_present (fixture->window);
  g_assert_true (guild_test_ui_await (root, GTK_TYPE_BUTTON, "Save") == fixture->named);
  g_assert_true (guild_test_ui_find (root, GTK_TYPE_ENTRY, "Company name") == fixture->entry);
  g_assert_null (guild_test_ui_find (root, GTK_TYPE_BUTTON, "Delete"));
  gtk_widget_set_visible (fixture->named, FALSE);
  g_assert_null (guild_test_ui_find (root, GTK_TYPE_BUTTON, "Save"));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  guild_test_ui_present (fixture->window);
  guild_test_ui_check_names (GTK_WIDGET (fixture->window));
}

static void
run_nameless (Fixture *fixture, gconstpointer data)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*no accessible name: GtkButton in GtkBox*");
      return;
    }
  GtkWidget *box = adw_window_get_content (ADW_WINDOW (fixture->window));
  gtk_box_append (GTK_BOX (box), gtk_button_new_from_icon_name ("edit-find-symbolic"));
  guild_test_ui_present (fixture->window);
  guild_test_ui_check_names (GTK_WIDGET (fixture->window));
}

/* A picture is the same the second time, also with other looks in between, and another text is
 * seen. */
static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  guild_test_ui_present (fixture->window);
  g_autoptr(GdkTexture) first = guild_test_ui_shoot (GTK_WIDGET (fixture->window));
  g_autoptr(GBytes) first_bytes = gdk_texture_save_to_png_bytes (first);

  guild_test_ui_set_look (GUILD_TEST_UI_DARK);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_autoptr(GdkTexture) dark = guild_test_ui_shoot (GTK_WIDGET (fixture->window));
  g_autoptr(GBytes) dark_bytes = gdk_texture_save_to_png_bytes (dark);
  g_assert_false (g_bytes_equal (first_bytes, dark_bytes));

  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_autoptr(GdkTexture) second = guild_test_ui_shoot (GTK_WIDGET (fixture->window));
  g_autoptr(GBytes) second_bytes = gdk_texture_save_to_png_bytes (second);
  g_assert_true (g_bytes_equal (first_bytes, second_bytes));
}

static void
painted_cb (GdkFrameClock *clock, Fixture *fixture)
{
  guint n_frames = ++fixture->n_frames;

  if (n_frames == fixture->from || n_frames == fixture->until)
    gtk_editable_set_text (GTK_EDITABLE (fixture->entry),
                           n_frames == fixture->from ? "" : OTHER_TEXT);
}

/* The entry has another text and loses it after FROM frames; after UNTIL it has it again. */
static void
show_later (Fixture *fixture, guint from, guint until)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));

  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), OTHER_TEXT);
  g_signal_handlers_disconnect_by_func (clock, painted_cb, fixture);
  fixture->n_frames = 0;
  fixture->from = from;
  fixture->until = until;
  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), fixture);
}

/* What comes a little later is awaited; what does not come, or goes again at once, is a
 * difference. */
static void
run_difference (Fixture *fixture, gconstpointer data)
{
  const char *name = data;

  if (!g_test_subprocess ())
    {
      g_autofree char *directory = guild_test_directory ();
      g_autofree char *references = g_build_filename (directory, "ui", "references", NULL);
      g_assert_cmpint (g_mkdir_with_parents (references, 0700), ==, 0);
      g_setenv ("GUILDHALL_TEST_PICTURES", directory, TRUE);
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*of the pixels differ (400x200, reference 400x200)*");
      for (const char *const *suffix = (const char *[]){"got", "want", "diff", NULL};
           *suffix != NULL; suffix++)
        {
          g_autofree char *file = g_strdup_printf ("%s.%s.png", name, *suffix);
          g_autofree char *path = g_build_filename (directory, "screenshots", file, NULL);
          g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
        }
      return;
    }
  guild_test_ui_present (fixture->window);
  g_setenv ("GUILDHALL_UPDATE_REFERENCES", "1", TRUE);
  guild_test_ui_compare (GTK_WIDGET (fixture->window), name);
  g_unsetenv ("GUILDHALL_UPDATE_REFERENCES");
  guild_test_ui_compare (GTK_WIDGET (fixture->window), name);
  show_later (fixture, 9, G_MAXUINT);
  guild_test_ui_compare (GTK_WIDGET (fixture->window), name);
  g_assert_false (g_test_failed ());
  g_setenv ("GUILDHALL_TEST_PATIENCE", "5", TRUE);
  if (g_str_equal (name, "passing"))
    show_later (fixture, 1, 5);
  else
    gtk_editable_set_text (GTK_EDITABLE (fixture->entry), OTHER_TEXT);
  guild_test_ui_compare (GTK_WIDGET (fixture->window), name);
}

int
main (int argc, char **argv)
{
  /* g_test_build_filename() reads these once, in g_test_init(). */
  const char *pictures = g_getenv ("GUILDHALL_TEST_PICTURES");
  if (pictures != NULL)
    {
      g_setenv ("G_TEST_SRCDIR", pictures, TRUE);
      g_setenv ("G_TEST_BUILDDIR", pictures, TRUE);
    }
  guild_test_ui_init (&argc, &argv);
#define ADD(path, data, run) g_test_add (path, Fixture, data, set_up, run, tear_down)
  ADD ("/support/ui/keys", NULL, test_keys);
  ADD ("/support/ui/find", NULL, test_find);
  ADD ("/support/ui/names", NULL, test_names);
  ADD ("/support/ui/nameless", NULL, run_nameless);
  ADD ("/support/ui/pictures", NULL, test_pictures);
  ADD ("/support/ui/difference", "harness", run_difference);
  ADD ("/support/ui/passing", "passing", run_difference);
  return g_test_run ();
}
