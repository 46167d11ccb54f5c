import unittest

from tidy import rooms
from unit.project_of import keys_of, project_of

README = "**Purpose.** P.\n**Entry points.** E.\n**May depend on.** {deps}\n\n**Invariants.** I.\n**How it is tested.** T.\n"
GOOD = {
    "src/base/CMakeLists.txt": "levada_room(base LIBRARIES x)",
    "src/base/README.md": README.format(deps="libraries only"),
    "src/base/include/levada/base/error.h": "#pragma once\n",
    "src/lake/CMakeLists.txt": "levada_room(lake DEPS base LIBRARIES DuckDB::duckdb)",
    "src/lake/README.md": README.format(deps="base"),
    "src/lake/lake.cpp": '#include "levada/base/error.h"\n',
    "src/adapters/local/CMakeLists.txt": "levada_room(adapters_local DEPS base)",
    "src/adapters/local/README.md": README.format(deps="`base`"),
}


class Check(unittest.TestCase):
    def test_rooms(self):
        long_readme = README.format(deps="base") + "\n" * 60
        cases = [
            ("all is told", {}, []),
            ("a folder of rooms is none", {"src/adapters/README.md": "Its rooms."}, []),
            ("readme missing", {"src/lake/README.md": None}, ["room-readme src/lake/README.md -"]),
            ("part missing", {"src/base/README.md": "Purpose, Entry points, May depend on, How it is tested"},
             ["room-readme src/base/README.md Invariants"]),
            ("readme too long", {"src/lake/README.md": long_readme}, ["room-readme src/lake/README.md lines"]),
            ("readme tells other rooms", {"src/lake/README.md": README.format(deps="base, adapters/local")},
             ["room-deps src/lake/README.md -"]),
            ("no levada_room", {"src/base/CMakeLists.txt": "add_library(x)"}, ["room-cmake src/base/CMakeLists.txt -"]),
            ("include outside of DEPS", {"src/base/x.cpp": '#include "levada/lake/lake.h"\n',
                                         "src/lake/include/levada/lake/lake.h": ""}, ["room-include src/base/x.cpp lake"]),
            ("a test may include more", {"src/base/tests/x_test.cpp": '#include "levada/lake/lake.h"\n',
                                         "src/lake/include/levada/lake/lake.h": ""}, []),
            ("adapters are seen by app only",
             {"src/lake/CMakeLists.txt": "levada_room(lake DEPS base adapters_local)",
              "src/lake/README.md": README.format(deps="base adapters/local")},
             ["room-boundary src/lake/CMakeLists.txt adapters_local"]),
            ("app sees all", {"src/app/README.md": README.format(deps="everything"), "src/app/CMakeLists.txt": "",
                              "src/app/x.cpp": '#include "levada/base/error.h"\n'}, []),
        ]
        for name, changes, want in cases:
            texts = {path: text for path, text in {**GOOD, **changes}.items() if text is not None}
            with self.subTest(name), project_of(texts) as project:
                self.assertEqual(keys_of(rooms.check(project)), want)

    def test_declaration(self):
        cases = [
            ("levada_room(a DEPS base ports LIBRARIES x)", ("a", {"base", "ports"})),
            ("levada_room(adapters_b\n    LIBRARIES x\n    DEPS base  # why\n    components)", ("adapters_b", {"base", "components"})),
            ("levada_room(a)", ("a", set())),
            ("add_library(a)", None),
        ]
        for text, want in cases:
            with self.subTest(text):
                found = rooms.declaration_of(text)
                self.assertEqual(found and (found.name, found.dependencies), want)


if __name__ == "__main__":
    unittest.main()
