/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-name-rule.h"

#include <string.h>

char *
guild_name_rule_stored (const char *name)
{
  GString *stored;

  g_return_val_if_fail (name != NULL, NULL);

  stored = g_string_sized_new (strlen (name) + 1);
  for (const char *p = name; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || g_ascii_isspace (*p) || strchr ("-'&@.,?!", *p) != NULL)
        g_string_append_c (stored, *p);
    }

  return g_string_free (stored, FALSE);
}
