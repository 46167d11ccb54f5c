"""The environments of `levada jinja`, answered by the originals: jinja2, dbt-core, airbyte-cdk. And the words that each has of its own."""

import argparse
import ast
import copy

KINDS = {"TemplateSyntaxError": "syntax", "TemplateAssertionError": "syntax", "SyntaxError": "syntax", "UndefinedError": "undefined", "SecurityError": "security"}
VARIABLES = {"answer": 42, "name": "kit", "flag": True, "none_var": None, "items": [1, "b", 2.5]}

CDK_WORDS = {
    "number": ["config.n", "record.id", "record['amount']", "timestamp({D})", "timestamp({n})", "max({n}, {n})", "min({q})", "config['ts']", "record.deep.a.b[1]", "config.nested.id"],
    "text": ["config['start_date']", "config.s", "config['token']", "config.empty", "record['name']", "record.none", "stream_interval['start_time']", "stream_slice.id", "stream_partition['id']",
             "format_datetime({D}, '{c}')", "format_datetime({T}, '{c}')", "format_datetime({n}, '{c}')", "format_datetime({D}, '{c}', '%Y-%m-%d')",
             "format_datetime('2024-01-31 10:11', '{c}', '%Y-%m-%d %H:%M')", "format_datetime(config.ts, '{c}')", "sanitize_url({s})", "camel_case_to_snake_case({s})",
             "camel_case_to_snake_case(config.camel)", "({T}).strftime('{c}')", "({T}).isoformat()", "config.url", "config.json", "config.quoted", "record.text", "str_to_datetime({D}) ~ ''"],
    "sequence": ["config.list", "config['list']", "record.tags", "record.deep.a.b", "record.items()", "record.keys", "record"],
    "mapping": ["config", "record", "config.nested", "record['deep']", "stream_slice", "parameters"],
    "any": ["duration('P1D')", "duration('PT1H30M')", "duration({s})", "duration('P1Y2M')", "duration('P3W')", "({T} - {T})", "({T} + duration('P1M'))", "({T} - duration('P1DT2H'))", "{T}", "({T} < {T})",
            "({T} - {T}).days", "({T} - {T}).total_seconds()", "({T}).date()", "({T}).year", "({T}).replace(day=1)", "({T}).weekday()", "({T}).timestamp()", "({T}).isocalendar()",
            "(duration('P2D') * {n})", "config[{s}]", "record.get({s}, {a})", "max({a}, {a})", "min({a})", "max({q})", "str_to_datetime({a})", "timestamp({a})", "format_datetime({a}, {a})",
            "'00123'", "'1_000'", "'{{\"a\": 1}}'", "'[1, 2'", "'(1, 2)'", "'1e5'", "'None'", "'null'", "\"'x'\"", "'# x'", "'1+2j'", "'0x1F'", "' 1 '", "'-1'", "'\"\"\"a\"\"\"'", "'b\"x\"'",
            "'{{1, 2}}'", "'set()'", "'1,'", "'01'", "'inf'", "'\\n1'", "'1 + 1'", "'-(1)'", "'f\"\"'", "'...'", "'1 2'", "'[1]  '", "'True'"],
    "moment": ["str_to_datetime({D})", "str_to_datetime('2024-02-29T13:45:30.5Z')", "str_to_datetime('2023-12-31T23:59:59+02:00')", "str_to_datetime(config.start_date)",
               "(str_to_datetime('2024-01-31') + duration('P1D'))", "str_to_datetime('0001-01-01')", "str_to_datetime('9999-12-31T23:59:59.999999Z')"],
    "text_filter": ["hash", "hash('sha256')", "hash('sha1', 'salt')", "hash({s})", "base64encode", "base64decode", "base64encode | base64decode", "base64binascii_decode", "string", "regex_search({s})",
                    "regex_search('(.)o')", "regex_search('l+(.*)')", "regex_replace('[aeiou]', '_')", "regex_replace('(\\\\w+) (\\\\w+)', '\\\\2 \\\\1')", "regex_replace({s}, {s})", "hmac('key')",
                    "hmac({s}, 'sha256')", "hmac('k', 'md5')", "regex_search('^(\\\\d+)')", "regex_replace('\\\\s+', ' ')", "regex_search('(?i)(hello)')"],
    "list_filter": ["string", "hash", "hash('sha512')", "hmac('k')", "string | length", "tojson | string"],
}
DBT_WORDS = {
    "number": ["var('answer')", "(modules.datetime.datetime(2024, 1, 2)).year", "env_var('DBT_KIT_NUM')", "var('items')[2]"],
    "text": ["var('name')", "env_var('DBT_KIT_VAR')", "tojson({a})", "toyaml({a})", "local_md5({s})", "({T}).strftime('{c}')", "({T}).isoformat()", "tojson({d}, sort_keys=true)", "toyaml({d}, sort_keys=true)",
             "modules.re.sub('[aeiou]', '_', {s})", "env_var('NOPE', {s})"],
    "sequence": ["var('items')", "zip({q}, {q})", "zip({q}, {q}) | list", "set({q}) | list | length", "modules.itertools.chain({q}, {q}) | list", "modules.re.findall('[a-z]+', {s})"],
    "mapping": ["fromjson('{{\"a\": [1, 2.5, null]}}')", "fromyaml('a: 1')", "fromyaml('x: [1, yes, 2024-01-01]')"],
    "any": ["var({s})", "var('none_var', 3)", "var('zz', {a})", "env_var({s})", "tojson({a}, {a})", "fromjson({s})", "fromjson({s}, {a})", "fromyaml({s})", "set({q}) | list | length", "set([1]) | first", "zip({a}, {a})", "return({a})", "print({a})",
            "log({a})", "{T}", "({T} - {T})", "({T} < {T})", "({T} + modules.datetime.timedelta(days={n}))", "modules.datetime.timedelta(hours={n}, minutes=5)", "({T}).date()", "({T} - {T}).days", "({T}).weekday()",
            "modules.re.match('(.)o', {s})", "modules.re.search('l+', {s}).group(0)", "modules.pytz.timezone('Europe/Berlin').localize(modules.datetime.datetime(2024, 7, 1))", "set([1, 2, 2]) | length",
            "diff_of_two_dicts({d}, {d})", "{a} | is_list", "has_var('answer')", "flags.FULL_REFRESH", "toyaml({a}, {a})", "local_md5({a})", "target", "this", "zip([1, 2], 'ab') | list"],
    "moment": ["modules.datetime.datetime(2024, 2, 29, 13, 45, 30, 500000)", "modules.datetime.datetime.strptime('2024-01-31', '%Y-%m-%d')", "modules.datetime.datetime(2023, 12, 31)", "modules.datetime.date(2024, 5, 6)",
               "modules.datetime.datetime.fromisoformat('2024-01-01T10:11:12')"],
    "text_filter": ["as_text", "as_bool", "as_number", "as_native", "is_list"],
    "list_filter": ["is_list", "as_native", "as_text"],
}


