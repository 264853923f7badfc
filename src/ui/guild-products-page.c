/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-products-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "company/guild-company.h"
#include "company/guild-words.h"

struct _GuildProductsPage
{
  GuildSettingsPage parent_instance;

  char **present; /* (owned) (nullable): as they were read last */
};

G_DEFINE_FINAL_TYPE (GuildProductsPage, guild_products_page, GUILD_TYPE_SETTINGS_PAGE)

static void
set_product (GuildSettingsPage *self, const char *product, gboolean add)
{
  const char *id = guild_settings_page_get_company_id (self);
  g_autoptr(GuildWrite) write = guild_write_new (
    add ? GUILD_WRITE_ADD_PRODUCT : GUILD_WRITE_REMOVE_PRODUCT, id, product, NULL);
  g_autoptr(GuildWrite) inverse = guild_write_new (
    add ? GUILD_WRITE_REMOVE_PRODUCT : GUILD_WRITE_ADD_PRODUCT, id, product, NULL);

  guild_settings_page_perform (self, write, inverse, NULL,
                               add ? _("Product added") : _("Product removed"),
                               add ? _("The product was not added")
                                   : _("The product was not removed"));
}

static void
switched_cb (GtkSwitch *widget, GParamSpec *pspec, GuildSettingsPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (widget), FALSE);
  set_product (self, g_object_get_data (G_OBJECT (widget), "guild-product"),
               gtk_switch_get_active (widget));
}

static void
add_row (GuildSettingsPage *self, AdwPreferencesGroup *group, const char *id, const char *title,
         gboolean active)
{
  GtkWidget *row = guild_settings_row (title, g_str_equal (id, title) ? NULL : id);
  GtkWidget *button = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (button), active);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "guild-product", g_strdup (id), g_free);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (switched_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (group, row);
}

static gboolean
is_known (const char *id)
{
  for (const GuildFieldChoice *one = guild_words_products; one->value != NULL; one++)
    if (g_str_equal (one->value, id))
      return TRUE;
  return FALSE;
}

static void
other_cb (AdwEntryRow *row, GuildSettingsPage *self)
{
  g_autofree char *id = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  char **present = GUILD_PRODUCTS_PAGE (self)->present;

  if (*id == '\0')
    return;
  /* Undo would take away what it had before. */
  if (present != NULL && g_strv_contains ((const char * const *) present, id))
    guild_settings_page_toast (self, _("The company has this product already"));
  else
    set_product (self, id, TRUE);
}

static GtkWidget *
make_content (GuildSettingsPage *self, char **present)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *more = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *other = adw_entry_row_new ();

  adw_preferences_group_set_description (
    group, _("What the company may be used for at Codat. Products are billed as your contract "
             "with Codat says."));
  for (const GuildFieldChoice *one = guild_words_products; one->value != NULL; one++)
    add_row (self, group, one->value, gettext (one->title),
             g_strv_contains ((const char * const *) present, one->value));
  for (guint i = 0; present[i] != NULL; i++)
    if (*present[i] != '\0' && !is_known (present[i]))
      add_row (self, group, present[i], present[i], TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (other), _("Another product’s identifier"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (other), TRUE);
  g_signal_connect_object (other, "apply", G_CALLBACK (other_cb), self, 0);
  adw_preferences_group_add (more, other);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), more);
  return page;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildSettingsPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildBatch) batch =
    guild_service_read_company_finish (GUILD_SERVICE (source), result, &error);

  if (batch == NULL)
    {
      guild_settings_page_fail (self, error);
      return;
    }
  guint index = guild_field_table_index (guild_codat_table (), "products");
  const GuildCell *cell = guild_batch_get_cell (batch, 0, index);
  GuildProductsPage *page = GUILD_PRODUCTS_PAGE (self);
  g_strfreev (page->present);
  page->present = g_strsplit (cell->text != NULL ? cell->text : "", GUILD_LIST_SEP, -1);
  guild_settings_page_show (self, make_content (self, page->present));
}

static void
guild_products_page_load (GuildSettingsPage *page, GuildCodat *codat, GCancellable *cancellable)
{
  guild_service_read_company_async (GUILD_SERVICE (codat),
                                    guild_settings_page_get_company_id (page), cancellable,
                                    loaded_cb, g_object_ref (page));
}

static void
guild_products_page_finalize (GObject *object)
{
  g_strfreev (GUILD_PRODUCTS_PAGE (object)->present);
  G_OBJECT_CLASS (guild_products_page_parent_class)->finalize (object);
}

static void
guild_products_page_class_init (GuildProductsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_products_page_finalize;
  GUILD_SETTINGS_PAGE_CLASS (klass)->load = guild_products_page_load;
}

static void
guild_products_page_init (GuildProductsPage *self)
{
}
