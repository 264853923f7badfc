/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-editors.h"

#include <glib/gi18n.h>

struct _GuildCompanyEditors
{
  GtkWidget parent_instance;

  GPtrArray          *editors; /* (owned) (element-type GuildCompanyEditor) */
  GuildCompanyEditor *current; /* (unowned) (nullable): our child, one of them */
};

G_DEFINE_FINAL_TYPE (GuildCompanyEditors, guild_company_editors, GTK_TYPE_WIDGET)

static guint finished_signal;

static GuildCompanyEditor *
find (GuildCompanyEditors *self, GuildDirectory *directory, const char *company_id)
{
  for (guint i = 0; i < self->editors->len; i++)
    if (guild_company_editor_get_directory (self->editors->pdata[i]) == directory &&
        g_strcmp0 (guild_company_editor_get_id (self->editors->pdata[i]), company_id) == 0)
      return self->editors->pdata[i];
  return NULL;
}

/* ---- keeping ---- */

typedef struct
{
  GWeakRef        window; /* GuildWindow */
  GuildDirectory *directory; /* (owned) */
  char           *company_id; /* (owned) */
} Kept;

static void
kept_free (gpointer data, GClosure *closure)
{
  Kept *kept = data;

  g_weak_ref_clear (&kept->window);
  g_object_unref (kept->directory);
  g_free (kept->company_id);
  g_free (kept);
}

static void
go_back_cb (AdwToast *toast, gpointer data)
{
  Kept *kept = data;
  g_autoptr(GuildWindow) window = g_weak_ref_get (&kept->window);

  if (window == NULL)
    return;
  if (guild_window_get_directory (window) != kept->directory)
    guild_window_show_view (
      window, guild_workspace_get_id (guild_directory_get_workspace (kept->directory)), "all");
  guild_window_open_company (window, kept->company_id);
}

static void
tell_kept (GuildCompanyEditor *editor)
{
  g_autoptr(GuildWindow) window = guild_company_editor_dup_window (editor);
  g_autofree char *text = g_strdup_printf (_("What you typed for “%s” is kept, not saved"),
                                           guild_company_editor_get_name (editor));
  g_autofree char *title = g_markup_escape_text (text, -1);
  Kept *kept = g_new0 (Kept, 1);
  AdwToast *toast = adw_toast_new (title);

  g_weak_ref_init (&kept->window, window);
  kept->directory = g_object_ref (guild_company_editor_get_directory (editor));
  kept->company_id = g_strdup (guild_company_editor_get_id (editor));
  adw_toast_set_button_label (toast, _("_Go Back"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (go_back_cb), kept, kept_free, 0);
  if (window != NULL)
    guild_window_add_toast (window, toast);
  else
    g_object_unref (toast);
}

static void
set_current (GuildCompanyEditors *self, GuildCompanyEditor *editor)
{
  GuildCompanyEditor *old = self->current;

  if (old == editor)
    return;
  self->current = editor;
  if (old != NULL)
    {
      gtk_widget_unparent (GTK_WIDGET (old));
      if (!guild_company_editor_is_unsaved (old))
        g_ptr_array_remove (self->editors, old);
      else if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
        tell_kept (old);
    }
  if (editor != NULL)
    gtk_widget_set_parent (GTK_WIDGET (editor), GTK_WIDGET (self));
}

/* Also of one that is not on show: it was being saved when another company was opened. */
static void
editor_finished_cb (GuildCompanyEditor *editor, GuildCompanyEditors *self)
{
  gboolean shown = self->current == editor;

  if (shown)
    {
      self->current = NULL;
      gtk_widget_unparent (GTK_WIDGET (editor));
    }
  g_ptr_array_remove (self->editors, editor);
  if (shown)
    g_signal_emit (self, finished_signal, 0);
}

/* ---- life ---- */

static void
guild_company_editors_dispose (GObject *object)
{
  GuildCompanyEditors *self = GUILD_COMPANY_EDITORS (object);

  if (self->current != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->current));
  self->current = NULL;
  g_ptr_array_set_size (self->editors, 0);
  G_OBJECT_CLASS (guild_company_editors_parent_class)->dispose (object);
}

static void
guild_company_editors_finalize (GObject *object)
{
  g_ptr_array_unref (GUILD_COMPANY_EDITORS (object)->editors);
  G_OBJECT_CLASS (guild_company_editors_parent_class)->finalize (object);
}

static void
guild_company_editors_class_init (GuildCompanyEditorsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_company_editors_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_company_editors_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  finished_signal = g_signal_new ("finished", GUILD_TYPE_COMPANY_EDITORS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
guild_company_editors_init (GuildCompanyEditors *self)
{
  self->editors = g_ptr_array_new_with_free_func (g_object_unref);
}

void
guild_company_editors_add (GuildCompanyEditors *self, GtkWidget *editor)
{
  g_return_if_fail (GUILD_IS_COMPANY_EDITORS (self));
  g_return_if_fail (GUILD_IS_COMPANY_EDITOR (editor));

  g_autoptr(GuildCompanyEditor) added = g_object_ref_sink (GUILD_COMPANY_EDITOR (editor));
  GuildCompanyEditor *known = find (self, guild_company_editor_get_directory (added),
                                    guild_company_editor_get_id (added));
  if (known == NULL)
    {
      known = added;
      g_ptr_array_add (self->editors, g_object_ref (added));
      g_signal_connect_object (added, "finished", G_CALLBACK (editor_finished_cb), self, 0);
    }
  set_current (self, known);
}

gboolean
guild_company_editors_show (GuildCompanyEditors *self, GuildDirectory *directory,
                            const char *company_id)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITORS (self), FALSE);

  set_current (self, directory != NULL ? find (self, directory, company_id) : NULL);
  return self->current != NULL;
}

gboolean
guild_company_editors_has_current (GuildCompanyEditors *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITORS (self), FALSE);
  return self->current != NULL;
}

guint
guild_company_editors_count_unsaved (GuildCompanyEditors *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITORS (self), 0);

  guint n = 0;
  for (guint i = 0; i < self->editors->len; i++)
    n += guild_company_editor_is_unsaved (self->editors->pdata[i]);
  return n;
}
