/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-profile-write.h"

#include <json-glib/json-glib.h>

/* NOW and WAS are taken. */
static GuildWrite *
make_write (GuildWriteKind kind, const char *member, JsonNode *now, JsonNode *was)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);
  JsonObject *old = json_object_new ();

  json_object_set_member (old, member, was);
  json_object_set_member (object, member, now);
  json_object_set_object_member (object, "was", old);
  g_autofree char *body = json_to_string (node, FALSE);
  return guild_write_new (kind, NULL, kind == GUILD_WRITE_SET_PROFILE ? member : NULL, body);
}

static JsonNode *
make_text (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
make_list (char **texts)
{
  g_autoptr(JsonArray) array = json_array_new ();

  for (char **text = texts; *text != NULL; text++)
    json_array_add_string_element (array, *text);
  return json_node_init_array (json_node_alloc (), array);
}

GuildWrite *
guild_profile_write_redirect (const char *now, const char *was)
{
  return make_write (GUILD_WRITE_SET_REDIRECT, "redirectUrl", make_text (now), make_text (was));
}

GuildWrite *
guild_profile_write_text (const char *member, const char *now, const char *was)
{
  return make_write (GUILD_WRITE_SET_PROFILE, member,
                     *now != '\0' ? make_text (now) : json_node_new (JSON_NODE_NULL),
                     *was != '\0' ? make_text (was) : json_node_new (JSON_NODE_NULL));
}

GuildWrite *
guild_profile_write_list (const char *member, char **now, char **was)
{
  return make_write (GUILD_WRITE_SET_PROFILE, member, make_list (now), make_list (was));
}
