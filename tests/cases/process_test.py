#!/usr/bin/env python3
"""Levada as long-running processes: the replay server and `levada up`, with signals, schedules and a second program.

usage: process_test.py BINARY
"""

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORDING = os.path.join(ROOT, "demo", "wordpress.warc.gz")
DEADLINE_SECONDS = 120

PROJECT = """serve: {{port: 0}}
pipelines:
  blog:
    connector: connectors/wordpress.yaml
    http_rewrite: "{api}/{{host}}"
    every: 1d
    config:
      site: http://blog.example.test
      username: admin
      password: pa55word-of-the-blog
      start_date: "2020-01-01T00:00:00"
"""


def start(words):
    """A process and the address that it prints first."""
    process = subprocess.Popen([BINARY, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if "http://" not in line:
        raise AssertionError(f"levada {' '.join(words)} gave no address: {line} {process.stderr.read()}")
    address = line[line.index("http://") :].split()[0]
    return process, address


def get(url, accept="application/json"):
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=DEADLINE_SECONDS) as response:
        return response.read().decode()


def wait_for(condition, what):
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {DEADLINE_SECONDS} s for {what}")


class ProcessTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="levada-process-")
        cls.project = os.path.join(cls.folder, "blog")
        cls.replay, api = start(["replay-server", RECORDING, "--port", "0"])
        subprocess.run([BINARY, "init", cls.project, "--template", "wordpress"], check=True, capture_output=True)
        with open(os.path.join(cls.project, "levada.yaml"), "w", encoding="utf-8") as file:
            file.write(PROJECT.format(api=api))
        cls.up, cls.url = start(["up", "--project", cls.project])
        wait_for(cls.ended_runs, "the first scheduled run")

    @classmethod
    def tearDownClass(cls):
        for process in (cls.up, cls.replay):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=DEADLINE_SECONDS)
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def ended_runs(cls):
        return [run for run in json.loads(get(cls.url + "/v1/runs")) if run["status"] != "running"]

    def rows(self, query, **options):
        def ask():
            try:
                return get(f"{self.url}/v1/tables/{query}", **options)
            except urllib.error.HTTPError as error:
                if error.code == 404:  # The view of a new table is made within a second or two.
                    return None
                raise

        return wait_for(ask, query)

    def test_a_schedule_runs_the_pipeline(self):
        run = self.ended_runs()[-1]
        self.assertEqual(run["status"], "succeeded", run)
        self.assertEqual({s["name"]: s["records"] for s in run["streams"]}["posts"], 300)

    def test_rows_as_json(self):
        rows = json.loads(self.rows("blog.posts?select=id,slug&order=id.asc&limit=2"))
        self.assertEqual([sorted(row) for row in rows], [["id", "slug"], ["id", "slug"]])

    def test_rows_as_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.rows("blog.users?select=id,name", accept="text/csv"))))
        self.assertEqual(len(rows), 13)

    def test_operations(self):
        self.assertIn("levada_runs_total", get(self.url + "/metrics"))
        self.assertTrue(get(self.url + "/healthz"))
        self.assertTrue(get(self.url + "/readyz"))
        path = "/v1/tables/blog.posts"  # New tables are shown within a few seconds.
        wait_for(lambda: path in json.loads(get(self.url + "/openapi.json"))["paths"], path)
        self.assertEqual(json.loads(get(self.url + "/v1/pipelines"))[0]["name"], "blog")

    def test_a_second_program_is_refused(self):
        words = [BINARY, "run", "--project", self.project]
        done = subprocess.run(words, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False)
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertIn(str(self.up.pid), done.stderr)

    def test_queries_work_beside_it(self):
        words = [BINARY, "query", "SELECT count(*) FROM blog.posts", "--format", "csv", "--project", self.project]
        done = subprocess.run(words, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False)
        self.assertEqual((done.returncode, done.stdout.split("\n")[1]), (0, "300"), done.stderr)

    def test_runs_are_seen_beside_it(self):
        words = [BINARY, "runs", "show", "--project", self.project]
        done = subprocess.run(words, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("posts: checkpoint: 300 records", done.stdout)

    def test_no_secret_is_kept(self):
        for folder, _, files in os.walk(os.path.join(self.project, ".levada")):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(b"pa55word-of-the-blog", file.read(), os.path.join(folder, name))

    def test_sigterm_ends_it_in_order(self):
        process, _ = start(["replay-server", RECORDING, "--port", "0"])
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=DEADLINE_SECONDS)
        self.assertEqual(process.returncode, 0)


SILENT_MANIFEST = """version: 6.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
streams:
  - type: DeclarativeStream
    name: items
    retriever:
      type: SimpleRetriever
      requester: {type: HttpRequester, url_base: "{{ config['base_url'] }}", path: /items}
      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: integer}}}}
spec:
  type: Spec
  connection_specification: {type: object, properties: {base_url: {type: string}}}
"""


class SilentApiTest(unittest.TestCase):
    """An API that takes a request and never answers."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="levada-silent-")
        self.api = socket.create_server(("127.0.0.1", 0))
        with open(os.path.join(self.folder, "silent.yaml"), "w", encoding="utf-8") as file:
            file.write(SILENT_MANIFEST)
        with open(os.path.join(self.folder, "levada.yaml"), "w", encoding="utf-8") as file:
            url = f"http://127.0.0.1:{self.api.getsockname()[1]}"
            file.write(f"pipelines: {{silent: {{connector: silent.yaml, config: {{base_url: '{url}'}}}}}}\n")
        words = [BINARY, "run", "--quiet", "--project", self.folder]
        self.run_process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.api.settimeout(DEADLINE_SECONDS)
        self.connection = self.api.accept()[0]
        self.connection.recv(4096)

    def tearDown(self):
        if self.run_process.poll() is None:
            self.run_process.kill()
            self.run_process.communicate()
        self.connection.close()
        self.api.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def levada(self, *words):
        words = [BINARY, *words, "--project", self.folder]
        done = subprocess.run(words, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def ended(self):
        output, errors = self.run_process.communicate(timeout=DEADLINE_SECONDS)
        self.assertEqual(self.run_process.returncode, 75, errors)
        self.assertIn("cancelled", output)
        self.assertIn('"status":"cancelled"', self.levada("runs", "ls", "--json"))

    def test_sigterm_ends_the_run_in_order(self):
        self.run_process.send_signal(signal.SIGTERM)
        self.ended()

    def test_another_program_cancels_the_run(self):
        run = json.loads(self.levada("runs", "ls", "--json"))
        self.assertEqual(run["status"], "running")
        self.assertIn("will end", self.levada("runs", "cancel", run["id"]))
        self.ended()


if __name__ == "__main__":
    unittest.main()
