/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A portal on BUS that is there and grants nothing: all that a person or a policy may refuse ends
 * with NotAllowed. LATE: whoever asks for the secret of the keyring is told afterwards that nothing
 * came of it, as the desktop's own portal does (libsecret before 0.21 may miss that, and waits for
 * ever). What a portal only knows it tells: the network is there, without a proxy. It answers in
 * the bus's own thread, until BUS is closed. */
void guild_test_portal_refuse (GDBusConnection *bus, gboolean late);

G_END_DECLS
