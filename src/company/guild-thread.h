/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs FUNC for TASK in a worker, as g_task_run_in_thread() does, with one difference: what TASK
 * holds (its source object, its data) is let go in the task's own main context. GLib's worker drops
 * its reference after the answer is on its way, and where that one is the last, objects of the main
 * thread die in the worker while the main thread still deals with them.
 * FUNC may block; a cancelled TASK is FUNC's to notice. It answers with the guild_task_return_…()
 * below. Any thread may call. */
void guild_task_run (GTask *task, GTaskThreadFunc func);
/* The same for what may be much work, such as a page of a sync: its workers leave the processor to
 * whoever else wants it, the main thread above all. */
void guild_task_run_aside (GTask *task, GTaskThreadFunc func);
/* From now on the calling thread does so. It cannot be taken back. */
void guild_thread_give_way (void);
/* Takes a reference to TASK and drops it in the task's own main context. For threads of one's own,
 * after the task's answer was given. Any thread may call. */
void guild_task_release (GTask *task);

/* As g_task_return_pointer() and its kind do, without keeping the main thread waiting: see
 * guild_post(). For threads; each takes what it is given. */
void guild_task_return_pointer (GTask *task, gpointer result, GDestroyNotify free_result);
void guild_task_return_boolean (GTask *task, gboolean result);
void guild_task_return_int     (GTask *task, gssize result);
void guild_task_return_error   (GTask *task, GError *error);
gboolean guild_task_return_error_if_cancelled (GTask *task);

G_END_DECLS
