/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* A number whose bits, low and high, all depend on all of SIZE bytes. BYTES is nullable when SIZE
 * is 0. */
static inline guint64
guild_hash_bytes (const char *bytes, gsize size)
{
  guint64 hash = size;

  for (gsize left = size; left > 0; left -= MIN (left, 8))
    {
      guint64 word = 0;

      memcpy (&word, bytes, MIN (left, 8));
      bytes += MIN (left, 8);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  hash *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return hash ^ hash >> 32;
}

static inline guint64
guild_hash_text (const char *text)
{
  return guild_hash_bytes (text, strlen (text));
}

G_END_DECLS
