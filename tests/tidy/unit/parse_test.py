import unittest

from tidy.parse import parse


class Functions(unittest.TestCase):
    def test_found(self):
        cases = [
            ("free function", "int f(int a, int b) { return a; }", [("f", 2)]),
            ("no parameters", "void f() {}\nvoid g(void) {}", [("f", 0), ("g", 0)]),
            ("commas inside of brackets", "void f(std::map<int, int> a, int b = g(1, 2)) {}", [("f", 2)]),
            ("method outside of its class", "Result<int> A::get(int key) const { return 1; }", [("A::get", 1)]),
            ("constructor with initialisers", "A::A(int x) : a_(x), b_{x, 1}, C<int>{x} { go(); }", [("A::A", 1)]),
            ("destructor", "A::~A() { }", [("A::~A", 0)]),
            ("operators", "bool A::operator()(int a) { }\nbool operator==(A a, A b) { }", [("operator()", 1), ("operator==", 2)]),
            ("inside of namespace and class", "namespace a::b { class C : public D { int f() { return 1; } }; }", [("f", 0)]),
            ("template and requires", "template <typename T, typename U>\nrequires(x<T>)\nvoid f(T a) {}", [("f", 1)]),
            ("attribute", "[[nodiscard]] int f(int a) noexcept { return a; }", [("f", 1)]),
            ("trailing type", "auto f(int a) -> std::vector<int> { return {a}; }", [("f", 1)]),
            ("test macro", "TEST(Suite, Name) { go(); }", [("TEST(Suite , Name)", 2)]),
            ("declaration is none", "int f(int a);\nusing F = int (*)(int);", []),
            ("initialisers are none", "constexpr int kA[] = {1, 2};\nstd::string a{f(1)};\nauto b = [](int x) { return x; };", []),
            ("enum is none", "enum class A : std::uint8_t { a, b };", []),
            ("extern C", 'extern "C" { int f(int a) { return a; } }\nextern "C" int g() { return 1; }', [("f", 1), ("g", 0)]),
            ("rvalue references", "void f(A&& a, B&& b) { }", [("f", 2)]),
        ]
        for name, text, want in cases:
            with self.subTest(name):
                self.assertEqual([(found.name, found.parameters) for found in parse(text).functions], want)

    def test_lines(self):
        found = parse("\n\nint\nf()\n{\n  g();\n}\n").functions[0]
        self.assertEqual((found.first_line, found.last_line), (3, 7))


class Types(unittest.TestCase):
    def test_found(self):
        text = """
        namespace a {
        class A final : public B { int x_; public: virtual int f(int a) = 0; int g() { return 1; } private: void h(); };
        struct [[nodiscard]] C { struct D {}; std::function<void(int)> field; };
        namespace { struct E {}; }
        enum class F { x };
        }"""
        types = parse(text).types
        self.assertEqual([(kind.name, kind.depth, kind.in_anonymous) for kind in types],
                         [("A", 0, False), ("C", 0, False), ("D", 1, False), ("E", 0, True), ("F", 0, False)])
        self.assertEqual([(member.function_name, member.access) for member in types[0].members],
                         [("", "private"), ("f", "public"), ("g", "public"), ("h", "private")])
        self.assertEqual([member.function_name for member in types[1].members], [""])


if __name__ == "__main__":
    unittest.main()
