#!/usr/bin/env python3
"""Connectors in Python as they are installed from their index: a manifest with components.py, an Airbyte source, a tap.

usage: pypi_test.py BINARY FOLDER manifest|package|tap [TEST...]

FOLDER keeps what `levada connector install` made, from one time to the next. Ends with 77 and a reason where pip cannot
reach its index.
"""

import json
import os
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from python_project import PythonProject  # noqa: E402  (lies beside this file)
from small_api import KEY, SmallApi  # noqa: E402

BINARY = os.path.abspath(sys.argv[1])
INSTALLED = os.path.join(os.path.abspath(sys.argv[2]), sys.argv[3])
DEADLINE_SECONDS = 120
TRY_AGAIN = 75


class ConnectorTest(unittest.TestCase):
    """What all of them have: an API, a project, the pipeline under test."""

    pipeline = ""

    def setUp(self):
        self.api = SmallApi()
        self.project = PythonProject(BINARY, self.api.url, venvs=os.path.join(INSTALLED, ".levada", "venvs"))
        self.addCleanup(self.project.remove)
        self.addCleanup(self.api.close)

    def run_pipeline(self, wanted_exit=0, *words):
        self.api.requests.clear()
        done = self.project.levada("run", self.pipeline, *words)
        self.assertEqual(done.returncode, wanted_exit, done.stdout + done.stderr)
        return done

    def set_limit(self, text):
        """Gives the pipeline's connector one more key."""
        lines = self.project.read("levada.yaml").splitlines()
        place = next(i for i, line in enumerate(lines) if line.startswith(f"  {self.pipeline}:")) + 1
        lines[place] = lines[place].replace("}", f", {text}}}", 1)
        self.project.write("levada.yaml", "\n".join(lines) + "\n")

    def cancel(self, path):
        """Runs until the API is asked for `path`, which it does not answer, and asks the program to end."""
        self.api.silent = {path}
        process = self.project.start("run", self.pipeline)
        try:
            self.assertTrue(self.api.asked.wait(DEADLINE_SECONDS), "the API was never asked")
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=DEADLINE_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
        self.assertIn("cancelled", out + err)
        self.assertEqual(self.project.processes_with(self.project.folder), [], "the connector was left running")
        self.api.release()
        return process.returncode


