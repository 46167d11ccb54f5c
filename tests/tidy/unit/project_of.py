"""A Project in a temporary folder, from a dictionary of path to text."""

import contextlib
import tempfile
from pathlib import Path

from tidy.model import Project


@contextlib.contextmanager
def project_of(texts):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in texts.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        yield Project(folder, list(texts))


def keys_of(breaches):
    return sorted(breach.key for breach in breaches)
