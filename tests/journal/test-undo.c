/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

/* Bringing back how it was. */

static GuildChange *
change_redirect (const char *from, const char *to)
{
  g_autofree char *body = g_strdup_printf ("{\"redirectUrl\":\"%s\"}", to);
  g_autofree char *old = g_strdup_printf ("{\"redirectUrl\":\"%s\"}", from);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_SET_REDIRECT, NULL, NULL, body);
  g_autoptr(GuildWrite) inverse = guild_write_new (GUILD_WRITE_SET_REDIRECT, NULL, NULL, old);
  GuildChange *change = guild_change_new (WORKSPACE, write, "");

  guild_change_set_inverse (change, inverse);
  return change;
}

static void
perform (Fixture *f, GuildChange *change)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = fixture_perform (f, change, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static gboolean
undo (Fixture *f, GuildChange *change, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_journal_undo_async (f->journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_journal_undo_finish (f->journal, result, error);
}

static char *
get_redirect (Fixture *f)
{
  g_autoptr(JsonNode) profile = guild_test_sandbox_call (f->sandbox, "GET", "/profile", NULL);

  return g_strdup (json_object_get_string_member (json_node_get_object (profile), "redirectUrl"));
}

static void
test_redirect (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = change_redirect ("", "https://one.example/{companyId}");
  g_autoptr(GError) error = NULL;

  g_assert_false (guild_change_get_can_undo (change));
  perform (f, change);
  g_assert_true (guild_change_get_can_undo (change));
  g_assert_true (undo (f, change, &error));
  g_assert_no_error (error);
  g_autofree char *redirect = get_redirect (f);
  g_assert_cmpstr (redirect, ==, "");

  /* It happened, and it was undone by a change of its own, which can be undone in turn. */
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_CONFIRMED);
  g_assert_false (guild_change_get_can_undo (change));
  g_autoptr(GuildChange) second = g_list_model_get_item (G_LIST_MODEL (f->journal), 0);
  g_assert_true (second != change);
  g_assert_true (guild_change_get_can_undo (second));
  g_assert_true (undo (f, second, &error));
  g_assert_no_error (error);
  g_autofree char *again = get_redirect (f);
  g_assert_cmpstr (again, ==, "https://one.example/{companyId}");

  g_assert_false (undo (f, change, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->journal)), ==, 3);
}

static char *
get_tags (Fixture *f, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/companies/%s", id);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (f->sandbox, "GET", path, NULL);

  return json_to_string (json_object_get_member (json_node_get_object (node), "tags"), FALSE);
}

static void
set_tags (Fixture *f, const char *id, const char *tags)
{
  g_autofree char *path = g_strdup_printf ("/companies/%s", id);
  g_autofree char *body = g_strdup_printf ("{\"tags\":%s}", tags);

  json_node_unref (guild_test_sandbox_call (f->sandbox, "PATCH", path, body));
}

/* Undo takes back what the change did and nothing that others did since. */
static void
test_tags (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Tagged");
  g_autoptr(GuildWrite) write = guild_write_new (
    GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"tags\":{\"region\":\"uk\",\"tier\":\"gold\"}}");
  g_autoptr(GuildWrite) inverse =
    guild_write_new (GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"tags\":{\"region\":\"us\"}}");
  g_autoptr(GuildChange) change = guild_change_new (WORKSPACE, write, "Tagged");
  g_autoptr(GError) error = NULL;

  guild_change_set_inverse (change, inverse);
  perform (f, change);
  set_tags (f, id, "{\"owner\":\"anna\",\"region\":\"uk\",\"tier\":\"gold\"}");
  g_assert_true (undo (f, change, &error));
  g_assert_no_error (error);
  g_autofree char *after = get_tags (f, id);
  g_assert_cmpstr (after, ==, "{\"owner\":\"anna\",\"region\":\"us\"}");

  g_autoptr(GuildChange) second = g_list_model_get_item (G_LIST_MODEL (f->journal), 0);
  set_tags (f, id, "{\"region\":\"fr\"}");
  g_assert_false (undo (f, second, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT);
  g_autofree char *same = get_tags (f, id);
  g_assert_cmpstr (same, ==, "{\"region\":\"fr\"}");
}

static void
set_profile (Fixture *f, const char *body)
{
  json_node_unref (guild_test_sandbox_call (f->sandbox, "PUT", "/profile", body));
}

/* The same for what is written as a whole: the profile, and the sync settings. */
static void
test_whole (Fixture *f, gconstpointer data)
{
  static const char to[] =
    "{\"redirectUrl\":\"https://one.example/\",\"was\":{\"redirectUrl\":\"\"}}";
  static const char from[] =
    "{\"redirectUrl\":\"\",\"was\":{\"redirectUrl\":\"https://one.example/\"}}";
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_SET_REDIRECT, NULL, NULL, to);
  g_autoptr(GuildWrite) inverse = guild_write_new (GUILD_WRITE_SET_REDIRECT, NULL, NULL, from);
  g_autoptr(GuildChange) change = guild_change_new (WORKSPACE, write, "");
  g_autoptr(GError) error = NULL;

  guild_change_set_inverse (change, inverse);
  perform (f, change);
  set_profile (f, "{\"name\":\"Theirs\",\"redirectUrl\":\"https://two.example/\"}");
  g_assert_false (undo (f, change, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_autofree char *theirs = get_redirect (f);
  g_assert_cmpstr (theirs, ==, "https://two.example/");
  g_assert_true (guild_change_get_can_undo (change));

  set_profile (f, "{\"name\":\"Theirs\",\"redirectUrl\":\"https://one.example/\"}");
  g_assert_true (undo (f, change, &error));
  g_assert_no_error (error);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (f->sandbox, "GET", "/profile", NULL);
  JsonObject *profile = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (profile, "redirectUrl"), ==, "");
  g_assert_cmpstr (json_object_get_string_member (profile, "name"), ==, "Theirs");
}

static GuildChange *
change_profile (const char *member, const char *was, const char *now)
{
  static const char format[] = "{\"%s\":\"%s\",\"was\":{\"%s\":\"%s\"}}";
  g_autofree char *to = g_strdup_printf (format, member, now, member, was);
  g_autofree char *from = g_strdup_printf (format, member, was, member, now);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_SET_PROFILE, NULL, member, to);
  g_autoptr(GuildWrite) inverse = guild_write_new (GUILD_WRITE_SET_PROFILE, NULL, member, from);
  GuildChange *change = guild_change_new (WORKSPACE, write, "");

  guild_change_set_inverse (change, inverse);
  return change;
}

