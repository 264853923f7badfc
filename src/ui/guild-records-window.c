/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-field.h"
#include "company/guild-format.h"
#include "ui/guild-clock.h"
#include "ui/guild-data-check.h"
#include "ui/guild-keyboard.h"

G_DEFINE_FINAL_TYPE (GuildRecordsWindow, guild_records_window, ADW_TYPE_WINDOW)

/* ---- the list of types ---- */

static const GuildDataStatus *
find_status (GPtrArray *statuses, const char *key)
{
  for (guint i = 0; statuses != NULL && i < statuses->len; i++)
    {
      const GuildDataStatus *status = statuses->pdata[i];
      if (g_strcmp0 (status->key, key) == 0)
        return status;
    }
  return NULL;
}

/* "Complete · 3 Mar" */
static char *
describe_status (const GuildDataStatus *status)
{
  const char *words = guild_sync_status_title (status->status);

  if (status->last_success == GUILD_NUMBER_UNSET || guild_sync_status_is_running (status->status))
    return g_strdup (words);
  g_autofree char *when = guild_format_relative_time (status->last_success, guild_clock_now ());
  return g_strcmp0 (status->status, "Complete") == 0 ? g_strdup (when)
                                                     : g_strdup_printf ("%s · %s", words, when);
}

static GtkWidget *
make_place (const char *key, const char *title)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *name = gtk_label_new (title);
  GtkWidget *about = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_label_set_ellipsize (GTK_LABEL (about), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (about, "guild-about");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), about);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "place", g_strdup (key), g_free);
  g_object_set_data (G_OBJECT (row), "icon", icon);
  g_object_set_data (G_OBJECT (row), "about", about);
  return row;
}

static void
update_place (GtkWidget *row, const GuildDataStatus *status)
{
  static const char * const classes[] = { "success", "warning", "accent", "dim-label" };
  GtkImage *icon = g_object_get_data (G_OBJECT (row), "icon");
  GtkLabel *about = g_object_get_data (G_OBJECT (row), "about");
  const char *css_class = status != NULL ? guild_sync_status_css_class (status->status) : NULL;
  g_autofree char *text = status != NULL ? describe_status (status) : NULL;

  if (status == NULL)
    return;
  gtk_image_set_from_icon_name (icon, guild_sync_status_icon_name (status->status));
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (icon), classes[i]);
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (icon), css_class);
  gtk_label_set_label (about, text);
  gtk_widget_set_tooltip_text (row, guild_sync_status_title (status->status));
}

static GtkWidget *
find_place (GuildRecordsWindow *self, const char *key)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->places)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "place"), key) == 0)
      return row;
  return NULL;
}

static void
add_fixed_places (GuildRecordsWindow *self)
{
  static const struct { const char *key, *title, *about, *icon; } fixed[] = {
    { GUILD_PLACE_HISTORY, N_("History"), N_("Refreshes and what became of them"),
      "guild-activity-symbolic" },
    { GUILD_PLACE_PUSHES, N_("Sent to the Company"), N_("Records written at its platform"),
      "guild-company-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      GtkWidget *row = make_place (fixed[i].key, _(fixed[i].title));
      gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), "icon"), fixed[i].icon);
      gtk_label_set_label (g_object_get_data (G_OBJECT (row), "about"), _(fixed[i].about));
      gtk_list_box_append (self->places, row);
    }
}

static void
update_places (GuildRecordsWindow *self)
{
  guint n_types;
  const GuildDataType *types = guild_data_types (&n_types);
  int position = 2;

  for (guint i = 0; i < n_types; i++)
    {
      const GuildDataStatus *status = find_status (self->statuses, types[i].key);
      GtkWidget *row = find_place (self, types[i].key);
      if (status == NULL)
        continue;
      if (row == NULL)
        {
          row = make_place (types[i].key, _(types[i].title));
          gtk_list_box_insert (self->places, row, position);
        }
      update_place (row, status);
      position++;
    }
  if (gtk_list_box_get_selected_row (self->places) == NULL)
    guild_records_window_open (self, self->statuses->len > 0 ? "profitAndLoss"
                                                             : GUILD_PLACE_HISTORY);
  if (gtk_list_box_get_selected_row (self->places) == NULL)
    gtk_list_box_select_row (self->places, gtk_list_box_get_row_at_index (self->places, 0));
}

static void
update_title (GuildRecordsWindow *self)
{
  const GuildDataType *type = guild_data_type_find (self->place);
  const GuildDataStatus *status = find_status (self->statuses, self->place);
  g_autofree char *about = status != NULL ? describe_status (status) : NULL;
  const char *title = g_strcmp0 (self->place, GUILD_PLACE_HISTORY) == 0 ? _("History")
                    : type != NULL ? _(type->title) : _("Sent to the Company");

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, about != NULL ? about : "");
  guild_records_update_actions (self);
}

