/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-filter-panel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "company/guild-format.h"
#include "ui/guild-drop-down.h"

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
  GtkEntry       *to_entry;        /* (template) */
  GtkEntry       *value_entry;     /* (template) */
  GtkStack       *value_stack;     /* (template) */

  GuildDirectory *directory; /* (owned) (nullable) */
  GuildQuery     *query;     /* (owned) (not nullable) */
  GPtrArray      *fields;    /* (owned) (element-type GuildField): rows of the field drop-down */
  GArray         *matches;   /* (owned) (element-type GuildMatch): rows of the match drop-down */
  GPtrArray      *values;    /* (owned) (element-type utf8): rows of the choice drop-down */
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

/* A number or a date; the end of a date is its last microsecond. FALSE when it is neither. An
 * empty entry leaves that end open. */
static gboolean
read_bound (const GuildField *field, GtkEntry *entry, gboolean end, gint64 *value)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));

  g_strstrip (text);
  *value = GUILD_NUMBER_UNSET;
  if (*text == '\0')
    return TRUE;
  if (field->kind == GUILD_FIELD_NUMBER)
    return g_ascii_string_to_signed (text, 10, G_MININT64 + 1, G_MAXINT64, value, NULL);

  *value = guild_time_parse (text);
  if (*value != GUILD_NUMBER_UNSET && end && strchr (text, 'T') == NULL)
    *value += G_TIME_SPAN_DAY - 1;
  return *value != GUILD_NUMBER_UNSET;
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

static void
fill_values (GuildFilterPanel *self, const GuildField *field)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->values, 0);
  for (const GuildFieldChoice *choice = field->choices; choice != NULL && choice->value != NULL;
       choice++)
    {
      g_ptr_array_add (self->values, g_strdup (choice->value));
      gtk_string_list_append (titles, gettext (choice->title));
    }
  GPtrArray *groups = is_groups (field) ? guild_directory_get_groups (self->directory) : NULL;
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      GuildGroup *group = groups->pdata[i];
      g_ptr_array_add (self->values, g_strdup (group->id));
      gtk_string_list_append (titles, group->name);
    }
  gtk_drop_down_set_model (self->choice_dropdown, G_LIST_MODEL (titles));
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
  if (match == GUILD_MATCH_SET || match == GUILD_MATCH_UNSET)
    page = "none";
  else if (match == GUILD_MATCH_BETWEEN)
    page = "range";
  else if (self->values->len > 0 &&
           (field->kind != GUILD_FIELD_TAGS || match != GUILD_MATCH_CONTAINS))
    page = "choice";

  if (match == GUILD_MATCH_BETWEEN && field->kind == GUILD_FIELD_TIME)
    hint = _("Dates as 2026-01-31, both included. Leave one empty for an open end.");
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
  fill_values (self, field);
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

/* ---- the conditions there are ---- */

char *
guild_filter_describe_condition (GuildQuery *query, guint index, GuildDirectory *directory)
{
  g_return_val_if_fail (query != NULL && index < guild_query_get_n_conditions (query), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);

  const GuildFieldTable *table = guild_directory_get_table (directory);
  GuildCondition condition = *guild_query_get_condition (query, index);
  if (!g_str_equal (condition.field, "groups") || condition.value == NULL)
    return guild_query_describe_condition (query, index, table);

  g_auto(GStrv) words = g_strsplit (condition.value, GUILD_LIST_SEP, -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *name = guild_directory_get_group_name (directory, words[i]);
      if (name != NULL)
        {
          g_free (words[i]);
          words[i] = g_strdup (name);
        }
    }
  g_autofree char *names = g_strjoinv (GUILD_LIST_SEP, words);
  condition.value = names;
  g_autoptr(GuildQuery) empty = guild_query_new ();
  g_autoptr(GuildQuery) named = guild_query_with_condition (empty, &condition);
  return guild_query_describe_condition (named, 0, table);
}

static void
remove_clicked_cb (GtkButton *button, GuildFilterPanel *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
  g_autoptr(GuildQuery) query = guild_query_without_condition (self->query, index);

  guild_filter_panel_set_query (self, query);
  gtk_widget_grab_focus (GTK_WIDGET (self->field_dropdown));
}

static GtkWidget *
make_row (GuildFilterPanel *self, guint index)
{
  g_autofree char *text = guild_filter_describe_condition (self->query, index, self->directory);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *name = g_strdup_printf (_("Remove “%s”"), text);

  gtk_widget_add_css_class (box, "guild-filter-condition");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);

  GtkWidget *row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
show_conditions (GuildFilterPanel *self)
{
  GtkWidget *child;
  guint n = self->directory != NULL ? guild_query_get_n_conditions (self->query) : 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->conditions))) != NULL)
    gtk_list_box_remove (self->conditions, child);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->conditions, make_row (self, i));
  gtk_widget_set_visible (GTK_WIDGET (self->conditions), n > 0);
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
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, to_entry);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, value_entry);
  gtk_widget_class_bind_template_child (widget_class, GuildFilterPanel, value_stack);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, input_changed_cb);
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

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
guild_filter_panel_init (GuildFilterPanel *self)
{
  self->query = guild_query_new ();
  self->fields = g_ptr_array_new ();
  self->matches = g_array_new (FALSE, FALSE, sizeof (GuildMatch));
  self->values = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
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
  show_conditions (self);
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
  show_conditions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

GuildQuery *
guild_filter_panel_get_query (GuildFilterPanel *self)
{
  g_return_val_if_fail (GUILD_IS_FILTER_PANEL (self), NULL);
  return self->query;
}
