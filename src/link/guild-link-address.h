/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-connection.h"
#include "company/guild-field.h"

G_BEGIN_DECLS

/* What can be told of a link address, and what it is sent to a customer as (codat.md §12).
 * Addresses are secrets: nothing here keeps or logs one. */

/* Whether ADDRESS holds a one-time password: "link.otp" of a company's, "otp" of a connection's. */
gboolean guild_link_has_password   (const char *address);
/* Whether the links of CONNECTION live an hour only: those of bank feeds of QuickBooks Online. */
gboolean guild_link_is_brief       (GuildConnection *connection);
/* When ADDRESS, fetched at FETCHED (µs UTC), dies even if unused: a day later where it holds a
 * one-time password, or an hour when BRIEF; GUILD_NUMBER_UNSET = never. */
gint64   guild_link_get_expiry     (const char *address, gboolean brief, gint64 fetched);
/* An e-mail text with ADDRESS in it. COMPANY_NAME (nullable); EXPIRY as above. (transfer full) */
char    *guild_link_dup_mail       (const char *address, const char *company_name, gint64 expiry);
/* A shortcut file that opens ADDRESS: NAME ends in ".html" for a web page, anything else is an
 * Internet shortcut (".url"). (transfer full) */
char    *guild_link_dup_shortcut   (const char *address, const char *company_name,
                                    const char *name);
/* A file name for that: of COMPANY_NAME (nullable) without what file systems refuse. */
char    *guild_link_dup_file_name  (const char *company_name);

G_END_DECLS
