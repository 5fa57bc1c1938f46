#!/usr/bin/env python3
"""What the tests ran, folder by folder, against the goals.

    report.py ROOT MISSING < EXPORT

EXPORT is what `llvm-cov export` says of all that was compiled; MISSING becomes the list of what did not run. Exit code 1:
a goal was missed, or a mark is wrong.

A line is one with code on it. A branch is one outcome of a condition or of a loop, as somebody wrote it: what a compiler
adds for exceptions is none. The outcome that cannot happen and still has to stand there, to fail closed, is marked with
`// cannot happen: WHY` at the end of its line and does not count; a mark where all of it ran is an error.
"""

import bisect
import collections
import json
import os
import pathlib
import re
import sys

# folder, at least so many of a hundred lines, and branches
GOALS = [("engine/decide", 100, 98), ("engine/prove", 100, 98), ("project", 95, 90)]
FOLDERS = ("engine/", "simulator/")
MARK = "// cannot happen: "


class Count:
    def __init__(self):
        self.ran = self.all = 0

    def add(self, ran):
        self.ran += bool(ran)
        self.all += 1

    def merge(self, other):
        self.ran += other.ran
        self.all += other.all

    def reaches(self, goal):
        return self.ran * 100 >= goal * self.all

    def __str__(self):  # rounded down, so that only all is 100
        share = f"{self.ran * 1000 // self.all / 10:.1f} %" if self.all else "-"
        return f"{share:>8} {self.ran:>7} of {self.all:<7}"


def counts_of_lines(segments):
    """As llvm-cov does: of each line the count of the busiest region that begins there, or of the one around it."""
    by_line = collections.defaultdict(list)
    for line, _, count, counted, entry, gap in segments:
        by_line[line].append((count, counted, entry, gap))
    counts, around = {}, None
    for line in range(segments[0][0], segments[-1][0] + 1) if segments else ():
        here = by_line[line]
        begun = [count for count, counted, entry, gap in here if counted and entry and not gap]
        skipped = bool(here) and here[0][2] and not here[0][1]
        if not skipped and (begun or (around and around[1])):
            counts[line] = max(begun + ([around[0]] if around else []))
        around = here[-1] if here else around
    return counts


def counts_of_branches(branches, segments, text):
    """(place, outcome) to how often; of a template that was compiled for several types all together. Without what a
    compiler writes (`= default`) or already knows the answer of (`if constexpr`), and what is in no case of a switch:
    -Wswitch holds those."""
    counts = collections.Counter()
    for line, column, end_line, end_column, taken, not_taken, *_ in branches:
        place = (line, column, end_line, end_column)
        counts[place, True] += taken
        counts[place, False] += not_taken
    starts = [segment[:2] for segment in segments]
    for place in {place for place, _ in counts}:
        at = bisect.bisect_right(starts, list(place[:2])) - 1
        constant = segments[at][2] > 0 and counts[place, True] == counts[place, False] == 0
        line = text[place[0]]
        if constant or "= default;" in line or line[: place[1] - 1].endswith("switch ("):
            del counts[place, True], counts[place, False]
    return counts


def has_code(line):
    return re.search(r"\w", re.sub(r"//.*", "", line)) is not None


def read(root, export):
    """Of each source its text, lines and branches. One that was compiled under two names is one."""
    sources = {}
    for file in json.load(export)["data"][0]["files"]:
        name = os.path.relpath(os.path.normpath(file["filename"]), root)
        if not name.startswith(FOLDERS):
            continue
        if name not in sources:
            text = [""] + pathlib.Path(root, name).read_text(encoding="utf-8").split("\n")
            sources[name] = (text, collections.Counter(), collections.Counter())
        text, lines, branches = sources[name]
        for to, counts in (
            (lines, counts_of_lines(file["segments"])),
            (branches, counts_of_branches(file["branches"], file["segments"], text)),
        ):
            for key, count in counts.items():  # not update(): that forgets what is 0
                to[key] += count
    return sources


def main(root, missing):
    folders = collections.defaultdict(lambda: (Count(), Count()))
    missed, wrong_marks = [], []
    for name, (text, line_counts, branch_counts) in sorted(read(root, sys.stdin).items()):
        marked = {at for at, line in enumerate(text) if MARK in line}
        unused = set(marked)
        lines, branches = folders[os.path.dirname(name)]

        def tell(count, ran, at, column, what):
            if not ran and at in marked:
                unused.discard(at)
                return
            count.add(ran)
            if not ran:
                missed.append(f"{name}:{at}:{column} {what}: {text[at].strip()}")

        for at, ran in sorted(line_counts.items()):
            if has_code(text[at]):
                tell(lines, ran, at, 1, "line")
        for ((at, column, *_), outcome), ran in sorted(branch_counts.items()):
            tell(branches, ran, at, column, "never true" if outcome else "never false")
        wrong_marks += [f"{name}:{at}: marked as what cannot happen, and it did" for at in sorted(unused)]
    pathlib.Path(missing).write_text("".join(line + "\n" for line in missed), encoding="utf-8")

    rows = dict(sorted(folders.items()))
    project = (Count(), Count())
    for row in rows.values():
        project[0].merge(row[0])
        project[1].merge(row[1])
    rows["project"] = project
    print(f"{'':<24} {'lines':^27} {'branches':^27}".rstrip())
    for name, (lines, branches) in rows.items():
        print(f"{name:<24} {lines} {branches}".rstrip())
    failures = list(wrong_marks)
    for name, *goals in GOALS:
        for count, goal, what in zip(rows[name], goals, ("lines", "branches")):
            if not count.reaches(goal):
                failures.append(f"{name}: fewer than {goal} % of the {what}")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
