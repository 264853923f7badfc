/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls FUNC with DATA once in CONTEXT, at the default priority and in the order of the calls. Any
 * thread may call. For the default context it does what g_source_attach() cannot: that one wakes
 * the main thread while it holds the lock of the context, so that on a busy machine the main thread
 * comes running, takes the caller's processor and waits until the caller has it back: milliseconds,
 * and more where the caller has a lower priority. */
void guild_post (GMainContext *context, void (*func) (gpointer data), gpointer data);

G_END_DECLS
