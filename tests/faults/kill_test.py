#!/usr/bin/env python3
"""Kills the real program with SIGKILL at random moments and starts it again, until everything is loaded.

usage: kill_test.py BINARY [--kills N] [--records N] [--streams N] [--seed S]

The shop has its records spread over days; each round lets one more day be read, and kills `levada run` (each fourth
time `levada up`) at moments drawn from the length of a whole run, so that all its phases are met: the start, the
reading, the loading, the commit, the clean-up. In the end the tables hold each record once, in its newest version, and
the states are those of a read that was never disturbed. All streams are read at once. A second test kills one long read once a second: it has to end.
"""

import argparse
import os
import random
import subprocess
import sys
import time

from shop_api import STREAMS, ShopApi, streams_of
from shop_project import STEP_SECONDS_MAX, ShopProject, difference

DAYS = 20
UP_SHARE = 0.25
FIRST_RUN_SECONDS = 1.0  # what a run is taken to last before one was measured
STEADY_KILL_SECONDS = 1.0
STEADY_KILLS_MAX = 150


class Failure(Exception):
    pass


def check(project, api, where):
    wrong = difference(api.expected(project.days), project.rows())
    if wrong:
        raise Failure(f"{where}: {wrong}; the project is kept in {project.folder}")


def run_to_the_end(project, where):
    started = time.monotonic()
    done = project.levada("run")
    if done.returncode != 0:
        raise Failure(f"{where}: levada run ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return time.monotonic() - started


def kill_after(project, words, seconds):
    """Starts the program and kills it. False when it had ended before, which only `run` may, and only with success."""
    process = project.start(*words)
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=STEP_SECONDS_MAX)
        return True
    if code != 0:
        done = project.levada(*words)
        raise Failure(f"levada {' '.join(words)} ended with {code}; once more: {done.returncode}\n{done.stderr}")
    return False


def kill_at_random(binary, kills, records, seed, streams):
    chance = random.Random(seed)
    api = ShopApi(DAYS, max(records // (DAYS * len(streams)), 20), streams=streams)
    project = ShopProject(binary, api.url, streams, len(streams))
    killed = starts = 0
    seconds = FIRST_RUN_SECONDS
    try:
        for day in range(1, DAYS + 1):
            project.set_days(day)
            goal = kills * day // DAYS
            while killed < goal:
                words = ("up",) if chance.random() < UP_SHARE else ("run",)
                starts += 1
                killed += kill_after(project, words, chance.uniform(0, seconds))
            seconds = run_to_the_end(project, f"seed {seed}, day {day}, after {killed} kills")
            if day % 5 == 0:
                check(project, api, f"seed {seed}, day {day}, after {killed} kills")
        wanted = {stream: api.newest_time(stream, DAYS) for stream in streams}
        for stream, state in project.states().items():
            found = state[0]["stream"]["stream_state"]["at"]
            if found != wanted[stream]:
                raise Failure(f"seed {seed}: {stream}: wanted the state {wanted[stream]}, found {found}")
    finally:
        api.close()
    project.remove()
    print(f"ok   {len(streams)} streams, {killed} kills at random in {starts} starts, {api.record_count(DAYS)} records, "
          f"{api.requests} requests, seed {seed}: every record once")


def kill_steadily(binary):
    """One kill a second, or as much later as this machine is slower: a start alone has to fit in."""
    days = 40
    api = ShopApi(days, 1000, delay_seconds=0.05)
    project = ShopProject(binary, api.url)
    killed = 0
    try:
        project.set_days(1)
        start_seconds = run_to_the_end(project, "the first day")
        project.set_days(days)
        while kill_after(project, ("run",), max(STEADY_KILL_SECONDS, 2 * start_seconds)):
            killed += 1
            if killed > STEADY_KILLS_MAX:
                raise Failure(f"a read that is killed once a second had not ended after {killed} kills")
        check(project, api, f"after {killed} kills once a second")
    finally:
        api.close()
    project.remove()
    print(f"ok   a read killed once a second ended after {killed} kills")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--records", type=int, default=40_000)
    parser.add_argument("--streams", type=int, default=len(STREAMS), help="an even number")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    options = parser.parse_args()
    try:
        binary = os.path.abspath(options.binary)
        kill_at_random(binary, options.kills, options.records, options.seed, streams_of(options.streams // 2))
        if options.streams == len(STREAMS):
            kill_steadily(binary)
    except Failure as failure:
        print(f"FAIL {failure}\n     again: kill_test.py BINARY --kills {options.kills} --records {options.records} "
              f"--streams {options.streams} --seed {options.seed}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
