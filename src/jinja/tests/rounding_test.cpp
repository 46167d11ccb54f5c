#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Rounding, AsTheReference) {
    // Goal: numbers are rounded as Python does. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ 2.5 | round }} {{ 3.5 | round }} {{ -2.5 | round }} {{ 2.675 | round(2) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "2.0 4.0 -2.0 2.67"},
        {"02",
         "{{ 1234 | round(-2) }} {{ 1250 | round(-2) }} {{ 1350 | round(-2) }} {{ -1250 | round(-2) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "1200 1200 1400 -1200"},
        {"03",
         "{{ 1234.5 | round(-2) }} {{ 0.1 | round(400) }} {{ 5.0 | round(-400) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "1200.0 0.1 0.0"},
        {"04",
         "{{ f.__round__() }} {{ (3.5).__round__() }} {{ n.__round__() }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "2 4 7"},
        {"05",
         "{{ (f * 1e308 * 10).__round__() }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!OverflowError"},
        {"06",
         "{{ f.__trunc__() }} {{ (-2.7).__int__() }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "2 -2"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
