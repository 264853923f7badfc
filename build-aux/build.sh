# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What build-aux/run, build-aux/test and build-aux/bench share; to be sourced.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=build-aux/packages.sh
. "$top/build-aux/packages.sh"

say() {
  printf '%s\n' "==> $*" >&2
}

die() {
  printf '%s\n' "${0##*/}: $*" >&2
  exit 1
}

# A machine without a home directory, without a locale or without /sbin in PATH is good enough.
prepare_environment() {
  export PATH="${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin"
  export LC_ALL=C.UTF-8
  unset LANGUAGE
  if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    export HOME="$top/_build/home"
    mkdir -p "$HOME"
  fi
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_packages PACKAGE… — as root or through sudo; asks nothing.
install_packages() {
  local missing=() package as_root=() log
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      die "these packages are missing, and there is neither root nor sudo to install them: ${missing[*]}"
    elif [ -t 0 ]; then
      as_root=(sudo)
    else
      as_root=(sudo -n)
    fi
  fi
  say "Installing ${missing[*]}"
  log=$(mktemp)
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
             apt-get -y -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  if ! { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${missing[@]}"; } \
       > "$log" 2>&1 < /dev/null; then
    # One list of packages that cannot be fetched does not matter if the install worked before;
    # here it did not.
    if ! "${apt[@]}" install --no-install-recommends "${missing[@]}" >> "$log" 2>&1 < /dev/null; then
      tail -n 30 "$log" >&2
      rm -f "$log"
      die "could not install: ${missing[*]}"
    fi
  fi
  rm -f "$log"
}

# name_missing PURPOSE… — on a system whose packages we do not know.
name_missing() {
  local purpose list item missing=()
  for purpose in "$@"; do
    local -n list_of_commands="commands_$purpose" list_of_modules="modules_$purpose"
    for item in "${list_of_commands[@]}"; do
      command -v "$item" >/dev/null || missing+=("the program $item")
    done
    for item in "${list_of_modules[@]}"; do
      pkg-config --exists "$item" 2>/dev/null || missing+=("the library $item (with its headers)")
    done
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  {
    echo "${0##*/}: this is not Debian, so nothing is installed for you. What is missing here:"
    printf '  %s\n' "${missing[@]}"
    echo "Install these with your system's tools, then start again."
  } >&2
  exit 1
}

# need PURPOSE… — build, test, browser.
need() {
  local purpose packages=()
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    for purpose in "$@"; do
      local -n list="packages_$purpose"
      packages+=("${list[@]}")
    done
    install_packages "${packages[@]}"
  else
    name_missing "$@"
  fi
}

# Names of what build() compiles; everything when there are none.
build_targets=()

# build DIRECTORY [OPTION…] — configures once with the options of meson setup, then compiles.
build() {
  local directory=$1 log
  shift
  mkdir -p "$top/_build"
  log="$directory.log"
  if [ ! -f "$directory/build.ninja" ]; then
    rm -rf "$directory"
    say "Configuring ${directory#"$top"/}"
    if ! meson setup "$directory" "$top" "$@" > "$log" 2>&1 < /dev/null; then
      tail -n 30 "$log" >&2
      return 1
    fi
  fi
  say "Building ${directory#"$top"/}"
  if ! ninja -C "$directory" "${build_targets[@]}" > "$log" 2>&1 < /dev/null; then
    grep -E -A 12 'FAILED|error:|ERROR' "$log" | head -n 120 >&2
    return 1
  fi
}
