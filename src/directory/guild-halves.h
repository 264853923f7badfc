/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls FUNC for FIRST here and for SECOND on a thread of its own; returns when both are done. */
static inline void
guild_halves_run (GThreadFunc func, gpointer first, gpointer second)
{
  GThread *other = g_thread_new ("half", func, second);

  func (first);
  g_thread_join (other);
}

G_END_DECLS
