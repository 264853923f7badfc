/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

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

G_END_DECLS
