/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-atspi-private.h"
#include "support/guild-test-tree.h"

#define MAX_CHILDREN 40

/* For whoever reads. */

/* The texts below NODE, in its line: a row has a node for each cell, and for what is in it. */
static void
dump_texts (AtspiAccessible *node)
{
  g_autoptr(GPtrArray) labels = guild_test_atspi_find_all (node, "label", "?*");

  for (guint i = 0; i < labels->len; i++)
    {
      g_autofree char *name = atspi_accessible_get_name (labels->pdata[i], NULL);
      g_printerr ("%s%s", i == 0 ? ": " : " · ", name);
    }
}

/* What a screen reader could only call by the name of its class. */
static gboolean
is_nameless (const char *name, gpointer data)
{
  return *name == '\0' || g_regex_match_simple ("^(Gtk|Adw|Guild)[A-Z]", name, 0, 0);
}

/* What only holds others together, or says no more than what it is in, which is called ABOVE. */
static gboolean
says_nothing (AtspiRole role, const char *name, const char *above)
{
  if (role == ATSPI_ROLE_FILLER || role == ATSPI_ROLE_PANEL || role == ATSPI_ROLE_IMAGE)
    return is_nameless (name, NULL);
  return role == ATSPI_ROLE_LABEL && g_strcmp0 (name, above) == 0;
}

static void
dump_line (AtspiAccessible *node, AtspiRole role, const char *name, const AtspiRect *place,
           int depth)
{
  g_autofree char *role_name = atspi_accessible_get_role_name (node, NULL);

  g_printerr ("%*s%s “%s” %d,%d %dx%d%s", 2 * depth, "", role_name, name, place->x, place->y,
              place->width, place->height,
              guild_test_atspi_has_state (node, ATSPI_STATE_FOCUSED) ? " focused" : "");
  if (role == ATSPI_ROLE_TABLE_ROW)
    dump_texts (node);
  g_printerr ("\n");
}

static guint dump (AtspiAccessible *node, int depth, const char *above);

static guint
dump_children (AtspiAccessible *node, int depth, const char *above)
{
  int n = atspi_accessible_get_child_count (node, NULL);
  guint n_hidden = 0;

  for (int i = 0; i < MIN (n, MAX_CHILDREN); i++)
    {
      g_autoptr(AtspiAccessible) child = atspi_accessible_get_child_at_index (node, i, NULL);
      if (child != NULL)
        n_hidden += dump (child, depth, above);
    }
  if (n > MAX_CHILDREN)
    g_printerr ("%*s… %d more\n", 2 * depth, "", n - MAX_CHILDREN);
  return n_hidden;
}

/* Returns how many have no place and were not told. The program and its windows always are: the
 * size of a window says whether it was ever shown. */
static guint
dump (AtspiAccessible *node, int depth, const char *above)
{
  AtspiRole role = atspi_accessible_get_role (node, NULL);
  gboolean is_top = role == ATSPI_ROLE_APPLICATION || role == ATSPI_ROLE_FRAME ||
                    role == ATSPI_ROLE_DIALOG || role == ATSPI_ROLE_WINDOW;
  AtspiRect place = { 0 };

  if (!guild_test_atspi_get_place (node, &place) && !is_top)
    return 1 + dump_children (node, depth, above);
  g_autofree char *name = atspi_accessible_get_name (node, NULL);
  if (name == NULL)
    name = g_strdup ("");
  if (!is_top && says_nothing (role, name, above))
    return dump_children (node, depth, above);
  dump_line (node, role, name, &place, depth);
  guint n_hidden = role != ATSPI_ROLE_TABLE_ROW ? dump_children (node, depth + 1, name) : 0;
  if (!is_top || n_hidden == 0)
    return n_hidden;
  g_printerr ("%*s… %u more without a place\n", 2 * depth + 2, "", n_hidden);
  return 0;
}

void
guild_test_atspi_dump (AtspiAccessible *root)
{
  guint n_hidden = dump (root, 0, NULL);

  if (n_hidden > 0)
    g_printerr ("… %u more without a place\n", n_hidden);
}

char *
guild_test_atspi_nameless (AtspiAccessible *root)
{
  static const char *const roles[] = { "push button", "toggle button", "check box", "text",
                                       "entry", "combo box", "spin button", "tree table",
                                       "menu item", "check menu item", "radio menu item", NULL };

  return guild_test_tree_list (root, roles, is_nameless, NULL, guild_test_atspi_get_patience_ms ());
}
