/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-problem.h"

#include <glib/gi18n-lib.h>
#include "company/guild-field.h"

/* The problem is the private part of an extended error, so g_error_copy() keeps it. */
typedef GuildProblem GuildServiceErrorPrivate;

static void
guild_service_error_private_init (GuildServiceErrorPrivate *self)
{
  self->retry_at = GUILD_NUMBER_UNSET;
}

static void
guild_service_error_private_copy (const GuildServiceErrorPrivate *source,
                                  GuildServiceErrorPrivate       *self)
{
  *self = *source;
  self->path = g_strdup (source->path);
  self->service_text = g_strdup (source->service_text);
  self->correlation_id = g_strdup (source->correlation_id);
  self->field_errors = g_strdupv (source->field_errors);
}

static void
guild_service_error_private_clear (GuildServiceErrorPrivate *self)
{
  guild_problem_clear (self);
}

G_DEFINE_EXTENDED_ERROR (GuildServiceError, guild_service_error)

void
guild_problem_clear (GuildProblem *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->service_text, g_free);
  g_clear_pointer (&self->correlation_id, g_free);
  g_clear_pointer (&self->field_errors, g_strfreev);
  *self = (GuildProblem) GUILD_PROBLEM_INIT;
}

const GuildProblem *
guild_problem_from_error (const GError *error)
{
  if (error == NULL || error->domain != GUILD_SERVICE_ERROR)
    return NULL;
  return guild_service_error_get_private (error);
}

void
guild_problem_set_error (GError            **error,
                         GuildServiceError   code,
                         const GuildProblem *problem,
                         const char         *format,
                         ...)
{
  va_list args;

  g_return_if_fail (format != NULL);

  if (error == NULL)
    return;
  va_start (args, format);
  *error = g_error_new_valist (GUILD_SERVICE_ERROR, (int) code, format, args);
  va_end (args);
  if (problem != NULL)
    {
      GuildServiceErrorPrivate *own = guild_service_error_get_private (*error);
      guild_service_error_private_clear (own);
      guild_service_error_private_copy (problem, own);
    }
}

static void
add_line (GString *text, const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_printf (text, "%s: %s", label, value);
}

char *
guild_problem_describe (const GError *error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const GuildProblem *problem = guild_problem_from_error (error);

  if (problem != NULL)
    {
      if (problem->status != 0)
        {
          g_autofree char *status = g_strdup_printf ("%u", problem->status);
          add_line (text, _("Status"), status);
        }
      add_line (text, _("Request"), problem->path);
      add_line (text, _("Service says"), problem->service_text);
      for (guint i = 0; problem->field_errors != NULL && problem->field_errors[i] != NULL; i++)
        add_line (text, _("Field"), problem->field_errors[i]);
      add_line (text, _("Correlation id"), problem->correlation_id);
      if (problem->retry_at != GUILD_NUMBER_UNSET)
        {
          g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc (problem->retry_at / G_USEC_PER_SEC);
          g_autofree char *iso = at != NULL ? g_date_time_format_iso8601 (at) : NULL;
          add_line (text, _("Retry after"), iso);
        }
    }
  if (text->len == 0 && error != NULL)
    g_string_append (text, error->message);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
