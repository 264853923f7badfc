/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* What became of a link that was sent. */
typedef enum
{
  GUILD_LINK_NEWS_LINKED,    /* TEXT: the platform, "" when the service does not say */
  GUILD_LINK_NEWS_CANCELLED, /* the customer left; the link still works, so the wait goes on */
  GUILD_LINK_NEWS_FAILED,    /* the same; TEXT: what the service says */
  GUILD_LINK_NEWS_GONE,      /* the company does not exist any more */
  GUILD_LINK_NEWS_OVER,      /* nobody used it for a month */
} GuildLinkNews;

/* Waits for any number of customers who were sent a link, for as long as that takes: while nobody
 * looks, and after a restart. It asks the service for many companies at once, at most once a minute
 * and ever more seldom the older the links are, and takes no more than a tenth of a day's requests,
 * and none of the last tenth. Any other reading of the companies counts as well. What is kept, in
 * the directory's cache, is the companies' ids and times.
 *
 * Property "n-awaited" (uint), notified. Signals, main thread:
 *   changed: who is awaited, or when the service was asked
 *   news (company id, GuildLinkNews, TEXT (nullable)): something happened */
#define GUILD_TYPE_LINK_VIGIL (guild_link_vigil_get_type ())
G_DECLARE_FINAL_TYPE (GuildLinkVigil, guild_link_vigil, GUILD, LINK_VIGIL, GObject)

/* At most so much of a day's quota is used by waiting. */
#define GUILD_LINK_VIGIL_SHARE 10 /* a tenth */

/* Goes on with what the directory's cache remembers. */
GuildLinkVigil *guild_link_vigil_new        (GuildDirectory *directory);
/* Stops for good, keeping what is awaited; before the directory is closed. */
void            guild_link_vigil_close      (GuildLinkVigil *self);
/* The company's customer was sent a link. Of one who was awaited already the wait begins anew. */
void            guild_link_vigil_begin      (GuildLinkVigil *self, const char *company_id);
/* The same for each of COMPANY_IDS (element-type utf8) that has no connection or one that is not
 * linked. */
void            guild_link_vigil_begin_many (GuildLinkVigil *self, GPtrArray *company_ids);
/* While HELD somebody else watches the company, and tells. */
void            guild_link_vigil_hold       (GuildLinkVigil *self, const char *company_id,
                                             gboolean held);
/* Nothing happens when nobody is awaited. */
void            guild_link_vigil_end        (GuildLinkVigil *self, const char *company_id);
guint           guild_link_vigil_get_n_awaited (GuildLinkVigil *self);
/* SINCE and ASKED (out) (optional): when the link was sent and the service asked last, µs UTC,
 * ASKED GUILD_NUMBER_UNSET when it was not. FALSE: not awaited. */
gboolean        guild_link_vigil_get_awaited (GuildLinkVigil *self, const char *company_id,
                                              gint64 *since, gint64 *asked);
/* TRUE while the requests that waiting may use are used up, or the service asked for a pause. */
gboolean        guild_link_vigil_get_paused (GuildLinkVigil *self);
/* For tests and measurements, before anything is awaited: time goes so many times as fast. */
void            guild_link_vigil_set_haste  (GuildLinkVigil *self, guint times);

G_END_DECLS