class ManifestWithComponents(ConnectorTest):
    """Every record, page, partition, state and retry of it goes through a class of components.py."""

    pipeline = "shop"

    def test_check_and_discover(self):
        self.assertIn("connected", self.project.levada("check", "shop").stdout)
        catalog = json.loads(self.project.levada("discover", "shop", "--json").stdout)
        text = json.dumps(catalog)
        self.assertIn('"price"', text, "the schema is the custom loader's")
        self.project.write("secrets.yaml", "api_key: another-key\n")
        refused = self.project.levada("check", "shop")
        self.assertEqual(refused.returncode, 1, refused.stdout + refused.stderr)
        self.assertNotIn("another-key", refused.stdout + refused.stderr)

    def test_runs_and_goes_on_from_its_state(self):
        self.run_pipeline()
        self.assertEqual(self.project.rows("SELECT id, name, price FROM shop.items ORDER BY id"),
                         [["1", "tap", "9.5"], ["3", "valve", "7.25"]])
        self.assertEqual(self.project.rows("SELECT id, total FROM shop.orders ORDER BY id"),
                         [["1", "12"], ["2", "7"], ["3", "30"]])
        self.assertEqual(self.project.rows('SELECT "number", "name" FROM shop.brands ORDER BY 1'),
                         [["1", "Alva"], ["2", "Bica"]])
        self.assertEqual(self.api.busy, 0, "a 418 was waited for")
        self.assertEqual(self.project.states("shop")["items"], {"updated_at": "2026-01-03T10:00:00Z"})
        self.assertEqual(self.project.files_with(KEY), [])
        self.api.items.append({"id": 4, "name": "seal", "price_cents": 50, "updated_at": "2026-01-04T10:00:00Z"})
        self.run_pipeline()
        since = {query["since"] for path, query, _ in self.api.requests if path == "/items"}
        self.assertEqual(since, {"2026-01-03T10:00:00Z"})
        self.assertEqual(self.project.rows("SELECT count(*) FROM shop.items"), [["3"]])
        self.run_pipeline()
        self.assertEqual(self.project.rows("SELECT count(*) FROM shop.items"), [["3"]])

    def test_an_old_state_is_migrated(self):
        state = {"type": "STREAM", "stream": {"stream_descriptor": {"name": "items"},
                                              "stream_state": {"last_seen": "2026-01-02T00:00:00Z"}}}
        self.project.write("state.json", json.dumps([state]))
        self.assertEqual(self.project.levada("state", "set", "shop", "state.json").returncode, 0)
        self.run_pipeline()
        since = {query["since"] for path, query, _ in self.api.requests if path == "/items"}
        self.assertEqual(since, {"2026-01-02T00:00:00Z"})

    def test_a_refused_stream_lets_the_other_go_on(self):
        self.api.statuses = {"/orders": 403}
        done = self.run_pipeline(3)
        self.assertIn("orders", done.stdout + done.stderr)
        self.assertIn("403", done.stdout + done.stderr)
        self.assertEqual(self.project.rows("SELECT count(*) FROM shop.items"), [["2"]])

    def test_a_class_that_raises(self):
        self.project.edit("connectors/shop/components.py", 'record["price"] =', 'raise RuntimeError("no such price") #')
        done = self.run_pipeline(3)
        self.assertIn("no such price", done.stdout + done.stderr)
        self.assertEqual(self.project.rows("SELECT count(*) FROM shop.orders"), [["3"]])

    def test_memory_limit(self):
        self.set_limit("memory_mb: 24")
        done = self.run_pipeline(TRY_AGAIN)
        self.assertIn("24 MB of memory", done.stdout + done.stderr)

    def test_time_limit(self):
        self.set_limit("time_limit: 8s")
        self.api.silent = {"/orders"}
        done = self.project.levada("run", "shop")
        self.assertIn(done.returncode, (1, 3), "failed, or partial where the machine was quick enough for a stream")
        self.assertIn("its time was up", done.stdout + done.stderr)
        self.assertEqual(self.project.processes_with(self.project.folder), [])

    def test_cancel(self):
        self.cancel("/orders")
        self.run_pipeline()
        self.assertEqual(self.project.rows("SELECT count(*) FROM shop.orders"), [["3"]])

    def test_as_the_cdk_alone(self):
        config = {"base_url": self.api.url, "api_key": KEY, "regions": "north+south"}
        streams = [{"stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]},
                    "sync_mode": mode, "destination_sync_mode": "append"}
                   for name, mode in (("items", "incremental"), ("orders", "full_refresh"), ("brands", "full_refresh"))]
        state = {"type": "STREAM", "stream": {"stream_descriptor": {"name": "items"},
                                              "stream_state": {"updated_at": "2026-01-01T00:00:00Z"}}}
        for name, value in (("c.json", config), ("k.json", {"streams": streams}), ("s.json", [state])):
            self.project.write(name, json.dumps(value))
        files = ["--config", "c.json", "--catalog", "k.json", "--state", "s.json"]
        folder = "connectors/shop/"
        venv = ".levada/venvs/airbyte-cdk-7.39.1/bin/"
        ours = self.project.levada("airbyte", "read", "--manifest", folder + "manifest.yaml", *files)
        self.api.busy = 1
        alone = subprocess.run(
            [self.project.path(venv + "source-declarative-manifest"), "read", *files, "--manifest-path",
             folder + "manifest.yaml", "--components-path", folder + "components.py"], cwd=self.project.folder,
            capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False,
            env={**os.environ, "AIRBYTE_ENABLE_UNSAFE_CODE": "true"})
        self.assertEqual((ours.returncode, alone.returncode), (0, 0), ours.stderr + alone.stderr + alone.stdout)
        self.assertEqual(summary_of(ours.stdout), summary_of(alone.stdout))


def summary_of(messages):
    """What a read said of each stream: records in their order, the last state, the statuses."""
    streams = {}
    for line in messages.splitlines():
        message = json.loads(line)
        if message["type"] == "RECORD":
            record = message["record"]
            streams.setdefault(record["stream"], {}).setdefault("records", []).append(record["data"])
        elif message["type"] == "STATE":
            state = message["state"]["stream"]
            streams.setdefault(state["stream_descriptor"]["name"], {})["state"] = state.get("stream_state")
        elif message["type"] == "TRACE" and message["trace"]["type"] == "STREAM_STATUS":
            status = message["trace"]["stream_status"]
            name = status["stream_descriptor"]["name"]
            statuses = streams.setdefault(name, {}).setdefault("statuses", [])
            if status["status"] not in statuses:
                statuses.append(status["status"])
    for stream in streams.values():
        # Partitions are read at the same time, in no order.
        stream["records"] = sorted(stream.get("records", []), key=json.dumps)
    return streams


