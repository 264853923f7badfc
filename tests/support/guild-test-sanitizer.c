/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sanitizer/lsan_interface.h>

/* What libraries allot while they are loaded is nobody's leak: GLib gives its first table of quarks
 * up when that grows. It is told from the rest here and not by its stack, because finding the
 * stacks of everything makes the sanitized tests ten times as slow. */

__attribute__ ((no_sanitize ("address", "undefined"))) static void
before_libraries (int argc, char **argv, char **environment)
{
  __lsan_disable ();
}

__attribute__ ((section (".preinit_array"), used)) static void (*const first) (int, char **,
                                                                               char **) =
  before_libraries;

__attribute__ ((constructor)) static void
after_libraries (void)
{
  __lsan_enable ();
}
