/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-link.h"
#include "sandbox/guild-sandbox-server.h"

#include <string.h>

/* The hosted Link pages, §12: a link begins a visit; its forms move the visit on; its end changes
 * the connection and sends the browser to the redirect address. */

#define PASSWORD_LIFE ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)
#define MAX_VISITS 10000

struct _GuildSandboxPages
{
  GHashTable *used;   /* (owned): one-time passwords */
  GHashTable *visits; /* (owned): id → GuildSandboxVisit */
};

static void
visit_free (GuildSandboxVisit *self)
{
  g_free (self->id);
  g_free (self->company_id);
  g_ptr_array_unref (self->params);
  g_free (self);
}

GuildSandboxPages *
guild_sandbox_pages_new (void)
{
  GuildSandboxPages *self = g_new0 (GuildSandboxPages, 1);

  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->visits = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) visit_free);
  return self;
}

void
guild_sandbox_pages_free (GuildSandboxPages *self)
{
  g_hash_table_unref (self->used);
  g_hash_table_unref (self->visits);
  g_free (self);
}

/* One-time passwords: when it was issued, a number, and a seal over both and the path, so that a
 * list of 5000 companies stores nothing. */

static char *
seal (GuildSandbox *self, const char *path, const char *issue)
{
  g_autofree char *text = g_strconcat (path, "|", issue, NULL);
  char *digest = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) self->client_secret,
                                            strlen (self->client_secret), text, -1);

  digest[32] = '\0';
  return digest;
}

char *
guild_sandbox_link_password (GuildSandbox *self, const char *path)
{
  if (!self->one_time_links)
    return NULL;

  g_autofree char *issue = g_strdup_printf ("%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x",
                                            guild_sandbox_now (self), self->counter++);
  g_autofree char *mark = seal (self, path, issue);
  return g_strconcat (issue, "-", mark, NULL);
}

/* TRUE once for each password that is right and younger than a day. */
static gboolean
use_password (GuildSandbox *self, GuildSandboxExchange *exchange, const char *name)
{
  const char *password = guild_sandbox_query (exchange, name);

  if (!self->one_time_links)
    return TRUE;
  const char *dash = password != NULL ? strrchr (password, '-') : NULL;
  if (dash == NULL || g_hash_table_contains (self->pages->used, password))
    return FALSE;
  g_autofree char *issue = g_strndup (password, (gsize) (dash - password));
  g_autofree char *mark = seal (self, exchange->path, issue);
  gint64 issued = g_ascii_strtoll (issue, NULL, 16);
  if (!g_str_equal (mark, dash + 1) || guild_sandbox_now (self) - issued > PASSWORD_LIFE)
    return FALSE;
  g_hash_table_add (self->pages->used, g_strdup (password));
  return TRUE;
}

static void
answer_expired (GuildSandboxExchange *exchange)
{
  guild_sandbox_page_message (exchange, 401, "This link can no longer be used",
                              "A link works once and for one day. Ask the people who sent it to "
                              "you for a new one.");
}

/* Visits */

static GuildSandboxVisit *
begin_visit (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, gint64 connection)
{
  GuildSandboxVisit *visit = g_new0 (GuildSandboxVisit, 1);

  visit->id = guild_sandbox_uuid (self->seed, self->counter++, GUILD_SANDBOX_SALT_PASSWORD);
  visit->company = company;
  visit->company_id =
    guild_sandbox_sql_text (self, "SELECT id FROM companies WHERE seq = ?", "i", company);
  visit->connection = connection;
  visit->direct = connection != 0;
  visit->params = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i + 1 < exchange->query->len; i += 2)
    if (!g_str_equal (exchange->query->pdata[i], "otp") &&
        !g_str_equal (exchange->query->pdata[i], "link.otp"))
      {
        g_ptr_array_add (visit->params, g_strdup (exchange->query->pdata[i]));
        g_ptr_array_add (visit->params, g_strdup (exchange->query->pdata[i + 1]));
      }
  if (g_hash_table_size (self->pages->visits) >= MAX_VISITS)
    g_hash_table_remove_all (self->pages->visits);
  g_hash_table_insert (self->pages->visits, visit->id, visit);
  return visit;
}

