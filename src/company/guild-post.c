/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-post.h"

#include <sys/eventfd.h>
#include <unistd.h>

typedef struct _Post Post;

struct _Post
{
  Post *next;
  void (*func) (gpointer data);
  gpointer data;
};

/* The default context's, for ever. */
typedef struct
{
  GSource  source;
  gpointer ringing; /* the tag of bell */
  Post    *waiting; /* (owned) (nullable): of the thread of the context, the first to be called first */
} Box;

static Post *posted; /* (atomic) (nullable): the last first */
static int bell;     /* an eventfd: rung after a post is there */

/* The first in, the first out. */
static void
collect (Box *self)
{
  Post *post;

  if (self->waiting != NULL)
    return;
  post = __atomic_exchange_n (&posted, NULL, __ATOMIC_ACQUIRE);
  while (post != NULL)
    {
      Post *next = post->next;
      post->next = self->waiting;
      self->waiting = post;
      post = next;
    }
}

static gboolean
is_ready (Box *self)
{
  return self->waiting != NULL || __atomic_load_n (&posted, __ATOMIC_ACQUIRE) != NULL;
}

static gboolean
box_prepare (GSource *source, gint *timeout)
{
  *timeout = -1;
  return is_ready ((Box *) source);
}

static gboolean
box_check (GSource *source)
{
  Box *self = (Box *) source;
  guint64 n;

  if ((g_source_query_unix_fd (source, self->ringing) & G_IO_IN) != 0 &&
      read (bell, &n, sizeof n) < 0)
    g_debug ("the bell was quiet");
  return is_ready (self);
}

/* One at a time: what else is to be done comes in between. */
static gboolean
box_dispatch (GSource *source, GSourceFunc unused, gpointer nothing)
{
  Box *self = (Box *) source;

  collect (self);
  g_autofree Post *post = self->waiting;
  if (post == NULL)
    return G_SOURCE_CONTINUE;
  self->waiting = post->next;
  post->func (post->data);
  return G_SOURCE_CONTINUE;
}

static void
make_box (void)
{
  static GSourceFuncs funcs = { .prepare = box_prepare, .check = box_check,
                                .dispatch = box_dispatch };
  g_autoptr(GSource) source = g_source_new (&funcs, sizeof (Box));

  bell = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (bell < 0)
    g_error ("no file descriptor is left: %s", g_strerror (errno));
  ((Box *) source)->ringing = g_source_add_unix_fd (source, bell, G_IO_IN);
  g_source_set_static_name (source, "guild_post");
  /* Tests wait within what is called. */
  g_source_set_can_recurse (source, TRUE);
  g_source_attach (source, NULL);
}

static gboolean
called_cb (gpointer data)
{
  Post *post = data;

  post->func (post->data);
  return G_SOURCE_REMOVE;
}

static void
put (Post *post)
{
  static gsize once;
  const guint64 one = 1;

  if (g_once_init_enter (&once))
    {
      make_box ();
      g_once_init_leave (&once, 1);
    }
  post->next = __atomic_load_n (&posted, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n (&posted, &post->next, post, TRUE, __ATOMIC_RELEASE,
                                       __ATOMIC_RELAXED))
    ;
  /* It cannot be full. */
  if (write (bell, &one, sizeof one) < 0)
    g_debug ("the bell rings already");
}

void
guild_post (GMainContext *context, void (*func) (gpointer data), gpointer data)
{
  g_return_if_fail (func != NULL);

  Post *post = g_new0 (Post, 1);
  post->func = func;
  post->data = data;
  if (context == NULL || context == g_main_context_default ())
    {
      put (post);
      return;
    }
  g_autoptr(GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, called_cb, post, g_free);
  g_source_attach (source, context);
}
