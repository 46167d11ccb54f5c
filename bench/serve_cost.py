"""CPU of the server per request, by kind of request: user and system time of the process, read from /proc.

Usage: serve_cost.py PROGRAM [PART-OF-PATH]; PROGRAM is levada_serve_fixture of a release build.
"""

import os
import socket
import subprocess
import sys
import time

ROWS = "/v1/tables/shop."
# The numbers have a version, so from the second time on their answers come from memory; people have none.
CASES = (
    ("/healthz", 20_000),
    ("/metrics", 10_000),
    ("/v1/tables", 4_000),
    (ROWS + "numbers?n=eq.77&select=label", 4_000),
    (ROWS + "numbers?limit=10000", 100),
    (ROWS + "people?id=eq.1", 2_000),
    (ROWS + "people?select=id,name&order=id", 2_000),
)


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    return int(fields[11]) / ticks, int(fields[12]) / ticks


def exchange(connection, request):
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(1 << 20)
    head, body = received.split(b"\r\n\r\n", 1)
    size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    left = size - len(body)
    while left > 0:
        left -= len(connection.recv(1 << 20))
    return int(head.split(b" ", 2)[1]), size


def measure(port, pid, path, count):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        for _ in range(20):
            status, size = exchange(connection, request)
        before, started = cpu_seconds(pid), time.monotonic()
        for _ in range(count):
            exchange(connection, request)
        after, wall = cpu_seconds(pid), time.monotonic() - started
    user, system = (1e6 * (after[i] - before[i]) / count for i in (0, 1))
    print(f"{path:56} {status} {size:8} B  CPU {user + system:7.1f} us  (user {user:.1f}, system {system:.1f})  "
          f"wall {1e6 * wall / count:7.1f} us")


def main():
    server = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = int(server.stdout.readline())
    for path, count in CASES:
        if len(sys.argv) < 3 or sys.argv[2] in path:
            measure(port, server.pid, path, count)
    server.stdin.close()
    return server.wait()


if __name__ == "__main__":
    sys.exit(main())
