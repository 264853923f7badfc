/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-listing.h"

#include <string.h>

#define LIMIT_DEFAULT 20
#define LIMIT_MAX 200
#define TEXT_MAX 255
#define RANGE_MAX 100

typedef struct
{
  GString *all_of;   /* (owned): joined with AND */
  GString *any_of;   /* (owned): joined with OR */
  GString *order;    /* (owned) */
  GPtrArray *all_arguments; /* (owned) (element-type utf8) */
  GPtrArray *any_arguments; /* (owned) (element-type utf8) */
  GuildSandboxMatch match;
  guint64 fields;
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
  request->limit = LIMIT_DEFAULT;
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

/* ---- what a filter means ---- */

/* One condition, and ARGUMENTS (nullable, emptied) for its question marks, where orFilters wants
 * it. */
static void
add_condition (Request *request, gboolean any, const char *sql, GPtrArray *arguments)
{
  GString *where = any ? request->any_of : request->all_of;
  GPtrArray *target = any ? request->any_arguments : request->all_arguments;

  if (where->len > 0)
    g_string_append (where, any ? " OR " : " AND ");
  g_string_append (where, sql);
  while (arguments != NULL && arguments->len > 0)
    g_ptr_array_add (target, g_ptr_array_steal_index (arguments, 0));
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

/* (transfer full): SQL, or NULL when TEXT is no range. */
static char *
read_range (const char *column, const char *text)
{
  const char *dots = strstr (text, "..");
  gint64 start = G_MININT64, end = G_MAXINT64;

  if (dots == NULL || strlen (text) > RANGE_MAX || g_str_equal (text, ".."))
    return NULL;
  g_autofree char *first = g_strndup (text, dots - text);
  if ((*first != '\0' && !parse_time (first, &start)) ||
      (dots[2] != '\0' && !parse_time (dots + 2, &end)))
    return NULL;
  return g_strdup_printf ("%s BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT, column, start,
                          end);
}

/* (transfer full): SQL, or NULL when TEXT is no day. */
static char *
read_day (const char *column, const char *text)
{
  g_autofree char *time = g_strconcat (text, "T00:00:00Z", NULL);
  gint64 start;

  if (!parse_time (time, &start))
    return NULL;
  return g_strdup_printf ("%s BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT, column, start,
                          start + 86399999);
}

/* (transfer full): SQL, or NULL when a value is not among the choices. */
static char *
read_choices (const GuildSandboxChoice *choices, char **values)
{
  g_autoptr(GString) sql = g_string_new ("(");

  for (guint i = 0; values[i] != NULL; i++)
    {
      guint n = 0;

      while (choices[n].value != NULL && !g_str_equal (choices[n].value, values[i]))
        n++;
      if (choices[n].value == NULL)
        return NULL;
      g_string_append_printf (sql, "%s%s", i > 0 ? " OR " : "", choices[n].sql);
    }
  g_string_append_c (sql, ')');
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* (transfer full): SQL; ARGUMENTS (out) are its values. */
static char *
read_values (const GuildSandboxFilter *filter, char **values, GPtrArray *arguments)
{
  g_autoptr(GString) in = g_string_new (NULL);
  g_autoptr(GString) out = g_string_new (NULL);
  gboolean types = filter->kind == GUILD_SANDBOX_FILTER_TYPES;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; values[i] != NULL; i++)
      {
        gboolean left_out = types && values[i][0] == '-';
        GString *list = left_out ? out : in;

        if (left_out != (pass == 1))
          continue;
        g_string_append (list, list->len > 0 ? ", ?" : "?");
        g_ptr_array_add (arguments, g_strdup (values[i] + left_out));
      }
  if (out->len == 0)
    return g_strdup_printf ("%s IN (%s)", filter->column, in->str);
  if (in->len == 0)
    return g_strdup_printf ("%s NOT IN (%s)", filter->column, out->str);
  return g_strdup_printf ("(%s IN (%s) AND %s NOT IN (%s))", filter->column, in->str,
                          filter->column, out->str);
}

static gboolean
read_filter (GuildSandboxExchange *exchange, const GuildSandboxFilter *filter, gboolean any,
             Request *request)
{
  g_autofree char *parameter = g_strdup_printf ("filter[%s]", filter->name);
  const char *text = guild_sandbox_query (exchange, parameter);
  g_auto(GStrv) values = guild_sandbox_query_list (exchange, parameter);
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sql = NULL;

  if (text == NULL && filter->fallback != NULL)
    {
      g_strfreev (values);
      values = g_strsplit (filter->fallback, ",", -1);
      text = filter->fallback;
    }
  if (text == NULL || *text == '\0')
    return text == NULL || filter->kind != GUILD_SANDBOX_FILTER_CHOICE ||
           refuse (exchange, parameter);
  switch (filter->kind)
    {
    case GUILD_SANDBOX_FILTER_TEXT:
      if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > TEXT_MAX)
        return refuse (exchange, parameter);
      sql = g_strdup_printf ("guild_match (%s, ?, %d)", filter->column, request->match);
      g_ptr_array_add (arguments, guild_sandbox_autodesk_fold (text));
      break;
    case GUILD_SANDBOX_FILTER_VALUES:
    case GUILD_SANDBOX_FILTER_TYPES:
      sql = read_values (filter, values, arguments);
      break;
    case GUILD_SANDBOX_FILTER_CHOICE:
    case GUILD_SANDBOX_FILTER_CHOICES:
      if (filter->kind == GUILD_SANDBOX_FILTER_CHOICES || g_strv_length (values) == 1)
        sql = read_choices (filter->choices, values);
      break;
    case GUILD_SANDBOX_FILTER_RANGE:
      sql = read_range (filter->column, text);
      break;
    case GUILD_SANDBOX_FILTER_DAY:
      sql = read_day (filter->column, text);
      break;
    default:
      g_assert_not_reached ();
    }
  if (sql == NULL)
    return refuse (exchange, parameter);
  add_condition (request, any, sql, arguments);
  return TRUE;
}

/* ---- the other parameters ---- */

static gboolean
read_number (GuildSandboxExchange *exchange, const char *name, gint64 least, gint64 *number)
{
  const char *text = guild_sandbox_query (exchange, name);

  return text == NULL || g_ascii_string_to_signed (text, 10, least, G_MAXINT32, number, NULL) ||
         refuse (exchange, name);
}

gboolean
guild_sandbox_listing_fields (GuildSandboxExchange *exchange, const char * const *names,
                              guint64 *fields)
{
  g_auto(GStrv) wanted = guild_sandbox_query_list (exchange, "fields");

  *fields = 0;
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      guint found = 0;

      while (names[found] != NULL && !g_str_equal (names[found], wanted[i]))
        found++;
      if (names[found] == NULL)
        return refuse (exchange, "fields");
      *fields |= G_GUINT64_CONSTANT (1) << found;
    }
  if (*fields == 0)
    *fields = G_MAXUINT64;
  return TRUE;
}

