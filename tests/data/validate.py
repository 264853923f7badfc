# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""validate.py TOOL ARGUMENT… - runs a validator; skipped where it is not installed."""
import shutil
import subprocess
import sys

if shutil.which(sys.argv[1]) is None:
    print(f"skipped: {sys.argv[1]} is not installed")
    sys.exit(77)
result = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
print(result.stdout, end="")
# glib-compile-schemas --dry-run and desktop-file-validate also print what they forgive.
if result.returncode == 0 and sys.argv[1] != "appstreamcli" and "warning" in result.stdout.lower():
    sys.exit(1)
sys.exit(result.returncode)
