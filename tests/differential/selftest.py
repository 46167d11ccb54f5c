#!/usr/bin/env python3
"""What can be known of the comparison without airbyte-cdk: a seed gives one case for ever, the comparison sees each kind
of difference, and Levada ends in order on whatever the generators make.

usage: selftest.py BINARY
"""

import copy
import json
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import areas
import compare_with_cdk
import outcome
import shrink

SEEDS_PER_AREA = 3
# 0: everything was read; 1: told as a failure. Anything else is Levada's own.
EXIT_CODES = (0, 1)


def expect(holds, what):
    if not holds:
        print(f"FAIL {what}")
    return 0 if holds else 1


def seeds_repeat():
    failed = 0
    for area in areas.names():
        made = [json.dumps(areas.generate(area, seed)) for seed in (1, 2, 1)]
        failed += expect(made[0] == made[2] and made[0] != made[1], f"{area}: one seed, one case")
    return failed


def message(kind, **fields):
    return json.dumps({"type": kind, **fields})


def sample(records=1, state="2025", status="COMPLETE", code=0, failure=None, request="/a"):
    descriptor = {"stream_descriptor": {"name": "s"}}
    lines = [message("RECORD", record={"stream": "s", "data": {"id": number}}) for number in range(records)]
    lines.append(message("STATE", state={"stream": {**descriptor, "stream_state": {"at": state}}}))
    lines.append(message("TRACE", trace={"type": "STREAM_STATUS", "stream_status": {**descriptor, "status": status}}))
    if failure:
        lines.append(message("TRACE", trace={"type": "ERROR", "error": {**descriptor, "failure_type": failure}}))
    seen = [(("GET", "host", request, "[]", None), ())]
    return outcome.Outcome("read", "\n".join(lines), code, seen, [])


def differences_are_seen():
    case = {"catalog": {"streams": [{"stream": {"name": "s"}}]}}
    failed = expect(not outcome.differences(sample(), sample(), case), "equal runs do not differ")
    for what, other in (("record", sample(records=2)), ("states", sample(state="2026")), ("exit", sample(code=1)),
                        ("statuses", sample(status="INCOMPLETE")), ("failures", sample(failure="system_error")),
                        ("request", sample(request="/b"))):
        failed += expect(outcome.kinds_of(outcome.differences(sample(), other, case)) == (what,), f"{what} is seen")
    return failed


def shrinks():
    case = {"manifest": {"type": "X", "bad": [1, 2, 3], "good": {"a": 1}}, "config": {"b": 1}}
    smallest = shrink.shrunk(copy.deepcopy(case), lambda smaller: 2 in smaller["manifest"].get("bad", []))
    return expect(smallest == {"manifest": {"type": "X", "bad": [2]}, "config": {}}, f"shrunk to {smallest}")


def levada_ends_in_order(binary):
    runner, failed = compare_with_cdk.Runner(None, binary), 0
    for area in areas.names():
        for seed in random.Random(area).sample(range(1_000_000), SEEDS_PER_AREA):
            case = areas.generate(area, seed)
            for verb in ("read", "check", "discover"):
                found = runner.by_levada(case, verb, case.get("state") if verb == "read" else None)
                failed += expect(found.code in EXIT_CODES, f"{area} seed {seed} {verb}: exit code {found.code}")
                failed += expect(not found.odd_lines, f"{area} seed {seed} {verb}: odd output {found.odd_lines}")
    runner.close()
    return failed


def main():
    failed = seeds_repeat() + differences_are_seen() + shrinks() + levada_ends_in_order(os.path.abspath(sys.argv[1]))
    print("failed" if failed else f"{len(areas.names())} areas are well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