void
guild_records_update_actions (GuildRecordsWindow *self)
{
  const GuildDataStatus *status = find_status (self->statuses, self->place);
  gboolean refreshable = guild_data_type_find (self->place) != NULL && !self->queueing &&
                         guild_records_can_refresh (self) &&
                         (status == NULL || !guild_sync_status_is_running (status->status));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.refresh", refreshable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.refresh-all", !self->queueing);
}

void
guild_records_take_statuses (GuildRecordsWindow *self, GPtrArray *statuses)
{
  const GuildDataStatus *before = find_status (self->statuses, self->place);
  const GuildDataStatus *after = find_status (statuses, self->place);
  gboolean changed = before != NULL && after != NULL &&
                     (g_strcmp0 (before->status, after->status) != 0 ||
                      before->last_success != after->last_success);
  gboolean again = changed && (!guild_sync_status_is_running (after->status) ||
                               g_str_equal (gtk_stack_get_visible_child_name (self->pages),
                                            "message"));

  g_ptr_array_ref (statuses);
  g_clear_pointer (&self->statuses, g_ptr_array_unref);
  self->statuses = statuses;
  update_places (self);
  update_title (self);
  if (again)
    guild_records_read (self);
}

static void
place_selected_cb (GuildRecordsWindow *self, GtkListBoxRow *row)
{
  const char *place = row != NULL ? g_object_get_data (G_OBJECT (row), "place") : NULL;

  if (place == NULL || g_strcmp0 (place, self->place) == 0)
    return;
  g_free (self->place);
  self->place = g_strdup (place);
  self->page = 0;
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->choice), FALSE);
  gtk_widget_set_visible (self->validation, g_str_equal (place, GUILD_PLACE_HISTORY));
  gtk_widget_set_visible (self->refresh, guild_data_type_find (place) != NULL);
  const GuildDataType *type = guild_data_type_find (place);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.hide-deleted",
                                 type != NULL && type->form == GUILD_DATA_PAGED);
  guild_records_offer_connections (self, type);
  update_title (self);
  guild_records_read (self);
}

static void
place_activated_cb (GuildRecordsWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static void
choice_cb (GuildRecordsWindow *self)
{
  if (self->filling || self->place == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->choice)))
    return;
  self->page = 0;
  guild_records_read (self);
}

static void
connection_cb (GuildRecordsWindow *self)
{
  if (self->filling || self->place == NULL || !guild_records_take_connection (self))
    return;
  self->page = 0;
  if (self->accounts != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->choice), FALSE);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  update_title (self);
  guild_records_read (self);
}

static void
folded_cb (GuildRecordsWindow *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_add_css_class (GTK_WIDGET (self->table), "guild-narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->table), "guild-narrow");
}

static void
record_selected_cb (GuildRecordsWindow *self)
{
  guild_records_set_checked (self, NULL);
}

/* ---- actions ---- */

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildRecordsPart what = strstr (name, "-page-") != NULL ? GUILD_RECORDS_PAGE
                        : strstr (name, "-validation-") != NULL ? GUILD_RECORDS_VALIDATION
                        : GUILD_RECORDS_ALL;

  guild_records_export (GUILD_RECORDS_WINDOW (widget), what, g_str_has_suffix (name, "-csv"));
}

static void
act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildRecordsWindow *self = GUILD_RECORDS_WINDOW (widget);

  if (g_str_equal (name, "records.next") || g_str_equal (name, "records.previous"))
    {
      self->page += g_str_equal (name, "records.next") ? 1 : -1u;
      guild_records_read (self);
    }
  else if (g_str_equal (name, "records.retry"))
    {
      if (self->place != NULL)
        guild_records_read (self);
      else
        gtk_stack_set_visible_child_name (self->pages, "loading");
      guild_records_look (self);
    }
  else if (g_str_equal (name, "records.refresh"))
    guild_records_queue (self, self->place);
  else if (g_str_equal (name, "records.refresh-all"))
    guild_records_queue (self, NULL);
  else if (g_str_equal (name, "records.validation"))
    guild_records_read_check (self);
  else
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
notify_hide_deleted_cb (GuildRecordsWindow *self)
{
  self->page = 0;
  if (self->place != NULL)
    guild_records_read (self);
}

enum { PROP_HIDE_DELETED = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
guild_records_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_HIDE_DELETED)
    g_value_set_boolean (value, GUILD_RECORDS_WINDOW (object)->hide_deleted);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
