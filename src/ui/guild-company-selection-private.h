/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-company-selection.h"

G_BEGIN_DECLS

/* For guild-grid*.c only. */

/* The view is told of no more than the first N_ROWS rows; G_MAXUINT, as it begins: of all. What is
 * selected does not depend on it. */
void guild_company_selection_set_limit (GuildCompanySelection *self, guint n_rows);

G_END_DECLS
