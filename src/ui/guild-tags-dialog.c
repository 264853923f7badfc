/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-tags-dialog.h"

#include <glib/gi18n.h>

#include "company/guild-ids.h"
#include "company/guild-tags.h"
#include "ui/guild-bulk-watch.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-tag-row.h"
#include "ui/guild-tag-wish.h"
#include "ui/guild-weak.h"

/* More rows than this nobody reads; the line above the list counts them all. */
#define MOST_SHOWN 100

/* A company as it was read for the preview. */
typedef struct
{
  char       *id;    /* (owned) */
  char       *name;  /* (owned) */
  GHashTable *tags;  /* (owned) (nullable): when it could be read */
  char       *error; /* (owned) (nullable): why it could not */
} Subject;

struct _GuildTagsDialog
{
  AdwWindow parent_instance;

  GtkWidget          *add_button;   /* (template) */
  AdwPreferencesGroup *added_group; /* (template) */
  GtkWidget          *apply_button; /* (template) */
  GtkListBox         *list;         /* (template) */
  GuildDialogMessage *message;      /* (template) */
  GtkWidget          *page;         /* (template) */
  GtkLabel           *summary;      /* (template) */
  GtkProgressBar     *progress;     /* (template) */
  GtkWidget          *remove_button; /* (template) */
  AdwPreferencesGroup *removed_group; /* (template) */

  GuildDirectory *directory;   /* (owned) */
  GPtrArray      *added_rows;   /* (owned) (element-type GuildTagRow): of added_group */
  GPtrArray      *removed_rows; /* (owned) (element-type GuildTagRow): of removed_group */
  GPtrArray      *company_ids; /* (owned) (element-type utf8) */
  GPtrArray      *subjects;    /* (owned) (element-type Subject): of those read so far */
  GCancellable   *cancellable; /* (owned): of reading, then of changing */
  GuildBulk      *bulk;        /* (unowned) (nullable): while it runs */
};

G_DEFINE_FINAL_TYPE (GuildTagsDialog, guild_tags_dialog, ADW_TYPE_WINDOW)

/* ---- what is typed ---- */

static GuildTagWish *
get_typed (GuildTagsDialog *self)
{
  GuildTagWish *wish = guild_tag_wish_new ();

  for (guint i = 0; i < self->added_rows->len; i++)
    {
      GuildTagRow *row = self->added_rows->pdata[i];
      if (*guild_tag_row_get_key (row) != '\0')
        g_hash_table_replace (wish->added, g_strdup (guild_tag_row_get_key (row)),
                              g_strdup (guild_tag_row_get_value (row)));
    }
  for (guint i = 0; i < self->removed_rows->len; i++)
    if (*guild_tag_row_get_key (self->removed_rows->pdata[i]) != '\0')
      g_ptr_array_add (wish->removed,
                       g_strdup (guild_tag_row_get_key (self->removed_rows->pdata[i])));
  return wish;
}

static gboolean
has_twin (GPtrArray *rows, guint index)
{
  const char *key = guild_tag_row_get_key (rows->pdata[index]);

  for (guint i = 0; i < index; i++)
    if (g_str_equal (guild_tag_row_get_key (rows->pdata[i]), key))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): what keeps it from being done to any company. */
static char *
find_wrong (GuildTagsDialog *self, const GuildTagWish *wish)
{
  GPtrArray *both[] = { self->added_rows, self->removed_rows };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    for (guint j = 0; j < both[i]->len; j++)
      {
        const char *key = guild_tag_row_get_key (both[i]->pdata[j]);
        char *wrong = guild_tag_row_check (both[i]->pdata[j]);

        if (wrong != NULL)
          return wrong;
        if (*key != '\0' && has_twin (both[i], j))
          return g_strdup_printf (_("The tag key “%s” is given twice."), key);
        if (both[i] == self->removed_rows && g_hash_table_contains (wish->added, key))
          return g_strdup_printf (_("The tag key “%s” is both given and removed."), key);
      }
  return NULL;
}

/* ---- preview ---- */

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  g_free (subject->id);
  g_free (subject->name);
  g_clear_pointer (&subject->tags, g_hash_table_unref);
  g_free (subject->error);
  g_free (subject);
}

static char *
describe (GHashTable *tags)
{
  return g_hash_table_size (tags) > 0 ? guild_tags_describe (tags) : g_strdup (_("no tags"));
}

static void
add_row (GuildTagsDialog *self, const char *name, const char *text, gboolean refused)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *subtitle = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  if (refused)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
  gtk_list_box_append (self->list, row);
}

