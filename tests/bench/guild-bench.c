/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "bench/guild-bench-options.h"
#include "directory/guild-duplicates.h"
#include "journal/guild-journal.h"
#include "link/guild-link-vigil.h"
#include "service/autodesk/guild-autodesk-people.h"
#include "service/autodesk/guild-autodesk.h"
#include "service/codat/guild-codat.h"
#include "support/guild-test.h"

/* Measures the core against the sandbox and prints a line for each figure: name, value, unit, with
 * tabs between them. What is counted is counted by the sandbox. The status is 1 when a figure is
 * beyond what it may be. */

#define WORKSPACE "bench"
/* So many requests in a page at most (codat.md §1.3). */
#define LARGEST_PAGE 5000
/* How fast the hour of watching goes. */
#define HASTE 900
#define N_LINKS 10
#define MINUTE ((gint64) 60 * G_USEC_PER_SEC)

typedef struct
{
  GuildTestSandbox *sandbox;   /* (owned) */
  GuildDirectory   *directory; /* (owned) */
  GuildJournal     *journal;   /* (owned) */
} Bench;

static gboolean beyond;

static void
print_figure (const char *name, gint64 value, const char *unit)
{
  g_print ("%s\t%" G_GINT64_FORMAT "\t%s\n", name, value, unit);
}

/* And what it may be at most, as a figure of its own. */
static void
print_bounded (const char *name, gint64 value, gint64 most, const char *unit)
{
  g_autofree char *bound = g_strconcat (name, "-allowed", NULL);

  print_figure (name, value, unit);
  print_figure (bound, most, unit);
  beyond |= value > most;
}

/* --- the sandbox and a workspace on it -------------------------------------------------------- */

static void
bench_init (Bench *self, guint n_companies)
{
  g_autofree char *n = g_strdup_printf ("%u", n_companies);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  self->sandbox =
    guild_test_sandbox_start ("--companies", n, "--autodesk-companies", "1", NULL);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (WORKSPACE, "codat", "Bench", self->sandbox->url);
  g_autoptr(GuildService) service =
    guild_codat_new (self->sandbox->url, self->sandbox->codat_key);
  guild_transport_set_patience (guild_service_get_transport (service), 60, 20);
  self->directory = guild_directory_new (workspace, guild_codat_table (), NULL);
  guild_directory_set_service (self->directory, service);
  guild_journal_open_async (NULL, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  self->journal = guild_journal_open_finish (result, &error);
  g_assert_no_error (error);
  guild_journal_set_patience (self->journal, 50);
  guild_journal_attach (self->journal, self->directory);
}

static void
bench_clear (Bench *self)
{
  GAsyncResult *slot = NULL;

  guild_journal_close_async (self->journal, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) journal = guild_test_await (&slot);
  g_assert_true (guild_journal_close_finish (self->journal, journal, NULL));
  g_clear_object (&journal);
  guild_directory_close_async (self->directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) directory = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (self->directory, directory, NULL));
  g_clear_object (&directory);
  g_clear_object (&self->journal);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->sandbox, guild_test_sandbox_stop);
}

static void
control (Bench *self, const char *method, const char *path, const char *body)
{
  json_node_unref (guild_test_sandbox_call (self->sandbox, method, path, body));
}

static void
forget_requests (Bench *self)
{
  control (self, "DELETE", "/_sandbox/requests", NULL);
}

/* Since they were forgotten last; METHOD NULL = any. */
static guint
count_requests (Bench *self, const char *method)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (self->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");
  g_autoptr(GList) names = json_object_get_members (counts);
  guint n_requests = 0;

  for (GList *item = names; item != NULL; item = item->next)
    if (method == NULL || g_str_has_prefix (item->data, method))
      n_requests += (guint) json_object_get_int_member (counts, item->data);
  return n_requests;
}

static void
sync_all (Bench *self)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (self->directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_sync_finish (self->directory, result, &error);
  g_assert_no_error (error);
}

/* (transfer full) */
static char *
create_at_service (Bench *self)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (self->sandbox, "POST", "/companies", "{\"name\":\"Measured\"}");
  return g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
}

/* --- figures ---------------------------------------------------------------------------------- */

