/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test.h"

G_BEGIN_DECLS

/* The published specifications; not part of this project. $GUILDHALL_CONTRACT_DIR says where they
 * are (default: ../shared/contract/openapi beside the repository). */
typedef enum
{
  GUILD_CONTRACT_CODAT,
  GUILD_CONTRACT_CODAT_GROUPS,   /* of 2024, when there were groups */
  GUILD_CONTRACT_AUTODESK,
  GUILD_CONTRACT_AUTODESK_TOKEN,
  GUILD_CONTRACT_N,
} GuildContractSpec;

/* A sandbox; for each specification a proxy (`prism proxy --errors`) in front of it; and in front
 * of those one address for the client, which notes what the proxies object to. */
typedef struct _GuildContract GuildContract;

/* NULL when the suite can run here, else what is missing, for g_test_skip(). */
const char       *guild_contract_missing (void);
/* What install.sh fetched: $GUILDHALL_CONTRACT_PACKAGES, default _build/contract. (transfer
 * full) */
char             *guild_contract_packages (void);
/* Starts the proxies of FIRST and SECOND. */
GuildContract    *guild_contract_start   (GuildContractSpec first, GuildContractSpec second);
void              guild_contract_stop    (GuildContract *self);
GuildTestSandbox *guild_contract_sandbox (GuildContract *self);
/* The base address for the client. */
const char       *guild_contract_url     (GuildContract *self);
/* The specification for the requests that come now; token requests find theirs by themselves. */
void              guild_contract_use     (GuildContract *self, GuildContractSpec spec);
/* GET of PATH with the sandbox's key, as some client would send it. */
void              guild_contract_ask     (GuildContract *self, const char *path);
/* How many requests came, and (transfer full) what the proxies objected to in them, NULL when
 * nothing; both since the last call. */
guint             guild_contract_take    (GuildContract *self, char **objections);

G_END_DECLS
