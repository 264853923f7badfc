/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

#include <string.h>

#define MAX_ROWS 30 /* on screen */
#define MAX_TABS 60

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

/* --- The sidebar ------------------------------------------------------------------------------ */

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

static gboolean
is_any_number (const char *name, gpointer data)
{
  return parse_number (name) >= 0;
}

static gint64
get_count (GuildJourney *self, guint n, const char *title)
{
  g_autoptr(AtspiAccessible) row = find_view (self, n, title);
  g_autoptr(AtspiAccessible) label =
    row != NULL ? guild_test_atspi_find_where (row, "label", is_any_number, NULL) : NULL;
  g_autofree char *text = label != NULL ? atspi_accessible_get_name (label, NULL) : NULL;

  return text != NULL ? parse_number (text) : -1;
}

gint64
guild_journey_get_count (GuildJourney *self, guint n, const char *title)
{
  gint64 count = -1;

  guild_test_wait_until ((count = get_count (self, n, title)) >= 0);
  return count;
}

/* --- The list --------------------------------------------------------------------------------- */

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
        {
          guild_test_atspi_dump (self->application);
          g_error ("the list does not show %" G_GINT64_FORMAT " companies in time", count);
        }
      guild_test_spin ();
    }
}

/* (transfer full) (nullable): what holds the rows. */
static AtspiAccessible *
find_rows (GuildJourney *self)
{
  g_autoptr(AtspiAccessible) table =
    guild_test_atspi_find (self->application, "tree table", "Companies");
  return table != NULL ? guild_test_atspi_find (table, "list", NULL) : NULL;
}

/* The row of a company that is among the first; (transfer full) (nullable). Asks each row for its
 * first words only, not the whole table for everything. */
