#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(TextCaseMethods, AsTheReference) {
    // Goal: case follows Unicode. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ 'ǆ ß ﬁ'.upper() }}|{{ 'ΑΣ Σ'.lower() }}|{{ 'ß'.casefold() }}", "{}", "Ǆ SS FI|ας σ|ss"},
        {"02",
         "{{ u.upper() }} {{ u.title() }} {{ u.capitalize() }} {{ u.swapcase() }}",
         "{\"u\": \"žluťoučký kůň 😀\"}",
         "ŽLUŤOUČKÝ KŮŇ 😀 Žluťoučký Kůň 😀 Žluťoučký kůň 😀 ŽLUŤOUČKÝ KŮŇ 😀"},
        {"03", "{{ \"they're bill's\".title() }}", "{\"s\": \"Hello World\"}", "They'Re Bill'S"},
        {"04", "{{ 'abc'.isalpha() }}{{ 'a1'.isalpha() }}{{ ''.isalpha() }}", "{}", "TrueFalseFalse"},
        {"05",
         "{{ '١٢'.isdecimal() }}{{ '²'.isdigit() }}{{ '½'.isnumeric() }}{{ '½'.isdigit() }}",
         "{}",
         "TrueTrueTrueFalse"},
        {"06",
         "{{ ' \\t'.isspace() }}{{ 'a_1'.isidentifier() }}{{ '1a'.isidentifier() }}{{ 'a\\n'.isprintable() }}",
         "{\"n\": 7}",
         "TrueTrueFalseFalse"},
        {"07",
         "{{ 'ab'.islower() }}{{ 'aB'.islower() }}{{ '12'.islower() }}{{ 'AB'.isupper() }}{{ 'Ab Cd'.istitle() }}{{ "
         "'AB'.istitle() }}",
         "{}",
         "TrueFalseFalseTrueTrueFalse"},
        {"08",
         "{{ 'é'.isascii() }}{{ 'a'.isascii() }}{{ 'a1é'.isalnum() }}{{ 'a_'.isalnum() }}",
         "{}",
         "FalseTrueTrueFalse"},
        {"09", "{{ 'a'.upper(1) }}", "{}", "!TypeError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
