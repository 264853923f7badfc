/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-merge.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "service/guild-answer.h"

/* Tags are written as a whole (codat.md §5.3), so bringing back the old ones would take away what
 * others have added since. Only what the change itself did to each tag is taken back. */

static JsonObject *
get_tags (JsonNode *body)
{
  return guild_answer_get_object (guild_answer_object (body), "tags");
}

gboolean
guild_journal_merge_is_needed (GuildChange *change)
{
  const GuildWrite *inverse = guild_change_get_inverse (change);
  const GuildWrite *write = guild_change_get_write (change);

  if (inverse == NULL || inverse->kind != GUILD_WRITE_UPDATE_COMPANY ||
      write->kind != GUILD_WRITE_UPDATE_COMPANY || inverse->body == NULL || write->body == NULL)
    return FALSE;
  g_autoptr(JsonNode) before = json_from_string (inverse->body, NULL);
  g_autoptr(JsonNode) after = json_from_string (write->body, NULL);
  return get_tags (before) != NULL && get_tags (after) != NULL;
}

static void
put (JsonObject *tags, const char *key, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (tags, key, value);
  else if (json_object_has_member (tags, key))
    json_object_remove_member (tags, key);
}

/* FALSE: somebody else has changed one of them since. */
static gboolean
take_back (JsonObject *tags, JsonObject *before, JsonObject *after)
{
  g_autoptr(GList) old = json_object_get_members (before);
  g_autoptr(GList) keys = g_list_concat (g_list_copy (old), json_object_get_members (after));

  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *was = guild_answer_get_string (before, l->data);
      const char *became = guild_answer_get_string (after, l->data);
      const char *now = guild_answer_get_string (tags, l->data);
      if (g_strcmp0 (was, became) == 0 || g_strcmp0 (now, was) == 0)
        continue;
      if (g_strcmp0 (now, became) != 0)
        return FALSE;
      put (tags, l->data, was);
    }
  return TRUE;
}

/* (transfer full): TAGS of their own. */
static JsonObject *
copy_tags (JsonObject *tags)
{
  JsonObject *copy = json_object_new ();
  g_autoptr(GList) keys = tags != NULL ? json_object_get_members (tags) : NULL;

  for (GList *l = keys; l != NULL; l = l->next)
    put (copy, l->data, guild_answer_get_string (tags, l->data));
  return copy;
}

/* WRITE with TAGS (taken) in place of its own. */
static GuildWrite *
with_tags (const GuildWrite *write, JsonNode *body, JsonObject *tags)
{
  json_object_set_object_member (json_node_get_object (body), "tags", tags);
  g_autofree char *text = json_to_string (body, FALSE);
  return guild_write_new (write->kind, write->company_id, write->target_id, text);
}

GuildWrite *
guild_journal_merge (GuildChange *change, GuildCompany *company, GuildWrite **back, GError **error)
{
  const GuildWrite *inverse = guild_change_get_inverse (change);
  const GuildWrite *write = guild_change_get_write (change);
  g_autoptr(JsonNode) before = json_from_string (inverse->body, NULL);
  g_autoptr(JsonNode) after = json_from_string (write->body, NULL);
  JsonObject *now = guild_answer_get_object (guild_company_get_object (company), "tags");
  JsonObject *tags = copy_tags (now);

  if (!take_back (tags, get_tags (before), get_tags (after)))
    {
      json_object_unref (tags);
      g_set_error_literal (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT,
                           _("The same tags were changed elsewhere since. Nothing was sent: look at "
                             "the company, and change its tags there."));
      return NULL;
    }
  *back = with_tags (write, after, copy_tags (now));
  return with_tags (inverse, before, tags);
}
