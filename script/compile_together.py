"""Compiles a unity file of CMake: several sources as one, several times quicker than one by one, as headers and templates
are most of the work. Where they do not compile together (two of them use one name in their anonymous namespaces), they are
compiled one by one and linked into the one object that was asked for, so nobody has to mind the names of other files.

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


def compile_members(command, unity, members):
    """Compiles each member and links the objects into the command's output. Returns the exit code."""
    wanted = Path(command[command.index("-o") + 1])
    objects, rules = [], []
    for number, member in enumerate(members):
        made, rule = Path(f"{wanted}.{number}.o"), Path(f"{wanted}.{number}.d")
        words = [member if word == unity else word for word in command]
        words = replaced(replaced(words, "-o", str(made)), "-MF", str(rule))
        code = subprocess.run(words, check=False).returncode
        if code != 0:
            return code
        objects.append(str(made))
        rules.append(rule)
    code = subprocess.run(["ld", "-r", "-o", str(wanted), *objects], check=False).returncode
    if "-MF" in command:
        listed = Path(command[command.index("-MF") + 1])
        listed.write_text("".join(rule.read_text() for rule in rules if rule.exists()))
    for path in [*map(Path, objects), *rules]:
        path.unlink(missing_ok=True)
    return code


def main(command):
    unity = next((word for word in command if UNITY_FILE.search(word)), None)
    if unity is None or "-o" not in command:
        os.execvp(command[0], command)
    if subprocess.run([*command, *TOGETHER], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return 0
    return compile_members(command, unity, members_of(unity))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
