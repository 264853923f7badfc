/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-filter-conditions.h"

#include <glib/gi18n.h>
#include <string.h>

#include "company/guild-format.h"

/* ---- what was typed ---- */

static gboolean
has_zone (const char *text)
{
  const char *clock = strpbrk (text, "T ");

  return clock != NULL && strpbrk (clock, "Zz+-") != NULL;
}

/* What the reader's clock shows as UTC shows TIME. */
static gint64
to_local (gint64 time)
{
  gint64 rest = ((time % G_USEC_PER_SEC) + G_USEC_PER_SEC) % G_USEC_PER_SEC;
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc ((time - rest) / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local =
    utc != NULL ? g_date_time_new_local (g_date_time_get_year (utc), g_date_time_get_month (utc),
                                         g_date_time_get_day_of_month (utc),
                                         g_date_time_get_hour (utc), g_date_time_get_minute (utc),
                                         g_date_time_get_second (utc))
                : NULL;

  return local != NULL ? g_date_time_to_unix (local) * G_USEC_PER_SEC + rest : GUILD_NUMBER_UNSET;
}

/* How long the last unit lasts that TEXT, which is a time, tells. */
static gint64
last_unit (const char *text)
{
  const char *colon = strchr (text, ':');

  if (colon == NULL)
    return G_TIME_SPAN_DAY;
  if (strlen (colon) < 6 || colon[3] != ':')
    return G_TIME_SPAN_MINUTE;
  return strchr (colon, '.') == NULL ? G_TIME_SPAN_SECOND : 1;
}

gboolean
guild_filter_read_bound (const GuildField *field, const char *text, gboolean end, gint64 *value)
{
  g_return_val_if_fail (field != NULL && text != NULL && value != NULL, FALSE);

  g_autofree char *own = g_strstrip (g_strdup (text));
  *value = GUILD_NUMBER_UNSET;
  if (*own == '\0')
    return TRUE;
  if (field->kind == GUILD_FIELD_NUMBER)
    return g_ascii_string_to_signed (own, 10, G_MININT64 + 1, G_MAXINT64, value, NULL);

  *value = guild_time_parse (own);
  if (*value != GUILD_NUMBER_UNSET && !has_zone (own))
    *value = to_local (*value);
  if (*value != GUILD_NUMBER_UNSET && end)
    *value += last_unit (own) - 1;
  return *value != GUILD_NUMBER_UNSET;
}

/* ---- what is asked ---- */

char *
guild_filter_describe_condition (GuildQuery *query, guint index, GuildDirectory *directory)
{
  g_return_val_if_fail (query != NULL && index < guild_query_get_n_conditions (query), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);

  const GuildFieldTable *table = guild_directory_get_table (directory);
  GuildCondition condition = *guild_query_get_condition (query, index);
  if (!g_str_equal (condition.field, "groups") || condition.value == NULL)
    return guild_query_describe_condition (query, index, table);

  g_auto(GStrv) words = g_strsplit (condition.value, GUILD_LIST_SEP, -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *name = guild_directory_get_group_name (directory, words[i]);
      if (name != NULL)
        {
          g_free (words[i]);
          words[i] = g_strdup (name);
        }
    }
  g_autofree char *names = g_strjoinv (GUILD_LIST_SEP, words);
  condition.value = names;
  g_autoptr(GuildQuery) empty = guild_query_new ();
  g_autoptr(GuildQuery) named = guild_query_with_condition (empty, &condition);
  return guild_query_describe_condition (named, 0, table);
}

typedef struct
{
  GuildFilterRemoveFunc remove;
  gpointer              data;
  guint                 index;
} Removal;

static void
remove_clicked_cb (GtkButton *button, Removal *removal)
{
  removal->remove (removal->index, removal->data);
}

static void
removal_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

/* The rows of one kind stand together, each kind under its heading when there are both or "or". */
static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *heading = g_object_get_data (G_OBJECT (row), "heading");
  const char *other = before != NULL ? g_object_get_data (G_OBJECT (before), "heading") : NULL;
  GtkWidget *label;

  if (heading == NULL || g_strcmp0 (heading, other) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "guild-filter-heading");
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
make_row (GuildQuery *query, guint index, GuildDirectory *directory, const Removal *removal)
{
  g_autofree char *text = guild_filter_describe_condition (query, index, directory);
  g_autofree char *name = g_strdup_printf (_("Remove “%s”"), text);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_add_css_class (box, "guild-filter-condition");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (remove_clicked_cb),
                         g_memdup2 (removal, sizeof *removal), removal_free, 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

void
guild_filter_show_conditions (GtkListBox *list, GuildQuery *query, GuildDirectory *directory,
                              GuildFilterRemoveFunc remove, gpointer data)
{
  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (query != NULL && remove != NULL);

  guint n = directory != NULL ? guild_query_get_n_conditions (query) : 0;
  gboolean headed = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < n; i++)
    headed |= guild_query_get_condition (query, i)->any;
  gtk_list_box_set_header_func (list, header_cb, NULL, NULL);
  for (guint any = 0; any < 2; any++)
    for (guint i = 0; i < n; i++)
      {
        const Removal removal = { remove, data, i };

        if (guild_query_get_condition (query, i)->any != (any == 1))
          continue;
        child = make_row (query, i, directory, &removal);
        if (headed)
          g_object_set_data (G_OBJECT (child), "heading",
                             any == 1 ? _("At least one of these") : _("All of these"));
        gtk_list_box_append (list, child);
      }
  gtk_widget_set_visible (GTK_WIDGET (list), n > 0);
}
