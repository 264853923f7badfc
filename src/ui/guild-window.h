/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-desk.h"
#include "ui/guild-grid.h"

G_BEGIN_DECLS

/* The main window: sidebar, table, company pane. */
#define GUILD_TYPE_WINDOW (guild_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildWindow, guild_window, GUILD, WINDOW, AdwApplicationWindow)

/* APPLICATION (nullable) in tests of the window alone. */
GuildWindow    *guild_window_new              (GtkApplication *application, GuildDesk *desk);
GuildDesk      *guild_window_get_desk         (GuildWindow *self);
/* Takes TOAST. */
void            guild_window_add_toast        (GuildWindow *self, AdwToast *toast);
/* (nullable): whose companies are on show. */
GuildDirectory *guild_window_get_directory    (GuildWindow *self);
GuildView      *guild_window_get_view         (GuildWindow *self); /* (nullable) */
GuildGrid      *guild_window_get_grid         (GuildWindow *self);
/* IDS: (element-type utf8), not to be changed; whoever keeps them takes a reference. */
typedef void  (*GuildWindowIdsFunc)           (GuildWindow *self, GPtrArray *ids, gpointer data);
/* Calls FUNC with the companies that are selected now, or else the one in the pane: at once where
 * they are few; or else when a worker has listed them, unless the window is closed or another
 * workspace on show by then. FREE_DATA (nullable) is called in any case. */
void            guild_window_with_companies   (GuildWindow *self, GuildWindowIdsFunc func,
                                               gpointer data, GDestroyNotify free_data);
/* How many those are. */
guint           guild_window_count_companies  (GuildWindow *self);
/* (transfer full) (nullable): the same where it is one company. */
char           *guild_window_dup_only_company_id (GuildWindow *self);
/* FALSE when there is no such view. VIEW_ID NULL: the workspace's first. */
gboolean        guild_window_show_view        (GuildWindow *self, const char *workspace_id,
                                               const char *view_id);
/* Opens the pane on a company of the workspace on show; NULL closes it. */
void            guild_window_open_company     (GuildWindow *self, const char *company_id);
/* Begins a new company as soon as the workspace on show has access to its service, or tells why
 * that cannot be. When a dialog of this window is open, it comes forward instead; without any
 * workspace nothing happens, as the page on show says what to do. */
void            guild_window_new_company      (GuildWindow *self);
/* Companies that something was typed for in the pane which is not saved. */
guint           guild_window_count_unsaved    (GuildWindow *self);
/* Closes the pane if it is on that company, and selects it no longer: it is about to go. */
void            guild_window_forget_company   (GuildWindow *self, const char *company_id);
/* Ends the browser sign-in of DIRECTORY's workspace, and tells so. */
void            guild_window_sign_out         (GuildWindow *self, GuildDirectory *directory);
/* What the person asked for beyond the view: text, conditions, order. Property "query". */
GuildQuery     *guild_window_get_query        (GuildWindow *self);
void            guild_window_set_query        (GuildWindow *self, GuildQuery *query);
/* Autodesk's own pages, of the region of DIRECTORY's account, in the browser. */
void            guild_window_open_in_autodesk (GuildWindow *self, GuildDirectory *directory);

G_END_DECLS
