"""A Singer tap that says something wrong in the way its configuration names."""

import json
import sys

SCHEMA = {"type": "object", "properties": {"id": {"type": "integer"}}}
ENTRY = {"tap_stream_id": "items", "stream": "items", "schema": SCHEMA, "metadata": []}


def say(**message):
    print(json.dumps(message), flush=True)


def go_wrong(way):
    if way == "bad_schema":
        say(type="SCHEMA", stream="items", schema=5)
        say(type="SCHEMA", stream="items")
        say(type="SCHEMA", schema=SCHEMA)
    elif way == "record_first":
        say(type="RECORD", stream="items", record={"id": 2})
        say(type="SCHEMA", stream="items", schema=SCHEMA, key_properties=[])
        return
    elif way == "bad_state":
        for value in (None, 5, "text", [1]):
            say(type="STATE", value=value)
        say(type="STATE")
    elif way == "noise":
        sys.stdout.write('[]\n5\n"RECORD"\n{"type": 5}\n{"type": "NEW"}\n{"type": "RECORD"}\n')
        sys.stdout.write('{"type": "RECORD", "stream": "others", "record": {"id": 1}}\n')
    elif way == "crash":
        sys.stderr.write("CRITICAL the key t0ken-of-the-tap is worn out\n")
        sys.exit(4)
    say(type="RECORD", stream="items", record={"id": 2})


def main():
    if "--help" in sys.argv:
        print("--config --catalog --state --discover")
        return
    with open(sys.argv[sys.argv.index("--config") + 1], encoding="utf-8") as file:
        way = json.load(file)["way"]
    if "--discover" in sys.argv:
        catalogs = {"no_json": "hello", "no_catalog": "[]", "no_streams": "{}"}
        print(catalogs.get(way) or json.dumps({"streams": [ENTRY]}))
        return
    if way != "record_first":
        say(type="SCHEMA", stream="items", schema=SCHEMA, key_properties=[])
        say(type="RECORD", stream="items", record={"id": 1})
    go_wrong(way)


if __name__ == "__main__":
    main()