guild_records_window_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_HIDE_DELETED)
    {
      GUILD_RECORDS_WINDOW (object)->hide_deleted = g_value_get_boolean (value);
      notify_hide_deleted_cb (GUILD_RECORDS_WINDOW (object));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* What still runs keeps the window alive after it was closed; it has to end nevertheless. */
static void
stop (GuildRecordsWindow *self)
{
  guild_records_stop_looking (self);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->reading);
}

static void
guild_records_window_unrealize (GtkWidget *widget)
{
  stop (GUILD_RECORDS_WINDOW (widget));
  GTK_WIDGET_CLASS (guild_records_window_parent_class)->unrealize (widget);
}

static void
guild_records_window_dispose (GObject *object)
{
  GuildRecordsWindow *self = GUILD_RECORDS_WINDOW (object);

  stop (self);
  if (self->statement_view != NULL)
    guild_statement_view_show (self->statement_view, "", NULL);
  g_clear_object (&self->reading);
  g_clear_object (&self->records);
  g_clear_object (&self->company);
  g_clear_object (&self->directory);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->statement, guild_statement_free);
  g_clear_pointer (&self->statuses, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->coming, g_ptr_array_unref);
  g_clear_pointer (&self->checked, guild_value_unref);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->connection_id, g_free);
  g_clear_pointer (&self->place, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_RECORDS_WINDOW);
  G_OBJECT_CLASS (guild_records_window_parent_class)->dispose (object);
}

static void
guild_records_window_finalize (GObject *object)
{
  g_clear_object (&GUILD_RECORDS_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (guild_records_window_parent_class)->finalize (object);
}

static void
guild_records_window_class_init (GuildRecordsWindowClass *klass)
{
  static const char * const actions[] = {
    "records.next", "records.previous", "records.retry", "records.refresh", "records.refresh-all",
    "records.validation", "records.back",
  };
  static const char * const exports[] = {
    "records.export-csv", "records.export-json", "records.export-page-csv",
    "records.export-page-json", "records.export-validation-csv", "records.export-validation-json",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->unrealize = guild_records_window_unrealize;
  object_class->dispose = guild_records_window_dispose;
  object_class->finalize = guild_records_window_finalize;
  object_class->get_property = guild_records_window_get_property;
  object_class->set_property = guild_records_window_set_property;
  properties[PROP_HIDE_DELETED] = g_param_spec_boolean (
    "hide-deleted", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GUILD_TYPE_RECORDS_TABLE);
  g_type_ensure (GUILD_TYPE_STATEMENT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-records-window.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, GuildRecordsWindow, child)
  BIND (bar);
  BIND (choice);
  BIND (connection);
  BIND (content);
  BIND (count);
  BIND (leaflet);
  BIND (message);
  BIND (message_button);
  BIND (pages);
  BIND (places);
  BIND (refresh);
  BIND (side_title);
  BIND (statement_view);
  BIND (table);
  BIND (title);
  BIND (toasts);
  BIND (validation);
#undef BIND
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, act);
  for (gsize i = 0; i < G_N_ELEMENTS (exports); i++)
    gtk_widget_class_install_action (widget_class, exports[i], NULL, export_action);
  gtk_widget_class_install_property_action (widget_class, "records.hide-deleted", "hide-deleted");
}

static void
guild_records_window_init (GuildRecordsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  add_fixed_places (self);
  g_signal_connect_swapped (self->places, "row-selected", G_CALLBACK (place_selected_cb), self);
  g_signal_connect_swapped (self->places, "row-activated", G_CALLBACK (place_activated_cb), self);
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (choice_cb), self);
  g_signal_connect_swapped (self->connection, "notify::selected", G_CALLBACK (connection_cb), self);
  g_signal_connect_swapped (self->table, "notify::selected", G_CALLBACK (record_selected_cb), self);
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (folded_cb), self);
  guild_keyboard_keep (GTK_WINDOW (self), GTK_WIDGET (self->table));
  guild_records_set_checked (self, NULL);
  guild_records_set_exportable (self, FALSE);
  guild_records_update_actions (self);
}

gboolean
guild_records_window_open (GuildRecordsWindow *self, const char *key)
{
  g_return_val_if_fail (GUILD_IS_RECORDS_WINDOW (self), FALSE);

  GtkWidget *row = find_place (self, key);
  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (self->places, GTK_LIST_BOX_ROW (row));
  return TRUE;
}

GuildRecordsWindow *
guild_records_window_present (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory,
                              GuildCompany *company)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (GUILD_IS_DESK (desk), NULL);
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);

  GuildRecordsWindow *self =
    g_object_new (GUILD_TYPE_RECORDS_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->directory = g_object_ref (directory);
  self->company = g_object_ref (company);
  g_autofree char *title = g_strdup_printf (_("Data of %s"), guild_company_get_name (company));
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_subtitle (self->side_title, guild_company_get_name (company));
  guild_records_look (self);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
