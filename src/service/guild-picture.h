/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-service.h"

G_BEGIN_DECLS

/* A picture at the address that SERVICE names, on whichever host: by https, or by http when the
 * service is spoken to like that; anything else is not asked for (BAD_ANSWER, and nothing is sent).
 * Never sent what the service knows us by, and no redirect is followed. At most MAX_BYTES of
 * anything, the same for every picture of one service. */
void    guild_picture_read_async  (GuildService *service, const char *address, gsize max_bytes,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
/* (transfer full) */
GBytes *guild_picture_read_finish (GuildService *service, GAsyncResult *result, GError **error);

G_END_DECLS
