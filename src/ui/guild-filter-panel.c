/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-filter-panel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/guild-drop-down.h"
#include "ui/guild-filter-conditions.h"
#include "ui/guild-filter-order.h"

struct _GuildFilterPanel
{
  GtkWidget parent_instance;

  GtkWidget      *add_button;      /* (template) */
  GtkCheckButton *any_check;       /* (template) */
  GtkWidget      *box;             /* (template) */
  GtkDropDown    *choice_dropdown; /* (template) */
  GtkListBox     *conditions;      /* (template) */
  GtkDropDown    *field_dropdown;  /* (template) */
  GtkEntry       *from_entry;      /* (template) */
  GtkLabel       *hint_label;      /* (template) */
  GtkDropDown    *match_dropdown;  /* (template) */
  GuildFilterOrder *order;         /* (template) */
  GtkWidget      *service_box;     /* (template) */
  GtkLabel       *service_label;   /* (template) */
  GtkEntry       *to_entry;        /* (template) */
  GtkEntry       *value_entry;     /* (template) */
  GtkStack       *value_stack;     /* (template) */

  GuildDirectory *directory; /* (owned) (nullable) */
  GuildQuery     *query;     /* (owned) (not nullable) */
  GPtrArray      *fields;    /* (owned) (element-type GuildField): rows of the field drop-down */
  GArray         *matches;   /* (owned) (element-type GuildMatch): rows of the match drop-down */
  GPtrArray      *values;    /* (owned) (element-type utf8): rows of the choice drop-down */
  gboolean        stale;     /* another query is shown than QUERY */
};

typedef enum { PROP_DIRECTORY = 1, PROP_QUERY } GuildFilterPanelProperty;
static GParamSpec *properties[PROP_QUERY + 1];

G_DEFINE_FINAL_TYPE (GuildFilterPanel, guild_filter_panel, GTK_TYPE_WIDGET)

typedef struct
{
  GuildMatch  match;
  const char *title;
} MatchTitle;

static const MatchTitle match_titles[] = {
  { GUILD_MATCH_CONTAINS, N_("contains") },
  { GUILD_MATCH_STARTS, N_("starts with") },
  { GUILD_MATCH_ENDS, N_("ends with") },
  { GUILD_MATCH_EQUALS, N_("is") },
  { GUILD_MATCH_NOT_EQUALS, N_("is not") },
  { GUILD_MATCH_BETWEEN, N_("is between") },
  { GUILD_MATCH_SET, N_("is set") },
  { GUILD_MATCH_UNSET, N_("is not set") },
};

static gboolean
offers (GuildFieldKind kind, GuildMatch match)
{
  switch (match)
    {
    case GUILD_MATCH_CONTAINS:
      return kind != GUILD_FIELD_NUMBER && kind != GUILD_FIELD_TIME && kind != GUILD_FIELD_CHOICE;
    case GUILD_MATCH_STARTS:
    case GUILD_MATCH_ENDS:
      return kind == GUILD_FIELD_TEXT;
    case GUILD_MATCH_EQUALS:
    case GUILD_MATCH_NOT_EQUALS:
      return kind != GUILD_FIELD_NUMBER && kind != GUILD_FIELD_TIME;
    case GUILD_MATCH_BETWEEN:
      return kind == GUILD_FIELD_NUMBER || kind == GUILD_FIELD_TIME;
    case GUILD_MATCH_SET:
    case GUILD_MATCH_UNSET:
      return kind != GUILD_FIELD_CHOICE;
    default:
      return FALSE;
    }
}

/* (nullable) */
static const GuildField *
get_field (GuildFilterPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->field_dropdown);
  return selected < self->fields->len ? self->fields->pdata[selected] : NULL;
}

static GuildMatch
get_match (GuildFilterPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->match_dropdown);
  return selected < self->matches->len ? g_array_index (self->matches, GuildMatch, selected)
                                       : GUILD_MATCH_CONTAINS;
}

static gboolean
is_groups (const GuildField *field)
{
  return g_strcmp0 (field->id, "groups") == 0;
}

/* ---- reading what was typed ---- */

static gboolean
read_bound (const GuildField *field, GtkEntry *entry, gboolean end, gint64 *value)
{
  return guild_filter_read_bound (field, gtk_editable_get_text (GTK_EDITABLE (entry)), end, value);
}

