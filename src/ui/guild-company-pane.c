/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-pane.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "directory/guild-family.h"
#include "ui/guild-around-section.h"
#include "ui/guild-clock.h"
#include "ui/guild-company-activity.h"
#include "ui/guild-company-editors.h"
#include "ui/guild-company-logo.h"
#include "ui/guild-company-primary.h"
#include "ui/guild-company-sections.h"
#include "ui/guild-company-waiting.h"
#include "ui/guild-connection-row.h"
#include "ui/guild-data-section.h"
#include "ui/guild-error.h"
#include "ui/guild-kept-place.h"
#include "ui/guild-kept-rows.h"

#define WIDTH 360 /* px, at least */
#define FRESH_FOR (60 * G_USEC_PER_SEC)
#define MOST_CHANGES 8 /* the whole history is in the activity window */

struct _GuildCompanyPane
{
  GtkWidget parent_instance;

  GtkWidget    *box;     /* our only child */
  GtkWidget    *header;
  GtkStack     *stack;
  GuildCompanyEditors *editors;
  AdwStatusPage *gone;
  GuildCompanyLogo *logo;
  GtkLabel     *name;
  GtkLabel     *sentence;
  GtkLabel     *access;
  GtkButton    *primary;
  GtkListBox   *waiting;
  GtkWidget    *connections_group;
  GtkListBox   *connections;
  GtkWidget    *data_section;
  GtkBox       *sections;
  GuildAroundSection *around;
  GtkWidget    *activity_group;
  GtkListBox   *activity;
  GMenu        *people_menu;

  GuildDesk      *desk;      /* (owned) (nullable) */
  GuildDirectory *directory; /* (owned) (nullable) */
  GSignalGroup   *watch;     /* (owned): of the directory */
  GSignalGroup   *journal;   /* (owned) */
  GSignalGroup   *vigil;     /* (owned) */
  char           *id;        /* (owned) (nullable) */
  GuildCompany   *company;   /* (owned) (nullable) */
  GCancellable   *cancellable; /* (owned) (nullable): of what is being read for id */
  GHashTable     *asked;     /* (owned): id → when the service was asked, µs */
  GPtrArray      *family;    /* (owned) (nullable) (element-type GuildRelative): of id */
  GPtrArray      *sightings; /* (owned) (nullable) (element-type GuildSighting) */
  gboolean        all_activity; /* not only the newest */
  gboolean        loading;
  gboolean        load_again; /* the directory changed while loading */
  gboolean        reading_family;
  gboolean        read_family_again; /* the directory changed while it was read */
};

G_DEFINE_FINAL_TYPE (GuildCompanyPane, guild_company_pane, GTK_TYPE_WIDGET)

static void load (GuildCompanyPane *self);
static void show_activity (GuildCompanyPane *self);
static void read_family (GuildCompanyPane *self);

static void
show_connections (GuildCompanyPane *self, gint64 now)
{
  GListModel *connections = guild_company_get_connections (self->company);
  gboolean linkable =
    guild_field_table_index (guild_company_get_table (self->company), "platforms") != G_MAXUINT;
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      g_ptr_array_add (rows, guild_connection_row_new (connection, now));
    }
  if (linkable)
    g_ptr_array_add (rows, guild_connection_row_new_add ());
  guild_kept_rows_fill (self->connections, rows);
  gtk_widget_set_visible (self->connections_group, linkable);
  gtk_widget_set_visible (GTK_WIDGET (self->primary), linkable);
  gtk_widget_set_visible (self->data_section, linkable);
  guild_company_primary_update (self->primary, connections);
}

static void
more_activated_cb (GuildCompanyPane *self)
{
  self->all_activity = TRUE;
  show_activity (self);
}

