"""Random templates of the Jinja language: blocks with white space control around expressions, and broken ones."""

import vocabulary as words
from expressions import Expressions

PIECES = ["{{", "}}", "{%", "%}", "{#", "#}", "-", "+", " ", "\n", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|", "~", "*", "**", "/", "//", "%", "=", "==", "!", "<", "not",
          "and", "or", "is", "in", "if", "else", "endif", "for", "endfor", "set", "raw", "'", "\"", "\\", "1", "1.", ".5", "1e", "0x", "a", "none", "\u00e9", "#", "##", "$", "@"]


class Templates:
    """Makes templates. `tags_more` are the statements that only some environments know: do, break, continue."""

    def __init__(self, seed, extras=None, has_range=True, tags_more=False):
        self.expressions = Expressions(seed, extras, has_range)
        self.random = self.expressions.random
        self.pick = self.expressions.pick
        self.chance = self.expressions.chance
        self.tags_more = tags_more
        self.loops, self.blocks = 0, 0

    def any(self, depth=2):
        return self.expressions.any(depth)

    def tag(self, body):
        end = ["", "", "-", "+"] if self.is_wild() or body != "raw" else ["", "", "-"]  # raw +%} is no tag.
        return "{%" + self.pick(["", "", "-", "+"]) + f" {body} " + self.pick(end) + "%}"

    def is_wild(self):
        return self.expressions.is_wild

    def named(self, end, name):
        """An end tag with a name behind it: right only for a block, and only with the block's own."""
        return self.tag(self.pick([end, f"{end} {name}"]) if self.is_wild() or end == "endblock" else end)

    def space(self):
        return self.pick(["", "", " ", "\n", "  \n ", "x", " text ", "\n\n", "\t", "a\r\nb"])

    def output(self, depth=2):
        if self.loops and self.chance(0.4):
            attribute = self.expressions.fill(self.pick(words.LOOP_ATTRIBUTES), 1)
            return "{{ " + self.pick([f"loop.{attribute}", "v", "v ~ loop.index", "loop.index0 * 2", "(k, v)", "v.name", "v[0]"]) + " }}"
        ends = ["", "-", "+"] if self.is_wild() else ["", "", "-"]  # {{+ is a sign, and +}} no end.
        return "{{" + self.pick(ends) + f" {self.any(depth)} " + self.pick(ends) + "}}"

    def inner(self, depth):
        return "".join(self.space() + self.block(depth - 1) for _ in range(self.random.randint(1, 3))) + self.space()

    def loop(self, depth):
        target, source = self.pick([("v", self.expressions.sequence(1)), ("v", self.expressions.sequence(0)), ("k, v", f"({self.expressions.mapping(1)}).items()"), ("k, v", "nest"),
                                    ("(k, v)", self.expressions.sequence(1) if self.is_wild() else "d.items()"), ("k, (v, w)", "[[1, [2, 3]]]"), ("v", "rows"), ("v", self.expressions.mapping(0)), ("v", "tree")])
        clause = self.pick(["", "", "", f" if {self.expressions.condition(1)}", " if v"] + ([" if loop.index", " if v is odd"] if self.is_wild() else []))
        is_recursive = self.chance(0.15)
        self.loops += 1
        body = self.inner(depth)
        if is_recursive:
            body += "{% if v.c %}<{{ loop(v.c) }}>{% endif %}" if source == "tree" else self.pick(["", "{% if v is sequence and v is not string %}({{ loop(v) }}){% endif %}"])
        if self.tags_more and self.chance(0.3):
            body += self.tag(f"if {self.pick(['loop.index > 1', 'v', self.expressions.condition(1)])}") + self.tag(self.pick(["break", "continue"])) + self.tag("endif") + self.inner(depth)
        self.loops -= 1
        otherwise = self.pick(["", "", self.tag("else") + self.inner(depth)])
        return self.tag(f"for {target} in {source}{clause}{' recursive' if is_recursive else ''}") + body + otherwise + self.tag("endfor")

    def macro(self, depth):
        name = self.pick(["m", "m", "helper"])
        parameters = self.pick(["", "a", "a, b=2", f"a, b={self.any(1)}, c=a", "a=1, b='d'", "a, caller=none"] + (["caller", "varargs"] if self.is_wild() else []))
        loops, self.loops = self.loops, 0
        body = self.inner(depth) + self.pick(["", "{{ a }}", "{{ b }}{{ a }}", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}", "{{ caller(1, x=2) }}", "{{ caller is defined }}",
                                              f"{{{{ {name}.name }}}}", "{{ varargs | length }}{{ kwargs | dictsort }}"])
        self.loops = loops
        arguments = self.pick(["", "1", "b=2", "1, 2", "1, 2, 3", "x=1", f"{self.any(1)}", f"*{self.expressions.sequence(0)}", f"**{self.expressions.mapping(0)}", "1, a=2", "*[1], b=3",
                               f"{self.any(1)}, x={self.any(1)}", "1, caller=2", "*missing"])
        use = self.pick([
            lambda: "{{ " + f"{name}({arguments})" + self.pick(["", " | upper", " ~ 'x'", " | length", ".zz", " is string", " is escaped"]) + " }}",
            lambda: self.tag(f"call{self.pick(['', '(x)', '(x, y=3)'] + (['(*x)'] if self.is_wild() else []))} {name}({arguments})") + self.inner(depth) + self.pick(["", "{{ x }}", "{{ y }}"]) + self.tag("endcall"),
            lambda: "{{ " + f"{name}.{self.pick(['name', 'arguments', 'catch_kwargs', 'catch_varargs', 'caller', 'defaults', 'zz'])}" + " }}",
        ])()
        return self.tag(f"macro {name}({parameters})") + body + self.named("endmacro", name) + use

    def assignment(self, depth):
        return self.pick([
            lambda: self.tag(f"set v = {self.any()}") + "{{ v }}",
            lambda: self.tag(f"set k, v = {self.pick(['1, 2', 'nest[0]', self.expressions.sequence(1) if self.is_wild() else 'nest[1]', '(1, [2])'])}") + "{{ k }}{{ v }}",
            lambda: self.tag(f"set v{self.pick(['', ' | upper', ' | trim | length', ' | replace(1, 2)', ' | default(3)', ' | zz'])}") + self.inner(depth) + self.tag("endset") + "[{{ v }}]",
            lambda: "{% set ns = namespace(x=0, y=[]) %}" + self.tag(f"for v in {self.expressions.sequence(1)}") + self.pick(
                ["{% set ns.x = ns.x + 1 %}", "{% set ns.x = v %}", "{% set ns.x = ns.x ~ v %}", "{% set ns.y = ns.y + [v] %}", "{% set ns.x %}<{{ v }}>{% endset %}"]) + self.tag("endfor") + "{{ ns.x }}{{ ns.y }}",
            lambda: self.tag(f"set {self.pick(['d.a', 'd[1]', 'none', 'x.y', 'loop', '1', '(k, v)', 'ns.x, v', 'self', 'n'] if self.is_wild() else ['n', 'x', 's'])} = {self.any(1)}") + self.pick(["", "{{ n }}"]),
        ])()

    def block(self, depth):
        if depth <= 0:
            return self.pick([self.output, self.output, self.space, lambda: "{#" + self.pick(["", "-", "+"]) + " note " + self.pick(["", "-"]) + "#}"])()
        choices = [
            lambda: self.tag(f"if {self.expressions.condition(2)}") + self.inner(depth) + self.pick(["", self.tag(f"elif {self.expressions.condition(1)}") + self.inner(depth)]) +
            self.pick(["", self.tag("else") + self.inner(depth)]) + self.tag("endif"),
            lambda: self.loop(depth),
            lambda: self.loop(depth),
            lambda: self.assignment(depth),
            lambda: self.macro(depth),
            lambda: self.tag(f"with {self.pick(['v = ' + self.any(1), 'v = 1, k = v', 'k = ' + self.any(1) + ', v = k', ''])}") + self.inner(depth) + "{{ v }}" + self.tag("endwith"),
            lambda: self.tag("filter " + self.pick(["upper", "trim", "replace(1, 2)", "indent", "e", "length", "zz", "upper | lower", "truncate(9)", "wordwrap(4)", "title", "striptags", "list"] if self.is_wild() else ["upper", "trim", "replace('a', 'b')", "indent", "e", "upper | lower", "truncate(9)", "wordwrap(4)", "title"])) +
            self.inner(depth) + self.tag("endfilter"),
            lambda: self.tag("raw") + self.pick(["{{ x }}", " {% if %} ", "{# #}", "\n a \n", "}}{{"]) + self.tag("endraw"),
            lambda: self.block_tag(depth),
            lambda: self.tag(f"autoescape {self.pick(['true', 'false', 't', 'no'])}") + self.inner(depth) + "{{ html }}{{ html | safe }}{{ '<' ~ html }}" + self.tag("endautoescape"),
            lambda: self.tag(f"print {self.any(1)}{self.pick(['', ', ' + self.any(1)])}"),
            self.output,
        ]
        if self.chance(0.03 if self.is_wild() else 0.003):
            return self.tag(self.pick(["include 'x'", "include 'x' ignore missing", "include ['a', 'b'] ignore missing with context", "import 'x' as y", "from 'x' import a, b as c", "extends 'x'",
                                       "include missing", "from 'x' import a with context", "include ''", "import missing as m without context"]))
        if self.tags_more:
            choices.append(lambda: self.tag(f"do {self.pick(['l.append(', 'd.update(x=', 'ls.insert(0, '])}{self.any(1)})") + "{{ l }}{{ d }}")
            choices.append(lambda: self.tag(f"do {self.any(1)}"))
        return self.pick(choices)()

    def block_tag(self, depth):
        self.blocks += 1
        name = self.pick(["b", "c", "b", "c"]) if self.is_wild() else f"b{self.blocks}"
        kind = self.pick(["", "", " scoped", " required", " scoped required"]) if self.is_wild() else self.pick(["", "", " scoped"])
        use = self.pick(["", "", "{{ self.b() }}", "{{ self.c() | length }}"]) if self.is_wild() else self.pick(["", "", f"{{{{ self.{name}() }}}}"])
        return self.tag(f"block {name}{kind}") + self.inner(depth) + self.named("endblock", name if not self.is_wild() else self.pick([name, "b"])) + use

    def broken(self, text):
        """The text with a piece cut out, doubled or put in: mostly an error of syntax, and which one counts."""
        for _ in range(self.random.randint(1, 2)):
            at = self.random.randint(0, len(text))
            size = self.random.randint(1, 3)
            text = self.pick([text[:at] + text[at + size:], text[:at] + self.pick(PIECES) + text[at:], text[:at] + text[at:at + 8] + text[at:]])
        return text

    def template(self):
        self.loops, self.blocks = 0, 0
        self.expressions.is_wild = self.chance(0.33)
        kind = self.random.random()
        if kind < 0.15:
            text = self.expressions.shape()
        elif kind < 0.5:
            text = "{{ " + self.any(self.pick([1, 1, 2, 2, 3])) + " }}"
        elif kind < 0.55:
            text = self.pick(["", "a ", "\n"]) + "{{ " + self.any(2) + " }}" + self.pick(["", " b", "\n", "\n\n", "\r\n"])
        else:
            text = "".join(self.space() + self.block(self.pick([1, 2, 2, 3])) for _ in range(self.random.randint(1, 3))) + self.space()
        return self.broken(text) if self.expressions.is_wild and self.chance(0.2) else text
