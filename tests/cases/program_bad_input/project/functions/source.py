"""A connector that says something wrong in the way its configuration names. `first` is always read well."""

import json
import os
import signal
import sys
import time

CATALOG = {
    "streams": [
        {
            "name": name,
            "json_schema": {"properties": {"id": {"type": "integer"}}},
            "supported_sync_modes": ["full_refresh", "incremental"],
        }
        for name in ("first", "second")
    ]
}
FLOOD_BYTES = 1 << 28


def say(kind, key, body):
    print(json.dumps({"type": kind, key: body}), flush=True)


def record(stream, number):
    say("RECORD", "record", {"stream": stream, "data": {"id": number}, "emitted_at": 1})


def status(stream, name):
    body = {"stream_descriptor": {"name": stream}, "status": name}
    say("TRACE", "trace", {"type": "STREAM_STATUS", "emitted_at": 1, "stream_status": body})


def state(stream, value):
    say("STATE", "state", {"type": "STREAM", "stream": {"stream_descriptor": {"name": stream}, "stream_state": value}})


def refuse_to_end():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = os.fork()
    with open("pids", "a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    if child:
        print("a line", flush=True)
    while True:
        time.sleep(60)


def go_wrong(way):
    if way == "half":
        os.write(1, b'{"type": "RECORD", "record": {"stream": "second", "da')
        os._exit(7)
    elif way == "no_line_break":
        os.write(1, json.dumps({"type": "RECORD", "record": {"stream": "second", "data": {"id": 2}}}).encode())
    elif way == "no_text":
        os.write(1, bytes(range(256)) * 100 + b"\n")
        record("second", 2)
    elif way == "stubborn":
        refuse_to_end()
    elif way == "flood":
        line = b"x" * 1023 + b"\n"
        for _ in range(FLOOD_BYTES >> 20):
            os.write(2, line * 1024)
        record("second", 2)
    elif way == "unknown_stream":
        record("third", 1)
        state("third", {"at": 1})
        status("third", "COMPLETE")
        record("second", 2)
    elif way == "bad_state":
        say("STATE", "state", {"type": "STREAM"})
        say("STATE", "state", {"type": "STREAM", "stream": {"stream_descriptor": {}, "stream_state": {}}})
        say("STATE", "state", {"type": "SOMETHING"})
        say("STATE", "state", 5)
        state("second", "a text")
        record("second", 2)
    elif way == "out_of_order":
        status("second", "COMPLETE")
        record("second", 2)
        status("second", "STARTED")
        state("second", {"at": 2})
        status("second", "COMPLETE")
        record("first", 2)
    elif way == "odd_records":
        for data in (None, 5, [1], "text", {}, {"id": "no number"}, {"id": 2}):
            say("RECORD", "record", {"stream": "second", "data": data, "emitted_at": 1})
        say("RECORD", "record", {"data": {"id": 3}})
        say("RECORD", "record", None)


def main():
    verb = sys.argv[1]
    if verb == "spec":
        say("SPEC", "spec", {"connectionSpecification": {"type": "object"}})
        return
    if verb == "discover":
        say("CATALOG", "catalog", CATALOG)
        return
    with open(sys.argv[sys.argv.index("--config") + 1], encoding="utf-8") as file:
        way = json.load(file)["way"]
    record("first", 1)
    state("first", {"at": 1})
    status("first", "COMPLETE")
    record("second", 1)
    go_wrong(way)


if __name__ == "__main__":
    main()
