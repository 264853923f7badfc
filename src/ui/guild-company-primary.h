/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes BUTTON the one action that helps a company with CONNECTIONS (element-type GuildConnection):
 * to link it, or to have it authorised again. The link of a connection leads straight to its
 * platform, where the company's own would ask for one: another choice there makes a second
 * connection. */
void guild_company_primary_update (GtkButton *button, GListModel *connections);

G_END_DECLS
