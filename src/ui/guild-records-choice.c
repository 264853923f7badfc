/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-connection.h"
#include "company/guild-field.h"
#include "company/guild-format.h"
#include "ui/guild-clock.h"
#include "ui/guild-drop-down.h"

/* What of a type is on show: the periods of a statement, an account, a connection. */

/* How a statement is cut: months in a period, and how many of them. */
static const struct { const char *title; guint months, periods; } cuts[] = {
  { N_("By Month"), 1, 12 },
  { N_("By Quarter"), 3, 8 },
  { N_("By Year"), 12, 5 },
};

static void
fill (GuildRecordsWindow *self, GtkDropDown *drop_down, const char * const *titles,
      const char *label, guint selected)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (titles);

  self->filling = TRUE;
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (drop_down, selected);
  self->filling = FALSE;
  guild_drop_down_set_name (drop_down, label);
  gtk_widget_set_visible (GTK_WIDGET (drop_down), TRUE);
}

void
guild_records_offer_cuts (GuildRecordsWindow *self)
{
  const char *titles[G_N_ELEMENTS (cuts) + 1] = { NULL };

  if (gtk_widget_get_visible (GTK_WIDGET (self->choice)))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    titles[i] = _(cuts[i].title);
  fill (self, self->choice, titles, _("Periods"), 0);
}

void
guild_records_get_cut (GuildRecordsWindow *self, guint *months, guint *periods)
{
  guint cut = MIN (gtk_drop_down_get_selected (self->choice), G_N_ELEMENTS (cuts) - 1);

  *months = cuts[cut].months;
  *periods = cuts[cut].periods;
}

void
guild_records_offer_accounts (GuildRecordsWindow *self, GPtrArray *accounts)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; i < accounts->len; i++)
    {
      const char *name = guild_record_get_cell (accounts->pdata[i], "accountName");
      g_ptr_array_add (titles, (gpointer) (name != NULL ? name : _("Account")));
    }
  g_ptr_array_add (titles, NULL);
  self->accounts = g_ptr_array_ref (accounts);
  fill (self, self->choice, (const char * const *) titles->pdata, _("Account"), 0);
}

const char *
guild_records_get_account (GuildRecordsWindow *self)
{
  if (self->accounts == NULL)
    return NULL;
  return guild_record_get_id (self->accounts->pdata[MIN (
    gtk_drop_down_get_selected (self->choice), self->accounts->len - 1)]);
}

/* ---- connections ---- */

static const char *
get_name (GuildConnection *connection)
{
  const char *name = guild_connection_get_platform_name (connection);
  return *name != '\0' ? name : _("Unknown platform");
}

static gboolean
is_linked (GuildConnection *connection)
{
  return guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED;
}

/* (transfer full) (element-type GuildConnection): those with TYPE, without those that never had
 * data when others have; linked ones first. */
static GPtrArray *
find_connections (GuildRecordsWindow *self, const GuildDataType *type)
{
  GListModel *all = guild_company_get_connections (self->company);
  g_autoptr(GPtrArray) linked = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) lost = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) pending = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(GuildConnection) one = g_list_model_get_item (all, i);
      GPtrArray *list = is_linked (one) ? linked
        : guild_connection_get_last_sync (one) != GUILD_NUMBER_UNSET ? lost : pending;
      if (g_strcmp0 (guild_connection_get_source_type (one), type->source_type) == 0)
        g_ptr_array_add (list, g_steal_pointer (&one));
    }
  if (linked->len + lost->len == 0)
    return g_steal_pointer (&pending);
  g_ptr_array_extend_and_steal (linked, g_steal_pointer (&lost));
  return g_steal_pointer (&linked);
}

