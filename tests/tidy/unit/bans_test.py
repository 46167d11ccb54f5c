import unittest

from tidy import bans
from unit.project_of import keys_of, project_of

TODO_OPEN = "// TO" + "DO: later"
FIX = "// FIX" + "ME"


class Check(unittest.TestCase):
    def test_words(self):
        cases = [
            ("wall clock", "src/a/a.cpp", "auto t = std::chrono::system_clock::now();", ["system-clock"]),
            ("wall clock in an adapter", "src/adapters/local/a.cpp", "auto t = std::chrono::system_clock::now();", []),
            ("wall clock in a test", "src/a/tests/a_test.cpp", "auto t = std::chrono::system_clock::now();", []),
            ("in a comment or string", "src/a/a.cpp", '// throw getenv\nf("throw getenv");', []),
            ("environment", "src/a/a.cpp", 'std::getenv("X");', ["getenv"]),
            ("environment in app", "src/app/a.cpp", 'std::getenv("X");', []),
            ("environment in a small main()", "src/a/programs/a.cpp", 'std::getenv("X");', []),
            ("thread", "src/a/a.cpp", "std::thread t(f);", ["thread"]),
            ("thread's constants are harmless", "src/a/a.cpp", "std::thread::hardware_concurrency();", []),
            ("throw", "src/a/a.cpp", "throw std::runtime_error(a);", ["throw"]),
            ("using namespace", "src/a/tests/a_test.cpp", "using namespace std;", ["using-namespace"]),
            ("sleep in a test", "src/a/tests/a_test.cpp", "std::this_thread::sleep_for(x);", ["sleep"]),
            ("a method of that name", "src/a/a.cpp", "clock.sleep_for(x);", []),
            ("to do without issue", "src/a/a.cpp", TODO_OPEN, ["todo-without-issue"]),
            ("to do with issue", "src/a/a.cpp", "// TODO(#12): later", []),
            ("fix me", "src/a/a.cpp", FIX, ["fixme"]),
        ]
        for name, path, text, want in cases:
            with self.subTest(name), project_of({path: text}) as project:
                self.assertEqual(keys_of(bans.check(project)), [f"ban {path} {word}" for word in want])

    def test_headers(self):
        public = "src/a/include/levada/a/a.h"
        cases = [
            ("good", public, "#pragma once\n#include <string>\n", []),
            ("no pragma", public, "#include <string>\n", [f"pragma-once {public} -"]),
            ("heavy", public, "#pragma once\n#include <iostream>\n", [f"ban {public} <iostream>"]),
            ("heavy in a private header", "src/a/a.h", "#pragma once\n#include <duckdb.h>\n", []),
        ]
        for name, path, text, want in cases:
            with self.subTest(name), project_of({path: text}) as project:
                self.assertEqual(keys_of(bans.check(project)), want)


if __name__ == "__main__":
    unittest.main()