static gboolean
read_sort (GuildSandboxExchange *exchange, const GuildSandboxListKind *kind, Request *request)
{
  g_auto(GStrv) keys = guild_sandbox_query_list (exchange, "sort");

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (keys[i], " ", 2);
      gboolean descends = words[1] != NULL && g_str_equal (words[1], "desc");
      guint found = 0;

      if (words[1] != NULL && !descends && !g_str_equal (words[1], "asc"))
        return refuse (exchange, "sort");
      while (kind->sorts[found].name != NULL && !g_str_equal (kind->sorts[found].name, words[0]))
        found++;
      if (kind->sorts[found].name == NULL)
        return refuse (exchange, "sort");
      /* The first is never NULL, and an index has its order. */
      g_string_append_printf (request->order, "%s%s%s, ", kind->sorts[found].sql,
                              descends ? " DESC" : "", found == 0 ? "" : " NULLS LAST");
    }
  if (request->order->len == 0)
    g_string_append_printf (request->order, "%s, ", kind->sorts[0].sql);
  g_string_append (request->order, kind->tie);
  return TRUE;
}

static gboolean
read_match (GuildSandboxExchange *exchange, Request *request)
{
  static const char * const names[] = { "contains", "startsWith", "endsWith", "equals" };
  const char *text = guild_sandbox_query (exchange, "filterTextMatch");

  request->match = GUILD_SANDBOX_MATCH_CONTAINS;
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], text))
      {
        request->match = (GuildSandboxMatch) i;
        return TRUE;
      }
  return text == NULL || refuse (exchange, "filterTextMatch");
}

