/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat-data.h"

#include <string.h>

/* Reading data by its true path, §9. A query may have clauses joined by && with = != and ~, on any
 * member; orderBy any member. */

#define MAX_PAGE_SIZE 5000

static void
refuse_query (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  guild_sandbox_codat_fail (self, exchange, 400, "ClientsApi",
                            "Error parsing query - Malformed query.");
}

/* (transfer full) (nullable): the member at PATH ("metadata.isDeleted") as text. */
static char *
member_text (JsonObject *object, const char *path)
{
  g_auto(GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      node = object != NULL ? json_object_get_member (object, names[i]) : NULL;
      object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    }
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node)
                                                          : json_to_string (node, FALSE);
}

/* FALSE with PROBLEM set: it cannot be read. */
static gboolean
matches (JsonObject *object, const char *query, gboolean *problem)
{
  g_auto(GStrv) clauses = g_strsplit (query, "&&", -1);

  for (guint i = 0; clauses[i] != NULL; i++)
    {
      gsize length = strcspn (clauses[i], "=!~");
      char *operator = clauses[i] + length;
      gboolean differs = g_str_has_prefix (operator, "!=");
      if (length == 0 || *operator == '\0' || (*operator == '!' && !differs))
        {
          *problem = TRUE;
          return FALSE;
        }
      g_autofree char *path = g_strstrip (g_strndup (clauses[i], length));
      g_autofree char *wanted = g_strstrip (g_strdup (operator + (differs ? 2 : 1)));
      g_autofree char *found = member_text (object, path);
      gboolean fits = *operator == '~' ? found != NULL && strstr (found, wanted) != NULL
                                       : g_strcmp0 (found, wanted) == 0;
      if (fits == differs)
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  char  *order; /* (owned) */
  char  *text;  /* (owned) */
} Found;

static void
found_free (gpointer data)
{
  Found *self = data;

  g_free (self->order);
  g_free (self->text);
  g_free (self);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer down)
{
  const Found *first = *(Found * const *) a;
  const Found *second = *(Found * const *) b;
  double x = g_ascii_strtod (first->order, NULL);
  double y = g_ascii_strtod (second->order, NULL);
  int order = x < y ? -1 : x > y ? 1 : g_strcmp0 (first->order, second->order);

  return down != NULL ? -order : order;
}

typedef struct
{
  GPtrArray  *found;  /* (element-type Found) */
  const char *query;  /* (nullable) */
  const char *order;  /* (nullable) */
  gboolean    problem;
} Search;

static void
find_in_set (Search *self, GuildSandboxRecords *records)
{
  gboolean down = self->order != NULL && *self->order == '-';
  guint n = guild_sandbox_records_count (records);

  for (guint i = 0; i < n; i++)
    {
      GString *text = g_string_new (NULL);
      Found *item = g_new0 (Found, 1);
      guild_sandbox_records_write (records, i, text);
      item->text = g_string_free (text, FALSE);
      g_ptr_array_add (self->found, item);
      if (self->query == NULL && self->order == NULL)
        continue;
      g_autoptr(JsonNode) node = json_from_string (item->text, NULL);
      JsonObject *object = json_node_get_object (node);
      if (self->query != NULL && !matches (object, self->query, &self->problem))
        g_ptr_array_remove_index (self->found, self->found->len - 1);
      else if (self->order != NULL)
        {
          item->order = member_text (object, self->order + (down ? 1 : 0));
          if (item->order == NULL)
            self->problem = TRUE;
        }
    }
}

/* Whether the company's connection NTH with the type's source was ever synchronised. */
static gboolean
has_data (GuildSandboxRecords *records, guint nth)
{
  return guild_sandbox_sql_int (
    records->sandbox, "SELECT d.last_sync FROM connections d JOIN integrations i ON i.key = "
    "d.platform WHERE d.company = ? AND i.type = ? ORDER BY d.seq LIMIT 1 OFFSET ?", "isi",
    records->company, records->type->source, (gint64) nth) != 0;
}

/* (transfer full) (nullable): the records as asked for, all pages. */
static GPtrArray *
find_records (GuildSandboxRecords *records, const char *query, const char *order)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (found_free);
  Search search = { found, query, order, FALSE };

  for (guint i = 0; i < MAX (records->n_sets, 1); i++)
    {
      GuildSandboxRecords set = *records;
      set.nth += i;
      if (records->n_sets == 0 || has_data (records, i))
        find_in_set (&search, &set);
    }
  if (search.problem)
    return NULL;
  if (order != NULL)
    g_ptr_array_sort_with_data (found, compare, *order == '-' ? (gpointer) order : NULL);
  return g_steal_pointer (&found);
}

