"""Mutation testing of engine/: see README.md beside this file. ./dev mutate is the door to it."""
import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import pickle
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import plant

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / 'build/mutate'
COPY = WORK / 'src'
HERE = 'tests/mutation'
ROOMS = ['text', 'iam', 'policy', 'decide', 'prove', 'harden', 'lint']
# The test programs, and the rooms for which each answers. Below are what keeps those short that try things at random.
ANSWERS = {'text': 'text', 'iam': 'iam', 'policy': 'text iam policy', 'decide': 'iam decide', 'batch': 'text decide',
           'conformance': 'text iam policy decide', 'properties': 'iam policy decide', 'differential': 'iam policy decide',
           'prove': 'prove', 'harden': 'harden', 'lint': 'text lint', 'golden': 'prove harden lint', 'cli': 'prove harden lint',
           'bad_input': 'text policy', 'fuzz': ' '.join(ROOMS)}
FEWER = {'DEPUTY_RANDOM_DECISIONS': '5000', 'DEPUTY_RANDOM_PROOFS': '100', 'DEPUTY_FUZZ_MUTATIONS': '10',
         'RC_PARAMS': 'seed=1 max_success=30'}
UNIT_SECONDS = 0.1  # tests that follow each other are one unit up to this time
ROUNDS = [0.2, 1]  # units of at most this time are tried together, those that take longer each by itself
MEMORY = 4 << 30


def say(*words):
    print('mutate:', *words, file=sys.stderr, flush=True)


def key_of(mutant, nth=0):
    return (mutant.file, mutant.function, mutant.original, mutant.mutated, str(nth))


# The mutants, and a build that holds all of them.

def all_mutants():
    """Those of every source and header of engine/, each with its number and the key under which it is known, in a fixed order."""
    sources = sorted((ROOT / 'engine').rglob('*.*'))
    stamp = hashlib.sha256(b''.join(p.read_bytes() for p in [*sources, ROOT / HERE / 'plant.py'])).hexdigest()
    kept = WORK / 'mutants.pickle'
    if kept.exists():
        known, mutants = pickle.loads(kept.read_bytes())
        if known == stamp:
            return mutants
    commands = {c['file']: shlex.split(c['command']) for c in json.loads((ROOT / 'build/lint/compile_commands.json').read_text())}
    files = [(str(p), commands[str(p)]) for p in sources if str(p) in commands]
    say(f'reading {len(files)} sources')
    found = {}
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for several in pool.map(read_source, files):
            for name, mutants in several.items():
                found.setdefault(name, mutants)
    rank = {room: i for i, room in enumerate(ROOMS)}
    counts, result = collections.Counter(), []
    for name in sorted(found, key=lambda n: (rank[n.split('/')[1]], n)):
        for mutant in found[name]:
            key = key_of(mutant)
            result.append((key_of(mutant, counts[key]), mutant))
            counts[key] += 1
    result = number_all(result)
    kept.write_bytes(pickle.dumps((stamp, result)))
    return result


def number_all(mutants):
    """A number that a mutant once had stays its own, so that an edit compiles little again."""
    path = WORK / 'numbers.json'
    numbers = json.loads(path.read_text()) if path.exists() else {}
    free = max(numbers.values(), default=-1) + 1
    result = []
    for key, mutant in mutants:
        number = numbers.setdefault('\t'.join(key), free)
        free = max(free, number + 1)
        result.append((number, key, mutant))
    path.write_text(json.dumps(numbers))
    return result


def read_source(pair):
    path, command = pair
    unit = plant.parse(path, command)
    included = {i.include.name for i in unit.get_includes()} | {path}
    inside = sorted(p for p in included if p.startswith(f'{ROOT}/engine/'))
    return {os.path.relpath(p, ROOT): plant.mutants_of(unit, p, os.path.relpath(p, ROOT)) for p in inside}


def write_if_other(path, content):
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_copy(mutants, dropped):
    names = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard', '-z'], cwd=ROOT, check=True, capture_output=True).stdout
    by_file = collections.defaultdict(list)
    for number, key, mutant in mutants:
        if key not in dropped:
            by_file[mutant.file].append((number, mutant))
    for name in names.decode().split('\0'):
        source = ROOT / name
        if not name or not source.is_file():
            continue
        content = source.read_bytes()
        if name in by_file:
            content = (f'#include "{HERE}/mutant.h"\n#line 1\n' + plant.plant(content, by_file[name])).encode()
        elif name == 'CMakeLists.txt':
            content += f'target_sources(deputy_text PRIVATE {HERE}/mutant.cc)\n'.encode()
        write_if_other(COPY / name, content)
        shutil.copymode(source, COPY / name)


