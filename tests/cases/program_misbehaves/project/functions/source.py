"""A connector that misbehaves in the way its configuration names."""

import json
import os
import sys
import time

CATALOG = {
    "streams": [
        {"name": name, "json_schema": {"properties": {"id": {"type": "integer"}}}, "supported_sync_modes": ["full_refresh"]}
        for name in ("first", "second")
    ]
}


def say(kind, key, body):
    print(json.dumps({"type": kind, key: body}), flush=True)


def record(stream, number):
    say("RECORD", "record", {"stream": stream, "data": {"id": number}, "emitted_at": 1})


def misbehave(way):
    if way == "garbage":
        print("\x00\x01 {not json", flush=True)
        os.write(1, b"\xff\xfe\n{\"type\": 5}\n[]\n")
    elif way == "crash":
        raise RuntimeError("the API changed")
    elif way == "killed":
        os.kill(os.getpid(), 9)
    elif way == "memory":
        held = []
        while True:
            held.append(bytearray(16 << 20))
    elif way == "hang":
        while True:
            time.sleep(60)
    elif way == "long_line":
        block = "x" * (1 << 20)
        while True:
            sys.stdout.write(block)


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
    say(
        "TRACE",
        "trace",
        {"type": "STREAM_STATUS", "stream_status": {"stream_descriptor": {"name": "first"}, "status": "COMPLETE"}},
    )
    record("second", 1)
    misbehave(way)
    record("second", 2)


if __name__ == "__main__":
    main()
