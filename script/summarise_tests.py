"""Counts what one run of script/test found: `N passed, M failed, K skipped`.

Reads RESULTS/ctest.xml (one entry per program) and RESULTS/gtest/*.xml (one entry per TEST). A GoogleTest program counts
by its TESTs; any other program counts as one test. A program that fails without saying which TEST did (it crashed, ran out
of time, or a sanitizer stopped it at exit) counts as one failed test more.
"""

import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def line(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def count_gtest(root):
    """Counts one GoogleTest report. A disabled TEST is not counted: nobody asked for it."""
    count = Count()
    for case in root.iter("testcase"):
        if case.find("failure") is not None:
            count.failed += 1
        elif case.get("result") == "skipped":
            count.skipped += 1
        elif case.get("status") == "run":
            count.passed += 1
    return count


def count_program(case, gtest):
    """Counts one program of the ctest report; `gtest` is the count of its TESTs, or None."""
    status = case.get("status")
    if status in ("notrun", "disabled"):
        return Count(skipped=1)
    if gtest is None:
        return Count(passed=1) if status == "run" else Count(failed=1)
    if status != "run" and gtest.failed == 0:
        return gtest + Count(failed=1)
    return gtest


def gtest_report_name(ctest_name):
    return f"levada_{ctest_name.replace('/', '_')}_tests"


def summarise(results):
    """Counts all of a results folder, and names the programs that failed."""
    total = Count()
    failed_programs = []
    for case in ElementTree.parse(results / "ctest.xml").getroot().iter("testcase"):
        report = results / "gtest" / (gtest_report_name(case.get("name")) + ".xml")
        gtest = count_gtest(ElementTree.parse(report).getroot()) if report.is_file() else None
        count = count_program(case, gtest)
        if count.failed:
            failed_programs.append(case.get("name"))
        total += count
    return total, failed_programs


def main(arguments):
    results = Path(arguments[1])
    if not (results / "ctest.xml").is_file():
        print(f"no test ran: {results / 'ctest.xml'} is not there", file=sys.stderr)
        return 1
    total, failed_programs = summarise(results)
    if failed_programs:
        print("failed: " + " ".join(failed_programs))
    (results / "summary").write_text(f"{total.passed} {total.failed} {total.skipped}\n")
    print(total.line())
    return 1 if total.failed or total.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
