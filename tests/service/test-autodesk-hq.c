/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk-people.h"

/* Companies of an Autodesk account, written (acc.md §5). */

typedef struct
{
  GuildTestSandbox *sandbox;
  GuildService     *service;
  GuildPlaces      *places;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "40", NULL);
  self->service = guild_autodesk_new (self->sandbox->url, self->sandbox->autodesk_client_id,
                                      self->sandbox->autodesk_client_secret,
                                      self->sandbox->autodesk_account_id, self->sandbox->region);
  guild_autodesk_set_patience (GUILD_AUTODESK (self->service), 10, 5);
  self->places = guild_places_load ("/usr/share/iso-codes/json", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->service);
  guild_places_unref (self->places);
  guild_test_sandbox_stop (self->sandbox);
}

static void
set_switch (Fixture *self, const char *body)
{
  json_node_unref (guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches", body));
}

static gint64
count_companies_calls (Fixture *self, const char *method, const char *rest)
{
  g_autofree char *key = g_strdup_printf ("%s /hq/v1/accounts/{id}/companies%s", method, rest);
  return count_requests (self->sandbox, key);
}

static GHashTable *
values_of (const char *field, ...)
{
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);
  va_list args;

  va_start (args, field);
  for (const char *next = field; next != NULL; next = va_arg (args, const char *))
    g_hash_table_insert (values, (gpointer) next, va_arg (args, char *));
  va_end (args);
  return values;
}

static GuildOutcome *
send (Fixture *self, const GuildWrite *write, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_write_async (self->service, write, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_service_write_finish (self->service, result, error);
}

static const char *
cell (GuildBatch *batch, guint row, const char *field)
{
  return guild_batch_get_cell (batch, row,
                               guild_field_table_index (guild_autodesk_table (), field))->text;
}

static GuildCompany *
company_of (GuildBatch *batch)
{
  g_autoptr(GError) error = NULL;
  GuildCompany *company = guild_company_new_from_json (guild_autodesk_table (),
                                                       guild_batch_get_json (batch, 0), &error);
  g_assert_no_error (error);
  return company;
}

static GuildOutcome *
create (Fixture *self, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) values = values_of (
    "name", name, "trade", "Concrete | Precast", "country", "US", "state", "CA", "city", "Fresno",
    "phone", "555-0100", "erpId", "E-1", "website", "https://example.com", NULL);
  g_autoptr(GuildWrite) write = guild_autodesk_make_create (values, self->places);
  GuildOutcome *outcome = send (self, write, &error);

  g_assert_no_error (error);
  g_assert_nonnull (outcome->batch);
  return outcome;
}

