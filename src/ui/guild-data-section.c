/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-data-section.h"

struct _GuildDataSection
{
  GtkWidget parent_instance;

  GtkWidget *box; /* our only child */
};

G_DEFINE_FINAL_TYPE (GuildDataSection, guild_data_section, GTK_TYPE_WIDGET)

static void
guild_data_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_DATA_SECTION);
  G_OBJECT_CLASS (guild_data_section_parent_class)->dispose (object);
}

static void
guild_data_section_class_init (GuildDataSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_data_section_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-data-section.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildDataSection, box);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
guild_data_section_init (GuildDataSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
