"""Looks at the whole tree with the checks of tidy/, and fails if a rule is broken that tidy_baseline.txt does not list.

Usage: python3 tests/tidy/run.py [--compile-commands FILE] [--only BEGINNING-OF-PATH]
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from tidy import bans, baseline, docs, files, rooms, sizes
from tidy.model import Project

ROOT = Path(__file__).resolve().parents[2]
BASELINE = "tests/tidy/tidy_baseline.txt"


def all_breaches(project, built):
    breaches = []
    for check in (sizes.check, docs.check, bans.check, rooms.check):
        breaches.extend(check(project))
    breaches.extend(files.check(project, built))
    return sorted(breaches, key=lambda breach: (breach.path, breach.line, breach.check))


def main():
    parser = argparse.ArgumentParser(description="Checks the rules of the house.")
    parser.add_argument("--compile-commands", default="")
    parser.add_argument("--only", default="", help="report only what is below this path")
    arguments = parser.parse_args()
    project = Project(ROOT)
    breaches = all_breaches(project, files.built_files(arguments.compile_commands))
    keys = baseline.parse(project.text(BASELINE)) if project.has(BASELINE) else set()
    report = baseline.compare(breaches, keys, baseline.committed(ROOT, BASELINE), BASELINE)
    report = [breach for breach in report if breach.path.startswith(arguments.only)]
    for breach in report:
        print(breach)
    print(f"tidy: {len(project.paths)} files, {len(report)} breaches, {len(keys)} known ones listed")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
