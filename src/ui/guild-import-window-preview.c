/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-import-window-private.h"

#include <glib/gi18n.h>

#include "company/guild-format.h"
#include "ui/guild-weak.h"

/* What would happen to each row, compared with the service as it is now. */

static void
show_preview (GuildImportWindow *self)
{
  guint n = guild_import_plan_count (self->plan, GUILD_IMPORT_CREATE) +
            guild_import_plan_count (self->plan, GUILD_IMPORT_UPDATE);
  guint n_warned = guild_import_plan_count_warned (self->plan);
  guint n_left = g_list_model_get_n_items (G_LIST_MODEL (self->plan)) - n;
  g_autoptr(GString) words = g_string_new (NULL);
  g_autofree char *number = guild_format_number (n);
  g_autofree char *label =
    g_strdup_printf (ngettext ("_Import %s Row", "_Import %s Rows", n), number);

  g_string_append_printf (words, ngettext ("%s company would be created or updated. ",
                                           "%s companies would be created or updated. ", n),
                          number);
  if (n_left > 0)
    g_string_append_printf (words, ngettext ("%u row would be left as it is. ",
                                             "%u rows would be left as they are. ", n_left),
                            n_left);
  if (n_warned > 0)
    g_string_append_printf (words, ngettext ("%u has a warning. ", "%u have a warning. ",
                                             n_warned), n_warned);
  g_string_append (words, _("Nothing has been sent yet."));
  gtk_label_set_label (self->preview_words, words->str);
  guild_import_list_show (self->preview_list, self->plan, FALSE);
  guild_import_window_set_step (self, GUILD_IMPORT_STEP_PREVIEW);
  gtk_button_set_label (self->next_button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), n > 0);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImportWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildImportPlan) plan =
    guild_import_plan_make_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL || self->stack == NULL)
    return;
  if (plan == NULL)
    {
      guild_import_window_fail (self, GUILD_IMPORT_STEP_COLUMNS, error);
      return;
    }
  g_set_object (&self->plan, plan);
  show_preview (self);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImportWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean synced =
    guild_directory_sync_changes_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL || self->stack == NULL || self->step != GUILD_IMPORT_STEP_COMPARE)
    return;
  /* What is not known here could be made a second time. */
  if (!synced)
    {
      guild_import_window_fail (self, GUILD_IMPORT_STEP_COLUMNS, error);
      return;
    }
  g_autofree const char **columns = guild_import_window_get_columns (self);
  guild_import_plan_make_async (self->directory, self->table, self->name, columns,
                                gtk_switch_get_active (self->clears), self->places,
                                self->step_cancellable, planned_cb, guild_weak_new (self));
}

void
guild_import_window_compare (GuildImportWindow *self)
{
  guild_import_window_begin_step (self);
  guild_import_window_set_step (self, GUILD_IMPORT_STEP_COMPARE);
  guild_directory_sync_changes_async (self->directory, self->step_cancellable, synced_cb,
                                      guild_weak_new (self));
}
