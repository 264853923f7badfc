/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#define MAX_TEXT 255

/* What a query asks for, as far as it has been read. */
typedef struct
{
  GString    *path;        /* (owned) */
  GString    *any;         /* (owned): names for orFilters */
  guint       n_any;
  GHashTable *seen;        /* (owned): filters in use */
  const char *match;       /* (nullable): of all the text filters */
  const char *status;
} Reading;

static gboolean
fail (GError **error, const char *reason)
{
  guild_problem_set_error (error, GUILD_SERVICE_ERROR_UNSUPPORTED, NULL, "%s", reason);
  return FALSE;
}

static const char *
match_name (GuildMatch match)
{
  switch (match)
    {
    case GUILD_MATCH_CONTAINS: return "contains";
    case GUILD_MATCH_STARTS: return "startsWith";
    case GUILD_MATCH_ENDS: return "endsWith";
    case GUILD_MATCH_EQUALS: return "equals";
    case GUILD_MATCH_NOT_EQUALS:
    case GUILD_MATCH_BETWEEN:
    case GUILD_MATCH_SET:
    case GUILD_MATCH_UNSET:
    default: return NULL;
    }
}

static void
add_filter (Reading *reading, const char *name, const char *value)
{
  g_autofree char *encoded = guild_transport_encode (value);

  g_string_append_printf (reading->path, "filter%%5B%s%%5D=%s&", name, encoded);
}

static gboolean
read_text (Reading *reading, const GuildField *field, const GuildCondition *condition,
           GError **error)
{
  const char *match = match_name (condition->match);
  const char *value = condition->value;

  if (match == NULL)
    return fail (error, _("The service can only be asked for what a field contains, starts with, "
                          "ends with or is."));
  if (value == NULL || *value == '\0' || strstr (value, GUILD_LIST_SEP) != NULL)
    return fail (error, _("The service can only be asked for one value of a field."));
  if (g_utf8_strlen (value, -1) > MAX_TEXT)
    return fail (error, _("The service takes at most 255 characters."));
  if (reading->match != NULL && !g_str_equal (reading->match, match))
    return fail (error, _("The service compares all fields in the same way: only “contains”, only "
                          "“starts with”, only “ends with” or only “is”."));
  reading->match = match;
  add_filter (reading, field->remote_filter, value);
  return TRUE;
}

/* Milliseconds, as the service writes its own times; a beginning is rounded up, so that nothing
 * before it comes. Empty for an open end, NULL for a year that has not four digits. */
static char *
format_end (gint64 time, gboolean begin)
{
  gint64 seconds = time / G_USEC_PER_SEC, rest = time % G_USEC_PER_SEC;

  if (time == GUILD_NUMBER_UNSET)
    return g_strdup ("");
  if (rest < 0)
    {
      seconds--;
      rest += G_USEC_PER_SEC;
    }
  rest = (rest + (begin ? 999 : 0)) / 1000;
  if (rest == 1000)
    {
      seconds++;
      rest = 0;
    }
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = date != NULL ? g_date_time_format (date, "-%m-%dT%H:%M:%S") : NULL;
  return text != NULL ? g_strdup_printf ("%04d%s.%03dZ", g_date_time_get_year (date), text,
                                         (int) rest)
                      : NULL;
}

static gboolean
read_range (Reading *reading, const GuildField *field, const GuildCondition *condition,
            GError **error)
{
  if (condition->match != GUILD_MATCH_BETWEEN)
    return fail (error, _("The service can only be asked for a range of times."));

  g_autofree char *from = format_end (condition->from, TRUE);
  g_autofree char *to = format_end (condition->to, FALSE);
  if (from == NULL || to == NULL)
    return fail (error, _("The service cannot be asked for this time."));
  g_autofree char *range = g_strconcat (from, "..", to, NULL);
  if (*from == '\0' && *to == '\0')
    return fail (error, _("A range without an end cannot be asked for."));
  add_filter (reading, field->remote_filter, range);
  return TRUE;
}

/* The filter's word for rows whose status is "deleted" is "inactive" (acc.md §4.1). */
static gboolean
read_status (Reading *reading, const GuildCondition *condition, GError **error)
{
  g_auto(GStrv) items = g_strsplit (condition->value != NULL ? condition->value : "",
                                    GUILD_LIST_SEP, -1);
  gboolean active = g_strv_contains ((const char * const *) items, "active");
  gboolean deleted = g_strv_contains ((const char * const *) items, "deleted");
  gboolean equals = condition->match == GUILD_MATCH_EQUALS;

  if (condition->any || (!equals && condition->match != GUILD_MATCH_NOT_EQUALS) ||
      (!active && !deleted) || (!equals && active && deleted))
    return fail (error, _("The service cannot be asked for this status."));
  if (active && deleted)
    reading->status = "all";
  else
    reading->status = active == equals ? "active" : "inactive";
  return TRUE;
}

