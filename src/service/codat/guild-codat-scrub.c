/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "service/codat/guild-codat-private.h"

#include <string.h>

#include "service/guild-answer.h"

/* Deeper than anything that codat.md describes; what lies below is dropped, not walked. */
#define MAX_DEPTH 32

/* The next "otp=" from P on, which may be percent-encoded; LENGTH is its own. (nullable) */
static const char *
find_password (const char *p,
               gsize      *length)
{
  while ((p = strpbrk (p, "oO")) != NULL)
    {
      if (g_ascii_strncasecmp (p, "otp=", 4) == 0)
        {
          *length = 4;
          return p;
        }
      if (g_ascii_strncasecmp (p, "otp%3d", 6) == 0)
        {
          *length = 6;
          return p;
        }
      p++;
    }

  return NULL;
}

/* (transfer full) (nullable): TEXT with the value after every "otp=" gone, NULL when it has none.
 * Addresses also turn up inside other texts, percent-encoded at times. */
static char *
without_passwords (const char *text)
{
  GString *clean = NULL;
  const char *done = text;
  const char *p = text;
  gsize length;

  while ((p = find_password (p, &length)) != NULL)
    {
      if (clean == NULL)
        clean = g_string_new (NULL);
      g_string_append_len (clean, done, (gssize) (p + length - done));
      done = p = p + length + strcspn (p + length, "&#<>\"' \t\r\n");
    }

  if (clean == NULL)
    return NULL;
  g_string_append (clean, done);
  return g_string_free (clean, FALSE);
}

/* Link addresses lose their query, where the one-time password is (codat.md §12). */
static void
scrub_link (JsonObject *object,
            const char *name)
{
  const char *text = guild_answer_get_string (object, name);
  g_autofree char *bare = NULL;
  g_autofree char *clean = NULL;

  if (text == NULL || !g_uri_is_valid (text, G_URI_FLAGS_PARSE_RELAXED, NULL))
    {
      json_object_remove_member (object, name);
      return;
    }

  bare = g_strndup (text, strcspn (text, "?#"));
  clean = without_passwords (bare);
  if (clean != NULL || strcmp (bare, text) != 0)
    json_object_set_string_member (object, name, clean != NULL ? clean : bare);
}

static gboolean
is_password_name (const char *name)
{
  return g_ascii_strcasecmp (name, "otp") == 0 || g_ascii_strcasecmp (name, "link.otp") == 0;
}

static gboolean
is_link (const char *name)
{
  return strcmp (name, "redirect") == 0 || strcmp (name, "linkUrl") == 0;
}

static void scrub_object (JsonObject *object, guint depth);

static void
scrub_array (JsonArray *array,
             guint      depth)
{
  for (guint i = json_array_get_length (array); i > 0; i--)
    {
      JsonNode *node = json_array_get_element (array, i - 1);

      if (JSON_NODE_HOLDS_VALUE (node))
        {
          g_autofree char *clean = NULL;

          if (json_node_get_value_type (node) == G_TYPE_STRING)
            clean = without_passwords (json_node_get_string (node));
          if (clean != NULL)
            json_node_set_string (node, clean);
        }
      else if (depth >= MAX_DEPTH && !JSON_NODE_HOLDS_NULL (node))
        json_array_remove_element (array, i - 1);
      else if (JSON_NODE_HOLDS_OBJECT (node))
        scrub_object (json_node_get_object (node), depth + 1);
      else if (JSON_NODE_HOLDS_ARRAY (node))
        scrub_array (json_node_get_array (node), depth + 1);
    }
}

static void
scrub_member (JsonObject *object,
              const char *name,
              guint       depth)
{
  JsonNode *node = json_object_get_member (object, name);

  if (is_password_name (name))
    {
      json_object_remove_member (object, name);
    }
  else if (is_link (name))
    {
      scrub_link (object, name);
    }
  else if (JSON_NODE_HOLDS_VALUE (node))
    {
      g_autofree char *clean = NULL;

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        clean = without_passwords (json_node_get_string (node));
      if (clean != NULL)
        json_object_set_string_member (object, name, clean);
    }
  else if (depth >= MAX_DEPTH && !JSON_NODE_HOLDS_NULL (node))
    {
      json_object_remove_member (object, name);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      scrub_object (json_node_get_object (node), depth + 1);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      scrub_array (json_node_get_array (node), depth + 1);
    }
}

static void
scrub_object (JsonObject *object,
              guint       depth)
{
  g_autoptr (GList) names = json_object_get_members (object);
  GList *next;

  for (GList *l = names; l != NULL; l = next)
    {
      next = l->next; /* removing the member frees its name, not this list */
      scrub_member (object, l->data, depth);
    }
}

static gboolean
text_is_clean (const char *text,
               gboolean    link)
{
  gsize length;

  /* hardly any text has the one or the other */
  return (strpbrk (text, "=%") == NULL || find_password (text, &length) == NULL)
         && (!link || (strpbrk (text, "?#") == NULL
                       && g_uri_is_valid (text, G_URI_FLAGS_PARSE_RELAXED, NULL)));
}

static gboolean
node_is_clean (const GuildNode *self,
               guint            depth)
{
  gboolean link = self->name != NULL && is_link (self->name);

  if (self->name != NULL && is_password_name (self->name))
    return FALSE;
  if (self->kind == GUILD_NODE_TEXT)
    return text_is_clean (self->text, link);
  if (link || depth > MAX_DEPTH)
    return FALSE;

  for (const GuildNode *node = guild_node_first (self); node != NULL;
       node = guild_node_next (self, node))
    {
      if (!node_is_clean (node, depth + 1))
        return FALSE;
    }

  return TRUE;
}

gboolean
guild_codat_is_clean (const GuildNode *company)
{
  return node_is_clean (company, 0);
}

void
guild_codat_scrub (JsonObject *company)
{
  scrub_object (company, 0);
}
