/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-profile-page.h"

#include <glib/gi18n.h>

#include "company/guild-redirect-rule.h"
#include "link/guild-callback-server.h"
#include "ui/guild-settings.h"

struct _GuildProfilePage
{
  GuildSettingsPage parent_instance;

  GuildCodatProfile   *profile; /* (owned) (nullable) */
  AdwPreferencesGroup *remarks; /* (unowned) (nullable): in the content */
  AdwEntryRow         *entry;   /* (unowned) (nullable): likewise */
  GPtrArray           *rows;    /* (owned): of REMARKS */
  gboolean             faulty;  /* what is in ENTRY cannot work */
};

G_DEFINE_FINAL_TYPE (GuildProfilePage, guild_profile_page, GUILD_TYPE_SETTINGS_PAGE)

/* ---- the redirect address ---- */

static void
typed_cb (GuildProfilePage *self)
{
  static const char * const icons[] = { "dialog-information-symbolic", "dialog-warning-symbolic",
                                        "dialog-error-symbolic" };
  static const char * const classes[] = { "dim-label", "warning", "error" };
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr(GPtrArray) remarks = guild_redirect_rule_check (
    address, (const char * const *) self->profile->white_list);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->remarks, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  self->faulty = *address == '\0';
  for (guint i = 0; i < remarks->len; i++)
    {
      const GuildRedirectRemark *remark = remarks->pdata[i];
      self->faulty = self->faulty || remark->weight == GUILD_REDIRECT_FAULT;
      GtkWidget *row = guild_settings_row (remark->text, NULL);
      GtkWidget *icon = gtk_image_new_from_icon_name (icons[remark->weight]);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_add_css_class (icon, classes[remark->weight]);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      adw_preferences_group_add (self->remarks, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), remarks->len > 0);
}

static char *
make_body (const char *redirect, const char *was)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "redirectUrl");
  json_builder_add_string_value (builder, redirect);
  json_builder_set_member_name (builder, "was");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "redirectUrl");
  json_builder_add_string_value (builder, was);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
set_redirect (GuildSettingsPage *page, gpointer data)
{
  GuildProfilePage *self = GUILD_PROFILE_PAGE (page);
  g_autofree char *body = make_body (data, self->profile->redirect);
  g_autofree char *old = make_body (self->profile->redirect, data);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_SET_REDIRECT, NULL, NULL, body);
  g_autoptr(GuildWrite) inverse = guild_write_new (GUILD_WRITE_SET_REDIRECT, NULL, NULL, old);

  guild_settings_page_perform (page, write, inverse, self->profile->name,
                               _("Redirect address changed"),
                               _("The redirect address was not changed"));
}

static void
ask (GuildProfilePage *self, const char *address)
{
  const char *none = _("none");
  const char *old = self->profile->redirect;
  g_autofree char *body = g_strdup_printf (
    _("Every customer of this client is sent there after a link, whoever gave them the link.\n\n"
      "Now: %s\n\nThen: %s\n\nWhat it is now is kept, and can be brought back from Activity."),
    *old != '\0' ? old : none, *address != '\0' ? address : none);

  guild_settings_page_ask (GUILD_SETTINGS_PAGE (self), _("Change the Redirect Address?"), body,
                           _("C_hange"), ADW_RESPONSE_SUGGESTED, NULL, set_redirect,
                           g_strdup (address), g_free);
}

static void
apply_cb (GuildProfilePage *self)
{
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->faulty)
    guild_settings_page_toast (GUILD_SETTINGS_PAGE (self),
                               *address == '\0' ? _("An address is needed. Nothing was sent.")
                                               : _("No customer could come back to this address. "
                                                   "Nothing was sent."));
  else if (g_strcmp0 (address, self->profile->redirect) != 0)
    ask (self, address);
}

static void
ours_clicked_cb (GuildProfilePage *self)
{
  guint16 port = guild_settings_get_callback_port ();
  g_autofree char *address = guild_callback_server_make_template (port);

  if (g_strcmp0 (address, self->profile->redirect) == 0)
    guild_settings_page_toast (GUILD_SETTINGS_PAGE (self),
                               _("It leads back to Guildhall already"));
  else
    ask (self, address);
}

