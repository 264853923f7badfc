/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a redirect address will lead customers back (codat.md §12.1). */
typedef enum
{
  GUILD_REDIRECT_NOTE,    /* good to know */
  GUILD_REDIRECT_WARNING, /* works, or may, but not as one would expect */
  GUILD_REDIRECT_FAULT,   /* does not work */
} GuildRedirectWeight;

typedef struct
{
  GuildRedirectWeight weight;
  char               *text; /* (owned): a sentence for people */
} GuildRedirectRemark;

/* ADDRESS is the template with its {placeholders}, "" for none; ALLOWED (nullable): the client's
 * list of allowed addresses. (transfer full) (element-type GuildRedirectRemark): the gravest first;
 * empty when there is nothing to say. */
GPtrArray *guild_redirect_rule_check      (const char *address, const char * const *allowed);

/* Whether the list ALLOWED (nullable) lets customers go where the template ADDRESS leads: FALSE
 * when the host, or every host that its {placeholders} may make, is missing from it. An empty list
 * holds every host whose name does not vary. */
gboolean   guild_redirect_rule_is_allowed (const char *address, const char * const *allowed);
/* Whether TEXT is an address of the web: http or https, and a host. */
gboolean   guild_redirect_rule_is_web     (const char *text);

G_END_DECLS
