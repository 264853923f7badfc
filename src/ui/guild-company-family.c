/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-family.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "directory/guild-family.h"
#include "service/guild-answer.h"
#include "ui/guild-company-rows.h"
#include "ui/guild-kept-rows.h"

#define DEEPEST 8
#define INDENT 18
#define MOST_ROWS 200

/* Where OWN stands in FAMILY; G_MAXUINT when it does not. */
static guint
find_own (GPtrArray *family, const char *own_id)
{
  for (guint i = 0; i < family->len; i++)
    if (g_strcmp0 (((const GuildRelative *) family->pdata[i])->id, own_id) == 0)
      return i;
  return G_MAXUINT;
}

/* Whether INDEX is right above or right below OWN: between them nobody is as high as the higher. */
static gboolean
is_next (GPtrArray *family, guint own, guint index, int step)
{
  const GuildRelative *a = family->pdata[MIN (own, index)];
  const GuildRelative *b = family->pdata[MAX (own, index)];

  if ((step < 0) != (index < own) || b->depth != a->depth + 1)
    return FALSE;
  for (guint i = MIN (own, index) + 1; i < MAX (own, index); i++)
    if (((const GuildRelative *) family->pdata[i])->depth <= a->depth)
      return FALSE;
  return TRUE;
}

static const char *
describe_role (GPtrArray *family, guint own, guint index)
{
  if (own == G_MAXUINT)
    return "";
  if (index == own)
    return _("This company");
  if (is_next (family, own, index, -1))
    return _("Parent");
  return is_next (family, own, index, 1) ? _("Subsidiary") : "";
}

static GtkWidget *
make_row (const GuildRelative *relative, const char *role, gboolean own)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (relative->name, -1);
  g_autofree char *level = g_strdup_printf (_("Level %u"), relative->depth + 1);
  g_autofree char *words =
    *role != '\0' ? g_strdup_printf ("%s, %s", role, level) : g_strdup (level);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), role);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  relative->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  g_autofree char *content = g_strjoin ("\n", relative->name, words, own ? "own" : NULL, NULL);
  guild_kept_row_describe (row, relative->id, content);
  if (relative->depth > 0)
    {
      GtkWidget *indent = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_set_size_request (indent, (int) MIN (relative->depth, DEEPEST) * INDENT, -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), indent);
    }
  if (own)
    return row;
  GtkWidget *icon = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_widget_add_css_class (icon, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-company");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", relative->id);
  return row;
}

static void
add_tree (GPtrArray *rows, GPtrArray *family, const char *own_id)
{
  guint own = find_own (family, own_id);
  guint n = MIN (family->len, MOST_ROWS);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, make_row (family->pdata[i], describe_role (family, own, i), i == own));
  if (n < family->len)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *title = g_strdup_printf (
        ngettext ("%u more company", "%u more companies", family->len - n), family->len - n);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      guild_kept_row_describe (row, "more", title);
      g_ptr_array_add (rows, row);
    }
}

static void
add_owners (GPtrArray *rows, JsonArray *owners)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; owners != NULL && i < json_array_get_length (owners); i++)
    {
      JsonNode *node = json_array_get_element (owners, i);
      const char *id = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      if (id != NULL && *id != '\0')
        g_ptr_array_add (ids, (gpointer) id);
    }
  if (ids->len == 0)
    return;
  g_ptr_array_add (ids, NULL);
  g_ptr_array_add (rows, guild_company_words_row (_("Owner User IDs"),
                                                  (const char * const *) ids->pdata));
}

GPtrArray *
guild_company_family_rows (GuildCompany *company, GPtrArray *family)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);

  GPtrArray *rows = g_ptr_array_new ();

  if (family != NULL && family->len > 1)
    add_tree (rows, family, guild_company_get_id (company));
  add_owners (rows, guild_answer_get_array (guild_company_get_object (company), "ownerUserIds"));
  return rows;
}
