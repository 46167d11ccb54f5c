#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(NumberMethods, AsTheReference) {
    // Goal: numbers have the methods and attributes that templates use. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ (255).bit_length() }} {{ (0).bit_length() }} {{ big.bit_length() }}",
         "{\"big\": 123456789012345678901234567890}",
         "8 0 97"},
        {"02",
         "{{ (5).real }} {{ (5).imag }} {{ (5).numerator }} {{ (5).denominator }} {{ true.real }}",
         "{}",
         "5 0 5 1 1"},
        {"03", "{{ (1.5).is_integer() }} {{ (2.0).is_integer() }}", "{}", "False True"},
        {"04", "{{ (0.75).as_integer_ratio() }} {{ (3).as_integer_ratio() }}", "{}", "(3, 4) (3, 1)"},
        {"05", "{{ (1.5).real }} {{ (1.5).imag }}", "{}", "1.5 0.0"},
        {"06", "{{ range(1, 9, 2).start }} {{ range(1, 9, 2).stop }} {{ range(1, 9, 2).step }}", "{}", "1 9 2"},
        {"07", "{{ (5).nope is defined }}", "{}", "False"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
