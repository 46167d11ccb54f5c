"""Finds the functions and types of a C++ file by its braces: enough for sizes and documentation, no more."""

from dataclasses import dataclass, field

from tidy.tokens import SIGN, STRING, WORD, code_of, tokenize

TYPE_WORDS = ("class", "struct", "union", "enum")
ACCESS_WORDS = ("public", "protected", "private")
NOT_BEFORE_PARAMETERS = ("alignas", "decltype", "noexcept", "explicit", "requires", "operator", "__attribute__")
CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass
class Function:
    name: str
    first_line: int
    last_line: int
    parameters: int
    body: list  # tokens between the braces


@dataclass
class Member:
    """A statement at the level of a type: a field, a method with or without its body."""

    first_line: int
    tokens: list  # up to the ; or the {
    access: str  # the access word that holds there
    function_name: str  # "" for anything but a function
    parameters: int

    def has(self, word):
        return any(token.text == word for token in self.tokens)


@dataclass
class Type:
    name: str
    first_line: int
    word: str
    depth: int  # 0: at the level of a namespace
    in_anonymous: bool
    members: list = field(default_factory=list)


@dataclass
class File:
    functions: list = field(default_factory=list)
    types: list = field(default_factory=list)


def parse(text):
    tokens = code_of(tokenize(text))
    parser = _Parser(tokens)
    parser.scope(0, len(tokens), None, False)
    return parser.file


def closing_of(tokens, index):
    """The index of the bracket that closes the one at `index`; the last token if it is never closed."""
    opening, closing = tokens[index].text, CLOSING[tokens[index].text]
    depth = 0
    for position in range(index, len(tokens)):
        if tokens[position].kind == SIGN:
            if tokens[position].text == opening:
                depth += 1
            elif tokens[position].text == closing:
                depth -= 1
                if depth == 0:
                    return position
    return len(tokens) - 1


def count_arguments(tokens):
    """How many parts a parameter list has; commas inside of <>, (), {} and [] do not count."""
    if not tokens or (len(tokens) == 1 and tokens[0].text == "void"):
        return 0
    depth = 0
    count = 1
    for token in tokens:
        if token.text in ("(", "{", "[", "<"):
            depth += 1
        elif token.text in (")", "}", "]", ">"):
            depth -= 1
        elif token.text == "," and depth == 0:
            count += 1
    return count


class _Parser:
    def __init__(self, tokens):
        self.tokens = tokens
        self.file = File()

    def scope(self, begin, end, owner, in_anonymous):
        """Reads the statements of a namespace (owner None) or a type, up to `end`."""
        access = "" if owner is None else ("private" if owner.word == "class" else "public")
        position = begin
        while position < end:
            text = self.tokens[position].text
            if text in (";", "}"):
                position += 1
            elif text in ACCESS_WORDS and position + 1 < end and self.tokens[position + 1].text == ":":
                access = text
                position += 2
            else:
                position = self.statement(position, end, owner, access, in_anonymous)

    def statement(self, begin, end, owner, access, in_anonymous):
        """Reads one statement and returns the index behind it."""
        head = Head()
        position = begin
        while position < end:
            token = self.tokens[position]
            if token.text == ";":
                break
            if token.text == "{":
                if head.is_initializer(self.tokens[position - 1]):
                    position = closing_of(self.tokens, position) + 1
                    continue
                close = closing_of(self.tokens, position)
                return self.block(begin, position, close, head, (owner, access, in_anonymous))
            if token.text in ("(", "["):
                close = closing_of(self.tokens, position)
                head.group(self.tokens, position, close)
                position = close + 1
                continue
            head.see(token)
            position += 1
        self.member(begin, position, head, owner, access)
        return position + 1

    def member(self, begin, end, head, owner, access):
        if owner is not None and end > begin:
            tokens = self.tokens[begin:end]
            owner.members.append(Member(tokens[0].line, tokens, access, head.function_name, head.parameters or 0))

    def block(self, begin, opening, closing, head, context):
        owner, access, in_anonymous = context
        if head.is_namespace and head.parameters is None:
            self.scope(opening + 1, closing, None, in_anonymous or head.is_anonymous_namespace())
        elif head.type_word and head.parameters is None:
            kind = Type(head.type_name(), self.tokens[begin].line, head.type_word, 0, in_anonymous)
            kind.depth = 0 if owner is None else owner.depth + 1
            self.file.types.append(kind)
            if head.type_word != "enum":
                self.scope(opening + 1, closing, kind, in_anonymous)
        elif head.parameters is not None:
            self.function(begin, opening, closing, head)
            self.member(begin, opening, head, owner, access)
        return closing + 1

    def function(self, begin, opening, closing, head):
        self.file.functions.append(
            Function(
                name=head.function_name,
                first_line=self.tokens[begin].line,
                last_line=self.tokens[closing].line,
                parameters=head.parameters,
                body=self.tokens[opening + 1 : closing],
            )
        )


