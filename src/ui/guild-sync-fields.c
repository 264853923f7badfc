/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-sync-fields.h"

#include <glib/gi18n.h>
#include <string.h>

#include "company/guild-format.h"
#include "ui/guild-clock.h"
#include "ui/guild-drop-down.h"

#define DATE_LENGTH 10
#define MAX_COUNT 999
#define USUAL_MONTHS 24

/* In the order of the drop-down. */
enum { FROM_BEGINNING, FROM_DATE, FROM_WINDOW };

struct _GuildSyncFields
{
  GtkPopover parent_instance;

  GuildCodatSync *sync;   /* (unowned) */
  GtkWidget      *from;   /* (unowned): like the next, in the popover */
  GtkWidget      *date;
  GtkWidget      *window;
  GtkWidget      *words;
  gboolean        faulty;
};

G_DEFINE_FINAL_TYPE (GuildSyncFields, guild_sync_fields, GTK_TYPE_POPOVER)

static guint changed_signal;

static void
order_cb (GtkSpinButton *spin, GuildSyncFields *self)
{
  self->sync->order = gtk_spin_button_get_value_as_int (spin);
  g_signal_emit (self, changed_signal, 0);
}

static void
months_cb (GtkSpinButton *spin, GuildSyncFields *self)
{
  self->sync->months = gtk_spin_button_get_value_as_int (spin);
  g_signal_emit (self, changed_signal, 0);
}

/* What is wrong with TEXT as a day, or NULL; STAMP (out) (transfer full): as the service has it. */
static const char *
check_day (const char *text, char **stamp)
{
  g_autofree char *full = g_strconcat (text, "T00:00:00Z", NULL);
  gint64 time = strlen (text) == DATE_LENGTH ? guild_time_parse (full) : GUILD_NUMBER_UNSET;

  *stamp = NULL;
  if (time == GUILD_NUMBER_UNSET)
    return _("Write the day as year-month-day, as in 2024-01-31.");
  if (time > guild_clock_now ())
    return _("This day is still to come.");
  *stamp = g_steal_pointer (&full);
  return NULL;
}

static void
from_cb (GuildSyncFields *self)
{
  GuildCodatSync *sync = self->sync;
  guint kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->from));
  const char *day = gtk_editable_get_text (GTK_EDITABLE (self->date));
  g_autofree char *stamp = NULL;
  const char *fault = kind == FROM_DATE ? check_day (day, &stamp) : NULL;

  gtk_widget_set_visible (self->date, kind == FROM_DATE);
  gtk_widget_set_visible (self->window, kind == FROM_WINDOW);
  gtk_label_set_text (GTK_LABEL (self->words), fault != NULL ? fault : "");
  gtk_widget_set_visible (self->words, fault != NULL);
  self->faulty = fault != NULL;
  if (fault != NULL)
    gtk_widget_add_css_class (self->date, "error");
  else
    gtk_widget_remove_css_class (self->date, "error");
  if (fault != NULL)
    return;
  /* The same day keeps the hour that it may have. */
  if (stamp == NULL || sync->from == NULL || !g_str_has_prefix (sync->from, day))
    {
      g_free (sync->from);
      sync->from = g_steal_pointer (&stamp);
    }
  sync->window = kind == FROM_WINDOW
                   ? gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->window)) : -1;
  g_signal_emit (self, changed_signal, 0);
}

static GtkWidget *
make_spin (gint64 value, gint64 least, const char *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (least, MAX (value, MAX_COUNT), 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return spin;
}

static void
add_field (GtkGrid *grid, int row, const char *name, GtkWidget *widget)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, widget, 1, row, 1, 1);
}

static gboolean
is_report (const char *type)
{
  static const char * const reports[] = { "balanceSheet", "profitAndLoss", "cashFlowStatement",
                                          NULL };
  return g_strv_contains (reports, type);
}

