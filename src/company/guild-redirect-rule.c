/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-redirect-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The service puts its own values in for these; upper and lower case matter. */
static const char * const reserved[] = {
  "clientId", "companyId", "connectionId", "integrationId", "sourceId", "platform", "platformName",
  "sourceType", "statusCode", "errorMessage", "statusText", "data.company.companyName", NULL,
};

static void
remark_free (gpointer data)
{
  GuildRedirectRemark *self = data;

  g_free (self->text);
  g_free (self);
}

/* TEXT is taken. */
static void
remark (GPtrArray *remarks, GuildRedirectWeight weight, char *text)
{
  GuildRedirectRemark *self = g_new0 (GuildRedirectRemark, 1);

  self->weight = weight;
  self->text = text;
  g_ptr_array_add (remarks, self);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const GuildRedirectRemark *first = *(GuildRedirectRemark * const *) a;
  const GuildRedirectRemark *second = *(GuildRedirectRemark * const *) b;

  return (int) second->weight - (int) first->weight;
}

/* The reserved name that NAME was meant to be, or NULL. */
static const char *
find_meant (const char *name)
{
  for (guint i = 0; reserved[i] != NULL; i++)
    if (g_ascii_strcasecmp (reserved[i], name) == 0)
      return reserved[i];
  return NULL;
}

static void
check_name (const char *name, gboolean in_host, GPtrArray *remarks)
{
  const char *meant = find_meant (name);

  if (*name == '\0')
    remark (remarks, GUILD_REDIRECT_FAULT, g_strdup (_("There is a placeholder without a name.")));
  else if (meant != NULL && !g_str_equal (meant, name))
    remark (remarks, GUILD_REDIRECT_WARNING,
            g_strdup_printf (_("{%s} will stay empty: capital letters matter, and the name is "
                               "{%s}."), name, meant));
  else if (meant != NULL && in_host)
    remark (remarks, GUILD_REDIRECT_FAULT,
            g_strdup_printf (_("{%s} may not stand in the host’s name."), name));
  else if (meant == NULL && in_host)
    remark (remarks, GUILD_REDIRECT_NOTE,
            g_strdup_printf (_("{%s} makes the host’s name vary: every host that may come of it "
                               "must be among the allowed addresses."), name));
  else if (meant == NULL)
    remark (remarks, GUILD_REDIRECT_NOTE,
            g_strdup_printf (_("{%s} is taken from the link a customer was given, and stays empty "
                               "where the link does not have it."), name));
}

/* FALSE: the braces do not match. */
static gboolean
check_names (const char *address, const char *host_end, GHashTable *names, GPtrArray *remarks)
{
  const char *open = NULL;

  for (const char *c = address; *c != '\0'; c++)
    if (*c == '{')
      {
        if (open != NULL)
          return FALSE;
        open = c;
      }
    else if (*c == '}')
      {
        if (open == NULL)
          return FALSE;
        char *name = g_strndup (open + 1, (gsize) (c - open - 1));
        gboolean in_host = open < host_end;
        open = NULL;
        if (g_hash_table_contains (names, name) && !in_host)
          g_free (name);
        else
          {
            check_name (name, in_host, remarks);
            g_hash_table_add (names, name);
          }
      }
  return open == NULL;
}

/* The host that ADDRESS names, without its port, * for each {placeholder}. */
static char *
dup_host_pattern (const char *address)
{
  const char *scheme_end = strstr (address, "://");
  GString *out = g_string_new (NULL);

  for (const char *c = scheme_end != NULL ? scheme_end + strlen ("://") : "";
       *c != '\0' && strchr ("/?#:", *c) == NULL; c++)
    {
      const char *end = *c == '{' ? strchr (c, '}') : NULL;
      g_string_append_c (out, end != NULL ? '*' : g_ascii_tolower (*c));
      c = end != NULL ? end : c;
    }
  return g_string_free (out, FALSE);
}

