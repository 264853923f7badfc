/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-selection-private.h"

struct _GuildCompanySelection
{
  GObject parent_instance;

  GuildCompanyList *list; /* (owned) */
  GuildCompanySet  *set;  /* (owned): who is selected */
  GtkBitset        *told; /* (owned): positions that the view knows as selected */
  guint             limit; /* rows that the view may know */
};

/* Of more than so many selected companies nobody looks up where they are. */
#define MANY 1000

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GuildCompanySelection, guild_company_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      selection_model_init))

typedef enum
{
  PROP_N_SELECTED = 1,
} GuildCompanySelectionProperty;

static GParamSpec *properties[PROP_N_SELECTED + 1];

static GtkBitset *get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items);
static guint get_n_items (GListModel *model);

/* The view unbinds and binds every row that it is told of: it is told of the range in which
 * something is, or was, selected. */
static void
announce_rows (GuildCompanySelection *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint n_selected = guild_company_set_get_size (self->set);
  g_autoptr(GtkBitset) before = g_steal_pointer (&self->told);

  /* Rows that stay under the page without a match are found nowhere. */
  if (n_selected > MANY ||
      (n_selected > 0 && guild_company_list_get_n_matches (self->list) == 0))
    self->told = gtk_bitset_new_range (0, n_items);
  else
    self->told = get_selection_in_range (GTK_SELECTION_MODEL (self), 0, n_items);
  gtk_bitset_union (before, self->told);
  guint n_known = get_n_items (G_LIST_MODEL (self));
  if (gtk_bitset_is_empty (before) || gtk_bitset_get_minimum (before) >= n_known)
    return;
  guint first = gtk_bitset_get_minimum (before);
  guint last = MIN (gtk_bitset_get_maximum (before), n_known - 1);
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first, last - first + 1);
}

