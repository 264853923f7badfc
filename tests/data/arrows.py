# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""arrows.py SOURCE - what each room may include.

ui → journal, link, directory → service → company; the sandbox stands alone; only ui sees GTK; only
the registry, and ui from outside, knows a service's folder. Also: no command line is handed to a
shell, and what runs in a thread answers without waking the main thread into a lock.
"""
import pathlib
import re
import sys

CORE = ["company", "service", "directory", "journal", "link"]
MAY = {
    "company": {"company"},
    "service": {"service", "company"},
    "directory": {"directory", "service", "company"},
    "journal": {"journal", "directory", "service", "company"},
    "link": {"link", "directory", "service", "company"},
    "ui": {"ui", "journal", "link", "directory", "service", "company"},
    "sandbox": {"sandbox"},
    "main.c": {"ui"},
}
# Types, not calls: what a directory belongs to.
SERVICE_TYPES = {"service/guild-service.h", "service/guild-workspace.h"}
# Calls of the service from the directory: its sync, the sync of one company, and the comparison
# that tells whether a sync is due (it applies nothing).
SYNC = re.compile(r"guild-directory-(sync|rows)|guild-sync|guild-comparison")
SERVICE_CALL = re.compile(r"\bguild_service_\w+_(async|finish)\b")
# Only Codat has links, and its redirect address is nobody else's matter. A family is read from the
# JSON that is kept of a company, with the readers for JSON that nobody vouches for; it calls nothing.
AGREED = {("directory/guild-family.c", "service/guild-answer.h"),
          ("link/guild-link-prepare.c", "service/codat/guild-codat.h"),
          ("link/guild-chase-list.c", "service/codat/guild-codat.h")}
# What one service alone has (accounts, platforms) is no virtual function: the dialogs for it call the
# service by name. They see what it offers, never its inside.
OFFERED = re.compile(r"^service/\w+/(?!.*-private\.h)")
SHELL = re.compile(r"\b(system|popen|g_spawn_command_line_\w+) \(")
IN_THREAD = re.compile(r"\b(?:guild_task_run(?:_aside)?|guild_engine_push) \(\w+, (\w+)\)")
OWN_THREAD = re.compile(r"\bg_thread_(?:try_)?new \(")
TOOLKIT = re.compile(r"^(gtk|gdk|gsk|adwaita|graphene|pango|cairo)\b")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)

root = pathlib.Path(sys.argv[1])
wrong = []
seen = 0


def folder_of_service(path):
    parts = pathlib.PurePath(path).parts
    return parts[1] if len(parts) == 3 and parts[0] == "service" else None


def check(name, room, bracket, included):
    if bracket == "<":
        if room != "ui" and room != "main.c" and TOOLKIT.match(included):
            return "only ui sees the toolkit"
        return None
    if included in ("config.h", "guildhall-icons.h"):
        return None
    other = included.split("/")[0]
    if "/" not in included:
        generated = room == "ui" and included.endswith("-resources.h")
        return None if generated else "is not written from src/"
    if other not in MAY[room]:
        return f"{room} may not include {other}"
    if (name, included) in AGREED:
        return None
    if room == "directory" and other == "service" and not SYNC.search(name):
        if included not in SERVICE_TYPES:
            return "directory calls service only from its sync"
    ours, theirs = folder_of_service(name), folder_of_service(included)
    if theirs is None or theirs == ours or name == "service/guild-registry.c":
        return None
    if room != "ui" or not OFFERED.match(included):
        return "only the registry knows a service's folder"
    return None


for path in sorted((root / "src").rglob("*.[ch]")):
    name = path.relative_to(root / "src").as_posix()
    room = name.split("/")[0]
    text = path.read_text(encoding="utf-8")
    if room == "directory" and not SYNC.search(name) and SERVICE_CALL.search(text):
        wrong.append(f"src/{name}: directory calls service only from its sync")
    if SHELL.search(text):
        wrong.append(f"src/{name}: a command line is handed to a shell")
    for function in IN_THREAD.findall(text):
        body = re.search(rf"^{function} \(.*?^}}", text, re.M | re.S)
        if body and re.search(r"\bg_task_return_", body[0]):
            wrong.append(f"src/{name}: {function}() answers with guild_task_return_…()")
    if OWN_THREAD.search(text) and "g_task_return_" in text:
        wrong.append(f"src/{name}: a thread of its own answers with guild_task_return_…()")
    for bracket, included in INCLUDE.findall(text):
        seen += 1
        problem = check(name, room, bracket, included)
        if problem:
            wrong.append(f"src/{name}: {included}: {problem}")
# The sandbox is seen over HTTP only.
for path in sorted((root / "tests").rglob("*.[ch]")):
    for bracket, included in INCLUDE.findall(path.read_text(encoding="utf-8")):
        if included.startswith("sandbox/"):
            wrong.append(f"{path.relative_to(root)}: {included}: tests see the sandbox over HTTP")

print("\n".join(wrong))
print(f"{seen} includes read, {len(wrong)} against the arrows")
sys.exit(1 if wrong or seen < 100 else 0)
