/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-connection.h"
#include "link/guild-link-vigil-private.h"
#include "service/codat/guild-codat.h"
#include "support/guild-test-customer.h"

/* Customers use their links at the sandbox's own pages while nobody looks. Time goes faster here,
 * and the sandbox counts the requests. */

#define HOUR ((gint64) 3600 * G_USEC_PER_SEC)

typedef struct
{
  GuildTestSandbox *sandbox;   /* (owned) */
  GuildDirectory   *directory; /* (owned) */
  GuildLinkVigil   *vigil;     /* (owned) */
  GPtrArray        *ids;       /* (owned) (element-type utf8): fresh companies */
  SoupSession      *session;   /* (owned) */
  char             *path;      /* (owned): of the cache */
  guint             n_news;
  char             *news_id;   /* (owned): of the last */
  char             *news_text; /* (owned) */
  GuildLinkNews     news;
} Vigil;

static void
news_cb (GuildLinkVigil *vigil, const char *company_id, guint news, const char *text, Vigil *v)
{
  v->n_news++;
  v->news = news;
  g_free (v->news_id);
  v->news_id = g_strdup (company_id);
  g_free (v->news_text);
  v->news_text = g_strdup (text);
}

static void
open_vigil (Vigil *v, guint haste)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (NULL, "codat", "Test", v->sandbox->url);
  g_autoptr(GuildService) service = guild_codat_new (v->sandbox->url, v->sandbox->codat_key);

  guild_transport_set_patience (guild_service_get_transport (service), 60, 1);
  v->directory = guild_directory_new (workspace, guild_codat_table (), v->path);
  v->vigil = guild_link_vigil_new (v->directory);
  guild_link_vigil_set_haste (v->vigil, haste);
  g_signal_connect (v->vigil, "news", G_CALLBACK (news_cb), v);
  guild_directory_set_service (v->directory, service);
  guild_test_wait_until (guild_directory_get_loaded (v->directory));
}

static void
close_vigil (Vigil *v)
{
  GAsyncResult *slot = NULL;

  guild_link_vigil_close (v->vigil);
  g_clear_object (&v->vigil);
  guild_directory_close_async (v->directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (v->directory, result, NULL));
  g_clear_object (&result);
  g_clear_object (&v->directory);
}

static void
sync_now (Vigil *v)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (v->directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_sync_finish (v->directory, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Vigil *v, gconstpointer data)
{
  g_autofree char *folder = guild_test_directory ();

  v->path = g_build_filename (folder, "cache.db", NULL);
  v->sandbox = guild_test_sandbox_start ("--companies", "60", "--autodesk-companies", "1",
                                         "--one-time-links", NULL);
  v->session = soup_session_new ();
  v->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(JsonNode) node = guild_test_sandbox_call (v->sandbox, "POST", "/companies",
                                                          "{\"name\":\"Link Me\"}");
      g_ptr_array_add (v->ids, g_strdup (json_object_get_string_member (
                                           json_node_get_object (node), "id")));
    }
  open_vigil (v, GPOINTER_TO_UINT (data));
  sync_now (v);
}

static void
tear_down (Vigil *v, gconstpointer data)
{
  close_vigil (v);
  g_clear_object (&v->session);
  guild_test_sandbox_stop (v->sandbox);
  g_ptr_array_unref (v->ids);
  g_free (v->path);
  g_free (v->news_id);
  g_free (v->news_text);
}

static void
control (Vigil *v, const char *method, const char *path, const char *body)
{
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (v->sandbox, method, path, body);
}

/* Requests of the service's own paths since they were forgotten last: all, or those of TEMPLATE. */
static guint
count_requests (Vigil *v, const char *template)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (v->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");
  g_autoptr(GList) names = json_object_get_members (counts);
  guint n = 0;

  for (GList *item = names; item != NULL; item = item->next)
    if (template == NULL || g_strcmp0 (item->data, template) == 0)
      n += (guint) json_object_get_int_member (counts, item->data);
  return n;
}