static void
measure_sync (Bench *self, guint n_companies)
{
  g_autofree char *first = g_strdup_printf ("sync-%u-requests", n_companies);
  g_autofree char *again = g_strdup_printf ("sync-%u-again-requests", n_companies);
  gint64 allowed = (n_companies + LARGEST_PAGE - 1) / LARGEST_PAGE + 2;

  forget_requests (self);
  sync_all (self);
  g_assert_cmpuint (guild_directory_get_n_companies (self->directory), ==, n_companies);
  print_bounded (first, count_requests (self, NULL), allowed, "requests");
  forget_requests (self);
  sync_all (self);
  print_bounded (again, count_requests (self, NULL), allowed, "requests");
}

/* What the window does when a company is opened, and no more: /ui/window/open-requests. */
static void
measure_open (Bench *self)
{
  g_autofree char *id = create_at_service (self);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  forget_requests (self);
  guild_directory_refresh_company_async (self->directory, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (self->directory, result, &error);
  g_assert_no_error (error);
  print_bounded ("open-company-requests", count_requests (self, NULL), 1, "requests");
}

/* A day's, as the service said last. */
static gint64
get_quota (Bench *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  gint64 limit = guild_transport_get_quota (guild_service_get_transport (service))->limit;

  g_assert_cmpint (limit, >, 0);
  return limit;
}

static gint64
get_watched (GuildLinkVigil *vigil, const char *company_id)
{
  gint64 since = 0, asked = 0;

  g_assert_true (guild_link_vigil_get_awaited (vigil, company_id, &since, &asked));
  return MAX (asked, since) - since;
}

/* The first link is watched for an hour, by a clock that goes HASTE times as fast; the others are
 * sent with it, or one every six minutes. The account is the smallest there is, and waiting may
 * take its share of that. */
static void
measure_watch (Bench *self, gboolean together)
{
  g_autoptr(GuildLinkVigil) vigil = guild_link_vigil_new (self->directory);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_LINKS; i++)
    g_ptr_array_add (ids, create_at_service (self));
  sync_all (self);
  guild_link_vigil_set_haste (vigil, HASTE);
  forget_requests (self);
  gint64 begun = g_get_monotonic_time ();
  for (guint i = 0; i < N_LINKS; i++)
    {
      if (!together && i > 0)
        guild_test_wait_until (get_watched (vigil, ids->pdata[0]) >= i * 6 * MINUTE);
      guild_link_vigil_begin (vigil, ids->pdata[i]);
    }
  guild_test_wait_until (get_watched (vigil, ids->pdata[0]) >= 60 * MINUTE);
  gint64 took = g_get_monotonic_time () - begun;
  guint n_requests = count_requests (self, NULL);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (vigil), ==, N_LINKS);
  for (guint i = 0; i < N_LINKS; i++)
    guild_link_vigil_end (vigil, ids->pdata[i]);
  guild_link_vigil_close (vigil);
  print_bounded (together ? "watch-10-links-hour-requests" : "watch-10-links-in-turn-hour-requests",
                 n_requests, get_quota (self) / GUILD_LINK_VIGIL_SHARE, "requests");
  print_figure (together ? "watch-10-links-hour-took" : "watch-10-links-in-turn-hour-took",
                took / 1000, "ms");
}

/* --- calls that the service bills ------------------------------------------------------------- */