static void
add_from (GuildSyncFields *self, GtkGrid *grid)
{
  const char *kinds[] = { _("From the beginning"), _("Since a day (UTC)"), _("The last months"),
                          NULL };
  const GuildCodatSync *sync = self->sync;

  self->from = gtk_drop_down_new_from_strings (kinds);
  guild_drop_down_set_name (GTK_DROP_DOWN (self->from), _("Fetch"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->from),
                              sync->from != NULL ? FROM_DATE
                              : sync->window >= 0 ? FROM_WINDOW : FROM_BEGINNING);
  self->date = gtk_entry_new ();
  g_autofree char *day = g_strndup (sync->from != NULL ? sync->from : "", DATE_LENGTH);
  gtk_editable_set_text (GTK_EDITABLE (self->date), day);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->date), "2024-01-31");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->date), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("First day"), -1);
  self->window = make_spin (sync->window >= 0 ? sync->window : USUAL_MONTHS, 0, _("Months"));
  self->words = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->words), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->words), 30);
  gtk_label_set_xalign (GTK_LABEL (self->words), 0);
  gtk_widget_add_css_class (self->words, "error");
  gtk_widget_set_visible (self->date, sync->from != NULL);
  gtk_widget_set_visible (self->window, sync->from == NULL && sync->window >= 0);
  gtk_widget_set_visible (self->words, FALSE);
  add_field (grid, 1, _("Fetch"), self->from);
  gtk_grid_attach (grid, self->date, 1, 2, 1, 1);
  gtk_grid_attach (grid, self->window, 1, 3, 1, 1);
  gtk_grid_attach (grid, self->words, 0, 4, 2, 1);
  g_signal_connect_object (self->from, "notify::selected", G_CALLBACK (from_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->date, "changed", G_CALLBACK (from_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "value-changed", G_CALLBACK (from_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
guild_sync_fields_new (GuildCodatSync *sync)
{
  g_return_val_if_fail (sync != NULL, NULL);

  GuildSyncFields *self = g_object_new (GUILD_TYPE_SYNC_FIELDS, NULL);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *order = make_spin (sync->order, 0, _("Place in the order"));

  self->sync = sync;
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  add_field (GTK_GRID (grid), 0, _("Place in the order"), order);
  add_from (self, GTK_GRID (grid));
  g_signal_connect_object (order, "value-changed", G_CALLBACK (order_cb), self, 0);
  if (is_report (sync->data_type))
    {
      GtkWidget *months = make_spin (sync->months >= 0 ? sync->months : USUAL_MONTHS, 1,
                                     _("Months in the report"));
      add_field (GTK_GRID (grid), 5, _("Months in the report"), months);
      g_signal_connect_object (months, "value-changed", G_CALLBACK (months_cb), self, 0);
    }
  gtk_popover_set_child (GTK_POPOVER (self), grid);
  return GTK_WIDGET (self);
}

gboolean
guild_sync_fields_is_faulty (GuildSyncFields *self)
{
  g_return_val_if_fail (GUILD_IS_SYNC_FIELDS (self), FALSE);
  return self->faulty;
}

char *
guild_sync_fields_summary (const GuildCodatSync *sync)
{
  g_return_val_if_fail (sync != NULL, NULL);

  if (sync->months >= 0)
    return g_strdup_printf (ngettext ("%d month", "%d months", (gulong) sync->months),
                            (int) sync->months);
  if (sync->from != NULL)
    {
      g_autofree char *day = g_strndup (sync->from, DATE_LENGTH);
      return g_strdup_printf (_("Since %s"), day);
    }
  if (sync->window >= 0)
    return g_strdup_printf (ngettext ("Last %d month", "Last %d months", (gulong) sync->window),
                            (int) sync->window);
  return NULL;
}

static void
guild_sync_fields_class_init (GuildSyncFieldsClass *klass)
{
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
guild_sync_fields_init (GuildSyncFields *self)
{
}
