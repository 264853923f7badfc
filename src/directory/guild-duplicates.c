/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-duplicates.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "company/guild-csv.h"
#include "company/guild-name-form.h"
#include "company/guild-thread.h"
#include "directory/guild-directory-private.h"

/* A name's trace (guild_name_form_trace()), and whose. */
typedef struct
{
  guint64 trace;
  guint   item;
} Trace;

/* Rows are joined in a forest: PARENT leads to the one that stands for all of them. */
typedef struct
{
  guint          row;
  guint          parent;
  GuildAlike     why;
  GuildNameForm *form; /* (owned) (nullable) */
} Item;

typedef struct
{
  GuildSnapshot *snapshot;    /* (owned) */
  GArray        *items;       /* (owned) (element-type Item) */
  guint          name, trade, city, erp_id, tax_id, projects, members, created; /* fields */
  GCancellable  *cancellable; /* (borrowed) (nullable) */
} Search;

static void
item_clear (gpointer item)
{
  guild_name_form_free (((Item *) item)->form);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  guild_snapshot_unref (search->snapshot);
  g_array_unref (search->items);
  g_free (search);
}

static void
duplicate_free (gpointer data)
{
  GuildDuplicate *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->trade);
  g_free (self->city);
  g_free (self->erp_id);
  g_free (self->tax_id);
  g_free (self);
}

void
guild_duplicate_group_free (GuildDuplicateGroup *self)
{
  g_ptr_array_unref (self->companies);
  g_free (self);
}

static Item *
get_item (Search *search, guint i)
{
  return &g_array_index (search->items, Item, i);
}

static guint
find_root (Search *search, guint i)
{
  while (get_item (search, i)->parent != i)
    i = get_item (search, i)->parent = get_item (search, get_item (search, i)->parent)->parent;
  return i;
}

static void
join (Search *search, guint a, guint b, GuildAlike why)
{
  guint root_a = find_root (search, a);
  guint root_b = find_root (search, b);

  get_item (search, root_a)->why |= why;
  if (root_a == root_b)
    return;
  get_item (search, MAX (root_a, root_b))->parent = MIN (root_a, root_b);
  get_item (search, MIN (root_a, root_b))->why |= get_item (search, MAX (root_a, root_b))->why | why;
}

/* (nullable) */
static const char *
get_text (Search *search, guint row, guint field, GuildScratch *scratch)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (search->snapshot, row, &place);

  return field != G_MAXUINT ? guild_segment_get_text (segment, place, field, scratch)
                            : NULL;
}

static gint64
get_number (Search *search, guint row, guint field)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (search->snapshot, row, &place);

  return field != G_MAXUINT ? guild_segment_get_number (segment, place, field)
                            : GUILD_NUMBER_UNSET;
}

static void
collect (Search *search)
{
  for (guint row = 0; row < search->snapshot->n_rows; row++)
    {
      if (guild_snapshot_get_flags (search->snapshot, row) != GUILD_ROW_NONE)
        continue;
      GuildScratch scratch;
      Item item = { .row = row, .parent = search->items->len };
      item.form = guild_name_form_new (get_text (search, row, search->name, &scratch));
      g_array_append_val (search->items, item);
    }
}

/* Takes KEY (nullable): whoever says the same is joined with the first who did. */
static void
join_by_key (Search *search, GHashTable *firsts, char *key, guint i, GuildAlike why)
{
  gpointer first;

  if (key != NULL && g_hash_table_lookup_extended (firsts, key, NULL, &first))
    {
      join (search, GPOINTER_TO_UINT (first), i, why);
      g_free (key);
    }
  else if (key != NULL)
    g_hash_table_insert (firsts, key, GUINT_TO_POINTER (i));
}

static void
join_by_number (Search *search, guint field, GuildAlike why)
{
  g_autoptr(GHashTable) firsts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; field != G_MAXUINT && i < search->items->len; i++)
    {
      GuildScratch scratch;
      const char *text = get_text (search, get_item (search, i)->row, field, &scratch);
      join_by_key (search, firsts, guild_name_form_number (text), i, why);
    }
}

static void
join_by_words (Search *search)
{
  g_autoptr(GHashTable) letters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) ordered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < search->items->len; i++)
    {
      const GuildNameForm *form = get_item (search, i)->form;
      if (form == NULL)
        continue;
      join_by_key (search, letters, g_strdup (form->letters), i, GUILD_ALIKE_NAME);
      join_by_key (search, ordered, g_strdup (form->ordered), i, GUILD_ALIKE_NAME);
    }
}

