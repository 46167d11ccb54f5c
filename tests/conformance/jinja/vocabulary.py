"""The words that random templates are made of: the context they see, and the filters, tests and methods with fitting arguments.

In the arguments stand holes that expressions.py fills: {n} a number, {i} a small integer, {s} a text, {q} a sequence, {d} a
mapping, {a} anything, {f} the name of a filter, {t} a test with its arguments, {c} a format of dates, {D} the text of a date, {T} a date and time.
"""

CONTEXT = {
    "n": 7, "neg": -3, "z": 0, "f": 2.5, "tiny": 1e-07, "s": "Hello World", "e": "", "num": "42", "fnum": " -4.25 ", "l": [3, 1, 2],
    "el": [], "ls": ["b", "A", "c"], "mixed": [1, "1", 1.0, None, True, [1], {"k": 1}], "d": {"b": 1, "a": 2, "C": 3}, "ed": {},
    "nest": [[1, 2], [3, 4]], "u": "\u017elu\u0165 \U0001f600", "sharp": "Stra\u00dfe \u01c6 \u0130", "no": None, "t": True, "fa": False,
    "rows": [{"name": "ann", "age": 30, "g": "x"}, {"name": "Bob", "age": 25, "g": "y"}, {"name": "cid", "age": 30, "g": "x"}],
    "big": 123456789012345678901234567890, "inf_text": "inf", "multi": "line one\nline two\n\n  line four\t.", "csv": "a, b,c",
    "html": "<a href=\"x\">T & 'q'</a>", "link": "see https://example.org/a?b=c&d and x@y.org.", "items": [1, "b", 2.5],
    "tree": [{"v": 1, "c": [{"v": 2, "c": []}, {"v": 3, "c": [{"v": 4, "c": []}]}]}, {"v": 5, "c": []}], "date": "2024-02-29T13:45:30.5Z",
    "config": {"start_date": "2024-01-15", "n": 5, "s": "00123", "token": "t\u00f6k&en", "empty": "", "list": ["a", "b"], "flag": False,
               "nested": {"id": 9, "deep": {"x": [1, {"y": "z"}]}}, "camel": "someCamelCaseName", "ts": 1700000000, "fl": 1.5, "nul": None,
               "url": "https://x.org/a?b=c&d=e f", "json": "{\"a\": [1, null]}", "quoted": "it's \"it\""},
    "record": {"id": 12, "name": "R\u00e9ne", "tags": ["x", "y"], "at": "2023-12-31T23:59:59+02:00", "amount": 12.5, "none": None,
               "keys": "own", "text": "{'a': 1}", "deep": {"a": {"b": [10, 20, {"c": True}]}}},
    "stream_slice": {"start_time": "2024-01-01", "end_time": "2024-01-31T00:00:00Z", "id": "p1"},
}

NUMBERS = ["n", "neg", "z", "f", "0", "1", "2", "3", "10", "0.5", "big", "t", "l[0]", "rows[1].age", "-2", "7.25", "1e3", "1_000", "0x1F",
           "0b101", "0o17", "2.0", "-0.0", "1e16", "1.5e300", "123456789.125", "tiny", "0.1", "99999999999999999999", "100", "-1", "1e22",
           "9007199254740993", "4294967296", "-9223372036854775808", "9223372036854775807", "fa"]
SMALL_INTEGERS = ["0", "1", "2", "3", "4", "5", "7", "12", "-1", "-2", "n", "z", "neg", "l[1]", "t"]
TEXTS = ["s", "e", "num", "u", "multi", "html", "csv", "'a,b'", "'x'", "\"it's\"", "ls[1]", "rows[0].name", "'\\n\\u00e9'", "fnum", "sharp",
         "link", "'  pad '", "'%s'", "'{}'", "'abcABC123'", "'\\x41\\t'", "'a' 'b'", "inf_text", "'ǅ'", "'0'", "'1e5'", "'-12'", "'a\\\\b'",
         "'Aa bB'", "'True'", "'[1, 2]'", "'<b>x</b>'", "'q' * 3", "'a-b_c.d'", "'ab\\r\\ncd\\x0bef'", "'١٢'", "'ﬁn'", "date", "'½'"]
