/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-codat.h"

G_BEGIN_DECLS

/* Data types of §9: what they are called, where they are read and what a record looks like. */
typedef enum
{
  GUILD_SANDBOX_DATA_COMPANY,    /* /companies/{id}/data/… */
  GUILD_SANDBOX_DATA_CONNECTION, /* /companies/{id}/connections/{id}/data/… */
} GuildSandboxDataScope;

typedef struct
{
  const char           *key;
  const char           *path;     /* below data/ */
  const char           *source;   /* sourceType that has it */
  GuildSandboxDataScope scope;
  enum { GUILD_SANDBOX_PAGED, GUILD_SANDBOX_SINGLE, GUILD_SANDBOX_WHOLE, GUILD_SANDBOX_REPORT } form;
  guint                 most;     /* records of a company: from a fifth of this up to this */
  const char           *template; /* (nullable): see guild-sandbox-codat-records.c */
} GuildSandboxDataType;

/* Ends with a NULL key. */
extern const GuildSandboxDataType guild_sandbox_data_types[];
const GuildSandboxDataType *guild_sandbox_data_find (const char *key); /* (nullable) */

/* Which records: everything follows from these and the sandbox's seed; nothing is stored. */
typedef struct
{
  GuildSandbox               *sandbox;
  const GuildSandboxDataType *type;
  gint64                      company;
  guint                       account; /* bank transactions: of which account, from 1; else 0 */
  guint                       nth;     /* of the company's connections with the type's source */
  guint                       n_sets;  /* so many connections from there on, merged; 0 is one */
  gint64                      today;   /* of the first day the data was looked at, µs */
} GuildSandboxRecords;

guint    guild_sandbox_records_count  (GuildSandboxRecords *self);
/* Appends record INDEX as a JSON object. */
void     guild_sandbox_records_write  (GuildSandboxRecords *self, guint index, GString *out);
/* (transfer full) */
char    *guild_sandbox_records_id     (GuildSandboxRecords *self, guint index);

/* balanceSheet, profitAndLoss, cashFlowStatement; FALSE: the parameters are not valid. */
gboolean guild_sandbox_report_write   (GuildSandboxRecords *self, GuildSandboxExchange *exchange,
                                       GString *out);

/* Refresh, status, history, validation and push, below /companies/{id}. */
gboolean guild_sandbox_pulls_handle   (GuildSandbox *self, GuildSandboxExchange *exchange,
                                       gint64 company);
/* Why TYPE cannot be read at CONNECTION (0: at the company) is answered: 404 not supported, 409
 * never synchronised. */
gboolean guild_sandbox_pulls_readable (GuildSandbox *self, GuildSandboxExchange *exchange,
                                       gint64 company, gint64 connection,
                                       const GuildSandboxDataType *type);

G_END_DECLS
