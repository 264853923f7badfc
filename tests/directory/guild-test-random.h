/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-test-naive.h"

G_BEGIN_DECLS

/* The moment at which the companies made here need attention, or not; µs UTC. */
#define TEST_RANDOM_NOW G_GINT64_CONSTANT (1751328000000000)

/* $GUILDHALL_TEST_SEED, or one that is told in the log so that it can be set. */
guint32       test_random_seed    (void);
/* A company as a service might send it: awkward texts of all scripts, empty ones, very long ones,
 * unset ones, other types than promised. The same SEED makes the same company; DELETED: gone at the
 * service, of a table that knows such. (transfer full) */
NaiveCompany *test_random_company (const GuildFieldTable *table, const char *id, guint32 seed,
                                   gboolean deleted);
/* What somebody might type; (transfer none). */
const char   *test_random_needle  (GRand *random);
/* Another question: QUERY (transfer full) with something more, less or else. (transfer full) */
GuildQuery   *test_random_query   (GRand *random, const GuildFieldTable *table, GuildQuery *query);

G_END_DECLS
