/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-member-row.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"

#define AVATAR 32

typedef struct
{
  const char *id;
  const char *title;
} Word;

static const Word statuses[] = {
  { "active", N_("Active") },       { "archived", N_("Archived") },
  { "deleted", N_("Deleted") },     { "disabled", N_("Disabled") },
  { "inactive", N_("Inactive") },   { "not_invited", N_("Not invited") },
  { "pending", N_("Pending") },     { "suspended", N_("Suspended") },
};

static const Word roles[] = {
  { "account_admin", N_("Account administrator") },
  { "account_user", N_("Member") },
  { "project_admin", N_("Project administrator") },
};

static const char *
find_word (const Word *words, gsize n, const char *id)
{
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (words[i].id, id) == 0)
      return _(words[i].title);
  return id;
}

const char *
guild_people_status (const char *status)
{
  return find_word (statuses, G_N_ELEMENTS (statuses), status);
}

const char *
guild_member_get_title (const GuildMember *member)
{
  g_return_val_if_fail (member != NULL, NULL);
  return *member->name != '\0' ? member->name : member->email;
}

char *
guild_member_describe (const GuildMember *member, gint64 now)
{
  g_return_val_if_fail (member != NULL, NULL);

  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *ago = member->last_sign_in != GUILD_NUMBER_UNSET
    ? guild_format_relative_time (member->last_sign_in, now) : NULL;
  g_autofree char *sign_in =
    /* Translators: %s is a time, such as "3 days ago" */
    ago != NULL ? g_strdup_printf (_("last signed in %s"), ago) : NULL;
  const char *parts[] = { find_word (roles, G_N_ELEMENTS (roles), member->role),
                          guild_people_status (member->status), member->job_title, sign_in };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
copy_clicked_cb (GtkButton *button, gpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), data);
  gtk_widget_activate_action (GTK_WIDGET (button), "win.copied", NULL);
}

static GtkWidget *
make_copy_button (const GuildMember *member)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is a person */
  g_autofree char *label =
    g_strdup_printf (_("Copy E-Mail Address of %s"), guild_member_get_title (member));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "guild-copy");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, member->email);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_clicked_cb),
                         g_strdup (member->email), (GClosureNotify) (void (*) (void)) g_free, 0);
  return button;
}

GtkWidget *
guild_member_row_new (const GuildMember *member, gint64 now)
{
  g_return_val_if_fail (member != NULL, NULL);

  GtkWidget *row = adw_action_row_new ();
  /* Of an empty text the colour would be another each time. */
  GtkWidget *avatar =
    adw_avatar_new (AVATAR, guild_member_get_title (member), *member->name != '\0');
  g_autofree char *words = guild_member_describe (member, now);
  gboolean named = *member->name != '\0' && *member->email != '\0';
  g_autofree char *lines =
    named ? g_strdup_printf ("%s\n%s", member->email, words) : g_strdup (words);
  g_autofree char *title = g_markup_escape_text (guild_member_get_title (member), -1);
  g_autofree char *subtitle = g_markup_escape_text (lines, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  guild_member_get_title (member),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, lines, -1);
  if (*member->email != '\0')
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_copy_button (member));
  return row;
}
