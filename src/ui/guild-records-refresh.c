/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-error.h"

typedef struct
{
  GtkWindow         *parent; /* (owned) */
  GuildRefreshedFunc done;
  gpointer           data;
} Refresh;

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Refresh *refresh = data;
  g_autoptr(GError) error = NULL;

  gboolean queued = guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);

  if (!queued)
    guild_error_show (refresh->parent, error, _("Nothing was refreshed"));
  refresh->done (queued, refresh->data);
  g_object_unref (refresh->parent);
  g_free (refresh);
}

/* (transfer full) */
static char *
make_body (const char *connection_id)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "connectionId");
  json_builder_add_string_value (builder, connection_id);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

void
guild_records_refresh (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory,
                       GuildCompany *company, const char *key, const char *connection_id,
                       GuildRefreshedFunc done, gpointer data)
{
  GuildJournal *journal = guild_desk_get_journal (desk);
  g_autofree char *body = connection_id != NULL ? make_body (connection_id) : NULL;
  g_autoptr(GuildWrite) write = guild_write_new (
    key != NULL ? GUILD_WRITE_REFRESH_TYPE : GUILD_WRITE_REFRESH_ALL,
    guild_company_get_id (company), key, body);
  g_autoptr(GuildChange) change = guild_change_new (
    guild_workspace_get_id (guild_directory_get_workspace (directory)), write,
    guild_company_get_name (company));

  if (journal == NULL)
    {
      if (guild_desk_get_journal_error (desk) != NULL)
        guild_error_show (parent, guild_desk_get_journal_error (desk), _("Nothing was refreshed"));
      done (FALSE, data);
      return;
    }
  Refresh *refresh = g_new0 (Refresh, 1);
  refresh->parent = g_object_ref (parent);
  refresh->done = done;
  refresh->data = data;
  guild_journal_perform_async (journal, change, NULL, performed_cb, refresh);
}