static AtspiAccessible *
find_row (GuildJourney *self, const char *name)
{
  g_autoptr(AtspiAccessible) list = find_rows (self);
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

/* The pane's own heading; the table has the same text in a cell. Of a closed pane GTK 4.8 knows
 * everything still, beside the window. */
static gboolean
pane_shows (GuildJourney *self, const char *name)
{
  g_autoptr(AtspiAccessible) close =
    guild_test_atspi_find (self->application, "push button", "Close Company");
  g_autoptr(GPtrArray) labels = NULL;

  if (close == NULL || !guild_test_atspi_is_inside (close))
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
  guild_test_wait_until (guild_test_atspi_has_state (row, ATSPI_STATE_SELECTED));
  g_object_unref (row);
  /* Where no company is open yet, a click opens none. */
  guild_test_press ("Return");
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
  if (*text != '\0')
    guild_test_type (text);
  else
    guild_test_press ("BackSpace");
}

/* --- Keyboard --------------------------------------------------------------------------------- */

/* The window that has the keyboard; (transfer full). While none has it: all of them. The newest
 * comes first: the word that an older one has lost the keyboard to it may be late, or lost. */
static AtspiAccessible *
get_active (GuildJourney *self)
{
  int n = atspi_accessible_get_child_count (self->application, NULL);

  for (int i = n - 1; i >= 0; i--)
    {
      g_autoptr(AtspiAccessible) window =
        atspi_accessible_get_child_at_index (self->application, i, NULL);
      if (window != NULL && guild_test_atspi_has_state (window, ATSPI_STATE_ACTIVE))
        return g_steal_pointer (&window);
    }
  return g_object_ref (self->application);
}

static gboolean
is_active (GuildJourney *self, const char *title)
{
  g_autoptr(AtspiAccessible) window = get_active (self);
  g_autofree char *name = atspi_accessible_get_name (window, NULL);

  return window != self->application && g_strcmp0 (name, title) == 0;
}

void
guild_journey_await_window (GuildJourney *self, const char *title)
{
  guild_test_wait_until (is_active (self, title));
}

/* The toolkit's own window is no window to assistive technology, but its entry is an entry. */
static gboolean
asks_where (GuildJourney *self)
{
  g_autoptr(AtspiAccessible) entry = guild_test_atspi_find (self->application, "text", "Name:");
  return entry != NULL && guild_test_atspi_has_state (entry, ATSPI_STATE_FOCUSED);
}

void
guild_journey_save_as (GuildJourney *self, const char *path)
{
  guild_test_wait_until (asks_where (self));
  guild_test_press ("ctrl+a");
  guild_test_type (path);
  guild_test_press ("Return");
}

static gboolean
holds_path (GuildJourney *self, const char *path)
{
  g_autoptr(GPtrArray) entries = guild_test_atspi_find_all (self->application, "text", NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *text = guild_test_atspi_text (entries->pdata[i]);
      if (g_strcmp0 (text, path) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
asks_which (GuildJourney *self, const char *accept)
{
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_find (self->application, "push button", accept);
  return button != NULL;
}

void
guild_journey_open_file (GuildJourney *self, const char *accept, const char *path)
{
  guild_test_wait_until (asks_which (self, accept));
  /* The entry for a path comes with its first letter. */
  guild_test_type ("/");
  guild_test_wait_until (holds_path (self, "/"));
  guild_test_type (path + 1);
  /* The toolkit completes what is typed, and leaves some of that behind the cursor when one types
   * on. */
  guild_test_press ("shift+End");
  guild_test_press ("Delete");
  guild_test_wait_until (holds_path (self, path));
  guild_test_press ("Return");
}

static gboolean
has_keyboard (GuildJourney *self, const char *role, const char *name)
{
  g_autoptr(AtspiAccessible) window = get_active (self);
  g_autoptr(GPtrArray) nodes = guild_test_atspi_find_all (window, role, name);

  for (guint i = 0; i < nodes->len; i++)
    if (guild_test_atspi_has_state (nodes->pdata[i], ATSPI_STATE_FOCUSED))
      return TRUE;
  return FALSE;
}

void
guild_journey_focus (GuildJourney *self, const char *role, const char *name)
{
  g_autoptr(AtspiAccessible) there = guild_test_atspi_await (self->application, role, name);

  for (guint i = 0; i < MAX_TABS; i++)
    {
      if (has_keyboard (self, role, name))
        return;
      guild_test_press ("Tab");
    }
  guild_test_atspi_dump (self->application);
  g_error ("Tab does not lead to the %s “%s”", role, name);
}

static gboolean
entry_holds (GuildJourney *self, const char *name, const char *text)
{
  g_autoptr(AtspiAccessible) window = get_active (self);
  g_autoptr(AtspiAccessible) entry = guild_test_atspi_find (window, "text", name);
  g_autofree char *content = entry != NULL ? guild_test_atspi_text (entry) : NULL;

  return g_strcmp0 (content, text) == 0;
}

void
guild_journey_type (GuildJourney *self, const char *name, const char *text)
{
  gint64 deadline = guild_test_deadline ();

  guild_test_type (text);
  while (!entry_holds (self, name, text))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("what was typed, “%s”, is not in the entry “%s”", text, name);
      guild_test_spin ();
    }
}

void
guild_journey_fill (GuildJourney *self, const char *name, const char *text)
{
  g_autoptr(AtspiAccessible) entry = guild_test_atspi_await (self->application, "text", name);

  guild_test_atspi_scroll_to (entry);
  guild_test_wait_until (guild_test_atspi_click_node (entry));
  guild_test_press ("ctrl+a");
  guild_test_type (text);
}

/* The items of an open list have no name of their own but a label inside. */
static gboolean
item_has_keyboard (AtspiAccessible *list, const char *item)
{
  g_autoptr(GPtrArray) items = guild_test_atspi_find_all (list, "list item", NULL);

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr(AtspiAccessible) label = guild_test_atspi_find (items->pdata[i], "label", item);
      if (label != NULL && guild_test_atspi_has_state (items->pdata[i], ATSPI_STATE_FOCUSED))
        return TRUE;
    }
  return FALSE;
}

static void
pick (GuildJourney *self, const char *combo, const char *item, gboolean from_top)
{
  /* Of a drop-down it is the button inside that has the keyboard. */
  guild_journey_focus (self, NULL, combo);
  g_autoptr(AtspiAccessible) window = get_active (self);
  g_autoptr(AtspiAccessible) row = guild_test_atspi_await (window, "combo box", combo);
  guild_test_press ("space");
  /* In a long list it comes into sight on the way. */
  g_autoptr(AtspiAccessible) there = from_top
                                       ? guild_test_atspi_await (row, "list item", NULL)
                                       : guild_test_atspi_await (row, "label", item);
  if (from_top)
    guild_test_press ("Home");
  for (guint i = 0; i < MAX_ROWS && !item_has_keyboard (row, item); i++)
    guild_test_press ("Down");
  guild_test_press ("Return");
  guild_test_wait_until (!item_has_keyboard (row, item));
}

void
guild_journey_pick (GuildJourney *self, const char *combo, const char *item)
{
  pick (self, combo, item, FALSE);
}

void
guild_journey_pick_from_top (GuildJourney *self, const char *combo, const char *item)
{
  pick (self, combo, item, TRUE);
}

void
guild_journey_choose (GuildJourney *self, const char *button, const char *item)
{
  g_auto(GStrv) parts = g_strsplit (item, "/", -1);

  guild_test_atspi_click (self->application, NULL, button);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr(AtspiAccessible) there =
        guild_test_atspi_await (self->application, "menu item", parts[i]);
      for (guint n = 0; n < MAX_ROWS && !has_keyboard (self, "menu item", parts[i]); n++)
        guild_test_press ("Down");
      guild_test_press ("Return");
    }
  /* While the menu goes it takes keys. */
  guild_test_atspi_await_gone (self->application, "menu item",
                               parts[g_strv_length (parts) - 1]);
}

void
guild_journey_choose_first (GuildJourney *self, const char *button)
{
  guild_test_atspi_click (self->application, NULL, button);
  g_autoptr(AtspiAccessible) menu =
    guild_test_atspi_await (self->application, "menu", button);
  guild_test_press ("Return");
  guild_test_atspi_await_gone (self->application, "menu", button);
}

void
guild_journey_await_label (GuildJourney *self, const char *pattern)
{
  g_autoptr(AtspiAccessible) label = guild_test_atspi_await (self->application, "label", pattern);
}

static gboolean
first_is_selected (GuildJourney *self)
{
  g_autoptr(AtspiAccessible) list = find_rows (self);
  g_autoptr(AtspiAccessible) row =
    list != NULL ? atspi_accessible_get_child_at_index (list, 0, NULL) : NULL;

  return row != NULL && guild_test_atspi_has_state (row, ATSPI_STATE_SELECTED);
}

void
guild_journey_select_all (GuildJourney *self, guint count)
{
  g_autofree char *selected = g_strdup_printf ("%u selected", count);

  guild_journey_await_shown (self, count);
  guild_test_press ("ctrl+f");
  guild_test_press ("Down");
  guild_test_press ("ctrl+a");
  guild_test_wait_until (first_is_selected (self));
  /* One company has no bar of its own. */
  if (count > 1)
    guild_journey_await_label (self, selected);
}

void
guild_journey_filter_by_name (GuildJourney *self, const char *text)
{
  guild_test_atspi_click (self->application, "push button", "Filter");
  g_autoptr(AtspiAccessible) entry = guild_test_atspi_await (self->application, "text", "Text");
  /* The panel begins with the name and what it contains: on to the text by the keyboard. */
  for (guint i = 0; i < 5 && !has_keyboard (self, "text", "Text"); i++)
    guild_test_press ("Tab");
  guild_test_type (text);
  guild_test_press ("Return");
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (self->application, "text", "Text");
}
