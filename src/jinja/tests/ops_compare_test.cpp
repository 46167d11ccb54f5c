#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(OpsCompare, AsTheReference) {
    // Goal: equality, order and containment are those of Python. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"keys are hashed", "{{ {} in d.keys() }}", R"({"d": {}})", "!TypeError"},
        {"values are not", "{{ {} in d.values() }}", R"({"d": {"a": {}}})", "True"},
        {"01", "{{ 1 == 1.0 }} {{ 1 == true }} {{ '1' == 1 }}", "{}", "True True False"},
        {"02", "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }}", "{}", "True False"},
        {"03", "{{ 'a' < 'b' }} {{ 'a' < 1 }}", "{}", "!TypeError"},
        {"04", "{{ [1, 2] < [1, 3] }} {{ (1,) < (1, 2) }}", "{}", "True True"},
        {"05", "{{ [1] == (1,) }} {{ {'a': 1} == {'a': 1.0} }}", "{}", "False True"},
        {"06",
         "{{ 1 in [1.0] }} {{ 'el' in s }} {{ 'b' in d }} {{ 2 not in l }}",
         "{\"s\": \"Hello World\", \"l\": [3, 1, 2], \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "True True True False"},
        {"07", "{{ 1 in 'abc' }}", "{}", "!TypeError"},
        {"08", "{{ 1 in 5 }}", "{}", "!TypeError"},
        {"09",
         "{{ big > 1 }} {{ big == big + 0.0 }} {{ 9007199254740993 == 9007199254740992.0 }}",
         "{\"big\": 123456789012345678901234567890}",
         "True False False"},
        {"10", "{{ 9007199254740993 > 9007199254740992.0 }}", "{}", "True"},
        {"11", "{{ missing == missing }} {{ missing == none }}", "{}", "True False"},
        {"12", "{{ missing < 1 }}", "{}", "!UndefinedError"},
        {"13", "{{ none < 1 }}", "{}", "!TypeError"},
        {"14", "{{ range(3) == range(0, 3, 1) }}", "{}", "True"},
        {"15", "{{ [] in [[]] }}", "{}", "True"},
        {"16", "{{ {} in d }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "!TypeError"},
        {"17", "{{ 1 != 2 }} {{ l != l }}", "{\"l\": [3, 1, 2]}", "True False"},
        {"18", "{{ true > false }} {{ 1.5 >= 1 }}", "{}", "True True"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
