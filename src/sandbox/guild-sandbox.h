/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <sqlite3.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* One request as the services' parts of the sandbox see it, and its answer. Path segments and
 * query names and values are percent-decoded ('+' is a space in the query); doubled slashes are
 * collapsed; repeated query names keep every value. */
typedef struct
{
  const char  *method;
  const char  *path;      /* decoded, collapsed */
  char       **segments;  /* (owned) */
  GPtrArray   *query;     /* (owned): pairs name, value, name, value… in their order */
  SoupMessageHeaders *headers; /* (borrowed) */
  GBytes      *body;      /* (owned) (not nullable) */

  guint        status;
  SoupMessageHeaders *answer_headers; /* (borrowed) */
  GBytes      *answer;       /* (owned) (nullable): no body at all when NULL */
  const char  *answer_type;  /* content type, static */
} GuildSandboxExchange;

typedef struct _GuildSandboxFaults GuildSandboxFaults;
typedef struct _GuildSandboxLog    GuildSandboxLog;
typedef struct _GuildSandboxPages  GuildSandboxPages;

/* What all parts share. One thread; time is UTC µs and moved by /_sandbox/clock. */
typedef struct
{
  sqlite3    *db;             /* (owned) */
  char       *base_url;       /* (owned): "http://127.0.0.1:PORT" */
  char       *codat_key;      /* (owned) */
  char       *client_id;      /* (owned): Autodesk */
  char       *client_secret;  /* (owned) */
  char       *public_client_id; /* (owned): Autodesk, a desktop application without a secret */
  char       *account_id;     /* (owned) */
  char       *region;         /* (owned) */
  guint64     seed;
  gint64      clock_offset;   /* µs */
  gboolean    one_time_links;
  GHashTable *switches;       /* (owned): name → value, set through /_sandbox/switches */
  guint64     counter;        /* numbers answers: correlation ids, one-time passwords */
  GuildSandboxFaults *faults; /* (owned) */
  GuildSandboxLog    *log;    /* (owned) */
  GuildSandboxPages  *pages;  /* (owned): open Link pages */
} GuildSandbox;

gint64      guild_sandbox_now          (GuildSandbox *self);
const char *guild_sandbox_switch       (GuildSandbox *self, const char *name,
                                        const char *fallback);

/* First value of NAME, or NULL. */
const char *guild_sandbox_query        (GuildSandboxExchange *exchange, const char *name);
/* All values of NAME, each split at commas and trimmed; (transfer full). */
char      **guild_sandbox_query_list   (GuildSandboxExchange *exchange, const char *name);
/* NULL when the body is no JSON. */
JsonNode   *guild_sandbox_body_json    (GuildSandboxExchange *exchange);
/* The text member NAME of a body that is an object; ONLY: and it has no other member.
 * (transfer full) (nullable) */
char       *guild_sandbox_body_text    (GuildSandboxExchange *exchange, const char *name,
                                        gboolean only);
/* Each sets status and body; NODE is (transfer full). */
void        guild_sandbox_answer_json  (GuildSandboxExchange *exchange, guint status,
                                        JsonNode *node);
void        guild_sandbox_answer_text  (GuildSandboxExchange *exchange, guint status,
                                        const char *type, const char *text);
void        guild_sandbox_answer_empty (GuildSandboxExchange *exchange, guint status);
/* JSON that is text already; TEXT is (transfer full). */
void        guild_sandbox_answer_built (GuildSandboxExchange *exchange, guint status,
                                        GString *text);
/* Appends TEXT as a JSON string with its quotes; NULL becomes null. */
void        guild_sandbox_append_json  (GString *out, const char *text);

/* SQL is part of the program and must be right. FORMAT has one letter per parameter: s text
 * (nullable), i gint64. (transfer full) */
sqlite3_stmt *guild_sandbox_sql             (GuildSandbox *self, const char *sql,
                                             const char *format, ...);
/* The same, run to its end. */
void          guild_sandbox_sql_run         (GuildSandbox *self, const char *sql,
                                             const char *format, ...);
/* First column of the first row; 0 when there is none or it is NULL. */
gint64        guild_sandbox_sql_int         (GuildSandbox *self, const char *sql,
                                             const char *format, ...);
/* (transfer full) (nullable) */
char         *guild_sandbox_sql_text        (GuildSandbox *self, const char *sql,
                                             const char *format, ...);

/* Each part answers the paths it owns and returns TRUE, or returns FALSE. */
gboolean    guild_sandbox_codat_handle    (GuildSandbox *self, GuildSandboxExchange *exchange);
gboolean    guild_sandbox_link_handle     (GuildSandbox *self, GuildSandboxExchange *exchange);
gboolean    guild_sandbox_autodesk_handle (GuildSandbox *self, GuildSandboxExchange *exchange);
gboolean    guild_sandbox_control_handle  (GuildSandbox *self, GuildSandboxExchange *exchange);

/* Makes tables and seeds N companies when the tables are empty; one transaction. */
gboolean    guild_sandbox_codat_seed      (GuildSandbox *self, guint n_companies, GError **error);
gboolean    guild_sandbox_autodesk_seed   (GuildSandbox *self, guint n_companies, GError **error);

/* Deterministic: the same (seed, index) gives the same text for ever. guild-sandbox-names.c */
guint64     guild_sandbox_random          (guint64 seed, guint64 index, guint salt);
char       *guild_sandbox_uuid            (guint64 seed, guint64 index, guint salt);
char       *guild_sandbox_firm_name       (guint64 seed, guint64 index);

G_END_DECLS
