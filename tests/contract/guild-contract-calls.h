/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "contract/guild-contract.h"
#include "service/guild-service.h"

G_BEGIN_DECLS

/* What the calls are about; the table's rows name them, and rows that make something fill them. */
typedef enum
{
  GUILD_ID_NONE,
  GUILD_ID_UNKNOWN,    /* an id that nothing has */
  GUILD_ID_COMPANY,    /* with a Linked connection */
  GUILD_ID_CONNECTION, /* that connection */
  GUILD_ID_NEW_COMPANY,
  GUILD_ID_NEW_CONNECTION,
  GUILD_ID_GROUP,
  GUILD_ID_PRODUCT,
  GUILD_ID_DATA_TYPE,
  GUILD_ID_OTHER_TYPE,
  GUILD_ID_API_KEY,
  GUILD_ID_WEBHOOK,
  GUILD_ID_MEMBER_NAME, /* what of the profile is written */
  GUILD_ID_PROJECT,
  GUILD_ID_EMPLOYER,   /* a company with a member */
  GUILD_ID_MEMBER,     /* who belongs to it */
  GUILD_ID_N,
} GuildContractId;

typedef struct
{
  GuildContract *contract;
  GuildService  *service;  /* (owned) */
  char          *ids[GUILD_ID_N]; /* (owned) (nullable) */
} GuildContractCase;

typedef struct _GuildContractCall GuildContractCall;
typedef void (*GuildContractFunc) (GuildContractCase *self, const GuildContractCall *call,
                                   GError **error);

#define GUILD_EXPECT_SUCCESS -1

/* One row of the table. */
struct _GuildContractCall
{
  const char       *name;
  GuildContractSpec spec;
  GuildContractFunc run;
  int               expect;  /* GUILD_EXPECT_SUCCESS or a GuildServiceError of the real service */
  GuildWriteKind    kind;    /* of a write, like the rest */
  GuildContractId   company;
  GuildContractId   target;
  GuildContractId   makes;
  const char       *body;    /* (nullable) */
  const char       *fault;   /* (nullable): the sandbox's, for this call alone */
};

/* A read: NAME is the client's function. */
#define GUILD_READ(spec_, name_, run_, ...) \
  { .name = name_, .spec = GUILD_CONTRACT_##spec_, .run = run_, .expect = GUILD_EXPECT_SUCCESS, \
    __VA_ARGS__ }
/* A write, and the look-up that would tell whether it happened. */
#define GUILD_WRITE(spec_, kind_, company_, target_, body_, ...) \
  { .name = #kind_, .spec = GUILD_CONTRACT_##spec_, .run = guild_contract_write, \
    .expect = GUILD_EXPECT_SUCCESS, .kind = GUILD_WRITE_##kind_, .company = GUILD_ID_##company_, \
    .target = GUILD_ID_##target_, .body = body_, __VA_ARGS__ }

void guild_contract_write     (GuildContractCase *self, const GuildContractCall *call,
                               GError **error);
/* Adds one test for each row, to be run in their order. */
void guild_contract_add_calls (const char *prefix, GuildContractCase *self,
                               const GuildContractCall *calls, guint n_calls);

G_END_DECLS