static void
redirect_to (GuildSandboxExchange *exchange, const char *address)
{
  soup_message_headers_replace (exchange->answer_headers, "Location", address);
  soup_message_headers_replace (exchange->answer_headers, "Cache-Control", "no-store");
  guild_sandbox_answer_empty (exchange, 303);
}

static void
open_company (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id)
{
  gint64 company = guild_sandbox_sql_int (self, "SELECT seq FROM companies WHERE id = ?", "s", id);

  if (company == 0)
    guild_sandbox_page_message (exchange, 404, "There is no such company",
                                "The link is incomplete, or the company was deleted.");
  else if (!use_password (self, exchange, "link.otp"))
    answer_expired (exchange);
  else
    guild_sandbox_page_choose (self, exchange, begin_visit (self, exchange, company, 0));
}

static void
open_connection (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT d.seq, d.company FROM connections d JOIN companies c ON c.seq = d.company "
    "WHERE d.id = ? AND c.id = ?", "ss", exchange->segments[4], exchange->segments[2]);

  if (sqlite3_step (row) != SQLITE_ROW)
    guild_sandbox_page_message (exchange, 404, "There is no such connection",
                                "The link is incomplete, or the connection was deleted.");
  else if (!use_password (self, exchange, "otp"))
    answer_expired (exchange);
  else
    guild_sandbox_page_authorise (self, exchange,
                                  begin_visit (self, exchange, sqlite3_column_int64 (row, 1),
                                               sqlite3_column_int64 (row, 0)));
}

static const char *
form_value (GPtrArray *form, const char *name)
{
  for (guint i = 0; i + 1 < form->len; i += 2)
    if (g_str_equal (form->pdata[i], name))
      return form->pdata[i + 1];
  return NULL;
}

static GPtrArray *
read_form (GuildSandboxExchange *exchange)
{
  gsize size;
  const char *data = g_bytes_get_data (exchange->body, &size);
  g_autofree char *text = g_strndup (size > 0 ? data : "", size);

  return guild_sandbox_pairs (text);
}

static void
choose_platform (GuildSandbox *self, GuildSandboxExchange *exchange, GuildSandboxVisit *visit)
{
  g_autoptr(GPtrArray) form = read_form (exchange);
  const char *key = form_value (form, "platform");
  int platform = guild_sandbox_platform_find (key);
  g_autofree char *address = g_strconcat ("/link/session/", visit->id, NULL);

  if (platform < 0 || visit->direct)
    {
      guild_sandbox_page_message (exchange, 400, "That did not work",
                                  "Open the link again and choose a platform.");
      return;
    }
  visit->connection = guild_sandbox_sql_int (
    self, "SELECT seq FROM connections WHERE company = ? AND platform = ? AND status != 'Linked' "
    "ORDER BY status = 'PendingAuth', seq LIMIT 1", "is", visit->company, key);
  if (visit->connection == 0)
    visit->connection = guild_sandbox_connection_new (self, visit->company, platform);
  redirect_to (exchange, address);
}

/* How a visit may end, §12.1. */
typedef struct
{
  const char *name;
  guint       code;
  const char *message; /* {errorMessage} */
  const char *text;    /* {statusText} */
} Outcome;

static const Outcome outcomes[] = {
  { "authorise", 200, "", "" },
  { "leave", 201, "", "" },
  { "cancel", 403, "User cancelled", "User cancelled linking" },
  { "error", 500, "Unknown error occurred", "The platform did not answer as expected" },
  { "not-supported", 501, "Not supported", "The customer's platform is not listed" },
};

/* A company has one accounting connection that is active (§1.3); what the service says to a second
 * is this sandbox's own choice. */
static const Outcome second_books = {
  NULL, 500, "Unknown error occurred",
  "This company has an active accounting connection, and can have only one",
};

