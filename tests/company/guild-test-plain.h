/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "company/guild-batch.h"
#include "company/guild-json.h"

/* Whether TEXT, of one company, needs no parser. Where it needs none, what comes of it is what the
 * parser makes of it, to the last byte. */
static inline gboolean
test_plain_is_same (const GuildFieldTable *table,
                    const char            *text)
{
  g_autoptr (GuildBatch) plain = guild_batch_new (table);
  g_autoptr (GuildBatch) parsed = guild_batch_new (table);
  g_autoptr (JsonNode) node = NULL;

  if (!g_utf8_validate (text, -1, NULL) || !guild_batch_append_plain (plain, text, strlen (text)))
    {
      g_assert_cmpuint (guild_batch_get_length (plain), ==, 0);
      g_assert_cmpuint (guild_batch_get_n_skipped (plain), ==, 0);
      return FALSE;
    }

  node = guild_json_parse (text, -1, NULL);
  if (node == NULL)
    g_error ("no JSON: %s", text);
  guild_batch_append (parsed, json_node_get_object (node));
  g_assert_cmpuint (guild_batch_get_length (plain), ==, guild_batch_get_length (parsed));
  g_assert_cmpuint (guild_batch_get_n_skipped (plain), ==, guild_batch_get_n_skipped (parsed));
  if (guild_batch_get_length (plain) == 0)
    return TRUE;

  g_assert_cmpstr (guild_batch_get_json (plain, 0), ==, guild_batch_get_json (parsed, 0));
  g_assert_cmpint (guild_batch_is_deleted (plain, 0), ==, guild_batch_is_deleted (parsed, 0));
  for (guint i = 0; i < table->n_fields; i++)
    {
      const GuildCell *one = guild_batch_get_cell (plain, 0, i);
      const GuildCell *other = guild_batch_get_cell (parsed, 0, i);

      g_assert_cmpstr (one->text, ==, other->text);
      g_assert_cmpint (one->number, ==, other->number);
    }

  return TRUE;
}
