/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  GUILD_CONNECTION_UNKNOWN, /* a status added after this program was written */
  GUILD_CONNECTION_PENDING,
  GUILD_CONNECTION_LINKED,
  GUILD_CONNECTION_UNLINKED,
  GUILD_CONNECTION_DEAUTHORISED,
} GuildConnectionStatus;

/* Something that went wrong with a connection, and whether it still does. Times are
 * GUILD_NUMBER_UNSET where the service does not say. */
typedef struct
{
  char    *text;        /* (owned): never empty */
  guint    code;        /* like a redirect's (codat.md §12.1): 403 = the customer left; 0 = unknown */
  gint64   at;
  gint64   resolved_at;
  gboolean resolved;
} GuildConnectionError;

/* A company's connection to one platform (codat.md §6.1). Immutable. Texts are "" and times
 * GUILD_NUMBER_UNSET where the JSON has none or another type. */
#define GUILD_TYPE_CONNECTION (guild_connection_get_type ())
G_DECLARE_FINAL_TYPE (GuildConnection, guild_connection, GUILD, CONNECTION, GObject)

/* (transfer full); JSON is read, not kept. */
GuildConnection      *guild_connection_new               (JsonObject *json);
const char           *guild_connection_get_id            (GuildConnection *self);
const char           *guild_connection_get_platform_name (GuildConnection *self);
const char           *guild_connection_get_platform_key  (GuildConnection *self); /* nullable */
const char           *guild_connection_get_source_type   (GuildConnection *self);
GuildConnectionStatus guild_connection_get_status        (GuildConnection *self);
const char           *guild_connection_get_status_text   (GuildConnection *self); /* raw */
gint64                guild_connection_get_created       (GuildConnection *self);
gint64                guild_connection_get_last_sync     (GuildConnection *self);
/* Text of the newest error that is not resolved, or NULL. */
const char           *guild_connection_get_error         (GuildConnection *self);
/* (transfer none) (element-type GuildConnectionError): all that the service tells, newest first. */
GPtrArray            *guild_connection_get_errors        (GuildConnection *self);
/* Translated; "Unknown" for the unknown one: show its raw text instead where there is any. */
const char           *guild_connection_status_title      (GuildConnectionStatus status);
/* From the service's word; (nullable) and unknown words are UNKNOWN. */
GuildConnectionStatus guild_connection_status_from_text  (const char *text);
const char           *guild_connection_status_icon_name  (GuildConnectionStatus status);
const char           *guild_connection_status_css_class  (GuildConnectionStatus status);

G_END_DECLS
