/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-records-private.h"
#include "ui/guild-ui-fixture.h"

G_BEGIN_DECLS

#define GUILD_UI_XERO "dataConnections.platformName=Xero&&dataConnections.status=Linked"

/* 120 companies in the sandbox, and a window upon them. */
void                guild_ui_data_set_up    (GuildUiFixture *fixture, gconstpointer unused);
void                guild_ui_data_tear_down (GuildUiFixture *fixture, gconstpointer unused);
/* Id of the company NTH (from 0) that QUERY, in the service's own words, finds; (transfer full). */
char               *guild_ui_find_company (GuildUiFixture *fixture, const char *query, guint nth);
/* The window of that company's data. A company that is new at the service is synced first. */
GuildRecordsWindow *guild_ui_present_data (GuildUiFixture *fixture, const char *company_id);
/* The same, once it knows what data there is. */
GuildRecordsWindow *guild_ui_open_data    (GuildUiFixture *fixture, const char *company_id);
/* Goes to KEY and waits for PAGE ("table", "statement", "message"). */
void                guild_ui_go_to_data   (GuildRecordsWindow *data, const char *key,
                                           const char *page);
gboolean            guild_ui_data_shows   (GuildRecordsWindow *data, const char *page);
/* The service is at whatever is refreshed from now on until it is told to come to an end, as it
 * otherwise does within two seconds: a slow machine would not see it run. */
void                guild_ui_hold_refreshes (GuildUiFixture *fixture);
void                guild_ui_end_refreshes  (GuildUiFixture *fixture);

G_END_DECLS
