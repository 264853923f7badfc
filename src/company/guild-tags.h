/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The tags of a company: a hash table from key to value, both owned. A service replaces them as a
 * whole, so they are read, edited and sent as a whole (codat.md §5.3). Any thread. */

/* codat.md §1.3; lengths in characters */
#define GUILD_TAGS_MAX 10
#define GUILD_TAG_KEY_MAX 27
#define GUILD_TAG_VALUE_MAX 100

GHashTable *guild_tags_new         (void); /* (transfer full) */
/* The member "tags" of COMPANY (nullable). A value that is no text is kept as its JSON; an array,
 * object or null is left out. (transfer full) */
GHashTable *guild_tags_read        (JsonObject *company);
gboolean    guild_tags_equal       (GHashTable *a, GHashTable *b);
/* (transfer container) (element-type utf8): sorted; borrowed from TAGS. */
GPtrArray  *guild_tags_get_keys    (GHashTable *tags);
/* What is wrong with KEY or VALUE, in words; (transfer full), NULL when nothing is. */
char       *guild_tags_check_pair  (const char *key, const char *value);
/* The same of all of them, and of how many there are. */
char       *guild_tags_check       (GHashTable *tags);
/* Adds the member "tags" with all of them, an empty object when there are none. */
void        guild_tags_build       (GHashTable *tags, JsonBuilder *builder);
/* "region=uk, segment=gold", sorted; (transfer full), "" when there are none. */
char       *guild_tags_describe    (GHashTable *tags);
/* (transfer full): TAGS without the keys in REMOVED (nullable) (element-type utf8) and then with
 * every pair of ADDED (nullable), which replace those of the same key. */
GHashTable *guild_tags_edit        (GHashTable *tags, GPtrArray *removed, GHashTable *added);

G_END_DECLS
