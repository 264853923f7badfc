/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-api-keys-page.h"

#include <glib/gi18n.h>

#include "company/guild-format.h"
#include "ui/guild-clock.h"

struct _GuildApiKeysPage
{
  GuildSettingsPage parent_instance;

  GPtrArray  *keys;  /* (owned) (nullable) (element-type GuildCodatApiKey): wiped when freed */
  GuildCodat *codat; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildApiKeysPage, guild_api_keys_page, GUILD_TYPE_SETTINGS_PAGE)

static const char *
get_name (const GuildCodatApiKey *key)
{
  return key->name != NULL && *key->name != '\0' ? key->name : _("Unnamed Key");
}

static const GuildCodatApiKey *
find_key (GuildApiKeysPage *self, GtkWidget *widget)
{
  const char *id = g_object_get_data (G_OBJECT (widget), "guild-id");

  for (guint i = 0; self->keys != NULL && i < self->keys->len; i++)
    {
      const GuildCodatApiKey *key = self->keys->pdata[i];
      if (g_strcmp0 (key->id, id) == 0)
        return key;
    }
  return NULL;
}

static void
copy_clicked_cb (GtkWidget *button, GuildApiKeysPage *self)
{
  const GuildCodatApiKey *key = find_key (self, button);

  if (key == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), key->key);
  guild_settings_page_toast (GUILD_SETTINGS_PAGE (self),
                             _("Key copied. Whoever has it can act in your name."));
}

static void
delete_key (GuildSettingsPage *page, gpointer data)
{
  GuildApiKeysPage *self = GUILD_API_KEYS_PAGE (page);
  g_autofree char *name = NULL;

  for (guint i = 0; self->keys != NULL && i < self->keys->len; i++)
    {
      const GuildCodatApiKey *key = self->keys->pdata[i];
      if (g_strcmp0 (key->id, data) == 0)
        name = g_strdup (get_name (key));
    }
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_DELETE_API_KEY, NULL, data, NULL);
  guild_settings_page_perform (page, write, NULL, name, _("API key deleted"),
                               _("The API key was not deleted"));
}

static void
delete_clicked_cb (GtkWidget *button, GuildApiKeysPage *self)
{
  const GuildCodatApiKey *key = find_key (self, button);

  if (key == NULL)
    return;
  g_autofree char *heading = g_strdup_printf (_("Delete the Key “%s”?"), get_name (key));
  const char *body =
    guild_codat_uses_key (self->codat, key->key)
      ? _("Guildhall itself uses this key here. After this it can neither read nor change anything "
          "in this workspace until another key is entered. It cannot be undone.")
      : _("Every program that uses it is refused from then on. It cannot be undone.");
  guild_settings_page_ask (GUILD_SETTINGS_PAGE (self), heading, body, _("_Delete"),
                           ADW_RESPONSE_DESTRUCTIVE, NULL, delete_key, g_strdup (key->id), g_free);
}

static void
create_key (GuildSettingsPage *page, gpointer data)
{
  const char *name = gtk_editable_get_text (data);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *body = json_to_string (root, FALSE);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_CREATE_API_KEY, NULL, NULL, body);
  guild_settings_page_perform (page, write, NULL, name,
                               _("API key created. Copy it from the list."),
                               _("The API key was not created"));
}

static void
name_changed_cb (GtkEditable *entry)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (entry));
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (ADW_IS_MESSAGE_DIALOG (root))
    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (root), "yes", *text != '\0');
}

static void
new_clicked_cb (GtkWidget *button, GuildApiKeysPage *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), GUILD_CODAT_MAX_API_KEY_NAME);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Name, such as the program that uses it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Name of the key"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (name_changed_cb), NULL);
  guild_settings_page_ask (GUILD_SETTINGS_PAGE (self), _("New API Key"),
                           _("A key can read and change everything of this Codat client."),
                           _("C_reate"), ADW_RESPONSE_SUGGESTED, entry, create_key,
                           g_object_ref_sink (entry), g_object_unref);
  name_changed_cb (GTK_EDITABLE (entry));
}

static GtkWidget *
make_row (GuildApiKeysPage *self, const GuildCodatApiKey *key)
{
  g_autofree char *date = key->created != GUILD_NUMBER_UNSET
                            ? guild_format_date (key->created, guild_clock_now ()) : NULL;
  g_autofree char *subtitle = date != NULL
                                ? g_strdup_printf (_("•••••••••••• · created %s"), date)
                                : g_strdup ("••••••••••••");
  GtkWidget *row = guild_settings_row (get_name (key), subtitle);
  GtkWidget *copy = guild_settings_icon_button ("edit-copy-symbolic", _("Copy Key"));
  GtkWidget *remove = guild_settings_icon_button (
    "user-trash-symbolic",
    self->keys->len > 1 ? _("Delete Key…") : _("The last key cannot be deleted"));

  if (guild_codat_uses_key (self->codat, key->key))
    {
      GtkWidget *pill = gtk_label_new (_("Used here"));
      gtk_widget_add_css_class (pill, "pill");
      gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
    }
  g_object_set_data_full (G_OBJECT (copy), "guild-id", g_strdup (key->id), g_free);
  g_object_set_data_full (G_OBJECT (remove), "guild-id", g_strdup (key->id), g_free);
  gtk_widget_set_sensitive (remove, self->keys->len > 1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_clicked_cb), self, 0);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (delete_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  return row;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildApiKeysPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys =
    guild_codat_list_api_keys_finish (GUILD_CODAT (source), result, &error);

  if (keys == NULL)
    {
      guild_settings_page_fail (GUILD_SETTINGS_PAGE (self), error);
      return;
    }
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  self->keys = g_ptr_array_ref (keys);
  g_set_object (&self->codat, GUILD_CODAT (source));

  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *add = gtk_button_new_with_mnemonic (_("_New Key…"));
  gboolean full = keys->len >= GUILD_CODAT_MAX_API_KEYS;
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (add, !full);
  g_signal_connect_object (add, "clicked", G_CALLBACK (new_clicked_cb), self, 0);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("API Keys"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (group),
    full ? _("There are ten keys, which is the most. Delete one to make another.")
         : _("A client has from one to ten keys. Guildhall writes none of them down."));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), add);
  for (guint i = 0; i < keys->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, keys->pdata[i]));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  guild_settings_page_show (GUILD_SETTINGS_PAGE (self), page);
}

static void
guild_api_keys_page_load (GuildSettingsPage *page, GuildCodat *codat, GCancellable *cancellable)
{
  guild_codat_list_api_keys_async (codat, cancellable, loaded_cb, g_object_ref (page));
}

static void
guild_api_keys_page_dispose (GObject *object)
{
  GuildApiKeysPage *self = GUILD_API_KEYS_PAGE (object);

  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_object (&self->codat);
  G_OBJECT_CLASS (guild_api_keys_page_parent_class)->dispose (object);
}

static void
guild_api_keys_page_class_init (GuildApiKeysPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_api_keys_page_dispose;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_api_keys_page_load;
}

static void
guild_api_keys_page_init (GuildApiKeysPage *self)
{
}
