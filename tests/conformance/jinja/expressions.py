"""Random expressions of the Jinja language: numbers, texts, sequences, mappings, conditions.

Two thirds of the templates are tame: types fit and what always fails is left out, as in templates that people use. The
rest are wild: anything may stand anywhere."""

import random
import re

import vocabulary as words

HOLE = re.compile(r"\{([nisqdaftcDT])\}")


class Expressions:
    """Makes expressions; every choice comes from one seeded source. `extras` adds what an environment has of its own."""

    def __init__(self, seed, extras=None, has_range=True):
        self.random = random.Random(seed)
        self.extras = extras or {}
        self.has_range = has_range
        self.is_wild = True

    def word(self, items):
        """One of the items; in a tame template none that always fails."""
        item = self.pick(items)
        while not self.is_wild and item in words.FAILING:
            item = self.pick(items)
        return item

    def pick(self, items):
        return items[int(self.random.random() * len(items))]

    def chance(self, share):
        return self.random.random() < share

    def fill(self, pattern, depth):
        """The pattern with its holes filled, {{ and }} as in str.format."""
        make = {"n": self.number, "i": self.small, "s": self.text, "q": self.sequence, "d": self.mapping, "a": self.any, "t": self.test_arguments,
                "f": lambda depth: self.word(words.FILTER_NAMES), "c": lambda depth: self.date_format(), "D": lambda depth: self.pick(words.DATE_TEXTS),
                "T": lambda depth: self.fill(self.pick(self.extras["moment"]), depth)}
        return HOLE.sub(lambda hole: make[hole.group(1)](depth - 1), pattern).replace("{{", "{").replace("}}", "}")

    def simple(self, kind, plain):
        extra = self.extras.get(kind)
        if extra and self.chance(0.3):
            return self.fill(self.pick(extra), 1)
        return self.pick(plain)

    def date_format(self):
        return "".join(self.pick(["%", "%", "%", "-%", "T%", " %"]) + self.pick(words.CODES) for _ in range(self.pick([1, 1, 2, 3])))

    def small(self, depth):
        return self.pick(words.SMALL_INTEGERS)

    def test_arguments(self, depth):
        return self.fill(self.word(words.TEST_ARGUMENTS), depth)

    def number(self, depth):
        if depth <= 0:
            return self.simple("number", words.NUMBERS)
        return self.pick([
            lambda: f"({self.number(depth - 1)} {self.pick(['+', '-', '*', '/', '//', '%'])} {self.number(depth - 1)})",
            lambda: f"{self.number(0)} {self.pick(['+', '-', '*', '//', '%', '/'])} {self.number(0)} {self.pick(['+', '-', '*', '**'])} {self.small(0)}",
            lambda: f"({self.number(0)} ** {self.small(0)})",
            lambda: f"({self.number(depth - 1)} | {self.fill(self.word(words.NUMBER_FILTERS), depth)})",
            lambda: f"({self.sequence(depth - 1)} | length)",
            lambda: f"({self.pick(['-', '+', '- -'])}{self.number(depth - 1)})",
            lambda: f"({self.number(depth - 1)}).{self.fill(self.word(words.NUMBER_METHODS), depth)}",
            lambda: f"({self.text(depth - 1)} | {self.pick(['int', 'float', 'length'])})",
            lambda: self.simple("number", words.NUMBERS),
        ])()

    def percent(self):
        if not self.is_wild:
            return self.pick(words.PERCENTS)
        key = self.pick(["", "", "", "", "(a)", "(x)"])
        flags = "".join(self.pick(["", "", "#", "0", "-", " ", "+"]) for _ in range(2))
        width = self.pick(["", "", "8", "12", "3", "*"])
        precision = self.pick(["", "", ".2", ".0", ".10", ".", ".*"])
        return "%" + key + flags + width + precision + self.pick(["", "", "", "l"]) + self.pick(words.PERCENT_KINDS)

    def percent_format(self, depth):
        text = self.pick(["", "a "]) + self.percent() + self.pick(["", "", "|" + self.percent(), "%%"])
        count = text.count("%") - 2 * text.count("%%") + text.count("*")
        if not self.is_wild and "(" not in text:
            values = "(" + "".join(self.number(depth - 1) + ", " for _ in range(count)) + ")"
        elif "(" in text:
            values = self.pick([f"{{'a': {self.any(depth - 1)}, 'x': {self.number(depth - 1)}}}", self.mapping(0)])
        elif count == 1 and self.chance(0.6):
            values = self.pick([self.number, self.any])(depth - 1)
        else:
            values = "(" + "".join(self.pick([self.number, self.any])(depth - 1) + ", " for _ in range(max(count, 1) + self.pick([0, 0, 0, 0, -1, 1]))) + ")"
        return f"('{text}' % {values})"

    def format_spec(self):
        if not self.is_wild:
            return self.pick(words.FORMAT_SPECS)
        fill = self.pick(["", "", "", "*<", "0>", "x^", "_=", "<", ">", "^", "="])
        return (fill + self.pick(["", "", "+", "-", " "]) + self.pick(["", "", "z"]) + self.pick(["", "", "#"]) + self.pick(["", "", "0"]) +
                self.pick(["", "", "6", "14", "1"]) + self.pick(["", "", ",", "_"]) + self.pick(["", "", ".2", ".0", ".12", ".5"]) + self.pick(words.FORMAT_KINDS))

    def brace_format(self, depth):
        fields = []
        for _ in range(self.pick([1, 1, 2])):
            if not self.is_wild:
                fields.append("{" + self.pick(["", "!r", "!s", ":" + self.format_spec(), ":" + self.format_spec()]) + "}")
                continue
            name = self.pick(["", "", "", "0", "1", "x", "x[0]", "0.real", "x[a]", "0[1]", "y.z"])
            conversion = self.pick(["", "", "", "", "!r", "!s", "!a"])
            spec = ":" + self.pick([self.format_spec(), self.format_spec(), "{1}", "{w}"]) if self.chance(0.7) else ""
            fields.append("{" + name + conversion + spec + "}")
        text = self.pick(["", "{{", "a}}"]) + self.pick(["|", " "]).join(fields)
        values = ", ".join(self.pick([self.number, self.number, self.any])(depth - 1) for _ in range(self.pick([1, 2, 2])))
        return f"'{text}'.format({values}, x={self.any(depth - 1)}{self.pick(['', ', w=8'])})"

    def slice(self):
        part = lambda: self.pick(["", "", self.small(0), "none"])
        return self.pick([
            lambda: part() + ":" + part(),
            lambda: part() + ":" + part() + ":" + self.pick(["", self.small(0), "2", "-1"]),
            lambda: self.small(0),
            lambda: self.small(0) if not self.is_wild else self.pick(["99", "'a'", "-99", "1.0", "true", "none", "1, 2", "::2, 1"]),
        ])()

    def text(self, depth):
        if depth <= 0:
            return self.simple("text", words.TEXTS)
        return self.pick([
            lambda: f"({self.any(depth - 1)} ~ {self.any(depth - 1)})",
            lambda: f"({self.text(depth - 1)} | {self.fill(self.word(words.TEXT_FILTERS + self.extras.get('text_filter', [])), depth)})",
            lambda: f"({self.text(depth - 1)}).{self.fill(self.word(words.TEXT_METHODS), depth)}",
            lambda: f"({self.text(depth - 1)}).{self.fill(self.word(words.TEXT_METHODS), depth)}",
            lambda: f"({self.text(depth - 1)})[{self.slice()}]",
            lambda: self.percent_format(depth),
            lambda: self.brace_format(depth),
            lambda: f"({self.text(depth - 1)} {self.pick(['+', '*', '%'])} {self.pick([self.text, self.small, self.any])(depth - 1)})" if self.is_wild else self.pick(
                [lambda: f"({self.text(depth - 1)} + {self.text(depth - 1)})", lambda: f"({self.text(depth - 1)} * {self.small(0)})"])(),
            lambda: self.simple("text", words.TEXTS),
        ])()

    def sequence(self, depth):
        plain = words.SEQUENCES + (words.PLAIN_SEQUENCES if self.has_range else [])
        if depth <= 0:
            return self.simple("sequence", plain)
        return self.pick([
            lambda: f"({self.sequence(depth - 1)} | {self.fill(self.word(words.LIST_FILTERS + self.extras.get('list_filter', [])), depth)})",
            lambda: f"({self.sequence(depth - 1)} | {self.fill(self.word(words.LIST_FILTERS), depth)})",
            lambda: f"({self.sequence(depth - 1)}).{self.fill(self.word(words.LIST_METHODS), depth)}",
            lambda: f"({self.sequence(depth - 1)})[{self.slice()}]",
            lambda: f"[{self.any(depth - 1)}, {self.any(depth - 1)}{self.pick(['', ',', ', '])}]",
            lambda: f"({self.any(depth - 1)}, {self.any(depth - 1)})",
            lambda: f"({self.sequence(depth - 1)} {self.pick(['+', '*', '+'])} {self.pick([self.sequence, self.small])(depth - 1)})" if self.is_wild else
            f"({self.pick(words.LISTS)} + {self.pick(words.LISTS)})",
            lambda: self.simple("sequence", plain),
        ])()

    def mapping(self, depth):
        if depth <= 0:
            return self.simple("mapping", words.MAPPINGS)
        return self.pick([
            lambda: f"{{{self.pick([self.text, self.any])(depth - 1)}: {self.any(depth - 1)}, 'q': {self.any(depth - 1)}}}",
            lambda: f"({self.mapping(depth - 1)} | {self.fill(self.word(words.MAPPING_FILTERS), depth)})",
            lambda: f"({self.mapping(depth - 1)}).{self.fill(self.word(words.MAPPING_METHODS), depth)}",
            lambda: f"dict({self.mapping(0)}, k={self.any(depth - 1)})",
            lambda: f"({self.mapping(depth - 1)})[{self.pick([self.text(0), self.slice(), self.any(0)])}]",
            lambda: self.simple("mapping", words.MAPPINGS),
        ])()

    def condition(self, depth):
        operators = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
        return self.pick([
            lambda: f"({self.any(depth - 1)} {self.pick(operators)} {self.any(depth - 1)})" if self.is_wild else
            f"({self.any(depth - 1)} {self.pick(['==', '!='])} {self.any(depth - 1)})",
            lambda: f"({self.text(0)} {self.pick(['in', 'not in'])} {self.pick([self.text, self.sequence, self.mapping])(0)})",
            lambda: f"({self.number(depth - 1)} {self.pick(operators[:6])} {self.number(depth - 1)})",
            lambda: f"({self.number(0)} {self.pick(operators[:6])} {self.number(0)} {self.pick(operators[:6])} {self.number(0)})",
            lambda: f"({self.any(depth - 1)} is {self.pick(['', 'not '])}{self.fill(self.word(words.TESTS), depth)})",
            lambda: f"(not {self.any(depth - 1)})",
            lambda: f"({self.any(depth - 1)} {self.pick(['and', 'or'])} {self.any(depth - 1)})",
            lambda: f"({self.text(depth - 1)} {self.pick(['in', 'not in', '==', '<'])} {self.text(depth - 1)})",
        ])()

    def call(self, depth):
        return self.pick([
            lambda: f"namespace(a={self.any(depth - 1)}, b=2){self.pick(['.a', '.b', '.zz', ''])}",
            lambda: f"cycler({self.any(depth - 1)}, {self.any(depth - 1)}).{self.pick(['next()', 'current', 'reset()', 'zz'])}",
            lambda: f"joiner({self.text(0)})()",
            lambda: f"dict({self.mapping(depth - 1)})",
            lambda: f"range({self.small(0)}, {self.small(0)}){self.pick(['', '[1]', ' | list', '.start', '[::-1]', '.count(1)', '[-1:]'])}" if self.has_range else "d",
            lambda: f"({self.any(0)})({self.any(0)})",
            lambda: f"{self.pick(['s.upper', 'd.get', 'dict', 'l.index', 's.format', 'm'])}(*{self.sequence(0)}, **{self.mapping(0)})",
        ])()

    def any(self, depth):
        if depth > 0 and self.chance(0.1):
            return f"({self.any(depth - 1)} if {self.condition(depth - 1)}{self.pick([' else ' + self.any(depth - 1), ''])})"
        if self.chance(0.05 if self.is_wild else 0.02):
            return self.pick(words.ODDITIES if self.is_wild else words.MILD_ODDITIES)
        if depth > 0 and self.is_wild and self.chance(0.05):
            return self.call(depth)
        extra = self.extras.get("any")
        if extra and self.chance(0.25):
            return self.fill(self.pick(extra), depth)
        return self.pick([self.number, self.text, self.sequence, self.mapping, self.condition if depth > 0 else self.text])(depth)

    def shape(self):
        """A template as manifests and dbt projects have them, with other values in it."""
        text = self.fill(self.pick(words.SHAPES + self.extras.get("shapes", [])), 2)
        for short, tag in (("<<", "{{"), (">>", "}}"), ("<%", "{%"), ("%>", "%}")):
            text = text.replace(short, tag)
        return text
