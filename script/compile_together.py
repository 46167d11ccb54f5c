"""Compiles a unity file of CMake: several sources as one, several times quicker than one by one, as headers and templates
are most of the work. Where they do not compile together (two of them use one name in their anonymous namespaces), each half
of them is compiled, and halves of that, and linked into the one object that was asked for: nobody has to mind the names of
other files, and two that use one name cost two more compilations and not one for each source.

Usage, as a compiler launcher: compile_together.py [WORD...] COMPILER [OPTION...] -c FILE
Any other command is run as it is.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

UNITY_FILE = re.compile(r"/Unity/unity_[^/]*\.cxx$")
MEMBER = re.compile(r'^#include "(?P<path>.+)"$', re.MULTILINE)
# No word of what a source is warned of only because others stand in front of it. One error is enough to give up: with
# more, g++ looks for names of a like spelling for minutes.
TOGETHER = ["-Wno-shadow", "-Wno-subobject-linkage", "-fmax-errors=1"]


def members_of(path):
    """The sources that are compiled as one in the unity file `path`; of any other file, itself."""
    return MEMBER.findall(Path(path).read_text()) if UNITY_FILE.search(str(path)) else [str(path)]


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
        if len(members) < len(members_of(self.unity)) and self.compile_several(members):
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
        made = self.next_object()
        source = f"{made}.cxx"
        Path(source).write_text("".join(f'#include "{member}"\n' for member in members))
        code = self.compile_one(made, source, TOGETHER, subprocess.DEVNULL)
        if code != 0:
            self.remove(self.objects.pop())
        return code == 0

    def link(self):
        """Makes the object that was asked for, and its list of what it depends on."""
        if "-MF" in self.command:
            listed = Path(self.command[self.command.index("-MF") + 1])
            listed.write_text("".join(self.rule_of(made) for made in self.objects))
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


def main(command):
    unity = next((word for word in command if UNITY_FILE.search(word)), None)
    if unity is None or "-o" not in command:
        os.execvp(command[0], command)
    if subprocess.run([*command, *TOGETHER], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return 0
    parts = Parts(command, unity)
    code = parts.compile(members_of(unity)) or parts.link()
    parts.clear()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