static void
show_activity (GuildCompanyPane *self)
{
  g_autoptr(GuildJournal) journal = g_signal_group_dup_target (self->journal);
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  guint n_left = 0;

  if (self->box == NULL)
    return;
  if (self->id != NULL)
    n_left = guild_company_activity_rows (rows, journal, self->sightings, self->id,
                                          self->all_activity ? G_MAXUINT : MOST_CHANGES,
                                          guild_clock_now ());
  if (n_left > 0)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *title = g_strdup_printf (_("Show %u More"), n_left);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (more_activated_cb), self,
                               G_CONNECT_SWAPPED);
      guild_kept_row_describe (row, "more", title);
      g_ptr_array_add (rows, row);
    }
  guild_kept_rows_fill (self->activity, rows);
  gtk_widget_set_visible (self->activity_group, rows->len > 0);
}

static void
sightings_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildCompanyPane) self = data;
  g_autoptr(GError) error = NULL;
  GPtrArray *sightings =
    guild_journal_read_sightings_finish (GUILD_JOURNAL (source), result, &error);

  if (guild_error_is_cancelled (error))
    return;
  g_clear_pointer (&self->sightings, g_ptr_array_unref);
  self->sightings = sightings;
  show_activity (self);
}

static void
read_sightings (GuildCompanyPane *self)
{
  g_autoptr(GuildJournal) journal = g_signal_group_dup_target (self->journal);

  if (journal == NULL || self->id == NULL)
    return;
  guild_journal_read_sightings_async (
    journal, guild_workspace_get_id (guild_directory_get_workspace (self->directory)), self->id,
    self->cancellable, sightings_read_cb, g_object_ref (self));
}

static void
show_waiting (GuildCompanyPane *self)
{
  g_autoptr(GuildLinkVigil) vigil = g_signal_group_dup_target (self->vigil);

  guild_kept_place_hold (GTK_WIDGET (self->waiting));
  guild_company_waiting_fill (self->waiting, vigil, self->id, guild_clock_now ());
}

static gboolean
has_family (GuildCompany *company)
{
  return guild_company_has_parent (company) || guild_company_n_subsidiaries (company) > 0;
}

static void
family_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildCompanyPane) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) family =
    guild_family_read_finish (GUILD_DIRECTORY (source), result, &error);

  if (guild_error_is_cancelled (error) || GUILD_DIRECTORY (source) != self->directory)
    return;
  self->reading_family = FALSE;
  if (guild_company_pane_get_company (self) == NULL || !has_family (self->company))
    return;
  if (self->read_family_again)
    read_family (self);
  if (family == NULL)
    return;
  g_clear_pointer (&self->family, g_ptr_array_unref);
  self->family = g_steal_pointer (&family);
  guild_company_sections_fill (self->sections, self->directory, self->company, self->family,
                               guild_clock_now ());
}

static void
read_family (GuildCompanyPane *self)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (!has_family (self->company))
    {
      g_clear_pointer (&self->family, g_ptr_array_unref);
      return;
    }
  self->read_family_again = self->reading_family;
  if (self->reading_family)
    return;
  self->reading_family = TRUE;
  g_ptr_array_add (ids, g_strdup (self->id));
  guild_family_read_async (self->directory, ids, GUILD_FAMILY_WHOLE, self->cancellable,
                           family_read_cb, g_object_ref (self));
}

/* Without any service the window's banner says why. */
static void
show_access (GuildCompanyPane *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  g_autofree char *text = service != NULL ? guild_company_describe_access (service) : NULL;

  gtk_label_set_label (self->access, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->access), text != NULL);
}

/* The company as it is, or what is typed over it. */
static void
show_page (GuildCompanyPane *self)
{
  gtk_stack_set_visible_child_name (
    self->stack, guild_company_editors_has_current (self->editors) ? "edit" : "company");
}

