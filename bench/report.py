#!/usr/bin/env python3
"""Google Benchmark's JSON into bench/RESULTS.md: the goals, all figures, and curves.

    report.py BUILD_FOLDER              the tables on standard output, of the benchmarks that were run
    report.py BUILD_FOLDER --write OUT  OUT/RESULTS.md and the curves beside it, from a whole run

BUILD_FOLDER/bench/*.json is what the programs of this folder wrote with several repetitions. A figure is the fastest
of them: what else the machine does only ever adds. A floor stands in the same run as what is measured against it.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

# question, measured, floor, at most so many times the floor; names are those of the benchmarks.
STORE = "store/decide/roles:{}/statements_of_others:{}"
STREAM = "stream/evaluate/roles:{}/threads:{}"
RATIOS = [
    ("one bound request against one role", "decide/bound", "decide/floor", 3),
    ("the same, explained", "explain/traced", "explain/floor", 30),
    ("role store of 10 thousand", STORE.format(10000, 1), "store/floor/roles:10000", 1.5),
    ("role store of 1 million", STORE.format(1000000, 1), "store/floor/roles:1000000", 1.5),
    ("other roles with 100 statements, not 1", STORE.format(10000, 100), STORE.format(10000, 1), 1.2),
    ("1,000 exact values", "values/exact/values:1000", "values/exact/values:1", 3),
    ("100,000 exact values", "values/exact/values:100000", "values/exact/values:1", 3),
    ("1,000 ARN patterns", "values/arn/values:1000", "values/arn/values:1", 3),
    ("100,000 ARN patterns", "values/arn/values:100000", "values/arn/values:1", 3),
    ("1,000 statements for other services", "statements/statements:1000", "statements/statements:1", 3),
    ("JSON Lines in and out, 1 role", STREAM.format(1, 1), "stream/floor/roles:1", 2.5),
    ("JSON Lines in and out, 10 thousand roles", STREAM.format(10000, 1), "stream/floor/roles:10000", 2.5),
    ("the same, lines of 128 layouts", "stream/mixed/roles:10000/threads:1", "stream/mixed_floor/roles:10000", 2.5),
    ("a trail of all events, beside inflating it by zlib", "replay/gzip/assuming:17", "replay/inflate/assuming:17", 2),
    ("a trail of AssumeRole events only, the same", "replay/gzip/assuming:1000", "replay/inflate/assuming:1000", 2),
]
# question, benchmark, what of it, unit, comparison, goal
FIGURES = [
    ("allocations of a decision", "decide/bound", "allocs", "", "at most", 0),
    ("loading 100,000 roles", "load/roles/roles:100000/different:100000", "bytes_per_second", "MB/s", "at least", 100),
    ("bytes kept for a role of its own policy, beyond its ARN", "load/roles/roles:100000/different:100000", "kept", "B",
     "at most", 400),
    ("the same, 20 different policies in all: kept once", "load/roles/roles:100000/different:20", "kept", "B",
     "at most", 100),
]
THREADS = ("two threads", STREAM.format(10000, 2), STREAM.format(10000, 1), 1.8)

# file, title, axis, curves as (label, pattern of names with the value in the middle)
CURVES = [
    ("values.svg", "One decision, by the values of its condition", "values", [
        ("exact values", r"values/exact/values:(\d+)"),
        ("ARN patterns", r"values/arn/values:(\d+)"),
        ("statements for other services", r"statements/statements:(\d+)"),
    ]),
    ("store.svg", "One decision, by the roles of the store", "roles", [
        ("role store, looked up and decided", r"store/decide/roles:(\d+)/statements_of_others:1"),
        ("floor: flat_hash_map and the decision by hand", r"store/floor/roles:(\d+)"),
    ]),
]
SCALE = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def read(folder):
    """Name to its fastest repetition, with `ns`: the time of an operation, or of an item where it has many."""
    fastest = {}
    for path in sorted(folder.glob("*.json")):
        for run in json.loads(path.read_text())["benchmarks"]:
            if run["run_type"] != "iteration":
                continue
            name = run["run_name"].removesuffix("/real_time")
            if run.get("error_occurred"):
                sys.exit(f"report: {name}: {run['error_message']}")
            real, cpu = (SCALE[run["time_unit"]] * run[clock] for clock in ("real_time", "cpu_time"))
            clock = real if "/real_time" in run["run_name"] else cpu
            ns = real if "threads:2" in name else cpu  # one thread: only its own time, however busy the machine is
            items = run["items_per_second"] * clock / 1e9 if "items_per_second" in run else 1
            run["ns"], run["real_ns"] = ns / items, real / items
            if "bytes_per_second" in run:
                run["bytes_per_second"] *= clock / ns
            best = fastest.get(name, run)
            fastest[name] = min(best, run, key=lambda one: one["ns"])
            fastest[name]["real_ns"] = min(best["real_ns"], run["real_ns"])
    return dict(sorted(fastest.items(), key=lambda item: [int(part) if part.isdigit() else part
                                                          for part in re.split(r"(\d+)", item[0])]))


def time_text(ns):
    for unit in ("ns", "µs", "ms"):
        if ns < 1000:
            break
        ns /= 1000
    return f"{ns:.3g} {unit}"


def table(header, rows):
    return ["| " + " | ".join(row) + " |" for row in [header, ["---"] * len(header), *rows]]


def goals(runs):
    rows = []

    def add(question, measured, floor, figure, goal, met):
        rows.append([question, measured, floor, figure, goal, "yes" if met else "**no**"])

    def ratio(question, name, floor, most):
        if name in runs and floor in runs:
            times = runs[name]["ns"] / runs[floor]["ns"]
            add(question, time_text(runs[name]["ns"]), time_text(runs[floor]["ns"]), f"{times:.2f} ×", f"≤ {most} ×",
                times <= most)

    def figure(question, name, what, unit, comparison, goal):
        if name in runs:
            value = runs[name][what] / (1e6 if unit == "MB/s" else 1)
            met = value <= goal if comparison == "at most" else value >= goal
            sign = "≤" if comparison == "at most" and goal else "≥" if goal else ""
            add(question, f"{value:.4g} {unit}".strip(), "", "", f"{sign} {goal} {unit}".strip(), met)

    ratio(*RATIOS[0])
    figure(*FIGURES[0])
    for row in RATIOS[1:]:
        ratio(*row)
    question, name, floor, least = THREADS
    if name in runs and floor in runs:
        one, two = runs[floor]["real_ns"], runs[name]["real_ns"]  # by the clock on the wall, both
        add(question, time_text(two), time_text(one), f"{one / two:.2f} × faster", f"≥ {least} ×", one / two >= least)
    for row in FIGURES[1:]:
        figure(*row)
    return table(["question", "measured", "floor", "ratio", "goal", "met"], rows) if rows else []


def all_figures(runs):
    rows = []
    for name, run in runs.items():
        per_second = f"{1e9 / run['ns']:,.0f}"
        megabytes = f"{run['bytes_per_second'] / 1e6:.0f}" if "bytes_per_second" in run else ""
        counts = [f"{run[what]:.4g}" if what in run and "items_per_second" not in run else ""
                  for what in ("allocs", "cycles", "instructions")]
        rows.append([f"`{name}`", time_text(run["ns"]), per_second, megabytes, *counts])
    header = ["benchmark", "time", "a second", "MB/s", "allocations", "cycles", "instructions"]
    for column in reversed(range(len(header))):  # cycles only where the machine counts them
        if not any(row[column] for row in rows):
            for row in [header, *rows]:
                del row[column]
    return table(header, rows)


def machine(build):
    cache = dict(re.findall(r"^(\w+):\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.M))
    version = subprocess.run([cache["CMAKE_CXX_COMPILER"], "--version"], capture_output=True, text=True, check=True)
    model = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    flags = f"{cache.get('CMAKE_CXX_FLAGS', '')} {cache['CMAKE_CXX_FLAGS_RELEASE']}".strip()
    return (f"{model.group(1) if model else 'a processor'}, {os.cpu_count()} cores; "
            f"{version.stdout.splitlines()[0]}, `{flags}`")


def draw(runs, out):
    names = []
    for file, title, axis, curves in CURVES:
        script = ['set terminal svg size 720,420 font "sans-serif,12" background "white" noenhanced', "set logscale xy",
                  f'set title "{title}"', f'set xlabel "{axis}"', 'set ylabel "ns"', "set grid", "set key top left",
                  "set yrange [1:*]", "set rmargin 5", 'set format x "%.0f"', 'set format y "%.0f"']
        plots = []
        for number, (label, pattern) in enumerate(curves):
            points = [(int(match.group(1)), run["ns"]) for name, run in runs.items()
                      if (match := re.fullmatch(pattern, name))]
            script += [f"$curve{number} << END", *(f"{x} {y:.1f}" for x, y in sorted(points)), "END"]
            plots.append(f'$curve{number} with linespoints linewidth 2 title "{label}"')
        script.append("plot " + ", ".join(plots))
        svg = subprocess.run(["gnuplot"], input="\n".join(script) + "\n", capture_output=True, text=True, check=True)
        (out / file).write_text(svg.stdout)
        names.append((file, title))
    return names


def write(build, runs, out):
    missing = {name for row in [*RATIOS, THREADS] for name in row[1:3]} | {row[1] for row in FIGURES}
    missing -= runs.keys()
    if missing:
        sys.exit(f"report: not run: {', '.join(sorted(missing))}")
    curves = draw(runs, out)
    lines = ["# What it costs", "", "Made by `./dev bench`, which runs everything again; do not edit.", "",
             f"{machine(build)}.", "",
             "Each figure is the fastest of several repetitions, taken in random order with the others of its program.",
             "Every benchmark checks that exactly half of its requests were allowed. The work is a trust policy of a DMS",
             "role with `aws:SourceAccount` and an ARN pattern; every other request is a confused-deputy attack from a",
             "foreign account (`bench/support/workload.h`). Floors are of the same run: the decision written by hand for",
             "this one policy, `absl::flat_hash_map` and that, simdjson taking the same fields out of the same bytes, zlib",
             "inflating them, or the same question with one instead of many. Of a trail (`tests/support/trail`) what is",
             "checked is that every record was read. How other engines do on the same work is in [`PEERS.md`](PEERS.md);",
             "where the time goes, in [`docs/performance.md`](../docs/performance.md).", "", "## Goals", "", *goals(runs), "", "## Curves", ""]
    lines += [f"![{title}]({file})" for file, title in curves]
    lines += ["", "## All figures", "", *all_figures(runs), ""]
    (out / "RESULTS.md").write_text("\n".join(lines))


def main(build, *options):
    runs = read(build / "bench")
    print("\n".join([*all_figures(runs), "", *goals(runs)]))
    if options[:1] == ("--write",):
        write(build, runs, pathlib.Path(options[1]))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), *sys.argv[2:])
