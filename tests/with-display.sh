#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-display.sh COMMAND [ARGUMENT…] — runs COMMAND on a private X server and a private session bus
# with private XDG directories and a short, fixed environment; passes its exit status on and ends
# whatever was started. Several may run side by side.
#
# GUILDHALL_TEST_SCREEN    size of the screen, default 1280x1024x24
# GUILDHALL_TEST_SERVICES  a directory of further services that may be started on the bus
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/display
if [ $# -eq 0 ]; then
  echo "usage: ${0##*/} COMMAND [ARGUMENT…]" >&2
  exit 2
fi

room=$(mktemp -d "${TMPDIR:-/tmp}/guildhall-display.XXXXXX") || exit 97
server=

# The processes that were started in this room, also those that left the session (a zombie has no
# environment: nobody may be there to reap it).
living() {
  grep -lsz "^XDG_RUNTIME_DIR=$room/runtime\$" /proc/[0-9]*/environ | cut -d / -f 3
}

cleanup() {
  trap '' TERM INT HUP
  local processes signal
  for signal in TERM $(seq 50) KILL; do
    processes=$(living)
    [ -n "$processes" ] || break
    case $signal in
      # shellcheck disable=SC2086  # a list
      TERM|KILL) kill "-$signal" $processes 2>/dev/null;;
      *) sleep 0.04;;
    esac
  done
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
  fi
  rm -rf "$room" 2>/dev/null || { sleep 0.2; rm -rf "$room"; }
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP

# No modules of GIO: one that is newer than their list is loaded and never let go, which is a leak in
# whatever test is running. Everything here is plain HTTP on loopback.
mkdir -p "$room"/{home,cache,config/gtk-4.0,data/applications,modules,state,tmp}
mkdir -m 700 "$room/runtime"
cp "$here/settings.ini" "$room/config/gtk-4.0/settings.ini"
sed -e "s#@SERVICES@#$here/dbus-services#" -e "s#@RUNTIME@#$room/runtime#" \
  -e "s#@MORE@#${GUILDHALL_TEST_SERVICES:-$here/dbus-services}#" \
  "$here/session.conf.in" > "$room/session.conf"

# If this script is killed outright, the server still goes.
exec 6> "$room/display"
setpriv --pdeathsig TERM -- Xvfb -displayfd 6 -screen 0 "${GUILDHALL_TEST_SCREEN:-1280x1024x24}" \
  -dpi 96 -nolisten tcp -noreset > "$room/xvfb.log" 2>&1 < /dev/null &
server=$!
exec 6>&-
for _ in $(seq 500); do
  [ -s "$room/display" ] && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.02
done
if [ ! -s "$room/display" ]; then
  echo "with-display.sh: no X server:" >&2
  cat "$room/xvfb.log" >&2
  exit 97
fi

# What a caller may decide; everything else of its environment stays outside.
pass=()
while IFS= read -r -d '' entry; do
  case ${entry%%=*} in
    G_TEST_*|G_DEBUG|G_MESSAGES_DEBUG|G_SLICE|MESON_*|GUILDHALL_*|MALLOC_*|\
    SECRET_BACKEND|SECRET_FILE_*|ASAN_OPTIONS|LSAN_OPTIONS|UBSAN_OPTIONS|GSETTINGS_SCHEMA_DIR|\
    FLATPAK_USER_DIR|XDG_CURRENT_DESKTOP|GTK_A11Y|GTK_DEBUG|GSK_DEBUG|ADW_DEBUG_*|LC_ALL|LANGUAGE|LOCPATH|TZ)
      pass+=("$entry");;
  esac
done < <(env -0)

# The services of the bus talk to a file; COMMAND's output is for the caller alone.
env -i \
  PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin \
  HOME="$room/home" TMPDIR="$room/tmp" LC_ALL=C.UTF-8 TZ=UTC \
  XDG_RUNTIME_DIR="$room/runtime" XDG_CACHE_HOME="$room/cache" XDG_CONFIG_HOME="$room/config" \
  XDG_DATA_HOME="$room/data" XDG_STATE_HOME="$room/state" \
  DISPLAY=":$(cat "$room/display")" GDK_BACKEND=x11 GDK_DEBUG=gl-disable GDK_SCALE=1 \
  GSK_RENDERER=cairo \
  GSETTINGS_BACKEND=memory GIO_USE_VFS=local GIO_USE_PROXY_RESOLVER=dummy ADW_DISABLE_PORTAL=1 \
  GIO_MODULE_DIR="$room/modules" \
  FONTCONFIG_FILE="$here/fonts.conf" \
  "${pass[@]}" \
  setsid dbus-run-session --config-file="$room/session.conf" -- \
    sh -c 'exec "$@" >&7 2>&8 7>&- 8>&-' - "$@" \
  7>&1 8>&2 > "$room/services.log" 2>&1 < /dev/null &
command=$!
wait "$command"
status=$?
exit "$status"