static void
show_company (GuildCompanyPane *self)
{
  gint64 now = guild_clock_now ();
  g_autofree char *sentence = guild_company_describe_state (self->company, now);

  guild_kept_place_hold (GTK_WIDGET (self->name));
  gtk_label_set_label (self->name, guild_company_get_name (self->company));
  gtk_label_set_label (self->sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), *sentence != '\0');
  guild_company_logo_show (self->logo, guild_directory_get_service (self->directory),
                           self->company);
  show_access (self);
  show_waiting (self);
  show_connections (self, now);
  read_family (self);
  guild_company_sections_fill (self->sections, self->directory, self->company, self->family, now);
  guild_around_section_show (self->around, self->directory, self->company);
  show_activity (self);
  show_page (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildCompanyPane) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (guild_error_is_cancelled (error) || GUILD_DIRECTORY (source) != self->directory)
    return;
  self->loading = FALSE;
  if (company != NULL && g_str_equal (guild_company_get_id (company), self->id))
    {
      gboolean same = self->company != NULL &&
        g_strcmp0 (guild_company_get_id (self->company), self->id) == 0 &&
        g_str_equal (guild_company_get_json (self->company), guild_company_get_json (company));
      g_set_object (&self->company, company);
      if (!same || !g_str_equal (gtk_stack_get_visible_child_name (self->stack), "company"))
        show_company (self);
      else
        read_family (self);
    }
  else if (error != NULL)
    {
      g_clear_object (&self->company);
      g_autofree char *text = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->gone, text);
      gtk_stack_set_visible_child_name (self->stack, "gone");
    }
  if (self->load_again)
    load (self);
}

static void
load (GuildCompanyPane *self)
{
  self->load_again = self->loading;
  if (self->loading || self->directory == NULL || self->id == NULL)
    return;
  self->loading = TRUE;
  guild_directory_load_company_async (self->directory, self->id, self->cancellable, loaded_cb,
                                      g_object_ref (self));
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildCompanyPane) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  /* A failure leaves what was known on show; the window's banner tells when the service is away. */
  if (company == NULL && !guild_error_is_cancelled (error))
    g_debug ("the company was not read afresh: %s", error->message);
}

static void
ask_service (GuildCompanyPane *self)
{
  gint64 *asked = g_hash_table_lookup (self->asked, self->id);
  gint64 now = g_get_monotonic_time ();

  if (guild_directory_get_service (self->directory) == NULL ||
      (asked != NULL && now - *asked < FRESH_FOR))
    return;
  g_hash_table_insert (self->asked, g_strdup (self->id), g_memdup2 (&now, sizeof now));
  guild_directory_refresh_company_async (self->directory, self->id, self->cancellable,
                                         refreshed_cb, g_object_ref (self));
}

/* What is in it is made with the first company on show: a window that begins has rows to show. */
static void
build (GuildCompanyPane *self)
{
  if (self->box != NULL)
    return;
  gtk_widget_init_template (GTK_WIDGET (self));
  show_activity (self);
}

static void
journal_changed_cb (GuildCompanyPane *self)
{
  g_signal_group_set_target (self->journal, guild_desk_get_journal (self->desk));
  show_activity (self);
}

static void
guild_company_pane_dispose (GObject *object)
{
  GuildCompanyPane *self = GUILD_COMPANY_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->watch != NULL)
    g_signal_group_set_target (self->watch, NULL);
  if (self->journal != NULL)
    g_signal_group_set_target (self->journal, NULL);
  g_clear_object (&self->watch);
  g_clear_object (&self->journal);
  if (self->vigil != NULL)
    g_signal_group_set_target (self->vigil, NULL);
  g_clear_object (&self->vigil);
  g_clear_object (&self->company);
  g_clear_object (&self->directory);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_pointer (&self->family, g_ptr_array_unref);
  g_clear_pointer (&self->sightings, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);
  if (self->box != NULL)
    gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_COMPANY_PANE);
  G_OBJECT_CLASS (guild_company_pane_parent_class)->dispose (object);
}

static void
guild_company_pane_class_init (GuildCompanyPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_company_pane_dispose;
  g_type_ensure (GUILD_TYPE_COMPANY_EDITORS);
  g_type_ensure (GUILD_TYPE_AROUND_SECTION);
  g_type_ensure (GUILD_TYPE_COMPANY_LOGO);
  g_type_ensure (GUILD_TYPE_DATA_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-company-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, access);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, activity);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, activity_group);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, around);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, box);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, connections);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, connections_group);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, data_section);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, editors);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, gone);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, header);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, logo);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, name);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, people_menu);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, primary);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, sections);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, sentence);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, stack);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyPane, waiting);
  gtk_widget_class_bind_template_callback (widget_class, show_page);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