SEQUENCES = ["l", "el", "ls", "nest", "rows", "mixed", "[1, 'a', none]", "(1, 2)", "()", "[]", "d", "s", "d.items()", "items", "[[1, 'x'], [2, 'y']]",
             "(1,)", "['b', 'a', 'B', 'A']", "[1.5, 1, true]", "d.keys()", "d.values()", "[0, '', none, false, 1]", "csv.split(',')", "tree"]
PLAIN_SEQUENCES = ["range(4)", "range(5, 0, -2)", "range(3) | list", "range(n)"]
MAPPINGS = ["d", "ed", "rows[0]", "{'a': 1, 'b': [2]}", "{}", "{1: 'x', 'k': none, (1, 2): 3}", "dict(a=1, b='y')", "{'z': {'y': 1}}", "{1: 1, 1.0: 2, true: 3}",
            "{'a b': '<', 'c': none}"]
ODDITIES = ["missing", "missing.x", "d.zz", "no", "none", "loop", "loop.index", "v", "k", "ns.x", "self", "caller", "varargs", "kwargs", "namespace",
            "range", "dict", "cycler", "d['zz']", "l[99]", "l.zz", "s.zz", "s['upper']", "n.real", "True", "None", "False", "joiner", "m"]

TEXT_FILTERS = ["upper", "lower", "title", "capitalize", "trim", "trim({s})", "length", "count", "reverse", "list", "escape", "e", "forceescape",
                "wordcount", "urlencode", "string", "int", "int({i})", "int(0, 16)", "int(base=2)", "float", "float({n})", "first", "last", "striptags",
                "default({a})", "default({a}, true)", "d({a})", "replace({s}, {s})", "replace({s}, {s}, {i})", "center({i})", "center(12)",
                "indent({i})", "indent(2, true)", "indent(width='>', first=true, blank=true)", "truncate({i})", "truncate(6, true)",
                "truncate(8, false, '..', {i})", "truncate(5, end='')", "wordwrap({i})", "wordwrap(5, false)", "wordwrap(6, true, '|')",
                "wordwrap(7, break_on_hyphens=false)", "tojson", "tojson({i})", "pprint", "unique | list", "sort", "batch(2) | list", "join({s})",
                "safe", "safe | upper", "urlize", "urlize(12)", "urlize(nofollow=true, target='_blank')", "format({a})", "format({a}, {a})",
                "format(x={a})", "xmlattr", "items | list", "map('upper') | join", "slice(3) | list", "abs", "round",
                "filesizeformat", "groupby(0)", "dictsort", "sum", "max", "min", "select('in', 'aeiou') | join", "e | safe", "escape | string"]
LIST_FILTERS = ["length", "list", "first", "last", "join({s})", "join(', ')", "join", "join(', ', attribute='name')", "join('-', 'age')",
                "reverse | list", "sort", "sort(reverse=true)", "sort(true)", "sort(case_sensitive=true)", "sort(attribute='age')",
                "sort(attribute='g,name')", "sort(attribute='name', reverse=true)", "sum", "sum(start={n})", "sum('age')", "sum(attribute='age', start=1)",
                "min", "max", "min(case_sensitive=true)", "max(attribute='age')", "min(attribute='name')", "unique | list", "unique(true) | list",
                "unique(attribute='g') | list", "tojson", "tojson(indent={i})", "batch({i}) | list", "batch(2, {a}) | list", "slice({i}) | list",
                "slice(2, {a}) | list", "map('string') | list", "map({f}) | list", "map(attribute='name') | list",
                "map(attribute='zz', default={a}) | list", "map(attribute=0) | list", "map('default', {a}) | list", "map('replace', 'a', 'b') | join",
                "select | list", "select({t}) | list", "reject | list", "reject({t}) | list", "selectattr('age') | list",
                "selectattr('age', {t}) | list", "rejectattr('g', 'equalto', 'x') | list", "selectattr('name', 'in', 'bob') | list",
                "rejectattr('zz') | list", "pprint", "string", "groupby('g')", "groupby('g') | list", "groupby('zz', default={a})",
                "groupby('name', case_sensitive=true) | map('first') | list", "groupby('age') | map(attribute='grouper') | list",
                "groupby('age') | map(attribute='list') | list", "map('length') | list", "map('first') | list", "default([])", "random is defined",
                "dictsort", "items | list", "xmlattr", "count", "upper", "urlencode", "wordcount", "int", "float", "trim", "escape", "round",
                "map('upper') | join('|')", "map('int') | sum", "format(1)", "center(20)", "e", "selectattr('name.x') | list", "map(attribute='g.0') | list"]