static void
perform (Bench *self, GuildWriteKind kind, const char *company_id, const char *body)
{
  g_autoptr(GuildWrite) write = guild_write_new (kind, company_id, NULL, body);
  g_autoptr(GuildChange) change = guild_change_new (WORKSPACE, write, NULL);
  GAsyncResult *slot = NULL;

  guild_journal_perform_async (self->journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_journal_perform_finish (self->journal, result, NULL);
}

/* A company more or a connection more is paid for. Each is made once without and once with every
 * trouble after which one could be tempted to send again. */
static void
measure_billed (Bench *self)
{
  static const char * const troubles[] = { NULL, "cut=before", "cut=body", "cut=after-write",
                                           "status=500", "status=503", "status=503,late=1",
                                           "truncate=1" };
  guint n_wanted = 0, n_sent = 0;

  for (guint i = 0; i < 2 * G_N_ELEMENTS (troubles); i++)
    {
      gboolean company = i % 2 == 0;
      const char *trouble = troubles[i / 2];
      g_autofree char *id = company ? NULL : create_at_service (self);
      g_autofree char *name = g_strdup_printf ("{\"name\":\"Paid %u\"}", i);
      g_autofree char *fault = g_strdup_printf (
        "{\"spec\":\"path=/companies,method=POST,count=1,%s\"}", trouble != NULL ? trouble : "");

      if (trouble != NULL)
        control (self, "POST", "/_sandbox/faults", fault);
      forget_requests (self);
      perform (self, company ? GUILD_WRITE_CREATE_COMPANY : GUILD_WRITE_CREATE_CONNECTION, id,
               company ? name : "{\"platformKey\":\"gbol\"}");
      n_wanted++;
      n_sent += count_requests (self, "POST");
      control (self, "DELETE", "/_sandbox/faults", NULL);
    }
  print_figure ("billed-calls-wanted", n_wanted, "requests");
  print_bounded ("billed-calls-repeated", n_sent > n_wanted ? n_sent - n_wanted : 0, 0, "requests");
}

/* --- duplicates ------------------------------------------------------------------------------- */

/* Every hundredth is there twice: once with another spelling, once with the same tax id. */
static void
append_contractor (GuildBatch *batch, guint number)
{
  static const char * const words[] = { "Meridian", "Northern", "Harbour", "Granite", "Prairie",
                                        "Summit", "Cascade", "Juniper", "Sterling", "Atlas" };
  guint like = number % 100 == 1 ? number - 1 : number;
  g_autoptr(JsonObject) company = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%08u", number);
  g_autofree char *tax_id = number % 200 < 2 ? g_strdup_printf ("T-%u", like) : NULL;
  g_autoptr(GString) name = g_string_new (NULL);
  guint64 mixed = (like + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  for (guint i = 0; i < 8; i++, mixed /= 32)
    g_string_append_c (name, (char) ('a' + mixed % 32 % 26));
  g_string_append_printf (name, " %s %s", words[like % 10],
                          like != number ? "Contractors, Inc." : "Contractor");
  json_object_set_string_member (company, "id", id);
  json_object_set_string_member (company, "name", name->str);
  if (tax_id != NULL)
    json_object_set_string_member (company, "taxId", tax_id);
  g_assert_true (guild_batch_append (batch, company));
}

static void
measure_duplicates (guint n_companies)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (WORKSPACE, "autodesk", "Bench", "http://127.0.0.1:1");
  g_autoptr(GuildDirectory) directory =
    guild_directory_new (workspace, guild_autodesk_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_autodesk_table ());
  g_autofree char *took = g_strdup_printf ("duplicates-%u-took", n_companies);
  g_autofree char *found = g_strdup_printf ("duplicates-%u-missed", n_companies);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n_companies; i++)
    append_contractor (batch, i);
  guild_directory_apply_async (directory, batch, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) applied = guild_test_await (&slot);
  g_assert_true (guild_directory_apply_finish (directory, applied, NULL));
  gint64 begun = g_get_monotonic_time ();
  guild_duplicates_find_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  print_figure (took, (g_get_monotonic_time () - begun) / 1000, "ms");
  g_autoptr(GPtrArray) groups = guild_duplicates_find_finish (directory, result, &error);
  g_assert_no_error (error);
  print_bounded (found, (gint64) n_companies / 100 - groups->len, 0, "groups");
  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) closed = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, closed, NULL));
}

/* --- an Autodesk account ---------------------------------------------------------------------- */

/* acc.md §4.1 and §10. */
#define ACCOUNT_PAGE 200
#define READS_A_MINUTE 600
#define OLD_A_MINUTE 100
/* A day's. */
#define N_CHANGED 450
/* Searches of the old family beside two syncs. */
#define N_SEARCHES 30

#define LISTS "GET /construction/admin/v1/accounts/{id}/companies"

static gint64
get_request_figure (GuildTestSandbox *sandbox, const char *group, const char *member)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *figures = json_object_get_object_member (json_node_get_object (node), group);

  return json_object_get_int_member_with_default (figures, member, 0);
}

/* (transfer full) */
static GuildDirectory *
open_account (GuildTestSandbox *sandbox, const char *id)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (id, "autodesk", "Bench", sandbox->url);
  g_autoptr(GuildService) service =
    guild_autodesk_new (sandbox->url, sandbox->autodesk_client_id, sandbox->autodesk_client_secret,
                        sandbox->autodesk_account_id, sandbox->region);
  GuildDirectory *directory = guild_directory_new (workspace, guild_autodesk_table (), NULL);

  guild_directory_set_service (directory, service);
  return directory;
}

