"""Runs airbyte-cdk as a command: reads one job a line, forks, lets the child run it, answers with the exit code.

A job is {"verb", "manifest", "config", "catalog", "state" (paths or null), "rewrite", "output"}; the messages go to the file
`output`. The clock stands at 2026-01-01, sleeping takes no time, call budgets never wait, and https://HOST/… goes to
`rewrite`: what Levada's --clock and --http-rewrite do. Runs on the Python that has airbyte-cdk; see script/compare-with-cdk.
"""

import datetime
import json
import logging
import os
import signal
import sys
import time
from urllib.parse import urlsplit

os.environ["AIRBYTE_ENABLE_UNSAFE_CODE"] = "true"

import requests.adapters
import time_machine
from airbyte_cdk.entrypoint import AirbyteEntrypoint
from airbyte_cdk.sources.declarative import concurrent_declarative_source as source_module
from airbyte_cdk.sources.declarative.incremental import concurrent_partition_cursor
from airbyte_cdk.sources.streams import call_rate
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from airbyte_cdk.utils.yaml_loader import safe_load_yaml

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
SECONDS_MAX = 25
TIMED_OUT = 124
Source = source_module.ConcurrentDeclarativeSource


def stand_still():
    """Waits end at once; elapsed seconds, which a state keeps, are one."""
    wait = time.sleep
    time.sleep = lambda _: wait(0.0002)
    concurrent_partition_cursor.Timer.finish = lambda self: 1
    for name in ("AbstractAPIBudget", "APIBudget", "HttpAPIBudget"):
        if hasattr(call_rate, name):
            getattr(call_rate, name).acquire_call = lambda *args, **kwargs: None


def redirect(rewrite):
    send = requests.adapters.HTTPAdapter.send

    def send_to_script(self, request, **options):
        url = request.url
        parts = urlsplit(url)
        request.url = rewrite.replace("{host}", parts.netloc) + (parts.path or "/")
        request.url += "?" + parts.query if parts.query else ""
        try:
            response = send(self, request, **{**options, "proxies": None})
            response.url = url
            return response
        finally:
            request.url = url

    requests.adapters.HTTPAdapter.send = send_to_script


def run(job, write):
    with open(job["manifest"], encoding="utf-8") as file:
        manifest = json.loads(json.dumps(safe_load_yaml(file.read()), default=str))
    arguments = [job["verb"]]
    for option in ("config", "catalog", "state"):
        if job.get(option) and (job["verb"] == "read" or option == "config" and job["verb"] != "spec"):
            arguments += ["--" + option, job[option]]
    try:
        reads = job["verb"] == "read"
        source = Source(
            catalog=Source.read_catalog(job["catalog"]) if reads else None,
            config=None if job["verb"] == "spec" else json.load(open(job["config"], encoding="utf-8")),
            state=Source.read_state(job["state"]) if reads and job.get("state") else [],
            source_config=manifest,
            config_path=job["config"],
        )
        entrypoint = AirbyteEntrypoint(source)
        for message in entrypoint.run(entrypoint.parse_args(arguments)):
            write(message)
        return 0
    except BaseException as failure:  # Whatever ends a connector: its message, and exit code 1.
        traced = failure
        if not isinstance(failure, AirbyteTracedException):
            traced = AirbyteTracedException.from_exception(failure)
        write(AirbyteEntrypoint.airbyte_message_to_string(traced.as_airbyte_message()))
        return 1


def child(job):
    signal.signal(signal.SIGALRM, lambda *_: os._exit(TIMED_OUT))
    signal.alarm(SECONDS_MAX)
    stand_still()
    redirect(job["rewrite"])
    # Some messages, CONTROL among them, are printed and not given to the caller.
    os.dup2(os.open(job["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND), 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with time_machine.travel(NOW, tick=False):
        code = run(job, lambda message: print(message.rstrip("\n")))
    sys.stdout.flush()
    os._exit(code)


def main():
    schema = source_module.get_declarative_component_schema()
    source_module.get_declarative_component_schema = lambda: schema
    logging.disable(logging.CRITICAL)
    print("ready", flush=True)
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            child(json.loads(line))
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
