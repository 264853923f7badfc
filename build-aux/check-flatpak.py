#!/usr/bin/env python3
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-flatpak.py MANIFEST TREE - what a store's linter asks of a manifest and of what was built of it
in TREE, as far as it can be told without a network. With --manifest MANIFEST: what is asked of the
manifest alone; with --archives MANIFEST: name and sum of every archive that the manifest downloads; with
--branch MANIFEST: the branch of its runtime.
"""
import configparser
import gzip
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

BUSES = ("org.freedesktop.portal.", "org.freedesktop.Flatpak", "ca.desrt.dconf")
PLACES = ("home", "host", "host-os", "host-etc", "xdg-config", "xdg-cache", "xdg-data", "/tmp", "~")
CODE_HOSTS = ("com.github.", "com.gitlab.", "com.bitbucket.", "org.codeberg.")

wrong = []


def need(holds, words):
    if not holds:
        wrong.append(words)


def check_id(manifest, path):
    name = manifest["id"]
    need(path.stem == name, f"the file is called {path.name}, the id is {name}")
    parts = name.split(".")
    need(len(parts) >= (4 if name.startswith("io.github.") else 3), f"the id {name} is too short")
    need(all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part) for part in parts), f"the id {name}")
    need(not name.startswith(CODE_HOSTS), f"the id {name} begins with a host of code")
    need(manifest.get("branch", "stable") in ("stable", "beta"), "the branch is a name of its own")
    need(manifest.get("command") and "/" not in manifest["command"], "the command is a path")


def check_rights(manifest):
    rights = manifest["finish-args"]
    values = {key: {value for name, _, value in (right.partition("=") for right in rights)
                    if name == key} for key in
              ("--share", "--socket", "--talk-name", "--own-name", "--filesystem", "--device")}
    sockets = values["--socket"]
    need(len(rights) == len(set(rights)), "a right is there twice")
    need("wayland" in sockets, "no Wayland")
    need("fallback-x11" in sockets and "x11" not in sockets, "X11 is not only a fallback")
    need("ipc" in values["--share"], "X11 without shared memory")
    need(not values["--filesystem"], f"files of the person: {sorted(values['--filesystem'])}")
    need(not values["--own-name"], f"names of its own on the bus: {sorted(values['--own-name'])}")
    need(values["--device"] <= {"dri"}, f"devices: {sorted(values['--device'])}")
    for name in values["--talk-name"]:
        need("*" not in name and name != manifest["id"] and not name.startswith(BUSES),
             f"talks to {name}")
    for right in rights:
        need(not right.startswith(("--system-", "--persist", "--allow", "--env")), f"right {right}")


def check_modules(manifest):
    for module in manifest["modules"]:
        options = module.get("build-options", {})
        need("--share=network" not in options.get("build-args", []),
             f"{module['name']} is built with a network")
        for place in module.get("cleanup", []) + manifest.get("cleanup", []):
            need(place != "/lib/debug", "what a debugger reads is thrown away")
        for source in module["sources"]:
            if source["type"] == "archive":
                need(re.fullmatch("[0-9a-f]{64}", source.get("sha256", "")) and
                     not source.keys() & {"md5", "sha1"}, f"{source['url']} is not pinned")
                need(source["url"].startswith("https://"), f"{source['url']} is not https")
            elif source["type"] == "git":
                need("url" in source and "commit" in source, f"git of {module['name']} is not pinned")
            else:
                # Our own tree, in which the manifest lies, and nothing else.
                need(source == {**source, "type": "dir", "path": ".."}, f"source {source}")


def text(element, path):
    found = element.find(path)
    return "".join(found.itertext()).strip() if found is not None else ""


def check_metainfo(name, files):
    path = files / "share/metainfo" / f"{name}.metainfo.xml"
    if not path.is_file():
        # flatpak-builder before 1.3 gives it its former place.
        path = files / "share/appdata" / f"{name}.appdata.xml"
    need(path.is_file(), "no metainfo")
    if not path.is_file():
        return
    root = xml.parse(path).getroot()
    need(text(root, "id") == name, "the metainfo's id is another one")
    for child in ("name", "summary", "description", "metadata_license", "project_license",
                  "launchable", "content_rating", "releases/release"):
        need(root.find(child) is not None, f"metainfo without {child}")
    need(root.find("developer/name") is not None or root.find("developer_name") is not None,
         "metainfo without a developer")
    need(text(root, "launchable") == f"{name}.desktop", "the metainfo launches something else")
    # No store has the development flavour, whose name says what it is.
    need(len(text(root, "name")) <= 20 or name.endswith(".Devel"), "the name is longer than 20")
    summary = text(root, "summary")
    need(len(summary) <= 35 and not summary.endswith("."), f"summary “{summary}”")
    for shot in root.findall("screenshots/screenshot"):
        need(text(shot, "caption"), "a screenshot without a caption")


def check_desktop(name, files):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(files / "share/applications" / f"{name}.desktop", encoding="utf-8")
    need(parser.has_section("Desktop Entry"), "no desktop file")
    if not parser.has_section("Desktop Entry"):
        return
    entry = parser["Desktop Entry"]
    need(entry.get("Icon") == name, "the desktop file's icon is not of its id")
    need(entry.get("Exec", "") != "", "the desktop file starts nothing")
    need(entry.get("Type") == "Application" and entry.get("Categories"), "no category")
    for key in ("NoDisplay", "Hidden", "Terminal"):
        need(entry.get(key, "false") == "false", f"the desktop file says {key}")


def check_files(name, command, files):
    icons = list((files / "share/icons/hicolor").rglob("*.*"))
    for icon in icons:
        if icon.name != "icon-theme.cache" and icon.is_file():
            need(icon.name.startswith(name), f"the icon {icon.name} is not of the id")
            need(icon.suffix == ".svg" or icon.parts[-3] not in ("scalable", "symbolic"),
                 f"{icon.name} is no drawing")
    need(any(icon.name == f"{name}.svg" for icon in icons), "no icon")
    need((files / "share/app-info/icons/flatpak/128x128" / f"{name}.png").is_file(),
         "the store has no picture of the icon")
    catalogue = files / "share/app-info/xmls" / f"{name}.xml.gz"
    need(catalogue.is_file(), "no catalogue")
    if catalogue.is_file():
        with gzip.open(catalogue) as stream:
            components = xml.parse(stream).getroot().findall("component")
        need(len(components) == 1, f"{len(components)} components in the catalogue")
    need((files / "libexec" / f"{command}-sandbox").is_file(), "the sandbox is not inside")
    need(not (files / "include").exists() and not list(files.glob("lib/**/*.la")),
         "files that only a compiler reads")


def main(arguments):
    path = pathlib.Path(arguments[-1] if arguments[0].startswith("--") else arguments[0])
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if arguments[0] == "--branch":
        print(manifest["runtime-version"])
        return 0
    if arguments[0] == "--archives":
        for module in manifest["modules"]:
            for source in module["sources"]:
                if source["type"] == "archive":
                    print(source["url"].rsplit("/", 1)[1], source["sha256"], sep="\t")
        return 0
    check_id(manifest, path)
    check_rights(manifest)
    check_modules(manifest)
    if arguments[0] != "--manifest":
        files = pathlib.Path(arguments[1]) / "files"
        check_metainfo(manifest["id"], files)
        check_desktop(manifest["id"], files)
        check_files(manifest["id"], manifest["command"], files)
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main(sys.argv[1:]))
