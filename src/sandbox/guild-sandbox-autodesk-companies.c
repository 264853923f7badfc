/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"

#include <string.h>

#define LIMIT_DEFAULT 20
#define LIMIT_MAX 200
#define TEXT_MAX 255
#define RANGE_MAX 100

/* Members of `fields`, in the order of the answer; the id is always there. */
static const char * const fields[] = {
  "accountId", "name", "trade", "addresses", "websiteUrl", "description", "erpId", "taxId",
  "imageUrl", "status", "createdAt", "updatedAt", "projectSize", "userSize", "originalName",
};

/* What may be sorted by, and how; names are folded when they are stored. */
static const struct { const char *name, *sql; } sorts[] = {
  { "name", "name_key" },
  { "trade", "guild_fold(trade)" },
  { "erpId", "guild_fold(erp_id)" },
  { "taxId", "guild_fold(tax_id)" },
  { "status", "status" },
  { "createdAt", "created_at" },
  { "updatedAt", "updated_at" },
  { "projectSize", "project_size" },
  { "userSize", "user_size" },
};

static const struct { const char *name, *parameter, *column; } texts[] = {
  { "name", "filter[name]", "name" },
  { "trade", "filter[trade]", "trade" },
  { "erpId", "filter[erpId]", "erp_id" },
  { "taxId", "filter[taxId]", "tax_id" },
};

/* A request understood: SQL after WHERE and ORDER BY, with the arguments of the former. */
typedef struct
{
  GString *all_of;   /* (owned): joined with AND */
  GString *any_of;   /* (owned): joined with OR */
  GString *order;    /* (owned) */
  GPtrArray *all_arguments; /* (owned) (element-type utf8) */
  GPtrArray *any_arguments; /* (owned) (element-type utf8) */
  guint fields;      /* bits in the order of fields[] */
  gint64 limit;
  gint64 offset;
} Request;

static void
request_free (Request *request)
{
  g_string_free (request->all_of, TRUE);
  g_string_free (request->any_of, TRUE);
  g_string_free (request->order, TRUE);
  g_ptr_array_unref (request->all_arguments);
  g_ptr_array_unref (request->any_arguments);
  g_free (request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static Request *
request_new (void)
{
  Request *request = g_new0 (Request, 1);

  request->all_of = g_string_new (NULL);
  request->any_of = g_string_new (NULL);
  request->order = g_string_new (NULL);
  request->all_arguments = g_ptr_array_new_with_free_func (g_free);
  request->any_arguments = g_ptr_array_new_with_free_func (g_free);
  return request;
}

static gboolean
refuse (GuildSandboxExchange *exchange, const char *parameter)
{
  g_autofree char *detail = g_strdup_printf ("The value of the parameter %s is invalid.",
                                             parameter);

  guild_sandbox_autodesk_refuse_admin (exchange, 400, "Bad Request", detail, parameter);
  return FALSE;
}

/* A condition goes where orFilters wants it. */
static void
add_condition (Request *request, gboolean any, const char *sql, char *argument)
{
  GString *where = any ? request->any_of : request->all_of;

  if (where->len > 0)
    g_string_append (where, any ? " OR " : " AND ");
  g_string_append (where, sql);
  if (argument != NULL)
    g_ptr_array_add (any ? request->any_arguments : request->all_arguments, argument);
}

static gboolean
read_number (GuildSandboxExchange *exchange, const char *name, gint64 least, gint64 *number)
{
  const char *text = guild_sandbox_query (exchange, name);

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (text, 10, least, G_MAXINT32, number, NULL))
    return refuse (exchange, name);
  return TRUE;
}

static gboolean
read_fields (GuildSandboxExchange *exchange, Request *request)
{
  g_auto(GStrv) names = guild_sandbox_query_list (exchange, "fields");

  for (guint i = 0; names[i] != NULL; i++)
    {
      guint found;

      if (*names[i] == '\0')
        continue;
      for (found = 0; found < G_N_ELEMENTS (fields); found++)
        if (g_str_equal (fields[found], names[i]))
          break;
      if (found == G_N_ELEMENTS (fields))
        return refuse (exchange, "fields");
      request->fields |= 1u << found;
    }
  if (request->fields == 0)
    request->fields = (1u << G_N_ELEMENTS (fields)) - 1;
  return TRUE;
}

static gboolean
read_sort (GuildSandboxExchange *exchange, Request *request)
{
  g_auto(GStrv) keys = guild_sandbox_query_list (exchange, "sort");

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (keys[i], " ", 2);
      gboolean descends = words[1] != NULL && g_str_equal (words[1], "desc");
      guint found;

      if (words[0] == NULL)
        continue;
      if (words[1] != NULL && !descends && !g_str_equal (words[1], "asc"))
        return refuse (exchange, "sort");
      for (found = 0; found < G_N_ELEMENTS (sorts); found++)
        if (g_str_equal (sorts[found].name, words[0]))
          break;
      if (found == G_N_ELEMENTS (sorts))
        return refuse (exchange, "sort");
      g_string_append_printf (request->order, "%s%s%s, ", sorts[found].sql,
                              descends ? " DESC" : "", found == 0 ? "" : " NULLS LAST");
    }
  if (request->order->len == 0)
    g_string_append (request->order, "name_key, ");
  g_string_append (request->order, "id");
  return TRUE;
}

