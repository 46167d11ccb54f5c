"""Runs clang-tidy over the files of compile_commands.json, a few at once, and prints a line per file.

What passed is remembered by the hash of everything the verdict depends on (the preprocessed file with its comments, the
rules, clang-tidy itself, this script), so only what changed is looked at again.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_SECONDS_MAX = 300
COMPILER_LAUNCHER_WORDS_MAX = 12


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "levada-clang-tidy"


def compiler_command(entry):
    """The command of one entry without its launcher (cmake -E env ... ccache) and without its outputs."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    for index, word in enumerate(words[:COMPILER_LAUNCHER_WORDS_MAX]):
        if Path(word).name in ("c++", "g++", "clang++"):
            words = words[index:]
            break
    kept = []
    skip_next = False
    for word in words:
        if skip_next:
            skip_next = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip_next = True
        elif word not in ("-c", "-MD", "-MMD"):
            kept.append(word)
    return kept


def is_wanted(path, named, with_tests):
    """Whether clang-tidy looks at the file: the named ones, or the project's own code outside of tests/ and bench/."""
    if named:
        return path in named
    try:
        parts = path.relative_to(ROOT).parts
    except ValueError:
        return False
    if parts[0].startswith("build"):
        return False
    return with_tests or (parts[0] == "src" and "tests" not in parts)


def verdict_key(entry, fixed_part):
    """The hash of all that the verdict on one file depends on, or None if it does not preprocess."""
    done = subprocess.run(
        compiler_command(entry) + ["-E", "-C"], cwd=entry["directory"], capture_output=True, check=False
    )
    if done.returncode != 0:
        return None
    text = done.stdout.replace(str(ROOT).encode(), b"")
    return hashlib.sha256(fixed_part + text).hexdigest()


class Linter:
    def __init__(self, clang_tidy, build):
        self.clang_tidy = clang_tidy
        self.build = build
        self.cache = cache_folder()
        self.cache.mkdir(parents=True, exist_ok=True)
        version = subprocess.run([clang_tidy, "--version"], capture_output=True, check=True).stdout
        self.fixed_part = version + (ROOT / ".clang-tidy").read_bytes() + Path(__file__).read_bytes()

    def lint(self, entry):
        """Returns (verdict word, text): `ok`, `known` (passed before) or `failed` with what clang-tidy printed."""
        key = verdict_key(entry, self.fixed_part)
        if key and (self.cache / key).exists():
            return "known", ""
        command = [self.clang_tidy, "-p", str(self.build), "--quiet", "--extra-arg=-Wno-unknown-warning-option"]
        try:
            done = subprocess.run(
                command + [entry["file"]], capture_output=True, text=True, check=False, timeout=FILE_SECONDS_MAX
            )
        except subprocess.TimeoutExpired:
            return "failed", f"clang-tidy did not end within {FILE_SECONDS_MAX} s\n"
        if done.returncode != 0:
            return "failed", done.stdout or done.stderr
        if key:
            (self.cache / key).touch()
        return "ok", ""


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    entries = json.loads((arguments.build / "compile_commands.json").read_text())
    named = {path.resolve() for path in arguments.files}
    entries = [entry for entry in entries if is_wanted(Path(entry["file"]).resolve(), named, arguments.tests)]
    if not entries:
        print("lint: no such file is compiled by any target", file=sys.stderr)
        return 1
    linter = Linter(arguments.clang_tidy, arguments.build)
    failed = []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        start = time.monotonic()
        futures = {pool.submit(linter.lint, entry): entry["file"] for entry in entries}
        for number, future in enumerate(concurrent.futures.as_completed(futures), 1):
            word, text = future.result()
            name = os.path.relpath(futures[future], ROOT)
            print(f"[{number}/{len(entries)} {time.monotonic() - start:.0f}s] {name}: {word}", flush=True)
            if word == "failed":
                failed.append(name)
                print(text, flush=True)
    print(f"lint: {len(entries) - len(failed)} of {len(entries)} files pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
