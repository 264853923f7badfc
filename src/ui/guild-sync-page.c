/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-sync-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/guild-drop-down.h"
#include "ui/guild-sync-fields.h"
#include "ui/guild-wrap-layout.h"

struct _GuildSyncPage
{
  GuildSettingsPage parent_instance;

  GuildCodatSyncSettings *settings; /* (owned) (nullable): as they are being edited */
  GuildCodatSyncSettings *before;   /* (owned) (nullable): as they were read */
  GtkWidget              *save;     /* (unowned) (nullable): in the content, like the next */
  GtkWidget              *rows;     /* (unowned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildSyncPage, guild_sync_page, GUILD_TYPE_SETTINGS_PAGE)

static const gint64 choices[] = { 0, 1, 24, 168, 720 };

static gboolean
is_company (GuildSyncPage *self)
{
  return guild_settings_page_get_company_id (GUILD_SETTINGS_PAGE (self)) != NULL;
}

static void
edited (GuildSyncPage *self)
{
  g_autofree char *body = guild_codat_sync_settings_to_body (self->settings, self->before);

  gtk_widget_set_sensitive (self->save, body != NULL);
}

static void
save_clicked_cb (GuildSyncPage *self)
{
  const char *id = guild_settings_page_get_company_id (GUILD_SETTINGS_PAGE (self));
  g_autofree char *body = guild_codat_sync_settings_to_body (self->settings, self->before);
  g_autofree char *back = guild_codat_sync_settings_to_body (self->before, self->settings);
  g_autoptr(GuildWrite) write =
    guild_write_new (GUILD_WRITE_SET_SYNC_SETTINGS, id, NULL, body);
  g_autoptr(GuildWrite) inverse =
    guild_write_new (GUILD_WRITE_SET_SYNC_SETTINGS, id, NULL, back);

  gtk_widget_set_sensitive (self->save, FALSE);
  guild_settings_page_perform (GUILD_SETTINGS_PAGE (self), write, inverse, NULL,
                               _("Sync settings saved"), _("The sync settings were not saved"));
}

static GuildCodatSync *
get_row (GuildSyncPage *self, gpointer widget)
{
  return self->settings->rows->pdata[GPOINTER_TO_UINT (
    g_object_get_data (G_OBJECT (widget), "guild-row"))];
}

static void
hours_cb (GtkDropDown *widget, GParamSpec *pspec, GuildSyncPage *self)
{
  guint selected = gtk_drop_down_get_selected (widget);
  gint64 *other = g_object_get_data (G_OBJECT (widget), "guild-hours");

  if (selected < G_N_ELEMENTS (choices))
    get_row (self, widget)->hours = choices[selected];
  else if (other != NULL)
    get_row (self, widget)->hours = *other;
  edited (self);
}

static void
first_cb (GtkCheckButton *widget, GuildSyncPage *self)
{
  get_row (self, widget)->first_link = gtk_check_button_get_active (widget);
  edited (self);
}

static void
overrides_cb (GtkSwitch *widget, GParamSpec *pspec, GuildSyncPage *self)
{
  self->settings->overrides = gtk_switch_get_active (widget);
  gtk_widget_set_sensitive (self->rows, self->settings->overrides);
  edited (self);
}

static GtkWidget *
make_hours (GuildSyncPage *self, const GuildCodatSync *sync)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = G_N_ELEMENTS (choices);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *title = guild_codat_sync_hours_title (choices[i]);
      gtk_string_list_append (titles, title);
      if (choices[i] == sync->hours)
        selected = i;
    }
  if (selected == G_N_ELEMENTS (choices))
    {
      g_autofree char *title = guild_codat_sync_hours_title (sync->hours);
      gtk_string_list_append (titles, title);
    }
  GtkWidget *widget = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), selected);
  g_object_set_data_full (G_OBJECT (widget), "guild-hours",
                          g_memdup2 (&sync->hours, sizeof sync->hours), g_free);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  g_signal_connect_object (widget, "notify::selected", G_CALLBACK (hours_cb), self, 0);
  return widget;
}

static void
fields_changed_cb (GuildSyncFields *fields, GuildSyncPage *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (fields), ADW_TYPE_ACTION_ROW);
  g_autofree char *summary =
    guild_sync_fields_summary (get_row (self, gtk_widget_get_parent (GTK_WIDGET (fields))));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), summary != NULL ? summary : "");
  edited (self);
}

static void
fields_closed_cb (GuildSyncFields *fields, GuildSyncPage *self)
{
  if (guild_sync_fields_is_faulty (fields))
    guild_settings_page_toast (GUILD_SETTINGS_PAGE (self),
                               _("This was no day to begin with. It stays as it was."));
}

static void
create_fields (GtkMenuButton *button, gpointer data)
{
  GuildSyncPage *self = data;
  GtkWidget *fields = guild_sync_fields_new (get_row (self, button));

  gtk_menu_button_set_popover (button, fields);
  g_signal_connect_object (fields, "changed", G_CALLBACK (fields_changed_cb), self, 0);
  g_signal_connect_object (fields, "closed", G_CALLBACK (fields_closed_cb), self, 0);
}

static GtkWidget *
make_more (GuildSyncPage *self, guint index, const char *title)
{
  GtkWidget *more = gtk_menu_button_new ();
  g_autofree char *name = g_strdup_printf (_("Order and period of %s"), title);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_widget_set_tooltip_text (more, _("Order and period"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (more, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (more, "flat");
  g_object_set_data (G_OBJECT (more), "guild-row", GUINT_TO_POINTER (index));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (more), create_fields, self, NULL);
  return more;
}

/* A narrow window takes the room from what stands beside the title, not from its words. */
static void
keep_title (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title"))
    gtk_label_set_width_chars (GTK_LABEL (widget), 11);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    keep_title (child);
}

static GtkWidget *
make_row (GuildSyncPage *self, guint index)
{
  const GuildCodatSync *sync = self->settings->rows->pdata[index];
  g_autofree char *title = guild_codat_data_type_words (sync->data_type);
  g_autofree char *subtitle = guild_sync_fields_summary (sync);
  GtkWidget *first = gtk_check_button_new_with_label (_("When linked"));
  GtkWidget *hours = make_hours (self, sync);
  GtkWidget *more = make_more (self, index, title);
  GtkWidget *row = guild_settings_row (title, subtitle);
  GtkWidget *choice = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  /* Upright, so that it has no base line: beside CHOICE, which may be one line high or three, GTK
   * 4.18 looks for it below the end of the row. */
  GtkWidget *aside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr(GtkSizeGroup) line = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);

