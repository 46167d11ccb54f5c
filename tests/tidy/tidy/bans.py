"""Words that may not stand in the code, each with what to write instead."""

import re
from dataclasses import dataclass

from tidy.model import Breach, is_test
from tidy.tokens import COMMENT, DIRECTIVE, STRING, tokenize


@dataclass(frozen=True)
class Ban:
    name: str
    pattern: str
    instead: str
    allowed_in: tuple = ()  # beginnings of paths
    in_tests: bool = True  # whether the ban holds in tests too
    in_comments: bool = False  # looked for in the comments, not in the code

    def holds_in(self, path):
        if self.name == "getenv" and "/programs/" in path:
            return False  # A small main() of its own, beside a room's library.
        return not path.startswith(self.allowed_in) and (self.in_tests or not is_test(path))

    def find(self, text):
        return re.search(self.pattern, text)


BANS = (
    Ban("system-clock", r"\bsystem_clock ?:: ?now\b", "the Clock port", ("src/adapters/",), in_tests=False),
    Ban("steady-clock", r"\bsteady_clock ?:: ?now\b", "the Clock port or Deadline",
        ("src/adapters/", "src/base/", "bench/"), in_tests=False),
    Ban("getenv", r"\bgetenv\b", "the configuration, read in app", ("src/app/",), in_tests=False),
    Ban("thread", r"\bstd ?:: ?thread\b(?! ?::)", "an executor of base, or std::jthread owned by one class",
        ("src/base/", "src/adapters/"), in_tests=False),
    Ban("detach", r"\. ?detach ?\(", "a thread that is joined"),
    Ban("throw", r"\bthrow\b", "Result<T>; third-party throws stay inside of guard()", ("src/adapters/",), in_tests=False),
    Ban("using-namespace", r"\busing namespace\b", "the names that are needed, one by one"),
    Ban("sleep", r"\bthis_thread ?:: ?sleep_\w+", "Clock::sleep, which tests can move", ("src/adapters/", "bench/")),
    Ban("regex", r"\bstd ?:: ?(basic_)?regex\b", "levada/jinja/python_regex.h"),
    Ban("iostream-in-code", r"\bstd ?:: ?(cout|cerr|clog)\b", "the log, or the output that app hands in",
        ("src/app/", "bench/"), in_tests=False),
    Ban("sprintf", r"\b(sprintf|strcpy|strcat|gets)\b", "fmt::format or std::string"),
    Ban("fixme", r"\bFIXME\b|\bXXX\b", "the fix, or an issue and TODO(#123)", in_comments=True),
    Ban("todo-without-issue", r"\bTODO\b(?!\(#\d+\):)", "TODO(#123): with the number of its issue", in_comments=True),
)
# In public headers: everybody who includes them pays for these.
HEADER_BANS = {
    "<iostream>": "<iosfwd> or <string_view>",
    "<regex>": "levada/jinja/python_regex.h",
    "<nlohmann/json.hpp>": "levada/base/json.h",
    "<spdlog/spdlog.h>": "levada/base/log.h",
    "<yaml-cpp/yaml.h>": "levada/base/yaml.h",
    "<duckdb.h>": "the SqlEngine port",
}


def lines_of_tokens(tokens):
    """The text of each line, put together again from its tokens with a space where there was one."""
    lines = {}
    for token in tokens:
        glue = " " if token.after_space else ""
        lines[token.line] = lines.get(token.line, "") + glue + token.text
    return lines


def check_file(path, text):
    tokens = tokenize(text)
    code = lines_of_tokens([token for token in tokens if token.kind not in (COMMENT, DIRECTIVE, STRING)])
    comments = lines_of_tokens([token for token in tokens if token.kind == COMMENT])
    for ban in BANS:
        if not ban.holds_in(path):
            continue
        for number, line in (comments if ban.in_comments else code).items():
            if ban.find(line):
                found = ban.find(line).group(0)
                yield Breach("ban", path, ban.name, number, f"`{found}` is banned; use {ban.instead}")
    if path.endswith(".h"):
        yield from check_header(path, [token for token in tokens if token.kind == DIRECTIVE])


def check_header(path, directives):
    if not any(re.match(r"#\s*pragma\s+once", token.text) for token in directives):
        yield Breach("pragma-once", path, "-", 1, "a header starts with #pragma once")
    if "/include/" not in path:
        return
    for token in directives:
        for header, instead in HEADER_BANS.items():
            if re.match(r"#\s*include\b", token.text) and header in token.text:
                yield Breach("ban", path, header, token.line, f"{header} is too heavy for a public header; use {instead}")


def check(project):
    for path in project.cpp():
        yield from check_file(path, project.text(path))
