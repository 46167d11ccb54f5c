import unittest

from tidy import docs
from unit.project_of import keys_of, project_of

PATH = "src/a/include/levada/a/a.h"


class Check(unittest.TestCase):
    def test_contracts(self):
        cases = [
            ("documented", "/// Says.\nclass A {\npublic:\n  virtual ~A() = default;\n  /// Promises.\n  virtual int f() = 0;\n};", []),
            ("type without", "class A {};", [f"doc-type {PATH} A"]),
            ("method without", "/// A.\nclass A {\npublic:\n  virtual int f() = 0;\n};", [f"doc-virtual {PATH} A::f"]),
            ("ordinary comment is no contract", "// A.\nstruct A {};", [f"doc-type {PATH} A"]),
            ("contract behind", "struct A {};  ///< A.", []),
            ("template and attribute between", "/// A.\ntemplate <typename T>\nclass [[nodiscard]] A {};", []),
            ("specialisation needs none", "template <>\nstruct A<int> {};", []),
            ("override needs none", "/// A.\nclass A : public B {\npublic:\n  int f() override;\n};", []),
            ("private virtual needs none", "/// A.\nclass A {\n  virtual int f() = 0;\n};", []),
            ("nested and anonymous need none", "/// A.\nstruct A { struct B {}; };\nnamespace { struct C {}; }", []),
            ("forward declaration needs none", "class A;\n", []),
        ]
        for name, text, want in cases:
            with self.subTest(name), project_of({PATH: text}) as project:
                self.assertEqual(keys_of(docs.check(project)), want)

    def test_private_headers_are_free(self):
        with project_of({"src/a/a.h": "class A {};"}) as project:
            self.assertEqual(keys_of(docs.check(project)), [])


if __name__ == "__main__":
    unittest.main()
