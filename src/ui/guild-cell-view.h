/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-company-list.h"

G_BEGIN_DECLS

/* Cells that are equally high, whatever they show. */
typedef enum
{
  GUILD_CELL_LIST,
  GUILD_CELL_CHOICE,
  GUILD_CELL_IDENTIFIER,
  GUILD_CELL_TEXT,
  GUILD_CELL_N_KINDS
} GuildCellKind;

/* One of a kind is measured in a frame; the others are as high as that, read or not. */
typedef struct
{
  int    minimum, natural; /* px */
  gint64 frame;            /* in which it was */
} GuildCellHeight;

/* What all cells of a grid share. */
typedef struct
{
  GuildDirectory *directory; /* (owned) (nullable) */
  char           *needle;    /* (owned) (nullable): folded text to mark */
  GHashTable     *stale;     /* (owned): set of cells (unowned) that are to be read */
  GuildCellHeight heights[GUILD_CELL_N_KINDS];
} GuildCellContext;

/* One cell of the grid: shows one field of the company at a position and follows its changes. GTK
 * keeps some 200 rows, of which a window shows a part; so a cell does not read at once, but joins
 * those that are stale, for the grid to have it read before it is seen. What it showed of another
 * company is not shown meanwhile. */
#define GUILD_TYPE_CELL_VIEW (guild_cell_view_get_type ())
G_DECLARE_FINAL_TYPE (GuildCellView, guild_cell_view, GUILD, CELL_VIEW, GtkWidget)

/* CONTEXT must outlive the cell. */
GtkWidget *guild_cell_view_new      (GuildCellContext *context, guint field);
/* POSITION NULL unbinds: nothing is shown and nobody listened to. */
void       guild_cell_view_bind     (GuildCellView *self, GuildPosition *position);
/* The needle changed, or the time of day: the cell is stale if that shows in it. */
void       guild_cell_view_spoil    (GuildCellView *self, gboolean time);
void       guild_cell_view_read     (GuildCellView *self);
/* G_MAXUINT when it is bound to none. */
guint      guild_cell_view_get_index (GuildCellView *self);
/* Whether it shows nothing until it is read. */
gboolean   guild_cell_view_is_blank (GuildCellView *self);
guint      guild_cell_view_get_field (GuildCellView *self);
/* (transfer full) (nullable): id of the company it is bound to. */
char      *guild_cell_view_dup_company_id (GuildCellView *self);
/* (transfer full): what a person reads in it. */
char      *guild_cell_view_dup_text (GuildCellView *self);
/* The least that a column of FIELD can be used at, in pixels. */
int        guild_cell_view_least_width (const GuildField *field);

G_END_DECLS
