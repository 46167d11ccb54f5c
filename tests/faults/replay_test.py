#!/usr/bin/env python3
"""The real program's `levada replay` after runs that were killed, told to end and cut off by the API.

usage: replay_test.py BINARY

What such runs read behind their last state was read again by the next one. Made anew from the raw zone, every table holds
exactly the right rows all the same (`events` has no key: a record that came twice would be there twice), the state is as
it was, and no request is sent.
"""

import os
import shutil
import signal
import sys
import time
import unittest

from shop_api import ShopApi
from shop_project import STEP_SECONDS_MAX, ShopProject, difference

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
DAYS = 30
RECORDS_PER_DAY = 700
# How runs end, and after how many requests.
BROKEN_RUNS = [(signal.SIGKILL, 13), (signal.SIGTERM, 17), (signal.SIGKILL, 1), (signal.SIGKILL, 20), (None, 15)]


class ReplayTest(unittest.TestCase):
    def setUp(self):
        self.api = ShopApi(DAYS + 2, RECORDS_PER_DAY)
        self.project = ShopProject(BINARY, self.api.url)

    def tearDown(self):
        self.api.close()
        self.project.remove()

    def broken_run(self, how, count):
        """A run that ends in its middle; without a signal the API refuses to go on."""
        begun_at = self.api.requests
        if how is None:
            self.api.refuse_after = begun_at + count
            done = self.project.levada("run")
            self.assertNotEqual(done.returncode, 0, done.stdout)
            self.api.refuse_after = None
            return
        self.api.delay_seconds = 0.02
        process = self.project.start("run")
        deadline = time.monotonic() + STEP_SECONDS_MAX
        while self.api.requests < begun_at + count:
            self.assertIsNone(process.poll(), "it ended before its time")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.002)
        process.send_signal(how)
        process.wait(timeout=STEP_SECONDS_MAX)
        self.api.delay_seconds = 0

    def run_to(self, days):
        self.project.set_days(days)
        done = self.project.levada("run")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(difference(self.api.expected(days), self.project.rows()), "")

    def replay(self, days, where):
        states, requests = self.project.states(), self.api.requests
        done = self.project.levada("replay", "shop")
        self.assertEqual(done.returncode, 0, f"{where}: {done.stdout}{done.stderr}")
        self.assertEqual(self.api.requests, requests, f"{where}: it asked the API")
        self.assertEqual(difference(self.api.expected(days), self.project.rows()), "", where)
        self.assertEqual(self.project.states(), states, f"{where}: the state moved")

    def test_each_record_counts_once(self):
        self.project.set_days(DAYS)
        for how, count in BROKEN_RUNS:
            self.broken_run(how, count)
        self.run_to(DAYS)
        self.replay(DAYS, "after runs that ended in their middle")
        self.replay(DAYS, "a second time")
        self.run_to(DAYS)
        for folder in ("lake", "queue"):
            shutil.rmtree(os.path.join(self.project.state_folder, folder))
        done = self.project.levada("replay", "shop")
        self.assertEqual(done.returncode, 0, f"without lake and queue: {done.stdout}{done.stderr}")
        self.assertEqual(difference(self.api.expected(DAYS), self.project.rows()), "")
        self.run_to(DAYS + 2)


if __name__ == "__main__":
    unittest.main()
