import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import run_clang_tidy
from run_clang_tidy import ROOT, Source


class SourceOf(unittest.TestCase):
    def test_command_without_launcher_outputs_and_file(self):
        entry = {
            "directory": "/b",
            "file": "/s/a.cpp",
            "command": "/usr/bin/cmake -E env X=1 /usr/bin/ccache /usr/bin/c++ -DA='\"x y\"' -I/i -MD -MF d -o a.o -c /s/a.cpp",
        }
        found = run_clang_tidy.source_of(entry)
        self.assertEqual(found, Source("/s/a.cpp", "/b", ("/usr/bin/c++", '-DA="x y"', "-I/i")))

    def test_precompiled_header(self):
        command = "g++ -O2 -Winvalid-pch -fpch-preprocess -include /b/cmake_pch.hxx -c /s/a.cpp"
        found = run_clang_tidy.source_of({"directory": "/b", "file": "/s/a.cpp", "command": command})
        self.assertEqual(found, Source("/s/a.cpp", "/b", ("g++", "-O2")))

    def test_relative_file(self):
        found = run_clang_tidy.source_of({"directory": "/b", "file": "../s/a.cpp", "command": "g++ -O2 -c ../s/a.cpp"})
        self.assertEqual(found, Source("/s/a.cpp", "/b", ("g++", "-O2")))


class EntriesAlone(unittest.TestCase):
    def test_one_for_each_source_of_a_unity_file(self):
        with tempfile.TemporaryDirectory() as folder:
            unity = Path(folder) / "t.dir" / "Unity" / "unity_0_cxx.cxx"
            unity.parent.mkdir(parents=True)
            unity.write_text('#include "/s/a.cpp"\n#include "/s/b.cpp"\n')
            entries = [
                {"directory": folder, "file": str(unity), "command": f"g++ -O2 -c {unity}"},
                {"directory": folder, "file": "/s/c.cpp", "command": "g++ -c /s/c.cpp"},
            ]
            found = [run_clang_tidy.source_of(entry) for entry in run_clang_tidy.entries_alone(entries)]
        want = [("/s/a.cpp", ("g++", "-O2")), ("/s/b.cpp", ("g++", "-O2")), ("/s/c.cpp", ("g++",))]
        self.assertEqual([(source.path, source.command) for source in found], want)


class IsWanted(unittest.TestCase):
    def test_cases(self):
        cases = [
            ("code", "src/base/a.cpp", False, True),
            ("a test", "src/base/tests/a_test.cpp", False, False),
            ("a test, asked for", "src/base/tests/a_test.cpp", True, True),
            ("generated", "build/src/a.cpp", True, False),
            ("test support", "tests/support/a.cpp", False, False),
        ]
        for name, path, with_tests, want in cases:
            with self.subTest(name):
                self.assertEqual(run_clang_tidy.is_wanted(str(ROOT / path), set(), with_tests), want)

    def test_named_only(self):
        named = {Path("/x/a.cpp")}
        self.assertTrue(run_clang_tidy.is_wanted("/x/a.cpp", named, False))
        self.assertFalse(run_clang_tidy.is_wanted(str(ROOT / "src/base/a.cpp"), named, False))


class Batches(unittest.TestCase):
    def test_only_what_is_compiled_alike(self):
        count = run_clang_tidy.BATCH_FILES_MAX + 1
        alike = [self.source(f"{number:02}.cpp") for number in range(count)]
        other = self.source("00x.cpp", "-DX")
        batches = run_clang_tidy.batches_of([other, *reversed(alike)])
        half = (count + 1) // 2
        self.assertEqual([len(batch) for batch in batches], [half, count - half, 1])
        self.assertEqual(batches[2], [other])
        self.assertEqual(sorted(batches[0] + batches[1], key=lambda source: source.path), alike)

    def test_files_of_one_name_are_kept_apart(self):
        one, two = self.source("a.cpp"), self.source("b.cpp")
        for source in (one, two):
            Path(source.path).write_text("namespace {\nint f();\n}  // namespace\n")
        self.assertEqual(run_clang_tidy.batches_of([one, two]), [[one], [two]])

    def test_where_headers_are_may_differ(self):
        one, two = self.source("a.cpp", "-I/x", "-O2"), self.source("b.cpp", "-O2", "-I/y", "-I/x")
        self.assertEqual(run_clang_tidy.batches_of([one, two]), [[one, two]])
        self.assertEqual(
            run_clang_tidy.command_of([one, two]), ["g++", "-O2", "-I/x", "-I/y", f"-I{self.folder.name}"]
        )

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.folder.cleanup()

    def source(self, name, *options):
        path = Path(self.folder.name) / name
        path.touch()
        return Source(str(path), "/b", ("g++", *options))


