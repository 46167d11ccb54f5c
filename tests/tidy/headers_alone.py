"""Compiles every header alone that no source file includes before all else (those are proven by the build itself).

Usage: python3 tests/tidy/headers_alone.py --compile-commands FILE [--jobs N]
"""

import argparse
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from tidy import files
from tidy.model import Project, room_of

ROOT = Path(__file__).resolve().parents[2]
HEADER_SECONDS_MAX = 120


def include_options(compile_commands):
    """All include folders of the build, once each, in the order of their first use."""
    options = {}
    for entry in json.loads(Path(compile_commands).read_text(encoding="utf-8")):
        words = entry.get("arguments") or shlex.split(entry["command"])
        for index, word in enumerate(words):
            if word == "-isystem":
                options[f"-isystem{words[index + 1]}"] = None
            elif word.startswith("-I") and word.startswith(f"-I{ROOT}") and word.endswith("/include"):
                options[word] = None
    return list(options)


def compile_alone(path, options):
    """The compiler's complaint about a header compiled twice in a row with nothing before it; empty if it has none."""
    room = room_of(path)
    folders = [f"-I{ROOT / 'src' / room}"] if room else []
    text = f'#include "{ROOT / path}"\n#include "{ROOT / path}"\n'
    command = [os.environ.get("CXX", "g++"), "-std=c++20", "-fsyntax-only", "-w", *folders, *options, "-x", "c++", "-"]
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, check=False, timeout=HEADER_SECONDS_MAX
        )
    except subprocess.TimeoutExpired:
        return f"did not compile within {HEADER_SECONDS_MAX} s"
    return done.stderr if done.returncode != 0 else ""


def main():
    parser = argparse.ArgumentParser(description="Compiles headers alone.")
    parser.add_argument("--compile-commands", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    options = include_options(arguments.compile_commands)
    headers = [path for path, _, is_first in files.header_uses(Project(ROOT)) if not is_first]
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for path, complaint in zip(headers, pool.map(lambda header: compile_alone(header, options), headers)):
            if complaint:
                failures += 1
                print(f"{path}:1: does not compile alone:\n{complaint}")
    print(f"headers alone: {len(headers)} compiled, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