static int
compare_traces (gconstpointer a, gconstpointer b)
{
  const Trace *one = a, *other = b;

  if (one->trace != other->trace)
    return one->trace < other->trace ? -1 : 1;
  return one->item < other->item ? -1 : one->item > other->item;
}

/* Those that would only repeat the comparisons of another with the same form are left out. */
static GArray *
make_traces (Search *search)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  GArray *traces = g_array_new (FALSE, FALSE, sizeof (Trace));

  for (guint i = 0; i < search->items->len; i++)
    {
      const GuildNameForm *form = get_item (search, i)->form;
      if (form == NULL)
        continue;
      g_autofree char *words = g_strjoinv (" ", form->words);
      if (!g_hash_table_add (seen, g_strconcat (form->letters, " ", words, NULL)))
        continue;
      g_array_set_size (numbers, form->n_letters);
      guint n = guild_name_form_trace (form, (guint64 *) (gpointer) numbers->data);
      for (guint k = 0; k < n; k++)
        {
          Trace trace = { g_array_index (numbers, guint64, k), i };
          g_array_append_val (traces, trace);
        }
    }
  g_array_sort (traces, compare_traces);
  return traces;
}

static void
join_by_letter (Search *search)
{
  g_autoptr(GArray) traces = make_traces (search);
  guint begin = 0;

  for (guint i = 0; i < traces->len && !g_cancellable_is_cancelled (search->cancellable); i++)
    {
      Trace *trace = &g_array_index (traces, Trace, i);
      if (trace->trace != g_array_index (traces, Trace, begin).trace)
        begin = i;
      for (guint k = begin; k < i; k++)
        {
          guint other = g_array_index (traces, Trace, k).item;
          /* Of a doubled letter there are two traces that are one. */
          if (other != trace->item &&
              guild_name_form_is_like (get_item (search, other)->form,
                                       get_item (search, trace->item)->form))
            join (search, other, trace->item, GUILD_ALIKE_NAME);
        }
    }
}

static char *
dup_text (Search *search, guint row, guint field)
{
  GuildScratch scratch;
  const char *text = get_text (search, row, field, &scratch);
  return g_strdup (text != NULL ? text : "");
}

static GuildDuplicate *
make_duplicate (Search *search, guint row)
{
  GuildDuplicate *self = g_new0 (GuildDuplicate, 1);
  GuildScratch scratch;

  self->id = g_strdup (guild_snapshot_get_id (search->snapshot, row, &scratch));
  self->name = dup_text (search, row, search->name);
  self->trade = dup_text (search, row, search->trade);
  self->city = dup_text (search, row, search->city);
  self->erp_id = dup_text (search, row, search->erp_id);
  self->tax_id = dup_text (search, row, search->tax_id);
  self->n_projects = get_number (search, row, search->projects);
  self->n_members = get_number (search, row, search->members);
  self->created = get_number (search, row, search->created);
  return self;
}

static int
compare_numbers (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

static int
compare_duplicates (gconstpointer a, gconstpointer b)
{
  const GuildDuplicate *one = *(const GuildDuplicate * const *) a;
  const GuildDuplicate *other = *(const GuildDuplicate * const *) b;
  int order = -compare_numbers (one->n_projects, other->n_projects);

  if (order == 0)
    order = -compare_numbers (one->n_members, other->n_members);
  if (order == 0)
    order = compare_numbers (one->created, other->created);
  if (order == 0)
    order = g_utf8_collate (one->name, other->name);
  return order != 0 ? order : strcmp (one->id, other->id);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const GuildDuplicateGroup *one = *(const GuildDuplicateGroup * const *) a;
  const GuildDuplicateGroup *other = *(const GuildDuplicateGroup * const *) b;
  const GuildDuplicate *first = one->companies->pdata[0];
  const GuildDuplicate *second = other->companies->pdata[0];
  int order = (int) other->why - (int) one->why;

  if (order == 0)
    order = g_utf8_collate (first->name, second->name);
  return order != 0 ? order : strcmp (first->id, second->id);
}

static GPtrArray *
make_groups (Search *search)
{
  GPtrArray *groups =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_duplicate_group_free);
  g_autoptr(GHashTable) by_root = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < search->items->len; i++)
    {
      guint root = find_root (search, i);
      if (get_item (search, root)->why == 0)
        continue;
      GuildDuplicateGroup *group = g_hash_table_lookup (by_root, GUINT_TO_POINTER (root));
      if (group == NULL)
        {
          group = g_new0 (GuildDuplicateGroup, 1);
          group->why = get_item (search, root)->why;
          group->companies = g_ptr_array_new_with_free_func (duplicate_free);
          g_hash_table_insert (by_root, GUINT_TO_POINTER (root), group);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group->companies, make_duplicate (search, get_item (search, i)->row));
    }
  for (guint i = 0; i < groups->len; i++)
    g_ptr_array_sort (((GuildDuplicateGroup *) groups->pdata[i])->companies, compare_duplicates);
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;

  search->cancellable = cancellable;
  collect (search);
  join_by_number (search, search->tax_id, GUILD_ALIKE_TAX_ID);
  join_by_number (search, search->erp_id, GUILD_ALIKE_ERP_ID);
  if (!g_cancellable_is_cancelled (cancellable))
    join_by_words (search);
  if (!g_cancellable_is_cancelled (cancellable))
    join_by_letter (search);
  if (!guild_task_return_error_if_cancelled (task))
    guild_task_return_pointer (task, make_groups (search), (GDestroyNotify) g_ptr_array_unref);
}

