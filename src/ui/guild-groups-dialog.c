/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-groups-dialog.h"

#include <glib/gi18n.h>

#include "ui/guild-alert.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-doubt.h"
#include "ui/guild-tags-dialog.h"
#include "ui/guild-weak.h"

/* codat.md §1.3 */
#define MOST_GROUPS 20
#define MOST_CHARACTERS 50

struct _GuildGroupsDialog
{
  AdwWindow parent_instance;

  GtkListBox         *list;        /* (template) */
  GtkWidget          *list_group;  /* (template) */
  GuildDialogMessage *message;     /* (template) */
  GtkEditable        *name_row;    /* (template) */
  GtkLabel           *note;        /* (template) */
  GtkStack           *stack;       /* (template) */
  GtkWidget          *tags_button; /* (template) */

  GuildDirectory *directory; /* (owned) */
  GCancellable   *closed;    /* (owned) */
  GuildChange    *creating;  /* (owned) (nullable): while it is being sent */
};

G_DEFINE_FINAL_TYPE (GuildGroupsDialog, guild_groups_dialog, ADW_TYPE_WINDOW)

static GuildWindow *
get_parent (GuildGroupsDialog *self)
{
  return GUILD_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
}

/* ---- the list ---- */

static GtkWidget *
make_row (GuildView *view)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (guild_view_get_title (view), -1);
  GtkWidget *count = gtk_label_new (NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_object_bind_property (view, "count", count, "label", G_BINDING_SYNC_CREATE);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), count);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "view", g_strdup (guild_view_get_id (view)), g_free);
  return row;
}

static const char *
find_wrong (GuildGroupsDialog *self, const char *name)
{
  GPtrArray *groups = guild_directory_get_groups (self->directory);

  for (guint i = 0; i < groups->len; i++)
    {
      const GuildGroup *group = groups->pdata[i];
      if (g_utf8_collate (group->name, name) == 0)
        return _("There is a group of this name already.");
    }
  if (g_utf8_strlen (name, -1) > MOST_CHARACTERS)
    return _("A group’s name can have 50 characters.");
  return NULL;
}

static void
update_note (GuildGroupsDialog *self)
{
  GPtrArray *groups = guild_directory_get_groups (self->directory);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  gboolean full = groups->len >= MOST_GROUPS;
  const char *wrong = *name != '\0' ? find_wrong (self, name) : NULL;
  g_autofree char *text = NULL;

  if (full)
    text = g_strdup (_("There are 20 groups, as many as there can be."));
  else if (wrong != NULL)
    text = g_strdup (wrong);
  else
    text = g_strdup_printf (_("A group cannot be renamed or deleted later. %u of %u are used."),
                            groups->len, MOST_GROUPS);
  gtk_label_set_label (self->note, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), !full && self->creating == NULL);
  if (wrong != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
}

static void
show_groups (GuildGroupsDialog *self)
{
  GListModel *views = guild_directory_get_views (self->directory);
  GtkWidget *row;
  guint n_shown = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (views, i);
      if (guild_view_get_kind (view) != GUILD_VIEW_GROUP)
        continue;
      gtk_list_box_append (self->list, make_row (view));
      n_shown++;
    }
  gtk_widget_set_visible (self->list_group, n_shown > 0);
  update_note (self);
}

static void
row_activated_cb (GuildGroupsDialog *self, GtkListBoxRow *row)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);

  guild_window_show_view (get_parent (self), guild_workspace_get_id (workspace),
                          g_object_get_data (G_OBJECT (row), "view"));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildGroupsDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;

  guild_directory_refresh_groups_finish (GUILD_DIRECTORY (source), result, &error);
  if (self == NULL)
    return;
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED))
    gtk_stack_set_visible_child_name (self->stack, "none");
  else if (error != NULL && !g_cancellable_is_cancelled (self->closed))
    guild_dialog_message_set_error (self->message, error);
  show_groups (self);
}

static void
refresh (GuildGroupsDialog *self)
{
  guild_directory_refresh_groups_async (self->directory, self->closed, refreshed_cb,
                                        guild_weak_new (self));
}

static void
give_tags (GuildWindow *window, GPtrArray *ids, gpointer data)
{
  if (ids->len > 0)
    guild_tags_dialog_present (window, guild_window_get_directory (window), ids, "group=");
}

