/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-integrations-page.h"

#include <glib/gi18n.h>
#include "company/guild-text.h"
#include "ui/guild-drop-down.h"
#include "ui/guild-integration-row.h"

/* As the drop-down has them. */
enum { ANY, ON, OFF };

struct _GuildIntegrationsPage
{
  GuildSettingsPage parent_instance;

  GPtrArray  *integrations; /* (owned) (nullable) (element-type GuildCodatIntegration) */
  GPtrArray  *types;        /* (owned) (element-type utf8): their titles, borrowed */
  GtkListBox *list;         /* (unowned) (nullable): in the content */
  char       *text;         /* (owned): what must be found in them, folded */
  guint       type;         /* 0 = every one, else 1 + index in TYPES */
  guint       enabled;      /* ANY, ON or OFF */
};

G_DEFINE_FINAL_TYPE (GuildIntegrationsPage, guild_integrations_page, GUILD_TYPE_SETTINGS_PAGE)

static gboolean
is_wanted (GuildIntegrationsPage *self, const GuildCodatIntegration *about)
{
  const char *title = self->type > 0 ? self->types->pdata[self->type - 1] : NULL;

  if (self->enabled != ANY && about->enabled != (self->enabled == ON))
    return FALSE;
  if (title != NULL && !g_str_equal (guild_words_source_type (about->source_type), title))
    return FALSE;
  return guild_integration_row_matches (about, self->text);
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  return is_wanted (data, g_object_get_data (G_OBJECT (row), "guild-integration"));
}

static void
search_cb (GtkSearchEntry *entry, GuildIntegrationsPage *self)
{
  g_free (self->text);
  self->text = guild_text_fold (gtk_editable_get_text (GTK_EDITABLE (entry)));
  gtk_list_box_invalidate_filter (self->list);
}

static void
type_cb (GtkDropDown *drop_down, GParamSpec *pspec, GuildIntegrationsPage *self)
{
  self->type = gtk_drop_down_get_selected (drop_down);
  gtk_list_box_invalidate_filter (self->list);
}

static void
enabled_cb (GtkDropDown *drop_down, GParamSpec *pspec, GuildIntegrationsPage *self)
{
  self->enabled = gtk_drop_down_get_selected (drop_down);
  gtk_list_box_invalidate_filter (self->list);
}

static GtkWidget *
make_search (GuildIntegrationsPage *self)
{
  GtkWidget *search = gtk_search_entry_new ();

  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (search), GTK_WIDGET (self));
  g_object_set (search, "placeholder-text", _("Find a platform"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Find a platform"), -1);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (search_cb), self, 0);
  return search;
}

/* FIRST stands for no choice; TITLES (nullable) follow it. */
static GtkWidget *
make_choice (GuildIntegrationsPage *self, const char *label, const char *first, GPtrArray *titles,
             GCallback changed)
{
  g_autoptr(GtkStringList) model = gtk_string_list_new (NULL);
  gtk_string_list_append (model, first);
  for (guint i = 0; i < titles->len; i++)
    gtk_string_list_append (model, titles->pdata[i]);

  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&model)), NULL);
  guild_drop_down_set_name (GTK_DROP_DOWN (drop_down), label);
  gtk_widget_set_hexpand (drop_down, TRUE);
  g_signal_connect_object (drop_down, "notify::selected", changed, self, 0);
  return drop_down;
}

static GtkWidget *
make_filter (GuildIntegrationsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr(GPtrArray) switches = g_ptr_array_new ();

  g_ptr_array_add (switches, (gpointer) _("Switched on"));
  g_ptr_array_add (switches, (gpointer) _("Switched off"));
  gtk_box_append (GTK_BOX (choices), make_choice (self, _("Kind"), _("Every kind"), self->types,
                                                  G_CALLBACK (type_cb)));
  gtk_box_append (GTK_BOX (choices), make_choice (self, _("Switched on or off"), _("On and off"),
                                                  switches, G_CALLBACK (enabled_cb)));
  gtk_box_append (GTK_BOX (box), make_search (self));
  gtk_box_append (GTK_BOX (box), choices);
  gtk_widget_set_margin_bottom (box, 12);
  return box;
}

static GtkListBox *
make_list (void)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *nothing = gtk_label_new (_("No Platform Found"));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (nothing, "guild-words");
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), nothing);
  return GTK_LIST_BOX (list);
}

/* The list is by type: each is met once. */
static void
note_type (GuildIntegrationsPage *self, const GuildCodatIntegration *about)
{
  const char *title = guild_words_source_type (about->source_type);

  if (self->types->len == 0 || !g_str_equal (self->types->pdata[self->types->len - 1], title))
    g_ptr_array_add (self->types, (gpointer) title);
}

static GtkWidget *
make_content (GuildIntegrationsPage *self, GuildCodat *codat)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  guint n_enabled = 0;

  self->list = make_list ();
  for (guint i = 0; i < self->integrations->len; i++)
    {
      GuildCodatIntegration *one = self->integrations->pdata[i];
      GtkWidget *row = guild_integration_row_new (codat, one, TRUE);
      g_object_set_data (G_OBJECT (row), "guild-integration", one);
      gtk_list_box_append (self->list, row);
      note_type (self, one);
      n_enabled += one->enabled;
    }
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  g_autofree char *text = g_strdup_printf (
    _("%u of %u platforms are switched on. This is done in the Codat Portal."), n_enabled,
    self->integrations->len);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Integrations"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_filter (self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return page;
}

/* What a reload begins with: nothing chosen, nothing searched. */
static void
forget (GuildIntegrationsPage *self)
{
  g_clear_pointer (&self->integrations, g_ptr_array_unref);
  g_ptr_array_set_size (self->types, 0);
  g_free (self->text);
  self->text = g_strdup ("");
  self->type = 0;
  self->enabled = ANY;
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
    {
      g_autoptr(GPtrArray) shown = g_steal_pointer (&self->integrations);
      forget (self);
      self->integrations = g_steal_pointer (&integrations);
      guild_settings_page_show (GUILD_SETTINGS_PAGE (self),
                                make_content (self, GUILD_CODAT (source)));
    }
}

static void
guild_integrations_page_load (GuildSettingsPage *page, GuildCodat *codat,
                              GCancellable *cancellable)
{
  guild_codat_list_integrations_async (codat, cancellable, loaded_cb, g_object_ref (page));
}

static void
guild_integrations_page_finalize (GObject *object)
{
  GuildIntegrationsPage *self = GUILD_INTEGRATIONS_PAGE (object);

  g_clear_pointer (&self->integrations, g_ptr_array_unref);
  g_ptr_array_unref (self->types);
  g_free (self->text);
  G_OBJECT_CLASS (guild_integrations_page_parent_class)->finalize (object);
}

static void
guild_integrations_page_class_init (GuildIntegrationsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_integrations_page_finalize;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_integrations_page_load;
}

static void
guild_integrations_page_init (GuildIntegrationsPage *self)
{
  self->types = g_ptr_array_new ();
  self->text = g_strdup ("");
}