static void
close_account (GuildDirectory *directory)
{
  GAsyncResult *slot = NULL;

  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, result, NULL));
  g_object_unref (directory);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *n_done = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found =
    guild_autodesk_find_like_finish (GUILD_AUTODESK (source), result, &error);

  g_assert_no_error (error);
  (*n_done)++;
}

/* Two workspaces of one client read the account at the same time while names are searched: what
 * the service counts together stays within its limits in every minute. */
static void
measure_minute (GuildTestSandbox *sandbox, GuildDirectory *directories[2])
{
  GuildService *service = guild_directory_get_service (directories[0]);
  GAsyncResult *slots[2] = { NULL, NULL };
  guint n_found = 0;

  for (guint i = 0; i < 2; i++)
    guild_directory_sync_async (directories[i], NULL, guild_test_result_cb, &slots[i]);
  for (guint i = 0; i < N_SEARCHES; i++)
    guild_autodesk_find_like_async (GUILD_AUTODESK (service), "an", NULL, found_cb, &n_found);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GAsyncResult) result = guild_test_await (&slots[i]);
      guild_directory_sync_finish (directories[i], result, &error);
      g_assert_no_error (error);
    }
  guild_test_wait_until (n_found == N_SEARCHES);
  print_bounded ("account-minute-reads",
                 get_request_figure (sandbox, "mostPerMinute", "construction"), READS_A_MINUTE,
                 "requests");
  print_bounded ("account-minute-old-family",
                 get_request_figure (sandbox, "mostPerMinute", "hq"), OLD_A_MINUTE, "requests");
}

/* A few at a time, and within the hour that a token of the sandbox lasts. */
static void
change_companies (Bench *bench)
{
  const guint at_once = 10;

  for (guint i = 0; i < N_CHANGED; i += at_once)
    {
      g_autofree char *touch = g_strdup_printf ("{\"count\":%u,\"offset\":%u}", at_once, i);
      control (bench, "POST", "/_sandbox/clock", "{\"advanceSeconds\":60}");
      control (bench, "POST", "/_sandbox/autodesk/touch", touch);
    }
}

static void
measure_account (guint n_companies)
{
  g_autofree char *n = g_strdup_printf ("%u", n_companies);
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", n, NULL);
  GuildDirectory *directories[] = { open_account (sandbox, "first"),
                                    open_account (sandbox, "second") };
  Bench bench = { sandbox, directories[0], NULL };
  g_autofree char *first = g_strdup_printf ("account-sync-%u-requests", n_companies);
  g_autofree char *day = g_strdup_printf ("account-day-%u-changes-requests", N_CHANGED);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  sync_all (&bench);
  print_bounded (first, get_request_figure (sandbox, "counts", LISTS),
                 (n_companies + ACCOUNT_PAGE - 1) / ACCOUNT_PAGE, "requests");
  change_companies (&bench);
  gint64 before = get_request_figure (sandbox, "counts", LISTS);
  guild_directory_sync_changes_async (directories[0], NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_sync_changes_finish (directories[0], result, &error);
  g_assert_no_error (error);
  print_bounded (day, get_request_figure (sandbox, "counts", LISTS) - before,
                 1 + N_CHANGED / ACCOUNT_PAGE, "requests");
  measure_minute (sandbox, directories);
  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    close_account (directories[i]);
}

static void
measure_all (guint n_companies, gboolean others)
{
  Bench bench;

  bench_init (&bench, n_companies);
  measure_sync (&bench, n_companies);
  measure_account (n_companies);
  measure_duplicates (n_companies);
  if (others)
    {
      measure_open (&bench);
      control (&bench, "POST", "/_sandbox/switches", "{\"daily-quota\":1000}");
      measure_watch (&bench, TRUE);
      measure_watch (&bench, FALSE);
      control (&bench, "POST", "/_sandbox/switches", "{\"daily-quota\":null}");
      measure_billed (&bench);
    }
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  static const guint sizes[] = { 2000, 20000, 100000 };
  guint rows = 0;

  if (!guild_bench_begin (argc, argv, "— measures Guildhall",
                          "Companies (default: 2000, 20000 and 100000)", NULL, &rows))
    return 2;
  for (gsize i = 0; rows == 0 && i < G_N_ELEMENTS (sizes); i++)
    measure_all (sizes[i], i == 0);
  if (rows > 0)
    measure_all (rows, TRUE);
  return beyond ? EXIT_FAILURE : EXIT_SUCCESS;
}
