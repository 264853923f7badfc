/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "link/guild-awaited.h"
#include "link/guild-link-vigil.h"

G_BEGIN_DECLS

struct _GuildLinkVigil
{
  GObject parent_instance;

  GuildDirectory *directory;   /* (owned) */
  GCancellable   *cancellable; /* (owned) */
  GHashTable     *awaited;     /* (owned): id → GuildAwaited (owned) */
  GPtrArray      *asked;       /* (owned) (nullable) (element-type utf8): what is being asked for */
  guint           timer;
  gboolean        closed;
  gboolean        single;      /* the service cannot be asked for several */
  gint64          last_look;
  gint64          day;         /* since 1970 */
  guint           used;        /* requests of that day */
  gint64          begun;
  guint           haste;
};

/* Time by the vigil's clock. */
gint64 guild_link_vigil_get_now   (GuildLinkVigil *self);
/* Keeps and tells; NUMBER: of who is awaited. */
void   guild_link_vigil_changed   (GuildLinkVigil *self, gboolean number);
void   guild_link_vigil_tell      (GuildLinkVigil *self, const char *company_id,
                                   GuildLinkNews news, const char *text);
/* The wait for ONE is over, and ONE is freed. */
void   guild_link_vigil_settle    (GuildLinkVigil *self, GuildAwaited *one, GuildLinkNews news,
                                   const char *text);

/* guild-link-vigil-look.c: when the service is asked, and what it answers. */

/* Looks if it is time, or sets the timer. */
void   guild_link_vigil_plan      (GuildLinkVigil *self);
/* In a second, by when a sync may have begun. */
void   guild_link_vigil_plan_soon (GuildLinkVigil *self);
/* Until when nothing may be asked, by the vigil's clock; 0 = now is fine, G_MAXINT64 = there is no
 * service. */
gint64 guild_link_vigil_get_pause (GuildLinkVigil *self, gint64 now);

G_END_DECLS
