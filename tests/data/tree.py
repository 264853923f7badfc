# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""tree.py SOURCE - no file names a place on somebody's machine, all XML is well formed, and every
icon of ours that the window names is there."""
import os
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

PLACE = re.compile(rb"(?<![\w.\-}])/(?:home|root|work|Users)/\w")
TEXT = {".c", ".h", ".py", ".sh", ".md", ".ui", ".css", ".xml", ".in", ".build", ".json", ".svg",
        ".po", ".supp", ".conf", ".service", ".ini", ""}
XML = (".ui", ".svg", ".xml", ".xml.in")
PATHS_ONLY = {"path", "g", "svg"}

root = pathlib.Path(sys.argv[1])
wrong = []
n_text = n_xml = 0


def files():
    for folder, folders, names in os.walk(root):
        # A build directory says so itself, whatever it is called.
        folders[:] = sorted(f for f in folders if not f.startswith((".", "_")) and
                            not (pathlib.Path(folder) / f / "build.ninja").exists() and
                            not (pathlib.Path(folder) / f / "meson-private").exists())
        for name in sorted(set(names) - {".git"}):
            yield pathlib.Path(folder) / name


for path in files():
    name = path.relative_to(root).as_posix()
    if path.suffix in TEXT and path.is_file():
        n_text += 1
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if PLACE.search(line):
                wrong.append(f"{name}:{number}: {line.decode(errors='replace').strip()}")
    if name.endswith(XML):
        n_xml += 1
        try:
            tree = xml.parse(path).getroot()
        except xml.ParseError as error:
            wrong.append(f"{name}: {error}")
            continue
        if name.endswith("-symbolic.svg"):
            # GTK recolours the fill of shapes and nothing else.
            tags = {element.tag.split("}")[1] for element in tree.iter()}
            if tree.get("width") != "16" or tree.get("height") != "16":
                wrong.append(f"{name}: is not 16 by 16")
            if not tags <= PATHS_ONLY or any(e.get("stroke") for e in tree.iter()):
                wrong.append(f"{name}: is more than filled paths: {sorted(tags)}")

icons = root / "data" / "icons" / "scalable" / "actions"
listed = (root / "data" / "guildhall-icons.gresource.xml.in").read_text()
named = set()
for path in (root / "src").rglob("*"):
    if path.suffix in (".c", ".h", ".ui"):
        named.update(re.findall(r"\bguild-[a-z-]+-symbolic\b", path.read_text(encoding="utf-8")))
for icon in sorted(named | {path.stem for path in icons.glob("*.svg")}):
    if not (icons / f"{icon}.svg").is_file():
        wrong.append(f"{icon} is named in src/ and is no icon of data/icons")
    elif f"icons/scalable/actions/{icon}.svg" not in listed:
        wrong.append(f"{icon} is not in data/guildhall-icons.gresource.xml.in")

print("\n".join(wrong))
print(f"{n_text} text files and {n_xml} XML files read, {len(wrong)} wrong")
sys.exit(1 if wrong or n_text < 100 or n_xml < 20 else 0)
