/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-change.h"

G_BEGIN_DECLS

/* One row of the table "change", as it travels between the worker and the main thread. */
typedef struct
{
  gint64           id;
  char            *workspace_id; /* (owned) */
  GuildWrite      *write;        /* (owned): the company id of a create stays NULL here */
  char            *company_id;   /* (owned) (nullable): also what a create made */
  char            *company_name; /* (owned) */
  GuildChangeState state;
  gint64           created;
  gint64           sent;         /* GUILD_NUMBER_UNSET when it never was */
  gint64           settled;      /* GUILD_NUMBER_UNSET while it is not */
  char            *message;      /* (owned) (nullable) */
  char            *details;      /* (owned) (nullable) */
  gboolean         archived;     /* what was deleted is kept in the file */
  GuildWrite      *inverse;      /* (owned) (nullable): what would bring back how it was */
} GuildChangeRecord;

GuildChangeRecord *guild_change_record_copy (const GuildChangeRecord *self);
void               guild_change_record_free (GuildChangeRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildChangeRecord, guild_change_record_free)

/* RECORD is taken. */
GuildChange             *guild_change_new_from_record (GuildChangeRecord *record);
const GuildChangeRecord *guild_change_get_record      (GuildChange *self);
/* Takes over what RECORD says and notifies what differs. */
void                     guild_change_take_record     (GuildChange *self,
                                                       GuildChangeRecord *record);

/* Of the journal, which knows what came after. */
void                     guild_change_set_can_undo    (GuildChange *self, gboolean can_undo);

const char *guild_change_state_to_id   (GuildChangeState state); /* "planned" */
gboolean    guild_change_state_from_id (const char *id, GuildChangeState *state);

G_END_DECLS
