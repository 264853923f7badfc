/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-ui.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>

#define TOLERANCE 2        /* levels of 255 in one channel */
#define MAX_BAD 0.0005     /* share of the pixels */
#define OLDEST_MINOR 8     /* of GTK 4 */

/* The test fails, and goes on. The words go to stderr: GLib 2.74 keeps those of
 * g_test_fail_printf() to itself. */
static void G_GNUC_PRINTF (1, 2)
complain (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s: %s\n", g_test_get_path (), message);
  g_test_fail ();
}

void
guild_test_ui_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

void
guild_test_ui_set_look (GuildTestUiLook look)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      (look & GUILD_TEST_UI_DARK) != 0
                                        ? ADW_COLOR_SCHEME_FORCE_DARK
                                        : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_widget_set_default_direction ((look & GUILD_TEST_UI_RTL) != 0 ? GTK_TEXT_DIR_RTL
                                                                    : GTK_TEXT_DIR_LTR);
}

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  guint *n_frames = data;
  *n_frames += 1;
}

void
guild_test_ui_settle (GtkWidget *native)
{
  guint n_frames = 0;

  g_assert_true (GTK_IS_NATIVE (native));
  guild_test_wait_until (gtk_widget_get_mapped (native));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (native);
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &n_frames);
  /* The first frame may have begun before the last change; the second has not. */
  for (guint i = 1; i <= 2; i++)
    {
      gtk_widget_queue_draw (native);
      guild_test_wait_until (n_frames >= i);
    }
  g_signal_handler_disconnect (clock, id);
}

static void
park_pointer (Display *display)
{
  XWarpPointer (display, None, DefaultRootWindow (display), 0, 0, 0, 0,
                DisplayWidth (display, DefaultScreen (display)) - 1,
                DisplayHeight (display, DefaultScreen (display)) - 1);
}

void
guild_test_ui_present (GtkWindow *window)
{
  gtk_window_present (window);
  guild_test_ui_settle (GTK_WIDGET (window));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));
  park_pointer (display);
  XSetInputFocus (display, gdk_x11_surface_get_xid (surface), RevertToParent, CurrentTime);
  XSync (display, False);
  guild_test_wait_until (gtk_window_is_active (window));
  guild_test_ui_settle (GTK_WIDGET (window));
}

GdkTexture *
guild_test_ui_shoot (GtkWidget *native)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (native);
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  GdkTexture *texture =
    gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (native)), node,
                                 &GRAPHENE_RECT_INIT (0, 0, width, height));
  gsk_render_node_unref (node);
  return texture;
}

/* --- Pictures ------------------------------------------------------------------------------- */

static guint32 *
dup_pixels (GdkTexture *texture)
{
  gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  guint32 *pixels = g_malloc_n (gdk_texture_get_height (texture), stride);
  gdk_texture_download (texture, (guchar *) pixels, stride);
  return pixels;
}

static guint
distance (guint32 a, guint32 b)
{
  guint largest = 0;
  for (guint shift = 0; shift < 32; shift += 8)
    {
      int delta = (int) ((a >> shift) & 0xff) - (int) ((b >> shift) & 0xff);
      largest = MAX (largest, (guint) ABS (delta));
    }
  return largest;
}

/* The share of pixels that differ; in *DIFF a picture of them: red on a pale copy. */
static double
compare (GdkTexture *got, GdkTexture *want, GdkTexture **diff)
{
  int width = gdk_texture_get_width (got), height = gdk_texture_get_height (got);

  if (width != gdk_texture_get_width (want) || height != gdk_texture_get_height (want))
    return 1;
  g_autofree guint32 *pixels = dup_pixels (got);
  g_autofree guint32 *wanted = dup_pixels (want);
  gsize n = (gsize) width * height, bad = 0;
  for (gsize i = 0; i < n; i++)
    {
      gboolean same = distance (pixels[i], wanted[i]) <= TOLERANCE;
      bad += !same;
      pixels[i] = same ? 0xff000000 | (0xc0c0c0 + ((pixels[i] >> 2) & 0x3f3f3f)) : 0xffff0000;
    }
  g_autoptr(GBytes) bytes = g_bytes_new (pixels, n * 4);
  *diff = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) width * 4);
  return (double) bad / n;
}

