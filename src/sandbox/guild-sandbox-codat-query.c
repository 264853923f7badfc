/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

#include <string.h>

/* The query language of §3.1, turned into SQL:
 *   or     = and { "||" and }
 *   and    = term { "&&" term }
 *   term   = "{" or "}" | property operator value
 * A value runs to the next "&&", "||", "}" or the end. */

#define MALFORMED "Error parsing query - Malformed query."
#define MAX_QUERY 2048
#define MAX_DEPTH 32
#define MAX_PAGE_SIZE 5000

typedef enum { TEXT, CHOICE, DATE, FLAG } Kind;

typedef struct
{
  const char *name;
  Kind        kind;
  const char *sql;      /* the value itself… */
  const char *relation; /* …or, for a list, the start of "EXISTS (SELECT …" */
} Property;

#define RELATION "SELECT 1 FROM connections d JOIN integrations i ON i.key = d.platform " \
                 "WHERE d.company = c.seq AND "

static const Property company_properties[] = {
  { "id", CHOICE, "c.id", NULL },
  { "name", TEXT, "c.name", NULL },
  { "description", TEXT, "coalesce(c.description, '')", NULL },
  { "created", DATE, "c.created", NULL },
  { "lastSync", DATE, "c.last_sync", NULL },
  { "createdByUserName", TEXT, "c.created_by", NULL },
  { "dataConnections.status", CHOICE, "d.status", RELATION },
  { "dataConnections.platformName", TEXT, "i.name", RELATION },
  { "dataConnections.sourceType", CHOICE, "i.type", RELATION },
  { NULL },
};

static const Property connection_properties[] = {
  { "id", CHOICE, "c.id", NULL },
  { "status", CHOICE, "c.status", NULL },
  { "sourceType", CHOICE, "(SELECT type FROM integrations i WHERE i.key = c.platform)", NULL },
  { "platformName", TEXT, "(SELECT name FROM integrations i WHERE i.key = c.platform)", NULL },
  { "created", DATE, "c.created", NULL },
  { "lastSync", DATE, "c.last_sync", NULL },
  { NULL },
};

static const Property integration_properties[] = {
  { "key", CHOICE, "c.key", NULL },
  { "name", TEXT, "c.name", NULL },
  { "sourceType", CHOICE, "c.type", NULL },
  { "enabled", FLAG, "c.enabled", NULL },
  { "isBeta", FLAG, "c.beta", NULL },
  { "isOfflineConnector", FLAG, "c.offline", NULL },
  { NULL },
};

static const Property pull_properties[] = {
  { "id", CHOICE, "c.id", NULL },
  { "dataType", CHOICE, "c.type", NULL },
  { "status", CHOICE, "c.status", NULL },
  { "connectionId", CHOICE, "(SELECT d.id FROM connections d WHERE d.seq = c.connection)", NULL },
  { "requested", DATE, "c.requested", NULL },
  { "completed", DATE, "c.completed", NULL },
  { "isErrored", FLAG, "(c.status LIKE '%Error' OR c.status = 'PrerequisiteNotMet')", NULL },
  { NULL },
};

static const Property push_properties[] = {
  { "pushOperationKey", CHOICE, "c.id", NULL },
  { "dataType", CHOICE, "c.type", NULL },
  { "status", CHOICE, "c.status", NULL },
  { "requestedOnUtc", DATE, "c.requested", NULL },
  { "completedOnUtc", DATE, "c.completed", NULL },
  { NULL },
};

static const struct
{
  const char     *title;
  const Property *properties;
} entities[] = {
  [GUILD_SANDBOX_COMPANIES] = { "Company", company_properties },
  [GUILD_SANDBOX_CONNECTIONS] = { "DataConnection", connection_properties },
  [GUILD_SANDBOX_INTEGRATIONS] = { "Integration", integration_properties },
  [GUILD_SANDBOX_PULLS] = { "Dataset", pull_properties },
  [GUILD_SANDBOX_PUSHES] = { "PushOperation", push_properties },
};

