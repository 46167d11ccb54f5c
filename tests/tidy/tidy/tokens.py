"""Cuts C++ into tokens, light but sound: comments, strings, raw strings, character literals and preprocessor lines."""

import re
from dataclasses import dataclass

COMMENT, DIRECTIVE, STRING, WORD, NUMBER, SIGN = "comment", "directive", "string", "word", "number", "sign"


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    line: int
    last_line: int
    after_space: bool

    def __repr__(self):
        return f"{self.text}@{self.line}"


_PATTERN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>//(?:[^\n\\]|\\.|\\\n)*|/\*.*?\*/)
  | (?P<raw>(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<string>(?:u8|u|U|L)?"(?:[^"\\\n]|\\.)*"(?:_?\w+)?)
  | (?P<char>(?:u8|u|U|L)?'(?:[^'\\\n]|\\.)+')
  | (?P<number>\.?\d(?:[eEpP][+-]|'(?=\w)|[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>::|->\*?|<<=|>>=|<=>|\.\.\.|\+\+|--|&&|\|\||[-+*/%&|^=!<>]=|<<|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVE = re.compile(r"#(?:[^\n\\]|\\\n|\\.)*")
_KINDS = {"comment": COMMENT, "raw": STRING, "string": STRING, "char": STRING, "number": NUMBER, "word": WORD, "sign": SIGN}


def tokenize(text):
    """All tokens of the text. A preprocessor line is one token; `>>` is two, so that templates close."""
    tokens = []
    position, line = 0, 1
    at_line_start, after_space = True, True
    while position < len(text):
        if at_line_start and text[position] == "#":
            match, kind = _DIRECTIVE.match(text, position), DIRECTIVE
        else:
            match = _PATTERN.match(text, position)
            kind = _KINDS.get("raw" if match.group("raw") else match.lastgroup)
        piece = match.group(0)
        last_line = line + piece.count("\n")
        if kind is None:
            at_line_start = at_line_start or "\n" in piece
            after_space = True
        else:
            tokens.append(Token(kind, piece, line, last_line, after_space))
            at_line_start = after_space = False
        position, line = match.end(), last_line
    return tokens


def code_of(tokens):
    """The tokens that the compiler's grammar sees: no comments, no preprocessor lines."""
    return [token for token in tokens if token.kind not in (COMMENT, DIRECTIVE)]
