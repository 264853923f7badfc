#!/usr/bin/env python3
# Copyright The Guildhall developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-verdict.py ROWS — what the figures of build-aux/bench come to.

Reads lines "name<TAB>value<TAB>unit" and prints one for each aim: its name, "met", "not met" or
"skipped", and the values beside what they may be. The status is 1 when one is not met: a figure
that is missing is none that is met, but one that was skipped, because the other program is not
installed, is not held against anybody.
"""

import sys

# All aims, and only here: name of the aim, the figures that it asks for, and at most how much of
# each, as a number or as a share of another figure. {n} is the number of companies, {tenth} a tenth
# of it.
AIMS = [
    ('D1', 'D1-keystroke-{n}-p95', 16, 'ms'),
    ('D1p', 'D1p-keystroke-{n}-median', 20, 'ms'),
    ('D1p', 'D1p-keystroke-{n}-p95', 50, 'ms'),
    ('D2', 'D2-sort-first-{n}-max', 400, 'ms'),
    ('D2', 'D2-sort-again-{n}-max', 100, 'ms'),
    ('D2', 'D2-sort-main-{n}-max', 8, 'ms'),
    ('D3', 'D3-stall-own-{n}-max', 16, 'ms'),
    ('D4', 'D4-memory-{tenth}-median', 150, 'MB'),
    ('D4', 'D4-memory-{n}-median', 350, 'MB'),
    ('D5', 'D5-start-{tenth}-median', (1, 'D5.text-editor-median'), 'ms'),
    ('D6', 'D6-sync-{tenth}-median', (0.5, 'sdk-list-{tenth}-median'), 'ms'),
]
# D7 is of every figure that is measured at both sizes: "D7-figure-growth". What takes so many
# milliseconds at most at the large one is nothing that grows.
GROWTH = 10
TRIFLE = 1
# What a figure is where another program is missing: "name<TAB>skipped<TAB>why".
SKIPPED = 'skipped'


def read(lines):
    """The figures by name: numbers, or why they were skipped."""
    figures = {}
    for line in lines:
        parts = line.rstrip('\n').split('\t')
        if len(parts) != 3:
            continue
        name, value, unit = parts
        if value == SKIPPED:
            figures[name] = figures[name + '-median'] = unit
            continue
        try:
            # What is measured again beside a longer list stands beside that one.
            figures.setdefault(name, float(value))
        except ValueError:
            pass
    return figures


def judge(figures, name, most, unit):
    """(verdict, words) of one figure."""
    value = figures.get(name)
    words = 'at most %s %s' % (most, unit)
    if isinstance(most, tuple):
        share, other = most
        most = figures.get(other)
        if isinstance(most, str):
            return SKIPPED, '%s: %s' % (other, most)
        words = 'at most %s of %s' % (share, other)
        if most is not None:
            words += ', %.1f %s' % (most, unit)
            most *= share
    if isinstance(value, str):
        return SKIPPED, '%s: %s' % (name, value)
    if value is None or most is None:
        return 'not met', '%s: not measured' % (name if value is None else other)
    return 'met' if value <= most else 'not met', '%s %.1f %s (%s)' % (name, value, unit, words)


def judge_growth(figures, n):
    """(verdict, words) of each growth that was printed."""
    for name, value in figures.items():
        if not name.startswith('D7-') or not name.endswith('-growth') or isinstance(value, str):
            continue
        figure = name[len('D7-'):-len('-growth')]
        large = figures.get('%s-%d-median' % (figure, n), figures.get('%s-%d' % (figure, n)))
        trifle = isinstance(large, float) and large <= TRIFLE
        yield ('met' if value <= GROWTH or trifle else 'not met',
               '%s %.1f times (at most %d)' % (figure, value, GROWTH))


def main(n):
    figures = read(sys.stdin)
    verdicts = {}
    for aim, name, most, unit in AIMS:
        if isinstance(most, tuple):
            most = (most[0], most[1].format(n=n, tenth=n // 10))
        verdicts.setdefault(aim, []).append(
            judge(figures, name.format(n=n, tenth=n // 10), most, unit))
    verdicts['D7'] = list(judge_growth(figures, n)) or [('not met', 'no growth was measured')]
    broken = False
    for aim, parts in verdicts.items():
        found = {verdict for verdict, _ in parts}
        verdict = next(each for each in ('not met', SKIPPED, 'met') if each in found)
        broken |= verdict == 'not met'
        print('%s\t%s\t%s' % (aim, verdict, '; '.join(words for _, words in parts)))
    return 1 if broken else 0


if __name__ == '__main__':
    sys.exit(main(int(sys.argv[1])))
