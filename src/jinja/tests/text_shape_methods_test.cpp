#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(TextShapeMethods, AsTheReference) {
    // Goal: stripping and padding are those of Python. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01", "[{{ '  x '.strip() }}][{{ '  x '.lstrip() }}][{{ '  x '.rstrip() }}]", "{}", "[x][x ][  x]"},
        {"02", "{{ 'xxaxx'.strip('x') }} {{ 'abcba'.lstrip('ab') }}", "{}", "a cba"},
        {"03",
         "[{{ 'a'.center(4) }}][{{ 'ab'.center(5) }}][{{ 'a'.ljust(3, '-') }}][{{ 'a'.rjust(3, '-') }}]",
         "{}",
         "[ a  ][  ab ][a--][--a]"},
        {"04", "{{ 'a'.center(5, 'xy') }}", "{}", "!TypeError"},
        {"05", "{{ '-42'.zfill(6) }} {{ '+1'.zfill(4) }} {{ 'a'.zfill(3) }}", "{}", "-00042 +001 00a"},
        {"06", "{{ 'a\\tb\\tc'.expandtabs(4) }}", "{}", "a   b   c"},
        {"07", "{{ 'é'.encode('utf-8').hex() }} {{ 'é'.encode() }}", "{}", "c3a9 b'\\xc3\\xa9'"},
        {"08", "{{ 'é'.encode('ascii') }}", "{}", "!UnicodeEncodeError"},
        {"09", "{{ 'abc'.translate({97: 'x', 98: none}) }}", "{}", "xc"},
        {"10", "{{ 'é'.encode('utf-8').decode('latin-1') }}", "{}", "Ã©"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
