/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test-input.h"
#include "support/guild-test.h"

#include <atspi/atspi.h>

G_BEGIN_DECLS

/* The library declares none itself. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiComponent, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiStateSet, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiText, g_object_unref)

/* A running program as assistive technology sees it. For programs in another process than the
 * test: the questions block. Roles are AT-SPI's names ("push button", "text", "label", "frame");
 * a role of NULL is any. In names a "*" stands for any text. What has no name is called by what
 * labels it, what has a mnemonic by what its label shows. */

/* Waits for the program with process id PID to appear; fails the test when it does not.
 * (transfer full). */
AtspiAccessible *guild_test_atspi_application (GPid pid);
/* The first node below ROOT, in the order of the tree, that can be seen; (transfer full)
 * (nullable). Of long lists only the first 40 rows are searched. */
AtspiAccessible *guild_test_atspi_find  (AtspiAccessible *root, const char *role,
                                         const char *name);
/* The same for any condition on the name. */
typedef gboolean (*GuildTestNameFunc) (const char *name, gpointer data);
AtspiAccessible *guild_test_atspi_find_where (AtspiAccessible *root, const char *role,
                                              GuildTestNameFunc is, gpointer data);
/* All of them; (transfer full) (element-type AtspiAccessible). */
GPtrArray       *guild_test_atspi_find_all (AtspiAccessible *root, const char *role,
                                            const char *name);
/* Waits for it; fails the test with the tree on stderr; (transfer full). */
AtspiAccessible *guild_test_atspi_await (AtspiAccessible *root, const char *role,
                                         const char *name);
/* Waits until there is no such node any more. */
void             guild_test_atspi_await_gone (AtspiAccessible *root, const char *role,
                                              const char *name);
/* The text of an entry, or the name of anything else; (transfer full). */
char            *guild_test_atspi_text  (AtspiAccessible *node);
/* Waits for the node and clicks into its middle with the pointer. */
void             guild_test_atspi_click (AtspiAccessible *root, const char *role,
                                         const char *name);
/* Turns the wheel over the scrolled window that holds NODE until NODE is inside. */
void             guild_test_atspi_scroll_to  (AtspiAccessible *node);
/* Clicks once into the middle of NODE; FALSE when it is nowhere, moves, or is insensitive. */
gboolean         guild_test_atspi_click_node (AtspiAccessible *node);
gboolean         guild_test_atspi_has_state (AtspiAccessible *node, AtspiStateType state);
/* TRUE when all of NODE lies in its window: GTK 4.8 knows a place of what was moved out of it,
 * too. */
gboolean         guild_test_atspi_is_inside (AtspiAccessible *node);
/* What can be seen of the tree on stderr, and how much more there is, for whoever reads a failed
 * test. */
void             guild_test_atspi_dump  (AtspiAccessible *root);
/* A line for each control below ROOT that can be seen and that a screen reader could only call by
 * the name of its class, or that never tells its name; NULL if there is none; (transfer full). */
char            *guild_test_atspi_nameless (AtspiAccessible *root);

G_END_DECLS
