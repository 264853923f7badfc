/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "support/guild-test.h"

G_BEGIN_DECLS

/* A customer at the sandbox's pages, by the requests that a browser would send. They are awaited in
 * this context, because the server that takes a flow's callback lives in it. */

/* FORM (nullable): as a page sends it. PAGE (out) (nullable): what came, (transfer full). Redirects
 * are not followed. (transfer full) */
SoupMessage *guild_test_customer_send     (SoupSession *session, const char *method,
                                           const char *uri, const char *form, char **page);
/* What TO means on the page that MESSAGE brought; (transfer full). */
char        *guild_test_customer_dup_next (SoupMessage *message, const char *to);
/* The status of a GET of URI. */
guint        guild_test_customer_get      (SoupSession *session, const char *uri);
/* Follows LINK, chooses PLATFORM ("gbol"; NULL: there is nothing to choose) and ends with OUTCOME
 * ("authorise", "cancel", …). Where that leads; (transfer full). */
char        *guild_test_customer_visit    (SoupSession *session, const char *link,
                                           const char *platform, const char *outcome);

G_END_DECLS
