/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A window manager and a compositor on the private screen, both ready: a program that starts while
 * they do may never be shown. */
typedef struct
{
  GSubprocess *window_manager; /* (owned) */
  GSubprocess *compositor;     /* (owned) */
} GuildTestDesktop;

GuildTestDesktop *guild_test_desktop_start (void);
void              guild_test_desktop_stop  (GuildTestDesktop *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildTestDesktop, guild_test_desktop_stop)

G_END_DECLS
