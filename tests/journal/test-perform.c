/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "directory/guild-company-list.h"
#include "service/guild-problem.h"

/* Changes through the journal to a sandbox and back. */

static void
assert_history (Fixture *f, GuildChange *change, const char *expected)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT group_concat (state, ' ') FROM (SELECT state FROM transition WHERE change_id = %"
    G_GINT64_FORMAT " ORDER BY id)", guild_change_get_id (change));
  g_autofree char *history = fixture_query (f->path, sql);
  g_autofree char *state_sql = g_strdup_printf (
    "SELECT state FROM change WHERE id = %" G_GINT64_FORMAT, guild_change_get_id (change));
  g_autofree char *state = fixture_query (f->path, state_sql);

  g_assert_cmpstr (history, ==, expected);
  g_assert_true (g_str_has_suffix (expected, state));
}

static gboolean
act (Fixture *f, GuildChange *change,
     void (*start) (GuildJournal *, GuildChange *, GAsyncReadyCallback, gpointer),
     gboolean (*finish) (GuildJournal *, GAsyncResult *, GError **), GError **error)
{
  GAsyncResult *slot = NULL;

  start (f->journal, change, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return finish (f->journal, result, error);
}

static void
plan (Fixture *f, GuildChange *change)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_journal_plan_async (f->journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_journal_plan_finish (f->journal, result, &error));
  g_assert_no_error (error);
}

