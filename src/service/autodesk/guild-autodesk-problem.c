/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"

/* What the service says when it refuses, in its four shapes (acc.md §8.6, §9). */

static char **
read_fields (JsonObject *object)
{
  JsonArray *errors = guild_answer_get_array (object, "errors");
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  guint n_lines = 0;

  for (guint i = 0; errors != NULL && i < json_array_get_length (errors); i++)
    {
      JsonObject *item = guild_answer_element (errors, i);
      const char *field = guild_answer_get_string (item, "field");
      const char *detail = guild_answer_get_string (item, "detail");

      if (detail == NULL)
        detail = guild_answer_get_string (item, "title");
      if (detail == NULL)
        continue;
      g_autofree char *line = g_strdup_printf ("%s: %s", field != NULL ? field : "-", detail);
      g_strv_builder_add (lines, line);
      n_lines++;
    }
  return n_lines > 0 ? g_strv_builder_end (lines) : NULL;
}

/* CODE: TEXT of whichever of the service's shapes this is (acc.md §8.6, §9). */
static char *
read_words (JsonObject *object)
{
  static const struct { const char *code, *text; } shapes[] = {
    { "errorCode", "developerMessage" }, /* gateway */
    { "title", "detail" },               /* construction/admin */
    { "error", "error_description" },    /* tokens */
    { "code", "message" },               /* hq: code is a number */
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const char *code = guild_answer_get_string (object, shapes[i].code);
      const char *text = guild_answer_get_string (object, shapes[i].text);

      if (code != NULL && text != NULL)
        return g_strdup_printf ("%s: %s", code, text);
      gint64 number = code == NULL ? guild_answer_get_count (object, shapes[i].code) : -1;
      if (number >= 0 && text != NULL)
        return g_strdup_printf ("%" G_GINT64_FORMAT ": %s", number, text);
      if (code != NULL || text != NULL)
        return g_strdup (code != NULL ? code : text);
    }
  return NULL;
}

void
guild_autodesk_read_problem (guint status, SoupMessageHeaders *headers, GBytes *body,
                             GuildProblem *problem)
{
  g_autoptr(JsonNode) root = guild_answer_parse (body, NULL);
  JsonObject *object = guild_answer_object (root);

  if (object != NULL)
    {
      problem->service_text = read_words (object);
      problem->field_errors = read_fields (object);
    }
  else
    guild_answer_read_plain (headers, body, problem);
}

gboolean
guild_autodesk_says (const GuildProblem *problem, const char *code)
{
  g_autofree char *folded =
    problem->service_text != NULL ? g_ascii_strup (problem->service_text, -1) : NULL;

  return folded != NULL && strstr (folded, code) != NULL;
}

/* A refused token request; (nullable) */
static const char *
explain_token (const GuildProblem *problem, GuildServiceError *code)
{
  if (guild_autodesk_says (problem, "INVALID_SCOPE"))
    {
      *code = GUILD_SERVICE_ERROR_FORBIDDEN;
      return _("This client ID may not ask for what this needs (account:read, account:write, "
               "data:read). Add the Autodesk Construction Cloud and Data Management APIs to the "
               "application at Autodesk.");
    }
  if (problem->status != 400 && problem->status != 401 && problem->status != 403)
    return NULL;
  *code = GUILD_SERVICE_ERROR_UNAUTHORISED;
  return problem->status == 403
           ? _("Autodesk does not know this client ID, or it is not enabled for this. Check the "
               "client ID.")
           : _("Autodesk does not accept this client ID and secret. Enter both again.");
}

/* A refused request of the new family or Data Management; (nullable) */
static const char *
explain_read (const GuildProblem *problem)
{
  switch (problem->status)
    {
    case 401:
      return _("Autodesk did not accept its own token twice. Check this computer’s clock and the "
               "client ID, and try again.");
    case 403:
      if (guild_autodesk_says (problem, "AUTH-010"))
        return _("The token lacks the scope account:read. Add the Autodesk Construction Cloud API "
                 "to the application at Autodesk.");
      if (guild_autodesk_says (problem, "AUTH-001"))
        return _("The application is not enabled for the Autodesk Construction Cloud API, or the "
                 "account’s region is another one. Check both.");
      return _("The client ID has not been added to this account. An account administrator adds "
               "it at Autodesk under Hub Admin, Custom Integrations.");
    case 404:
      return _("The account is not found in this region. Check the account and its region.");
    case 406:
      return _("Autodesk cannot answer in a form that Guildhall reads. Nothing was changed. Check "
               "the address of the workspace.");
    case 410:
      return _("The account is closed. Choose another account.");
    case 503:
      return _("Autodesk’s service is not ready at the moment. Nothing was changed. Try again "
               "later.");
    default:
      return NULL;
    }
}

/* The same for the old family; (nullable) */
static const char *
explain_hq (const GuildProblem *problem)
{
  gboolean account = strstr (problem->path, "/companies") == NULL &&
                     strstr (problem->path, "/users") == NULL;

  if (problem->status == 403 && guild_autodesk_says (problem, "AUTH-010"))
    return _("The token lacks the scopes account:read and account:write. Nothing was changed. Add "
             "the Autodesk Construction Cloud API to the application at Autodesk.");
  if (problem->status == 401 || problem->status == 403 || (problem->status == 404 && account))
    return explain_read (problem);
  return NULL;
}

GError *
guild_autodesk_explain (GError *error, const char *region)
{
  g_autoptr(GError) own = error;
  const GuildProblem *problem = guild_problem_from_error (own);
  GuildServiceError code = (GuildServiceError) own->code;
  const char *words;
  GError *told = NULL;

  if (problem == NULL || problem->path == NULL)
    return g_steal_pointer (&own);
  if (strstr (problem->path, "/authentication/") != NULL)
    words = explain_token (problem, &code);
  else if (strstr (problem->path, "/hq/") != NULL)
    words = explain_hq (problem);
  else
    words = explain_read (problem);
  if (words == NULL)
    return g_steal_pointer (&own);
  if (problem->status == 404 && region != NULL)
    /* Translators: an explanation, then the region that was asked */
    guild_problem_set_error (&told, code, problem, _("%s (%s)"), words, region);
  else
    guild_problem_set_error (&told, code, problem, "%s", words);
  return told;
}
