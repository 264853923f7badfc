/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-cell-view.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "ui/guild-clock.h"
#include "ui/guild-mark.h"
#include "ui/guild-pills.h"

struct _GuildCellView
{
  GtkWidget parent_instance;

  GuildCellContext *context;   /* (unowned) */
  GuildPosition    *position;  /* (owned) (nullable) */
  gulong            handler;   /* of position's "changed" */
  GtkWidget        *child;     /* (unowned) (nullable): our only child, made when first read */
  GtkWidget        *icon;      /* (unowned) (nullable): inside the child */
  GtkWidget        *words;     /* (unowned) (nullable): the inscription or the pills */
  const char       *css_class; /* (nullable): static; on the icon now */
  guint             field;
  gboolean          blank;     /* the child shows another company */
  gboolean          unplaced;  /* the child has no place until it is shown */
};

G_DEFINE_FINAL_TYPE (GuildCellView, guild_cell_view, GTK_TYPE_WIDGET)

static const GuildField *
get_field (GuildCellView *self)
{
  return &guild_directory_get_table (self->context->directory)->fields[self->field];
}

static gboolean
is_list (const GuildField *field)
{
  return field->kind == GUILD_FIELD_TAGS || field->kind == GUILD_FIELD_CONNECTIONS;
}

/* (transfer full): the items of a list cell, as people call them. */
static char **
split_words (GuildCellView *self, const char *text)
{
  char **words = guild_field_split_words (get_field (self), text);

  if (g_str_equal (get_field (self)->id, "groups"))
    for (guint i = 0; words[i] != NULL; i++)
      {
        const char *name = guild_directory_get_group_name (self->context->directory, words[i]);
        if (name != NULL)
          {
            g_free (words[i]);
            words[i] = g_strdup (name);
          }
      }
  return words;
}

static const GuildFieldChoice *
find_choice (const GuildField *field, gint64 number)
{
  if (field->choices == NULL || number < 0 || number > G_MAXINT)
    return NULL;
  for (gint64 i = 0; field->choices[i].value != NULL; i++)
    if (i == number)
      return &field->choices[i];
  return NULL;
}

static void
set_icon (GuildCellView *self, const GuildFieldChoice *choice)
{
  const char *css_class = choice != NULL ? choice->css_class : NULL;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                choice != NULL ? choice->icon_name : NULL);
  if (g_strcmp0 (self->css_class, css_class) == 0)
    return;
  if (self->css_class != NULL)
    gtk_widget_remove_css_class (self->icon, self->css_class);
  if (css_class != NULL)
    gtk_widget_add_css_class (self->icon, css_class);
  self->css_class = css_class;
}

static void
position_changed_cb (GuildCellView *self)
{
  self->blank = TRUE;
  g_hash_table_add (self->context->stale, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
guild_cell_view_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                               GtkTooltip *tooltip)
{
  GuildCellView *self = GUILD_CELL_VIEW (widget);
  g_autofree char *text = NULL;

  if (self->position == NULL)
    return FALSE;
  if (get_field (self)->kind == GUILD_FIELD_TIME)
    {
      gint64 time = guild_position_get_number (self->position, self->field);
      if (time == GUILD_NUMBER_UNSET)
        return FALSE;
      text = guild_format_date_time (time);
    }
  else
    text = guild_cell_view_dup_text (self);
  gtk_tooltip_set_text (tooltip, text);
  return *text != '\0';
}

static GuildCellHeight *
get_height (GuildCellView *self)
{
  const GuildField *field = get_field (self);
  GuildCellHeight *heights = self->context->heights;

  if (is_list (field))
    return &heights[GUILD_CELL_LIST];
  if (field->kind == GUILD_FIELD_CHOICE)
    return &heights[GUILD_CELL_CHOICE];
  return &heights[(field->flags & GUILD_FIELD_IDENTIFIER) ? GUILD_CELL_IDENTIFIER
                                                          : GUILD_CELL_TEXT];
}

/* Fonts and styles change between frames, and never for one cell alone. */
static void
measure_height (GuildCellView *self, int *minimum, int *natural)
{
  GuildCellHeight *height = get_height (self);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 frame = clock != NULL ? gdk_frame_clock_get_frame_counter (clock) : -1;

  if (self->child != NULL && (frame < 0 || frame != height->frame))
    {
      int least, wanted;
      gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, -1, &least, &wanted, NULL, NULL);
      /* An empty list has no height. */
      if (wanted > 0)
        *height = (GuildCellHeight) { least, wanted, frame };
    }
  *minimum = height->minimum;
  *natural = height->natural;
}

