/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-project-window.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-clock.h"
#include "ui/guild-error.h"
#include "ui/guild-load-section.h"
#include "ui/guild-member-row.h"
#include "ui/guild-weak.h"
#include "ui/guild-window.h"

struct _GuildProjectWindow
{
  AdwWindow parent_instance;

  GtkBox   *body;  /* (template) */
  GtkLabel *facts; /* (template) */
  GtkLabel *name;  /* (template) */

  GuildLoadSection *companies;
  GuildLoadSection *members;
  GuildAutodesk    *service;     /* (owned) (nullable): until it is closed */
  char             *id;          /* (owned) */
  gboolean          readable;    /* its companies: needs a secret */
  GCancellable     *cancellable_companies; /* (owned) (nullable) */
  GCancellable     *cancellable_members;   /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildProjectWindow, guild_project_window, ADW_TYPE_WINDOW)

static void
stop (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

/* ---- companies ---- */

static void
company_activated_cb (GtkWidget *row, GuildProjectWindow *self)
{
  const char *id = g_object_get_data (G_OBJECT (row), "company");
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (!GUILD_IS_WINDOW (parent))
    return;
  guild_window_open_company (GUILD_WINDOW (parent), id);
  gtk_window_close (GTK_WINDOW (self));
}

/* What a row is made of. */
typedef struct
{
  GuildProjectWindow *self;  /* (unowned): holds the section that holds this */
  GPtrArray          *items; /* (owned) */
} Rows;

static Rows *
rows_new (GuildProjectWindow *self, GPtrArray *items)
{
  Rows *rows = g_new0 (Rows, 1);

  rows->self = self;
  rows->items = g_ptr_array_ref (items);
  return rows;
}

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  g_ptr_array_unref (rows->items);
  g_free (rows);
}

static GtkWidget *
make_company_row (guint i, gpointer data)
{
  Rows *rows = data;
  const GuildProjectCompany *company = rows->items->pdata[i];
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *title = g_markup_escape_text (company->name, -1);
  g_autofree char *subtitle = g_markup_escape_text (company->trade, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  company->name, -1);
  g_object_set_data_full (G_OBJECT (row), "company", g_strdup (company->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (company_activated_cb), rows->self, 0);
  return row;
}

static void
companies_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildProjectWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) companies =
    guild_autodesk_list_project_companies_finish (GUILD_AUTODESK (source), result, &error);

  if (self == NULL || guild_error_is_cancelled (error))
    return;
  g_clear_object (&self->cancellable_companies);
  if (companies == NULL)
    guild_load_section_set_error (self->companies, error);
  else if (companies->len == 0)
    guild_load_section_set_offer (self->companies, _("No companies"), NULL);
  else
    guild_load_section_set_rows (self->companies, companies->len, make_company_row,
                                 rows_new (self, companies), rows_free, NULL);
}

static void
load_companies (GuildProjectWindow *self)
{
  if (!self->readable)
    {
      guild_load_section_set_offer (
        self->companies, _("The companies of a project are told to a client ID and secret only; "
                           "this workspace is signed in by browser."), NULL);
      return;
    }
  stop (&self->cancellable_companies);
  self->cancellable_companies = g_cancellable_new ();
  guild_load_section_set_progress (self->companies, _("Reading the companies…"), -1);
  guild_autodesk_list_project_companies_async (self->service, self->id,
                                               self->cancellable_companies, companies_cb,
                                               guild_weak_new (self));
}

static void
cancel_companies (GuildProjectWindow *self)
{
  stop (&self->cancellable_companies);
  guild_load_section_set_offer (self->companies, _("Not read"), _("_Show"));
}

/* ---- members ---- */

static GtkWidget *
make_member_row (guint i, gpointer data)
{
  const GuildMember *member = ((Rows *) data)->items->pdata[i];
  GtkWidget *row = guild_member_row_new (member, guild_clock_now ());
  g_autofree char *old = g_strdup (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));
  g_autofree char *company = g_markup_escape_text (member->company_name, -1);
  g_autofree char *subtitle = *company != '\0' ? g_strdup_printf ("%s\n%s", company, old) : NULL;

  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
