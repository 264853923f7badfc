/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-profile-page.h"

#include <glib/gi18n.h>

#include "company/guild-redirect-rule.h"
#include "link/guild-callback-server.h"
#include "ui/guild-profile-write.h"
#include "ui/guild-settings.h"

/* What of the profile is a text and is written by itself. */
static const struct { const char *member, *title, *done, *failed; } fields[] = {
  { "name", N_("Name"), N_("Name changed"), N_("The name was not changed") },
  { "logoUrl", N_("Address of the logo"), N_("Logo changed"), N_("The logo was not changed") },
  { "iconUrl", N_("Address of the icon"), N_("Icon changed"), N_("The icon was not changed") },
};
enum { NAME, LOGO, ICON, N_FIELDS };
G_STATIC_ASSERT (G_N_ELEMENTS (fields) == N_FIELDS);

struct _GuildProfilePage
{
  GuildSettingsPage parent_instance;

  GuildCodatProfile   *profile; /* (owned) (nullable) */
  AdwPreferencesGroup *remarks; /* (unowned) (nullable): in the content */
  AdwEntryRow         *fields[N_FIELDS]; /* (owned) (nullable) */
  AdwEntryRow         *entry;   /* (owned) (nullable): the redirect address */
  AdwEntryRow         *added;   /* (owned) (nullable): an address to be allowed */
  GPtrArray           *rows;    /* (owned): of REMARKS */
  gboolean             faulty;  /* what is in ENTRY cannot work */
};

G_DEFINE_FINAL_TYPE (GuildProfilePage, guild_profile_page, GUILD_TYPE_SETTINGS_PAGE)

/* ---- what is typed ---- */

static const char *
get_value (GuildProfilePage *self, guint field)
{
  const char *values[] = { self->profile->name, self->profile->logo, self->profile->icon };

  return values[field] != NULL ? values[field] : "";
}

/* (transfer full): what is typed there, without the space around it. */
static char *
dup_typed (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
apply_clicked_cb (GtkButton *button, AdwEntryRow *row)
{
  g_signal_emit_by_name (row, "entry-activated");
}

/* Unlike the row's own button, which a refusal would not bring back, this one is there whenever
 * something is typed that is not so yet; see offer(). */
static void
add_apply (AdwEntryRow *row)
{
  GtkWidget *apply = guild_settings_icon_button ("adw-entry-apply-symbolic", _("Apply"));

  gtk_widget_remove_css_class (apply, "flat");
  gtk_widget_add_css_class (apply, "circular");
  gtk_widget_add_css_class (apply, "suggested-action");
  gtk_widget_set_visible (apply, FALSE);
  adw_entry_row_add_suffix (row, apply);
  g_object_set_data (G_OBJECT (row), "guild-apply", apply);
  g_signal_connect_object (apply, "clicked", G_CALLBACK (apply_clicked_cb), row, 0);
}

/* VALUE is what the service has. */
static void
offer (AdwEntryRow *row, const char *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "guild-apply"),
                          !g_str_equal (text, value));
}

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

  offer (self->entry, self->profile->redirect);
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

