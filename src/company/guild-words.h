/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-field.h"

G_BEGIN_DECLS

/* The words of Codat’s enumerations (codat.md §5.1, §6.1, §8, §9) for people, translated. Values
 * stay as they are wherever something is compared, copied or exported. */

/* The products that are known, in the order they are offered in; ends with { NULL }. */
extern const GuildFieldChoice guild_words_products[];
/* (nullable) PRODUCT itself when it is not known. */
const char *guild_words_product          (const char *product);
/* "Bank feeds": the words of a sourceType (nullable); "Other" for what is unknown. */
const char *guild_words_source_type      (const char *source_type);
/* The order in which kinds of platforms are shown. */
guint       guild_words_source_type_rank (const char *source_type);
/* Of a push operation; (nullable) STATUS itself when it is not known. */
const char *guild_words_push_status      (const char *status);
/* Of the member NAME of a record, as far as it is a status; VALUE itself when it is none, or not
 * known. */
const char *guild_words_record_status    (const char *name, const char *value);

G_END_DECLS
