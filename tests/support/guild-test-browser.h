/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test.h"

G_BEGIN_DECLS

/* A real Chromium as the person's default browser: installed as one in the private XDG directories
 * (desktop file, mimeapps.list), started by whoever opens a link, and then driven from here by the
 * DevTools protocol. A wait in vain fails the test. */
typedef struct _GuildTestBrowser GuildTestBrowser;
typedef struct _GuildTestPage GuildTestPage;

/* Needs XDG_DATA_HOME and XDG_CONFIG_HOME to be private, as with-display.sh makes them. */
GuildTestBrowser *guild_test_browser_install (void);
/* Ends Chromium if it runs, waits until it is gone, and forgets it as the default. */
void              guild_test_browser_remove  (GuildTestBrowser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildTestBrowser, guild_test_browser_remove)

/* Waits until somebody has opened a page whose address begins with PREFIX and that no other
 * GuildTestPage holds; (transfer full): guild_test_page_close(). */
GuildTestPage *guild_test_browser_await_page (GuildTestBrowser *self, const char *prefix);
/* Closes the tab; the last one closes the browser. */
void           guild_test_page_close    (GuildTestPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildTestPage, guild_test_page_close)

/* The value of a JavaScript expression; (transfer full). An exception fails the test. */
JsonNode      *guild_test_page_evaluate (GuildTestPage *self, const char *expression);
/* Waits until the expression is true; it may throw before, as pages do while they load. */
void           guild_test_page_await    (GuildTestPage *self, const char *expression);
/* Waits for the element and clicks into its middle, as a mouse does. */
void           guild_test_page_click    (GuildTestPage *self, const char *id);
/* The page as PNG. */
void           guild_test_page_shoot    (GuildTestPage *self, const char *filename);

G_END_DECLS
