/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Deeper nesting than this is refused on the way in: json-glib recurses without a limit. */
#define GUILD_JSON_MAX_DEPTH 64

/* Parses untrusted text: json-glib's parser behind a check for valid UTF-8, bounded depth, and
 * nothing but JSON outside of strings (it would also take comments and single quotes). Escapes that
 * stand for no character (half a surrogate pair, a NUL) become U+FFFD. An empty text is refused.
 * LENGTH in bytes, -1 when TEXT ends with a NUL. (transfer full); NULL and G_IO_ERROR_INVALID_DATA
 * otherwise. Any thread. */
JsonNode *guild_json_parse         (const char *text, gssize length, GError **error);
/* (transfer none): NODE may be changed, and is gone afterwards. */
typedef void (*GuildJsonElementFunc) (JsonNode *node, gpointer data);
/* TEXT: of an element, that nobody looked at yet but for where it ends. FALSE: it is to be parsed,
 * and goes to the other function. TRUE: it was taken, and is the JSON that the parser would
 * take. */
typedef gboolean (*GuildJsonTextFunc) (const char *text, gsize length, gpointer data);
/* guild_json_parse() for a long list: the elements of the array that is MEMBER of the top object go
 * to FUNC one by one, and the result has the array without them: of all the elements only one is
 * there as nodes, which is also what makes this fast. What FUNC was given before an error counts
 * for nothing. A text in which MEMBER comes again after the array is refused; where it is written
 * with escapes FUNC is not called for it, and the array has its elements. TAKE (nullable) is asked
 * first: it knows elements that need no parser. */
JsonNode *guild_json_parse_list    (const char *text, gssize length, const char *member,
                                    GuildJsonTextFunc take, GuildJsonElementFunc func,
                                    gpointer data, GError **error);
/* Appends OBJECT as compact JSON that any reader takes: valid UTF-8, no infinities, numbers that
 * read back as they are. Any thread. */
void      guild_json_append_object (GString *out, JsonObject *object);

G_END_DECLS
