/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-integrations-page.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GuildIntegrationsPage
{
  GuildSettingsPage parent_instance;

  GtkListBox   *list;        /* (unowned) (nullable): in the content */
  char         *text;        /* (owned): what the names must contain, folded */
  GCancellable *cancellable; /* (owned): of pictures */
};

G_DEFINE_FINAL_TYPE (GuildIntegrationsPage, guild_integrations_page, GUILD_TYPE_SETTINGS_PAGE)

static void
decode (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GdkTexture *texture = gdk_texture_new_from_bytes (data, &error);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  if (texture != NULL)
    adw_avatar_set_custom_image (ADW_AVATAR (source), GDK_PAINTABLE (texture));
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(AdwAvatar) avatar = data;
  g_autoptr(GError) error = NULL;
  GBytes *bytes = guild_codat_read_picture_finish (GUILD_CODAT (source), result, &error);

  /* Without a picture the initials stay. */
  if (bytes == NULL)
    return;
  g_autoptr(GTask) task = g_task_new (avatar, NULL, decoded_cb, NULL);
  g_task_set_source_tag (task, picture_cb);
  g_task_set_task_data (task, bytes, (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, decode);
}

static void
add_pill (GtkWidget *row, const char *text)
{
  GtkWidget *pill = gtk_label_new (text);

  gtk_widget_add_css_class (pill, "pill");
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
}

static GtkWidget *
make_row (GuildIntegrationsPage *self, GuildCodat *codat, const GuildCodatIntegration *one)
{
  g_autofree char *subtitle =
    one->source_type != NULL ? g_strdup_printf ("%s · %s", one->source_type, one->key)
                             : g_strdup (one->key);
  GtkWidget *row = guild_settings_row (one->name, subtitle);
  GtkWidget *avatar = adw_avatar_new (32, one->name, TRUE);
  g_autofree char *all = g_strjoin (" ", one->name, one->key,
                                    one->source_type != NULL ? one->source_type : "", NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  if (one->beta)
    add_pill (row, _("Beta"));
  if (one->offline)
    add_pill (row, _("On-premise"));
  if (!one->enabled)
    add_pill (row, _("Off"));
  g_object_set_data_full (G_OBJECT (row), "guild-text", g_utf8_casefold (all, -1), g_free);
  if (one->logo != NULL)
    guild_codat_read_picture_async (codat, one->logo, self->cancellable, picture_cb,
                                    g_object_ref (avatar));
  return row;
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  GuildIntegrationsPage *self = data;
  const char *text = g_object_get_data (G_OBJECT (row), "guild-text");

  return *self->text == '\0' || strstr (text, self->text) != NULL;
}

static void
search_cb (GtkSearchEntry *entry, GuildIntegrationsPage *self)
{
  g_free (self->text);
  self->text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);
  if (self->list != NULL)
    gtk_list_box_invalidate_filter (self->list);
}

static GtkWidget *
make_content (GuildIntegrationsPage *self, GuildCodat *codat, GPtrArray *integrations)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *nothing = gtk_label_new (_("No Platform Found"));
  guint n_enabled = 0;

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (nothing, "guild-words");
  gtk_list_box_set_placeholder (self->list, nothing);
  for (guint i = 0; i < integrations->len; i++)
    {
      const GuildCodatIntegration *one = integrations->pdata[i];
      gtk_list_box_append (self->list, make_row (self, codat, one));
      n_enabled += one->enabled;
    }
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (search), GTK_WIDGET (self));
  g_object_set (search, "placeholder-text", _("Find a platform"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Find a platform"), -1);
  gtk_widget_set_margin_bottom (search, 12);
  gtk_editable_set_text (GTK_EDITABLE (search), self->text);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (search_cb), self, 0);
  g_autofree char *text = g_strdup_printf (
    _("%u of %u platforms are switched on. This is done in the Codat Portal."), n_enabled,
    integrations->len);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Integrations"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), search);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return page;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildIntegrationsPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) integrations =
    guild_codat_list_integrations_finish (GUILD_CODAT (source), result, &error);

  if (integrations == NULL)
    guild_settings_page_fail (GUILD_SETTINGS_PAGE (self), error);
  else
    guild_settings_page_show (GUILD_SETTINGS_PAGE (self),
                              make_content (self, GUILD_CODAT (source), integrations));
}

static void
guild_integrations_page_load (GuildSettingsPage *page, GuildCodat *codat,
                              GCancellable *cancellable)
{
  guild_codat_list_integrations_async (codat, cancellable, loaded_cb, g_object_ref (page));
}

static void
guild_integrations_page_dispose (GObject *object)
{
  GuildIntegrationsPage *self = GUILD_INTEGRATIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  self->list = NULL;
  G_OBJECT_CLASS (guild_integrations_page_parent_class)->dispose (object);
}

static void
guild_integrations_page_finalize (GObject *object)
{
  GuildIntegrationsPage *self = GUILD_INTEGRATIONS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->text);
  G_OBJECT_CLASS (guild_integrations_page_parent_class)->finalize (object);
}

static void
guild_integrations_page_class_init (GuildIntegrationsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_integrations_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_integrations_page_finalize;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_integrations_page_load;
}

static void
guild_integrations_page_init (GuildIntegrationsPage *self)
{
  self->text = g_strdup ("");
  self->cancellable = g_cancellable_new ();
}
