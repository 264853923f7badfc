/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-faults.h"
#include "sandbox/guild-sandbox-autodesk.h"
#include "sandbox/guild-sandbox-codat.h"

#include <string.h>

#define MAX_BIG (64 * 1024 * 1024)
#define MAX_DELAY 600000

struct _GuildSandboxFaults
{
  GPtrArray *list; /* (owned) */
  guint      made;
};

void
guild_sandbox_fault_free (GuildSandboxFault *self)
{
  g_free (self->spec);
  g_free (self->path);
  g_free (self->method);
  g_free (self);
}

GuildSandboxFault *
guild_sandbox_fault_copy (const GuildSandboxFault *self)
{
  GuildSandboxFault *copy = g_memdup2 (self, sizeof *self);

  copy->spec = g_strdup (self->spec);
  copy->path = g_strdup (self->path);
  copy->method = g_strdup (self->method);
  return copy;
}

GuildSandboxFaults *
guild_sandbox_faults_new (void)
{
  GuildSandboxFaults *self = g_new0 (GuildSandboxFaults, 1);

  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_sandbox_fault_free);
  return self;
}

void
guild_sandbox_faults_free (GuildSandboxFaults *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

void
guild_sandbox_faults_clear (GuildSandboxFaults *self)
{
  g_ptr_array_set_size (self->list, 0);
}

static gboolean
read_number (const char *text, guint64 min, guint64 max, guint64 *number)
{
  return g_ascii_string_to_unsigned (text, 10, min, max, number, NULL);
}

static gboolean
read_cut (GuildSandboxFault *self, const char *value)
{
  static const struct { const char *name; GuildSandboxCut cut; } cuts[] = {
    { "before", GUILD_SANDBOX_CUT_BEFORE },
    { "body", GUILD_SANDBOX_CUT_BODY },
    { "after-write", GUILD_SANDBOX_CUT_AFTER_WRITE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    if (g_str_equal (value, cuts[i].name))
      {
        self->cut = cuts[i].cut;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_retry_after (GuildSandboxFault *self, const char *value)
{
  guint64 number;
  const char *colon = strchr (value, ':');

  self->retry_date = g_str_has_prefix (value, "date:");
  if (!self->retry_date && !g_str_has_prefix (value, "seconds:"))
    return FALSE;
  if (!read_number (colon + 1, 0, 86400, &number))
    return FALSE;
  self->retry_after = (gint64) number;
  return TRUE;
}

static gboolean
read_rate (GuildSandboxFault *self, const char *value)
{
  char *end;

  self->rate = g_ascii_strtod (value, &end);
  return end != value && *end == '\0' && self->rate >= 0 && self->rate <= 1;
}

/* One name=value of the numeric kind. */
static gboolean
read_counted (GuildSandboxFault *self, const char *name, const char *value)
{
  guint64 n;
  gboolean number = read_number (value, 0, G_MAXINT64, &n);

  if (!number)
    return FALSE;
  if (g_str_equal (name, "status") && n >= 200 && n <= 599)
    self->status = (guint) n;
  else if (g_str_equal (name, "count") && n > 0)
    self->count = (gint64) n;
  else if (g_str_equal (name, "skip") && n <= G_MAXUINT)
    self->skip = (guint) n;
  else if (g_str_equal (name, "delay") && n <= MAX_DELAY)
    self->delay = (guint) n;
  else if (g_str_equal (name, "truncate") && n <= 1)
    self->truncate = n == 1;
  else if (g_str_equal (name, "late") && n <= 1)
    self->late = n == 1;
  else if (g_str_equal (name, "wrong-types") && n <= G_MAXUINT)
    self->wrong_types = (guint) n;
  else if (g_str_equal (name, "unknown-enum") && n <= 1)
    self->unknown_enum = n == 1;
  else if (g_str_equal (name, "big") && n <= MAX_BIG)
    self->big = n;
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_part (GuildSandboxFault *self, const char *name, const char *value)
{
  if (g_str_equal (name, "path") && *value == '/')
    self->path = g_strdup (value);
  else if (g_str_equal (name, "method") && *value != '\0')
    self->method = g_ascii_strup (value, -1);
  else if (g_str_equal (name, "rate"))
    return read_rate (self, value);
  else if (g_str_equal (name, "cut"))
    return read_cut (self, value);
  else if (g_str_equal (name, "retry-after"))
    return read_retry_after (self, value);
  else
    return read_counted (self, name, value);
  return TRUE;
}

/* SPEC is name=value, name=value…:
 *   path=/companies         prefix of the path, or a glob when it holds * or ?
 *   method=GET              only that method
 *   rate=0.3                that share of the requests that match, decided by the seed
 *   skip=3, count=2         not the first three; only twice
 *   status=503              that answer instead of the real one; late=1: after the work was done
 *   retry-after=seconds:2   or date:2, a header of that form
 *   delay=200               ms before anything happens; late=1: after the work was done
 *   cut=before|body|after-write  the connection ends: nothing done; half an answer; work done
 *   truncate=1              half the JSON, as a complete answer
 *   wrong-types=1           strings become numbers and objects (N: only every Nth)
 *   unknown-enum=1          statuses nobody has heard of
 *   big=BYTES               pads the first company's description (or name) to that size */
gboolean
guild_sandbox_faults_add (GuildSandboxFaults *self, const char *spec, GError **error)
{
  g_autoptr(GuildSandboxFault) fault = g_new0 (GuildSandboxFault, 1);
  g_auto(GStrv) parts = g_strsplit (spec, ",", -1);

  if (parts[0] == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "The fault is empty");
      return FALSE;
    }
  fault->spec = g_strdup (spec);
  fault->rate = 1;
  fault->count = -1;
  fault->retry_after = -1;
  fault->salt = ++self->made;
  for (char **part = parts; *part != NULL; part++)
    {
      g_auto(GStrv) pair = g_strsplit (g_strstrip (*part), "=", 2);
      if (g_strv_length (pair) != 2 || !read_part (fault, pair[0], pair[1]))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "Cannot understand “%s” in the fault “%s”", *part, spec);
          return FALSE;
        }
    }
  g_ptr_array_add (self->list, g_steal_pointer (&fault));
  return TRUE;
}

static gboolean
matches (GuildSandboxFault *self, GuildSandboxExchange *exchange)
{
  if (self->method != NULL && !g_str_equal (self->method, exchange->method))
    return FALSE;
  if (self->path == NULL)
    return TRUE;
  if (strpbrk (self->path, "*?") != NULL)
    return g_pattern_match_simple (self->path, exchange->path);
  return g_str_has_prefix (exchange->path, self->path);
}

GuildSandboxFault *
guild_sandbox_faults_take (GuildSandbox *sandbox, GuildSandboxExchange *exchange)
{
  GPtrArray *list = sandbox->faults->list;

  for (guint i = 0; i < list->len; i++)
    {
      GuildSandboxFault *fault = list->pdata[i];
      if (fault->count == 0 || !matches (fault, exchange))
        continue;
      if (fault->seen++ < fault->skip)
        continue;
      guint64 draw = guild_sandbox_random (sandbox->seed, fault->seen, fault->salt);
      double chance = (double) (draw >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
      if (chance >= fault->rate)
        continue;
      if (fault->count > 0)
        fault->count--;
      return fault;
    }
  return NULL;
}

JsonNode *
guild_sandbox_faults_to_json (GuildSandboxFaults *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < self->list->len; i++)
    {
      GuildSandboxFault *fault = self->list->pdata[i];
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "spec");
      json_builder_add_string_value (builder, fault->spec);
      json_builder_set_member_name (builder, "seen");
      json_builder_add_int_value (builder, (gint64) fault->seen);
      json_builder_set_member_name (builder, "left");
      json_builder_add_int_value (builder, fault->count);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return json_builder_get_root (builder);
}

/* Spoiling */

typedef struct
{
  const GuildSandboxFault *fault;
  guint                    strings;
} Spoiler;

static JsonNode *spoil (Spoiler *self, const char *name, JsonNode *node);

static JsonNode *
spoil_text (Spoiler *self, const char *name, JsonNode *node)
{
  JsonNode *other;

  if (self->fault->unknown_enum && g_strcmp0 (name, "status") == 0)
    return json_node_init_string (json_node_alloc (), "SomethingNew");
  if (self->fault->wrong_types == 0 || self->strings++ % self->fault->wrong_types != 0)
    return json_node_copy (node);
  if (self->strings / self->fault->wrong_types % 2 == 1)
    return json_node_init_int (json_node_alloc (), (gint64) self->strings);
  other = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (other, json_object_new ());
  return other;
}

static JsonNode *
spoil_object (Spoiler *self, JsonNode *node)
{
  JsonObject *object = json_object_new ();
  JsonNode *result = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (object, name, spoil (self, name, value));
  json_node_take_object (result, object);
  return result;
}

static JsonNode *
spoil_array (Spoiler *self, JsonNode *node)
{
  JsonArray *old = json_node_get_array (node);
  JsonArray *array = json_array_new ();
  JsonNode *result = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < json_array_get_length (old); i++)
    json_array_add_element (array, spoil (self, NULL, json_array_get_element (old, i)));
  json_node_take_array (result, array);
  return result;
}

static JsonNode *
spoil (Spoiler *self, const char *name, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return spoil_object (self, node);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return spoil_array (self, node);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return spoil_text (self, name, node);
  return json_node_copy (node);
}

static JsonObject *
first_company (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node) &&
      json_object_has_member (json_node_get_object (node), "results"))
    node = json_object_get_member (json_node_get_object (node), "results");
  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0)
    node = json_array_get_element (json_node_get_array (node), 0);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
