# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What build-aux/test runs around its suites; to be sourced by it. Adds to `reports` and `broken`.

# Of CI's run from its first line to its last.
minutes_allowed=45

# run_inside COMMAND… — with no network but loopback. COMMAND ends with writing how many builds were
# broken and what is to be counted into the file that GUILDHALL_TEST_INSIDE names; where that is
# missing, it did not come to its end.
run_inside() {
  local results=$top/_build/results outside
  mkdir -p "$top/_build"
  rm -f "$results"
  if [ "$(id -u)" -eq 0 ]; then outside=(unshare -n); else outside=(unshare -r -n); fi
  if "${outside[@]}" ip link set lo up 2>/dev/null; then
    say "Only loopback can be reached from here on"
    # shellcheck disable=SC2016  # for the inner shell
    outside+=(bash -c 'ip link set lo up && exec "$@"' -)
  else
    say "A network namespace is not permitted here: the tests run with this machine's network"
    outside=()
  fi
  GUILDHALL_TEST_INSIDE=$results "${outside[@]}" "$@" < /dev/null
  if [ -s "$results" ]; then
    mapfile -t reports < "$results"
    broken=$((broken + reports[0]))
    reports=("${reports[@]:1}")
  else
    broken=$((broken + 1))
  fi
}

# beside LABEL MINUTES LOGS COMMAND… — runs COMMAND, which leaves what count-tests.py reads in LOGS,
# where MINUTES are left at least. What this machine cannot do, or not in time, is no failure, and
# is said.
beside() {
  local label=$1 needed=$2 logs=$3 left=$((minutes_allowed - SECONDS / 60)) status=0
  shift 3
  [ "${GUILDHALL_TEST_EVERYWHERE:-}" != true ] || left=120
  if [ "$left" -lt "$needed" ]; then
    say "skipped: $label (${1#"$top"/}): it may take $needed minutes, and $left are left"
    return
  fi
  say "Running ${1#"$top"/}"
  rm -f "$logs/testlog.json" "$logs/tests.list"
  timeout -k 60 "${left}m" "$@" > "$top/_build/$label.out" < /dev/null || status=$?
  case $status in
    77) say "skipped: $label (${1#"$top"/}): it cannot be run here"; return;;
    124|137)
      say "skipped: what of $label did not end in $left minutes"
      [ ! -d "$logs" ] || : > "$logs/tests.list";;
    *)
      if [ ! -f "$logs/testlog.json" ]; then
        cat "$top/_build/$label.out"
        broken=$((broken + 1))
        return
      fi;;
  esac
  [ ! -f "$logs/testlog.json" ] || reports+=("$label" "$logs")
}

run_everywhere() {
  if [ "${CI:-}" != true ] && [ "${GUILDHALL_TEST_EVERYWHERE:-}" != true ]; then
    say "skipped: flatpak, trixie (build-aux/test-flatpak, build-aux/test-trixie): not asked for"
    return
  fi
  beside flatpak 10 "$top/_flatpak/log" "$top/build-aux/test-flatpak"
  beside trixie 13 "$top/_build/trixie/meson-logs" "$top/build-aux/test-trixie"
}
