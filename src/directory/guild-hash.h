/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* A number for a text whose bits, low and high, all depend on all of the text. */
static inline guint64
guild_hash_text (const char *text)
{
  gsize left = strlen (text);
  guint64 hash = left;

  for (; left > 0; left -= MIN (left, 8))
    {
      guint64 word = 0;

      memcpy (&word, text, MIN (left, 8));
      text += MIN (left, 8);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  hash *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return hash ^ hash >> 32;
}

G_END_DECLS
