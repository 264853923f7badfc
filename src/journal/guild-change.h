/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-service.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_CHANGE_PLANNED,   /* on disk, nothing sent */
  GUILD_CHANGE_SENT,      /* handed to the network, no answer yet */
  GUILD_CHANGE_CONFIRMED,
  GUILD_CHANGE_REFUSED,   /* the service, or we, said no: nothing changed */
  GUILD_CHANGE_UNKNOWN,   /* the answer was lost: look before sending anything again */
  GUILD_CHANGE_WITHDRAWN, /* undone before it was sent */
} GuildChangeState;

#define GUILD_TYPE_CHANGE_STATE (guild_change_state_get_type ())
GType guild_change_state_get_type (void);

/* One thing the operator wants altered at a service. Properties id, workspace-id, company-id,
 * company-name, state, created, sent, settled, message, details and can-undo; the journal alone
 * changes them, on the main thread, and every change is notified. */
#define GUILD_TYPE_CHANGE (guild_change_get_type ())
G_DECLARE_FINAL_TYPE (GuildChange, guild_change, GUILD, CHANGE, GObject)

/* COMPANY_NAME is what the history shows when the company is gone (for a group: its name). WRITE
 * is copied. (transfer full) */
GuildChange      *guild_change_new               (const char *workspace_id, const GuildWrite *write,
                                                  const char *company_name);
/* What would bring back how it was before (the old name, the old tags, the old address); kept with
 * the change from the start, so only before the journal has it. INVERSE is copied. */
void              guild_change_set_inverse       (GuildChange *self, const GuildWrite *inverse);
const GuildWrite *guild_change_get_inverse       (GuildChange *self); /* nullable */
/* Confirmed, its inverse is known, and nothing later concerns the same thing: see
 * guild_journal_undo_async(). */
gboolean          guild_change_get_can_undo      (GuildChange *self);
/* The journal keeps what it knew of what was deleted: guild_journal_read_archive_async(). Comes
 * with the state "sent". */
gboolean          guild_change_get_archived      (GuildChange *self);
gint64            guild_change_get_id            (GuildChange *self); /* 0 until in the journal */
const char       *guild_change_get_workspace_id  (GuildChange *self);
const GuildWrite *guild_change_get_write         (GuildChange *self);
const char       *guild_change_get_company_id    (GuildChange *self); /* nullable */
const char       *guild_change_get_company_name  (GuildChange *self);
GuildChangeState  guild_change_get_state         (GuildChange *self);
/* All three in µs UTC; the last two GUILD_NUMBER_UNSET when that has not happened. */
gint64            guild_change_get_created       (GuildChange *self);
gint64            guild_change_get_sent          (GuildChange *self);
gint64            guild_change_get_settled       (GuildChange *self);
/* (nullable): why it was refused or is unknown, for people; and details for support. */
/* Of a confirmed import: how many rows were refused, and in the details "name: why" in lines. */
const char       *guild_change_get_message       (GuildChange *self);
const char       *guild_change_get_details       (GuildChange *self);
/* "Create Northwind Bakery", "Delete …"; (transfer full). */
char             *guild_change_dup_title         (GuildChange *self);
const char       *guild_change_state_title       (GuildChangeState state);
const char       *guild_change_state_icon_name   (GuildChangeState state);

G_END_DECLS