/* What WISH makes of SUBJECT in words, (transfer full); NULL when it needs no change. */
static char *
preview (const Subject *subject, const GuildTagWish *wish, gboolean *refused)
{
  *refused = subject->tags == NULL;
  if (subject->tags == NULL)
    return g_strdup (subject->error);
  g_autoptr(GHashTable) after = guild_tag_wish_apply (wish, subject->tags);
  if (guild_tags_equal (subject->tags, after))
    return NULL;
  char *wrong = guild_tags_check (after);
  *refused = wrong != NULL;
  if (wrong != NULL)
    return wrong;
  g_autofree char *old = describe (subject->tags);
  g_autofree char *new = describe (after);
  return g_strdup_printf ("%s → %s", old, new);
}

static void
summarise (GuildTagsDialog *self, guint n_changed, guint n_same, guint n_refused)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u company is changed", "%u companies are changed",
                                          n_changed), n_changed);
  if (n_same > 0)
    g_string_append_printf (text, ngettext (", %u is so already", ", %u are so already", n_same),
                            n_same);
  if (n_refused > 0)
    g_string_append_printf (text, ngettext (", %u cannot be changed", ", %u cannot be changed",
                                            n_refused), n_refused);
  gtk_label_set_label (self->summary, text->str);
}

/* Ids of those that WISH changes; the rows of the list tell of all, the refused first. */
static GPtrArray *
show_preview (GuildTagsDialog *self, const GuildTagWish *wish)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_free);
  guint n_shown = 0;
  guint n_refused = 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->subjects->len; i++)
      {
        const Subject *subject = self->subjects->pdata[i];
        gboolean refused;
        g_autofree char *text = preview (subject, wish, &refused);
        if (text == NULL || refused != (pass == 0))
          continue;
        if (refused)
          n_refused++;
        else
          g_ptr_array_add (changed, g_strdup (subject->id));
        if (n_shown++ < MOST_SHOWN)
          add_row (self, subject->name, text, refused);
      }
  summarise (self, changed->len, self->subjects->len - changed->len - n_refused, n_refused);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_shown > 0);
  return changed;
}

static void
changed_cb (GuildTagsDialog *self)
{
  if (self->bulk != NULL || self->directory == NULL)
    return;
  g_autoptr(GuildTagWish) wish = get_typed (self);
  g_autofree char *wrong = find_wrong (self, wish);
  gboolean whole = self->subjects->len == self->company_ids->len;
  guint n_changed = 0;

  gtk_widget_set_sensitive (self->add_button, self->added_rows->len < GUILD_TAGS_MAX);
  gtk_widget_set_sensitive (self->remove_button, self->removed_rows->len < GUILD_TAGS_MAX);
  if (whole && wrong == NULL && !guild_tag_wish_is_empty (wish))
    {
      g_autoptr(GPtrArray) changed = show_preview (self, wish);
      n_changed = changed->len;
    }
  else
    {
      gtk_label_set_label (self->summary, whole && wrong != NULL ? wrong
                                          : _("What would change is shown here."));
      gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
    }
  gtk_widget_set_sensitive (self->apply_button, n_changed > 0);
}

/* ---- rows ---- */

static void
row_removed_cb (GuildTagsDialog *self, GtkWidget *row)
{
  gboolean added = g_ptr_array_remove (self->added_rows, row);

  if (!added)
    g_ptr_array_remove (self->removed_rows, row);
  adw_preferences_group_remove (added ? self->added_group : self->removed_group, row);
  changed_cb (self);
  gtk_widget_grab_focus (added ? self->add_button : self->remove_button);
}

