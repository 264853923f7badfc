/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-like-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "company/guild-text.h"
#include "directory/guild-company-list.h"
#include "service/autodesk/guild-autodesk-people.h"
#include "ui/guild-weak.h"

/* A keystroke settles before the directory is asked, and a name before the service is. */
#define LOCAL_DELAY_MS 150
#define REMOTE_DELAY_MS 600
#define LEAST_LETTERS 3
#define MAX_ROWS 5

struct _GuildLikeList
{
  GtkWidget parent_instance;

  GtkWidget        *group;     /* our only child: an AdwPreferencesGroup */
  GPtrArray        *rows;      /* (owned) (element-type GtkWidget), the group's */
  GuildDirectory   *directory; /* (owned) (nullable): until watched */
  GtkEditable      *name;      /* (unowned) (nullable) */
  char             *except_id; /* (owned) (nullable) */
  char             *except_name; /* (owned): what it was called when it was opened */
  GuildCompanyList *local;     /* (owned) (nullable) */
  GPtrArray        *remote;    /* (owned) (nullable) (element-type GuildLikeness) */
  GCancellable     *asking;    /* (owned) (nullable) */
  guint             local_id;
  guint             remote_id;
};

G_DEFINE_FINAL_TYPE (GuildLikeList, guild_like_list, GTK_TYPE_WIDGET)

/* (transfer full): "" when there is nothing to look for. */
static char *
dup_name (GuildLikeList *self)
{
  char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  if (g_utf8_strlen (name, -1) < LEAST_LETTERS || g_str_equal (name, self->except_name))
    *name = '\0';
  return name;
}

/* ---- rows ---- */

static void
row_activated_cb (AdwActionRow *row, GuildLikeList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *parent =
    GTK_IS_WINDOW (root) ? gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;

  gtk_widget_activate_action (parent != NULL ? GTK_WIDGET (parent) : GTK_WIDGET (root),
                              "win.open-company", "s",
                              g_object_get_data (G_OBJECT (row), "guild-id"));
}

static void
add_row (GuildLikeList *self, const char *id, const char *name, const char *trade, const char *city)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *about = g_strdup_printf ("%s%s%s", trade != NULL ? trade : "",
                                            trade != NULL && *trade != '\0' && city != NULL &&
                                            *city != '\0' ? " · " : "", city != NULL ? city : "");
  g_autofree char *subtitle = g_markup_escape_text (about, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "guild-id", g_strdup (id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
  g_ptr_array_add (self->rows, row);
}

static gboolean
is_listed (GuildLikeList *self, const char *id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (self->rows->pdata[i]), "guild-id"), id) == 0)
      return TRUE;
  return g_strcmp0 (id, self->except_id) == 0;
}

static void
add_local_row (GuildLikeList *self, guint index, gboolean *same)
{
  g_autoptr(GuildPosition) position =
    g_list_model_get_item (G_LIST_MODEL (self->local), index);
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  g_autofree char *id = guild_position_dup_id (position);
  g_autofree char *name = guild_position_dup_text (position, table->name_field);
  g_autofree char *trade =
    guild_position_dup_text (position, guild_field_table_index (table, "trade"));
  g_autofree char *city =
    guild_position_dup_text (position, guild_field_table_index (table, "city"));
  g_autofree char *typed = guild_text_fold (gtk_editable_get_text (self->name));
  g_autofree char *folded = guild_text_fold (name != NULL ? name : "");

  if (id == NULL || name == NULL || is_listed (self, id))
    return;
  *same |= g_str_equal (g_strstrip (typed), folded);
  add_row (self, id, name, trade, city);
}

static void
add_rows (GuildLikeList *self, gboolean *same)
{
  /* The rows stay when nothing matches. */
  guint n_local = self->local == NULL ? 0
    : MIN (g_list_model_get_n_items (G_LIST_MODEL (self->local)),
           guild_company_list_get_n_matches (self->local));

  for (guint i = 0; i < n_local && self->rows->len < MAX_ROWS; i++)
    add_local_row (self, i, same);
  for (guint i = 0; self->remote != NULL && i < self->remote->len && self->rows->len < MAX_ROWS; i++)
    {
      const GuildLikeness *like = self->remote->pdata[i];
      if (!is_listed (self, like->id))
        add_row (self, like->id, like->name, like->trade, like->city);
    }
}

static void
show_rows (GuildLikeList *self)
{
  g_autofree char *name = dup_name (self);
  gboolean same = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->group), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (*name != '\0')
    add_rows (self, &same);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group),
                                   same ? _("This Name Is Taken") : _("Similar Companies"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self->group),
    same ? _("Names are meant to be unique in an account. Autodesk may refuse a second one.") : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

/* ---- asking ---- */

