/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Waits on this computer for the browser to come back from a sign-in. Whoever does not bring the
 * right state is refused, and the wait goes on. Main thread; for guild-autodesk-sign-in.c. */
typedef struct _GuildAutodeskRedirect GuildAutodeskRedirect;

/* CODE or, when the sign-in was refused, ERROR_TEXT: as the browser brought it. Once at most. */
typedef void (*GuildAutodeskRedirectFunc) (const char *code, const char *error_text, gpointer data);

/* ADDRESS as guild_autodesk_check_redirect() has it. A busy port is G_IO_ERROR_ADDRESS_IN_USE. */
GuildAutodeskRedirect *guild_autodesk_redirect_new  (const char *address, const char *state,
                                                     GuildAutodeskRedirectFunc func, gpointer data,
                                                     GError **error);
/* FUNC is not called any more. */
void                   guild_autodesk_redirect_free (GuildAutodeskRedirect *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildAutodeskRedirect, guild_autodesk_redirect_free)

G_END_DECLS
