/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-move-dialog.h"

#include <glib/gi18n-lib.h>

#include "directory/guild-company-list.h"
#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk-people.h"
#include "ui/guild-bulk-watch.h"
#include "ui/guild-clock.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-error.h"
#include "ui/guild-load-section.h"
#include "ui/guild-member-row.h"
#include "ui/guild-two-lines.h"
#include "ui/guild-weak.h"

struct _GuildMoveDialog
{
  AdwWindow parent_instance;

  GtkBox             *body;        /* (template) */
  GtkListView        *list;        /* (template) */
  GuildDialogMessage *message;     /* (template) */
  GtkWidget          *choice;      /* (template) */
  GtkWidget          *move_button; /* (template) */
  GtkEditable        *search;      /* (template) */
  GtkLabel           *summary;     /* (template) */

  GuildLoadSection *section;     /* of the people */
  GuildWindow      *window;      /* (owned) (nullable): where the end is told */
  GuildDirectory   *directory;   /* (owned) (nullable) */
  GuildCompanyList *companies;   /* (owned) (nullable) */
  GuildQuery       *query;       /* (owned) (nullable): all that somebody can be moved to */
  char             *id;          /* (owned): where they are */
  char             *name;        /* (owned) */
  char             *to_id;       /* (owned) (nullable) */
  char             *to_name;     /* (owned) (nullable) */
  GPtrArray        *members;     /* (owned) (nullable) (element-type GuildMember) */
  gboolean         *chosen;      /* (owned) (nullable): by member */
  GCancellable     *cancellable; /* (owned) (nullable): of reading, then of moving */
  GuildBulk        *bulk;        /* (unowned) (nullable): while it runs */
};

G_DEFINE_FINAL_TYPE (GuildMoveDialog, guild_move_dialog, ADW_TYPE_WINDOW)

/* ---- what would change ---- */

static guint
count_chosen (GuildMoveDialog *self)
{
  guint n = 0;

  for (guint i = 0; self->members != NULL && i < self->members->len; i++)
    n += self->chosen[i];
  return n;
}

static void
update (GuildMoveDialog *self)
{
  guint n = count_chosen (self);
  gboolean ready = n > 0 && self->to_id != NULL;
  g_autofree char *text = NULL;

  if (self->to_id == NULL)
    text = g_strdup (_("Choose the company that they move to."));
  else if (n == 0)
    text = g_strdup_printf (_("Choose who moves to “%s”."), self->to_name);
  else
    {
      /* Translators: the name of the company stands behind the number */
      g_autofree char *who = g_strdup_printf (
        ngettext ("%u member moves from “%s” to “%s”.", "%u members move from “%s” to “%s”.", n),
        n, self->name, self->to_name);
      text = g_strjoin (" ", who, _("Only the company that they belong to in the account changes: "
                                    "on their projects they stay as they are."), NULL);
    }
  gtk_label_set_label (self->summary, text);
  gtk_widget_set_sensitive (self->move_button, ready);
}

/* ---- who ---- */

static void
toggled_cb (GtkCheckButton *check, GuildMoveDialog *self)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "number"));

  self->chosen[number] = gtk_check_button_get_active (check);
  update (self);
}

static GtkWidget *
make_row (guint i, gpointer data)
{
  GuildMoveDialog *self = data;
  const GuildMember *member = self->members->pdata[i];
  GtkWidget *row = guild_member_row_new (member, guild_clock_now ());
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), self->chosen[i]);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  guild_member_get_title (member), -1);
  g_object_set_data (G_OBJECT (check), "number", GUINT_TO_POINTER (i));
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
show_members (GuildMoveDialog *self)
{
  if (self->members->len > 0)
    guild_load_section_set_rows (self->section, self->members->len, make_row, self, NULL, NULL);
  else
    guild_load_section_set_offer (self->section, _("No members"), NULL);
  update (self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildMoveDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) members =
    guild_autodesk_list_members_finish (GUILD_AUTODESK (source), result, &error);

  if (self == NULL || guild_error_is_cancelled (error))
    return;
  g_clear_object (&self->cancellable);
  if (members == NULL)
    {
      guild_load_section_set_error (self->section, error);
      return;
    }
  self->members = g_steal_pointer (&members);
  self->chosen = g_new (gboolean, MAX (self->members->len, 1));
  for (guint i = 0; i < self->members->len; i++)
    self->chosen[i] = TRUE;
  show_members (self);
}

