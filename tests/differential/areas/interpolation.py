"""Templates: values, Python's methods, the filters and functions of airbyte-cdk and of Jinja, statements; and what the text
of the result becomes. One expression a stream, so that one that fails hides no other."""

from parts import case, option, retriever, schema, stream

STREAMS_PER_CASE = 6
ATOMS = ["record['text']", "record.num", "record['float']", "record['list']", "record['nested']", "record['none']", "record['missing']", "record['flag']", "record['date']", "record['digits']", "record['json']",
         "record['nested']['k']", "record['objects'][0]", "record.get('x', 'y')", "config['key']", "config['number']", "parameters['p']", "7", "-3", "2.5", "'abc'", "'007'", "'1e3'", "true", "none", "[1, 2]", "{'a': 1}", "''",
         "record['unicode']", "stream_slice['part']", "stream_partition", "now_utc()", "today_utc()", "(1, 2)", "record['big']", "record", "record['list'][-1]", "record['text'][1:3]", "' pad '", "'True'", "'[1, 2]'", "'null'", "0"]
DATES = ["record['date']", "'2025-03-04'", "'2025-03-04T05:06:07'", "'2025-03-04T05:06:07.891+02:00'", "'20250304'", "1741064767", "now_utc()", "today_utc()", "record['stamp']", "'2025-W10-2'", "'2025-03'", "str_to_datetime('2025-01-31')", "'04/03/2025'",
         "config['start']", "'bad'", "1741064767.9", "record['num']"]
FORMATS = ["'%Y-%m-%d'", "'%Y-%m-%dT%H:%M:%SZ'", "'%s'", "'%d/%m/%y %I:%M %p'", "'%Y-%m-%dT%H:%M:%S.%f%z'", "'%ms'", "'%s_as_float'", "'%epoch_microseconds'", "'%j %U %a %B'", "'%H%M%S.%_ms'", "'%G-W%V'", "'x'"]
DURATIONS = ["'P1D'", "'PT36H'", "'P1M'", "'P1Y2M3D'", "'P2W'", "'-P1D'", "'PT1.5S'", "'P1DT2H'", "config['span']"]
FILTERS = ["upper", "lower", "title", "capitalize", "trim", "length", "first", "last", "join(',')", "join", "sort", "reverse | list", "list", "int", "float", "abs", "round(1)", "round", "string", "tojson", "default('d')", "default('d', true)",
           "replace('a', 'b')", "hash('md5')", "hash('sha256')", "hash", "hash('md5', 'salt')", "base64encode", "base64decode", "base64binascii_decode", "regex_search('(\\\\d+)')", "regex_search('b')", "regex_replace('b', 'X')", "hmac('key')", "hmac('key', 'sha256')",
           "map('upper') | list", "select('string') | list", "unique | list", "sum", "min", "max", "dictsort", "items | list", "batch(2) | list", "urlencode", "wordcount", "indent(2)", "center(9)", "format(1)", "attr('k')", "selectattr('id') | list",
           "map(attribute='id') | list", "groupby('id') | list", "pprint", "e", "striptags", "truncate(3)", "xmlattr", "filesizeformat", "slice(2) | list", "rejectattr('id', 'equalto', 1) | list", "count", "random | string | length", "escape", "safe"]
METHODS = [".split('b')", ".strip()", ".replace('b', 'c')", ".startswith('a')", ".upper()", ".get('k')", ".keys() | list", ".items() | list", ".values() | list", ".lower()", "[0]", "[-1]", "['k']", ".k", ".strftime('%Y')", ".isoformat()", ".year", ".find('b')",
           ".join(['x', 'y'])", ".format(1)", ".zfill(5)", ".rjust(6, '-')", ".count('a')", ".index('a')", ".isdigit()", ".partition('b')", ".split()", ".title()", ".encode('utf-8')", ".pop('k')", ".append(3)", ".update({'z': 1})", ".copy()", ".date()",
           ".timestamp()", ".total_seconds()", ".days", ".removeprefix('a')", ".splitlines()", ".rsplit('b', 1)", ".swapcase()", ".weekday()", ".replace(day=1)", "['missing']['x']", "[5]"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">=", "in", "not in", "and", "or", "is"]
TESTS = ["defined", "none", "string", "number", "mapping", "iterable", "sequence", "odd", "boolean", "integer", "float", "true", "undefined", "in [1, 7]", "equalto(7)", "divisibleby(2)", "sameas true", "lower"]


