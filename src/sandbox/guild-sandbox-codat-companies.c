/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"
#include "sandbox/guild-sandbox-server.h"

#include <string.h>

#define MAX_TAGS 10
#define MAX_TAG_KEY 27
#define MAX_TAG_VALUE 100

/* Statements that a page of companies runs once per company. */
typedef struct
{
  GuildSandbox *sandbox;
  sqlite3_stmt *company;
  sqlite3_stmt *connections;
  sqlite3_stmt *groups;
  sqlite3_stmt *reference;
  sqlite3_stmt *children;
} Writer;

static void
writer_init (Writer *self, GuildSandbox *sandbox)
{
  self->sandbox = sandbox;
  self->company = guild_sandbox_sql (sandbox, "SELECT id, name, description, created, last_sync, "
                                     "created_by, products, tags, parent FROM companies "
                                     "WHERE seq = ?", "");
  self->connections = guild_sandbox_sql (sandbox, "SELECT seq FROM connections WHERE company = ? "
                                         "ORDER BY seq", "");
  self->groups = guild_sandbox_sql (sandbox, "SELECT g.id FROM members m JOIN client_groups g "
                                    "ON g.seq = m.client_group WHERE m.company = ?", "");
  self->reference = guild_sandbox_sql (sandbox, "SELECT id, name, description, tags FROM companies "
                                       "WHERE seq = ?", "");
  self->children = guild_sandbox_sql (sandbox, "SELECT seq FROM companies WHERE parent = ?", "");
}

static void
writer_clear (Writer *self)
{
  sqlite3_finalize (self->company);
  sqlite3_finalize (self->connections);
  sqlite3_finalize (self->groups);
  sqlite3_finalize (self->reference);
  sqlite3_finalize (self->children);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static const char *
column (sqlite3_stmt *statement, int i)
{
  return (const char *) sqlite3_column_text (statement, i);
}

static void
append_member (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, ",\"%s\":", name);
  guild_sandbox_append_json (out, value);
}

static void
append_time (GString *out, const char *name, gint64 time)
{
  g_autofree char *text = guild_sandbox_codat_time (time);

  append_member (out, name, text);
}

static void
write_reference (Writer *self, gint64 seq, GString *out)
{
  sqlite3_stmt *row = self->reference;

  sqlite3_bind_int64 (row, 1, seq);
  if (sqlite3_step (row) == SQLITE_ROW)
    {
      g_string_append (out, "{\"id\":");
      guild_sandbox_append_json (out, column (row, 0));
      append_member (out, "name", column (row, 1));
      append_member (out, "description", column (row, 2) != NULL ? column (row, 2) : "");
      g_string_append_printf (out, ",\"links\":{\"portal\":\"https://app.codat.io/companies/%s/"
                              "summary\"},\"tags\":%s}", column (row, 0), column (row, 3));
    }
  sqlite3_reset (row);
}

static void
write_family (Writer *self, gint64 seq, gint64 parent, GString *out)
{
  gboolean first = TRUE;

  if (parent != 0)
    {
      g_string_append (out, ",\"referenceParentCompany\":");
      write_reference (self, parent, out);
    }
  g_string_append (out, ",\"referenceSubsidiaryCompanies\":[");
  sqlite3_bind_int64 (self->children, 1, seq);
  while (sqlite3_step (self->children) == SQLITE_ROW)
    {
      if (!first)
        g_string_append_c (out, ',');
      write_reference (self, sqlite3_column_int64 (self->children, 0), out);
      first = FALSE;
    }
  sqlite3_reset (self->children);
  g_string_append_c (out, ']');
}

static void
write_lists (Writer *self, gint64 seq, GString *out)
{
  const char *comma = "";

  g_string_append (out, ",\"dataConnections\":[");
  sqlite3_bind_int64 (self->connections, 1, seq);
  while (sqlite3_step (self->connections) == SQLITE_ROW)
    {
      g_string_append (out, comma);
      guild_sandbox_connection_write (self->sandbox, sqlite3_column_int64 (self->connections, 0),
                                      out);
      comma = ",";
    }
  sqlite3_reset (self->connections);
  g_string_append_c (out, ']');

  if (g_str_equal (guild_sandbox_switch (self->sandbox, GUILD_SANDBOX_SWITCH_GROUPS, "on"), "off"))
    return;
  comma = "";
  g_string_append (out, ",\"groups\":[");
  sqlite3_bind_int64 (self->groups, 1, seq);
  while (sqlite3_step (self->groups) == SQLITE_ROW)
    {
      g_string_append_printf (out, "%s{\"id\":\"%s\"}", comma, column (self->groups, 0));
      comma = ",";
    }
  sqlite3_reset (self->groups);
  g_string_append_c (out, ']');
}

