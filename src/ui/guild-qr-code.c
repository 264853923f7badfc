/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-qr-code.h"

#include <glib/gi18n-lib.h>
#include <qrencode.h>

#define QUIET_ZONE 4 /* modules, as ISO/IEC 18004 wants */
#define MODULE_PX 4

struct _GuildQrCode
{
  GtkWidget parent_instance;

  QRcode *code; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildQrCode, guild_qr_code, GTK_TYPE_WIDGET)

static int
get_n_modules (GuildQrCode *self)
{
  return self->code != NULL ? self->code->width + 2 * QUIET_ZONE : 0;
}

static gboolean
is_dark (GuildQrCode *self, int x, int y)
{
  return (self->code->data[y * self->code->width + x] & 1) != 0;
}

static void
guild_qr_code_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = get_n_modules (GUILD_QR_CODE (widget)) * MODULE_PX;
}

static void
guild_qr_code_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  GuildQrCode *self = GUILD_QR_CODE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int n = get_n_modules (self);

  if (n == 0)
    return;
  /* Whole pixels only: a blurred edge is what cameras fail on. */
  int size = MAX (MIN (width, height) / n, 1);
  int left = (width - n * size) / 2, top = (height - n * size) / 2;
  gtk_snapshot_append_color (snapshot, &white,
                             &GRAPHENE_RECT_INIT (left, top, n * size, n * size));
  for (int y = 0; y < self->code->width; y++)
    for (int x = 0; x < self->code->width; x++)
      {
        int begin = x;
        while (x < self->code->width && is_dark (self, x, y))
          x++;
        if (x > begin)
          gtk_snapshot_append_color (
            snapshot, &black,
            &GRAPHENE_RECT_INIT (left + (QUIET_ZONE + begin) * size, top + (QUIET_ZONE + y) * size,
                                 (x - begin) * size, size));
      }
}

static void
guild_qr_code_finalize (GObject *object)
{
  GuildQrCode *self = GUILD_QR_CODE (object);

  g_clear_pointer (&self->code, QRcode_free);
  G_OBJECT_CLASS (guild_qr_code_parent_class)->finalize (object);
}

static void
guild_qr_code_class_init (GuildQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = guild_qr_code_finalize;
  widget_class->measure = guild_qr_code_measure;
  widget_class->snapshot = guild_qr_code_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
guild_qr_code_init (GuildQrCode *self)
{
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("QR code of the link"),
    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    _("A telephone’s camera opens the link from it. Copy Link gives the same."), -1);
}

GtkWidget *
guild_qr_code_new (void)
{
  return g_object_new (GUILD_TYPE_QR_CODE, NULL);
}

gboolean
guild_qr_code_set_text (GuildQrCode *self, const char *text)
{
  g_return_val_if_fail (GUILD_IS_QR_CODE (self), FALSE);

  g_clear_pointer (&self->code, QRcode_free);
  if (text != NULL && *text != '\0')
    self->code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return self->code != NULL;
}
