#!/bin/bash
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-flatpak-sandbox.sh [ARGUMENT…] — for GUILDHALL_SANDBOX: the sandbox inside the installed Flatpak.
exec "$(dirname "$0")/test-flatpak.sh" --as-sandbox "$@"
