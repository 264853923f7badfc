#!/usr/bin/env python3
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-tests.py [--broken N] (LABEL LOG_DIRECTORY)…

Reads what `meson test` left in LOG_DIRECTORY (testlog.json, and tests.list as `meson test --list`
printed it), prints the output of everything that failed, and ends with "N passed, N failed". What
is counted are single test cases as TAP reports them; a program that is no TAP producer is one case;
a program that did not run, or ended before its plan, has failed. N of --broken are failures from
before any test: builds that did not work.
"""

import json
import os
import re
import sys

RESULT = re.compile(r'^(not )?ok\b\s*\d*\s*-?\s*(.*?)(?:\s+#\s*(SKIP|TODO)\b.*)?$', re.IGNORECASE)
PLAN = re.compile(r'^1\.\.(\d+)')
TAIL = 120


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0


def count_program(result, count):
    """Adds the cases of one program; returns what failed, one line each."""
    failures = []
    planned = seen = 0
    tap = False
    for line in (result.get('stdout') or '').splitlines():
        plan = PLAN.match(line)
        if plan:
            planned, tap = int(plan.group(1)), True
            continue
        case = RESULT.match(line)
        if not case:
            continue
        tap = True
        seen += 1
        if (case.group(3) or '').upper() == 'SKIP':
            count.skipped += 1
        elif case.group(1):
            count.failed += 1
            failures.append(case.group(2))
        else:
            count.passed += 1
    outcome = result['result']
    good = outcome in ('OK', 'EXPECTEDFAIL')
    if not tap:
        if outcome == 'SKIP':
            count.skipped += 1
        elif good:
            count.passed += 1
        else:
            count.failed += 1
            failures.append(outcome.lower())
    elif not good and outcome != 'SKIP' and not failures:
        # Ended early or with a bad status: the case that was running is the one that failed.
        count.failed += 1
        failures.append(f'{outcome.lower()} (status {result.get("returncode")}) '
                        f'after {seen} of {planned} cases')
    return failures


def report(label, result, failures):
    print(f'\n--- {result["name"]} ({label}): failed: {"; ".join(failures)}')
    for stream in ('stdout', 'stderr'):
        lines = (result.get(stream) or '').splitlines()
        if len(lines) > TAIL:
            print(f'[{len(lines) - TAIL} lines of {stream} before]')
        for line in lines[-TAIL:]:
            print(f'  {line}')


def read_log(directory):
    try:
        with open(os.path.join(directory, 'testlog.json'), encoding='utf-8') as log:
            return [json.loads(line) for line in log if line.strip()]
    except FileNotFoundError:
        return []


def read_list(directory):
    with open(os.path.join(directory, 'tests.list'), encoding='utf-8') as names:
        return [line.rstrip('\n') for line in names if line.strip()]


def main(arguments):
    count = Count()
    if arguments[:1] == ['--broken']:
        count.failed += int(arguments[1])
        arguments = arguments[2:]
    for label, directory in zip(arguments[::2], arguments[1::2]):
        results = read_log(directory)
        for result in results:
            failures = count_program(result, count)
            if failures:
                report(label, result, failures)
        ran = {result['name'] for result in results}
        for name in read_list(directory):
            if name not in ran:
                count.failed += 1
                print(f'\n--- {name} ({label}): did not run')
    skipped = f', {count.skipped} skipped' if count.skipped else ''
    print(f'\n{count.passed} passed, {count.failed} failed{skipped}')
    return 1 if count.failed or not count.passed else 0


sys.exit(main(sys.argv[1:]))
