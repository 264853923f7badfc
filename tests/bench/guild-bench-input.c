/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-input.h"

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>

static const KeySym added[] = { XK_udiaeresis, XK_eacute };

static Display *display;

/* (out): a key that has no letter. */
static gboolean
find_free_key (int *key)
{
  int least, most, n_each;

  XDisplayKeycodes (display, &least, &most);
  KeySym *all = XGetKeyboardMapping (display, (KeyCode) least, most - least + 1, &n_each);
  for (*key = most; *key >= least; (*key)--)
    {
      gboolean taken = FALSE;
      for (int i = 0; i < n_each; i++)
        taken |= all[(*key - least) * n_each + i] != NoSymbol;
      if (!taken)
        break;
    }
  XFree (all);
  return *key >= least;
}

void
guild_bench_input_init (void)
{
  int key;

  display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  for (gsize i = 0; i < G_N_ELEMENTS (added); i++)
    {
      KeySym symbols[] = { added[i], added[i] };
      g_assert_true (find_free_key (&key));
      XChangeKeyboardMapping (display, key, G_N_ELEMENTS (symbols), symbols, 1);
      XSync (display, False);
    }
}

void
guild_bench_input_key (gunichar character)
{
  /* The letters of Latin 1 are their own symbols. */
  KeyCode key = XKeysymToKeycode (display, character == '<' ? XK_BackSpace : character);

  g_assert_cmpint (key, !=, 0);
  XTestFakeKeyEvent (display, key, True, CurrentTime);
  XTestFakeKeyEvent (display, key, False, CurrentTime);
  XFlush (display);
}

void
guild_bench_input_move (int x, int y)
{
  XTestFakeMotionEvent (display, -1, x, y, CurrentTime);
  XFlush (display);
}

void
guild_bench_input_button (gboolean down)
{
  XTestFakeButtonEvent (display, 1, down, CurrentTime);
  XFlush (display);
}
