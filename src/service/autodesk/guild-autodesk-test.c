/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* Test Connection, and what it looks for when the account cannot be read (acc.md §1, §3, §9). */

static const char * const regions[] = { "US", "EMEA", "AUS", "CAN", "DEU", "GBR", "IND", "JPN",
                                        NULL };

const char * const *
guild_autodesk_regions (void)
{
  return regions;
}

char *
guild_autodesk_dup_web_address (GuildAutodesk *self)
{
  g_return_val_if_fail (GUILD_IS_AUTODESK (self), NULL);

  if (g_str_equal (self->region, "EMEA"))
    return g_strdup ("https://acc.autodesk.eu/");
  if (g_str_equal (self->region, "US") || !g_strv_contains (regions, self->region))
    return g_strdup ("https://acc.autodesk.com/");
  g_autofree char *place = g_ascii_strdown (self->region, -1);
  return g_strdup_printf ("https://acc.%s.autodesk.com/", place);
}

/* ---- the region of the account ---- */

static void probe_next (GTask *task);

/* The task's data counts the regions that were asked. */
static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  guint *next = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gpointer nothing;

  if (guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &nothing, &error))
    {
      g_task_return_pointer (task, g_strdup (regions[*next]), g_free);
      return;
    }
  const GuildProblem *problem = guild_problem_from_error (error);
  /* Only a refusal of the account says that it is elsewhere. */
  if (problem == NULL || (problem->status != 404 && problem->status != 403))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  (*next)++;
  probe_next (task);
}

static void
probe_next (GTask *task)
{
  GuildAutodesk *self = g_task_get_source_object (task);
  GuildTransport *transport = self->lanes[GUILD_AUTODESK_PROBE].transport;
  guint *next = g_task_get_task_data (task);

  if (regions[*next] == NULL)
    {
      guild_transport_set_header (transport, "Region", self->region);
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  g_autofree char *account = guild_transport_encode (self->account_id);
  g_autofree char *path =
    g_strdup_printf ("/construction/admin/v1/accounts/%s/projects?limit=1", account);
  guild_transport_set_header (transport, "Region", regions[*next]);
  guild_autodesk_call_async (self, GUILD_AUTODESK_PROBE, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
  }, g_task_get_cancellable (task), probed_cb, g_object_ref (task));
}

void
guild_autodesk_find_region_async (GuildAutodesk *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_AUTODESK (self));

  g_autoptr(GTask) task = guild_autodesk_task_new (self, guild_autodesk_find_region_async,
                                                   cancellable, callback, data);
  g_task_set_task_data (task, g_new0 (guint, 1), g_free);
  if (guild_autodesk_has_account (task, self))
    probe_next (task);
}

char *
guild_autodesk_find_region_finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
guild_autodesk_get_found_region (GuildAutodesk *self)
{
  g_return_val_if_fail (GUILD_IS_AUTODESK (self), NULL);
  return self->found_region;
}

/* ---- test ---- */

/* The task's data is how reading the account failed; with other words in MESSAGE. */
static void
return_told (GTask *task, GuildServiceError code, const char *message)
{
  const GError *first = g_task_get_task_data (task);
  GError *error = NULL;

  guild_problem_set_error (&error, code, guild_problem_from_error (first), "%s", message);
  g_task_return_error (task, error);
}

static void
return_first (GTask *task)
{
  g_task_return_error (task, g_error_copy (g_task_get_task_data (task)));
}

static void
region_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  g_autofree char *region = guild_autodesk_find_region_finish (self, result, NULL);

  if (region == NULL || g_str_equal (region, self->region))
    {
      return_first (task);
      return;
    }
  g_free (self->found_region);
  self->found_region = g_strdup (region);
  g_autofree char *message =
    /* Translators: both %s are codes of regions, such as EMEA */
    g_strdup_printf (_("The account is not in the region %s but in %s. Choose the region %s."),
                     self->region, region, region);
  return_told (task, GUILD_SERVICE_ERROR_NOT_FOUND, message);
}

static void
hubs_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  g_autoptr(GPtrArray) accounts = guild_autodesk_list_accounts_finish (self, result, NULL, NULL);
  gboolean listed = FALSE;

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const GuildAccount *account = accounts->pdata[i];
      listed |= g_ascii_strcasecmp (account->account_id, self->account_id) == 0;
    }
  if (!listed)
    return_first (task);
  else if (!self->signed_in && !self->acts_for_user)
    return_told (task, GUILD_SERVICE_ERROR_FORBIDDEN,
                 _("Autodesk lists this account for the client ID, but does not let it read as an "
                   "administrator does. Look at Hub Admin, Custom Integrations, or enter the user "
                   "ID of an account administrator."));
  else if (self->signed_in)
    return_told (task, GUILD_SERVICE_ERROR_FORBIDDEN,
                 _("You are not an administrator of this account. Ask an account administrator to "
                   "make you one, or sign in as somebody who is."));
  else
    return_told (task, GUILD_SERVICE_ERROR_FORBIDDEN,
                 _("The person that this workspace acts for is not an administrator of this "
                   "account. Enter another user ID, or none."));
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  gpointer page;

  if (guild_autodesk_call_finish (self, result, &page, &error))
    {
      guild_autodesk_page_free (page);
      g_task_return_boolean (task, TRUE);
      return;
    }
  const GuildProblem *problem = guild_problem_from_error (error);
  guint status = problem != NULL && problem->path != NULL &&
                 strstr (problem->path, "/authentication/") == NULL ? problem->status : 0;
  gboolean unlisted = status == 403 && guild_autodesk_says (problem, "AUTH-001");
  gboolean unscoped = status == 403 && guild_autodesk_says (problem, "AUTH-010");
  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  if (status == 404 || unlisted)
    guild_autodesk_find_region_async (self, cancellable, region_cb, g_steal_pointer (&task));
  else if (status == 403 && !unscoped)
    guild_autodesk_list_accounts_async (self, cancellable, hubs_cb, g_steal_pointer (&task));
  else
    return_first (task);
}

void
guild_autodesk_test_async (GuildService *service, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  GuildAutodesk *self = GUILD_AUTODESK (service);
  const GuildAutodeskAsked asked = { 0, 1 };
  g_autoptr(GTask) task =
    guild_autodesk_task_new (service, guild_autodesk_test_async, cancellable, callback, data);

  g_clear_pointer (&self->found_region, g_free);
  if (!guild_autodesk_has_account (task, self))
    return;
  g_autofree char *path = guild_autodesk_build_path (self->account_id, 0, 1, FALSE, NULL, NULL,
                                                     NULL);
  guild_autodesk_call_async (self, GUILD_AUTODESK_ADMIN, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode_bytes = guild_autodesk_decode_page, .data = g_memdup2 (&asked, sizeof asked),
    .free_data = g_free, .free_value = guild_autodesk_page_free,
  }, cancellable, tested_cb, g_steal_pointer (&task));
}