/* Each member of the profile is undone by itself. */
static void
test_profile (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) name = change_profile ("name", "One", "Two");
  g_autoptr(GuildChange) logo = change_profile ("logoUrl", "", "https://a.example/logo.png");
  g_autoptr(GuildChange) again = change_profile ("name", "Two", "Three");
  g_autofree char *name_title = guild_change_dup_title (name);
  g_autofree char *logo_title = guild_change_dup_title (logo);
  g_autoptr(GError) error = NULL;

  set_profile (f, "{\"name\":\"One\",\"redirectUrl\":\"https://one.example/\"}");
  g_assert_cmpstr (name_title, ==, "Set the client’s name");
  g_assert_cmpstr (logo_title, ==, "Set the client’s logo");
  perform (f, name);
  perform (f, logo);
  g_assert_true (guild_change_get_can_undo (name));
  perform (f, again);
  g_assert_false (guild_change_get_can_undo (name));
  g_assert_true (undo (f, logo, &error));
  g_assert_no_error (error);
  g_assert_true (undo (f, again, &error));
  g_assert_no_error (error);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (f->sandbox, "GET", "/profile", NULL);
  JsonObject *profile = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (profile, "name"), ==, "Two");
  g_assert_cmpstr (json_object_get_string_member_with_default (profile, "logoUrl", ""), ==, "");
  g_assert_cmpstr (json_object_get_string_member (profile, "redirectUrl"), ==,
                   "https://one.example/");
}

/* FIELD of the default sync settings of invoices. */
static gint64
get_sync (Fixture *f, const char *field)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (f->sandbox, "GET", "/profile/syncSettings", NULL);
  JsonArray *rows = json_object_get_array_member (json_node_get_object (node), "settings");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      if (g_str_equal (json_object_get_string_member (row, "dataType"), "invoices"))
        return json_object_get_int_member (row, field);
    }
  g_assert_not_reached ();
}

static GuildChange *
change_sync (const char *field, gint64 was, gint64 now)
{
  static const char format[] = "{\"settings\":[{\"dataType\":\"invoices\",\"%s\":%" G_GINT64_FORMAT
    "}],\"was\":{\"settings\":[{\"dataType\":\"invoices\",\"%s\":%" G_GINT64_FORMAT "}]}}";
  g_autofree char *to = g_strdup_printf (format, field, now, field, was);
  g_autofree char *from = g_strdup_printf (format, field, was, field, now);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_SET_SYNC_SETTINGS, NULL, NULL, to);
  g_autoptr(GuildWrite) inverse =
    guild_write_new (GUILD_WRITE_SET_SYNC_SETTINGS, NULL, NULL, from);
  GuildChange *change = guild_change_new (WORKSPACE, write, "");

  guild_change_set_inverse (change, inverse);
  return change;
}

