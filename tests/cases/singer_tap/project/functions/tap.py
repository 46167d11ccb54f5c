"""A Singer tap without dependencies: items with a bookmark."""

import argparse
import json
import sys

SCHEMA = {"type": "object", "properties": {"id": {"type": "integer"}, "at": {"type": "string"}}}
METADATA = {"table-key-properties": ["id"], "valid-replication-keys": ["at"]}
CATALOG = {
    "streams": [
        {
            "tap_stream_id": name,
            "stream": name,
            "schema": SCHEMA,
            "metadata": [{"breadcrumb": [], "metadata": METADATA}],
        }
        for name in ("items", "others")
    ]
}


def say(**message):
    print(json.dumps(message), flush=True)


def load(path):
    if not path:
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def is_selected(entry):
    return any(item["breadcrumb"] == [] and item["metadata"].get("selected") for item in entry["metadata"])


def sync(config, catalog, state):
    print("INFO reading with", config["token"], file=sys.stderr, flush=True)
    bookmarks = dict(state.get("bookmarks", {}))
    for entry in catalog["streams"]:
        if not is_selected(entry):
            continue
        name = entry["tap_stream_id"]
        since = bookmarks.get(name, {}).get("at", "")
        say(type="SCHEMA", stream=name, schema=SCHEMA, key_properties=["id"], bookmark_properties=["at"])
        for number in range(1, 4):
            at = f"2026-01-0{number}"
            if at > since:
                say(type="RECORD", stream=name, record={"id": number, "at": at}, time_extracted="2026-01-01T00:00:00Z")
        bookmarks[name] = {"at": "2026-01-03"}
        say(type="STATE", value={"bookmarks": bookmarks, "currently_syncing": name})
    say(type="STATE", value={"bookmarks": bookmarks, "currently_syncing": None})


def main():
    parser = argparse.ArgumentParser()
    for option in ("--config", "--state", "--catalog"):
        parser.add_argument(option)
    parser.add_argument("--discover", action="store_true")
    arguments = parser.parse_args()
    config = load(arguments.config)
    if config.get("token") != "t0ken-of-the-tap":
        print("CRITICAL not", config.get("token"), file=sys.stderr)
        return 1
    if arguments.discover:
        print(json.dumps(CATALOG, indent=2))
        return 0
    sync(config, load(arguments.catalog), load(arguments.state))
    return 0


if __name__ == "__main__":
    sys.exit(main())
