#!/usr/bin/env python3
"""`levada connector install` without a network: wheels made here, in a folder that pip is told to look in.

usage: install_test.py BINARY
"""

import os
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from python_project import PythonProject  # noqa: E402  (lies beside this file)

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "levada"
TAP = """import json, sys
def main():
    if "--help" in sys.argv:
        print("usage: tap-made --config CONFIG")
    else:
        print(json.dumps({{"type": "SCHEMA", "stream": "things", "key_properties": [],
                          "schema": {{"type": "object", "properties": {{"version": {{"type": "string"}}}}}}}}))
        print(json.dumps({{"type": "RECORD", "stream": "things", "record": {{"version": "{version}"}}}}))
"""
UNREACHABLE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_NO_INDEX": "0",
               "PIP_FIND_LINKS": "", "PIP_DEFAULT_TIMEOUT": "5"}
VENV = ".levada/venvs/tap-made"


def make_wheel(folder, version):
    """The smallest package with a program in it. Source: the wheel format, PEP 427."""
    info = f"tap_made-{version}.dist-info"
    files = {
        "tap_made.py": TAP.format(version=version),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tap-made\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\ntap-made = tap_made:main\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(os.path.join(folder, f"tap_made-{version}-py3-none-any.whl"), "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)


class Install(unittest.TestCase):
    def setUp(self):
        self.wheels = tempfile.TemporaryDirectory()
        self.addCleanup(self.wheels.cleanup)
        make_wheel(self.wheels.name, "1.0")
        self.project = PythonProject(BINARY, "http://127.0.0.1:9")
        self.addCleanup(self.project.remove)
        self.need("tap-made")

    def need(self, package):
        self.project.write("levada.yaml", f"pipelines:\n  made:\n    connector: {{package: {package}}}\n")

    def levada(self, *words, env=None):
        return self.project.levada(*words, env=env or {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.name})

    def install(self, *words, **options):
        done = self.levada("connector", "install", *words, **options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def refused(self, *words, **options):
        done = self.levada("connector", "install", *words, **options)
        self.assertNotEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done.stderr

    def version_in_table(self):
        done = self.levada("run", "made")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return self.project.rows('SELECT "version" FROM made.things ORDER BY 1')

    def test_from_nothing_and_again(self):
        before = self.levada("run", "made")
        self.assertEqual(before.returncode, 5)
        self.assertIn("levada connector install made", before.stderr)
        self.assertIn("would install tap-made", self.install("--dry-run"))
        self.assertFalse(os.path.exists(self.project.path(VENV)))
        first = self.install()
        self.assertIn("made: installed tap-made", first)
        self.assertIn("tap-made.lock", first)
        self.assertIn("tap-made==1.0", self.project.read("connectors/tap-made.lock"))
        self.assertIn("tap-made is installed", self.install())
        self.assertEqual(self.version_in_table(), [["1.0"]])

    def test_the_lock_decides_until_an_upgrade(self):
        self.install()
        make_wheel(self.wheels.name, "1.1")
        self.assertIn("is installed", self.install())
        os.rename(self.project.path(VENV), self.project.path(VENV + ".gone"))
        self.install()
        self.assertIn("tap-made==1.0", self.project.read("connectors/tap-made.lock"))
        self.install("--upgrade")
        self.assertIn("tap-made==1.1", self.project.read("connectors/tap-made.lock"))
        self.assertEqual(self.version_in_table(), [["1.1"]])

    def test_a_wrong_name(self):
        self.need("tap-mad")
        said = self.refused()
        self.assertIn("tap-mad", said)
        self.assertIn("No matching distribution found", said)
        self.assertFalse(os.path.exists(self.project.path("connectors/tap-mad.lock")))
        self.assertIn("levada connector install made", self.levada("run", "made").stderr)
        self.need("tap-made==9.9")
        self.assertIn("9.9", self.refused())

    def test_a_wrong_pipeline(self):
        self.assertIn('"mad"', self.refused("mad"))

    def test_without_network(self):
        said = self.refused(env=UNREACHABLE)
        self.assertIn("tap-made", said)
        self.assertIn("that pip reaches its index", said)
        self.assertIn("levada connector install made", self.levada("run", "made").stderr, "half an installation is none")
        self.install()

    def test_an_upgrade_that_fails_leaves_what_was_there(self):
        self.install()
        said = self.refused("--upgrade", env=UNREACHABLE)
        self.assertIn("tap-made", said)
        self.assertEqual(self.version_in_table(), [["1.0"]])

    def test_a_project_that_was_moved(self):
        self.install()
        os.rename(self.project.folder, self.project.folder + "-moved")
        self.project.folder += "-moved"
        self.assertIn("levada connector install made", self.levada("run", "made").stderr)
        self.install()
        self.assertEqual(self.version_in_table(), [["1.0"]])

    def test_no_python(self):
        self.project.write("levada.yaml", "pipelines:\n  made:\n    connector: {package: tap-made, python: python9}\n")
        self.assertIn("python9", self.refused())

    def test_nothing_to_install(self):
        self.project.write("levada.yaml", "pipelines:\n  made:\n    connector: {command: [python3, -c, pass]}\n")
        self.assertIn("made: needs no Python packages", self.install())


if __name__ == "__main__":
    unittest.main(verbosity=2)
