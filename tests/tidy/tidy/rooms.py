"""The rooms of src/: what CMakeLists.txt declares, README.md tells and the #includes use has to be one and the same."""

import re
from dataclasses import dataclass

from tidy.model import Breach, room_of
from tidy.tokens import DIRECTIVE, tokenize

README_LINES_MAX = 60
APP = "app"
README_PARTS = ("Purpose", "Entry points", "May depend on", "Invariants", "How it is tested")
_ROOM = re.compile(r"levada_room\(\s*([\w/]+)([^)]*)\)")
_INCLUDE = re.compile(r'#\s*include\s*["<](levada/[^">]+)[">]')


def rooms_of(project):
    """The folder of each room, relative to src/."""
    return sorted({room for room in map(room_of, project.paths) if room})


@dataclass(frozen=True)
class Declaration:
    """What levada_room() says: the room's own name (`adapters_local` for the folder adapters/local) and its DEPS."""

    name: str
    dependencies: frozenset


def declaration_of(cmake_text):
    """The Declaration in the text of a CMakeLists.txt; None if there is no levada_room()."""
    match = _ROOM.search(re.sub(r"#[^\n]*", "", cmake_text))
    if not match:
        return None
    dependencies, taking = set(), False
    for word in match.group(2).split():
        if word.isupper():
            taking = word == "DEPS"
        elif taking:
            dependencies.add(word)
    return Declaration(match.group(1), frozenset(dependencies))


def told_dependencies(readme_text, names):
    """The rooms that the README's part "May depend on" names, by folder or name; None without that part."""
    match = re.search(r"May depend on(.*?)(?=\n\s*(?:\*\*|#)|\Z)", readme_text, re.DOTALL)
    if not match:
        return None
    return {names[word] for word in re.findall(r"\w+(?:/\w+)*", match.group(1)) if word in names}


def header_rooms(project, names):
    """The name of the room that each public header belongs to: `levada/base/error.h` -> `base`."""
    rooms = {}
    for path in project.paths:
        if path.startswith("src/") and "/include/" in path:
            rooms[path.split("/include/", 1)[1]] = names.get(room_of(path))
    return rooms


def check_readme(project, room, dependencies, names):
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
    told = told_dependencies(text, names)
    if told is not None and dependencies is not None and told != dependencies:
        message = f"`May depend on` names {sorted(told)}, CMakeLists.txt says DEPS {sorted(dependencies)}"
        yield Breach("room-deps", path, "-", 1, message)


def check_includes(project, path, declaration, headers):
    for token in tokenize(project.text(path)):
        match = _INCLUDE.match(token.text) if token.kind == DIRECTIVE else None
        other = headers.get(match.group(1)) if match else None
        if other and other != declaration.name and other not in declaration.dependencies:
            message = f"includes {match.group(1)}: {other} is not in the DEPS of {declaration.name}"
            yield Breach("room-include", path, other, token.line, message)


def check_boundaries(room, dependencies):
    """Only app sees adapters; nothing sees app."""
    path = f"src/{room}/CMakeLists.txt"
    for dependency in sorted(dependencies):
        is_adapter = dependency.startswith("adapters_")
        if dependency == APP or (is_adapter and not room.startswith("adapters/")):
            yield Breach("room-boundary", path, dependency, 1, f"{room} may not see {dependency}: meet through a port, in app")


def check(project):
    declarations = {}
    for room in rooms_of(project):
        if room == APP:
            continue  # It wires all the others, so it may see them all.
        path = f"src/{room}/CMakeLists.txt"
        declaration = declaration_of(project.text(path)) if project.has(path) else None
        if declaration is None:
            yield Breach("room-cmake", path, "-", 1, "the room has no CMakeLists.txt with levada_room()")
        else:
            declarations[room] = declaration
            yield from check_boundaries(room, declaration.dependencies)
    # Both spellings of a room lead to its name.
    names = {room: room.replace("/", "_") for room in rooms_of(project)}
    for room, declaration in declarations.items():
        names[room] = names[declaration.name] = declaration.name
    headers = header_rooms(project, names)
    for room in rooms_of(project):
        declaration = declarations.get(room)
        yield from check_readme(project, room, declaration and declaration.dependencies, names)
    for path in project.cpp():
        room = room_of(path)
        # A test may set up its room with whatever plays the world for it.
        if room in declarations and "/tests/" not in path:
            yield from check_includes(project, path, declarations[room], headers)
