/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-webhook-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "whsec_"
#define DIGEST 32

/* (transfer full) (nullable): the bytes of TEXT, which is nothing but Base64. */
static guchar *
decode (const char *text, gsize *size)
{
  gsize length = strlen (text);

  if (length == 0 || length % 4 != 0 ||
      strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != length)
    return NULL;
  return g_base64_decode (text, size);
}

static void
wipe (guchar *bytes, gsize size)
{
  explicit_bzero (bytes, size);
  g_free (bytes);
}

/* FALSE: the secret is none. */
static gboolean
sign (const char *secret, const char *id, const char *timestamp, const char *body, gsize length,
      guint8 digest[DIGEST])
{
  gsize key_size, digest_size = DIGEST;
  const char *encoded = g_str_has_prefix (secret, PREFIX) ? secret + strlen (PREFIX) : secret;
  guchar *key = decode (encoded, &key_size);

  if (key == NULL)
    return FALSE;
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_size);
  wipe (key, key_size);
  g_hmac_update (hmac, (const guchar *) id, -1);
  g_hmac_update (hmac, (const guchar *) ".", 1);
  g_hmac_update (hmac, (const guchar *) timestamp, -1);
  g_hmac_update (hmac, (const guchar *) ".", 1);
  g_hmac_update (hmac, (const guchar *) body, (gssize) length);
  g_hmac_get_digest (hmac, digest, &digest_size);
  return TRUE;
}

/* How long it takes says nothing about where the difference is. */
static gboolean
is_equal (const guint8 *a, const guint8 *b, gsize size)
{
  guint8 difference = 0;

  for (gsize i = 0; i < size; i++)
    difference |= a[i] ^ b[i];
  return difference == 0;
}

/* SUPPORTED (out): whether there was any signature of version 1. */
static gboolean
matches (const char *signature, const guint8 digest[DIGEST], gboolean *supported)
{
  g_auto(GStrv) parts = g_strsplit (signature, " ", -1);
  gboolean found = FALSE;

  *supported = FALSE;
  for (char **part = parts; *part != NULL; part++)
    {
      gsize size;
      if (!g_str_has_prefix (*part, "v1,"))
        continue;
      *supported = TRUE;
      g_autofree guchar *bytes = decode (*part + strlen ("v1,"), &size);
      if (bytes != NULL && size == DIGEST && is_equal (bytes, digest, DIGEST))
        found = TRUE;
    }
  return found;
}

GuildSignatureVerdict
guild_webhook_signature_check (const char *secret, const char *id, const char *timestamp,
                               const char *signature, const char *body, gssize length, gint64 now)
{
  g_return_val_if_fail (secret != NULL && id != NULL && timestamp != NULL,
                        GUILD_SIGNATURE_WRONG);
  g_return_val_if_fail (signature != NULL && body != NULL, GUILD_SIGNATURE_WRONG);

  guint8 digest[DIGEST];
  gboolean supported;
  gint64 sent;

  if (!g_ascii_string_to_signed (timestamp, 10, 0, G_MAXINT64 / 2, &sent, NULL))
    return GUILD_SIGNATURE_NO_TIME;
  if (!sign (secret, id, timestamp, body, length < 0 ? strlen (body) : (gsize) length, digest))
    return GUILD_SIGNATURE_NO_SECRET;
  gboolean right = matches (signature, digest, &supported);
  explicit_bzero (digest, sizeof digest);
  if (!supported)
    return GUILD_SIGNATURE_NOT_SUPPORTED;
  if (!right)
    return GUILD_SIGNATURE_WRONG;
  return ABS (now - sent) > GUILD_SIGNATURE_TOLERANCE_SECONDS ? GUILD_SIGNATURE_STALE
                                                              : GUILD_SIGNATURE_GOOD;
}

const char *
guild_webhook_signature_explain (GuildSignatureVerdict verdict)
{
  switch (verdict)
    {
    case GUILD_SIGNATURE_GOOD:
      return _("The signature is right: the message came from the service, unchanged.");
    case GUILD_SIGNATURE_STALE:
      return _("The signature is right, but the message was sent more than five minutes before or "
               "after now. A receiver must refuse it, since somebody may be repeating an old "
               "message; for one you kept to look at, that is to be expected.");
    case GUILD_SIGNATURE_WRONG:
      return _("The signature does not match. The secret is another webhook’s, or the body is not "
               "what was sent, byte by byte: formatting it again is enough to break the "
               "signature.");
    case GUILD_SIGNATURE_NO_SECRET:
      return _("This is no signing secret. Copy it from the webhook’s page in the Codat Portal; it "
               "begins with “whsec_”.");
    case GUILD_SIGNATURE_NO_TIME:
      return _("The timestamp is not a number of seconds, like 1614265330.");
    case GUILD_SIGNATURE_NOT_SUPPORTED:
      return _("There is no signature of version 1 here; it begins with “v1,”.");
    default:
      g_return_val_if_reached (NULL);
    }
}
