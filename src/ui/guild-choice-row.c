/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-choice-row.h"

#include <glib/gi18n.h>

#define LIST_HEIGHT 260

struct _GuildChoiceRow
{
  AdwEntryRow parent_instance;

  GtkWidget          *button;    /* the row's */
  GtkWidget          *popover;   /* our child */
  GtkWidget          *list;      /* the popover's */
  GtkStringList      *choices;   /* (owned) */
  GtkStringFilter    *filter;    /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  gboolean            choosing;  /* the text changes because one was chosen */
};

G_DEFINE_FINAL_TYPE (GuildChoiceRow, guild_choice_row, ADW_TYPE_ENTRY_ROW)

static guint
get_n_shown (GuildChoiceRow *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

/* G_MAXUINT selects none. */
static void
select_item (GuildChoiceRow *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position < get_n_shown (self)
                                                        ? position : GTK_INVALID_LIST_POSITION);
  if (position < get_n_shown (self))
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
}

static void
popup (GuildChoiceRow *self, const char *search)
{
  gtk_string_filter_set_search (self->filter, search);
  if (get_n_shown (self) == 0)
    {
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }
  gtk_widget_set_size_request (self->popover, gtk_widget_get_width (GTK_WIDGET (self)), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* All of them, at the one that is set. */
static void
popup_all (GuildChoiceRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  guint position = GTK_INVALID_LIST_POSITION;

  popup (self, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    if (g_str_equal (gtk_string_list_get_string (self->choices, i), text))
      position = i;
  select_item (self, position);
}

static void
choose (GuildChoiceRow *self, guint position)
{
  g_autoptr(GtkStringObject) item =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position); /* NULL past the end */

  if (item == NULL)
    return;
  self->choosing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), gtk_string_object_get_string (item));
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
  self->choosing = FALSE;
}

static void
activate_cb (GuildChoiceRow *self, guint position)
{
  choose (self, position);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static gboolean
has_keyboard (GuildChoiceRow *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self));

  return text != NULL && gtk_widget_has_focus (GTK_WIDGET (text));
}

static void
text_changed_cb (GuildChoiceRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));

  if (self->choosing || !has_keyboard (self))
    return;
  if (*text == '\0')
    {
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }
  popup (self, text);
  select_item (self, GTK_INVALID_LIST_POSITION);
}

static void
button_clicked_cb (GuildChoiceRow *self)
{
  gboolean open = guild_choice_row_is_open (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (open)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  else
    popup_all (self);
}

static gboolean
key_pressed_cb (GuildChoiceRow *self, guint key, guint code, GdkModifierType modifiers)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (!guild_choice_row_is_open (self))
    {
      if (key != GDK_KEY_Down || !has_keyboard (self))
        return GDK_EVENT_PROPAGATE;
      popup_all (self);
      return GDK_EVENT_STOP;
    }
  switch (key)
    {
    case GDK_KEY_Down:
      select_item (self, selected == GTK_INVALID_LIST_POSITION
                           ? 0 : MIN (selected + 1, get_n_shown (self) - 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      select_item (self, selected == GTK_INVALID_LIST_POSITION || selected == 0
                           ? GTK_INVALID_LIST_POSITION : selected - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if ((modifiers & GDK_CONTROL_MASK) != 0)
        return GDK_EVENT_PROPAGATE;
      choose (self, selected); /* or stay with what is typed */
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
focus_left_cb (GuildChoiceRow *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* ---- life ---- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkListItemFactory *
make_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}

/* It does not take the keyboard: that stays with what is typed. */
static void
make_popover (GuildChoiceRow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)),
                                  make_factory ());
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_set_focusable (self->list, FALSE);
  gtk_widget_set_can_focus (self->list, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_child (GTK_POPOVER (self->popover), scroller);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_widget_add_css_class (self->popover, "guild-choice-list");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (activate_cb), self);
}

static void
add_controllers (GuildChoiceRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
guild_choice_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GuildChoiceRow *self = GUILD_CHOICE_ROW (widget);

  GTK_WIDGET_CLASS (guild_choice_row_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
guild_choice_row_dispose (GObject *object)
{
  GuildChoiceRow *self = GUILD_CHOICE_ROW (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->choices);
  G_OBJECT_CLASS (guild_choice_row_parent_class)->dispose (object);
}

static void
guild_choice_row_class_init (GuildChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_choice_row_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = guild_choice_row_size_allocate;
}

static void
guild_choice_row_init (GuildChoiceRow *self)
{
  GtkExpression *string = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->choices = gtk_string_list_new (NULL);
  self->filter = gtk_string_filter_new (string);
  self->selection = gtk_single_selection_new (
    G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->choices)),
                                             g_object_ref (GTK_FILTER (self->filter)))));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->button = gtk_button_new_from_icon_name ("pan-down-symbolic");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (self->button, FALSE);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (button_clicked_cb), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->button);
  make_popover (self);
  add_controllers (self);
  g_signal_connect (self, "changed", G_CALLBACK (text_changed_cb), NULL);
}

GtkWidget *
guild_choice_row_new (const char *title)
{
  g_return_val_if_fail (title != NULL, NULL);

  GuildChoiceRow *self =
    g_object_new (GUILD_TYPE_CHOICE_ROW, "use-markup", FALSE, "title", title, NULL);
  /* Translators: %s is the title of a field, such as “Trade” */
  g_autofree char *label = g_strdup_printf (_("Choose %s"), title);
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  return GTK_WIDGET (self);
}

void
guild_choice_row_set_choices (GuildChoiceRow *self, const char * const *choices)
{
  g_return_if_fail (GUILD_IS_CHOICE_ROW (self));

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_string_list_splice (self->choices, 0, g_list_model_get_n_items (G_LIST_MODEL (self->choices)),
                          choices);
  gtk_widget_set_visible (self->button, choices != NULL && choices[0] != NULL);
}

gboolean
guild_choice_row_is_open (GuildChoiceRow *self)
{
  g_return_val_if_fail (GUILD_IS_CHOICE_ROW (self), FALSE);
  return self->popover != NULL && gtk_widget_get_visible (self->popover);
}
