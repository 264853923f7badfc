/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-new-company-dialog.h"

#include <glib/gi18n.h>

#include "company/guild-name-rule.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-name-notes.h"
#include "ui/guild-spinner.h"
#include "ui/guild-tag-row.h"
#include "ui/guild-weak.h"
#include "ui/guild-window.h"

/* codat.md §1.3 */
#define MAX_TAGS 10
struct _GuildNewCompanyDialog
{
  AdwWindow parent_instance;

  GtkWidget            *add_tag_button;  /* (template) */
  GtkWidget            *create_button;   /* (template) */
  GtkEditable          *description_row; /* (template) */
  AdwComboRow          *group_row;       /* (template) */
  GuildDialogMessage   *message;         /* (template) */
  GtkEditable          *name_row;        /* (template) */
  GuildNameNotes       *notes;           /* (template) */
  GtkWidget            *page;            /* (template) */
  GtkSpinner           *spinner;         /* (template) */
  AdwPreferencesGroup  *tags_group;      /* (template) */

  GuildDesk      *desk;        /* (owned) */
  GuildDirectory *directory;   /* (owned) */
  GPtrArray      *tag_rows;    /* (owned) (element-type GuildTagRow), rows belong to the group */
  GPtrArray      *group_ids;   /* (owned) (element-type utf8), in the order of the combo */
  GuildChange    *change;      /* (owned) (nullable): while it is being sent or looked up */
  GuildChange    *doubtful;    /* (owned) (nullable): nobody knows whether it was done */
};

G_DEFINE_FINAL_TYPE (GuildNewCompanyDialog, guild_new_company_dialog, ADW_TYPE_WINDOW)

static void
update_create (GuildNewCompanyDialog *self)
{
  g_autofree char *stored = guild_name_rule_stored (gtk_editable_get_text (self->name_row));

  g_strstrip (stored);
  gtk_button_set_label (GTK_BUTTON (self->create_button),
                        self->doubtful != NULL ? _("Look It _Up") : _("C_reate"));
  gtk_widget_set_sensitive (self->create_button, self->change == NULL && *stored != '\0');
  /* What may have been created is not to be typed over. */
  gtk_widget_set_sensitive (self->page, self->change == NULL && self->doubtful == NULL);
}

/* ---- tags ---- */

static void
tags_changed_cb (GuildNewCompanyDialog *self)
{
  const char *uid = NULL;

  for (guint i = 0; i < self->tag_rows->len; i++)
    if (g_str_equal (guild_tag_row_get_key (self->tag_rows->pdata[i]), "uid"))
      uid = guild_tag_row_get_value (self->tag_rows->pdata[i]);
  guild_name_notes_set_uid (self->notes, uid);
}

static void
tag_removed_cb (GuildNewCompanyDialog *self, GuildTagRow *row)
{
  adw_preferences_group_remove (self->tags_group, GTK_WIDGET (row));
  g_ptr_array_remove (self->tag_rows, row);
  gtk_widget_set_sensitive (self->add_tag_button, self->tag_rows->len < MAX_TAGS);
  gtk_widget_grab_focus (self->add_tag_button);
  tags_changed_cb (self);
}

