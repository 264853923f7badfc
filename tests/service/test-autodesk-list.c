/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include <libsoup/soup.h>
#include "company/guild-format.h"
#include "service/autodesk/guild-autodesk.h"

/* The list of companies, every parameter and status of it (acc.md §4). */

enum { N_COMPANIES = 300 };

static GuildTestSandbox *sandbox;
static GuildService *service;

/* ---- what is asked ---- */

typedef struct
{
  const char *name;
  const char *query;  /* JSON of a GuildQuery without its braces and version */
  const char *asks;   /* in the request, in this order, with a "*" for anything between */
  const char *says;   /* (nullable): instead, why the service cannot be asked */
} Asked;

#define IF(field, match, value) \
  "{\"field\":\"" field "\",\"match\":\"" match "\",\"value\":\"" value "\"}"
#define ANY(field, match, value) \
  "{\"field\":\"" field "\",\"match\":\"" match "\",\"value\":\"" value "\",\"any\":true}"
#define RANGE(ends) "{\"field\":\"updated\",\"match\":\"between\"" ends "}"
#define WHERE(conditions) "\"text\":\"\",\"conditions\":[" conditions "],\"sort\":[]"
#define SORT(keys) "\"text\":\"\",\"conditions\":[],\"sort\":[" keys "]"
#define BY(field, descending) "{\"field\":\"" field "\",\"descending\":" descending "}"

/* 2018-01-01T12:45:00Z and a millisecond before midnight of the 1st of June 2019 */
#define FROM ",\"from\":1514810700000000"
#define TO ",\"to\":1559433599999000"

static const Asked asked[] = {
  { "everything", WHERE (""), "?filter%5Bstatus%5D=all&limit=", NULL },
  { "name-contains", WHERE (IF ("name", "contains", "con")),
    "filter%5Bname%5D=con&*filterTextMatch=contains&", NULL },
  { "trade-starts", WHERE (IF ("trade", "starts", "Con")),
    "filter%5Btrade%5D=Con&*filterTextMatch=startsWith&", NULL },
  { "erp-ends", WHERE (IF ("erpId", "ends", "1")),
    "filter%5BerpId%5D=1&*filterTextMatch=endsWith&", NULL },
  { "tax-equals", WHERE (IF ("taxId", "equals", "A-1")),
    "filter%5BtaxId%5D=A-1&*filterTextMatch=equals&", NULL },
  { "bytes", WHERE (IF ("trade", "equals", "A | B & C/D, E+F%[ü]")),
    "filter%5Btrade%5D=A%20%7C%20B%20%26%20C%2FD%2C%20E%2BF%25%5B%C3%BC%5D&", NULL },
  { "since", WHERE (RANGE (FROM)), "filter%5BupdatedAt%5D=2018-01-01T12%3A45%3A00.000Z..&", NULL },
  { "until", WHERE (RANGE (TO)), "filter%5BupdatedAt%5D=..2019-06-01T23%3A59%3A59.999Z&", NULL },
  { "between", WHERE (RANGE (FROM TO)),
    "filter%5BupdatedAt%5D=2018-01-01T12%3A45%3A00.000Z..2019-06-01T23%3A59%3A59.999Z&", NULL },
  { "active", WHERE (IF ("status", "equals", "active")), "filter%5Bstatus%5D=active&", NULL },
  { "deleted", WHERE (IF ("status", "equals", "deleted")), "filter%5Bstatus%5D=inactive&", NULL },
  { "either", WHERE (ANY ("name", "contains", "a") "," ANY ("taxId", "contains", "1")),
    "filter%5Bname%5D=a&filter%5BtaxId%5D=1&orFilters=name,taxId&", NULL },
  { "either-since", WHERE (ANY ("name", "contains", "zzz") ","
                           "{\"field\":\"updated\",\"match\":\"between\"" FROM ",\"any\":true}"),
    "orFilters=name,updatedAt&", NULL },
  { "one-alternative", WHERE (ANY ("name", "contains", "a")), "filter%5Bname%5D=a&filterTextMatch",
    NULL },
  { "sort", SORT (BY ("trade", "false") "," BY ("updated", "true") "," BY ("members", "true")),
    "sort=trade%20asc,updatedAt%20desc,userSize%20desc,name%20asc&", NULL },
  { "sort-rest", SORT (BY ("erpId", "false") "," BY ("taxId", "false") "," BY ("status", "false")
                       "," BY ("created", "true") "," BY ("projects", "true")),
    "sort=erpId%20asc,taxId%20asc,status%20asc,createdAt%20desc,projectSize%20desc,name%20asc&",
    NULL },
  { "sort-name", SORT (BY ("name", "true") "," BY ("trade", "false")),
    "sort=name%20desc,trade%20asc&", NULL },
  { "between-milliseconds", WHERE (RANGE (",\"from\":1514810700000001,\"to\":1514810700999999")),
    "filter%5BupdatedAt%5D=2018-01-01T12%3A45%3A00.001Z..2018-01-01T12%3A45%3A00.999Z&", NULL },
  { "long-ago", WHERE (RANGE (",\"from\":-62135596800000000")),
    "filter%5BupdatedAt%5D=0001-01-01T00%3A00%3A00.000Z..&", NULL },
  { "mixed-matches", WHERE (IF ("name", "starts", "a") "," IF ("trade", "ends", "b")), NULL,
    "same way" },
  { "other-field", WHERE (IF ("city", "contains", "a")), NULL, "this field" },
  { "other-order", SORT (BY ("city", "false")), NULL, "sort by this field" },
  { "words", "\"text\":\"bakery\",\"conditions\":[],\"sort\":[]", NULL, "several fields" },
  { "no-such-time", WHERE (RANGE (",\"from\":9000000000000000000")), NULL, "this time" },
  { "endless", WHERE (RANGE ("")), NULL, "without an end" },
};