MAPPING_FILTERS = ["dictsort", "dictsort(true)", "dictsort(false, 'value')", "dictsort(by='value', reverse=true)", "dictsort(by='zz')", "items | list", "list",
                   "length", "tojson", "tojson(2)", "pprint", "xmlattr", "xmlattr(false)", "string", "urlencode", "first", "last", "join({s})", "sort",
                   "map('upper') | list", "max", "min", "sum", "default(1)", "reverse | list", "batch(2) | list", "items | map('last') | list", "unique | list",
                   "attr('a')", "select | list", "groupby(0) | list", "selectattr(0) | list", "e", "trim", "abs", "wordcount"]
NUMBER_FILTERS = ["abs", "round", "round({i})", "round(1)", "round(0, 'floor')", "round(1, 'ceil')", "round(2, 'common')", "round(-1)", "round(1, 'zz')", "int",
                  "float", "string", "filesizeformat", "filesizeformat(true)", "default(1)", "default(1, true)", "tojson", "pprint", "length", "e", "list",
                  "int | string", "string | length", "center(9)", "urlencode", "format", "sum", "upper", "round | int", "trim", "first", "join", "title", "xmlattr",
                  "replace('1', 'x')", "urlize", "wordwrap(3)", "indent", "truncate(3)", "striptags", "batch(1) | list", "reverse", "max"]
FILTER_NAMES = ["'upper'", "'lower'", "'string'", "'int'", "'length'", "'abs'", "'e'", "'trim'", "'list'", "'first'", "'title'", "'float'", "'tojson'",
                "'zz'", "'round'", "'capitalize'", "'reverse'", "'pprint'", "'urlencode'"]

TESTS = ["defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "odd", "even", "iterable", "mapping", "sequence", "true", "false",
         "callable", "escaped", "upper", "lower", "filter", "test", "divisibleby({i})", "divisibleby 2", "sameas({a})", "sameas none", "in({q})", "in [1, 'a', 7]",
         "eq({a})", "equalto 7", "==(7)", "ne({a})", "!=(1)", "lt({n})", "<({n})", "lessthan 3", "gt({n})", "greaterthan 2", ">(1)", "ge({n})", ">=(2)", "le({n})",
         "<=(5)", "zz", "eq('x')", "eq(1, 2)", "divisibleby(0)", "odd(1)"]
TEST_ARGUMENTS = ["'defined'", "'none'", "'odd'", "'even'", "'string'", "'number'", "'mapping'", "'in', [1, 'a', 'x']", "'equalto', 1", "'gt', 1", "'lt', {n}", "'ge', 25",
                  "'sameas', none", "'divisibleby', 2", "'zz'", "'!=', 1", "'upper'", "'iterable'", "'boolean'", "'integer'", "'eq', {a}", "'=='", "'undefined'"]

