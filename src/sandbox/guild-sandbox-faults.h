/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_SANDBOX_CUT_NEVER,
  GUILD_SANDBOX_CUT_BEFORE,      /* nothing is done, no byte is sent */
  GUILD_SANDBOX_CUT_BODY,        /* half of the answer arrives */
  GUILD_SANDBOX_CUT_AFTER_WRITE, /* the work is done, no byte is sent */
} GuildSandboxCut;

/* One rule; the grammar is described above guild_sandbox_faults_add(). */
typedef struct
{
  char           *spec;    /* (owned): as it was given */
  char           *path;    /* (owned) (nullable): prefix, or glob when it holds * or ? */
  char           *method;  /* (owned) (nullable) */
  guint           status;  /* 0 = the real answer */
  double          rate;    /* 0…1 */
  gint64          count;   /* times left; -1 = for ever */
  guint           skip;    /* requests let through first */
  guint           delay;   /* ms */
  GuildSandboxCut cut;
  gboolean        truncate;
  gboolean        late;    /* status only after the work was done */
  gboolean        unknown_enum;
  guint           wrong_types; /* every Nth string */
  guint64         big;     /* bytes */
  gint64          retry_after; /* seconds; -1 = no header */
  gboolean        retry_date;
  guint64         seen;    /* requests that matched, for the rate */
  guint           salt;
} GuildSandboxFault;

GuildSandboxFaults *guild_sandbox_faults_new   (void);
void                guild_sandbox_faults_free  (GuildSandboxFaults *self);
void                guild_sandbox_faults_clear (GuildSandboxFaults *self);
/* FALSE and a message for people when SPEC cannot be understood; nothing is added then. */
gboolean            guild_sandbox_faults_add   (GuildSandboxFaults *self, const char *spec,
                                                GError **error);
/* The first rule that wants this request, counted as used; (borrowed) (nullable), valid until the
 * rules change. */
GuildSandboxFault  *guild_sandbox_faults_take  (GuildSandbox *sandbox,
                                                GuildSandboxExchange *exchange);
GuildSandboxFault  *guild_sandbox_fault_copy   (const GuildSandboxFault *self);
void                guild_sandbox_fault_free   (GuildSandboxFault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildSandboxFault, guild_sandbox_fault_free)
/* Spoils the finished answer. */
void                guild_sandbox_fault_apply  (GuildSandbox *sandbox,
                                                const GuildSandboxFault *self,
                                                GuildSandboxExchange *exchange);
JsonNode           *guild_sandbox_faults_to_json (GuildSandboxFaults *self);

G_END_DECLS