/* The customer of that company opens the link they were sent and ends with OUTCOME. */
static void
use_link (Vigil *v, const char *company_id, const char *outcome)
{
  g_autofree char *path = g_strconcat ("/companies/", company_id, NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (v->sandbox, "GET", path, NULL);
  const char *link = json_object_get_string_member (json_node_get_object (node), "redirect");

  g_free (guild_test_customer_visit (v->session, link, "gbol", outcome));
}

/* (transfer full): what is known here. */
static GuildCompany *
load (Vigil *v, const char *company_id)
{
  GAsyncResult *slot = NULL;

  guild_directory_load_company_async (v->directory, company_id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GuildCompany *company = guild_directory_load_company_finish (v->directory, result, NULL);
  g_assert_nonnull (company);
  return company;
}

static gint64
get_asked (Vigil *v, const char *company_id)
{
  gint64 asked = GUILD_NUMBER_UNSET;

  g_assert_true (guild_link_vigil_get_awaited (v->vigil, company_id, NULL, &asked));
  return asked;
}

static gint64
get_since (Vigil *v, const char *company_id)
{
  gint64 since = GUILD_NUMBER_UNSET;

  g_assert_true (guild_link_vigil_get_awaited (v->vigil, company_id, &since, NULL));
  return since;
}

static void
test_linked (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[1];

  for (guint i = 0; i < 3; i++)
    guild_link_vigil_begin (v->vigil, v->ids->pdata[i]);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 3);
  control (v, "DELETE", "/_sandbox/requests", NULL);
  use_link (v, id, "authorise");
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);
  g_assert_cmpstr (v->news_id, ==, id);
  g_assert_cmpstr (v->news_text, ==, "Xero");
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 2);
  g_assert_false (guild_link_vigil_get_awaited (v->vigil, id, NULL, NULL));
  /* one request for all of them; what was read with it is known */
  g_assert_cmpuint (count_requests (v, "GET /companies"), >=, 1);
  g_autoptr(GuildCompany) company = load (v, id);
  g_autoptr(GuildConnection) connection =
    g_list_model_get_item (guild_company_get_connections (company), 0);
  g_assert_cmpint (guild_connection_get_status (connection), ==, GUILD_CONNECTION_LINKED);

  guild_link_vigil_end (v->vigil, v->ids->pdata[0]);
  guild_link_vigil_end (v->vigil, v->ids->pdata[2]);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 0);
  g_assert_cmpuint (v->n_news, ==, 1);
}

/* Who leaves may come back: the wait goes on, and the attempt is told once. */
static void
test_cancelled (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];

  guild_link_vigil_begin (v->vigil, id);
  use_link (v, id, "cancel");
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_CANCELLED);
  g_assert_cmpstr (v->news_text, ==, "User cancelled");
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 1);
  gint64 asked = get_asked (v, id);
  guild_test_wait_until (get_asked (v, id) > asked);
  g_assert_cmpuint (v->n_news, ==, 1);

  /* what had gone wrong before the next link was sent is no news either */
  guild_link_vigil_end (v->vigil, id);
  guild_link_vigil_begin (v->vigil, id);
  guild_test_wait_until (get_asked (v, id) != GUILD_NUMBER_UNSET);
  g_assert_cmpuint (v->n_news, ==, 1);

  use_link (v, id, "error");
  guild_test_wait_until (v->n_news > 1);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_FAILED);
  use_link (v, id, "authorise");
  guild_test_wait_until (v->n_news > 2);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 0);
}

static void
test_restart (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];
  GAsyncResult *slot = NULL;

  guild_link_vigil_begin (v->vigil, id);
  guild_link_vigil_begin (v->vigil, v->ids->pdata[1]);
  guild_directory_read_note_async (v->directory, "awaited", guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autofree char *note = guild_directory_read_note_finish (v->directory, result, NULL);
  g_assert_nonnull (strstr (note, id));
  g_assert_null (strstr (note, "http"));
  g_assert_null (strstr (note, "otp"));
  g_clear_object (&result);
  close_vigil (v);

  use_link (v, id, "authorise");
  open_vigil (v, GPOINTER_TO_UINT (data));
  guild_test_wait_until (guild_link_vigil_get_n_awaited (v->vigil) > 0);
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);
  g_assert_cmpstr (v->news_id, ==, id);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 1);

  /* and who is not awaited any more is not after the next start */
  close_vigil (v);
  open_vigil (v, GPOINTER_TO_UINT (data));
  guild_test_wait_until (guild_link_vigil_get_n_awaited (v->vigil) > 0);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 1);
  g_assert_false (guild_link_vigil_get_awaited (v->vigil, id, NULL, NULL));
}

