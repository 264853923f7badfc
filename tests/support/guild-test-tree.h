/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test-atspi.h"

G_BEGIN_DECLS

/* A question about the whole tree below a node. The library asks for one child after the other, and
 * three times for each, while the program under test does nothing but answer; here all that can be
 * asked is asked at once, and what never changes once only. */

/* The nodes below ROOT, in the order of the tree, that have one of ROLES (nullable: any; AT-SPI's
 * names), a name for which IS holds, and a place: LIMIT at most. (transfer full) (element-type
 * AtspiAccessible). */
GPtrArray *guild_test_tree_find (AtspiAccessible *root, const char *const *roles, GuildTestNameFunc is,
                                 gpointer data, guint limit, int patience_ms);
/* A line for each of them, as the tree is at one moment: where something is not answered, which may
 * have gone meanwhile, everything is asked again. What never answers is in a line of its own.
 * (transfer full) (nullable): NULL if there is none. */
char      *guild_test_tree_list (AtspiAccessible *root, const char *const *roles,
                                 GuildTestNameFunc is, gpointer data, int patience_ms);
/* Asked anew each time, whatever the library believes. */
gboolean   guild_test_tree_has_state (AtspiAccessible *accessible, AtspiStateType state, int patience_ms);

G_END_DECLS