class AirbyteSource(ConnectorTest):
    """airbyte-source-faker makes its records itself: a read without an API."""

    pipeline = "faker"

    def test_check_and_discover(self):
        self.assertIn("connected", self.project.levada("check", "faker").stdout)
        found = self.project.levada("discover", "faker").stdout
        for name in ("users", "products", "purchases"):
            self.assertIn(name, found)

    def test_runs_and_goes_on_from_its_state(self):
        done = self.run_pipeline(0, "--log-level", "info")
        self.assertIn("succeeded, 3 streams", done.stdout)
        self.assertEqual(self.project.rows("SELECT count(*), count(DISTINCT id) FROM faker.users"), [["50", "50"]])
        self.assertNotEqual(self.project.rows("SELECT count(*) FROM faker.products"), [["0"]])
        self.assertIn("users", self.project.states("faker"))
        again = self.run_pipeline()
        self.assertIn("3 streams, 0 records", again.stdout)
        self.assertEqual(self.project.rows("SELECT count(*) FROM faker.users"), [["50"]])

    def test_a_wrong_configuration(self):
        self.project.edit("levada.yaml", "count: 50", "count: many")
        done = self.project.levada("check", "faker")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("many", done.stdout + done.stderr)

    def test_memory_limit(self):
        self.set_limit("memory_mb: 24")
        done = self.run_pipeline(TRY_AGAIN)
        self.assertIn("24 MB of memory", done.stdout + done.stderr)

    def test_cancel(self):
        self.project.edit("levada.yaml", "count: 50", "count: 100000000, records_per_slice: 100")
        process = self.project.start("run", "faker", "--stream", "users", "--log-level", "info")
        try:
            self.assertTrue(self.wait_for_process("source-faker"), "the connector never began")
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=DEADLINE_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
        self.assertNotIn("succeeded", out)
        self.assertEqual(self.project.processes_with("levada-call-" + self.project.folder), [], out + err)

    def wait_for_process(self, name):
        for _ in range(DEADLINE_SECONDS * 10):
            found = self.project.processes_with(name)
            if found:
                return found
            subprocess.run(["sleep", "0.1"], check=True)
        return []


class SingerTap(ConnectorTest):
    """tap-rest-api against our API."""

    pipeline = "rest"

    def test_check_and_discover(self):
        self.assertIn("connected", self.project.levada("check", "rest").stdout)
        self.assertIn("points", self.project.levada("discover", "rest").stdout)

    def test_runs_and_goes_on_from_its_state(self):
        done = self.run_pipeline(0, "--log-level", "info")
        self.assertIn("Using no_auth authentication method", done.stderr)
        self.assertEqual(self.project.rows('SELECT id, "name" FROM rest.points ORDER BY id'),
                         [["1", "a"], ["2", "b"], ["3", "c"]])
        self.assertEqual(self.project.states("rest")["points"]["bookmarks"]["points"]["last_update"], 3)
        self.assertEqual(self.project.files_with(KEY), [])
        self.api.points.append({"id": 4, "name": "d"})
        self.run_pipeline()
        self.assertEqual({query["since"] for _, query, _ in self.api.requests}, {"3"})
        self.assertEqual(self.project.rows("SELECT max(id) FROM rest.points"), [["4"]])

    def test_a_refused_stream(self):
        self.api.statuses = {"/points": 403}
        done = self.run_pipeline(1)
        self.assertIn("403", done.stdout + done.stderr)
        self.assertNotIn(KEY, done.stdout + done.stderr)

    def test_memory_limit(self):
        self.set_limit("memory_mb: 8")
        done = self.run_pipeline(TRY_AGAIN)
        self.assertIn("8 MB of memory", done.stdout + done.stderr)

    def test_time_limit(self):
        self.set_limit("time_limit: 5s")
        self.api.silent = {"/points"}
        done = self.run_pipeline(1)
        self.assertIn("its time was up", done.stdout + done.stderr)

    def test_cancel(self):
        self.cancel("/points")
        self.run_pipeline()
        self.assertEqual(self.project.rows("SELECT count(*) FROM rest.points"), [["3"]])


def main():
    kinds = {"manifest": ManifestWithComponents, "package": AirbyteSource, "tap": SingerTap}
    kind = kinds[sys.argv[3]]
    os.makedirs(INSTALLED, exist_ok=True)
    project = PythonProject(BINARY, "http://127.0.0.1:9", folder=INSTALLED)
    print(project.install_or_skip(kind.pipeline).stdout, flush=True)
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(kind)
    names = sys.argv[4:]
    if names:
        suite = unittest.TestSuite(kind(name) for name in names)
    return 0 if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
