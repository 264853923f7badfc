/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-desk-sandbox.h"
#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* For guild-desk*.c only. */

/* What the desk knows of one workspace beside its directory. */
typedef struct
{
  GuildDesk      *desk;      /* (unowned): the seat dies with the desk */
  GuildDirectory *directory; /* (owned) */
  GuildLinkVigil *vigil;     /* (owned) (nullable): where there are links */
  GError         *error;     /* (owned) (nullable): why there are no credentials */
} GuildSeat;

/* What a worker read of the list of workspaces. */
typedef struct
{
  GuildWorkspaceList *workspaces; /* (owned) (nullable) */
  GError             *error;      /* (owned) (nullable) */
} GuildListing;

struct _GuildDesk
{
  GObject parent_instance;

  char               *config_dir;    /* (owned) */
  char               *state_dir;     /* (owned) */
  char               *cache_dir;     /* (owned) */
  GuildWorkspaceList *workspaces;    /* (owned) (nullable): NULL until read */
  GuildListing       *read;          /* (owned) (nullable) (atomic): by the worker, to be taken */
  GMutex              listing;       /* for workers that write the list */
  GError             *error;         /* (owned) (nullable) */
  GListStore         *directories;   /* (owned): GuildDirectory */
  GHashTable         *seats;         /* (owned): workspace id (borrowed) → Seat */
  GuildJournal       *journal;       /* (owned) (nullable) */
  GError             *journal_error; /* (owned) (nullable) */
  GuildDeskSandbox   *sandbox;       /* (owned) (nullable) */
  GCancellable       *cancellable;   /* (owned) */
  gboolean            ready;
  gboolean            paused;
  guint               n_held;        /* what quitting waits for */
  GTask              *closing;       /* (owned) (nullable): waits for those */
};

/* (nullable): NULL for a service this program does not know. Not yet in the desk's directories. */
GuildSeat *guild_desk_add_seat        (GuildDesk *self, GuildWorkspace *workspace);
void       guild_desk_forget_seat     (GuildDesk *self, GuildDirectory *directory);
/* Gives the seat's directory its service, attaches it to the journal, and syncs. */
void       guild_desk_connect_service (GuildSeat *seat, const char *secret);
/* Why the seat has no credentials (nullable). */
void       guild_desk_set_seat_error  (GuildSeat *seat, const GError *error);
/* That nothing is stored for it. */
void       guild_desk_tell_no_secret  (GuildSeat *seat);
/* Quitting waits until TASK has given its answer. */
void       guild_desk_hold_for        (GuildDesk *self, GTask *task);
/* Puts OLD in the place of what the keyring holds for WORKSPACE, or clears that when OLD is NULL;
 * then TASK fails with ERROR, which also says so when the keyring refused. Takes TASK and ERROR. */
void       guild_desk_undo_key        (GTask *task, GuildWorkspace *workspace, const char *old,
                                       GError *error);

G_END_DECLS
