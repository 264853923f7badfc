/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-node.h"

G_BEGIN_DECLS

/* One value of one company. The empty text counts as unset everywhere. Text and number live side by
 * side because both are wanted: a CHOICE has its raw text (an unknown enum value keeps it) and its
 * index, a TIME its raw text and its microseconds. */
typedef struct
{
  const char *text;   /* (nullable) (borrowed): NULL = unset. Lists join items with GUILD_LIST_SEP */
  gint64      number; /* NUMBER: value; TIME: µs since 1970 UTC; CHOICE: index or -1 when unknown;
                       * GUILD_NUMBER_UNSET when unset */
} GuildCell;

#define GUILD_NUMBER_UNSET G_MININT64
#define GUILD_LIST_SEP "\x1f"

typedef enum
{
  GUILD_FIELD_TEXT,
  GUILD_FIELD_NUMBER,
  GUILD_FIELD_TIME,
  GUILD_FIELD_CHOICE,
  GUILD_FIELD_TAGS,        /* list text, "key=value" items (tags) or ids (groups) */
  GUILD_FIELD_CONNECTIONS, /* list text, platform names, shown as pills */
} GuildFieldKind;

typedef enum
{
  GUILD_FIELD_FLAGS_NONE = 0,
  GUILD_FIELD_SEARCHABLE = 1 << 0, /* the search entry looks at it */
  GUILD_FIELD_FILTERABLE = 1 << 1,
  GUILD_FIELD_SORTABLE   = 1 << 2,
  GUILD_FIELD_EDITABLE   = 1 << 3,
  GUILD_FIELD_REQUIRED   = 1 << 4, /* must be set when a company is created */
  GUILD_FIELD_DEFAULT    = 1 << 5, /* a column shown until the operator chooses otherwise */
  GUILD_FIELD_IDENTIFIER = 1 << 6, /* shown in a monospace face */
  GUILD_FIELD_RELATIVE   = 1 << 7, /* a TIME shown as its distance from now, "2 min ago" */
  GUILD_FIELD_LETTERS    = 1 << 8, /* conditions on this TEXT overlook case alone, as the service
                                    * does: accents and white space count */
} GuildFieldFlags;

typedef struct
{
  const char *value;     /* as the service writes it, or our own word for a derived field */
  const char *title;     /* translatable, N_() */
  const char *icon_name; /* (nullable): symbolic icon */
  const char *css_class; /* (nullable): "success", "warning", "error", "accent", "dim-label" */
} GuildFieldChoice;

typedef struct _GuildField GuildField;

/* Receives what a reader found; text is copied. */
typedef struct _GuildCellSink GuildCellSink;

struct _GuildField
{
  const char             *id;            /* stable: cache column, settings, CSV header */
  const char             *title;         /* translatable, N_() */
  GuildFieldKind          kind;
  GuildFieldFlags         flags;
  int                     width;         /* default column width, pixels */
  const char             *member;        /* (nullable): dotted path in the service's JSON, digits
                                          * index arrays: "addresses.0.city" */
  const char             *remote_filter; /* (nullable): name in the service's filter parameter */
  const char             *remote_sort;   /* (nullable): name in the service's sort parameter */
  const GuildFieldChoice *choices;       /* (nullable): ends with { NULL } */
  /* (nullable): derives the cell where a member path cannot say it */
  void                  (*read) (const GuildField *field, const GuildNode *company,
                                 GuildCellSink *sink);
};

/* Everything that the grid, filter panel, editor, CSV files, cache and search know of a service. */
typedef struct
{
  const char       *service_id; /* "codat", "autodesk" */
  const GuildField *fields;
  guint             n_fields;
  guint             id_field;   /* index of the id */
  guint             name_field; /* index of the name */
  /* (nullable): removes what must never reach a disk (one-time passwords in link addresses) */
  void            (*scrub) (JsonObject *company);
  /* (nullable): whether scrub would leave COMPANY as it is; NULL = when there is no scrub */
  gboolean        (*is_clean) (const GuildNode *company);
  /* (nullable): whether a company is gone at the service but kept here */
  gboolean        (*is_deleted) (const GuildNode *company);
} GuildFieldTable;

/* For read functions. Only the text need be set: the number of a CHOICE or TIME follows from it.
 * TEXT NULL or "" = unset; a GUILD_LIST_SEP within becomes a space. */
void              guild_cell_sink_set_text   (GuildCellSink *self, const char *text);
void              guild_cell_sink_set_number (GuildCellSink *self, gint64 number);
/* Appends to a list cell; ignores NULL and empty items. */
void              guild_cell_sink_add_item   (GuildCellSink *self, const char *item);

const GuildField *guild_field_table_find     (const GuildFieldTable *table, const char *id);
/* G_MAXUINT when there is none */
guint             guild_field_table_index    (const GuildFieldTable *table, const char *id);
/* Index of the choice whose value is VALUE, or -1. */
int               guild_field_choice_index   (const GuildField *field, const char *value);
/* The items of a list cell's TEXT (nullable) as people call them: known choices by their title.
 * (transfer full) */
char            **guild_field_split_words    (const GuildField *field, const char *text);
/* What a person reads in a cell; (transfer full), "" when unset, "—" for a TIME. NOW in µs UTC
 * drives "2 min ago". Lists are joined with ", ". Text that is no known choice, number or time is
 * shown as the service wrote it. */
char             *guild_field_format         (const GuildField *field, const GuildCell *cell,
                                              gint64 now);

G_END_DECLS