/* FALSE when something is missing or wrong; then CONDITION holds nothing to free. */
static gboolean
read_condition (GuildFilterPanel *self, GuildCondition *condition)
{
  const GuildField *field = get_field (self);
  const char *page = gtk_stack_get_visible_child_name (self->value_stack);

  if (field == NULL)
    return FALSE;
  *condition = (GuildCondition) {
    .field = (char *) field->id,
    .match = get_match (self),
    .from = GUILD_NUMBER_UNSET,
    .to = GUILD_NUMBER_UNSET,
    .any = gtk_check_button_get_active (self->any_check),
  };
  if (g_strcmp0 (page, "text") == 0)
    {
      condition->value = (char *) gtk_editable_get_text (GTK_EDITABLE (self->value_entry));
      return *condition->value != '\0';
    }
  if (g_strcmp0 (page, "choice") == 0)
    {
      guint selected = gtk_drop_down_get_selected (self->choice_dropdown);
      if (selected >= self->values->len)
        return FALSE;
      condition->value = self->values->pdata[selected];
      return TRUE;
    }
  if (g_strcmp0 (page, "range") == 0)
    return read_bound (field, self->from_entry, FALSE, &condition->from) &&
           read_bound (field, self->to_entry, TRUE, &condition->to) &&
           (condition->from != GUILD_NUMBER_UNSET || condition->to != GUILD_NUMBER_UNSET);
  return TRUE;
}

static void
mark_bound (const GuildField *field, GtkEntry *entry)
{
  gint64 ignored;

  if (read_bound (field, entry, FALSE, &ignored))
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
}

static void
input_changed_cb (GuildFilterPanel *self)
{
  const GuildField *field = get_field (self);
  GuildCondition condition;

  if (field != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->value_stack), "range") == 0)
    {
      mark_bound (field, self->from_entry);
      mark_bound (field, self->to_entry);
    }
  gtk_widget_set_sensitive (self->add_button, read_condition (self, &condition));
}

/* ---- the drop-downs follow each other ---- */

/* A list without its deleted companies is what most people want, so "all" has to be said. */
static void
add_any_status (GuildFilterPanel *self, const GuildField *field, GtkStringList *titles)
{
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  g_autoptr(GString) all = g_string_new (NULL);

  if (table->is_deleted == NULL || !g_str_equal (field->id, "status"))
    return;
  for (const GuildFieldChoice *choice = field->choices; choice->value != NULL; choice++)
    g_string_append_printf (all, "%s%s", all->len > 0 ? GUILD_LIST_SEP : "", choice->value);
  g_ptr_array_add (self->values, g_string_free (g_steal_pointer (&all), FALSE));
  gtk_string_list_append (titles, _("Any, also deleted"));
}

static void
fill_values (GuildFilterPanel *self, const GuildField *field, GuildMatch match)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = gtk_drop_down_get_selected (self->choice_dropdown);

  g_ptr_array_set_size (self->values, 0);
  for (const GuildFieldChoice *choice = field->choices; choice != NULL && choice->value != NULL;
       choice++)
    {
      g_ptr_array_add (self->values, g_strdup (choice->value));
      gtk_string_list_append (titles, gettext (choice->title));
    }
  if (field->choices != NULL && match == GUILD_MATCH_EQUALS)
    add_any_status (self, field, titles);
  GPtrArray *groups = is_groups (field) ? guild_directory_get_groups (self->directory) : NULL;
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      GuildGroup *group = groups->pdata[i];
      g_ptr_array_add (self->values, g_strdup (group->id));
      gtk_string_list_append (titles, group->name);
    }
  gtk_drop_down_set_model (self->choice_dropdown, G_LIST_MODEL (titles));
  if (selected < self->values->len)
    gtk_drop_down_set_selected (self->choice_dropdown, selected);
}