/* The same for the companies that are selected. */
static void
tags_clicked_cb (GuildGroupsDialog *self)
{
  guild_window_with_companies (get_parent (self), give_tags, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* ---- creating ---- */

static void
name_changed_cb (GuildGroupsDialog *self)
{
  if (self->directory != NULL)
    update_note (self);
}

static void
settled_cb (GObject *owner, GuildChange *change)
{
  GuildGroupsDialog *self = GUILD_GROUPS_DIALOG (owner);
  gboolean done = guild_change_get_state (change) == GUILD_CHANGE_CONFIRMED;

  if (done)
    gtk_editable_set_text (self->name_row, "");
  guild_dialog_message_set_text (self->message, done ? "success" : "warning",
                                 done ? _("The service did it")
                                      : _("The service did not do it. Nothing was changed."));
  refresh (self);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildGroupsDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean done = guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);

  if (self == NULL)
    return;
  g_autoptr(GuildChange) change = g_steal_pointer (&self->creating);
  if (done)
    gtk_editable_set_text (self->name_row, "");
  if (guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN)
    guild_doubt_show (GTK_WINDOW (self), GUILD_JOURNAL (source), change, error->message,
                      settled_cb, G_OBJECT (self));
  else
    guild_dialog_message_set_error (self->message, error);
  update_note (self);
  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN))
    gtk_stack_set_visible_child_name (self->stack, "none");
  refresh (self);
  /* Being insensitive meanwhile took the keyboard from it. */
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
create (GuildGroupsDialog *self)
{
  GuildDesk *desk = guild_window_get_desk (get_parent (self));
  GuildJournal *journal = guild_desk_get_journal (desk);
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  if (journal == NULL)
    {
      guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (desk));
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *body = json_to_string (root, FALSE);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_CREATE_GROUP, NULL, NULL, body);
  const char *workspace_id = guild_workspace_get_id (workspace);
  GuildChange *doubt = guild_doubt_find (journal, workspace_id, write);

  if (doubt != NULL)
    {
      guild_doubt_show (GTK_WINDOW (self), journal, doubt, NULL, settled_cb, G_OBJECT (self));
      return;
    }
  self->creating = guild_change_new (workspace_id, write, name);
  update_note (self);
  guild_journal_perform_async (journal, self->creating, NULL, created_cb, guild_weak_new (self));
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, GuildGroupsDialog *self)
{
  if (g_str_equal (response, "create"))
    create (self);
}

static void
name_applied_cb (GuildGroupsDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));

  if (*name == '\0' || find_wrong (self, name) != NULL)
    {
      update_note (self);
      return;
    }
  g_autofree char *heading = g_strdup_printf (_("Create the Group “%s”?"), name);
  GtkWidget *dialog = guild_alert_new (
    GTK_WINDOW (self), heading, _("A group cannot be renamed or deleted, here or at Codat."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "create",
                                    _("C_reate"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "create",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "create");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- life ---- */

static void
guild_groups_dialog_dispose (GObject *object)
{
  GuildGroupsDialog *self = GUILD_GROUPS_DIALOG (object);

  g_cancellable_cancel (self->closed);
  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_GROUPS_DIALOG);
  G_OBJECT_CLASS (guild_groups_dialog_parent_class)->dispose (object);
}

static void
guild_groups_dialog_finalize (GObject *object)
{
  g_object_unref (GUILD_GROUPS_DIALOG (object)->closed);
  g_clear_object (&GUILD_GROUPS_DIALOG (object)->creating);
  G_OBJECT_CLASS (guild_groups_dialog_parent_class)->finalize (object);
}

static void
guild_groups_dialog_class_init (GuildGroupsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_groups_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_groups_dialog_finalize;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-groups-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildGroupsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GuildGroupsDialog, list_group);
  gtk_widget_class_bind_template_child (widget_class, GuildGroupsDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildGroupsDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, GuildGroupsDialog, note);
  gtk_widget_class_bind_template_child (widget_class, GuildGroupsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GuildGroupsDialog, tags_button);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, tags_clicked_cb);
}

static void
guild_groups_dialog_init (GuildGroupsDialog *self)
{
  self->closed = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_groups_dialog_present (GuildWindow *parent, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  GuildGroupsDialog *self =
    g_object_new (GUILD_TYPE_GROUPS_DIALOG, "transient-for", parent, NULL);
  self->directory = g_object_ref (directory);
  g_signal_connect_object (guild_directory_get_views (directory), "items-changed",
                           G_CALLBACK (show_groups), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->tags_button, guild_window_count_companies (parent) > 0);
  show_groups (self);
  refresh (self);
  gtk_window_present (GTK_WINDOW (self));
}