static gboolean
read_number (GuildSandboxExchange *exchange, const char *name, gint64 fallback, gint64 most,
             gint64 *number)
{
  const char *text = guild_sandbox_query (exchange, name);
  guint64 value;

  *number = fallback;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, (guint64) most, &value, NULL))
    return FALSE;
  *number = (gint64) value;
  return TRUE;
}

static const char *
get_parameter (GuildSandboxExchange *exchange, const char *name)
{
  const char *text = guild_sandbox_query (exchange, name);
  return text != NULL && *text != '\0' ? text : NULL;
}

static void
answer_list (GuildSandbox *self, GuildSandboxExchange *exchange, GuildSandboxRecords *records)
{
  g_auto(GuildSandboxListing) listing = { 0 };

  if (!read_number (exchange, "page", 1, G_MAXINT32, &listing.page) ||
      !read_number (exchange, "pageSize", 100, MAX_PAGE_SIZE, &listing.page_size))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  g_autoptr(GPtrArray) found = find_records (records, get_parameter (exchange, "query"),
                                             get_parameter (exchange, "orderBy"));
  if (found == NULL)
    {
      refuse_query (self, exchange);
      return;
    }
  GString *out = g_string_new ("{\"results\":[");
  gboolean whole = records->type->form == GUILD_SANDBOX_WHOLE;
  gint64 first = whole ? 0 : (listing.page - 1) * listing.page_size;
  gint64 end = whole ? (gint64) found->len : MIN (first + listing.page_size, (gint64) found->len);
  for (gint64 i = first; i < end; i++)
    {
      const Found *item = found->pdata[i];
      g_string_append (out, i > first ? "," : "");
      g_string_append (out, item->text);
    }
  if (whole)
    g_string_append (out, "]}");
  else
    guild_sandbox_listing_end (&listing, exchange, (gint64) found->len, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static gboolean
answer_one (GuildSandbox *self, GuildSandboxExchange *exchange, GuildSandboxRecords *records,
            const char *wanted)
{
  for (guint set = 0; set < MAX (records->n_sets, 1); set++)
    {
      GuildSandboxRecords one = *records;
      one.nth += set;
      for (guint i = 0; i < guild_sandbox_records_count (&one); i++)
        {
          g_autofree char *id = guild_sandbox_records_id (&one, i);
          if (!g_str_equal (id, wanted))
            continue;
          GString *out = g_string_new (NULL);
          guild_sandbox_records_write (&one, i, out);
          guild_sandbox_answer_built (exchange, 200, out);
          return TRUE;
        }
    }
  g_autofree char *message =
    g_strdup_printf ("No data available for %s for ID %s", records->type->path, wanted);
  guild_sandbox_codat_fail (self, exchange, 404, "PublicApi", message);
  return TRUE;
}

/* The account of bankAccounts/{id}/bankTransactions, from 1; 0: there is none with this id. */
static guint
find_account (const GuildSandboxRecords *of, const char *wanted)
{
  GuildSandboxRecords accounts = *of;

  accounts.type = guild_sandbox_data_find ("bankAccounts");
  for (guint i = 0; i < guild_sandbox_records_count (&accounts); i++)
    {
      g_autofree char *id = guild_sandbox_records_id (&accounts, i);
      if (g_str_equal (id, wanted))
        return i + 1;
    }
  return 0;
}

static gboolean
answer_type (GuildSandbox *self, GuildSandboxExchange *exchange, GuildSandboxRecords *records,
             gint64 connection, const char *id)
{
  if (!guild_sandbox_pulls_readable (self, exchange, records->company, connection, records->type))
    return TRUE;
  records->today = guild_sandbox_sql_int (
    self, "SELECT CAST (value AS INTEGER) FROM codat WHERE name = 'data-began'", "");
  if (id != NULL)
    return answer_one (self, exchange, records, id);
  GString *out = g_string_new (NULL);
  switch (records->type->form)
    {
    case GUILD_SANDBOX_REPORT:
      if (guild_sandbox_report_write (records, exchange, out))
        {
          guild_sandbox_answer_built (exchange, 200, g_steal_pointer (&out));
          return TRUE;
        }
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      break;
    case GUILD_SANDBOX_SINGLE:
      guild_sandbox_records_write (records, 0, out);
      guild_sandbox_answer_built (exchange, 200, g_steal_pointer (&out));
      return TRUE;
    case GUILD_SANDBOX_PAGED:
    case GUILD_SANDBOX_WHOLE:
    default:
      answer_list (self, exchange, records);
      break;
    }
  g_string_free (out, TRUE);
  return TRUE;
}

/* How many connections of COMPANY have the type's source, up to CONNECTION (0: all of them). */
static guint
count_connections (GuildSandboxRecords *records, gint64 connection)
{
  return (guint) guild_sandbox_sql_int (
    records->sandbox, "SELECT count(*) FROM connections d JOIN integrations i ON i.key = "
    "d.platform WHERE d.company = ?1 AND i.type = ?2 AND (?3 = 0 OR d.seq < ?3)", "isi",
    records->company, records->type->source, connection);
}

/* PARTS are what follows data/; CONNECTION 0: at the company. */
static gboolean
read_data (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, char **parts,
           gint64 connection)
{
  guint n = g_strv_length (parts);
  GuildSandboxRecords records = { .sandbox = self, .company = company };
  GuildSandboxDataScope scope = connection != 0 ? GUILD_SANDBOX_DATA_CONNECTION
                                                : GUILD_SANDBOX_DATA_COMPANY;
  g_autofree char *path = n == 2 && g_str_equal (parts[0], "financials")
                            ? g_strjoin ("/", parts[0], parts[1], NULL) : g_strdup (parts[0]);

  if (n == 3 && scope == GUILD_SANDBOX_DATA_CONNECTION &&
      g_str_equal (parts[0], "bankAccounts") && g_str_equal (parts[2], "bankTransactions"))
    {
      records.type = guild_sandbox_data_find ("bankTransactions");
      records.nth = count_connections (&records, connection);
      records.account = find_account (&records, parts[1]);
      if (records.account != 0)
        return answer_type (self, exchange, &records, connection, NULL);
      guild_sandbox_codat_fail_plain (self, exchange, 404);
      return TRUE;
    }
  for (const GuildSandboxDataType *type = guild_sandbox_data_types; type->key != NULL; type++)
    {
      /* Banking transactions can be read for the whole company, too. */
      gboolean both = g_str_equal (type->key, "banking-transactions");
      gboolean inner = g_str_equal (type->key, "bankTransactions");
      if (!g_str_equal (type->path, path) || inner || (type->scope != scope && !both))
        continue;
      records.type = type;
      if (connection != 0)
        records.nth = count_connections (&records, connection);
      else if (both)
        records.n_sets = count_connections (&records, 0);
      if (strchr (path, '/') != NULL || n == 1)
        return answer_type (self, exchange, &records, connection, NULL);
      return n == 2 && type->form == GUILD_SANDBOX_PAGED &&
             answer_type (self, exchange, &records, connection, parts[1]);
    }
  return FALSE;
}

gboolean
guild_sandbox_data_handle (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  char **parts = exchange->segments + 2;

  if (guild_sandbox_pulls_handle (self, exchange, company))
    return TRUE;
  if (!g_str_equal (exchange->method, "GET"))
    return FALSE;
  if (g_str_equal (parts[0], "data") && parts[1] != NULL)
    return read_data (self, exchange, company, parts + 1, 0);
  if (g_str_equal (parts[0], "connections") && parts[1] != NULL &&
      g_strcmp0 (parts[2], "data") == 0 && parts[3] != NULL)
    {
      gint64 connection = guild_sandbox_connection_find (self, exchange, company, parts[1]);
      return connection == 0 || read_data (self, exchange, company, parts + 3, connection);
    }
  return FALSE;
}
