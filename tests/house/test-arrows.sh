#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-arrows.sh SRC — who may include whom: the arrows between the rooms go one way.
set -u
cd "$1" || exit 99

# room: the rooms whose headers it may include
declare -A may=(
  [company]='company'
  [service]='company service'
  [directory]='company service directory'
  [journal]='company service directory journal'
  [link]='company service directory link'
  [ui]='company service directory journal link ui'
  [sandbox]='sandbox'
)
rooms=(company service directory journal link ui sandbox)
number=0

result() {
  number=$((number + 1))
  if [ -z "$2" ]; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    while IFS= read -r line; do echo "# $line"; done <<< "$2"
  fi
}

echo "1..$((${#rooms[@]} + 3))"
for room in "${rooms[@]}"; do
  allowed=${may[$room]// /|}
  others=$(IFS='|'; echo "${rooms[*]}")
  wrong=$(grep -rnE "#include \"($others)/" "$room" | grep -vE "#include \"($allowed)/")
  result "$room includes $allowed only" "$wrong"
done

core=(company service directory journal link)
result 'the core does not see GTK' \
  "$(grep -rnE '#include <(gtk|gdk|gsk|adwaita|graphene|pango)' "${core[@]}" sandbox)"
result 'every include names its room' \
  "$(grep -rnE '#include "' --include='*.[ch]' . |
     grep -vE '#include "(config\.h|guildhall-[a-z]+\.h|('"$(IFS='|'; echo "${rooms[*]}")"')/)')"
result 'no command line is handed to a shell' \
  "$(grep -rnE '\b(system|popen|g_spawn_command_line_[a-z]+) \(' --include='*.c' .)"