/* The first sync after a start reads all companies: the vigil asks for nothing beside it. */
static void
test_sync_counts (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];

  guild_link_vigil_begin (v->vigil, id);
  use_link (v, id, "authorise");
  sync_now (v);
  g_assert_cmpuint (v->n_news, ==, 1);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 0);
}

/* Ten links sent at once, watched for an hour, in six seconds: every minute at first, then every
 * five. A look may take its time. */
static void
test_hour (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];

  for (guint i = 0; i < 10; i++)
    guild_link_vigil_begin (v->vigil, v->ids->pdata[i]);
  control (v, "DELETE", "/_sandbox/requests", NULL);
  guild_test_wait_until (get_asked (v, id) >= get_since (v, id) + HOUR);
  g_assert_cmpuint (count_requests (v, NULL), <=, 21);
  g_assert_cmpuint (count_requests (v, "GET /companies"), >=, 5);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 10);
  g_assert_cmpuint (v->n_news, ==, 0);
}

/* No more than a tenth of a day's requests, and none of the last tenth. */
static void
test_quota (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];

  /* At midnight a tenth of the next day's requests would come on top: this takes less than six of
   * the clock's hours. */
  guild_test_wait_until (guild_link_vigil_get_now (v->vigil) % G_TIME_SPAN_DAY <
                         18 * G_TIME_SPAN_HOUR);
  control (v, "POST", "/_sandbox/switches", "{\"daily-quota\":100}");
  sync_now (v);
  control (v, "DELETE", "/_sandbox/requests", NULL);
  guild_link_vigil_begin (v->vigil, id);
  guild_test_wait_until (guild_link_vigil_get_paused (v->vigil));
  guild_test_wait_until (count_requests (v, NULL) == 10);
  use_link (v, id, "cancel");
  g_assert_cmpuint (v->n_news, ==, 0);

  /* of more requests a tenth is more */
  control (v, "POST", "/_sandbox/switches", "{\"daily-quota\":1000}");
  sync_now (v);
  g_assert_false (guild_link_vigil_get_paused (v->vigil));
  use_link (v, id, "authorise");
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);
}

/* Nothing is left of the day: nothing is sent, nobody is forgotten, and the next day it goes on. */
static void
test_quota_exhausted (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  control (v, "POST", "/_sandbox/switches", "{\"daily-quota\":1}");
  guild_directory_refresh_company_async (v->directory, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_null (guild_directory_refresh_company_finish (v->directory, result, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_RATE_LIMITED);
  control (v, "DELETE", "/_sandbox/requests", NULL);
  guild_link_vigil_begin (v->vigil, id);
  g_assert_true (guild_link_vigil_get_paused (v->vigil));
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 1);
  g_assert_cmpuint (count_requests (v, NULL), ==, 0);
  close_vigil (v);
  control (v, "POST", "/_sandbox/switches", "{\"daily-quota\":null}");
  use_link (v, id, "authorise");
  open_vigil (v, GPOINTER_TO_UINT (data));
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);
}

static void
test_offline (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];

  control (v, "POST", "/_sandbox/faults", "{\"spec\":\"path=/companies,method=GET,cut=before\"}");
  guild_link_vigil_begin (v->vigil, id);
  guild_link_vigil_begin (v->vigil, v->ids->pdata[1]);
  guild_test_wait_until (get_asked (v, id) != GUILD_NUMBER_UNSET);
  gint64 asked = get_asked (v, id);
  guild_test_wait_until (get_asked (v, id) > asked);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 2);
  control (v, "DELETE", "/_sandbox/faults", NULL);
  use_link (v, id, "authorise");
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);

  /* nothing to ask: the workspace lost its key, and has it again */
  g_autoptr(GuildService) service = g_object_ref (guild_directory_get_service (v->directory));
  guild_directory_set_service (v->directory, NULL);
  use_link (v, v->ids->pdata[1], "authorise");
  g_assert_cmpuint (v->n_news, ==, 1);
  guild_directory_set_service (v->directory, service);
  guild_test_wait_until (v->n_news > 1);
  g_assert_cmpstr (v->news_id, ==, v->ids->pdata[1]);
}