static GuildQuery *
query_of (const Asked *row)
{
  g_autofree char *json = g_strdup_printf ("{\"version\":1,%s}", row->query);
  g_autoptr(GError) error = NULL;
  GuildQuery *query = guild_query_from_json (json, &error);

  g_assert_no_error (error);
  return query;
}

static gboolean
holds (const char *path, const char *pattern)
{
  g_auto(GStrv) parts = g_strsplit (pattern, "*", -1);

  for (guint i = 0; parts[i] != NULL && path != NULL; i++)
    {
      path = strstr (path, parts[i]);
      path = path != NULL ? path + strlen (parts[i]) : NULL;
    }
  return path != NULL;
}

/* The request says it, the service understands it, and its answer is what is meant here. */
static void
test_asked (gconstpointer data)
{
  const Asked *row = data;
  g_autoptr(GuildQuery) query = query_of (row);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = guild_service_list_path (service, 0, 200, query, &error);

  if (row->says != NULL)
    {
      g_assert_null (path);
      assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, row->says));
      return;
    }
  g_assert_no_error (error);
  g_test_message ("%s", path);
  g_assert_true (holds (path, row->asks));
  g_autoptr(GuildPage) everything = list_page (service, 0, 200, NULL, &error);
  g_assert_no_error (error);
  g_autoptr(GuildPage) page = list_page (service, 0, 200, query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    g_assert_true (guild_query_matches (query, page->batch, i));
  g_assert_cmpint (page->total, <=, N_COMPANIES);
}

/* ---- how it is paged ---- */

static void
test_pages (void)
{
  g_autoptr(GError) error = NULL;

  /* More than the service gives: it says how much it gave, and nothing is left out. */
  g_autoptr(GuildPage) first = list_page (service, 0, 5000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (first->batch), ==, 200);
  g_assert_true (first->more);
  g_assert_cmpint (first->total, ==, N_COMPANIES);
  g_autoptr(GuildPage) second = list_page (service, 1, 5000, NULL, &error);
  g_assert_cmpuint (guild_batch_get_length (second->batch), ==, N_COMPANIES - 200);
  g_assert_false (second->more);
  g_autoptr(GuildPage) behind = list_page (service, 9, 200, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (behind->batch), ==, 0);
  g_assert_false (behind->more);
}

/* ---- what a company says ---- */

static void
test_row (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildQuery) all = guild_query_new ();
  const GuildCondition gone = { (char *) "status", GUILD_MATCH_EQUALS, (char *) "deleted",
                                GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET, FALSE };
  g_autoptr(GuildQuery) query = guild_query_with_condition (all, &gone);
  g_autoptr(GuildPage) page = list_page (service, 0, 200, query, &error);
  guint original = guild_field_table_index (guild_autodesk_table (), "originalName");
  guint name = guild_field_table_index (guild_autodesk_table (), "name");

  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (page->batch), >, 0);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    {
      g_assert_true (guild_batch_is_deleted (page->batch, i));
      g_assert_nonnull (guild_batch_get_cell (page->batch, i, original)->text);
      /* Known by what it was called, kept by its id. */
      g_autoptr(GuildCompany) company = guild_company_new_from_json (
        guild_autodesk_table (), guild_batch_get_json (page->batch, i), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (guild_company_get_name (company), ==,
                       guild_batch_get_cell (page->batch, i, original)->text);
      g_assert_cmpstr (guild_company_get_name (company), !=,
                       guild_batch_get_cell (page->batch, i, name)->text);
    }
}

