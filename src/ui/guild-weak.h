/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Data for the callback of a call that must not keep a window alive: a window that is closed is
 * disposed only when nobody holds it, and disposing is what cancels its calls. */

/* (transfer full): to be taken exactly once. */
gpointer guild_weak_new  (gpointer object);
/* Frees WEAK; (transfer full) (nullable): the object, NULL when it is gone. */
gpointer guild_weak_take (gpointer weak);

G_END_DECLS
