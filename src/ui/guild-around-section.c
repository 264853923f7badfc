/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-around-section.h"

#include "ui/guild-members-section.h"
#include "ui/guild-projects-section.h"

struct _GuildAroundSection
{
  GtkWidget parent_instance;

  GuildProjectsSection *projects;
  GuildMembersSection  *members;
};

G_DEFINE_FINAL_TYPE (GuildAroundSection, guild_around_section, GTK_TYPE_WIDGET)

void
guild_around_section_show (GuildAroundSection *self, GuildDirectory *directory,
                           GuildCompany *company)
{
  g_return_if_fail (GUILD_IS_AROUND_SECTION (self));

  guild_projects_section_show (self->projects, directory, company);
  guild_members_section_show (self->members, directory, company);
}

static void
guild_around_section_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (guild_around_section_parent_class)->dispose (object);
}

static void
guild_around_section_class_init (GuildAroundSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_around_section_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
guild_around_section_init (GuildAroundSection *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->projects = g_object_new (GUILD_TYPE_PROJECTS_SECTION, "visible", FALSE, NULL);
  self->members = g_object_new (GUILD_TYPE_MEMBERS_SECTION, "visible", FALSE, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->projects), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->members), GTK_WIDGET (self));
}