static void
announce (GuildCompanySelection *self)
{
  announce_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static void
list_changed_cb (GuildCompanySelection *self, guint position, guint removed, guint added)
{
  guint n_after = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint n_before = n_after - added + removed;

  /* What lies before the limit follows what comes or goes, and so may all rows behind it. */
  if (MAX (n_before, n_after) > self->limit)
    {
      position = MIN (position, self->limit);
      removed = MIN (n_before, self->limit) - position;
      added = MIN (n_after, self->limit) - position;
    }
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Who is gone is not selected any more, also where a filter hides the companies that are not. */
static void
directory_changed_cb (GuildCompanySelection *self)
{
  if (guild_company_set_update (self->set))
    announce (self);
}

static GType
get_item_type (GListModel *model)
{
  return GUILD_TYPE_POSITION;
}

static guint
get_n_items (GListModel *model)
{
  GuildCompanySelection *self = GUILD_COMPANY_SELECTION (model);
  return MIN (g_list_model_get_n_items (G_LIST_MODEL (self->list)), self->limit);
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (GUILD_COMPANY_SELECTION (model)->list), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  GuildCompanySelection *self = GUILD_COMPANY_SELECTION (model);

  return guild_company_set_contains_at (self->set, self->list, position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GuildCompanySelection *self = GUILD_COMPANY_SELECTION (model);
  GtkBitset *bits = gtk_bitset_new_empty ();
  g_autoptr(GArray) found =
    guild_company_set_find_range (self->set, self->list, position, n_items);

  for (guint i = 0; i < found->len; i++)
    gtk_bitset_add (bits, g_array_index (found, guint, i));
  return bits;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  GuildCompanySelection *self = GUILD_COMPANY_SELECTION (model);

  if (unselect_rest)
    guild_company_set_clear (self->set);
  guild_company_set_add_range (self->set, self->list, position, n_items);
  announce (self);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GuildCompanySelection *self = GUILD_COMPANY_SELECTION (model);

  guild_company_set_remove_range (self->set, self->list, position, n_items);
  announce (self);
  return TRUE;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  return select_range (model, position, 1, unselect_rest);
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  return unselect_range (model, position, 1);
}

static gboolean
select_all (GtkSelectionModel *model)
{
  GListModel *list = G_LIST_MODEL (GUILD_COMPANY_SELECTION (model)->list);
  return select_range (model, 0, g_list_model_get_n_items (list), FALSE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  guild_company_selection_select_only (GUILD_COMPANY_SELECTION (model), NULL);
  return TRUE;
}

/* The rows of MASK come in runs: each is taken at once, as a range is. */
static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  GuildCompanySelection *self = GUILD_COMPANY_SELECTION (model);
  GtkBitsetIter iter;
  guint position;
  gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position);

  while (more)
    {
      guint first = position, end = position;
      gboolean add = gtk_bitset_contains (selected, first);

      while (more && position == end && gtk_bitset_contains (selected, position) == add)
        {
          end++;
          more = gtk_bitset_iter_next (&iter, &position);
        }
      if (add)
        guild_company_set_add_range (self->set, self->list, first, end - first);
      else
        guild_company_set_remove_range (self->set, self->list, first, end - first);
    }
  announce (self);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

static void
guild_company_selection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((GuildCompanySelectionProperty) id)
    {
    case PROP_N_SELECTED:
      g_value_set_uint (value,
                        guild_company_selection_get_n_selected (GUILD_COMPANY_SELECTION (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_company_selection_dispose (GObject *object)
{
  g_clear_object (&GUILD_COMPANY_SELECTION (object)->list);
  G_OBJECT_CLASS (guild_company_selection_parent_class)->dispose (object);
}

static void
guild_company_selection_finalize (GObject *object)
{
  g_clear_pointer (&GUILD_COMPANY_SELECTION (object)->set, guild_company_set_free);
  g_clear_pointer (&GUILD_COMPANY_SELECTION (object)->told, gtk_bitset_unref);
  G_OBJECT_CLASS (guild_company_selection_parent_class)->finalize (object);
}

static void
guild_company_selection_class_init (GuildCompanySelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_company_selection_get_property;
  object_class->dispose = guild_company_selection_dispose;
  object_class->finalize = guild_company_selection_finalize;
  properties[PROP_N_SELECTED] =
    g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
guild_company_selection_init (GuildCompanySelection *self)
{
  self->told = gtk_bitset_new_empty ();
  self->limit = G_MAXUINT;
}

GuildCompanySelection *
guild_company_selection_new (GuildCompanyList *list)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (list), NULL);

  GuildCompanySelection *self = g_object_new (GUILD_TYPE_COMPANY_SELECTION, NULL);
  GuildDirectory *directory = guild_company_list_get_directory (list);
  self->list = g_object_ref (list);
  self->set = guild_company_set_new (directory);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "refreshed", G_CALLBACK (announce_rows), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (directory, "changed", G_CALLBACK (directory_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

GuildCompanyList *
guild_company_selection_get_list (GuildCompanySelection *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_SELECTION (self), NULL);
  return self->list;
}

void
guild_company_selection_set_limit (GuildCompanySelection *self, guint n_rows)
{
  g_return_if_fail (GUILD_IS_COMPANY_SELECTION (self));

  guint n_before = get_n_items (G_LIST_MODEL (self));
  self->limit = n_rows;
  guint n_after = get_n_items (G_LIST_MODEL (self));
  guint n_kept = MIN (n_before, n_after);
  if (n_before != n_after)
    g_list_model_items_changed (G_LIST_MODEL (self), n_kept, n_before - n_kept, n_after - n_kept);
}

guint
guild_company_selection_get_n_selected (GuildCompanySelection *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_SELECTION (self), 0);
  return guild_company_set_get_size (self->set);
}

char *
guild_company_selection_dup_only_id (GuildCompanySelection *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_SELECTION (self), NULL);

  if (guild_company_set_get_size (self->set) != 1)
    return NULL;
  g_autoptr(GPtrArray) ids = guild_company_set_dup_ids (self->set, self->list);
  return g_strdup (ids->pdata[0]);
}

GPtrArray *
guild_company_selection_dup_ids (GuildCompanySelection *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_SELECTION (self), NULL);
  return guild_company_set_dup_ids (self->set, self->list);
}

GuildCompanySet *
guild_company_selection_get_set (GuildCompanySelection *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_SELECTION (self), NULL);
  return self->set;
}

GuildCompanySet *
guild_company_selection_dup_set (GuildCompanySelection *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_SELECTION (self), NULL);
  return guild_company_set_copy (self->set);
}

void
guild_company_selection_select_only (GuildCompanySelection *self, const char *company_id)
{
  g_return_if_fail (GUILD_IS_COMPANY_SELECTION (self));

  guild_company_set_clear (self->set);
  if (company_id != NULL)
    guild_company_set_add (self->set, company_id);
  announce (self);
}

void
guild_company_selection_select (GuildCompanySelection *self, GuildCompanySet *companies)
{
  g_return_if_fail (GUILD_IS_COMPANY_SELECTION (self));
  g_return_if_fail (companies != NULL);

  guild_company_set_free (self->set);
  self->set = guild_company_set_copy (companies);
  guild_company_set_update (self->set);
  announce (self);
}

void
guild_company_selection_forget (GuildCompanySelection *self, const char *company_id)
{
  g_return_if_fail (GUILD_IS_COMPANY_SELECTION (self));
  g_return_if_fail (company_id != NULL);

  if (guild_company_set_remove (self->set, company_id))
    announce (self);
}
