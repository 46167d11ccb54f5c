#!/usr/bin/env python3
"""The real program while its tables take nothing: reading waits, visibly, with memory flat, and goes on afterwards.

usage: refusal_test.py BINARY [--seconds N]

A file stands where the lake's folder should be, so each commit fails. The shop has four times as much as the backlog may
hold. Cases: the lake comes back while the run waits; the run is told to end while it waits; the refusal lasts longer than
the project allows. Each time the tables end with exactly the right rows, and the program is small while it waits.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

from shop_api import ShopApi
from shop_project import STEP_SECONDS_MAX, ShopProject, difference

DAYS = 5
RECORDS_PER_DAY = 8000
MEMORY_MB_MAX = 200
END_SECONDS_MAX = 30
SETTINGS = "loading: {{backlog_mb: 1, backlog_total_mb: 3, refused_for_max: {refused}}}\n"


class Failure(Exception):
    pass


class RefusingProject(ShopProject):
    def __init__(self, binary, url, refused_for_max):
        self.refused_for_max = refused_for_max
        super().__init__(binary, url)
        self.lake = os.path.join(self.state_folder, "lake")

    def set_days(self, days):
        super().set_days(days)
        with open(os.path.join(self.folder, "levada.yaml"), "a", encoding="utf-8") as file:
            file.write(SETTINGS.format(refused=self.refused_for_max))

    def refuse(self):
        os.makedirs(self.state_folder, exist_ok=True)
        if os.path.exists(self.lake):
            os.rename(self.lake, self.lake + ".away")
        with open(self.lake, "w", encoding="utf-8"):
            pass

    def accept(self):
        os.unlink(self.lake)
        if os.path.exists(self.lake + ".away"):
            os.rename(self.lake + ".away", self.lake)

    def waits(self):
        run = json.loads(self.levada("runs", "show", "--json").stdout)
        return [event["text"] for event in run["events"] if event["kind"] == "wait"]


def peak_mb(process):
    with open(f"/proc/{process.pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))


class Waiting:
    """A run whose tables take nothing, until it waits."""

    def __init__(self, project, api):
        self.project, self.api = project, api
        self.log = os.path.join(project.folder, "run.log")
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen([project.binary, "run"], cwd=project.folder,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + STEP_SECONDS_MAX
        while "reading waits" not in self.text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Failure(f"the run did not wait: exit {self.process.poll()}\n{self.text()}")
            time.sleep(0.05)

    def text(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def settle(self):
        """Until every stream waits, as its own backlog is full."""
        deadline, requests = time.monotonic() + STEP_SECONDS_MAX, -1
        while requests != self.api.requests and time.monotonic() < deadline:
            requests = self.api.requests
            time.sleep(1)

    def hold(self, seconds):
        """While it waits it asks for nothing and does not grow."""
        self.settle()
        requests, until = self.api.requests, time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            time.sleep(0.1)
        if self.api.requests > requests:
            raise Failure(f"{self.api.requests - requests} requests while the run should wait")
        if self.process.poll() is None and peak_mb(self.process) > MEMORY_MB_MAX:
            raise Failure(f"{peak_mb(self.process):.0f} MB while it waits: more than {MEMORY_MB_MAX}")

    def end(self, codes, seconds=STEP_SECONDS_MAX):
        try:
            code = self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failure(f"had not ended after {seconds} s\n{self.text()}") from None
        if code not in codes:
            raise Failure(f"wanted exit {codes}, found {code}\n{self.text()}")


def check_end(project, api, where):
    wrong = difference(api.expected(DAYS), project.rows())
    if wrong:
        raise Failure(f"{where}: {wrong}")


def run_again(project, api):
    done = project.levada("run")
    if done.returncode != 0:
        raise Failure(f"the next run: exit {done.returncode}\n{done.stderr}")
    check_end(project, api, "after the next run")


def case_comes_back(project, api, seconds):
    run = Waiting(project, api)
    run.hold(seconds)
    project.accept()
    run.end((0,))
    check_end(project, api, "after the lake came back")
    if not any("the table takes nothing" in text for text in project.waits()):
        raise Failure(f"the run's journal has no wait with its cause: {project.waits()}")


def case_told_to_end(project, api, seconds):
    run = Waiting(project, api)
    run.hold(seconds)
    run.process.send_signal(signal.SIGTERM)
    run.end((75,), END_SECONDS_MAX)
    project.accept()
    run_again(project, api)


def case_too_long(project, api, _):
    run = Waiting(project, api)
    run.end((1, 3))
    if "waits in the queue for the next run" not in run.text():
        raise Failure(f"the end does not say where the records are\n{run.text()}")
    project.accept()
    run_again(project, api)


CASES = [("the lake comes back", case_comes_back, "1h"), ("told to end while it waits", case_told_to_end, "1h"),
         ("refused for too long", case_too_long, "2s")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    failed = 0
    for name, case, refused_for_max in CASES:
        api = ShopApi(DAYS, RECORDS_PER_DAY)
        project = RefusingProject(os.path.abspath(options.binary), api.url, refused_for_max)
        try:
            project.set_days(1)
            done = project.levada("run")
            if done.returncode != 0:
                raise Failure(f"the first day: exit {done.returncode}\n{done.stderr}")
            project.set_days(DAYS)
            project.refuse()
            case(project, api, options.seconds)
            project.remove()
            print(f"ok   {name}", flush=True)
        except (Failure, AssertionError) as failure:
            failed += 1
            print(f"FAIL {name}: {failure}; the project is kept in {project.folder}", flush=True)
        finally:
            api.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
