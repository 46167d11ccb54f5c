"""Makes random templates and compares what Levada and PyPI's jinja2 make of them.

Usage: python3 differential.py --binary levada_jinja_cases [--seed 1] [--count 3000] [-v]

Exit code 0: the same, 1: differences (each is printed whole), 77: jinja2 is not installed, nothing was compared.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile

CONTEXT = {
    "n": 7, "neg": -3, "z": 0, "f": 2.5, "s": "Hello World", "e": "", "num": "42", "l": [3, 1, 2], "el": [], "ls": ["b", "A", "c"],
    "d": {"b": 1, "a": 2, "C": 3}, "nest": [[1, 2], [3, 4]], "u": "\u017elu\u0165 \U0001f600", "no": None, "t": True,
    "rows": [{"name": "ann", "age": 30, "g": "x"}, {"name": "Bob", "age": 25, "g": "y"}, {"name": "cid", "age": 30, "g": "x"}],
    "big": 123456789012345678901234567890, "multi": "line one\nline two\n\nline four", "html": "<a href=\"x\">T & 'q'</a>",
}
KINDS = {
    "TemplateSyntaxError": "syntax", "TemplateAssertionError": "syntax", "SyntaxError": "syntax", "UndefinedError": "undefined",
}
TEXT_FILTERS = ["upper", "lower", "title", "capitalize", "trim", "length", "reverse", "list", "escape", "wordcount", "urlencode",
                "string", "int", "float", "first", "last", "striptags", "default('x')", "replace('o', '0')", "center(9)", "indent(2)",
                "truncate(6)", "wordwrap(5)", "tojson", "pprint", "unique | list", "sort", "batch(2) | list", "join('-')"]
LIST_FILTERS = ["length", "list", "first", "last", "join(', ')", "reverse | list", "sort", "sum", "min", "max", "unique | list", "tojson",
                "batch(2) | list", "slice(2) | list", "map('string') | list", "select | list", "reject | list", "pprint", "string"]
NUMBER_FILTERS = ["abs", "round", "round(1)", "int", "float", "string", "filesizeformat", "default(1)"]
METHODS = ["upper()", "split()", "split('o')", "strip()", "title()", "find('o')", "count('l')", "replace('l', 'L')", "startswith('H')",
           "zfill(14)", "partition('o')", "isalpha()", "center(15, '*')", "encode()", "swapcase()", "rsplit('o', 1)", "splitlines()"]
TESTS = ["defined", "none", "string", "number", "odd", "even", "iterable", "mapping", "sequence", "true", "integer", "divisibleby(2)"]
FORMATS = ["'%s' % {0}", "'%r|%5s' % ({0}, {0})", "'{{}}'.format({0})", "'{{:>12}}|'.format({0} | string)", "'%05.1f' % {1}", "'{{:,}}'.format({1})"]


class Maker:
    """Makes expressions of a kind that often succeeds, and blocks with white space control around them."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, items):
        return self.random.choice(items)

    def number(self, depth):
        simple = ["n", "neg", "z", "f", "1", "2", "10", "0.5", "big", "t", "l[0]", "rows[1].age", "-2", "7.25"]
        if depth <= 0:
            return self.pick(simple)
        return self.pick([
            lambda: f"({self.number(depth - 1)} {self.pick(['+', '-', '*', '/', '//', '%'])} {self.number(depth - 1)})",
            lambda: f"({self.number(depth - 1)} | {self.pick(NUMBER_FILTERS)})",
            lambda: f"({self.sequence(depth - 1)} | length)",
            lambda: f"(-{self.number(depth - 1)})",
            lambda: self.pick(simple),
        ])()

    def text(self, depth):
        simple = ["s", "e", "num", "u", "multi", "html", "'a,b'", "'x'", "\"it's\"", "ls[1]", "rows[0].name", "'\\n\\u00e9'"]
        if depth <= 0:
            return self.pick(simple)
        return self.pick([
            lambda: f"({self.any(depth - 1)} ~ {self.any(depth - 1)})",
            lambda: f"({self.text(depth - 1)} | {self.pick(TEXT_FILTERS)})",
            lambda: f"{self.pick(simple)}.{self.pick(METHODS)}",
            lambda: f"{self.pick(simple)}[{self.pick(['1:', ':-1', '::2', '::-1', '0', '-1', '2:4', '99'])}]",
            lambda: "(" + self.pick(FORMATS).format(self.any(depth - 1), self.number(depth - 1)) + ")",
            lambda: self.pick(simple),
        ])()

    def sequence(self, depth):
        simple = ["l", "el", "ls", "nest", "rows", "range(4)", "[1, 'a', none]", "(1, 2)", "d", "s", "d.items()"]
        if depth <= 0:
            return self.pick(simple)
        return self.pick([
            lambda: f"({self.sequence(depth - 1)} | {self.pick(LIST_FILTERS)})",
            lambda: f"[{self.any(depth - 1)}, {self.any(depth - 1)}]",
            lambda: f"{{'k': {self.any(depth - 1)}, 'q': {self.any(depth - 1)}}}",
            lambda: f"(rows | map(attribute='{self.pick(['name', 'age', 'zz'])}') | list)",
            lambda: f"(rows | {self.pick(['sort', 'groupby'])}(attribute='{self.pick(['name', 'g'])}'))",
            lambda: f"(l + {self.pick(['ls', 'el', 'nest'])})",
            lambda: self.pick(simple),
        ])()

    def condition(self, depth):
        return self.pick([
            lambda: f"({self.any(depth - 1)} {self.pick(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'])} {self.any(depth - 1)})",
            lambda: f"({self.any(depth - 1)} is {self.pick(['', 'not '])}{self.pick(TESTS)})",
            lambda: f"(not {self.any(depth - 1)})",
            lambda: f"({self.any(depth - 1)} {self.pick(['and', 'or'])} {self.any(depth - 1)})",
        ])()

    def any(self, depth):
        if depth > 0 and self.random.random() < 0.12:
            return f"({self.any(depth - 1)} if {self.condition(depth - 1)} else {self.any(depth - 1)})"
        if self.random.random() < 0.04:
            return self.pick(["missing", "missing.x", "d.zz", "no", "loop.index", "v"])
        return self.pick([self.number, self.text, self.sequence, self.condition if depth > 0 else self.text])(depth)

    def tag(self, body):
        return "{%" + self.pick(["", "-", "+"]) + f" {body} " + self.pick(["", "-"]) + "%}"

    def block(self, depth):
        expression = "{{" + self.pick(["", "-"]) + f" {self.any(2)} " + self.pick(["", "-"]) + "}}"
        if depth <= 0:
            return self.pick([expression, " text ", "\n", "  \n x", "{# note #}", "{#- note -#}"])
        inner = lambda: "".join(self.block(depth - 1) for _ in range(self.random.randint(1, 3)))
        return self.pick([
            lambda: self.tag(f"if {self.condition(2)}") + inner() + self.tag("else") + inner() + self.tag("endif"),
            lambda: self.tag(f"for v in {self.sequence(1)}" + self.pick(["", " if v"])) + inner() + self.pick(["", self.tag("else") + inner()]) + self.tag("endfor"),
            lambda: self.tag(f"set v = {self.any(2)}") + inner(),
            lambda: self.tag("set v") + inner() + self.tag("endset") + "[{{ v }}]",
            lambda: self.tag(f"with v = {self.any(1)}") + inner() + self.tag("endwith"),
            lambda: self.tag(f"filter {self.pick(['upper', 'trim', 'replace(1, 2)', 'indent'])}") + inner() + self.tag("endfilter"),
            lambda: self.tag("macro m(a, b='d')") + inner() + "{{ a }}{{ b }}" + self.tag("endmacro") + "{{ m(" + self.pick(["", "1", "b=2", "1, 2", "1, 2, 3"]) + ") }}",
            lambda: expression,
        ])()

    def template(self):
        if self.random.random() < 0.6:
            return "{{ " + self.any(3) + " }}"
        return "".join(self.block(2) for _ in range(self.random.randint(1, 3)))


