/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-ui-dialogs.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The person's default browser is a script that notes the address it is given; the test then plays
 * the customer on the sandbox's Link pages. */
typedef struct
{
  char        *script;  /* (owned) */
  char        *note;    /* (owned): file the address is written to */
  SoupSession *session; /* (owned) */
} GuildUiBrowser;

GuildUiBrowser *guild_ui_browser_new   (void);
void            guild_ui_browser_free  (GuildUiBrowser *self);
/* Waits until somebody opened an address; (transfer full). */
char           *guild_ui_browser_await (GuildUiBrowser *self);
/* Follows LINK, chooses PLATFORM ("gbol"; NULL for a connection's link), ends with OUTCOME
 * ("authorise", "cancel", "not-supported", "error") and follows where that leads. */
void            guild_ui_browser_visit (GuildUiBrowser *self, const char *link,
                                        const char *platform, const char *outcome);
/* Signs in as PERSON ("administrator", "member", "guest") on the sandbox's page ADDRESS, presses
 * OUTCOME ("allow", "refuse") and follows where that leads. */
void            guild_ui_browser_sign_in (GuildUiBrowser *self, const char *address,
                                          const char *person, const char *outcome);
/* The status of a GET of URI. */
guint           guild_ui_browser_get   (GuildUiBrowser *self, const char *uri);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildUiBrowser, guild_ui_browser_free)

G_END_DECLS
