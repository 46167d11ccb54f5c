"""Runs a command to its end and tells what it cost: wall and CPU seconds, and peak memory, its children included."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Cost:
    wall_s: float
    cpu_s: float
    peak_mb: float


def run_once(command, output=os.devnull, environment=None):
    """Runs `command` with its stdout thrown away and with further variables; raises when it fails."""
    with open(output, "wb") as sink:
        start = time.monotonic()
        variables = {**os.environ, **(environment or {})}
        process = subprocess.Popen(command, stdout=sink, stderr=subprocess.PIPE, env=variables)
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {message.decode(errors='replace')[-2000:]}")
    return Cost(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run(command, runs, prepare=None):
    """The medians of several runs. `prepare` is called before each."""
    costs = []
    for _ in range(runs):
        if prepare is not None:
            prepare()
        costs.append(run_once(command))
    return Cost(
        statistics.median(cost.wall_s for cost in costs),
        statistics.median(cost.cpu_s for cost in costs),
        max(cost.peak_mb for cost in costs),
    )
