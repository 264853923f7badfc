/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As memmem(), for short words in texts of which many have one: (nullable) the first occurrence of
 * the LENGTH bytes of WORD, at least one, between BEGIN and END. */
const char *guild_find (const char *begin, const char *end, const char *word, gsize length);

G_END_DECLS
