"""A project with connectors in Python, the program run in it, and the virtual environments that tests share."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile

from small_api import KEY

HERE = os.path.dirname(os.path.abspath(__file__))
STEP_SECONDS_MAX = 300
INSTALL_SECONDS_MAX = 1200
SKIPPED = 77


def skip(reason):
    print(f"skipped: {reason}", flush=True)
    sys.exit(SKIPPED)


class PythonProject:
    """A copy of project/ in a folder of its own, or in `folder`, which then stays.

    `venvs`: the virtual environments of another project, which its programs find by way of a link.
    """

    def __init__(self, binary, url, folder=None, venvs=None):
        self.binary, self._is_kept = binary, folder is not None
        self.folder = os.path.realpath(folder or tempfile.mkdtemp(prefix="levada-python-"))
        shutil.copytree(os.path.join(HERE, "project"), self.folder, dirs_exist_ok=True)
        os.makedirs(os.path.join(self.folder, ".levada"), exist_ok=True)
        if venvs:
            os.symlink(os.path.realpath(venvs), os.path.join(self.folder, ".levada", "venvs"))
        self.write("secrets.yaml", f"api_key: {KEY}\n")
        self.edit("levada.yaml", "{api}", url)

    def remove(self):
        if not self._is_kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def edit(self, name, old, new):
        text = self.read(name)
        if old not in text:
            raise AssertionError(f"{name} has no {old!r}")
        self.write(name, text.replace(old, new))

    def start(self, *words):
        return subprocess.Popen([self.binary, *words], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def levada(self, *words, seconds=STEP_SECONDS_MAX, env=None):
        return subprocess.run([self.binary, *words], cwd=self.folder, capture_output=True, text=True, timeout=seconds,
                              env={**os.environ, **(env or {})}, check=False)

    def rows(self, sql):
        done = self.levada("query", sql, "--format", "csv")
        if done.returncode != 0:
            raise AssertionError(f"levada query {sql}: exit {done.returncode}\n{done.stderr}")
        return list(csv.reader(io.StringIO(done.stdout)))[1:]

    def states(self, pipeline):
        done = self.levada("state", "get", pipeline)
        states = json.loads(done.stdout)
        return {one["stream"]["stream_descriptor"]["name"]: one["stream"]["stream_state"] for one in states}

    def files_with(self, text):
        """Files below .levada, but for the packages, that hold the text."""
        found = []
        for folder, _, files in os.walk(self.path(".levada")):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    if text.encode() in file.read():
                        found.append(os.path.join(folder, name))
        return found

    def processes_with(self, text):
        """Running processes whose command line holds the text."""
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    if text.encode() in file.read():
                        found.append(int(entry))
            except OSError:  # It ended while we looked.
                pass
        return found

    def install_or_skip(self, pipeline):
        """Installs what the pipeline needs by `levada connector install`; ends the test where pip has no index."""
        try:
            done = self.levada("connector", "install", pipeline, seconds=INSTALL_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            skip(f"pip needs more than {INSTALL_SECONDS_MAX} s to install what {pipeline} needs")
        if done.returncode == 0:
            return done
        with tempfile.TemporaryDirectory() as folder:
            words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--dest", folder, "six"]
            probe = subprocess.run(words, capture_output=True, text=True, timeout=INSTALL_SECONDS_MAX, check=False)
        if probe.returncode != 0:
            skip("pip cannot reach its index: " + (probe.stderr.strip().splitlines() or ["it gave no reason"])[-1])
        raise AssertionError(f"levada connector install {pipeline}: exit {done.returncode}\n{done.stderr}")
