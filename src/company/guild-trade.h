/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The 66 trades accepted on writes (acc.md §7), in the vendor's order; NULL-terminated. */
const char * const *guild_trade_list     (void);
gboolean            guild_trade_is_known (const char *trade);

G_END_DECLS