/* FALSE when TEXT is no time of the grammar of acc.md §4.3. */
static gboolean
parse_time (const char *text, gint64 *milliseconds)
{
  static GRegex *grammar;

  if (grammar == NULL)
    grammar = g_regex_new ("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?"
                           "(Z|[+-]\\d{2}:\\d{2})$", G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  if (!g_regex_match (grammar, text, 0, NULL))
    return FALSE;
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;
  *milliseconds = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
  return TRUE;
}

static gboolean
read_updated (GuildSandboxExchange *exchange, Request *request, gboolean any)
{
  const char *text = guild_sandbox_query (exchange, "filter[updatedAt]");
  const char *dots = text != NULL ? strstr (text, "..") : NULL;
  gint64 start = G_MININT64, end = G_MAXINT64;

  if (text == NULL || *text == '\0')
    return TRUE;
  if (dots == NULL || strlen (text) > RANGE_MAX || g_str_equal (text, ".."))
    return refuse (exchange, "filter[updatedAt]");
  g_autofree char *first = g_strndup (text, dots - text);
  if ((*first != '\0' && !parse_time (first, &start)) ||
      (dots[2] != '\0' && !parse_time (dots + 2, &end)))
    return refuse (exchange, "filter[updatedAt]");
  g_autofree char *sql = g_strdup_printf ("updated_at BETWEEN %" G_GINT64_FORMAT
                                          " AND %" G_GINT64_FORMAT, start, end);
  add_condition (request, any, sql, NULL);
  return TRUE;
}

static gboolean
read_status (GuildSandboxExchange *exchange, Request *request)
{
  const char *status = guild_sandbox_query (exchange, "filter[status]");

  if (status == NULL || g_str_equal (status, "active"))
    add_condition (request, FALSE, "status = 'active'", NULL);
  else if (g_str_equal (status, "inactive"))
    add_condition (request, FALSE, "status = 'deleted'", NULL);
  else if (!g_str_equal (status, "all"))
    return refuse (exchange, "filter[status]");
  return TRUE;
}

static gboolean
read_match (GuildSandboxExchange *exchange, GuildSandboxMatch *match)
{
  static const char * const names[] = { "contains", "startsWith", "endsWith", "equals" };
  const char *text = guild_sandbox_query (exchange, "filterTextMatch");

  *match = GUILD_SANDBOX_MATCH_CONTAINS;
  if (text == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], text))
      {
        *match = (GuildSandboxMatch) i;
        return TRUE;
      }
  return refuse (exchange, "filterTextMatch");
}