static gboolean
has_other_books (GuildSandbox *self, GuildSandboxVisit *visit)
{
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (
    self, "SELECT platform, seq = ? FROM connections WHERE company = ? AND "
    "(seq = ? OR status = 'Linked')", "iii", visit->connection, visit->company, visit->connection);
  gboolean books = FALSE, others = FALSE;

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      int platform = guild_sandbox_platform_find ((const char *) sqlite3_column_text (rows, 0));
      if (!g_str_equal (guild_sandbox_platforms[platform].type, "Accounting"))
        continue;
      if (sqlite3_column_int (rows, 1))
        books = TRUE;
      else
        others = TRUE;
    }
  return books && others;
}

static const Outcome *
find_outcome (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (outcomes[i].name, name) == 0)
      return &outcomes[i];
  return NULL;
}

static void
apply_outcome (GuildSandbox *self, GuildSandboxVisit *visit, const Outcome *outcome)
{
  g_autofree char *status = guild_sandbox_sql_text (
    self, "SELECT status FROM connections WHERE seq = ?", "i", visit->connection);
  g_autofree char *code = g_strdup_printf ("%u", outcome->code);

  if (status == NULL || outcome->code == 201)
    return;
  if (outcome->code == 200)
    guild_sandbox_connection_set (self, visit->connection, "Linked", NULL, NULL, NULL);
  else if (!g_str_equal (status, "Linked"))
    guild_sandbox_connection_set (self, visit->connection, status, code, outcome->text,
                                  outcome == &second_books ? outcome->text : outcome->message);
}

static void
add_pair (GPtrArray *pairs, const char *name, char *value)
{
  g_ptr_array_add (pairs, g_strdup (name));
  g_ptr_array_add (pairs, value != NULL ? value : g_strdup (""));
}

/* Values of the reserved names; those without one are empty. */
static GPtrArray *
make_reserved (GuildSandbox *self, GuildSandboxVisit *visit, const Outcome *outcome)
{
  static const char named[] = "trji akxx qhyg knfz gbol"; /* tell the company's name */
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *key = guild_sandbox_sql_text (self, "SELECT platform FROM connections "
                                                 "WHERE seq = ?", "i", visit->connection);
  int index = guild_sandbox_platform_find (key);
  const GuildSandboxPlatform *platform = index >= 0 ? &guild_sandbox_platforms[index] : NULL;
  guint64 number = (guint64) index;

  add_pair (pairs, "clientId", guild_sandbox_codat_client (self));
  add_pair (pairs, "companyId", g_strdup (visit->company_id));
  add_pair (pairs, "connectionId", guild_sandbox_sql_text (
    self, "SELECT id FROM connections WHERE seq = ?", "i", visit->connection));
  add_pair (pairs, "integrationId", platform == NULL ? NULL :
            guild_sandbox_uuid (self->seed, number, GUILD_SANDBOX_SALT_INTEGRATION));
  add_pair (pairs, "sourceId", platform == NULL ? NULL :
            guild_sandbox_uuid (self->seed, number, GUILD_SANDBOX_SALT_SOURCE));
  add_pair (pairs, "platform", g_strdup (key));
  add_pair (pairs, "platformName", platform != NULL ? g_strdup (platform->name) : NULL);
  add_pair (pairs, "sourceType", platform != NULL ? g_strdup (platform->type) : NULL);
  add_pair (pairs, "statusCode", g_strdup_printf ("%u", outcome->code));
  add_pair (pairs, "errorMessage", g_strdup (outcome->message));
  add_pair (pairs, "statusText", g_strdup (outcome->text));
  add_pair (pairs, "data.company.companyName",
            outcome->code == 200 && key != NULL && strstr (named, key) != NULL ?
            guild_sandbox_sql_text (self, "SELECT name FROM companies WHERE seq = ?", "i",
                                    visit->company) : NULL);
  return pairs;
}

