/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "service/autodesk/guild-autodesk.h"

#include <glib/gi18n-lib.h>

static const GuildFieldChoice status_choices[] = {
  { "active", N_("Active"), "guild-company-symbolic", NULL },
  { "deleted", N_("Deleted"), "guild-deleted-symbolic", "dim-label" },
  { NULL, NULL, NULL, NULL },
};

/* Deleted companies stay in the list (acc.md §4.5). */
static gboolean
is_deleted (const GuildNode *company)
{
  return g_strcmp0 (guild_node_get_text (company, "status"), "deleted") == 0;
}

#define TEXT_FLAGS (GUILD_FIELD_FILTERABLE | GUILD_FIELD_SORTABLE)
#define EDIT_FLAGS (TEXT_FLAGS | GUILD_FIELD_EDITABLE)

/* The service's filters overlook case and nothing else. */
#define ASKED_FLAGS (EDIT_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_LETTERS)

/* Names of filters and sort keys: acc.md §4.1. The addresses array holds one element at most. */
static const GuildField fields[] = {
  { .id = "name", .title = N_("Name"), .kind = GUILD_FIELD_TEXT, .width = 220, .member = "name",
    .flags = ASKED_FLAGS | GUILD_FIELD_REQUIRED | GUILD_FIELD_DEFAULT,
    .remote_filter = "name", .remote_sort = "name" },
  { .id = "trade", .title = N_("Trade"), .kind = GUILD_FIELD_TEXT, .width = 180, .member = "trade",
    .flags = ASKED_FLAGS | GUILD_FIELD_REQUIRED | GUILD_FIELD_DEFAULT,
    .remote_filter = "trade", .remote_sort = "trade" },
  { .id = "status", .title = N_("Status"), .kind = GUILD_FIELD_CHOICE, .width = 110,
    .flags = TEXT_FLAGS, .member = "status", .choices = status_choices,
    .remote_filter = "status", .remote_sort = "status" },
  { .id = "city", .title = N_("City"), .kind = GUILD_FIELD_TEXT, .width = 120,
    .flags = EDIT_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_DEFAULT,
    .member = "addresses.0.city" },
  { .id = "state", .title = N_("State"), .kind = GUILD_FIELD_TEXT, .width = 120,
    .flags = EDIT_FLAGS, .member = "addresses.0.stateOrProvince" },
  { .id = "country", .title = N_("Country"), .kind = GUILD_FIELD_TEXT, .width = 120,
    .flags = EDIT_FLAGS | GUILD_FIELD_DEFAULT, .member = "addresses.0.country" },
  { .id = "phone", .title = N_("Phone"), .kind = GUILD_FIELD_TEXT, .width = 140,
    .flags = EDIT_FLAGS | GUILD_FIELD_SEARCHABLE, .member = "addresses.0.phone" },
  { .id = "website", .title = N_("Website"), .kind = GUILD_FIELD_TEXT, .width = 180,
    .flags = EDIT_FLAGS | GUILD_FIELD_SEARCHABLE, .member = "websiteUrl" },
  { .id = "erpId", .title = N_("ERP ID"), .kind = GUILD_FIELD_TEXT, .width = 110,
    .flags = ASKED_FLAGS, .member = "erpId",
    .remote_filter = "erpId", .remote_sort = "erpId" },
  { .id = "taxId", .title = N_("Tax ID"), .kind = GUILD_FIELD_TEXT, .width = 120,
    .flags = ASKED_FLAGS, .member = "taxId",
    .remote_filter = "taxId", .remote_sort = "taxId" },
  { .id = "projects", .title = N_("Projects"), .kind = GUILD_FIELD_NUMBER, .width = 80,
    .flags = TEXT_FLAGS | GUILD_FIELD_DEFAULT, .member = "projectSize",
    .remote_sort = "projectSize" },
  { .id = "members", .title = N_("Members"), .kind = GUILD_FIELD_NUMBER, .width = 80,
    .flags = TEXT_FLAGS | GUILD_FIELD_DEFAULT, .member = "userSize", .remote_sort = "userSize" },
  { .id = "created", .title = N_("Created"), .kind = GUILD_FIELD_TIME, .width = 110,
    .flags = TEXT_FLAGS, .member = "createdAt", .remote_sort = "createdAt" },
  { .id = "updated", .title = N_("Updated"), .kind = GUILD_FIELD_TIME, .width = 110,
    .flags = TEXT_FLAGS | GUILD_FIELD_DEFAULT | GUILD_FIELD_RELATIVE, .member = "updatedAt",
    .remote_filter = "updatedAt", .remote_sort = "updatedAt" },
  { .id = "description", .title = N_("Description"), .kind = GUILD_FIELD_TEXT, .width = 240,
    .flags = EDIT_FLAGS, .member = "description" },
  { .id = "originalName", .title = N_("Original name"), .kind = GUILD_FIELD_TEXT, .width = 200,
    .flags = TEXT_FLAGS | GUILD_FIELD_SEARCHABLE, .member = "originalName" },
  { .id = "id", .title = N_("ID"), .kind = GUILD_FIELD_TEXT, .width = 300, .member = "id",
    .flags = TEXT_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_IDENTIFIER },
  { .id = "addressLine1", .title = N_("Address line 1"), .kind = GUILD_FIELD_TEXT, .width = 200,
    .flags = EDIT_FLAGS, .member = "addresses.0.addressLine1" },
  { .id = "addressLine2", .title = N_("Address line 2"), .kind = GUILD_FIELD_TEXT, .width = 200,
    .flags = EDIT_FLAGS, .member = "addresses.0.addressLine2" },
  { .id = "postalCode", .title = N_("Postal code"), .kind = GUILD_FIELD_TEXT, .width = 110,
    .flags = EDIT_FLAGS, .member = "addresses.0.postalCode" },
};

enum { ID_FIELD = 16 };
G_STATIC_ASSERT (G_N_ELEMENTS (fields) == ID_FIELD + 4);

static const GuildFieldTable table = {
  .service_id = "autodesk",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .id_field = ID_FIELD,
  .name_field = 0,
  .is_deleted = is_deleted,
};

const GuildFieldTable *
guild_autodesk_table (void)
{
  return &table;
}
