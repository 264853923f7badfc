/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-options.h"

#include <locale.h>

gboolean
guild_bench_begin (int argc, char **argv, const char *summary, const char *help,
                   const GOptionEntry *others, guint *n_rows)
{
  int rows = 0;
  const GOptionEntry entries[] = {
    { "rows", 0, 0, G_OPTION_ARG_INT, &rows, help, "N" },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (summary);
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (others != NULL)
    g_option_context_add_main_entries (context, others, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1 || rows < 0)
    {
      g_printerr ("%s: %s\n", g_get_prgname (),
                  error != NULL ? error->message : "--rows takes a number");
      return FALSE;
    }
  if (rows > 0)
    *n_rows = (guint) rows;
  /* Large lists take as long as they take. */
  g_setenv ("GUILDHALL_TEST_PATIENCE", "900", TRUE);
  return TRUE;
}