static gboolean
read_condition (Reading *reading, const GuildCondition *condition, GError **error)
{
  const GuildField *field = guild_field_table_find (guild_autodesk_table (), condition->field);

  if (field == NULL || field->remote_filter == NULL)
    return fail (error, _("The service cannot be asked for this field."));
  if (!g_hash_table_add (reading->seen, (gpointer) field->remote_filter))
    return fail (error, _("The service can be asked for each field only once."));
  if (g_str_equal (field->remote_filter, "status"))
    return read_status (reading, condition, error);
  if (field->kind == GUILD_FIELD_TIME ? !read_range (reading, field, condition, error)
                                      : !read_text (reading, field, condition, error))
    return FALSE;
  if (condition->any)
    {
      g_string_append_printf (reading->any, "%s%s", reading->n_any > 0 ? "," : "",
                              field->remote_filter);
      reading->n_any++;
    }
  return TRUE;
}

static gboolean
read_order (Reading *reading, GuildQuery *query, GError **error)
{
  guint n_keys = guild_query_get_n_sort_keys (query);
  gboolean by_name = FALSE;

  for (guint i = 0; i < n_keys; i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (query, i);
      const GuildField *field = guild_field_table_find (guild_autodesk_table (), key->field);

      if (field == NULL || field->remote_sort == NULL)
        return fail (error, _("The service cannot sort by this field."));
      by_name |= g_str_equal (field->remote_sort, "name");
      g_string_append_printf (reading->path, "%s%s%s", i == 0 ? "sort=" : ",", field->remote_sort,
                              key->descending ? "%20desc" : "%20asc");
    }
  /* Ties stand by name, as in every list here. */
  if (n_keys > 0)
    g_string_append (reading->path, by_name ? "&" : ",name%20asc&");
  return TRUE;
}

static gboolean
read_query (Reading *reading, GuildQuery *query, GError **error)
{
  if (*guild_query_get_text (query) != '\0')
    return fail (error, _("The service cannot search several fields at once. Filter by name."));
  for (guint i = 0; i < guild_query_get_n_conditions (query); i++)
    if (!read_condition (reading, guild_query_get_condition (query, i), error))
      return FALSE;
  if (reading->n_any > 1)
    g_string_append_printf (reading->path, "orFilters=%s&", reading->any->str);
  if (reading->match != NULL)
    g_string_append_printf (reading->path, "filterTextMatch=%s&", reading->match);
  return read_order (reading, query, error);
}

char *
guild_autodesk_build_path (const char *account_id, guint64 offset, guint limit,
                           gboolean status_filter, const char *fields, GuildQuery *query,
                           GError **error)
{
  g_autofree char *account = guild_transport_encode (account_id);
  g_autoptr(GString) path = g_string_new (NULL);
  g_autoptr(GString) any = g_string_new (NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Reading reading = { path, any, 0, seen, NULL, NULL };

  const char * const *wanted = query != NULL ? guild_query_get_fields (query) : NULL;
  g_autofree char *own = wanted != NULL ? guild_autodesk_join_fields (wanted) : NULL;

  g_string_printf (path, "/construction/admin/v1/accounts/%s/companies?", account);
  if (query != NULL && !read_query (&reading, query, error))
    return NULL;
  if (reading.status != NULL && !status_filter)
    {
      fail (error, _("The service cannot be asked for a status."));
      return NULL;
    }
  /* Without the filter the deleted are left out, and would seem to have never been. */
  if (status_filter)
    add_filter (&reading, "status", reading.status != NULL ? reading.status : "all");
  if (own != NULL || fields != NULL)
    g_string_append_printf (path, "fields=%s&", own != NULL ? own : fields);
  g_string_append_printf (path, "limit=%u&offset=%" G_GUINT64_FORMAT, limit, offset);
  return g_string_free (g_steal_pointer (&path), FALSE);
}

char *
guild_autodesk_join_fields (const char * const *fields)
{
  g_autoptr(GString) joined = g_string_new (NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    {
      const GuildField *field = guild_field_table_find (guild_autodesk_table (), fields[i]);
      const char *member = field != NULL ? field->member : NULL;
      /* The id always comes, and is not in the list of names; parts of an address come whole. */
      if (member == NULL || g_str_equal (member, "id"))
        continue;
      g_autofree char *name = g_strndup (member, strcspn (member, "."));
      if (g_hash_table_contains (seen, name))
        continue;
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "," : "", name);
      g_hash_table_add (seen, g_steal_pointer (&name));
    }
  return joined->len > 0 ? g_string_free (g_steal_pointer (&joined), FALSE) : NULL;
}
