/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-input.h"
#include "support/guild-test.h"

static void
run_xdotool (const char *const *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, guild_test_result_cb, &result);
  g_autoptr(GAsyncResult) done = guild_test_await (&result);
  g_subprocess_wait_check_finish (process, done, &error);
  g_assert_no_error (error);
}

void
guild_test_press (const char *keys)
{
  run_xdotool ((const char *[]){ "xdotool", "key", "--clearmodifiers", "--", keys, NULL });
}

void
guild_test_type (const char *text)
{
  run_xdotool ((const char *[]){ "xdotool", "type", "--clearmodifiers", "--", text, NULL });
}

/* ACTION is a word of xdotool's for BUTTON; both NULL to go there and do nothing. */
static void
point_at (int x, int y, const char *action, const char *button)
{
  g_autofree char *left = g_strdup_printf ("%d", x);
  g_autofree char *top = g_strdup_printf ("%d", y);
  run_xdotool ((const char *[]){ "xdotool", "mousemove", left, top, action, button, NULL });
}

void
guild_test_click_at (int x, int y)
{
  point_at (x, y, "click", "1");
}

void
guild_test_menu_at (int x, int y)
{
  point_at (x, y, "click", "3");
}

void
guild_test_hold_at (int x, int y)
{
  point_at (x, y, "mousedown", "1");
}

void
guild_test_move_to (int x, int y)
{
  point_at (x, y, NULL, NULL);
}

void
guild_test_let_go (void)
{
  run_xdotool ((const char *[]){ "xdotool", "mouseup", "1", NULL });
}

void
guild_test_wheel_at (int x, int y, int direction)
{
  g_autofree char *left = g_strdup_printf ("%d", x);
  g_autofree char *top = g_strdup_printf ("%d", y);
  run_xdotool ((const char *[]){ "xdotool", "mousemove", left, top, "click",
                                 direction < 0 ? "4" : "5", NULL });
}

void
guild_test_park (void)
{
  run_xdotool ((const char *[]){ "xdotool", "mousemove", "100000", "100000", NULL });
}
