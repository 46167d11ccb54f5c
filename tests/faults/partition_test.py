#!/usr/bin/env python3
"""The real program and a stream without a key whose partitions fail in their middle while others go on.

usage: partition_test.py BINARY

Each partition has a state of its own, and nothing could tell a record that is read again from a new one. So what a
partition gave behind its own state must not count, whatever state of the others follows; and a table made anew from the
raw zone is the same.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "support"))
from answering_server import AnsweringServer  # noqa: E402

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
FIRST_DAY = datetime(2024, 1, 1)
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
SHOPS = "abcd"
PAGE_RECORDS, RECORDS_PER_DAY = 50, 120
STEP_SECONDS_MAX = 120


def end_of(day):
    return (FIRST_DAY + timedelta(days=day + 1, microseconds=-1)).strftime(TIME_FORMAT)


def visits_of(shop, days):
    # A day's number in the microseconds: a slice that begins at a record's time gives no record of another slice.
    return [{"id": f"{shop}-{day}-{place}",
             "at": (FIRST_DAY + timedelta(days=day, seconds=1 + place, microseconds=day)).strftime(TIME_FORMAT)}
            for day in range(days) for place in range(RECORDS_PER_DAY)]


class Visits:
    """The API. `faults`: by shop and page, after how many such pages it fails once, and by which status (0: none)."""

    def __init__(self, days):
        self.days, self.faults, self.requests = days, {}, 0
        self._server = AnsweringServer(self._answer)
        self.url = self._server.rewrite.removesuffix("/{host}")

    def close(self):
        self._server.close()

    def _answer(self, _method, target, _headers, _body):
        self.requests += 1
        query = {key: values[0] for key, values in parse_qs(urlsplit(target).query).items()}
        page = int(query.get("page", "1"))
        status = 200
        fault = self.faults.get((query["shop"], page))
        if fault is not None:
            left, then = fault
            self.faults[query["shop"], page] = (left - 1, then)
            # On a connection that was used before, a client asks once more by itself.
            status = then if left == 0 or (left == -1 and then == 0) else 200
        if status == 0:
            raise ConnectionError("the connection breaks")
        records = [visit for visit in visits_of(query["shop"], self.days)
                   if query["after"] < visit["at"] <= query["until"]]
        start = (page - 1) * PAGE_RECORDS
        content = json.dumps({"data": records[start : start + PAGE_RECORDS]}).encode()
        return status, {"Content-Type": "application/json"}, content


class PartitionTest(unittest.TestCase):
    DAYS = 6

    def setUp(self):
        self.api = Visits(self.DAYS - 1)
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="levada-partitions-"))
        shutil.copy(os.path.join(HERE, "project", "visits.yaml"), self.folder)
        with open(os.path.join(self.folder, "levada.yaml"), "w", encoding="utf-8") as file:
            file.write("version: 1\npipelines:\n  shop:\n    connector: visits.yaml\n"
                       f"    config: {{base_url: '{self.api.url}', until: '{end_of(self.DAYS - 1)}'}}\n")

    def tearDown(self):
        self.api.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def levada(self, *words):
        return subprocess.run([BINARY, *words], cwd=self.folder, capture_output=True, text=True,
                              timeout=STEP_SECONDS_MAX, check=False)

    def rows(self):
        done = self.levada("query", "SELECT id FROM shop.visits", "--format", "csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        return sorted(row[0] for row in list(csv.reader(io.StringIO(done.stdout)))[1:])

    def assert_rows(self, days, where):
        wanted = sorted(visit["id"] for shop in SHOPS for visit in visits_of(shop, days))
        found = self.rows()
        self.assertEqual([id for id in wanted if id not in set(found)], [], f"{where}: lost")
        self.assertEqual(len(found), len(wanted), f"{where}: doubled")
        self.assertEqual(found, wanted, where)

    def failing_run(self, faults):
        self.api.faults = dict(faults)
        done = self.levada("run")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        found = self.rows()
        self.assertEqual(len(found), len(set(found)), "doubled")
        self.api.faults = {}
        return found

    def test_a_partition_that_fails_in_its_middle_gives_each_record_once(self):
        # Both in their third day, behind two pages of it: by a refusal, and by a connection that breaks.
        for day, status in enumerate((400, 0)):
            found = self.failing_run({("b", 3): (2 - day, status), ("d", 2): (1, status)})
            self.assertEqual([id for id in found if id.startswith("c")], sorted(v["id"] for v in visits_of("c", 5)))
            first = [visit["id"] for visit in visits_of("b", 5)]
            self.assertEqual([id for id in found if id.startswith("b")],
                             sorted(first[: len([id for id in found if id.startswith("b")])]), "a gap")
        done = self.levada("run")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assert_rows(self.DAYS - 1, "after the last run")
        self.api.days = self.DAYS
        self.failing_run({("a", 1): (0, 400), ("c", 3): (0, 0)})
        self.assertEqual(self.levada("run").returncode, 0)
        self.assert_rows(self.DAYS, "a day later")
        requests = self.api.requests
        done = self.levada("replay", "shop")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.api.requests, requests, "replay asked the API")
        self.assert_rows(self.DAYS, "after a replay")


if __name__ == "__main__":
    unittest.main()
