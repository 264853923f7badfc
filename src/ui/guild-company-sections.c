/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-sections.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "ui/guild-company-family.h"
#include "ui/guild-company-rows.h"
#include "ui/guild-kept-rows.h"

static void
add_section (GtkBox *box, const char *title)
{
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "guild-section");
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (box, heading);
  gtk_box_append (box, list);
}

static GtkWidget *
make_field_row (GuildDirectory *directory, const GuildField *field, const GuildCell *cell,
                gint64 now)
{
  if (field->kind == GUILD_FIELD_TAGS)
    {
      if (cell->text == NULL || *cell->text == '\0')
        return NULL;
      g_auto(GStrv) words = guild_field_split_words (field, cell->text);
      g_auto(GStrv) ids = g_strsplit (cell->text, GUILD_LIST_SEP, -1);
      for (guint i = 0; words[i] != NULL; i++)
        {
          const char *name = g_str_equal (field->id, "groups")
            ? guild_directory_get_group_name (directory, words[i]) : NULL;
          if (name != NULL)
            {
              g_free (words[i]);
              words[i] = g_strdup (name);
            }
        }
      if (g_str_equal (field->id, "groups"))
        return guild_company_groups_row (_(field->title), (const char * const *) ids,
                                         (const char * const *) words);
      return guild_company_words_row (_(field->title), (const char * const *) words);
    }
  /* The name is the title, the status the sentence, and the connections have a list. */
  if (field->kind == GUILD_FIELD_CONNECTIONS || g_str_equal (field->id, "name") ||
      g_str_equal (field->id, "status"))
    return NULL;
  if (cell->text == NULL && cell->number == GUILD_NUMBER_UNSET)
    return NULL;
  g_autofree char *value = field->kind == GUILD_FIELD_TIME && cell->number != GUILD_NUMBER_UNSET
    ? guild_format_date_time (cell->number) : guild_field_format (field, cell, now);
  return *value != '\0' ? guild_company_field_row (field, value) : NULL;
}

/* The headings and lists are there for good: whoever reads in one is not moved by another. */
static void
add_sections (GtkBox *box)
{
  for (GuildSection section = 0; section < GUILD_N_SECTIONS; section++)
    {
      add_section (box, guild_company_section_title (section));
      if (section == GUILD_SECTION_COMPANY)
        add_section (box, _("Family"));
    }
}

/* Fills the list below *HEADING, which becomes the next heading. */
static void
fill_section (GtkWidget **heading, GPtrArray *rows)
{
  GtkWidget *list = gtk_widget_get_next_sibling (*heading);

  guild_kept_rows_fill (GTK_LIST_BOX (list), rows);
  gtk_widget_set_visible (*heading, rows->len > 0);
  gtk_widget_set_visible (list, rows->len > 0);
  *heading = gtk_widget_get_next_sibling (list);
}

void
guild_company_sections_fill (GtkBox *box, GuildDirectory *directory, GuildCompany *company,
                             GPtrArray *family, gint64 now)
{
  const GuildFieldTable *table = guild_company_get_table (company);

  if (gtk_widget_get_first_child (GTK_WIDGET (box)) == NULL)
    add_sections (box);
  GtkWidget *heading = gtk_widget_get_first_child (GTK_WIDGET (box));
  for (GuildSection section = 0; section < GUILD_N_SECTIONS; section++)
    {
      g_autoptr(GPtrArray) fields = guild_company_list_section (table, section);
      g_autoptr(GPtrArray) rows = g_ptr_array_new ();
      for (guint i = 0; i < fields->len; i++)
        {
          const GuildField *field = fields->pdata[i];
          const GuildCell *cell = guild_company_get_cell (company, (guint) (field - table->fields));
          GtkWidget *row = make_field_row (directory, field, cell, now);
          if (row != NULL)
            g_ptr_array_add (rows, row);
        }
      fill_section (&heading, rows);
      if (section != GUILD_SECTION_COMPANY)
        continue;
      g_autoptr(GPtrArray) relatives = guild_company_family_rows (company, family);
      fill_section (&heading, relatives);
    }
}
