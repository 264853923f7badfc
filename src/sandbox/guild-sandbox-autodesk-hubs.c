/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"

static void
add_hub (GuildSandbox *self, GuildSandboxExchange *exchange, JsonBuilder *builder, const char *id,
         const char *name, const char *region, const char *type)
{
  g_auto(GStrv) ids = guild_sandbox_query_list (exchange, "filter[id]");
  g_auto(GStrv) names = guild_sandbox_query_list (exchange, "filter[name]");
  g_auto(GStrv) types = guild_sandbox_query_list (exchange, "filter[extension.type]");
  g_autofree char *self_url = g_strdup_printf ("%s/project/v1/hubs/%s", self->base_url, id);
  g_autofree char *projects = g_strconcat (self_url, "/projects", NULL);
  g_autofree char *schema = g_strdup_printf ("%s/schema/v1/versions/%s-1.0", self->base_url, type);

  if ((g_strv_length (ids) > 0 && !g_strv_contains ((const char * const *) ids, id)) ||
      (g_strv_length (names) > 0 && !g_strv_contains ((const char * const *) names, name)) ||
      (g_strv_length (types) > 0 && !g_strv_contains ((const char * const *) types, type)))
    return;

  g_autoptr(JsonNode) node = json_from_string ("{\"type\":\"hubs\",\"attributes\":{\"extension\":"
    "{\"version\":\"1.0\",\"schema\":{},\"data\":{}}},\"relationships\":{\"projects\":{\"links\":"
    "{\"related\":{}}}},\"links\":{\"self\":{}}}", NULL);
  JsonObject *hub = json_node_get_object (node);
  JsonObject *attributes = json_object_get_object_member (hub, "attributes");
  JsonObject *extension = json_object_get_object_member (attributes, "extension");
  JsonObject *links = json_object_get_object_member (hub, "links");
  JsonObject *related = json_object_get_object_member (hub, "relationships");

  json_object_set_string_member (hub, "id", id);
  json_object_set_string_member (attributes, "name", name);
  json_object_set_string_member (attributes, "region", region);
  json_object_set_string_member (extension, "type", type);
  json_object_set_string_member (json_object_get_object_member (extension, "schema"), "href",
                                 schema);
  json_object_set_string_member (json_object_get_object_member (links, "self"), "href", self_url);
  related = json_object_get_object_member (related, "projects");
  related = json_object_get_object_member (related, "links");
  related = json_object_get_object_member (related, "related");
  json_object_set_string_member (related, "href", projects);
  json_builder_add_value (builder, g_steal_pointer (&node));
}

static void
add_hubs_warning (JsonBuilder *builder, const char *region)
{
  g_autofree char *text = g_strdup_printf ("{\"warnings\":[{\"Id\":null,"
    "\"HttpStatusCode\":\"403\",\"ErrorCode\":\"BIM360DM_ERROR\","
    "\"Title\":\"Unable to get hubs from BIM360DM %s.\","
    "\"Detail\":\"You don't have permission to access this API\"}]}", region);

  json_builder_set_member_name (builder, "meta");
  json_builder_add_value (builder, json_from_string (text, NULL));
}

/**
 * guild_sandbox_autodesk_hubs:
 *
 * `GET /project/v1/hubs` (acc.md §6.1): two accounts and a personal hub that has no directory.
 */
void
guild_sandbox_autodesk_hubs (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  GuildSandboxCaller caller;
  g_autofree char *href = g_strconcat (self->base_url, "/project/v1/hubs", NULL);

  if (!guild_sandbox_autodesk_authorize (self, exchange, "data:read", &caller))
    return;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "jsonapi");
  json_builder_add_value (builder, json_from_string ("{\"version\":\"1.0\"}", NULL));
  json_builder_set_member_name (builder, "links");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "self");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "href");
  json_builder_add_string_value (builder, href);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_array (builder);
  gboolean provisioned = !g_str_equal (guild_sandbox_switch (self, "autodesk-account", "open"),
                                       "unprovisioned");
  add_hub (self, exchange, builder, "a.YnVzaW5lc3M6Z3VpbGRoYWxs", "Personal hub", "US",
           "hubs:autodesk.a360:PersonalHub");
  for (guint i = 0; i < GUILD_SANDBOX_N_ACCOUNTS; i++)
    {
      g_autofree char *account = guild_sandbox_autodesk_account_id (self, i);
      g_autofree char *id = g_strconcat ("b.", account, NULL);
      g_autofree char *name = guild_sandbox_autodesk_account_name (self, i);

      if (!provisioned || !guild_sandbox_autodesk_account_has (i, caller.person))
        continue;
      add_hub (self, exchange, builder, id, name, guild_sandbox_autodesk_account_region (self, i),
               "hubs:autodesk.bim360:Account");
    }
  json_builder_end_array (builder);
  if (!provisioned)
    add_hubs_warning (builder, guild_sandbox_autodesk_account_region (self, 0));
  else if (guild_sandbox_switch (self, "hubs-warning", NULL) != NULL)
    add_hubs_warning (builder, "AUS");
  json_builder_end_object (builder);
  guild_sandbox_answer_json (exchange, 200, json_builder_get_root (builder));
  exchange->answer_type = "application/vnd.api+json";
}
