/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-cell-view.h"
#include "ui/guild-grid.h"

G_BEGIN_DECLS

/* For guild-grid*.c only. */

/* What is on the screen, to be kept there: guild-grid-anchor.c. */
typedef struct
{
  GPtrArray    *ids;   /* (owned) (element-type utf8): of the rows in sight; none at the top */
  double        top;   /* px: where the first of them begins, 0 or a little above */
  double        row_height; /* px; 0 = not known yet */
  GuildQuery   *query; /* (owned) (nullable): of the rows that are shown */
  GSignalGroup *watch; /* (owned): the list */
  gboolean      scrolling; /* we, not a person, scroll */
  gboolean      moved;     /* it is where a person wanted to be, once the rows have their places */
  gboolean      pending;   /* not all rows had their place when we did */
  guint         tick;
} GuildGridAnchor;

struct _GuildGrid
{
  GtkWidget parent_instance;

  GtkWidget             *scroller;  /* (unowned): our only child */
  GtkColumnView         *view;      /* (unowned): inside the scroller */
  GuildCompanySelection *selection; /* (owned) (nullable) */
  GuildCellContext       context;
  GHashTable            *bound;     /* (owned): set of cells (unowned), those on screen */
  char                  *sort;      /* (owned) (nullable): field of the header's arrow */
  gboolean               descending;
  gboolean               attention; /* the column that says why is shown */
  gboolean               changing;  /* we, not a person, change columns or sorting */
  GuildCompanySet       *pressed;   /* (owned) (nullable): selected before the button went down */
  guint                  probed;    /* field whose sorter was asked first */
  guint                  fit_idle;
  guint                  sight_idle;
  guint                  rest_idle;
  GPtrArray             *in_sight;  /* (owned): empty, but while cells (unowned) are read */
  guint                  rows_tick;
  gboolean               short_begun; /* the view knows the first rows alone */
  gboolean               short_drawn; /* they are drawn with this frame */
  double                 row_height; /* px */
  GSignalGroup          *watch_list; /* (owned) */
  int                    width;     /* columns were fitted to */
  gboolean               allocating; /* the view, not a person, scrolls */
  GuildGridAnchor        anchor;
};

/* guild-grid-columns.c: columns, their cells, widths and order. */
const GuildFieldTable *guild_grid_get_table       (GuildGrid *self); /* (nullable) */
guint                  guild_grid_get_column_field (GtkColumnViewColumn *column);
const char            *guild_grid_get_field_id    (GuildGrid *self, guint field);
/* (transfer none) (nullable) */
GtkColumnViewColumn   *guild_grid_find_column     (GuildGrid *self, const char *field_id);
void                   guild_grid_remove_columns  (GuildGrid *self);
void                   guild_grid_apply_layout    (GuildGrid *self, const char *layout);
void                   guild_grid_add_attention   (GuildGrid *self);
void                   guild_grid_queue_fit       (GuildGrid *self);
void                   guild_grid_sorter_changed  (GuildGrid *self);
void                   guild_grid_columns_changed (GuildGrid *self);

/* guild-grid-anchor.c: what is looked at stays where it is. */
void                   guild_grid_anchor_init     (GuildGrid *self);
void                   guild_grid_anchor_clear    (GuildGrid *self);
/* The view is told to go elsewhere. */
void                   guild_grid_anchor_move     (GuildGrid *self);
/* There is another list. */
void                   guild_grid_anchor_reset    (GuildGrid *self);
/* The rows have their places. */
void                   guild_grid_anchor_allocated (GuildGrid *self);

/* guild-grid-sight.c: stale cells are read, first those in sight. */
void                   guild_grid_init_sight      (GuildGrid *self);
void                   guild_grid_clear_sight     (GuildGrid *self);
void                   guild_grid_queue_read      (GuildGrid *self);
/* The view begins with as many rows of the selection as are in sight, and gets the others with the
 * frame after that in which these are drawn. */
void                   guild_grid_begin_short     (GuildGrid *self);
void                   guild_grid_end_short       (GuildGrid *self);

/* guild-grid-rows.c: the menu of a row, and dragging rows. */
void                   guild_grid_init_rows       (GuildGrid *self);
void                   guild_grid_install_row_keys (GtkWidgetClass *klass);
/* (transfer none) (nullable): the row of a company, while it is on the screen or close to it. */
GtkWidget             *guild_grid_find_row        (GuildGrid *self, const char *company_id);

G_END_DECLS
