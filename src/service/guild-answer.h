/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-batch.h"
#include "service/guild-problem.h"
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Reading what a server sent. A getter answers NULL, or -1, for whatever is missing, null or of
 * another type; results belong to the JSON. Any thread. */
JsonNode   *guild_answer_parse      (GBytes *bytes, GError **error); /* (transfer full) */
JsonObject *guild_answer_object     (JsonNode *node);
JsonObject *guild_answer_get_object (JsonObject *object, const char *name);
JsonArray  *guild_answer_get_array  (JsonObject *object, const char *name);
const char *guild_answer_get_string (JsonObject *object, const char *name);
/* Whole numbers from 0 on. */
gint64      guild_answer_get_count  (JsonObject *object, const char *name);
/* NULL when the element is no object. */
JsonObject *guild_answer_element    (JsonArray *array, guint index);
/* Adds every company of RESULTS (nullable) to BATCH; an element that is no object counts there as a
 * record without an id, which is skipped. */
void        guild_answer_append     (JsonArray *results, GuildBatch *batch);
/* Reads an answer whose member RESULTS is an array of many companies, and adds each to BATCH as it
 * is read; what is to be done with the array is done then, and how many it had the batch tells.
 * (transfer full): NULL when the answer is no JSON, and what BATCH has counts for nothing. Any
 * thread. */
JsonNode   *guild_answer_parse_list (GBytes *bytes, const char *results, GuildBatch *batch,
                                     GError **error);
/* The words of a refusal that came as plain text, cut short; nothing of any other type. */
void        guild_answer_read_plain (SoupMessageHeaders *headers, GBytes *body,
                                     GuildProblem *problem);

G_END_DECLS