static void
save (GdkTexture *texture, const char *directory, const char *name, const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (directory, file, NULL);

  g_assert_cmpint (g_mkdir_with_parents (directory, 0755), ==, 0);
  if (!gdk_texture_save_to_png (texture, path))
    g_error ("cannot write %s", path);
}

static char *
dup_full_name (const char *name)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  return g_strconcat (name, adw_style_manager_get_dark (style) ? "-dark" : "",
                      adw_style_manager_get_high_contrast (style) ? "-contrast" : "",
                      gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "-rtl" : "", NULL);
}

/* Each toolkit draws in its own way: the oldest we build with has the references, a newer one a
 * directory beside them that bears its number. (transfer full). */
static char *
dup_references (void)
{
  guint minor = gtk_get_minor_version ();
  g_autofree char *name =
    minor > OLDEST_MINOR ? g_strdup_printf ("references-4.%u", minor) : g_strdup ("references");

  return g_test_build_filename (G_TEST_DIST, "ui", name, NULL);
}

/* (transfer full): what NATIVE shows when it shows WANT, twice running: what only passes on its way
 * to something else does not count. Or else the last that was seen, of which *BAD is the share of
 * pixels that differ, and *DIFF (nullable) their picture. */
static GdkTexture *
await_picture (GtkWidget *native, GdkTexture *want, double *bad, GdkTexture **diff)
{
  gint64 deadline = guild_test_deadline ();
  GdkTexture *got = NULL;

  for (guint n_same = 0; n_same < 2;)
    {
      guild_test_ui_settle (native);
      g_clear_object (&got);
      g_clear_object (diff);
      got = guild_test_ui_shoot (native);
      *bad = compare (got, want, diff);
      n_same = *bad <= MAX_BAD ? n_same + 1 : 0;
      if (n_same == 0 && g_get_monotonic_time () > deadline)
        break;
    }
  return got;
}

void
guild_test_ui_compare (GtkWidget *native, const char *name)
{
  g_autofree char *full_name = dup_full_name (name);
  g_autofree char *file = g_strconcat (full_name, ".png", NULL);
  g_autofree char *directory = dup_references ();
  g_autofree char *reference = g_build_filename (directory, file, NULL);
  g_autofree char *output = g_test_build_filename (G_TEST_BUILT, "screenshots", NULL);
  g_autoptr(GdkTexture) diff = NULL;
  g_autoptr(GdkTexture) got = NULL;
  double bad;

  guild_test_ui_settle (native);
  if (g_strcmp0 (g_getenv ("GUILDHALL_UPDATE_REFERENCES"), "1") == 0)
    {
      got = guild_test_ui_shoot (native);
      save (got, directory, full_name, ".png");
      return;
    }
  if (!g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("there are no reference pictures of this GTK");
      return;
    }
  g_autoptr(GdkTexture) want = gdk_texture_new_from_filename (reference, NULL);
  if (want == NULL)
    {
      got = guild_test_ui_shoot (native);
      save (got, output, full_name, ".got.png");
      complain ("%s: there is no reference; see %s/%s.got.png", full_name, output, full_name);
      return;
    }
  got = await_picture (native, want, &bad, &diff);
  if (bad <= MAX_BAD)
    return;
  save (got, output, full_name, ".got.png");
  save (want, output, full_name, ".want.png");
  if (diff != NULL)
    save (diff, output, full_name, ".diff.png");
  complain ("%s: %.3f %% of the pixels differ (%dx%d, reference %dx%d); see %s/%s.*.png",
            full_name, 100 * bad, gdk_texture_get_width (got), gdk_texture_get_height (got),
            gdk_texture_get_width (want), gdk_texture_get_height (want), output, full_name);
}

