"""Runs clang-tidy over the files of compile_commands.json, a few at once, and prints a line per batch of files.

Most of clang-tidy's time goes into the headers, so files that are compiled alike (where headers are may differ) are looked
at together, as one file that includes them. Those that seem to use one name are kept apart; where they do not compile
together all the same, the batch is halved until they do. What passed is remembered by the hash of all that the verdict
depends on: the file and all that it includes, as its build found them (without one: the preprocessed file), its command,
the rules, clang-tidy itself and this script. Only what changed is looked at again.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from compile_together import UNITY_FILE, groups_of, members_of

ROOT = Path(__file__).resolve().parent.parent
BATCH_FILES_MAX = 48
BATCH_SECONDS_MAX = 900
COMPILER_LAUNCHER_WORDS_MAX = 12
COMPILE_ERROR = "clang-diagnostic-error"


@dataclass(frozen=True)
class Source:
    """A file with the command that compiles it, without its launcher, outputs, precompiled header and its own name."""

    path: str
    folder: str
    command: tuple


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "levada-clang-tidy"


def entries_alone(entries):
    """The entries, with one for each source of those that compile several as one."""
    for entry in entries:
        for member in members_of(os.path.join(entry["directory"], entry["file"])):
            words = entry.get("arguments") or shlex.split(entry["command"])
            yield {**entry, "file": member, "arguments": [member if word == entry["file"] else word for word in words]}


def source_of(entry):
    words = entry.get("arguments") or shlex.split(entry["command"])
    for index, word in enumerate(words[:COMPILER_LAUNCHER_WORDS_MAX]):
        if Path(word).name in ("c++", "g++", "clang++"):  # Before it stands `cmake -E env ... ccache`.
            words = words[index:]
            break
    path = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
    kept = []
    skip_next = False
    for word in words:
        if skip_next:
            skip_next = False
        elif word in ("-o", "-MF", "-MT", "-MQ", "-include"):
            skip_next = True
        elif word not in ("-c", "-MD", "-MMD", "-Winvalid-pch", "-fpch-preprocess") and os.path.realpath(os.path.join(entry["directory"], word)) != path:
            kept.append(word)
    return Source(path, entry["directory"], tuple(kept))


def is_wanted(path, named, with_tests):
    """Whether clang-tidy looks at the file: the named ones, or the project's own code outside of tests/ and bench/."""
    if named:
        return Path(path) in named
    try:
        parts = Path(path).relative_to(ROOT).parts
    except ValueError:
        return False
    if parts[0].startswith("build"):
        return False
    return with_tests or (parts[0] == "src" and "tests" not in parts)


def options_of(source):
    """The command's words that say how to compile, and those that say where headers are."""
    folders = [word for word in source.command if word.startswith("-I")]
    return tuple(word for word in source.command if not word.startswith("-I")), folders


def batches_of(sources):
    """Files that are compiled alike and seem to use no name twice, at most BATCH_FILES_MAX together."""
    alike = {}
    for source in sorted(sources, key=lambda source: source.path):
        alike.setdefault((source.folder, options_of(source)[0]), {})[source.path] = source
    found = [[by_path[path] for path in group] for by_path in alike.values() for group in groups_of(list(by_path), BATCH_FILES_MAX)]
    return sorted(found, key=len, reverse=True)  # The last ones to be looked at are short.


def command_of(batch):
    """What compiles any of the batch: each finds its own headers first, as they are beside it."""
    folders = {os.path.dirname(source.path): None for source in batch}
    words = [word for source in batch for word in options_of(source)[1]] + [f"-I{folder}" for folder in folders]
    return [*options_of(batch[0])[0], *dict.fromkeys(words)]


def includes_of(build):
    """By source: the files that its object was made from, as the build noted them."""
    noted = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=False).stdout
    includes = {}
    for block in noted.split("\n\n"):
        head, *lines = block.splitlines() or [""]
        paths = {os.path.realpath(os.path.join(build, line.strip())) for line in lines}
        paths = {path for path in paths if not UNITY_FILE.search(path)}
        sources = {path for path in paths if path.endswith(".cpp")}
        if head.endswith("(VALID)"):
            for source in sources:
                includes[source] = sorted((paths - sources) | {source})
    return includes


