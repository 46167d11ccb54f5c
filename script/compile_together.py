"""Compiles a unity file of CMake: several sources as one, several times quicker than one by one, as headers and templates
are most of the work. Sources that seem to use one name in their anonymous namespaces are compiled apart; where some do not
compile together all the same, each half of them is compiled, and halves of that. What was compiled apart is linked into the
one object that was asked for, so nobody has to mind the names of other files.

Usage, as a compiler launcher: compile_together.py [WORD...] COMPILER [OPTION...] -c FILE
Any other command is run as it is.

Usage, to group the sources of a target: compile_together.py --group FILES-MAX SOURCE...
Prints, for each source in a line of its own, the number of the group that it goes into.
"""

import collections
import os
import re
import subprocess
import sys
from pathlib import Path

UNITY_FILE = re.compile(r"/Unity/unity_[^/]*\.cxx$")
MEMBER = re.compile(r'^#include "(?P<path>.+)"$', re.MULTILINE)
# What a line that begins a declaration at the left margin declares; close enough, as the compiler has the last word.
DECLARED = re.compile(
    r"^(?=\w)(?!using \w+::)(?:template .*)?(?:(?:struct|class|enum class|enum)\s+(?P<type>\w+)|using (?P<alias>\w+) ="
    r"|(?:[\w:<>,&*\[\]() ]+?[\s&*])?(?P<other>\w+)\s*[(\[={;])"
)
TEST = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\((\w+), (\w+)\)")
# No word of what a source is warned of only because others stand in front of it. One error is enough to give up: with
# more, g++ looks for names of a like spelling for minutes.
TOGETHER = ["-Wno-shadow", "-Wno-subobject-linkage", "-fmax-errors=1"]


def members_of(path):
    """The sources that are compiled as one in the unity file `path`; of any other file, itself."""
    return MEMBER.findall(Path(path).read_text()) if UNITY_FILE.search(str(path)) else [str(path)]


def names_of(path):
    """The names that a file seems to declare in its anonymous namespace; none of one that is not there yet."""
    names, is_inside = set(), False
    if not Path(path).exists():
        return names
    for line in Path(path).read_text().splitlines():
        if line.startswith("namespace {") or line == "}  // namespace":
            is_inside = line.startswith("namespace {")
        elif is_inside and (test := TEST.match(line)):
            names.add("_".join(test.groups()))
        elif is_inside and (declared := DECLARED.match(line)):
            names.add(declared["type"] or declared["alias"] or declared["other"])
    return names


def groups_of(paths, files_max):
    """The files in groups of about one size, of at most `files_max`, that seem to use no name twice. Those that go with
    few others choose first."""
    names = {path: names_of(path) for path in paths}
    users = collections.Counter(name for found in names.values() for name in found)
    order = sorted(paths, key=lambda path: -sum(users[name] - 1 for name in names[path]))
    groups = [([], set()) for _ in range(-(-len(paths) // files_max))]
    for path in order:
        free = [group for group in groups if len(group[0]) < files_max and group[1].isdisjoint(names[path])]
        if not free:
            free = [([], set())]
            groups += free
        chosen = min(free, key=lambda group: len(group[0]))
        chosen[0].append(path)
        chosen[1].update(names[path])
    return [sorted(group, key=paths.index) for group, _ in groups if group]


def replaced(command, option, value):
    """The command with another value of `option`; unchanged if it has none."""
    words = list(command)
    if option in words:
        words[words.index(option) + 1] = value
    return words


class Parts:
    """The sources of one unity file, compiled in as few parts as they allow."""

    def __init__(self, command, unity):
        self.command = command
        self.unity = unity
        self.wanted = command[command.index("-o") + 1]
        self.objects = []

    def compile(self, members):
        """Compiles them as one, or each half of them. Returns the exit code; what is wrong with one source is printed."""
        if len(members) == 1:
            return self.compile_one(self.next_object(), members[0])
        if self.compile_several(members):
            return 0
        half = len(members) // 2
        return self.compile(members[:half]) or self.compile(members[half:])

    def next_object(self):
        return f"{self.wanted}.{len(self.objects)}.o"

    def compile_one(self, made, source, more=(), errors=None):
        words = [source if word == self.unity else word for word in self.command]
        words = replaced(replaced(words, "-o", made), "-MF", f"{made}.d")
        self.objects.append(made)
        return subprocess.run([*words, *more], stderr=errors, check=False).returncode

    def compile_several(self, members):
        """The file that includes them names them from the working folder, so that a copy of the tree in another place makes
        the same file, and finds its object in the compiler's cache."""
        made = self.next_object()
        source = f"{made}.cxx"
        Path(source).write_text("".join(f'#include "{os.path.relpath(member)}"\n' for member in members))
        code = self.compile_one(made, source, ["-iquote", ".", *TOGETHER], subprocess.DEVNULL)
        if code != 0:
            self.remove(self.objects.pop())
        return code == 0

    def link(self):
        """Makes the object that was asked for, and its list of what it depends on."""
        if "-MF" in self.command:
            listed = Path(self.command[self.command.index("-MF") + 1])
            listed.write_text("".join(self.rule_of(made) for made in self.objects))
        if len(self.objects) == 1:
            os.replace(self.objects[0], self.wanted)
            return 0
        return subprocess.run(["ld", "-r", "-o", self.wanted, *self.objects], check=False).returncode

    def rule_of(self, made):
        """What the part depends on; of the file that includes its members, nothing is left afterwards."""
        rule = Path(f"{made}.d")
        return rule.read_text().replace(f"{made}.cxx", self.unity) if rule.exists() else ""

    def remove(self, made):
        for name in (made, f"{made}.d", f"{made}.cxx"):
            Path(name).unlink(missing_ok=True)

    def clear(self):
        for made in self.objects:
            self.remove(made)


def compile_unity(command, unity):
    parts = Parts(command, unity)
    members = members_of(unity)
    code = 0
    for group in groups_of(members, len(members)):
        code = code or parts.compile(group)
    code = code or parts.link()
    parts.clear()
    return code


def main(words):
    if words[0] == "--group":
        groups = groups_of(words[2:], int(words[1]))
        print(*(number for source in words[2:] for number, group in enumerate(groups) if source in group), sep="\n")
        return 0
    unity = next((word for word in words if UNITY_FILE.search(word)), None)
    if unity is None or "-o" not in words:
        os.execvp(words[0], words)
    return compile_unity(words, unity)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
