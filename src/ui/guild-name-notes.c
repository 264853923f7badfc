/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-name-notes.h"

#include <glib/gi18n.h>

#include "company/guild-name-rule.h"

/* A keystroke settles before the directory is asked. */
#define LOOK_UP_DELAY_MS 150

typedef enum { NOTE_STORED, NOTE_NAME, NOTE_UID, N_NOTES } Note;

struct _GuildNameNotes
{
  GtkWidget parent_instance;

  GtkWidget      *box;             /* our only child */
  GtkLabel       *labels[N_NOTES]; /* the box's */
  GuildDirectory *directory;       /* (owned) (nullable): until watched */
  GtkEditable    *name;            /* (unowned) (nullable) */
  char           *except_id;       /* (owned) (nullable) */
  char           *first_name;      /* (owned): the name it had needs no warning */
  char           *uid;             /* (owned) (nullable) */
  GCancellable   *look_up;         /* (owned) (nullable) */
  guint           look_up_id;
};

G_DEFINE_FINAL_TYPE (GuildNameNotes, guild_name_notes, GTK_TYPE_WIDGET)

static void
set_note (GuildNameNotes *self, Note note, const char *text)
{
  gboolean any = FALSE;

  gtk_label_set_label (self->labels[note], text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->labels[note]), text != NULL);
  for (Note i = 0; i < N_NOTES; i++)
    any |= gtk_widget_get_visible (GTK_WIDGET (self->labels[i]));
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

/* ---- others ---- */

static void
name_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildNameNotes) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id =
    guild_directory_find_other_finish (GUILD_DIRECTORY (source), result, &name, &error);

  if (error != NULL || self->box == NULL)
    return;
  g_autofree char *text = id == NULL ? NULL
    : g_strdup_printf (_("A company named “%s” exists already. A second one with the same name is "
                         "allowed, but linking the same customer twice is billed twice."), name);
  set_note (self, NOTE_NAME, text);
}

static void
uid_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildNameNotes) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id =
    guild_directory_find_other_finish (GUILD_DIRECTORY (source), result, &name, &error);

  if (error != NULL || self->box == NULL)
    return;
  g_autofree char *text = id == NULL ? NULL
    : g_strdup_printf (_("“%s” bears the same uid tag already: it may be the same customer."),
                       name != NULL ? name : id);
  set_note (self, NOTE_UID, text);
}

static gboolean
look_up_cb (gpointer data)
{
  GuildNameNotes *self = data;
  g_autofree char *stored = guild_name_rule_stored (gtk_editable_get_text (self->name));

  self->look_up_id = 0;
  self->look_up = g_cancellable_new ();
  if (*g_strstrip (stored) != '\0' && !g_str_equal (stored, self->first_name))
    guild_directory_find_other_async (self->directory, "name", stored, self->except_id,
                                      self->look_up, name_found_cb, g_object_ref (self));
  else
    set_note (self, NOTE_NAME, NULL);
  if (self->uid != NULL && *self->uid != '\0')
    {
      g_autofree char *item = g_strconcat ("uid=", self->uid, NULL);
      guild_directory_find_other_async (self->directory, "tags", item, self->except_id,
                                        self->look_up, uid_found_cb, g_object_ref (self));
    }
  else
    set_note (self, NOTE_UID, NULL);
  return G_SOURCE_REMOVE;
}

static void
look_up (GuildNameNotes *self)
{
  g_cancellable_cancel (self->look_up);
  g_clear_object (&self->look_up);
  g_clear_handle_id (&self->look_up_id, g_source_remove);
  if (self->directory != NULL)
    self->look_up_id = g_timeout_add (LOOK_UP_DELAY_MS, look_up_cb, self);
}

static void
name_changed_cb (GuildNameNotes *self)
{
  const char *typed = gtk_editable_get_text (self->name);
  g_autofree char *stored = guild_name_rule_stored (typed);
  g_autofree char *text = NULL;

  g_strstrip (stored);
  if (*typed != '\0' && g_strcmp0 (typed, stored) != 0)
    text = *stored == '\0'
      ? g_strdup (_("Codat keeps only the letters A to Z, digits, spaces and - ' & @ . , ? ! in a "
                    "name. Nothing would be left of this one."))
      : g_strdup_printf (_("Codat will store the name as “%s”: other characters fall away."),
                         stored);
  set_note (self, NOTE_STORED, text);
  set_note (self, NOTE_NAME, NULL);
  look_up (self);
}

/* ---- life ---- */

static void
guild_name_notes_dispose (GObject *object)
{
  GuildNameNotes *self = GUILD_NAME_NOTES (object);

  g_cancellable_cancel (self->look_up);
  g_clear_object (&self->look_up);
  g_clear_handle_id (&self->look_up_id, g_source_remove);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (guild_name_notes_parent_class)->dispose (object);
}

static void
guild_name_notes_finalize (GObject *object)
{
  GuildNameNotes *self = GUILD_NAME_NOTES (object);

  g_free (self->except_id);
  g_free (self->first_name);
  g_free (self->uid);
  G_OBJECT_CLASS (guild_name_notes_parent_class)->finalize (object);
}

static void
guild_name_notes_class_init (GuildNameNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_name_notes_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_name_notes_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
guild_name_notes_init (GuildNameNotes *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (Note i = 0; i < N_NOTES; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, i == NOTE_STORED ? "dim-label" : "warning");
      gtk_widget_set_visible (label, FALSE);
      gtk_box_append (GTK_BOX (self->box), label);
      self->labels[i] = GTK_LABEL (label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
guild_name_notes_watch (GuildNameNotes *self, GuildDirectory *directory, GtkEditable *name,
                        const char *except_id)
{
  g_return_if_fail (GUILD_IS_NAME_NOTES (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (GTK_IS_EDITABLE (name));
  g_return_if_fail (self->directory == NULL);

  self->directory = g_object_ref (directory);
  self->name = name;
  self->except_id = g_strdup (except_id);
  self->first_name = g_strdup (gtk_editable_get_text (name));
  g_signal_connect_object (name, "changed", G_CALLBACK (name_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
guild_name_notes_set_uid (GuildNameNotes *self, const char *uid)
{
  g_return_if_fail (GUILD_IS_NAME_NOTES (self));

  if (g_strcmp0 (self->uid, uid) == 0)
    return;
  g_free (self->uid);
  self->uid = g_strdup (uid);
  set_note (self, NOTE_UID, NULL);
  look_up (self);
}
