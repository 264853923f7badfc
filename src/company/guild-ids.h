/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A list of ids, (element-type utf8), that several hold and nobody changes any more; there may be a
 * million. */

/* So many are copied, or freed, while nobody notices; more are a worker's work. */
#define GUILD_IDS_FEW 1000

/* Drops a reference to SELF; where they are many a worker does it. For the main thread. */
void guild_ids_unref (GPtrArray *self);

G_END_DECLS
