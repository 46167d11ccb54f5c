"""A project folder that reads the made-up shop, and the program run in it."""

import csv
import io
import json
import os
import shutil
import subprocess
import tempfile

from shop_api import STREAMS, end_of, kind_of

HERE = os.path.dirname(os.path.abspath(__file__))
STEP_SECONDS_MAX = 300
LEVADA_YAML = """version: 1
serve: {{port: 0}}
pipelines:
  shop:
    connector: shop.yaml
    every: 1s
{concurrency}    config: {{base_url: "{url}", until: "{until}"}}
"""


def with_streams(manifest, streams):
    """The manifest with a copy of its stream of the same kind for each of `streams`."""
    start, end = manifest.index("streams:\n") + len("streams:\n"), manifest.index("\nspec:") + 1
    blocks = manifest[start:end].split("  - type: DeclarativeStream\n")[1:]
    by_kind = {kind: block for kind in STREAMS for block in blocks if f"name: {kind}}}" in block}
    copies = [by_kind[kind_of(name)].replace(f"name: {kind_of(name)}}}", f"name: {name}}}") for name in streams]
    return manifest[:start] + "".join("  - type: DeclarativeStream\n" + copy for copy in copies) + manifest[end:]


class ShopProject:
    """`concurrency`: as in levada.yaml; None leaves it out."""

    def __init__(self, binary, url, streams=STREAMS, concurrency=None):
        self.binary, self.url, self.streams = binary, url, streams
        self.concurrency = "" if concurrency is None else f"    concurrency: {concurrency}\n"
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="levada-faults-"))
        with open(os.path.join(HERE, "project", "shop.yaml"), encoding="utf-8") as file:
            manifest = with_streams(file.read(), streams)
        with open(os.path.join(self.folder, "shop.yaml"), "w", encoding="utf-8") as file:
            file.write(manifest)
        self.state_folder = os.path.join(self.folder, ".levada")
        self.set_days(1)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def set_days(self, days):
        """How far the next run reads."""
        self.days = days
        with open(os.path.join(self.folder, "levada.yaml"), "w", encoding="utf-8") as file:
            file.write(LEVADA_YAML.format(url=self.url, until=end_of(days - 1), concurrency=self.concurrency))

    def start(self, *words):
        return subprocess.Popen([self.binary, *words], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def levada(self, *words):
        return subprocess.run([self.binary, *words], cwd=self.folder, capture_output=True, text=True,
                              timeout=STEP_SECONDS_MAX, check=False)

    def _query(self, sql):
        done = self.levada("query", sql, "--format", "csv")
        if done.returncode != 0:
            raise AssertionError(f"levada query {sql}: exit {done.returncode}\n{done.stderr}")
        return list(csv.reader(io.StringIO(done.stdout)))[1:]

    def rows(self, streams=None):
        rows = {}
        for stream in self.streams if streams is None else streams:
            if kind_of(stream) == "orders":
                found = self._query(f"SELECT id, version, amount, note FROM shop.{stream}")
                rows[stream] = sorted((int(i), int(v), int(a), n) for i, v, a, n in found)
            else:
                rows[stream] = sorted((i, int(a)) for i, a in self._query(f"SELECT id, amount FROM shop.{stream}"))
        return rows

    def tables(self):
        """The names of the tables that can be queried."""
        return {row[0] for row in self._query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop'")}

    def states(self):
        states = {}
        for stream in self.streams:
            done = self.levada("state", "get", "shop", "--stream", stream)
            states[stream] = json.loads(done.stdout) if done.returncode == 0 else done.stderr
        return states


def difference(wanted, found):
    """What is wrong with rows, in words; empty when nothing is."""
    texts = []
    for table, rows in wanted.items():
        if rows == found[table]:
            continue
        want, have = set(rows), set(found[table])
        texts.append(f"{table}: wanted {len(rows)} rows, found {len(found[table])}; missing {sorted(want - have)[:3]}, "
                     f"not wanted {sorted(have - want)[:3]}, {len(found[table]) - len(have)} doubled")
    return "; ".join(texts)
