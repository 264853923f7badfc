/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-customer.h"

#include <string.h>

SoupMessage *
guild_test_customer_send (SoupSession *session, const char *method, const char *uri,
                          const char *form, char **page)
{
  SoupMessage *message = soup_message_new (method, uri);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (form != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (form, strlen (form));
      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded",
                                                bytes);
    }
  soup_session_send_and_read_async (session, message, 0, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (session, result, &error);
  g_assert_no_error (error);
  if (page != NULL)
    *page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return message;
}

guint
guild_test_customer_get (SoupSession *session, const char *uri)
{
  g_autoptr(SoupMessage) message = guild_test_customer_send (session, "GET", uri, NULL, NULL);

  return soup_message_get_status (message);
}

char *
guild_test_customer_dup_next (SoupMessage *message, const char *to)
{
  g_autofree char *base = g_uri_to_string (soup_message_get_uri (message));

  return g_uri_resolve_relative (base, to, G_URI_FLAGS_ENCODED, NULL);
}

/* The address of the visit whose form is on PAGE. */
static char *
dup_visit (SoupMessage *message, const char *page)
{
  const char *path = strstr (page, "/link/session/");

  g_assert_nonnull (path);
  gsize length = strlen ("/link/session/");
  g_autofree char *own = g_strndup (path, length + strcspn (path + length, "/\""));
  return guild_test_customer_dup_next (message, own);
}

/* (transfer full): where the form at PAGE of VISIT leads. */
static char *
fill_in (SoupSession *session, const char *visit, const char *page, const char *field,
         const char *value)
{
  g_autofree char *uri = g_strconcat (visit, page, NULL);
  g_autofree char *form = g_strconcat (field, "=", value, NULL);
  g_autoptr(SoupMessage) message = guild_test_customer_send (session, "POST", uri, form, NULL);

  g_assert_cmpuint (soup_message_get_status (message), ==, 303);
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_assert_nonnull (location);
  return guild_test_customer_dup_next (message, location);
}

char *
guild_test_customer_visit (SoupSession *session, const char *link, const char *platform,
                           const char *outcome)
{
  g_autofree char *page = NULL;
  g_autoptr(SoupMessage) first = guild_test_customer_send (session, "GET", link, NULL, &page);

  g_assert_cmpuint (soup_message_get_status (first), ==, 200);
  g_autofree char *visit = dup_visit (first, page);
  if (platform != NULL)
    g_free (fill_in (session, visit, "/platform", "platform", platform));
  return fill_in (session, visit, "/finish", "outcome", outcome);
}