  keep_title (row);
  /* One below the other where the window is narrow. */
  gtk_widget_set_layout_manager (choice, guild_wrap_layout_new (6));
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (choice, GTK_ALIGN_END);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (first), sync->first_link);
  gtk_widget_set_valign (first, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (first, _("Fetched as soon as a company is linked"));
  gtk_widget_set_sensitive (first, !sync->locked);
  gtk_widget_set_sensitive (hours, !sync->locked);
  gtk_widget_set_sensitive (more, !sync->locked);
  g_object_set_data (G_OBJECT (first), "guild-row", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (hours), "guild-row", GUINT_TO_POINTER (index));
  guild_drop_down_set_name (GTK_DROP_DOWN (hours), title);
  g_signal_connect_object (first, "toggled", G_CALLBACK (first_cb), self, 0);
  if (sync->locked)
    {
      GtkWidget *lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
      gtk_widget_set_tooltip_text (lock, _("Locked by Codat"));
      gtk_widget_add_css_class (lock, "dim-label");
      gtk_size_group_add_widget (line, lock);
      gtk_box_append (GTK_BOX (choice), lock);
    }
  gtk_size_group_add_widget (line, first);
  gtk_size_group_add_widget (line, hours);
  gtk_box_append (GTK_BOX (choice), first);
  gtk_box_append (GTK_BOX (choice), hours);
  gtk_widget_set_valign (aside, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (aside), more);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), choice);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), aside);
  return row;
}