static gboolean
resolve (Fixture *f, GuildChange *change, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_journal_resolve_async (f->journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_journal_resolve_finish (f->journal, result, error);
}

static gboolean
is_known (Fixture *f, const char *id)
{
  GAsyncResult *slot = NULL;

  guild_directory_load_company_async (f->directory, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (f->directory, result, NULL);
  return company != NULL;
}

static void
test_create (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("Northwind Bakery");
  g_autoptr(GError) error = NULL;
  guint before = guild_directory_get_n_companies (f->directory);

  g_assert_true (fixture_perform (f, change, &error));
  g_assert_no_error (error);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_CONFIRMED);
  g_assert_nonnull (guild_change_get_company_id (change));
  g_assert_null (guild_change_get_message (change));
  g_assert_cmpint (guild_change_get_settled (change), >=, guild_change_get_sent (change));
  g_assert_cmpuint (fixture_count_named (f, "Northwind Bakery"), ==, 1);
  g_assert_cmpuint (guild_directory_get_n_companies (f->directory), ==, before + 1);
  g_assert_true (is_known (f, guild_change_get_company_id (change)));
  g_assert_cmpuint (guild_journal_get_n_running (f->journal), ==, 0);
  assert_history (f, change, "planned sent confirmed");
}

static void
test_delete (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Short Lived");
  g_autoptr(GuildChange) change = fixture_delete (id);
  g_autoptr(GError) error = NULL;

  plan (f, change);
  g_assert_cmpuint (guild_journal_get_n_planned (f->journal), ==, 1);
  g_assert_cmpuint (fixture_count (f, "DELETE /companies/{id}"), ==, 0);
  g_assert_true (act (f, change, guild_journal_commit_async, guild_journal_commit_finish, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (guild_journal_get_n_planned (f->journal), ==, 0);
  g_assert_cmpuint (fixture_count (f, "DELETE /companies/{id}"), ==, 1);
  g_assert_cmpuint (fixture_count_named (f, "Short Lived"), ==, 0);
  g_assert_false (is_known (f, id));
  assert_history (f, change, "planned sent confirmed");
  g_autofree char *archive = fixture_query (f->path, "SELECT archive FROM change");
  g_assert_nonnull (strstr (archive, "Short Lived"));
  g_assert_nonnull (strstr (archive, id));
  /* It is settled: neither way back nor a second time. */
  g_assert_false (act (f, change, guild_journal_withdraw_async, guild_journal_withdraw_finish,
                       &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
adopt (Fixture *f, const char *parent_id, const char *id)
{
  g_autofree char *body =
    g_strdup_printf ("{\"parentId\":\"%s\",\"subsidiaryId\":\"%s\"}", parent_id, id);

  json_node_unref (guild_test_sandbox_call (f->sandbox, "POST", "/_sandbox/family", body));
}

static void
synchronise (Fixture *f)
{
  GAsyncResult *slot = NULL;

  guild_directory_sync_async (f->directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (f->directory, result, NULL));
}

static char *
read_archive (Fixture *f, GuildChange *change)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_journal_read_archive_async (f->journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *archive = guild_journal_read_archive_finish (f->journal, result, &error);
  g_assert_no_error (error);
  return archive;
}

/* Subsidiaries go with their parent: hidden, kept and removed like it. */
static void
test_delete_family (Fixture *f, gconstpointer data)
{
  g_autofree char *top = fixture_add_company (f, "Top");
  g_autofree char *middle = fixture_add_company (f, "Middle");
  g_autofree char *bottom = fixture_add_company (f, "Bottom");
  g_autofree char *other = fixture_add_company (f, "Other");
  g_autoptr(GuildChange) change = fixture_delete (top);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (f->directory);
  g_autoptr(GError) error = NULL;

  adopt (f, top, middle);
  adopt (f, middle, bottom);
  synchronise (f);
  guild_test_wait_until (guild_company_list_find (list, bottom) != G_MAXUINT);
  g_assert_false (guild_change_get_archived (change));
  plan (f, change);
  guild_test_wait_until (guild_company_list_find (list, bottom) == G_MAXUINT);
  g_assert_cmpuint (guild_company_list_find (list, middle), ==, G_MAXUINT);
  g_assert_true (act (f, change, guild_journal_withdraw_async, guild_journal_withdraw_finish,
                      &error));
  guild_test_wait_until (guild_company_list_find (list, bottom) != G_MAXUINT);
  g_clear_object (&change);

  change = fixture_delete (top);
  plan (f, change);
  g_assert_true (act (f, change, guild_journal_commit_async, guild_journal_commit_finish, &error));
  g_assert_no_error (error);
  g_assert_false (is_known (f, top));
  g_assert_false (is_known (f, middle));
  g_assert_false (is_known (f, bottom));
  g_assert_true (is_known (f, other));
  g_assert_cmpuint (fixture_count_named (f, "Bottom"), ==, 0);
  g_assert_cmpuint (fixture_count (f, "DELETE /companies/{id}"), ==, 1);
  g_assert_true (guild_change_get_archived (change));
  g_autofree char *archive = read_archive (f, change);
  g_autoptr(JsonNode) node = json_from_string (archive, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (
    json_array_get_object_element (json_node_get_array (node), 2), "name"), ==, "Bottom");

  /* Known again after a restart. */
  fixture_close (g_steal_pointer (&f->journal));
  f->journal = fixture_open (f->path, &error);
  g_assert_no_error (error);
  g_autoptr(GuildChange) again = g_list_model_get_item (G_LIST_MODEL (f->journal), 0);
  g_autofree char *same = read_archive (f, again);
  g_assert_true (guild_change_get_archived (again));
  g_assert_cmpstr (same, ==, archive);
}

static void
test_withdraw (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Second Thoughts");
  g_autoptr(GuildChange) change = fixture_delete (id);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (f->directory);
  g_autoptr(GError) error = NULL;

  guild_test_wait_until (guild_company_list_find (list, id) != G_MAXUINT);
  plan (f, change);
  guild_test_wait_until (guild_company_list_find (list, id) == G_MAXUINT);
  g_assert_true (act (f, change, guild_journal_withdraw_async, guild_journal_withdraw_finish,
                      &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (f, "DELETE /companies/{id}"), ==, 0);
  g_assert_cmpuint (fixture_count_named (f, "Second Thoughts"), ==, 1);
  guild_test_wait_until (guild_company_list_find (list, id) != G_MAXUINT);
  assert_history (f, change, "planned withdrawn");
}

typedef struct
{
  const char      *spec;
  GuildChangeState state;
  guint            n_companies;
  guint            n_posts;
  const char      *history;
} Fault;

static const Fault faults[] = {
  { "path=/companies,method=POST,cut=after-write,count=1", GUILD_CHANGE_CONFIRMED, 1, 1,
    "planned sent unknown confirmed" },
  { "path=/companies,method=POST,cut=body,count=1", GUILD_CHANGE_CONFIRMED, 1, 1,
    "planned sent unknown confirmed" },
  { "path=/companies,method=POST,truncate=1,count=1", GUILD_CHANGE_CONFIRMED, 1, 1,
    "planned sent unknown confirmed" },
  { "path=/companies,method=POST,cut=before,count=1", GUILD_CHANGE_REFUSED, 0, 1,
    "planned sent unknown refused" },
  { "path=/companies,method=POST,status=500,count=1", GUILD_CHANGE_REFUSED, 0, 1,
    "planned sent unknown refused" },
  { "path=/companies,method=POST,status=500,late=1,count=1", GUILD_CHANGE_CONFIRMED, 1, 1,
    "planned sent unknown confirmed" },
  { "path=/companies,method=POST,status=429,retry-after=seconds:1,count=1",
    GUILD_CHANGE_CONFIRMED, 1, 2, "planned sent confirmed" },
};

static void
test_fault (Fixture *f, gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr(GuildChange) change = fixture_create ("Harbour Lights");
  g_autoptr(GError) error = NULL;
  gboolean confirmed = fault->state == GUILD_CHANGE_CONFIRMED;

  fixture_fault (f, fault->spec);
  g_assert_cmpint (fixture_perform (f, change, &error), ==, confirmed);
  g_assert_true (confirmed == (error == NULL));
  g_assert_cmpint (guild_change_get_state (change), ==, fault->state);
  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, fault->n_posts);
  g_assert_cmpuint (fixture_count_named (f, "Harbour Lights"), ==, fault->n_companies);
  assert_history (f, change, fault->history);
  if (confirmed)
    g_assert_nonnull (guild_change_get_company_id (change));
  else
    {
      const GuildProblem *problem = guild_problem_from_error (error);
      g_assert_nonnull (strstr (guild_change_get_message (change), "Nothing was changed"));
      g_assert_cmpstr (error->message, ==, guild_change_get_message (change));
      g_assert_false (problem->maybe_done);
    }
}

static void
test_delete_cut (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Gone Twice");
  g_autoptr(GuildChange) change = fixture_delete (id);
  g_autoptr(GError) error = NULL;

  fixture_fault (f, "path=/companies,method=DELETE,cut=after-write,count=1");
  g_assert_true (fixture_perform (f, change, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (f, "DELETE /companies/{id}"), ==, 1);
  g_assert_false (is_known (f, id));
  assert_history (f, change, "planned sent unknown confirmed");
}

static void
test_wrong_key (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("Locked Out");
  g_autoptr(GuildDirectory) directory = fixture_new_directory (f->sandbox, "wrong-secret-key");
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *wal = g_strconcat (f->path, "-wal", NULL);
  gsize size;

  guild_journal_attach (f->journal, directory);
  g_assert_false (fixture_perform (f, change, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_REFUSED);
  g_assert_cmpstr (guild_change_get_message (change), ==, error->message);
  g_assert_nonnull (strstr (guild_change_get_details (change), "401"));
  assert_history (f, change, "planned sent refused");
  g_assert_true (g_file_get_contents (wal, &bytes, &size, NULL));
  g_assert_null (memmem (bytes, size, "wrong-secret-key", 16));
  guild_journal_attach (f->journal, f->directory);
}

static void
test_invalid (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("((()))");
  g_autoptr(GError) error = NULL;

  g_assert_false (fixture_perform (f, change, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_assert_nonnull (strstr (guild_change_get_details (change), "400"));
  assert_history (f, change, "planned sent refused");
}

static void
test_offline (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("Far Away");
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&f->sandbox, guild_test_sandbox_stop);
  g_assert_false (fixture_perform (f, change, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_OFFLINE);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_REFUSED);
  g_assert_cmpuint (guild_directory_get_n_companies (f->directory), ==, 0);
  assert_history (f, change, "planned sent refused");
}

static void
test_detached (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("No Way In");
  g_autoptr(GError) error = NULL;

  guild_journal_detach (f->journal, WORKSPACE);
  g_assert_false (fixture_perform (f, change, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_cmpint (guild_change_get_id (change), ==, 0);
  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, 0);
}

static void
cancel_when_sent_cb (GuildChange *change, GParamSpec *pspec, GCancellable *cancellable)
{
  if (guild_change_get_state (change) == GUILD_CHANGE_SENT)
    g_cancellable_cancel (cancellable);
}

static void
cancel_when_there_cb (GuildChange *change, GParamSpec *pspec, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static GError *
perform_cancelled (Fixture *f, GuildChange *change, GCancellable *cancellable)
{
  GAsyncResult *slot = NULL;
  GError *error = NULL;

  guild_journal_perform_async (f->journal, change, cancellable, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_false (guild_journal_perform_finish (f->journal, result, &error));
  return error;
}

static void
test_cancel_unsent (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("Not Today");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_signal_connect (change, "notify::id", G_CALLBACK (cancel_when_there_cb), cancellable);
  g_autoptr(GError) error = perform_cancelled (f, change, cancellable);
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CANCELLED);
  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, 0);
  assert_history (f, change, "planned withdrawn");
}

/* Whether the only fault has met its request. */
static gboolean
is_held (Fixture *f)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (f->sandbox, "GET", "/_sandbox/faults", NULL);
  JsonObject *fault = json_array_get_object_element (json_node_get_array (node), 0);

  return json_object_get_int_member (fault, "left") == 0;
}

static void
test_cancel_sent (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("Perhaps");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  fixture_fault (f, "path=/companies,method=POST,delay=20000,count=1");
  guild_journal_perform_async (f->journal, change, cancellable, guild_test_result_cb, &slot);
  /* Marked as sent it may still be held back. */
  guild_test_wait_until (is_held (f));
  g_cancellable_cancel (cancellable);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_false (guild_journal_perform_finish (f->journal, result, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CANCELLED);
  g_assert_cmpuint (fixture_count_named (f, "Perhaps"), ==, 0);
  assert_history (f, change, "planned sent unknown refused");
}

static void
test_cancel_marked (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("Nearly");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_signal_connect (change, "notify::state", G_CALLBACK (cancel_when_sent_cb), cancellable);
  g_autoptr(GError) error = perform_cancelled (f, change, cancellable);
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CANCELLED);
  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, 0);
  assert_history (f, change, "planned sent withdrawn");
}

static void
test_stays_unknown (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = fixture_create ("In Between");
  g_autoptr(GError) error = NULL;

  fixture_fault (f, "path=/companies,method=POST,cut=after-write,count=1");
  fixture_fault (f, "path=/companies,method=GET,status=403,count=1");
  g_assert_false (fixture_perform (f, change, &error));
  g_assert_true (guild_problem_from_error (error)->maybe_done);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_UNKNOWN);
  g_assert_cmpuint (guild_journal_get_n_unknown (f->journal), ==, 1);
  g_clear_error (&error);
  g_assert_true (resolve (f, change, &error));
  g_assert_no_error (error);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_CONFIRMED);
  g_assert_cmpuint (guild_journal_get_n_unknown (f->journal), ==, 0);
  g_assert_cmpuint (fixture_count_named (f, "In Between"), ==, 1);
  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, 1);
  assert_history (f, change, "planned sent unknown unknown confirmed");
}

static void
test_ambiguous (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Twin");
  g_autoptr(GuildChange) change = fixture_create ("Twin");
  g_autoptr(GError) error = NULL;

  fixture_fault (f, "path=/companies,method=POST,cut=after-write,count=1");
  g_assert_false (fixture_perform (f, change, &error));
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_UNKNOWN);
  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, 1);
}

static void
test_order (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Old Name");
  g_autoptr(GuildWrite) first_write =
    guild_write_new (GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"name\":\"First Name\"}");
  g_autoptr(GuildWrite) second_write =
    guild_write_new (GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"name\":\"Second Name\"}");
  g_autoptr(GuildChange) first = guild_change_new (WORKSPACE, first_write, "Old Name");
  g_autoptr(GuildChange) second = guild_change_new (WORKSPACE, second_write, "Old Name");
  GAsyncResult *first_slot = NULL, *second_slot = NULL;

  fixture_fault (f, "path=/companies,method=PATCH,delay=300,count=1");
  guild_journal_perform_async (f->journal, first, NULL, guild_test_result_cb, &first_slot);
  guild_journal_perform_async (f->journal, second, NULL, guild_test_result_cb, &second_slot);
  guild_test_wait_until (guild_journal_get_n_running (f->journal) == 2);
  g_autoptr(GAsyncResult) second_result = guild_test_await (&second_slot);
  g_autoptr(GAsyncResult) first_result = guild_test_await (&first_slot);
  g_assert_true (guild_journal_perform_finish (f->journal, first_result, NULL));
  g_assert_true (guild_journal_perform_finish (f->journal, second_result, NULL));
  g_assert_cmpint (guild_change_get_sent (second), >=, guild_change_get_settled (first));
  g_assert_cmpuint (fixture_count_named (f, "Second Name"), ==, 1);
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes != 0 ? bytes : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* No file may grow beyond what the journal's log has now. The system calls that EFBIG, which SQLite
 * does not tell from a failing disk. */
static void
fill_disk (Fixture *f)
{
  g_autofree char *wal = g_strconcat (f->path, "-wal", NULL);
  struct stat info;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (stat (wal, &info), ==, 0);
  limit_files (info.st_size);
}

static void
assert_disk_error (const GError *error)
{
  g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
                 g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED));
  g_assert_nonnull (strstr (error->message, "Nothing was sent"));
  g_assert_nonnull (strstr (error->message, "disk is full"));
}

static void
test_disk_full (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Stays");
  g_autoptr(GuildChange) first = fixture_create ("Before");
  g_autoptr(GuildChange) change = fixture_create ("No Room");
  g_autoptr(GuildChange) planned = fixture_delete (id);
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_perform (f, first, &error));
  plan (f, planned);
  fill_disk (f);
  g_assert_false (fixture_perform (f, change, &error));
  assert_disk_error (error);
  g_assert_nonnull (strstr (error->message, f->path));
  g_assert_cmpint (guild_change_get_id (change), ==, 0);
  g_clear_error (&error);
  g_assert_false (act (f, planned, guild_journal_commit_async, guild_journal_commit_finish,
                       &error));
  assert_disk_error (error);
  g_assert_cmpint (guild_change_get_state (planned), ==, GUILD_CHANGE_PLANNED);
  g_clear_error (&error);
  limit_files (0);

  g_assert_cmpuint (fixture_count (f, "POST /companies"), ==, 1);
  g_assert_cmpuint (fixture_count (f, "DELETE /companies/{id}"), ==, 0);
  g_assert_true (fixture_perform (f, change, &error));
  g_assert_true (act (f, planned, guild_journal_commit_async, guild_journal_commit_finish,
                      &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_named (f, "No Room"), ==, 1);
  g_assert_cmpuint (fixture_count_named (f, "Stays"), ==, 0);
}

static void
test_close_waits (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) sent = fixture_create ("On Its Way");
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  fixture_fault (f, "path=/companies,method=POST,delay=500,count=1");
  guild_journal_perform_async (f->journal, sent, NULL, guild_test_result_cb, &slot);
  guild_test_wait_until (guild_change_get_state (sent) == GUILD_CHANGE_SENT);
  g_assert_cmpuint (guild_journal_get_n_running (f->journal), ==, 1);
  fixture_close (g_steal_pointer (&f->journal));
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  assert_history (f, sent, "planned sent confirmed");
  g_clear_object (&result);

  f->journal = fixture_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_journal_get_n_unknown (f->journal), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "create", test_create },
    { "delete", test_delete },
    { "delete-family", test_delete_family },
    { "withdraw", test_withdraw },
    { "delete-cut", test_delete_cut },
    { "wrong-key", test_wrong_key },
    { "invalid", test_invalid },
    { "offline", test_offline },
    { "detached", test_detached },
    { "cancel-unsent", test_cancel_unsent },
    { "cancel-marked", test_cancel_marked },
    { "cancel-sent", test_cancel_sent },
    { "stays-unknown", test_stays_unknown },
    { "ambiguous", test_ambiguous },
    { "order", test_order },
    { "disk-full", test_disk_full },
    { "close-waits", test_close_waits },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/journal/perform/", tests[i].name, NULL);
      g_test_add (path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/journal/perform/fault-%u", i);
      g_test_add (path, Fixture, &faults[i], fixture_set_up, test_fault, fixture_tear_down);
    }
  return g_test_run ();
}
