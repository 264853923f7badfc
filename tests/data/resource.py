# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""resource.py SOURCE - the list of an Autodesk account's companies, nothing of it left out.

resource.tsv says for every parameter, header, field and status of the resource page which test
exercises it through the client and where in the window a person meets it. This fails when one is
missing or told twice, or when a test or a place that it names is not there.
"""
import pathlib
import re
import sys

# What the page has.
PAGE = {
    "parameter": """accountId filter[name] filter[trade] filter[erpId] filter[taxId]
        filter[updatedAt] filter[updatedAt]=start.. filter[updatedAt]=..end filter[status]=active
        filter[status]=inactive filter[status]=all orFilters filterTextMatch=contains
        filterTextMatch=startsWith filterTextMatch=endsWith filterTextMatch=equals sort=name
        sort=trade sort=erpId sort=taxId sort=status sort=createdAt sort=updatedAt
        sort=projectSize sort=userSize sort=desc sort=several fields limit offset""",
    "header": "Authorization Region User-Id x-user-id Accept Retry-After",
    "field": """pagination.limit pagination.offset pagination.totalResults pagination.nextUrl
        pagination.previousUrl results.id results.accountId results.name results.trade
        results.addresses results.addresses.type results.addresses.addressLine1
        results.addresses.addressLine2 results.addresses.city
        results.addresses.stateOrProvince results.addresses.postalCode
        results.addresses.country results.addresses.phone results.websiteUrl
        results.description results.erpId results.taxId results.imageUrl results.status
        results.createdAt results.updatedAt results.projectSize results.userSize
        results.originalName""",
    "status": "200 400 401 403 404 406 410 429 500 503",
}

root = pathlib.Path(sys.argv[1])
table = pathlib.Path(__file__).with_name("resource.tsv")
wrong = []


def has_test(path):
    """Paths are written whole, or as a beginning and a rest in quotes of their own."""
    room = path.split("/")[1]
    for file in sorted((root / "tests" / room).glob("*.c")):
        text = file.read_text(encoding="utf-8")
        if f'"{path}"' in text:
            return True
        for cut in [m.end() for m in re.finditer("/", path)][1:]:
            if f'"{path[:cut]}"' in text and f'"{path[cut:]}"' in text:
                return True
    return False


def has_place(where):
    name, _, part = where.partition("#")
    file = root / "src/ui" / name
    if not part or not file.is_file():
        return False
    text = file.read_text(encoding="utf-8")
    if name.endswith(".ui"):
        return f'id="{part}"' in text
    return re.search(rf"^{re.escape(part)} \(", text, re.M) is not None


told = set()
for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
    if not line or line.startswith("#"):
        continue
    cells = line.split("\t")
    if len(cells) != 5 or not all(cells):
        wrong.append(f"line {number}: not kind, name, tests, words and places")
        continue
    kind, name, tests, words, places = cells
    if (kind, name) in told:
        wrong.append(f"line {number}: {kind} {name} is there twice")
    told.add((kind, name))
    if name not in PAGE.get(kind, "").split():
        wrong.append(f"line {number}: the page has no {kind} {name}")
    wrong += [f"line {number}: there is no test {t}" for t in tests.split(" ") if not has_test(t)]
    wrong += [f"line {number}: there is no {p}" for p in places.split(" ") if not has_place(p)]
for kind, names in PAGE.items():
    wrong += [f"nothing is told of {kind} {n}" for n in names.split() if (kind, n) not in told]

if wrong:
    sys.exit("\n".join(wrong))
print(f"{len(told)} of the page, each with a test and a place")