static gboolean
read_filters (GuildSandboxExchange *exchange, Request *request)
{
  static const char * const or_names[] = {
    "erpId", "name", "taxId", "trade", "updatedAt", NULL,
  };
  g_auto(GStrv) any = guild_sandbox_query_list (exchange, "orFilters");
  GuildSandboxMatch match;

  for (guint i = 0; any[i] != NULL; i++)
    if (*any[i] != '\0' && !g_strv_contains (or_names, any[i]))
      return refuse (exchange, "orFilters");
  if (!read_match (exchange, &match) || !read_status (exchange, request) ||
      !read_updated (exchange, request,
                     g_strv_contains ((const char * const *) any, "updatedAt")))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = guild_sandbox_query (exchange, texts[i].parameter);

      if (text == NULL || *text == '\0')
        continue;
      if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > TEXT_MAX)
        return refuse (exchange, texts[i].parameter);
      g_autofree char *sql = g_strdup_printf ("guild_match (%s, ?, %d)", texts[i].column, match);
      add_condition (request, g_strv_contains ((const char * const *) any, texts[i].name), sql,
                     guild_sandbox_autodesk_fold (text));
    }
  return TRUE;
}

/* NULL after a refusal. */
static Request *
read_request (GuildSandboxExchange *exchange)
{
  g_autoptr(Request) request = request_new ();

  request->limit = LIMIT_DEFAULT;
  if (!read_number (exchange, "limit", 1, &request->limit) ||
      !read_number (exchange, "offset", 0, &request->offset) ||
      !read_fields (exchange, request) || !read_sort (exchange, request) ||
      !read_filters (exchange, request))
    return NULL;
  request->limit = MIN (request->limit, LIMIT_MAX);
  return g_steal_pointer (&request);
}

/* SELECT … FROM … WHERE of the request, bound. */
static sqlite3_stmt *
prepare (GuildSandbox *self, Request *request, guint account, const char *what, const char *tail)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;
  int n = 1;

  g_string_append_printf (sql, "SELECT %s FROM autodesk_company WHERE account = %u", what, account);
  if (request->all_of->len > 0)
    g_string_append_printf (sql, " AND %s", request->all_of->str);
  if (request->any_of->len > 0)
    g_string_append_printf (sql, " AND (%s)", request->any_of->str);
  g_string_append (sql, tail);
  if (sqlite3_prepare_v2 (self->db, sql->str, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (self->db), sql->str);
  for (guint i = 0; i < request->all_arguments->len; i++)
    sqlite3_bind_text (statement, n++, request->all_arguments->pdata[i], -1, SQLITE_STATIC);
  for (guint i = 0; i < request->any_arguments->len; i++)
    sqlite3_bind_text (statement, n++, request->any_arguments->pdata[i], -1, SQLITE_STATIC);
  return statement;
}

static gint64
count_rows (GuildSandbox *self, Request *request, guint account)
{
  sqlite3_stmt *statement = prepare (self, request, account, "count(*)", "");
  gint64 count = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;

  sqlite3_finalize (statement);
  return count;
}

/* The columns that write_row() reads, in its order. */
#define ROW_COLUMNS \
  "id, name, trade, line1, line2, city, postal_code, state, country, phone, website, description," \
  " erp_id, tax_id, image_url, status, created_at, updated_at, project_size, user_size," \
  " original_name, rowid"

enum
{
  COLUMN_ID,
  COLUMN_NAME,
  COLUMN_TRADE,
  COLUMN_LINE1,
  COLUMN_LINE2,
  COLUMN_CITY,
  COLUMN_POSTAL_CODE,
  COLUMN_STATE,
  COLUMN_COUNTRY,
  COLUMN_PHONE,
  COLUMN_WEBSITE,
  COLUMN_DESCRIPTION,
  COLUMN_ERP_ID,
  COLUMN_TAX_ID,
  COLUMN_IMAGE_URL,
  COLUMN_STATUS,
  COLUMN_CREATED_AT,
  COLUMN_UPDATED_AT,
  COLUMN_PROJECT_SIZE,
  COLUMN_USER_SIZE,
  COLUMN_ORIGINAL_NAME,
  COLUMN_ROWID,
};