static void
test_create_edit_undo (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) made = create (self, "Bergmann & Söhne Betonbau");

  g_assert_cmpstr (made->created_id, ==, guild_batch_get_id (made->batch, 0));
  g_assert_cmpstr (cell (made->batch, 0, "name"), ==, "Bergmann & Söhne Betonbau");
  g_assert_cmpstr (cell (made->batch, 0, "status"), ==, "active");
  g_assert_cmpstr (cell (made->batch, 0, "projects"), ==, "0"); /* only the new family knows */
  g_assert_cmpstr (cell (made->batch, 0, "phone"), ==, "555-0100");

  /* Only what differs is sent: the country is the same in other letters. */
  g_autoptr(GuildCompany) company = company_of (made->batch);
  g_autoptr(GHashTable) values = values_of (
    "name", "Bergmann & Söhne Betonbau", "country", "United States", "erpId", "", "taxId", "T 7",
    "trade", "Sculpture", "phone", " 555-0100 ", NULL);
  g_autoptr(GuildWrite) inverse = NULL;
  g_autoptr(GuildWrite) edit =
    guild_autodesk_make_edit (company, values, self->places, &inverse);
  g_assert_cmpstr (edit->body, ==,
                   "{\"trade\":\"Sculpture\",\"erp_id\":null,\"tax_id\":\"T 7\"}");
  g_assert_cmpstr (inverse->body, ==,
                   "{\"trade\":\"Concrete | Precast\",\"erp_id\":\"E-1\",\"tax_id\":null}");
  g_autoptr(GuildOutcome) edited = send (self, edit, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cell (edited->batch, 0, "trade"), ==, "Sculpture");
  g_assert_null (cell (edited->batch, 0, "erpId"));
  g_assert_cmpstr (cell (edited->batch, 0, "taxId"), ==, "T 7");

  g_autoptr(GuildOutcome) undone = send (self, inverse, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cell (undone->batch, 0, "erpId"), ==, "E-1");
  g_assert_null (cell (undone->batch, 0, "taxId"));

  g_autoptr(GHashTable) nothing = values_of ("city", "Fresno", NULL);
  g_autoptr(GuildWrite) none = NULL;
  g_assert_null (guild_autodesk_make_edit (company, nothing, self->places, &none));
  g_assert_null (none);

  g_autoptr(GuildBatch) read = read_company (self->service, made->created_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_batch_get_json (read, 0), ==, guild_batch_get_json (undone->batch, 0));
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  static const struct { const char *name, *field, *value; GuildServiceError code; } cases[] = {
    { "Once Only", "city", "Fresno", GUILD_SERVICE_ERROR_CONFLICT },
    { "Nowhere", "state", "Bayern", GUILD_SERVICE_ERROR_INVALID_REQUEST },
    { "Trader", "trade", "No Such Trade", GUILD_SERVICE_ERROR_INVALID_REQUEST },
  };
  g_autoptr(GuildOutcome) made = create (self, "Once Only");

  set_switch (self, "{\"trade\":\"strict\"}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GHashTable) values = values_of ("name", cases[i].name, "trade", "Concrete",
                                                "country", "United States", NULL);
      g_hash_table_insert (values, (gpointer) cases[i].field, (gpointer) cases[i].value);
      g_autoptr(GuildWrite) write = guild_autodesk_make_create (values, self->places);
      g_test_message ("%s", write->body);
      g_assert_null (send (self, write, &error));
      assert_code (error, cases[i].code);
      g_assert_false (guild_problem_from_error (error)->maybe_done);
      g_assert_nonnull (guild_problem_from_error (error)->service_text);
    }
  g_autofree char *empty = guild_autodesk_check_value ("name", " ");
  g_autofree char *fit = guild_autodesk_check_value ("taxId", "");
  g_autofree char *long_text = g_strnfill (256, 'x');
  g_autofree char *too_long = guild_autodesk_check_value ("city", long_text);
  g_autofree char *fixed = guild_autodesk_check_value ("status", "active");
  g_assert_nonnull (empty);
  g_assert_null (fit);
  g_assert_nonnull (too_long);
  g_assert_nonnull (fixed);

  g_autoptr(GError) error = NULL;
  g_assert_null (read_company (self->service, "00000000-0000-4000-8000-000000000000", &error));
  assert_code (error, GUILD_SERVICE_ERROR_NOT_FOUND);
  g_assert_null (strstr (error->message, "region"));
}

