/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-thread.h"
#include "directory/guild-register.h"
#include "journal/guild-import-columns.h"

/* A plan is made on a worker: each row by itself first, then rows against each other. */

typedef struct
{
  GuildImportPlan        *plan;      /* (owned) (nullable): until it is made */
  GuildRegister          *companies; /* (owned) */
  const GuildFieldTable  *table;
  const GuildImportRules *rules;
  GuildCsvTable          *file;      /* (owned) */
  GuildPlaces            *places;    /* (owned) (nullable) */
  GHashTable             *seen;      /* (owned): what rows are or become → GuildImportRow */
  GHashTable             *mute;      /* (owned): rows that say nothing that could be meant */
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  g_clear_object (&self->plan);
  guild_register_free (self->companies);
  guild_csv_table_unref (self->file);
  g_clear_pointer (&self->places, guild_places_unref);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->mute);
  g_free (self);
}

static void settle (GuildImportRow *row, GuildImportVerdict verdict, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

static void
settle (GuildImportRow *row, GuildImportVerdict verdict, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *note = g_strdup_vprintf (format, args);
  va_end (args);
  guild_import_row_set_verdict (row, verdict, note);
}

static const char *
title_of (Making *self, const char *field)
{
  return _(guild_field_table_find (self->table, field)->title);
}

static const char *
text_of (Making *self, guint company, const char *field)
{
  return guild_register_get_text (self->companies, company,
                                  guild_field_table_index (self->table, field));
}

static const char *
name_of (Making *self, guint company)
{
  return guild_register_get_text (self->companies, company, self->table->name_field);
}

static const char *
value_of (GHashTable *values, const char *field)
{
  const char *text = g_hash_table_lookup (values, field);
  return text != NULL ? text : "";
}

static gboolean
is_same (const char *a, const char *b)
{
  g_autofree char *one = guild_register_make_key (a, GUILD_REGISTER_EXACT);
  g_autofree char *other = guild_register_make_key (b, GUILD_REGISTER_EXACT);

  return g_str_equal (one, other);
}

/* --- which company is meant ------------------------------------------------------------------- */

/* Companies whose FIELD says what VALUES says. FALSE: several, and ROW is a conflict. COMPANY
 * (out): G_MAXUINT for none. */
static gboolean
find_by (Making *self, GuildImportRow *row, GHashTable *values, const char *field, guint *company)
{
  const char *text = value_of (values, field);
  GArray *found = guild_register_find (self->companies,
                                       guild_field_table_index (self->table, field), text,
                                       GUILD_REGISTER_EXACT);

  *company = found != NULL ? g_array_index (found, guint, 0) : G_MAXUINT;
  if (found == NULL || found->len == 1)
    return TRUE;
  settle (row, GUILD_IMPORT_CONFLICT,
          /* Translators: the name of a field, a value: "3 companies have the ERP ID “A-7”" */
          ngettext ("%u company has the %s “%s”.", "%u companies have the %s “%s”.", found->len),
          found->len, title_of (self, field), text);
  return FALSE;
}

/* Whether the company of ROW's id is there. */
static gboolean
find_by_id (Making *self, GuildImportRow *row, const char *id, guint *company)
{
  g_autofree char *lower = g_ascii_strdown (id, -1);

  *company = guild_register_find_id (self->companies, id);
  if (*company == G_MAXUINT)
    *company = guild_register_find_id (self->companies, lower);
  if (*company == G_MAXUINT)
    settle (row, GUILD_IMPORT_INVALID, _("No company has the ID “%s”."), id);
  else if (guild_register_is_deleted (self->companies, *company))
    settle (row, GUILD_IMPORT_INVALID, _("The company with this ID has been deleted."));
  else
    return TRUE;
  return FALSE;
}

/* Whether COMPANY, which was found by FIELD, agrees with ROW in every stronger key. */
static gboolean
agrees (Making *self, GuildImportRow *row, GHashTable *values, guint company, const char *field)
{
  for (guint i = 0; self->rules->keys[i] != NULL && !g_str_equal (self->rules->keys[i], field); i++)
    {
      const char *key = self->rules->keys[i];
      const char *text = value_of (values, key);
      const char *known = text_of (self, company, key);

      if (*text == '\0' || *known == '\0' || is_same (text, known))
        continue;
      /* Translators: a field, another field, its value: “The company with this Name has the Tax ID
       * “7”…” */
      settle (row, GUILD_IMPORT_CONFLICT,
              _("The company with this %s has the %s “%s”. Add its ID to say that it is meant."),
              title_of (self, field), title_of (self, key), known);
      return FALSE;
    }
  return TRUE;
}

/* FALSE: ROW has its verdict. COMPANY (out): G_MAXUINT for a new one. */
static gboolean
find_company (Making *self, GuildImportRow *row, GHashTable *values, guint *company)
{
  const char *id = value_of (values, self->table->fields[self->table->id_field].id);
  const char *name = self->table->fields[self->table->name_field].id;

  *company = G_MAXUINT;
  if (*id != '\0')
    return find_by_id (self, row, id, company);
  for (guint i = 0; self->rules->keys[i] != NULL && *company == G_MAXUINT; i++)
    if (!find_by (self, row, values, self->rules->keys[i], company) ||
        (*company != G_MAXUINT && !agrees (self, row, values, *company, self->rules->keys[i])))
      return FALSE;
  if (*company != G_MAXUINT)
    return TRUE;
  return find_by (self, row, values, name, company) &&
         (*company == G_MAXUINT || agrees (self, row, values, *company, name));
}

/* Whether FIELD of VALUES belongs to nobody but COMPANY. */
static gboolean
is_free (Making *self, GuildImportRow *row, GHashTable *values, const char *field, guint company)
{
  guint other;

  if (company != G_MAXUINT && is_same (value_of (values, field), text_of (self, company, field)))
    return TRUE;
  if (!find_by (self, row, values, field, &other))
    return FALSE;
  if (other == G_MAXUINT || other == company)
    return TRUE;
  /* Translators: a field, a value, the name of a company */
  settle (row, GUILD_IMPORT_CONFLICT, _("The %s “%s” belongs to “%s”."), title_of (self, field),
          value_of (values, field), name_of (self, other));
  return FALSE;
}

static gboolean
takes_nothing (Making *self, GuildImportRow *row, GHashTable *values, guint company)
{
  for (guint i = 0; self->rules->keys[i] != NULL; i++)
    if (!is_free (self, row, values, self->rules->keys[i], company))
      return FALSE;
  return is_free (self, row, values, self->table->fields[self->table->name_field].id, company);
}

/* --- what is to be done ----------------------------------------------------------------------- */

static void
warn_of (Making *self, GuildImportRow *row, GHashTable *values, const char *field)
{
  g_autofree char *warning = self->rules->warn != NULL
    ? self->rules->warn (field, values, self->places) : NULL;

  if (warning != NULL)
    guild_import_row_add_warning (row, warning);
}

static void
plan_create (Making *self, GuildImportRow *row, GHashTable *values)
{
  guint name = self->table->name_field;

  for (guint i = 0; self->rules->fields[i] != NULL; i++)
    {
      const GuildField *field = guild_field_table_find (self->table, self->rules->fields[i]);
      if ((field->flags & GUILD_FIELD_REQUIRED) == 0 || *value_of (values, field->id) != '\0')
        continue;
      settle (row, GUILD_IMPORT_INVALID, _("%s is missing, and a new company needs it."),
              _(field->title));
      return;
    }
  guild_import_row_set_verdict (row, GUILD_IMPORT_CREATE, NULL);
  GArray *near = guild_register_find (self->companies, name, row->name, GUILD_REGISTER_NEARLY);
  if (near != NULL)
    {
      g_autofree char *warning =
        g_strdup_printf (_("There is “%s” already, whose name is nearly the same."),
                         name_of (self, g_array_index (near, guint, 0)));
      guild_import_row_add_warning (row, warning);
    }
  for (guint i = 0; self->rules->fields[i] != NULL; i++)
    warn_of (self, row, values, self->rules->fields[i]);
}

static void
append_difference (Making *self, GString *lines, const char *field, const char *before,
                   const char *after)
{
  g_string_append_printf (lines, "%s%s: %s → %s", lines->len > 0 ? "\n" : "",
                          title_of (self, field), *before != '\0' ? before : "—",
                          *after != '\0' ? after : "—");
}

static void
plan_update (Making *self, GuildImportRow *row, GHashTable *values, guint company)
{
  gboolean placed = guild_field_table_find (self->table, "country") != NULL;
  const char *old_country = placed ? text_of (self, company, "country") : NULL;
  const char *country = g_hash_table_contains (values, "country") ? value_of (values, "country")
                                                                  : old_country;
  g_autoptr(GString) lines = g_string_new (NULL);

  for (guint i = 0; self->rules->fields[i] != NULL; i++)
    {
      const char *field = self->rules->fields[i];
      if (!g_hash_table_contains (values, field))
        continue;
      g_autofree char *after =
        self->rules->normalise (field, value_of (values, field), country, self->places);
      g_autofree char *before = self->rules->normalise (field, text_of (self, company, field),
                                                        old_country, self->places);
      if (g_str_equal (before, after))
        continue;
      append_difference (self, lines, field, before, after);
      warn_of (self, row, values, field);
    }
  guild_import_row_set_verdict (row, lines->len > 0 ? GUILD_IMPORT_UPDATE : GUILD_IMPORT_UNCHANGED,
                                lines->len > 0 ? lines->str : NULL);
}

static gboolean
check_cells (Making *self, GuildImportRow *row, GHashTable *values, const GuildCsvRow *source)
{
  if (source->n_found > self->file->n_columns)
    {
      settle (row, GUILD_IMPORT_INVALID,
              ngettext ("The row has %u cell, and there are %u headings.",
                        "The row has %u cells, and there are %u headings.", source->n_found),
              source->n_found, self->file->n_columns);
      return FALSE;
    }
  for (guint i = 0; self->rules->fields[i] != NULL; i++)
    {
      const char *text = value_of (values, self->rules->fields[i]);
      g_autofree char *why = *text != '\0' ? self->rules->check (self->rules->fields[i], text) : NULL;
      if (why == NULL)
        continue;
      guild_import_row_set_verdict (row, GUILD_IMPORT_INVALID, why);
      return FALSE;
    }
  return TRUE;
}

static void
meet (Making *self, GuildImportRow *row, guint company)
{
  row->company_id = g_strdup (guild_register_get_id (self->companies, company));
  if (*row->name != '\0')
    return;
  g_free (row->name);
  row->name = g_strdup (name_of (self, company));
}

/* (transfer full) */
static GuildImportRow *
plan_row (Making *self, const GuildCsvRow *source)
{
  GuildImportRow *row =
    guild_import_row_new (g_strdupv (source->cells), source->line, self->plan->rows->len);
  g_autoptr(GHashTable) values = guild_import_plan_get_values (self->plan, row);
  guint company;

  g_free (row->name);
  row->name = g_strdup (value_of (values, self->table->fields[self->table->name_field].id));
  if (!check_cells (self, row, values, source) || !find_company (self, row, values, &company))
    {
      if (row->verdict == GUILD_IMPORT_INVALID)
        g_hash_table_add (self->mute, row);
      return row;
    }
  if (company != G_MAXUINT)
    meet (self, row, company);
  if (!takes_nothing (self, row, values, company))
    return row;
  if (company == G_MAXUINT)
    plan_create (self, row, values);
  else
    plan_update (self, row, values, company);
  return row;
}

/* --- rows against each other ------------------------------------------------------------------ */

/* WHAT (nullable): the title of the field in which they are the same; NULL: as companies. */
static void
collide (GuildImportRow *row, GuildImportRow *other, const char *what)
{
  if (row->verdict == GUILD_IMPORT_CONFLICT || row->verdict == GUILD_IMPORT_INVALID)
    return;
  g_clear_pointer (&row->warning, g_free);
  if (what == NULL)
    settle (row, GUILD_IMPORT_CONFLICT, _("Line %u means the same company."), other->line);
  else
    /* Translators: %s is the title of a field */
    settle (row, GUILD_IMPORT_CONFLICT, _("Line %u has the same %s, or nearly."), other->line,
            what);
}

/* ROW is or becomes KEY, which is taken, as no other row may. */
static void
claim (Making *self, GuildImportRow *row, char *key, const char *what)
{
  GuildImportRow *other = g_hash_table_lookup (self->seen, key);

  if (other == NULL || other == row)
    {
      g_hash_table_insert (self->seen, key, row);
      return;
    }
  g_free (key);
  collide (row, other, what);
  collide (other, row, what);
}

/* Only what the company (G_MAXUINT: a new one) does not have yet: what is there is not for this
 * file to judge. */
static void
claim_value (Making *self, GuildImportRow *row, GHashTable *values, guint company,
             const char *field, GuildRegisterHow how)
{
  const char *text = value_of (values, field);
  g_autofree char *key = guild_register_make_key (text, how);

  if (*key != '\0' && (company == G_MAXUINT || !is_same (text, text_of (self, company, field))))
    claim (self, row, g_strconcat (field, "\n", key, NULL), title_of (self, field));
}

static void
compare_row (Making *self, GuildImportRow *row)
{
  guint company = G_MAXUINT;

  /* A row that cannot be sent as it is may be meant all the same. */
  if (g_hash_table_contains (self->mute, row))
    return;
  g_autoptr(GHashTable) values = guild_import_plan_get_values (self->plan, row);
  if (row->company_id != NULL)
    {
      company = guild_register_find_id (self->companies, row->company_id);
      claim (self, row, g_strconcat ("\n", row->company_id, NULL), NULL);
    }
  /* The service answers by name, and not always letter by letter. */
  claim_value (self, row, values, company, self->table->fields[self->table->name_field].id,
               GUILD_REGISTER_NEARLY);
  for (guint i = 0; self->rules->keys[i] != NULL; i++)
    claim_value (self, row, values, company, self->rules->keys[i], GUILD_REGISTER_EXACT);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Making *self = data;
  GPtrArray *rows = self->plan->rows;

  for (guint i = 0; i < self->file->rows->len && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (rows, plan_row (self, self->file->rows->pdata[i]));
  for (guint i = 0; i < rows->len && !g_cancellable_is_cancelled (cancellable); i++)
    compare_row (self, rows->pdata[i]);
  guild_task_return_pointer (task, g_steal_pointer (&self->plan), g_object_unref);
}

static GuildImportPlan *
begin_plan (const GuildFieldTable *table, GuildCsvTable *file, const char *name,
            const char **columns, gboolean clears)
{
  GuildImportPlan *plan = g_object_new (GUILD_TYPE_IMPORT_PLAN, NULL);

  plan->table = table;
  plan->name = g_strdup (name);
  plan->headings = g_strdupv (file->headings);
  plan->n_columns = file->n_columns;
  plan->columns = g_new0 (char *, file->n_columns + 1);
  for (guint i = 0; i < file->n_columns; i++)
    plan->columns[i] = g_strdup (columns[i] != NULL ? columns[i] : "");
  plan->separator = file->separator;
  plan->clears = clears;
  return plan;
}

void
guild_import_plan_make_async (GuildDirectory *directory, GuildCsvTable *file, const char *name,
                              const char **columns, gboolean clears, GuildPlaces *places,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (file != NULL && name != NULL && columns != NULL);

  g_autoptr(GTask) task = g_task_new (directory, cancellable, callback, data);
  GuildService *service = guild_directory_get_service (directory);
  const GuildImportRules *rules =
    service != NULL ? guild_service_get_import_rules (service) : NULL;

  g_task_set_source_tag (task, guild_import_plan_make_async);
  if (rules == NULL)
    {
      g_task_return_new_error (task, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED,
                               _("Companies cannot be imported into this workspace."));
      return;
    }
  Making *self = g_new0 (Making, 1);
  self->table = guild_directory_get_table (directory);
  self->plan = begin_plan (self->table, file, name, columns, clears);
  self->companies = guild_register_new (directory);
  self->rules = rules;
  self->file = guild_csv_table_ref (file);
  self->places = places != NULL ? guild_places_ref (places) : NULL;
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->mute = g_hash_table_new (NULL, NULL);
  g_task_set_task_data (task, self, making_free);
  guild_task_run (task, make_in_thread);
}

GuildImportPlan *
guild_import_plan_make_finish (GuildDirectory *directory, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, directory), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
