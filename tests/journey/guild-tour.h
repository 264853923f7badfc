/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test-atspi.h"
#include "support/guild-test-browser.h"
#include "support/guild-test-desktop.h"

G_BEGIN_DECLS

/* The main job of the program, walked from outside: the real binary on a screen, the real sandbox,
 * a real browser. Whatever a step waits for in vain ends the process (the helpers do); the process
 * above it (guild-tour.c) keeps the picture and says which step it was. */
typedef struct
{
  const char *directory;          /* pictures and tour.log */
  const char *step;               /* "03-create-company", while it is walked */
  GuildTestSandbox *sandbox;      /* (owned) */
  GuildTestBrowser *browser;      /* (owned) */
  GuildTestPage *page;            /* (owned) (nullable): the open Link page */
  GuildTestDesktop *desktop;      /* (owned) */
  GSubprocess *program;           /* (owned) */
  AtspiAccessible *application;   /* (owned) */

  char *company_id;               /* (owned) (nullable): the company that the tour creates */
  char *connection_id;            /* (owned) (nullable) */
} GuildTour;

typedef struct
{
  const char *name;
  /* Returns what held, for the log; (transfer full). */
  char *(*walk) (GuildTour *self);
} GuildTourStep;

extern const GuildTourStep guild_tour_steps[];
extern const guint guild_tour_n_steps;

/* A window manager, the sandbox, the browser, and Guildhall started as a person would. */
void      guild_tour_begin   (GuildTour *self, const char *directory);
/* Ends all of them; Guildhall by closing its window. */
void      guild_tour_end     (GuildTour *self);

/* Waits until the screen does not change any more, and keeps it as NN-step.png. */
void      guild_tour_picture (GuildTour *self);
/* A further picture within the step, at once: NN-step-WHAT.png. */
void      guild_tour_snap    (GuildTour *self, const char *what);
/* One picture of the screen as it is. */
void      guild_tour_shoot_screen (const char *filename);

/* Asks the sandbox; (transfer full). PATH may be a format. */
JsonNode *guild_tour_ask     (GuildTour *self, const char *path, ...) G_GNUC_PRINTF (2, 3);
/* Number with thin groups as in the log: 2 000. (transfer full). */
char     *guild_tour_number  (gint64 number);

G_END_DECLS
