/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-loading.h"

#include "company/guild-thread.h"
#include "directory/guild-hash.h"

/* So many sheets may wait or be worked on before who reads works, too: with fewer the second thread
 * would wait for him now and then, more take memory. */
#define N_SHEETS 3

typedef enum { SHEET_WAITS, SHEET_IN_WORK, SHEET_DONE } SheetState;

/* What is to become a segment. */
typedef struct
{
  guint          n_rows;
  guint          first_row;
  const char   **ids;     /* (owned): borrowed from texts */
  GuildRowFlags *flags;   /* (owned): by row */
  GuildCell     *cells;   /* (owned): by row and field, borrowing from texts */
  GStringChunk  *texts;   /* (owned) */
  SheetState     state;   /* guarded by lock, once it is among the sheets */
  GuildSegment  *segment; /* (owned) (nullable): when done */
} Sheet;

/* What a thread makes segments with. */
typedef struct
{
  GuildSegmentBuilder *builder; /* (owned) */
  GArray              *hashes;  /* (owned) (element-type guint64): of the ids in the builder */
} Maker;

struct _GuildLoading
{
  const GuildFieldTable *table;
  GuildIndex      *index;     /* (borrowed) */
  guint32          stamp;
  guint            n_alone;
  GuildLoadingFunc func;
  gpointer         data;

  Maker            maker;     /* of who reads */
  guint            n_rows;    /* before those in the maker or on the page */
  Sheet           *page;      /* (owned) (nullable): being written on */
  GPtrArray       *blank;     /* (owned) (element-type Sheet): to be used again */

  GThread         *helper;    /* (owned) (nullable) */
  Maker            helpers;   /* of the second thread */
  GMutex           lock;
  GCond            changed;
  GQueue           sheets;    /* (element-type Sheet) (owned): in their order; guarded by lock */
  gboolean         no_more;   /* guarded by lock */
};

static void
maker_init (Maker *self, const GuildFieldTable *table)
{
  self->builder = guild_segment_builder_new (table);
  self->hashes = g_array_new (FALSE, FALSE, sizeof (guint64));
}

static void
maker_clear (Maker *self)
{
  g_clear_pointer (&self->builder, guild_segment_builder_free);
  g_clear_pointer (&self->hashes, g_array_unref);
}

static void
maker_add (Maker *self, const char *id, GuildRowFlags flags, const GuildCell *cells,
           guint32 stamp)
{
  guint64 hash = guild_hash_text (id);

  g_array_append_val (self->hashes, hash);
  guild_segment_builder_append (self->builder, id, cells, flags, stamp);
}

/* (transfer full) */
static GuildSegment *
maker_end (Maker *self, GuildIndex *index, guint first_row)
{
  guild_index_insert_many (index, (const guint64 *) self->hashes->data, self->hashes->len,
                           first_row);
  g_array_set_size (self->hashes, 0);
  return guild_segment_builder_end (self->builder);
}

static Sheet *
sheet_new (const GuildFieldTable *table)
{
  Sheet *self = g_new0 (Sheet, 1);

  self->ids = g_new (const char *, GUILD_SEGMENT_ROWS);
  self->flags = g_new (GuildRowFlags, GUILD_SEGMENT_ROWS);
  self->cells = g_new (GuildCell, GUILD_SEGMENT_ROWS * table->n_fields);
  self->texts = g_string_chunk_new (65536);
  return self;
}

static void
sheet_free (gpointer data)
{
  Sheet *self = data;

  g_clear_pointer (&self->segment, guild_segment_unref);
  g_string_chunk_free (self->texts);
  g_free (self->ids);
  g_free (self->flags);
  g_free (self->cells);
  g_free (self);
}

static void
sheet_add (Sheet *self, guint n_fields, const char *id, GuildRowFlags flags,
           const GuildCell *cells, const guint8 *packed, gsize size)
{
  GuildCell *own = self->cells + self->n_rows * n_fields;
  const char *copy = g_string_chunk_insert_len (self->texts, (const char *) packed, size);

  for (guint i = 0; i < n_fields; i++)
    {
      own[i] = cells[i];
      if (cells[i].text != NULL)
        own[i].text = copy + (cells[i].text - (const char *) packed);
    }
  self->ids[self->n_rows] = g_string_chunk_insert (self->texts, id);
  self->flags[self->n_rows++] = flags;
}

/* Without the lock. */
static void
sheet_work (Sheet *self, const GuildLoading *loading, Maker *maker)
{
  guint n_fields = loading->table->n_fields;

  for (guint i = 0; i < self->n_rows; i++)
    maker_add (maker, self->ids[i], self->flags[i], self->cells + i * n_fields, loading->stamp);
  self->segment = maker_end (maker, loading->index, self->first_row);
  g_string_chunk_clear (self->texts);
}

/* ---- the threads ---- */

