#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(FormatSpec, AsTheReference) {
    // Goal: format specifications give the text that Python gives. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ '{:5d}|{:<5d}|{:^5d}|{:05d}|{:+d}'.format(42, 42, 42, 42, 42) }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "   42|42   | 42  |00042|+42"},
        {"02", "{{ '{:,}|{:_}'.format(1234567, 1234567) }}", "{}", "1,234,567|1_234_567"},
        {"03",
         "{{ '{:x} {:X} {:o} {:b} {:#x} {:#b}'.format(255, 255, 8, 5, 255, 5) }}",
         "{}",
         "ff FF 10 101 0xff 0b101"},
        {"04",
         "{{ '{:.2f}|{:10.3f}|{:e}|{:g}|{:%}'.format(3.14159, 2.5, 12345.678, 0.0001, 0.25) }}",
         "{}",
         "3.14|     2.500|1.234568e+04|0.0001|25.000000%"},
        {"05", "{{ '{:>8}|{:*<8}|{:^8}'.format('ab', 'ab', 'ab') }}", "{}", "      ab|ab******|   ab   "},
        {"06", "{{ '{:.2}'.format('abc') }}", "{}", "ab"},
        {"07", "{{ '{:d}'.format('x') }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "!ValueError"},
        {"08", "{{ '{:.2d}'.format(3) }}", "{}", "!ValueError"},
        {"09", "{{ '{:c}'.format(97) }}", "{}", "a"},
        {"10",
         "{{ '{:08.2f}|{:,.2f}|{:010,}'.format(3.14159, 1234567.891, 1234567) }}",
         "{}",
         "00003.14|1,234,567.89|01,234,567"},
        {"11", "{{ '{:.3}'.format(1234.5) }} {{ '{:.10}'.format(0.1) }}", "{}", "1.23e+03 0.1"},
        {"12", "{{ '{:q}'.format(1) }}", "{}", "!ValueError"},
        {"13",
         "{{ '{:,}'.format(big) }}",
         "{\"big\": 123456789012345678901234567890}",
         "123,456,789,012,345,678,901,234,567,890"},
        {"14", "{{ '{:=+8d}'.format(-5) }}", "{}", "-      5"},
        {"15", "{{ '{:n}'.format(5) }}", "{\"n\": 7}", "5"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