guild_company_pane_init (GuildCompanyPane *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, -1);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->watch = g_signal_group_new (GUILD_TYPE_DIRECTORY);
  g_signal_group_connect_swapped (self->watch, "changed", G_CALLBACK (load), self);
  self->vigil = g_signal_group_new (GUILD_TYPE_LINK_VIGIL);
  g_signal_group_connect_swapped (self->vigil, "changed", G_CALLBACK (show_waiting), self);
  self->journal = g_signal_group_new (GUILD_TYPE_JOURNAL);
  g_signal_group_connect_swapped (self->journal, "items-changed", G_CALLBACK (show_activity),
                                  self);
  g_signal_group_connect_swapped (self->journal, "sighted", G_CALLBACK (read_sightings), self);
  g_signal_group_connect_swapped (self->journal, "notify", G_CALLBACK (show_activity), self);
}

void
guild_company_pane_set_desk (GuildCompanyPane *self, GuildDesk *desk)
{
  g_return_if_fail (GUILD_IS_COMPANY_PANE (self));
  g_return_if_fail (GUILD_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::journal", G_CALLBACK (journal_changed_cb), self,
                           G_CONNECT_SWAPPED);
  journal_changed_cb (self);
}

void
guild_company_pane_show (GuildCompanyPane *self, GuildDirectory *directory,
                         const char *company_id)
{
  g_return_if_fail (GUILD_IS_COMPANY_PANE (self));
  g_return_if_fail ((directory == NULL) == (company_id == NULL));

  if (directory == self->directory && g_strcmp0 (company_id, self->id) == 0)
    {
      if (company_id != NULL)
        ask_service (self);
      return;
    }
  build (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = self->reading_family = FALSE;
  char *id = g_strdup (company_id);
  g_free (self->id);
  self->id = id;
  g_set_object (&self->directory, directory);
  g_signal_group_set_target (self->watch, directory);
  g_signal_group_set_target (self->vigil, self->desk != NULL && directory != NULL
                                            ? guild_desk_get_vigil (self->desk, directory) : NULL);
  g_clear_pointer (&self->sightings, g_ptr_array_unref);
  g_clear_pointer (&self->family, g_ptr_array_unref);
  self->all_activity = FALSE;
  guild_company_editors_show (self->editors, directory, company_id);
  if (company_id == NULL)
    {
      g_clear_object (&self->company);
      guild_around_section_show (self->around, NULL, NULL);
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }
  load (self);
  read_sightings (self);
  ask_service (self);
}

const char *
guild_company_pane_get_id (GuildCompanyPane *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_PANE (self), NULL);
  return self->id;
}

GuildCompany *
guild_company_pane_get_company (GuildCompanyPane *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_PANE (self), NULL);
  return self->company != NULL && self->id != NULL &&
         g_str_equal (guild_company_get_id (self->company), self->id) ? self->company : NULL;
}

GMenu *
guild_company_pane_get_people_menu (GuildCompanyPane *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_PANE (self), NULL);
  return self->people_menu;
}

GtkWidget *
guild_company_pane_get_header (GuildCompanyPane *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_PANE (self), NULL);
  return self->header;
}

void
guild_company_pane_edit (GuildCompanyPane *self, GtkWidget *editor)
{
  g_return_if_fail (GUILD_IS_COMPANY_PANE (self));
  g_return_if_fail (GUILD_IS_COMPANY_EDITOR (editor));

  guild_company_editors_add (self->editors, editor);
  gtk_stack_set_visible_child_name (self->stack, "edit");
  gtk_widget_child_focus (GTK_WIDGET (self->editors), GTK_DIR_TAB_FORWARD);
}

guint
guild_company_pane_count_unsaved (GuildCompanyPane *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_PANE (self), 0);
  return self->box != NULL ? guild_company_editors_count_unsaved (self->editors) : 0;
}
