/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/guild-test.h"

G_BEGIN_DECLS

/* Codat's data types as the contract's section 9 lists them; written down here once more, and not
 * taken from the program or the sandbox, so that both are held against it. */
typedef struct
{
  const char *key;
  const char *path;       /* below data/; "%s" is the id of a bank account */
  const char *source;     /* sourceType of the connections that have it */
  gboolean    connection; /* read at a connection */
  enum { GUILD_TEST_PAGED, GUILD_TEST_WHOLE, GUILD_TEST_SINGLE, GUILD_TEST_STATEMENT } form;
} GuildTestDataType;

#define GUILD_TEST_N_DATA_TYPES 43
extern const GuildTestDataType guild_test_data_types[GUILD_TEST_N_DATA_TYPES];

/* A new company that is linked to the platforms named (by their keys, NULL-terminated, one may be
 * named twice) and has every data type that these have. Its id; (transfer full). */
char *guild_test_company_new     (GuildTestSandbox *sandbox, const char *name,
                                  const char *platform, ...) G_GNUC_NULL_TERMINATED;
/* Id of its connection NTH (from 0) of those with the sourceType SOURCE; (transfer full). */
char *guild_test_find_connection (GuildTestSandbox *sandbox, const char *company_id,
                                  const char *source, guint nth);

G_END_DECLS
