/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-awaited.h"

#include "company/guild-connection.h"
#include "service/guild-answer.h"

#define MINUTE (60 * G_USEC_PER_SEC)
#define HOUR   (G_GINT64_CONSTANT (60) * MINUTE)
#define DAY    (24 * HOUR)
#define LONGEST (30 * DAY)

/* Most customers act at once or after a reminder. */
static const struct { gint64 age, interval; } paces[] = {
  { 10 * MINUTE, MINUTE },
  { HOUR, 5 * MINUTE },
  { DAY, 30 * MINUTE },
  { 7 * DAY, 2 * HOUR },
  { LONGEST, 6 * HOUR },
};

GuildAwaited *
guild_awaited_new (const char *company_id, gint64 since)
{
  GuildAwaited *self = g_new0 (GuildAwaited, 1);

  self->company_id = g_strdup (company_id);
  self->since = since;
  self->asked = self->trouble = GUILD_NUMBER_UNSET;
  return self;
}

void
guild_awaited_free (GuildAwaited *self)
{
  g_free (self->company_id);
  g_free (self);
}

gint64
guild_awaited_get_due (const GuildAwaited *self)
{
  gint64 last = MAX (self->asked, self->since);
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (paces) && last - self->since >= paces[i].age)
    i++;
  return last + paces[i].interval;
}

gboolean
guild_awaited_is_over (const GuildAwaited *self, gint64 now)
{
  return now - self->since >= LONGEST;
}

gint64
guild_awaited_find_trouble (GuildCompany *company, guint *code, char **text)
{
  GListModel *connections = guild_company_get_connections (company);
  gint64 newest = GUILD_NUMBER_UNSET;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      GPtrArray *errors = guild_connection_get_errors (connection);

      if (guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED)
        continue;
      for (guint j = 0; j < errors->len; j++)
        {
          const GuildConnectionError *error = g_ptr_array_index (errors, j);
          if (error->resolved || error->at <= newest)
            continue;
          newest = error->at;
          if (code != NULL)
            *code = error->code;
          if (text != NULL)
            {
              g_free (*text);
              *text = g_strdup (error->text);
            }
        }
    }
  return newest;
}

/* --- text ------------------------------------------------------------------------------------- */

static void
add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  if (time == GUILD_NUMBER_UNSET)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, time);
}

char *
guild_awaited_to_text (GHashTable *awaited, gint64 day, guint used)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  GHashTableIter iter;
  gpointer value;

  json_builder_begin_object (builder);
  add_time (builder, "day", day);
  json_builder_set_member_name (builder, "used");
  json_builder_add_int_value (builder, used);
  json_builder_set_member_name (builder, "awaited");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, awaited);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const GuildAwaited *one = value;
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "company");
      json_builder_add_string_value (builder, one->company_id);
      add_time (builder, "since", one->since);
      add_time (builder, "asked", one->asked);
      add_time (builder, "trouble", one->trouble);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}

static gint64
read_time (JsonObject *object, const char *name)
{
  gint64 time = guild_answer_get_count (object, name);
  return time >= 0 ? time : GUILD_NUMBER_UNSET;
}

void
guild_awaited_from_text (const char *text, GHashTable *awaited, gint64 now, gint64 *day,
                         guint *used)
{
  g_autoptr(JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObject *object = guild_answer_object (node);
  JsonArray *array = guild_answer_get_array (object, "awaited");

  if (object == NULL)
    return;
  *day = read_time (object, "day");
  *used = (guint) CLAMP (guild_answer_get_count (object, "used"), 0, G_MAXINT);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *item = guild_answer_element (array, i);
      const char *id = guild_answer_get_string (item, "company");
      gint64 since = read_time (item, "since");

      if (id == NULL || *id == '\0' || since == GUILD_NUMBER_UNSET ||
          g_hash_table_contains (awaited, id))
        continue;
      GuildAwaited *one = guild_awaited_new (id, MIN (since, now));
      one->asked = MIN (read_time (item, "asked"), now);
      one->trouble = read_time (item, "trouble");
      one->ready = TRUE;
      g_hash_table_insert (awaited, one->company_id, one);
    }
}
