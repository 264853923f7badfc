/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

#include <string.h>
#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk.h"

/* Writes at Autodesk on their way through the journal. The fixture's directory is this account. */

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = guild_test_directory ();
  g_autoptr(GError) error = NULL;

  self->sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "20", NULL);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (WORKSPACE, "autodesk", "Test", self->sandbox->url);
  g_autoptr(GuildService) service = guild_autodesk_new (
    self->sandbox->url, self->sandbox->autodesk_client_id, self->sandbox->autodesk_client_secret,
    self->sandbox->autodesk_account_id, self->sandbox->region);
  guild_autodesk_set_patience (GUILD_AUTODESK (service), 10, 20);
  self->directory = guild_directory_new (workspace, guild_autodesk_table (), NULL);
  guild_directory_set_service (self->directory, service);
  self->path = g_build_filename (folder, "journal.sqlite", NULL);
  self->journal = fixture_open (self->path, &error);
  g_assert_no_error (error);
  guild_journal_set_patience (self->journal, 50);
  guild_journal_attach (self->journal, self->directory);
}

static GuildChange *
change_of (GuildWriteKind kind, const char *company, const char *target, const char *body)
{
  g_autoptr(GuildWrite) write = guild_write_new (kind, company, target, body);

  return guild_change_new (WORKSPACE, write, "Something");
}

static guint
count_hq (Fixture *self, const char *method, const char *rest)
{
  g_autofree char *key = g_strdup_printf ("%s /hq/v1/accounts/{id}/companies%s", method, rest);
  return fixture_count (self, key);
}

static GuildCompany *
load (Fixture *self, const char *id)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_directory_load_company_async (self->directory, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GuildCompany *company = guild_directory_load_company_finish (self->directory, result, &error);
  g_assert_no_error (error);
  return company;
}

static const char *
city_of (GuildCompany *company)
{
  return guild_company_get_cell (company,
                                 guild_field_table_index (guild_autodesk_table (), "city"))->text;
}

static gboolean
undo (Fixture *self, GuildChange *change, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_journal_undo_async (self->journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_journal_undo_finish (self->journal, result, error);
}

static void
test_create_edit_undo (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GuildChange) create =
    change_of (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
               "{\"name\":\"Journalled\",\"trade\":\"Concrete\",\"city\":\"Graz\"}");

  g_assert_true (fixture_perform (self, create, &error));
  g_assert_no_error (error);
  g_autoptr(GuildCompany) company = load (self, guild_change_get_company_id (create));
  g_assert_cmpstr (city_of (company), ==, "Graz");

  g_autoptr(GuildWrite) inverse = NULL;
  g_hash_table_insert (values, (gpointer) "city", (gpointer) "Linz");
  g_autoptr(GuildWrite) write = guild_autodesk_make_edit (company, values, NULL, &inverse);
  g_autoptr(GuildChange) edit = guild_change_new (WORKSPACE, write, "Journalled");
  guild_change_set_inverse (edit, inverse);
  g_assert_true (fixture_perform (self, edit, &error));
  g_autoptr(GuildCompany) edited = load (self, write->company_id);
  g_assert_cmpstr (city_of (edited), ==, "Linz");
  g_assert_true (guild_change_get_can_undo (edit));
  g_assert_true (undo (self, edit, &error));
  g_assert_no_error (error);
  g_autoptr(GuildCompany) undone = load (self, write->company_id);
  g_assert_cmpstr (city_of (undone), ==, "Graz");
}

