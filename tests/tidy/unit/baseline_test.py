import unittest

from tidy import baseline
from tidy.model import Breach
from unit.project_of import keys_of

OLD = Breach("ban", "src/a.cpp", "throw", 3, "m")
NEW = Breach("ban", "src/b.cpp", "throw", 4, "m")
OLD_KEY, NEW_KEY = OLD.key, NEW.key


class Compare(unittest.TestCase):
    def test_cases(self):
        gone = Breach("baseline", "list", OLD_KEY, 1, "m").key
        grown = Breach("baseline", "list", NEW_KEY, 1, "m").key
        cases = [
            ("nothing listed", [OLD], set(), None, [OLD_KEY]),
            ("listed", [OLD], {OLD_KEY}, {OLD_KEY}, []),
            ("a new one", [OLD, NEW], {OLD_KEY}, {OLD_KEY}, [NEW_KEY]),
            ("listed, but gone", [], {OLD_KEY}, {OLD_KEY}, [gone]),
            ("the list shrank", [], set(), {OLD_KEY}, []),
            ("the list grew", [OLD, NEW], {OLD_KEY, NEW_KEY}, {OLD_KEY}, [grown]),
            ("the first list", [OLD], {OLD_KEY}, None, []),
        ]
        for name, breaches, keys, before, want in cases:
            with self.subTest(name):
                self.assertEqual(keys_of(baseline.compare(breaches, keys, before, "list")), want)

    def test_parse(self):
        self.assertEqual(baseline.parse("# why\n\nban a b\n"), {"ban a b"})


if __name__ == "__main__":
    unittest.main()
