/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* How a found piece of text is shown. (transfer full) (nullable): NULL when the folded NEEDLE does
 * not occur in TEXT, or either is NULL or empty. */
PangoAttrList *guild_mark_match (const char *text, const char *needle);

G_END_DECLS
