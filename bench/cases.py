"""What is measured: the mock API and the commands that read it."""

import json
import os
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
VENV = os.path.join(ROOT, "build", "venv-bench")


def start_mock(folder, records, unique, latency="0"):
    binary = os.path.join(folder, "mock")
    subprocess.run(["go", "build", "-o", binary, "."], cwd=os.path.join(HERE, "mock"), check=True)
    command = [binary, "-n", str(records), "-unique", str(unique), "-latency", latency]
    mock = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return mock, mock.stdout.readline().strip()


def write_json(folder, name, value):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)
    return path


def catalog(sync_mode, name="bench"):
    stream = {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]}
    return {"streams": [{"stream": stream, "sync_mode": sync_mode, "destination_sync_mode": "append"}]}


class Bench:
    """The commands to measure, each with its name, the records it reads and what it is compared with."""

    def __init__(self, folder, url, records):
        self.folder, self.url, self.records = folder, url, records
        self.levada = os.path.join(ROOT, "build", "levada")
        self.config = write_json(folder, "config.json", {"base_url": url, "token": "x"})
        self.catalogs = {
            "plain": write_json(folder, "full_refresh.json", catalog("full_refresh")),
            "full": write_json(folder, "incremental.json", catalog("incremental")),
            "partitions": write_json(folder, "partitions.json", catalog("incremental", "children")),
        }
        self.project = os.path.join(folder, "project")

    def manifest(self, kind):
        return os.path.join(HERE, "manifests", kind + ".yaml")

    def levada_read(self, kind):
        files = ["--config", self.config, "--catalog", self.catalogs[kind]]
        return [self.levada, "airbyte", "read", "--manifest", self.manifest(kind), *files]

    def cdk_read(self, kind):
        script = os.path.join(HERE, "peers", "read_with_cdk.py")
        return [os.path.join(VENV, "bin", "python"), script, self.manifest(kind), self.config, self.catalogs[kind]]

    def dlt(self):
        script = os.path.join(HERE, "peers", "load_with_dlt.py")
        return [os.path.join(VENV, "bin", "python"), script, self.url, "1000", os.path.join(self.folder, "dlt")]

    def fresh_dlt(self):
        shutil.rmtree(os.path.join(self.folder, "dlt"), ignore_errors=True)

    def levada_run(self):
        return [self.levada, "run", "--project", self.project]

    def fresh_project(self):
        shutil.rmtree(self.project, ignore_errors=True)
        os.makedirs(self.project)
        shutil.copy(self.manifest("plain"), os.path.join(self.project, "bench.yaml"))
        with open(os.path.join(self.project, "levada.yaml"), "w", encoding="utf-8") as file:
            file.write("pipelines:\n  bench:\n    connector: bench.yaml\n    config_file: config.json\n")
        shutil.copy(self.config, os.path.join(self.project, "config.json"))

    def limit(self, mode):
        binary = os.path.join(ROOT, "build", "bench", "levada_bench_limit")
        return [binary, mode, self.url, os.path.join(self.folder, "limit.parquet")]

    def cases(self):
        """(name, command, baseline, prepare)"""
        return [
            ("airbyte-cdk read, plain", self.cdk_read("plain"), None, None),
            ("levada airbyte read, plain", self.levada_read("plain"), "airbyte-cdk read, plain", None),
            ("limit: fetch, parse, write", self.limit("read"), "airbyte-cdk read, plain", None),
            ("airbyte-cdk read, full", self.cdk_read("full"), None, None),
            ("levada airbyte read, full", self.levada_read("full"), "airbyte-cdk read, full", None),
            ("dlt to Parquet", self.dlt(), None, self.fresh_dlt),
            ("levada run, API to Hudi table", self.levada_run(), "dlt to Parquet", self.fresh_project),
            ("limit: fetch, parse, zstd Parquet", self.limit("parquet"), "dlt to Parquet", None),
        ]
