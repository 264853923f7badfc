/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Countries and their parts as the system's iso-codes name them (ISO 3166-1 and 3166-2). Autodesk's
 * families write them as names or as codes (acc.md §4.5, §5): everything here takes either, without
 * regard to case and accents. Immutable; reference counting is atomic. */
typedef struct _GuildPlaces GuildPlaces;

/* A country, or a part of one. Belongs to the places. */
typedef struct
{
  char *code; /* (owned): "US"; of a part "CA", what follows the country's */
  char *name; /* (owned): in English, as the services write it: "United States", "California" */
} GuildPlace;

/* DIRECTORY holds iso_3166-1.json and iso_3166-2.json; NULL: where iso-codes puts them below the
 * system's data directories. Blocks, any thread. NULL and an error when they are missing or
 * damaged. */
GuildPlaces      *guild_places_load         (const char *directory, GError **error);
void              guild_places_load_async   (const char *directory, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data);
GuildPlaces      *guild_places_load_finish  (GAsyncResult *result, GError **error);
GuildPlaces      *guild_places_ref          (GuildPlaces *self);
void              guild_places_unref        (GuildPlaces *self);
/* (transfer none) (element-type GuildPlace): by name. */
GPtrArray        *guild_places_get_countries (GuildPlaces *self);
/* The parts of COUNTRY (nullable), by name; empty for one that is not known. */
GPtrArray        *guild_places_get_states   (GuildPlaces *self, const char *country);
/* By two or three letters or by any of its names; (nullable), like TEXT. */
const GuildPlace *guild_places_find_country (GuildPlaces *self, const char *text);
/* A part of COUNTRY by code, with or without the country's before it, or by name; (nullable). */
const GuildPlace *guild_places_find_state   (GuildPlaces *self, const char *country,
                                             const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildPlaces, guild_places_unref)

G_END_DECLS