/* Every member of the page, as far as it can be said of one row. */
static const char * const members[] = {
  "id", "accountId", "name", "trade", "addresses.0.type", "addresses.0.addressLine1",
  "addresses.0.addressLine2", "addresses.0.city", "addresses.0.stateOrProvince",
  "addresses.0.postalCode", "addresses.0.country", "addresses.0.phone", "websiteUrl",
  "description", "erpId", "taxId", "imageUrl", "status", "createdAt", "updatedAt", "projectSize",
  "userSize", "originalName",
};

/* (nullable) (transfer none) */
static JsonNode *
find_member (JsonNode *row, const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, ".", -1);
  JsonNode *node = row;

  for (guint i = 0; parts[i] != NULL && node != NULL; i++)
    if (JSON_NODE_HOLDS_ARRAY (node))
      node = json_array_get_length (json_node_get_array (node)) > 0
               ? json_array_get_element (json_node_get_array (node), 0) : NULL;
    else
      node = json_object_get_member (json_node_get_object (node), parts[i]);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static guint
find_field (const char *member)
{
  const GuildFieldTable *table = guild_autodesk_table ();

  for (guint i = 0; i < table->n_fields; i++)
    if (g_strcmp0 (table->fields[i].member, member) == 0)
      return i;
  return G_MAXUINT;
}

static void
assert_cell (const GuildField *field, const GuildCell *cell, JsonNode *node)
{
  const char *text = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node) : NULL;

  if (field->kind == GUILD_FIELD_NUMBER)
    g_assert_cmpint (cell->number, ==, json_node_get_int (node));
  else if (text == NULL || *text == '\0')
    g_assert_null (cell->text);
  else
    g_assert_cmpstr (cell->text, ==, text);
  if (field->kind == GUILD_FIELD_TIME)
    g_assert_cmpint (cell->number, ==, guild_time_parse (text));
}

/* What the service says in one member of its rows is what is known here: in the row as it is kept,
 * and in the cell where there is one. */
static void
test_member (gconstpointer data)
{
  const char *member = data;
  g_autofree char *path = g_strdup_printf (
    "/construction/admin/v1/accounts/%s/companies?filter%%5Bstatus%%5D=all&limit=200",
    sandbox->autodesk_account_id);
  g_autoptr(JsonNode) there = guild_test_sandbox_call (sandbox, "GET", path, NULL);
  JsonArray *rows = json_object_get_array_member (json_node_get_object (there), "results");
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) here = list_page (service, 0, 200, NULL, &error);
  guint field = find_field (member);
  guint n_said = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (rows), ==, guild_batch_get_length (here->batch));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *said = find_member (json_array_get_element (rows, i), member);
      g_autoptr(JsonNode) row = json_from_string (guild_batch_get_json (here->batch, i), NULL);
      JsonNode *kept = find_member (row, member);

      g_assert_true ((said == NULL) == (kept == NULL));
      g_assert_true (said == NULL || json_node_equal (said, kept));
      if (field != G_MAXUINT)
        assert_cell (&guild_autodesk_table ()->fields[field],
                     guild_batch_get_cell (here->batch, i, field), said);
      n_said += said != NULL;
    }
  /* only an upload makes a picture */
  g_assert_true (n_said > 0 || g_str_equal (member, "imageUrl"));
}

static void
throttled_cb (GuildTransport *transport, GParamSpec *pspec, gint64 *latest)
{
  gint64 until;

  g_object_get (transport, "throttled-until", &until, NULL);
  *latest = MAX (*latest, until);
}

/* The client waits as long as it is told, and the window can say until when. */
static void
test_retry_after (void)
{
  GuildTransport *transport = guild_service_get_transport (service);
  gint64 begun = g_get_monotonic_time ();
  gint64 until = 0, now = g_get_real_time ();
  g_autoptr(GError) error = NULL;
  gulong handler = g_signal_connect (transport, "notify::throttled-until",
                                     G_CALLBACK (throttled_cb), &until);

  add_fault (sandbox, "path=/construction,status=429,retry-after=seconds:1,count=1");
  g_autoptr(GuildPage) page = list_page (service, 0, 5, NULL, &error);
  clear_faults (sandbox);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (page->batch), ==, 5);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, G_USEC_PER_SEC);
  g_assert_cmpint (until, >, now);
  g_signal_handler_disconnect (transport, handler);
}

