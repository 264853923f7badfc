/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-failures.h"

struct _GuildFailures
{
  gatomicrefcount ref_count;
  GHashTable     *by_id; /* (owned): company id, of the value → GuildFailure */
};

GuildFailure *
guild_failure_new (const char *company_id, gboolean failing, gint64 since, gint64 seen)
{
  g_return_val_if_fail (company_id != NULL, NULL);

  GuildFailure *self = g_new0 (GuildFailure, 1);
  *self = (GuildFailure) { g_strdup (company_id), failing, since, seen };
  return self;
}

void
guild_failure_free (GuildFailure *self)
{
  g_return_if_fail (self != NULL);
  g_free (self->company_id);
  g_free (self);
}

static GuildFailures *
failures_alloc (void)
{
  GuildFailures *self = g_new0 (GuildFailures, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->by_id =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) guild_failure_free);
  return self;
}

static void
failures_take (GuildFailures *self, const GuildFailure *failure)
{
  GuildFailure *copy = guild_failure_new (failure->company_id, failure->failing, failure->since,
                                          failure->seen);
  g_hash_table_replace (self->by_id, copy->company_id, copy);
}

/* "id since seen" */
static void
take_line (GuildFailures *self, const char *line)
{
  g_auto(GStrv) parts = g_strsplit (line, " ", -1);
  gint64 since, seen;

  if (g_strv_length (parts) != 3 || *parts[0] == '\0' ||
      !g_ascii_string_to_signed (parts[1], 10, G_MININT64, G_MAXINT64, &since, NULL) ||
      !g_ascii_string_to_signed (parts[2], 10, G_MININT64, G_MAXINT64, &seen, NULL))
    return;
  failures_take (self, &(GuildFailure) { parts[0], TRUE, since, seen });
}

GuildFailures *
guild_failures_new (const char *text)
{
  GuildFailures *self = failures_alloc ();
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    take_line (self, lines[i]);
  return self;
}

GuildFailures *
guild_failures_ref (GuildFailures *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_failures_unref (GuildFailures *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->by_id);
  g_free (self);
}

GuildFailures *
guild_failures_with (GuildFailures *self, GPtrArray *found)
{
  GuildFailures *next = failures_alloc ();
  GHashTableIter iter;
  gpointer failure;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &failure))
    failures_take (next, failure);
  for (guint i = 0; i < found->len; i++)
    {
      const GuildFailure *one = found->pdata[i];
      if (one->failing)
        failures_take (next, one);
      else
        g_hash_table_remove (next->by_id, one->company_id);
    }
  return next;
}

gboolean
guild_failures_is_empty (GuildFailures *self)
{
  return self == NULL || g_hash_table_size (self->by_id) == 0;
}

const GuildFailure *
guild_failures_find (GuildFailures *self, const char *company_id)
{
  return !guild_failures_is_empty (self) ? g_hash_table_lookup (self->by_id, company_id) : NULL;
}

char *
guild_failures_to_text (GuildFailures *self)
{
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const GuildFailure *failure = value;
      g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                              failure->company_id, failure->since, failure->seen);
    }
  return g_string_free (text, FALSE);
}
