/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include "support/guild-test.h"

G_BEGIN_DECLS

/* What came back, whatever it was. */
typedef struct
{
  guint               status;  /* 0: the connection failed */
  char               *text;    /* (owned): the body */
  JsonNode           *json;    /* (owned) (nullable): the body, when it is JSON */
  SoupMessageHeaders *headers; /* (owned) */
  GError             *error;   /* (owned) (nullable) */
} Answer;

void    answer_free (Answer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* One request with Codat's key on a connection of its own; redirects are not followed. BODY is
 * JSON, or a form when it does not begin with { or [. PATH may be a whole address. */
Answer *call        (GuildTestSandbox *sandbox, const char *method, const char *path,
                     const char *body);
/* The same with another Authorization header, or none. */
Answer *call_as     (GuildTestSandbox *sandbox, const char *authorization, const char *method,
                     const char *path, const char *body);
#define get(sandbox, path) call (sandbox, "GET", path, NULL)

/* PATH through members ("results.0.name"); each fails the test when it leads nowhere. */
JsonNode   *json_at     (JsonNode *node, const char *path);
const char *text_at     (Answer *answer, const char *path);
gint64      int_at      (Answer *answer, const char *path);
guint       length_at   (Answer *answer, const char *path);
gboolean    has         (Answer *answer, const char *path);

/* Id of the first company for QUERY (unencoded, nullable); (transfer full). */
char       *first_company (GuildTestSandbox *sandbox, const char *query);

G_END_DECLS
