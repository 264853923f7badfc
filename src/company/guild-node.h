/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  GUILD_NODE_NULL,
  GUILD_NODE_BOOLEAN,
  GUILD_NODE_INTEGER,
  GUILD_NODE_DOUBLE,
  GUILD_NODE_TEXT,
  GUILD_NODE_ARRAY,
  GUILD_NODE_OBJECT,
} GuildNodeKind;

/* One value of a company's JSON, to be looked at only. What an array or object holds follows it in
 * memory, in order. */
typedef struct
{
  GuildNodeKind kind;
  guint         n_nodes; /* itself and all that is within it */
  const char   *name;    /* (nullable) (borrowed): of a member of an object */
  const char   *text;    /* (nullable) (borrowed): of a TEXT */
  gint64        integer; /* of an INTEGER */
  double        number;  /* of a DOUBLE */
} GuildNode;

/* (nullable): the member NAME of SELF (nullable), when that is an object and has one. */
const GuildNode *guild_node_get         (const GuildNode *self, const char *name);
/* The same where it is a text, an array or an object. */
const char      *guild_node_get_text    (const GuildNode *self, const char *name);
const GuildNode *guild_node_get_array   (const GuildNode *self, const char *name);
/* (nullable): the first value within SELF (nullable); and the one after PREVIOUS. */
const GuildNode *guild_node_first       (const GuildNode *self);
const GuildNode *guild_node_next        (const GuildNode *self, const GuildNode *previous);

/* Room for the values of one company after the other. */
typedef struct _GuildNodes GuildNodes;

GuildNodes      *guild_nodes_new        (void);
void             guild_nodes_free       (GuildNodes *self);
/* (transfer none) (nullable): the object that TEXT is, where it is written as
 * guild_json_append_object() would write it and needs no decoding: no white space, escapes,
 * fractions, long numbers, deep nesting, empty names, or names that come twice. NULL for anything
 * else, which is for a parser to read. TEXT is valid UTF-8. The result lives until the next
 * call. */
const GuildNode *guild_nodes_read_plain (GuildNodes *self, const char *text, gsize length);
/* (transfer none): OBJECT, from which texts are borrowed; lives until the next call. */
const GuildNode *guild_nodes_take       (GuildNodes *self, JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildNodes, guild_nodes_free)

G_END_DECLS