def answer(environment, text):
    try:
        return {"output": environment.from_string(text).render(json.loads(json.dumps(CONTEXT)))}
    except Exception as error:  # Whatever jinja2 raises is the answer.
        return {"error": type(error).__name__}


def same(want, got):
    if "error" in want:
        kind = KINDS.get(want["error"], "other")
        return "error" in got and KINDS.get(got["error"], "other") == kind
    return got.get("output") == want["output"]


def run(binary, templates):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as cases:
        for number, text in enumerate(templates):
            cases.write(json.dumps({"id": str(number), "template": text, "context": CONTEXT}) + "\n")
        cases.flush()
        done = subprocess.run([binary, "jinja", "--env", "plain", "--cases", cases.name], capture_output=True, check=True)
    lines = (json.loads(line) for line in done.stdout.decode("utf-8").splitlines())
    return {line["id"]: line for line in lines}


def is_comparable(want):
    """Addresses and the order of sets differ from run to run; complex numbers are not part of Levada."""
    output = want.get("output", "")
    return " at 0x" not in output and "j)" not in output


def main():
    parser = argparse.ArgumentParser(description="Compares random templates with PyPI's jinja2.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3000)
    arguments = parser.parse_args()
    try:
        import jinja2
    except ImportError:
        print("skipped: jinja2 is not installed")
        return 77
    maker = Maker(arguments.seed)
    templates = [maker.template() for _ in range(arguments.count)]
    got = run(arguments.binary, templates)
    environment = jinja2.Environment()
    differences = 0
    for number, text in enumerate(templates):
        want = answer(environment, text)
        if is_comparable(want) and not same(want, got.get(str(number), {})):
            differences += 1
            print(f"template {text!r}\n  jinja2 {want}\n  levada {got.get(str(number))}")
    print(f"seed {arguments.seed}: {arguments.count} templates, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