static void
guild_cell_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  GuildCellView *self = GUILD_CELL_VIEW (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_height (self, minimum, natural);
      return;
    }
  /* Columns ask for what the field's table says, whatever is in the cells: rows that scroll by
   * never move them. */
  *minimum = guild_cell_view_least_width (get_field (self));
  *natural = MAX (*minimum, get_field (self)->width);
}

static void
guild_cell_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GuildCellView *self = GUILD_CELL_VIEW (widget);

  self->unplaced = self->child != NULL && self->blank;
  if (self->child != NULL && !self->blank)
    gtk_widget_size_allocate (self->child, &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
guild_cell_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  if (!GUILD_CELL_VIEW (widget)->blank)
    GTK_WIDGET_CLASS (guild_cell_view_parent_class)->snapshot (widget, snapshot);
}

/* An inscription's alignment is of the paper, not of the script. */
static void
align (GuildCellView *self)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean at_end = get_field (self)->kind == GUILD_FIELD_NUMBER;

  if (self->words != NULL && GTK_IS_INSCRIPTION (self->words))
    gtk_inscription_set_xalign (GTK_INSCRIPTION (self->words), mirrored != at_end ? 1 : 0);
}

static void
guild_cell_view_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  align (GUILD_CELL_VIEW (widget));
  GTK_WIDGET_CLASS (guild_cell_view_parent_class)->direction_changed (widget, previous);
}

static void
guild_cell_view_dispose (GObject *object)
{
  GuildCellView *self = GUILD_CELL_VIEW (object);

  if (self->position != NULL)
    {
      g_clear_signal_handler (&self->handler, self->position);
      g_hash_table_remove (self->context->stale, self);
    }
  g_clear_object (&self->position);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (guild_cell_view_parent_class)->dispose (object);
}

static void
guild_cell_view_class_init (GuildCellViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_cell_view_dispose;
  widget_class->direction_changed = guild_cell_view_direction_changed;
  widget_class->measure = guild_cell_view_measure;
  widget_class->size_allocate = guild_cell_view_size_allocate;
  widget_class->snapshot = guild_cell_view_snapshot;
  widget_class->query_tooltip = guild_cell_view_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "guild-cell");
}

static void
guild_cell_view_init (GuildCellView *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static GtkWidget *
make_inscription (const GuildField *field)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), 0);
  gtk_widget_set_hexpand (inscription, TRUE);
  gtk_widget_set_valign (inscription, GTK_ALIGN_CENTER); /* one line, even when it is cut */
  if (field->kind == GUILD_FIELD_NUMBER)
    gtk_widget_add_css_class (inscription, "numeric");
  if (field->kind == GUILD_FIELD_TIME)
    {
      gtk_widget_add_css_class (inscription, "dim-label");
      gtk_widget_add_css_class (inscription, "numeric");
    }
  if (field->flags & GUILD_FIELD_IDENTIFIER)
    gtk_widget_add_css_class (inscription, "monospace");
  return inscription;
}

GtkWidget *
guild_cell_view_new (GuildCellContext *context, guint field)
{
  g_return_val_if_fail (context != NULL && context->directory != NULL, NULL);

  GuildCellView *self = g_object_new (GUILD_TYPE_CELL_VIEW, NULL);
  self->context = context;
  self->field = field;
  return GTK_WIDGET (self);
}

static void
make_child (GuildCellView *self)
{
  const GuildField *field = get_field (self);

  if (is_list (field))
    self->child = self->words = guild_pills_new ();
  else if (field->kind == GUILD_FIELD_CHOICE)
    {
      self->child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      self->icon = gtk_image_new ();
      self->words = make_inscription (field);
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                                   -1);
      gtk_box_append (GTK_BOX (self->child), self->icon);
      gtk_box_append (GTK_BOX (self->child), self->words);
    }
  else
    self->child = self->words = make_inscription (field);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
  align (self);
}

/* Dimmed, besides the word at its name; times always are. */
static void
show_deleted (GuildCellView *self, const GuildField *field)
{
  if (field->kind == GUILD_FIELD_TIME)
    return;
  if (guild_position_is_deleted (self->position))
    gtk_widget_add_css_class (self->words, "dim-label");
  else
    gtk_widget_remove_css_class (self->words, "dim-label");
}

void
guild_cell_view_bind (GuildCellView *self, GuildPosition *position)
{
  g_return_if_fail (GUILD_IS_CELL_VIEW (self));

  if (self->position == position)
    return;
  if (self->position != NULL)
    g_clear_signal_handler (&self->handler, self->position);
  g_set_object (&self->position, position);
  g_hash_table_remove (self->context->stale, self);
  if (position == NULL)
    return;
  self->handler = g_signal_connect_swapped (position, "changed",
                                            G_CALLBACK (position_changed_cb), self);
  position_changed_cb (self);
}