def function(dice):
    date, text_format = dice.one(*DATES), dice.one(*FORMATS)
    return dice.one(
        f"format_datetime({date}, {text_format})", f"format_datetime({date}, {text_format})", f"format_datetime({date}, {text_format}, {dice.one(*FORMATS)})", f"timestamp({date})", f"str_to_datetime({date})",
        f"day_delta({dice.one(-1, 0, 25)}, format={text_format})", f"day_delta({dice.one(-1, 25)})", f"duration({dice.one(*DURATIONS)})", f"(now_utc() - duration({dice.one(*DURATIONS)})).strftime({text_format})",
        f"(str_to_datetime({date}) + duration({dice.one(*DURATIONS)})).isoformat()", f"today_utc() - duration({dice.one(*DURATIONS)})", f"max({dice.one(*ATOMS)}, {dice.one(*ATOMS)})", f"min({dice.one(*ATOMS)})", f"max({dice.one(*ATOMS)})",
        f"sanitize_url({dice.one(*ATOMS)})", f"camel_case_to_snake_case({dice.one('record.text', repr('CamelCaseHTTP'), repr('a b'), '7')})", f"today_with_timezone({dice.one(repr('America/New_York'), repr('Asia/Kolkata'), repr('No/Where'))})",
        f"(str_to_datetime({date}) - str_to_datetime({dice.one(*DATES)})).days", f"(now_utc() - str_to_datetime({date})).total_seconds()", "generate_uuid() | length", f"range({dice.number(0, 3)}) | list", f"str_to_datetime({date}) < now_utc()")


def expression(dice, depth=2):
    kind = dice.one("atom", "filter", "filter", "method", "operator", "operator", "function", "function", "test", "if", "list", "not")
    if depth == 0 or kind == "atom":
        return dice.one(*ATOMS)
    inner = expression(dice, depth - 1)
    if kind == "filter":
        return f"{inner} | {dice.one(*FILTERS)}" if " " not in inner else f"({inner}) | {dice.one(*FILTERS)}"
    if kind == "method":
        return f"({inner}){dice.one(*METHODS)}"
    if kind == "operator":
        operator = dice.one(*OPERATORS)
        return f"({inner}) {operator} {dice.one(*TESTS)}" if operator == "is" else f"({inner}) {operator} ({expression(dice, depth - 1)})"
    if kind == "function":
        return function(dice)
    if kind == "test":
        return f"({inner}) is {dice.one('', 'not ')}{dice.one(*TESTS)}"
    if kind == "if":
        return f"({inner}) if ({expression(dice, depth - 1)}) else ({expression(dice, depth - 1)})"
    if kind == "list":
        return dice.one(f"[{inner}, {dice.one(*ATOMS)}]", f"{{'k': {inner}}}", f"({inner}, 1)")
    return f"not ({inner})"


def template(dice):
    inner = expression(dice)
    return dice.one(
        f"{{{{ {inner} }}}}", f"{{{{ {inner} }}}}", f"{{{{ {inner} }}}}", f"{{{{ {inner} }}}}", f"x{{{{ {inner} }}}}", f"{{{{ {inner} }}}}{{{{ {dice.one(*ATOMS)} }}}}", f"[{{{{ {inner} }}}}]", f"'{{{{ {inner} }}}}'",
        f"{{% if {inner} %}}yes{{% else %}}{{{{ {dice.one(*ATOMS)} }}}}{{% endif %}}", f"{{% for i in {inner} %}}{{{{ i }}}},{{% endfor %}}", f"{{% set v = {inner} %}}{{{{ v }}}}", f"{{{{- {inner} -}}}} end", f"{{# note #}}{{{{ {inner} }}}}")


def generate(dice):
    record = {"id": 1, "text": "abcab", "num": 7, "float": 1.5, "list": [3, "a", None], "nested": {"k": "v", "n": 2}, "none": None, "flag": True, "date": "2025-03-04T05:06:07Z", "digits": "00123", "json": '{"a": true}',
              "objects": [{"id": 1, "k": "x"}, {"id": 2}], "unicode": "é😀", "big": 12345678901234567890, "stamp": 1741064767}
    streams = []
    for number in range(STREAMS_PER_CASE):
        read_by = retriever("/items", "data", partition_router={"type": "ListPartitionRouter", "cursor_field": "part", "values": ["pv"]})
        text = template(dice)
        place = dice.one("field", "field", "field", "parameter", "filter", "header", "body", "condition")
        if place == "header":
            text = text.replace(", 1)", ", 1) | list")  # A tuple in a header is printed as a list.
        extra = {}
        if place == "field":
            extra["transformations"] = [{"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": ["f"], "value": text, **dice.options(0.15, value_type=["string", "integer", "boolean", "number"])}]}]
        elif place == "filter":
            read_by["record_selector"]["record_filter"] = {"type": "RecordFilter", "condition": text}
        elif place == "condition":
            extra["transformations"] = [{"type": "RemoveFields", "field_pointers": [["text"]], "condition": text.replace("record", "property")}]
        else:
            text = text.replace("record", "config")
            read_by["requester"].update({"parameter": {"request_parameters": {"p": text}}, "header": {"request_headers": {"X-P": text}}, "body": {"http_method": "POST", "request_body_json": {"p": text}}}[place])
        streams.append({**stream(f"s{number}", read_by, **extra), "$parameters": {"p": "pp"}})
    config = {**record, "key": "named", "number": 12, "start": "2025-02-03T00:00:00Z", "span": "P3D"}
    return case(streams, [{"path": "/items", "answers": [{"json": {"data": [record]}}]}], config=config, mode="full_refresh", verbs={})