static void
load (GuildMoveDialog *self)
{
  GuildService *service = guild_directory_get_service (self->directory);

  if (service == NULL || !GUILD_IS_AUTODESK (service))
    return;
  self->cancellable = g_cancellable_new ();
  guild_load_section_set_progress (self->section, _("Reading the members…"), -1);
  guild_autodesk_list_members_async (GUILD_AUTODESK (service), self->id, self->name,
                                     self->cancellable, listed_cb, guild_weak_new (self));
}

/* ---- where to ---- */

static void
search_changed_cb (GuildMoveDialog *self)
{
  if (self->companies == NULL)
    return;
  g_autoptr(GuildQuery) query =
    guild_query_with_text (self->query, gtk_editable_get_text (self->search));
  guild_company_list_set_query (self->companies, query);
}

static void
list_activate_cb (GuildMoveDialog *self, guint row)
{
  g_autofree char *id = guild_company_list_dup_id (self->companies, row);

  if (id == NULL)
    return;
  g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (self->companies), row);
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  g_free (self->to_id);
  g_free (self->to_name);
  self->to_id = g_steal_pointer (&id);
  self->to_name = guild_position_dup_text (position, table->name_field);
  update (self);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, guild_two_lines_new ());
}

static void
show_position (GtkWidget *box, GuildPosition *position, const GuildFieldTable *table)
{
  static const char * const fields[] = { "trade", "city", "erpId", "taxId" };
  GtkWidget *name = gtk_widget_get_first_child (box);
  g_autofree char *title = guild_position_dup_text (position, table->name_field);
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      guint field = guild_field_table_index (table, fields[i]);
      g_autofree char *text =
        field != G_MAXUINT ? guild_position_dup_text (position, field) : NULL;
      if (text != NULL && *text != '\0')
        g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", text);
    }
  gtk_label_set_label (GTK_LABEL (name), title != NULL ? title : "");
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)), words->str);
}

static void
position_changed_cb (GuildPosition *position, GtkListItem *item)
{
  GuildMoveDialog *self = g_object_get_data (G_OBJECT (item), "dialog");

  show_position (gtk_list_item_get_child (item), position,
                 guild_directory_get_table (self->directory));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, GuildMoveDialog *self)
{
  GuildPosition *position = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (item), "dialog", self);
  g_signal_connect_object (position, "changed", G_CALLBACK (position_changed_cb), item, 0);
  position_changed_cb (position, item);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), position_changed_cb, item);
}

/* All companies that can have people, except the one they are in. */
static GuildQuery *
make_query (GuildMoveDialog *self)
{
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) sorted = guild_query_with_sort (all, "name", FALSE);
  const GuildCondition active = { .field = (char *) "status", .match = GUILD_MATCH_EQUALS,
                                  .value = (char *) "active", .from = GUILD_NUMBER_UNSET,
                                  .to = GUILD_NUMBER_UNSET };
  const GuildCondition other = { .field = (char *) "id", .match = GUILD_MATCH_NOT_EQUALS,
                                 .value = self->id, .from = GUILD_NUMBER_UNSET,
                                 .to = GUILD_NUMBER_UNSET };
  g_autoptr(GuildQuery) living = guild_query_with_condition (sorted, &active);

  return guild_query_with_condition (living, &other);
}

static void
show_companies (GuildMoveDialog *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->query = make_query (self);
  self->companies = guild_company_list_new (self->directory);
  search_changed_cb (self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  g_autoptr(GtkNoSelection) selection =
    gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->companies)));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

/* ---- moving ---- */

/* The company that was left, and its directory. */
typedef struct
{
  GuildDirectory *directory; /* (owned) */
  char           *id;        /* (owned) */
} Left;

/* How many people it still has is told by the service alone. */
static void
moved_cb (gpointer data, GObject *bulk)
{
  Left *left = data;

  guild_directory_refresh_company_async (left->directory, left->id, NULL, NULL, NULL);
  g_object_unref (left->directory);
  g_free (left->id);
  g_free (left);
}

