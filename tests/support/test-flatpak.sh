#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-flatpak.sh [ARGUMENT…] — for GUILDHALL_PROGRAM: starts the installed Flatpak as a desktop would,
# and ends it when it is ended itself. With --as-sandbox first it is for GUILDHALL_SANDBOX.
#
# GUILDHALL_FLATPAK          its id
# GUILDHALL_FLATPAK_OPTIONS  further options of `flatpak run`
# GUILDHALL_FLATPAK_HOME     "read-only": nothing of the person's can be written
set -u

read -r -a options <<< "${GUILDHALL_FLATPAK_OPTIONS:-}"
own=$HOME/.var/app/$GUILDHALL_FLATPAK
if [ -z "${GUILDHALL_FLATPAK_BOUND:-}" ]; then
  mkdir -p "$own/config" "$own/cache/tmp" "$own/data" "$own/.local/state" "$own/.ld.so"
  # The settings that a test makes are those of a person: they lie where the program looks for them.
  [ ! -d "$XDG_CONFIG_HOME/glib-2.0" ] || cp -r "$XDG_CONFIG_HOME/glib-2.0" "$own/config/"
fi

# Inside, nothing of the tests' own environment counts but what the tests ask of the program.
unset FONTCONFIG_FILE ADW_DISABLE_PORTAL GDK_DEBUG GDK_BACKEND GSK_RENDERER GIO_USE_VFS \
  GIO_USE_PROXY_RESOLVER SECRET_BACKEND SECRET_FILE_TEST_PATH SECRET_FILE_TEST_PASSWORD \
  GSETTINGS_BACKEND GSETTINGS_SCHEMA_DIR GIO_MODULE_DIR
if [ "${1:-}" = --as-sandbox ]; then
  shift
  exec flatpak --user run --command=/app/libexec/guildhall-sandbox --die-with-parent \
    "$GUILDHALL_FLATPAK" "$@"
fi

if [ "${GUILDHALL_FLATPAK_HOME:-}" = read-only ] && [ -z "${GUILDHALL_FLATPAK_BOUND:-}" ]; then
  export GUILDHALL_FLATPAK_BOUND=yes
  # shellcheck disable=SC2016  # for the inner shell
  exec unshare --mount bash -c 'mount --bind "$HOME" "$HOME" && mount -o remount,bind,ro "$HOME" &&
    exec "$@"' - "$0" "$@"
fi

# This one alone: others may be walked at the same time.
program=
trap '[ -z "$program" ] || kill "$program"' TERM INT HUP
flatpak --user run --die-with-parent "${options[@]}" "$GUILDHALL_FLATPAK" "$@" &
program=$!
wait "$program"
status=$?
# A signal ends the wait, not the program.
if kill -0 "$program" 2>/dev/null; then
  wait "$program"
  status=$?
fi
exit "$status"
