/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-server.h"

#include <string.h>

#define KEPT 200
#define MINUTE ((gint64) 60 * G_USEC_PER_SEC)

/* Requests of one rate group within the last minute, and the most there ever were. */
typedef struct
{
  GQueue times; /* (owned): gint64 pointers */
  guint  most;
} Window;

typedef struct
{
  char *method;
  char *path;   /* secrets masked */
  guint status;
} Entry;

struct _GuildSandboxLog
{
  GHashTable *counts;  /* (owned): "GET /companies/{id}" → count */
  GHashTable *windows; /* (owned): group → Window */
  GQueue      entries; /* (owned) */
};

static void
window_free (Window *self)
{
  g_queue_clear_full (&self->times, g_free);
  g_free (self);
}

static void
entry_free (Entry *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self);
}

GuildSandboxLog *
guild_sandbox_log_new (void)
{
  GuildSandboxLog *self = g_new0 (GuildSandboxLog, 1);

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->windows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) window_free);
  g_queue_init (&self->entries);
  return self;
}

void
guild_sandbox_log_clear (GuildSandboxLog *self)
{
  g_hash_table_remove_all (self->counts);
  g_hash_table_remove_all (self->windows);
  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
}

void
guild_sandbox_log_free (GuildSandboxLog *self)
{
  guild_sandbox_log_clear (self);
  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->windows);
  g_free (self);
}

/* Ids, keys and whatever else names one thing become {id}. */
static gboolean
is_name (const char *segment, const char *before)
{
  return strlen (segment) >= 32 || g_strcmp0 (before, "integrations") == 0 ||
         g_strcmp0 (before, "session") == 0 || g_strcmp0 (before, "products") == 0;
}

static char *
make_template (GuildSandboxExchange *exchange)
{
  g_autoptr(GString) out = g_string_new (exchange->method);
  const char *before = NULL;

  g_string_append_c (out, ' ');
  for (char **segment = exchange->segments; *segment != NULL; segment++)
    {
      g_string_append_printf (out, "/%s", is_name (*segment, before) ? "{id}" : *segment);
      before = *segment;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
make_path (GuildSandboxExchange *exchange)
{
  static const char * const secrets[] = { "otp", "link.otp", "client_secret", "code", "state",
                                          "access_token", "token", "code_challenge", "nonce", NULL };
  g_autoptr(GString) out = g_string_new (exchange->path);

  if (g_strcmp0 (exchange->segments[0], "link") == 0 &&
      g_strcmp0 (exchange->segments[1], "session") == 0)
    g_string_assign (out, "/link/session/***");
  for (guint i = 0; i + 1 < exchange->query->len; i += 2)
    {
      const char *name = exchange->query->pdata[i];
      gboolean secret = g_strv_contains (secrets, name) || strstr (name, "Nonce") != NULL;
      g_string_append_printf (out, "%c%s=%s", i == 0 ? '?' : '&', name,
                              secret ? "***" : (char *) exchange->query->pdata[i + 1]);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
count_window (GuildSandboxLog *self, const char *group)
{
  Window *window = g_hash_table_lookup (self->windows, group);
  gint64 now = g_get_monotonic_time ();

  if (window == NULL)
    {
      window = g_new0 (Window, 1);
      g_queue_init (&window->times);
      g_hash_table_insert (self->windows, g_strdup (group), window);
    }
  while (window->times.head != NULL && *(gint64 *) window->times.head->data <= now - MINUTE)
    g_free (g_queue_pop_head (&window->times));
  g_queue_push_tail (&window->times, g_memdup2 (&now, sizeof now));
  window->most = MAX (window->most, window->times.length);
}

static const char *
find_group (GuildSandboxExchange *exchange)
{
  static const char * const limited[] = { "token", "authorize", "revoke", "introspect", NULL };
  static const char * const others[] = { "construction", "hq", "authentication", "project", "link",
                                         NULL };
  const char *root = exchange->segments[0];

  if (root == NULL || !g_strv_contains (others, root))
    return "codat";
  if (g_str_equal (root, "construction") && !g_str_equal (exchange->method, "GET"))
    return "construction-write";
  if (g_str_equal (root, "authentication") && exchange->segments[1] != NULL &&
      exchange->segments[2] != NULL && g_strv_contains (limited, exchange->segments[2]))
    return exchange->segments[2];
  return root;
}

void
guild_sandbox_log_add (GuildSandboxLog *self, GuildSandboxExchange *exchange, guint status)
{
  g_autofree char *key = make_template (exchange);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));
  Entry *entry = g_new0 (Entry, 1);

  g_hash_table_insert (self->counts, g_steal_pointer (&key), GUINT_TO_POINTER (count + 1));
  count_window (self, find_group (exchange));
  entry->method = g_strdup (exchange->method);
  entry->path = make_path (exchange);
  entry->status = status;
  g_queue_push_tail (&self->entries, entry);
  if (self->entries.length > KEPT)
    entry_free (g_queue_pop_head (&self->entries));
}

JsonNode *
guild_sandbox_log_to_json (GuildSandboxLog *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  GHashTableIter iter;
  gpointer key, value;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "counts");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      json_builder_set_member_name (builder, key);
      json_builder_add_int_value (builder, GPOINTER_TO_UINT (value));
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "mostPerMinute");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, self->windows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      json_builder_set_member_name (builder, key);
      json_builder_add_int_value (builder, ((Window *) value)->most);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "last");
  json_builder_begin_array (builder);
  for (GList *l = self->entries.head; l != NULL; l = l->next)
    {
      Entry *entry = l->data;
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "method");
      json_builder_add_string_value (builder, entry->method);
      json_builder_set_member_name (builder, "path");
      json_builder_add_string_value (builder, entry->path);
      json_builder_set_member_name (builder, "status");
      json_builder_add_int_value (builder, entry->status);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
