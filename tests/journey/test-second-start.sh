#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Guildhall is one program to a session: a second start brings the first one's window forward, and
# nothing is opened twice.
set -u
id=$GUILDHALL_APP_ID
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

count_windows() {
  xdotool search --onlyvisible --name '^Guildhall$' 2>/dev/null | wc -l
}

echo 1..4
openbox > /dev/null 2>&1 &
# A window that is shown while the manager takes over can stay hidden.
for _ in $(seq 600); do xdotool get_desktop > /dev/null 2>&1 && break; sleep 0.1; done
"$GUILDHALL_PROGRAM" > /dev/null 2>&1 &
first=$!
# And what came while it was starting is looked at when something else comes.
for _ in $(seq 600); do
  [ "$(count_windows)" -ge 1 ] && break
  xdotool set_desktop 0
  sleep 0.1
done
check 'the first start opens a window' "$(count_windows)" 1

timeout 60 "$GUILDHALL_PROGRAM" > /dev/null 2>&1
check 'the second start ends by itself, and well' $? 0
check 'there is still one window' "$(count_windows)" 1

# The way the desktop would ask it to: by its own action.
gdbus call --session --dest "$id" --object-path "/${id//./\/}" \
  --method org.gtk.Actions.Activate quit '[]' '{}' > /dev/null
for _ in $(seq 600); do kill -0 "$first" 2>/dev/null || break; sleep 0.1; done
wait "$first"
check 'the first one quits when told to' $? 0
