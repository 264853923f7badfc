/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/codat/guild-codat-settings.h"
#include "service/guild-picture.h"

/* What belongs to the Codat client itself, read and changed at the sandbox. */

typedef struct
{
  GuildTestSandbox *sandbox;
  GuildService     *service;
  GuildCodat       *codat; /* the same */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->sandbox = guild_test_sandbox_start ("--companies", "10", "--autodesk-companies", "0",
                                         "--database", ":memory:", NULL);
  f->service = guild_codat_new (f->sandbox->url, f->sandbox->codat_key);
  f->codat = GUILD_CODAT (f->service);
  guild_transport_set_patience (guild_service_get_transport (f->service), 10, 5);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->service);
  guild_test_sandbox_stop (f->sandbox);
}

static void
control (Fixture *f, const char *method, const char *path, const char *body)
{
  json_node_unref (guild_test_sandbox_call (f->sandbox, method, path, body));
}

#define READ(type, name) \
  static type * \
  name (Fixture *f, GError **error) \
  { \
    GAsyncResult *slot = NULL; \
    guild_codat_##name##_async (f->codat, NULL, guild_test_result_cb, &slot); \
    g_autoptr(GAsyncResult) result = guild_test_await (&slot); \
    return guild_codat_##name##_finish (f->codat, result, error); \
  }
READ (GuildCodatProfile, read_profile)
READ (GPtrArray, list_api_keys)
READ (GPtrArray, list_webhooks)
READ (GPtrArray, list_integrations)

