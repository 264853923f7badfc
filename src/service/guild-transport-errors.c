/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-transport-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#define MAX_QUOTE 300

static gboolean
is_unreachable (const GError *cause)
{
  return cause->domain == G_RESOLVER_ERROR ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND);
}

static gboolean
is_no_http (const GError *cause)
{
  return g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
         g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

void
guild_transport_fail_network (GError **error, const GError *cause, gboolean sent, gboolean safe,
                              GuildProblem *problem)
{
  problem->maybe_done = sent && !safe;
  if (problem->service_text == NULL)
    problem->service_text = guild_transport_redact (cause->message);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    guild_problem_set_error (error, GUILD_SERVICE_ERROR_CANCELLED, problem,
                             problem->maybe_done
                               ? _("Stopped while the change was on its way. It may have been made.")
                               : _("Stopped. Nothing was changed."));
  else if (cause->domain == G_TLS_ERROR)
    guild_problem_set_error (error, GUILD_SERVICE_ERROR_OFFLINE, problem,
                             _("No secure connection to the service could be made. Nothing was "
                               "sent. Check the address, this computer’s clock and its network."));
  else if (!sent || is_unreachable (cause))
    guild_problem_set_error (error, GUILD_SERVICE_ERROR_OFFLINE, problem,
                             _("The service cannot be reached. Nothing was changed. Check the "
                               "network connection and try again."));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    guild_problem_set_error (error, GUILD_SERVICE_ERROR_TIMEOUT, problem,
                             problem->maybe_done
                               ? _("The service did not answer in time. Whether the change was "
                                   "made must be looked up before it is sent again.")
                               : _("The service did not answer in time. Nothing was changed. Try "
                                   "again later."));
  else if (is_no_http (cause))
    guild_problem_set_error (error, GUILD_SERVICE_ERROR_BAD_ANSWER, problem,
                             _("What answered at this address is not the service. Check the "
                               "address of the workspace."));
  else
    guild_problem_set_error (error, GUILD_SERVICE_ERROR_CONNECTION_LOST, problem,
                             problem->maybe_done
                               ? _("The connection broke before the answer came. Whether the "
                                   "change was made must be looked up before it is sent again.")
                               : _("The connection broke before the answer came. Nothing was "
                                   "changed. Try again."));
}

static GuildServiceError
code_for_status (guint status)
{
  switch (status)
    {
    case 401: return GUILD_SERVICE_ERROR_UNAUTHORISED;
    case 402: return GUILD_SERVICE_ERROR_PAYMENT;
    case 403:
    case 451: return GUILD_SERVICE_ERROR_FORBIDDEN;
    case 404:
    case 410: return GUILD_SERVICE_ERROR_NOT_FOUND;
    case 408: return GUILD_SERVICE_ERROR_TIMEOUT;
    case 409:
    case 412: return GUILD_SERVICE_ERROR_CONFLICT;
    case 429: return GUILD_SERVICE_ERROR_RATE_LIMITED;
    default:
      if (status >= 500)
        return GUILD_SERVICE_ERROR_SERVER;
      return status >= 400 ? GUILD_SERVICE_ERROR_INVALID_REQUEST : GUILD_SERVICE_ERROR_BAD_ANSWER;
    }
}

static const char *
message_for_code (GuildServiceError code, gboolean maybe_done)
{
  switch (code)
    {
    case GUILD_SERVICE_ERROR_UNAUTHORISED:
      return _("The service does not accept the key of this workspace. Nothing was changed. Enter "
               "the key again.");
    case GUILD_SERVICE_ERROR_FORBIDDEN:
      return _("The service does not allow this with the key of this workspace. Nothing was "
               "changed. Ask an administrator of the service for access.");
    case GUILD_SERVICE_ERROR_PAYMENT:
      return _("The service’s plan does not include this, or it has expired. Nothing was changed. "
               "Review the plan at the service.");
    case GUILD_SERVICE_ERROR_NOT_FOUND:
      return _("The service does not have this, or no longer. Nothing was changed. Refresh the "
               "list.");
    case GUILD_SERVICE_ERROR_CONFLICT:
      return _("The service says that this does not fit what it already holds. Nothing was "
               "changed. Refresh and try again.");
    case GUILD_SERVICE_ERROR_INVALID_REQUEST:
      return _("The service refused the request. Nothing was changed. Correct what it names and "
               "try again.");
    case GUILD_SERVICE_ERROR_RATE_LIMITED:
      return _("The service has had too many requests for now. Nothing was changed. Try again "
               "later.");
    case GUILD_SERVICE_ERROR_TIMEOUT:
    case GUILD_SERVICE_ERROR_SERVER:
      return maybe_done
               ? _("The service failed while it worked on this. Whether the change was made must "
                   "be looked up before it is sent again.")
               : _("The service has a fault at the moment. Nothing was changed. Try again later.");
    case GUILD_SERVICE_ERROR_OFFLINE:
    case GUILD_SERVICE_ERROR_CONNECTION_LOST:
    case GUILD_SERVICE_ERROR_BAD_ANSWER:
    case GUILD_SERVICE_ERROR_TOO_LARGE:
    case GUILD_SERVICE_ERROR_CANCELLED:
    case GUILD_SERVICE_ERROR_UNSUPPORTED:
    default:
      return _("The service pointed to another address, and nothing was sent there. Check the "
               "address of the workspace.");
    }
}

/* These say that the request was not carried out; any other fault of a server says nothing. */
static gboolean
leaves_doubt (guint status)
{
  return (status >= 500 && status != 501 && status != 505) || status == 408;
}

/* The service's own words help where they name what to correct. */
static gboolean
is_worth_quoting (GuildServiceError code, const GuildProblem *problem)
{
  return problem->service_text != NULL && *problem->service_text != '\0' &&
         g_utf8_strlen (problem->service_text, -1) <= MAX_QUOTE &&
         strchr (problem->service_text, '\n') == NULL &&
         (code == GUILD_SERVICE_ERROR_INVALID_REQUEST || code == GUILD_SERVICE_ERROR_CONFLICT ||
          code == GUILD_SERVICE_ERROR_PAYMENT || code == GUILD_SERVICE_ERROR_FORBIDDEN);
}

void
guild_transport_fail_status (GError **error, gboolean safe, GuildProblem *problem)
{
  GuildServiceError code = code_for_status (problem->status);

  problem->maybe_done = !safe && leaves_doubt (problem->status);
  const char *message = message_for_code (code, problem->maybe_done);
  if (is_worth_quoting (code, problem))
    /* Translators: a message of ours, then what the service itself said */
    guild_problem_set_error (error, code, problem, _("%s (“%s”)"), message, problem->service_text);
  else
    guild_problem_set_error (error, code, problem, "%s", message);
}

void
guild_transport_fail_size (GError **error, gboolean safe, GuildProblem *problem)
{
  problem->maybe_done = !safe;
  guild_problem_set_error (error, GUILD_SERVICE_ERROR_TOO_LARGE, problem,
                           safe ? _("The service’s answer is too large to be read. Nothing was "
                                    "changed. Ask for less at a time.")
                                : _("The service’s answer is too large to be read. Whether the "
                                    "change was made must be looked up."));
}