void
guild_cell_view_spoil (GuildCellView *self, gboolean time)
{
  g_return_if_fail (GUILD_IS_CELL_VIEW (self));

  const GuildField *field = get_field (self);
  gboolean shows = time ? field->kind == GUILD_FIELD_TIME
                        : (field->flags & GUILD_FIELD_SEARCHABLE) != 0;
  if (self->position != NULL && shows)
    g_hash_table_add (self->context->stale, self);
}

guint
guild_cell_view_get_index (GuildCellView *self)
{
  g_return_val_if_fail (GUILD_IS_CELL_VIEW (self), G_MAXUINT);
  return self->position != NULL ? guild_position_get_index (self->position) : G_MAXUINT;
}

gboolean
guild_cell_view_is_blank (GuildCellView *self)
{
  g_return_val_if_fail (GUILD_IS_CELL_VIEW (self), FALSE);
  return self->blank;
}

void
guild_cell_view_read (GuildCellView *self)
{
  g_return_if_fail (GUILD_IS_CELL_VIEW (self));

  g_hash_table_remove (self->context->stale, self);
  if (self->context->directory == NULL || self->position == NULL)
    return;
  if (self->child == NULL)
    make_child (self);
  if (self->blank)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->blank = FALSE;
  if (self->unplaced)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  const GuildField *field = get_field (self);
  const char *needle = (field->flags & GUILD_FIELD_SEARCHABLE) ? self->context->needle : NULL;

  if (is_list (field))
    {
      g_autofree char *text = guild_position_dup_text (self->position, self->field);
      g_auto(GStrv) words = split_words (self, text);
      guild_pills_set_words (GUILD_PILLS (self->words),
                             text != NULL && *text != '\0' ? (const char * const *) words : NULL,
                             needle);
      return;
    }
  g_autofree char *shown = guild_cell_view_dup_text (self);
  show_deleted (self, field);
  g_autoptr(PangoAttrList) marks = guild_mark_match (shown, needle);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->words), shown);
  gtk_inscription_set_attributes (GTK_INSCRIPTION (self->words), marks);
  if (self->icon != NULL)
    set_icon (self,
              find_choice (field, guild_position_get_number (self->position, self->field)));
}

guint
guild_cell_view_get_field (GuildCellView *self)
{
  g_return_val_if_fail (GUILD_IS_CELL_VIEW (self), G_MAXUINT);
  return self->field;
}

char *
guild_cell_view_dup_company_id (GuildCellView *self)
{
  g_return_val_if_fail (GUILD_IS_CELL_VIEW (self), NULL);
  return self->position != NULL ? guild_position_dup_id (self->position) : NULL;
}

char *
guild_cell_view_dup_text (GuildCellView *self)
{
  g_return_val_if_fail (GUILD_IS_CELL_VIEW (self), NULL);

  if (self->position == NULL)
    return g_strdup ("");
  const GuildField *field = get_field (self);
  if (self->field == guild_directory_get_table (self->context->directory)->name_field &&
      guild_position_is_deleted (self->position))
    {
      g_autofree char *name = guild_position_dup_name (self->position);
      /* Translators: before the name of a company that was deleted at the service */
      return g_strdup_printf (_("Deleted: %s"), name);
    }
  g_autofree char *text = guild_position_dup_text (self->position, self->field);
  if (is_list (field))
    {
      g_auto(GStrv) words = split_words (self, text);
      return g_strjoinv (", ", words);
    }
  GuildCell cell = { text, guild_position_get_number (self->position, self->field) };
  return guild_field_format (field, &cell, guild_clock_now ());
}

int
guild_cell_view_least_width (const GuildField *field)
{
  g_return_val_if_fail (field != NULL, 0);
  if (g_str_equal (field->id, "name"))
    return field->width * 8 / 10;
  /* A shortened text or list still says something, a shortened date does not. */
  switch (field->kind)
    {
    case GUILD_FIELD_NUMBER:
      return MAX (56, field->width); /* its title is wider than its numbers */
    case GUILD_FIELD_TIME:
    case GUILD_FIELD_CHOICE:
      return MAX (56, field->width * 17 / 20);
    case GUILD_FIELD_TEXT:
    case GUILD_FIELD_TAGS:
    case GUILD_FIELD_CONNECTIONS:
    default:
      return MAX (56, field->width * 6 / 10);
    }
}
