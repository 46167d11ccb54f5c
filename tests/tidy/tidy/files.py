"""Files as a whole: each is built, has its test, stands on its own, and is no big blob."""

import json
import os
import re
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "script"))

from compile_together import members_of
from tidy.model import Breach, is_test, room_of
from tidy.tokens import DIRECTIVE, tokenize

BLOB_BYTES_MAX = 256 * 1024
# The recordings that the demo replays: the one kind of file that is big by nature. All of them together stay below this.
RECORDING_BYTES_MAX = 2 * 1024 * 1024
RECORDING = re.compile(r"^demo/.*\.warc\.gz$")
# A main() only hands over; what it hands over to has the tests.
WITHOUT_TEST = re.compile(r"(^|/)main\.cpp$|/programs/")
_INCLUDE = re.compile(r'#\s*include\s*["<]([^">]+)[">]')


def built_files(compile_commands):
    """The source files of compile_commands.json by absolute path; None if there is no such file."""
    if not compile_commands or not os.path.isfile(compile_commands):
        return None
    with open(compile_commands, encoding="utf-8") as stream:
        compiled = [os.path.join(entry["directory"], entry["file"]) for entry in json.load(stream)]
    return {os.path.realpath(member) for path in compiled for member in members_of(path)}


def check_built(project, built):
    for path in project.paths:
        is_source = path.endswith(".cpp") and path.startswith(("src/", "tests/", "bench/"))
        if is_source and os.path.realpath(project.root / path) not in built:
            yield Breach("not-built", path, "-", 1, "no target builds this file")


def check_has_test(project):
    for path in project.paths:
        if not path.startswith("src/") or not path.endswith(".cpp") or is_test(path) or WITHOUT_TEST.search(path):
            continue
        stem = os.path.basename(path)[: -len(".cpp")]
        wanted = re.compile(rf"src/{re.escape(room_of(path) or '')}/tests/(.*/)?{re.escape(stem)}_test\.cpp$")
        if not any(wanted.match(other) for other in project.paths):
            yield Breach("no-test", path, "-", 1, f"there is no tests/{stem}_test.cpp for it")


def check_blobs(project):
    recordings_bytes = 0
    for path in project.paths:
        size = project.size_bytes(path)
        if RECORDING.match(path):
            recordings_bytes += size
        elif size > BLOB_BYTES_MAX:
            yield Breach("blob", path, "-", 1, f"{size} bytes, more than {BLOB_BYTES_MAX}")
    if recordings_bytes > RECORDING_BYTES_MAX:
        message = f"the demo's recordings have {recordings_bytes} bytes, more than {RECORDING_BYTES_MAX}"
        yield Breach("blob", "demo", "-", 1, message)


def includes_of(text):
    matches = (_INCLUDE.match(token.text) for token in tokenize(text) if token.kind == DIRECTIVE)
    return [match.group(1) for match in matches if match]


def header_names(path):
    """The spellings by which a header can be included: below include/, beside the file, from the room's folder."""
    parts = path.split("/")
    names = {"/".join(parts[index:]) for index in range(len(parts))}
    return {path.split("/include/", 1)[1]} if "/include/" in path else names


def header_uses(project):
    """Per header: the path, whether anything includes it, whether a source file includes it before all else."""
    first, included = set(), set()
    for path in project.cpp():
        names = includes_of(project.text(path))
        included.update(names)
        if path.endswith(".cpp") and names:
            first.add(names[0])
    for path in project.paths:
        if path.endswith(".h") and path.startswith(("src/", "tests/", "bench/")):
            names = header_names(path)
            yield path, bool(names & included), bool(names & first)


def check_headers_used(project):
    for path, is_included, _ in header_uses(project):
        if not is_included:
            yield Breach("not-built", path, "-", 1, "nothing includes this header")


def check(project, built=None):
    if built is not None:
        yield from check_built(project, built)
    yield from check_has_test(project)
    yield from check_blobs(project)
    yield from check_headers_used(project)
