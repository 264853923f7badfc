/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is left of a company's name when case, accents, punctuation, legal forms ("Ltd", "GmbH",
 * "S.A.") and words that only join ("and", "&") are taken away: by it names of what may be one
 * company are seen to be alike. */
typedef struct
{
  char **words;   /* (owned): sorted */
  char  *letters; /* (owned): the words in their own order, without the spaces */
  char  *ordered; /* (owned): the words in alphabetical order, without the spaces */
  guint  n_letters; /* characters of either */
} GuildNameForm;

/* NAME (nullable). (transfer full) (nullable): NULL when there is nothing to compare by. */
GuildNameForm *guild_name_form_new  (const char *name);
void           guild_name_form_free (GuildNameForm *self);
/* The same words in any order and with any spacing; or one letter more, less, other or changed over
 * with its neighbour, in names of seven letters at least that begin alike, have the same digits and
 * do not differ by a word of under four letters ("Building A" and "Building B" are two). */
gboolean       guild_name_form_is_like (const GuildNameForm *self, const GuildNameForm *other);

/* Numbers of which two names that are alike by one letter have at least one in common, so that only
 * those need be compared: TRACES has room for n_letters of them. How many there are; none where one
 * letter makes another name. */
guint          guild_name_form_trace   (const GuildNameForm *self, guint64 *traces);

/* A tax id or an id of another system as it is compared: letters and digits only, in one case.
 * (transfer full) (nullable): NULL for what says nothing ("", "n/a", "0000", "TBD"). */
char          *guild_name_form_number (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildNameForm, guild_name_form_free)

G_END_DECLS
