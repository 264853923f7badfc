/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCHEME GUILD_PACKAGE ":"
#define LONGEST_ID 64
#define LONGEST_TOLD 80 /* characters of an address that is no good */

static gboolean
is_id (const char *text)
{
  gsize length = strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-");
  return length > 0 && length <= LONGEST_ID && text[length] == '\0';
}

/* What a person can read of it. */
static char *
shorten (const char *uri)
{
  g_autofree char *text = g_utf8_make_valid (uri, -1);

  if (g_utf8_strlen (text, -1) <= LONGEST_TOLD)
    return g_steal_pointer (&text);
  g_autofree char *begin = g_utf8_substring (text, 0, LONGEST_TOLD);
  return g_strconcat (begin, "…", NULL);
}

char *
guild_address_of_company (const char *company_id)
{
  g_return_val_if_fail (company_id != NULL, NULL);

  return is_id (company_id) ? g_strconcat (SCHEME "company/", company_id, NULL) : NULL;
}

GuildAddress *
guild_address_parse (const char *uri, GError **error)
{
  g_return_val_if_fail (uri != NULL, NULL);

  g_autoptr(GuildAddress) self = g_new0 (GuildAddress, 1);
  if (g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) == 0)
    {
      const char *path = uri + strlen (SCHEME);
      g_auto(GStrv) words = g_strsplit (path + strspn (path, "/"), "/", 5);
      guint n = g_strv_length (words);

      if (n >= 2 && n <= 3 && g_str_equal (words[0], "company") && is_id (words[n - 1]) &&
          is_id (words[1]))
        {
          self->company_id = g_strdup (words[n - 1]);
          self->workspace_id = n == 3 ? g_strdup (words[1]) : NULL;
          return g_steal_pointer (&self);
        }
      if (n == 2 && g_str_equal (words[0], "workspace") && is_id (words[1]))
        {
          self->workspace_id = g_strdup (words[1]);
          return g_steal_pointer (&self);
        }
    }
  g_autofree char *told = shorten (uri);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("“%s” is no address that Guildhall knows. It should look like “%s”. Nothing was "
                 "changed."), told, GUILD_ADDRESS_EXAMPLE);
  return NULL;
}

void
guild_address_free (GuildAddress *self)
{
  g_free (self->workspace_id);
  g_free (self->company_id);
  g_free (self);
}

/* Finding */

typedef struct
{
  GuildDesk      *desk;         /* (owned) */
  char           *workspace_id; /* (owned) (nullable) */
  char           *company_id;   /* (owned) (nullable) */
  GPtrArray      *directories;  /* (owned) (nullable): NULL until the desk is ready */
  guint           next;         /* of them */
  gulong          handler;      /* on the desk, or on the directory that is waited for */
} Search;

static void look_further (GTask *task);

static void
free_search (gpointer data)
{
  Search *search = data;

  g_object_unref (search->desk);
  g_free (search->workspace_id);
  g_free (search->company_id);
  g_clear_pointer (&search->directories, g_ptr_array_unref);
  g_free (search);
}

static void
release (gpointer data, GClosure *closure)
{
  g_object_unref (data);
}

static void
progressed_cb (GObject *source, GParamSpec *pspec, gpointer data)
{
  g_autoptr(GTask) task = g_object_ref (data);
  Search *search = g_task_get_task_data (task);

  g_clear_signal_handler (&search->handler, source);
  look_further (task);
}

static void
await (GTask *task, gpointer source, const char *signal)
{
  Search *search = g_task_get_task_data (task);

  search->handler = g_signal_connect_data (source, signal, G_CALLBACK (progressed_cb),
                                           g_object_ref (task), release, 0);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Search *search = g_task_get_task_data (task);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  if (company != NULL)
    {
      g_task_return_pointer (task, g_object_ref (source), g_object_unref);
      return;
    }
  search->next++;
  look_further (task);
}

static void
list_directories (Search *search)
{
  GListModel *directories = guild_desk_get_directories (search->desk);

  search->directories = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (directories); i++)
    {
      g_autoptr(GuildDirectory) directory = g_list_model_get_item (directories, i);
      const char *id = guild_workspace_get_id (guild_directory_get_workspace (directory));
      if (search->workspace_id == NULL || g_str_equal (search->workspace_id, id))
        g_ptr_array_add (search->directories, g_steal_pointer (&directory));
    }
}

static void
look_further (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (!guild_desk_get_ready (search->desk))
    {
      await (task, search->desk, "notify::ready");
      return;
    }
  if (search->directories == NULL)
    list_directories (search);
  if (search->next >= search->directories->len)
    {
      if (search->directories->len == 0)
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                 _("The address is of a workspace that is not here. Add the "
                                   "workspace, then open the address again."));
      else
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                 _("No company with the ID “%s” is known here. Refresh the list, "
                                   "then open the address again."), search->company_id);
      return;
    }
  GuildDirectory *directory = search->directories->pdata[search->next];
  if (!guild_directory_get_loaded (directory))
    await (task, directory, "notify::loaded");
  else if (search->company_id == NULL)
    g_task_return_pointer (task, g_object_ref (directory), g_object_unref);
  else
    guild_directory_load_company_async (directory, search->company_id, NULL, loaded_cb,
                                        g_object_ref (task));
}

void
guild_address_find_async (const GuildAddress *self, GuildDesk *desk, GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (GUILD_IS_DESK (desk));

  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, data);
  Search *search = g_new0 (Search, 1);
  g_task_set_source_tag (task, guild_address_find_async);
  search->desk = g_object_ref (desk);
  search->workspace_id = g_strdup (self->workspace_id);
  search->company_id = g_strdup (self->company_id);
  g_task_set_task_data (task, search, free_search);
  look_further (task);
}

GuildDirectory *
guild_address_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
