/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-company-list.h"

G_BEGIN_DECLS

/* What all cells of a grid share. */
typedef struct
{
  GuildDirectory *directory; /* (owned) (nullable) */
  char           *needle;    /* (owned) (nullable): folded text to mark */
} GuildCellContext;

/* One cell of the grid: shows one field of the company at a position and follows its changes. */
#define GUILD_TYPE_CELL_VIEW (guild_cell_view_get_type ())
G_DECLARE_FINAL_TYPE (GuildCellView, guild_cell_view, GUILD, CELL_VIEW, GtkWidget)

/* CONTEXT must outlive the cell. */
GtkWidget *guild_cell_view_new      (const GuildCellContext *context, guint field);
/* POSITION NULL unbinds: nothing is shown and nobody listened to. */
void       guild_cell_view_bind     (GuildCellView *self, GuildPosition *position);
/* Reads the cell again: the needle or the time of day changed. */
void       guild_cell_view_update   (GuildCellView *self);
guint      guild_cell_view_get_field (GuildCellView *self);
/* (transfer full) (nullable): id of the company it is bound to. */
char      *guild_cell_view_dup_company_id (GuildCellView *self);
/* (transfer full): what a person reads in it. */
char      *guild_cell_view_dup_text (GuildCellView *self);
/* The least that a column of FIELD can be used at, in pixels. */
int        guild_cell_view_least_width (const GuildField *field);

G_END_DECLS
