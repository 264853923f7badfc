/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "company/guild-places.h"
#include "service/guild-service.h"

G_BEGIN_DECLS

typedef struct
{
  const char *word;
  const char *field;
} GuildImportWord;

/* What a file of companies may say to a service, and how that is written. VALUES is field id of the
 * service's table → text; PLACES (nullable) as in guild-autodesk-edit.h. Everything may be called
 * on any thread. */
struct _GuildImportRules
{
  guint                  batch_size; /* companies that one write makes */
  /* Fields that a file may set, and those by which it may say which company it means, strongest
   * first; the id comes before them and the name, which comes last, is not among them. Both end
   * with NULL. */
  const char * const    *fields;
  const char * const    *keys;
  /* Other names of columns, in any case and punctuation; ends with { NULL }. */
  const GuildImportWord *words;
  /* NULL when TEXT is fit for FIELD; else why not. (transfer full) */
  char                *(*check)       (const char *field, const char *text);
  /* The text of FIELD as the service would keep it, for comparing. COUNTRY (nullable): the
   * company's. (transfer full) */
  char                *(*normalise)   (const char *field, const char *text, const char *country,
                                       GuildPlaces *places);
  /* (nullable) (transfer full): what is unusual about FIELD of VALUES, though it may be sent. */
  char                *(*warn)        (const char *field, GHashTable *values, GuildPlaces *places);
  /* ROWS (element-type GHashTable): BATCH_SIZE of VALUES at most. (transfer full) */
  GuildWrite          *(*make_create) (GPtrArray *rows, GuildPlaces *places);
  /* Only what differs from COMPANY; NULL when nothing does. INVERSE (out). All (transfer full). */
  GuildWrite          *(*make_edit)   (GuildCompany *company, GHashTable *values, GuildPlaces *places,
                                       GuildWrite **inverse);
};

G_END_DECLS