members_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildProjectWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) members =
    guild_autodesk_list_project_members_finish (GUILD_AUTODESK (source), result, &error);

  if (self == NULL || guild_error_is_cancelled (error))
    return;
  g_clear_object (&self->cancellable_members);
  if (members == NULL)
    guild_load_section_set_error (self->members, error);
  else if (members->len == 0)
    guild_load_section_set_offer (self->members, _("No members"), NULL);
  else
    guild_load_section_set_rows (self->members, members->len, make_member_row,
                                 rows_new (self, members), rows_free, NULL);
}

static void
load_members (GuildProjectWindow *self)
{
  stop (&self->cancellable_members);
  self->cancellable_members = g_cancellable_new ();
  guild_load_section_set_progress (self->members, _("Reading the members…"), -1);
  guild_autodesk_list_project_members_async (self->service, self->id, NULL,
                                             self->cancellable_members, members_cb,
                                             guild_weak_new (self));
}

static void
cancel_members (GuildProjectWindow *self)
{
  stop (&self->cancellable_members);
  guild_load_section_set_offer (self->members, _("Not read"), _("_Show"));
}

/* ---- life ---- */

static void
show_facts (GuildProjectWindow *self, const GuildProject *project)
{
  g_autoptr(GString) text = g_string_new (guild_people_status (project->status));
  g_autofree char *dates = *project->start_date != '\0' || *project->end_date != '\0'
    ? g_strdup_printf ("%s – %s", project->start_date, project->end_date) : g_strdup ("");
  const char *parts[] = { project->job_number, project->type, project->city, dates };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  gtk_label_set_label (self->name, project->name);
  gtk_label_set_label (self->facts, text->str);
  gtk_window_set_title (GTK_WINDOW (self), project->name);
}

static void
guild_project_window_dispose (GObject *object)
{
  GuildProjectWindow *self = GUILD_PROJECT_WINDOW (object);

  stop (&self->cancellable_companies);
  stop (&self->cancellable_members);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_PROJECT_WINDOW);
  g_clear_object (&self->service);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (guild_project_window_parent_class)->dispose (object);
}

static void
guild_project_window_class_init (GuildProjectWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_project_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-project-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildProjectWindow, body);
  gtk_widget_class_bind_template_child (widget_class, GuildProjectWindow, facts);
  gtk_widget_class_bind_template_child (widget_class, GuildProjectWindow, name);
}

static GuildLoadSection *
add_section (GuildProjectWindow *self, const char *title, GCallback load, GCallback cancel)
{
  GtkWidget *section = guild_load_section_new (title);

  g_signal_connect_object (section, "load", load, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (section, "cancel", cancel, self, G_CONNECT_SWAPPED);
  gtk_box_append (self->body, section);
  return GUILD_LOAD_SECTION (section);
}

static void
guild_project_window_init (GuildProjectWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->companies = add_section (self, _("Companies"), G_CALLBACK (load_companies),
                                 G_CALLBACK (cancel_companies));
  self->members = add_section (self, _("Members"), G_CALLBACK (load_members),
                               G_CALLBACK (cancel_members));
}

void
guild_project_window_present (GtkWindow *parent, GuildDirectory *directory,
                              const GuildProject *project)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (project != NULL);
  GuildService *service = guild_directory_get_service (directory);
  g_return_if_fail (GUILD_IS_AUTODESK (service));

  GuildProjectWindow *self =
    g_object_new (GUILD_TYPE_PROJECT_WINDOW, "transient-for", parent, NULL);
  self->service = g_object_ref (GUILD_AUTODESK (service));
  self->id = g_strdup (project->id);
  self->readable = (guild_service_get_flags (service) & GUILD_SERVICE_HAS_MEMBERS) != 0;
  show_facts (self, project);
  load_companies (self);
  load_members (self);
  gtk_window_present (GTK_WINDOW (self));
}