typedef struct
{
  const char        *at;
  GuildSandboxEntity entity;
  gboolean           tags;
  GString           *out;
  GPtrArray         *values;
  guint              depth;
  char              *problem; /* (owned) (nullable) */
} Parser;

static gboolean parse_or (Parser *self);

static gboolean
fail (Parser *self)
{
  if (self->problem == NULL)
    self->problem = g_strdup (MALFORMED);
  return FALSE;
}

static void
skip_spaces (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static char *
take_property (Parser *self)
{
  gsize length = strcspn (self->at, "=!~<>&|{}");
  char *text = g_strstrip (g_strndup (self->at, length));

  self->at += length;
  return text;
}

static const char *
take_operator (Parser *self)
{
  static const char * const operators[] = { "!=", ">=", "<=", "=", "~", ">", "<" };

  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (self->at, operators[i]))
      {
        self->at += strlen (operators[i]);
        return operators[i];
      }
  return NULL;
}

static char *
take_value (Parser *self)
{
  const char *start = self->at;

  while (*self->at != '\0' && *self->at != '}' && !g_str_has_prefix (self->at, "&&") &&
         !g_str_has_prefix (self->at, "||"))
    self->at++;
  return g_strstrip (g_strndup (start, (gsize) (self->at - start)));
}

static gboolean
parse_date (const char *text, gint64 *time)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = strlen (text) == 10 ? g_strconcat (text, "T00:00:00Z", NULL) : NULL;
  g_autoptr(GDateTime) when =
    g_date_time_new_from_iso8601 (midnight != NULL ? midnight : text, utc);

  if (when == NULL)
    return FALSE;
  *time = g_date_time_to_unix (when) * G_USEC_PER_SEC + g_date_time_get_microsecond (when);
  return TRUE;
}

/* The value as SQLite's, or NULL when it does not fit the property. */
static GVariant *
make_value (Kind kind, const char *text)
{
  gint64 time;

  switch (kind)
    {
    case DATE:
      return parse_date (text, &time) ? g_variant_new_int64 (time) : NULL;
    case FLAG:
      if (g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "false") == 0)
        return g_variant_new_int64 (g_ascii_strcasecmp (text, "true") == 0);
      return NULL;
    case TEXT:
    case CHOICE:
    default:
      return *text != '\0' ? g_variant_new_string (text) : NULL;
    }
}

static gboolean
operator_fits (Kind kind, const char *operator, gboolean tags)
{
  if (g_str_equal (operator, "=") || g_str_equal (operator, "!="))
    return TRUE;
  if (g_str_equal (operator, "~"))
    return kind == TEXT || kind == CHOICE;
  return kind == DATE && !tags;
}

static void
write_condition (Parser *self, const Property *property, const char *operator)
{
  gboolean differs = g_str_equal (operator, "!=");

  if (property->relation != NULL)
    g_string_append_printf (self->out, "%s EXISTS (%s", differs ? "NOT" : "", property->relation);
  if (g_str_equal (operator, "~"))
    g_string_append_printf (self->out, "instr(lower(%s), lower(?)) > 0", property->sql);
  else if (differs && property->relation == NULL)
    g_string_append_printf (self->out, "%s IS NOT ?", property->sql);
  else
    g_string_append_printf (self->out, "%s %s ?", property->sql, differs ? "=" : operator);
  if (property->relation != NULL)
    g_string_append_c (self->out, ')');
}

static const Property *
find_property (GuildSandboxEntity entity, const char *name)
{
  for (const Property *p = entities[entity].properties; p->name != NULL; p++)
    if (g_str_equal (p->name, name))
      return p;
  return NULL;
}

