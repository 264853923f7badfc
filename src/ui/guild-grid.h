/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/guild-company-selection.h"

G_BEGIN_DECLS

/* The table of companies: columns from the workspace's fields, each a cell that follows its
 * position. Signals: "activated" (char *company_id); "sort-requested" (char *field, gboolean
 * descending) when a header was clicked; "layout-changed" when a person moved, sized, showed or
 * hid a column; "menu-requested" (double x, double y, in the grid) when a row's menu is wanted: it
 * is selected then. Rows can be dragged away, those selected together: a GuildCompanyDrag. */
#define GUILD_TYPE_GRID (guild_grid_get_type ())
G_DECLARE_FINAL_TYPE (GuildGrid, guild_grid, GUILD, GRID, GtkWidget)

GtkWidget             *guild_grid_new           (void);
/* LAYOUT (nullable) as guild_grid_dup_layout() gave it; NULL = the table's default columns. LIST
 * NULL empties the grid. Selection begins anew. */
void                   guild_grid_set_list      (GuildGrid *self, GuildCompanyList *list,
                                                 const char *layout);
GuildCompanySelection *guild_grid_get_selection (GuildGrid *self); /* (nullable) */
/* Only the arrow in the header; the order itself is the list's query. FIELD NULL = none. */
void                   guild_grid_set_sort      (GuildGrid *self, const char *field,
                                                 gboolean descending);
/* Shows the column that says why a company needs attention, with the one thing that helps. It
 * belongs to the view, not to the layout; sorting by it asks for GUILD_FIELD_ATTENTION. A new list
 * begins without it. */
void                   guild_grid_set_attention (GuildGrid *self, gboolean attention);
/* What the search marks; NULL or "" = nothing. */
void                   guild_grid_set_needle    (GuildGrid *self, const char *text);
/* "name:230,status,platforms": shown columns in order, with widths a person has set; (transfer
 * full). */
char                  *guild_grid_dup_layout    (GuildGrid *self);
/* NULL = the table's default columns. */
void                   guild_grid_set_layout    (GuildGrid *self, const char *layout);
/* Moves keyboard focus to the rows: to COMPANY_ID's when it is there, else to the first. */
void                   guild_grid_focus         (GuildGrid *self, const char *company_id);
/* Reads every cell on screen again ("2 min ago"). */
void                   guild_grid_update        (GuildGrid *self);

G_END_DECLS