static void
test_sync (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) ours = change_sync ("syncSchedule", get_sync (f, "syncSchedule"), 168);
  g_autoptr(GuildChange) stale = change_sync ("syncSchedule", 24, 720);
  g_autoptr(GError) error = NULL;
  gint64 before = get_sync (f, "syncSchedule");

  perform (f, ours);
  /* From elsewhere: another field of the same row. */
  json_node_unref (guild_test_sandbox_call (
    f->sandbox, "POST", "/profile/syncSettings",
    "{\"clientId\":\"x\",\"overridesDefaults\":true,\"settings\":[{\"dataType\":\"invoices\","
    "\"fetchOnFirstLink\":true,\"syncSchedule\":168,\"syncOrder\":77}]}"));
  g_assert_false (fixture_perform (f, stale, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (get_sync (f, "syncSchedule"), ==, 168);
  g_assert_true (undo (f, ours, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_sync (f, "syncSchedule"), ==, before);
  g_assert_cmpint (get_sync (f, "syncOrder"), ==, 77);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) first = change_redirect ("", "https://one.example/");
  g_autoptr(GuildChange) second = change_redirect ("https://one.example/", "ftp://two.example/");
  g_autoptr(GError) error = NULL;

  perform (f, first);
  g_assert_false (fixture_perform (f, second, &error));
  g_assert_cmpint (guild_change_get_state (second), ==, GUILD_CHANGE_REFUSED);
  /* What was refused has changed nothing: the first still stands. */
  g_assert_false (guild_change_get_can_undo (second));
  g_assert_true (guild_change_get_can_undo (first));
}

static void
test_gone (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Brief Encounters");
  g_autofree char *other = fixture_add_company (f, "Long Goodbyes");
  g_autoptr(GuildWrite) write =
    guild_write_new (GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"name\":\"Brief Visits\"}");
  g_autoptr(GuildWrite) inverse =
    guild_write_new (GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"name\":\"Brief Encounters\"}");
  g_autoptr(GuildChange) change = guild_change_new (WORKSPACE, write, "Brief Encounters");
  g_autoptr(GuildChange) delete_other = fixture_delete (other);
  g_autoptr(GuildChange) delete = fixture_delete (id);

  guild_change_set_inverse (change, inverse);
  perform (f, change);
  perform (f, delete_other);
  g_assert_true (guild_change_get_can_undo (change));
  perform (f, delete);
  g_assert_false (guild_change_get_can_undo (change));
}

static void
test_next_start (Fixture *f, gconstpointer data)
{
  g_autoptr(GuildChange) change = change_redirect ("", "https://one.example/");
  g_autoptr(GError) error = NULL;

  perform (f, change);
  fixture_close (g_steal_pointer (&f->journal));
  f->journal = fixture_open (f->path, &error);
  g_assert_no_error (error);
  g_autoptr(GuildChange) loaded = g_list_model_get_item (G_LIST_MODEL (f->journal), 0);
  const GuildWrite *inverse = guild_change_get_inverse (loaded);
  g_assert_true (guild_change_get_can_undo (loaded));
  g_assert_cmpint (inverse->kind, ==, GUILD_WRITE_SET_REDIRECT);
  g_assert_cmpstr (inverse->body, ==, "{\"redirectUrl\":\"\"}");
  g_assert_null (inverse->company_id);
}

static void
test_text (void)
{
  g_autoptr(GuildWrite) write =
    guild_write_new (GUILD_WRITE_ADD_TO_GROUP, "c\"1", "g2", NULL);
  g_autofree char *text = guild_write_to_text (write);
  g_autoptr(GuildWrite) back = guild_write_from_text (text);

  g_assert_cmpint (back->kind, ==, GUILD_WRITE_ADD_TO_GROUP);
  g_assert_cmpstr (back->company_id, ==, "c\"1");
  g_assert_cmpstr (back->target_id, ==, "g2");
  g_assert_null (back->body);
  g_assert_null (guild_write_from_text (NULL));
  g_assert_null (guild_write_from_text ("nonsense"));
  g_assert_null (guild_write_from_text ("[1]"));
  g_assert_null (guild_write_from_text ("{\"kind\":\"conquer\"}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/undo/text", test_text);
  g_test_add ("/journal/undo/redirect", Fixture, NULL, fixture_set_up, test_redirect,
              fixture_tear_down);
  g_test_add ("/journal/undo/tags", Fixture, NULL, fixture_set_up, test_tags, fixture_tear_down);
  g_test_add ("/journal/undo/profile", Fixture, NULL, fixture_set_up, test_profile,
              fixture_tear_down);
  g_test_add ("/journal/undo/whole", Fixture, NULL, fixture_set_up, test_whole, fixture_tear_down);
  g_test_add ("/journal/undo/sync", Fixture, NULL, fixture_set_up, test_sync, fixture_tear_down);
  g_test_add ("/journal/undo/refused", Fixture, NULL, fixture_set_up, test_refused,
              fixture_tear_down);
  g_test_add ("/journal/undo/gone", Fixture, NULL, fixture_set_up, test_gone, fixture_tear_down);
  g_test_add ("/journal/undo/next-start", Fixture, NULL, fixture_set_up, test_next_start,
              fixture_tear_down);
  return g_test_run ();
}
