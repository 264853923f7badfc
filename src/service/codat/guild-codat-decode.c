/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"

#include <string.h>
#include "service/guild-answer.h"

/* A `next` link is no more than a hint: the next page is asked for by number at the configured
 * address, whatever host a link names. */
static gboolean
has_more (JsonObject *object, guint page, guint size, gint64 total, guint n_results)
{
  JsonObject *links = guild_answer_get_object (object, "_links");

  if (n_results == 0)
    return FALSE;
  if (links != NULL && json_object_has_member (links, "current"))
    {
      const char *href =
        guild_answer_get_string (guild_answer_get_object (links, "next"), "href");
      return href != NULL && *href != '\0';
    }
  return total > ((gint64) page + 1) * size;
}

/* The answer's pageSize may be a zero of the specification, or its maximum of 2000 beside more rows
 * than that (codat.md §3). */
static guint
get_size (JsonObject *object, const GuildCodatPageAsked *asked, guint n_results)
{
  gint64 size = guild_answer_get_count (object, "pageSize");

  return size > 0 ? MAX ((guint) MIN (size, asked->page_size), n_results) : asked->page_size;
}

gpointer
guild_codat_decode_page (GBytes *body, gpointer data, GError **error)
{
  const GuildCodatPageAsked *asked = data;
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
  g_autoptr(JsonNode) root = guild_answer_parse_list (body, "results", batch, error);
  JsonObject *object = guild_answer_object (root);
  gint64 total = guild_answer_get_count (object, "totalResults");

  if (root == NULL)
    return NULL;
  if (object == NULL)
    {
      guild_call_bad_answer (error, "a list that is no object");
      return NULL;
    }
  /* Absent means empty, but only where the count agrees: anything else is not this list. */
  if (guild_answer_get_array (object, "results") == NULL &&
      (json_object_has_member (object, "results") || total != 0))
    {
      guild_call_bad_answer (error, "a list without results");
      return NULL;
    }

  GuildPage *page = g_new0 (GuildPage, 1);
  guint n_results = guild_batch_get_length (batch) + guild_batch_get_n_skipped (batch);
  page->batch = g_steal_pointer (&batch);
  page->total = total;
  page->size = get_size (object, asked, n_results);
  page->more = has_more (object, asked->page, page->size, total, n_results);
  return page;
}

GuildBatch *
guild_codat_batch_of_one (JsonObject *company, GError **error)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  if (company == NULL || !guild_batch_append (batch, company))
    {
      guild_call_bad_answer (error, "a company without an id");
      return NULL;
    }
  return g_steal_pointer (&batch);
}

gpointer
guild_codat_decode_company (JsonNode *root, gpointer data, GError **error)
{
  return guild_codat_batch_of_one (guild_answer_object (root), error);
}

gpointer
guild_codat_decode_id (JsonNode *root, gpointer data, GError **error)
{
  const char *id = guild_answer_get_string (guild_answer_object (root), "id");

  if (id == NULL || *id == '\0')
    {
      guild_call_bad_answer (error, "an object without an id");
      return NULL;
    }
  return g_strdup (id);
}

gpointer
guild_codat_decode_groups (JsonNode *root, gpointer data, GError **error)
{
  JsonArray *results = guild_answer_get_array (guild_answer_object (root), "results");
  g_autoptr(GPtrArray) groups =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_group_free);

  if (guild_answer_object (root) == NULL)
    {
      guild_call_bad_answer (error, "groups that are no object");
      return NULL;
    }
  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    {
      JsonObject *object = guild_answer_element (results, i);
      const char *id = guild_answer_get_string (object, "id");
      const char *name = guild_answer_get_string (object, "name");

      if (id == NULL || *id == '\0')
        continue;
      GuildGroup *group = g_new0 (GuildGroup, 1);
      group->id = g_strdup (id);
      group->name = g_strdup (name != NULL && *name != '\0' ? name : id);
      g_ptr_array_add (groups, group);
    }
  return g_steal_pointer (&groups);
}

static char **
read_validation (JsonObject *object)
{
  JsonArray *errors = guild_answer_get_array (guild_answer_get_object (object, "validation"), "errors");
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  guint n_lines = 0;

  for (guint i = 0; errors != NULL && i < json_array_get_length (errors); i++)
    {
      JsonObject *item = guild_answer_element (errors, i);
      const char *field = guild_answer_get_string (item, "itemId");
      const char *message = guild_answer_get_string (item, "message");

      if (message == NULL)
        continue;
      g_autofree char *line = g_strdup_printf ("%s: %s", field != NULL ? field : "-", message);
      g_strv_builder_add (lines, line);
      n_lines++;
    }
  return n_lines > 0 ? g_strv_builder_end (lines) : NULL;
}

void
guild_codat_read_problem (guint status, SoupMessageHeaders *headers, GBytes *body,
                          GuildProblem *problem)
{
  g_autoptr(JsonNode) root = guild_answer_parse (body, NULL);
  JsonObject *object = guild_answer_object (root);

  if (object != NULL)
    {
      problem->service_text = g_strdup (guild_answer_get_string (object, "error"));
      problem->correlation_id = g_strdup (guild_answer_get_string (object, "correlationId"));
      problem->field_errors = read_validation (object);
    }
  else
    guild_answer_read_plain (headers, body, problem);
}
