/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-form.h"

#include <glib/gi18n.h>

#include "company/guild-trade.h"
#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-choice-row.h"
#include "ui/guild-like-list.h"

#define MAX_FIELDS 16

/* A row and what is said about it. */
typedef struct
{
  const char *field; /* (static): its id */
  GtkWidget  *row;   /* the group's */
  GtkWidget  *note;  /* the group's: a row below it */
  GtkLabel   *words; /* the note's */
  char       *known; /* (owned): what was there, and needs no warning */
  gboolean    touched;
} Entry;

struct _GuildCompanyForm
{
  GtkWidget parent_instance;

  GtkWidget     *box;     /* our only child */
  GuildLikeList *likes;   /* the box's */
  Entry          entries[MAX_FIELDS];
  guint          n_entries;
  GuildPlaces   *places;  /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildCompanyForm, guild_company_form, GTK_TYPE_WIDGET)

static guint changed_signal;

static Entry *
find (GuildCompanyForm *self, const char *field)
{
  for (guint i = 0; i < self->n_entries; i++)
    if (g_str_equal (self->entries[i].field, field))
      return &self->entries[i];
  return NULL;
}

static const char *
get_text (Entry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry->row));
}

/* (transfer full) */
static char *
dup_text (Entry *entry)
{
  return g_strstrip (g_strdup (get_text (entry)));
}

/* ---- what is said about a row ---- */

/* (transfer full) (nullable): what is strange about TEXT, though it can be sent. */
static char *
doubt (GuildCompanyForm *self, Entry *entry, const char *text)
{
  const char *country = get_text (find (self, "country"));

  if (*text == '\0' || g_strcmp0 (text, entry->known) == 0)
    return NULL;
  if (g_str_equal (entry->field, "trade") && !guild_trade_is_known (text))
    return g_strdup (_("This is not one of Autodesk’s trades. It is sent as it stands here, and may "
                       "be refused."));
  if (self->places == NULL)
    return NULL;
  if (g_str_equal (entry->field, "country") &&
      guild_places_find_country (self->places, text) == NULL)
    return g_strdup (_("No country of this name is known. It is sent as it stands here, and may be "
                       "refused."));
  if (g_str_equal (entry->field, "state") &&
      guild_places_get_states (self->places, country)->len > 0 &&
      guild_places_find_state (self->places, country, text) == NULL)
    return g_strdup_printf (_("No state of this name is known in %s. It is sent as it stands here, "
                              "and may be refused."), country);
  return NULL;
}

static void
set_note (Entry *entry, const char *css_class, const char *text)
{
  const char *classes[] = { "caption", css_class, NULL };

  gtk_widget_remove_css_class (entry->row, "error");
  gtk_widget_remove_css_class (entry->row, "guild-noted");
  if (text != NULL)
    {
      gtk_widget_set_css_classes (GTK_WIDGET (entry->words), classes);
      if (g_str_equal (css_class, "error"))
        gtk_widget_add_css_class (entry->row, "error");
      gtk_widget_add_css_class (entry->row, "guild-noted");
      gtk_label_set_label (entry->words, text);
    }
  gtk_widget_set_visible (entry->note, text != NULL);
}

/* FALSE when what is typed would be refused. */
static gboolean
check (GuildCompanyForm *self, Entry *entry)
{
  g_autofree char *text = dup_text (entry);
  g_autofree char *wrong = guild_autodesk_check_value (entry->field, text);
  g_autofree char *doubtful = wrong == NULL ? doubt (self, entry, text) : NULL;

  /* An empty form is not wrong before anybody has begun to fill it in. */
  if (wrong != NULL && entry->touched)
    set_note (entry, "error", wrong);
  else
    set_note (entry, "warning", doubtful);
  return wrong == NULL;
}

/* ---- typing ---- */

static void
fill_states (GuildCompanyForm *self)
{
  Entry *state = find (self, "state");
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  if (self->places != NULL)
    {
      GPtrArray *states =
        guild_places_get_states (self->places, get_text (find (self, "country")));
      for (guint i = 0; i < states->len; i++)
        g_ptr_array_add (names, ((const GuildPlace *) states->pdata[i])->name);
    }
  g_ptr_array_add (names, NULL);
  guild_choice_row_set_choices (GUILD_CHOICE_ROW (state->row), (const char * const *) names->pdata);
  check (self, state);
}

static void
row_changed_cb (GtkEditable *row, gpointer data)
{
  GuildCompanyForm *self = data;

  for (guint i = 0; i < self->n_entries; i++)
    {
      Entry *entry = &self->entries[i];
      if (entry->row != GTK_WIDGET (row))
        continue;
      entry->touched = TRUE;
      check (self, entry);
      if (g_str_equal (entry->field, "country"))
        fill_states (self);
    }
  g_signal_emit (self, changed_signal, 0);
}

/* ---- making ---- */

static GtkWidget *
make_note (GtkLabel **words)
{
  GtkWidget *note = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (note, "guild-note");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (note), FALSE);
  gtk_widget_set_focusable (note, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (note), label);
  gtk_widget_set_visible (note, FALSE);
  *words = GTK_LABEL (label);
  return note;
}