/* What is not sure is looked up, and never sent again. */
static void
test_lost_answers (Fixture *self, gconstpointer data)
{
  static const char create_body[] = "{\"name\":\"Lost and Found\",\"trade\":\"Concrete\"}";
  g_autoptr(GError) error = NULL;
  gint64 before = g_get_real_time ();

  add_fault (self->sandbox, "path=/hq,method=POST,cut=before,count=1");
  g_assert_null (send_write (self->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, create_body,
                             &error));
  g_assert_true (guild_problem_from_error (error)->maybe_done);
  g_clear_error (&error);
  g_assert_null (look_up (self->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, create_body,
                          before, &error));
  g_assert_no_error (error);

  add_fault (self->sandbox, "path=/hq,method=POST,cut=after-write,count=1");
  g_assert_null (send_write (self->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL, create_body,
                             &error));
  g_assert_true (guild_problem_from_error (error)->maybe_done);
  g_clear_error (&error);
  g_assert_cmpint (count_companies_calls (self, "POST", ""), ==, 2);
  g_autoptr(GuildOutcome) found = look_up (self->service, GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
                                           create_body, before, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found->created_id);

  const char *edit = "{\"city\":\"Graz\",\"phone\":null}";
  g_assert_null (look_up (self->service, GUILD_WRITE_UPDATE_COMPANY, found->created_id, NULL, edit,
                          before, &error));
  g_assert_no_error (error);
  add_fault (self->sandbox, "path=/hq,method=PATCH,cut=after-write,count=1");
  g_assert_null (send_write (self->service, GUILD_WRITE_UPDATE_COMPANY, found->created_id, NULL,
                             edit, &error));
  g_clear_error (&error);
  g_autoptr(GuildOutcome) edited = look_up (self->service, GUILD_WRITE_UPDATE_COMPANY,
                                            found->created_id, NULL, edit, before, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cell (edited->batch, 0, "city"), ==, "Graz");

  /* Refused for the minute: not done, so sent again, once the service allows it. */
  add_fault (self->sandbox, "path=/hq,method=PATCH,status=429,count=2");
  g_autoptr(GuildOutcome) patient = send_write (self->service, GUILD_WRITE_UPDATE_COMPANY,
                                                found->created_id, NULL, "{\"city\":\"Linz\"}",
                                                &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cell (patient->batch, 0, "city"), ==, "Linz");
}

static const char import_body[] =
  "[{\"name\":\"Import One\",\"trade\":\"Concrete\"},"
  "{\"name\":\"Import Two\",\"trade\":\"Masonry\"},"
  "{\"name\":\"There Already\",\"trade\":\"Masonry\"},"
  "{\"name\":\"Import Three\",\"trade\":\"Metals\"}]";

/* The three shapes in which a row may be refused. */
static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) made = create (self, "There Already");

  if (data != NULL)
    set_switch (self, data);
  g_autoptr(GuildOutcome) outcome = send_write (self->service, GUILD_WRITE_IMPORT_COMPANIES, NULL,
                                                NULL, import_body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (outcome->batch), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (g_str_has_prefix (cell (outcome->batch, i, "name"), "Import "));
      g_assert_cmpstr (cell (outcome->batch, i, "members"), ==, "0");
    }
  g_assert_cmpuint (outcome->failures->len, ==, 1);
  const GuildRowFailure *failure = outcome->failures->pdata[0];
  g_assert_cmpstr (failure->name, ==, "There Already");
  g_assert_cmpstr (failure->reason, !=, "");
  g_assert_cmpint (count_companies_calls (self, "POST", "/import"), ==, 1);
}

static void
test_import_limits (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) many = g_string_new ("[");

  for (guint i = 0; i <= GUILD_AUTODESK_MAX_IMPORT; i++)
    g_string_append_printf (many, "%s{\"name\":\"N %u\",\"trade\":\"Metals\"}",
                            i > 0 ? "," : "", i);
  g_string_append_c (many, ']');
  g_assert_null (send_write (self->service, GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL, many->str,
                             &error));
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_clear_error (&error);
  g_assert_null (send_write (self->service, GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL, "[]",
                             &error));
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_assert_cmpint (count_companies_calls (self, "POST", "/import"), ==, 0);
}

static void
test_import_lost (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) made = create (self, "There Already");
  gint64 before = g_get_real_time () + 15 * G_USEC_PER_SEC; /* after what was just made */

  add_fault (self->sandbox, "path=/hq,method=POST,cut=before,count=1");
  g_assert_null (send_write (self->service, GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL, import_body,
                             &error));
  g_clear_error (&error);
  g_assert_null (look_up (self->service, GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL, import_body,
                          before, &error));
  g_assert_no_error (error);

  json_node_unref (guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/clock",
                                            "{\"advanceSeconds\":60}"));
  add_fault (self->sandbox, "path=/hq,method=POST,cut=after-write,count=1");
  g_assert_null (send_write (self->service, GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL, import_body,
                             &error));
  g_clear_error (&error);
  g_autoptr(GuildOutcome) found = look_up (self->service, GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL,
                                           import_body, before, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (found->batch), ==, 3);
  g_assert_cmpuint (found->failures->len, ==, 1);
}

