#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Introspection, AsTheReference) {
    // Goal: outside the sandbox the usual double-underscore attributes work. Method: templates whose output the
    // reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ (1).__add__(2) }} {{ 'a'.__add__('b') }} {{ l.__getitem__(0) }} {{ l.__len__() }} {{ d.__contains__('b') "
         "}}",
         "{\"l\": [3, 1, 2], \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "3 ab 3 3 True"},
        {"02",
         "{{ n.__class__.__name__ }} {{ s.__class__.__name__ }}",
         "{\"n\": 7, \"s\": \"Hello World\"}",
         "int str"},
        {"03", "{{ l.__getitem__(9) }}", "{\"l\": [3, 1, 2]}", "!IndexError"},
        {"04", "{{ s.__doc__ is string }}", "{\"s\": \"Hello World\"}", "True"},
        {"05", "{{ (5).__str__() }} {{ 'a'.__repr__() }}", "{}", "5 'a'"},
        {"06", "{{ n.__nope__ is defined }}", "{\"n\": 7}", "False"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
