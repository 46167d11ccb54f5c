#!/usr/bin/env python3
"""Runs the end-to-end cases: real program, real project folder, scripted API.

usage: run_cases.py BINARY [CASE…]        UPDATE_CASES=1 rewrites the expected outputs, to be read in review.

A case is a folder with `case.json` and the files of a project under `project/`:
    {"goal": …, "api": {"GET /path": answer}, "steps": [
        {"levada": ["run"], "exit": 0, "stdout": "run.out", "stdout_has": […], "stderr_has": […], "never": […],
         "requests": […], "edit": {"file": "new text"}, "api": {replaces the answers}, "absent": ["path"],
         "gone": ["file with ids of processes that may not run any more"]}]}
`{api}` in files and arguments is the API's address. `stdout` names a file beside case.json with the exact text after
times, ids and ports are made alike (see NORMAL_FORMS). `never` lists texts that may stand nowhere: not in outputs and in
no file of the project but those of the case: secrets.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from scripted_api import ScriptedApi  # noqa: E402  (lies beside this file)

STEP_SECONDS_MAX = 120
NORMAL_FORMS = [
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?"), "<time>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "<address>"),
    (re.compile(r"\b\d+(\.\d+)? (ms|s)\b"), "<duration>"),
    (re.compile(r"\brun [0-9a-zA-Z-]{8,}\b"), "run <run>"),
]


def normal(text, folder):
    text = text.replace(folder, "<project>")
    for pattern, name in NORMAL_FORMS:
        text = pattern.sub(name, text)
    return text


def is_running(process_id):
    """Not so when it is gone or waits for its parent to hear of its end."""
    try:
        with open(f"/proc/{process_id}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


class Case:
    def __init__(self, name, binary):
        self.name, self.binary, self.folder = name, binary, os.path.join(HERE, name)
        with open(os.path.join(self.folder, "case.json"), encoding="utf-8") as file:
            self.description = json.load(file)
        self.failures = []

    def run(self):
        project = os.path.realpath(tempfile.mkdtemp(prefix="levada-case-"))
        api = ScriptedApi(self.description.get("api", {}))
        try:
            self._copy_project(project, api.url)
            for number, step in enumerate(self.description["steps"], 1):
                self._run_step(number, step, project, api)
        finally:
            api.close()
            shutil.rmtree(project, ignore_errors=True)
        return self.failures

    def _copy_project(self, project, url):
        source = os.path.join(self.folder, "project")
        if os.path.isdir(source):
            shutil.copytree(source, project, dirs_exist_ok=True)
        for folder, _, files in os.walk(project):
            for file in files:
                self._put_in_url(os.path.join(folder, file), url)

    @staticmethod
    def _put_in_url(path, url):
        with open(path, "rb") as file:
            content = file.read()
        with open(path, "wb") as file:
            file.write(content.replace(b"{api}", url.encode()))

    def _run_step(self, number, step, project, api):
        for path, text in step.get("edit", {}).items():
            with open(os.path.join(project, path), "w", encoding="utf-8") as file:
                file.write(text.replace("{api}", api.url))
        if "api" in step:
            api._answers = {key: value if isinstance(value, list) else [value] for key, value in step["api"].items()}
        api.requests.clear()
        command = [self.binary] + [word.replace("{api}", api.url) for word in step["levada"]]
        environment = {**os.environ, **step.get("env", {})}
        done = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, timeout=STEP_SECONDS_MAX, check=False
        )
        stdout, stderr = normal(done.stdout, project), normal(done.stderr, project)
        where = f"{self.name}, step {number} (levada {' '.join(step['levada'])})"
        self._compare(where, step, done.returncode, stdout, stderr)
        self._compare_requests(where, step, api)
        self._search_secrets(where, step, project, done.stdout + done.stderr)
        self._look_for_processes(where, step, project)
        for path in step.get("absent", []):
            if os.path.exists(os.path.join(project, path)):
                self.failures.append(f"{where}: {path} should not be there")

    def _look_for_processes(self, where, step, project):
        for path in step.get("gone", []):
            with open(os.path.join(project, path), encoding="utf-8") as file:
                for process_id in file.read().split():
                    if is_running(process_id):
                        self.failures.append(f"{where}: process {process_id} of {path} still runs")

    def _compare(self, where, step, code, stdout, stderr):
        if code != step.get("exit", 0):
            self.failures.append(f"{where}: wanted exit {step.get('exit', 0)}, found {code}\n{stdout}\n{stderr}")
        for text in step.get("stdout_has", []):
            if text not in stdout:
                self.failures.append(f"{where}: stdout has no {text!r}:\n{stdout}")
        for text in step.get("stderr_has", []):
            if text not in stderr:
                self.failures.append(f"{where}: stderr has no {text!r}:\n{stderr}")
        if "stdout" in step:
            self._compare_file(where, os.path.join(self.folder, step["stdout"]), stdout)

    def _compare_file(self, where, path, stdout):
        if os.environ.get("UPDATE_CASES") == "1":
            with open(path, "w", encoding="utf-8") as file:
                file.write(stdout)
            return
        with open(path, encoding="utf-8") as file:
            wanted = file.read()
        if wanted != stdout:
            self.failures.append(f"{where}: stdout differs\n--- wanted\n{wanted}\n--- found\n{stdout}")

    def _compare_requests(self, where, step, api):
        if "requests" in step and sorted(step["requests"]) != sorted(api.requests):
            found = "\n".join(sorted(api.requests))
            self.failures.append(f"{where}: other requests than wanted; found:\n{found}")

    def _search_secrets(self, where, step, project, outputs):
        for secret in step.get("never", []):
            if secret in outputs:
                self.failures.append(f"{where}: the output holds the secret {secret!r}")
            for folder, _, files in os.walk(os.path.join(project, ".levada")):
                for file in files:
                    opener = gzip.open if file.endswith(".gz") else open
                    with opener(os.path.join(folder, file), "rb") as opened:
                        if secret.encode() in opened.read():
                            self.failures.append(f"{where}: {os.path.join(folder, file)} holds the secret")


def main():
    binary = os.path.abspath(sys.argv[1])
    names = sys.argv[2:] or sorted(n for n in os.listdir(HERE) if os.path.exists(os.path.join(HERE, n, "case.json")))
    failed = 0
    for name in names:
        failures = Case(name, binary).run()
        print(("FAIL " if failures else "ok   ") + name)
        for failure in failures:
            print("     " + failure.replace("\n", "\n     "))
        failed += bool(failures)
    print(f"{len(names) - failed} passed, {failed} failed")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
