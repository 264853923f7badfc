#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-sdk.sh SCRIPT — a service's own client against the sandbox: sdk.mjs is Codat's,
# autodesk-sdk.mjs Autodesk's. Skipped where their packages are not.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${GUILDHALL_CONTRACT_PACKAGES:=$here/../../_build/contract}"
if [ ! -x "$GUILDHALL_CONTRACT_PACKAGES/node" ] ||
   [ ! -e "$GUILDHALL_CONTRACT_PACKAGES/installed.json" ]; then
  echo "1..0 # SKIP node or the npm packages are missing (see tests/contract/install.sh)"
  exit 0
fi
GUILDHALL_CONTRACT_PACKAGES=$(cd "$GUILDHALL_CONTRACT_PACKAGES" && pwd)
export GUILDHALL_CONTRACT_PACKAGES
exec "$GUILDHALL_CONTRACT_PACKAGES/node" "$here/$1"
