/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-transport.h"

#define MASK "•••"

/* Names whose values open something: parameters of an address, of a form, members of JSON. */
#define SECRET_NAMES \
  "(?:link\\.)?otp|one[-_]time\\w*|code|code_verifier|state|token|(?:access|refresh|id)_?token|" \
  "client_?secret|secret|assertion|password|key|api_?key|apikey|authorization"

static const struct
{
  const char *pattern;
  const char *replacement;
} redactions[] = {
  { "\\b(basic|bearer)[ \\t]+[A-Za-z0-9+/=._~-]+", "\\1 " MASK },
  { "\\b(" SECRET_NAMES ")(=|%3D)[^&\\s\"'#<>,;]*", "\\1\\2" MASK },
  { "(\"(?:" SECRET_NAMES ")\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*", "\\1" MASK },
};

static GRegex *
compile (const char *pattern)
{
  g_autoptr(GError) error = NULL;
  GRegex *regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);

  if (regex == NULL)
    g_error ("%s: %s", pattern, error->message);
  return regex;
}

char *
guild_transport_redact (const char *text)
{
  static GRegex *regexes[G_N_ELEMENTS (redactions)];
  static gsize once;

  if (text == NULL)
    return g_strdup ("");
  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (redactions); i++)
        regexes[i] = compile (redactions[i].pattern);
      g_once_init_leave (&once, 1);
    }
  /* The regular expressions need UTF-8, and what comes from a server need not be. */
  char *clean = g_utf8_make_valid (text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (redactions); i++)
    {
      g_autofree char *old = clean;
      clean = g_regex_replace (regexes[i], old, -1, 0, redactions[i].replacement, 0, NULL);
      if (clean == NULL) /* too deep for the matcher: show nothing rather than a secret */
        return g_strdup (MASK);
    }
  return clean;
}

char *
guild_transport_encode (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  return g_uri_escape_string (text, NULL, FALSE);
}

void
guild_reply_free (GuildReply *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}