static gboolean
parse_clause (Parser *self)
{
  static const Property tag = { "tag", TEXT, "json_extract(c.tags, ?)", NULL };
  g_autofree char *name = take_property (self);
  const char *operator = take_operator (self);
  g_autofree char *text = operator != NULL ? take_value (self) : NULL;
  const Property *property = self->tags ? &tag : find_property (self->entity, name);

  if (*name == '\0' || operator == NULL || (self->tags && strchr (name, '"') != NULL))
    return fail (self);
  if (property == NULL)
    {
      self->problem = g_strdup_printf ("Error parsing query - Could not resolve property %s on %s",
                                       name, entities[self->entity].title);
      return FALSE;
    }
  g_autoptr(GVariant) value = make_value (property->kind, text);
  if (value == NULL || !operator_fits (property->kind, operator, self->tags))
    return fail (self);
  if (self->tags)
    {
      g_autofree char *path = g_strdup_printf ("$.\"%s\"", name);
      g_ptr_array_add (self->values, g_variant_ref_sink (g_variant_new_string (path)));
    }
  g_ptr_array_add (self->values, g_variant_ref_sink (g_steal_pointer (&value)));
  write_condition (self, property, operator);
  return TRUE;
}

static gboolean
parse_term (Parser *self)
{
  skip_spaces (self);
  if (*self->at != '{')
    return parse_clause (self);
  if (++self->depth > MAX_DEPTH)
    return fail (self);
  self->at++;
  g_string_append_c (self->out, '(');
  if (!parse_or (self) || *self->at != '}')
    return fail (self);
  self->at++;
  self->depth--;
  g_string_append_c (self->out, ')');
  return TRUE;
}

static gboolean
parse_and (Parser *self)
{
  for (;;)
    {
      if (!parse_term (self))
        return FALSE;
      skip_spaces (self);
      if (!g_str_has_prefix (self->at, "&&"))
        return TRUE;
      self->at += 2;
      g_string_append (self->out, " AND ");
    }
}

static gboolean
parse_or (Parser *self)
{
  for (;;)
    {
      if (!parse_and (self))
        return FALSE;
      skip_spaces (self);
      if (!g_str_has_prefix (self->at, "||"))
        return TRUE;
      self->at += 2;
      g_string_append (self->out, " OR ");
    }
}

char *
guild_sandbox_query_compile (GuildSandboxEntity entity, gboolean tags, const char *text,
                             GString *where, GPtrArray *values)
{
  g_autoptr(GString) out = g_string_new (NULL);
  Parser parser = { text, entity, tags, out, values, 0, NULL };

  if (strlen (text) >= MAX_QUERY)
    return g_strdup (MALFORMED);
  if (!parse_or (&parser) || *parser.at != '\0')
    {
      fail (&parser);
      return parser.problem;
    }
  g_string_append_printf (where, "%s(%s)", where->len > 0 ? " AND " : "", out->str);
  return NULL;
}

const char *
guild_sandbox_query_order (GuildSandboxEntity entity, const char *field)
{
  const Property *property = find_property (entity, field);

  if (property == NULL || property->relation != NULL)
    return NULL;
  return property->sql;
}

/* Lists */

void
guild_sandbox_listing_clear (GuildSandboxListing *self)
{
  if (self->where != NULL)
    g_string_free (self->where, TRUE);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_free);
}

static gboolean
read_number (const char *text, gint64 fallback, gint64 max, gint64 *number)
{
  guint64 value;

  *number = fallback;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, (guint64) max, &value, NULL))
    return FALSE;
  *number = (gint64) value;
  return TRUE;
}

static char *
read_order (GuildSandboxEntity entity, const char *text, GuildSandboxListing *listing)
{
  gboolean down = text[0] == '-';
  const char *field = down ? text + 1 : text;
  const char *sql = guild_sandbox_query_order (entity, field);

  if (sql == NULL)
    return g_strdup_printf ("Error parsing query - Could not resolve property %s on %s", field,
                            entities[entity].title);
  listing->order = g_strdup_printf ("%s%s %s", sql,
                                    find_property (entity, field)->kind == TEXT ?
                                    " COLLATE NOCASE" : "", down ? "DESC" : "ASC");
  return NULL;
}