TEXT_METHODS = ["upper()", "lower()", "casefold()", "split()", "split({s})", "split('o', 1)", "split(none, 1)", "split(sep=' ', maxsplit={i})", "strip()",
                "strip({s})", "lstrip()", "rstrip('d')", "title()", "find({s})", "find('o', {i})", "rfind('o')", "rfind('o', 0, {i})", "index('o')", "rindex('l')",
                "count({s})", "count('l', {i})", "replace({s}, {s})", "replace('l', 'L', {i})", "startswith({s})", "startswith(('H', 'x'))",
                "endswith({s}, {i})", "endswith(('d', 'c'))", "zfill({i})", "zfill(14)", "partition({s})", "rpartition('o')", "isalpha()", "isalnum()", "isdigit()",
                "isnumeric()", "isdecimal()", "isspace()", "isupper()", "islower()", "istitle()", "isidentifier()", "isascii()", "isprintable()",
                "center(15, '*')", "center({i})", "ljust({i}, '.')", "rjust(14)", "encode()", "encode('latin-1', 'replace')", "encode('ascii', 'ignore')",
                "encode('ascii')", "encode().decode()", "encode('utf-16-le').hex()", "encode().find({s}.encode())", "encode().split()", "encode().upper()", "encode().replace('o'.encode(), '0'.encode())", "encode().startswith('H'.encode())", "swapcase()", "capitalize()", "rsplit('o', 1)", "rsplit()", "rsplit(none, 1)",
                "splitlines()", "splitlines(true)", "splitlines(keepends=true)", "expandtabs()", "expandtabs({i})", "removeprefix({s})", "removesuffix('d')",
                "join({q})", "join(['a', 'b'])", "format({a})", "format({a}, {a}, x={n})", "format_map({d})", "translate({{108: '1', 111: none}})", "zz()",
                "__len__()", "__contains__('o')", "__add__('x')", "__class__.__name__", "__eq__({a})", "__getitem__({i})", "__mul__(2)",
                "__mod__({a})", "upper(1)", "split({i})", "find()", "translate(s.maketrans('lo', 'xy', 'H'))"]
LIST_METHODS = ["append({a})", "count({a})", "index({a})", "index(1, {i})", "copy()", "pop()", "pop({i})", "insert({i}, {a})", "extend({q})", "remove({a})",
                "reverse()", "sort()", "sort(reverse=true)", "clear()", "__len__()", "__contains__({a})", "__getitem__({i})", "__add__([1])", "zz", "items()", "append()",
                "sort(key=s.zz)", "__class__.__name__", "__reversed__() | list", "__eq__({q})", "sort(1)", "pop('a')"]
MAPPING_METHODS = ["get({s})", "get('a', {a})", "get('zz')", "items()", "keys()", "values()", "items() | list", "copy()", "pop('a')", "pop('zz', {a})", "pop('zz')", "popitem()",
                   "setdefault('k', {a})", "update({d})", "update(x={a})", "update([['p', 1]])", "clear()", "fromkeys({q}, {a})", "__len__()", "__contains__('a')", "a", "b",
                   "zz", "keys() | list | sort", "get()", "__getitem__('a')", "values() | list", "has_key('a')", "get([1])", "keys() | length", "keys()[0]",
                   "values() | sum", "items() | first", "keys() | first", "keys() | join", "__iter__() | list"]
NUMBER_METHODS = ["bit_length()", "bit_count()", "real", "imag", "numerator", "denominator", "conjugate()", "as_integer_ratio()", "is_integer()", "hex()", "__add__({n})",
                  "__abs__()", "to_bytes(16, 'big', signed=true)", "__mul__({i})", "__class__.__name__", "zz", "__neg__()", "__float__()", "__int__()", "__floordiv__({n})",
                  "__round__(1)", "__lt__({n})", "__str__()", "__bool__()", "__mod__({n})", "__pow__(2)", "__truediv__({n})", "__eq__({a})", "fromhex('0x1.8p1')"]
LOOP_ATTRIBUTES = ["index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem", "cycle('a', 'b')", "cycle({a})",
                   "changed(v)", "changed({a})", "cycle()", "zz", "previtem | default('-')", "nextitem is defined", "__class__.__name__", "index is odd"]

