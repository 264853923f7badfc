/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  GUILD_VALUE_NULL,
  GUILD_VALUE_BOOLEAN,
  GUILD_VALUE_NUMBER,
  GUILD_VALUE_TEXT,
  GUILD_VALUE_ARRAY,
  GUILD_VALUE_OBJECT,
} GuildValueKind;

/* JSON that is read and shown but never changed: unlike a JsonNode a number keeps the digits it was
 * sent with, because money must not be written otherwise than it came (codat.md §2). Immutable,
 * counted references, any thread. */
typedef struct _GuildValue GuildValue;

/* Untrusted text: strict JSON, valid UTF-8, at most GUILD_JSON_MAX_DEPTH deep; LENGTH in bytes, -1
 * when TEXT ends with a NUL. NULL and G_IO_ERROR_INVALID_DATA otherwise. (transfer full) */
GuildValue    *guild_value_parse       (const char *text, gssize length, GError **error);
GuildValue    *guild_value_ref         (GuildValue *self);
void           guild_value_unref       (GuildValue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildValue, guild_value_unref)

GuildValueKind guild_value_get_kind    (GuildValue *self);
/* (nullable): a text, a number as it was written, "true" or "false"; NULL for the other kinds. */
const char    *guild_value_get_text    (GuildValue *self);
/* Members of an object or elements of an array, in their order; 0 for the other kinds. */
guint          guild_value_get_length  (GuildValue *self);
GuildValue    *guild_value_get_nth     (GuildValue *self, guint index);
/* Name of member INDEX; NULL in an array. */
const char    *guild_value_get_name    (GuildValue *self, guint index);
/* (transfer none) (nullable): the member NAME; SELF (nullable). */
GuildValue    *guild_value_get         (GuildValue *self, const char *name);
/* (nullable): the text of the member NAME when it is a GUILD_VALUE_TEXT. */
const char    *guild_value_get_string  (GuildValue *self, const char *name);
/* Of the member NAME: a whole number from 0 on, or -1. */
gint64         guild_value_get_count   (GuildValue *self, const char *name);
/* Appends SELF as JSON; numbers as they came. INDENT: spaces to begin lines with, -1 for one
 * line. */
void           guild_value_append_json (GuildValue *self, GString *out, int indent);

/* "-1234567.50" as "−1 234 567.50" with thin spaces; other spellings ("1e9") stay. (transfer
 * full) */
char          *guild_value_group_digits (const char *number);
/* A member's name for people: "subTotal" as "Sub total", "itemId" as "Item ID". (transfer full) */
char          *guild_value_title        (const char *name);

G_END_DECLS