class Keys(unittest.TestCase):
    def key_of(self, folder, includes):
        linter = run_clang_tidy.Linter.__new__(run_clang_tidy.Linter)
        linter.fixed_part, linter.includes = b"rules", includes
        return linter.key_of(Source(f"{folder}/a.cpp", folder, ("g++",)))

    def test_the_key_is_another_when_what_is_included_changes(self):
        with tempfile.TemporaryDirectory() as folder:
            source, header = Path(folder) / "a.cpp", Path(folder) / "a.h"
            for includes in ({}, {str(source): [str(source), str(header)]}, {str(source): [str(source), f"{folder}/gone.h"]}):
                with self.subTest(includes=includes):
                    source.write_text('#include "a.h"\n')
                    header.write_text("int f();\n")
                    first = self.key_of(folder, includes)
                    self.assertEqual(self.key_of(folder, includes), first)
                    header.write_text("int f(int);\n")
                    self.assertNotEqual(self.key_of(folder, includes), first)
            source.write_text('#include "none.h"\n')
            self.assertIsNone(self.key_of(folder, {}))

    def test_the_key_is_the_same_in_a_copy_of_the_tree(self):
        keys = []
        for _ in range(2):
            with tempfile.TemporaryDirectory() as folder, mock.patch.object(run_clang_tidy, "ROOT", Path(folder)):
                (Path(folder) / "a.cpp").write_text("#include <stdio.h>\n")
                keys.append(self.key_of(folder, {f"{folder}/a.cpp": [f"{folder}/a.cpp", "/usr/include/stdio.h"]}))
        self.assertEqual(keys[0], keys[1])

    def test_what_a_build_noted(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "a.h").touch()
            (root / "a.cpp").write_text('#include "a.h"\n')
            (root / "build.ninja").write_text(
                "rule cxx\n  command = g++ -MD -MF $out.d -c $in -o $out\n  depfile = $out.d\n  deps = gcc\n"
                "build a.o: cxx a.cpp\n"
            )
            self.assertEqual(run_clang_tidy.includes_of(root), {})
            subprocess.run(["ninja", "-C", folder], capture_output=True, check=True)
            real = os.path.realpath(folder)
            noted = run_clang_tidy.includes_of(root)
            self.assertEqual(list(noted), [f"{real}/a.cpp"])
            self.assertEqual(noted[f"{real}/a.cpp"][:2], [f"{real}/a.cpp", f"{real}/a.h"])


class Lint(unittest.TestCase):
    def lint_of(self, compiler_knows):
        """What clang-tidy was asked of three files, `a` and `b` of which do not compile together; what it said, what passed."""

        class Fake(run_clang_tidy.Linter):
            def __init__(self):
                self.remembered, self.asked = [], []

            def compiles_together(self, batch):
                return not compiler_knows or not {"a", "b"} <= {source.path for source in batch}

            def findings(self, batch):
                self.asked.append(len(batch))
                names = {source.path for source in batch}
                if {"a", "b"} <= names:
                    return f"redefinition [{run_clang_tidy.COMPILE_ERROR}]\n"
                return "c: bad\n" if "c" in names else ""

            def remember(self, source):
                self.remembered.append(source.path)

        linter = Fake()
        found = linter.lint([Source(name, "/b", ()) for name in ("a", "b", "c")])
        return linter.asked, found, linter.remembered

    def test_a_batch_that_does_not_compile_is_halved(self):
        self.assertEqual(self.lint_of(compiler_knows=True), ([1, 2], "c: bad\n", ["a"]))

    def test_a_batch_that_only_clang_refuses_is_halved(self):
        self.assertEqual(self.lint_of(compiler_knows=False), ([3, 1, 2], "c: bad\n", ["a"]))

    def test_compiles_together(self):
        with tempfile.TemporaryDirectory() as folder:
            sources = []
            for name, text in (("a", "int f() { return 1; }"), ("b", "int f() { return 2; }"), ("c", "int g() { return 3; }")):
                path = Path(folder) / f"{name}.cpp"
                path.write_text(text)
                sources.append(Source(str(path), folder, ("g++",)))
            linter = run_clang_tidy.Linter.__new__(run_clang_tidy.Linter)
            linter.scratch = tempfile.TemporaryDirectory()
            self.assertFalse(linter.compiles_together(sources))
            self.assertTrue(linter.compiles_together([sources[0], sources[2]]))
            self.assertTrue(linter.compiles_together(sources[:1]))
            linter.scratch.cleanup()


if __name__ == "__main__":
    unittest.main()