class Linter:
    def __init__(self, clang_tidy, includes):
        self.clang_tidy = clang_tidy
        self.includes = includes
        self.file_hash = functools.lru_cache(maxsize=None)(self.file_hash)
        self.cache = cache_folder()
        self.cache.mkdir(parents=True, exist_ok=True)
        self.scratch = tempfile.TemporaryDirectory()
        version = subprocess.run([clang_tidy, "--version"], capture_output=True, check=True).stdout
        self.fixed_part = version + (ROOT / ".clang-tidy").read_bytes() + Path(__file__).read_bytes()
        self.keys = {}

    def file_hash(self, path):
        return hashlib.sha256(Path(path).read_bytes()).digest()

    def key_of(self, source):
        """The hash of all that the verdict on one file depends on, or None if it does not preprocess."""
        key = hashlib.sha256(self.fixed_part + " ".join(source.command).replace(str(ROOT), "").encode())
        included = self.includes.get(source.path)
        if included and all(os.path.exists(path) for path in included):
            for path in included:
                key.update(path.removeprefix(f"{ROOT}/").encode() + self.file_hash(path))
            return key.hexdigest()
        done = subprocess.run([*source.command, "-E", "-C", source.path], cwd=source.folder, capture_output=True, check=False)
        if done.returncode != 0:
            return None
        key.update(done.stdout.replace(str(ROOT).encode(), b""))
        return key.hexdigest()

    def has_passed(self, source):
        key = self.keys[source.path] = self.key_of(source)
        return key is not None and (self.cache / key).exists()

    def remember(self, source):
        key = self.keys.get(source.path)
        if key is not None:
            (self.cache / key).touch()

    def target_of(self, batch):
        """The file to look at: the only one of the batch, or one that includes them all."""
        if len(batch) == 1:
            return batch[0].path
        target = os.path.join(self.scratch.name, f"batch_{abs(hash(tuple(batch)))}.cpp")
        Path(target).write_text("".join(f'#include "{source.path}"  // NOLINT\n' for source in batch))
        return target

    def compiles_together(self, batch):
        """Whether the compiler takes the files as one: it says so in a tenth of the time that clang-tidy needs."""
        if len(batch) == 1:
            return True
        command = [
            *command_of(batch), "-fsyntax-only", "-w", "-fmax-errors=1", self.target_of(batch)
        ]
        return subprocess.run(command, cwd=batch[0].folder, capture_output=True, check=False).returncode == 0

    def findings(self, batch):
        """What clang-tidy has to say about the files; empty if nothing."""
        command = [
            self.clang_tidy, "--quiet", f"--config-file={ROOT / '.clang-tidy'}",
            f"--header-filter=^{re.escape(str(ROOT))}/(src|tests|bench)/",
            self.target_of(batch), "--", *command_of(batch)[1:], "-Wno-unknown-warning-option",
        ]
        try:
            done = subprocess.run(
                command, cwd=batch[0].folder, capture_output=True, text=True, check=False, timeout=BATCH_SECONDS_MAX
            )
        except subprocess.TimeoutExpired:
            return f"clang-tidy did not end within {BATCH_SECONDS_MAX} s\n"
        return (done.stdout or done.stderr or "clang-tidy failed\n") if done.returncode != 0 else ""

    def lint(self, batch):
        """The findings of a batch; those of its halves where the whole does not compile."""
        found = self.findings(batch) if self.compiles_together(batch) else COMPILE_ERROR
        if COMPILE_ERROR in found and len(batch) > 1:
            half = len(batch) // 2
            return self.lint(batch[:half]) + self.lint(batch[half:])
        if not found:
            for source in batch:
                self.remember(source)
        return found


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
    named = {path.resolve() for path in arguments.files}
    entries = json.loads((arguments.build / "compile_commands.json").read_text())
    sources = {source.path: source for source in map(source_of, entries_alone(entries))}
    wanted = [source for path, source in sources.items() if is_wanted(path, named, arguments.tests)]
    if not wanted:
        print("lint: no such file is compiled by any target", file=sys.stderr)
        return 1
    linter = Linter(arguments.clang_tidy, includes_of(arguments.build))
    start = time.monotonic()
    failed_count = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        passed = list(pool.map(linter.has_passed, wanted))
        batches = batches_of([source for source, has_passed in zip(wanted, passed) if not has_passed])
        print(f"lint: {len(wanted)} files, {sum(passed)} of them passed before and did not change", flush=True)
        futures = {pool.submit(linter.lint, batch): batch for batch in batches}
        for number, future in enumerate(concurrent.futures.as_completed(futures), 1):
            names = " ".join(os.path.relpath(source.path, ROOT) for source in futures[future])
            found = future.result()
            failed_count += 1 if found else 0
            verdict = "failed" if found else "ok"
            print(f"[{number}/{len(batches)} {time.monotonic() - start:.0f}s] {verdict}: {names}\n{found}", end="", flush=True)
    print(f"lint: {len(batches) - failed_count} of {len(batches)} batches pass, {len(wanted)} files in all")
    return 1 if failed_count else 0


if __name__ == "__main__":
    sys.exit(main())
