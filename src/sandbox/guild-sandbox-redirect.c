/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-link.h"

#include <string.h>

static const char *
find_value (GPtrArray *pairs, const char *name)
{
  for (guint i = 0; i + 1 < pairs->len; i += 2)
    if (g_str_equal (pairs->pdata[i], name))
      return pairs->pdata[i + 1];
  return NULL;
}

char *
guild_sandbox_redirect_expand (const char *redirect_template, GPtrArray *reserved,
                               GPtrArray *params)
{
  g_autoptr(GString) out = g_string_new (NULL);
  const char *scheme_end = strstr (redirect_template, "://");
  const char *at = redirect_template;

  if (!g_str_has_prefix (at, "http://") && !g_str_has_prefix (at, "https://"))
    return NULL;
  const char *host_end = scheme_end + 3 + strcspn (scheme_end + 3, "/?#");
  while (*at != '\0')
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      if (end == NULL)
        {
          g_string_append_c (out, *at++);
          continue;
        }
      g_autofree char *name = g_strndup (at + 1, (gsize) (end - at - 1));
      const char *value = find_value (reserved, name);
      if (value != NULL && at < host_end)
        return NULL;
      if (value == NULL)
        value = find_value (params, name);
      if (value != NULL)
        g_string_append_uri_escaped (out, value, NULL, FALSE);
      at = end + 1;
    }
  return g_uri_is_valid (out->str, G_URI_FLAGS_NONE, NULL) ?
         g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static char *
dup_host (const char *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

gboolean
guild_sandbox_redirect_allowed (const char *address, JsonArray *allowed)
{
  g_autofree char *host = dup_host (address);

  if (allowed == NULL || json_array_get_length (allowed) == 0)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (allowed); i++)
    {
      JsonNode *node = json_array_get_element (allowed, i);
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      g_autofree char *other = dup_host (json_node_get_string (node));
      if (other != NULL && g_strcmp0 (other, host) == 0)
        return TRUE;
    }
  return FALSE;
}