/* Names in orFilters that cannot be there are refused, unless the list knows no orFilters. */
static gboolean
check_or (GuildSandboxExchange *exchange, const GuildSandboxFilter *filters, char **names)
{
  gboolean some = FALSE;

  for (guint i = 0; filters[i].name != NULL; i++)
    some |= filters[i].may_be_or;
  for (guint n = 0; some && names[n] != NULL; n++)
    {
      gboolean found = FALSE;

      for (guint i = 0; filters[i].name != NULL; i++)
        found |= filters[i].may_be_or && g_str_equal (filters[i].name, names[n]);
      if (!found)
        return refuse (exchange, "orFilters");
    }
  return TRUE;
}

/* NULL after a refusal. */
static Request *
read_request (GuildSandboxExchange *exchange, const GuildSandboxListKind *kind)
{
  g_autoptr(Request) request = request_new ();
  g_auto(GStrv) any = guild_sandbox_query_list (exchange, "orFilters");

  if (!read_number (exchange, "limit", 1, &request->limit) ||
      !read_number (exchange, "offset", 0, &request->offset) ||
      !guild_sandbox_listing_fields (exchange, kind->fields, &request->fields) ||
      !read_sort (exchange, kind, request) || !read_match (exchange, request) ||
      !check_or (exchange, kind->filters, any))
    return NULL;
  for (guint i = 0; kind->filters[i].name != NULL; i++)
    {
      const GuildSandboxFilter *filter = &kind->filters[i];
      gboolean or_ed = filter->may_be_or &&
                       g_strv_contains ((const char * const *) any, filter->name);

      if (!read_filter (exchange, filter, or_ed, request))
        return NULL;
    }
  request->limit = MIN (request->limit, LIMIT_MAX);
  return g_steal_pointer (&request);
}

/* ---- the answer ---- */

/* SELECT … of the request, bound. */
static sqlite3_stmt *
prepare (GuildSandbox *self, Request *request, const char *from, const char *what,
         const char *tail)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;
  int n = 1;

  g_string_append_printf (sql, "SELECT %s FROM %s", what, from);
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

/* The same request with another offset. */
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

/* First the keys of the rows, which an index can say, then the rows: skipping an offset must not
 * read what it skips. */
void
guild_sandbox_listing_answer (GuildSandbox *self, GuildSandboxExchange *exchange,
                              const GuildSandboxListKind *kind, const char *from,
                              GuildSandboxRowFunc write, gpointer data)
{
  g_autoptr(Request) request = read_request (exchange, kind);

  if (request == NULL)
    return;
  g_autofree char *tail = g_strdup_printf (" ORDER BY %s LIMIT %" G_GINT64_FORMAT
                                           " OFFSET %" G_GINT64_FORMAT, request->order->str,
                                           request->limit, request->offset);
  g_autoptr(sqlite3_stmt) count = prepare (self, request, from, "count(*)", "");
  g_autoptr(sqlite3_stmt) keys = prepare (self, request, from, kind->key, tail);
  gint64 total = sqlite3_step (count) == SQLITE_ROW ? sqlite3_column_int64 (count, 0) : 0;
  JsonArray *results = json_array_new ();
  JsonObject *pagination = json_object_new ();
  JsonObject *page = json_object_new ();

  while (sqlite3_step (keys) == SQLITE_ROW)
    json_array_add_object_element (results, write (self, sqlite3_column_int64 (keys, 0),
                                                   request->fields, data));
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
  json_object_set_array_member (page, "results", results);
  guild_sandbox_autodesk_answer (exchange, 200, page);
}

void
guild_sandbox_set_time (JsonObject *object, const char *member, gint64 milliseconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (milliseconds / 1000);
  g_autofree char *seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *text = g_strdup_printf ("%s.%03dZ", seconds, (int) (milliseconds % 1000));

  json_object_set_string_member (object, member, text);
}

void
guild_sandbox_set_text (JsonObject *object, const char *member, sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}