def build(mutants, dropped):
    """Drops what does not compile until everything does."""
    while True:
        write_copy(mutants, dropped)
        subprocess.run(['cmake', '--preset', 'dev', '-DDEPUTY_WERROR=OFF'], cwd=COPY, check=True, stdout=subprocess.DEVNULL)
        targets = [f'test_{p}' for p in ANSWERS]
        done = subprocess.run(['cmake', '--build', '--preset', 'dev', '--target', *targets, '--', '-k', '0'], cwd=COPY,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        (WORK / 'build.log').write_text(done.stdout)
        if done.returncode == 0:
            return
        places = {(file, int(line)) for file, line in re.findall(
            r'^\S*?(engine/[^:\s]+):(\d+):\d+: +(?:error|required from)', done.stdout, re.M)}
        alive = [(key, mutant) for _, key, mutant in mutants if key not in dropped]
        bad = {key for key, mutant in alive if (mutant.file, mutant.line) in places}
        bad = bad or {key for key, mutant in alive if any(
            mutant.file == file and mutant.line <= line <= mutant.last_line for file, line in places)}
        if not bad:
            raise SystemExit(f'mutate: the mutated sources do not build, see {WORK}/build.log')
        say(f'{len(bad)} mutants do not compile and are dropped')
        dropped |= bad
        (WORK / 'dropped.json').write_text(json.dumps(sorted(dropped)))


# Which tests reach a mutant, and what they say of it.

class Unit:
    """Tests of one program that are run together; how long they take, and the mutants they reach."""

    def __init__(self, program, tests):
        self.program, self.tests, self.seconds, self.reached = program, tests, 0, b''


def run(program, tests, seconds, mutant=None, reached=None, output=None):
    """(whether they pass, what happened otherwise, processor time)"""
    with tempfile.TemporaryDirectory() as folder:
        flags = pathlib.Path(folder, 'flags')
        flags.write_text(f'--gtest_filter={":".join(tests)}\n--gtest_fail_fast\n--gtest_brief=1\n')
        variables = {'TEST_TMPDIR': folder, 'DEPUTY_MUTANT': mutant, 'DEPUTY_MUTANTS_REACHED': reached, **FEWER}
        command = ['prlimit', f'--as={MEMORY}', f'--cpu={int(5 * seconds) + 2}', '--core=0',
                   COPY / f'build/dev/tests/test_{program}', f'--gtest_flagfile={flags}',
                   *([f'--gtest_output=json:{output}'] if output else [])]
        process = subprocess.Popen(
            command, cwd=folder, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, **{k: str(v) for k, v in variables.items() if v is not None}})
        watch = threading.Timer(20 * seconds + 20, os.killpg, (process.pid, signal.SIGKILL))  # of one that waits
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    how = {0: 'passed', 1: 'failed'}.get(process.returncode, f'ended by {process.returncode}')
    return how, usage.ru_utime + usage.ru_stime


def units_of(program, pool):
    binary = COPY / f'build/dev/tests/test_{program}'
    stamp, kept = (binary.stat().st_mtime_ns, FEWER), WORK / f'units_{program}.pickle'
    if kept.exists():
        known, units = pickle.loads(kept.read_bytes())
        if known == stamp:
            return units
    output = WORK / f'{program}.json'
    how, _ = run(program, ['*'], 120, output=output)
    if how != 'passed':
        raise SystemExit(f'mutate: test_{program} {how} without a mutant')
    units, together = [], UNIT_SECONDS
    for suite in json.loads(output.read_text())['testsuites']:
        for test in suite['testsuite']:
            seconds = float(test['time'].rstrip('s'))
            if together + seconds >= UNIT_SECONDS:
                units.append(Unit(program, []))
                together = 0
            units[-1].tests.append(f"{suite['name']}.{test['name']}")
            together += seconds

    def reach(pair):
        index, unit = pair
        reached = WORK / f'reached_{program}_{index}'
        reached.unlink(missing_ok=True)
        how, unit.seconds = run(program, unit.tests, 60, reached=reached)
        if how != 'passed':
            raise SystemExit(f'mutate: {unit.tests} {how} by themselves')
        unit.reached = reached.read_bytes()
        reached.unlink()

    list(pool.map(reach, enumerate(units)))
    say(f'test_{program}: {len(units)} units, {sum(u.seconds for u in units):.1f} s')
    kept.write_bytes(pickle.dumps((stamp, units)))
    return units


