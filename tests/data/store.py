# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""store.py SOURCE VERSION - what a software store asks of metainfo, desktop entry, pictures and icons,
beyond what the validators check."""
import pathlib
import re
import struct
import sys
import xml.etree.ElementTree as xml

LARGEST_PICTURE = 400_000
root, version = pathlib.Path(sys.argv[1]), sys.argv[2]
wrong = []


def check(holds, words):
    if not holds:
        wrong.append(words)


def get(element, path):
    found = element.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


component = xml.parse(root / "data" / "guildhall.metainfo.xml.in").getroot()
name, summary = get(component, "name"), get(component, "summary")
check(0 < len(name) <= 20, f"name: {name!r} has {len(name)} characters")
check(0 < len(summary) <= 35 and not summary.endswith("."), f"summary: {summary!r}")
check(name.lower() not in summary.lower(), "summary repeats the name")
check(get(component, "developer/name"), "no developer")
check(component.find("content_rating[@type='oars-1.1']") is not None, "no content rating")
check(get(component, "launchable[@type='desktop-id']"), "no launchable")
check(component.find("url[@type='homepage']") is not None, "no home page")
colours = {colour.get("scheme_preference"): colour.text for colour in
           component.findall("branding/color[@type='primary']")}
check(set(colours) == {"light", "dark"} and
      all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours.values()),
      f"branding: {colours}")
releases = component.findall("releases/release")
check(releases and releases[0].get("version") == version,
      f"the newest release is not {version}")
check(all(release.get("date") and get(release, "description") for release in releases),
      "a release without date or description")

pictures = component.findall("screenshots/screenshot")
check(len(pictures) == 5, f"{len(pictures)} pictures")
check([p.get("type") for p in pictures].count("default") == 1, "not one default picture")
named = set()
for picture in pictures:
    caption, image = get(picture, "caption"), picture.find("image")
    check(0 < len(caption) <= 70 and not caption.endswith("."), f"caption: {caption!r}")
    address = image.text.strip()
    check(address.startswith("https://") and "/v@version@/" in address, f"address: {address}")
    path = root / "data" / "screenshots" / address.rsplit("/", 1)[1]
    named.add(path.name)
    if not path.is_file():
        wrong.append(f"{path.name} is not there: build-aux/screenshots")
        continue
    data = path.read_bytes()
    size = struct.unpack(">II", data[16:24])
    check(size == (int(image.get("width")), int(image.get("height"))), f"{path.name} is {size}")
    check(len(data) <= LARGEST_PICTURE, f"{path.name} has {len(data)} bytes")
idle = {path.name for path in (root / "data" / "screenshots").glob("*.png")} - named
check(not idle, f"pictures that nothing shows: {sorted(idle)}")

desktop = (root / "data" / "guildhall.desktop.in").read_text(encoding="utf-8")
keywords = re.search("^Keywords=(.*)$", desktop, re.M)[1]
check(len(keywords.rstrip(";").split(";")) >= 5 and name.lower() not in keywords.lower(),
      f"keywords: {keywords}")
actions = re.search("^Actions=(.*)$", desktop, re.M)[1].rstrip(";").split(";")
source = (root / "src" / "ui" / "guild-application.c").read_text(encoding="utf-8")
for action in actions:
    check(f"[Desktop Action {action}]" in desktop, f"action {action} has no group")
    check(f"Exec=@package@ --{action}\n" in desktop, f"action {action} has another command")
    check(f'{{ .name = "{action}", .activate' in source, f"action {action} is none of the program")

apps = root / "data" / "icons" / "scalable" / "apps"
for icon in ("guildhall.svg", "guildhall-devel.svg"):
    tree = xml.parse(apps / icon).getroot()
    check((tree.get("width"), tree.get("height"), tree.get("viewBox")) ==
          ("128", "128", "0 0 128 128"), f"{icon} is not drawn on 128 by 128")
    check(not any(element.tag.endswith("}image") for element in tree.iter()),
          f"{icon} has a picture of pixels")

print("\n".join(wrong))
sys.exit(1 if wrong else 0)
