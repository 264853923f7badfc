/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Opens URI in the program that a person has for it: by the desktop's own means, or, inside a
 * Flatpak, through the OpenURI portal. GLib's own way to the portal ends the program where there is
 * none, or where it refuses (an assertion in GLib 2.84). CONTEXT (nullable). The address is not
 * logged. Main thread. */
void     guild_open_uri_async  (const char *uri, GAppLaunchContext *context, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
/* The error's words stand after others, and name no address; G_IO_ERROR_CANCELLED also when the
 * person chose no program. */
gboolean guild_open_uri_finish (GAsyncResult *result, GError **error);

/* The portal's part of it, on BUS. */
void     guild_open_uri_by_portal (GDBusConnection *bus, const char *uri, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);

G_END_DECLS