static void
check_host (const char *host, gboolean varies, gboolean encrypted, gboolean listed,
            const char * const *allowed, GPtrArray *remarks)
{
  gboolean here = g_str_equal (host, "localhost") || g_str_has_prefix (host, "127.0.0.1");

  if (*host == '\0')
    remark (remarks, GUILD_REDIRECT_FAULT, g_strdup (_("The address has no host.")));
  if (varies && (allowed == NULL || *allowed == NULL))
    remark (remarks, GUILD_REDIRECT_WARNING,
            g_strdup (_("The host’s name varies, but no address is allowed yet: customers will see "
                        "an error and not be sent back.")));
  else if (!listed)
    remark (remarks, GUILD_REDIRECT_WARNING,
            g_strdup (_("The host is not among the allowed addresses: customers may see an error "
                        "and not be sent back.")));
  if (here)
    remark (remarks, GUILD_REDIRECT_NOTE,
            g_strdup (_("This is the computer at which the link is opened: it works for links "
                        "opened here, not for links sent to customers.")));
  else if (!encrypted)
    remark (remarks, GUILD_REDIRECT_WARNING,
            g_strdup (_("The address begins with http://, so that what comes back can be read and "
                        "changed on its way. Use https://.")));
}

static void
check_address (const char *address, const char *host, const char * const *allowed,
               GPtrArray *remarks)
{
  const char *host_end = host + strcspn (host, "/?#");
  g_autofree char *host_text = g_strndup (host, (gsize) (host_end - host));
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!check_names (address, host_end, names, remarks))
    remark (remarks, GUILD_REDIRECT_FAULT,
            g_strdup (_("The braces do not match: every { needs its } and none stands within "
                        "another.")));
  check_host (host_text, strchr (host_text, '{') != NULL, g_str_has_prefix (address, "https://"),
              guild_redirect_rule_is_allowed (address, allowed), allowed, remarks);
  for (const char *c = address; *c != '\0'; c++)
    if ((guchar) *c <= 0x20 || (guchar) *c >= 0x7f || strchr ("<>\"\\^`|", *c) != NULL)
      {
        remark (remarks, GUILD_REDIRECT_WARNING,
                g_strdup (_("There are characters that must be percent-encoded, or they may get "
                            "lost.")));
        break;
      }
  if (!g_hash_table_contains (names, "companyId"))
    remark (remarks, GUILD_REDIRECT_WARNING,
            g_strdup (_("Without {companyId} nobody can tell which company came back.")));
  if (!g_hash_table_contains (names, "statusCode"))
    remark (remarks, GUILD_REDIRECT_NOTE,
            g_strdup (_("Without {statusCode} success and cancellation look the same.")));
}

gboolean
guild_redirect_rule_is_web (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (g_str_equal (g_uri_get_scheme (uri), "https") ||
          g_str_equal (g_uri_get_scheme (uri), "http"));
}

gboolean
guild_redirect_rule_is_allowed (const char *address, const char * const *allowed)
{
  g_return_val_if_fail (address != NULL, FALSE);

  g_autofree char *pattern = dup_host_pattern (address);

  if (*pattern == '\0')
    return TRUE;
  if (allowed == NULL || *allowed == NULL)
    return strchr (pattern, '*') == NULL;
  for (guint i = 0; allowed[i] != NULL; i++)
    {
      g_autofree char *host = dup_host_pattern (allowed[i]);
      if (*host != '\0' && g_pattern_match_simple (pattern, host))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
guild_redirect_rule_check (const char *address, const char * const *allowed)
{
  g_return_val_if_fail (address != NULL, NULL);

  GPtrArray *remarks = g_ptr_array_new_with_free_func (remark_free);

  if (*address == '\0')
    remark (remarks, GUILD_REDIRECT_NOTE,
            g_strdup (_("There is no redirect address: customers end on Codat’s own page.")));
  else if (g_str_has_prefix (address, "https://"))
    check_address (address, address + strlen ("https://"), allowed, remarks);
  else if (g_str_has_prefix (address, "http://"))
    check_address (address, address + strlen ("http://"), allowed, remarks);
  else
    remark (remarks, GUILD_REDIRECT_FAULT,
            g_strdup (_("The address must begin with http:// or https://.")));
  g_ptr_array_sort (remarks, compare);
  return remarks;
}
