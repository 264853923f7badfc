/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-logo.h"

#include "company/guild-thread.h"
#include "service/guild-picture.h"
#include "ui/guild-weak.h"

#define SHARPNESS 3    /* pixels that are kept of one that is shown: sharp at every scale */
#define MAX_SIDE 4096  /* of a picture as it comes; larger ones are not worth their memory */
#define MAX_LOGOS 200
#define MAX_BYTES (10 * 1024 * 1024) /* what Autodesk takes (acc.md §5) */

/* The logos of one service. A key is "SIZE ADDRESS". */
typedef struct
{
  GHashTable *textures; /* (owned): key → GdkTexture */
  GQueue      order;    /* the same keys (borrowed), oldest first */
  GHashTable *waiting;  /* (owned): key being fetched → GPtrArray of what guild_weak_new() made */
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
get_logos (GuildService *service)
{
  Logos *self = g_object_get_data (G_OBJECT (service), "guild-logos");

  if (self != NULL)
    return self;
  self = g_new0 (Logos, 1);
  self->textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  g_queue_init (&self->order);
  g_object_set_data_full (G_OBJECT (service), "guild-logos", self, logos_free);
  return self;
}

static void
keep (Logos *self, const char *key, GdkTexture *texture)
{
  while (self->order.length >= MAX_LOGOS)
    g_hash_table_remove (self->textures, g_queue_pop_head (&self->order));
  char *own = g_strdup (key);
  g_hash_table_insert (self->textures, own, g_object_ref (texture));
  g_queue_push_tail (&self->order, own);
}

/* ---- reading a picture, on a worker ---- */

static void
size_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  double scale = (double) GPOINTER_TO_INT (data) / MAX (MAX (width, height), 1);

  /* Nought by nought is how a loader is told to give up. */
  if (width > MAX_SIDE || height > MAX_SIDE)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else
    gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale), 1),
                                MAX ((int) (height * scale), 1));
}

/* What is fetched. */
typedef struct
{
  char   *key;   /* (owned) */
  int     size;
  GBytes *bytes; /* (owned) (nullable) */
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *self = data;

  g_free (self->key);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static void
decode (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fetch *fetch = data;
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  GError *error = NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb),
                    GINT_TO_POINTER (SHARPNESS * fetch->size));
  gboolean read = gdk_pixbuf_loader_write_bytes (loader, fetch->bytes, &error);
  /* To be closed in every case; a second error says nothing new. */
  read = gdk_pixbuf_loader_close (loader, read ? &error : NULL) && read;
  GdkPixbuf *pixbuf = read ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf != NULL)
    guild_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
  else if (error != NULL)
    guild_task_return_error (task, error);
  else
    guild_task_return_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                                        "no picture"));
}

/* ---- from the address to the images ---- */

/* Those that wait get TEXTURE; without one they keep what they show. */
static void
settle (GuildService *service, const char *key, GdkTexture *texture)
{
  Logos *self = get_logos (service);
  g_autoptr(GPtrArray) images = NULL;
  g_autofree char *own = NULL;

  if (!g_hash_table_steal_extended (self->waiting, key, (gpointer *) &own, (gpointer *) &images))
    return;
  if (texture != NULL)
    keep (self, key, texture);
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
  Fetch *fetch = g_task_get_task_data (G_TASK (result));
  g_autoptr(GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  settle (GUILD_SERVICE (source), fetch->key, texture);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;

  fetch->bytes = guild_picture_read_finish (GUILD_SERVICE (source), result, NULL);
  /* Asked again the next time: it may have been the network. */
  if (fetch->bytes == NULL)
    {
      settle (GUILD_SERVICE (source), fetch->key, NULL);
      fetch_free (fetch);
      return;
    }
  g_autoptr(GTask) task = g_task_new (source, NULL, decoded_cb, NULL);
  g_task_set_source_tag (task, fetched_cb);
  g_task_set_task_data (task, fetch, fetch_free);
  guild_task_run (task, decode);
}

static void
await (GuildService *service, const char *key, const char *address, int size, GtkWidget *image)
{
  Logos *self = get_logos (service);
  GPtrArray *images = g_hash_table_lookup (self->waiting, key);
  gboolean first = images == NULL;

  if (first)
    {
      images = g_ptr_array_new ();
      g_hash_table_insert (self->waiting, g_strdup (key), images);
    }
  g_ptr_array_add (images, guild_weak_new (image));
  if (!first)
    return;
  Fetch *fetch = g_new0 (Fetch, 1);
  fetch->key = g_strdup (key);
  fetch->size = size;
  guild_picture_read_async (service, address, MAX_BYTES, NULL, fetched_cb, fetch);
}

GtkWidget *
guild_logo_new (GuildService *service, const char *address, const char *icon_name, int size)
{
  g_return_val_if_fail (GUILD_IS_SERVICE (service), NULL);
  g_return_val_if_fail (icon_name != NULL && size > 0, NULL);

  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);
  g_autofree char *key = g_strdup_printf ("%d %s", size, address != NULL ? address : "");
  GdkTexture *known =
    address != NULL ? g_hash_table_lookup (get_logos (service)->textures, key) : NULL;

  gtk_image_set_pixel_size (GTK_IMAGE (image), size);
  gtk_widget_add_css_class (image, "guild-logo");
  if (known != NULL)
    gtk_image_set_from_paintable (GTK_IMAGE (image), GDK_PAINTABLE (known));
  else if (address != NULL)
    await (service, key, address, size, image);
  return image;
}

gboolean
guild_logo_is_shown (GtkWidget *logo)
{
  g_return_val_if_fail (GTK_IS_IMAGE (logo), FALSE);
  return gtk_image_get_storage_type (GTK_IMAGE (logo)) == GTK_IMAGE_PAINTABLE;
}