static void
set_text (JsonObject *object, const char *member, sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

/* What the reference never calls null. */
static void
set_string (JsonObject *object, const char *member, sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  json_object_set_string_member (object, member, text != NULL ? text : "");
}

static void
set_time (JsonObject *object, const char *member, sqlite3_stmt *row, int column)
{
  gint64 milliseconds = sqlite3_column_int64 (row, column);
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (milliseconds / 1000);
  g_autofree char *seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *text = g_strdup_printf ("%s.%03dZ", seconds, (int) (milliseconds % 1000));

  json_object_set_string_member (object, member, text);
}

static void
set_addresses (JsonObject *object, sqlite3_stmt *row)
{
  JsonArray *addresses = json_array_new ();

  gboolean known = FALSE;

  for (int i = COLUMN_LINE1; i <= COLUMN_PHONE; i++)
    known |= sqlite3_column_type (row, i) != SQLITE_NULL;
  if (known)
    {
      JsonObject *address = json_object_new ();

      json_object_set_string_member (address, "type", "Main");
      set_string (address, "addressLine1", row, COLUMN_LINE1);
      set_string (address, "addressLine2", row, COLUMN_LINE2);
      set_string (address, "city", row, COLUMN_CITY);
      set_text (address, "stateOrProvince", row, COLUMN_STATE);
      set_string (address, "postalCode", row, COLUMN_POSTAL_CODE);
      set_text (address, "country", row, COLUMN_COUNTRY);
      set_string (address, "phone", row, COLUMN_PHONE);
      json_array_add_object_element (addresses, address);
    }
  json_object_set_array_member (object, "addresses", addresses);
}

/* The vendor's own example has "" for an active company; absent and null are as legal. */
static void
set_original_name (JsonObject *object, sqlite3_stmt *row)
{
  gint64 number = sqlite3_column_int64 (row, COLUMN_ROWID);

  if (sqlite3_column_type (row, COLUMN_ORIGINAL_NAME) != SQLITE_NULL)
    set_text (object, "originalName", row, COLUMN_ORIGINAL_NAME);
  else if (number % 3 == 0)
    json_object_set_null_member (object, "originalName");
  else if (number % 3 == 1)
    json_object_set_string_member (object, "originalName", "");
}

/* The stored address has no host: the next start may have another port. */
static void
set_image_url (GuildSandbox *self, JsonObject *object, sqlite3_stmt *row)
{
  const char *path = (const char *) sqlite3_column_text (row, COLUMN_IMAGE_URL);
  g_autofree char *address = g_strconcat (self->base_url, path, NULL);

  if (path != NULL)
    json_object_set_string_member (object, "imageUrl", address);
  else
    json_object_set_null_member (object, "imageUrl");
}

static JsonObject *
write_row (GuildSandbox *self, sqlite3_stmt *row, guint wanted, const char *account_id)
{
  static const int columns[] = {
    -1, COLUMN_NAME, COLUMN_TRADE, -1, COLUMN_WEBSITE, COLUMN_DESCRIPTION, COLUMN_ERP_ID,
    COLUMN_TAX_ID, COLUMN_IMAGE_URL, COLUMN_STATUS, COLUMN_CREATED_AT, COLUMN_UPDATED_AT,
    COLUMN_PROJECT_SIZE, COLUMN_USER_SIZE, COLUMN_ORIGINAL_NAME,
  };
  JsonObject *object = json_object_new ();

  G_STATIC_ASSERT (G_N_ELEMENTS (columns) == G_N_ELEMENTS (fields));
  set_text (object, "id", row, COLUMN_ID);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if ((wanted & 1u << i) == 0)
        continue;
      if (i == 0)
        json_object_set_string_member (object, fields[i], account_id);
      else if (columns[i] == -1)
        set_addresses (object, row);
      else if (columns[i] == COLUMN_IMAGE_URL)
        set_image_url (self, object, row);
      else if (columns[i] == COLUMN_ORIGINAL_NAME)
        set_original_name (object, row);
      else if (columns[i] == COLUMN_CREATED_AT || columns[i] == COLUMN_UPDATED_AT)
        set_time (object, fields[i], row, columns[i]);
      else if (columns[i] == COLUMN_PROJECT_SIZE || columns[i] == COLUMN_USER_SIZE)
        json_object_set_int_member (object, fields[i], sqlite3_column_int64 (row, columns[i]));
      else
        set_text (object, fields[i], row, columns[i]);
    }
  return object;
}

