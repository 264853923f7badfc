/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

#include <string.h>

#define MAX_ROWS 30 /* on screen */

/* 2 000 → 2000; -1 without a digit at the beginning. */
static gint64
parse_number (const char *text)
{
  gint64 number = -1;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      if (g_unichar_isdigit (letter))
        number = MAX (number, 0) * 10 + g_unichar_digit_value (letter);
      else if (number < 0 || (letter != 0x2009 && letter != 0x202f))
        break;
    }
  return number;
}

/* --- The sidebar -------------------------------------------------------------------------------- */

/* (transfer full) (nullable). */
static AtspiAccessible *
find_view (GuildJourney *self, guint n, const char *title)
{
  g_autoptr(AtspiAccessible) views =
    guild_test_atspi_find (self->application, "list", "Views");

  if (views == NULL)
    return NULL;
  g_autoptr(GPtrArray) rows = guild_test_atspi_find_all (views, "list item", title);
  return n < rows->len ? g_object_ref (rows->pdata[n]) : NULL;
}

void
guild_journey_open_view (GuildJourney *self, guint n, const char *title)
{
  AtspiAccessible *row = NULL;

  guild_test_wait_until ((row = find_view (self, n, title)) != NULL);
  guild_test_atspi_scroll_to (row);
  guild_test_wait_until (guild_test_atspi_click_node (row));
  guild_test_wait_until (guild_test_atspi_has_state (row, ATSPI_STATE_SELECTED));
  g_object_unref (row);
}

static gboolean
is_number (const char *name, gpointer data)
{
  return parse_number (name) == *(gint64 *) data;
}

static gboolean
counts (GuildJourney *self, guint n, const char *title, gint64 count)
{
  g_autoptr(AtspiAccessible) row = find_view (self, n, title);

  if (row == NULL)
    return FALSE;
  g_autoptr(AtspiAccessible) label = guild_test_atspi_find_where (row, "label", is_number, &count);
  return label != NULL;
}

void
guild_journey_await_count (GuildJourney *self, guint n, const char *title, gint64 count)
{
  guild_test_wait_until (counts (self, n, title, count));
}

/* --- The list ----------------------------------------------------------------------------------- */

static gboolean
is_total (const char *name, gpointer data)
{
  return g_unichar_isdigit (g_utf8_get_char (name)) &&
         (strstr (name, " of ") != NULL || g_str_has_suffix (name, " companies") ||
          g_str_has_suffix (name, " company")) &&
         !g_str_has_suffix (name, "left");
}

static gboolean
shows (GuildJourney *self, gint64 count)
{
  g_autoptr(AtspiAccessible) label =
    guild_test_atspi_find_where (self->application, "label", is_total, NULL);

  if (label == NULL)
    return FALSE;
  g_autofree char *text = atspi_accessible_get_name (label, NULL);
  return text != NULL && parse_number (text) == count;
}

void
guild_journey_await_shown (GuildJourney *self, gint64 count)
{
  gint64 deadline = guild_test_deadline ();

  while (!shows (self, count))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("the list does not show %" G_GINT64_FORMAT " companies in time", count);
      guild_test_spin ();
    }
}

/* The row of a company that is among the first; (transfer full) (nullable). Asks each row for its
 * first words only, not the whole table for everything. */
static AtspiAccessible *
find_row (GuildJourney *self, const char *name)
{
  g_autoptr(AtspiAccessible) table =
    guild_test_atspi_find (self->application, "tree table", "Companies");

  if (table == NULL)
    return NULL;
  g_autoptr(AtspiAccessible) list = guild_test_atspi_find (table, "list", NULL);
  int n = list != NULL ? MIN (atspi_accessible_get_child_count (list, NULL), MAX_ROWS) : 0;
  for (int i = 0; i < n; i++)
    {
      g_autoptr(AtspiAccessible) row = atspi_accessible_get_child_at_index (list, i, NULL);
      g_autoptr(AtspiAccessible) label =
        row != NULL ? guild_test_atspi_find (row, "label", NULL) : NULL;
      g_autofree char *text = label != NULL ? atspi_accessible_get_name (label, NULL) : NULL;
      if (g_strcmp0 (text, name) == 0)
        return g_steal_pointer (&row);
    }
  return NULL;
}

static gboolean
row_says (GuildJourney *self, const char *name, const char *text)
{
  g_autoptr(AtspiAccessible) row = find_row (self, name);

  if (row == NULL)
    return FALSE;
  g_autoptr(AtspiAccessible) label = guild_test_atspi_find (row, "label", text);
  return label != NULL;
}

void
guild_journey_await_row (GuildJourney *self, const char *name)
{
  AtspiAccessible *row = NULL;
  gint64 deadline = guild_test_deadline ();

  while ((row = find_row (self, name)) == NULL)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("“%s” is not among the first rows in time", name);
      guild_test_spin ();
    }
  g_object_unref (row);
}

static gboolean
has_row (GuildJourney *self, const char *name)
{
  g_autoptr(AtspiAccessible) row = find_row (self, name);
  return row != NULL;
}

void
guild_journey_await_no_row (GuildJourney *self, const char *name)
{
  guild_test_wait_until (!has_row (self, name));
}

/* The pane's own heading; the table has the same text in a cell. */
static gboolean
pane_shows (GuildJourney *self, const char *name)
{
  g_autoptr(AtspiAccessible) close =
    guild_test_atspi_find (self->application, "push button", "Close Company");
  g_autoptr(GPtrArray) labels = NULL;

  if (close == NULL)
    return FALSE;
  labels = guild_test_atspi_find_all (self->application, "label", name);
  return labels->len >= 2;
}

void
guild_journey_open_row (GuildJourney *self, const char *name)
{
  AtspiAccessible *row = NULL;

  guild_test_wait_until ((row = find_row (self, name)) != NULL);
  guild_test_wait_until (guild_test_atspi_click_node (row));
  g_object_unref (row);
  guild_test_wait_until (pane_shows (self, name));
}

void
guild_journey_await_status (GuildJourney *self, const char *name, const char *status)
{
  gint64 deadline = guild_test_deadline ();

  while (!row_says (self, name, status))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("the row of “%s” does not say “%s” in time", name, status);
      guild_test_spin ();
    }
}

void
guild_journey_search (GuildJourney *self, const char *text)
{
  guild_test_press ("ctrl+f");
  guild_test_press ("ctrl+a");
  guild_test_type (text);
}

static gboolean
has_keyboard (AtspiAccessible *root, const char *role, const char *name)
{
  g_autoptr(AtspiAccessible) node = guild_test_atspi_find (root, role, name);
  return node != NULL && guild_test_atspi_has_state (node, ATSPI_STATE_FOCUSED);
}

void
guild_journey_filter_by_name (GuildJourney *self, const char *text)
{
  guild_test_atspi_click (self->application, "push button", "Filter");
  g_autoptr(AtspiAccessible) entry = guild_test_atspi_await (self->application, "text", "Text");
  /* The panel begins with the name and what it contains: on to the text by the keyboard. */
  for (guint i = 0; i < 5 && !has_keyboard (self->application, "text", "Text"); i++)
    guild_test_press ("Tab");
  guild_test_type (text);
  guild_test_press ("Return");
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (self->application, "text", "Text");
}
