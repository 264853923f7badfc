/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test-atspi.h"

G_BEGIN_DECLS

/* Relative to the program's window; FALSE when NODE has no place. */
gboolean guild_test_atspi_get_place       (AtspiAccessible *node, AtspiRect *place);
/* For one answer. */
int      guild_test_atspi_get_patience_ms (void);

G_END_DECLS
