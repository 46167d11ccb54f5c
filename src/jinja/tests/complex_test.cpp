#include "complex.h"

#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Complex, AsTheReference) {
    // Goal: what little a template can do with a complex number is Python's. Method: templates whose output the
    // reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"made by a power", "{{ -0.5 ** -0.5 }}", "{}", "(8.659560562354934e-17-1.4142135623730951j)"},
        {"of a variable", "{{ n ** 0.5 }}", R"({"n": -4})", "(1.2246467991473532e-16+2j)"},
        {"parts", "{% set c = (-4) ** 0.5 %}{{ c.imag }} {{ c.real < 1 }}", "{}", "2.0 True"},
        {"sum", "{{ (-4) ** 0.5 + 1 }}", "{}", "(1.0000000000000002+2j)"},
        {"product", "{{ ((-1) ** 0.5) * 2 }}", "{}", "(1.2246467991473532e-16+2j)"},
        {"difference with itself",
         "{% set c = (-4) ** 0.5 %}{{ c - c }} {{ c == c }} {{ c == 2 }}",
         "{}",
         "0j True False"},
        {"quotient", "{% set c = (-4) ** 0.5 %}{{ c / c }}", "{}", "(1+0j)"},
        {"minus", "{{ -((-1) ** 0.5) }}", "{}", "(-6.123233995736766e-17-1j)"},
        {"by zero", "{{ (-4) ** 0.5 / 0 }}", "{}", "!ZeroDivisionError"},
        {"with a text", "{{ (-4) ** 0.5 + 'a' }}", "{}", "!TypeError"},
        {"has no order", "{{ (-4) ** 0.5 < 1 }}", "{}", "!TypeError"},
        {"has no JSON", "{{ (-4) ** 0.5 | tojson }}", "{}", "!TypeError"},
    };
    expect_renders(kCases);
}

TEST(Complex, Literals) {
    // Goal: text that Python's literal_eval reads as a complex number is one, where the CDK lets it. Method: the repr.
    constexpr RenderCase kCases[] = {
        {"the CDK keeps a complex number as text", "{{ '12j' }}", "{}", "\"12j\""},
        {"a sum as well", "{{ '1+2j' }}", "{}", "\"1+2j\""},
        {"but not inside a list", "{{ '[1+2j, 12j]' }}", "{}", "py:[(1+2j), 12j]"},
        {"difference", "{{ '[-1.5 - 2J]' }}", "{}", "py:[(-1.5-2j)]"},
        {"in brackets", "{{ '[(1+2j)]' }}", "{}", "py:[(1+2j)]"},
        {"two numbers are no literal", "{{ '1+2' }}", "{}", "\"1+2\""},
        {"the imaginary one comes last", "{{ '2j+1' }}", "{}", "\"2j+1\""},
        {"no number", "{{ '0x1j' }}", "{}", "\"0x1j\""},
    };
    expect_interpolates(kCases);
}

}  // namespace levada::jinja
