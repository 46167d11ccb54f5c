#!/usr/bin/env python3
"""Compares Levada with airbyte-cdk on made-up manifests. script/compare-with-cdk calls this; see its --help."""

import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading

import areas
import outcome
import shrink
from api_script import REQUESTS_MAX, ScriptedApi

HERE = os.path.dirname(os.path.abspath(__file__))
CLOCK = "2026-01-01T00:00:00Z"
LEVADA_SECONDS_MAX = 30
TIMED_OUT = 124


class Runner:
    """Runs cases by both, one after the other, on one scripted API."""

    def __init__(self, python, binary):
        self.api, self.binary = ScriptedApi(), binary
        self.folder = tempfile.TemporaryDirectory(prefix="levada-differential-")
        self.staging = os.path.join(self.folder.name, "files")
        self.environment = {**os.environ, "AIRBYTE_STAGING_DIRECTORY": self.staging}
        self.oracle = None
        if python:
            self.oracle = subprocess.Popen([python, os.path.join(HERE, "oracle.py")], stdin=subprocess.PIPE,
                                           stdout=subprocess.PIPE, text=True, env=self.environment)
            self.oracle.stdout.readline()

    def close(self):
        if self.oracle:
            self.oracle.stdin.close()
            self.oracle.wait()
        self.api.server.close()

    def _paths(self, case, state):
        paths = {}
        shutil.rmtree(self.staging, ignore_errors=True)
        os.mkdir(self.staging)
        for name, value in (("manifest", case["manifest"]), ("config", case["config"]), ("catalog", case["catalog"]),
                            ("state", state)):
            if value is not None:
                paths[name] = os.path.join(self.folder.name, name + ".json")
                with open(paths[name], "w", encoding="utf-8") as file:
                    json.dump(value, file)
        return paths

    def by_cdk(self, case, verb, state=None):
        self.api.play(case["script"])
        paths = self._paths(case, state)
        output = os.path.join(self.folder.name, "output.jsonl")
        job = {**paths, "verb": verb, "rewrite": self.api.rewrite, "output": output}
        self.oracle.stdin.write(json.dumps(job) + "\n")
        self.oracle.stdin.flush()
        code = int(self.oracle.stdout.readline())
        with open(output, encoding="utf-8") as file:
            return outcome.Outcome(verb, file.read(), code, self.api.seen, self.api.exchanges)

    def by_levada(self, case, verb, state=None):
        self.api.play(case["script"])
        command = [self.binary, "airbyte", verb, "--clock", CLOCK, "--http-rewrite", self.api.rewrite]
        for name, path in self._paths(case, state).items():
            if verb == "read" or name in ("manifest", "config") and (verb, name) != ("spec", "config"):
                command += ["--" + name, path]
        try:
            done = subprocess.run(command, capture_output=True, timeout=LEVADA_SECONDS_MAX,
                                  env=self.environment, check=False)
        except subprocess.TimeoutExpired:
            return outcome.Outcome(verb, "", TIMED_OUT, self.api.seen, self.api.exchanges)
        text = done.stdout.decode("utf-8", "replace")
        return outcome.Outcome(verb, text, done.returncode, self.api.seen, self.api.exchanges)

    def compare(self, case, verb, state=None):
        """Both outcomes and where they differ; None where airbyte-cdk never ends, or stops in the middle."""
        wanted = self.by_cdk(case, verb, state)
        if wanted.code == TIMED_OUT or len(wanted.seen) > REQUESTS_MAX or wanted.is_broken_off():
            return wanted, None, None
        found = self.by_levada(case, verb, state)
        return wanted, found, outcome.differences(wanted, found, case)


def runs_of(case, first_states, rng):
    """The runs of a case: a read, a read from its states, and sometimes another verb."""
    yield "read", case.get("state")
    if any(state and "__ab_no_cursor_state_message" not in state for state in first_states().values()):
        yield "read", [{"type": "STREAM", "stream": {"stream_descriptor": {"name": name}, "stream_state": state}}
                       for name, state in first_states().items()]
    for verb, share in case.get("verbs", {"check": 0.25, "discover": 0.25}).items():
        if rng.random() < share:
            yield verb, None