/* --- Names ---------------------------------------------------------------------------------- */

static gboolean
needs_name (GtkWidget *widget)
{
  static const GtkAccessibleRole roles[] = {
    GTK_ACCESSIBLE_ROLE_BUTTON,      GTK_ACCESSIBLE_ROLE_CHECKBOX, GTK_ACCESSIBLE_ROLE_COMBO_BOX,
    GTK_ACCESSIBLE_ROLE_LINK,        GTK_ACCESSIBLE_ROLE_RADIO,    GTK_ACCESSIBLE_ROLE_SEARCH_BOX,
    GTK_ACCESSIBLE_ROLE_SPIN_BUTTON, GTK_ACCESSIBLE_ROLE_SWITCH,   GTK_ACCESSIBLE_ROLE_TEXT_BOX,
    GTK_ACCESSIBLE_ROLE_GRID,        GTK_ACCESSIBLE_ROLE_TABLE,
  };
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i] == role)
      return TRUE;
  return FALSE;
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_autofree char *difference =
        gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "");
      return difference != NULL;
    }
  /* A button is labelled by its child; a picture has no words. */
  if (GTK_IS_BUTTON (widget) && GTK_IS_IMAGE (gtk_button_get_child (GTK_BUTTON (widget))))
    return FALSE;
  return gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static void
check_names (GtkWidget *widget, gboolean parent_named)
{
  gboolean named = has_name (widget);

  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_mapped (widget))
    return;
  if (needs_name (widget) && !named && !parent_named && gtk_widget_get_focusable (widget))
    {
      g_autoptr(GString) where = g_string_new (NULL);
      for (GtkWidget *above = widget; above != NULL; above = gtk_widget_get_parent (above))
        {
          const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (above));
          g_string_append_printf (where, "%s%s%s%s", where->len > 0 ? " in " : "",
                                  G_OBJECT_TYPE_NAME (above), id != NULL ? " " : "",
                                  id != NULL ? id : "");
        }
      complain ("no accessible name: %s", where->str);
    }
  /* The inner parts of one control (a menu button's button, an entry's text) share its name. */
  gboolean control = GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) ||
                     GTK_IS_EDITABLE (widget) || GTK_IS_SPIN_BUTTON (widget) ||
                     GTK_IS_COMBO_BOX (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_names (child, control && (named || parent_named));
}

void
guild_test_ui_check_names (GtkWidget *root)
{
  check_names (root, FALSE);
}

static const char *
visible_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_MENU_BUTTON (widget))
    return gtk_menu_button_get_label (GTK_MENU_BUTTON (widget));
  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  if (GTK_IS_WINDOW (widget))
    return gtk_window_get_title (GTK_WINDOW (widget));
  return NULL;
}

/* A mnemonic's underscore is no part of the text. */
static gboolean
same_text (const char *text, const char *label)
{
  if (text == NULL)
    return FALSE;
  for (; *text != '\0'; text++)
    {
      if (*text == '_' && *label != '_')
        continue;
      if (*text != *label)
        return FALSE;
      label++;
    }
  return *label == '\0';
}

static gboolean
bears (GtkWidget *widget, const char *label)
{
  if (label == NULL || same_text (visible_text (widget), label))
    return TRUE;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return FALSE;
  g_autofree char *difference = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  return difference == NULL;
}

GtkWidget *
guild_test_ui_find (GtkWidget *root, GType type, const char *label)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && bears (root, label))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = guild_test_ui_find (child, type, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
guild_test_ui_await (GtkWidget *root, GType type, const char *label)
{
  GtkWidget *found = NULL;

  gint64 deadline = guild_test_deadline ();
  while ((found = guild_test_ui_find (root, type, label)) == NULL)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("no %s “%s” in time", g_type_name (type), label != NULL ? label : "");
      guild_test_spin ();
    }
  return found;
}
