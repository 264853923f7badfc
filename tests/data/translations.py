# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""translations.py SOURCE - every language of po/LINGUAS is well formed (msgfmt -c)."""
import pathlib
import shutil
import subprocess
import sys

po = pathlib.Path(sys.argv[1]) / "po"
if shutil.which("msgfmt") is None:
    print("skipped: msgfmt is not installed")
    sys.exit(77)
languages = [line for line in (po / "LINGUAS").read_text().splitlines()
             if line and not line.startswith("#")]
failed = not languages
for language in languages:
    result = subprocess.run(["msgfmt", "-c", "--statistics", "-o", "/dev/null",
                             str(po / f"{language}.po")], stderr=subprocess.PIPE, text=True)
    print(language, result.stderr.strip())
    failed |= result.returncode != 0 or "warning:" in result.stderr
for path in po.glob("*.po"):
    if path.stem not in languages:
        print(f"{path.name} is not in LINGUAS")
        failed = True
sys.exit(failed)
