/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What the two servers have in common to which a browser comes back: of a Codat link and of a
 * sign-in at Autodesk. */

char       *guild_loopback_make_nonce (GError **error);
gboolean    guild_loopback_equal      (const char *a, const char *b);
SoupServer *guild_loopback_new        (SoupServerCallback callback, gpointer data);
void        guild_loopback_answer     (SoupServerMessage *message, guint status,
                                       const char *title, const char *text);
void        guild_loopback_refuse     (SoupServerMessage *message, guint status,
                                       const char *text);

G_END_DECLS
