/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"

void
guild_account_free (GuildAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->account_id);
  g_free (self->name);
  g_free (self->region);
  g_free (self);
}

void
guild_autodesk_page_free (gpointer data)
{
  GuildAutodeskPage *self = data;

  g_clear_pointer (&self->page, guild_page_free);
  g_free (self);
}

void
guild_autodesk_hubs_free (gpointer data)
{
  GuildAutodeskHubs *self = data;

  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_free (self);
}

/* The count decides. Without one a `nextUrl` is a hint; it is never followed. */
static gboolean
has_more (JsonObject *pagination, const GuildAutodeskAsked *asked, gint64 total, guint n_results)
{
  const char *next = guild_answer_get_string (pagination, "nextUrl");

  if (n_results == 0)
    return FALSE;
  if (total >= 0)
    return (gint64) (asked->offset + n_results) < total;
  return pagination != NULL ? next != NULL && *next != '\0' : n_results >= asked->limit;
}

gpointer
guild_autodesk_decode_page (JsonNode *root, gpointer data, GError **error)
{
  const GuildAutodeskAsked *asked = data;
  JsonObject *object = guild_answer_object (root);
  JsonObject *pagination = guild_answer_get_object (object, "pagination");
  JsonArray *results = guild_answer_get_array (object, "results");

  if (results == NULL)
    {
      guild_call_bad_answer (error, "a list without results");
      return NULL;
    }
  GuildAutodeskPage *self = g_new0 (GuildAutodeskPage, 1);
  self->limit = guild_answer_get_count (pagination, "limit");
  self->page = g_new0 (GuildPage, 1);
  self->page->batch = guild_batch_new (guild_autodesk_table ());
  guild_answer_append (results, self->page->batch);
  self->page->total = guild_answer_get_count (pagination, "totalResults");
  self->page->size = (guint) CLAMP (self->limit, 0, asked->limit);
  self->page->more = has_more (pagination, asked, self->page->total,
                               json_array_get_length (results));
  return self;
}

/* The exact names are not documented (acc.md §6.1): either case is read. */
static void
read_warnings (JsonObject *object, GPtrArray *warnings)
{
  JsonArray *array = guild_answer_get_array (guild_answer_get_object (object, "meta"), "warnings");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *item = guild_answer_element (array, i);
      const char *title = guild_answer_get_string (item, "Title");
      const char *detail = guild_answer_get_string (item, "Detail");

      if (title == NULL)
        title = guild_answer_get_string (item, "title");
      if (detail == NULL)
        detail = guild_answer_get_string (item, "detail");
      if (title == NULL && detail == NULL)
        continue;
      g_ptr_array_add (warnings, g_strjoin (title != NULL && detail != NULL ? " " : "",
                                            title != NULL ? title : "",
                                            detail != NULL ? detail : "", NULL));
    }
}

gpointer
guild_autodesk_decode_hubs (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  JsonArray *hubs = guild_answer_get_array (object, "data");

  if (hubs == NULL)
    {
      guild_call_bad_answer (error, "hubs without data");
      return NULL;
    }
  GuildAutodeskHubs *self = g_new0 (GuildAutodeskHubs, 1);
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_account_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (hubs); i++)
    {
      JsonObject *hub = guild_answer_element (hubs, i);
      JsonObject *attributes = guild_answer_get_object (hub, "attributes");
      const char *id = guild_answer_get_string (hub, "id");
      const char *name = guild_answer_get_string (attributes, "name");
      const char *region = guild_answer_get_string (attributes, "region");

      /* Others are personal or team hubs, which have no companies. */
      if (id == NULL || !g_str_has_prefix (id, "b.") || id[2] == '\0')
        continue;
      GuildAccount *account = g_new0 (GuildAccount, 1);
      account->account_id = g_strdup (id + 2);
      account->name = g_strdup (name != NULL && *name != '\0' ? name : id + 2);
      account->region = g_strdup (region != NULL ? region : "");
      g_ptr_array_add (self->accounts, account);
    }
  read_warnings (object, self->warnings);
  return self;
}

/* ---- refusals ---- */

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

static gboolean
says (const GuildProblem *problem, const char *code)
{
  g_autofree char *folded =
    problem->service_text != NULL ? g_ascii_strup (problem->service_text, -1) : NULL;

  return folded != NULL && strstr (folded, code) != NULL;
}

/* A refused token request; (nullable) */
static const char *
explain_token (const GuildProblem *problem, GuildServiceError *code)
{
  if (says (problem, "INVALID_SCOPE"))
    {
      *code = GUILD_SERVICE_ERROR_FORBIDDEN;
      return _("This client ID may not ask for account:read and data:read. Add the Autodesk "
               "Construction Cloud and Data Management APIs to the application at Autodesk.");
    }
  if (problem->status != 400 && problem->status != 401 && problem->status != 403)
    return NULL;
  *code = GUILD_SERVICE_ERROR_UNAUTHORISED;
  return problem->status == 403
           ? _("Autodesk does not know this client ID, or it is not enabled for this. Check the "
               "client ID.")
           : _("Autodesk does not accept this client ID and secret. Enter both again.");
}

/* A refused read; (nullable) */
static const char *
explain_read (const GuildProblem *problem)
{
  switch (problem->status)
    {
    case 401:
      return _("Autodesk did not accept its own token twice. Check this computer’s clock and the "
               "client ID, and try again.");
    case 403:
      if (says (problem, "AUTH-010"))
        return _("The token lacks the scope account:read. Add the Autodesk Construction Cloud API "
                 "to the application at Autodesk.");
      if (says (problem, "AUTH-001"))
        return _("The application is not enabled for the Autodesk Construction Cloud API, or the "
                 "account’s region is another one. Check both.");
      return _("The client ID has not been added to this account. An account administrator adds "
               "it at Autodesk under Hub Admin, Custom Integrations.");
    case 404:
      return _("The account is not found in this region. Check the account and its region.");
    case 410:
      return _("The account is closed. Choose another account.");
    default:
      return NULL;
    }
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
  words = strstr (problem->path, "/authentication/") != NULL ? explain_token (problem, &code)
                                                             : explain_read (problem);
  if (words == NULL)
    return g_steal_pointer (&own);
  if (problem->status == 404 && region != NULL)
    /* Translators: an explanation, then the region that was asked */
    guild_problem_set_error (&told, code, problem, _("%s (%s)"), words, region);
  else
    guild_problem_set_error (&told, code, problem, "%s", words);
  return told;
}
