/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Latin, Greek and Cyrillic letters. */
#define GUILD_COLLATOR_N_LEARNT 0x530

/* Makes the keys by which people of this locale sort texts, whatever their case: what
 * g_utf8_collate_key() says of the folded text, without its copies. For one thread. */
typedef struct
{
  GString *folded; /* (owned) */
  GString *key;    /* (owned) */
  gboolean direct; /* the C library reads UTF-8 in this locale */
  gboolean turkic; /* its lower case is not that of other languages */
  guint16  learnt[GUILD_COLLATOR_N_LEARNT]; /* by character: what it becomes; 0 = not known */
} GuildCollator;

void        guild_collator_init    (GuildCollator *self);
void        guild_collator_clear   (GuildCollator *self);
/* TEXT: UTF-8. strcmp() of two keys orders their texts. (transfer none): until the next call. */
const char *guild_collator_get_key (GuildCollator *self, const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuildCollator, guild_collator_clear)

G_END_DECLS