static GtkWidget *
add_tag_row (GuildNewCompanyDialog *self)
{
  GtkWidget *row = guild_tag_row_new ();

  g_signal_connect_object (row, "removed", G_CALLBACK (tag_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "changed", G_CALLBACK (tags_changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->tags_group, row);
  g_ptr_array_add (self->tag_rows, row);
  gtk_widget_set_sensitive (self->add_tag_button, self->tag_rows->len < MAX_TAGS);
  return row;
}

static void
add_tag_clicked_cb (GuildNewCompanyDialog *self)
{
  gtk_widget_grab_focus (add_tag_row (self));
}

/* (nullable) (transfer full): what is wrong with the tags. */
static char *
check_tags (GuildNewCompanyDialog *self)
{
  g_autoptr(GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->tag_rows->len; i++)
    {
      GuildTagRow *row = self->tag_rows->pdata[i];
      char *wrong = guild_tag_row_check (row);
      const char *key = guild_tag_row_get_key (row);

      if (wrong != NULL)
        return wrong;
      if (*key != '\0' && !g_hash_table_add (keys, (gpointer) key))
        return g_strdup_printf (_("The tag key “%s” is given twice."), key);
    }
  return NULL;
}

/* ---- creating ---- */

static void
add_tags (GuildNewCompanyDialog *self, JsonBuilder *builder)
{
  gboolean open = FALSE;

  for (guint i = 0; i < self->tag_rows->len; i++)
    {
      GuildTagRow *row = self->tag_rows->pdata[i];
      if (*guild_tag_row_get_key (row) == '\0')
        continue;
      if (!open)
        {
          json_builder_set_member_name (builder, "tags");
          json_builder_begin_object (builder);
          open = TRUE;
        }
      json_builder_set_member_name (builder, guild_tag_row_get_key (row));
      json_builder_add_string_value (builder, guild_tag_row_get_value (row));
    }
  if (open)
    json_builder_end_object (builder);
}

/* The body of POST /companies (codat.md §5.3, groups §7). */
static char *
build_body (GuildNewCompanyDialog *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char *description = gtk_editable_get_text (self->description_row);
  guint group = adw_combo_row_get_selected (self->group_row);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, gtk_editable_get_text (self->name_row));
  if (*description != '\0')
    {
      json_builder_set_member_name (builder, "description");
      json_builder_add_string_value (builder, description);
    }
  /* The first row of the combo is "None". */
  if (group != GTK_INVALID_LIST_POSITION && group > 0 && group <= self->group_ids->len)
    {
      json_builder_set_member_name (builder, "groups");
      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, self->group_ids->pdata[group - 1]);
      json_builder_end_object (builder);
      json_builder_end_array (builder);
    }
  add_tags (self, builder);
  json_builder_end_object (builder);

  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
set_change (GuildNewCompanyDialog *self, GuildChange *change)
{
  g_set_object (&self->change, change);
  guild_spinner_set_busy (self->spinner, change != NULL);
  update_create (self);
}

typedef struct
{
  gpointer window; /* (owned): weak, GuildWindow */
  char    *typed;  /* (owned) */
} Naming;

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Naming *naming = data;
  g_autoptr(GuildWindow) window = guild_weak_take (naming->window);
  g_autofree char *typed = naming->typed;
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  if (window == NULL || company == NULL ||
      g_strcmp0 (guild_company_get_name (company), typed) == 0)
    return;
  g_autofree char *text =
    g_strdup_printf (_("The service stored the name as “%s”"), guild_company_get_name (company));
  g_autofree char *title = g_markup_escape_text (text, -1);
  guild_window_add_toast (window, adw_toast_new (title));
}

/* Says so when the service keeps another name than was typed. */
static void
compare_name (GuildNewCompanyDialog *self, GtkWindow *window, const char *id)
{
  Naming *naming = g_new0 (Naming, 1);

  naming->window = guild_weak_new (window);
  naming->typed = g_strdup (gtk_editable_get_text (self->name_row));
  guild_directory_load_company_async (self->directory, id, NULL, stored_cb, naming);
}

/* Created: the customer's link is what comes next. */
static void
go_on (GuildNewCompanyDialog *self, GuildChange *change)
{
  g_autofree char *id = g_strdup (guild_change_get_company_id (change));
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL && id != NULL)
    {
      if (GUILD_IS_WINDOW (parent))
        compare_name (self, parent, id);
      gtk_widget_activate_action (GTK_WIDGET (parent), "win.open-company", "s", id);
      guild_link_dialog_present (parent, self->desk, self->directory, id, NULL);
    }
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildNewCompanyDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildChange) change = self != NULL ? g_object_ref (self->change) : NULL;
  gboolean done = guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);

  /* The dialog was closed meanwhile: the activity list tells how it ended. */
  if (self == NULL)
    return;
  set_change (self, NULL);
  if (done)
    {
      go_on (self, change);
      return;
    }
  guild_dialog_message_set_error (self->message, error);
  if (guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN)
    g_set_object (&self->doubtful, change);
  update_create (self);
  gtk_widget_grab_focus (self->doubtful != NULL ? self->create_button
                                                : GTK_WIDGET (self->name_row));
}

