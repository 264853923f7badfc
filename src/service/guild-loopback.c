/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-loopback.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#define NONCE_BYTES 32

/**
 * guild_loopback_make_nonce:
 * @error: return location for an error; the system alone can fail
 *
 * 256 bits of the kernel's random source, base64url without padding. Any thread.
 *
 * Returns: (transfer full) (nullable): to be wiped by whoever keeps it
 */
char *
guild_loopback_make_nonce (GError **error)
{
  guint8 bytes[NONCE_BYTES];
  ssize_t size;

  do
    size = getrandom (bytes, sizeof bytes, 0);
  while (size < 0 && errno == EINTR);
  if (size != sizeof bytes)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _("This computer gave no random numbers: %s."), g_strerror (errno));
      return NULL;
    }
  char *nonce = g_base64_encode (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
  g_strdelimit (nonce, "+", '-');
  g_strdelimit (nonce, "/", '_');
  nonce[strcspn (nonce, "=")] = '\0';
  return nonce;
}

/**
 * guild_loopback_equal:
 * @a: what came
 * @b: what was expected
 *
 * Takes as long for a near miss as for a wild guess of the same length. Any thread.
 */
gboolean
guild_loopback_equal (const char *a, const char *b)
{
  gsize length = strlen (a);
  volatile guint8 difference = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference == 0;
}

/* No body is wanted, so none is kept, however long. */
static void
early_request_cb (SoupServer *server, SoupServerMessage *message, const char *path,
                  GHashTable *query, gpointer data)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

/**
 * guild_loopback_new:
 * @callback: answers every request, with guild_loopback_answer() or guild_loopback_refuse()
 * @data: for @callback; the server must not outlive it
 *
 * Main thread.
 *
 * Returns: (transfer full): a server that does not listen yet
 */
SoupServer *
guild_loopback_new (SoupServerCallback callback, gpointer data)
{
  SoupServer *server = soup_server_new (NULL, NULL);

  soup_server_add_early_handler (server, NULL, early_request_cb, NULL, NULL);
  soup_server_add_handler (server, NULL, callback, data, NULL);
  return server;
}

/**
 * guild_loopback_answer:
 * @message: what the browser asked
 * @status: of HTTP
 * @title: heads the page
 * @text: one paragraph
 *
 * A page of ours, in the person's language. The same words whoever asks: nothing of the request is
 * in them, nothing is fetched for it and no address is handed on. Main thread.
 */
void
guild_loopback_answer (SoupServerMessage *message, guint status, const char *title,
                       const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *body = g_markup_printf_escaped (
    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<title>%s</title>\n"
    "<style>:root{color-scheme:light dark}body{font:1.125rem/1.5 sans-serif;max-width:34rem;"
    "margin:15vh auto;padding:0 1rem}</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n<p>%s</p>\n"
    "</main>\n</body>\n</html>\n",
    /* Translators: the code of the language you translate to, such as “de” */
    C_("language code", "en"), title, title, text);

  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; "
                                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, body,
                                    strlen (body));
}

/**
 * guild_loopback_refuse:
 * @message: what the browser asked
 * @status: of HTTP, 400 or above
 * @text: one paragraph
 *
 * Like guild_loopback_answer(), for what was not expected. Main thread.
 */
void
guild_loopback_refuse (SoupServerMessage *message, guint status, const char *text)
{
  guild_loopback_answer (message, status, _("Guildhall did not expect this"), text);
  if (status == SOUP_STATUS_METHOD_NOT_ALLOWED)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                  "GET");
}
