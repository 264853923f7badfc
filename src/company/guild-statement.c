/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-statement.h"

#define MAX_PERIODS 240

struct _GuildStatementLine
{
  GObject parent_instance;

  char      *title;  /* (owned) */
  guint      depth;
  gboolean   total;
  GPtrArray *values; /* (owned) (element-type utf8) (nullable elements) */
};

G_DEFINE_FINAL_TYPE (GuildStatementLine, guild_statement_line, G_TYPE_OBJECT)

static void
guild_statement_line_finalize (GObject *object)
{
  GuildStatementLine *self = GUILD_STATEMENT_LINE (object);

  g_free (self->title);
  g_ptr_array_unref (self->values);
  G_OBJECT_CLASS (guild_statement_line_parent_class)->finalize (object);
}

static void
guild_statement_line_class_init (GuildStatementLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_statement_line_finalize;
}

static void
guild_statement_line_init (GuildStatementLine *self)
{
  self->values = g_ptr_array_new_with_free_func (g_free);
}

const char *
guild_statement_line_get_title (GuildStatementLine *self)
{
  g_return_val_if_fail (GUILD_IS_STATEMENT_LINE (self), NULL);
  return self->title;
}

guint
guild_statement_line_get_depth (GuildStatementLine *self)
{
  g_return_val_if_fail (GUILD_IS_STATEMENT_LINE (self), 0);
  return self->depth;
}

gboolean
guild_statement_line_get_total (GuildStatementLine *self)
{
  g_return_val_if_fail (GUILD_IS_STATEMENT_LINE (self), FALSE);
  return self->total;
}

const char *
guild_statement_line_get_value (GuildStatementLine *self, guint period)
{
  g_return_val_if_fail (GUILD_IS_STATEMENT_LINE (self), NULL);
  return period < self->values->len ? self->values->pdata[period] : NULL;
}

/* Lines of all reports are one list: a line is known by its path, and a new one is put behind the
 * one that precedes it in its own report. */
typedef struct
{
  GuildStatement *statement;
  GHashTable     *known;  /* (owned): path → line */
  guint           period;
  guint           at;     /* where the next new line goes */
} Builder;

static void
add_line (Builder *self, const char *path, const char *title, guint depth, gboolean total,
          GuildValue *number)
{
  GPtrArray *lines = self->statement->lines;
  GuildStatementLine *line = g_hash_table_lookup (self->known, path);
  guint index;

  if (line == NULL)
    {
      line = g_object_new (GUILD_TYPE_STATEMENT_LINE, NULL);
      line->title = g_strdup (title);
      line->depth = depth;
      line->total = total;
      g_ptr_array_set_size (line->values, (int) self->statement->periods->len);
      g_ptr_array_insert (lines, (int) self->at, line);
      g_hash_table_insert (self->known, g_strdup (path), line);
    }
  if (g_ptr_array_find (lines, line, &index))
    self->at = index + 1;
  if (number != NULL && guild_value_get_kind (number) == GUILD_VALUE_NUMBER &&
      line->values->pdata[self->period] == NULL)
    line->values->pdata[self->period] = g_strdup (guild_value_get_text (number));
}

static void
add_tree (Builder *self, const char *parent, const char *fallback, guint depth, GuildValue *object)
{
  const char *name = guild_value_get_string (object, "name");
  GuildValue *items = guild_value_get (object, "items");
  gboolean has_items = items != NULL && guild_value_get_kind (items) == GUILD_VALUE_ARRAY &&
                       guild_value_get_length (items) > 0;
  g_autofree char *title =
    name != NULL && *name != '\0' ? g_strdup (name) : guild_value_title (fallback);
  g_autofree char *path = g_strdup_printf ("%s\x1f%s", parent, title);

  add_line (self, path, title, depth, has_items, guild_value_get (object, "value"));
  for (guint i = 0; has_items && i < guild_value_get_length (items); i++)
    {
      GuildValue *item = guild_value_get_nth (items, i);
      if (guild_value_get_kind (item) == GUILD_VALUE_OBJECT)
        add_tree (self, path, "", depth + 1, item);
    }
}

static void
add_report (Builder *self, GuildValue *report)
{
  self->at = 0;
  for (guint i = 0; i < guild_value_get_length (report); i++)
    {
      const char *name = guild_value_get_name (report, i);
      GuildValue *member = guild_value_get_nth (report, i);
      if (name == NULL)
        continue;
      if (guild_value_get_kind (member) == GUILD_VALUE_OBJECT)
        add_tree (self, name, name, 0, member);
      else if (guild_value_get_kind (member) == GUILD_VALUE_NUMBER)
        {
          g_autofree char *title = guild_value_title (name);
          add_line (self, name, title, 0, TRUE, member);
        }
    }
}

static char *
get_day (GuildValue *report)
{
  const char *day = guild_value_get_string (report, "toDate");

  if (day == NULL)
    day = guild_value_get_string (report, "date");
  return g_strndup (day != NULL ? day : "", 10);
}

static int
compare_reports (gconstpointer a, gconstpointer b)
{
  g_autofree char *first = get_day (*(GuildValue * const *) a);
  g_autofree char *second = get_day (*(GuildValue * const *) b);

  return g_strcmp0 (first, second);
}

GuildStatement *
guild_statement_new (GuildValue *root, GError **error)
{
  g_return_val_if_fail (root != NULL, NULL);

  GuildValue *list = guild_value_get (root, "reports");
  g_autoptr(GPtrArray) reports = g_ptr_array_new ();

  if (list == NULL || guild_value_get_kind (list) != GUILD_VALUE_ARRAY)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a statement without reports");
      return NULL;
    }
  for (guint i = 0; i < MIN (guild_value_get_length (list), MAX_PERIODS); i++)
    if (guild_value_get_kind (guild_value_get_nth (list, i)) == GUILD_VALUE_OBJECT)
      g_ptr_array_add (reports, guild_value_get_nth (list, i));
  g_ptr_array_sort (reports, compare_reports);

  GuildStatement *self = g_new0 (GuildStatement, 1);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->root = guild_value_ref (root);
  self->currency = g_strdup (guild_value_get_string (root, "currency"));
  self->periods = g_ptr_array_new_with_free_func (g_free);
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < reports->len; i++)
    g_ptr_array_add (self->periods, get_day (reports->pdata[i]));
  for (guint i = 0; i < reports->len; i++)
    {
      Builder builder = { self, known, i, 0 };
      add_report (&builder, reports->pdata[i]);
    }
  return self;
}

void
guild_statement_free (GuildStatement *self)
{
  if (self == NULL)
    return;
  g_free (self->currency);
  g_ptr_array_unref (self->periods);
  g_ptr_array_unref (self->lines);
  guild_value_unref (self->root);
  g_free (self);
}