class Head:
    """What the words of a statement before its brace say the brace is."""

    def __init__(self):
        self.words = []
        self.is_namespace = False
        self.type_word = ""
        self.parameters = None
        self.function_name = ""
        self.has_assignment = False
        self.in_member_initializers = False
        self.angle_depth = 0

    def see(self, token):
        text = token.text
        previous = self.words[-1] if self.words else ""
        if text == "<" and previous != "operator":
            self.angle_depth += 1
        elif text == ">" and previous != "operator" and self.angle_depth > 0:
            self.angle_depth -= 1
        elif self.angle_depth == 0:
            self.see_outside_angles(token, previous)
        self.words.append(text)

    def see_outside_angles(self, token, previous):
        text = token.text
        if text == "namespace" and previous != "using":
            self.is_namespace = True
        elif token.kind == STRING and previous == "extern":
            self.is_namespace = True
        elif text in TYPE_WORDS and not self.type_word and self.parameters is None:
            self.type_word = text
        elif text == "=" and previous != "operator" and self.parameters is None:
            self.has_assignment = True
        elif text == ":" and self.parameters is not None:
            self.in_member_initializers = True

    def group(self, tokens, opening, closing):
        """A (...) or [...] of the head: the first (...) behind a name is the parameter list."""
        previous = self.words[-1] if self.words else ""
        is_list = tokens[opening].text == "(" and previous not in NOT_BEFORE_PARAMETERS
        is_wanted = self.parameters is None and not self.has_assignment and self.angle_depth == 0
        if is_list and is_wanted:
            inside = tokens[opening + 1 : closing]
            self.parameters = count_arguments(inside)
            self.function_name = self.name_before_group()
            if self.function_name in ("TEST", "TEST_F", "TEST_P"):  # The arguments are the name.
                self.function_name += "(" + " ".join(token.text for token in inside) + ")"
        self.words.append("()")

    def name_before_group(self):
        name = []
        words = self.words
        if "operator" in words:
            return "".join(words[words.index("operator") :])
        for word in reversed(words):
            if word in ("::", "~") and name or word.isidentifier() and (not name or name[-1] == "::"):
                name.append(word)
            else:
                break
        return "".join(reversed(name))

    def is_initializer(self, before):
        """Whether the `{` behind `before` opens a value, not a body."""
        if self.is_namespace:
            return False
        if self.has_assignment:
            return True
        if self.in_member_initializers:
            return before.kind == WORD or before.text == ">"
        if self.parameters is None and not self.type_word:
            return True
        return False

    def is_anonymous_namespace(self):
        return self.words[-1] == "namespace"

    def type_name(self):
        after = self.words[self.words.index(self.type_word) + 1 :]
        names = []
        for word in after:
            if word in (":", "final"):
                break
            if word.isidentifier() and word not in TYPE_WORDS:
                names.append(word)
        return names[0] if names else ""
