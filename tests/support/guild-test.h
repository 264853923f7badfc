/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The real sandbox as a child process on a free port, for one test; $GUILDHALL_SANDBOX names the
 * program. All functions fail the test on an unexpected answer. */
typedef struct
{
  GSubprocess *process;        /* (owned) */
  char *url;                   /* (owned), like the rest */
  char *codat_key;
  char *autodesk_client_id;
  char *autodesk_client_secret;
  char *autodesk_public_client_id;
  char *autodesk_account_id;
  char *region;
} GuildTestSandbox;

/* Further arguments of the program, NULL-terminated: "--companies", "50", NULL. */
GuildTestSandbox *guild_test_sandbox_start (const char *first, ...) G_GNUC_NULL_TERMINATED;
void              guild_test_sandbox_stop  (GuildTestSandbox *self);
/* GET or POST of a control path ("/_sandbox/state") or, with the right credentials added, of a
 * service's own path; (transfer full). BODY is JSON text or NULL. Blocking, with its own main
 * context. */
JsonNode         *guild_test_sandbox_call  (GuildTestSandbox *self, const char *method,
                                            const char *path, const char *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildTestSandbox, guild_test_sandbox_stop)

/* Spins the default main context until CONDITION holds; fails the test when it does not
 * come true in time. */
#define guild_test_wait_until(condition) \
  G_STMT_START { \
    gint64 deadline_ = guild_test_deadline (); \
    while (!(condition)) { \
      if (g_get_monotonic_time () > deadline_) \
        g_error ("%s:%d: still not true in time: %s", __FILE__, __LINE__, #condition); \
      guild_test_spin (); \
    } \
  } G_STMT_END

/* A port on which nobody listens; one that the system gives to nobody who does not ask for it, so
 * that it stays free until it is used. */
guint16       guild_test_find_port (void);
/* When a wait that begins now is in vain: after 30 s, or after $GUILDHALL_TEST_PATIENCE seconds for
 * machines and builds that are slow. Monotonic, in µs. */
gint64        guild_test_deadline (void);
/* One iteration that may block for at most 10 ms. */
void          guild_test_spin     (void);
/* For one asynchronous call: pass guild_test_result_cb and the address of a GAsyncResult pointer,
 * then wait; (transfer full). */
void          guild_test_result_cb (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *guild_test_await     (GAsyncResult **slot);
/* What it starts dies with the test, however that ends; (transfer full). */
GSubprocessLauncher *guild_test_launcher_new (GSubprocessFlags flags);
/* Sends SIGNAL (0: none) and waits for the end of PROCESS, also when it has ended before. Like the
 * next, without moving the main context; fails the test after 60 s. */
void          guild_test_end_process (GSubprocess *process, int signal);
/* The first line that PROCESS writes; what follows is not read. (transfer full) (nullable): NULL at
 * the end. */
char         *guild_test_read_line (GSubprocess *process);
/* A fresh directory below the test's own, removed at exit; (transfer full). */
char         *guild_test_directory (void);

G_END_DECLS
