#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(BytesMethods, AsTheReference) {
    // Goal: bytes have the methods of Python's. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ 'Hello World'.encode().find('o'.encode()) }} {{ 'abc'.encode().rfind('c'.encode(), 0, 2) }} {{ "
         "'abca'.encode().index(97, 1) }}",
         "{}",
         "4 -1 3"},
        {"02", "{{ 'abc'.encode().index('z'.encode()) }}", "{}", "!ValueError"},
        {"03", "{{ 'abc'.encode().find('a') }}", "{}", "!TypeError"},
        {"04", "{{ 'abc'.encode().find(256) }}", "{}", "!ValueError"},
        {"05",
         "{{ 'aXbXc'.encode().count('X'.encode()) }} {{ 'abc'.encode().count(''.encode()) }} {{ "
         "'abc'.encode().count(97, 5) }}",
         "{}",
         "2 4 0"},
        {"06",
         "{{ 'abc'.encode().startswith('ab'.encode()) }} {{ 'abc'.encode().endswith(('x'.encode(), 'c'.encode())) }}",
         "{}",
         "True True"},
        {"07", "{{ 'abc'.encode().endswith('c') }}", "{}", "!TypeError"},
        {"08",
         "{{ 'abc'.encode().removeprefix('a'.encode()) }} {{ 'abc'.encode().removesuffix('c'.encode()) }}",
         "{}",
         "b'bc' b'ab'"},
        {"09",
         "{{ 'aaa'.encode().replace('a'.encode(), 'b'.encode(), 2) }} {{ 'ab'.encode().replace(''.encode(), "
         "'-'.encode()) }}",
         "{}",
         "b'bba' b'-a-b-'"},
        {"10",
         "{{ ' x '.encode().strip() }} {{ 'xxaxx'.encode().lstrip('x'.encode()) }} {{ "
         "'xxaxx'.encode().rstrip('x'.encode()) }} {{ '  '.encode().strip() }}",
         "{}",
         "b'x' b'axx' b'xxa' b''"},
        {"11",
         "{{ ' a b  c '.encode().split() }} {{ 'a,b,c'.encode().split(','.encode(), 1) }} {{ ''.encode().split() }} {{ "
         "''.encode().split(','.encode()) }} {{ 'a b c'.encode().split(none, 1) }}",
         "{}",
         "[b'a', b'b', b'c'] [b'a', b'b,c'] [] [b''] [b'a', b'b c']"},
        {"12", "{{ 'a'.encode().split(''.encode()) }}", "{}", "!ValueError"},
        {"13", "{{ ', '.encode().join(['a'.encode(), 'b'.encode()]) }}", "{}", "b'a, b'"},
        {"14", "{{ ', '.encode().join(['a']) }}", "{}", "!TypeError"},
        {"15", "{{ 'aBé'.encode().upper() }} {{ 'aBÉ'.encode().lower() }}", "{}", "b'AB\\xc3\\xa9' b'ab\\xc3\\x89'"},
        {"16",
         "{{ 'ab'.encode().isalpha() }}{{ '1'.encode().isdigit() }}{{ 'a1'.encode().isalnum() }}{{ ' "
         "'.encode().isspace() }}{{ 'A1'.encode().isupper() }}{{ 'a1'.encode().islower() }}{{ ''.encode().isalpha() "
         "}}{{ 'é'.encode().isalpha() }}{{ '1'.encode().islower() }}",
         "{}",
         "TrueTrueTrueTrueTrueTrueFalseFalseFalse"},
        {"17", "{{ 'é'.encode().hex() }} {{ 'é'.encode().decode() }}", "{}", "c3a9 é"},
        {"18",
         "{{ 'aé'.encode().center(6) }} {{ 'a'.encode().ljust(3, '-'.encode()) }} {{ 'a'.encode().rjust(3) }} {{ "
         "'-1'.encode().zfill(4) }}",
         "{}",
         "b' a\\xc3\\xa9  ' b'a--' b'  a' b'-001'"},
        {"19", "{{ 'a'.encode().center(5, '*') }}", "{}", "!TypeError"},
        {"20",
         "{{ 'a,b,c'.encode().partition(','.encode()) }} {{ 'a,b,c'.encode().rpartition(','.encode()) }} {{ "
         "'a,b,c'.encode().rsplit(','.encode(), 1) }}",
         "{}",
         "(b'a', b',', b'b,c') (b'a,b', b',', b'c') [b'a,b', b'c']"},
        {"21",
         "{{ 'ab cd'.encode().title() }} {{ 'aB'.encode().capitalize() }} {{ 'aB'.encode().swapcase() }} {{ "
         "'Ab'.encode().istitle() }} {{ 'é'.encode().isascii() }} {{ 'a\tb'.encode().expandtabs(2) }}",
         "{}",
         "b'Ab Cd' b'Ab' b'Ab' True False b'a b'"},
        {"swapcase beyond ASCII", "{{ 'aÉ'.encode().swapcase() }}", "{}", "b'A\\xc3\\x89'"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
