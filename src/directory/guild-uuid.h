/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GUILD_UUID_LENGTH 36

/* The digits of an id such as "2f6b1d3a-0c4e-4b7a-9f10-6c2d8e5a7b31", four bits each, the first
 * one on top. */
typedef struct
{
  guint64 high;
  guint64 low;
} GuildUuid;

/* FALSE for anything but small digits and hyphens in their places: nothing else comes back as it
 * was. */
gboolean guild_uuid_parse (const char *text, GuildUuid *uuid);
/* TEXT: GUILD_UUID_LENGTH bytes and a NUL. */
void     guild_uuid_write (GuildUuid uuid, char *text);

/* What is looked for within the text of ids, without writing it. */
typedef struct
{
  guint     length;      /* 0 = no id has it */
  gboolean  hyphens;     /* it has some, and so its places are few */
  guint64   digits[12];  /* each in all sixteen places */
  GuildUuid allowed;     /* where it may begin: no hyphen in between */
  guint     n_places;
  GuildUuid masks[4];    /* by place */
  GuildUuid values[4];   /* by place */
} GuildUuidNeedle;

/* WORD: folded. */
void     guild_uuid_needle_init (GuildUuidNeedle *self, const char *word);
gboolean guild_uuid_needle_find (const GuildUuidNeedle *self, GuildUuid uuid);

G_END_DECLS
