#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(EvaluatorExpressions, AsTheReference) {
    // Goal: expressions evaluate as in Jinja2. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ 'a' if n > 5 else 'b' }} {{ 'a' if n > 9 }}|", "{\"n\": 7}", "a |"},
        {"02", "{{ n and l }} {{ 0 or 'x' }} {{ not n }}", "{\"n\": 7, \"l\": [3, 1, 2]}", "[3, 1, 2] x False"},
        {"03", "{{ n ~ '-' ~ none ~ l }}", "{\"n\": 7, \"l\": [3, 1, 2]}", "7-None[3, 1, 2]"},
        {"04",
         "{{ [1, n] }} {{ (1, n) }} {{ (1,) }} {{ () }} {{ {'a': n, 1: 2} }}",
         "{\"n\": 7}",
         "[1, 7] (1, 7) (1,) () {'a': 7, 1: 2}"},
        {"05", "{{ {[]: 1} }}", "{}", "!TypeError"},
        {"06",
         "{{ d.b }} {{ d['b'] }} {{ d.zz }}| {{ l[0] }} {{ l[-1] }} {{ l[9] }}| {{ l.0 }}",
         "{\"l\": [3, 1, 2], \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "1 1 | 3 2 | 3"},
        {"07", "{{ missing.x }}", "{}", "!UndefinedError"},
        {"08", "{{ missing[0] }}", "{}", "!UndefinedError"},
        {"09", "{{ missing() }}", "{}", "!UndefinedError"},
        {"10", "{{ n() }}", "{\"n\": 7}", "!TypeError"},
        {"11", "{{ n.x }}|{{ none.x }}|", "{\"n\": 7}", "||"},
        {"12", "{{ 'x'.nope() }}", "{}", "!UndefinedError"},
        {"13",
         "{{ dict(a=1, **{'b': 2}) }} {{ '%s %s' | format(*[1, 2]) }}",
         "{\"s\": \"Hello World\"}",
         "{'a': 1, 'b': 2} 1 2"},
        {"14", "{{ dict(a=1, **{'a': 2}) }}", "{}", "!TypeError"},
        {"15", "{{ range(*5) }}", "{}", "!TypeError"},
        {"16", "{{ n | upper | lower }}", "{\"n\": 7}", "7"},
        {"17", "{{ ('a' if missing else 'b') ~ 'c' }}", "{}", "bc"},
        {"18", "{{ 1 if missing.x else 2 }}", "{}", "!UndefinedError"},
        {"19",
         "{{ nest[1][0] }} {{ rows[0].name }}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}], \"nest\": [[1, 2], [3, 4]]}",
         "3 ann"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
