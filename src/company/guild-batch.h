/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-field.h"

G_BEGIN_DECLS

/* Decoded companies on their way from a service to the directory: one row per company, one cell
 * per field, and the service's own (scrubbed) JSON. Filled by one thread, then read-only and shared
 * between threads; reference counting is atomic. Everything the getters return lives as long as
 * the batch; cells may also point at words of the table, which is static. */
typedef struct _GuildBatch GuildBatch;

#define GUILD_TYPE_BATCH (guild_batch_get_type ())
GType            guild_batch_get_type      (void);

GuildBatch      *guild_batch_new           (const GuildFieldTable *table);
GuildBatch      *guild_batch_ref           (GuildBatch *self);
void             guild_batch_unref         (GuildBatch *self);
/* Adds a company; COMPANY is scrubbed in place (so it must not come from an immutable parser) and
 * not kept. A record without a usable id is skipped, counted
 * and FALSE returned; every other oddity (missing, null, wrong type, unknown enum) leaves the
 * cell unset or keeps the raw text: a number where text is expected becomes text, a text that is no
 * known choice, number or time keeps itself with the number -1 or unset. Never warns. */
gboolean         guild_batch_append        (GuildBatch *self, JsonObject *company);
/* The same for the text of one company, valid UTF-8, without a parser and several times as fast;
 * the text is kept as it is. FALSE, and nothing is added or counted: it is written in another way
 * than we write it, or has something to be scrubbed, and is to be parsed. */
gboolean         guild_batch_append_plain  (GuildBatch *self, const char *text, gsize length);
guint            guild_batch_get_length    (GuildBatch *self);
guint            guild_batch_get_n_skipped (GuildBatch *self);
const GuildFieldTable *guild_batch_get_table (GuildBatch *self);
const char      *guild_batch_get_id        (GuildBatch *self, guint row);
const GuildCell *guild_batch_get_cell      (GuildBatch *self, guint row, guint field);
/* Compact JSON of the whole company, whatever fields the table has. */
const char      *guild_batch_get_json      (GuildBatch *self, guint row);
/* Gone at the service but listed; FALSE where the service does not keep deleted companies. */
gboolean         guild_batch_is_deleted    (GuildBatch *self, guint row);
/* What people call it, never NULL: a deleted company by the name it had, where the service keeps
 * that (acc.md §4.5). */
const char      *guild_batch_get_name      (GuildBatch *self, guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildBatch, guild_batch_unref)

G_END_DECLS
