# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""potfiles.py SOURCE [--write] - po/POTFILES.in lists exactly the files with text for people.

--write makes it so.
"""
import pathlib
import re
import sys

CALL = re.compile(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*\"")
# A string may hold what looks like the beginning of a comment ("image/*"), and a character may be
# the mark that begins a string.
TOKEN = re.compile(r"""'(?:\\.|[^'\\\n])'|"(?:\\.|[^"\\\n])*"|/\*.*?\*/""", re.S)


def uncomment(text):
    return TOKEN.sub(lambda found: "" if found[0][0] == "/" else found[0], text)


root = pathlib.Path(sys.argv[1])
listed = [line for line in (root / "po" / "POTFILES.in").read_text().splitlines()
          if line and not line.startswith("#")]
found = [f"data/guildhall.{kind}" for kind in ("desktop.in", "gschema.xml.in", "metainfo.xml.in")]
for path in (root / "src").rglob("*"):
    name = path.relative_to(root).as_posix()
    if name.endswith((".c", ".h")) and not name.startswith("src/sandbox/"):
        if CALL.search(uncomment(path.read_text(encoding="utf-8"))):
            found.append(name)
    elif name.endswith(".ui") and 'translatable="yes"' in path.read_text(encoding="utf-8"):
        found.append(name)

if sys.argv[2:] == ["--write"]:
    head = "# Every file with text for people, in order: tests/data/potfiles.py . --write\n"
    (root / "po" / "POTFILES.in").write_text(head + "".join(f"{f}\n" for f in sorted(found)))
    sys.exit(0)
missing = sorted(set(found) - set(listed))
idle = sorted(set(listed) - set(found))
for name in missing:
    print(f"po/POTFILES.in lacks {name}")
for name in idle:
    print(f"po/POTFILES.in lists {name}, which has no text")
if listed != sorted(listed):
    print("po/POTFILES.in is not in order")
sys.exit(1 if missing or idle or listed != sorted(listed) else 0)
