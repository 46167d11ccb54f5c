import json
import os
import unittest

from tidy import files
from unit.project_of import keys_of, project_of


class Check(unittest.TestCase):
    def check(self, texts, built=None):
        with project_of(texts) as project:
            paths = None if built is None else {os.path.realpath(project.root / path) for path in built}
            return keys_of(files.check(project, paths))

    def test_has_test(self):
        cases = [
            ("beside it", {"src/a/x.cpp": "", "src/a/tests/x_test.cpp": ""}, []),
            ("a folder down", {"src/a/b/x.cpp": "", "src/a/tests/b/x_test.cpp": ""}, []),
            ("none", {"src/a/x.cpp": ""}, ["no-test src/a/x.cpp -"]),
            ("another room's does not count", {"src/a/x.cpp": "", "src/b/tests/x_test.cpp": ""}, ["no-test src/a/x.cpp -"]),
            ("main needs none", {"src/app/main.cpp": "", "src/a/programs/x.cpp": ""}, []),
        ]
        for name, texts, want in cases:
            with self.subTest(name):
                self.assertEqual(self.check(texts), want)

    def test_built(self):
        texts = {"src/a/main.cpp": "", "src/a/tests/old_test.cpp": ""}
        self.assertEqual(self.check(texts, built=["src/a/main.cpp"]), ["not-built src/a/tests/old_test.cpp -"])

    def test_built_files_are_read_from_the_build(self):
        entries = [{"directory": "/x/build", "file": "../src/a.cpp"}]
        with project_of({"compile_commands.json": json.dumps(entries)}) as project:
            self.assertEqual(files.built_files(project.root / "compile_commands.json"), {"/x/src/a.cpp"})
            self.assertIsNone(files.built_files(project.root / "other.json"))

    def test_files_that_are_compiled_as_one_are_built(self):
        unity = "t.dir/Unity/unity_0_cxx.cxx"
        texts = {unity: '#include "/x/src/a.cpp"\n#include "/x/src/b.cpp"\n'}
        with project_of(texts) as project:
            commands = project.root / "compile_commands.json"
            commands.write_text(json.dumps([{"directory": str(project.root), "file": unity}]))
            self.assertEqual(files.built_files(commands), {"/x/src/a.cpp", "/x/src/b.cpp"})

    def test_blobs(self):
        big, huge = "x" * (files.BLOB_BYTES_MAX + 1), "x" * (files.RECORDING_BYTES_MAX + 1)
        self.assertEqual(self.check({"docs/a.txt": big}), ["blob docs/a.txt -"])
        self.assertEqual(self.check({"demo/a.warc.gz": big}), [])
        self.assertEqual(self.check({"demo/a.warc.gz": huge}), ["blob demo -"])

    def test_headers(self):
        header = "src/a/include/levada/a/x.h"
        cases = [
            ("first somewhere", '#include "levada/a/x.h"\n', [(header, True, True)]),
            ("only behind another", '#include <string>\n#include "levada/a/x.h"\n', [(header, True, False)]),
            ("nowhere", "int a;\n", [(header, False, False)]),
        ]
        for name, text, want in cases:
            texts = {header: "#pragma once\n", "src/a/main.cpp": text}
            with self.subTest(name), project_of(texts) as project:
                self.assertEqual(list(files.header_uses(project)), want)
                self.assertEqual(keys_of(files.check(project)), [] if want[0][1] else [f"not-built {header} -"])


if __name__ == "__main__":
    unittest.main()
