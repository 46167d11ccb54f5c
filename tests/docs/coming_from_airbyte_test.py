#!/usr/bin/env python3
"""Runs what docs/coming-from-airbyte.md tells its reader to do, so that the page stays true.

usage: coming_from_airbyte_test.py BINARY

Every fenced block of the page is taken: YAML is levada.yaml, JSON a state file, the lines of shell blocks are run in a
project beside the files that the page presupposes, as Airbyte gives them. A block of another kind fails the test.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "cases"))
from scripted_api import ScriptedApi  # noqa: E402  (lies in that folder)

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
PAGE = os.path.join(ROOT, "docs", "coming-from-airbyte.md")
STEP_SECONDS_MAX = 120
KEY = "k3y-of-the-shop"
CURSOR = "2026-01-03T00:00:00Z"
MANIFEST = """version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
definitions:
  requester:
    type: HttpRequester
    url_base: "{api}"
    authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
  selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
streams:
  - type: DeclarativeStream
    name: items
    primary_key: [id]
    retriever:
      type: SimpleRetriever
      requester: {$ref: "#/definitions/requester", path: /items}
      record_selector: {$ref: "#/definitions/selector"}
    incremental_sync:
      type: DatetimeBasedCursor
      cursor_field: updated_at
      datetime_format: "%Y-%m-%dT%H:%M:%SZ"
      start_datetime: "2020-01-01T00:00:00Z"
      start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: since}
    schema_loader:
      type: InlineSchemaLoader
      schema: {type: object, properties: {id: {type: integer}, updated_at: {type: string}}}
  - type: DeclarativeStream
    name: shops
    retriever:
      type: SimpleRetriever
      requester: {$ref: "#/definitions/requester", path: /shops}
      record_selector: {$ref: "#/definitions/selector"}
    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: integer}}}}
spec:
  type: Spec
  connection_specification:
    type: object
    required: [api_key]
    properties: {api_key: {type: string, airbyte_secret: true}}
