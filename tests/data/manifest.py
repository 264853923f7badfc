# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""manifest.py SOURCE APP_ID - the Flatpak manifests of both flavours: known keys, and no more rights than
named here.

flatpak-builder only warns of a key that it does not know.
"""
import json
import pathlib
import sys

TOP = {"id", "runtime", "runtime-version", "sdk", "command", "finish-args", "cleanup", "modules"}
MODULE = {"name", "buildsystem", "builddir", "config-opts", "build-options", "run-tests",
          "test-rule",
          "test-commands", "cleanup", "sources", "post-install"}
SOURCE = {"dir": {"type", "path", "skip"}, "git": {"type", "url", "tag", "commit"},
          "archive": {"type", "url", "sha256"}}
RIGHTS = {"--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11",
          "--device=dri", "--talk-name=org.freedesktop.secrets"}

root, app_id = pathlib.Path(sys.argv[1]), sys.argv[2]
wrong = []


def unique(pairs):
    keys = [key for key, _ in pairs]
    wrong.extend(f"{key} is there twice" for key in set(keys) if keys.count(key) > 1)
    return dict(pairs)


def known(what, keys, allowed):
    wrong.extend(f"{what}: unknown key {key}" for key in sorted(set(keys) - allowed))


def read(name):
    path = root / "flatpak" / f"{name}.json"
    if not path.is_file():
        wrong.append(f"{path.name} is not there")
        return None
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)


def check(manifest, name, command):
    known("manifest", manifest, TOP)
    if manifest["id"] != name:
        wrong.append(f"id is {manifest['id']}, not {name}")
    if manifest["command"] != command:
        wrong.append(f"command is {manifest['command']}")
    if manifest["runtime"] != "org.gnome.Platform" or manifest["sdk"] != "org.gnome.Sdk":
        wrong.append("runtime and sdk are not GNOME's")
    rights = manifest["finish-args"]
    wrong.extend(f"finish-args: {right} is not agreed" for right in sorted(set(rights) - RIGHTS))
    if "--socket=fallback-x11" in rights and not {"--socket=wayland", "--share=ipc"} <= set(rights):
        wrong.append("fallback-x11 needs wayland and ipc")
    for module in manifest["modules"]:
        known(f"module {module['name']}", module, MODULE)
        for source in module["sources"]:
            if source["type"] not in SOURCE:
                wrong.append(f"unknown source type {source['type']}")
            else:
                known(f"source of {module['name']}", source, SOURCE[source["type"]])
            if source["type"] == "dir" and not (root / "flatpak" / source["path"] /
                                                "meson.build").is_file():
                wrong.append(f"{source['path']} is no source tree")


stable = app_id.removesuffix(".Devel")
manifests = {name: read(name) for name in (stable, f"{stable}.Devel")}
for name, manifest in manifests.items():
    if manifest is not None:
        check(manifest, name, "guildhall" if name == stable else "guildhall-devel")
if not wrong:
    # The two are built alike, of the same sources, with the same rights.
    one, other = manifests.values()
    for key in TOP - {"id", "command", "modules"}:
        if one.get(key) != other.get(key):
            wrong.append(f"{key} is not the same in both")
    for first, second in zip(one["modules"], other["modules"], strict=True):
        if first["sources"] != second["sources"]:
            wrong.append(f"the sources of {first['name']} are not the same in both")
    flavours = ["-Dflavour=development" in manifest["modules"][-1]["config-opts"]
                for manifest in manifests.values()]
    if flavours != [False, True]:
        wrong.append("the flavours are not stable and development")

print("\n".join(wrong))
sys.exit(1 if wrong else 0)
