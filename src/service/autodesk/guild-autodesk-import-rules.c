/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-edit.h"

#include <glib/gi18n-lib.h>

#include "company/guild-trade.h"
#include "service/autodesk/guild-autodesk.h"

static const char * const fields[] = {
  "name", "trade", "addressLine1", "addressLine2", "city", "postalCode", "country", "state", "phone",
  "website", "description", "erpId", "taxId", NULL,
};

static const char * const keys[] = { "erpId", "taxId", NULL };

/* Members of both families, and what spreadsheets call these things. */
static const GuildImportWord words[] = {
  { "company id", "id" },
  { "company", "name" },
  { "company name", "name" },
  { "trade name", "trade" },
  { "address", "addressLine1" },
  { "street", "addressLine1" },
  { "town", "city" },
  { "zip", "postalCode" },
  { "zip code", "postalCode" },
  { "postcode", "postalCode" },
  { "province", "state" },
  { "state or province", "state" },
  { "country code", "country" },
  { "telephone", "phone" },
  { "phone number", "phone" },
  { "web", "website" },
  { "url", "website" },
  { "website url", "website" },
  { "notes", "description" },
  { "erp", "erpId" },
  { "erp number", "erpId" },
  { "vat", "taxId" },
  { "vat id", "taxId" },
  { "vat number", "taxId" },
  { "tax number", "taxId" },
  { NULL, NULL },
};

static char *
warn (const char *field, GHashTable *values, GuildPlaces *places)
{
  const char *text = g_hash_table_lookup (values, field);
  const char *country = g_hash_table_lookup (values, "country");

  if (text == NULL || *text == '\0')
    return NULL;
  if (g_str_equal (field, "trade") && !guild_trade_is_known (text))
    return g_strdup_printf (_("“%s” is not one of Autodesk’s trades."), text);
  if (places == NULL)
    return NULL;
  if (g_str_equal (field, "country") && guild_places_find_country (places, text) == NULL)
    return g_strdup_printf (_("“%s” is no country that is known here."), text);
  if (g_str_equal (field, "state") && country != NULL &&
      guild_places_find_country (places, country) != NULL &&
      guild_places_find_state (places, country, text) == NULL)
    return g_strdup_printf (_("“%s” is no state of %s that is known here."), text, country);
  return NULL;
}

const GuildImportRules *
guild_autodesk_import_rules (void)
{
  static const GuildImportRules rules = {
    .batch_size = GUILD_AUTODESK_MAX_IMPORT,
    .fields = fields,
    .keys = keys,
    .words = words,
    .check = guild_autodesk_check_value,
    .normalise = guild_autodesk_write_value,
    .warn = warn,
    .make_create = guild_autodesk_make_import,
    .make_edit = guild_autodesk_make_edit,
  };

  return &rules;
}
