#!/usr/bin/env python3
"""The real program on a disk that fills up: a clear end, nothing half-written to be seen, and on it goes with more room.

usage: disk_full_test.py BINARY

The project's state lies on a file system in memory of a few megabytes, mounted for this test alone: as root, or in a
user namespace of its own. Where neither may be done the test is skipped and says why. The disk is made full at many
sizes, so that another writer meets it each time: the queue, the raw zone, the metadata, the lake, the log.
"""

import os
import shutil
import subprocess
import sys
import tempfile

from shop_api import ShopApi
from shop_project import ShopProject, difference

DAYS = 6
RECORDS_PER_DAY = 2000
DISK_MEGABYTES = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 2.5, 2.8, 3, 3.2, 3.4, 3.6, 4]
ROOM = "64m"
SKIPPED = 77


class Failure(Exception):
    pass


def may_mount():
    folder = tempfile.mkdtemp(prefix="levada-mount-")
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True, capture_output=True)
        subprocess.run(["umount", folder], check=True, capture_output=True)
        return True
    except (OSError, subprocess.CalledProcessError):
        return False
    finally:
        os.rmdir(folder)


def enter_namespace():
    """Runs this test again where it may mount, and where what it mounts goes with it."""
    for words in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        try:
            if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
                os.environ["LEVADA_TEST_NAMESPACE"] = "1"
                os.execvp(words[0], [*words, sys.executable, *sys.argv])
        except OSError:
            continue


def mount(folder, size):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)


def check_failed_well(done, where):
    text = done.stdout + done.stderr
    if done.returncode not in (1, 3, 75):
        raise Failure(f"{where}: wanted exit 1, 3 or 75, found {done.returncode}\n{text}")
    for part in ("unavailable", "No space left on device|disk is full", ".levada", "free some disk space"):
        if not any(choice in text for choice in part.split("|")):
            raise Failure(f"{where}: the error does not name {part!r}\n{text}")


def check_nothing_half(project, wanted, where):
    """Each table is as after some whole days or not there at all."""
    try:
        found = project.rows()
    except AssertionError as error:
        if "does not exist" in str(error) or "No space left" in str(error):
            return
        raise Failure(f"{where}: {error}") from error
    for table, rows in found.items():
        if not set(rows) <= wanted["any"][table] or len(rows) != len(set(rows)):
            raise Failure(f"{where}: {table} holds rows that no state of the shop had")


def run_on(binary, api, wanted, size_megabytes):
    where = f"disk of {size_megabytes} MB"
    project = ShopProject(binary, api.url)
    os.mkdir(project.state_folder)
    mount(project.state_folder, f"{int(size_megabytes * 1024)}k")
    try:
        project.set_days(DAYS)
        done = project.levada("run")
        is_full = done.returncode != 0
        if is_full:
            check_failed_well(done, where)
            check_nothing_half(project, wanted, where)
            check_failed_well(project.levada("run"), where + ", once more")
        subprocess.run(["mount", "-o", f"remount,size={ROOM}", project.state_folder], check=True)
        done = project.levada("run")
        if done.returncode != 0:
            raise Failure(f"{where}, with more room: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        wrong = difference(wanted["end"], project.rows())
        if wrong:
            raise Failure(f"{where}, with more room: {wrong}")
    finally:
        subprocess.run(["umount", project.state_folder], check=False)
    project.remove()
    return is_full


def main():
    if "LEVADA_TEST_NAMESPACE" not in os.environ:
        enter_namespace()
    if shutil.which("mount") is None or not may_mount():
        print("skipped: a small file system cannot be mounted here (neither as root nor in a user namespace)")
        return SKIPPED
    binary = os.path.abspath(sys.argv[1])
    api = ShopApi(DAYS, RECORDS_PER_DAY)
    wanted = {"end": api.expected(DAYS), "any": api.any_rows()}
    full_count = failed = 0
    try:
        for size in DISK_MEGABYTES:
            try:
                full_count += run_on(binary, api, wanted, size)
            except Failure as failure:
                failed += 1
                print(f"FAIL {failure}")
    finally:
        api.close()
    print(f"{'FAIL' if failed else 'ok  '} {len(DISK_MEGABYTES)} disks, {full_count} of them filled up, "
          f"{failed} were wrong")
    return 1 if failed or full_count < len(DISK_MEGABYTES) // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
