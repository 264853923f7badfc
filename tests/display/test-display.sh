#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-display.sh keeps its word: private, tidy, and it passes statuses on.
set -u
wrapper=$(cd "$(dirname "$0")/.." && pwd)/with-display.sh
number=0

check() {
  number=$((number + 1))
  if [ "$2" = "$3" ]; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    echo "# expected '$3', got '$2'"
  fi
}

echo 1..5
"$wrapper" sh -c 'exit 7' 2>/dev/null
check 'the exit status is passed on' $? 7

seen=$(SOMETHING_OF_MINE=x HOME=/elsewhere "$wrapper" sh -c \
  'echo "${SOMETHING_OF_MINE:-unset}"; case $HOME in "${XDG_RUNTIME_DIR%/runtime}"/*) echo private;; esac' \
  2>/dev/null | tr '\n' ' ')
check 'the environment is private' "$seen" 'unset private '

services=$("$wrapper" gdbus call --session --dest org.freedesktop.DBus \
  --object-path /org/freedesktop/DBus --method org.freedesktop.DBus.ListActivatableNames 2>/dev/null)
check 'the bus can start the accessibility bus alone' "$services" \
  "(['org.freedesktop.DBus', 'org.a11y.Bus'],)"

room=$("$wrapper" sh -c 'setsid sleep 300 > /dev/null 2>&1 & echo "${XDG_RUNTIME_DIR%/runtime}"' 2>/dev/null)
left=$(grep -lsz "^XDG_RUNTIME_DIR=$room/runtime\$" /proc/[0-9]*/environ | wc -l)
check 'no process outlives it' "$left" 0
[ -e "$room" ] && left=there || left=gone
check 'no file outlives it' "$left" gone
