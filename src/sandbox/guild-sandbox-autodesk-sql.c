/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"

#include <string.h>

/* SQLite knows the case of ASCII only; the service knows it of every script. */
char *
guild_sandbox_autodesk_fold (const char *text)
{
  const guchar *byte = (const guchar *) text;

  while (*byte != 0 && *byte < 0x80)
    byte++;
  if (*byte == 0)
    return g_ascii_strdown (text, byte - (const guchar *) text);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return g_utf8_casefold (valid, -1);
}

static void
fold (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, guild_sandbox_autodesk_fold (text), -1, g_free);
}

/* guild_match (text, folded, match): a NULL matches nothing. */
static void
match (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);
  const char *wanted = (const char *) sqlite3_value_text (values[1]);
  gboolean matches = FALSE;

  if (text != NULL && wanted != NULL)
    {
      g_autofree char *folded = guild_sandbox_autodesk_fold (text);

      switch ((GuildSandboxMatch) sqlite3_value_int (values[2]))
        {
        case GUILD_SANDBOX_MATCH_STARTS:
          matches = g_str_has_prefix (folded, wanted);
          break;
        case GUILD_SANDBOX_MATCH_ENDS:
          matches = g_str_has_suffix (folded, wanted);
          break;
        case GUILD_SANDBOX_MATCH_EQUALS:
          matches = g_str_equal (folded, wanted);
          break;
        case GUILD_SANDBOX_MATCH_CONTAINS:
        default:
          matches = strstr (folded, wanted) != NULL;
          break;
        }
    }
  sqlite3_result_int (context, matches);
}

gboolean
guild_sandbox_autodesk_register (sqlite3 *db, GError **error)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

  if (sqlite3_create_function (db, "guild_fold", 1, flags, NULL, fold, NULL, NULL) == SQLITE_OK &&
      sqlite3_create_function (db, "guild_match", 3, flags, NULL, match, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sqlite3_errmsg (db));
  return FALSE;
}
