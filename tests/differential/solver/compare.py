"""Asks cvc5 the questions of `deputy prove --smt2` about the policies of attacks on record, and compares where it answers.

    python3 compare.py DEPUTY ATTACKS.json [SECONDS]
"""
import collections
import json
import os
import subprocess
import sys
import tempfile

ACCOUNT = "111122223333"


def questions(deputy, policy, trust, folder):
    """Pairs of a header (property, verdict, cases, exact or wider) and a script."""
    script = os.path.join(folder, "questions.smt2")
    flags = ["--smt2", script, "--output", os.devnull]
    for account in trust.get("accounts", [ACCOUNT]):
        flags += ["--trust", account]
    for organization in trust.get("organizations", []):
        flags += ["--trust-org", organization]
    for party in trust.get("thirdParties", []):
        flags += ["--third-party", party["account"] + "=" + party["externalId"]]
    for claim in trust.get("claims", []):
        flags += ["--trust-claim", claim["key"] + "=" + claim["pattern"]]
    done = subprocess.run([deputy, "prove", "-", *flags], input=json.dumps(policy), text=True, capture_output=True)
    if done.returncode == 3:  # IAM would not store it
        return
    if done.returncode not in (0, 1, 5):
        sys.exit(f"deputy prove: exit {done.returncode}: {done.stderr}")
    with open(script, encoding="utf-8") as file:
        for part in file.read().split("(reset)\n")[1:]:
            yield part.splitlines()[0].split()[2:], part


def solve(script, seconds, folder):
    path = os.path.join(folder, "one.smt2")
    with open(path, "w", encoding="utf-8") as file:
        file.write(script)
    try:
        done = subprocess.run(["cvc5", "--incremental", path], text=True, capture_output=True, timeout=seconds)
        return done.stdout.split()
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode().split()


def compare(header, answers):
    """agree, differ, or why there is nothing to compare."""
    name, verdict, cases, exactness = header
    if verdict == "unknown":
        return "deputy does not know"
    if "sat" in answers:
        if exactness != "exact":
            return "sat says nothing here"
        found = True
    elif answers.count("unsat") == int(cases):
        found = False
    else:
        return "cvc5 does not answer in time"
    expected = (verdict == "proved") == (name == "someone-honest")
    return "agree" if found == expected else "DIFFER"


def main():
    deputy, attacks = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 5
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder, open(attacks, encoding="utf-8") as file:
        # Ids of organizations are spelled short there.
        for attack in json.loads(file.read().replace("o-mine", "o-mine000000")):
            for form in ("vulnerable", "fixed"):
                for header, script in questions(deputy, attack[form], attack["trust"], folder):
                    outcome = compare(header, solve(script, seconds, folder))
                    counts[outcome] += 1
                    if outcome == "DIFFER":
                        print(attack["id"], form, *header, flush=True)
    for outcome, count in counts.most_common():
        print(f"{count:5}  {outcome}")
    return 1 if counts["DIFFER"] or not counts["agree"] else 0


sys.exit(main())