static void
match_selected_cb (GuildFilterPanel *self)
{
  const GuildField *field = get_field (self);
  GuildMatch match = get_match (self);
  const char *page = "text";
  const char *hint = "";

  if (field == NULL)
    return;
  fill_values (self, field, match);
  if (match == GUILD_MATCH_SET || match == GUILD_MATCH_UNSET)
    page = "none";
  else if (match == GUILD_MATCH_BETWEEN)
    page = "range";
  else if (self->values->len > 0 &&
           (field->kind != GUILD_FIELD_TAGS || match != GUILD_MATCH_CONTAINS))
    page = "choice";

  if (match == GUILD_MATCH_BETWEEN && field->kind == GUILD_FIELD_TIME)
    hint = _("Dates as 2026-01-31 or 2026-01-31 14:30, both included. Leave one empty for an open "
             "end.");
  else if (match == GUILD_MATCH_BETWEEN)
    hint = _("Whole numbers, both included. Leave one empty for an open end.");
  else if (field->kind == GUILD_FIELD_TAGS && g_strcmp0 (field->id, "tags") == 0)
    hint = _("A tag is written key=value.");
  gtk_label_set_label (self->hint_label, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), *hint != '\0');
  gtk_entry_set_placeholder_text (self->from_entry,
                                  field->kind == GUILD_FIELD_TIME ? _("From date") : _("From"));
  gtk_entry_set_placeholder_text (self->to_entry,
                                  field->kind == GUILD_FIELD_TIME ? _("To date") : _("To"));
  gtk_widget_set_visible (GTK_WIDGET (self->value_stack), g_strcmp0 (page, "none") != 0);
  gtk_stack_set_visible_child_name (self->value_stack, page);
  input_changed_cb (self);
}

static void
field_selected_cb (GuildFilterPanel *self)
{
  const GuildField *field = get_field (self);
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  if (field == NULL)
    return;
  gtk_drop_down_set_selected (self->choice_dropdown, 0);
  g_array_set_size (self->matches, 0);
  for (guint i = 0; i < G_N_ELEMENTS (match_titles); i++)
    {
      /* A group is an id: nobody types a part of one. */
      if (!offers (field->kind, match_titles[i].match) ||
          (is_groups (field) && match_titles[i].match == GUILD_MATCH_CONTAINS))
        continue;
      g_array_append_val (self->matches, match_titles[i].match);
      gtk_string_list_append (titles, gettext (match_titles[i].title));
    }
  gtk_drop_down_set_model (self->match_dropdown, G_LIST_MODEL (titles));
  match_selected_cb (self);
}

/* ---- the conditions and the order there are ---- */

static void
remove_cb (guint index, gpointer data)
{
  GuildFilterPanel *self = data;
  g_autoptr(GuildQuery) query = guild_query_without_condition (self->query, index);

  guild_filter_panel_set_query (self, query);
  gtk_widget_grab_focus (GTK_WIDGET (self->field_dropdown));
}

static void
show_query (GuildFilterPanel *self)
{
  self->stale = FALSE;
  guild_filter_show_conditions (self->conditions, self->query, self->directory, remove_cb, self);
  guild_filter_order_set_table (self->order, self->directory != NULL
                                               ? guild_directory_get_table (self->directory)
                                               : NULL);
  guild_filter_order_set_query (self->order, self->query);
}

/* The rows are made anew, which takes milliseconds: not with each key that somebody types. */
static void
query_changed (GuildFilterPanel *self)
{
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_query (self);
}

static void
order_changed_cb (GuildFilterPanel *self, GuildQuery *query)
{
  guild_filter_panel_set_query (self, query);
}

static void
add_clicked_cb (GuildFilterPanel *self)
{
  GuildCondition condition;

  if (!read_condition (self, &condition))
    return;
  g_autoptr(GuildQuery) query = guild_query_with_condition (self->query, &condition);
  guild_filter_panel_set_query (self, query);
  gtk_editable_set_text (GTK_EDITABLE (self->value_entry), "");
  gtk_editable_set_text (GTK_EDITABLE (self->from_entry), "");
  gtk_editable_set_text (GTK_EDITABLE (self->to_entry), "");
}

/* ---- life ---- */

static void
guild_filter_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuildFilterPanel *self = GUILD_FILTER_PANEL (object);

  switch ((GuildFilterPanelProperty) id)
    {
    case PROP_DIRECTORY:
      g_value_set_object (value, self->directory);
      break;
    case PROP_QUERY:
      g_value_set_boxed (value, self->query);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_filter_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuildFilterPanel *self = GUILD_FILTER_PANEL (object);

  switch ((GuildFilterPanelProperty) id)
    {
    case PROP_DIRECTORY:
      guild_filter_panel_set_directory (self, g_value_get_object (value));
      break;
    case PROP_QUERY:
      guild_filter_panel_set_query (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
guild_filter_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GUILD_FILTER_PANEL (widget)->field_dropdown));
}

static void
guild_filter_panel_dispose (GObject *object)
{
  GuildFilterPanel *self = GUILD_FILTER_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_FILTER_PANEL);
  g_clear_object (&self->directory);

  G_OBJECT_CLASS (guild_filter_panel_parent_class)->dispose (object);
}

