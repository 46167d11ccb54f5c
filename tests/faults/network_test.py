#!/usr/bin/env python3
"""The real program behind a network that delays, chokes, cuts up, truncates and resets connections: Toxiproxy.

usage: network_test.py BINARY [TOXIPROXY]

Each case puts faults between the program and the shop and runs it. It has to end with exactly the right tables, or with
a clear error; and once the network is well again, the next run makes the tables right. Waits between tries are not
waited (--clock). Without a Toxiproxy server, which script/bootstrap --test builds, the test is skipped.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from shop_api import ShopApi
from shop_project import ShopProject, difference

SKIPPED = 77
DEADLINE_SECONDS = 30
DAYS = 3
RECORDS_PER_DAY = 1200
SEED = "20240101"

# Name, toxics as (type, share of connections, attributes), and whether the first run may fail.
CASES = [
    ("well", [], False),
    ("latency of 30 ms, more or less", [("latency", 1.0, {"latency": 30, "jitter": 30})], False),
    ("bandwidth of 300 KB a second", [("bandwidth", 1.0, {"rate": 300})], False),
    ("cut up into pieces of 200 bytes", [("slicer", 1.0, {"average_size": 200, "size_variation": 150})], False),
    ("closed late", [("slow_close", 1.0, {"delay": 50})], False),
    ("a third of connections reset", [("reset_peer", 0.33, {"timeout": 5})], True),
    ("a third of connections cut off after 90 KB", [("limit_data", 0.33, {"bytes": 90_000})], True),
    ("every connection cut off after 200 KB", [("limit_data", 1.0, {"bytes": 200_000})], True),
    ("every connection cut off inside the first page", [("limit_data", 1.0, {"bytes": 20_000})], True),
    ("every connection cut off inside the headers", [("limit_data", 1.0, {"bytes": 30})], True),
    ("every connection reset", [("reset_peer", 1.0, {"timeout": 0})], True),
    ("slow, cut up, and a third cut off", [("latency", 1.0, {"latency": 5, "jitter": 5}),
                                           ("slicer", 1.0, {"average_size": 4000, "size_variation": 2000}),
                                           ("limit_data", 0.33, {"bytes": 150_000})], True),
]


class Failure(Exception):
    pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Toxiproxy:
    def __init__(self, program):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen([program, "-host", "127.0.0.1", "-port", str(port), "-seed", SEED],
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            try:
                self.ask("GET", "/version", None)
                return
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.close()
                    raise Failure("toxiproxy did not start") from None
                time.sleep(0.05)

    def close(self):
        self._process.kill()
        self._process.wait()

    def ask(self, method, path, body):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        with urllib.request.urlopen(request, timeout=DEADLINE_SECONDS) as response:
            return response.read()

    def listen_before(self, port, toxics):
        """A proxy of its own for these faults; gives its port."""
        made = json.loads(self.ask("POST", "/proxies", {"name": "shop", "listen": "127.0.0.1:0",
                                                        "upstream": f"127.0.0.1:{port}", "enabled": True}))
        for number, (kind, share, attributes) in enumerate(toxics):
            self.ask("POST", "/proxies/shop/toxics", {"name": f"{kind}{number}", "type": kind, "stream": "downstream",
                                                      "toxicity": share, "attributes": attributes})
        return int(made["listen"].rsplit(":", 1)[1])

    def remove(self):
        self.ask("DELETE", "/proxies/shop", None)


def run(project):
    return project.levada("run", "--clock", "2024-06-01T00:00:00Z")


def run_case(binary, proxy, api, case):
    name, toxics, may_fail = case
    project = ShopProject(binary, f"http://127.0.0.1:{proxy.listen_before(api.port, toxics)}")
    project.set_days(DAYS)
    try:
        done = run(project)
        text = done.stdout + done.stderr
        if done.returncode not in ((0, 1, 3) if may_fail else (0,)):
            raise Failure(f"{name}: exit {done.returncode}\n{text}")
        if done.returncode != 0 and "http://127.0.0.1" not in text and "127.0.0.1" not in text:
            raise Failure(f"{name}: the error does not say which server it was about\n{text}")
        if done.returncode == 0:
            wrong = difference(api.expected(DAYS), project.rows())
            if wrong:
                raise Failure(f"{name}: the run succeeded, but {wrong}")
    finally:
        proxy.remove()
    project.url = api.url
    project.set_days(DAYS)
    again = run(project)
    wrong = difference(api.expected(DAYS), project.rows()) if again.returncode == 0 else again.stderr
    if again.returncode != 0 or wrong:
        raise Failure(f"{name}, the network well again: exit {again.returncode}, {wrong}")
    project.remove()
    print(f"ok   {name}: exit {done.returncode}")


def main():
    binary = os.path.abspath(sys.argv[1])
    program = sys.argv[2] if len(sys.argv) > 2 else ""
    if not os.access(program, os.X_OK):
        print("skipped: no toxiproxy server; script/bootstrap --test builds it where the Go module proxy is reached")
        return SKIPPED
    proxy = Toxiproxy(os.path.abspath(program))
    api = ShopApi(DAYS, RECORDS_PER_DAY)
    failed = 0
    try:
        for case in CASES:
            try:
                run_case(binary, proxy, api, case)
            except Failure as failure:
                failed += 1
                print(f"FAIL {failure}")
    finally:
        api.close()
        proxy.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
