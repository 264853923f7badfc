/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* Addresses of what is on the desk, for notes, tables and other programs:
 *
 *   guildhall:company/COMPANY              a company, in whichever workspace knows it
 *   guildhall:company/WORKSPACE/COMPANY    the same, in that workspace alone
 *   guildhall:workspace/WORKSPACE          all companies of a workspace
 *
 * The development flavour's begin with "guildhall-devel:".
 * Ids are 1 to 64 letters, digits, ".", "_" and "-". Slashes may stand before the first word, as
 * some desktops write them there; there is no query and no fragment. An address only shows: none
 * changes anything, asks a service for anything, or holds anything secret. */
#define GUILD_ADDRESS_EXAMPLE GUILD_PACKAGE ":company/ID"
typedef struct
{
  char *workspace_id; /* (owned) (nullable) */
  char *company_id;   /* (owned) (nullable): not both are NULL */
} GuildAddress;

/* (transfer full) (nullable): the address of a company, for whoever has it in a workspace of
 * theirs; NULL if no address can hold that id. */
char           *guild_address_of_company  (const char *company_id);
/* (transfer full) (nullable). URI is from anybody, and need not be UTF-8; what is wrong with it is
 * told in words for a person, G_IO_ERROR_INVALID_ARGUMENT. */
GuildAddress   *guild_address_parse       (const char *uri, GError **error);
void            guild_address_free        (GuildAddress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildAddress, guild_address_free)

/* Waits until what the desk knows has been read from the disk. (transfer full): the directory that
 * SELF is in; G_IO_ERROR_NOT_FOUND in words for a person when nothing of it is known here. */
void            guild_address_find_async  (const GuildAddress *self, GuildDesk *desk,
                                           GAsyncReadyCallback callback, gpointer data);
GuildDirectory *guild_address_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
