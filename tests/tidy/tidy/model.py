"""What the checks pass around: a breach, and the project they look at."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Breach:
    """One broken rule. `subject` (a function, a word) tells breaches of one file apart; lines move, so `key` has none."""

    check: str
    path: str
    subject: str
    line: int = field(compare=False)
    message: str = field(compare=False)

    @property
    def key(self):
        return f"{self.check} {self.path} {self.subject}"

    def __str__(self):
        return f"{self.path}:{self.line}: {self.check}: {self.message}"


class Project:
    """The files of the work tree that git knows or would add; paths are relative, with forward slashes."""

    def __init__(self, root, paths=None):
        self.root = Path(root)
        self.paths = sorted(paths if paths is not None else list_files(self.root))
        self._path_set = set(self.paths)
        self._texts = {}

    def has(self, path):
        return path in self._path_set

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self._texts[path]

    def size_bytes(self, path):
        return (self.root / path).stat().st_size

    def cpp(self):
        return [path for path in self.paths if path.endswith((".cpp", ".h"))]


def list_files(root):
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted({name for name in names if name and (root / name).is_file()})


def is_test(path):
    """Whether the file only serves tests: beside a room's code, or under tests/."""
    return "tests" in path.split("/")[:-1]


def room_of(path):
    """The room a file of src/ belongs to, by its folder: `jinja`, `airbyte/components`, `adapters/local`; else None."""
    parts = path.split("/")
    if parts[0] != "src" or len(parts) < 3:
        return None
    if parts[1] == "adapters" or parts[1:3] == ["airbyte", "components"]:
        return "/".join(parts[1:3])
    return parts[1]
