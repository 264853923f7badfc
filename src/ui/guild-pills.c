/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-pills.h"

#include "ui/guild-mark.h"

#define SPACING 4
#define MAX_PILLS 8 /* more than ever fit in a column */
#define SMALLEST_PILL 48

struct _GuildPills
{
  GtkWidget parent_instance;

  GtkWidget *pills[MAX_PILLS]; /* (unowned): our children, made when needed */
  GtkWidget *more;             /* (unowned): "+2" */
  char      *needle;           /* (owned) (nullable): marked in them */
  guint      n_words;
  guint      n_hidden;
};

G_DEFINE_FINAL_TYPE (GuildPills, guild_pills, GTK_TYPE_WIDGET)

static int
measure_width (GtkWidget *widget)
{
  int natural;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
guild_pills_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  GuildPills *self = GUILD_PILLS (widget);
  guint n_pills = MIN (self->n_words, MAX_PILLS);

  *minimum = *natural = 0;
  for (guint i = 0; i < n_pills; i++)
    if (orientation == GTK_ORIENTATION_HORIZONTAL)
      *natural += measure_width (self->pills[i]) + (i > 0 ? SPACING : 0);
    else
      {
        int height;
        gtk_widget_measure (self->pills[i], orientation, -1, NULL, &height, NULL, NULL);
        *minimum = *natural = MAX (*natural, height);
      }
}

static void
place (GuildPills *self, GtkWidget *child, int x, int width, int height)
{
  GtkAllocation box = { x, 0, width, 0 };
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    box.x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  box.y = (height - natural) / 2;
  box.height = natural;
  gtk_widget_set_child_visible (child, TRUE);
  gtk_widget_size_allocate (child, &box, -1);
}

/* A pill may shrink, but not to nothing; then it is counted instead. */
static void
guild_pills_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GuildPills *self = GUILD_PILLS (widget);
  guint n_pills = MIN (self->n_words, MAX_PILLS);
  guint shown = 0;
  int x = 0;

  int more_width = measure_width (self->more);
  for (guint i = 0; i < n_pills; i++)
    {
      int wanted = measure_width (self->pills[i]);
      int room = width - x - (i + 1 < self->n_words ? more_width + SPACING : 0);
      int given = MIN (wanted, room);

      gboolean squeezed = given < wanted && (given < SMALLEST_PILL || given < 2 * wanted / 3);
      if (shown < i || (squeezed && i > 0))
        {
          gtk_widget_set_child_visible (self->pills[i], FALSE);
          continue;
        }
      int least;
      gtk_widget_measure (self->pills[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                          NULL);
      given = MAX (given, least);
      place (self, self->pills[i], x, given, height);
      x += given + SPACING;
      shown++;
    }
  self->n_hidden = self->n_words - shown;
  if (self->n_hidden > 0)
    {
      g_autofree char *text = g_strdup_printf ("+%u", self->n_hidden);
      gtk_inscription_set_text (GTK_INSCRIPTION (self->more), text);
      place (self, self->more, x, measure_width (self->more), height);
    }
  else
    gtk_widget_set_child_visible (self->more, FALSE);
}

static GtkSizeRequestMode
guild_pills_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
guild_pills_dispose (GObject *object)
{
  GuildPills *self = GUILD_PILLS (object);

  for (guint i = 0; i < MAX_PILLS; i++)
    g_clear_pointer (&self->pills[i], gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  self->n_words = 0;
  G_OBJECT_CLASS (guild_pills_parent_class)->dispose (object);
}

static void
guild_pills_finalize (GObject *object)
{
  g_free (GUILD_PILLS (object)->needle);
  G_OBJECT_CLASS (guild_pills_parent_class)->finalize (object);
}

static void
guild_pills_class_init (GuildPillsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_pills_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_pills_finalize;
  widget_class->measure = guild_pills_measure;
  widget_class->size_allocate = guild_pills_size_allocate;
  widget_class->get_request_mode = guild_pills_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "pills");
}

static void
guild_pills_init (GuildPills *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  /* An inscription: its text may change while sizes are given out. */
  self->more = gtk_inscription_new (NULL);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->more), 3);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->more), 3);
  gtk_widget_add_css_class (self->more, "pill-count");
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
}

GtkWidget *
guild_pills_new (void)
{
  return g_object_new (GUILD_TYPE_PILLS, NULL);
}

/* Sizes are given out anew for other words. */
static gboolean
shows (GuildPills *self, const char * const *words, const char *needle)
{
  if ((words != NULL ? g_strv_length ((char **) words) : 0) != self->n_words ||
      g_strcmp0 (needle, self->needle) != 0)
    return FALSE;
  for (guint i = 0; i < MIN (self->n_words, MAX_PILLS); i++)
    if (!g_str_equal (gtk_label_get_label (GTK_LABEL (self->pills[i])), words[i]))
      return FALSE;
  return TRUE;
}

void
guild_pills_set_words (GuildPills *self, const char * const *words, const char *needle)
{
  g_return_if_fail (GUILD_IS_PILLS (self));

  if (shows (self, words, needle))
    return;
  char *marked = g_strdup (needle);
  g_free (self->needle);
  self->needle = marked;
  self->n_words = words != NULL ? g_strv_length ((char **) words) : 0;
  for (guint i = 0; i < MAX_PILLS; i++)
    {
      if (i >= self->n_words)
        {
          if (self->pills[i] != NULL)
            gtk_widget_set_visible (self->pills[i], FALSE);
          continue;
        }
      if (self->pills[i] == NULL)
        {
          self->pills[i] = gtk_label_new (NULL);
          gtk_label_set_ellipsize (GTK_LABEL (self->pills[i]), PANGO_ELLIPSIZE_END);
          gtk_widget_add_css_class (self->pills[i], "pill");
          gtk_widget_set_parent (self->pills[i], GTK_WIDGET (self));
        }
      g_autoptr(PangoAttrList) marks = guild_mark_match (words[i], needle);
      gtk_label_set_label (GTK_LABEL (self->pills[i]), words[i]);
      gtk_label_set_attributes (GTK_LABEL (self->pills[i]), marks);
      gtk_widget_set_visible (self->pills[i], TRUE);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
guild_pills_get_n_hidden (GuildPills *self)
{
  g_return_val_if_fail (GUILD_IS_PILLS (self), 0);
  return self->n_hidden;
}
