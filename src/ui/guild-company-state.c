/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-pane.h"

#include <glib/gi18n-lib.h>

#include "company/guild-connection.h"
#include "company/guild-format.h"
#include "service/autodesk/guild-autodesk.h"

static GuildConnection *
find_connection (GListModel *connections, GuildConnectionStatus status)
{
  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_status (connection) == status)
        return connection; /* the model keeps it */
    }
  return NULL;
}

/* FIRST is one of those that are linked; what was read last counts, wherever it came from. */
static char *
describe_linked (GListModel *connections, GuildConnection *first, gint64 now)
{
  const char *name = guild_connection_get_platform_name (first);
  gint64 last = GUILD_NUMBER_UNSET;
  guint n_linked = 0;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_status (connection) != GUILD_CONNECTION_LINKED)
        continue;
      last = MAX (last, guild_connection_get_last_sync (connection));
      n_linked++;
    }
  if (last == GUILD_NUMBER_UNSET)
    return g_strdup_printf (_("Linked to %s; nothing has been read yet."), name);
  g_autofree char *when = guild_format_relative_time (last, now);
  if (n_linked == 1)
    return g_strdup_printf (_("Linked to %s. Last read: %s."), name, when);
  return g_strdup_printf (ngettext ("Linked to %s and %u other platform. Last read: %s.",
                                    "Linked to %s and %u other platforms. Last read: %s.",
                                    n_linked - 1), name, n_linked - 1, when);
}

static char *
describe_connections (GListModel *connections, gint64 now)
{
  GuildConnection *found;

  if (g_list_model_get_n_items (connections) == 0)
    return g_strdup (_("No accounting platform is connected yet. Send the customer a link to "
                       "share their books."));
  if ((found = find_connection (connections, GUILD_CONNECTION_DEAUTHORISED)) != NULL)
    {
      g_autofree char *when =
        guild_format_relative_time (guild_connection_get_last_sync (found), now);
      if (guild_connection_get_last_sync (found) == GUILD_NUMBER_UNSET)
        return g_strdup_printf (_("Access to %s was withdrawn before anything was read."),
                                guild_connection_get_platform_name (found));
      return g_strdup_printf (_("Access to %s was withdrawn. Last read: %s; data read before then "
                                "is still here."),
                              guild_connection_get_platform_name (found), when);
    }
  if ((found = find_connection (connections, GUILD_CONNECTION_PENDING)) != NULL)
    return g_strdup_printf (_("Waiting for the customer to authorise %s."),
                            guild_connection_get_platform_name (found));
  if ((found = find_connection (connections, GUILD_CONNECTION_LINKED)) != NULL)
    return describe_linked (connections, found, now);
  if ((found = find_connection (connections, GUILD_CONNECTION_UNLINKED)) != NULL)
    return g_strdup_printf (_("%s was unlinked. A fresh link connects it again."),
                            guild_connection_get_platform_name (found));
  return g_strdup (_("The service reports a state that this version does not know."));
}

static const char *
get_text (GuildCompany *company, const char *field)
{
  guint index = guild_field_table_index (guild_company_get_table (company), field);
  return index != G_MAXUINT ? guild_company_get_cell (company, index)->text : NULL;
}

char *
guild_company_describe_state (GuildCompany *company, gint64 now)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);

  if (guild_company_is_deleted (company))
    return g_strdup (_("Deleted at the service. What was known is kept here."));
  if (guild_field_table_index (guild_company_get_table (company), "platforms") != G_MAXUINT)
    return describe_connections (guild_company_get_connections (company), now);

  const char *words[] = { get_text (company, "trade"), get_text (company, "city"),
                          get_text (company, "country") };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL && *words[i] != '\0')
      {
        if (text->len > 0)
          g_string_append (text, " · ");
        g_string_append (text, words[i]);
      }
  return g_string_free (text, FALSE);
}

char *
guild_company_describe_access (GuildService *service)
{
  if (service == NULL)
    return g_strdup (_("Companies can be read and not changed while the workspace has no access to "
                       "its service."));
  if ((guild_service_get_flags (service) & GUILD_SERVICE_CAN_EDIT) != 0)
    return NULL;
  if (GUILD_IS_AUTODESK (service) && guild_autodesk_is_signed_in (GUILD_AUTODESK (service)))
    return g_strdup (_("You are signed in by browser, with which Autodesk lets companies be read and "
                       "not changed. To change them, add a workspace with a client ID and secret."));
  return g_strdup (_("Companies of this service can be read and not changed."));
}
