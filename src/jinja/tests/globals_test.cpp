#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Globals, AsTheReference) {
    // Goal: global functions behave as in Jinja2. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ range(3) | list }} {{ range(1, 10, 3) | list }} {{ range(3, 0, -1) | list }} {{ range(3) }}",
         "{}",
         "[0, 1, 2] [1, 4, 7] [3, 2, 1] range(0, 3)"},
        {"02", "{{ range() }}", "{}", "!TypeError"},
        {"03", "{{ range(1, 2, 0) }}", "{}", "!ValueError"},
        {"04", "{{ range('a') }}", "{}", "!TypeError"},
        {"05",
         "{{ dict(a=1, b=2) }} {{ dict([('x', 1)]) }} {{ dict({'q': 1}, z=2) }}",
         "{}",
         "{'a': 1, 'b': 2} {'x': 1} {'q': 1, 'z': 2}"},
        {"06", "{{ dict(5) }}", "{}", "!TypeError"},
        {"07",
         "{% set ns = namespace(a=1) %}{% for i in l %}{% set ns.a = ns.a + i %}{% endfor %}{{ ns.a }} {{ ns.zz }}|{{ "
         "ns }}",
         "{\"l\": [3, 1, 2]}",
         "7 |<Namespace {'a': 7}>"},
        {"08", "{% set n.a = 1 %}", "{\"n\": 7}", "!TemplateRuntimeError"},
        {"09",
         "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ "
         "c.current }}",
         "{}",
         "ababNonea"},
        {"10", "{{ cycler() }}", "{}", "!RuntimeError"},
        {"11", "{% set j = joiner('; ') %}{{ j() }}a{{ j() }}b{{ j() }}c", "{}", "a; b; c"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
