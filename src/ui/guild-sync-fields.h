/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "service/codat/guild-codat-settings.h"

G_BEGIN_DECLS

/* What is seldom changed of one row of the sync settings (codat.md §5.4): its place in the order,
 * from when on, and how many months a report covers. Signal "changed": SYNC has changed. */
#define GUILD_TYPE_SYNC_FIELDS (guild_sync_fields_get_type ())
G_DECLARE_FINAL_TYPE (GuildSyncFields, guild_sync_fields, GUILD, SYNC_FIELDS, GtkPopover)

/* SYNC is written to as it is typed, and outlives the popover's being shown. */
GtkWidget *guild_sync_fields_new       (GuildCodatSync *sync);
/* What was typed last cannot be, so SYNC is as it was; the popover says why. */
gboolean   guild_sync_fields_is_faulty (GuildSyncFields *self);
/* (transfer full) (nullable): "Last 24 months", "Since 2024-01-31". */
char      *guild_sync_fields_summary   (const GuildCodatSync *sync);

G_END_DECLS