static void
likes_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildLikeList) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found =
    guild_autodesk_find_like_finish (GUILD_AUTODESK (source), result, &error);

  /* What is known here stays on show. */
  if (self == NULL || self->group == NULL || found == NULL)
    return;
  g_clear_pointer (&self->remote, g_ptr_array_unref);
  self->remote = g_steal_pointer (&found);
  show_rows (self);
}

static gboolean
ask_service_cb (gpointer data)
{
  GuildLikeList *self = data;
  GuildService *service = guild_directory_get_service (self->directory);
  g_autofree char *name = dup_name (self);

  self->remote_id = 0;
  if (!GUILD_IS_AUTODESK (service) || *name == '\0' ||
      (guild_service_get_flags (service) & GUILD_SERVICE_CAN_CREATE) == 0)
    return G_SOURCE_REMOVE;
  self->asking = g_cancellable_new ();
  guild_autodesk_find_like_async (GUILD_AUTODESK (service), name, self->asking, likes_cb,
                                  guild_weak_new (self));
  return G_SOURCE_REMOVE;
}

static void
add_condition (GuildQuery **query, const char *field, GuildMatch match, const char *value)
{
  const GuildCondition condition = { .field = (char *) field, .match = match,
                                     .value = (char *) value, .from = GUILD_NUMBER_UNSET,
                                     .to = GUILD_NUMBER_UNSET };
  g_autoptr(GuildQuery) old = *query;

  *query = guild_query_with_condition (old, &condition);
}

/* (transfer full): active companies with every word of NAME in theirs. */
static GuildQuery *
make_query (const char *name)
{
  g_auto(GStrv) words = g_strsplit_set (name, " \t", -1);
  g_autoptr(GuildQuery) all = guild_query_new ();
  GuildQuery *query = guild_query_with_sort (all, "name", FALSE);

  add_condition (&query, "status", GUILD_MATCH_EQUALS, "active");
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      add_condition (&query, "name", GUILD_MATCH_CONTAINS, words[i]);
  return query;
}

static gboolean
ask_directory_cb (gpointer data)
{
  GuildLikeList *self = data;
  g_autofree char *name = dup_name (self);
  g_autoptr(GuildQuery) query = *name != '\0' ? make_query (name) : NULL;

  self->local_id = 0;
  if (query != NULL && self->local == NULL)
    {
      self->local = guild_company_list_new (self->directory);
      g_signal_connect_object (self->local, "refreshed", G_CALLBACK (show_rows), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->local, "notify::n-matches", G_CALLBACK (show_rows), self,
                               G_CONNECT_SWAPPED);
    }
  if (query != NULL)
    guild_company_list_set_query (self->local, query);
  else
    show_rows (self);
  return G_SOURCE_REMOVE;
}

static void
forget (GuildLikeList *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_handle_id (&self->local_id, g_source_remove);
  g_clear_handle_id (&self->remote_id, g_source_remove);
  g_clear_pointer (&self->remote, g_ptr_array_unref);
}

static void
name_changed_cb (GuildLikeList *self)
{
  forget (self);
  self->local_id = g_timeout_add (LOCAL_DELAY_MS, ask_directory_cb, self);
  self->remote_id = g_timeout_add (REMOTE_DELAY_MS, ask_service_cb, self);
}

/* ---- life ---- */

static void
guild_like_list_dispose (GObject *object)
{
  GuildLikeList *self = GUILD_LIKE_LIST (object);

  forget (self);
  g_clear_object (&self->local);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->group, gtk_widget_unparent);
  G_OBJECT_CLASS (guild_like_list_parent_class)->dispose (object);
}

static void
guild_like_list_finalize (GObject *object)
{
  GuildLikeList *self = GUILD_LIKE_LIST (object);

  g_free (self->except_id);
  g_free (self->except_name);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (guild_like_list_parent_class)->finalize (object);
}

static void
guild_like_list_class_init (GuildLikeListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_like_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_like_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
guild_like_list_init (GuildLikeList *self)
{
  self->rows = g_ptr_array_new ();
  self->except_name = g_strdup ("");
  self->group = adw_preferences_group_new ();
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
guild_like_list_new (void)
{
  return g_object_new (GUILD_TYPE_LIKE_LIST, NULL);
}

void
guild_like_list_watch (GuildLikeList *self, GuildDirectory *directory, GtkEditable *name,
                       const char *except_id)
{
  g_return_if_fail (GUILD_IS_LIKE_LIST (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (GTK_IS_EDITABLE (name));
  g_return_if_fail (self->directory == NULL);

  self->directory = g_object_ref (directory);
  self->name = name;
  self->except_id = g_strdup (except_id);
  if (except_id != NULL)
    {
      g_free (self->except_name);
      self->except_name = g_strdup (gtk_editable_get_text (name));
    }
  g_signal_connect_object (name, "changed", G_CALLBACK (name_changed_cb), self, G_CONNECT_SWAPPED);
}
