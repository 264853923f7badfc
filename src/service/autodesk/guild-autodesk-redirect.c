/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-redirect.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>
#include "service/autodesk/guild-autodesk-sign-in.h"
#include "service/guild-loopback.h"

#define MAX_QUERY 8192

struct _GuildAutodeskRedirect
{
  grefcount                 refs;
  SoupServer               *server; /* (owned) (nullable): NULL once freed */
  char                     *path;   /* (owned): as it is written in the address */
  char                     *state;  /* (owned): wiped */
  GuildAutodeskRedirectFunc func;   /* (nullable) */
  gpointer                  data;
  gboolean                  used;
};

/* What the browser brought, until its answer is out. */
typedef struct
{
  grefcount              refs;
  GuildAutodeskRedirect *redirect; /* (owned) */
  char                  *code;     /* (owned) (nullable): wiped */
  char                  *error;    /* (owned) (nullable) */
} Visit;

static void
wipe (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
redirect_unref (GuildAutodeskRedirect *self)
{
  if (!g_ref_count_dec (&self->refs))
    return;
  wipe (&self->state);
  g_free (self->path);
  g_free (self);
}

static void
visit_unref (gpointer data)
{
  Visit *self = data;

  if (!g_ref_count_dec (&self->refs))
    return;
  redirect_unref (self->redirect);
  wipe (&self->code);
  g_free (self->error);
  g_free (self);
}

static void
refuse (SoupServerMessage *message, guint status)
{
  guild_loopback_refuse (message, status,
                         _("This address has been used already or is not valid. Look at "
                           "Guildhall’s window to see how the sign-in stands."));
}

static gboolean
tell_cb (gpointer data)
{
  Visit *visit = data;
  GuildAutodeskRedirectFunc func = visit->redirect->func;

  visit->redirect->func = NULL;
  if (func != NULL)
    func (visit->code, visit->error, visit->redirect->data);
  return G_SOURCE_REMOVE;
}

/* Told once the answer is out and the server's own work is done: the listener may end it. */
static void
answered_cb (SoupServerMessage *message, gpointer data)
{
  Visit *visit = data;
  g_autoptr(GSource) source = g_idle_source_new ();

  g_ref_count_inc (&visit->refs);
  g_source_set_callback (source, tell_cb, visit, visit_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
closure_gone (gpointer data, GClosure *closure)
{
  visit_unref (data);
}

static void
accept_visit (GuildAutodeskRedirect *self, SoupServerMessage *message, GHashTable *query)
{
  const char *code = g_hash_table_lookup (query, "code");
  const char *error = g_hash_table_lookup (query, "error");
  const char *description = g_hash_table_lookup (query, "error_description");
  Visit *visit = g_new0 (Visit, 1);

  self->used = TRUE;
  g_ref_count_init (&visit->refs);
  g_ref_count_inc (&self->refs);
  visit->redirect = self;
  if (error == NULL && code != NULL && *code != '\0')
    visit->code = g_strdup (code);
  else
    visit->error = g_utf8_make_valid (description != NULL ? description
                                                          : error != NULL ? error : "", -1);
  g_signal_connect_data (message, "finished", G_CALLBACK (answered_cb), visit, closure_gone, 0);
  g_signal_connect (message, "disconnected", G_CALLBACK (answered_cb), visit);
  if (visit->code != NULL)
    guild_loopback_answer (message, SOUP_STATUS_OK, _("You can close this tab"),
                           _("You can close this tab and return to Guildhall, which is finishing "
                             "the sign-in."));
  else
    guild_loopback_answer (message, SOUP_STATUS_OK, _("You are not signed in"),
                           _("Autodesk did not sign you in. Close this tab and return to "
                             "Guildhall, which says why."));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  GuildAutodeskRedirect *self = data;
  GUri *uri = soup_server_message_get_uri (message);
  const char *raw_query = g_uri_get_query (uri);
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;

  if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED);
  else if (g_strcmp0 (g_uri_get_path (uri), self->path) != 0)
    refuse (message, SOUP_STATUS_NOT_FOUND);
  else if (raw_query != NULL && strlen (raw_query) > MAX_QUERY)
    refuse (message, SOUP_STATUS_REQUEST_URI_TOO_LONG);
  else if (state == NULL || !guild_loopback_equal (state, self->state))
    refuse (message, SOUP_STATUS_FORBIDDEN);
  else if (self->used || self->func == NULL)
    refuse (message, SOUP_STATUS_GONE);
  else
    accept_visit (self, message, query);
}

/* “localhost” is either of two addresses, and the browser chooses. */
static SoupServerListenOptions
families_of (const char *host)
{
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return 0;
  return strchr (host, ':') != NULL ? SOUP_SERVER_LISTEN_IPV6_ONLY : SOUP_SERVER_LISTEN_IPV4_ONLY;
}

static gboolean
listen_here (GuildAutodeskRedirect *self, const char *host, guint port, GError **error)
{
  g_autoptr(GError) local = NULL;
  SoupServerListenOptions families = families_of (host);

  if (soup_server_listen_local (self->server, port, families, &local))
    return TRUE;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
                   _("Another program on this computer uses port %u, to which the browser would "
                     "return. Close it, or choose another redirect address here and at Autodesk."),
                   port);
      return FALSE;
    }
  /* A computer without IPv6. */
  if (families == 0 &&
      soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

GuildAutodeskRedirect *
guild_autodesk_redirect_new (const char *address, const char *state,
                             GuildAutodeskRedirectFunc func, gpointer data, GError **error)
{
  const char *unfit = guild_autodesk_check_redirect (address);

  if (unfit != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, unfit);
      return NULL;
    }
  g_autoptr(GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr(GuildAutodeskRedirect) self = g_new0 (GuildAutodeskRedirect, 1);
  g_ref_count_init (&self->refs);
  self->server = guild_loopback_new (request_cb, self);
  self->path = g_strdup (g_uri_get_path (uri));
  self->state = g_strdup (state);
  self->func = func;
  self->data = data;
  if (!listen_here (self, g_uri_get_host (uri), (guint) g_uri_get_port (uri), error))
    return NULL;
  return g_steal_pointer (&self);
}

void
guild_autodesk_redirect_free (GuildAutodeskRedirect *self)
{
  if (self == NULL)
    return;
  self->func = NULL;
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  redirect_unref (self);
}