/* Whether it was created; sending it again could make a second one. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildNewCompanyDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;

  guild_journal_resolve_finish (GUILD_JOURNAL (source), result, &error);
  if (self == NULL)
    return;
  set_change (self, NULL);
  GuildChangeState state = guild_change_get_state (self->doubtful);
  if (state == GUILD_CHANGE_UNKNOWN)
    {
      guild_dialog_message_set_error (self->message, error);
      return;
    }
  g_autoptr(GuildChange) change = g_steal_pointer (&self->doubtful);
  if (state == GUILD_CHANGE_CONFIRMED)
    {
      go_on (self, change);
      return;
    }
  guild_dialog_message_set_text (self->message, "warning",
                                 _("The service did not create it. Nothing was changed, and you can "
                                   "create it now."));
  update_create (self);
}

static void
look_up (GuildNewCompanyDialog *self, GuildJournal *journal)
{
  guild_dialog_message_set_error (self->message, NULL);
  set_change (self, self->doubtful);
  guild_journal_resolve_async (journal, self->doubtful, NULL, looked_up_cb, guild_weak_new (self));
}

static void
create_clicked_cb (GuildNewCompanyDialog *self)
{
  GuildJournal *journal = guild_desk_get_journal (self->desk);

  if (self->doubtful != NULL && journal != NULL)
    {
      look_up (self, journal);
      return;
    }
  g_autofree char *wrong = check_tags (self);
  guild_dialog_message_set_text (self->message, "error", wrong);
  if (wrong != NULL)
    return;
  if (journal == NULL)
    {
      guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (self->desk));
      return;
    }

  g_autofree char *body = build_body (self);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_CREATE_COMPANY, NULL, NULL, body);
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autoptr(GuildChange) change =
    guild_change_new (guild_workspace_get_id (workspace), write,
                      gtk_editable_get_text (self->name_row));
  set_change (self, change);
  /* Not cancelled with the dialog: what was sent is followed to its end by the journal. */
  guild_journal_perform_async (journal, change, NULL, created_cb, guild_weak_new (self));
}

/* ---- life ---- */

static void
fill_groups (GuildNewCompanyDialog *self)
{
  GPtrArray *groups = guild_directory_get_groups (self->directory);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  if (groups == NULL || groups->len == 0)
    return;
  gtk_string_list_append (names, _("None"));
  for (guint i = 0; i < groups->len; i++)
    {
      GuildGroup *group = groups->pdata[i];
      gtk_string_list_append (names, group->name);
      g_ptr_array_add (self->group_ids, g_strdup (group->id));
    }
  adw_combo_row_set_model (self->group_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->group_row), TRUE);
}

static void
guild_new_company_dialog_dispose (GObject *object)
{
  GuildNewCompanyDialog *self = GUILD_NEW_COMPANY_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_NEW_COMPANY_DIALOG);

  G_OBJECT_CLASS (guild_new_company_dialog_parent_class)->dispose (object);
}

static void
guild_new_company_dialog_finalize (GObject *object)
{
  GuildNewCompanyDialog *self = GUILD_NEW_COMPANY_DIALOG (object);

  g_clear_object (&self->change);
  g_clear_object (&self->doubtful);
  g_ptr_array_unref (self->group_ids);
  g_ptr_array_unref (self->tag_rows);

  G_OBJECT_CLASS (guild_new_company_dialog_parent_class)->finalize (object);
}

static void
guild_new_company_dialog_class_init (GuildNewCompanyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_new_company_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_new_company_dialog_finalize;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  g_type_ensure (GUILD_TYPE_NAME_NOTES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-new-company-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, add_tag_button);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, group_row);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, notes);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, page);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuildNewCompanyDialog, tags_group);
  gtk_widget_class_bind_template_callback (widget_class, add_tag_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_create);
}

static void
guild_new_company_dialog_init (GuildNewCompanyDialog *self)
{
  self->group_ids = g_ptr_array_new_with_free_func (g_free);
  self->tag_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_new_company_dialog_present (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory)
{
  guild_new_company_dialog_present_copy (parent, desk, directory, "", NULL, NULL);
}

void
guild_new_company_dialog_present_copy (GtkWindow *parent, GuildDesk *desk,
                                       GuildDirectory *directory, const char *name,
                                       const char *tag, const char *value)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DESK (desk));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (name != NULL && (tag == NULL) == (value == NULL));

  GuildNewCompanyDialog *self =
    g_object_new (GUILD_TYPE_NEW_COMPANY_DIALOG, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->directory = g_object_ref (directory);
  fill_groups (self);
  guild_name_notes_watch (self->notes, directory, self->name_row, NULL);
  gtk_editable_set_text (self->name_row, name);
  if (tag != NULL)
    guild_tag_row_set (GUILD_TAG_ROW (add_tag_row (self)), tag, value);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}
