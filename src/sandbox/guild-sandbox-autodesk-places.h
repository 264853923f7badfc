/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-autodesk.h"

G_BEGIN_DECLS

/* Where the made-up firms are. */

typedef enum { EN, DE, FR, ES, PT, IT, NL, NORDIC, PL, CS } GuildSandboxLanguage;

/* '#' is a digit, '@' a letter. A state that the country does not have is NULL. */
typedef struct
{
  GuildSandboxLanguage language;
  const char *city, *state, *state_code, *country, *country_code, *postal, *phone, *tax;
} GuildSandboxPlace;

#define GUILD_SANDBOX_N_PLACES 52
extern const GuildSandboxPlace guild_sandbox_places[GUILD_SANDBOX_N_PLACES];

/* The name of a country or of a state of COUNTRY (either may be a code); what is not known, or has
 * no code, comes back as it is. TEXT and COUNTRY may be NULL. */
const char *guild_sandbox_place_country  (const char *text);
const char *guild_sandbox_place_state    (const char *text, const char *country);
/* FALSE when STATE is known, and to be in other countries than COUNTRY only; both are names. */
gboolean    guild_sandbox_place_fits     (const char *state, const char *country);

G_END_DECLS
