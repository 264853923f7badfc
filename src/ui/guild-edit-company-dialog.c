/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-edit-company-dialog.h"

#include <glib/gi18n.h>

#include "company/guild-name-rule.h"
#include "company/guild-tags.h"
#include "ui/guild-change-toast.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-name-notes.h"
#include "ui/guild-spinner.h"
#include "ui/guild-tag-row.h"
#include "ui/guild-weak.h"

/* What can be edited of a company. */
typedef struct
{
  char       *name;        /* (owned) */
  char       *description; /* (owned) */
  GHashTable *tags;        /* (owned) */
} Facts;

struct _GuildEditCompanyDialog
{
  AdwWindow parent_instance;

  GtkWidget            *add_tag_button;  /* (template) */
  GtkEditable          *description_row; /* (template) */
  GuildDialogMessage   *message;         /* (template) */
  GtkEditable          *name_row;        /* (template) */
  GuildNameNotes       *notes;           /* (template) */
  GtkWidget            *save_button;     /* (template) */
  GtkSpinner           *spinner;         /* (template) */
  AdwPreferencesGroup  *tags_group;      /* (template) */

  GuildDirectory *directory;  /* (owned) */
  char           *company_id; /* (owned) */
  Facts          *base;       /* (owned): as the service had it when it was read last */
  GPtrArray      *tag_rows;   /* (owned) (element-type GuildTagRow), rows belong to the group */
  GuildChange    *change;     /* (owned) (nullable): while it is being sent */
  gboolean        busy;
};

G_DEFINE_FINAL_TYPE (GuildEditCompanyDialog, guild_edit_company_dialog, ADW_TYPE_WINDOW)

/* ---- facts ---- */

static void
facts_free (gpointer data)
{
  Facts *facts = data;

  g_free (facts->name);
  g_free (facts->description);
  g_hash_table_unref (facts->tags);
  g_free (facts);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Facts, facts_free)

static Facts *
facts_of_company (GuildCompany *company)
{
  Facts *facts = g_new0 (Facts, 1);
  guint field = guild_field_table_index (guild_company_get_table (company), "description");
  const GuildCell *cell = field != G_MAXUINT ? guild_company_get_cell (company, field) : NULL;

  facts->name = g_strdup (guild_company_get_name (company));
  facts->description = g_strdup (cell != NULL && cell->text != NULL ? cell->text : "");
  facts->tags = guild_tags_read (guild_company_get_object (company));
  return facts;
}

/* What the dialog says now. */
static Facts *
facts_typed (GuildEditCompanyDialog *self)
{
  Facts *facts = g_new0 (Facts, 1);

  facts->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  facts->description = g_strdup (gtk_editable_get_text (self->description_row));
  facts->tags = guild_tags_new ();
  for (guint i = 0; i < self->tag_rows->len; i++)
    {
      GuildTagRow *row = self->tag_rows->pdata[i];
      if (*guild_tag_row_get_key (row) != '\0')
        g_hash_table_replace (facts->tags, g_strdup (guild_tag_row_get_key (row)),
                              g_strdup (guild_tag_row_get_value (row)));
    }
  return facts;
}

static gboolean
facts_equal (const Facts *a, const Facts *b)
{
  return g_str_equal (a->name, b->name) && g_str_equal (a->description, b->description) &&
         guild_tags_equal (a->tags, b->tags);
}

/* The body of PATCH /companies/{id} (codat.md §5.3): what differs from OTHER, in the words of
 * FACTS. */
static char *
build_body (const Facts *facts, const Facts *other)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (!g_str_equal (facts->name, other->name))
    {
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, facts->name);
    }
  if (!g_str_equal (facts->description, other->description))
    {
      json_builder_set_member_name (builder, "description");
      json_builder_add_string_value (builder, facts->description);
    }
  if (!guild_tags_equal (facts->tags, other->tags))
    guild_tags_build (facts->tags, builder);
  json_builder_end_object (builder);

  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* ---- state ---- */

static void
changed_cb (GuildEditCompanyDialog *self)
{
  if (self->base == NULL)
    return;
  g_autoptr(Facts) typed = facts_typed (self);
  g_autofree char *stored = guild_name_rule_stored (typed->name);

  g_strstrip (stored);
  guild_name_notes_set_uid (self->notes, g_hash_table_lookup (typed->tags, "uid"));
  gtk_widget_set_sensitive (self->add_tag_button, self->tag_rows->len < GUILD_TAGS_MAX);
  gtk_widget_set_sensitive (self->save_button, !self->busy && *stored != '\0' &&
                                               !facts_equal (typed, self->base));
}

static void
set_busy (GuildEditCompanyDialog *self, gboolean busy)
{
  self->busy = busy;
  guild_spinner_set_busy (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->description_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->tags_group), !busy);
  changed_cb (self);
}