static void
bulk_gone_cb (gpointer data, GObject *bulk)
{
  GuildMoveDialog *self = data;

  self->bulk = NULL;
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
show_progress (GuildMoveDialog *self)
{
  guint n_done = guild_bulk_get_n_done (self->bulk);
  guint n_total = guild_bulk_get_n_total (self->bulk);
  g_autofree char *text = g_strdup_printf (_("Moving %u of %u"), n_done, n_total);

  guild_load_section_set_progress (self->section, text, (double) n_done / n_total);
}

static GPtrArray *
make_changes (GuildMoveDialog *self)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->members->len; i++)
    {
      const GuildMember *member = self->members->pdata[i];
      if (!self->chosen[i])
        continue;
      g_autoptr(GuildWrite) inverse = NULL;
      g_autoptr(GuildWrite) write =
        guild_autodesk_make_move (member->id, self->id, self->to_id, &inverse);
      GuildChange *change = guild_change_new (guild_workspace_get_id (workspace), write,
                                              guild_member_get_title (member));
      if (inverse != NULL)
        guild_change_set_inverse (change, inverse);
      g_ptr_array_add (changes, change);
    }
  return changes;
}

static void
move_clicked_cb (GuildMoveDialog *self)
{
  GuildDesk *desk = guild_window_get_desk (self->window);
  GuildJournal *journal = guild_desk_get_journal (desk);

  if (journal == NULL)
    {
      guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (desk));
      return;
    }
  g_autoptr(GPtrArray) changes = make_changes (self);
  g_autoptr(GuildBulk) bulk = guild_bulk_new_for_changes (journal, changes);
  Left *left = g_new (Left, 1);
  left->directory = g_object_ref (self->directory);
  left->id = g_strdup (self->id);
  g_object_weak_ref (G_OBJECT (bulk), moved_cb, left);
  self->bulk = bulk;
  g_object_weak_ref (G_OBJECT (bulk), bulk_gone_cb, self);
  g_signal_connect_object (bulk, "notify::n-done", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_sensitive (self->choice, FALSE);
  gtk_widget_set_sensitive (self->move_button, FALSE);
  show_progress (self);
  self->cancellable = g_cancellable_new ();
  guild_bulk_watch_run (self->window, bulk, self->cancellable,
                        ngettext ("Member moved", "Members moved", changes->len),
                        _("Not everybody was moved"));
}

/* ---- life ---- */

/* What was not sent when the dialog closes stays unsent; the window tells how far it came. */
static void
guild_move_dialog_dispose (GObject *object)
{
  GuildMoveDialog *self = GUILD_MOVE_DIALOG (object);

  if (self->bulk != NULL)
    g_object_weak_unref (G_OBJECT (self->bulk), bulk_gone_cb, self);
  self->bulk = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_MOVE_DIALOG);
  g_clear_object (&self->companies);
  g_clear_object (&self->directory);
  g_clear_object (&self->window);
  G_OBJECT_CLASS (guild_move_dialog_parent_class)->dispose (object);
}

static void
guild_move_dialog_finalize (GObject *object)
{
  GuildMoveDialog *self = GUILD_MOVE_DIALOG (object);

  g_clear_pointer (&self->query, guild_query_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_free (self->chosen);
  g_free (self->id);
  g_free (self->name);
  g_free (self->to_id);
  g_free (self->to_name);
  G_OBJECT_CLASS (guild_move_dialog_parent_class)->finalize (object);
}

static void
guild_move_dialog_class_init (GuildMoveDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_move_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_move_dialog_finalize;
  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-move-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildMoveDialog, body);
  gtk_widget_class_bind_template_child (widget_class, GuildMoveDialog, choice);
  gtk_widget_class_bind_template_child (widget_class, GuildMoveDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GuildMoveDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildMoveDialog, move_button);
  gtk_widget_class_bind_template_child (widget_class, GuildMoveDialog, search);
  gtk_widget_class_bind_template_child (widget_class, GuildMoveDialog, summary);
  gtk_widget_class_bind_template_callback (widget_class, list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
guild_move_dialog_init (GuildMoveDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->section = GUILD_LOAD_SECTION (guild_load_section_new (_("Who")));
  g_signal_connect_object (self->section, "load", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->section, "cancel", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->body, GTK_WIDGET (self->section));
}

void
guild_move_dialog_present (GtkWindow *parent, GuildWindow *window, GuildDirectory *directory,
                           const char *id, const char *name, const char *to_id,
                           const char *to_name)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_WINDOW (window));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (id != NULL && name != NULL);

  GuildMoveDialog *self = g_object_new (GUILD_TYPE_MOVE_DIALOG, "transient-for", parent, NULL);
  self->window = g_object_ref (window);
  self->directory = g_object_ref (directory);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->to_id = g_strdup (to_id);
  self->to_name = g_strdup (to_name);
  show_companies (self);
  update (self);
  load (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
