/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"

void
guild_account_free (GuildAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->account_id);
  g_free (self->name);
  g_free (self->region);
  g_free (self);
}

void
guild_autodesk_page_free (gpointer data)
{
  GuildAutodeskPage *self = data;

  g_clear_pointer (&self->page, guild_page_free);
  g_free (self);
}

void
guild_autodesk_hubs_free (gpointer data)
{
  GuildAutodeskHubs *self = data;

  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_free (self);
}

/* The count decides. Without one a `nextUrl` is a hint; it is never followed. */
static gboolean
has_more (JsonObject *pagination, const GuildAutodeskAsked *asked, gint64 total, guint n_results)
{
  const char *next = guild_answer_get_string (pagination, "nextUrl");

  if (n_results == 0)
    return FALSE;
  if (total >= 0)
    return (gint64) (asked->offset + n_results) < total;
  return pagination != NULL ? next != NULL && *next != '\0' : n_results >= asked->limit;
}

gpointer
guild_autodesk_decode_page (GBytes *body, gpointer data, GError **error)
{
  const GuildAutodeskAsked *asked = data;
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_autodesk_table ());
  g_autoptr(JsonNode) root = guild_answer_parse_list (body, "results", batch, error);
  JsonObject *object = guild_answer_object (root);
  JsonObject *pagination = guild_answer_get_object (object, "pagination");

  if (root == NULL)
    return NULL;
  if (guild_answer_get_array (object, "results") == NULL)
    {
      guild_call_bad_answer (error, "a list without results");
      return NULL;
    }
  GuildAutodeskPage *self = g_new0 (GuildAutodeskPage, 1);
  guint n_results = guild_batch_get_length (batch) + guild_batch_get_n_skipped (batch);
  self->limit = guild_answer_get_count (pagination, "limit");
  self->page = g_new0 (GuildPage, 1);
  self->page->batch = g_steal_pointer (&batch);
  self->page->total = guild_answer_get_count (pagination, "totalResults");
  self->page->size = (guint) CLAMP (self->limit, 0, asked->limit);
  self->page->more = has_more (pagination, asked, self->page->total, n_results);
  return self;
}

/* The exact names are not documented (acc.md §6.1): either case is read. */
static void
read_warnings (JsonObject *object, GPtrArray *warnings)
{
  JsonArray *array = guild_answer_get_array (guild_answer_get_object (object, "meta"), "warnings");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *item = guild_answer_element (array, i);
      const char *title = guild_answer_get_string (item, "Title");
      const char *detail = guild_answer_get_string (item, "Detail");

      if (title == NULL)
        title = guild_answer_get_string (item, "title");
      if (detail == NULL)
        detail = guild_answer_get_string (item, "detail");
      if (title == NULL && detail == NULL)
        continue;
      g_ptr_array_add (warnings, g_strjoin (title != NULL && detail != NULL ? " " : "",
                                            title != NULL ? title : "",
                                            detail != NULL ? detail : "", NULL));
    }
}

gpointer
guild_autodesk_decode_hubs (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  JsonArray *hubs = guild_answer_get_array (object, "data");

  if (hubs == NULL)
    {
      guild_call_bad_answer (error, "hubs without data");
      return NULL;
    }
  GuildAutodeskHubs *self = g_new0 (GuildAutodeskHubs, 1);
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_account_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (hubs); i++)
    {
      JsonObject *hub = guild_answer_element (hubs, i);
      JsonObject *attributes = guild_answer_get_object (hub, "attributes");
      const char *id = guild_answer_get_string (hub, "id");
      const char *name = guild_answer_get_string (attributes, "name");
      const char *region = guild_answer_get_string (attributes, "region");

      if (id == NULL || !g_str_has_prefix (id, "b.") || id[2] == '\0')
        {
          if (id != NULL)
            g_ptr_array_add (self->warnings, g_strdup_printf (
              _("“%s” is left out: team and personal hubs have no companies."),
              name != NULL && *name != '\0' ? name : id));
          continue;
        }
      GuildAccount *account = g_new0 (GuildAccount, 1);
      account->account_id = g_strdup (id + 2);
      account->name = g_strdup (name != NULL && *name != '\0' ? name : id + 2);
      account->region = g_strdup (region != NULL ? region : "");
      g_ptr_array_add (self->accounts, account);
    }
  read_warnings (object, self->warnings);
  return self;
}
