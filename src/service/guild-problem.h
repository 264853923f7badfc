/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GUILD_SERVICE_ERROR (guild_service_error_quark ())

/* By what a caller can do about it. */
typedef enum
{
  GUILD_SERVICE_ERROR_OFFLINE,         /* nothing reached the service */
  GUILD_SERVICE_ERROR_TIMEOUT,         /* sent, no answer in time */
  GUILD_SERVICE_ERROR_CONNECTION_LOST, /* sent, the answer was cut: a write may have happened */
  GUILD_SERVICE_ERROR_UNAUTHORISED,
  GUILD_SERVICE_ERROR_FORBIDDEN,
  GUILD_SERVICE_ERROR_PAYMENT,
  GUILD_SERVICE_ERROR_NOT_FOUND,
  GUILD_SERVICE_ERROR_CONFLICT,
  GUILD_SERVICE_ERROR_INVALID_REQUEST,
  GUILD_SERVICE_ERROR_RATE_LIMITED,
  GUILD_SERVICE_ERROR_SERVER,
  GUILD_SERVICE_ERROR_BAD_ANSWER,      /* not the JSON that the contract promises */
  GUILD_SERVICE_ERROR_TOO_LARGE,
  GUILD_SERVICE_ERROR_CANCELLED,
  GUILD_SERVICE_ERROR_UNSUPPORTED,     /* this service, or this kind of credential, cannot */
} GuildServiceError;

/* What support needs to know; rides on the GError (g_error_copy keeps it). error->message is
 * translated, for people: what happened, what was not changed, what to do. */
typedef struct
{
  guint  status;         /* HTTP status, 0 when there was no answer */
  char  *path;           /* (owned) (nullable): method and path, redacted, no host */
  char  *service_text;   /* (owned) (nullable): the service's own words */
  char  *correlation_id; /* (owned) (nullable) */
  char **field_errors;   /* (owned) (nullable): "field: message" */
  gint64 retry_at;       /* µs UTC, GUILD_NUMBER_UNSET when the service did not say */
  gboolean maybe_done;   /* a write whose answer was lost: it may have happened */
} GuildProblem;

/* A problem of which nothing is known yet; retry_at is GUILD_NUMBER_UNSET. */
#define GUILD_PROBLEM_INIT { .retry_at = G_MININT64 }

GQuark              guild_service_error_quark   (void);
/* (nullable) (transfer none): belongs to ERROR. NULL for other domains. */
const GuildProblem *guild_problem_from_error    (const GError *error);
/* Sets ERROR (nullable); PROBLEM (nullable) stays the caller's, its strings are copied. */
void                guild_problem_set_error     (GError **error, GuildServiceError code,
                                                 const GuildProblem *problem,
                                                 const char *format, ...) G_GNUC_PRINTF (4, 5);
/* Status, path, service text, field errors, correlation id in lines, for "Copy Details"; the
 * message itself when there is nothing else to say. (transfer full). */
char               *guild_problem_describe      (const GError *error);
/* Frees what PROBLEM, a variable of the caller's, holds and makes it GUILD_PROBLEM_INIT. */
void                guild_problem_clear         (GuildProblem *problem);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuildProblem, guild_problem_clear)

G_END_DECLS
