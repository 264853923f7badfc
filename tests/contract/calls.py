# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""calls.py SOURCE - every call that the clients of the services can make is made by a test of the
contract suite, so that none escapes the published specification."""
import pathlib
import re
import sys

# Calls for which nothing is published, and why.
UNPUBLISHED = {
    "guild_codat_read_records_async": "data is the Accounting file's, which is not here",
    "guild_codat_read_statement_async": "the same",
    "guild_codat_export_read_async": "makes calls of the two above and of read_history",
    "guild_codat_export_write_async": "writes a file",
    "guild_autodesk_list_accounts_async": "hubs are Data Management's, whose file is not here",
    "guild_autodesk_sign_in_run_async": "takes a browser; the codes of the sandbox are not published",
    "guild_autodesk_sign_out_async": "takes a sign-in",
    "guild_autodesk_read_user_async": "takes a sign-in, and its host has a file of its own",
    "guild_autodesk_list_company_projects_async": "makes calls of list_projects, _project_members and "
                                                  "_project_companies",
    "guild_autodesk_prepare_logo_async": "reads a picture here",
    "SET_LOGO": "the file takes the form for another kind (acc.md §5)",
}

root = pathlib.Path(sys.argv[1])
service = root / "src" / "service"
headers = [service / "guild-service.h",
           *(path for folder in ("codat", "autodesk") for path in (service / folder).glob("*.h")
             if not path.name.endswith("-private.h"))]
tests = "\n".join(path.read_text(encoding="utf-8")
                  for path in sorted((root / "tests" / "contract").glob("*.c")))

declared = set()
kinds = set()
for path in headers:
    text = path.read_text(encoding="utf-8")
    declared.update(re.findall(r"\b(guild_\w+_async)\s*\(", text))
    kinds.update(re.findall(r"^\s*GUILD_WRITE_([A-Z_]+)\b", text, re.MULTILINE))
made = set(re.findall(r"\b(guild_\w+_async)\s*\(", tests))
made.update(f"guild_codat_{name}_async" for name in re.findall(r"^READER \((\w+),", tests, re.M))
made.update(f"guild_autodesk_{name}_async" for name in re.findall(r"^LIST \((\w+),", tests, re.M))
written = set(re.findall(r"\bGUILD_WRITE \(\w+, (\w+),", tests))

wrong = [f"{name} is not called by any test of the contract suite" for name in
         sorted(declared - made - set(UNPUBLISHED))]
wrong += [f"GUILD_WRITE_{kind} is not written by any test of the contract suite"
          for kind in sorted(kinds - written - set(UNPUBLISHED))]
wrong += [f"{name} is said to be unpublished, but there is no such call" for name in
          sorted(set(UNPUBLISHED) - declared - kinds)]
if not declared or not kinds:
    wrong.append("no calls were found at all")
print("1..1")
for line in wrong:
    print(f"# {line}")
print(f"{'not ok' if wrong else 'ok'} 1 - calls ({len(declared)} reads, {len(kinds)} writes)")
sys.exit(1 if wrong else 0)