/* "Plaid · since 3 Mar 2025", the date only where another one is at the same platform. */
static char *
describe_name (GPtrArray *connections, GuildConnection *one)
{
  gint64 created = guild_connection_get_created (one);
  guint n_same = 0;

  for (guint i = 0; i < connections->len; i++)
    n_same += g_strcmp0 (get_name (one), get_name (connections->pdata[i])) == 0;
  if (n_same < 2 || created == GUILD_NUMBER_UNSET)
    return g_strdup (get_name (one));
  g_autofree char *when = guild_format_date (created, guild_clock_now ());
  g_autofree char *since = g_strdup_printf (_("since %s"), when);
  return g_strdup_printf ("%s · %s", get_name (one), since);
}

/* With a number where even that is the same, and its status where it is not linked. */
static char *
describe_connection (GPtrArray *connections, guint index)
{
  GuildConnection *one = connections->pdata[index];
  g_autofree char *name = describe_name (connections, one);
  g_autoptr(GString) text = g_string_new (name);
  guint n_before = 0;

  for (guint i = 0; i < index; i++)
    {
      g_autofree char *other = describe_name (connections, connections->pdata[i]);
      n_before += g_str_equal (name, other);
    }
  if (n_before > 0)
    g_string_append_printf (text, " (%u)", n_before + 1);
  if (!is_linked (one))
    g_string_append_printf (text, " · %s",
                            guild_connection_status_title (guild_connection_get_status (one)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
guild_records_offer_connections (GuildRecordsWindow *self, const GuildDataType *type)
{
  g_autoptr(GPtrArray) found = type != NULL && type->connection ? find_connections (self, type)
                                                                : g_ptr_array_new ();
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *before = g_steal_pointer (&self->connection_id);
  guint selected = 0;

  gtk_widget_set_visible (GTK_WIDGET (self->connection), found->len > 1);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  if (found->len == 0)
    return;
  self->connections = g_ptr_array_new_with_free_func (g_free);
  if (type->company_too && found->len > 1)
    {
      g_ptr_array_add (self->connections, NULL);
      g_ptr_array_add (titles, g_strdup (_("All Connections")));
    }
  for (guint i = 0; i < found->len; i++)
    {
      const char *id = guild_connection_get_id (found->pdata[i]);
      if (g_strcmp0 (id, before) == 0)
        selected = self->connections->len;
      g_ptr_array_add (self->connections, g_strdup (id));
      g_ptr_array_add (titles, describe_connection (found, i));
    }
  g_ptr_array_add (titles, NULL);
  self->connection_id = g_strdup (self->connections->pdata[selected]);
  if (found->len > 1)
    fill (self, self->connection, (const char * const *) titles->pdata, _("Connection"), selected);
}

gboolean
guild_records_take_connection (GuildRecordsWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->connection);
  const char *id = self->connections != NULL && selected < self->connections->len
    ? self->connections->pdata[selected] : NULL;

  if (g_strcmp0 (id, self->connection_id) == 0)
    return FALSE;
  g_free (self->connection_id);
  self->connection_id = g_strdup (id);
  return TRUE;
}

static GuildConnection *
find_connection (GuildRecordsWindow *self, const char *id)
{
  GListModel *all = guild_company_get_connections (self->company);

  for (guint i = 0; id != NULL && i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(GuildConnection) one = g_list_model_get_item (all, i);
      if (g_strcmp0 (guild_connection_get_id (one), id) == 0)
        return one; /* the company keeps it */
    }
  return NULL;
}

const char *
guild_records_get_platform (GuildRecordsWindow *self, const char *connection_id)
{
  GuildConnection *connection = find_connection (self, connection_id);
  return connection != NULL ? get_name (connection) : NULL;
}

gboolean
guild_records_can_refresh (GuildRecordsWindow *self)
{
  GuildConnection *connection = find_connection (self, self->connection_id);
  return connection == NULL || is_linked (connection);
}

const char *
guild_records_get_refreshed (GuildRecordsWindow *self)
{
  return self->connections != NULL && self->connections->len > 1 ? self->connection_id : NULL;
}
