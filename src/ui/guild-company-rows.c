/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-rows.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "ui/guild-kept-rows.h"
#include "ui/guild-wrap-layout.h"

static GtkWidget *
make_status (const char *icon_name, const char *css_class, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (text);

  if (css_class != NULL)
    gtk_widget_add_css_class (icon, css_class);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title_text = g_markup_escape_text (title, -1);
  g_autofree char *subtitle_text = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

static void
copy_clicked_cb (GtkButton *button, gpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), data);
  gtk_widget_activate_action (GTK_WIDGET (button), "win.copied", NULL);
}

GtkWidget *
guild_company_field_row (const GuildField *field, const char *value)
{
  g_return_val_if_fail (field != NULL && value != NULL, NULL);

  GtkWidget *row = make_row (_(field->title), value);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *label = g_strdup_printf (_("Copy %s"), _(field->title));
  gtk_widget_add_css_class (row, "guild-field");
  if (field->flags & GUILD_FIELD_IDENTIFIER)
    gtk_widget_add_css_class (row, "guild-identifier");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "guild-copy");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_clicked_cb), g_strdup (value),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  guild_kept_row_describe (row, field->id, value);
  return row;
}

static GtkWidget *
make_words_row (const char *title, GtkWidget **flow)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *caption = gtk_label_new (title);
  GtkWidget *row = gtk_list_box_row_new ();

  *flow = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_set_layout_manager (*flow, guild_wrap_layout_new (6));
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), *flow);
  gtk_widget_add_css_class (box, "guild-words");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

GtkWidget *
guild_company_words_row (const char *title, const char * const *words)
{
  g_return_val_if_fail (title != NULL && words != NULL, NULL);

  GtkWidget *flow;
  GtkWidget *row = make_words_row (title, &flow);

  for (guint i = 0; words[i] != NULL; i++)
    {
      GtkWidget *pill = gtk_label_new (words[i]);
      gtk_label_set_ellipsize (GTK_LABEL (pill), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (pill, "pill");
      gtk_box_append (GTK_BOX (flow), pill);
    }
  g_autofree char *content = g_strjoinv ("\n", (char **) words);
  guild_kept_row_describe (row, title, content);
  return row;
}

GtkWidget *
guild_company_groups_row (const char *title, const char * const *ids, const char * const *names)
{
  g_return_val_if_fail (title != NULL && ids != NULL && names != NULL, NULL);

  GtkWidget *flow;
  GtkWidget *row = make_words_row (title, &flow);

  for (guint i = 0; ids[i] != NULL && names[i] != NULL; i++)
    {
      GtkWidget *pill = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
      GtkWidget *label = gtk_label_new (names[i]);
      GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
      g_autofree char *tip = g_strdup_printf (_("Remove from “%s”"), names[i]);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.leave-group");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", ids[i]);
      gtk_widget_set_tooltip_text (button, tip);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "circular");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip,
                                      -1);
      gtk_widget_add_css_class (pill, "guild-group-pill");
      gtk_box_append (GTK_BOX (pill), label);
      gtk_box_append (GTK_BOX (pill), button);
      gtk_box_append (GTK_BOX (flow), pill);
    }
  g_autofree char *all_ids = g_strjoinv ("\n", (char **) ids);
  g_autofree char *all_names = g_strjoinv ("\n", (char **) names);
  g_autofree char *content = g_strjoin ("\n", all_ids, all_names, NULL);
  guild_kept_row_describe (row, title, content);
  return row;
}

GtkWidget *
guild_company_change_row (GuildChange *change, gint64 now)
{
  g_return_val_if_fail (GUILD_IS_CHANGE (change), NULL);

  GuildChangeState state = guild_change_get_state (change);
  g_autofree char *title = guild_change_dup_title (change);
  g_autofree char *when = guild_format_relative_time (guild_change_get_created (change), now);
  const char *message = guild_change_get_message (change);
  g_autofree char *subtitle =
    message != NULL ? g_strdup_printf ("%s · %s", when, message) : g_strdup (when);
  GtkWidget *row = make_row (title, subtitle);
  const char *css_class = state == GUILD_CHANGE_CONFIRMED ? "success"
    : state == GUILD_CHANGE_REFUSED ? "error" : state == GUILD_CHANGE_UNKNOWN ? "warning"
    : "dim-label";

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             make_status (guild_change_state_icon_name (state), css_class,
                                          guild_change_state_title (state)));
  g_autofree char *id =
    g_strdup_printf ("change %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                     guild_change_get_id (change), guild_change_get_created (change));
  g_autofree char *content =
    g_strjoin ("\n", title, subtitle, guild_change_state_icon_name (state), NULL);
  guild_kept_row_describe (row, id, content);
  return row;
}

/* As an address is read. */
static const char * const address[] = { "addressLine1", "addressLine2", "city", "postalCode", "state",
                                        "country", "phone", "website", NULL };

static GuildSection
get_section (const GuildField *field)
{
  if (g_strv_contains (address, field->id))
    return GUILD_SECTION_ADDRESS;
  if (field->flags & GUILD_FIELD_IDENTIFIER)
    return GUILD_SECTION_IDS;
  if (field->kind == GUILD_FIELD_NUMBER || field->kind == GUILD_FIELD_TIME)
    return GUILD_SECTION_FIGURES;
  return GUILD_SECTION_COMPANY;
}

GPtrArray *
guild_company_list_section (const GuildFieldTable *table, GuildSection section)
{
  g_return_val_if_fail (table != NULL, NULL);

  GPtrArray *fields = g_ptr_array_new ();
  for (guint i = 0; section == GUILD_SECTION_ADDRESS && address[i] != NULL; i++)
    {
      const GuildField *field = guild_field_table_find (table, address[i]);
      if (field != NULL)
        g_ptr_array_add (fields, (gpointer) field);
    }
  for (guint i = 0; section != GUILD_SECTION_ADDRESS && i < table->n_fields; i++)
    if (get_section (&table->fields[i]) == section)
      g_ptr_array_add (fields, (gpointer) &table->fields[i]);
  return fields;
}

const char *
guild_company_section_title (GuildSection section)
{
  switch (section)
    {
    case GUILD_SECTION_ADDRESS:
      return _("Address");
    case GUILD_SECTION_FIGURES:
      return _("Figures");
    case GUILD_SECTION_IDS:
      return _("IDs");
    case GUILD_SECTION_COMPANY:
    case GUILD_N_SECTIONS:
    default:
      return _("Company");
    }
}
