/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Case-folded, accents removed (NFKD without marks), white space collapsed: the one form in which
 * the search compares. (transfer full); "" for NULL; invalid UTF-8 is made valid first. */
char    *guild_text_fold (const char *text);

/* Finds NEEDLE (already folded) in TEXT as the search would; byte offsets into TEXT for marking
 * the match. FALSE when it does not occur. */
gboolean guild_text_find (const char *text, const char *folded_needle, guint *start, guint *end);

G_END_DECLS
