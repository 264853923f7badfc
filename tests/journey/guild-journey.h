/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test-atspi.h"
#include "support/guild-test-browser.h"
#include "support/guild-test-desktop.h"

G_BEGIN_DECLS

/* A job that a person does with the program, walked from outside: the real binary on a screen, the
 * real sandbox, a real browser. Whatever a step waits for in vain ends the process (the helpers
 * do); the process above it (guild-journey.c) keeps the picture and says which step it was. */
typedef struct
{
  const char *directory;          /* pictures and the log */
  const char *step;               /* "03-create-company", while it is walked */
  GuildTestSandbox *sandbox;      /* (owned) */
  GuildTestBrowser *browser;      /* (owned) */
  GuildTestPage *page;            /* (owned) (nullable): the open Link page */
  GuildTestDesktop *desktop;      /* (owned) */
  GSubprocess *program;           /* (owned) */
  AtspiAccessible *application;   /* (owned) */

  char *company_id;               /* (owned) (nullable): the company at hand */
  char *connection_id;            /* (owned) (nullable) */
  const char *warns;              /* (nullable): what the toolkit is right to warn of here */
} GuildJourney;

typedef struct
{
  const char *name;
  /* Returns what held, for the log; (transfer full). */
  char *(*walk) (GuildJourney *self);
} GuildJourneyStep;

typedef struct
{
  const char *name;                /* of the log: "tour" for tour.log */
  const GuildJourneyStep *steps;
  guint n_steps;
  const char *companies;           /* (nullable): at the sandbox; NULL for as many as a person gets */
  int width, height;               /* of the main window; 0 for the size it has at first */
} GuildJourneyPlan;

/* What main() returns: PROGRAM DIRECTORY walks PLAN in a process of its own, so that a step that
 * fails can be told. Prints TAP; leaves numbered pictures and the log in DIRECTORY. */
int       guild_journey_main    (int argc, char **argv, const GuildJourneyPlan *plan);

/* A window manager, the sandbox, the browser, and Guildhall started as a person would. */
void      guild_journey_begin   (GuildJourney *self, const GuildJourneyPlan *plan,
                                 const char *directory);
/* Ctrl+Q, and it is gone without a complaint. */
void      guild_journey_quit_program (GuildJourney *self);
/* The program once more; ARGUMENT is one of its own or NULL. */
void      guild_journey_start_program (GuildJourney *self, const char *argument);
/* Ends all of them; Guildhall by closing its window. */
void      guild_journey_end     (GuildJourney *self);

/* Waits until the screen does not change any more, or for some seconds while something turns. */
void      guild_journey_await_still (GuildJourney *self);
/* The screen then, as NN-step.png. */
void      guild_journey_picture (GuildJourney *self);
/* A further picture within the step, at once: NN-step-WHAT.png. */
void      guild_journey_snap    (GuildJourney *self, const char *what);
/* One picture of the screen as it is. */
void      guild_journey_shoot_screen (const char *filename);

/* Asks the sandbox; (transfer full). PATH may be a format. */
JsonNode *guild_journey_ask     (GuildJourney *self, const char *path, ...) G_GNUC_PRINTF (2, 3);
/* Number with thin groups as in the log: 2 000. (transfer full). */
char     *guild_journey_number  (gint64 number);

G_END_DECLS
