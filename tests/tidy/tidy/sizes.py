"""Sizes that stop a change: lines of files and functions, columns, parameters, nesting, complexity, public methods."""

from tidy.model import Breach, is_generated, is_test
from tidy.parse import closing_of, parse
from tidy.tokens import SIGN, WORD

FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = 5
NESTING_MAX = 4
COMPLEXITY_MAX = 15
COLUMNS_MAX = 120
PUBLIC_METHODS_MAX = 12

BRANCH_WORDS = ("if", "for", "while", "case", "catch", "and", "or")
BLOCK_WORDS = ("if", "for", "while", "switch", "catch")
BARE_BLOCK_WORDS = ("else", "do", "try")


def complexity(body):
    """McCabe's number: 1, and 1 for each place where the way forks."""
    count = 1
    for token in body:
        if token.kind == WORD and token.text in BRANCH_WORDS:
            count += 1
        elif token.kind == SIGN and token.text in ("?", "||"):
            count += 1
        elif token.text == "&&" and token.after_space:  # Without the space it is a reference: `auto&& value`.
            count += 1
    return count


def nesting(body):
    """How deep blocks of if, for, while, do, switch, try stand in each other. A lambda's own body adds no level."""
    deepest = 0
    open_blocks = []
    for index, token in enumerate(body):
        if token.text == "{" and token.kind == SIGN:
            open_blocks.append(_opens_block(body, index))
            deepest = max(deepest, sum(open_blocks))
        elif token.text == "}" and token.kind == SIGN and open_blocks:
            open_blocks.pop()
    return deepest


def _opens_block(body, index):
    if index == 0:
        return False
    before = body[index - 1]
    if before.text in BARE_BLOCK_WORDS:
        return True
    if before.text != ")":
        return False
    depth = 0
    for position in range(index - 1, -1, -1):
        if body[position].text == ")":
            depth += 1
        elif body[position].text == "(":
            depth -= 1
            if depth == 0:
                word = body[position - 1].text if position else ""
                return word in BLOCK_WORDS or word == "constexpr"
    return False


def table_lines(body):
    """Lines of test tables: values between the braces of `name[] = {`. They are data, and may be long."""
    lines = set()
    for index, token in enumerate(body):
        is_table = token.text == "{" and index > 1 and body[index - 1].text == "=" and body[index - 2].text == "]"
        if is_table:
            close = body[closing_of(body, index)]
            lines.update(range(token.line, close.line + 1))
    return len(lines)


def check_function(path, function):
    lines = function.last_line - function.first_line + 1
    if is_test(path):
        lines -= table_lines(function.body)
    found = (
        ("function-lines", lines, FUNCTION_LINES_MAX, "lines"),
        ("parameters", function.parameters, PARAMETERS_MAX, "parameters"),
        ("nesting", nesting(function.body), NESTING_MAX, "levels of nested blocks"),
        ("complexity", complexity(function.body), COMPLEXITY_MAX, "ways through it"),
    )
    for check, value, limit, unit in found:
        if check == "parameters" and function.name.endswith(")"):
            continue  # A test macro's arguments are no parameters.
        if value > limit:
            message = f"{function.name} has {value} {unit}, more than {limit}"
            yield Breach(check, path, function.name, function.first_line, message)


def check_type(path, kind):
    names = {
        member.function_name
        for member in kind.members
        if member.access == "public" and member.function_name and not _is_special(member, kind)
    }
    if len(names) > PUBLIC_METHODS_MAX:
        message = f"{kind.name} has {len(names)} public methods, more than {PUBLIC_METHODS_MAX}"
        yield Breach("public-methods", path, kind.name, kind.first_line, message)
    for member in kind.members:
        if member.parameters > PARAMETERS_MAX and member.tokens[-1].text == "0":
            message = f"{member.function_name} has {member.parameters} parameters, more than {PARAMETERS_MAX}"
            yield Breach("parameters", path, member.function_name, member.first_line, message)


def _is_special(member, kind):
    name = member.function_name
    return name == kind.name or name.startswith(("~", "operator")) or member.has("friend")


def check_lines(path, text):
    lines = text.split("\n")
    count = len(lines) - (1 if lines[-1] == "" else 0)
    if count > FILE_LINES_MAX and not is_test(path):
        message = f"{count} lines, more than {FILE_LINES_MAX}: split it by what it knows"
        yield Breach("file-lines", path, "-", FILE_LINES_MAX, message)
    in_raw_string = False
    for number, line in enumerate(lines, 1):
        starts_raw_string = 'R"' in line
        if len(line) > COLUMNS_MAX and not is_test(path) and not in_raw_string and not starts_raw_string:
            yield Breach("columns", path, str(number), number, f"{len(line)} columns, more than {COLUMNS_MAX}")
        in_raw_string = (in_raw_string or starts_raw_string) and ')"' not in line.split('R"')[-1]


def check(project):
    for path in project.cpp():
        text = project.text(path)
        if is_generated(text):
            continue
        yield from check_lines(path, text)
        parsed = parse(text)
        for function in parsed.functions:
            yield from check_function(path, function)
        for kind in parsed.types:
            yield from check_type(path, kind)
