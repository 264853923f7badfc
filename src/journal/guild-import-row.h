/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What becomes of a row when the import runs. */
typedef enum
{
  GUILD_IMPORT_CREATE,
  GUILD_IMPORT_UPDATE,
  GUILD_IMPORT_UNCHANGED, /* the company is as the row says */
  GUILD_IMPORT_CONFLICT,  /* it cannot be told which company is meant */
  GUILD_IMPORT_INVALID,   /* the service would not take it */
} GuildImportVerdict;
#define GUILD_IMPORT_N_VERDICTS (GUILD_IMPORT_INVALID + 1)

/* How far it has come. */
typedef enum
{
  GUILD_IMPORT_ROW_IDLE,    /* nothing is to be done with it */
  GUILD_IMPORT_ROW_WAITING,
  GUILD_IMPORT_ROW_SENT,    /* handed to the journal */
  GUILD_IMPORT_ROW_DONE,
  GUILD_IMPORT_ROW_FAILED,  /* nothing was changed */
  GUILD_IMPORT_ROW_UNKNOWN, /* the answer was lost, and could not be looked up yet */
} GuildImportRowState;

/* One row of a file of companies. Property "state" is notified; the import alone changes it. */
#define GUILD_TYPE_IMPORT_ROW (guild_import_row_get_type ())
G_DECLARE_FINAL_TYPE (GuildImportRow, guild_import_row, GUILD, IMPORT_ROW, GObject)

guint               guild_import_row_get_line       (GuildImportRow *self); /* of the file */
const char         *guild_import_row_get_name       (GuildImportRow *self); /* "" for none */
GuildImportVerdict  guild_import_row_get_verdict    (GuildImportRow *self);
/* Why; of an update, what changes: "City: Graz → Linz", in lines. "" for nothing to say. */
const char         *guild_import_row_get_note       (GuildImportRow *self);
/* What is unusual about it though it may be sent, in lines; "" for nothing. */
const char         *guild_import_row_get_warning    (GuildImportRow *self);
/* (nullable): of the company that it concerns, or that was made. */
const char         *guild_import_row_get_company_id (GuildImportRow *self);
GuildImportRowState guild_import_row_get_state      (GuildImportRow *self);
/* (nullable): why it failed, or what else became of it, in words. */
const char         *guild_import_row_get_message    (GuildImportRow *self);

const char         *guild_import_verdict_title      (GuildImportVerdict verdict);
/* "Created", "Failed": what became of it, for people and for the result. */
const char         *guild_import_row_describe       (GuildImportRow *self);

G_END_DECLS