static void
add_rows (GuildSyncPage *self, GtkWidget *box)
{
  const struct { const char *prefix; const char *title; } kinds[] = {
    { "", _("Accounting") }, { "banking-", _("Banking") }, { "commerce-", _("Commerce") },
  };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      GtkWidget *group = adw_preferences_group_new ();
      guint n = 0;
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), kinds[k].title);
      for (guint i = 0; i < self->settings->rows->len; i++)
        {
          const GuildCodatSync *sync = self->settings->rows->pdata[i];
          gboolean here = k == 0 ? !g_str_has_prefix (sync->data_type, "banking-") &&
                                     !g_str_has_prefix (sync->data_type, "commerce-")
                                 : g_str_has_prefix (sync->data_type, kinds[k].prefix);
          if (!here)
            continue;
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, i));
          n++;
        }
      gtk_widget_set_visible (group, n > 0);
      gtk_box_append (GTK_BOX (box), group);
    }
}

static GtkWidget *
make_content (GuildSyncPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *all = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->save = gtk_button_new_with_mnemonic (_("_Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_valign (self->save, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->save, FALSE);
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (save_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  adw_preferences_group_set_title (group, is_company (self) ? _("This Company")
                                                            : _("Default for Every Company"));
  adw_preferences_group_set_description (
    group, _("How often Codat fetches each type of data by itself. Every hour is not part of the "
             "free plan."));
  gtk_widget_set_margin_start (self->save, 12);
  adw_preferences_group_set_header_suffix (group, self->save);
  if (is_company (self))
    {
      GtkWidget *row = guild_settings_row (_("Own settings"),
                                           _("Instead of the default for every company"));
      GtkWidget *button = gtk_switch_new ();
      gtk_switch_set_active (GTK_SWITCH (button), self->settings->overrides);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
      adw_preferences_group_add (group, row);
      g_signal_connect_object (button, "notify::active", G_CALLBACK (overrides_cb), self, 0);
      gtk_widget_set_sensitive (self->rows, self->settings->overrides);
    }
  add_rows (self, self->rows);
  adw_preferences_group_add (all, self->rows);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), all);
  return page;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildSyncPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatSyncSettings) settings =
    guild_codat_read_sync_finish (GUILD_CODAT (source), result, &error);

  if (settings == NULL)
    {
      guild_settings_page_fail (GUILD_SETTINGS_PAGE (self), error);
      return;
    }
  g_autoptr(GuildCodatSyncSettings) old = g_steal_pointer (&self->settings);
  self->settings = g_steal_pointer (&settings);
  g_clear_pointer (&self->before, guild_codat_sync_settings_free);
  self->before = guild_codat_sync_settings_copy (self->settings);
  guild_settings_page_show (GUILD_SETTINGS_PAGE (self), make_content (self));
}

static void
guild_sync_page_load (GuildSettingsPage *page, GuildCodat *codat, GCancellable *cancellable)
{
  guild_codat_read_sync_async (codat, guild_settings_page_get_company_id (page), cancellable,
                               loaded_cb, g_object_ref (page));
}

static gboolean
guild_sync_page_performed (GuildSettingsPage *page, GuildChange *change, const GError *error)
{
  /* What was edited can be saved again. */
  if (error != NULL)
    edited (GUILD_SYNC_PAGE (page));
  return FALSE;
}

static void
guild_sync_page_finalize (GObject *object)
{
  GuildSyncPage *self = GUILD_SYNC_PAGE (object);

  g_clear_pointer (&self->settings, guild_codat_sync_settings_free);
  g_clear_pointer (&self->before, guild_codat_sync_settings_free);
  G_OBJECT_CLASS (guild_sync_page_parent_class)->finalize (object);
}

static void
guild_sync_page_class_init (GuildSyncPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_sync_page_finalize;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_sync_page_load;
  GUILD_SETTINGS_PAGE_CLASS (klass)->performed = guild_sync_page_performed;
  GUILD_SETTINGS_PAGE_CLASS (klass)->keeps_edits = TRUE;
}

static void
guild_sync_page_init (GuildSyncPage *self)
{
}
