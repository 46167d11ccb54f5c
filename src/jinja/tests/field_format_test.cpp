#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(FieldFormat, AsTheReference) {
    // Goal: replacement fields are found and numbered as in Python. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ '{} {}'.format(1, 2) }}", "{}", "1 2"},
        {"02", "{{ '{1} {0}'.format('a', 'b') }}", "{}", "b a"},
        {"03", "{{ '{a} {b}'.format(a=1, b=2) }}", "{}", "1 2"},
        {"04",
         "{{ '{0[1]} {d[b]}'.format(l, d=d) }}",
         "{\"l\": [3, 1, 2], \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "1 1"},
        {"05", "{{ '{{}} {}'.format(1) }}", "{}", "{} 1"},
        {"06", "{{ '{!r} {!s}'.format('q', 'q') }}", "{\"s\": \"Hello World\"}", "'q' q"},
        {"07", "{{ '{:{w}}|'.format('a', w=4) }}", "{}", "a   |"},
        {"08", "{{ '{} {1}'.format(1, 2) }}", "{}", "!ValueError"},
        {"09", "{{ '{}'.format() }}", "{}", "!IndexError"},
        {"10", "{{ '{x}'.format(a=1) }}", "{}", "!KeyError"},
        {"11", "{{ '{'.format(1) }}", "{}", "!ValueError"},
        {"12", "{{ '}'.format(1) }}", "{}", "!ValueError"},
        {"13", "{{ '{0.real}'.format(5) }}", "{}", "5"},
        {"14", "{{ '{0.nope}'.format(5) }}", "{}", "!AttributeError"},
        {"15", "{{ '{x}'.format_map({'x': 1}) }}", "{}", "1"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
