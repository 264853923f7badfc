/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-connection-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "company/guild-field.h"
#include "company/guild-format.h"
#include "company/guild-words.h"
#include "ui/guild-kept-rows.h"

/* "Accounting · since 3 Mar", and below it "Read 7 min ago". */
static char *
describe_connection (GuildConnection *connection, gint64 now)
{
  const char *raw = guild_connection_get_source_type (connection);
  const char *source = *raw != '\0' ? guild_words_source_type (raw) : "";
  gint64 synced = guild_connection_get_last_sync (connection);
  gint64 created = guild_connection_get_created (connection);
  g_autoptr(GString) text = g_string_new (source);

  if (created != GUILD_NUMBER_UNSET)
    {
      g_autofree char *when = guild_format_date (created, now);
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, _("since %s"), when);
    }
  if (synced != GUILD_NUMBER_UNSET)
    {
      g_autofree char *when = guild_format_relative_time (synced, now);
      g_string_append (text, text->len > 0 ? "\n" : "");
      g_string_append_printf (text, _("Read %s"), when);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "User cancelled · 3 Mar", "User cancelled · 3 Mar, resolved 5 Mar" */
static char *
describe_error (const GuildConnectionError *error, gint64 now)
{
  g_autoptr(GString) text = g_string_new (error->text);

  if (error->at != GUILD_NUMBER_UNSET)
    {
      g_autofree char *when = guild_format_date (error->at, now);
      g_string_append_printf (text, " · %s", when);
    }
  if (error->resolved && error->resolved_at != GUILD_NUMBER_UNSET)
    {
      g_autofree char *when = guild_format_date (error->resolved_at, now);
      g_string_append_printf (text, _(", resolved %s"), when);
    }
  else if (error->resolved)
    g_string_append (text, _(", resolved"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
guild_connection_describe_errors (GuildConnection *connection, gint64 now)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (connection), NULL);

  GPtrArray *errors = guild_connection_get_errors (connection);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < errors->len; i++)
    {
      g_autofree char *line = describe_error (g_ptr_array_index (errors, i), now);
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_item (GMenu *section, const char *label, const char *action, GuildConnection *connection)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", guild_connection_get_id (connection));
  g_menu_append_item (section, item);
}

static const char *
link_label (GuildConnectionStatus status)
{
  if (status == GUILD_CONNECTION_LINKED)
    return _("_Link Again…");
  return status == GUILD_CONNECTION_PENDING ? _("_Link…") : _("_Re-authorise…");
}

static GMenuModel *
make_menu (GuildConnection *connection)
{
  GuildConnectionStatus status = guild_connection_get_status (connection);
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) links = g_menu_new ();
  g_autoptr(GMenu) ends = g_menu_new ();

  add_item (links, link_label (status), "win.link-connection", connection);
  add_item (links, _("_Copy Link"), "win.copy-connection-link", connection);
  if (guild_connection_get_errors (connection)->len > 0)
    add_item (links, _("_Show Errors…"), "win.show-connection-errors", connection);
  if (status == GUILD_CONNECTION_LINKED)
    add_item (ends, _("_Unlink…"), "win.unlink-connection", connection);
  add_item (ends, _("_Delete…"), "win.delete-connection", connection);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (links));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static GtkWidget *
make_button (GuildConnection *connection)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr(GMenuModel) menu = make_menu (connection);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_tooltip_text (button, _("Connection Menu"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Connection Menu"), -1);
  return button;
}

static GtkWidget *
make_status (GuildConnection *connection)
{
  GuildConnectionStatus status = guild_connection_get_status (connection);
  const char *words = status == GUILD_CONNECTION_UNKNOWN
    ? guild_connection_get_status_text (connection) : guild_connection_status_title (status);
  const char *css_class = guild_connection_status_css_class (status);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon =
    gtk_image_new_from_icon_name (guild_connection_status_icon_name (status));

  if (css_class != NULL)
    gtk_widget_add_css_class (icon, css_class);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), gtk_label_new (*words != '\0' ? words : _("Unknown")));
  return box;
}

/* The platform and how it stands share a line; everything longer has the whole width below it. */
static GtkWidget *
make_heading (GuildConnection *connection, const char *platform)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (platform);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (heading), title);
  gtk_box_append (GTK_BOX (heading), make_status (connection));
  gtk_box_append (GTK_BOX (heading), make_button (connection));
  return heading;
}

static GtkWidget *
make_caption (const char *text)
{
  GtkWidget *caption = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (caption), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  return caption;
}

GtkWidget *
guild_connection_row_new (GuildConnection *connection, gint64 now)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (connection), NULL);

  GPtrArray *errors = guild_connection_get_errors (connection);
  const char *name = guild_connection_get_platform_name (connection);
  const char *platform = *name != '\0' ? name : _("Unknown platform");
  g_autofree char *about = describe_connection (connection, now);
  g_autofree char *trouble = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *row = gtk_list_box_row_new ();

  for (guint i = 0; trouble == NULL && i < errors->len; i++)
    {
      const GuildConnectionError *error = g_ptr_array_index (errors, i);
      if (!error->resolved)
        trouble = describe_error (error, now);
    }
  if (trouble == NULL && errors->len > 0)
    trouble = describe_error (g_ptr_array_index (errors, 0), now);
  gtk_widget_add_css_class (box, "guild-connection");
  gtk_box_append (GTK_BOX (box), make_heading (connection, platform));
  gtk_box_append (GTK_BOX (box), make_caption (about));
  if (trouble != NULL)
    gtk_box_append (GTK_BOX (box), make_caption (trouble));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, platform,
                                  -1);
  g_autofree char *content =
    g_strdup_printf ("%s\n%s\n%s\n%s\n%u", platform, about, trouble != NULL ? trouble : "",
                     guild_connection_get_status_text (connection), errors->len);
  guild_kept_row_describe (row, guild_connection_get_id (connection), content);
  return row;
}

GtkWidget *
guild_connection_row_new_add (void)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("_Add Connection…"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.add-connection");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Add Connection…"), -1);
  guild_kept_row_describe (row, "add", "");
  return row;
}
