/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journey/guild-journey.h"

G_BEGIN_DECLS

/* A Codat company behind the program's back, at the sandbox, and the Link page that its customer
 * sees. */

/* (transfer full) (nullable): the company of that name as the sandbox tells it; more than one fails
 * the test. */
JsonNode *guild_journey_find_company    (GuildJourney *self, const char *name);
/* How many companies match QUERY of the service's own language; "" for all. */
gint64    guild_journey_count_companies (GuildJourney *self, const char *query);
/* Whether the only connection of the company at hand has that status ("": it has none); notes its
 * id. */
gboolean  guild_journey_has_status      (GuildJourney *self, const char *status);

/* Waits until somebody has opened a Link page in the browser. */
void      guild_journey_await_link_page (GuildJourney *self);
/* Chooses the browser in the link dialog and waits for the Link page there. */
void      guild_journey_open_link_page  (GuildJourney *self);
/* A company's own link asks for the platform first; a connection's link knows it. */
void      guild_journey_choose_platform (GuildJourney *self, const char *key);
void      guild_journey_close_page      (GuildJourney *self);
/* Waits until the link dialog says so, and closes it. */
void      guild_journey_await_linked    (GuildJourney *self);

G_END_DECLS
