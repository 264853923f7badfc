/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-browser.h"

#include <glib/gstdio.h>
#include <string.h>

#include "support/guild-test-customer.h"

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

guint
guild_ui_browser_get (GuildUiBrowser *self, const char *uri)
{
  return guild_test_customer_get (self->session, uri);
}

void
guild_ui_browser_visit (GuildUiBrowser *self, const char *link, const char *platform,
                        const char *outcome)
{
  g_autofree char *next = guild_test_customer_visit (self->session, link, platform, outcome);

  g_assert_cmpuint (guild_ui_browser_get (self, next), ==, 200);
}

void
guild_ui_browser_sign_in (GuildUiBrowser *self, const char *address, const char *person,
                          const char *outcome)
{
  SoupSession *session = self->session;
  g_autofree char *page = NULL;
  g_autoptr(SoupMessage) first =
    guild_test_customer_send (session, "GET", address, NULL, &page);

  g_assert_cmpuint (soup_message_get_status (first), ==, 200);
  const char *start = strstr (page, "action=\"");
  g_assert_nonnull (start);
  start += strlen ("action=\"");
  g_autofree char *action = g_strndup (start, strcspn (start, "\""));
  g_autofree char *uri = guild_test_customer_dup_next (first, action);
  g_autofree char *who = g_strconcat ("person=", person, NULL);
  g_autofree char *pressed = g_strconcat ("outcome=", outcome, NULL);
  g_autoptr(SoupMessage) known = guild_test_customer_send (session, "POST", uri, who, NULL);
  g_assert_cmpuint (soup_message_get_status (known), ==, 200);
  g_autoptr(SoupMessage) ended = guild_test_customer_send (session, "POST", uri, pressed, NULL);
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (ended), "Location");
  g_assert_nonnull (location);
  g_assert_cmpuint (guild_ui_browser_get (self, location), ==, 200);
}
