/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "service/codat/guild-codat-private.h"

#include "company/guild-format.h"
#include "company/guild-words.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* In the order of GuildCodatStatus. */
static const GuildFieldChoice status_choices[] = {
  { "none", N_("No connections"), "guild-none-symbolic", "dim-label" },
  { "pending", N_("Pending"), "guild-pending-symbolic", "accent" },
  { "linked", N_("Linked"), "guild-linked-symbolic", "success" },
  { "deauthorised", N_("Deauthorised"), "guild-deauthorised-symbolic", "error" },
  { "unlinked", N_("Unlinked"), "guild-unlinked-symbolic", "dim-label" },
  { "partial", N_("Partial"), "guild-partial-symbolic", "warning" },
  { NULL, NULL, NULL, NULL },
};

/* One status for all of a company's connections:
 *   no connections                                → No connections
 *   some Linked, and some Deauthorized or Unlinked → Partial
 *   some Linked (others at most PendingAuth)       → Linked
 *   otherwise the worst: Deauthorised, Unlinked, Pending.
 * A status that this program does not know says nothing beside a known one; alone it is shown as
 * the service wrote it. */
static void
read_status (const GuildField *field G_GNUC_UNUSED,
             const GuildNode  *company,
             GuildCellSink    *sink)
{
  const GuildNode *connections = guild_node_get_array (company, "dataConnections");
  guint linked = 0, pending = 0, deauthorised = 0, unlinked = 0, n_connections = 0;
  const char *unknown = NULL;
  GuildCodatStatus status;

  for (const GuildNode *connection = guild_node_first (connections); connection != NULL;
       connection = guild_node_next (connections, connection))
    {
      const char *text;

      if (connection->kind != GUILD_NODE_OBJECT)
        continue;
      n_connections++;
      text = guild_node_get_text (connection, "status");
      if (g_strcmp0 (text, "Linked") == 0)
        linked++;
      else if (g_strcmp0 (text, "PendingAuth") == 0)
        pending++;
      else if (g_strcmp0 (text, "Deauthorized") == 0)
        deauthorised++;
      else if (g_strcmp0 (text, "Unlinked") == 0)
        unlinked++;
      else if (unknown == NULL)
        unknown = text;
    }

  if (linked > 0)
    status = deauthorised + unlinked > 0 ? GUILD_CODAT_PARTIAL : GUILD_CODAT_LINKED;
  else if (deauthorised > 0)
    status = GUILD_CODAT_DEAUTHORISED;
  else if (unlinked > 0)
    status = GUILD_CODAT_UNLINKED;
  else if (pending > 0)
    status = GUILD_CODAT_PENDING;
  else if (n_connections > 0)
    {
      guild_cell_sink_set_text (sink, unknown);
      return;
    }
  else
    status = GUILD_CODAT_NO_CONNECTIONS;

  guild_cell_sink_set_text (sink, status_choices[status].value);
}

static gboolean
is_active (const GuildNode *error)
{
  const char *status = guild_node_get_text (error, "status");

  return status != NULL ? strcmp (status, "Active") == 0
                        : guild_node_get_text (error, "resolvedOnUtc") == NULL;
}

/* The earlier of two times as the service writes them (nullable). */
static const char *
earlier (const char *a,
         const char *b)
{
  if (a == NULL || guild_time_parse (a) == GUILD_NUMBER_UNSET)
    return b;
  if (b == NULL || guild_time_parse (b) == GUILD_NUMBER_UNSET)
    return a;
  return guild_time_parse (b) < guild_time_parse (a) ? b : a;
}

/* (nullable): when the oldest error of CONNECTION that still stands came. */
static const char *
first_error (const GuildNode *connection)
{
  const GuildNode *errors = guild_node_get_array (connection, "dataConnectionErrors");
  const char *first = NULL;

  for (const GuildNode *error = guild_node_first (errors); error != NULL;
       error = guild_node_next (errors, error))
    {
      if (error->kind == GUILD_NODE_OBJECT && is_active (error))
        first = earlier (first, guild_node_get_text (error, "erroredOnUtc"));
    }
  return first;
}

/* The service does not tell when access was lost (codat.md §6): the oldest error that stands does,
 * else the last time anything was read. */
static const char *
lost_since (const GuildNode *connection)
{
  const char *time = first_error (connection);

  if (time == NULL)
    time = guild_node_get_text (connection, "lastSync");
  return time != NULL ? time : guild_node_get_text (connection, "created");
}

static const char *
pending_since (const GuildNode *connection)
{
  return guild_node_get_text (connection, "created");
}

/* The earliest time that SINCE tells of the connections whose status is one of two. */
static void
read_since (const GuildNode *company,
            GuildCellSink   *sink,
            const char      *status,
            const char      *other,
            const char *(*since) (const GuildNode *connection))
{
  const GuildNode *connections = guild_node_get_array (company, "dataConnections");
  const char *first = NULL;

  for (const GuildNode *connection = guild_node_first (connections); connection != NULL;
       connection = guild_node_next (connections, connection))
    {
      const char *text = guild_node_get_text (connection, "status");

      if (text != NULL && (strcmp (text, status) == 0 || strcmp (text, other) == 0))
        first = earlier (first, since (connection));
    }
  guild_cell_sink_set_text (sink, first);
}

static void
read_lost (const GuildField *field G_GNUC_UNUSED,
           const GuildNode  *company,
           GuildCellSink    *sink)
{
  read_since (company, sink, "Deauthorized", "Unlinked", lost_since);
}

static void
read_failing (const GuildField *field G_GNUC_UNUSED,
              const GuildNode  *company,
              GuildCellSink    *sink)
{
  read_since (company, sink, "Linked", "Linked", first_error);
}