/* ---- tags ---- */

static void
tag_removed_cb (GuildEditCompanyDialog *self, GuildTagRow *row)
{
  adw_preferences_group_remove (self->tags_group, GTK_WIDGET (row));
  g_ptr_array_remove (self->tag_rows, row);
  gtk_widget_set_sensitive (self->add_tag_button, TRUE);
  gtk_widget_grab_focus (self->add_tag_button);
  changed_cb (self);
}

static GtkWidget *
add_tag (GuildEditCompanyDialog *self, const char *key, const char *value)
{
  GtkWidget *row = guild_tag_row_new ();

  guild_tag_row_set (GUILD_TAG_ROW (row), key, value);
  g_signal_connect_object (row, "removed", G_CALLBACK (tag_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->tags_group, row);
  g_ptr_array_add (self->tag_rows, row);
  return row;
}

static void
add_tag_clicked_cb (GuildEditCompanyDialog *self)
{
  GtkWidget *row = add_tag (self, "", "");

  changed_cb (self);
  gtk_widget_grab_focus (row);
}

static void
show_tags (GuildEditCompanyDialog *self, GHashTable *tags)
{
  g_autoptr(GPtrArray) keys = guild_tags_get_keys (tags);

  for (guint i = 0; i < self->tag_rows->len; i++)
    adw_preferences_group_remove (self->tags_group, self->tag_rows->pdata[i]);
  g_ptr_array_set_size (self->tag_rows, 0);
  for (guint i = 0; i < keys->len; i++)
    add_tag (self, keys->pdata[i], g_hash_table_lookup (tags, keys->pdata[i]));
}

/* (nullable) (transfer full): what is wrong with the tags. */
static char *
check_tags (GuildEditCompanyDialog *self)
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

/* ---- what somebody else changed ---- */

static void G_GNUC_PRINTF (2, 3)
add_conflict (GString *text, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_string_append_vprintf (text, format, values);
  va_end (values);
  g_string_append_c (text, '\n');
}

/* FRESH becomes the base. What was not touched here follows it; where both sides changed the same
 * thing, what was typed stays and the answer says so. (transfer full) (nullable) */
static char *
rebase (GuildEditCompanyDialog *self, Facts *fresh)
{
  g_autoptr(Facts) typed = facts_typed (self);
  g_autoptr(Facts) base = g_steal_pointer (&self->base);
  g_autoptr(GString) text = g_string_new (NULL);

  self->base = fresh;
  if (!g_str_equal (fresh->name, base->name))
    {
      if (g_str_equal (typed->name, base->name))
        gtk_editable_set_text (self->name_row, fresh->name);
      else if (!g_str_equal (typed->name, fresh->name))
        add_conflict (text, _("Somebody changed the name to “%s” meanwhile."), fresh->name);
    }
  if (!g_str_equal (fresh->description, base->description))
    {
      if (g_str_equal (typed->description, base->description))
        gtk_editable_set_text (self->description_row, fresh->description);
      else if (!g_str_equal (typed->description, fresh->description))
        add_conflict (text, _("Somebody changed the description to “%s” meanwhile."),
                      fresh->description);
    }
  if (!guild_tags_equal (fresh->tags, base->tags))
    {
      g_autofree char *now = guild_tags_describe (fresh->tags);
      if (guild_tags_equal (typed->tags, base->tags))
        show_tags (self, fresh->tags);
      else if (!guild_tags_equal (typed->tags, fresh->tags))
        add_conflict (text, _("Somebody changed the tags to “%s” meanwhile."), now);
    }
  if (text->len == 0)
    return NULL;
  g_string_append (text, _("What you typed is kept. Save again to replace it."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- saving ---- */

static GuildWindow *
get_parent (GuildEditCompanyDialog *self)
{
  return GUILD_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
}

static void
fail (GuildEditCompanyDialog *self, const GError *error)
{
  set_busy (self, FALSE);
  guild_dialog_message_set_error (self->message, error);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

typedef struct
{
  GWeakRef     window; /* GuildWindow */
  GuildChange *change; /* (owned) */
  char        *typed;  /* (owned): the name */
} Saved;

static void
saved_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saved *saved = data;
  g_autoptr(GuildWindow) window = g_weak_ref_get (&saved->window);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  if (window != NULL && company != NULL)
    {
      const char *name = guild_company_get_name (company);
      g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
      g_autofree char *title = g_str_equal (name, saved->typed)
        ? g_strdup_printf (_("“%s” saved"), name)
        : g_strdup_printf (_("Saved. Codat stored the name as “%s”"), name);
      g_ptr_array_add (changes, g_object_ref (saved->change));
      guild_change_toast_show (window, changes, title);
    }
  g_weak_ref_clear (&saved->window);
  g_object_unref (saved->change);
  g_free (saved->typed);
  g_free (saved);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildEditCompanyDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean done = guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);

  /* The dialog was closed meanwhile: the activity list tells how it ended. */
  if (self == NULL)
    return;
  if (!done)
    {
      g_clear_object (&self->change);
      fail (self, error);
      return;
    }
  Saved *saved = g_new0 (Saved, 1);
  g_weak_ref_init (&saved->window, get_parent (self));
  saved->change = g_steal_pointer (&self->change);
  saved->typed = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  guild_directory_load_company_async (self->directory, self->company_id, NULL, saved_loaded_cb,
                                      saved);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
send (GuildEditCompanyDialog *self)
{
  GuildDesk *desk = guild_window_get_desk (get_parent (self));
  GuildJournal *journal = guild_desk_get_journal (desk);
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autoptr(Facts) typed = facts_typed (self);

  if (journal == NULL)
    {
      fail (self, guild_desk_get_journal_error (desk));
      return;
    }
  if (facts_equal (typed, self->base)) /* somebody else has done the same */
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  g_autofree char *body = build_body (typed, self->base);
  g_autofree char *back = build_body (self->base, typed);
  g_autoptr(GuildWrite) write =
    guild_write_new (GUILD_WRITE_UPDATE_COMPANY, self->company_id, NULL, body);
  g_autoptr(GuildWrite) inverse =
    guild_write_new (GUILD_WRITE_UPDATE_COMPANY, self->company_id, NULL, back);

  self->change = guild_change_new (guild_workspace_get_id (workspace), write, self->base->name);
  guild_change_set_inverse (self->change, inverse);
  /* Not cancelled with the dialog: what was sent is followed to its end by the journal. */
  guild_journal_perform_async (journal, self->change, NULL, saved_cb, guild_weak_new (self));
}

static void
fresh_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildEditCompanyDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL) /* closed: nothing is sent */
    return;
  if (company == NULL)
    {
      fail (self, error);
      return;
    }
  g_autofree char *conflict = rebase (self, facts_of_company (company));
  if (conflict == NULL)
    {
      send (self);
      return;
    }
  set_busy (self, FALSE);
  guild_dialog_message_set_text (self->message, "warning", conflict);
}

static void
save_clicked_cb (GuildEditCompanyDialog *self)
{
  g_autofree char *wrong = check_tags (self);

  guild_dialog_message_set_text (self->message, "error", wrong);
  if (wrong != NULL)
    return;
  set_busy (self, TRUE);
  guild_directory_refresh_company_async (self->directory, self->company_id, NULL, fresh_cb,
                                         guild_weak_new (self));
}

/* ---- life ---- */

static void
guild_edit_company_dialog_dispose (GObject *object)
{
  GuildEditCompanyDialog *self = GUILD_EDIT_COMPANY_DIALOG (object);

  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_EDIT_COMPANY_DIALOG);
  G_OBJECT_CLASS (guild_edit_company_dialog_parent_class)->dispose (object);
}

static void
guild_edit_company_dialog_finalize (GObject *object)
{
  GuildEditCompanyDialog *self = GUILD_EDIT_COMPANY_DIALOG (object);

  g_clear_object (&self->change);
  g_clear_pointer (&self->base, facts_free);
  g_free (self->company_id);
  g_ptr_array_unref (self->tag_rows);
  G_OBJECT_CLASS (guild_edit_company_dialog_parent_class)->finalize (object);
}

static void
guild_edit_company_dialog_class_init (GuildEditCompanyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_edit_company_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_edit_company_dialog_finalize;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  g_type_ensure (GUILD_TYPE_NAME_NOTES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-edit-company-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, add_tag_button);
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, notes);
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuildEditCompanyDialog, tags_group);
  gtk_widget_class_bind_template_callback (widget_class, add_tag_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
guild_edit_company_dialog_init (GuildEditCompanyDialog *self)
{
  self->tag_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_edit_company_dialog_present (GuildWindow *parent, GuildDirectory *directory,
                                   GuildCompany *company)
{
  g_return_if_fail (GUILD_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (GUILD_IS_COMPANY (company));

  GuildEditCompanyDialog *self =
    g_object_new (GUILD_TYPE_EDIT_COMPANY_DIALOG, "transient-for", parent, NULL);
  Facts *base = facts_of_company (company);

  self->directory = g_object_ref (directory);
  self->company_id = g_strdup (guild_company_get_id (company));
  gtk_editable_set_text (self->name_row, base->name);
  gtk_editable_set_text (self->description_row, base->description);
  show_tags (self, base->tags);
  self->base = base;
  guild_name_notes_watch (self->notes, directory, self->name_row, self->company_id);
  changed_cb (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}