/* First the numbers of the rows, which an index can say, then the rows: skipping an offset must
 * not read what it skips. */
static JsonArray *
read_rows (GuildSandbox *self, Request *request, guint account)
{
  g_autofree char *account_id = guild_sandbox_autodesk_account_id (self, account);
  g_autofree char *tail = g_strdup_printf (" ORDER BY %s LIMIT %" G_GINT64_FORMAT
                                           " OFFSET %" G_GINT64_FORMAT, request->order->str,
                                           request->limit, request->offset);
  JsonArray *results = json_array_sized_new (request->limit);
  sqlite3_stmt *numbers = prepare (self, request, account, "rowid", tail);
  sqlite3_stmt *row = NULL;

  sqlite3_prepare_v2 (self->db, "SELECT " ROW_COLUMNS " FROM autodesk_company WHERE rowid = ?",
                      -1, &row, NULL);
  while (sqlite3_step (numbers) == SQLITE_ROW)
    {
      sqlite3_bind_int64 (row, 1, sqlite3_column_int64 (numbers, 0));
      if (sqlite3_step (row) == SQLITE_ROW)
        json_array_add_object_element (results, write_row (self, row, request->fields,
                                                           account_id));
      sqlite3_reset (row);
    }
  sqlite3_finalize (row);
  sqlite3_finalize (numbers);
  return results;
}

/* The same request at another offset, as the service writes it into its pages. */
static void
set_page_url (GuildSandbox *self, GuildSandboxExchange *exchange, JsonObject *pagination,
              const char *member, gint64 limit, gint64 offset)
{
  g_autoptr(GString) url = g_string_new (self->base_url);

  g_string_append_uri_escaped (url, exchange->path, "/", FALSE);
  g_string_append_c (url, '?');
  for (guint i = 0; i + 1 < exchange->query->len; i += 2)
    {
      const char *name = exchange->query->pdata[i];

      if (g_str_equal (name, "limit") || g_str_equal (name, "offset"))
        continue;
      g_string_append_uri_escaped (url, name, NULL, FALSE);
      g_string_append_c (url, '=');
      g_string_append_uri_escaped (url, exchange->query->pdata[i + 1], NULL, FALSE);
      g_string_append_c (url, '&');
    }
  g_string_append_printf (url, "limit=%" G_GINT64_FORMAT "&offset=%" G_GINT64_FORMAT, limit,
                          offset);
  json_object_set_string_member (pagination, member, url->str);
}

/**
 * guild_sandbox_autodesk_companies:
 *
 * `GET /construction/admin/v1/accounts/{accountId}/companies`, acc.md §4.
 */
void
guild_sandbox_autodesk_companies (GuildSandbox *self, GuildSandboxExchange *exchange,
                                  guint account)
{
  g_autoptr(Request) request = read_request (exchange);

  if (request == NULL)
    return;

  gint64 total = count_rows (self, request, account);
  JsonObject *pagination = json_object_new ();
  JsonObject *page = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (pagination, "limit", request->limit);
  json_object_set_int_member (pagination, "offset", request->offset);
  json_object_set_int_member (pagination, "totalResults", total);
  if (request->offset + request->limit < total)
    set_page_url (self, exchange, pagination, "nextUrl", request->limit,
                  request->offset + request->limit);
  if (request->offset > 0)
    set_page_url (self, exchange, pagination, "previousUrl", request->limit,
                  MAX (0, request->offset - request->limit));
  json_object_set_object_member (page, "pagination", pagination);
  json_object_set_array_member (page, "results", read_rows (self, request, account));
  json_node_take_object (node, page);
  guild_sandbox_answer_json (exchange, 200, node);
}