static void
guild_filter_panel_finalize (GObject *object)
{
  GuildFilterPanel *self = GUILD_FILTER_PANEL (object);

  guild_query_unref (self->query);
  g_ptr_array_unref (self->fields);
  g_array_unref (self->matches);
  g_ptr_array_unref (self->values);

  G_OBJECT_CLASS (guild_filter_panel_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-filter-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, add_button);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, any_check);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, box);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, choice_dropdown);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, conditions);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, field_dropdown);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, from_entry);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, hint_label);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, match_dropdown);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, order);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, service_box);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, service_label);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, to_entry);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, value_entry);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, value_stack);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, input_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
}

static void
guild_filter_panel_class_init (GuildFilterPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = guild_filter_panel_get_property;
  object_class->set_property = guild_filter_panel_set_property;
  object_class->dispose = guild_filter_panel_dispose;
  object_class->finalize = guild_filter_panel_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = guild_filter_panel_grab_focus;

  properties[PROP_DIRECTORY] =
    g_param_spec_object ("directory", NULL, NULL, GUILD_TYPE_DIRECTORY, flags);
  properties[PROP_QUERY] = g_param_spec_boxed ("query", NULL, NULL, GUILD_TYPE_QUERY, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (GUILD_TYPE_FILTER_ORDER);
  bind_template (GTK_WIDGET_CLASS (klass));
}

/* GTK names a check button by its text as it is written, underscore and all. */
static void
name_check (GtkCheckButton *check)
{
  GtkWidget *label = gtk_widget_get_last_child (GTK_WIDGET (check));

  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
}

static void
guild_filter_panel_init (GuildFilterPanel *self)
{
  self->query = guild_query_new ();
  self->fields = g_ptr_array_new ();
  self->matches = g_array_new (FALSE, FALSE, sizeof (GuildMatch));
  self->values = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  name_check (self->any_check);
  guild_drop_down_set_name (self->field_dropdown, _("Field"));
  guild_drop_down_set_name (self->match_dropdown, _("Match"));
  guild_drop_down_set_name (self->choice_dropdown, _("Value"));
  g_signal_connect_object (self->field_dropdown, "notify::selected",
                           G_CALLBACK (field_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->match_dropdown, "notify::selected",
                           G_CALLBACK (match_selected_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
guild_filter_panel_new (void)
{
  return g_object_new (GUILD_TYPE_FILTER_PANEL, NULL);
}

void
guild_filter_panel_set_directory (GuildFilterPanel *self, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_FILTER_PANEL (self));
  g_return_if_fail (directory == NULL || GUILD_IS_DIRECTORY (directory));

  if (!g_set_object (&self->directory, directory))
    return;

  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  const GuildFieldTable *table = directory != NULL ? guild_directory_get_table (directory) : NULL;
  g_ptr_array_set_size (self->fields, 0);
  for (guint i = 0; table != NULL && i < table->n_fields; i++)
    {
      if (!(table->fields[i].flags & GUILD_FIELD_FILTERABLE))
        continue;
      g_ptr_array_add (self->fields, (gpointer) &table->fields[i]);
      gtk_string_list_append (titles, gettext (table->fields[i].title));
    }
  gtk_drop_down_set_model (self->field_dropdown, G_LIST_MODEL (titles));
  field_selected_cb (self);
  query_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRECTORY]);
}

void
guild_filter_panel_set_query (GuildFilterPanel *self, GuildQuery *query)
{
  g_return_if_fail (GUILD_IS_FILTER_PANEL (self));
  g_return_if_fail (query != NULL);

  if (guild_query_equal (self->query, query))
    return;
  GuildQuery *old = g_steal_pointer (&self->query);
  self->query = guild_query_ref (query);
  guild_query_unref (old);
  query_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

void
guild_filter_panel_prepare (GuildFilterPanel *self)
{
  g_return_if_fail (GUILD_IS_FILTER_PANEL (self));

  if (self->stale)
    show_query (self);
}

GuildQuery *
guild_filter_panel_get_query (GuildFilterPanel *self)
{
  g_return_val_if_fail (GUILD_IS_FILTER_PANEL (self), NULL);
  return self->query;
}

void
guild_filter_panel_set_asked (GuildFilterPanel *self, GuildQuery *query)
{
  g_return_if_fail (GUILD_IS_FILTER_PANEL (self));
  g_return_if_fail (query != NULL);

  GuildService *service =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path =
    service != NULL ? guild_service_list_path (service, 0, guild_service_get_page_size (service),
                                               query, &error)
                    : NULL;
  gtk_label_set_label (self->service_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (self->service_box, error != NULL);
}