void
guild_duplicates_find_async (GuildDirectory *directory, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  const GuildFieldTable *table = guild_directory_get_table (directory);
  g_autoptr(GTask) task = g_task_new (directory, cancellable, callback, data);
  Search *search = g_new0 (Search, 1);

  g_task_set_source_tag (task, guild_duplicates_find_async);
  search->snapshot = guild_snapshot_ref (guild_directory_get_snapshot (directory));
  search->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (search->items, item_clear);
  search->name = table->name_field;
  search->trade = guild_field_table_index (table, "trade");
  search->city = guild_field_table_index (table, "city");
  search->erp_id = guild_field_table_index (table, "erpId");
  search->tax_id = guild_field_table_index (table, "taxId");
  search->projects = guild_field_table_index (table, "projects");
  search->members = guild_field_table_index (table, "members");
  search->created = guild_field_table_index (table, "created");
  g_task_set_task_data (task, search, search_free);
  guild_engine_push (task, find_in_thread);
}

GPtrArray *
guild_duplicates_find_finish (GuildDirectory *directory, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, directory), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
guild_alike_describe (GuildAlike why)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();

  if ((why & GUILD_ALIKE_TAX_ID) != 0)
    g_ptr_array_add (words, (gpointer) _("Same tax ID"));
  if ((why & GUILD_ALIKE_ERP_ID) != 0)
    g_ptr_array_add (words, (gpointer) _("Same ERP ID"));
  if ((why & GUILD_ALIKE_NAME) != 0)
    g_ptr_array_add (words, (gpointer) _("Similar names"));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

static void
append_count (GString *out, gint64 count)
{
  g_autofree char *number =
    count != GUILD_NUMBER_UNSET ? g_strdup_printf ("%" G_GINT64_FORMAT, count) : NULL;

  g_string_append_c (out, ',');
  guild_csv_append_number (out, number);
}

static void
append_texts (GString *out, const char * const *texts)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append_c (out, ',');
      guild_csv_append_text (out, texts[i]);
    }
}

GString *
guild_duplicates_to_csv (GPtrArray *groups)
{
  g_return_val_if_fail (groups != NULL, NULL);

  const char * const headings[] = { _("Why"), _("Name"), _("Tax ID"), _("ERP ID"), _("Trade"),
                                    _("City"), _("Projects"), _("Members"), _("ID"), NULL };
  GString *out = g_string_new (NULL);

  guild_csv_append_text (out, _("Group"));
  append_texts (out, headings);
  for (guint i = 0; i < groups->len; i++)
    {
      const GuildDuplicateGroup *group = groups->pdata[i];
      g_autofree char *why = guild_alike_describe (group->why);
      for (guint k = 0; k < group->companies->len; k++)
        {
          const GuildDuplicate *company = group->companies->pdata[k];
          const char * const texts[] = { why, company->name, company->tax_id, company->erp_id,
                                         company->trade, company->city, NULL };
          g_string_append_printf (out, "\r\n%u", i + 1);
          append_texts (out, texts);
          append_count (out, company->n_projects);
          append_count (out, company->n_members);
          g_string_append_c (out, ',');
          guild_csv_append_text (out, company->id);
        }
    }
  g_string_append (out, "\r\n");
  return out;
}