PERCENT_KINDS = list("diouxXeEfFgGcrsa%") + ["s", "d", "f", "z"]
FORMAT_KINDS = list("bcdeEfFgGnosxX%") + ["", "", "d", "f", "s", "q"]
CODES = list("aAbBcdHIjmMpSUwWxXyYzZfGuV%") + ["-d", "s", "e", "D", "F", "T", "R", "h", "n", "t", "C", "k", "l", "P", "r", "q", "E", "_ms", "epoch_microseconds"]
DATE_TEXTS = ["'2024-02-29'", "'2024-02-29T13:45:30.5Z'", "'2023-12-31T23:59:59+02:00'", "'2024-01-01T00:00:00.123456'", "'20240131'", "'2024-W05-3'", "'2024-060'", "'2024-06'", "'2024'",
              "'2021-03-28T02:30:00-05:00'", "'2024-01-01 10:11:12'", "'nonsense'", "'2024-13-01'", "'1700000000'", "'20240131T101112Z'", "'2024-01-31T24:00:00'", "'1969-12-31T23:59:59Z'",
              "'0999-01-02'", "'2024-02-30'", "config.start_date", "record['at']", "stream_interval['start_time']", "stream_slice.end_time", "config.ts", "''", "'2024-01-01T10:11'"]

MILD_ODDITIES = ["missing", "d.zz", "d['zz']", "l[99]", "no", "none", "True", "False", "None", "rows[0]['zz']"]
LISTS = ["l", "el", "ls", "rows", "mixed", "[1, 'a', none]", "[]", "items", "[[1, 'x'], [2, 'y']]", "csv.split(',')"]
# What always fails, or nearly: only wild templates have it.
FAILING = set(["zz", "<({n})", ">(1)", ">=(2)", "<=(5)", "==(7)", "!=(1)", "'zz'", "zz()", "upper(1)", "find()", "append()", "get()", "get([1])", "sort(1)", "pop('a')", "pop('zz')", "has_key('a')", "sort(key=s.zz)", "eq(1, 2)", "divisibleby(0)",
                            "odd(1)", "items()", "groupby(0)", "groupby(0) | list", "dictsort(by='zz')", "round(1, 'zz')", "slice(3) | list", "format_map({d})", "split({i})", "join(', ', attribute='name')",
                            "sum(attribute='age', start=1)", "map({f}) | list", "index({a})", "index(1, {i})", "remove({a})", "insert({i}, {a})", "extend({q})", "fromhex('0x1.8p1')", "rindex('l')",
                            "index('o')", "encode('ascii')", "selectattr(0) | list", "startswith(('H', 'x'))", "to_bytes(16, 'big', signed=true)", "hex()", "format(1)", "format({a})", "format({a}, {a})",
                            "'!=', 1", "'in', [1, 'a', 'x']", "keys()[0]", "setdefault('k', {a})", "popitem()", "update({d})", "xmlattr", "xmlattr(false)", "truncate({i})", "filesizeformat", "center({i})"])
PERCENTS = ["%s", "%d", "%05d", "%.2f", "%-8s|", "%+d", "%r", "%5.1f%%", "%8.3e", "%g", "%i", "% d", "%10s", "%.3g", "%s-%s"]
FORMAT_SPECS = ["", ">8", "<8", "^9", ",", ".2f", "+", "e", "%", "08.3f", "*^12", "_", ".3", ".0f", "g", "=+12.1f", "n", "010", ">10,.2f", "#g", "-.1%", "12", "z.1f"]

