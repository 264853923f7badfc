/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-browser.h"

#include <glib/gstdio.h>
#include <string.h>

static void
write_file (const char *path, const char *text)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (directory, 0700);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
dup_path (const char *directory, const char *name)
{
  return g_build_filename (directory, name, NULL);
}

GuildUiBrowser *
guild_ui_browser_new (void)
{
  GuildUiBrowser *self = g_new0 (GuildUiBrowser, 1);
  g_autofree char *room = guild_test_directory ();
  g_autofree char *entry = g_build_filename (g_get_user_data_dir (), "applications",
                                             "guildhall-test-note.desktop", NULL);
  g_autofree char *defaults = dup_path (g_get_user_config_dir (), "mimeapps.list");

  self->script = dup_path (room, "browser");
  self->note = dup_path (room, "address");
  self->session = soup_session_new ();
  g_autofree char *code = g_strdup_printf ("#!/bin/sh\nprintf %%s \"$1\" > '%s.new'\n"
                                           "mv '%s.new' '%s'\n",
                                           self->note, self->note, self->note);
  write_file (self->script, code);
  g_assert_cmpint (g_chmod (self->script, 0700), ==, 0);
  g_autofree char *text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Note\n"
                                           "Exec=%s %%u\nNoDisplay=true\n"
                                           "MimeType=x-scheme-handler/http;\n", self->script);
  write_file (entry, text);
  write_file (defaults, "[Default Applications]\n"
                        "x-scheme-handler/http=guildhall-test-note.desktop\n");
  return self;
}

void
guild_ui_browser_free (GuildUiBrowser *self)
{
  g_autofree char *entry = g_build_filename (g_get_user_data_dir (), "applications",
                                             "guildhall-test-note.desktop", NULL);
  g_autofree char *defaults = dup_path (g_get_user_config_dir (), "mimeapps.list");

  g_unlink (entry);
  g_unlink (defaults);
  g_free (self->note);
  g_free (self->script);
  g_object_unref (self->session);
  g_free (self);
}

char *
guild_ui_browser_await (GuildUiBrowser *self)
{
  char *address = NULL;

  guild_test_wait_until (g_file_get_contents (self->note, &address, NULL, NULL));
  g_unlink (self->note);
  return address;
}

/* Waits in this context, because the flow's callback server lives in it. BODY is a form. */
static SoupMessage *
send_page (GuildUiBrowser *self, const char *method, const char *uri, const char *body,
           char **answer)
{
  SoupMessage *message = soup_message_new (method, uri);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded",
                                                bytes);
    }
  soup_session_send_and_read_async (self->session, message, 0, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (self->session, result, &error);
  g_assert_no_error (error);
  if (answer != NULL)
    *answer = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return message;
}

guint
guild_ui_browser_get (GuildUiBrowser *self, const char *uri)
{
  g_autoptr(SoupMessage) message = send_page (self, "GET", uri, NULL, NULL);
  return soup_message_get_status (message);
}

static char *
dup_next (SoupMessage *message, const char *to)
{
  g_autofree char *base = g_uri_to_string (soup_message_get_uri (message));
  return g_uri_resolve_relative (base, to, G_URI_FLAGS_ENCODED, NULL);
}

void
guild_ui_browser_visit (GuildUiBrowser *self, const char *link, const char *platform,
                        const char *outcome)
{
  g_autofree char *page = NULL;
  g_autoptr(SoupMessage) first = send_page (self, "GET", link, NULL, &page);

  g_assert_cmpuint (soup_message_get_status (first), ==, 200);
  const char *start = strstr (page, "/link/session/");
  g_assert_nonnull (start);
  g_autofree char *id = g_strndup (start + strlen ("/link/session/"),
                                   strcspn (start + strlen ("/link/session/"), "/\""));
  g_autofree char *path = g_strconcat ("/link/session/", id, NULL);
  g_autofree char *session = dup_next (first, path);
  if (platform != NULL)
    {
      g_autofree char *uri = g_strconcat (session, "/platform", NULL);
      g_autofree char *form = g_strconcat ("platform=", platform, NULL);
      g_autoptr(SoupMessage) chosen = send_page (self, "POST", uri, form, NULL);
      g_assert_cmpuint (soup_message_get_status (chosen), ==, 303);
    }
  g_autofree char *uri = g_strconcat (session, "/finish", NULL);
  g_autofree char *form = g_strconcat ("outcome=", outcome, NULL);
  g_autoptr(SoupMessage) ended = send_page (self, "POST", uri, form, NULL);
  g_assert_cmpuint (soup_message_get_status (ended), ==, 303);
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (ended), "Location");
  g_assert_nonnull (location);
  g_autofree char *next = dup_next (ended, location);
  g_assert_cmpuint (guild_ui_browser_get (self, next), ==, 200);
}

void
guild_ui_browser_sign_in (GuildUiBrowser *self, const char *address, const char *person,
                          const char *outcome)
{
  g_autofree char *page = NULL;
  g_autoptr(SoupMessage) first = send_page (self, "GET", address, NULL, &page);

  g_assert_cmpuint (soup_message_get_status (first), ==, 200);
  const char *start = strstr (page, "action=\"");
  g_assert_nonnull (start);
  start += strlen ("action=\"");
  g_autofree char *action = g_strndup (start, strcspn (start, "\""));
  g_autofree char *uri = dup_next (first, action);
  g_autofree char *who = g_strconcat ("person=", person, NULL);
  g_autofree char *pressed = g_strconcat ("outcome=", outcome, NULL);
  g_autoptr(SoupMessage) known = send_page (self, "POST", uri, who, NULL);
  g_assert_cmpuint (soup_message_get_status (known), ==, 200);
  g_autoptr(SoupMessage) ended = send_page (self, "POST", uri, pressed, NULL);
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (ended), "Location");
  g_assert_nonnull (location);
  g_assert_cmpuint (guild_ui_browser_get (self, location), ==, 200);
}