static void
copy_clicked_cb (GuildProfilePage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->profile->redirect);
  guild_settings_page_toast (GUILD_SETTINGS_PAGE (self), _("Redirect address copied"));
}

/* ---- rows ---- */

static void
add_client (GuildProfilePage *self, AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  const struct { const char *title; const char *value; } rows[] = {
    { _("Name"), self->profile->name },
    { _("Logo"), self->profile->logo },
    { _("Icon"), self->profile->icon },
  };

  adw_preferences_group_set_title (group, _("Client"));
  adw_preferences_group_set_description (group, _("What customers see of you is set in the Codat "
                                                  "Portal."));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *value = rows[i].value != NULL && *rows[i].value != '\0' ? rows[i].value
                                                                           : _("Not set");
      GtkWidget *row = guild_settings_row (rows[i].title, value);
      gtk_widget_add_css_class (row, "guild-field");
      adw_preferences_group_add (group, row);
    }
  adw_preferences_page_add (page, group);
}

static void
add_redirect (GuildProfilePage *self, AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gboolean fixed = guild_settings_get_callback_port () != 0;
  GtkWidget *copy = guild_settings_icon_button ("edit-copy-symbolic", _("Copy"));
  GtkWidget *ours = guild_settings_row (
    _("Lead back to Guildhall"),
    fixed ? _("For links that are opened on this computer")
          : _("Choose a port in Preferences first: the address must stay the same"));
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Set…"));

  adw_preferences_group_set_title (group, _("Redirect Address"));
  adw_preferences_group_set_description (group, _("Where a customer’s browser goes when a link "
                                                  "ends. {names} in braces are filled in."));
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _("Address"));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->profile->redirect);
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  gtk_widget_set_visible (copy, *self->profile->redirect != '\0');
  adw_entry_row_add_suffix (self->entry, copy);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, fixed);
  adw_action_row_add_suffix (ADW_ACTION_ROW (ours), button);
  adw_preferences_group_add (group, GTK_WIDGET (self->entry));
  adw_preferences_group_add (group, ours);
  adw_preferences_page_add (page, group);

  self->remarks = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_page_add (page, self->remarks);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "clicked", G_CALLBACK (ours_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  typed_cb (self);
}

static void
add_allowed (GuildProfilePage *self, AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _("Allowed Addresses"));
  for (guint i = 0; self->profile->white_list[i] != NULL; i++)
    adw_preferences_group_add (group, guild_settings_row (self->profile->white_list[i], NULL));
  if (self->profile->white_list[0] == NULL)
    adw_preferences_group_add (group, guild_settings_row (
      _("None listed"), _("A redirect address whose host’s name varies needs one here")));
  adw_preferences_page_add (page, group);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildProfilePage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatProfile) profile =
    guild_codat_read_profile_finish (GUILD_CODAT (source), result, &error);

  if (profile == NULL)
    {
      guild_settings_page_fail (GUILD_SETTINGS_PAGE (self), error);
      return;
    }
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  g_clear_pointer (&self->profile, guild_codat_profile_free);
  self->profile = g_steal_pointer (&profile);
  g_ptr_array_set_size (self->rows, 0);
  add_client (self, page);
  add_redirect (self, page);
  add_allowed (self, page);
  guild_settings_page_show (GUILD_SETTINGS_PAGE (self), GTK_WIDGET (page));
}

static void
guild_profile_page_load (GuildSettingsPage *page, GuildCodat *codat, GCancellable *cancellable)
{
  guild_codat_read_profile_async (codat, cancellable, loaded_cb, g_object_ref (page));
}

static void
guild_profile_page_finalize (GObject *object)
{
  GuildProfilePage *self = GUILD_PROFILE_PAGE (object);

  g_clear_pointer (&self->profile, guild_codat_profile_free);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (guild_profile_page_parent_class)->finalize (object);
}

static void
guild_profile_page_class_init (GuildProfilePageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_profile_page_finalize;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_profile_page_load;
  GUILD_SETTINGS_PAGE_CLASS (klass)->keeps_edits = TRUE;
}

static void
guild_profile_page_init (GuildProfilePage *self)
{
  self->rows = g_ptr_array_new ();
}
