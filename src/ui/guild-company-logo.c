/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-logo.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk.h"
#include "service/guild-answer.h"
#include "ui/guild-logo.h"

#define SIZE 56
#define EMPTY_SIZE 24 /* the icon in place of one, in the middle of as much room */

struct _GuildCompanyLogo
{
  GtkWidget parent_instance;

  GtkWidget    *child;   /* (nullable): our only one */
  GuildService *service; /* (owned) (nullable) */
  char         *address; /* (owned) (nullable): of what is on show */
  gboolean      settable;
};

G_DEFINE_FINAL_TYPE (GuildCompanyLogo, guild_company_logo, GTK_TYPE_WIDGET)

static gboolean
drop_cb (GuildCompanyLogo *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  return self->settable && uri != NULL &&
         gtk_widget_activate_action (GTK_WIDGET (self), "win.set-logo-file", "s", uri);
}

static GtkWidget *
make_button (GtkWidget *image, gboolean has_logo)
{
  GtkWidget *button = gtk_button_new ();
  const char *label = has_logo ? _("Change Logo…") : _("Set Logo…");

  gtk_button_set_child (GTK_BUTTON (button), image);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.set-logo");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "guild-logo-button");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return button;
}

static void
set_child (GuildCompanyLogo *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), child != NULL);
}

static void
guild_company_logo_dispose (GObject *object)
{
  GuildCompanyLogo *self = GUILD_COMPANY_LOGO (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_object (&self->service);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (guild_company_logo_parent_class)->dispose (object);
}

static void
guild_company_logo_class_init (GuildCompanyLogoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_company_logo_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
guild_company_logo_init (GuildCompanyLogo *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
guild_company_logo_show (GuildCompanyLogo *self, GuildService *service, GuildCompany *company)
{
  g_return_if_fail (GUILD_IS_COMPANY_LOGO (self));
  g_return_if_fail (GUILD_IS_COMPANY (company));

  if (guild_company_get_table (company) != guild_autodesk_table () || service == NULL)
    {
      set_child (self, NULL);
      return;
    }
  const char *address =
    guild_answer_get_string (guild_company_get_object (company), "imageUrl");
  gboolean settable = (guild_service_get_flags (service) & GUILD_SERVICE_HAS_LOGO) != 0 &&
                      !guild_company_is_deleted (company);

  if (address != NULL && *address == '\0')
    address = NULL;
  /* The same picture is not made anew whenever the company is read. */
  if (self->child != NULL && self->service == service && self->settable == settable &&
      g_strcmp0 (self->address, address) == 0)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      return;
    }
  GtkWidget *image = guild_logo_new (service, address, "guild-company-symbolic",
                                     address != NULL ? SIZE : EMPTY_SIZE);
  if (address == NULL)
    gtk_widget_add_css_class (image, "guild-logo-empty");
  g_set_object (&self->service, service);
  g_free (self->address);
  self->address = g_strdup (address);
  self->settable = settable;
  set_child (self, settable ? make_button (image, address != NULL) : image);
}
