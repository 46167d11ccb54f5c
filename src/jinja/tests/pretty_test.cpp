#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Pretty, AsTheReference) {
    // Goal: pprint breaks lines as Python does. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ l | pprint }} {{ 'a' | pprint }} {{ d | pprint }}",
         "{\"l\": [3, 1, 2], \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "[3, 1, 2] 'a' {'C': 3, 'a': 2, 'b': 1}"},
        {"02",
         "{{ {'key_one': [1000000, 2000000, 3000000], 'key_two': [4000000, 5000000, 6000000], 'key_three': 'x'} | "
         "pprint }}",
         "{}",
         "{'key_one': [1000000, 2000000, 3000000],\n 'key_three': 'x',\n 'key_two': [4000000, 5000000, 6000000]}"},
        {"03",
         "{{ (range(60) | list) | pprint }}",
         "{}",
         "[0,\n 1,\n 2,\n 3,\n 4,\n 5,\n 6,\n 7,\n 8,\n 9,\n 10,\n 11,\n 12,\n 13,\n 14,\n 15,\n 16,\n 17,\n 18,\n "
         "19,\n 20,\n 21,\n 22,\n 23,\n 24,\n 25,\n 26,\n 27,\n 28,\n 29,\n 30,\n 31,\n 32,\n 33,\n 34,\n 35,\n 36,\n "
         "37,\n 38,\n 39,\n 40,\n 41,\n 42,\n 43,\n 44,\n 45,\n 46,\n 47,\n 48,\n 49,\n 50,\n 51,\n 52,\n 53,\n 54,\n "
         "55,\n 56,\n 57,\n 58,\n 59]"},
        {"04",
         "{{ [['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbb'], "
         "['cccccccccccccccccccccccccccccccccccccc', 'd']] | pprint }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "[['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbb'],\n "
         "['cccccccccccccccccccccccccccccccccccccc', 'd']]"},
        {"long text in a dict",
         "{{ {'k': 'ab ' * 30, 'l': [1]} | pprint }}",
         "{}",
         "{'k': 'ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab '\n"
         "      'ab ab ab ab ab ab ',\n 'l': [1]}"},
        {"long text alone", "{{ ('abcdefg\n' * 12) | pprint | length }}", "{}", "156"},
        {"one word that is too long", "{{ ['x' * 90] | pprint | length }}", "{}", "94"},
        {"bytes, four at a time",
         "{{ ('ab ' * 30).encode() | pprint }}",
         "{}",
         "(b'ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab a'\n"
         " b'b ab ab ab ab ')"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
