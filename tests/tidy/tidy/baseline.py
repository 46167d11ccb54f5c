"""The breaches that stand already. The list may only shrink: a new one fails, and so does one that is gone but listed."""

import subprocess

from tidy.model import Breach


def parse(text):
    """The keys of the list; empty lines and lines that begin with # are for the reader."""
    return {line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")}


def committed(root, path):
    """The keys as they were one commit ago, or None if the list (or git) was not there then."""
    command = ["git", "-C", str(root), "show", f"HEAD~1:{path}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return parse(done.stdout) if done.returncode == 0 else None


def compare(breaches, keys, keys_before, path):
    """What is to be reported: breaches that are not listed, and mistakes of the list itself."""
    report = [breach for breach in breaches if breach.key not in keys]
    found = {breach.key for breach in breaches}
    for key in sorted(keys - found):
        report.append(Breach("baseline", path, key, 1, f"no longer broken, so its line has to go: {key}"))
    if keys_before is not None:
        for key in sorted(keys - keys_before):
            report.append(Breach("baseline", path, key, 1, f"the list may only shrink; this line is new: {key}"))
    return report
