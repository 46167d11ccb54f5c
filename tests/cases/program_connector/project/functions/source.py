"""A connector without dependencies that speaks the Airbyte protocol: three items with a cursor, two shops."""

import argparse
import json
import sys

ITEMS = [{"id": 1, "at": "2026-01-01"}, {"id": 2, "at": "2026-01-02"}, {"id": 3, "at": "2026-01-03"}]
SHOPS = [{"id": 1, "city": "Porto"}, {"id": 2, "city": "Braga"}]
CATALOG = {
    "streams": [
        {
            "name": "items",
            "json_schema": {"type": "object", "properties": {"id": {"type": "integer"}, "at": {"type": "string"}}},
            "supported_sync_modes": ["full_refresh", "incremental"],
            "default_cursor_field": ["at"],
            "source_defined_primary_key": [["id"]],
        },
        {
            "name": "shops",
            "json_schema": {"type": "object", "properties": {"id": {"type": "integer"}, "city": {"type": "string"}}},
            "supported_sync_modes": ["full_refresh"],
        },
    ]
}
SPEC = {
    "type": "object",
    "required": ["api_key"],
    "properties": {"api_key": {"type": "string", "airbyte_secret": True}},
}


def say(kind, key, body):
    print(json.dumps({"type": kind, key: body}), flush=True)


def status(stream, name):
    body = {"stream_descriptor": {"name": stream}, "status": name}
    say("TRACE", "trace", {"type": "STREAM_STATUS", "emitted_at": 1, "stream_status": body})


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def since(states):
    for message in states:
        if message["stream"]["stream_descriptor"]["name"] == "items":
            return message["stream"]["stream_state"].get("at", "")
    return ""


def read(config, catalog, states):
    say("LOG", "log", {"level": "INFO", "message": "reading with " + config["api_key"]})
    print("a library that prints", config["api_key"], flush=True)
    print("a library that complains", config["api_key"], file=sys.stderr, flush=True)
    names = [configured["stream"]["name"] for configured in catalog["streams"]]
    for name, records in (("items", ITEMS), ("shops", SHOPS)):
        if name not in names:
            continue
        status(name, "STARTED")
        for record in records:
            if name == "shops" or record["at"] > since(states):
                say("RECORD", "record", {"stream": name, "data": record, "emitted_at": 1})
        if name == "items":
            state = {"stream_descriptor": {"name": "items"}, "stream_state": {"at": ITEMS[-1]["at"]}}
            say("STATE", "state", {"type": "STREAM", "stream": state})
        status(name, "COMPLETE")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb")
    for option in ("--config", "--catalog", "--state"):
        parser.add_argument(option)
    arguments = parser.parse_args()
    if arguments.verb == "spec":
        say("SPEC", "spec", {"connectionSpecification": SPEC})
        return 0
    config = read_json(arguments.config)
    if arguments.verb == "check":
        good = config["api_key"] == "k3y-of-the-shop"
        body = {"status": "SUCCEEDED"} if good else {"status": "FAILED", "message": "not " + config["api_key"]}
        say("CONNECTION_STATUS", "connectionStatus", body)
    elif arguments.verb == "discover":
        say("CATALOG", "catalog", CATALOG)
    else:
        read(config, read_json(arguments.catalog), read_json(arguments.state) if arguments.state else [])
    return 0


if __name__ == "__main__":
    sys.exit(main())
