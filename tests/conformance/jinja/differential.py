"""Makes random templates and compares what Levada and the original make of them.

Usage: python3 differential.py --binary levada [--env plain] [--seed 1] [--count 3000] [--strict] [--show 20]
       python3 differential.py --binary levada --env cdk --recorded FILE
       python3 differential.py --env cdk --seed 1 --count 1000 --record FILE

--env       plain (jinja2), dbt, dbt_parse, dbt_native (dbt-core), cdk (airbyte-cdk)
--strict    errors are compared by Python's class, not only by kind: syntax, undefined, security, other
--record    asks the original only and writes templates and answers: airbyte-cdk and dbt-core are too big for every run
--recorded  compares with such a file; the original need not be there
Exit code 0: the same, 1: differences (each is printed whole), 77: the original is not installed, nothing was compared.
"""

import argparse
import copy
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import warnings

import environments
import vocabulary
from statements import Templates

MEMORY_BYTES_MAX = 8 << 30
TEMPLATE_SECONDS_MAX = 5
RECORDED_TEMPLATE_SIZE_MAX = 300
# Addresses differ from run to run; how pytz writes its own zones is not followed.
UNSTABLE = re.compile(r" at 0x|0x7f|<generator|<filter object|<built-in|<method|<slot|<bound|<async_gen|<function|<Cycler|<Joiner|tzinfo=<Dst|method-wrapper", re.IGNORECASE)


# jinja2 raises the first because of the second, and root_of() sees through it.
SAME_ERRORS = {("FilterArgumentError", "TypeError"), ("TemplateAssertionError", "TemplateSyntaxError")}


class TooLong(BaseException):
    pass


def stop(_signal, _frame):
    raise TooLong()


def context_of(name):
    """dbt's functions are variables too: what would hide one is left out."""
    if name == "plain" or name == "cdk":
        return vocabulary.CONTEXT
    return {key: value for key, value in vocabulary.CONTEXT.items() if key not in ("config",)}


def answer(original, text, context):
    try:
        return {"output": environments.encode(original.render(text, copy.deepcopy(context)))}
    except Exception as error:  # Whatever the original raises is the answer.
        root = environments.root_of(error)
        return {"error": type(root).__name__, "message": str(root)[:200]}


def bounded_answer(original, text, context):
    """None when the original takes too long or too much."""
    signal.alarm(TEMPLATE_SECONDS_MAX)
    try:
        return answer(original, text, context)
    except TooLong:
        return None
    finally:
        signal.alarm(0)


def same(want, got, is_strict):
    if "error" in want:
        if is_strict:
            return got.get("error") == want["error"] or (got.get("error"), want["error"]) in SAME_ERRORS
        return "error" in got and environments.KINDS.get(got["error"], "other") == environments.KINDS.get(want["error"], "other")
    return json.dumps(got.get("output", "no output")) == json.dumps(want["output"]) and "error" not in got


def levada(binary, name, templates, context):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as cases:
        for number, text in enumerate(templates):
            cases.write(json.dumps({"id": str(number), "template": text, "context": context}) + "\n")
        cases.flush()
        environment = {**os.environ, "TZ": "UTC", "DBT_KIT_VAR": "from env", "DBT_KIT_NUM": "5"}
        done = subprocess.run([binary, "jinja", "--env", name, "--cases", cases.name], capture_output=True, check=True, env=environment)
    lines = (json.loads(line) for line in done.stdout.decode("utf-8").splitlines())
    return {line["id"]: line for line in lines}


def is_comparable(want):
    return want is not None and want.get("error") not in ("MemoryError", "TooLong") and not UNSTABLE.search(json.dumps(want.get("output", "")))


def recorded_answers(path):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row.pop("template") for row in rows], rows


def record(options):
    original = environments.NAMES[options.env]()
    templates = [text for text in made_templates(options) if len(text) <= RECORDED_TEMPLATE_SIZE_MAX]
    with open(options.record, "w", encoding="utf-8") as out:
        for text in templates:
            want = bounded_answer(original, text, context_of(options.env))
            if is_comparable(want) and "set(" not in text:
                want.pop("message", None)
                out.write(json.dumps({"template": text, **want}, ensure_ascii=False) + "\n")
    return 0


def made_templates(options):
    kind = environments.KINDS_OF[options.env]
    maker = Templates(options.seed, kind.words, kind.has_range, kind.tags_more)
    return [maker.template() for _ in range(options.count)]


def answers(options):
    """Templates, and what the original makes of each: None where it cannot be compared."""
    if options.recorded:
        return recorded_answers(options.recorded)
    original = environments.NAMES[options.env]()
    templates = made_templates(options)
    return templates, (bounded_answer(original, text, context_of(options.env)) for text in templates)


def compare(options):
    templates, wanted = answers(options)
    # What the original does not finish may run for a minute here, until it meets a limit. All others are rendered.
    ended = [(text, want) for text, want in zip(templates, wanted) if want is not None]
    got = levada(options.binary, options.env, [text for text, _ in ended], context_of(options.env))
    compared, differences, errors = 0, 0, 0
    for number, (text, want) in enumerate(ended):
        if not is_comparable(want):
            continue
        compared += 1
        errors += "error" in want
        if not same(want, got.get(str(number), {}), options.strict):
            differences += 1
            if differences <= options.show:
                print(f"template {text!r}\n  wanted {want}\n  found  {got.get(str(number))}")
    print(f"env {options.env}, {options.recorded or f'seed {options.seed}'}: {len(templates)} templates, {compared} compared ({errors} of them errors), {differences} differences")
    return differences


def main():
    parser = argparse.ArgumentParser(description="Compares random templates with the original's answers.")
    parser.add_argument("--binary")
    parser.add_argument("--env", default="plain", choices=sorted(environments.NAMES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--show", type=int, default=50)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--record")
    parser.add_argument("--recorded")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    os.environ["TZ"] = "UTC"
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    signal.signal(signal.SIGALRM, stop)
    try:
        if options.record:
            return record(options)
        return 1 if compare(options) else 0
    except ImportError as error:
        print(f"skipped: {error}")
        return 77


if __name__ == "__main__":
    sys.exit(main())
