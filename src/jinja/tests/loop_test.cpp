#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Loop, AsTheReference) {
    // Goal: the loop variable counts as in Jinja2. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{% for i in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ "
         "loop.last }} {% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "1032TrueFalse 2121FalseFalse 3210FalseTrue "},
        {"02",
         "{% for i in l if i > 1 %}{{ loop.length }}{{ loop.last }}{{ i }} {% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "2False3 2True2 "},
        {"03",
         "{% for i in l %}{{ loop.previtem }}<{{ i }}>{{ loop.nextitem }} {% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "<3>1 3<1>2 1<2> "},
        {"04", "{% for i in l %}{{ loop.cycle('a', 'b') }}{% endfor %}", "{\"l\": [3, 1, 2]}", "aba"},
        {"05", "{% for i in l %}{{ loop.cycle() }}{% endfor %}", "{\"l\": [3, 1, 2]}", "!TypeError"},
        {"06", "{% for i in [1, 1, 2] %}{{ loop.changed(i) }} {% endfor %}", "{}", "True False True "},
        {"07",
         "{% for i in l %}{% for j in l %}{{ loop.depth }}{% endfor %}{% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "111111111"},
        {"08",
         "{% for x in [[1, [2]], 3] recursive %}{% if x is iterable %}({{ loop(x) }}){% else %}{{ x }}@{{ loop.depth "
         "}}{% endif %}{% endfor %}",
         "{}",
         "(1@2(2@3))3@1"},
        {"09", "{% for i in l %}{{ loop(l) }}{% endfor %}", "{\"l\": [3, 1, 2]}", "!TypeError"},
        {"10", "{% for i in l if i > 1 %}{{ loop.nextitem }}{{ i }}{% endfor %}", "{\"l\": [3, 1, 2]}", "232"},
        {"11",
         "{% for i in l %}{{ loop }}{% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "<LoopContext 1/3><LoopContext 2/3><LoopContext 3/3>"},
        {"12", "{% for i in [] %}x{% else %}none{% endfor %}", "{}", "none"},
        {"13", "{% for i in 5 %}{% endfor %}", "{}", "!TypeError"},
        {"14", "{% for i in l %}{% set loop = 1 %}{% endfor %}", "{\"l\": [3, 1, 2]}", "!TemplateAssertionError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
