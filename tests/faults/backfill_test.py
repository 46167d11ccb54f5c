#!/usr/bin/env python3
"""The real program's `levada backfill`, cut off in its middle and gone on with: each record of a window comes once.

usage: backfill_test.py BINARY

`events` has no key: what a backfill reads is added to the rows that are there, so a window that is read twice is seen.
"""

import collections
import csv
import io
import os
import signal
import sys
import time
import unittest

from shop_api import ShopApi, events_of
from shop_project import STEP_SECONDS_MAX, ShopProject

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
DAYS, RECORDS_PER_DAY = 31, 510
FROM_DAY, TO_DAY = 2, 8
# Each backfill that is cut off may have read a window or two by then, on a quick machine: for ten of them there are enough.
CUT_OFF_TO_DAY = 29


def date_of(day):
    return f"2024-01-{day + 1:02}"


class BackfillTest(unittest.TestCase):
    def setUp(self):
        self.api = ShopApi(DAYS, RECORDS_PER_DAY)
        self.project = ShopProject(BINARY, self.api.url)
        self.project.set_days(DAYS)
        self.assertEqual(self.project.levada("run").returncode, 0)
        self.states = self.project.states()

    def tearDown(self):
        self.api.close()
        self.project.remove()

    def words(self, window="1d", days=(FROM_DAY, TO_DAY)):
        return ("backfill", "shop", "--from", date_of(days[0]), "--to", date_of(days[1]), "--window", window,
                "--missed-only")

    def cut_off(self, how, requests):
        """Ends a backfill when it has sent so many requests."""
        until = self.api.requests + requests
        self.api.delay_seconds = 0.02
        process = self.project.start(*self.words(days=(FROM_DAY, CUT_OFF_TO_DAY)))
        deadline = time.monotonic() + STEP_SECONDS_MAX
        while self.api.requests < until:
            self.assertIsNone(process.poll(), "it ended before its time")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.002)
        process.send_signal(how)
        process.wait(timeout=STEP_SECONDS_MAX)
        self.api.delay_seconds = 0

    def assert_backfilled(self, days, where):
        done = self.project.levada("query", "SELECT id FROM shop.events", "--format", "csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        counts = collections.Counter(row[0] for row in list(csv.reader(io.StringIO(done.stdout)))[1:])
        wrong = {event["id"]: counts[event["id"]] for day in range(DAYS) for event in events_of(day, RECORDS_PER_DAY)
                 if counts[event["id"]] != (2 if days[0] <= day < days[1] else 1)}
        self.assertEqual(wrong, {}, f"{where}: {len(wrong)} records do not stand there as often as they were read")
        self.assertEqual(self.project.states(), self.states, f"{where}: the state moved")

    def test_a_window_that_was_cut_off_is_read_once(self):
        for how in (signal.SIGINT, signal.SIGKILL):
            for requests in (1, 2, 3, 4, 5):
                self.cut_off(how, requests)
        done = self.project.levada(*self.words(days=(FROM_DAY, CUT_OFF_TO_DAY)))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assert_backfilled((FROM_DAY, CUT_OFF_TO_DAY), "after signals")
        done = self.project.levada(*self.words("3d", (FROM_DAY - 1, CUT_OFF_TO_DAY + 1)))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assert_backfilled((FROM_DAY - 1, CUT_OFF_TO_DAY + 1), "with other windows")

    def test_a_window_that_failed_is_read_by_what_the_program_proposes(self):
        self.api.refused["events"] = 400
        done = self.project.levada(*self.words())
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.api.refused.clear()
        retry = [line.split() for line in done.stdout.splitlines() if "levada runs retry" in line]
        self.assertEqual(len(retry), TO_DAY - FROM_DAY, done.stdout)
        done_retry = self.project.levada(*retry[0][1:])
        self.assertEqual(done_retry.returncode, 0, done_retry.stdout + done_retry.stderr)
        self.assertNotEqual(self.project.levada(*retry[0][1:]).returncode, 0, "it has been read")
        # A part of a window that was read meanwhile is not read again by its run's retry.
        self.api.refused["events"] = 400
        wide = self.project.levada(*self.words("3d", (TO_DAY - 3, TO_DAY)))
        self.assertNotEqual(wide.returncode, 0)
        self.api.refused.clear()
        self.assertEqual(self.project.levada(*self.words("1d", (TO_DAY - 1, TO_DAY))).returncode, 0)
        again = next(line.split() for line in wide.stdout.splitlines() if "levada runs retry" in line)
        refused = self.project.levada(*again[1:])
        self.assertIn("--missed-only", refused.stderr)
        self.assertNotEqual(refused.returncode, 0)
        rest = next(line for line in done.stderr.splitlines() if line.startswith("The rest: levada "))
        done = self.project.levada(*rest.split()[3:])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assert_backfilled((FROM_DAY, TO_DAY), "after a retry and the rest")


if __name__ == "__main__":
    unittest.main()
