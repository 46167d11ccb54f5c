#!/usr/bin/env python3
"""`levada up` with two pipelines on one API and one key: what limits, refusals and failures look like from outside.

usage: polite_up_test.py BINARY
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from scripted_api import ScriptedApi  # noqa: E402  (lies beside this file)

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
DEADLINE_SECONDS = 120
BROKEN_STREAMS = 12

MANIFEST = """version: 6.0.0
type: DeclarativeSource
check: {{type: CheckStream, stream_names: [{first}]}}
{budget}streams:
{streams}spec:
  type: Spec
  connection_specification:
    type: object
    required: [base_url, api_key]
    properties: {{base_url: {{type: string}}, api_key: {{type: string, airbyte_secret: true}}}}
"""
BUDGET = """api_budget:
  type: HTTPAPIBudget
  policies:
    - {type: MovingWindowCallRatePolicy, rates: [{limit: 1, interval: PT1S}], matchers: [{url_path_pattern: /limited}]}
"""
STREAM = """  - type: DeclarativeStream
    name: {name}
    retriever:
      type: SimpleRetriever
      requester:
        type: HttpRequester
        url_base: "{{{{ config['base_url'] }}}}"
        path: {path}
        authenticator: {{type: BearerAuthenticator, api_token: "{{{{ config['api_key'] }}}}"}}
        error_handler: {{type: DefaultErrorHandler, max_retries: {retries}}}
      record_selector: {{type: RecordSelector, extractor: {{type: DpathExtractor, field_path: []}}}}
    schema_loader: {{type: InlineSchemaLoader, schema: {{type: object, properties: {{id: {{type: integer}}}}}}}}
"""
PROJECT = """serve: {{port: 0}}
pipelines:
  one: {{connector: limited.yaml, config: {{base_url: "{api}", api_key: k3y-of-both}}}}
  two: {{connector: limited.yaml, config: {{base_url: "{api}", api_key: k3y-of-both}}}}
  broken:
    connector: broken.yaml
    config: {{base_url: "{api}", api_key: k3y-of-both}}
  spent:
    connector: spent.yaml
    config: {{base_url: "{api}", api_key: another-k3y}}
    retries: {{count_min: 1, percent_max: 0}}
    attempts_max: 2
    attempt_wait: 1s
    attempt_wait_max: 1s
"""


def manifest(streams, retries, budget=""):
    """A manifest whose streams are read from the paths of their names."""
    listed = "".join(STREAM.format(name=name, path=path, retries=retries) for name, path in streams)
    return MANIFEST.format(first=streams[0][0], budget=budget, streams=listed)


class PoliteUpTest(unittest.TestCase):
    def setUp(self):
        rows = {"body": [{"id": 1}]}
        self.api = ScriptedApi({"GET /limited": rows, "GET /broken": {"status": 503}, "GET /spent": {"status": 500}})
        self.folder = tempfile.mkdtemp(prefix="levada-polite-")
        files = {
            "levada.yaml": PROJECT.format(api=self.api.url),
            "limited.yaml": manifest([("items", "/limited")], 5, BUDGET),
            "broken.yaml": manifest([(f"s{n}", "/broken") for n in range(BROKEN_STREAMS)], 0),
            "spent.yaml": manifest([("items", "/spent")], 5),
        }
        for name, text in files.items():
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.up = subprocess.Popen(
            [BINARY, "up", "--project", self.folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.up.stdout.readline()
        self.assertIn("http://", line)
        self.url = line[line.index("http://"):].split()[0]

    def tearDown(self):
        if self.up.poll() is None:
            self.up.send_signal(signal.SIGTERM)
        self.up.communicate(timeout=DEADLINE_SECONDS)
        self.api.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, path, method="GET"):
        request = urllib.request.Request(self.url + path, method=method)
        with urllib.request.urlopen(request, timeout=DEADLINE_SECONDS) as response:
            return response.read().decode()

    def wait_for(self, condition, what):
        deadline = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < deadline:
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"waited {DEADLINE_SECONDS} s for {what}\n{self.ask('/metrics')}\n{self.ask('/v1/runs')}")

    def ended(self, pipeline, count=1):
        runs = [r for r in json.loads(self.ask("/v1/runs")) if r["pipeline"] == pipeline and r["status"] != "running"]
        return runs if len(runs) >= count else None

    def metric(self, name):
        host = self.api.url.removeprefix("http://")
        for line in self.ask("/metrics").splitlines():
            if line.startswith(f'{name}{{host="{host}"}} '):
                return float(line.split()[-1])
        return 0.0

    def start(self, pipeline):
        self.ask(f"/v1/pipelines/{pipeline}/runs", "POST")

    def test_limits_retries_and_breakers_are_seen(self):
        # Two pipelines share the limit that both manifests state: of their two requests one waits, a second at least.
        self.start("one")
        self.start("two")
        for pipeline in ("one", "two"):
            run = self.wait_for(lambda name=pipeline: self.ended(name), pipeline)[0]
            self.assertEqual(run["status"], "succeeded", run)
        self.assertEqual(self.metric("levada_budget_waits_total"), 1.0)
        self.assertGreater(self.metric("levada_budget_waited_seconds"), 0.5)

        # One retry is allowed, the next one ends the stream; the scheduler tries the run once more.
        self.start("spent")
        runs = self.wait_for(lambda: self.ended("spent", 2), "two attempts")
        self.assertEqual(sorted(run["attempt"] for run in runs), [1, 2])
        for run in runs:
            self.assertIn("the retry budget of this run is spent", run["streams"][0]["error"], run)
        self.assertEqual(self.metric("levada_request_retries_total"), 2.0)
        self.assertEqual(self.metric("levada_request_retries_refused_total"), 2.0)

        # Ten failures open the circuit, and the rest of the streams waits for it.
        self.start("broken")
        self.wait_for(lambda: self.metric("levada_circuit_state") == 2.0, "an open circuit")
        self.assertGreaterEqual(self.metric("levada_circuit_opened_total"), 1.0)
        waits = self.wait_for(self.seen_wait, "a wait in the run's events")
        self.assertIn("the circuit of 127.0.0.1", waits)

        promtool = shutil.which("promtool")
        if promtool is None:
            self.skipTest("skipped: not found: promtool")
        checked = subprocess.run(
            [promtool, "check", "metrics"], input=self.ask("/metrics"), capture_output=True, text=True, timeout=60,
            check=False)
        self.assertEqual((checked.returncode, checked.stderr), (0, ""), checked.stdout)

    def seen_wait(self):
        run = [r for r in json.loads(self.ask("/v1/runs")) if r["pipeline"] == "broken"][0]
        events = self.ask(f"/v1/runs/{run['id']}/events")
        return events if "is open" in events else None


if __name__ == "__main__":
    unittest.main()
