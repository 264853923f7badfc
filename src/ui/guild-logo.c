/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-logo.h"

#include "ui/guild-weak.h"

#define SIZE 32        /* as shown */
#define PIXELS (3 * SIZE) /* as kept: sharp at every scale */
#define MAX_SIDE 4096  /* of a picture as it comes; larger ones are not worth their memory */
#define MAX_LOGOS 200

/* The logos of one service. */
typedef struct
{
  GHashTable *textures; /* (owned): address → GdkTexture */
  GQueue      order;    /* the same addresses (borrowed), oldest first */
  GHashTable *waiting;  /* (owned): address being fetched → GPtrArray of what guild_weak_new() made */
} Logos;

static void
logos_free (gpointer data)
{
  Logos *self = data;

  g_queue_clear (&self->order);
  g_hash_table_unref (self->textures);
  g_hash_table_unref (self->waiting);
  g_free (self);
}

static Logos *
get_logos (GuildCodat *codat)
{
  Logos *self = g_object_get_data (G_OBJECT (codat), "guild-logos");

  if (self != NULL)
    return self;
  self = g_new0 (Logos, 1);
  self->textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  g_queue_init (&self->order);
  g_object_set_data_full (G_OBJECT (codat), "guild-logos", self, logos_free);
  return self;
}

static void
keep (Logos *self, const char *address, GdkTexture *texture)
{
  while (self->order.length >= MAX_LOGOS)
    g_hash_table_remove (self->textures, g_queue_pop_head (&self->order));
  char *key = g_strdup (address);
  g_hash_table_insert (self->textures, key, g_object_ref (texture));
  g_queue_push_tail (&self->order, key);
}

/* ---- reading a picture, on a worker ---- */

static void
size_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  double scale = (double) PIXELS / MAX (MAX (width, height), 1);

  /* Nought by nought is how a loader is told to give up. */
  if (width > MAX_SIDE || height > MAX_SIDE)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else
    gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale), 1),
                                MAX ((int) (height * scale), 1));
}

static void
decode (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  GError *error = NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb), NULL);
  gboolean read = gdk_pixbuf_loader_write_bytes (loader, data, &error);
  /* To be closed in every case; a second error says nothing new. */
  read = gdk_pixbuf_loader_close (loader, read ? &error : NULL) && read;
  GdkPixbuf *pixbuf = read ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf != NULL)
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no picture");
}

/* ---- from the address to the images ---- */

/* Those that wait get TEXTURE; without one they keep what they show. */
static void
settle (GuildCodat *codat, const char *address, GdkTexture *texture)
{
  Logos *self = get_logos (codat);
  g_autoptr(GPtrArray) images = NULL;
  g_autofree char *key = NULL;

  if (!g_hash_table_steal_extended (self->waiting, address, (gpointer *) &key,
                                    (gpointer *) &images))
    return;
  if (texture != NULL)
    keep (self, address, texture);
  for (guint i = 0; i < images->len; i++)
    {
      g_autoptr(GtkWidget) image = guild_weak_take (images->pdata[i]);
      if (image != NULL && texture != NULL)
        gtk_image_set_from_paintable (GTK_IMAGE (image), GDK_PAINTABLE (texture));
    }
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *address = data;
  g_autoptr(GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  settle (GUILD_CODAT (source), address, texture);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *address = data;
  GBytes *bytes = guild_codat_read_picture_finish (GUILD_CODAT (source), result, NULL);

  /* Asked again the next time: it may have been the network. */
  if (bytes == NULL)
    {
      settle (GUILD_CODAT (source), address, NULL);
      return;
    }
  g_autoptr(GTask) task = g_task_new (source, NULL, decoded_cb, g_steal_pointer (&address));
  g_task_set_source_tag (task, fetched_cb);
  g_task_set_task_data (task, bytes, (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, decode);
}

static void
await (GuildCodat *codat, const char *address, GtkWidget *image)
{
  Logos *self = get_logos (codat);
  GPtrArray *images = g_hash_table_lookup (self->waiting, address);
  gboolean first = images == NULL;

  if (first)
    {
      images = g_ptr_array_new ();
      g_hash_table_insert (self->waiting, g_strdup (address), images);
    }
  g_ptr_array_add (images, guild_weak_new (image));
  if (first)
    guild_codat_read_picture_async (codat, address, NULL, fetched_cb, g_strdup (address));
}

GtkWidget *
guild_logo_new (GuildCodat *codat, const char *address)
{
  g_return_val_if_fail (GUILD_IS_CODAT (codat), NULL);

  GtkWidget *image = gtk_image_new_from_icon_name ("guild-platform-symbolic");
  GdkTexture *known =
    address != NULL ? g_hash_table_lookup (get_logos (codat)->textures, address) : NULL;

  gtk_image_set_pixel_size (GTK_IMAGE (image), SIZE);
  gtk_widget_add_css_class (image, "guild-logo");
  if (known != NULL)
    gtk_image_set_from_paintable (GTK_IMAGE (image), GDK_PAINTABLE (known));
  else if (address != NULL)
    await (codat, address, image);
  return image;
}

gboolean
guild_logo_is_shown (GtkWidget *logo)
{
  g_return_val_if_fail (GTK_IS_IMAGE (logo), FALSE);
  return gtk_image_get_storage_type (GTK_IMAGE (logo)) == GTK_IMAGE_PAINTABLE;
}