static GuildWrite *
prepare (GuildCompany *company, const char *bytes, gsize size, const char *path, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GAsyncResult *slot = NULL;

  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  guild_autodesk_prepare_logo_async (company, file, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_autodesk_prepare_logo_finish (company, result, error);
}

static char *
image_url (GuildBatch *batch)
{
  g_autoptr(JsonNode) node = json_from_string (guild_batch_get_json (batch, 0), NULL);
  JsonObject *object = json_node_get_object (node);

  return g_strdup (json_object_get_string_member_with_default (object, "imageUrl", ""));
}

static void
test_logo (Fixture *self, gconstpointer data)
{
  static const char picture[] = "\x89PNG\r\n\x1a\n and the rest of a picture";
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "logo.png", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) made = create (self, "Pictured");
  g_autoptr(GuildCompany) company = company_of (made->batch);

  g_assert_null (prepare (company, "no picture", 10, path, &error));
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_clear_error (&error);
  gsize huge = GUILD_AUTODESK_MAX_LOGO + 1;
  g_autofree char *large = g_malloc0 (huge);
  memcpy (large, picture, sizeof picture);
  g_assert_null (prepare (company, large, huge, path, &error));
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_assert_nonnull (strstr (error->message, "10 MiB"));
  g_clear_error (&error);

  g_autoptr(GuildWrite) write = prepare (company, picture, sizeof picture, path, &error);
  g_assert_no_error (error);
  g_autoptr(GuildOutcome) outcome = send (self, write, &error);
  g_assert_no_error (error);
  g_autofree char *first = image_url (outcome->batch);
  g_assert_cmpstr (first, !=, "");

  /* Lost, but done: the address of the picture is another. */
  g_autoptr(GuildCompany) pictured = company_of (outcome->batch);
  g_autoptr(GuildWrite) next = prepare (pictured, "GIF89a and more", 15, path, &error);
  gint64 before = g_get_real_time ();
  g_assert_null (look_up (self->service, next->kind, next->company_id, NULL, next->body, before,
                          &error));
  assert_code (error, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);
  add_fault (self->sandbox, "path=/hq,method=PATCH,cut=after-write,count=1");
  g_assert_null (send (self, next, &error));
  g_clear_error (&error);
  g_autoptr(GuildOutcome) found = look_up (self->service, next->kind, next->company_id, NULL,
                                           next->body, before, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found->batch);

  /* Another picture than the one that was chosen is not sent. */
  g_assert_true (g_file_set_contents (path, picture, sizeof picture, NULL));
  g_assert_null (send (self, next, &error));
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_assert_nonnull (strstr (error->message, "Choose it again"));
}

static void
test_likenesses (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr(GuildOutcome) made = create (self, "Zweigelt Masonry");
  gboolean found = FALSE;

  guild_autodesk_find_like_async (GUILD_AUTODESK (self->service), "zweigelt", NULL,
                                  guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GPtrArray) like =
    guild_autodesk_find_like_finish (GUILD_AUTODESK (self->service), result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < like->len; i++)
    found |= g_str_equal (((GuildLikeness *) like->pdata[i])->id, made->created_id);
  g_assert_true (found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function, data) \
  g_test_add ("/service/autodesk-hq/" name, Fixture, data, set_up, function, tear_down)
  ADD ("create-edit-undo", test_create_edit_undo, NULL);
  ADD ("refusals", test_refusals, NULL);
  ADD ("lost-answers", test_lost_answers, NULL);
  ADD ("import/items", test_import, NULL);
  ADD ("import/errors", test_import, "{\"import-failures\":\"errors\"}");
  ADD ("import/plain", test_import, "{\"import-failures\":\"plain\"}");
  ADD ("import/limits", test_import_limits, NULL);
  ADD ("import/lost", test_import_lost, NULL);
  ADD ("logo", test_logo, NULL);
  ADD ("likenesses", test_likenesses, NULL);
#undef ADD
  return g_test_run ();
}