static void
write_company (Writer *self, gint64 seq, GString *out)
{
  sqlite3_stmt *row = self->company;

  sqlite3_bind_int64 (row, 1, seq);
  if (sqlite3_step (row) != SQLITE_ROW)
    g_error ("company %" G_GINT64_FORMAT " is missing", seq);
  g_autofree char *path = g_strconcat ("/link/company/", column (row, 0), NULL);
  g_autofree char *password = guild_sandbox_link_password (self->sandbox, path);

  g_string_append (out, "{\"id\":");
  guild_sandbox_append_json (out, column (row, 0));
  append_member (out, "name", column (row, 1));
  append_member (out, "description", column (row, 2) != NULL ? column (row, 2) : "");
  g_string_append_printf (out, ",\"redirect\":\"%s%s%s%s\"", self->sandbox->base_url, path,
                          password != NULL ? "?link.otp=" : "", password != NULL ? password : "");
  if (sqlite3_column_type (row, 4) != SQLITE_NULL)
    append_time (out, "lastSync", sqlite3_column_int64 (row, 4));
  append_time (out, "created", sqlite3_column_int64 (row, 3));
  if (column (row, 5) != NULL)
    append_member (out, "createdByUserName", column (row, 5));
  g_string_append_printf (out, ",\"products\":%s,\"tags\":%s", column (row, 6), column (row, 7));
  write_family (self, seq, sqlite3_column_int64 (row, 8), out);
  sqlite3_reset (row);
  write_lists (self, seq, out);
  g_string_append_c (out, '}');
}

void
guild_sandbox_company_write (GuildSandbox *self, gint64 seq, GString *out)
{
  g_auto(Writer) writer = { 0 };

  writer_init (&writer, self);
  write_company (&writer, seq, out);
}

gint64
guild_sandbox_company_find (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id)
{
  gint64 seq = guild_sandbox_sql_int (self, "SELECT seq FROM companies WHERE id = ?", "s", id);

  if (seq == 0)
    {
      g_autofree char *message = g_strdup_printf ("No company was found with ID %s", id);
      guild_sandbox_codat_fail (self, exchange, 404, "ClientsApi", message);
    }
  return seq;
}