def encode(value):
    """As `levada jinja` writes results: JSON, and {"py": repr} for what JSON cannot hold."""

    def is_json(item):
        if item is None or isinstance(item, (bool, int)) or type(item) is str:
            return True
        if isinstance(item, float):
            return item == item and abs(item) != float("inf")
        if type(item) is list:
            return all(map(is_json, item))
        return type(item) is dict and all(type(key) is str and is_json(inner) for key, inner in item.items())

    if isinstance(value, str):
        return str.__str__(value) if type(value) is str else str(value)
    return value if is_json(value) else {"py": repr(value)}


def root_of(error):
    """The error that Jinja raised, without the wrappers of dbt and the CDK."""
    for _ in range(20):
        inner = error.__cause__ or getattr(error, "exc", None)
        if not isinstance(inner, BaseException):
            break
        error = inner
    return error


class Plain:
    words = {}
    has_range = True
    tags_more = False

    def __init__(self):
        import jinja2

        self.environment = jinja2.Environment()

    def render(self, text, context):
        return self.environment.from_string(text).render(context)


class Dbt:
    words = DBT_WORDS
    has_range = True
    tags_more = True

    def __init__(self, capture=False, native=False):
        from dbt_common.context import set_invocation_context
        from dbt.context.base import generate_base_context
        from dbt.flags import set_from_args
        import dbt.clients.jinja as dbt_jinja

        set_from_args(argparse.Namespace(show_all_deprecations=False, warn_error=False), None)
        set_invocation_context({"DBT_KIT_VAR": "from env", "DBT_KIT_NUM": "5"})
        self.jinja, self.options, self.make_base = dbt_jinja, {"capture_macros": capture, "native": native}, generate_base_context

    def render(self, text, context):
        # A template may change what var() gives: every one gets its own.
        return self.jinja.get_rendered(text, {**self.make_base(copy.deepcopy(VARIABLES)), **context}, **self.options)


class Cdk:
    words = CDK_WORDS
    has_range = False
    tags_more = False

    def __init__(self):
        from airbyte_cdk.sources.declarative.interpolation.interpolated_string import InterpolatedString

        self.kind = InterpolatedString

    def render(self, text, context):
        return self.kind.create(text, parameters=context.pop("parameters", {})).eval(context.pop("config", {}), **context)


NAMES = {"plain": Plain, "dbt": Dbt, "dbt_parse": lambda: Dbt(capture=True), "dbt_native": lambda: Dbt(native=True), "cdk": Cdk}
KINDS_OF = {"plain": Plain, "dbt": Dbt, "dbt_parse": Dbt, "dbt_native": Dbt, "cdk": Cdk}