class Tally:
    def __init__(self):
        self.lock = threading.Lock()
        self.counts = collections.defaultdict(collections.Counter)
        self.failed_streams = collections.Counter()

    def add(self, area, what):
        with self.lock:
            self.counts[area][what] += 1

    def print(self):
        print("area                 manifests    runs   agree  differ  endless  failing")
        for area, count in sorted(self.counts.items()):
            print(f"{area:20} {count['manifests']:9} {count['runs']:7} {count['agree']:7} {count['differ']:7} "
                  f"{count['endless']:8} {count['failing']:8}")


def report(area, seed, verb, wanted, found, lines, case):
    print(f"\nDIFFERS {area} seed {seed} {verb}: {', '.join(outcome.kinds_of(lines))}")
    for line in lines[:8]:
        print("   " + line[:700])
    for who, one in (("cdk", wanted), ("levada", found)):
        for message in one.messages[:4]:
            print(f"   {who} says: {message[:500]}")
    if case is not None:
        print("   smallest: " + json.dumps({key: case.get(key) for key in ("manifest", "config", "state", "script")}))
    sys.stdout.flush()


def run_seed(runner, area, seed, options, tally):
    case = areas.generate(area, seed)
    rng = random.Random(f"runs-{area}-{seed}")
    tally.add(area, "manifests")
    states = {}
    for verb, state in runs_of(case, lambda: states, rng):
        wanted, found, lines = runner.compare(case, verb, state)
        tally.add(area, "runs")
        if lines is None:
            tally.add(area, "endless")
            continue
        if verb == "read" and not states:
            states.update(wanted.states)
        if verb == "read" and wanted.code != 0:
            tally.add(area, "failing")
        tally.add(area, "differ" if lines else "agree")
        if options.record and not lines:
            options.recorded.append(outcome.recorded(f"{area}-{seed}-{verb}", case, verb, state, wanted))
        if not lines:
            continue
        smallest = None
        if options.shrink:
            kinds = outcome.kinds_of(lines)
            case_here = {**case, "state": state} if verb == "read" else case

            def still(smaller):
                _, _, smaller_lines = runner.compare(smaller, verb, smaller.get("state") if verb == "read" else None)
                return smaller_lines is not None and outcome.kinds_of(smaller_lines) == kinds

            smallest = shrink.shrunk(case_here, still)
            wanted, found, lines = runner.compare(smallest, verb, smallest.get("state") if verb == "read" else None)
        with tally.lock:
            report(area, seed, verb, wanted, found, lines, smallest)


def arguments():
    parser = argparse.ArgumentParser(description="Compares Levada with airbyte-cdk 7.39.1 on made-up manifests.")
    parser.add_argument("--python", help="the Python that has airbyte-cdk")
    parser.add_argument("--binary", required=True, help="the levada to compare")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=20, help="how many seeds of each area")
    parser.add_argument("--area", action="append", choices=areas.names(), help="only this area; may be repeated")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--shrink", action="store_true", help="make a failing case smaller, by up to 250 runs each")
    parser.add_argument("--print", action="store_true", help="print the generated cases and compare nothing")
    parser.add_argument("--record", help="add the agreeing runs to this file, as tests/cases/manifests keeps them")
    return parser.parse_args()


def main():
    options = arguments()
    options.recorded = []
    todo = [(area, seed) for seed in range(options.seed, options.seed + options.count)
            for area in options.area or areas.names()]
    if options.print:
        for area, seed in todo:
            print(json.dumps(areas.generate(area, seed), indent=1))
        return 0
    tally, lock = Tally(), threading.Lock()

    def work():
        runner = Runner(options.python, options.binary)
        while True:
            with lock:
                if not todo:
                    break
                area, seed = todo.pop(0)
            run_seed(runner, area, seed, options, tally)
        runner.close()

    threads = [threading.Thread(target=work) for _ in range(options.jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if options.record:
        with open(options.record, "w", encoding="utf-8") as file:
            file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in options.recorded) + "\n]\n")
    tally.print()
    differing = sum(count["differ"] for count in tally.counts.values())
    print(f"{sum(count['agree'] for count in tally.counts.values())} agree, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
