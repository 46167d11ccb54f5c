import unittest

from tidy import sizes
from tidy.parse import parse
from unit.project_of import keys_of, project_of


def body_of(text):
    return parse("void f() {" + text + "}").functions[0].body


class Measures(unittest.TestCase):
    def test_complexity(self):
        cases = [
            ("straight", "a(); b();", 1),
            ("if and else", "if (a) { b(); } else { c(); }", 2),
            ("conditions", "if (a && b || c) { }", 4),
            ("references do not fork", "auto&& a = f(); g(T&& b);", 1),
            ("cases", "switch (a) { case 1: case 2: break; default: break; }", 3),
            ("loops, catch, question", "for (;;) { while (a) { } } try { } catch (...) { } a ? b : c;", 5),
        ]
        for name, text, want in cases:
            with self.subTest(name):
                self.assertEqual(sizes.complexity(body_of(text)), want)

    def test_nesting(self):
        cases = [
            ("none", "a({1, 2}); std::vector<int> b{1};", 0),
            ("siblings", "if (a) { } for (;;) { }", 1),
            ("stacked", "if (a) { for (;;) { if constexpr (b) { } else { } } }", 3),
            ("lambda adds none", "if (a) { f([&](int x) { if (x) { } }); }", 2),
            ("do and try", "do { try { } catch (...) { } } while (a);", 2),
        ]
        for name, text, want in cases:
            with self.subTest(name):
                self.assertEqual(sizes.nesting(body_of(text)), want)


class Check(unittest.TestCase):
    def test_limits(self):
        long_function = "void f() {\n" + "a();\n" * 70 + "}\n"
        table = "TEST(A, B) {\n    const Case kCases[] = {\n" + "{1},\n" * 90 + "};\n" + "a();\n" * 60 + "}\n"
        many_methods = "class A {\npublic:\n" + "".join(f"void m{n}();\nvoid m{n}(int);\n" for n in range(12))
        cases = [
            ("function lines", "src/a/a.cpp", long_function, ["function-lines src/a/a.cpp f"]),
            ("function of the longest length", "src/a/a.cpp", "void f() {\n" + "a();\n" * 68 + "}\n", []),
            ("a test's table is not counted", "src/a/tests/a_test.cpp", table, []),
            ("in code a table is", "src/a/a.cpp", table, ["function-lines src/a/a.cpp TEST(A , B)"]),
            ("file lines", "src/a/a.cpp", "\n" * 601, ["file-lines src/a/a.cpp -"]),
            ("parameters", "src/a/a.h", "void f(int a, int b, int c, int d, int e, int g) {}", ["parameters src/a/a.h f"]),
            ("pure virtual parameters", "src/a/a.h",
             "class A { public: virtual void f(int a, int b, int c, int d, int e, int g) = 0; };", ["parameters src/a/a.h f"]),
            ("columns", "src/a/a.cpp", "// " + "x" * 118 + "\n", ["columns src/a/a.cpp 1"]),
            ("12 method names, some twice", "src/a/a.h", many_methods + "};", []),
            ("13 method names", "src/a/a.h", many_methods + "void other();};", ["public-methods src/a/a.h A"]),
            ("private methods are free", "src/a/a.h", many_methods + "private: void other();};", []),
        ]
        for name, path, text, want in cases:
            with self.subTest(name), project_of({path: text}) as project:
                self.assertEqual(keys_of(sizes.check(project)), want)


if __name__ == "__main__":
    unittest.main()