static void
set_redirect (GuildSettingsPage *page, gpointer data)
{
  GuildProfilePage *self = GUILD_PROFILE_PAGE (page);
  const char *was = self->profile->redirect;
  g_autoptr(GuildWrite) write = guild_profile_write_redirect (data, was);
  g_autoptr(GuildWrite) inverse = guild_profile_write_redirect (was, data);

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

/* ---- name, logo, icon ---- */

/* What is wrong with TEXT, or NULL. */
static const char *
check_field (guint field, const char *text)
{
  if (field == NAME)
    return *text == '\0' ? _("A name is needed. Nothing was sent.") : NULL;
  return *text == '\0' || guild_redirect_rule_is_web (text)
           ? NULL : _("An address begins with http:// or https://. Nothing was sent.");
}

static guint
get_field (GuildProfilePage *self, AdwEntryRow *row)
{
  guint field = 0;

  while (field < ICON && self->fields[field] != row)
    field++;
  return field;
}

static void
field_typed_cb (AdwEntryRow *row, GuildProfilePage *self)
{
  guint field = get_field (self, row);
  g_autofree char *text = dup_typed (row);

  offer (row, get_value (self, field));
  if (check_field (field, text) != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

static void
field_apply_cb (AdwEntryRow *row, GuildProfilePage *self)
{
  guint field = get_field (self, row);
  g_autofree char *text = dup_typed (row);
  const char *fault = check_field (field, text);
  const char *value = get_value (self, field);

  if (fault != NULL)
    guild_settings_page_toast (GUILD_SETTINGS_PAGE (self), fault);
  else if (!g_str_equal (text, value))
    {
      const char *member = fields[field].member;
      g_autoptr(GuildWrite) write = guild_profile_write_text (member, text, value);
      g_autoptr(GuildWrite) inverse = guild_profile_write_text (member, value, text);
      guild_settings_page_perform (GUILD_SETTINGS_PAGE (self), write, inverse, self->profile->name,
                                   _(fields[field].done), _(fields[field].failed));
    }
}

static void
add_client (GuildProfilePage *self, AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _("Client"));
  for (guint i = 0; i < N_FIELDS; i++)
    {
      AdwEntryRow *row = ADW_ENTRY_ROW (adw_entry_row_new ());
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(fields[i].title));
      gtk_editable_set_text (GTK_EDITABLE (row), get_value (self, i));
      add_apply (row);
      adw_preferences_group_add (group, GTK_WIDGET (row));
      g_set_object (&self->fields[i], row);
      g_signal_connect_object (row, "entry-activated", G_CALLBACK (field_apply_cb), self, 0);
      g_signal_connect_object (row, "changed", G_CALLBACK (field_typed_cb), self, 0);
    }
  adw_preferences_page_add (page, group);
}

/* ---- rows ---- */

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
  g_set_object (&self->entry, ADW_ENTRY_ROW (adw_entry_row_new ()));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _("Address"));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->profile->redirect);
  add_apply (self->entry);
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
  g_signal_connect_object (self->entry, "entry-activated", G_CALLBACK (apply_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  typed_cb (self);
}

/* ---- allowed addresses ---- */

static void
set_allowed (GuildSettingsPage *page, gpointer data)
{
  GuildProfilePage *self = GUILD_PROFILE_PAGE (page);
  char **was = self->profile->white_list;
  g_autoptr(GuildWrite) write = guild_profile_write_list ("whiteListUrls", data, was);
  g_autoptr(GuildWrite) inverse = guild_profile_write_list ("whiteListUrls", was, data);

  guild_settings_page_perform (page, write, inverse, self->profile->name,
                               _("Allowed addresses changed"),
                               _("The allowed addresses were not changed"));
}

/* LIST is taken. It is asked first when customers are sent where they could not go any more. */
static void
change_allowed (GuildProfilePage *self, char **list)
{
  const char *redirect = self->profile->redirect;

  if (guild_redirect_rule_is_allowed (redirect, (const char * const *) list) ||
      !guild_redirect_rule_is_allowed (redirect,
                                       (const char * const *) self->profile->white_list))
    {
      set_allowed (GUILD_SETTINGS_PAGE (self), list);
      g_strfreev (list);
      return;
    }
  g_autofree char *body = g_strdup_printf (
    _("The redirect address would not be allowed any more: customers may see an error and not be "
      "sent back.\n\n%s"), redirect);
  guild_settings_page_ask (GUILD_SETTINGS_PAGE (self), _("Keep Customers from Coming Back?"), body,
                           _("C_hange"), ADW_RESPONSE_DESTRUCTIVE, NULL, set_allowed, list,
                           (GDestroyNotify) g_strfreev);
}

static void
remove_clicked_cb (GtkButton *button, GuildProfilePage *self)
{
  const char *address = g_object_get_data (G_OBJECT (button), "guild-address");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (char **known = self->profile->white_list; *known != NULL; known++)
    if (!g_str_equal (*known, address))
      g_strv_builder_add (builder, *known);
  change_allowed (self, g_strv_builder_end (builder));
}

static void
added_apply_cb (AdwEntryRow *row, GuildProfilePage *self)
{
  g_autofree char *text = dup_typed (row);
  const char * const *known = (const char * const *) self->profile->white_list;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (!guild_redirect_rule_is_web (text) || g_strv_contains (known, text))
    {
      guild_settings_page_toast (GUILD_SETTINGS_PAGE (self),
                                 g_strv_contains (known, text)
                                   ? _("This address is allowed already")
                                   : _("An address begins with http:// or https://. "
                                       "Nothing was sent."));
      return;
    }
  g_strv_builder_addv (builder, (const char **) self->profile->white_list);
  g_strv_builder_add (builder, text);
  change_allowed (self, g_strv_builder_end (builder));
}

static void
added_typed_cb (AdwEntryRow *row, GuildProfilePage *self)
{
  offer (row, "");
}

static void
add_allowed (GuildProfilePage *self, AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _("Allowed Addresses"));
  for (char **address = self->profile->white_list; *address != NULL; address++)
    {
      GtkWidget *row = guild_settings_row (*address, NULL);
      GtkWidget *remove = guild_settings_icon_button ("user-trash-symbolic", _("Remove Address"));
      g_object_set_data_full (G_OBJECT (remove), "guild-address", g_strdup (*address), g_free);
      g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
      adw_preferences_group_add (group, row);
    }
  if (self->profile->white_list[0] == NULL)
    adw_preferences_group_add (group, guild_settings_row (
      _("None listed"), _("A redirect address whose host’s name varies needs one here")));
  g_set_object (&self->added, ADW_ENTRY_ROW (adw_entry_row_new ()));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->added), _("Allow an address"));
  add_apply (self->added);
  adw_preferences_group_add (group, GTK_WIDGET (self->added));
  adw_preferences_page_add (page, group);
  g_signal_connect_object (self->added, "entry-activated", G_CALLBACK (added_apply_cb), self, 0);
  g_signal_connect_object (self->added, "changed", G_CALLBACK (added_typed_cb), self, 0);
}

