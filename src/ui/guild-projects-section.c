/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-projects-section.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk-projects.h"
#include "ui/guild-error.h"
#include "ui/guild-load-section.h"
#include "ui/guild-member-row.h"
#include "ui/guild-project-window.h"
#include "ui/guild-weak.h"

struct _GuildProjectsSection
{
  GtkWidget parent_instance;

  GuildLoadSection *section;     /* our only child */
  GuildDirectory   *directory;   /* (owned) (nullable) */
  char             *id;          /* (owned) (nullable): of the company */
  gint64            n_projects;  /* GUILD_NUMBER_UNSET: not known */
  GCancellable     *cancellable; /* (owned) (nullable): of what is being read */
  GHashTable       *known;       /* (owned): workspace and company → GPtrArray of GuildProject */
};

G_DEFINE_FINAL_TYPE (GuildProjectsSection, guild_projects_section, GTK_TYPE_WIDGET)

static void load (GuildProjectsSection *self);

/* By their number, too: with another number they are others. (transfer full) */
static char *
make_key (GuildProjectsSection *self)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);

  return g_strdup_printf ("%s %s %" G_GINT64_FORMAT, guild_workspace_get_id (workspace), self->id,
                          self->n_projects);
}

static GuildAutodesk *
get_service (GuildProjectsSection *self)
{
  GuildService *service =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;

  return service != NULL && GUILD_IS_AUTODESK (service) ? GUILD_AUTODESK (service) : NULL;
}

/* ---- rows ---- */

static char *
describe (const GuildProject *project)
{
  g_autoptr(GString) text = g_string_new (guild_people_status (project->status));
  const char *parts[] = { project->job_number, project->type, project->city };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
activated_cb (GuildProjectsSection *self, GtkWidget *row)
{
  GPtrArray *projects = g_object_get_data (G_OBJECT (row), "projects");
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "number"));
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  guild_project_window_present (window, self->directory, projects->pdata[number]);
}

/* What a row is made of. */
typedef struct
{
  GuildProjectsSection *self;     /* (unowned): holds the section that holds this */
  GPtrArray            *projects; /* (owned) */
} Rows;

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  g_ptr_array_unref (rows->projects);
  g_free (rows);
}

static GtkWidget *
make_row (guint i, gpointer data)
{
  Rows *rows = data;
  const GuildProject *project = rows->projects->pdata[i];
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *words = describe (project);
  g_autofree char *title = g_markup_escape_text (project->name, -1);
  g_autofree char *subtitle = g_markup_escape_text (words, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  project->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  g_object_set_data_full (G_OBJECT (row), "projects", g_ptr_array_ref (rows->projects),
                          (GDestroyNotify) g_ptr_array_unref);
  g_object_set_data (G_OBJECT (row), "number", GUINT_TO_POINTER (i));
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), rows->self,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
show_projects (GuildProjectsSection *self, GPtrArray *projects)
{
  GuildServiceFlags flags = guild_service_get_flags (GUILD_SERVICE (get_service (self)));
  gint64 n_missing = self->n_projects != GUILD_NUMBER_UNSET ? self->n_projects - projects->len : 0;
  g_autofree char *note = NULL;

  if (n_missing > 0)
    note = g_strdup_printf (
      ngettext ("%d more project was not found among those that this workspace may read.",
                "%d more projects were not found among those that this workspace may read.",
                (gulong) n_missing), (int) n_missing);
  if (n_missing > 0 && (flags & GUILD_SERVICE_HAS_MEMBERS) == 0)
    {
      g_autofree char *found = g_steal_pointer (&note);
      note = g_strjoin (" ", found, _("A project without people of this company is found with a "
                                      "client ID and secret only."), NULL);
    }
  if (projects->len == 0)
    {
      guild_load_section_set_offer (self->section, note != NULL ? note : _("No projects"), NULL);
      return;
    }
  Rows *rows = g_new0 (Rows, 1);
  rows->self = self;
  rows->projects = g_ptr_array_ref (projects);
  guild_load_section_set_rows (self->section, projects->len, make_row, rows, rows_free, note);
}

/* ---- reading ---- */

static void
show_offer (GuildProjectsSection *self)
{
  g_autofree char *text = NULL;

  if (self->n_projects == GUILD_NUMBER_UNSET)
    text = g_strdup (_("The projects this company works on"));
  else
    text = g_strdup_printf (ngettext ("%d project", "%d projects", (gulong) self->n_projects),
                            (int) self->n_projects);
  guild_load_section_set_offer (self->section, text, self->n_projects != 0 ? _("_Show") : NULL);
}

static void
progress_cb (guint n_asked, guint n_total, guint n_found, gpointer data)
{
  GuildProjectsSection *self = data;
  g_autofree char *text = g_strdup_printf (_("%u found"), n_found);

  guild_load_section_set_progress (self->section, text, (double) n_asked / MAX (n_total, 1));
}

static void
stop (GuildProjectsSection *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildProjectsSection) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) projects =
    guild_autodesk_list_company_projects_finish (GUILD_AUTODESK (source), result, &error);

  if (self == NULL || guild_error_is_cancelled (error) ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (projects == NULL)
    {
      guild_load_section_set_error (self->section, error);
      return;
    }
  g_hash_table_replace (self->known, make_key (self), g_ptr_array_ref (projects));
  show_projects (self, projects);
}

