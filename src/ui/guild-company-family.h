/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "company/guild-company.h"

G_BEGIN_DECLS

/* Rows of the company pane for whom COMPANY belongs to: the tree of FAMILY (nullable) (element-type
 * GuildRelative), whose others open ("win.open-company"), and the users who own it. (transfer
 * container) (element-type GtkWidget), each floating and described for guild_kept_rows_fill();
 * empty when it stands alone. */
GPtrArray *guild_company_family_rows (GuildCompany *company, GPtrArray *family);

G_END_DECLS