static void
answer_company (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 seq)
{
  GString *out = g_string_new (NULL);

  guild_sandbox_company_write (self, seq, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

/* The number of hits is kept until something changes: pages of one list ask for it again and
 * again. */
static gint64
count_hits (GuildSandbox *self, GuildSandboxListing *listing)
{
  static char *key;
  static gint64 changes;
  static gint64 count;
  g_autoptr(GString) now = g_string_new (listing->where->str);

  for (guint i = 0; i < listing->values->len; i++)
    {
      g_autofree char *text = g_variant_print (listing->values->pdata[i], TRUE);
      g_string_append_printf (now, "\n%s", text);
    }
  if (g_strcmp0 (key, now->str) == 0 && changes == sqlite3_total_changes64 (self->db))
    return count;

  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM companies c",
                                      listing->where->len > 0 ? " WHERE " : "",
                                      listing->where->str, NULL);
  g_autoptr(sqlite3_stmt) statement = guild_sandbox_sql (self, sql, "");
  guild_sandbox_listing_bind (listing, statement);
  count = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  changes = sqlite3_total_changes64 (self->db);
  g_free (key);
  key = g_strdup (now->str);
  return count;
}

static void
list_companies (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_auto(GuildSandboxListing) listing = { 0 };
  g_auto(Writer) writer = { 0 };

  if (!guild_sandbox_listing_read (self, exchange, GUILD_SANDBOX_COMPANIES, &listing))
    return;
  gint64 total = count_hits (self, &listing);
  gint64 offset = (listing.page - 1) * listing.page_size;
  g_autoptr(GString) sql = g_string_new ("SELECT c.seq FROM companies c");
  /* Without gaps in the numbers a far page needs no walk through all before it. */
  gboolean dense = listing.where->len == 0 && listing.order == NULL &&
                   guild_sandbox_sql_int (self, "SELECT max(seq) FROM companies", "") == total;

  if (dense)
    g_string_append_printf (sql, " WHERE c.seq > %" G_GINT64_FORMAT, offset);
  else if (listing.where->len > 0)
    g_string_append_printf (sql, " WHERE %s", listing.where->str);
  g_string_append (sql, " ORDER BY ");
  if (listing.order != NULL)
    g_string_append_printf (sql, "%s, ", listing.order);
  g_string_append_printf (sql, "c.seq LIMIT %" G_GINT64_FORMAT " OFFSET %" G_GINT64_FORMAT,
                          listing.page_size, dense ? 0 : offset);

  GString *out = g_string_new ("{\"results\":[");
  const char *comma = "";
  writer_init (&writer, self);
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (self, sql->str, "");
  guild_sandbox_listing_bind (&listing, rows);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_string_append (out, comma);
      write_company (&writer, sqlite3_column_int64 (rows, 0), out);
      comma = ",";
    }
  guild_sandbox_listing_end (&listing, exchange, total, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

/* What POST, PUT and PATCH send. */
typedef struct
{
  char *name;        /* (owned) (nullable): stripped */
  char *description; /* (owned) (nullable) */
  char *tags;        /* (owned) (nullable): JSON */
  JsonArray *groups; /* (owned) (nullable) */
} Wish;

static void
wish_clear (Wish *self)
{
  g_free (self->name);
  g_free (self->description);
  g_free (self->tags);
  g_clear_pointer (&self->groups, json_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

/* §5.2: forbidden characters vanish without a word. */
static char *
strip_name (const char *name)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c++)
    if (g_ascii_isalnum (*c) || g_ascii_isspace (*c) || strchr ("-',&@.?!", *c) != NULL)
      g_string_append_c (out, *c);
  return g_strstrip (g_string_free (g_steal_pointer (&out), FALSE));
}

/* FALSE: present with a wrong type. */
static gboolean
read_text (JsonObject *object, const char *name, char **value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  *value = json_node_dup_string (node);
  return TRUE;
}

static gboolean
read_tags (JsonObject *object, char **tags)
{
  JsonNode *node = json_object_get_member (object, "tags");
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  JsonObject *pairs = json_node_get_object (node);
  if (json_object_get_size (pairs) > MAX_TAGS)
    return FALSE;
  json_object_iter_init (&iter, pairs);
  while (json_object_iter_next (&iter, &key, &value))
    if (*key == '\0' || g_utf8_strlen (key, -1) > MAX_TAG_KEY || !JSON_NODE_HOLDS_VALUE (value) ||
        json_node_get_value_type (value) != G_TYPE_STRING ||
        g_utf8_strlen (json_node_get_string (value), -1) > MAX_TAG_VALUE)
      return FALSE;
  *tags = json_to_string (node, FALSE);
  return TRUE;
}

static gboolean
read_wish (GuildSandboxExchange *exchange, gboolean name_needed, Wish *wish)
{
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);
  g_autofree char *name = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  JsonObject *object = json_node_get_object (node);
  if (!read_text (object, "name", &name) ||
      !read_text (object, "description", &wish->description) ||
      !read_tags (object, &wish->tags))
    return FALSE;
  if (name != NULL)
    wish->name = strip_name (name);
  if (name != NULL ? *wish->name == '\0' : name_needed)
    return FALSE;
  JsonNode *groups = json_object_get_member (object, "groups");
  if (groups != NULL && JSON_NODE_HOLDS_ARRAY (groups))
    wish->groups = json_array_ref (json_node_get_array (groups));
  return TRUE;
}

static void
join_groups (GuildSandbox *self, gint64 company, JsonArray *groups)
{
  for (guint i = 0; groups != NULL && i < json_array_get_length (groups); i++)
    {
      g_autofree char *id = NULL;
      JsonNode *element = json_array_get_element (groups, i);
      if (JSON_NODE_HOLDS_OBJECT (element) &&
          read_text (json_node_get_object (element), "id", &id) && id != NULL)
        guild_sandbox_sql_run (self, "INSERT OR IGNORE INTO members SELECT ?, seq "
                               "FROM client_groups WHERE id = ?", "is", company, id);
    }
}

static void
create_company (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_auto(Wish) wish = { 0 };

  if (!read_wish (exchange, TRUE, &wish))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  gint64 seq = 1 + guild_sandbox_sql_int (self, "SELECT seq FROM sqlite_sequence "
                                          "WHERE name = 'companies'", "");
  g_autofree char *id =
    guild_sandbox_uuid (self->seed, (guint64) seq, GUILD_SANDBOX_SALT_NEW_COMPANY);
  guild_sandbox_sql_run (self, "INSERT INTO companies VALUES (?, ?, ?, ?, ?, NULL, NULL, "
                         "'[\"lending\"]', ?, NULL)", "isssis", seq, id, wish.name,
                         wish.description, guild_sandbox_now (self),
                         wish.tags != NULL ? wish.tags : "{}");
  join_groups (self, seq, wish.groups);
  answer_company (self, exchange, seq);
}

static void
change_company (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 seq, gboolean replace)
{
  g_auto(Wish) wish = { 0 };

  if (!read_wish (exchange, replace, &wish))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  if (replace)
    guild_sandbox_sql_run (self, "UPDATE companies SET name = ?, description = ?, tags = ? "
                           "WHERE seq = ?", "sssi", wish.name, wish.description,
                           wish.tags != NULL ? wish.tags : "{}", seq);
  else
    guild_sandbox_sql_run (self, "UPDATE companies SET name = coalesce(?, name), "
                           "description = coalesce(?, description), tags = coalesce(?, tags) "
                           "WHERE seq = ?", "sssi", wish.name, wish.description, wish.tags, seq);
  answer_company (self, exchange, seq);
}

/* A parent takes its subsidiaries with it. */
static void
delete_company (GuildSandbox *self, gint64 seq)
{
  g_autoptr(GArray) children = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(sqlite3_stmt) rows =
    guild_sandbox_sql (self, "SELECT seq FROM companies WHERE parent = ?", "i", seq);

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      gint64 child = sqlite3_column_int64 (rows, 0);
      g_array_append_val (children, child);
    }
  guild_sandbox_sql_run (self, "DELETE FROM companies WHERE seq = ?", "i", seq);
  guild_sandbox_sql_run (self, "DELETE FROM connections WHERE company = ?", "i", seq);
  guild_sandbox_sql_run (self, "DELETE FROM members WHERE company = ?", "i", seq);
  guild_sandbox_sql_run (self, "DELETE FROM pulls WHERE company = ?", "i", seq);
  guild_sandbox_sql_run (self, "DELETE FROM sync_settings WHERE company = ?", "i", seq);
  guild_sandbox_sql_run (self, "DELETE FROM pushes WHERE company = ?", "i", seq);
  for (guint i = 0; i < children->len; i++)
    delete_company (self, g_array_index (children, gint64, i));
}

