#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# install.sh DIRECTORY — puts the packages that the suite "contract" needs into DIRECTORY, once.
# Without node (18 or later) and npm, or without a registry, it says so and the suite is skipped.
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
directory=${1:?"usage: install.sh DIRECTORY"}

skip() {
  echo "==> The contract suite will be skipped: $*" >&2
  exit 0
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  skip "node and npm are not installed"
fi
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || skip "node is older than 18"
mkdir -p "$directory"
ln -sfn "$(command -v node)" "$directory/node"
cmp -s "$here/package.json" "$directory/installed.json" && exit 0

echo "==> Fetching the packages of the contract suite" >&2
cp "$here/package.json" "$directory/package.json"
# Nothing that a package brings is run, nothing is counted, no lock file is kept.
if ! (cd "$directory" &&
      SCARF_ANALYTICS=false npm_config_cache="$directory/cache" \
        npm install --no-package-lock --ignore-scripts --no-audit --no-fund --no-update-notifier \
        --omit=dev --loglevel=error) < /dev/null > "$directory/install.log" 2>&1; then
  tail -n 5 "$directory/install.log" >&2
  skip "its packages could not be fetched"
fi
rm -rf "$directory/cache"
cp "$here/package.json" "$directory/installed.json"