static void
read_pending (const GuildField *field G_GNUC_UNUSED,
              const GuildNode  *company,
              GuildCellSink    *sink)
{
  read_since (company, sink, "PendingAuth", "PendingAuth", pending_since);
}

/* Each platform once, in the order of the connections. */
static void
read_platforms (const GuildField *field G_GNUC_UNUSED,
                const GuildNode  *company,
                GuildCellSink    *sink)
{
  const GuildNode *connections = guild_node_get_array (company, "dataConnections");
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();

  for (const GuildNode *connection = guild_node_first (connections); connection != NULL;
       connection = guild_node_next (connections, connection))
    {
      const char *name = guild_node_get_text (connection, "platformName");

      if (name == NULL || g_ptr_array_find_with_equal_func (seen, name, g_str_equal, NULL))
        continue;
      g_ptr_array_add (seen, (gpointer) name);
      guild_cell_sink_add_item (sink, name);
    }
}

/* Ids only: names come from the list of groups (codat.md §7). */
static void
read_groups (const GuildField *field G_GNUC_UNUSED,
             const GuildNode  *company,
             GuildCellSink    *sink)
{
  const GuildNode *groups = guild_node_get_array (company, "groups");

  for (const GuildNode *group = guild_node_first (groups); group != NULL;
       group = guild_node_next (groups, group))
    guild_cell_sink_add_item (sink, guild_node_get_text (group, "id"));
}

#define TEXT_FLAGS (GUILD_FIELD_FILTERABLE | GUILD_FIELD_SORTABLE)
#define LIST_FLAGS GUILD_FIELD_FILTERABLE

/* No remote filter where the service keeps an array or our word is derived: those are compared
 * here (codat.md §3.1). */
static const GuildField fields[] = {
  { .id = "name", .title = N_("Name"), .kind = GUILD_FIELD_TEXT, .width = 220, .member = "name",
    .flags = TEXT_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_EDITABLE | GUILD_FIELD_REQUIRED
             | GUILD_FIELD_DEFAULT,
    .remote_filter = "name", .remote_sort = "name" },
  { .id = "status", .title = N_("Status"), .kind = GUILD_FIELD_CHOICE, .width = 140,
    .flags = TEXT_FLAGS | GUILD_FIELD_DEFAULT,
    .choices = status_choices, .read = read_status },
  { .id = "platforms", .title = N_("Platforms"), .kind = GUILD_FIELD_CONNECTIONS, .width = 200,
    .flags = TEXT_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_DEFAULT,
    .remote_filter = "dataConnections.platformName", .read = read_platforms },
  { .id = "lastSync", .title = N_("Last sync"), .kind = GUILD_FIELD_TIME, .width = 110,
    .flags = TEXT_FLAGS | GUILD_FIELD_DEFAULT | GUILD_FIELD_RELATIVE, .member = "lastSync",
    .remote_filter = "lastSync", .remote_sort = "lastSync" },
  { .id = "created", .title = N_("Created"), .kind = GUILD_FIELD_TIME, .width = 110,
    .flags = TEXT_FLAGS | GUILD_FIELD_DEFAULT, .member = "created",
    .remote_filter = "created", .remote_sort = "created" },
  { .id = "lostSince", .title = N_("Access lost"), .kind = GUILD_FIELD_TIME, .width = 110,
    .flags = TEXT_FLAGS | GUILD_FIELD_RELATIVE, .read = read_lost },
  { .id = "failingSince", .title = N_("Failing since"), .kind = GUILD_FIELD_TIME, .width = 110,
    .flags = TEXT_FLAGS | GUILD_FIELD_RELATIVE, .read = read_failing },
  { .id = "pendingSince", .title = N_("Waiting since"), .kind = GUILD_FIELD_TIME, .width = 110,
    .flags = TEXT_FLAGS | GUILD_FIELD_RELATIVE, .read = read_pending },
  { .id = "createdBy", .title = N_("Created by"), .kind = GUILD_FIELD_TEXT, .width = 140,
    .flags = TEXT_FLAGS | GUILD_FIELD_SEARCHABLE, .member = "createdByUserName",
    .remote_filter = "createdByUserName", .remote_sort = "createdByUserName" },
  { .id = "products", .title = N_("Products"), .kind = GUILD_FIELD_TAGS, .width = 160,
    .flags = LIST_FLAGS, .member = "products", .choices = guild_words_products },
  { .id = "tags", .title = N_("Tags"), .kind = GUILD_FIELD_TAGS, .width = 180,
    .flags = LIST_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_EDITABLE, .member = "tags" },
  { .id = "groups", .title = N_("Groups"), .kind = GUILD_FIELD_TAGS, .width = 160,
    .flags = LIST_FLAGS | GUILD_FIELD_EDITABLE, .read = read_groups },
  { .id = "description", .title = N_("Description"), .kind = GUILD_FIELD_TEXT, .width = 240,
    .flags = TEXT_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_EDITABLE, .member = "description",
    .remote_filter = "description", .remote_sort = "description" },
  { .id = "id", .title = N_("ID"), .kind = GUILD_FIELD_TEXT, .width = 300, .member = "id",
    .flags = TEXT_FLAGS | GUILD_FIELD_SEARCHABLE | GUILD_FIELD_IDENTIFIER,
    .remote_filter = "id", .remote_sort = "id" },
};

static const GuildFieldTable table = {
  .service_id = "codat",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .id_field = G_N_ELEMENTS (fields) - 1,
  .name_field = 0,
  .scrub = guild_codat_scrub,
  .is_clean = guild_codat_is_clean,
};

const GuildFieldTable *
guild_codat_table (void)
{
  return &table;
}