static void
handle_product (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 seq)
{
  const char *product = exchange->segments[3];
  gboolean add = g_str_equal (exchange->method, "PUT");
  g_autofree char *text =
    guild_sandbox_sql_text (self, "SELECT products FROM companies WHERE seq = ?", "i", seq);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonArray *old = json_node_get_array (node);
  g_autoptr(JsonNode) result = json_node_new (JSON_NODE_ARRAY);
  JsonArray *products = json_array_new ();

  if (!add && !g_str_equal (exchange->method, "DELETE"))
    {
      guild_sandbox_codat_no_method (self, exchange);
      json_array_unref (products);
      return;
    }
  for (guint i = 0; i < json_array_get_length (old); i++)
    if (!g_str_equal (json_array_get_string_element (old, i), product))
      json_array_add_string_element (products, json_array_get_string_element (old, i));
  if (add)
    json_array_add_string_element (products, product);
  json_node_take_array (result, products);
  g_autofree char *changed = json_to_string (result, FALSE);
  guild_sandbox_sql_run (self, "UPDATE companies SET products = ? WHERE seq = ?", "si", changed,
                         seq);
  guild_sandbox_answer_empty (exchange, 204);
}

static void
handle_company (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 seq)
{
  if (g_str_equal (exchange->method, "GET"))
    answer_company (self, exchange, seq);
  else if (g_str_equal (exchange->method, "PUT"))
    change_company (self, exchange, seq, TRUE);
  else if (g_str_equal (exchange->method, "PATCH"))
    change_company (self, exchange, seq, FALSE);
  else if (g_str_equal (exchange->method, "DELETE"))
    {
      delete_company (self, seq);
      guild_sandbox_answer_empty (exchange, 204);
    }
  else
    guild_sandbox_codat_no_method (self, exchange);
}

gboolean
guild_sandbox_companies_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;

  if (g_strcmp0 (segments[0], "companies") != 0)
    return FALSE;
  if (segments[1] == NULL)
    {
      if (g_str_equal (exchange->method, "GET"))
        list_companies (self, exchange);
      else if (g_str_equal (exchange->method, "POST"))
        create_company (self, exchange);
      else
        guild_sandbox_codat_no_method (self, exchange);
      return TRUE;
    }
  gint64 seq = guild_sandbox_company_find (self, exchange, segments[1]);
  if (seq == 0)
    return TRUE;
  if (segments[2] == NULL)
    {
      handle_company (self, exchange, seq);
      return TRUE;
    }
  if (g_str_equal (segments[2], "products") && segments[3] != NULL && segments[4] == NULL)
    {
      handle_product (self, exchange, seq);
      return TRUE;
    }
  if (g_str_equal (exchange->method, "GET") && g_str_equal (segments[2], "accessToken") &&
      segments[3] == NULL)
    {
      guild_sandbox_settings_answer_token (self, exchange);
      return TRUE;
    }
  return guild_sandbox_sync_handle (self, exchange, seq) ||
         guild_sandbox_connections_handle (self, exchange, seq) ||
         guild_sandbox_membership_handle (self, exchange, seq) ||
         guild_sandbox_data_handle (self, exchange, seq);
}