/* Only what is asked for comes, and the id. */
static void
test_fields (void)
{
  static const char * const wanted[] = { "id", "name", "city", "country", "members", NULL };
  g_autoptr(GError) error = NULL;

  guild_autodesk_set_fields (GUILD_AUTODESK (service), wanted);
  g_autofree char *path = guild_service_list_path (service, 0, 5, NULL, &error);
  g_assert_nonnull (strstr (path, "&fields=name,addresses,userSize&"));
  g_autoptr(GuildPage) page = list_page (service, 0, 5, NULL, &error);
  guild_autodesk_set_fields (GUILD_AUTODESK (service), NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    {
      g_autoptr(JsonNode) row = json_from_string (guild_batch_get_json (page->batch, i), NULL);
      JsonObject *object = json_node_get_object (row);
      g_assert_true (json_object_has_member (object, "id"));
      g_assert_true (json_object_has_member (object, "addresses"));
      g_assert_false (json_object_has_member (object, "trade"));
      g_assert_cmpuint (json_object_get_size (object), ==, 4);
    }
}

/* ---- how it is refused ---- */

static void
test_statuses (void)
{
  static const struct { guint status; GuildServiceError code; const char *word; } cases[] = {
    { 400, GUILD_SERVICE_ERROR_INVALID_REQUEST, "refused the request" },
    { 401, GUILD_SERVICE_ERROR_UNAUTHORISED, "token twice" },
    { 403, GUILD_SERVICE_ERROR_FORBIDDEN, "Custom Integrations" },
    { 404, GUILD_SERVICE_ERROR_NOT_FOUND, "region" },
    { 406, GUILD_SERVICE_ERROR_INVALID_REQUEST, "form that Guildhall reads" },
    { 410, GUILD_SERVICE_ERROR_NOT_FOUND, "closed" },
    { 429, GUILD_SERVICE_ERROR_RATE_LIMITED, "too many requests" },
    { 500, GUILD_SERVICE_ERROR_SERVER, "fault" },
    { 503, GUILD_SERVICE_ERROR_SERVER, "not ready" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spec =
        g_strdup_printf ("path=/construction,status=%u,retry-after=seconds:0", cases[i].status);
      g_autoptr(GError) error = NULL;

      add_fault (sandbox, spec);
      g_assert_false (test_service (service, &error));
      clear_faults (sandbox);
      g_test_message ("%u: %s", cases[i].status, error->message);
      assert_code (error, cases[i].code);
      g_assert_cmpuint (guild_problem_from_error (error)->status, ==, cases[i].status);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* A server that only notes what reaches it. */
typedef struct
{
  char *region, *user_id, *x_user_id, *accept, *authorization; /* (owned) (nullable) */
} Heard;

static char *
dup_header (SoupServerMessage *message, const char *name)
{
  return g_strdup (soup_message_headers_get_one (
    soup_server_message_get_request_headers (message), name));
}

static void
hear_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
         gpointer data)
{
  static const char token[] = "{\"access_token\":\"t0\",\"token_type\":\"Bearer\"}";
  static const char list[] = "{\"pagination\":{\"limit\":20,\"offset\":0,\"totalResults\":0,"
                             "\"nextUrl\":null,\"previousUrl\":\"\"},\"results\":[]}";
  const char *answer = g_str_has_prefix (path, "/authentication/") ? token : list;
  Heard *heard = data;

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer,
                                    strlen (answer));
  if (answer == token)
    return;
  heard->region = dup_header (message, "Region");
  heard->user_id = dup_header (message, "User-Id");
  heard->x_user_id = dup_header (message, "x-user-id");
  heard->accept = dup_header (message, "Accept");
  heard->authorization = dup_header (message, "Authorization");
}

static void
test_headers (gconstpointer data)
{
  const char *user = data;
  Heard heard = { NULL };
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  soup_server_add_handler (server, NULL, hear_cb, &heard, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  GSList *uris = soup_server_get_uris (server);
  g_autofree char *base = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_autoptr(GuildService) other = guild_autodesk_new (base, "id", "secret", "b.account", " emea ");
  guild_autodesk_set_user_id (GUILD_AUTODESK (other), user);
  g_autoptr(GuildPage) page = list_page (other, 0, 20, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (page->more);
  g_assert_cmpstr (heard.region, ==, "EMEA");
  g_assert_cmpstr (heard.user_id, ==, user);
  g_assert_cmpstr (heard.x_user_id, ==, user);
  g_assert_cmpstr (heard.accept, ==, "application/json");
  g_assert_cmpstr (heard.authorization, ==, "Bearer t0");
  g_free (heard.region);
  g_free (heard.user_id);
  g_free (heard.x_user_id);
  g_free (heard.accept);
  g_free (heard.authorization);
}

typedef struct
{
  GString *offsets; /* (owned): asked for */
} Pages;

/* Two pages without a count; the addresses in them lead elsewhere. */
static void
page_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
         gpointer data)
{
  static const char token[] = "{\"access_token\":\"t0\",\"token_type\":\"Bearer\"}";
  static const char first[] = "{\"pagination\":{\"limit\":2,\"offset\":0,"
                              "\"nextUrl\":\"http://127.0.0.1:1/elsewhere\"},"
                              "\"results\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
  static const char last[] = "{\"pagination\":{\"limit\":2,\"offset\":2,"
                             "\"previousUrl\":\"http://127.0.0.1:1/elsewhere\"},"
                             "\"results\":[{\"id\":\"c\"}]}";
  Pages *pages = data;
  const char *offset = query != NULL ? g_hash_table_lookup (query, "offset") : NULL;
  const char *answer = g_str_has_prefix (path, "/authentication/") ? token
                       : g_strcmp0 (offset, "0") == 0              ? first
                                                                   : last;

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer,
                                    strlen (answer));
  if (answer != token)
    g_string_append_printf (pages->offsets, "%s ", offset);
}

/* The address of the next page says that there is one, and is not followed. */
static void
test_next (void)
{
  Pages pages = { g_string_new (NULL) };
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  soup_server_add_handler (server, NULL, page_cb, &pages, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  GSList *uris = soup_server_get_uris (server);
  g_autofree char *base = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_autoptr(GuildService) other = guild_autodesk_new (base, "id", "secret", "account", "US");
  g_autoptr(GuildPage) first = list_page (other, 0, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (first->more);
  g_assert_cmpint (first->total, ==, -1);
  g_autoptr(GuildPage) last = list_page (other, 1, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (last->more);
  g_assert_cmpstr (guild_batch_get_id (last->batch, 0), ==, "c");
  g_assert_cmpstr (pages.offsets->str, ==, "0 2 ");
  g_string_free (pages.offsets, TRUE);
}

/* No region is known: the one that the old family would assume is said; and where to look at it. */
static void
test_regions (void)
{
  static const struct { const char *region, *code, *web; } cases[] = {
    { "no region!", "US", "https://acc.autodesk.com/" },
    { NULL, "US", "https://acc.autodesk.com/" },
    { "EMEA", "EMEA", "https://acc.autodesk.eu/" },
    { "jpn", "JPN", "https://acc.jpn.autodesk.com/" },
    { "MARS", "MARS", "https://acc.autodesk.com/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GuildService) other =
        guild_autodesk_new (sandbox->url, "id", "secret", "account", cases[i].region);
      g_autofree char *web = guild_autodesk_dup_web_address (GUILD_AUTODESK (other));
      g_assert_cmpstr (guild_autodesk_get_region (GUILD_AUTODESK (other)), ==, cases[i].code);
      g_assert_cmpstr (web, ==, cases[i].web);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies",
                                      G_STRINGIFY (300), NULL);
  service = guild_autodesk_new (sandbox->url, sandbox->autodesk_client_id,
                                sandbox->autodesk_client_secret, sandbox->autodesk_account_id,
                                sandbox->region);
  guild_autodesk_set_patience (GUILD_AUTODESK (service), 10, 1);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autofree char *path = g_strconcat ("/service/autodesk-list/asked/", asked[i].name, NULL);
      g_test_add_data_func (path, &asked[i], test_asked);
    }
  g_test_add_func ("/service/autodesk-list/pages", test_pages);
  g_test_add_func ("/service/autodesk-list/row", test_row);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = g_strconcat ("/service/autodesk-list/member/", members[i], NULL);
      g_test_add_data_func (path, members[i], test_member);
    }
  g_test_add_func ("/service/autodesk-list/next", test_next);
  g_test_add_func ("/service/autodesk-list/retry-after", test_retry_after);
  g_test_add_func ("/service/autodesk-list/fields", test_fields);
  g_test_add_func ("/service/autodesk-list/statuses", test_statuses);
  g_test_add_data_func ("/service/autodesk-list/headers/plain", NULL, test_headers);
  g_test_add_data_func ("/service/autodesk-list/headers/user", "L9EBJKCGCXBB", test_headers);
  g_test_add_func ("/service/autodesk-list/regions", test_regions);
  int status = g_test_run ();
  g_object_unref (service);
  guild_test_sandbox_stop (sandbox);
  return status;
}
