#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# list-sdk.sh N — see list-sdk.mjs. Says so where node or the packages are not.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${GUILDHALL_CONTRACT_PACKAGES:=$here/../../_build/contract}"
if [ ! -x "$GUILDHALL_CONTRACT_PACKAGES/node" ] ||
   [ ! -e "$GUILDHALL_CONTRACT_PACKAGES/installed.json" ]; then
  echo "node or the npm packages are missing (see tests/contract/install.sh)"
  exit 0
fi
GUILDHALL_CONTRACT_PACKAGES=$(cd "$GUILDHALL_CONTRACT_PACKAGES" && pwd)
export GUILDHALL_CONTRACT_PACKAGES
exec "$GUILDHALL_CONTRACT_PACKAGES/node" "$here/list-sdk.mjs" "$@"
