/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-statement-view.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "ui/guild-chart.h"
#include "ui/guild-mirror.h"

#define INDENT 18

struct _GuildStatementView
{
  GtkWidget parent_instance;

  GtkWidget         *box;       /* our only child */
  GtkLabel          *heading;
  GtkLabel          *summary;
  GuildChart        *chart;
  GtkLabel          *first;
  GtkLabel          *last;
  GtkScrolledWindow *scroller;
  GtkColumnView     *view;
  GuildStatement    *statement; /* (unowned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildStatementView, guild_statement_view, GTK_TYPE_WIDGET)

/* "2024-03-31" as "Mar 2024" in the reader's language. */
static char *
format_period (const char *day)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *text = g_strconcat (day, "T00:00:00Z", NULL);
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (text, utc);

  return date != NULL ? g_date_time_format (date, "%b %Y") : g_strdup (day);
}

static void
setup_title_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
set_total (GtkWidget *label, GuildStatementLine *line)
{
  if (guild_statement_line_get_total (line))
    gtk_widget_add_css_class (label, "heading");
  else
    gtk_widget_remove_css_class (label, "heading");
}

static void
bind_title_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GuildStatementLine *line = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (label), guild_statement_line_get_title (line));
  gtk_widget_set_margin_start (label, INDENT * (int) guild_statement_line_get_depth (line));
  set_total (label, line);
}

static void
setup_value_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_value_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer period)
{
  GuildStatementLine *line = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *value = guild_statement_line_get_value (line, GPOINTER_TO_UINT (period));
  g_autofree char *text = value != NULL ? guild_value_group_digits (value) : g_strdup ("–");

  guild_mirror_set_text (GTK_LABEL (label), text, 1);
  set_total (label, line);
}

static void
append_column (GuildStatementView *self, const char *title, int width, GCallback setup,
               GCallback bind, guint period)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, GUINT_TO_POINTER (period));
  GtkColumnViewColumn *column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
  g_object_unref (column);
}

/* AMOUNT (nullable) for a sentence; (transfer full). */
static char *
format_amount (const char *amount)
{
  g_autofree char *text = amount != NULL ? guild_value_group_digits (amount) : g_strdup ("–");
  return guild_mirror_isolate (text);
}

static void
show_line (GuildStatementView *self, GuildStatementLine *line)
{
  guint n = self->statement->periods->len;
  g_autofree double *values = g_new (double, MAX (n, 1));
  const char *least = NULL, *most = NULL, *last = NULL;

  for (guint i = 0; i < n; i++)
    {
      const char *text = guild_statement_line_get_value (line, i);
      values[i] = text != NULL ? g_ascii_strtod (text, NULL) : NAN;
      if (text == NULL)
        continue;
      last = text;
      least = least == NULL || values[i] < g_ascii_strtod (least, NULL) ? text : least;
      most = most == NULL || values[i] > g_ascii_strtod (most, NULL) ? text : most;
    }
  g_autofree char *low = format_amount (least);
  g_autofree char *high = format_amount (most);
  g_autofree char *newest = format_amount (last);
  g_autofree char *summary =
    /* Translators: amounts of money over several periods */
    g_strdup_printf (_("Lowest %s, highest %s, last %s"), low, high, newest);
  g_autofree char *description =
    g_strdup_printf ("%s. %s", guild_statement_line_get_title (line), summary);
  g_autofree char *heading = self->statement->currency != NULL
    ? g_strdup_printf ("%s, %s", guild_statement_line_get_title (line), self->statement->currency)
    : g_strdup (guild_statement_line_get_title (line));
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->summary, summary);
  guild_chart_set_values (self->chart, values, n, description);
}

static void
selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, GuildStatementView *self)
{
  GuildStatementLine *line = gtk_single_selection_get_selected_item (selection);

  if (line != NULL)
    show_line (self, line);
}

/* What a reader looks for first: the last sum of the report, or its first line. */
static guint
find_main_line (GuildStatement *statement)
{
  for (guint i = statement->lines->len; i > 0; i--)
    {
      GuildStatementLine *line = statement->lines->pdata[i - 1];
      gboolean sum = guild_statement_line_get_depth (line) == 0 &&
                     guild_statement_line_get_total (line) &&
                     (i == statement->lines->len ||
                      guild_statement_line_get_depth (statement->lines->pdata[i]) == 0);
      if (sum)
        return i - 1;
    }
  return 0;
}

void
guild_statement_view_show (GuildStatementView *self, const char *title, GuildStatement *statement)
{
  g_return_if_fail (GUILD_IS_STATEMENT_VIEW (self));

  GListModel *old = gtk_column_view_get_columns (self->view);
  gtk_column_view_set_model (self->view, NULL);
  while (g_list_model_get_n_items (old) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (old, 0);
      gtk_column_view_remove_column (self->view, column);
    }
  self->statement = statement;
  gtk_label_set_label (self->heading, "");
  gtk_label_set_label (self->summary, "");
  gtk_label_set_label (self->first, "");
  gtk_label_set_label (self->last, "");
  guild_chart_set_values (self->chart, NULL, 0, "");
  if (statement == NULL || statement->periods->len == 0)
    return;
  append_column (self, _("Line"), 220, G_CALLBACK (setup_title_cb), G_CALLBACK (bind_title_cb), 0);
  for (guint i = statement->periods->len; i > 0; i--)
    {
      g_autofree char *period = format_period (statement->periods->pdata[i - 1]);
      append_column (self, period, 104, G_CALLBACK (setup_value_cb), G_CALLBACK (bind_value_cb),
                     i - 1);
    }
  g_autofree char *first = format_period (statement->periods->pdata[0]);
  g_autofree char *last =
    format_period (statement->periods->pdata[statement->periods->len - 1]);
  gtk_label_set_label (self->first, first);
  gtk_label_set_label (self->last, last);
  GListStore *lines = g_list_store_new (GUILD_TYPE_STATEMENT_LINE);
  g_list_store_splice (lines, 0, 0, statement->lines->pdata, statement->lines->len);
  g_autoptr(GtkSingleSelection) selection = gtk_single_selection_new (G_LIST_MODEL (lines));
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (selected_cb), self, 0);
  gtk_single_selection_set_selected (selection, find_main_line (statement));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  guild_mirror_to_start (self->scroller);
  selected_cb (selection, NULL, self);
}

static void
guild_statement_view_dispose (GObject *object)
{
  g_clear_pointer (&GUILD_STATEMENT_VIEW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (guild_statement_view_parent_class)->dispose (object);
}

static void
guild_statement_view_class_init (GuildStatementViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_statement_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "guild-records");
}

static GtkLabel *
append_label (GtkWidget *box, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
guild_statement_view_init (GuildStatementView *self)
{
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *axis = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (panel, "guild-chart-panel");
  self->heading = append_label (panel, "heading", 0);
  self->summary = append_label (panel, "dim-label", 0);
  gtk_label_set_ellipsize (self->summary, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "numeric");
  self->chart = g_object_new (GUILD_TYPE_CHART, NULL);
  self->first = append_label (axis, "guild-axis", 0);
  self->last = append_label (axis, "guild-axis", 1);
  gtk_box_append (GTK_BOX (panel), GTK_WIDGET (self->chart));
  gtk_box_append (GTK_BOX (panel), axis);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  self->scroller = GTK_SCROLLED_WINDOW (scroller);
  gtk_box_append (GTK_BOX (self->box), panel);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
guild_statement_view_new (void)
{
  return g_object_new (GUILD_TYPE_STATEMENT_VIEW, NULL);
}