static GuildTagRow *
add_tag_row (GuildTagsDialog *self, gboolean added)
{
  GtkWidget *row = guild_tag_row_new ();

  guild_tag_row_set_key_only (GUILD_TAG_ROW (row), !added);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (row_removed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (added ? self->added_rows : self->removed_rows, row);
  adw_preferences_group_add (added ? self->added_group : self->removed_group, row);
  return GUILD_TAG_ROW (row);
}

static void
add_clicked_cb (GuildTagsDialog *self)
{
  GuildTagRow *row = add_tag_row (self, TRUE);

  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
remove_clicked_cb (GuildTagsDialog *self)
{
  GuildTagRow *row = add_tag_row (self, FALSE);

  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* ---- reading ---- */

static void read_next (GuildTagsDialog *self);

static void
show_progress (GuildTagsDialog *self, const char *text, guint n_done, guint n_total)
{
  gtk_progress_bar_set_fraction (self->progress, (double) n_done / MAX (n_total, 1));
  gtk_progress_bar_set_text (self->progress, text);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildTagsDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  Subject *subject = g_new0 (Subject, 1);
  subject->id = g_strdup (self->company_ids->pdata[self->subjects->len]);
  subject->name = g_strdup (company != NULL ? guild_company_get_name (company) : subject->id);
  if (company != NULL)
    subject->tags = guild_tags_read (guild_company_get_object (company));
  else
    subject->error = g_strdup (error->message);
  g_ptr_array_add (self->subjects, subject);
  read_next (self);
}

static void
read_next (GuildTagsDialog *self)
{
  guint n_done = self->subjects->len;

  if (n_done < self->company_ids->len)
    {
      g_autofree char *text =
        g_strdup_printf (_("Reading %u of %u"), n_done, self->company_ids->len);
      show_progress (self, text, n_done, self->company_ids->len);
      guild_directory_load_company_async (self->directory, self->company_ids->pdata[n_done],
                                          self->cancellable, loaded_cb, guild_weak_new (self));
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  changed_cb (self);
}

/* ---- changing ---- */

static void
bulk_gone_cb (gpointer data, GObject *bulk)
{
  GuildTagsDialog *self = data;

  self->bulk = NULL;
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
bulk_progress_cb (GuildTagsDialog *self)
{
  guint n_done = guild_bulk_get_n_done (self->bulk);
  guint n_total = guild_bulk_get_n_total (self->bulk);
  g_autofree char *text = g_strdup_printf (_("Changing %u of %u"), n_done, n_total);

  show_progress (self, text, n_done, n_total);
}

static void
apply_clicked_cb (GuildTagsDialog *self)
{
  GuildWindow *window = GUILD_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
  GuildDesk *desk = guild_window_get_desk (window);
  GuildJournal *journal = guild_desk_get_journal (desk);
  g_autoptr(GuildTagWish) wish = get_typed (self);

  if (journal == NULL)
    {
      guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (desk));
      return;
    }
  g_autoptr(GPtrArray) ids = show_preview (self, wish);
  /* Read afresh, because all tags are sent: those that somebody else gave meanwhile stay. */
  g_autoptr(GuildBulk) bulk = guild_bulk_new (journal, self->directory, ids, TRUE,
                                              guild_tag_wish_make_write, g_steal_pointer (&wish),
                                              (GDestroyNotify) guild_tag_wish_free);
  self->bulk = bulk;
  g_object_weak_ref (G_OBJECT (bulk), bulk_gone_cb, self);
  g_signal_connect_object (bulk, "notify::n-done", G_CALLBACK (bulk_progress_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_sensitive (self->page, FALSE);
  gtk_widget_set_sensitive (self->apply_button, FALSE);
  bulk_progress_cb (self);
  guild_bulk_watch_run (window, bulk, self->cancellable, _("Tags changed"),
                        _("Not all tags were changed"));
}

/* ---- life ---- */

/* What was not sent when the dialog closes stays unsent; the window tells how far it came. */
static void
guild_tags_dialog_dispose (GObject *object)
{
  GuildTagsDialog *self = GUILD_TAGS_DIALOG (object);

  if (self->bulk != NULL)
    g_object_weak_unref (G_OBJECT (self->bulk), bulk_gone_cb, self);
  self->bulk = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_TAGS_DIALOG);
  G_OBJECT_CLASS (guild_tags_dialog_parent_class)->dispose (object);
}

static void
guild_tags_dialog_finalize (GObject *object)
{
  GuildTagsDialog *self = GUILD_TAGS_DIALOG (object);

  g_clear_pointer (&self->company_ids, guild_ids_unref);
  g_ptr_array_unref (self->added_rows);
  g_ptr_array_unref (self->removed_rows);
  g_ptr_array_unref (self->subjects);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (guild_tags_dialog_parent_class)->finalize (object);
}

static void
guild_tags_dialog_class_init (GuildTagsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_tags_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_tags_dialog_finalize;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-tags-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, added_group);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, page);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, remove_button);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, removed_group);
  gtk_widget_class_bind_template_child (widget_class, GuildTagsDialog, summary);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
guild_tags_dialog_init (GuildTagsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->subjects = g_ptr_array_new_with_free_func (subject_free);
  self->added_rows = g_ptr_array_new ();
  self->removed_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_tags_dialog_present (GuildWindow *parent, GuildDirectory *directory, GPtrArray *company_ids,
                           const char *tag)
{
  g_return_if_fail (GUILD_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (company_ids != NULL);

  GuildTagsDialog *self = g_object_new (GUILD_TYPE_TAGS_DIALOG, "transient-for", parent, NULL);
  GuildTagRow *row = add_tag_row (self, TRUE);
  add_tag_row (self, FALSE);
  const char *value = tag != NULL ? strchr (tag, '=') : NULL;
  if (value != NULL)
    {
      g_autofree char *key = g_strndup (tag, value - tag);
      guild_tag_row_set (row, key, value + 1);
    }
  self->directory = g_object_ref (directory);
  self->company_ids = g_ptr_array_ref (company_ids);
  changed_cb (self);
  read_next (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (row));
}
