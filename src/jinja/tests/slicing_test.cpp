#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Slicing, AsTheReference) {
    // Goal: slices and indexes are those of Python. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ l[0:2] }} {{ l[-2:] }} {{ l[5:] }} {{ l[2:0:-1] }}",
         "{\"l\": [3, 1, 2]}",
         "[3, 1] [1, 2] [] [2, 1]"},
        {"02", "{{ u[1:4] }} {{ u[-1] }} {{ u[::-2] }}", "{\"u\": \"žluťoučký kůň 😀\"}", "luť 😀 😀ňkýčouž"},
        {"03", "{{ (1, 2, 3)[1:] }} {{ range(10)[2:8:3] | list }} {{ range(10)[-1] }}", "{}", "(2, 3) [2, 5] 9"},
        {"04", "{{ l[::0] }}", "{\"l\": [3, 1, 2]}", "!ValueError"},
        {"05", "{{ l['a':] }}", "{\"l\": [3, 1, 2]}", "!TypeError"},
        {"06", "{{ d[1:] }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "!TypeError"},
        {"07", "{{ n[1:] }}", "{\"n\": 7}", "!TypeError"},
        {"08", "{{ missing[1:] }}", "{}", "!UndefinedError"},
        {"09", "{{ l[none:none] }} {{ l[true:] }}", "{\"l\": [3, 1, 2]}", "[3, 1, 2] [1, 2]"},
        {"10", "{{ s[100] }}|{{ s[-100] }}|", "{\"s\": \"Hello World\"}", "||"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
