import unittest

from tidy.tokens import code_of, tokenize


class Tokenize(unittest.TestCase):
    def test_code(self):
        cases = [
            ("words and signs", "a::b->c", ["a", "::", "b", "->", "c"]),
            ("line comment goes", "a // { b\nc", ["a", "c"]),
            ("block comment goes", "a /* { \n */ c", ["a", "c"]),
            ("string is one token", r'f("{ \" }");', ["f", "(", r'"{ \" }"', ")", ";"]),
            ("raw string is one token", 'R"x({")")x" b', ['R"x({")")x"', "b"]),
            ("prefixed string", 'u8"{" L"}"', ['u8"{"', 'L"}"']),
            ("character", "'{' '\\''", ["'{'", "'\\''"]),
            ("digit separators are no characters", "1'000'000 + 0x1'F", ["1'000'000", "+", "0x1'F"]),
            ("exponent", "1e-5-x", ["1e-5", "-", "x"]),
            ("preprocessor line goes, with its continuation", "#define A { \\\n {\nb", ["b"]),
            ("a # inside of a line is no preprocessor line", "a # b", ["a", "#", "b"]),
            ("templates close one by one", "a<b<c>> d", ["a", "<", "b", "<", "c", ">", ">", "d"]),
        ]
        for name, text, want in cases:
            with self.subTest(name):
                self.assertEqual([token.text for token in code_of(tokenize(text))], want)

    def test_lines(self):
        tokens = tokenize('a\n/* x\n y */ b R"(\n\n)" c')
        self.assertEqual([(token.line, token.last_line) for token in tokens], [(1, 1), (2, 3), (3, 3), (3, 5), (5, 5)])


if __name__ == "__main__":
    unittest.main()
