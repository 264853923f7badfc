/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "service/guild-workspace.h"

#include <errno.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

struct _GuildWorkspaceList
{
  GObject parent_instance;

  char      *path;    /* (owned) */
  GKeyFile  *file;    /* (owned): also holds what a newer version added */
  GPtrArray *items;   /* (owned): of GuildWorkspace */
  char      *damaged; /* (owned) (nullable): where a damaged file was put aside */
};

#define GROUP_PREFIX "workspace "

static void guild_workspace_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GuildWorkspaceList, guild_workspace_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      guild_workspace_list_iface_init))

static const char * const saved_properties[] = {
  "name", "base-url", "client-id", "account-id", "region", "sign-in", "redirect-url", "user-id",
};

static GType
get_item_type (GListModel *list G_GNUC_UNUSED)
{
  return GUILD_TYPE_WORKSPACE;
}

static guint
get_n_items (GListModel *list)
{
  return GUILD_WORKSPACE_LIST (list)->items->len;
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  GuildWorkspaceList *self = GUILD_WORKSPACE_LIST (list);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
guild_workspace_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
guild_workspace_list_finalize (GObject *object)
{
  GuildWorkspaceList *self = GUILD_WORKSPACE_LIST (object);

  g_free (self->path);
  g_key_file_unref (self->file);
  g_ptr_array_unref (self->items);
  g_free (self->damaged);

  G_OBJECT_CLASS (guild_workspace_list_parent_class)->finalize (object);
}

static void
guild_workspace_list_class_init (GuildWorkspaceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_workspace_list_finalize;
}

static void
guild_workspace_list_init (GuildWorkspaceList *self)
{
  self->file = g_key_file_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static char *
group_name (const char *id)
{
  return g_strconcat (GROUP_PREFIX, id, NULL);
}

/* (transfer full) (nullable): NULL for a group that holds no workspace. */
static GuildWorkspace *
read_workspace (GKeyFile   *file,
                const char *group)
{
  g_autofree char *service_id = NULL;
  g_autoptr (GuildWorkspace) workspace = NULL;
  const char *id;

  if (!g_str_has_prefix (group, GROUP_PREFIX))
    return NULL;
  id = group + strlen (GROUP_PREFIX);
  service_id = g_key_file_get_string (file, group, "service", NULL);
  if (*id == '\0' || service_id == NULL || *service_id == '\0')
    return NULL;

  workspace = guild_workspace_new (id, service_id, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (saved_properties); i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, saved_properties[i], NULL);

      if (value != NULL)
        g_object_set (workspace, saved_properties[i], value, NULL);
    }

  return g_steal_pointer (&workspace);
}

static void
read_file (GuildWorkspaceList *self)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      GuildWorkspace *workspace = read_workspace (self->file, groups[i]);

      if (workspace != NULL)
        g_ptr_array_add (self->items, workspace);
    }
}

static gboolean
save (GuildWorkspaceList  *self,
      GKeyFile            *file,
      GError             **error)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);
  g_autoptr (GError) local = NULL;

  /* the name of a workspace and its client id concern nobody else on this machine */
  if (g_file_set_contents_full (self->path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, &local))
    return TRUE;

  g_set_error (error, local->domain, local->code,
               _("The list of workspaces could not be saved. Nothing was changed. %s"),
               local->message);
  return FALSE;
}

/* (transfer full): a name beside PATH that covers up nothing put aside before. */
static char *
damaged_name (const char *path)
{
  char *name = g_strconcat (path, ".damaged", NULL);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.damaged-%u", path, i);
    }

  return name;
}

static gboolean
set_aside (GuildWorkspaceList  *self,
           GError             **error)
{
  g_autofree char *damaged = damaged_name (self->path);

  if (g_rename (self->path, damaged) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("The list of workspaces is damaged and could not be put aside: %s"),
                   g_strerror (code));
      return FALSE;
    }

  self->damaged = g_steal_pointer (&damaged);
  g_key_file_unref (self->file);
  self->file = g_key_file_new ();
  return TRUE;
}

static gboolean
create_file (GuildWorkspaceList  *self,
             GError             **error)
{
  g_autofree char *directory = g_path_get_dirname (self->path);

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("The list of workspaces could not be saved. Nothing was changed. %s"),
                   g_strerror (code));
      return FALSE;
    }

  return save (self, self->file, error);
}

