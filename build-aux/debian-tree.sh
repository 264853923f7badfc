# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Trees of Debian 13 beside this system, for build-aux/test-flatpak and build-aux/test-trixie; to be
# sourced after build.sh. They are kept outside the clone: nothing of them is ever part of it.

prepare_environment
tree_suite=trixie
tree_state=${XDG_CACHE_HOME:-$HOME/.cache}/guildhall-trees
tree_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# For what this machine cannot do: no failure, and no success either.
skip() {
  say "skipped: $*"
  exit 77
}

# tree_key FILE… — the same as long as what is said in these files is.
tree_key() {
  cat "$@" | sha256sum | cut -c 1-16
}

# Where this machine's own packages come from.
tree_mirror() {
  local format='$(REPO_URI)' mirror
  mirror=$(apt-get indextargets --format "$format" 'Created-By: Packages' 'Label: Debian' 2>/dev/null |
    head -n 1)
  if [ -z "$mirror" ]; then
    apt-get -q update > /dev/null 2>&1 < /dev/null
    mirror=$(apt-get indextargets --format "$format" 'Created-By: Packages' 'Label: Debian' |
      head -n 1)
  fi
  [ -n "$mirror" ] || return 1
  printf '%s\n' "${mirror%/}"
}

# Refuses early, and says so, where a tree cannot be made or entered.
require_trees() {
  [ "$(id -u)" -eq 0 ] || skip "a tree of Debian $tree_suite can be made by root alone"
  command -v apt-get > /dev/null || skip "this is not Debian: there is no archive to take packages from"
  [ -r "$tree_keyring" ] || skip "the archive's key is not here"
  unshare --mount --pid --fork true 2>/dev/null || skip "namespaces are not permitted here"
}

# make_tree DIRECTORY PACKAGES ARGUMENT… — a tree with the packages; ARGUMENTs are for mmdebstrap. What
# is said on the way lies in DIRECTORY.log.
make_tree() {
  local directory=$1 packages=$2 mirror option value options=()
  shift 2
  mirror=$(tree_mirror) || skip "apt knows no archive of Debian"
  # A mirror of one day is as good as the real one: what apt is told here holds there too.
  for option in Acquire::Check-Valid-Until Acquire::Check-Date; do
    value=
    eval "$(apt-config shell value "$option")"
    [ -z "$value" ] || options+=("--aptopt=$option \"$value\"")
  done
  for option in man info doc locale lintian bug gtk-doc; do
    options+=("--dpkgopt=path-exclude=/usr/share/$option/*")
  done
  mkdir -p "$tree_state/packages"
  rm -rf "$directory"
  if ! mmdebstrap --mode=root --variant=apt --keyring="$tree_keyring" --include="$packages" \
       --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
       --dpkgopt=force-unsafe-io "${options[@]}" \
       --skip=essential/unlink,cleanup/apt/cache \
       --setup-hook="mkdir -p \"\$1/var/cache/apt/archives\"" \
       --setup-hook="cp -al '$tree_state/packages/.' \"\$1/var/cache/apt/archives/\"" \
       "$@" \
       --customize-hook="cp -aln \"\$1/var/cache/apt/archives/.\" '$tree_state/packages/'" \
       --customize-hook="rm -rf \"\$1/var/cache/apt/archives\"" \
       "$tree_suite" "$directory" "deb [signed-by=$tree_keyring] $mirror $tree_suite main" \
       > "$directory.log" 2>&1 < /dev/null; then
    tail -n 20 "$directory.log" >&2
    rm -rf "$directory"
    return 1
  fi
}