static void
add_entry (GuildCompanyForm *self, AdwPreferencesGroup *group, const char *field)
{
  static const char * const chosen[] = { "trade", "country", "state", NULL };
  const char *title = _(guild_field_table_find (guild_autodesk_table (), field)->title);
  Entry *entry = &self->entries[self->n_entries++];

  entry->field = field;
  entry->known = g_strdup ("");
  entry->row = g_strv_contains (chosen, field)
    ? guild_choice_row_new (title)
    : g_object_new (ADW_TYPE_ENTRY_ROW, "use-markup", FALSE, "title", title, NULL);
  entry->note = make_note (&entry->words);
  /* In a row with a list Return ends the choice. */
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry->row),
                                       !GUILD_IS_CHOICE_ROW (entry->row));
  adw_preferences_group_add (group, entry->row);
  adw_preferences_group_add (group, entry->note);
  g_signal_connect_object (entry->row, "changed", G_CALLBACK (row_changed_cb), self, 0);
}

static AdwPreferencesGroup *
add_group (GuildCompanyForm *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (self->box), group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_entries (GuildCompanyForm *self)
{
  static const struct { const char *field, *group; } starts[] = {
    { "addressLine1", N_("Address") },
    { "phone", N_("Contact") },
    { "erpId", N_("IDs and Description") },
  };
  const char * const *fields = guild_company_values_fields ();
  AdwPreferencesGroup *group = add_group (self, NULL);

  self->likes = GUILD_LIKE_LIST (guild_like_list_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->likes));
  for (guint i = 0; fields[i] != NULL; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (starts); j++)
        if (g_str_equal (starts[j].field, fields[i]))
          group = add_group (self, _(starts[j].group));
      g_assert (self->n_entries < MAX_FIELDS);
      add_entry (self, group, fields[i]);
    }
}

static void
guild_company_form_dispose (GObject *object)
{
  GuildCompanyForm *self = GUILD_COMPANY_FORM (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (guild_company_form_parent_class)->dispose (object);
}

static void
guild_company_form_finalize (GObject *object)
{
  GuildCompanyForm *self = GUILD_COMPANY_FORM (object);

  for (guint i = 0; i < self->n_entries; i++)
    g_free (self->entries[i].known);
  g_clear_pointer (&self->places, guild_places_unref);
  G_OBJECT_CLASS (guild_company_form_parent_class)->finalize (object);
}

static gboolean
guild_company_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GUILD_COMPANY_FORM (widget)->entries[0].row);
}

static void
guild_company_form_class_init (GuildCompanyFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_company_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_company_form_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = guild_company_form_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  changed_signal = g_signal_new ("changed", GUILD_TYPE_COMPANY_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
guild_company_form_init (GuildCompanyForm *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_entries (self);
  guild_choice_row_set_choices (GUILD_CHOICE_ROW (find (self, "trade")->row), guild_trade_list ());
  fill_states (self);
}

void
guild_company_form_watch (GuildCompanyForm *self, GuildDirectory *directory, const char *except_id)
{
  g_return_if_fail (GUILD_IS_COMPANY_FORM (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  guild_like_list_watch (self->likes, directory, GTK_EDITABLE (find (self, "name")->row), except_id);
}

void
guild_company_form_set_places (GuildCompanyForm *self, GuildPlaces *places)
{
  g_return_if_fail (GUILD_IS_COMPANY_FORM (self));

  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  GPtrArray *countries = places != NULL ? guild_places_get_countries (places) : NULL;
  for (guint i = 0; countries != NULL && i < countries->len; i++)
    g_ptr_array_add (names, ((const GuildPlace *) countries->pdata[i])->name);
  g_ptr_array_add (names, NULL);
  g_clear_pointer (&self->places, guild_places_unref);
  self->places = places != NULL ? guild_places_ref (places) : NULL;
  guild_choice_row_set_choices (GUILD_CHOICE_ROW (find (self, "country")->row),
                                (const char * const *) names->pdata);
  check (self, find (self, "country"));
  fill_states (self);
}

void
guild_company_form_set_text (GuildCompanyForm *self, const char *field, const char *text)
{
  g_return_if_fail (GUILD_IS_COMPANY_FORM (self));
  g_return_if_fail (field != NULL && text != NULL);

  Entry *entry = find (self, field);
  g_return_if_fail (entry != NULL);
  g_free (entry->known);
  entry->known = g_strdup (text);
  gtk_editable_set_text (GTK_EDITABLE (entry->row), text);
  check (self, entry);
}

void
guild_company_form_set_values (GuildCompanyForm *self, GHashTable *values)
{
  g_return_if_fail (GUILD_IS_COMPANY_FORM (self));
  g_return_if_fail (values != NULL);

  for (guint i = 0; i < self->n_entries; i++)
    guild_company_form_set_text (self, self->entries[i].field,
                                 g_hash_table_lookup (values, self->entries[i].field));
}

GHashTable *
guild_company_form_dup_values (GuildCompanyForm *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_FORM (self), NULL);

  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < self->n_entries; i++)
    g_hash_table_insert (values, (gpointer) self->entries[i].field, dup_text (&self->entries[i]));
  return values;
}

gboolean
guild_company_form_check (GuildCompanyForm *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_FORM (self), FALSE);

  Entry *first = NULL;
  for (guint i = 0; i < self->n_entries; i++)
    {
      self->entries[i].touched = TRUE;
      if (!check (self, &self->entries[i]) && first == NULL)
        first = &self->entries[i];
    }
  if (first != NULL)
    gtk_widget_grab_focus (first->row);
  return first == NULL;
}