GuildWorkspaceList *
guild_workspace_list_open (const char  *path,
                           GError     **error)
{
  g_autoptr (GuildWorkspaceList) self = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (GUILD_TYPE_WORKSPACE_LIST, NULL);
  self->path = g_strdup (path);
  if (g_key_file_load_from_file (self->file, path, G_KEY_FILE_KEEP_COMMENTS, &local))
    {
      read_file (self);
      return g_steal_pointer (&self);
    }

  if (local->domain == G_KEY_FILE_ERROR)
    {
      if (!set_aside (self, error))
        return NULL;
    }
  else if (!g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      /* unreadable is not damaged: to write a new one would lose it */
      g_set_error (error, local->domain, local->code,
                   _("The list of workspaces could not be read. Nothing was changed. %s"),
                   local->message);
      return NULL;
    }

  if (!create_file (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
guild_workspace_list_get_damaged (GuildWorkspaceList *self)
{
  g_return_val_if_fail (GUILD_IS_WORKSPACE_LIST (self), NULL);

  return self->damaged;
}

/* (transfer full): the file with one workspace written or removed, not yet on disk. */
static GKeyFile *
copy_file (GuildWorkspaceList *self)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (self->file, &length, NULL);
  GKeyFile *copy = g_key_file_new ();

  if (length > 0)
    g_key_file_load_from_data (copy, text, length, G_KEY_FILE_KEEP_COMMENTS, NULL);
  return copy;
}

static void
write_workspace (GKeyFile       *file,
                 GuildWorkspace *workspace)
{
  g_autofree char *group = group_name (guild_workspace_get_id (workspace));

  g_key_file_set_string (file, group, "service", guild_workspace_get_service_id (workspace));
  for (guint i = 0; i < G_N_ELEMENTS (saved_properties); i++)
    {
      g_autofree char *value = NULL;

      g_object_get (workspace, saved_properties[i], &value, NULL);
      if (value != NULL)
        g_key_file_set_string (file, group, saved_properties[i], value);
      else
        g_key_file_remove_key (file, group, saved_properties[i], NULL);
    }
}

static gboolean
commit (GuildWorkspaceList  *self,
        GKeyFile            *file,
        GError             **error)
{
  if (!save (self, file, error))
    return FALSE;

  g_key_file_unref (self->file);
  self->file = g_key_file_ref (file);
  return TRUE;
}

static guint
find_position (GuildWorkspaceList *self,
               const char         *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      if (g_strcmp0 (guild_workspace_get_id (g_ptr_array_index (self->items, i)), id) == 0)
        return i;
    }

  return G_MAXUINT;
}

gboolean
guild_workspace_list_add (GuildWorkspaceList  *self,
                          GuildWorkspace      *add,
                          GError             **error)
{
  guint position;

  g_return_val_if_fail (GUILD_IS_WORKSPACE_LIST (self), FALSE);
  g_return_val_if_fail (GUILD_IS_WORKSPACE (add), FALSE);

  if (!guild_workspace_is_sandbox (add))
    {
      g_autoptr (GKeyFile) file = copy_file (self);

      write_workspace (file, add);
      if (!commit (self, file, error))
        return FALSE;
    }

  position = find_position (self, guild_workspace_get_id (add));
  if (position == G_MAXUINT)
    {
      g_ptr_array_add (self->items, g_object_ref (add));
      g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
    }
  else
    {
      g_object_ref (add);
      g_object_unref (g_ptr_array_index (self->items, position));
      g_ptr_array_index (self->items, position) = add;
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
    }

  return TRUE;
}

gboolean
guild_workspace_list_remove (GuildWorkspaceList  *self,
                             const char          *id,
                             GError             **error)
{
  g_autofree char *group = NULL;
  guint position;

  g_return_val_if_fail (GUILD_IS_WORKSPACE_LIST (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  position = find_position (self, id);
  if (position == G_MAXUINT)
    return TRUE;

  group = group_name (id);
  if (g_key_file_has_group (self->file, group))
    {
      g_autoptr (GKeyFile) file = copy_file (self);

      g_key_file_remove_group (file, group, NULL);
      if (!commit (self, file, error))
        return FALSE;
    }

  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return TRUE;
}