gboolean
guild_sandbox_listing_read (GuildSandbox *self, GuildSandboxExchange *exchange,
                            GuildSandboxEntity entity, GuildSandboxListing *listing)
{
  const char *query = guild_sandbox_query (exchange, "query");
  const char *tags = guild_sandbox_query (exchange, "tags");
  const char *order = guild_sandbox_query (exchange, "orderBy");
  g_autofree char *problem = NULL;

  listing->where = g_string_new (NULL);
  listing->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  if (!read_number (guild_sandbox_query (exchange, "page"), 1, G_MAXINT32, &listing->page) ||
      !read_number (guild_sandbox_query (exchange, "pageSize"), 100, MAX_PAGE_SIZE,
                    &listing->page_size))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return FALSE;
    }
  const char *largest = guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_PAGE, NULL);
  if (largest != NULL)
    listing->page_size = CLAMP (g_ascii_strtoll (largest, NULL, 10), 1, listing->page_size);
  if (query != NULL && g_str_equal (guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_QUERY, "on"),
                                    "off"))
    problem = g_strdup (MALFORMED);
  if (problem == NULL && query != NULL && *query != '\0')
    problem = guild_sandbox_query_compile (entity, FALSE, query, listing->where, listing->values);
  if (problem == NULL && tags != NULL && *tags != '\0' && entity == GUILD_SANDBOX_COMPANIES)
    problem = guild_sandbox_query_compile (entity, TRUE, tags, listing->where, listing->values);
  if (problem == NULL && order != NULL && *order != '\0')
    problem = read_order (entity, order, listing);
  if (problem == NULL)
    return TRUE;
  guild_sandbox_codat_fail (self, exchange, 400,
                            strstr (problem, "resolve") != NULL ? "PullApi" : "ClientsApi",
                            problem);
  return FALSE;
}

void
guild_sandbox_listing_bind (GuildSandboxListing *self, sqlite3_stmt *statement)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      GVariant *value = self->values->pdata[i];
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        sqlite3_bind_text (statement, (int) i + 1, g_variant_get_string (value, NULL), -1,
                           SQLITE_TRANSIENT);
      else
        sqlite3_bind_int64 (statement, (int) i + 1, g_variant_get_int64 (value));
    }
}

static void
append_link (GString *out, const char *name, GuildSandboxExchange *exchange, gint64 page,
             gint64 page_size)
{
  static const char * const kept[] = { "orderBy", "query", "tags" };
  g_autoptr(GString) href = g_string_new (NULL);

  g_string_append_uri_escaped (href, exchange->path, "/", FALSE);
  g_string_append_printf (href, "?page=%" G_GINT64_FORMAT "&pageSize=%" G_GINT64_FORMAT, page,
                          page_size);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = guild_sandbox_query (exchange, kept[i]);
      if (value == NULL)
        continue;
      g_string_append_printf (href, "&%s=", kept[i]);
      g_string_append_uri_escaped (href, value, NULL, FALSE);
    }
  g_string_append_printf (out, ",\"%s\":{\"href\":", name);
  guild_sandbox_append_json (out, href->str);
  g_string_append_c (out, '}');
}

void
guild_sandbox_listing_end (GuildSandboxListing *self, GuildSandboxExchange *exchange, gint64 total,
                           GString *out)
{
  g_autoptr(GString) path = g_string_new (NULL);

  g_string_append_uri_escaped (path, exchange->path, "/", FALSE);
  g_string_append_printf (out, "],\"pageNumber\":%" G_GINT64_FORMAT
                          ",\"pageSize\":%" G_GINT64_FORMAT
                          ",\"totalResults\":%" G_GINT64_FORMAT ",\"_links\":{\"self\":{\"href\":",
                          self->page, self->page_size, total);
  guild_sandbox_append_json (out, path->str);
  g_string_append_c (out, '}');
  append_link (out, "current", exchange, self->page, self->page_size);
  if (self->page * self->page_size < total)
    append_link (out, "next", exchange, self->page + 1, self->page_size);
  if (self->page > 1)
    append_link (out, "previous", exchange, self->page - 1, self->page_size);
  g_string_append (out, "}}");
}
