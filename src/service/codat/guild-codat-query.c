/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#define MAX_QUERY 2047

static gboolean
fail (GError **error, const char *reason)
{
  guild_problem_set_error (error, GUILD_SERVICE_ERROR_UNSUPPORTED, NULL, "%s", reason);
  return FALSE;
}

/* A value runs to the next && or || or }: there is no quoting (codat.md §3.1). */
gboolean
guild_codat_can_say (const char *value)
{
  return value != NULL && *value != '\0' && strstr (value, "&&") == NULL &&
         strstr (value, "||") == NULL && strpbrk (value, "{}") == NULL &&
         *value != '=' && *value != '~' && !g_ascii_isspace (*value) &&
         !g_ascii_isspace (value[strlen (value) - 1]) &&
         value[strlen (value) - 1] != '&' && value[strlen (value) - 1] != '|';
}

/* The name of a tag ends where the first operator begins. */
static gboolean
can_say_key (const char *key)
{
  return guild_codat_can_say (key) && strpbrk (key, "=!~<>&|") == NULL;
}

static char *
format_bound (const GuildField *field, gint64 number)
{
  if (field->kind != GUILD_FIELD_TIME)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  gint64 seconds = number / G_USEC_PER_SEC, rest = number % G_USEC_PER_SEC;
  if (rest < 0)
    {
      seconds--;
      rest += G_USEC_PER_SEC;
    }
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%S") : NULL;
  return text != NULL ? g_strdup_printf ("%s.%06dZ", text, (int) rest) : g_strdup ("");
}

/* NAME OP value for each alternative, joined by JOIN. */
static gboolean
add_alternatives (GString *clause, const char *name, const char *op, const char *value,
                  const char *join, GError **error)
{
  g_auto(GStrv) items = g_strsplit (value != NULL ? value : "", GUILD_LIST_SEP, -1);

  if (items[0] == NULL)
    return fail (error, _("The service cannot be asked for an empty value."));
  for (guint i = 0; items[i] != NULL; i++)
    {
      if (!guild_codat_can_say (items[i]))
        return fail (error, _("The service cannot be asked for a value with “&&”, “||”, “{” or "
                              "“}” in it, or for an empty one."));
      g_string_append_printf (clause, "%s%s%s%s", i > 0 ? join : "", name, op, items[i]);
    }
  return TRUE;
}

static gboolean
add_range (GString *clause, const GuildField *field, const GuildCondition *condition,
           GError **error)
{
  if (field->kind != GUILD_FIELD_TIME && field->kind != GUILD_FIELD_NUMBER)
    return fail (error, _("The service compares only times and numbers by size."));
  if (condition->from != GUILD_NUMBER_UNSET)
    {
      g_autofree char *from = format_bound (field, condition->from);
      g_string_append_printf (clause, "%s>=%s", field->remote_filter, from);
    }
  if (condition->to != GUILD_NUMBER_UNSET)
    {
      g_autofree char *to = format_bound (field, condition->to);
      g_string_append_printf (clause, "%s%s<=%s", clause->len > 0 ? "&&" : "",
                              field->remote_filter, to);
    }
  return clause->len > 0 || fail (error, _("A range without an end cannot be asked for."));
}

/* Fills CLAUSE for the `query` parameter. */
static gboolean
add_clause (GString *clause, const GuildField *field, const GuildCondition *condition,
            GError **error)
{
  gboolean is_text = field->kind == GUILD_FIELD_TEXT || field->kind == GUILD_FIELD_CONNECTIONS;

  switch (condition->match)
    {
    case GUILD_MATCH_CONTAINS:
      if (is_text)
        return add_alternatives (clause, field->remote_filter, "~", condition->value, "||", error);
      break;
    case GUILD_MATCH_EQUALS:
      if (is_text)
        return add_alternatives (clause, field->remote_filter, "=", condition->value, "||", error);
      break;
    case GUILD_MATCH_NOT_EQUALS:
      if (field->kind == GUILD_FIELD_TEXT)
        return add_alternatives (clause, field->remote_filter, "!=", condition->value, "&&", error);
      break;
    case GUILD_MATCH_BETWEEN:
      return add_range (clause, field, condition, error);
    case GUILD_MATCH_STARTS:
    case GUILD_MATCH_ENDS:
    case GUILD_MATCH_SET:
    case GUILD_MATCH_UNSET:
    default:
      break;
    }
  return fail (error, _("The service cannot be asked for this kind of comparison."));
}

