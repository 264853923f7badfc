/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test.h"

G_BEGIN_DECLS

/* One sandbox for the whole program, asked as an Autodesk application asks. */

#define N_COMPANIES 600
#define ALL_SCOPES "account:read data:read"

typedef struct
{
  guint status;
  JsonNode *body;    /* (owned) (nullable): when it is JSON */
  GBytes *bytes;     /* (owned) */
  char *text;        /* (owned): the same as text */
  char *type;        /* (owned) (nullable) */
  char *location;    /* (owned) (nullable) */
  char *retry_after; /* (owned) (nullable) */
} Answer;
void answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* Between autodesk_begin() and autodesk_end(). */
extern GuildTestSandbox *sandbox;
extern char *token; /* with ALL_SCOPES; after a test has moved the clock NULL */
extern char *writer; /* the same for hq(), once that was called */

void        autodesk_begin (void);
void        autodesk_end   (void);
/* HEADERS: name, value, name, value, NULL; a NULL value leaves the header out. FORM (nullable). */
Answer     *ask            (const char *method, const char *path, const char * const *headers,
                            const char *form);
/* The same with any BODY (nullable). */
Answer     *ask_with       (const char *method, const char *path, const char * const *headers,
                            const char *type, GBytes *body);
/* A GET with a good token and the right region. */
Answer     *get            (const char *path);
/* The same of the list of companies; QUERY without its question mark. */
Answer     *get_companies  (const char *query);
char       *companies_path (const char *query); /* (transfer full) */
/* (transfer full): a header's value, with a token for SCOPE. */
char       *get_token      (const char *scope);
/* A call below /hq/v1/accounts/{id} with a token that may write; BODY (nullable) is JSON. */
Answer     *hq             (const char *method, const char *path, const char *body);
JsonArray  *array_of       (Answer *answer);
JsonObject *object_of      (Answer *answer);
/* NULL when MEMBER is missing or null. */
const char *text_of        (JsonObject *object, const char *member);
void        set_switches   (const char *json);
/* Moves the sandbox's clock; the token is forgotten. */
void        advance        (const char *seconds);

G_END_DECLS
