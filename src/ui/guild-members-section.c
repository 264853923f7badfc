/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-members-section.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk-people.h"
#include "ui/guild-clock.h"
#include "ui/guild-error.h"
#include "ui/guild-load-section.h"
#include "ui/guild-member-row.h"
#include "ui/guild-weak.h"

struct _GuildMembersSection
{
  GtkWidget parent_instance;

  GuildLoadSection *section;     /* our only child */
  GtkWidget        *move_button;
  GuildDirectory   *directory;   /* (owned) (nullable) */
  GuildCompany     *company;     /* (owned) (nullable) */
  gint64            n_members;   /* GUILD_NUMBER_UNSET: not known */
  gboolean          wanted;      /* somebody asked to see those of this company */
  GCancellable     *cancellable; /* (owned) (nullable): of what is being read */
  GHashTable       *known;       /* (owned): workspace and company → GPtrArray of GuildMember */
};

G_DEFINE_FINAL_TYPE (GuildMembersSection, guild_members_section, GTK_TYPE_WIDGET)

/* By their number, too: with another number they are others. (transfer full) */
static char *
make_key (GuildMembersSection *self)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);

  return g_strdup_printf ("%s %s %" G_GINT64_FORMAT, guild_workspace_get_id (workspace),
                          guild_company_get_id (self->company), self->n_members);
}

static GuildAutodesk *
get_service (GuildMembersSection *self)
{
  GuildService *service =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;

  return service != NULL && GUILD_IS_AUTODESK (service) ? GUILD_AUTODESK (service) : NULL;
}

static gboolean
may_read (GuildMembersSection *self)
{
  return get_service (self) != NULL &&
         (guild_service_get_flags (GUILD_SERVICE (get_service (self))) &
          GUILD_SERVICE_HAS_MEMBERS) != 0;
}

static GtkWidget *
make_row (guint i, gpointer data)
{
  return guild_member_row_new (g_ptr_array_index ((GPtrArray *) data, i), guild_clock_now ());
}

static void
show_members (GuildMembersSection *self, GPtrArray *members)
{
  if (members->len == 0)
    guild_load_section_set_offer (self->section, _("No members"), NULL);
  else
    guild_load_section_set_rows (self->section, members->len, make_row, g_ptr_array_ref (members),
                                 (GDestroyNotify) g_ptr_array_unref, NULL);
}

static void
show_offer (GuildMembersSection *self)
{
  g_autofree char *text = NULL;

  if (self->n_members == GUILD_NUMBER_UNSET)
    text = g_strdup (_("The people of this company"));
  else
    text = g_strdup_printf (ngettext ("%d member", "%d members", (gulong) self->n_members),
                            (int) self->n_members);
  if (!may_read (self))
    {
      g_autofree char *count = g_steal_pointer (&text);
      text = g_strdup_printf ("%s. %s", count,
                              _("Who they are is told to a client ID and secret only; this "
                                "workspace is signed in by browser."));
    }
  guild_load_section_set_offer (self->section, text,
                                may_read (self) && self->n_members != 0 ? _("_Show") : NULL);
}

static void
stop (GuildMembersSection *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildMembersSection) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) members =
    guild_autodesk_list_members_finish (GUILD_AUTODESK (source), result, &error);

  if (self == NULL || guild_error_is_cancelled (error) ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (members == NULL)
    {
      guild_load_section_set_error (self->section, error);
      return;
    }
  g_hash_table_replace (self->known, make_key (self), g_ptr_array_ref (members));
  show_members (self, members);
}

static void
load (GuildMembersSection *self)
{
  if (!may_read (self) || self->company == NULL)
    return;
  stop (self);
  self->wanted = TRUE;
  self->cancellable = g_cancellable_new ();
  guild_load_section_set_progress (self->section, _("Reading the members…"), -1);
  guild_autodesk_list_members_async (get_service (self), guild_company_get_id (self->company),
                                     guild_company_get_name (self->company), self->cancellable,
                                     listed_cb, guild_weak_new (self));
}

static void
cancel (GuildMembersSection *self)
{
  stop (self);
  self->wanted = FALSE;
  show_offer (self);
}

/* Members that were on show are read again when somebody came or went. */
static void
show_what_is_known (GuildMembersSection *self)
{
  g_autofree char *key = make_key (self);
  GPtrArray *members = g_hash_table_lookup (self->known, key);

  if (members != NULL)
    show_members (self, members);
  else if (self->wanted && self->n_members != 0)
    load (self);
  else
    show_offer (self);
}

void
guild_members_section_show (GuildMembersSection *self, GuildDirectory *directory,
                            GuildCompany *company)
{
  g_return_if_fail (GUILD_IS_MEMBERS_SECTION (self));
  g_return_if_fail ((directory == NULL) == (company == NULL));

  const GuildFieldTable *table = company != NULL ? guild_company_get_table (company) : NULL;
  guint field = table != NULL ? guild_field_table_index (table, "members") : G_MAXUINT;
  gint64 n_members = field != G_MAXUINT ? guild_company_get_cell (company, field)->number
                                        : GUILD_NUMBER_UNSET;
  gboolean same = company != NULL && self->company != NULL && directory == self->directory &&
    g_str_equal (guild_company_get_id (company), guild_company_get_id (self->company));

  if (same && n_members == self->n_members)
    {
      g_set_object (&self->company, company);
      return;
    }
  stop (self);
  self->wanted = same && self->wanted;
  g_set_object (&self->directory, directory);
  g_set_object (&self->company, company);
  self->n_members = n_members;
  gboolean possible = get_service (self) != NULL && field != G_MAXUINT;
  gtk_widget_set_visible (GTK_WIDGET (self), possible);
  gtk_widget_set_visible (self->move_button, may_read (self) && n_members != 0);
  if (possible)
    show_what_is_known (self);
}

static void
guild_members_section_dispose (GObject *object)
{
  GuildMembersSection *self = GUILD_MEMBERS_SECTION (object);

  stop (self);
  if (self->section != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->section));
  self->section = NULL;
  g_clear_object (&self->directory);
  g_clear_object (&self->company);
  g_clear_pointer (&self->known, g_hash_table_unref);
  G_OBJECT_CLASS (guild_members_section_parent_class)->dispose (object);
}

static void
guild_members_section_class_init (GuildMembersSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_members_section_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
guild_members_section_init (GuildMembersSection *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_ptr_array_unref);
  self->n_members = GUILD_NUMBER_UNSET;
  self->section = GUILD_LOAD_SECTION (guild_load_section_new (_("Members")));
  g_signal_connect_swapped (self->section, "load", G_CALLBACK (load), self);
  g_signal_connect_swapped (self->section, "cancel", G_CALLBACK (cancel), self);
  self->move_button = gtk_button_new_with_mnemonic (_("_Move…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->move_button), "win.move-members");
  gtk_widget_set_tooltip_text (self->move_button, _("Move Members to Another Company"));
  gtk_widget_add_css_class (self->move_button, "flat");
  guild_load_section_add_button (self->section, self->move_button);
  gtk_widget_set_parent (GTK_WIDGET (self->section), GTK_WIDGET (self));
}
