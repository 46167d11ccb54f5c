import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

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
        """Compiles the sources as CMake would; returns the exit code, what was printed and the object."""
        unity = self.folder / "Unity" / "unity_0_cxx.cxx"
        lines = []
        for name, text in sources.items():
            (self.folder / name).write_text(text)
            lines.append(f'#include "{self.folder / name}"\n')
        unity.write_text("".join(lines))
        made = self.folder / "unity.o"
        command = [compiler, "-Wall", "-Wshadow", "-Werror", "-MD", "-MT", "unity.o", "-MF", f"{made}.d", "-o", made, "-c", unity]
        done = subprocess.run([sys.executable, LAUNCHER, *command], capture_output=True, text=True, check=False)
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
                    self.assertIn(str(self.folder / source), self.dependencies(made))
                self.assertEqual(list(self.folder.glob("unity.o.[0-9]*")), [])

    def test_two_of_one_name_cost_no_compilation_of_each_source(self):
        more = {f"c{i}.cpp": f"int more{i}();\nint more{i}() {{ return {i}; }}\n" for i in range(6)}
        compiler = self.folder / "g++"
        compiler.write_text(f'#!/bin/sh\necho >>"{self.folder}/calls"\nexec /usr/bin/env g++ "$@"\n')
        compiler.chmod(0o755)
        code, printed, made = self.compile({"a.cpp": ONE, **more, "b.cpp": TWO}, compiler)
        self.assertEqual((code, printed), (0, ""))
        self.assertEqual(self.exit_code_with(made), 12)
        self.assertEqual(len((self.folder / "calls").read_text().splitlines()), 3)
        self.assertEqual([name for name in self.dependencies(made) if not Path(name).exists()], [])

    def test_an_error_is_told_once_and_of_its_own_file(self):
        code, printed, made = self.compile({"a.cpp": ONE, "b.cpp": "int two() { return nothing; }\n"})
        self.assertNotEqual(code, 0)
        self.assertEqual(len(re.findall("nothing.? was not declared", printed)), 1, printed)
        self.assertNotIn("a.cpp", printed)
        self.assertFalse(made.exists())


if __name__ == "__main__":
    unittest.main()