/* ---- the page ---- */

/* What is typed but not applied, and outlives reading the profile again. */
typedef struct
{
  char *fields[N_FIELDS]; /* (owned) (nullable) */
  char *redirect;         /* (owned) (nullable) */
  char *added;            /* (owned) (nullable) */
} Draft;

static char *
dup_draft (AdwEntryRow *row, const char *value)
{
  g_autofree char *text = row != NULL ? dup_typed (row) : NULL;

  return g_strcmp0 (text, value) != 0 ? g_steal_pointer (&text) : NULL;
}

static void
take_draft (GuildProfilePage *self, Draft *draft)
{
  for (guint i = 0; i < N_FIELDS && self->profile != NULL; i++)
    draft->fields[i] = dup_draft (self->fields[i], get_value (self, i));
  if (self->profile != NULL)
    draft->redirect = dup_draft (self->entry, self->profile->redirect);
  draft->added = dup_draft (self->added, "");
}

static void
put_draft (AdwEntryRow *row, char *text, const char *value)
{
  if (text != NULL && !g_str_equal (text, value))
    gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_free (text);
}

/* DRAFT is emptied. */
static void
restore_draft (GuildProfilePage *self, Draft *draft)
{
  for (guint i = 0; i < N_FIELDS; i++)
    put_draft (self->fields[i], draft->fields[i], get_value (self, i));
  put_draft (self->entry, draft->redirect, self->profile->redirect);
  if (draft->added != NULL &&
      g_strv_contains ((const char * const *) self->profile->white_list, draft->added))
    g_clear_pointer (&draft->added, g_free);
  put_draft (self->added, draft->added, "");
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
  Draft draft = { 0 };
  take_draft (self, &draft);
  g_clear_pointer (&self->profile, guild_codat_profile_free);
  self->profile = g_steal_pointer (&profile);
  g_ptr_array_set_size (self->rows, 0);
  add_client (self, page);
  add_redirect (self, page);
  add_allowed (self, page);
  restore_draft (self, &draft);
  guild_settings_page_show (GUILD_SETTINGS_PAGE (self), GTK_WIDGET (page));
}

static void
guild_profile_page_load (GuildSettingsPage *page, GuildCodat *codat, GCancellable *cancellable)
{
  guild_codat_read_profile_async (codat, cancellable, loaded_cb, g_object_ref (page));
}

static void
guild_profile_page_dispose (GObject *object)
{
  GuildProfilePage *self = GUILD_PROFILE_PAGE (object);

  for (guint i = 0; i < N_FIELDS; i++)
    g_clear_object (&self->fields[i]);
  g_clear_object (&self->entry);
  g_clear_object (&self->added);
  G_OBJECT_CLASS (guild_profile_page_parent_class)->dispose (object);
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
  G_OBJECT_CLASS (klass)->dispose = guild_profile_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_profile_page_finalize;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_profile_page_load;
  GUILD_SETTINGS_PAGE_CLASS (klass)->keeps_edits = TRUE;
}

static void
guild_profile_page_init (GuildProfilePage *self)
{
  self->rows = g_ptr_array_new ();
}
