/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-company-list-private.h"

struct _GuildPosition
{
  GObject           parent_instance;
  GuildCompanyList *list; /* (owned) */
  guint             index;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuildPosition, guild_position, G_TYPE_OBJECT)

static void
guild_position_dispose (GObject *object)
{
  GuildPosition *self = GUILD_POSITION (object);

  if (self->list != NULL)
    guild_company_list_forget (self->list, self->index);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (guild_position_parent_class)->dispose (object);
}

static void
guild_position_class_init (GuildPositionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_position_dispose;
  signals[CHANGED] = g_signal_new ("changed", GUILD_TYPE_POSITION, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
guild_position_init (GuildPosition *self)
{
}

GuildPosition *
guild_position_new (GuildCompanyList *list, guint index)
{
  GuildPosition *self = g_object_new (GUILD_TYPE_POSITION, NULL);

  self->list = g_object_ref (list);
  self->index = index;
  return self;
}

void
guild_position_emit_changed (GuildPosition *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
guild_position_get_index (GuildPosition *self)
{
  g_return_val_if_fail (GUILD_IS_POSITION (self), G_MAXUINT);
  return self->index;
}

char *
guild_position_dup_id (GuildPosition *self)
{
  g_return_val_if_fail (GUILD_IS_POSITION (self), NULL);

  GuildScratch scratch;
  guint place;
  GuildSegment *segment = guild_company_list_get_row (self->list, self->index, &place);
  return segment != NULL ? g_strdup (guild_segment_get_id (segment, place, &scratch)) : NULL;
}

char *
guild_position_dup_text (GuildPosition *self, guint field)
{
  g_return_val_if_fail (GUILD_IS_POSITION (self), NULL);

  GuildScratch scratch;
  guint place;
  GuildSegment *segment = guild_company_list_get_row (self->list, self->index, &place);
  if (segment == NULL)
    return NULL;
  g_return_val_if_fail (field < segment->table->n_fields, NULL);
  return g_strdup (guild_segment_get_text (segment, place, field, &scratch));
}

gint64
guild_position_get_number (GuildPosition *self, guint field)
{
  g_return_val_if_fail (GUILD_IS_POSITION (self), GUILD_NUMBER_UNSET);

  guint place;
  GuildSegment *segment = guild_company_list_get_row (self->list, self->index, &place);
  if (segment == NULL)
    return GUILD_NUMBER_UNSET;
  g_return_val_if_fail (field < segment->table->n_fields, GUILD_NUMBER_UNSET);
  return guild_segment_get_number (segment, place, field);
}

char *
guild_position_dup_name (GuildPosition *self)
{
  g_return_val_if_fail (GUILD_IS_POSITION (self), NULL);

  guint place;
  GuildSegment *segment = guild_company_list_get_row (self->list, self->index, &place);
  return segment != NULL ? g_strdup (guild_segment_get_name (segment, place)) : NULL;
}

gboolean
guild_position_is_deleted (GuildPosition *self)
{
  g_return_val_if_fail (GUILD_IS_POSITION (self), FALSE);

  guint place;
  GuildSegment *segment = guild_company_list_get_row (self->list, self->index, &place);
  return segment != NULL && (segment->flags[place] & GUILD_ROW_DELETED) != 0;
}

GuildNeed
guild_position_get_need (GuildPosition *self)
{
  GuildNeed none = { GUILD_ATTENTION_NONE, GUILD_NUMBER_UNSET };
  GuildAttention attention;
  guint place;

  g_return_val_if_fail (GUILD_IS_POSITION (self), none);
  GuildSegment *segment = guild_company_list_get_row (self->list, self->index, &place);
  if (segment == NULL)
    return none;
  guild_attention_init (&attention, segment->table,
                        guild_company_list_get_failures (self->list), guild_attention_now ());
  return guild_attention_get_need (&attention, segment, place);
}
