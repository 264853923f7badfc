/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A string of bytes to be sorted by, and what it belongs to. */
typedef struct
{
  guint64 prefix; /* its first eight bytes, the first one highest; once sorted: whether it differs
                   * from the key before */
  guint32 at;     /* where the others are */
  guint32 item;
} GuildKey;

/* Keys on their way to be sorted; filled by one thread. */
typedef struct
{
  GArray *keys;  /* (owned) (element-type GuildKey) */
  GArray *words; /* (owned) (element-type guint64): the bytes after the first eight, eight by eight,
                  * filled up with zeros; the last byte of the last word of a key is zero */
} GuildKeys;

/* N_EXPECTED is but a guess. */
void      guild_keys_init       (GuildKeys *self, guint n_expected);
void      guild_keys_clear      (GuildKeys *self);
void      guild_keys_add_text   (GuildKeys *self, const char *text, guint32 item);
void      guild_keys_add_number (GuildKeys *self, gint64 number, guint32 item);

/* All keys of A and B (nullable), smallest first, equal ones in the order in which they were added,
 * those of A before those of B; NULL when CANCELLABLE (nullable) ends it. All are texts or all are
 * numbers. Many are sorted on two threads. A and B are of no use afterwards and remain to be
 * cleared. (transfer full) (element-type GuildKey) */
GArray   *guild_keys_sort       (GuildKeys *a, GuildKeys *b, GCancellable *cancellable);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuildKeys, guild_keys_clear)

G_END_DECLS