# Templates as real manifests and dbt projects have them. << >> <% %> stand for the delimiters.
SHAPES = [
    "<< config['start_date'] >>", "<< config.get('zz', {s}) >>", "<< config['nested']['id'] >>", "<< config.nested.deep.x[1].y >>", "<< record['deep']['a']['b'][0] >>", "<< record.get('zz', record.get('name', {s})) >>",
    "<< record.get('id') | int >>", "<< stream_slice['start_time'] >>", "<< stream_slice.id >>-<< record['id'] >>", "<< config['flag'] and record['id'] > 5 >>", "<< not record.get('zz') >>",
    "<< record['tags'] | length == 0 >>", "<< 'x' in record >>", "<< 'next' not in config and config.n != 5 >>", "<< record.zz is none >>", "<< record['none'] is none >>", "<< record.zz is not defined >>",
    "<< (config['zz'] or 0) + 1 >>", "<< {s} if config.flag else {s} >>", "<< {s} if not config['empty'] else {s} >>", "<< ','.join(config.get('list', [])) >>", "<< config['list'][0] >>",
    "<< config['list'] | join('|') >>", "<< record['name'].split('n')[0] >>", "<< config['url'].split('?')[1].split('&')[0] >>", "/v1/<< config.n >>/items/<< record.id >>?q=<< config['token'] | urlencode >>",
    "Bearer << config['token'] >>", "<< config.s ~ '-' ~ record.name | lower >>", "<< record['amount'] * 100 >>", "<< (record['amount'] / {n}) | round(2) >>", "<< [config['n'], 3] | max >>",
    "<< {{'a': config.n, 'b': record.tags}} >>", "<< {{'a': config.n}} | tojson >>", "<< record.deep | tojson >>", "<< config['nul'] | default('d', true) >>", "<< config['zz'] | default({s}) >>",
    "<< config.s[:3] >>", "<< record.at[0:10] >>", "<< record.at.replace('T', ' ') >>", "<< record.at[-5:] >>", "<< config['camel'] | replace('C', '_c') | lower >>", "<< record.text >>", "<< record >>", "<< config.json >>",
    "<< record.tags + ['z'] >>", "<< record.tags | map('upper') | list >>", "<< rows | selectattr('age', 'gt', 26) | map(attribute='name') | join(', ') >>", "<< rows | sum(attribute='age') >>",
    "<< '%s-%05d' % (config.s, record.id) >>", "<< '{}/{:>6}'.format(config.s, record.id) >>", "<< '%.2f' | format(record.amount) >>",
    "<% if config.flag %>a<% elif record.id > {n} %>b<% else %>c<% endif %>", "<% if record.zz %><< record.zz >><% endif %>", "<% set x = config['n'] + 1 %><< x >>", "<% set x = {a} %><< x >>|<< x is string >>",
    "<%- for t in record.tags %><< t >><< ',' if not loop.last >><% endfor -%>", "<% for k, v in config.items() if v is string %><< k >>=<< v >>;<% endfor %>", "<% for r in rows %><< loop.index >>.<< r.name >> <% else %>none<% endfor %>",
    "select\n<% for r in rows %>\n  << r.name >> as c<< loop.index0 >><% if not loop.last %>,<% endif %>\n<% endfor %>\nfrom t", "<% macro m(a, b='x') %><< a >>:<< b >><% endmacro %><< m({s}) >> << m({s}, b={s}) >>",
    "<% macro w() %>(<< caller() >>)<% endmacro %><% call w() %><< {s} >><% endcall %>", "<% set ns = namespace(t=0) %><% for r in rows %><% set ns.t = ns.t + r.age %><% endfor %><< ns.t >>",
    "<% set parts = [] %><% for r in rows %><% set _ = parts.append(r.name | lower) %><% endfor %><< parts | join('/') >>", "<% set q %>\n select << {n} >>\n<% endset %><< q | trim >>", "<% filter upper %><< {s} >><% endfilter %>",
    "<% with a = {n} %><< a >><< a + 1 >><% endwith %>", "<< rows | groupby('g') | map('first') | list >>", "<< d | dictsort | map('last') | list >>", "<< {q} | first | default('-') >>", "<< {s} | trim | upper >>",
    "<< {s} | truncate(12, true, '') >>", "<< {s} | indent(2) >>", "<< {n} | string | length >>", "<< {n} | abs | round(1) >>", "<< {s} | int(0) >>", "<< {s} | float(1.5) >>", "<< {q} | list | length >>",
    "<% for row in rows | batch(2) %>[<% for r in row %><< r.name >> <% endfor %>]<% endfor %>", "<% for g, items in rows | groupby('age') %><< g >>=<< items | map(attribute='name') | join('+') >>;<% endfor %>",
    "<% raw %>{{{{ x }}}}<% endraw %><< {n} >>", "a\n  <%- if true %>\n b\n  <%- endif %>\nc", "<< range(3) | list | sum >>" , "<< loop is defined >>",
]
