"""Contracts in headers: every public type and every public virtual method says with `///` what it promises."""

from tidy.model import Breach
from tidy.parse import parse


def is_documented(lines, first_line):
    """Whether the statement that starts on `first_line` has a `///` above it or `///<` behind it."""
    if "///<" in lines[first_line - 1]:
        return True
    position = first_line - 2
    while position >= 0 and lines[position].strip().startswith(("[[", "template", "// NOLINT")):
        position -= 1
    return position >= 0 and lines[position].strip().startswith("///")


def check_header(path, text):
    lines = text.split("\n")
    for kind in parse(text).types:
        is_specialisation = lines[kind.first_line - 1].strip().startswith("template <>")
        is_public = kind.depth == 0 and kind.name and not kind.in_anonymous and not is_specialisation
        if is_public and not is_documented(lines, kind.first_line):
            yield Breach("doc-type", path, kind.name, kind.first_line, f"{kind.word} {kind.name} has no /// contract")
        for member in kind.members:
            is_method = member.access == "public" and member.function_name and member.has("virtual")
            if not is_method or member.function_name.startswith("~") or is_documented(lines, member.first_line):
                continue
            subject = f"{kind.name}::{member.function_name}"
            yield Breach("doc-virtual", path, subject, member.first_line, f"virtual {subject} has no /// contract")


def check(project):
    for path in project.cpp():
        if path.startswith("src/") and "/include/" in path and path.endswith(".h"):
            yield from check_header(path, project.text(path))
