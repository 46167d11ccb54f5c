#!/usr/bin/env python3
"""Reads, checks and discovers made-up manifests against recorded answers: the same requests, records, states, statuses
and exit code as airbyte-cdk 7.39.1 gave, the same outcome of the check and the same streams.

usage: replay_test.py BINARY [NAME…]        The JSON files beside this one hold one case a line, by topic.
"""

import base64
import collections
import glob
import json
import os
import subprocess
import sys
import tempfile
import threading
from urllib.parse import parse_qsl, unquote, urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "support"))

from answering_server import AnsweringServer  # noqa: E402

CASE_SECONDS_MAX = 30


def body_key(text):
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return json.dumps(sorted(parse_qsl(text, keep_blank_values=True))) if "=" in text else text


def request_key(method, url, body):
    parts = urlsplit(url)
    query = sorted(parse_qsl(parts.query, keep_blank_values=True))
    return method, parts.netloc.lower(), unquote(parts.path) or "/", str(query), body_key(body)


class Replay:
    """Gives the recorded answers to a request one after the other, the last one for ever."""

    def __init__(self, exchanges):
        self.seen = collections.Counter()
        self._answers = collections.defaultdict(list)
        self._lock = threading.Lock()
        for method, url, body, status, headers, content in exchanges:
            self._answers[request_key(method, url, body)].append((status, headers, base64.b64decode(content)))
        self.wanted = collections.Counter({key: len(answers) for key, answers in self._answers.items()})
        self.server = AnsweringServer(self._answer)

    def _answer(self, method, target, _headers, body):
        host, _, rest = target[1:].partition("/")
        url = f"https://{unquote(host)}/{rest}" if "?" not in host else f"https://{host.replace('?', '/?', 1)}"
        key = request_key(method, url, body.decode("latin-1"))
        with self._lock:
            answers = self._answers.get(key)
            self.seen[key] += 1
            if not answers:
                return 599, {}, b"not recorded"
            return answers[min(self.seen[key], len(answers)) - 1]


def plain(value):
    return json.dumps(value, sort_keys=True)


def outcome_of(text):
    records, states, statuses = collections.defaultdict(list), {}, {}
    for line in text.splitlines():
        message = json.loads(line)
        if message["type"] == "RECORD":
            records[message["record"]["stream"]].append(plain(message["record"]["data"]))
        elif message["type"] == "STATE":
            stream = message["state"]["stream"]
            states[stream["stream_descriptor"]["name"]] = stream.get("stream_state")
        elif message["type"] == "TRACE" and message["trace"]["type"] == "STREAM_STATUS":
            status = message["trace"]["stream_status"]
            statuses[status["stream_descriptor"]["name"]] = status["status"]
    return {name: sorted(items) for name, items in records.items()}, states, statuses


def answer_of(text):
    """What a check or a discovery says: the status, or of each stream what a catalog is made from."""
    for line in text.splitlines():
        message = json.loads(line)
        if message["type"] == "CONNECTION_STATUS":
            return message["connectionStatus"]["status"]
        if message["type"] == "CATALOG":
            return {stream["name"]: catalog_entry(stream) for stream in message["catalog"]["streams"]}
    return None


def catalog_entry(stream):
    kept = {key: value for key, value in stream.items() if value not in (None, [], False)}
    return json.loads(plain({**kept, "supported_sync_modes": sorted(kept.get("supported_sync_modes", []))}))


def without_times(state):
    """Partitions in any order; the seconds that a read took are not compared."""
    if isinstance(state, dict):
        return {key: "seconds" if key == "lookback_window" else without_times(value) for key, value in state.items()}
    if isinstance(state, list):
        return sorted((without_times(item) for item in state), key=plain)
    return state


def failures_of(case, binary):
    replay = Replay(case["exchanges"])
    with tempfile.TemporaryDirectory(prefix="levada-manifest-") as folder:
        verb = case.get("verb", "read")
        command = [binary, "airbyte", verb, "--clock", "2026-01-01T00:00:00Z"]
        command += ["--http-rewrite", replay.server.rewrite]
        for option in ("manifest", "config", "catalog", "state"):
            if case.get(option) is not None and (verb == "read" or option in ("manifest", "config")):
                path = os.path.join(folder, option + ".json")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(case[option] if isinstance(case[option], str) else json.dumps(case[option]))
                command += ["--" + option, path]
        done = subprocess.run(command, capture_output=True, text=True, timeout=CASE_SECONDS_MAX, check=False)
    replay.server.close()
    found = read_outcome(case, done) if verb == "read" else [("answer", case["answer"], answer_of(done.stdout))]
    pairs = [("requests", replay.wanted, replay.seen), *found, ("exit", case["exit"] != 0, done.returncode != 0)]
    return [f"{what}: wanted {want}, found {got}" for what, want, got in pairs if want != got]


def read_outcome(case, done):
    records, states, statuses = outcome_of(done.stdout)
    wanted = {name: sorted(plain(record) for record in items) for name, items in case["records"].items()}
    return [
        ("records", wanted, records),
        ("states", without_times(case["states"]), without_times(states)),
        ("statuses", case["statuses"], statuses),
    ]


def main():
    binary = os.path.abspath(sys.argv[1])
    cases = []
    for path in sorted(glob.glob(os.path.join(HERE, "*.json"))):
        with open(path, encoding="utf-8") as file:
            cases += [case for case in json.load(file) if not sys.argv[2:] or case["name"] in sys.argv[2:]]
    failed = 0
    for case in cases:
        failures = failures_of(case, binary)
        failed += bool(failures)
        for failure in failures:
            print(f"FAIL {case['name']}: {failure[:1000]}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