pad (JsonNode *node, guint64 bytes)
{
  JsonObject *company = first_company (node);

  if (company == NULL)
    return;
  g_autofree char *text = g_malloc (bytes + 1);
  memset (text, 'x', bytes);
  text[bytes] = '\0';
  json_object_set_string_member (company, json_object_has_member (company, "description") ?
                                 "description" : "name", text);
}

static void
spoil_answer (const GuildSandboxFault *self, GuildSandboxExchange *exchange)
{
  gsize size;
  const char *data = g_bytes_get_data (exchange->answer, &size);
  g_autoptr(JsonParser) parser = json_parser_new ();
  Spoiler spoiler = { self, 0 };

  if (!json_parser_load_from_data (parser, data, (gssize) size, NULL))
    return;
  JsonNode *node = spoil (&spoiler, NULL, json_parser_get_root (parser));
  if (self->big > 0)
    pad (node, self->big);
  guild_sandbox_answer_json (exchange, exchange->status, node);
}

/* An error as the service that owns the path words it. */
static void
answer_status (GuildSandbox *sandbox, guint status, GuildSandboxExchange *exchange)
{
  static const char * const gateway[] = { "hq", "project", "authentication", "userinfo", NULL };
  const char *root = exchange->segments[0] != NULL ? exchange->segments[0] : "";
  gboolean admin = g_str_equal (root, "construction");

  if (!admin && !g_strv_contains (gateway, root))
    guild_sandbox_codat_fail_plain (sandbox, exchange, status);
  else if (status == 429)
    guild_sandbox_autodesk_refuse_gateway (exchange, status, "Quota limit exceeded.", NULL);
  else if (admin)
    guild_sandbox_autodesk_refuse_admin (exchange, status, soup_status_get_phrase (status),
                                         "The sandbox was asked to answer so.", NULL);
  else if (g_str_equal (root, "hq") && status != 401)
    guild_sandbox_autodesk_refuse_hq (exchange, status, 1000, soup_status_get_phrase (status));
  else
    guild_sandbox_autodesk_refuse_gateway (exchange, status, soup_status_get_phrase (status), NULL);
}

void
guild_sandbox_fault_apply (GuildSandbox *sandbox, const GuildSandboxFault *self,
                           GuildSandboxExchange *exchange)
{
  if (self->status != 0)
    answer_status (sandbox, self->status, exchange);
  if (self->retry_after >= 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, self->retry_after);
      /* Rounded up: a date has whole seconds. The real clock, as the client has no other. */
      g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc (
        (g_get_real_time () + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC + self->retry_after);
      g_autofree char *date = soup_date_time_to_string (when, SOUP_DATE_HTTP);
      soup_message_headers_replace (exchange->answer_headers, "Retry-After",
                                    self->retry_date ? date : seconds);
    }
  if (exchange->answer == NULL)
    return;
  if (self->wrong_types != 0 || self->unknown_enum || self->big != 0)
    spoil_answer (self, exchange);
  if (self->truncate)
    {
      g_autoptr(GBytes) whole = g_steal_pointer (&exchange->answer);
      exchange->answer = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
    }
}