static void
load (GuildProjectsSection *self)
{
  if (get_service (self) == NULL || self->id == NULL)
    return;
  stop (self);
  self->cancellable = g_cancellable_new ();
  guild_load_section_set_progress (self->section, _("Looking through the projects…"), 0);
  guild_autodesk_list_company_projects_async (get_service (self), self->id, self->n_projects,
                                              progress_cb, self, self->cancellable, listed_cb,
                                              guild_weak_new (self));
}

static void
cancel (GuildProjectsSection *self)
{
  stop (self);
  show_offer (self);
}

void
guild_projects_section_show (GuildProjectsSection *self, GuildDirectory *directory,
                             GuildCompany *company)
{
  g_return_if_fail (GUILD_IS_PROJECTS_SECTION (self));
  g_return_if_fail ((directory == NULL) == (company == NULL));

  const GuildFieldTable *table = company != NULL ? guild_company_get_table (company) : NULL;
  guint field = table != NULL ? guild_field_table_index (table, "projects") : G_MAXUINT;
  gint64 n_projects = field != G_MAXUINT ? guild_company_get_cell (company, field)->number
                                         : GUILD_NUMBER_UNSET;

  if (company != NULL && directory == self->directory && n_projects == self->n_projects &&
      g_strcmp0 (guild_company_get_id (company), self->id) == 0)
    return;
  stop (self);
  g_set_object (&self->directory, directory);
  g_free (self->id);
  self->id = company != NULL ? g_strdup (guild_company_get_id (company)) : NULL;
  self->n_projects = n_projects;
  gboolean possible = get_service (self) != NULL && field != G_MAXUINT;
  gtk_widget_set_visible (GTK_WIDGET (self), possible);
  if (!possible)
    return;
  g_autofree char *key = make_key (self);
  GPtrArray *projects = g_hash_table_lookup (self->known, key);
  if (projects != NULL)
    show_projects (self, projects);
  else
    show_offer (self);
}

static void
guild_projects_section_dispose (GObject *object)
{
  GuildProjectsSection *self = GUILD_PROJECTS_SECTION (object);

  stop (self);
  if (self->section != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->section));
  self->section = NULL;
  g_clear_object (&self->directory);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (guild_projects_section_parent_class)->dispose (object);
}

static void
guild_projects_section_class_init (GuildProjectsSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_projects_section_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
guild_projects_section_init (GuildProjectsSection *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_ptr_array_unref);
  self->n_projects = GUILD_NUMBER_UNSET;
  self->section = GUILD_LOAD_SECTION (guild_load_section_new (_("Projects")));
  g_signal_connect_swapped (self->section, "load", G_CALLBACK (load), self);
  g_signal_connect_swapped (self->section, "cancel", G_CALLBACK (cancel), self);
  gtk_widget_set_parent (GTK_WIDGET (self->section), GTK_WIDGET (self));
}