static void
leave (GuildSandbox *self, GuildSandboxExchange *exchange, GuildSandboxVisit *visit,
       const Outcome *outcome)
{
  g_autofree char *text =
    guild_sandbox_sql_text (self, "SELECT value FROM codat WHERE name = 'profile'", "");
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonObject *profile = json_node_get_object (node);
  JsonNode *hosts = json_object_get_member (profile, "whiteListUrls");
  const char *redirect = json_object_get_string_member (profile, "redirectUrl");
  g_autoptr(GPtrArray) reserved = make_reserved (self, visit, outcome);
  g_autofree char *own = g_strdup_printf ("/link/done/%u", outcome->code);

  if (*redirect == '\0')
    {
      redirect_to (exchange, own);
      return;
    }
  g_autofree char *address = guild_sandbox_redirect_expand (redirect, reserved, visit->params);
  if (address != NULL &&
      guild_sandbox_redirect_allowed (address, hosts != NULL && JSON_NODE_HOLDS_ARRAY (hosts) ?
                                      json_node_get_array (hosts) : NULL))
    redirect_to (exchange, address);
  else
    guild_sandbox_page_message (exchange, 400, "The way back is not allowed",
                                "The redirect address of this account cannot be used. What you "
                                "chose was kept.");
}

static void
end_visit (GuildSandbox *self, GuildSandboxExchange *exchange, GuildSandboxVisit *visit)
{
  g_autoptr(GPtrArray) form = read_form (exchange);
  const Outcome *outcome = find_outcome (form_value (form, "outcome"));

  if (outcome == NULL || (outcome->code == 200 && visit->connection == 0))
    {
      guild_sandbox_page_message (exchange, 400, "That did not work",
                                  "Open the link again and choose a platform.");
      return;
    }
  if (outcome->code == 200 && has_other_books (self, visit))
    outcome = &second_books;
  apply_outcome (self, visit, outcome);
  leave (self, exchange, visit, outcome);
  g_hash_table_remove (self->pages->visits, visit->id);
}

/* The visit, or NULL when it ended or what it is about was deleted meanwhile. */
static GuildSandboxVisit *
find_visit (GuildSandbox *self, const char *id)
{
  GuildSandboxVisit *visit = id != NULL ? g_hash_table_lookup (self->pages->visits, id) : NULL;

  if (visit == NULL ||
      guild_sandbox_sql_int (self, "SELECT 1 FROM companies WHERE seq = ?", "i",
                             visit->company) == 0)
    return NULL;
  if (visit->connection != 0 &&
      guild_sandbox_sql_int (self, "SELECT 1 FROM connections WHERE seq = ?", "i",
                             visit->connection) == 0)
    return NULL;
  return visit;
}

static void
handle_visit (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;
  GuildSandboxVisit *visit = find_visit (self, segments[2]);
  gboolean get = g_str_equal (exchange->method, "GET");
  gboolean post = g_str_equal (exchange->method, "POST");

  if (visit == NULL)
    answer_expired (exchange);
  else if (get && segments[3] == NULL && visit->connection != 0)
    guild_sandbox_page_authorise (self, exchange, visit);
  else if (get && segments[3] == NULL)
    guild_sandbox_page_choose (self, exchange, visit);
  else if (post && g_strcmp0 (segments[3], "platform") == 0)
    choose_platform (self, exchange, visit);
  else if (post && g_strcmp0 (segments[3], "finish") == 0)
    end_visit (self, exchange, visit);
  else
    guild_sandbox_page_message (exchange, 405, "That did not work", "Open the link again.");
}

gboolean
guild_sandbox_link_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;
  guint n = g_strv_length (segments);
  gboolean get = g_str_equal (exchange->method, "GET");

  if (n == 0 || !g_str_equal (segments[0], "link"))
    return FALSE;
  if (get && n == 3 && g_str_equal (segments[1], "company"))
    open_company (self, exchange, segments[2]);
  else if (get && n == 6 && g_str_equal (segments[1], "companies") &&
           g_str_equal (segments[3], "connections") && g_str_equal (segments[5], "start"))
    open_connection (self, exchange);
  else if (n >= 3 && g_str_equal (segments[1], "session"))
    handle_visit (self, exchange);
  else if (get && n == 3 && g_str_equal (segments[1], "done"))
    guild_sandbox_page_done (exchange, (guint) g_ascii_strtoull (segments[2], NULL, 10));
  else
    guild_sandbox_page_message (exchange, 404, "There is no such page", "Open the link again.");
  return TRUE;
}
