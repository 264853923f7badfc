/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (GuildImportRow, guild_import_row, G_TYPE_OBJECT)

typedef enum { PROP_STATE = 1 } GuildImportRowProperty;
static GParamSpec *properties[PROP_STATE + 1];

static const struct { const char *id, *title; } verdicts[] = {
  [GUILD_IMPORT_CREATE] = { "create", N_("Create") },
  [GUILD_IMPORT_UPDATE] = { "update", N_("Update") },
  [GUILD_IMPORT_UNCHANGED] = { "unchanged", N_("Unchanged") },
  [GUILD_IMPORT_CONFLICT] = { "conflict", N_("Conflict") },
  [GUILD_IMPORT_INVALID] = { "invalid", N_("Invalid") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (verdicts) == GUILD_IMPORT_N_VERDICTS);

static const char * const states[] = {
  [GUILD_IMPORT_ROW_IDLE] = "idle",
  [GUILD_IMPORT_ROW_WAITING] = "waiting",
  [GUILD_IMPORT_ROW_SENT] = "sent",
  [GUILD_IMPORT_ROW_DONE] = "done",
  [GUILD_IMPORT_ROW_FAILED] = "failed",
  [GUILD_IMPORT_ROW_UNKNOWN] = "unknown",
};

static void
guild_import_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_uint (value, GUILD_IMPORT_ROW (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
guild_import_row_finalize (GObject *object)
{
  GuildImportRow *self = GUILD_IMPORT_ROW (object);

  g_strfreev (self->cells);
  g_free (self->name);
  g_free (self->note);
  g_free (self->warning);
  g_free (self->company_id);
  g_free (self->message);
  G_OBJECT_CLASS (guild_import_row_parent_class)->finalize (object);
}

static void
guild_import_row_class_init (GuildImportRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_import_row_get_property;
  object_class->finalize = guild_import_row_finalize;
  properties[PROP_STATE] = g_param_spec_uint (
    "state", NULL, NULL, 0, GUILD_IMPORT_ROW_UNKNOWN, 0,
    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
guild_import_row_init (GuildImportRow *self)
{
}

GuildImportRow *
guild_import_row_new (char **cells, guint line, guint position)
{
  GuildImportRow *self = g_object_new (GUILD_TYPE_IMPORT_ROW, NULL);

  self->cells = cells;
  self->line = line;
  self->position = position;
  self->name = g_strdup ("");
  return self;
}

void
guild_import_row_set_verdict (GuildImportRow *self, GuildImportVerdict verdict, const char *note)
{
  gboolean acts = verdict == GUILD_IMPORT_CREATE || verdict == GUILD_IMPORT_UPDATE;

  self->verdict = verdict;
  self->state = acts ? GUILD_IMPORT_ROW_WAITING : GUILD_IMPORT_ROW_IDLE;
  g_free (self->note);
  self->note = g_strdup (note);
}

void
guild_import_row_add_warning (GuildImportRow *self, const char *warning)
{
  char *all = self->warning != NULL ? g_strjoin ("\n", self->warning, warning, NULL)
                                    : g_strdup (warning);

  g_free (self->warning);
  self->warning = all;
}

void
guild_import_row_set_state (GuildImportRow *self, GuildImportRowState state, const char *message,
                            const char *company_id)
{
  if (message != NULL)
    {
      char *copy = g_strdup (message);
      g_free (self->message);
      self->message = copy;
    }
  if (company_id != NULL)
    {
      char *copy = g_strdup (company_id);
      g_free (self->company_id);
      self->company_id = copy;
    }
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

guint
guild_import_row_get_line (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), 0);
  return self->line;
}

const char *
guild_import_row_get_name (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), NULL);
  return self->name;
}

GuildImportVerdict
guild_import_row_get_verdict (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), GUILD_IMPORT_INVALID);
  return self->verdict;
}

const char *
guild_import_row_get_note (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), NULL);
  return self->note != NULL ? self->note : "";
}

const char *
guild_import_row_get_warning (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), NULL);
  return self->warning != NULL ? self->warning : "";
}

const char *
guild_import_row_get_company_id (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), NULL);
  return self->company_id;
}

GuildImportRowState
guild_import_row_get_state (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), GUILD_IMPORT_ROW_IDLE);
  return self->state;
}

const char *
guild_import_row_get_message (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), NULL);
  return self->message;
}

const char *
guild_import_verdict_title (GuildImportVerdict verdict)
{
  g_return_val_if_fail (verdict < GUILD_IMPORT_N_VERDICTS, NULL);
  return _(verdicts[verdict].title);
}

const char *
guild_import_row_describe (GuildImportRow *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT_ROW (self), NULL);

  switch (self->state)
    {
    case GUILD_IMPORT_ROW_WAITING:
      return _("Not sent");
    case GUILD_IMPORT_ROW_SENT:
      return _("On its way");
    case GUILD_IMPORT_ROW_DONE:
      return self->verdict == GUILD_IMPORT_CREATE ? _("Created") : _("Updated");
    case GUILD_IMPORT_ROW_FAILED:
      return _("Failed");
    case GUILD_IMPORT_ROW_UNKNOWN:
      return _("Not known");
    case GUILD_IMPORT_ROW_IDLE:
    default:
      return guild_import_verdict_title (self->verdict);
    }
}

const char *
guild_import_verdict_to_id (GuildImportVerdict verdict)
{
  return verdicts[verdict].id;
}

gboolean
guild_import_verdict_from_id (const char *id, GuildImportVerdict *verdict)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    if (g_strcmp0 (id, verdicts[i].id) == 0)
      {
        *verdict = i;
        return TRUE;
      }
  return FALSE;
}

const char *
guild_import_row_state_to_id (GuildImportRowState state)
{
  return states[state];
}

gboolean
guild_import_row_state_from_id (const char *id, GuildImportRowState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (id, states[i]) == 0)
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}
