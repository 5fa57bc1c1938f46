#!/usr/bin/env python3
"""Whether one build is slower than another: compare.py BEFORE AFTER [NAME...], folders of benchmark programs.

Benchmarks that both have run in pairs, one right behind the other and the first taking turns, so that what else the
machine does meets both alike; each pair gives one ratio. Even the length of a program's path moves its memory about and
can change its speed by a third: each pair runs from fresh copies under paths of one length, in an environment of a
length drawn at random, so that such luck is noise between the pairs and no difference between the builds.

A benchmark is a suspect when the 95% bootstrap interval of the median ratio lies above THRESHOLD. Suspects then run in
fresh pairs, twice as many, and only those decide: among many benchmarks some look slower by chance, and seldom twice.
Exit code 1 when one is slower in both. What takes long to set up (a hundred thousand of anything and more) is left out.
What remains is where the linker happened to put a loop: a build can be a tenth slower in one benchmark for no better
reason, so look whether the ones beside it are slower as well.
"""

import json
import math
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

PAIRS = 12
THRESHOLD = 1.05
SECONDS = "0.03"
HEAVY = re.compile(r":\d{6,}")


def programs(folder, names):
    found = {path.name for path in folder.glob("bench_*") if path.is_file()}
    return {name for name in found if not names or name.removeprefix("bench_") in names}


def benchmarks(program):
    listed = subprocess.run([program, "--benchmark_list_tests"], capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split() if not HEAVY.search(name)]


def times(program, names, padding):
    pattern = "^(" + "|".join(map(re.escape, names)) + ")$"
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        copy, out = pathlib.Path(folder, "program"), pathlib.Path(folder, "out.json")
        shutil.copy(program, copy)
        subprocess.run([copy, f"--benchmark_filter={pattern}", f"--benchmark_min_time={SECONDS}",
                        f"--benchmark_out={out}"], capture_output=True, check=True,
                       env={**os.environ, "PADDING": padding})
        runs = json.loads(out.read_text())["benchmarks"]
    for run in runs:
        if run.get("error_occurred"):
            sys.exit(f"compare: {run['name']}: {run['error_message']}")
    return {run["name"]: run["real_time" if "threads:2" in run["name"] else "cpu_time"] for run in runs}


def ratios(before, after, work, pairs):
    """(program, name) to the ratio after/before of each pair."""
    found = {(program, name): [] for program, names in work.items() for name in names}
    chance = random.Random(pairs)
    for pair in range(pairs):
        for program, names in work.items():
            order = [before, after] if pair % 2 == 0 else [after, before]
            padding = "x" * chance.randrange(4096)
            measured = {folder: times(folder / program, names, padding) for folder in order}
            for name in names:
                found[program, name].append(measured[after][name] / measured[before][name])
        print(f"\rpair {pair + 1} of {pairs}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def interval(sample):
    """Median and its 95% bootstrap interval, the same for the same sample."""
    chance = random.Random(1)
    medians = sorted(statistics.median(chance.choices(sample, k=len(sample))) for _ in range(2000))
    return statistics.median(sample), medians[50], medians[-51]


def sign_test(sample):
    """How likely so many ratios on one side of 1 are by chance."""
    above = sum(ratio > 1 for ratio in sample)
    most = max(above, len(sample) - above)
    return min(1, 2 * sum(math.comb(len(sample), k) for k in range(most, len(sample) + 1)) / 2 ** len(sample))


def verdict(low, high):
    return "slower" if low > THRESHOLD else "faster" if high < 1 / THRESHOLD else ""


def main(before, after, *names):
    work = {}
    for program in sorted(programs(before, names) & programs(after, names)):
        old, new = benchmarks(before / program), benchmarks(after / program)
        both = [name for name in new if name in old]
        for name in sorted(set(old) ^ set(new)):
            print(f"only in one of the two: {name}", file=sys.stderr)
        if both:
            work[program] = both
    if not work:
        sys.exit("compare: the two builds have no benchmark in common")
    found = ratios(before, after, work, PAIRS)
    suspects = {}
    for (program, name), sample in found.items():
        if verdict(*interval(sample)[1:]) == "slower":
            suspects.setdefault(program, []).append(name)
    again = ratios(before, after, suspects, 2 * PAIRS) if suspects else {}

    print(f"{'after / before':>14}  {'95% of it':>13}  {'by chance':>9}")
    slower = False
    for key, sample in found.items():
        sample = again.get(key, sample)
        median, low, high = interval(sample)
        result = verdict(low, high)
        if key in again and result != "slower":
            result = "noise: not slower in fresh pairs"
        slower |= result == "slower"
        print(f"{median:14.3f}  {low:5.3f} – {high:5.3f}  {sign_test(sample):9.1g}  {key[1]}  {result.upper()}"
              .rstrip())
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main(*map(pathlib.Path, sys.argv[1:3]), *sys.argv[3:]))