def judge(number, room, units):
    """What became of a mutant: the quickest tests first, those of its own room before others."""
    reaching = [u for u in units if room in ANSWERS[u.program].split() and u.reached[number]]
    batches = collections.defaultdict(list)
    for unit in reaching:
        at = next((i for i, most in enumerate(ROUNDS) if unit.seconds <= most), len(ROUNDS) + unit.seconds)
        batches[(at, unit.program != room, unit.program)].append(unit)
    order = sorted(batches, key=lambda b: (b[0], b[1], sum(u.seconds for u in batches[b]), b[2]))
    for batch in order:
        some = batches[batch]
        how, _ = run(batch[2], [t for u in some for t in u.tests], sum(u.seconds for u in some), mutant=number)
        if how != 'passed':
            return 'killed', f'{batch[2]} {how}'
    return ('survived' if reaching else 'unreached'), ''


# The results, the list of survivors that stay, and the command line.

def matches(row, key):
    return all(wanted in ('*', found) for wanted, found in zip(row[:4], key))  # not why it stays, nor which of several it is


def report(done, survivors):
    """Prints what came of it; the survivors that are not in the list."""
    totals = collections.defaultdict(collections.Counter)
    for key, (verdict, _) in done.items():
        totals[key[0].split('/')[1]][verdict] += 1
    print(f'{"folder":<16}{"killed":>8}{"of":>7}{"%":>8}')
    for folder, counts in [*sorted(totals.items()), ('all', sum(totals.values(), collections.Counter()))]:
        of = sum(counts.values())
        print(f'engine/{folder:<9}{counts["killed"]:>8}{of:>7}{100 * counts["killed"] / of:>8.1f}')
    alive = [key for key, (verdict, _) in done.items() if verdict != 'killed']
    return [key for key in alive if not any(matches(row, key) for row in survivors)]


def main():
    parser = argparse.ArgumentParser(prog='./dev mutate', description='How many changes of engine/ do the tests notice?')
    parser.add_argument('--sample', type=int, metavar='N', help='only N mutants, at random')
    parser.add_argument('--seed', type=int, default=1, help='of --sample (%(default)s)')
    parser.add_argument('--only', default='engine/', metavar='PATH', help='only mutants of files whose path begins so')
    parser.add_argument('--keep', action='store_true', help='what was killed before stays so, though sources have changed')
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    mutants = all_mutants()
    known = WORK / 'dropped.json'
    dropped = {tuple(key) for key in json.loads(known.read_text())} if known.exists() else set()
    build(mutants, dropped)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        units = [unit for program in ANSWERS for unit in units_of(program, pool)]
        chosen = [(n, key, m) for n, key, m in mutants if key not in dropped and m.file.startswith(options.only)]
        if options.sample and options.sample < len(chosen):
            chosen = sample(chosen, options.sample, options.seed)
        lines = {key: mutant.line for _, key, mutant in chosen}
        done = try_all(chosen, units, options.keep, pool)
    survivors = [line.split('\t') for line in (ROOT / HERE / 'survivors.tsv').read_text().splitlines()[1:]]
    fresh = report(done, survivors)
    print(f'{len(chosen)} mutants, {len(dropped)} more do not compile; {len(fresh)} survivors are not in {HERE}/survivors.tsv')
    for key in fresh:
        print(f'{key[0]}:{lines[key]}: {key[1]}: {key[2]} -> {key[3] or "(deleted)"} [{done[key][0]}]')
    sys.exit(1 if fresh else 0)


def sample(chosen, size, seed):
    """The same ones as long as they are there: an edit of one function leaves those of the others."""
    return sorted(chosen, key=lambda item: hashlib.sha256('\t'.join([str(seed), *item[1]]).encode()).digest())[:size]


def try_all(chosen, units, keep, pool):
    """What became of each; what is known already is not tried again."""
    tests = hashlib.sha256(b''.join(p.read_bytes() for folder in ('engine', 'tests') for p in sorted((ROOT / folder).rglob('*'))
                                    if p.is_file() and HERE not in str(p))).hexdigest()
    path, done = WORK / 'results.tsv', {}
    if path.exists():
        first, *rest = path.read_text().splitlines()
        for *key, verdict, how in (line.split('\t') for line in rest):
            if first == tests or (keep and verdict == 'killed'):
                done[tuple(key)] = (verdict, how)
    with open(path, 'w') as results:
        def write(key):
            results.write('\t'.join([*key, *done[key]]) + '\n')
            results.flush()
        results.write(tests + '\n')
        for key in done:
            write(key)
        lock, left = threading.Lock(), [item for item in chosen if item[1] not in done]

        def attempt(item):
            number, key, mutant = item
            verdict = judge(number, mutant.file.split('/')[1], units)
            with lock:
                done[key] = verdict
                write(key)
        say(f'{len(left)} mutants to try')
        list(pool.map(attempt, left))
    return {key: done[key] for _, key, _ in chosen}


if __name__ == '__main__':
    main()