"""
ANSWERS = {"GET /items": {"body": [{"id": 1, "updated_at": "2026-01-04T00:00:00Z"}]}, "GET /shops": {"body": [{"id": 1}]}}


def stream_state(name, cursor):
    return {"stream_descriptor": {"name": name, "namespace": None}, "stream_state": {"updated_at": cursor}}


def camel(state):
    return {"streamDescriptor": state["stream_descriptor"], "streamState": state["stream_state"]}


STATES = {  # As Airbyte gives them; each of them says that `items` was read up to CURSOR.
    "list": json.dumps([{"type": "STREAM", "stream": stream_state("items", CURSOR)}]),
    "one": json.dumps({"type": "STREAM", "stream": stream_state("items", CURSOR)}),
    "global": json.dumps([{"type": "GLOBAL", "global": {"shared_state": {}, "stream_states": [stream_state("items", CURSOR)]}}]),
    "legacy": json.dumps([{"type": "LEGACY", "data": {"items": {"updated_at": CURSOR}}}]),
    "map": json.dumps({"items": {"updated_at": CURSOR}}),
    "api": json.dumps({"stateType": "stream", "connectionId": "c", "streamState": [camel(stream_state("items", CURSOR))]}),
    "api, global": json.dumps({"stateType": "global", "connectionId": "c", "globalState": {
        "sharedState": {}, "streamStates": [camel(stream_state("items", CURSOR))]}}),
    "api, legacy": json.dumps({"stateType": "legacy", "connectionId": "c", "state": {"items": {"updated_at": CURSOR}}}),
    "log": "\n".join(json.dumps(message) for message in (
        {"type": "LOG", "log": {"level": "INFO", "message": "Starting syncing"}},
        {"type": "STATE", "state": {"type": "STREAM", "stream": stream_state("items", "2021-01-01T00:00:00Z")}},
        {"type": "RECORD", "record": {"stream": "items", "data": {"id": 1}, "emitted_at": 1}},
        {"type": "STATE", "state": {"type": "STREAM", "stream": stream_state("items", CURSOR)}})) + "\n",
}
CATALOG = {"streams": [
    {"stream": {"name": "items", "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]},
     "sync_mode": "incremental", "destination_sync_mode": "append_dedup", "cursor_field": ["updated_at"],
     "primary_key": [["id"]]},
    {"stream": {"name": "shops", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
     "sync_mode": "full_refresh", "destination_sync_mode": "overwrite", "cursor_field": [], "primary_key": []}]}
CONNECTION = {"connectionId": "c", "configurations": {"streams": [
    {"name": "items", "syncMode": "incremental_deduped_history", "cursorField": ["updated_at"], "primaryKey": [["id"]]},
    {"name": "shops", "syncMode": "full_refresh_overwrite", "cursorField": [], "primaryKey": []}]}}
FILES = {
    "connectors/shop.yaml": MANIFEST,
    "secrets.yaml": f"api_key: {KEY}\n",
    "config.json": json.dumps({"api_key": KEY}),
    "catalog.json": json.dumps(CATALOG),
    "connection.json": json.dumps(CONNECTION),
    "state.json": STATES["list"],
    "api.json": STATES["api"],
    "legacy.json": STATES["map"],
    "messages.jsonl": STATES["log"],
}


def blocks_of_page():
    with open(PAGE, encoding="utf-8") as file:
        return re.findall(r"^```(\w*)\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)


def commands_of(block):
    """Lines; one goes on where it ends with a backslash, or while a quote is open."""
    commands, held = [], ""
    for line in block.splitlines():
        held += line + "\n"
        if not line.endswith("\\") and held.count("'") % 2 == 0:
            commands.append(held.strip())
            held = ""
    return commands


class Page(unittest.TestCase):
    def setUp(self):
        self.api = ScriptedApi(ANSWERS)
        self.addCleanup(self.api.close)
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="levada-docs-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.makedirs(os.path.join(self.folder, "connectors"))
        for name, text in FILES.items():
            self.write(name, text.replace("{api}", self.api.url))
        self.blocks = blocks_of_page()
        (self.levada_yaml,) = [text for kind, text in self.blocks if kind == "yaml"]
        self.write("levada.yaml", self.levada_yaml)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def run_line(self, command):
        tools = os.path.join(self.folder, "bin")
        os.makedirs(tools, exist_ok=True)
        if not os.path.exists(os.path.join(tools, "levada")):
            os.symlink(BINARY, os.path.join(tools, "levada"))
        environment = {**os.environ, "PATH": tools + os.pathsep + os.environ["PATH"]}
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True,
                              timeout=STEP_SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")
        self.assertNotIn(KEY, done.stdout + done.stderr)
        return done.stdout

    def since_of_run(self):
        self.api.requests.clear()
        self.run_line("levada run shop")
        return [request for request in self.api.requests if request.startswith("GET /items")]

    def test_every_command_works_as_it_stands(self):
        kinds = {kind for kind, _ in self.blocks}
        self.assertEqual(kinds - {"sh", "yaml", "json"}, set(), "a block that this test does not run")
        ran = [command for kind, text in self.blocks if kind == "sh" for command in commands_of(text)]
        for command in ran:
            self.run_line(command)
        self.assertGreater(len(ran), 12, ran)
        self.assertIn("1\n", self.run_line("levada query 'SELECT count(*) FROM shop.items' --format csv"))

    def test_the_states_go_on_where_airbyte_stopped(self):
        forms = {**STATES, **{f"page {i}": text for i, text in enumerate(t for k, t in self.blocks if k == "json")}}
        for name, text in forms.items():
            with self.subTest(name):
                self.write("state.json", text)
                self.run_line("levada state reset shop; levada state set shop state.json")
                self.assertEqual(self.since_of_run(), ["GET /items?since=2026-01-03T00%3A00%3A00Z"])

    def test_the_streams_of_a_connection(self):
        wanted = {"items": {"sync_mode": "incremental", "destination_sync_mode": "append_dedup", "primary_key": ["id"]},
                  "shops": {"sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}}
        commands = [c for kind, text in self.blocks if kind == "sh" for c in commands_of(text) if c.startswith("jq")]
        self.assertEqual(len(commands), 2, commands)
        for command in commands:
            streams = self.run_line(command)
            self.assertEqual(json.loads(streams), wanted)
            head = self.levada_yaml[: self.levada_yaml.index("    streams:")]
            self.write("levada.yaml", head + "    streams: " + streams)
            self.assertIn("2 streams", self.run_line("levada run shop"))

    def test_a_read_speaks_the_protocol(self):
        (command,) = [c for kind, text in self.blocks if kind == "sh" for c in commands_of(text) if "airbyte read" in c]
        messages = [json.loads(line) for line in self.run_line(command).splitlines()]
        records = [m["record"]["data"] for m in messages if m["type"] == "RECORD"]
        self.assertIn({"id": 1, "updated_at": "2026-01-04T00:00:00Z"}, records)
        self.assertIn("STATE", {m["type"] for m in messages})


if __name__ == "__main__":
    unittest.main(verbosity=2)
