"""What a run of a connector came to, in a form that two runs can be compared in, and the comparison."""

import collections
import json
import re

SETS = ("required", "type", "enum", "supported_sync_modes")
UNORDERED = ("states", "slices")
RANDOM_PARTS = [
    # A form-data boundary, a generated UUID, and a JWT's signature differ from run to run.
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"(eyJ[\w-]+\.eyJ[\w-]+)\.[\w-]+"), r"\1.<signature>"),
]


def plain(value, key=""):
    """JSON text with sorted keys; 1 and 1.0 are one, a schema's `type` and a state's `states` have no order."""
    return json.dumps(_settled(value, key), sort_keys=True, ensure_ascii=False)


def _settled(value, key):
    if isinstance(value, dict):
        items = {name: _settled(item, name) for name, item in value.items()}
        if "use_global_cursor" in items and isinstance(items.get("lookback_window"), (int, float)):
            items["lookback_window"] = "seconds"
        return items
    if isinstance(value, list):
        items = [_settled(item, "") for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True)) if key in SETS + UNORDERED else items
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, str):
        for pattern, stand_in in RANDOM_PARTS:
            value = pattern.sub(stand_in, value)
    return value


class Outcome:
    """The messages of one run, the requests that the API saw, and the exit code."""

    def __init__(self, verb, text, code, seen, exchanges):
        self.verb, self.code, self.seen, self.exchanges = verb, code, seen, exchanges
        self.records, self.states, self.statuses = collections.defaultdict(list), {}, {}
        self.failures, self.controls, self.messages, self.odd_lines = collections.defaultdict(set), [], [], []
        self.answer = None
        for line in text.splitlines():
            if line.strip():
                self._take(line)

    def is_broken_off(self):
        """airbyte-cdk stops reading, without an error, at a record that is an empty mapping: its queue is read while
        what comes out is true (concurrent_source.py, _consume_from_queue)."""
        return self.verb == "read" and self.code == 0 and bool({"STARTED", "RUNNING"} & set(self.statuses.values()))

    def _take(self, line):
        try:
            message = json.loads(line)
            kind = message["type"]
        except (ValueError, KeyError, TypeError):
            self.odd_lines.append(line[:200])
            return
        if kind == "RECORD":
            self.records[message["record"]["stream"]].append(message["record"]["data"])
        elif kind == "STATE":
            stream = message["state"]["stream"]
            self.states[stream["stream_descriptor"]["name"]] = stream.get("stream_state")
        elif kind == "CONTROL":
            self.controls.append(message["control"]["connectorConfig"]["config"])
        elif kind == "CONNECTION_STATUS":
            self.answer = message["connectionStatus"]["status"]
            self.messages.append(str(message["connectionStatus"].get("message")))
        elif kind == "SPEC":
            self.answer = {key: value for key, value in message["spec"].items() if value is not None}
        elif kind == "CATALOG":
            self.answer = {stream["name"]: _catalog_entry(stream) for stream in message["catalog"]["streams"]}
        elif kind == "TRACE":
            self._take_trace(message["trace"])

    def _take_trace(self, trace):
        if trace["type"] == "STREAM_STATUS":
            status = trace["stream_status"]
            self.statuses[status["stream_descriptor"]["name"]] = status["status"]
        elif trace["type"] == "ERROR":
            error = trace["error"]
            self.failures[(error.get("stream_descriptor") or {}).get("name") or ""].add(error.get("failure_type"))
            self.messages.append(f"{error.get('message')} | {error.get('internal_message')}"[:600])


def _catalog_entry(stream):
    kept = ("json_schema", "supported_sync_modes", "default_cursor_field", "source_defined_primary_key",
            "source_defined_cursor", "is_resumable")
    return {name: stream.get(name) for name in kept if stream.get(name) not in (None, [], False)}


def _multiset(items):
    return collections.Counter(items)


def _missing_and_extra(wanted, found):
    lines = [f"missing x{count}: {item}" for item, count in (wanted - found).items()]
    return lines + [f"extra x{count}: {item}" for item, count in (found - wanted).items()]


def differences(wanted, found, case):
    """Lines "what: …" saying where `found` is not `wanted`. The tolerances of a case name what threads leave undefined:
    "requests" (how often an equal request is sent)."""
    tolerances = case.get("tolerances", ())
    lines = [f"output: {line}" for line in found.odd_lines]
    requests_wanted = _multiset(plain(list(item)) for item in wanted.seen)
    requests_found = _multiset(plain(list(item)) for item in found.seen)
    if "requests" in tolerances:
        requests_wanted, requests_found = _multiset(set(requests_wanted)), _multiset(set(requests_found))
    lines += ["request " + line for line in _missing_and_extra(requests_wanted, requests_found)]
    if wanted.controls or found.controls:
        last = [plain(item.controls[-1]) if item.controls else None for item in (wanted, found)]
        lines += [f"control: wanted {last[0]}, found {last[1]}"] if last[0] != last[1] else []
    if wanted.verb != "read":
        if plain(wanted.answer) != plain(found.answer):
            lines.append(f"answer: wanted {plain(wanted.answer)}, found {plain(found.answer)}")
        types = [sorted({kind for kinds in item.failures.values() for kind in kinds}, key=str) for item in (wanted, found)]
        lines += [f"failures: wanted {types[0]}, found {types[1]}"] if types[0] != types[1] else []
    else:
        lines += _read_differences(wanted, found, {one["stream"]["name"] for one in case["catalog"]["streams"]})
    if (wanted.code != 0) != (found.code != 0) or found.code not in (0, 1, 3):
        lines.append(f"exit: wanted {wanted.code}, found {found.code}")
    return lines


def _read_differences(wanted, found, names_read):
    lines = []
    for name in sorted(set(wanted.records) | set(found.records)):
        both = [_multiset(plain(record) for record in item.records[name]) for item in (wanted, found)]
        lines += [f"record {name}: {line}" for line in _missing_and_extra(*both)]
    for what in ("states", "statuses", "failures"):
        both = [getattr(item, what) for item in (wanted, found)]
        for name in sorted(set(both[0]) | set(both[1])):
            if what == "statuses" and name not in names_read:
                continue  # airbyte-cdk tells the status of "job creation - NAME", which is no stream.
            values = [sorted(values[name], key=str) if what == "failures" and name in values else values.get(name)
                      for values in both]
            if plain(values[0]) != plain(values[1]):
                lines.append(f"{what} {name}: wanted {plain(values[0])}, found {plain(values[1])}")
    return lines


def kinds_of(lines):
    """What differs, without its values: two differences of one kind are likely one cause."""
    return tuple(sorted({line.split(":")[0].split(" ")[0] for line in lines}))


def recorded(name, case, verb, state, outcome):
    """The case as tests/cases/manifests keeps it."""
    kept = {"name": name, "manifest": case["manifest"], "config": case["config"], "catalog": case["catalog"]}
    if verb != "read":
        answer = outcome.answer
        if verb == "discover" and answer is not None:
            answer = {stream: {"name": stream, **entry} for stream, entry in answer.items()}
        return {**kept, "verb": verb, "exchanges": outcome.exchanges, "answer": answer, "exit": outcome.code}
    return {**kept, "state": state, "exchanges": outcome.exchanges, "records": outcome.records,
            "states": outcome.states, "statuses": outcome.statuses, "exit": outcome.code}
