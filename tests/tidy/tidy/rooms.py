"""The rooms of src/: what CMakeLists.txt declares, README.md tells and the #includes use has to be one and the same."""

import re

from tidy.model import Breach, room_of
from tidy.tokens import DIRECTIVE, tokenize

README_LINES_MAX = 60
README_PARTS = ("Purpose", "Entry points", "May depend on", "Invariants", "How it is tested")
_ROOM = re.compile(r"levada_room\(\s*([\w/]+)([^)]*)\)")
_INCLUDE = re.compile(r'#\s*include\s*["<](levada/[^">]+)[">]')


def rooms_of(project):
    """The folder of each room, relative to src/."""
    return sorted({room for room in map(room_of, project.paths) if room})


def target_name(room):
    return room.replace("/", "_")


def declared_dependencies(cmake_text):
    """The rooms behind DEPS in levada_room(), by target name; None without such a call."""
    match = _ROOM.search(re.sub(r"#[^\n]*", "", cmake_text))
    if not match:
        return None
    dependencies, taking = set(), False
    for word in match.group(2).split():
        if word.isupper():
            taking = word == "DEPS"
        elif taking:
            dependencies.add(target_name(word))
    return dependencies


def told_dependencies(readme_text, targets):
    """The rooms that the README's part "May depend on" names; None without that part."""
    match = re.search(r"May depend on(.*?)(?=\n\s*(?:\*\*|#)|\Z)", readme_text, re.DOTALL)
    if not match:
        return None
    words = {target_name(word) for word in re.findall(r"\w+(?:/\w+)*", match.group(1))}
    return words & targets


def header_rooms(project):
    """Which room each public header belongs to: `levada/base/error.h` -> `base`."""
    rooms = {}
    for path in project.paths:
        if path.startswith("src/") and "/include/" in path:
            rooms[path.split("/include/", 1)[1]] = target_name(room_of(path))
    return rooms


def check_readme(project, room, dependencies, targets):
    path = f"src/{room}/README.md"
    if not project.has(path):
        yield Breach("room-readme", path, "-", 1, "the room has no README.md")
        return
    text = project.text(path)
    if text.count("\n") > README_LINES_MAX:
        yield Breach("room-readme", path, "lines", 1, f"{text.count(chr(10))} lines, more than {README_LINES_MAX}")
    for part in README_PARTS:
        if part not in text:
            yield Breach("room-readme", path, part, 1, f"the part `{part}` is missing")
    told = told_dependencies(text, targets)
    if told is not None and dependencies is not None and told != dependencies:
        message = f"`May depend on` names {sorted(told)}, CMakeLists.txt says DEPS {sorted(dependencies)}"
        yield Breach("room-deps", path, "-", 1, message)


def check_includes(project, path, room, allowed, headers):
    for token in tokenize(project.text(path)):
        match = _INCLUDE.match(token.text) if token.kind == DIRECTIVE else None
        other = headers.get(match.group(1)) if match else None
        if other and other != target_name(room) and other not in allowed:
            message = f"includes {match.group(1)}: {other} is not in the DEPS of {room}"
            yield Breach("room-include", path, other, token.line, message)


def check_boundaries(room, dependencies):
    """Only app sees adapters; nothing sees app."""
    path = f"src/{room}/CMakeLists.txt"
    for dependency in sorted(dependencies):
        is_adapter = dependency.startswith("adapters_")
        if dependency == "app" or (is_adapter and room != "app" and not room.startswith("adapters/")):
            yield Breach("room-boundary", path, dependency, 1, f"{room} may not see {dependency}: meet through a port, in app")


def check(project):
    rooms = rooms_of(project)
    targets = {target_name(room) for room in rooms}
    headers = header_rooms(project)
    allowed = {}
    for room in rooms:
        path = f"src/{room}/CMakeLists.txt"
        dependencies = declared_dependencies(project.text(path)) if project.has(path) else None
        if dependencies is None:
            yield Breach("room-cmake", path, "-", 1, "the room has no CMakeLists.txt with levada_room()")
        else:
            yield from check_boundaries(room, dependencies)
        allowed[room] = dependencies or set()
        yield from check_readme(project, room, dependencies, targets)
    for path in project.cpp():
        room = room_of(path)
        # A test may set up its room with whatever plays the world for it.
        if room and "/tests/" not in path:
            yield from check_includes(project, path, room, allowed[room], headers)