/* With the lock, which is given back meanwhile. FALSE: none waits. */
static gboolean
work_on_next (GuildLoading *self, Maker *maker)
{
  Sheet *sheet = NULL;

  for (GList *l = self->sheets.head; sheet == NULL && l != NULL; l = l->next)
    if (((Sheet *) l->data)->state == SHEET_WAITS)
      sheet = l->data;
  if (sheet == NULL)
    return FALSE;
  sheet->state = SHEET_IN_WORK;
  g_mutex_unlock (&self->lock);
  sheet_work (sheet, self, maker);
  g_mutex_lock (&self->lock);
  sheet->state = SHEET_DONE;
  g_cond_broadcast (&self->changed);
  return TRUE;
}

static gpointer
help (gpointer data)
{
  GuildLoading *self = data;

  guild_thread_give_way ();
  g_mutex_lock (&self->lock);
  while (!self->no_more)
    if (!work_on_next (self, &self->helpers))
      g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Takes SHEET, which is done. */
static gboolean
tell (GuildLoading *self, Sheet *sheet)
{
  gboolean go_on = self->func (sheet->segment, self->data);

  g_clear_pointer (&sheet->segment, guild_segment_unref);
  sheet->n_rows = 0;
  sheet->state = SHEET_WAITS;
  g_ptr_array_add (self->blank, sheet);
  return go_on;
}

/* Tells what is done, in its order, until fewer than MOST are left. */
static gboolean
catch_up (GuildLoading *self, guint most)
{
  gboolean go_on = TRUE;

  g_mutex_lock (&self->lock);
  while (go_on && self->sheets.length > 0)
    {
      Sheet *first = self->sheets.head->data;

      if (first->state == SHEET_DONE)
        {
          g_queue_pop_head (&self->sheets);
          g_mutex_unlock (&self->lock);
          go_on = tell (self, first);
          g_mutex_lock (&self->lock);
        }
      else if (self->sheets.length < most)
        break;
      else if (!work_on_next (self, &self->maker))
        g_cond_wait (&self->changed, &self->lock);
    }
  g_mutex_unlock (&self->lock);
  return go_on;
}

/* ---- the rows ---- */

static gboolean
give_page (GuildLoading *self)
{
  Sheet *page = g_steal_pointer (&self->page);

  page->first_row = self->n_rows;
  self->n_rows += page->n_rows;
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->sheets, page);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return catch_up (self, N_SHEETS);
}

static gboolean
end_alone (GuildLoading *self)
{
  g_autoptr(GuildSegment) segment = maker_end (&self->maker, self->index, self->n_rows);

  self->n_rows += segment->n_rows;
  return self->func (segment, self->data);
}

static void
take_page (GuildLoading *self)
{
  if (self->helper == NULL)
    {
      maker_init (&self->helpers, self->table);
      self->helper = g_thread_new ("loading", help, self);
    }
  self->page = self->blank->len > 0
                 ? g_ptr_array_steal_index_fast (self->blank, self->blank->len - 1)
                 : sheet_new (self->table);
}

gboolean
guild_loading_add (GuildLoading *self, const char *id, GuildRowFlags flags, const GuildCell *cells,
                   const guint8 *packed, gsize size)
{
  if (self->n_rows < self->n_alone)
    {
      maker_add (&self->maker, id, flags, cells, self->stamp);
      return guild_segment_builder_get_n_rows (self->maker.builder) < GUILD_SEGMENT_ROWS ||
             end_alone (self);
    }
  if (self->page == NULL)
    take_page (self);
  sheet_add (self->page, self->table->n_fields, id, flags, cells, packed, size);
  return self->page->n_rows < GUILD_SEGMENT_ROWS || give_page (self);
}

void
guild_loading_end (GuildLoading *self)
{
  if (guild_segment_builder_get_n_rows (self->maker.builder) > 0)
    end_alone (self);
  else if (self->page == NULL || give_page (self))
    catch_up (self, 0);
}

GuildLoading *
guild_loading_new (const GuildFieldTable *table, GuildIndex *index, guint32 stamp, guint n_alone,
                   GuildLoadingFunc func, gpointer data)
{
  GuildLoading *self = g_new0 (GuildLoading, 1);

  self->table = table;
  self->index = index;
  self->stamp = stamp;
  self->n_alone = n_alone;
  self->func = func;
  self->data = data;
  maker_init (&self->maker, table);
  self->blank = g_ptr_array_new_with_free_func (sheet_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->sheets);
  return self;
}

void
guild_loading_free (GuildLoading *self)
{
  g_mutex_lock (&self->lock);
  self->no_more = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (self->helper != NULL)
    g_thread_join (self->helper);
  g_queue_clear_full (&self->sheets, sheet_free);
  g_clear_pointer (&self->page, sheet_free);
  g_ptr_array_unref (self->blank);
  maker_clear (&self->maker);
  maker_clear (&self->helpers);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}
