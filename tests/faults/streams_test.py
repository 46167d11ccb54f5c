#!/usr/bin/env python3
"""The real program reading eight streams at once: told to end, cancelled, one of them failing, one of them silent.

usage: streams_test.py BINARY

Whatever happens to one stream or to all of them, each keeps what it had read: the next run goes on from there, and in
the end every table holds exactly the right rows.
"""

import json
import os
import signal
import sys
import time
import unittest

from shop_api import ShopApi, streams_of
from shop_project import STEP_SECONDS_MAX, ShopProject, difference

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
STREAMS = streams_of(4)
DAYS = 40
RECORDS_PER_DAY = 30
END_SECONDS_MAX = 30


def wait_for(condition, what):
    deadline = time.monotonic() + STEP_SECONDS_MAX
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {STEP_SECONDS_MAX} s for {what}")
        time.sleep(0.02)


class StreamsTest(unittest.TestCase):
    def setUp(self):
        self.api = ShopApi(DAYS, RECORDS_PER_DAY, streams=STREAMS)
        self.project = ShopProject(BINARY, self.api.url, STREAMS, len(STREAMS))
        self.project.set_days(DAYS)
        self.process = None

    def tearDown(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=STEP_SECONDS_MAX)
        self.api.close()
        self.project.remove()

    def run_in_the_middle(self):
        """A run of which each stream has read some days; the silent ones have asked once."""
        self.api.delay_seconds = 0.05
        self.process = self.project.start("run")
        for stream in STREAMS:
            count = 1 if stream in self.api.silent else 8
            wait_for(lambda: self.api.asked[stream] >= count, f"{count} requests of {stream}")  # noqa: B023
        self.assertIsNone(self.process.poll(), "it runs")

    def run_of_the_end(self):
        self.api.delay_seconds = 0
        done = self.project.levada("run")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(difference(self.api.expected(DAYS), self.project.rows()), "")

    def ends(self, since):
        self.process.wait(timeout=STEP_SECONDS_MAX)
        self.assertLess(time.monotonic() - since, END_SECONDS_MAX)
        self.assertEqual(self.process.returncode, 75)
        run = json.loads(self.project.levada("runs", "ls", "--json").stdout.splitlines()[0])
        self.assertEqual(run["status"], "cancelled")
        for stream, state in self.project.states().items():
            if stream not in self.api.silent:
                self.assertIsInstance(state, list, f"{stream} kept no state: {state}")

    def goes_on(self):
        begun = dict(self.api.first_after)
        self.api.first_after = {}
        self.run_of_the_end()
        for stream in STREAMS:
            self.assertGreater(self.api.first_after[stream], begun[stream], f"{stream} began anew")

    def test_all_are_read_at_once(self):
        self.api.meet(len(STREAMS))
        self.run_of_the_end()
        self.assertEqual(self.api.most_under_way, len(STREAMS))

    def test_sigterm_ends_all_in_order(self):
        self.run_in_the_middle()
        since = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.ends(since)
        self.goes_on()

    def test_another_program_cancels_all(self):
        self.run_in_the_middle()
        run = json.loads(self.project.levada("runs", "ls", "--json").stdout.splitlines()[0])
        since = time.monotonic()
        done = self.project.levada("runs", "cancel", run["id"])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.ends(since)
        self.goes_on()

    def test_a_silent_stream_does_not_keep_the_run_from_ending(self):
        self.api.silent = {"events_1"}
        self.run_in_the_middle()
        since = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.ends(since)
        self.api.silent = set()
        self.run_of_the_end()

    def test_a_failing_stream_leaves_the_others_alone(self):
        self.api.refused = {"orders_2": 401}
        done = self.project.levada("run")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        others = [stream for stream in STREAMS if stream != "orders_2"]
        wanted = {stream: rows for stream, rows in self.api.expected(DAYS).items() if stream in others}
        self.assertEqual(difference(wanted, self.project.rows(others)), "")
        self.api.refused = {}
        self.run_of_the_end()

    def refused_for_all(self, silent=()):
        """A run whose key nobody takes ends soon, with few requests, says why, and every stream of it has failed."""
        self.api.refused = {stream: 401 for stream in STREAMS}
        self.api.silent = set(silent)
        since = time.monotonic()
        done = self.project.levada("run")
        text = done.stdout + done.stderr
        self.assertLess(time.monotonic() - since, END_SECONDS_MAX)
        self.assertEqual(done.returncode, 1, text)
        self.assertIn("the credentials were refused", text)
        self.assertIn("levada check", text)
        self.assertLess(self.api.requests, 4 * len(STREAMS), "most of its 320 slices were not asked for")
        run = json.loads(self.project.levada("runs", "ls", "--json").stdout.splitlines()[0])
        self.assertEqual({stream["status"] for stream in run["streams"]}, {"failed"})
        self.assertTrue(all(stream["error"] for stream in run["streams"]), run["streams"])
        self.api.refused, self.api.silent = {}, set()
        self.run_of_the_end()

    def test_a_key_that_nobody_takes_ends_all(self):
        self.refused_for_all()

    def test_a_silent_stream_does_not_keep_refused_ones_from_ending(self):
        self.refused_for_all(silent={"events_1"})


if __name__ == "__main__":
    unittest.main()