/* Where lists refuse to be asked for ids, one company at a time is. */
static void
test_no_query (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[1];

  control (v, "POST", "/_sandbox/switches", "{\"query\":\"off\"}");
  control (v, "DELETE", "/_sandbox/requests", NULL);
  guild_link_vigil_begin (v->vigil, v->ids->pdata[0]);
  guild_link_vigil_begin (v->vigil, id);
  use_link (v, id, "authorise"); /* which asks for the company, too */
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_LINKED);
  g_assert_cmpstr (v->news_id, ==, id);
  g_assert_cmpuint (count_requests (v, "GET /companies"), ==, 1);
  g_assert_cmpuint (count_requests (v, "GET /companies/{id}"), >=, 2);
}

static void
test_gone (Vigil *v, gconstpointer data)
{
  g_autofree char *path = g_strconcat ("/companies/", v->ids->pdata[1], NULL);

  for (guint i = 0; i < 3; i++)
    guild_link_vigil_begin (v->vigil, v->ids->pdata[i]);
  control (v, "DELETE", path, NULL);
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_GONE);
  g_assert_cmpstr (v->news_id, ==, v->ids->pdata[1]);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 2);
}

static void
test_over (Vigil *v, gconstpointer data)
{
  guild_link_vigil_begin (v->vigil, v->ids->pdata[0]);
  guild_test_wait_until (v->n_news > 0);
  g_assert_cmpuint (v->news, ==, GUILD_LINK_NEWS_OVER);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 0);
}

/* A dialog that watches a company itself tells what happens; afterwards that is no news. */
static void
test_held (Vigil *v, gconstpointer data)
{
  const char *id = v->ids->pdata[0];

  guild_link_vigil_begin (v->vigil, id);
  guild_link_vigil_hold (v->vigil, id, TRUE);
  use_link (v, id, "cancel");
  sync_now (v);
  guild_link_vigil_hold (v->vigil, id, FALSE);
  gint64 asked = get_asked (v, id);
  guild_test_wait_until (get_asked (v, id) > asked);
  g_assert_cmpuint (v->n_news, ==, 0);
  guild_link_vigil_hold (v->vigil, id, TRUE);
  use_link (v, id, "authorise");
  sync_now (v);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (v->vigil), ==, 0);
  g_assert_cmpuint (v->n_news, ==, 0);
}

/* Of a whole list only those are awaited who have something to do. */
static void
test_many (Vigil *v, gconstpointer data)
{
  use_link (v, v->ids->pdata[0], "authorise");
  use_link (v, v->ids->pdata[1], "cancel");
  sync_now (v);
  guild_link_vigil_begin_many (v->vigil, v->ids);
  guild_test_wait_until (guild_link_vigil_get_n_awaited (v->vigil) == v->ids->len - 1);
  g_assert_false (guild_link_vigil_get_awaited (v->vigil, v->ids->pdata[0], NULL, NULL));
  g_assert_true (guild_link_vigil_get_awaited (v->vigil, v->ids->pdata[1], NULL, NULL));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    guint haste;
    void (*test) (Vigil *, gconstpointer);
  } tests[] = {
    { "/link/vigil/linked", 600, test_linked },
    { "/link/vigil/cancelled", 600, test_cancelled },
    { "/link/vigil/restart", 600, test_restart },
    { "/link/vigil/sync-counts", 1, test_sync_counts },
    { "/link/vigil/hour", 600, test_hour },
    { "/link/vigil/quota", 1800, test_quota },
    { "/link/vigil/quota-exhausted", 600, test_quota_exhausted },
    { "/link/vigil/offline", 600, test_offline },
    { "/link/vigil/no-query", 600, test_no_query },
    { "/link/vigil/gone", 600, test_gone },
    { "/link/vigil/over", 1000000, test_over },
    { "/link/vigil/held", 600, test_held },
    { "/link/vigil/many", 1, test_many },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Vigil, GUINT_TO_POINTER (tests[i].haste), set_up, tests[i].test,
                tear_down);
  return g_test_run ();
}
