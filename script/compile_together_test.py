import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import compile_together

LAUNCHER = Path(__file__).parent / "compile_together.py"
ONE = "namespace { int helper() { return 1; } }\nint one();\nint one() { return helper(); }\n"
TWO = "namespace { int helper() { return 2; } }\nint two();\nint two() { return helper(); }\n"
OTHER = "int two();\nint two() { return 2; }\n"
MAIN = "int one();\nint two();\nint main() { return one() * 10 + two(); }\n"


class CompileTogether(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "Unity").mkdir()

    def compile(self, sources, compiler="g++"):
        """Compiles the sources as CMake would, in their folder; returns the exit code, what was printed and the object."""
        unity = self.folder / "Unity" / "unity_0_cxx.cxx"
        lines = []
        for name, text in sources.items():
            (self.folder / name).write_text(text)
            lines.append(f'#include "{self.folder / name}"\n')
        unity.write_text("".join(lines))
        made = self.folder / "unity.o"
        command = [compiler, "-Wall", "-Wshadow", "-Werror", "-MD", "-MT", "unity.o", "-MF", f"{made}.d", "-o", made, "-c", unity]
        done = subprocess.run([sys.executable, LAUNCHER, *command], cwd=self.folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr, made

    def dependencies(self, made):
        text = Path(f"{made}.d").read_text().replace("\\\n", " ")
        return {word for word in text.split() if not word.endswith(":")}

    def exit_code_with(self, made):
        program = self.folder / "program"
        (self.folder / "main.cpp").write_text(MAIN)
        subprocess.run([sys.executable, LAUNCHER, "g++", self.folder / "main.cpp", made, "-o", program], check=True)
        return subprocess.run([program], check=False).returncode

    def test_objects_do_what_the_sources_say(self):
        cases = [
            ("they compile together", {"a.cpp": ONE, "b.cpp": OTHER}),
            ("two of them use one name", {"a.cpp": ONE, "b.cpp": TWO}),
        ]
        for name, sources in cases:
            with self.subTest(name):
                code, printed, made = self.compile(sources)
                self.assertEqual((code, printed), (0, ""))
                self.assertEqual(self.exit_code_with(made), 12)
                for source in sources:
                    self.assertTrue(any((self.folder / word).samefile(self.folder / source) for word in self.dependencies(made)))
                self.assertEqual(list(self.folder.glob("unity.o.[0-9]*")), [])

    def compiler(self):
        """A compiler that notes each of its calls, and what the file says that it compiles, in `calls`."""
        path = self.folder / "g++"
        path.write_text(
            f'#!/bin/sh\nfor word; do before=$last; last=$word; [ "$before" != -c ] || break; done\n'
            f'cat "$last" | tr "\\n" " " >>"{self.folder}/calls"; echo >>"{self.folder}/calls"\nexec /usr/bin/env g++ "$@"\n'
        )
        path.chmod(0o755)
        return path

    def calls(self):
        return (self.folder / "calls").read_text().splitlines()

    def test_two_of_one_name_cost_one_compilation_more(self):
        more = {f"c{i}.cpp": f"int more{i}();\nint more{i}() {{ return {i}; }}\n" for i in range(6)}
        hidden = TWO.replace("namespace { int", "namespace\n{\nint")  # Not seen before the compiler sees it: it is halved.
        for name, two, want in (("seen", TWO.replace("namespace { int", "namespace {\nint"), 2), ("not seen", hidden, 3)):
            with self.subTest(name):
                (self.folder / "calls").unlink(missing_ok=True)
                one = ONE.replace("namespace { int", "namespace {\nint")
                code, printed, made = self.compile({"a.cpp": one, **more, "b.cpp": two}, self.compiler())
                self.assertEqual((code, printed), (0, ""))
                self.assertEqual(self.exit_code_with(made), 12)
                self.assertEqual(len(self.calls()), want)
                self.assertEqual([name for name in self.dependencies(made) if not (self.folder / name).exists()], [])

    def test_what_is_compiled_names_no_folder_above(self):
        """Or else a copy of the tree in another place finds nothing in the compiler's cache."""
        self.compile({"a.cpp": ONE, "b.cpp": OTHER}, self.compiler())
        self.assertEqual(self.calls(), ['#include "a.cpp" #include "b.cpp" '])

    def test_an_error_is_told_once_and_of_its_own_file(self):
        code, printed, made = self.compile({"a.cpp": ONE, "b.cpp": "int two() { return nothing; }\n"})
        self.assertNotEqual(code, 0)
        self.assertEqual(len(re.findall("nothing.? was not declared", printed)), 1, printed)
        self.assertNotIn("a.cpp", printed)
        self.assertFalse(made.exists())


class Groups(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def test_names_of_an_anonymous_namespace(self):
        path = self.write(
            "a.cpp",
            "int outside() { return 1; }\nnamespace {\nusing Type = int;\nusing std::string;\nstruct Shape {\n    int side;\n};\n"
            "constexpr int kX = 1;\nstd::string f(int a);\nTEST(Suite, Says) {\n    int inside = 1;\n}\nTEST_F(Suite, Too) {}\n"
            "}  // namespace\nint after();\n",
        )
        self.assertEqual(compile_together.names_of(path), {"Type", "Shape", "kX", "f", "Suite_Says", "Suite_Too"})
        self.assertEqual(compile_together.names_of(str(self.folder / "generated later.cpp")), set())

    def test_files_of_one_name_are_kept_apart(self):
        one = self.write("a.cpp", "namespace x {\nnamespace {\nint f() {\n    int g = 0;\n}\n}  // namespace\n")
        two = self.write("b.cpp", "namespace {\nstd::string f(int a);\n}  // namespace\n")
        three = self.write("c.cpp", "namespace {\nstruct g {\n};\n}  // namespace\nint f() { return 1; }\n")
        groups = compile_together.groups_of([one, two, three], 16)
        self.assertEqual(len(groups), 2)
        self.assertFalse(any(one in group and two in group for group in groups))
        self.assertEqual(sorted(sum(groups, [])), [one, two, three])

    def test_groups_are_of_one_size(self):
        paths = [self.write(f"{number:02}.cpp", "") for number in range(17)]
        self.assertEqual(sorted(len(group) for group in compile_together.groups_of(paths, 16)), [8, 9])
        self.assertEqual(compile_together.groups_of([], 16), [])
        printed = subprocess.run(
            [sys.executable, LAUNCHER, "--group", "1", *paths[:2]], capture_output=True, text=True, check=True
        ).stdout
        self.assertEqual(printed, "0\n1\n")


if __name__ == "__main__":
    unittest.main()
