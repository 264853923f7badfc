/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-cells.h"

#include <string.h>

void
guild_cells_pack (GuildBatch *batch, guint row, GByteArray *into)
{
  const GuildFieldTable *table = guild_batch_get_table (batch);

  for (guint i = 0; i < table->n_fields; i++)
    {
      const GuildCell *cell = guild_batch_get_cell (batch, row, i);
      gsize length = cell->text != NULL ? strlen (cell->text) + 1 : 0;
      guint32 written = GUINT32_TO_LE ((guint32) length);
      gint64 number = GINT64_TO_LE (cell->number);

      g_byte_array_append (into, (const guint8 *) &written, sizeof written);
      if (length > 0)
        g_byte_array_append (into, (const guint8 *) cell->text, length);
      g_byte_array_append (into, (const guint8 *) &number, sizeof number);
    }
}

gboolean
guild_cells_unpack (const GuildFieldTable *table, const guint8 *data, gsize size, GuildCell *cells)
{
  gsize at = 0;

  for (guint i = 0; i < table->n_fields; i++)
    {
      guint32 length;
      gint64 number;

      if (size - at < sizeof length)
        return FALSE;
      memcpy (&length, data + at, sizeof length);
      length = GUINT32_FROM_LE (length);
      at += sizeof length;
      if (size - at < length)
        return FALSE;
      cells[i].text = length > 0 ? (const char *) data + at : NULL;
      if (length > 0 && (data[at + length - 1] != 0 ||
                         !g_utf8_validate ((const char *) data + at, length - 1, NULL)))
        return FALSE;
      at += length;
      if (size - at < sizeof number)
        return FALSE;
      memcpy (&number, data + at, sizeof number);
      cells[i].number = GINT64_FROM_LE (number);
      at += sizeof number;
    }
  return at == size;
}

char *
guild_cells_mark (const GuildFieldTable *table)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *form = "1 "; /* to be counted up when a reader of a field gives other cells */

  g_checksum_update (checksum, (const guchar *) form, -1);
  for (guint i = 0; i < table->n_fields; i++)
    {
      const GuildField *field = &table->fields[i];
      g_autofree char *line = g_strdup_printf ("%s %d %s\n", field->id, field->kind,
                                               field->member != NULL ? field->member : "-");
      g_checksum_update (checksum, (const guchar *) line, -1);
      for (const GuildFieldChoice *choice = field->choices; choice != NULL && choice->value != NULL;
           choice++)
        g_checksum_update (checksum, (const guchar *) choice->value, -1);
    }
  return g_strdup (g_checksum_get_string (checksum));
}
