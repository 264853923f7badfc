/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-autodesk.h"

#include <string.h>

#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-clock.h"

/* The logo of a company of an Autodesk account. */

#define UPLOADS "PATCH /hq/v1/accounts/{id}/companies/{id}/image"
#define N_COMPANIES 20

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_open_autodesk (fixture, N_COMPANIES, 1000, 700);
  guild_ui_set_clock (fixture);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

/* (transfer full): address of a new file NAME with CONTENT. */
static char *
write_file (GuildUiFixture *fixture, const char *name, const char *content, gsize size)
{
  g_autofree char *path = g_build_filename (fixture->room, name, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, content, (gssize) size, &error));
  g_assert_no_error (error);
  return g_filename_to_uri (path, NULL, NULL);
}

/* (transfer full): a picture of TYPE, all in COLOUR (RGBA). */
static char *
write_picture (GuildUiFixture *fixture, const char *type, guint32 colour)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 80, 60);
  g_autofree char *name = g_strdup_printf ("logo-%x.%s", colour, type);
  g_autofree char *content = NULL;
  gsize size;

  gdk_pixbuf_fill (pixbuf, colour);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &content, &size, type, NULL, NULL));
  return write_file (fixture, name, content, size);
}

static void
set_logo (GuildUiFixture *fixture, const char *uri)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.set-logo-file", "s",
                                             uri));
}

/* Whether a pixel in the middle of the pane's logo is of COLOUR (RGBA). */
static gboolean
shows (GuildUiFixture *fixture, guint32 colour)
{
  GtkWidget *pane = GTK_WIDGET (fixture->window->pane);

  if (guild_ui_count_logos (pane) != 1)
    return FALSE;
  GtkWidget *image = guild_test_ui_find (pane, GTK_TYPE_BUTTON, "Change Logo…");
  image = image != NULL ? gtk_button_get_child (GTK_BUTTON (image)) : NULL;
  if (image == NULL)
    return FALSE;
  GdkTexture *texture = GDK_TEXTURE (gtk_image_get_paintable (GTK_IMAGE (image)));
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  return (pixels[width * (height / 2) + width / 2] & 0xffffff) == colour >> 8;
}

/* From the file to the screen; a second one takes its place. */
static void
test_set (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *red = write_picture (fixture, "png", 0xcc0000ff);
  g_autofree char *blue = write_picture (fixture, "bmp", 0x0000ccff);
  GtkWidget *pane = GTK_WIDGET (fixture->window->pane);

  guild_test_ui_await (pane, GTK_TYPE_BUTTON, "Set Logo…");
  guild_test_ui_check_names (pane);
  set_logo (fixture, red);
  guild_ui_await_words (fixture->window, "The logo of “");
  guild_test_wait_until (shows (fixture, 0xcc0000ff));
  set_logo (fixture, blue);
  guild_test_wait_until (shows (fixture, 0x0000ccff));
  g_assert_cmpuint (guild_ui_count_requests (fixture, UPLOADS), ==, 2);
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));
  g_assert_cmpuint (g_list_model_get_n_items (journal), ==, 2);
  g_autoptr(GuildChange) change = g_list_model_get_item (journal, 0);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_CONFIRMED);

  /* Another company has none; this one's is still there, and is not asked for again. */
  g_autofree char *other = guild_ui_open_row (fixture, 1);
  guild_test_ui_await (pane, GTK_TYPE_BUTTON, "Set Logo…");
  g_assert_cmpuint (guild_ui_count_logos (pane), ==, 0);
  g_autofree char *again = guild_ui_open_row (fixture, 0);
  guild_test_wait_until (shows (fixture, 0x0000ccff));
}

static void
refuse (GuildUiFixture *fixture, const char *uri, const char *words)
{
  set_logo (fixture, uri);
  GtkWindow *dialog = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (dialog, "The logo was not set");
  guild_ui_await_words (dialog, words);
  guild_ui_press_button (dialog, "Close");
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

/* What is known not to be taken is not sent, and what is refused is told. */
static void
test_refused (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *text = write_file (fixture, "logo.png", "no picture", 10);
  gsize size = GUILD_AUTODESK_MAX_LOGO + 1;
  g_autofree char *zeros = g_malloc0 (size);
  memcpy (zeros, "\x89PNG\r\n\x1a\n", 8);
  g_autofree char *large = write_file (fixture, "large.png", zeros, size);
  g_autofree char *red = write_picture (fixture, "jpeg", 0xcc0000ff);

  refuse (fixture, text, "Autodesk takes PNG, JPEG, GIF and BMP pictures.");
  refuse (fixture, large, "larger than 10 MiB");
  g_assert_cmpuint (guild_ui_count_requests (fixture, UPLOADS), ==, 0);
  guild_ui_fault (fixture, "path=/hq/,method=PATCH,status=403");
  refuse (fixture, red, "has not been added to this account");
  g_assert_cmpuint (guild_ui_count_logos (GTK_WIDGET (fixture->window->pane)), ==, 0);
}

/* A sign-in by browser sees it and cannot set it. */
static void
test_signed_in (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *red = write_picture (fixture, "png", 0xcc0000ff);
  GtkWidget *pane = GTK_WIDGET (fixture->window->pane);

  set_logo (fixture, red);
  guild_test_wait_until (shows (fixture, 0xcc0000ff));
  guild_ui_sign_in_autodesk (fixture);
  g_autofree char *again = guild_ui_open_row (fixture, 0);
  guild_test_wait_until (guild_ui_count_logos (pane) == 1);
  g_assert_null (guild_test_ui_find (pane, GTK_TYPE_BUTTON, "Change Logo…"));
  set_logo (fixture, red);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpuint (guild_ui_count_requests (fixture, UPLOADS), ==, 1);
}

static void
shoot (GuildUiFixture *fixture, gconstpointer data)
{
  gboolean narrow = GPOINTER_TO_INT (data);

  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_open_autodesk (fixture, N_COMPANIES, narrow ? 360 : 1280, narrow ? 640 : 800);
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *green = write_picture (fixture, "png", 0x2ec27eff);
  set_logo (fixture, green);
  guild_test_wait_until (shows (fixture, 0x2ec27eff));
  guild_ui_press_button (fixture->window, "Dismiss");
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  guild_test_ui_compare (GTK_WIDGET (fixture->window),
                         narrow ? "autodesk-logo-narrow" : "autodesk-logo");
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_test_add ("/ui/autodesk-logo/set", GuildUiFixture, NULL, set_up, test_set, tear_down);
  g_test_add ("/ui/autodesk-logo/refused", GuildUiFixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/ui/autodesk-logo/signed-in", GuildUiFixture, NULL, set_up, test_signed_in,
              tear_down);
  g_test_add ("/ui/autodesk-logo/picture", GuildUiFixture, GINT_TO_POINTER (FALSE), NULL, shoot,
              tear_down);
  g_test_add ("/ui/autodesk-logo/picture-narrow", GuildUiFixture, GINT_TO_POINTER (TRUE), NULL,
              shoot, tear_down);
  return g_test_run ();
}