/* A create whose answer is lost is looked for, and not made twice. */
static void
test_lost (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildChange) create =
    change_of (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
               "{\"name\":\"Lost\",\"trade\":\"Concrete\"}");

  fixture_fault (self, "path=/hq,method=POST,cut=after-write,count=1");
  g_assert_true (fixture_perform (self, create, &error));
  g_assert_no_error (error);
  g_assert_cmpint (guild_change_get_state (create), ==, GUILD_CHANGE_CONFIRMED);
  g_assert_nonnull (guild_change_get_company_id (create));
  g_assert_cmpuint (count_hq (self, "POST", ""), ==, 1);

  g_autoptr(GuildChange) other =
    change_of (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
               "{\"name\":\"Never\",\"trade\":\"Concrete\"}");
  fixture_fault (self, "path=/hq,method=POST,cut=before,count=1");
  g_assert_false (fixture_perform (self, other, &error));
  g_assert_cmpint (guild_change_get_state (other), ==, GUILD_CHANGE_REFUSED);
  g_assert_cmpuint (count_hq (self, "POST", ""), ==, 2);
}

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildChange) first =
    change_of (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
               "{\"name\":\"There Already\",\"trade\":\"Concrete\"}");
  g_autoptr(GuildChange) import =
    change_of (GUILD_WRITE_IMPORT_COMPANIES, NULL, NULL,
               "[{\"name\":\"Import One\",\"trade\":\"Concrete\"},"
               "{\"name\":\"There Already\",\"trade\":\"Metals\"},"
               "{\"name\":\"Import Two\",\"trade\":\"Metals\"}]");

  g_assert_true (fixture_perform (self, first, &error));
  g_assert_true (fixture_perform (self, import, &error));
  g_assert_no_error (error);
  g_assert_cmpint (guild_change_get_state (import), ==, GUILD_CHANGE_CONFIRMED);
  g_assert_cmpstr (guild_change_get_message (import), ==,
                   "2 companies were made. 1 was refused.");
  g_assert_true (g_str_has_prefix (guild_change_get_details (import), "There Already: "));
  g_assert_cmpuint (guild_directory_get_n_companies (self->directory), ==, 3);
  g_assert_false (guild_change_get_can_undo (import));
}

/* (transfer full): the first object of PATH's list that has a member NAME. */
static JsonObject *
first_with (Fixture *self, const char *path, const char *name)
{
  g_autofree char *whole =
    g_strdup_printf ("/hq/v1/accounts/%s/%s", self->sandbox->autodesk_account_id, path);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (self->sandbox, "GET", whole, NULL);
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      if (json_object_has_member (object, name) && !json_object_get_null_member (object, name))
        return json_object_ref (object);
    }
  g_assert_not_reached ();
}

static GuildChange *
move (Fixture *self, const char *user, const char *from, const char *to)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildWrite) inverse = NULL;
  g_autoptr(GuildWrite) write = guild_autodesk_make_move (user, from, to, &inverse);
  GuildChange *change = guild_change_new (WORKSPACE, write, "Somebody");

  guild_change_set_inverse (change, inverse);
  g_assert_true (fixture_perform (self, change, &error));
  g_assert_no_error (error);
  return change;
}

/* Only the last move of a member can be undone, wherever it led. */
static void
test_move (Fixture *self, gconstpointer data)
{
  g_autoptr(JsonObject) user = first_with (self, "users?limit=100", "company_id");
  const char *id = json_object_get_string_member (user, "id");
  const char *home = json_object_get_string_member (user, "company_id");
  g_autoptr(GuildChange) one =
    change_of (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
               "{\"name\":\"Move One\",\"trade\":\"Concrete\"}");
  g_autoptr(GuildChange) two =
    change_of (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
               "{\"name\":\"Move Two\",\"trade\":\"Concrete\"}");
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_perform (self, one, &error));
  g_assert_true (fixture_perform (self, two, &error));
  const char *first = guild_change_get_company_id (one);
  const char *second = guild_change_get_company_id (two);
  g_autoptr(GuildChange) there = move (self, id, home, first);
  g_assert_true (guild_change_get_can_undo (there));
  g_autoptr(GuildChange) further = move (self, id, first, second);
  g_assert_false (guild_change_get_can_undo (there));
  g_assert_true (guild_change_get_can_undo (further));
  g_assert_true (undo (self, further, &error));
  g_assert_no_error (error);
  g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/users/%s",
                                           self->sandbox->autodesk_account_id, id);
  g_autoptr(JsonNode) now = guild_test_sandbox_call (self->sandbox, "GET", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (now), "company_id"), ==,
                   first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/journal/autodesk/create-edit-undo", Fixture, NULL, set_up, test_create_edit_undo,
              fixture_tear_down);
  g_test_add ("/journal/autodesk/lost", Fixture, NULL, set_up, test_lost, fixture_tear_down);
  g_test_add ("/journal/autodesk/import", Fixture, NULL, set_up, test_import, fixture_tear_down);
  g_test_add ("/journal/autodesk/move", Fixture, NULL, set_up, test_move, fixture_tear_down);
  return g_test_run ();
}
