import tempfile
import unittest
from pathlib import Path

import summarise_tests

GTEST = """<testsuites tests="4"><testsuite name="A" tests="4">
<testcase name="a" status="run" result="completed" classname="A"/>
<testcase name="b" status="run" result="skipped" classname="A"><skipped message="x"/></testcase>
<testcase name="c" status="notrun" result="suppressed" classname="A"/>
{last}
</testsuite></testsuites>"""
PASSED = '<testcase name="d" status="run" result="completed" classname="A"/>'
FAILED = '<testcase name="d" status="run" result="completed" classname="A"><failure message="no"/></testcase>'


class Summarise(unittest.TestCase):
    def summarise(self, ctest_status, gtest):
        with tempfile.TemporaryDirectory() as folder:
            results = Path(folder)
            (results / "gtest").mkdir()
            (results / "ctest.xml").write_text(f'<testsuite><testcase name="base" status="{ctest_status}"/></testsuite>')
            if gtest:
                (results / "gtest" / "levada_base_tests.xml").write_text(gtest)
            total, _ = summarise_tests.summarise(results)
            return total.line()

    def test_counts(self):
        cases = [
            ("gtest program passed", "run", GTEST.format(last=PASSED), "2 passed, 0 failed, 1 skipped"),
            ("one TEST failed", "fail", GTEST.format(last=FAILED), "1 passed, 1 failed, 1 skipped"),
            ("all TESTs passed, the program did not", "fail", GTEST.format(last=PASSED), "2 passed, 1 failed, 1 skipped"),
            ("program crashed before its report", "fail", None, "0 passed, 1 failed, 0 skipped"),
            ("other program passed", "run", None, "1 passed, 0 failed, 0 skipped"),
            ("other program skipped itself", "notrun", None, "0 passed, 0 failed, 1 skipped"),
        ]
        for name, status, gtest, want in cases:
            with self.subTest(name):
                self.assertEqual(self.summarise(status, gtest), want)

    def test_no_report_is_a_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(summarise_tests.main(["summarise_tests.py", folder]), 1)


if __name__ == "__main__":
    unittest.main()
