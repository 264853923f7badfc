/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-edit.h"

#include <glib/gi18n-lib.h>
#include "service/autodesk/guild-autodesk.h"

#define MAX_TEXT 255

/* Fields of the table and the members of the old family. */
static const struct { const char *field, *member; } members[] = {
  { "name", "name" },
  { "trade", "trade" },
  { "addressLine1", "address_line_1" },
  { "addressLine2", "address_line_2" },
  { "city", "city" },
  { "postalCode", "postal_code" },
  { "country", "country" }, /* before the state, which is read in it */
  { "state", "state_or_province" },
  { "phone", "phone" },
  { "website", "website_url" },
  { "description", "description" },
  { "erpId", "erp_id" },
  { "taxId", "tax_id" },
};

char *
guild_autodesk_check_value (const char *field, const char *text)
{
  const GuildField *known = guild_field_table_find (guild_autodesk_table (), field);
  g_autofree char *clean = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (known == NULL || (known->flags & GUILD_FIELD_EDITABLE) == 0)
    return g_strdup (_("This cannot be changed."));
  if (*clean == '\0' && (known->flags & GUILD_FIELD_REQUIRED) != 0)
    return g_strdup_printf (_("%s must not be empty."), _(known->title));
  if (!g_utf8_validate (clean, -1, NULL) || g_utf8_strlen (clean, -1) > MAX_TEXT)
    return g_strdup_printf (_("%s may have at most %d characters."), _(known->title), MAX_TEXT);
  return NULL;
}

char *
guild_autodesk_write_value (const char *field, const char *text, const char *country,
                            GuildPlaces *places)
{
  g_return_val_if_fail (field != NULL, NULL);

  g_autofree char *clean = g_strstrip (g_strdup (text != NULL ? text : ""));
  const GuildPlace *place = NULL;

  if (places != NULL && *clean != '\0' && g_str_equal (field, "country"))
    place = guild_places_find_country (places, clean);
  else if (places != NULL && *clean != '\0' && g_str_equal (field, "state"))
    place = guild_places_find_state (places, country, clean);
  return place != NULL ? g_strdup (place->name) : g_steal_pointer (&clean);
}

JsonObject *
guild_autodesk_make_company (GHashTable *values, GuildPlaces *places)
{
  g_return_val_if_fail (values != NULL, NULL);

  JsonObject *company = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *value =
        guild_autodesk_write_value (members[i].field,
                                    g_hash_table_lookup (values, members[i].field),
                                    g_hash_table_lookup (values, "country"), places);
      if (*value != '\0')
        json_object_set_string_member (company, members[i].member, value);
    }
  return company;
}

/* Takes NODE. */
static GuildWrite *
make_write (GuildWriteKind kind, const char *company_id, const char *target_id, JsonNode *node)
{
  g_autoptr(JsonNode) own = node;
  g_autofree char *body = json_to_string (own, FALSE);

  return guild_write_new (kind, company_id, target_id, body);
}

static JsonNode *
node_of_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

GuildWrite *
guild_autodesk_make_create (GHashTable *values, GuildPlaces *places)
{
  g_return_val_if_fail (values != NULL, NULL);

  return make_write (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
                     node_of_object (guild_autodesk_make_company (values, places)));
}

GuildWrite *
guild_autodesk_make_import (GPtrArray *rows, GuildPlaces *places)
{
  g_return_val_if_fail (rows != NULL && rows->len <= GUILD_AUTODESK_MAX_IMPORT, NULL);

  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  for (guint i = 0; i < rows->len; i++)
    json_array_add_object_element (array, guild_autodesk_make_company (rows->pdata[i], places));
  json_node_take_array (node, array);
  return make_write (GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL, node);
}

static const char *
get_cell (GuildCompany *company, const char *field)
{
  guint index = guild_field_table_index (guild_autodesk_table (), field);
  const char *text = guild_company_get_cell (company, index)->text;

  return text != NULL ? text : "";
}

static void
set_or_clear (JsonObject *object, const char *member, const char *value)
{
  if (*value != '\0')
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

GuildWrite *
guild_autodesk_make_edit (GuildCompany *company, GHashTable *values, GuildPlaces *places,
                          GuildWrite **inverse)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);
  g_return_val_if_fail (guild_company_get_table (company) == guild_autodesk_table (), NULL);
  g_return_val_if_fail (values != NULL && inverse != NULL, NULL);

  const char *old_country = get_cell (company, "country");
  const char *country = g_hash_table_contains (values, "country")
                          ? g_hash_table_lookup (values, "country") : old_country;
  g_autoptr(JsonObject) wanted = json_object_new ();
  g_autoptr(JsonObject) before = json_object_new ();

  *inverse = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *field = members[i].field;
      if (!g_hash_table_contains (values, field))
        continue;
      g_autofree char *value =
        guild_autodesk_write_value (field, g_hash_table_lookup (values, field), country, places);
      g_autofree char *old =
        guild_autodesk_write_value (field, get_cell (company, field), old_country, places);
      if (g_str_equal (value, old))
        continue;
      set_or_clear (wanted, members[i].member, value);
      set_or_clear (before, members[i].member, old);
    }
  if (json_object_get_size (wanted) == 0)
    return NULL;
  *inverse = make_write (GUILD_WRITE_UPDATE_COMPANY, guild_company_get_id (company), NULL,
                         node_of_object (g_steal_pointer (&before)));
  return make_write (GUILD_WRITE_UPDATE_COMPANY, guild_company_get_id (company), NULL,
                     node_of_object (g_steal_pointer (&wanted)));
}

static GuildWrite *
make_move (const char *user_id, const char *company_id)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "company_id", company_id);
  return make_write (GUILD_WRITE_MOVE_MEMBER, company_id, user_id, node_of_object (body));
}

GuildWrite *
guild_autodesk_make_move (const char *user_id, const char *from_company, const char *to_company,
                          GuildWrite **inverse)
{
  g_return_val_if_fail (user_id != NULL && to_company != NULL && inverse != NULL, NULL);

  *inverse = from_company != NULL && *from_company != '\0' ? make_move (user_id, from_company)
                                                            : NULL;
  return make_move (user_id, to_company);
}