/* Fills CLAUSE for the `tags` parameter: a whole item is "key=value". */
static gboolean
add_tag_clause (GString *clause, const GuildCondition *condition, GError **error)
{
  gboolean not = condition->match == GUILD_MATCH_NOT_EQUALS;
  g_auto(GStrv) items = g_strsplit (condition->value != NULL ? condition->value : "",
                                    GUILD_LIST_SEP, -1);

  if (condition->any || (condition->match != GUILD_MATCH_EQUALS && !not) || items[0] == NULL)
    return fail (error, _("The service can only be asked for whole tags, and for all at once."));
  for (guint i = 0; items[i] != NULL; i++)
    {
      const char *equals = strchr (items[i], '=');
      g_autofree char *key =
        equals != NULL ? g_strndup (items[i], (gsize) (equals - items[i])) : NULL;

      if (key == NULL)
        return fail (error, _("The service can only be asked for tags of the form key=value."));
      if (!can_say_key (key) || !guild_codat_can_say (equals + 1))
        return fail (error, _("The service cannot be asked for this tag: it contains a sign of "
                              "the service’s own language."));
      g_string_append_printf (clause, "%s%s%s%s", i == 0 ? "" : not ? "&&" : "||", key,
                              not ? "!=" : "=", equals + 1);
    }
  return TRUE;
}

/* Joins with JOIN; braces keep a clause of several together. */
static void
join_clause (GString *whole, const char *join, const GString *clause)
{
  gboolean several = strstr (clause->str, "&&") != NULL || strstr (clause->str, "||") != NULL;

  if (whole->len > 0)
    g_string_append (whole, join);
  g_string_append_printf (whole, several ? "{%s}" : "%s", clause->str);
}

static gboolean
read_conditions (GuildQuery *query, GString *all, GString *tags, GError **error)
{
  const GuildFieldTable *table = guild_codat_table ();
  g_autoptr(GString) any = g_string_new (NULL);

  for (guint i = 0; i < guild_query_get_n_conditions (query); i++)
    {
      const GuildCondition *condition = guild_query_get_condition (query, i);
      const GuildField *field = guild_field_table_find (table, condition->field);
      g_autoptr(GString) clause = g_string_new (NULL);

      if (field != NULL && g_str_equal (field->id, "tags"))
        {
          if (!add_tag_clause (clause, condition, error))
            return FALSE;
          join_clause (tags, "&&", clause);
          continue;
        }
      if (field == NULL)
        return fail (error, _("The service does not know what this filters by: Guildhall works it "
                              "out itself."));
      if (field->remote_filter == NULL)
        return fail (error, _("The service cannot be asked for this field."));
      if (!add_clause (clause, field, condition, error))
        return FALSE;
      join_clause (condition->any ? any : all, condition->any ? "||" : "&&", clause);
    }
  if (any->len > 0)
    join_clause (all, "&&", any);
  return TRUE;
}

static gboolean
read_order (GuildQuery *query, GString *path, GError **error)
{
  if (guild_query_get_n_sort_keys (query) == 0)
    return TRUE;

  const GuildSortKey *key = guild_query_get_sort_key (query, 0);
  const GuildField *field = guild_field_table_find (guild_codat_table (), key->field);
  if (guild_query_get_n_sort_keys (query) > 1)
    return fail (error, _("The service sorts by one field only."));
  if (field == NULL || field->remote_sort == NULL)
    return fail (error, _("The service cannot sort by this field."));
  g_string_append_printf (path, "&orderBy=%s%s", key->descending ? "-" : "", field->remote_sort);
  return TRUE;
}

char *
guild_codat_list_path (guint page, guint page_size, GuildQuery *query, GError **error)
{
  g_autoptr(GString) path = g_string_new (NULL);
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(GString) tags = g_string_new (NULL);

  g_string_printf (path, "/companies?page=%u&pageSize=%u", page + 1,
                   MIN (page_size, GUILD_CODAT_MAX_PAGE));
  if (query != NULL)
    {
      if (*guild_query_get_text (query) != '\0')
        {
          fail (error, _("The service cannot search several fields at once. Filter by name."));
          return NULL;
        }
      /* Why a filter cannot be asked for says more than why its order cannot. */
      if (!read_conditions (query, all, tags, error) || !read_order (query, path, error))
        return NULL;
    }
  if (all->len > MAX_QUERY || tags->len > MAX_QUERY)
    {
      fail (error, _("The filter is too long for the service."));
      return NULL;
    }
  if (all->len > 0)
    {
      g_autofree char *encoded = guild_transport_encode (all->str);
      g_string_append_printf (path, "&query=%s", encoded);
    }
  if (tags->len > 0)
    {
      g_autofree char *encoded = guild_transport_encode (tags->str);
      g_string_append_printf (path, "&tags=%s", encoded);
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}
