/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name as Codat will store it (codat.md §5.2): every character outside ASCII letters, digits,
 * ASCII white space and - ' & @ . , ? ! falls away; nothing is trimmed. (transfer full), "" when
 * nothing is left. */
char *guild_name_rule_stored (const char *name);

G_END_DECLS
