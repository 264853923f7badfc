/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-words.h"
#include "service/codat/guild-codat.h"

G_BEGIN_DECLS

/* What belongs to the Codat client itself (codat.md §5.4, §10, §11): reading only. Changes are
 * GuildWrites and go through the journal. A key whose role may not see something is FORBIDDEN. */

#define GUILD_CODAT_MAX_API_KEYS 10
#define GUILD_CODAT_MAX_API_KEY_NAME 50
#define GUILD_CODAT_MAX_WEBHOOKS 50
#define GUILD_CODAT_MAX_WEBHOOK_TAGS 10
#define GUILD_CODAT_MAX_WEBHOOK_TAG 128

typedef struct
{
  char  *name;       /* (owned) */
  char  *redirect;   /* (owned): "" when there is none */
  char  *logo;       /* (owned) (nullable): address */
  char  *icon;       /* (owned) (nullable): address */
  char **white_list; /* (owned) (not nullable) */
} GuildCodatProfile;
void guild_codat_profile_free (GuildCodatProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildCodatProfile, guild_codat_profile_free)

typedef struct
{
  char  *id;      /* (owned) */
  char  *name;    /* (owned) (nullable) */
  char  *key;     /* (owned): the secret itself; wiped when freed, never kept anywhere else */
  gint64 created; /* µs UTC, or GUILD_NUMBER_UNSET */
} GuildCodatApiKey;
void guild_codat_api_key_free (GuildCodatApiKey *self);

typedef struct
{
  char    *id;           /* (owned) */
  char    *url;          /* (owned) */
  char   **event_types;  /* (owned) (not nullable) */
  char   **company_tags; /* (owned) (not nullable): "key:value" */
  gboolean disabled;
} GuildCodatWebhook;
void guild_codat_webhook_free (GuildCodatWebhook *self);

/* Whether BODY, of GUILD_WRITE_CREATE_WEBHOOK, would make another like SELF: address, events and
 * tags, in any order. */
gboolean guild_codat_webhook_says (const GuildCodatWebhook *self, const char *body);

/* Every type of event that can be subscribed to, but the {dataType}.write ones; ends with NULL. */
extern const char * const guild_codat_event_types[];

typedef struct
{
  char    *data_type;   /* (owned) */
  char    *from;        /* (owned) (nullable): date and time as the service writes it */
  gint64   hours;       /* 0: never by itself */
  gint64   order;
  gint64   window;      /* months, -1 when it does not say */
  gint64   months;      /* months of a report, -1 when it does not say */
  gboolean first_link;  /* fetched as soon as a company is linked */
  gboolean locked;      /* by Codat: not to be changed */
} GuildCodatSync;
typedef struct
{
  char      *owner;     /* (owned): id of the client, or of the company */
  GPtrArray *rows;      /* (owned) (element-type GuildCodatSync): in the service's order */
  gboolean   overrides; /* a company's: its own instead of the client's */
} GuildCodatSyncSettings;
void guild_codat_sync_settings_free (GuildCodatSyncSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildCodatSyncSettings, guild_codat_sync_settings_free)
/* (transfer full) */
GuildCodatSyncSettings *guild_codat_sync_settings_copy (const GuildCodatSyncSettings *self);
/* (transfer full) (nullable): the body of GUILD_WRITE_SET_SYNC_SETTINGS that makes SELF of BEFORE
 * (nullable: of whatever there is); NULL when they say the same. Both name the same types in the
 * same order. */
char *guild_codat_sync_settings_to_body (const GuildCodatSyncSettings *self,
                                         const GuildCodatSyncSettings *before);
/* "Every day", "Every 6 hours", "Not by itself"; (transfer full). */
char *guild_codat_sync_hours_title      (gint64 hours);
/* "Balance sheet", "Transactions (banking)": the words of a data type's key; (transfer full). */
char *guild_codat_data_type_words       (const char *data_type);

typedef struct
{
  char    *key;         /* (owned) */
  char    *name;        /* (owned) */
  char    *source_type; /* (owned) (nullable) */
  char    *logo;        /* (owned) (nullable): address */
  gboolean enabled;
  gboolean beta;
  gboolean offline;
} GuildCodatIntegration;
void guild_codat_integration_free (GuildCodatIntegration *self);

void               guild_codat_read_profile_async  (GuildCodat *self, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer data);
GuildCodatProfile *guild_codat_read_profile_finish (GuildCodat *self, GAsyncResult *result,
                                                    GError **error);
/* (transfer full) (element-type GuildCodatApiKey) */
void               guild_codat_list_api_keys_async  (GuildCodat *self, GCancellable *cancellable,
                                                     GAsyncReadyCallback callback, gpointer data);
GPtrArray         *guild_codat_list_api_keys_finish (GuildCodat *self, GAsyncResult *result,
                                                     GError **error);
/* Whether KEY is the one SELF signs in with. */
gboolean           guild_codat_uses_key            (GuildCodat *self, const char *key);
/* (transfer full) (element-type GuildCodatWebhook) */
void               guild_codat_list_webhooks_async  (GuildCodat *self, GCancellable *cancellable,
                                                     GAsyncReadyCallback callback, gpointer data);
GPtrArray         *guild_codat_list_webhooks_finish (GuildCodat *self, GAsyncResult *result,
                                                     GError **error);
/* COMPANY_ID (nullable): NULL for the client's defaults. */
void               guild_codat_read_sync_async  (GuildCodat *self, const char *company_id,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer data);
GuildCodatSyncSettings *guild_codat_read_sync_finish (GuildCodat *self, GAsyncResult *result,
                                                      GError **error);
/* (transfer full) (element-type GuildCodatIntegration): by source type, and by name within it */
void               guild_codat_list_integrations_async  (GuildCodat *self,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback,
                                                         gpointer data);
GPtrArray         *guild_codat_list_integrations_finish (GuildCodat *self, GAsyncResult *result,
                                                         GError **error);

G_END_DECLS
