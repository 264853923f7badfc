/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Case-folded, accents removed (NFKD without marks; ß→ss, ø→o, æ→ae and their like spelled out),
 * invisible characters dropped, white space collapsed and trimmed: the one form in which the search
 * compares. Folding twice changes nothing; GUILD_LIST_SEP stays. (transfer full); "" for NULL;
 * invalid UTF-8 becomes U+FFFD.
 *
 * One form for all languages, although å is a letter of its own in Swedish and ı in Turkish:
 * customers are called in languages that the operator has no keys for, and what a search finds too
 * many of is seen at a glance while a company that it hides is not. So "a" finds å, and i, ı, I and
 * İ find each other. What a language only spells otherwise stays apart: "mueller" is not Müller.
 * Arabic is found with and without its vowel marks, hamza on alef and kashida. */
char    *guild_text_fold (const char *text);
/* Case-folded and otherwise as it is: how conditions on a GUILD_FIELD_LETTERS compare. (transfer
 * full); "" for NULL; invalid UTF-8 becomes U+FFFD. */
char    *guild_text_fold_case (const char *text);

/* Finds NEEDLE (already folded) in TEXT as the search would; byte offsets into TEXT for marking
 * the match, whole characters with their accents. FALSE when it does not occur, and for an empty
 * needle. START and END are (nullable). */
gboolean guild_text_find (const char *text, const char *folded_needle, guint *start, guint *end);

G_END_DECLS
