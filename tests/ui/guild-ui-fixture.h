/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test-ui.h"
#include "ui/guild-window-private.h"

G_BEGIN_DECLS

/* A window on a desk of its own, on the real sandbox. */
typedef struct
{
  GuildTestSandbox *sandbox; /* (owned) (nullable) */
  char             *room;    /* (owned): configuration, state and cache lie below */
  GtkApplication   *application; /* (unowned) */
  GuildDesk        *desk;    /* (owned) */
  GuildWindow      *window;  /* the application's */
} GuildUiFixture;

/* 3 June 2024, 15:00 UTC: when the sandbox's clock starts, so that pictures do not change with the
 * day. Seconds since 1970. */
#define GUILD_UI_FIXTURE_BEGIN G_GINT64_CONSTANT (1717426800)

/* (transfer none): one for the process; a second one could not take its place on the bus. */
GtkApplication *guild_ui_fixture_get_application (void);
/* Makes the application (style sheets, icons) and the sandbox with N_COMPANIES at each service. */
void guild_ui_fixture_init       (GuildUiFixture *self, guint n_companies);
/* A desk on the fixture's directories, and its window, drawn. */
void guild_ui_fixture_open       (GuildUiFixture *self, int width, int height);
void guild_ui_fixture_close      (GuildUiFixture *self);
/* Adds the sandbox's workspaces and waits for Codat's companies on show. */
void guild_ui_fixture_add_sandbox (GuildUiFixture *self);
void guild_ui_fixture_clear      (GuildUiFixture *self);

G_END_DECLS