static GuildCodatSyncSettings *
read_sync (Fixture *f, const char *company, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_sync_async (f->codat, company, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_read_sync_finish (f->codat, result, error);
}

static GBytes *
read_picture (Fixture *f, const char *address, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_picture_read_async (f->service, address, 256 * 1024, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_picture_read_finish (f->service, result, error);
}

static GuildOutcome *
send_well (Fixture *f, GuildWriteKind kind, const char *company, const char *target,
           const char *body)
{
  g_autoptr(GError) error = NULL;
  GuildOutcome *outcome = send_write (f->service, kind, company, target, body, &error);

  g_assert_no_error (error);
  g_assert_nonnull (outcome);
  return outcome;
}

static char *
any_company (Fixture *f)
{
  g_autoptr(GuildPage) page = list_page (f->service, 0, 1, NULL, NULL);

  return g_strdup (guild_batch_get_id (page->batch, 0));
}

static void
test_profile (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  control (f, "PUT", "/profile", "{\"name\":\"Northwind\",\"redirectUrl\":\"https://a.example/\","
           "\"logoUrl\":\"https://b.example/logo.png\",\"iconUrl\":5,"
           "\"whiteListUrls\":[\"https://c.example\",7,null]}");
  g_autoptr(GuildCodatProfile) profile = read_profile (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (profile->name, ==, "Northwind");
  g_assert_cmpstr (profile->redirect, ==, "https://a.example/");
  g_assert_cmpstr (profile->logo, ==, "https://b.example/logo.png");
  g_assert_null (profile->icon);
  g_assert_cmpuint (g_strv_length (profile->white_list), ==, 1);
  g_assert_cmpstr (profile->white_list[0], ==, "https://c.example");
}

/* Each member by itself: the others stay, and what was changed elsewhere is not overwritten. */
static void
test_set_profile (Fixture *f, gconstpointer data)
{
  static const struct { const char *member; const char *body; } writes[] = {
    { "name", "{\"name\":\"Southwind\",\"was\":{\"name\":\"Northwind\"}}" },
    { "logoUrl", "{\"logoUrl\":null,\"was\":{\"logoUrl\":\"https://b.example/logo.png\"}}" },
    { "iconUrl", "{\"iconUrl\":\"https://b.example/i.png\",\"was\":{\"iconUrl\":null}}" },
    { "whiteListUrls", "{\"whiteListUrls\":[\"https://c.example\",\"https://d.example\"],"
                       "\"was\":{\"whiteListUrls\":[\"https://c.example\"]}}" },
  };
  g_autoptr(GError) error = NULL;

  control (f, "PUT", "/profile", "{\"name\":\"Northwind\",\"redirectUrl\":\"https://a.example/\","
           "\"logoUrl\":\"https://b.example/logo.png\",\"later\":{\"kept\":1},"
           "\"whiteListUrls\":[\"https://c.example\"]}");
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      g_autoptr(GuildOutcome) not_yet = look_up (f->service, GUILD_WRITE_SET_PROFILE, NULL,
                                                 writes[i].member, writes[i].body, 0, &error);
      g_assert_no_error (error);
      g_assert_null (not_yet);
      guild_outcome_free (send_well (f, GUILD_WRITE_SET_PROFILE, NULL, writes[i].member,
                                     writes[i].body));
      g_autoptr(GuildOutcome) seen = look_up (f->service, GUILD_WRITE_SET_PROFILE, NULL,
                                              writes[i].member, writes[i].body, 0, &error);
      g_assert_no_error (error);
      g_assert_nonnull (seen);
    }
  g_autoptr(GuildCodatProfile) profile = read_profile (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (profile->name, ==, "Southwind");
  g_assert_cmpstr (profile->redirect, ==, "https://a.example/");
  g_assert_null (profile->logo);
  g_assert_cmpstr (profile->icon, ==, "https://b.example/i.png");
  g_assert_cmpuint (g_strv_length (profile->white_list), ==, 2);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (f->sandbox, "GET", "/profile", NULL);
  g_assert_true (json_object_has_member (json_node_get_object (node), "later"));

  control (f, "PUT", "/profile", "{\"name\":\"Theirs\",\"redirectUrl\":\"\","
           "\"whiteListUrls\":[\"https://e.example\"]}");
  for (guint i = 0; i < G_N_ELEMENTS (writes); i += 3)
    {
      g_assert_null (send_write (f->service, GUILD_WRITE_SET_PROFILE, NULL, writes[i].member,
                                 writes[i].body, &error));
      g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT);
      g_clear_error (&error);
    }
  g_assert_null (send_write (f->service, GUILD_WRITE_SET_PROFILE, NULL, NULL, writes[0].body,
                             &error));
  g_assert_nonnull (error);
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  const char *body = "{\"name\":\"From a test\"}";
  gint64 before = g_get_real_time ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = list_api_keys (f, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (keys->len, ==, 2);
  const GuildCodatApiKey *ours = keys->pdata[0];
  g_assert_cmpstr (ours->name, ==, "Sandbox");
  g_assert_cmpstr (ours->key, ==, f->sandbox->codat_key);
  g_assert_cmpint (ours->created, <, before);

  g_autoptr(GuildOutcome) none =
    look_up (f->service, GUILD_WRITE_CREATE_API_KEY, NULL, NULL, body, before, &error);
  g_assert_no_error (error);
  g_assert_null (none);
  g_autoptr(GuildOutcome) made = send_well (f, GUILD_WRITE_CREATE_API_KEY, NULL, NULL, body);
  g_assert_nonnull (made->created_id);
  g_autoptr(GuildOutcome) seen =
    look_up (f->service, GUILD_WRITE_CREATE_API_KEY, NULL, NULL, body, before, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (seen->created_id, ==, made->created_id);

  const char *id = made->created_id;
  g_autoptr(GuildOutcome) there =
    look_up (f->service, GUILD_WRITE_DELETE_API_KEY, NULL, id, NULL, before, &error);
  g_assert_no_error (error);
  g_assert_null (there);
  g_autoptr(GuildOutcome) gone = send_well (f, GUILD_WRITE_DELETE_API_KEY, NULL, id, NULL);
  g_autoptr(GuildOutcome) again = send_well (f, GUILD_WRITE_DELETE_API_KEY, NULL, id, NULL);
  g_autoptr(GuildOutcome) not_there =
    look_up (f->service, GUILD_WRITE_DELETE_API_KEY, NULL, id, NULL, before, &error);
  g_assert_no_error (error);
  g_assert_nonnull (not_there);
}

static void
test_key_refusals (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 8; i++)
    guild_outcome_free (send_well (f, GUILD_WRITE_CREATE_API_KEY, NULL, NULL,
                                   "{\"name\":\"One of many\"}"));
  g_assert_null (send_write (f->service, GUILD_WRITE_CREATE_API_KEY, NULL, NULL,
                             "{\"name\":\"Eleventh\"}", &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_null (look_up (f->service, GUILD_WRITE_CREATE_API_KEY, NULL, NULL,
                          "{\"name\":\"One of many\"}", g_get_real_time (), &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);

  control (f, "POST", "/_sandbox/switches", "{\"role\":\"analyst\"}");
  g_assert_null (list_api_keys (f, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_null (list_webhooks (f, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN);
}

/* The key itself must not be in anything that is written down. */
static void
test_no_trace (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) made =
    send_well (f, GUILD_WRITE_CREATE_API_KEY, NULL, NULL, "{\"name\":\"Quiet\"}");
  g_autoptr(GPtrArray) keys = list_api_keys (f, &error);
  const GuildCodatApiKey *key = keys->pdata[keys->len - 1];

  g_assert_cmpstr (key->id, ==, made->created_id);
  g_assert_null (made->batch);
  g_autofree char *answer =
    g_strdup_printf ("{\"id\":\"%s\",\"apiKey\":\"%s\"}", key->id, key->key);
  g_autofree char *clean = guild_transport_redact (answer);
  g_assert_null (strstr (clean, key->key));
}

static void
test_webhooks (Fixture *f, gconstpointer data)
{
  const char *body = "{\"url\":\"https://a.example/h\",\"eventTypes\":[\"company.created\","
                     "\"company.deleted\"],\"companyTags\":[\"region:uk\"]}";
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) none =
    look_up (f->service, GUILD_WRITE_CREATE_WEBHOOK, NULL, NULL, body, 0, &error);

  g_assert_no_error (error);
  g_assert_null (none);
  g_autoptr(GuildOutcome) made = send_well (f, GUILD_WRITE_CREATE_WEBHOOK, NULL, NULL, body);
  g_autoptr(GPtrArray) webhooks = list_webhooks (f, &error);
  g_assert_no_error (error);
  const GuildCodatWebhook *last = webhooks->pdata[webhooks->len - 1];
  g_assert_cmpstr (last->id, ==, made->created_id);
  g_assert_cmpstr (last->url, ==, "https://a.example/h");
  g_assert_cmpuint (g_strv_length (last->event_types), ==, 2);
  g_assert_cmpstr (last->company_tags[0], ==, "region:uk");
  g_assert_false (last->disabled);
  g_autoptr(GuildOutcome) seen =
    look_up (f->service, GUILD_WRITE_CREATE_WEBHOOK, NULL, NULL, body, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (seen->created_id, ==, made->created_id);
  /* As many tags, but others. */
  g_autoptr(GuildOutcome) other =
    look_up (f->service, GUILD_WRITE_CREATE_WEBHOOK, NULL, NULL,
             "{\"url\":\"https://a.example/h\",\"eventTypes\":[\"company.created\","
             "\"company.deleted\"],\"companyTags\":[\"region:de\"]}", 0, &error);
  g_assert_no_error (error);
  g_assert_null (other);
  g_autoptr(GuildOutcome) gone =
    send_well (f, GUILD_WRITE_DELETE_WEBHOOK, NULL, made->created_id, NULL);
  g_autoptr(GuildOutcome) not_there =
    look_up (f->service, GUILD_WRITE_DELETE_WEBHOOK, NULL, made->created_id, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (not_there);
}

static GuildCodatSync *
find_row (GuildCodatSyncSettings *settings, const char *type)
{
  for (guint i = 0; i < settings->rows->len; i++)
    {
      GuildCodatSync *row = settings->rows->pdata[i];
      if (g_str_equal (row->data_type, type))
        return row;
    }
  g_assert_not_reached ();
}

static void
test_sync (Fixture *f, gconstpointer data)
{
  g_autofree char *company = any_company (f);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatSyncSettings) defaults = read_sync (f, NULL, &error);
  g_assert_no_error (error);
  g_autoptr(GuildCodatSyncSettings) own = read_sync (f, company, &error);
  g_assert_no_error (error);

  g_assert_false (own->overrides);
  g_assert_cmpstr (own->owner, ==, company);
  g_assert_cmpuint (own->rows->len, ==, defaults->rows->len);
  g_assert_true (find_row (own, "company")->locked);
  g_assert_cmpint (find_row (own, "balanceSheet")->months, ==, 24);
  g_assert_cmpint (find_row (own, "balanceSheet")->window, ==, -1);

  find_row (own, "invoices")->hours = 168;
  find_row (own, "invoices")->first_link = FALSE;
  own->overrides = TRUE;
  g_autofree char *body = guild_codat_sync_settings_to_body (own, NULL);
  g_autoptr(GuildOutcome) not_yet =
    look_up (f->service, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, body, 0, &error);
  g_assert_no_error (error);
  g_assert_null (not_yet);
  g_autoptr(GuildOutcome) done =
    send_well (f, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, body);
  g_autoptr(GuildOutcome) seen =
    look_up (f->service, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, body, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (seen);
  g_autoptr(GuildCodatSyncSettings) after = read_sync (f, company, &error);
  g_assert_true (after->overrides);
  g_assert_cmpint (find_row (after, "invoices")->hours, ==, 168);
  g_assert_false (find_row (after, "invoices")->first_link);
  g_assert_cmpint (find_row (after, "balanceSheet")->months, ==, 24);

  /* Every field counts. */
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(GuildCodatSyncSettings) wish = read_sync (f, company, &error);
      GuildCodatSync *row = find_row (wish, "balanceSheet");
      if (i == 0)
        wish->overrides = FALSE;
      else if (i == 1)
        row->order += 5;
      else if (i == 2)
        row->months = 36;
      else
        row->window = 6;
      g_autofree char *text = guild_codat_sync_settings_to_body (wish, NULL);
      g_autoptr(GuildOutcome) not_so =
        look_up (f->service, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, text, 0, &error);
      g_assert_no_error (error);
      g_assert_null (not_so);
    }

  control (f, "POST", "/_sandbox/switches", "{\"plan\":\"free\"}");
  find_row (defaults, "invoices")->hours = 1;
  g_autofree char *hourly = guild_codat_sync_settings_to_body (defaults, NULL);
  g_assert_null (send_write (f->service, GUILD_WRITE_SET_SYNC_SETTINGS, NULL, NULL, hourly,
                             &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_PAYMENT);
}

/* What others have changed since it was read stays; the same field is not overwritten. */
static void
test_sync_others (Fixture *f, gconstpointer data)
{
  g_autofree char *company = any_company (f);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCodatSyncSettings) before = read_sync (f, company, &error);
  g_assert_no_error (error);
  g_autoptr(GuildCodatSyncSettings) wish = guild_codat_sync_settings_copy (before);
  g_autoptr(GuildCodatSyncSettings) others = guild_codat_sync_settings_copy (before);
  g_assert_null (guild_codat_sync_settings_to_body (wish, before));

  find_row (wish, "invoices")->hours = 168;
  find_row (wish, "bills")->window = -1;
  find_row (wish, "bills")->from = g_strdup ("2024-01-01T00:00:00Z");
  find_row (others, "invoices")->first_link = FALSE;
  find_row (others, "balanceSheet")->months = 36;
  wish->overrides = others->overrides = TRUE;
  g_autofree char *theirs = guild_codat_sync_settings_to_body (others, before);
  g_autofree char *ours = guild_codat_sync_settings_to_body (wish, before);
  g_autofree char *back = guild_codat_sync_settings_to_body (before, wish);
  guild_outcome_free (send_well (f, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, theirs));
  guild_outcome_free (send_well (f, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, ours));
  g_autoptr(GuildCodatSyncSettings) after = read_sync (f, company, &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_row (after, "invoices")->hours, ==, 168);
  g_assert_false (find_row (after, "invoices")->first_link);
  g_assert_cmpint (find_row (after, "balanceSheet")->months, ==, 36);
  g_assert_cmpint (find_row (after, "bills")->window, ==, -1);
  g_assert_cmpstr (find_row (after, "bills")->from, ==, "2024-01-01T00:00:00Z");
  g_autoptr(GuildOutcome) seen =
    look_up (f->service, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, ours, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (seen);

  g_autoptr(GuildCodatSyncSettings) third = guild_codat_sync_settings_copy (after);
  find_row (third, "bills")->from[3] = '3';
  g_autofree char *again = guild_codat_sync_settings_to_body (third, after);
  guild_outcome_free (send_well (f, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, again));
  g_assert_null (send_write (f->service, GUILD_WRITE_SET_SYNC_SETTINGS, company, NULL, back,
                             &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_autoptr(GuildCodatSyncSettings) same = read_sync (f, company, &error);
  g_assert_cmpint (find_row (same, "invoices")->hours, ==, 168);
  g_assert_cmpstr (find_row (same, "bills")->from, ==, "2023-01-01T00:00:00Z");
}

static void
test_products (Fixture *f, gconstpointer data)
{
  g_autofree char *company = any_company (f);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) not_yet =
    look_up (f->service, GUILD_WRITE_ADD_PRODUCT, company, "payables", NULL, 0, &error);

  g_assert_no_error (error);
  g_assert_null (not_yet);
  g_autoptr(GuildOutcome) added =
    send_well (f, GUILD_WRITE_ADD_PRODUCT, company, "payables", NULL);
  g_assert_cmpuint (guild_batch_get_length (added->batch), ==, 1);
  g_autoptr(GuildOutcome) seen =
    look_up (f->service, GUILD_WRITE_ADD_PRODUCT, company, "payables", NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (seen);
  g_autoptr(GuildOutcome) removed =
    send_well (f, GUILD_WRITE_REMOVE_PRODUCT, company, "payables", NULL);
  g_autoptr(GuildOutcome) gone =
    look_up (f->service, GUILD_WRITE_REMOVE_PRODUCT, company, "payables", NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (gone);
}

static void
test_integrations (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) integrations = list_integrations (f, &error);
  guint n_offline = 0, n_disabled = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (integrations->len, >, 30);
  for (guint i = 0; i < integrations->len; i++)
    {
      const GuildCodatIntegration *one = integrations->pdata[i];
      g_assert_cmpuint (strlen (one->key), ==, 4);
      n_offline += one->offline;
      n_disabled += !one->enabled;
    }
  g_assert_cmpuint (n_offline, ==, 2);
  g_assert_cmpuint (n_disabled, >, 0);
  /* By source type, in the order in which people look for them. */
  const GuildCodatIntegration *first = integrations->pdata[0];
  const GuildCodatIntegration *last = integrations->pdata[integrations->len - 1];
  g_assert_cmpstr (first->source_type, ==, "Accounting");
  g_assert_cmpstr (last->source_type, ==, "Commerce");
  g_assert_cmpstr (guild_words_source_type ("BankFeed"), ==, "Bank feeds");
  g_assert_cmpstr (guild_words_source_type ("Barter"), ==, "Other");
  g_assert_cmpstr (guild_words_source_type (NULL), ==, "Other");
}

/* Another host, as pictures have one: what it was asked, and with which key. */
typedef struct
{
  guint n_requests;
  guint n_keys;
} Elsewhere;

static void
elsewhere_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
              gpointer data)
{
  Elsewhere *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *large = g_strnfill (300 * 1024, 'x');

  self->n_requests++;
  self->n_keys += soup_message_headers_get_one (headers, "Authorization") != NULL;
  if (g_str_equal (path, "/moved.png"))
    soup_server_message_set_redirect (message, 302, "/logo.png");
  else if (g_str_equal (path, "/large.png"))
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, large,
                                        strlen (large));
    }
  else
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "image/png", SOUP_MEMORY_STATIC, "picture", 7);
    }
}

static void
refuse_picture (Fixture *f, const char *address, int code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (read_picture (f, address, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, code);
}

static void
test_pictures (Fixture *f, gconstpointer data)
{
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GPtrArray) integrations = list_integrations (f, NULL);
  const GuildCodatIntegration *first = integrations->pdata[0];
  g_autoptr(GError) error = NULL;
  Elsewhere elsewhere = { 0 };

  soup_server_add_handler (server, NULL, elsewhere_cb, &elsewhere, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  g_autoslist(GUri) uris = soup_server_get_uris (server);
  g_autofree char *host = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_autofree char *logo = g_strconcat (host, "/logo.png", NULL);
  g_autofree char *moved = g_strconcat (host, "/moved.png", NULL);
  g_autofree char *large = g_strconcat (host, "/large.png", NULL);

  g_autoptr(GBytes) own = read_picture (f, first->logo, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (own), >, 50);
  /* Another host is asked too, but never hears the key, whatever it answers. */
  g_autoptr(GBytes) picture = read_picture (f, logo, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (picture), ==, 7);
  g_assert_cmpuint (elsewhere.n_requests, ==, 1);
  g_assert_null (read_picture (f, moved, NULL));
  g_assert_cmpuint (elsewhere.n_requests, ==, 2);
  refuse_picture (f, large, GUILD_SERVICE_ERROR_TOO_LARGE);
  g_assert_cmpuint (elsewhere.n_keys, ==, 0);

  /* What is no web address is not asked. */
  refuse_picture (f, "file:///etc/hostname", GUILD_SERVICE_ERROR_BAD_ANSWER);
  refuse_picture (f, "data:image/png;base64,AAAA", GUILD_SERVICE_ERROR_BAD_ANSWER);
  refuse_picture (f, "/public/logo.png", GUILD_SERVICE_ERROR_BAD_ANSWER);
  refuse_picture (f, "", GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_autofree char *named = g_strdup_printf ("http://name:word@127.0.0.1:%d/logo.png",
                                            g_uri_get_port (uris->data));
  refuse_picture (f, named, GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_assert_cmpuint (elsewhere.n_requests, ==, 3);

  /* A service that is spoken to by https leads to no http. */
  g_clear_object (&f->service);
  f->service = guild_codat_new ("https://api.example", "no key");
  f->codat = GUILD_CODAT (f->service);
  refuse_picture (f, logo, GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_assert_cmpuint (elsewhere.n_requests, ==, 3);
}

static void
assert_words (char *words, const char *wanted)
{
  g_assert_cmpstr (words, ==, wanted);
  g_free (words);
}

static void
test_words (void)
{
  assert_words (guild_codat_data_type_words ("balanceSheet"), "Balance sheet");
  assert_words (guild_codat_data_type_words ("banking-accountBalances"),
                "Account balances (banking)");
  assert_words (guild_codat_data_type_words (""), "");
  assert_words (guild_codat_sync_hours_title (0), "Not by itself");
  assert_words (guild_codat_sync_hours_title (-3), "Not by itself");
  assert_words (guild_codat_sync_hours_title (1), "Every hour");
  assert_words (guild_codat_sync_hours_title (6), "Every 6 hours");
  assert_words (guild_codat_sync_hours_title (24), "Every day");
  assert_words (guild_codat_sync_hours_title (48), "Every 2 days");
  assert_words (guild_codat_sync_hours_title (168), "Every week");
  assert_words (guild_codat_sync_hours_title (720), "Every month");
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "profile", test_profile },         { "set-profile", test_set_profile },
    { "keys", test_keys },
    { "key-refusals", test_key_refusals }, { "no-trace", test_no_trace },
    { "webhooks", test_webhooks },       { "sync", test_sync },
    { "sync-others", test_sync_others },
    { "products", test_products },       { "integrations", test_integrations },
    { "pictures", test_pictures },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/codat-settings/words", test_words);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/service/codat-settings/", tests[i].path, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
